//! What is kept of a document between two checks, so that a keystroke costs no more than what it changed.

use std::sync::Arc;

use crate::engines::query::Record;
use crate::engines::settings;
use crate::semantics::outline::{LineKind, LogicalLine};
use crate::semantics::outline_edit::{self, OutlineChange};
use crate::semantics::{Outline, Semantics};
use crate::syntax::template::Page;

/// The last check of one document.
///
/// Invariant: what is kept was found in `text`, with the rules, settings and project of the next check.
#[derive(Debug, Default)]
pub struct Memory {
    kept: Option<Kept>,
    settings: Option<settings::Kept>,
    /// Of a template: it holds whatever is around the document.
    page: Option<Page>,
    is_off: bool,
}

#[derive(Debug)]
struct Kept {
    text: Arc<str>,
    outline: Arc<Outline>,
    record: Record,
    has_marks: bool,
}

/// What an edit left of the last check.
pub(super) struct Edited {
    /// Of the new text.
    pub(super) outline: Arc<Outline>,
    /// What of it is new.
    pub(super) change: OutlineChange,
    /// Lines of the last check that are gone.
    pub(super) gone: Vec<LogicalLine>,
    /// The text of the last check.
    pub(super) old: Arc<str>,
    /// What was found there.
    pub(super) record: Record,
    /// Whether there may be suppression comments.
    pub(super) has_marks: bool,
}

impl Memory {
    /// A memory that keeps nothing.
    pub(super) fn none() -> Self {
        Self { kept: None, settings: None, page: None, is_off: true }
    }

    /// Whether it keeps something for the next check.
    pub(super) fn is_kept(&self) -> bool {
        !self.is_off
    }

    /// Whether the next check has nothing to build on.
    pub fn is_empty(&self) -> bool {
        self.kept.is_none()
    }

    /// Something around the document changed.
    pub fn forget(&mut self) {
        self.kept = None;
        self.settings = None;
    }

    /// What rules about settings found in the last check.
    pub(super) fn settings(&mut self) -> Option<settings::Kept> {
        self.settings.take()
    }

    /// Keeps what they found for the next check.
    pub(super) fn keep_settings(&mut self, kept: settings::Kept) {
        self.settings = Some(kept);
    }

    /// The page of the last check.
    pub(super) fn page(&mut self) -> Option<Page> {
        self.page.take()
    }

    /// Keeps a page for the next check.
    pub(super) fn keep_page(&mut self, page: Option<Page>) {
        self.page = page.filter(|_| !self.is_off);
    }

    /// What is known of an edited text; none if all of it has to be looked at.
    pub(super) fn edited(&mut self, text: &Arc<str>) -> Option<Edited> {
        let Kept { text: old, outline, record, has_marks } = self.kept.take()?;
        // Nothing was edited: something around the document changed.
        if *old == **text {
            return None;
        }
        let (new, change) = outline_edit::edited(&outline, &old, text)?;
        let is_plain = |lines: &[LogicalLine], n_after: usize, text: &str| {
            lines.iter().all(|line| match line.kind {
                LineKind::Simple => !declares(line, text),
                // What stays below a header would stand somewhere else without it.
                LineKind::Header => line.block_end <= n_after,
                LineKind::Import
                | LineKind::From
                | LineKind::Class
                | LineKind::Def
                | LineKind::Decorator => false,
            })
        };
        // Imports that fixes need are put in near the top.
        let is_plain = !change.moves_blocks
            && change.old_lines.start >= 2
            && is_plain(&outline.lines[change.old_lines.clone()], change.old_lines.end, &old)
            && is_plain(&new.lines[change.new_lines.clone()], change.new_lines.end, text);
        if !is_plain {
            tracing::trace!("looks at all: what changed says where names live");
            return None;
        }
        let gone = outline.lines[change.old_lines.clone()].to_vec();
        Some(Edited { outline: Arc::new(new), change, gone, old, record, has_marks })
    }

    pub(super) fn keep(&mut self, semantics: &Semantics, record: Record, has_marks: bool) {
        let (text, outline) = (semantics.text.clone(), semantics.outline.share());
        self.kept = Some(Kept { text, outline, record, has_marks });
    }
}

/// Whether a line says in which scope names live.
fn declares(line: &LogicalLine, text: &str) -> bool {
    let source = line.span.slice(text);
    source.starts_with("global") || source.starts_with("nonlocal")
}

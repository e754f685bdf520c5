//! What is kept of a document between two checks, so that a keystroke costs no more than what it changed.

use std::sync::Arc;

use super::makeup::Makeup;
use crate::engines::query::Record;
use crate::engines::settings;
use crate::semantics::outline::{LineKind, LogicalLine};
use crate::semantics::outline_edit::{self, OutlineChange};
use crate::semantics::{Outline, Semantics, Tables};
use crate::syntax::template::Page;
use crate::text::{Replacement, Text, untouched};

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
    text: Text,
    makeup: Makeup,
    outline: Arc<Outline>,
    tables: Tables,
    record: Record,
    has_marks: bool,
    /// The text before that one, and what made that one of it: edited in place for the next check.
    before: Option<Before>,
    /// What the next check is told to look at, and what made it of `text`.
    next: Option<(Text, Vec<Replacement>)>,
}

/// The text of a check, and what made that of the next one of it.
#[derive(Debug)]
pub(super) struct Before {
    pub(super) text: Text,
    /// None if nobody told.
    replacements: Option<Vec<Replacement>>,
}

/// An edit since the last check.
pub(super) struct Edit {
    /// Of the new text.
    pub(super) makeup: Makeup,
    /// How much of the text stayed, at its beginning and its end.
    untouched: (usize, usize),
    replacements: Option<Vec<Replacement>>,
    kept: Kept,
}

/// What an edit left of the last check.
pub(super) struct Edited {
    /// Of the new text.
    pub(super) outline: Arc<Outline>,
    /// What is known of its names.
    pub(super) tables: Tables,
    /// What of it is new.
    pub(super) change: OutlineChange,
    /// Lines of the last check that are gone.
    pub(super) gone: Vec<LogicalLine>,
    /// The text of the last check.
    pub(super) before: Before,
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

    /// The text of the last check after some replacements, without a look at the rest of it. What is checked next is
    /// this text itself. `None` if the replacements do not fit, or there is nothing to build on.
    pub fn text_after(&mut self, replacements: Vec<Replacement>) -> Option<Text> {
        let kept = self.kept.as_mut()?;
        let spare = kept.before.take().and_then(|before| {
            // Nobody else holds it any more: what has been typed since is put into it.
            before.text.edited(&before.replacements?)
        });
        let text = spare.unwrap_or_else(|| kept.text.clone()).edited(&replacements)?;
        kept.next = Some((text.clone(), replacements));
        Some(text)
    }

    /// What became of the text of the last check; none if all of it has to be looked at.
    pub(super) fn edit(&mut self, text: &Text) -> Option<Edit> {
        let mut kept = self.kept.take()?;
        let told = kept.next.take().filter(|(next, _)| next.is_same(text));
        let replacements = told.map(|(_, replacements)| replacements);
        let untouched = match &replacements {
            // Nothing was edited: something around the document changed.
            Some(replacements) if replacements.is_empty() => return None,
            Some(replacements) => untouched(kept.text.len(), replacements),
            None if *kept.text == **text => return None,
            None => outline_edit::common(&kept.text, text),
        };
        let makeup = kept.makeup.edited(&kept.text, text, untouched);
        Some(Edit { makeup, untouched, replacements, kept })
    }

    pub(super) fn keep(
        &mut self,
        semantics: Semantics,
        makeup: Makeup,
        record: Record,
        has_marks: bool,
        before: Option<Before>,
    ) {
        let (text, outline) = (semantics.text.clone(), semantics.outline.share());
        let tables = semantics.into_tables(before.is_none());
        self.kept =
            Some(Kept { text, makeup, outline, tables, record, has_marks, before, next: None });
    }
}

impl Edit {
    /// What is known of the new text; none if all of it has to be looked at.
    pub(super) fn outlined(self, text: &Text) -> Option<Edited> {
        let Kept { text: old, mut outline, mut tables, record, has_marks, .. } = self.kept;
        // Whoever was lent it reads the text anew from now on.
        let new = Arc::make_mut(&mut outline);
        let (change, gone) = outline_edit::edit(new, &old, text, self.untouched)?;
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
            && is_plain(&gone, change.old_lines.end, &old)
            && is_plain(&new.lines[change.new_lines.clone()], change.new_lines.end, text);
        if !is_plain {
            tracing::trace!("looks at all: what changed says where names live");
            return None;
        }
        tables.note(&change);
        let before = Before { text: old, replacements: self.replacements };
        Some(Edited { outline, tables, change, gone, before, record, has_marks })
    }
}

/// Whether a line says in which scope names live.
fn declares(line: &LogicalLine, text: &str) -> bool {
    let source = line.span.slice(text);
    source.starts_with("global") || source.starts_with("nonlocal")
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::path::Path;

    use super::*;
    use crate::analysis::{CheckedOutline, Subject, check_again, check_edit};
    use crate::config::Settings as Configured;
    use crate::languages::PYTHON;
    use crate::rules::Catalogue;
    use crate::semantics::project::NoProject;
    use crate::text::{DocumentUrl, Span};

    #[test]
    fn a_key_copies_neither_the_text_nor_the_outline() {
        let code = |n| format!("def f{n}(a):\n    b = a\n    return eval(b)\n\n\n");
        let text = format!("import os\nimport re\n{}", (0..500).map(code).collect::<String>());
        let caret = text.find("    return").expect("it is there");
        let url = DocumentUrl::new("file:///shop/views.py");
        let catalogue = Catalogue::builtin();
        let settings = Configured::default().compile(&catalogue);
        let project = NoProject::default();
        let subject = |text: Text| Subject {
            url: &url,
            path: Path::new("shop/views.py"),
            context_path: "shop/views.py",
            language: &PYTHON,
            text,
            tree: None,
        };
        let mut memory = Memory::default();
        let first = subject(text.into());
        let n_first = check_again(&first, &project, &catalogue, &settings, &mut memory);
        assert_eq!(n_first.findings.len(), 500);
        drop(first);
        let (mut texts, mut outlines) = (HashSet::new(), HashSet::new());
        for (n, key) in "    c = b.d(e)\n".chars().enumerate() {
            let typed = Replacement { span: Span::empty(caret + n), text: key.to_string() };
            let subject = subject(memory.text_after(vec![typed]).expect("it fits"));
            let checked = check_edit(&subject, &project, &catalogue, &settings, &mut memory)
                .expect("an edit of one line");
            assert_eq!(checked.findings.len(), 500);
            // One for the text before, which says what is gone. They grow once.
            if n > 3 {
                texts.insert(subject.text.as_ptr() as usize);
                let outline = checked.outline.as_ref().and_then(CheckedOutline::get);
                outlines.insert(outline.expect("it is kept").lines.as_ptr() as usize);
            }
        }
        assert!(texts.len() <= 2 && outlines.len() <= 2, "{texts:?} {outlines:?}");
        assert!(
            memory
                .text_after(vec![Replacement { span: Span::empty(1 << 30), text: String::new() }])
                .is_none()
        );
    }
}

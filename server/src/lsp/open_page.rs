//! An open document as it is now, for requests that need its words rather than its findings.

use std::path::PathBuf;
use std::sync::Arc;

use super::assessment::Assessment;
use super::open_document::ClientText;
use super::state::State;
use super::{completion, to_lsp};
use crate::assist::Page;
use crate::finding::RuleCode;
use crate::languages::Language;

/// What is known about an open document without a check. Cheap to clone.
#[derive(Clone)]
pub(super) struct OpenPage {
    /// The text.
    pub(super) text: ClientText,
    /// What it is written in.
    pub(super) language: &'static Language,
    /// Where it lies, or would lie.
    pub(super) path: PathBuf,
    /// The newest finished findings, perhaps of an older text.
    pub(super) assessed: Option<Arc<Assessment>>,
}

impl OpenPage {
    /// Asks a question about the text. The rules may have to be read first, so not for the
    /// protocol's task.
    pub(super) fn assist<T>(&self, state: &State, ask: impl FnOnce(&Page<'_>) -> T) -> T {
        let catalogue = state.catalogue(&state.ground());
        let rule_page = state.rule_page(&self.path);
        ask(&Page {
            text: self.text.snapshot.text(),
            language: self.language,
            path: &self.path,
            catalogue: &catalogue,
            address: &|rule| to_lsp::rule_address(&rule.code, Some(rule), rule_page.as_deref()),
        })
    }

    /// The rules that report the line of a byte. While one types behind the code of a line the
    /// findings of the text before still tell.
    pub(super) fn rules_on_line(&self, offset: usize) -> Vec<RuleCode> {
        let Some(assessed) = &self.assessed else { return Vec::new() };
        let (old, new) = (&assessed.text, &self.text);
        // The same line in the older text, unless lines came or went.
        let line = new.range(crate::text::Span::empty(offset)).start.line;
        if old.snapshot.rope().len_lines() != new.snapshot.rope().len_lines() {
            return Vec::new();
        }
        let start = old.offset(tower_lsp::ls_types::Position::new(line, 0));
        let findings = assessed.findings().map(|(finding, _)| finding);
        completion::rules_on_line(old.snapshot.text(), start, findings)
    }
}

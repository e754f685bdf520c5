//! What a check of one revision of a document gave, ready for every request about it.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use serde_json::json;
use tower_lsp::ls_types::{Diagnostic, Location, Uri};

use super::capabilities::Abilities;
use super::open_document::ClientText;
use super::to_lsp;
use crate::analysis::{Checked, CheckedOutline};
use crate::finding::Finding;
use crate::languages::Language;
use crate::rules::Catalogue;
use crate::semantics::Outline;
use crate::text::{DocumentUrl, Span};

/// Findings of one revision and their diagnostics.
///
/// Invariant: `diagnostics` are those of the own findings, in the same order.
pub(super) struct Assessment {
    /// The document's name as the client spells it.
    pub(super) uri: Uri,
    /// What it is written in.
    pub(super) language: &'static Language,
    /// Our number for the text and what surrounds it.
    pub(super) revision: u64,
    /// The text that was checked.
    pub(super) text: ClientText,
    /// What was found, for the edits of fixes.
    pub(super) checked: Checked,
    /// The rules it was checked with.
    pub(super) catalogue: Arc<Catalogue>,
    /// Indices of the findings in this document.
    own: Vec<usize>,
    /// What the client shows.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// Equal for equal diagnostics.
    pub(super) result_id: String,
    /// Files whose exports the findings depend on.
    pub(super) looked_at: HashSet<PathBuf>,
    outline: OnceLock<Arc<Outline>>,
}

/// What was checked.
#[derive(Clone)]
pub(super) struct Examined {
    /// The document's name as the client spells it.
    pub(super) uri: Uri,
    /// What it is written in.
    pub(super) language: &'static Language,
    /// Our number for the text and what surrounds it.
    pub(super) revision: u64,
    /// The text.
    pub(super) text: ClientText,
}

impl Assessment {
    /// Makes everything that depends on the findings alone. `rule_page` is the address of a
    /// rule's page with `{code}` in it, and `others` knows the texts of other documents.
    pub(super) fn new(
        examined: Examined,
        checked: Checked,
        catalogue: Arc<Catalogue>,
        abilities: &Abilities,
        rule_page: Option<&str>,
        others: &dyn Fn(&DocumentUrl) -> Option<(Uri, ClientText)>,
    ) -> Self {
        let Examined { uri, language, revision, text } = examined;
        let url = &text.snapshot.url;
        let own: Vec<usize> = (0..checked.findings.len())
            .filter(|&index| checked.findings[index].location.document == *url)
            .collect();
        let mut hasher = DefaultHasher::new();
        let diagnostics: Vec<Diagnostic> = own
            .iter()
            .enumerate()
            .map(|(place, &index)| {
                let finding = &checked.findings[index];
                let rule = catalogue.by_code(finding.rule.as_str()).map(|rule| &**rule);
                let mut diagnostic = to_lsp::diagnostic(finding, rule, &text, abilities, rule_page);
                let related = to_lsp::related(finding, (&uri, &text), others);
                if abilities.related_information {
                    diagnostic.related_information = related;
                } else if let Some(related) = related {
                    let own = Location::new(uri.clone(), diagnostic.range);
                    diagnostic.message.push_str(&to_lsp::related_as_text(&related, &own));
                }
                if abilities.data {
                    diagnostic.data =
                        Some(json!({ "rule": finding.rule.as_str(), "index": place }));
                }
                finding.hash(&mut hasher);
                // The same bytes may stand on other lines.
                let range = diagnostic.range;
                for place in [range.start, range.end] {
                    (place.line, place.character).hash(&mut hasher);
                }
                diagnostic
            })
            .collect();
        let result_id = format!("{:016x}", hasher.finish());
        Self {
            uri,
            language,
            revision,
            text,
            checked,
            catalogue,
            own,
            diagnostics,
            result_id,
            looked_at: HashSet::new(),
            outline: OnceLock::new(),
        }
    }

    /// Where comments and statements stand.
    pub(super) fn outline(&self) -> Arc<Outline> {
        let read = || Arc::new(Outline::build(self.text.snapshot.text()));
        // The next check may have taken it over, and a cell of a notebook was checked as part of another text.
        let left = self.checked.outline.as_ref().and_then(CheckedOutline::get);
        left.unwrap_or_else(|| self.outline.get_or_init(read).clone())
    }

    /// The client's number for the text.
    pub(super) fn version(&self) -> i32 {
        self.text.snapshot.version
    }

    /// The findings that share a place with `span`, with their diagnostics; sorted by place.
    pub(super) fn touching(&self, span: Span) -> impl Iterator<Item = (&Finding, &Diagnostic)> {
        self.findings().filter(move |(finding, _)| {
            let place = finding.location.span;
            place.start <= span.end && span.start <= place.end
        })
    }

    /// The document's own findings with their diagnostics; sorted by place.
    pub(super) fn findings(&self) -> impl Iterator<Item = (&Finding, &Diagnostic)> {
        self.own.iter().map(|&index| &self.checked.findings[index]).zip(&self.diagnostics)
    }
}

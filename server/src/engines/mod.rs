//! Engines: what runs rules. Each gets a unit of text and says what it found.

use std::path::Path;
use std::sync::Arc;

use crate::config::Settings;
use crate::finding::Finding;
use crate::rules::Catalogue;
use crate::semantics::{FileContext, ProjectView, Semantics};
use crate::syntax::Unit;
use crate::text::DocumentUrl;

/// What an engine wants to be called with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// Once per unit: a slice and its tree.
    Unit,
    /// Once per document, with the raw text.
    Text,
    /// Once per project; may report into any document.
    Project,
}

/// Everything an engine may look at.
#[derive(Clone, Copy)]
pub struct CheckInput<'a> {
    /// The document's name.
    pub url: &'a DocumentUrl,
    /// Its path, for globs; relative to the configuration's root where it lies below it.
    pub path: &'a Path,
    /// What kind of file.
    pub context: FileContext,
    /// The slice to look at; for `Scope::Text` engines the whole document, without a tree if its language has none.
    pub unit: Option<Unit<'a>>,
    /// The whole decoded text.
    pub text: &'a str,
    /// Names, values and scopes of the document, with its outline.
    pub semantics: &'a Semantics,
    /// The project around it.
    pub project: &'a dyn ProjectView,
    /// The rules.
    pub catalogue: &'a Arc<Catalogue>,
    /// The configuration in force for the document.
    pub settings: &'a Settings,
}

/// Something that runs rules.
pub trait Engine: Send + Sync {
    /// The header's `engine = "…"`.
    fn id(&self) -> &'static str;
    /// What it wants to be called with.
    fn scope(&self) -> Scope;
    /// Looks and reports. Never fails: broken text gives fewer findings.
    fn check(&self, findings: &mut Vec<Finding>, input: &CheckInput<'_>);
}

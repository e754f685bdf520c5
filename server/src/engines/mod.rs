//! Engines: what runs rules. Each gets a unit of text and says what it found.

pub mod characters;
pub mod configuration;
pub mod query;
pub mod rule_files;

use std::path::Path;
use std::sync::Arc;

use crate::config::Settings;
use crate::finding::{Detail, Finding, Location, Severity};
use crate::languages::Language;
use crate::rules::{Catalogue, InTests, Rule};
use crate::semantics::{FileContext, ProjectView, Semantics};
use crate::syntax::Unit;
use crate::text::{DocumentUrl, Span};

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
    /// What it is written in.
    pub language: &'static Language,
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

/// All engines, in the order they run.
pub static ENGINES: &[&dyn Engine] = &[
    &characters::CharacterEngine,
    &configuration::ConfigurationEngine,
    &rule_files::RuleFileEngine,
    &query::QueryEngine,
];

/// Whether a rule's `applies` and `requires` let it look at this document.
pub fn requirements_met(rule: &Rule, input: &CheckInput<'_>) -> bool {
    let packages = &input.project.facts().packages;
    rule.requires.iter().all(|package| packages.contains_key(package))
        && (rule.applies.is_empty()
            || rule.applies.iter().any(|pattern| {
                globset::Glob::new(pattern)
                    .is_ok_and(|glob| glob.compile_matcher().is_match(input.path))
            }))
}

/// A finding of `rule` at a place, its severity capped in tests and replaced by a configured one.
pub fn finding_of(
    input: &CheckInput<'_>,
    rule: &Rule,
    span: Span,
    configured: Option<Severity>,
    message: String,
) -> Finding {
    let capped = input.context.test && rule.in_tests == InTests::Low;
    let own = if capped { rule.severity.min(Severity::Low) } else { rule.severity };
    Finding {
        rule: rule.code.clone(),
        severity: configured.unwrap_or(own),
        confidence: rule.confidence,
        message,
        location: Location { document: input.url.clone(), span },
        extent: span,
        related: Vec::new(),
        covers: rule.covers.clone(),
        fixes: Vec::new(),
        detail: Detail::None,
    }
}

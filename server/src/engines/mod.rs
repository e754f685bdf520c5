//! Engines: what runs rules. Each gets a unit of text and says what it found.

pub mod characters;
pub mod configuration;
pub mod explain;
pub mod isolation;
pub mod query;
pub mod rule_files;
pub mod scripts;
pub mod selection;
pub mod settings;
pub mod templates;
pub mod units;

use std::cell::RefCell;
use std::path::Path;
use std::sync::Arc;

use crate::config::Settings;
use crate::finding::{Detail, Finding, Location, RuleCode, Severity};
use crate::languages::Language;
use crate::rules::{Catalogue, InTests, Rule};
use crate::semantics::{FileContext, ProjectView, Semantics};
use crate::syntax::LazyTree;
use crate::syntax::template::Template;
use crate::text::{DocumentUrl, Span};

/// What an engine wants to be called with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// Once per document of code.
    Code,
    /// Once per document, with the raw text.
    Text,
    /// Once per project; may report into any document.
    Project,
}

/// How much of a document is looked at. Both ways find the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reach {
    /// What some rule may have to say something about.
    Needed,
    /// All of it.
    Whole,
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
    /// The tree of the whole document, made when somebody asks for it.
    pub tree: &'a LazyTree,
    /// How much of it rules look at.
    pub reach: Reach,
    /// Where to leave what the next check after an edit can use.
    pub record: Option<&'a RefCell<Option<query::Record>>>,
    /// What the rules about settings found the last time, and are to leave for the next.
    pub kept_settings: Option<&'a RefCell<Option<settings::Kept>>>,
    /// The whole decoded text.
    pub text: &'a str,
    /// Names, values and scopes of the document, with its outline.
    pub semantics: &'a Semantics,
    /// The document as a template, if it is one.
    pub template: Option<&'a Template>,
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
    /// Looks and reports. Never fails: broken text gives fewer findings. Loops over a text ask
    /// `semantics::is_stopped` and end early when nobody waits any more; what they leave is thrown away.
    fn check(&self, findings: &mut Findings, input: &CheckInput<'_>);
}

/// What engines say about a document.
#[derive(Debug, Default)]
pub struct Findings {
    /// What rules found.
    pub found: Vec<Finding>,
    /// What broke while they ran.
    pub failures: Vec<Failure>,
    /// What was left out, and why: one line each.
    pub notes: Vec<String>,
}

impl Findings {
    /// Adds a finding.
    pub fn push(&mut self, finding: Finding) {
        self.found.push(finding);
    }

    /// Runs a part of an engine that serves one rule, or the engine as a whole. If it breaks, what it found
    /// goes with it, for half a rule would look like a clean file.
    pub fn isolate(
        &mut self,
        engine: &'static str,
        rule: Option<&RuleCode>,
        work: impl FnOnce(&mut Findings),
    ) {
        let mut own = Findings::default();
        match isolation::guarded(|| work(&mut own)) {
            Ok(()) => {
                self.found.append(&mut own.found);
                self.notes.append(&mut own.notes);
            }
            Err(place) => self.fail(engine, rule, place),
        }
        self.failures.append(&mut own.failures);
    }

    /// Notes that something broke; a rule that breaks at every match is noted once.
    pub fn fail(&mut self, engine: &'static str, rule: Option<&RuleCode>, place: String) {
        let is_known =
            |failure: &Failure| failure.engine == engine && failure.rule.as_ref() == rule;
        if !self.failures.iter().any(is_known) {
            self.failures.push(Failure { engine, rule: rule.cloned(), place });
        }
    }
}

/// A rule, or a whole engine, that panicked: its findings in this document are missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The engine.
    pub engine: &'static str,
    /// The rule, if the engine runs rules one by one.
    pub rule: Option<RuleCode>,
    /// Where in the program; never what it said, which may quote the document.
    pub place: String,
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.rule {
            Some(rule) => write!(f, "internal error in the rule {rule}")?,
            None => write!(f, "internal error in the engine `{}`", self.engine)?,
        }
        write!(f, ", which found nothing here for that reason ({}); please report it", self.place)
    }
}

/// All engines, in the order they run.
pub static ENGINES: &[&dyn Engine] = &[
    &characters::CharacterEngine,
    &configuration::ConfigurationEngine,
    &rule_files::RuleFileEngine,
    &query::QueryEngine,
    &settings::SettingsEngine,
    &templates::TemplateEngine,
    &scripts::ScriptEngine,
];

/// Whether a rule's `applies` and `requires` let it look at this document.
pub fn requirements_met(rule: &Rule, input: &CheckInput<'_>) -> bool {
    rule.requires.iter().all(|package| input.project.facts().packages.contains_key(package))
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

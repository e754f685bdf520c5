//! Rules: what a rule file says, and everything that is made from it.

pub mod catalogue;
pub mod compile;
pub mod directives;
pub mod docs;
pub mod header;
pub mod lint;
pub mod marks;
pub mod message;
pub mod nearest;
pub mod needs;
pub mod pattern;
pub mod predicates;
mod query_reader;
pub mod query_text;
pub mod required;
pub mod script_spec;
pub mod select;
pub mod settings_path;
pub mod settings_spec;
pub mod site;
mod spec;
pub mod structure;
pub mod template_spec;
pub mod tokens;
pub mod transforms;
pub mod triggers;
pub mod wide;
pub mod word_finder;
pub mod workspace_rules;

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::finding::{Confidence, RuleCode, Severity};

pub use catalogue::Catalogue;
pub use select::{Selector, SelectorNote};

/// Where a rule file comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RuleOrigin {
    /// Compiled into the program; the path is relative to `queries/`.
    Builtin(&'static str),
    /// A workspace's own file under `.watchpost/rules/`.
    Workspace(PathBuf),
}

/// What a rule does in files of the `test` context.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum InTests {
    /// Nothing.
    Off,
    /// Reports with severity `low` at most.
    #[default]
    Low,
    /// The same as everywhere.
    Same,
}

/// The slice of a document a rule wants to see around its findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum UnitGrain {
    /// One logical line.
    Line,
    /// A top-level statement, or a member of a class.
    Member,
    /// The whole document.
    Document,
}

/// One rule: the header and docs of its file.
#[derive(Clone, Debug)]
pub struct Rule {
    /// `PY602`.
    pub code: RuleCode,
    /// `subprocess-shell-true`.
    pub name: String,
    /// Folder under `queries/`, a language id or an engine's folder.
    pub folder: String,
    /// Which engine runs it: `query` for `.scm` files.
    pub engine: String,
    /// Unless a pattern says otherwise.
    pub severity: Severity,
    /// Unless a pattern says otherwise.
    pub confidence: Confidence,
    /// CWE numbers, most fitting first.
    pub cwe: Vec<u32>,
    /// Template with `{capture}` holes.
    pub message: String,
    /// Version of watchpost that brought it.
    pub since: String,
    /// Ids of the same rule in other tools: `bandit` → `B602`.
    pub also: BTreeMap<String, Vec<String>>,
    /// OWASP categories.
    pub owasp: Vec<String>,
    /// Pages that say more.
    pub references: Vec<String>,
    /// Free words for selection.
    pub tags: Vec<String>,
    /// Whether it runs without being selected by name.
    pub default: bool,
    /// Globs of the paths it applies to; empty for all of its language.
    pub applies: Vec<String>,
    /// Packages the project must have.
    pub requires: Vec<String>,
    /// Code of the rule that took this one's place.
    pub replaced_by: Option<RuleCode>,
    /// Generic rules this one stands for where both hit.
    pub covers: Vec<RuleCode>,
    /// Rules whose findings in the same file make this one superfluous there.
    pub silent_when: Vec<RuleCode>,
    /// What it does in tests.
    pub in_tests: InTests,
    /// Whether it says nothing in migrations of Django, which are written by a program and run once.
    pub is_off_in_migrations: bool,
    /// What it wants to see, if the header says so.
    pub unit: Option<UnitGrain>,
    /// Options a project may set, with their defaults.
    pub options: toml::Table,
    /// What each option does, one line of Markdown.
    pub option_docs: BTreeMap<String, String>,
    /// The keys an engine other than `query` reads for itself.
    pub spec: toml::Table,
    /// Markdown: first paragraph the harm, `## Write instead`, optional further sections.
    pub docs: String,
    /// Built-in or the workspace's own.
    pub origin: RuleOrigin,
    /// The patterns' text (`.scm` only) and the byte where it begins in the file.
    pub query: Option<(String, usize)>,
}

impl Rule {
    /// Stem of its file, fixture and page: `PY602-subprocess-shell-true`.
    pub fn stem(&self) -> String {
        format!("{}-{}", self.code, self.name)
    }
}

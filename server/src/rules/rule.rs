//! What a rule file says.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::OnceLock;

use super::packed;
use crate::finding::{Confidence, RuleCode, Severity};

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
    pub spec: OwnKeys,
    /// Markdown: first paragraph the harm, `## Write instead`, optional further sections.
    pub docs: Cow<'static, str>,
    /// Built-in or the workspace's own.
    pub origin: RuleOrigin,
    /// The patterns (`.scm` only).
    pub query: Option<RuleQuery>,
}

impl Rule {
    /// Stem of its file, fixture and page: `PY602-subprocess-shell-true`.
    pub fn stem(&self) -> String {
        format!("{}-{}", self.code, self.name)
    }
}

/// The patterns of a `.scm` rule, as text.
#[derive(Clone, Debug)]
pub struct RuleQuery {
    /// What stands below the header.
    pub text: Cow<'static, str>,
    /// The byte where it begins in the file.
    pub start: usize,
    /// What the build found out about the patterns, for `facts` to read.
    pub(super) known: Option<&'static [u8]>,
}

impl RuleQuery {
    /// Patterns that begin at this byte of a file.
    pub fn new(text: impl Into<Cow<'static, str>>, start: usize) -> Self {
        Self { text: text.into(), start, known: None }
    }
}

/// Keys that an engine reads for itself; those of built-in rules are unpacked when first asked for.
#[derive(Clone, Debug, Default)]
pub struct OwnKeys {
    packed: &'static [u8],
    table: OnceLock<toml::Table>,
}

impl OwnKeys {
    /// Keys as `packed` writes them.
    pub(super) fn packed(packed: &'static [u8]) -> Self {
        Self { packed, table: OnceLock::new() }
    }

    /// The keys with their values.
    pub fn table(&self) -> &toml::Table {
        self.table.get_or_init(|| packed::unpack(self.packed))
    }
}

impl From<toml::Table> for OwnKeys {
    fn from(table: toml::Table) -> Self {
        Self { packed: &[], table: OnceLock::from(table) }
    }
}

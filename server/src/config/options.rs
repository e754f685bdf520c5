//! The options a project can set, as types: the reader, the JSON schema and the reference page all come from here.

use std::collections::BTreeMap;

use pep440_rs::VersionSpecifiers;
use schemars::JsonSchema;

use super::paths::PathPattern;
use crate::finding::{Confidence, RuleCode, Severity};
use crate::rules::Selector;
use crate::text::Span;

/// A severity word, or `off`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Level {
    /// The rules do not run.
    Off,
    /// The rules report with this severity.
    At(Severity),
}

/// A value and where it was written, for what can only be judged later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed<T> {
    /// The value.
    pub value: T,
    /// Where it stands in its file.
    pub span: Span,
}

// The doc comments of the fields are read by users: they become descriptions in the schema and lines of the reference.
/// Configuration of watchpost: `watchpost.toml`, `.watchpost.toml`, or `[tool.watchpost]` in `pyproject.toml`. The file nearest to a source file counts.
#[derive(Clone, Debug, Default, PartialEq, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, title = "watchpost configuration")]
pub struct Options {
    /// Another configuration file that this one adds to, relative to this file. Options given here win.
    #[schemars(with = "String", extend("examples" = ["../watchpost.toml"]))]
    pub extend: Option<Placed<String>>,

    /// Rules that run, instead of the ones that run by default. A code (`PY602`), the beginning of codes (`PY6`, `DJ`), a name (`subprocess-shell-true`), a tag, `ALL`, or the id of another tool (`B602`, `S602`). Where `select` and `ignore` name the same rule, the narrower of the two counts.
    #[schemars(with = "Vec<Selector>", extend("examples" = [["PY", "DJ1"]]))]
    pub select: Option<Vec<Selector>>,

    /// Rules that run in addition to the selected ones, such as those that are off by default.
    #[schemars(extend("default" = []))]
    pub extend_select: Vec<Selector>,

    /// Rules that do not run.
    #[schemars(extend("default" = [], "examples" = [["PY101", "assert-used"]]))]
    pub ignore: Vec<Selector>,

    /// Rules that do not run in some files: a path pattern, relative to the configuration's folder, and a list of rules. A pattern that begins with `!` means all other files.
    #[schemars(with = "BTreeMap<String, Vec<Selector>>", extend("default" = {}, "examples" = [{"tests/**": ["PY1"]}]))]
    pub per_file_ignores: Vec<(PathPattern, Vec<Selector>)>,

    /// Severity to report rules with, in place of their own: rules and a level. `off` switches them off.
    #[schemars(with = "BTreeMap<String, Level>", extend("default" = {}, "examples" = [{"PY602": "critical", "DJ4": "off"}]))]
    pub severity: Vec<(Selector, Level)>,

    /// How sure a finding must be to be shown.
    #[schemars(with = "Confidence", extend("default" = "low"))]
    pub confidence: Option<Confidence>,

    /// Files and folders that are not checked, in place of the default list (virtual environments, caches, version control). Patterns as in `.gitignore`, relative to the configuration's folder.
    #[schemars(with = "Vec<PathPattern>", extend("default" = DEFAULT_EXCLUDE))]
    pub exclude: Option<Vec<PathPattern>>,

    /// Files and folders that are not checked, in addition to `exclude`.
    #[schemars(extend("default" = [], "examples" = [["generated/**", "*_pb2.py"]]))]
    pub extend_exclude: Vec<PathPattern>,

    /// Whether files that `.gitignore` names are left out.
    #[schemars(with = "bool", extend("default" = true))]
    pub respect_gitignore: Option<bool>,

    /// The Python versions the project runs on: a version specifier, or the oldest version. Without it, `requires-python` and `.python-version` are asked.
    #[schemars(with = "String", extend("examples" = ["3.11", ">=3.9,<3.13"]))]
    pub target_python: Option<VersionSpecifiers>,

    /// The Django versions the project runs on: a version specifier, or the oldest version. Without it, lockfiles and requirements are asked.
    #[schemars(with = "String", extend("examples" = ["4.2", ">=4.2,<6"]))]
    pub target_django: Option<VersionSpecifiers>,

    /// The least severity that makes `watchpost check` fail.
    #[schemars(with = "Severity", extend("default" = "low"))]
    pub fail_on: Option<Severity>,

    /// A file of known findings that are not reported again, relative to this file.
    #[schemars(with = "String", extend("examples" = [".watchpost/baseline.json"]))]
    pub baseline: Option<Placed<String>>,

    /// Whether `[tool.bandit]` and `.bandit` beside this file are read: their skips and excludes then apply before everything else.
    #[schemars(with = "bool", extend("default" = true))]
    pub read_bandit_config: Option<bool>,

    /// Options of single rules: a table per rule, by code or name. The page of a rule lists its options.
    #[schemars(with = "BTreeMap<String, BTreeMap<String, serde_json::Value>>", extend("default" = {}))]
    pub rules: BTreeMap<RuleCode, toml::Table>,
}

/// What is left out when nothing else is said.
pub const DEFAULT_EXCLUDE: [&str; 19] = [
    ".direnv",
    ".eggs",
    ".git",
    ".hg",
    ".jj",
    ".mypy_cache",
    ".nox",
    ".pytest_cache",
    ".ruff_cache",
    ".svn",
    ".tox",
    ".venv",
    "__pycache__",
    "__pypackages__",
    "_build",
    "dist",
    "node_modules",
    "site-packages",
    "venv",
];

/// The keys in the order in which they are documented.
pub const KEYS: [&str; 16] = [
    "extend",
    "select",
    "extend-select",
    "ignore",
    "per-file-ignores",
    "severity",
    "confidence",
    "exclude",
    "extend-exclude",
    "respect-gitignore",
    "target-python",
    "target-django",
    "fail-on",
    "baseline",
    "read-bandit-config",
    "rules",
];

/// What other tools call our keys, to say so when one of theirs is used.
pub(super) const FOREIGN_KEYS: [(&str, &str); 19] = [
    ("skip", "ignore"),
    ("skips", "ignore"),
    ("disable", "ignore"),
    ("extend-ignore", "ignore"),
    ("enable", "extend-select"),
    ("tests", "select"),
    ("include", "select"),
    ("exclude-dirs", "exclude"),
    ("exclude-paths", "exclude"),
    ("ignore-paths", "exclude"),
    ("extends", "extend"),
    ("python", "target-python"),
    ("python-version", "target-python"),
    ("requires-python", "target-python"),
    ("target-version", "target-python"),
    ("django", "target-django"),
    ("django-version", "target-django"),
    ("min-confidence", "confidence"),
    ("overrides", "severity"),
];

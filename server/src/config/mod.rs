//! Configuration: which rules run where, and how loud.
//!
//! `discover` finds the files of a folder, `read` and `foreign` turn each into options and mistakes, `apply` lays the
//! options over each other, and what comes out is [`Settings`]. Only `discover` touches the disk.

pub mod apply;
mod broken;
pub mod discover;
pub mod edit;
pub mod foreign;
pub mod mistakes;
pub mod options;
pub mod paths;
pub mod read;
pub mod schema;
mod values;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use pep440_rs::VersionSpecifiers;

use crate::finding::{Confidence, Severity};
use crate::rules::{Catalogue, Rule};

pub use apply::{Compiled, FileSettings, Layer, Overrides};
pub use discover::{Discovered, Discovery, FileMistakes, Start};
pub use mistakes::{ConfigMistake, MistakeKind};
pub use options::Options;
pub use paths::PathPattern;
pub use read::Form;

/// What configuration says about one rule in one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Not selected, ignored, or ignored for this path.
    Off,
    /// Runs; with another severity than the rule's own if given.
    On(Option<Severity>),
}

/// The configuration in force for one folder: defaults, then files from `extend`, then the nearest file, then the command line.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Folder that globs are relative to.
    pub root: PathBuf,
    /// The file it was read from.
    pub source: Option<PathBuf>,
    /// Findings less sure than this are not shown.
    pub confidence: Option<Confidence>,
    /// The Python versions the configuration says the project runs on.
    pub target_python: Option<VersionSpecifiers>,
    /// The Django versions the configuration says the project runs on.
    pub target_django: Option<VersionSpecifiers>,
    /// The least severity that fails a check.
    pub fail_on: Severity,
    /// The file of known findings, absolute where the configuration file's path is.
    pub baseline: Option<PathBuf>,
    /// Whether files that `.gitignore` names are left out.
    pub respect_gitignore: bool,
    /// What it was made of, lowest first. Whoever changes it calls [`Settings::compile`] afterwards.
    pub layers: Vec<Arc<Layer>>,
    /// If any: only these rules run, whatever the layers say.
    pub only: Vec<crate::rules::Selector>,
    /// Verdicts per rule of a catalogue, once compiled.
    pub compiled: Option<Arc<Compiled>>,
}

/// Mistakes in the text of one configuration file, as its author would see them while writing it; `path` says which
/// form the text has. What only other files can tell (missing `extend` targets) is left to [`Discovery`].
pub fn check_text(path: &Path, text: &str, catalogue: &Catalogue) -> Vec<ConfigMistake> {
    if path.file_name().is_some_and(|name| name == ".bandit") {
        return foreign::from_ini(text, catalogue).map(|bandit| bandit.note).into_iter().collect();
    }
    let mut file = read::read(text, Form::of(path), catalogue);
    if file.options.read_bandit_config != Some(false) {
        file.mistakes.extend(file.bandit.map(|bandit| bandit.note));
    }
    file.mistakes.sort_by_key(|mistake| (mistake.span, mistake.kind.code()));
    file.mistakes
}

/// Whether a file of this name can hold configuration of ours.
pub fn is_configuration(path: &Path) -> bool {
    path.file_name().is_some_and(|name| {
        ["watchpost.toml", ".watchpost.toml", "pyproject.toml", ".bandit"]
            .iter()
            .any(|known| name == *known)
    })
}

impl Settings {
    /// An option of a rule: the configured value, else the default from its header.
    pub fn option<'a>(&'a self, rule: &'a Rule, key: &str) -> Option<&'a toml::Value> {
        self.layers
            .iter()
            .rev()
            .find_map(|layer| layer.options.rules.get(&rule.code)?.get(key))
            .or_else(|| rule.options.get(key))
    }

    /// All options of a rule: its header's defaults with the configured values in their place.
    pub fn options(&self, rule: &Rule) -> toml::Table {
        let value = |key: &String| Some((key.clone(), self.option(rule, key)?.clone()));
        rule.options.keys().filter_map(value).collect()
    }
}

//! Texts of a workspace's own `.scm` files → rules; mistakes are for findings in those files.

use std::path::Path;

use super::query_text::RuleMistake;
use super::{Rule, RuleOrigin, header, lint};
use crate::languages::PYTHON;

/// What one file of `.watchpost/rules/` gave.
#[derive(Debug)]
pub struct WorkspaceRule {
    /// The rule, if the file is good enough to run.
    pub rule: Option<Rule>,
    /// What is wrong with it.
    pub mistakes: Vec<RuleMistake>,
}

/// Reads one file. The language is the folder below `rules/` if it is called like one, else Python.
pub fn read(path: &Path, text: &str) -> WorkspaceRule {
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let folder = PYTHON.id;
    match header::read_scm(text, &stem, folder, RuleOrigin::Workspace(path.to_owned())) {
        Ok(rule) => {
            let mistakes = lint::check(&rule);
            WorkspaceRule { rule: mistakes.is_empty().then_some(rule), mistakes }
        }
        Err(mistake) => WorkspaceRule { rule: None, mistakes: vec![mistake] },
    }
}

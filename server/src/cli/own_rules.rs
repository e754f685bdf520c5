//! A workspace's own rule files: where they are and what they say.

use std::fs;
use std::path::{Path, PathBuf};

use super::scan::Trouble;
use crate::rules::{Rule, workspace_rules};
use crate::text::LineIndex;

/// Where they live, below a workspace's top folder.
pub const FOLDER: &str = ".watchpost/rules";

/// A rule that can run.
#[derive(Debug)]
pub struct OwnRule {
    /// Its file.
    pub path: PathBuf,
    /// What it says.
    pub rule: Rule,
}

/// The folder of the workspace around `here`: in it, or above it up to the repository's top.
pub fn folder(here: &Path) -> Option<PathBuf> {
    for folder in here.ancestors() {
        let rules = folder.join(FOLDER);
        if rules.is_dir() {
            return Some(rules);
        }
        if folder.join(".git").exists() {
            return None;
        }
    }
    None
}

/// A rule is written by hand; a larger file is something else.
const LARGEST_FILE: u64 = 1024 * 1024;

/// Reads the rule file at `path`, or all of them below it, sorted by name.
pub fn read(path: &Path, rules: &mut Vec<OwnRule>, troubles: &mut Vec<Trouble>) {
    let walk =
        ignore::WalkBuilder::new(path).standard_filters(false).sort_by_file_path(Path::cmp).build();
    for entry in walk {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                troubles.push(Trouble::new(path, error));
                continue;
            }
        };
        let is_file = entry.path().is_file();
        if is_file && entry.path().extension().is_some_and(|extension| extension == "scm") {
            read_file(entry.path(), rules, troubles);
        }
    }
}

fn read_file(path: &Path, rules: &mut Vec<OwnRule>, troubles: &mut Vec<Trouble>) {
    if fs::metadata(path).is_ok_and(|metadata| metadata.len() > LARGEST_FILE) {
        troubles.push(Trouble::new(path, "is too large for a rule"));
        return;
    }
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) => {
            troubles.push(Trouble::new(path, error));
            return;
        }
    };
    let read = workspace_rules::read(path, &text);
    let lines = LineIndex::new(&text);
    for mistake in read.mistakes {
        let line = lines.line(mistake.span.start) + 1;
        troubles.push(Trouble::new(path, format_args!("line {line}: {}", mistake.message)));
    }
    rules.extend(read.rule.map(|rule| OwnRule { path: path.to_owned(), rule }));
}

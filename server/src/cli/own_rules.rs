//! A workspace's own rule files: where they are and what they say.

use std::fs;
use std::path::{Path, PathBuf};

use super::scan::Trouble;
use crate::rules::{Rule, workspace_rules};
use crate::text::LineIndex;

/// The folder of everything a workspace says to us.
pub const TOP: &str = ".watchpost";

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

/// What the rule files of a folder hold.
#[derive(Debug, Default)]
pub struct OwnRules {
    /// Rules that can run.
    pub rules: Vec<OwnRule>,
    /// Files with mistakes in them, which do not run.
    pub broken: Vec<PathBuf>,
    /// What is wrong in each of those.
    pub mistakes: Vec<Trouble>,
    /// Files and folders that cannot be read.
    pub troubles: Vec<Trouble>,
}

/// A rule is written by hand; a larger file is something else.
const LARGEST_FILE: u64 = 1024 * 1024;

impl OwnRules {
    /// Adds the rule file at `path`, or all of them below it, sorted by name.
    pub fn read(&mut self, path: &Path) {
        let walk = ignore::WalkBuilder::new(path)
            .standard_filters(false)
            .sort_by_file_path(Path::cmp)
            .build();
        for entry in walk {
            match entry {
                Ok(entry) => {
                    let path = entry.path();
                    if path.extension().is_some_and(|extension| extension == "scm")
                        && path.is_file()
                    {
                        self.read_file(path);
                    }
                }
                Err(error) => self.troubles.push(Trouble::new(path, error)),
            }
        }
    }

    fn read_file(&mut self, path: &Path) {
        if fs::metadata(path).is_ok_and(|metadata| metadata.len() > LARGEST_FILE) {
            self.troubles.push(Trouble::new(path, "is too large for a rule"));
            return;
        }
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) => {
                self.troubles.push(Trouble::new(path, error));
                return;
            }
        };
        let read = workspace_rules::read(path, &text);
        if !read.mistakes.is_empty() {
            self.broken.push(path.to_owned());
        }
        let lines = LineIndex::new(&text);
        for mistake in read.mistakes {
            let line = lines.line(mistake.span.start) + 1;
            let message = format!("line {line}: {}", mistake.message);
            self.mistakes.push(Trouble::new(path, message));
        }
        self.rules.extend(read.rule.map(|rule| OwnRule { path: path.to_owned(), rule }));
    }
}

//! A workspace's own rule files: where they are and what they say.

use std::path::{Path, PathBuf};

use super::disk;
use super::ledger::{self, Names};
use crate::rules::{Rule, workspace_rules};
use crate::text::LineIndex;
use crate::text::decode::decode;

/// Where they live, below a workspace's top folder.
pub const FOLDER: &str = ".watchpost/rules";

/// The folder above it; what else lies there are fixtures, bad on purpose.
pub const TOP: &str = ".watchpost";

/// A rule is written by hand; a larger file, in bytes, is something else.
const LARGEST_FILE: u64 = 1_000_000;

/// More files than this are not rules that somebody wrote.
const MOST_FILES: usize = 10_000;

/// A rule that can run.
#[derive(Debug)]
pub struct OwnRule {
    /// Its file.
    pub path: PathBuf,
    /// What it says.
    pub rule: Rule,
}

/// Why a rule file, or a part of it, cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleTrouble {
    /// The file or folder.
    pub path: PathBuf,
    /// One line.
    pub message: String,
}

/// What rule files say.
#[derive(Debug, Default)]
pub struct OwnRules {
    /// Those that can run, sorted by path.
    pub rules: Vec<OwnRule>,
    /// What is wrong in the others, line by line; checking such a file says the same.
    pub mistakes: Vec<RuleTrouble>,
    /// The files with those mistakes.
    pub broken: Vec<PathBuf>,
    /// Files and folders that cannot be read.
    pub troubles: Vec<RuleTrouble>,
}

/// The folder of the workspace around `here`: in it, or above it up to the repository's top.
pub fn folder(here: &Path) -> Option<PathBuf> {
    for folder in here.ancestors() {
        let rules = folder.join(FOLDER);
        if disk::exists(&rules) && rules.is_dir() {
            return Some(rules);
        }
        if disk::exists(&folder.join(".git")) {
            return None;
        }
    }
    None
}

/// Whether a change of the file or folder at `path` may change a workspace's rules.
pub fn concerns(path: &Path) -> bool {
    let path = path.to_string_lossy().replace('\\', "/");
    path.contains(&format!("/{FOLDER}/")) || path.ends_with(&format!("/{FOLDER}"))
}

impl OwnRules {
    /// Reads the rule file at `path`, or all of them below it, sorted by name.
    pub fn read(&mut self, path: &Path) {
        ledger::folder(path, Names::All);
        let walk = ignore::WalkBuilder::new(path)
            .standard_filters(false)
            .sort_by_file_path(Path::cmp)
            .build();
        let mut n_files = 0;
        for entry in walk {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    self.trouble(path, error.to_string());
                    continue;
                }
            };
            if entry.path().is_dir() {
                ledger::folder(entry.path(), Names::All);
            }
            let is_rule = entry.path().extension().is_some_and(|extension| extension == "scm");
            if !is_rule || !entry.path().is_file() {
                continue;
            }
            n_files += 1;
            if n_files > MOST_FILES {
                self.trouble(path, format!("has more than {MOST_FILES} rules"));
                return;
            }
            self.read_file(entry.path());
        }
    }

    fn read_file(&mut self, path: &Path) {
        ledger::common(path);
        let text = match disk::read_bytes(path, LARGEST_FILE) {
            Ok((bytes, _)) => decode(&bytes).text,
            Err(disk::ReadTrouble::TooLarge(_)) => {
                self.trouble(path, "is too large for a rule".to_owned());
                return;
            }
            Err(trouble) => {
                self.trouble(path, trouble.to_string());
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
            self.mistakes.push(RuleTrouble { path: path.to_owned(), message });
        }
        self.rules.extend(read.rule.map(|rule| OwnRule { path: path.to_owned(), rule }));
    }

    fn trouble(&mut self, path: &Path, message: String) {
        self.troubles.push(RuleTrouble { path: path.to_owned(), message });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::test_folder::Folder;

    #[test]
    fn rules_are_found_from_folders_below_and_mistakes_have_lines() {
        let folder = Folder::new("own-rules");
        folder.write(".watchpost/rules/python/X900-broken.scm", "; X900 broken\n; ---\n(");
        folder.write("a/b/c.py", "");
        let found = super::folder(&folder.path("a/b")).expect("it is above");
        assert_eq!(found, folder.path(".watchpost/rules"));
        let mut own = OwnRules::default();
        own.read(&found);
        assert!(own.rules.is_empty());
        let mistake = &own.mistakes[0];
        assert!(mistake.path.ends_with("X900-broken.scm"), "{mistake:?}");
        assert!(mistake.message.starts_with("line "), "{mistake:?}");
        assert_eq!((own.broken.len(), own.troubles.len()), (1, 0));
    }

    #[test]
    fn what_is_too_large_for_a_rule_is_trouble() {
        let folder = Folder::new("own-rules-large");
        folder.write("X901-large.scm", &";".repeat(1_000_001));
        let mut own = OwnRules::default();
        own.read(&folder.path(""));
        assert_eq!((own.broken.len(), own.troubles.len()), (0, 1));
    }

    #[test]
    fn rule_files_are_known_by_their_folder() {
        assert!(concerns(Path::new("/a/.watchpost/rules/python/X1-y.scm")));
        assert!(concerns(Path::new("/a/.watchpost/rules")));
        assert!(!concerns(Path::new("/a/rules/X1-y.scm")));
    }
}

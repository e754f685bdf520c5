//! Files and folders named on the command line to the files below them.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use ignore::{DirEntry, WalkBuilder, WalkState};

use super::disk::{self, ReadTrouble};
use super::ledger::{self, Names};
use super::own_rules;
use crate::languages::detect::{by_path, is_library_path};
use crate::languages::{JAVASCRIPT, RULE_FILE};

/// Folders that hold other people's code or none: by name, below the folders that were asked for.
const SKIPPED: &[&str] =
    &["node_modules", "__pycache__", "__pypackages__", "site-packages", "buck-out", "_build"];

/// Folders that hold output unless they are packages themselves.
const OUTPUT: &[&str] = &["build", "dist"];

/// Hidden folders with files of ours in them.
const HIDDEN: &[&str] = &[".watchpost"];

/// What to leave out.
#[derive(Clone, Debug, Default)]
pub struct WalkOptions {
    /// Folder that globs with a `/` are relative to; empty for the working folder.
    pub root: PathBuf,
    /// Globs of files and folders to leave out; one without `/` matches a name at any depth.
    pub exclude: Vec<String>,
    /// Whether to read `.gitignore` and `.ignore` files.
    pub ignore_files: IgnoreFiles,
}

/// Whether `.gitignore` and `.ignore` files count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum IgnoreFiles {
    /// They do, inside repositories and out.
    #[default]
    Respect,
    /// They do not.
    Disregard,
}

/// A path that could not be walked or read, and why.
#[derive(Debug)]
pub struct Trouble {
    /// The path, as far as it is known.
    pub path: PathBuf,
    /// Why.
    pub trouble: ReadTrouble,
}

/// What a walk found.
#[derive(Debug, Default)]
pub struct Walked {
    /// Sorted, each once.
    pub files: Vec<PathBuf>,
    /// Folders that were looked through, if it is kept what is looked at.
    pub folders: Vec<PathBuf>,
    /// Sorted by path.
    pub troubles: Vec<Trouble>,
}

/// Lists files: those in `paths` themselves, whatever they are, and below folders those that `wanted` takes.
pub fn walk(
    paths: &[PathBuf],
    options: &WalkOptions,
    wanted: &(dyn Fn(&Path) -> bool + Sync),
) -> Walked {
    let mut walked = Walked::default();
    let exclude = excluded(options, &mut walked.troubles);
    let mut builder = WalkBuilder::empty();
    let mut any_folder = false;
    for path in paths {
        match std::fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => {
                builder.add(path);
                any_folder = true;
                note_ignore_files_above(path);
            }
            Ok(_) => walked.files.push(path.clone()),
            Err(error) => {
                walked.troubles.push(Trouble { path: path.clone(), trouble: error.into() });
            }
        }
    }
    if any_folder {
        let ignore_files = options.ignore_files == IgnoreFiles::Respect;
        let root = options.root.clone();
        builder
            .standard_filters(ignore_files)
            .require_git(false)
            // Hidden files may be configuration; hidden folders are sorted out below.
            .hidden(false)
            .follow_links(false)
            .filter_entry(move |entry| entry.depth() == 0 || enters(entry, &root, &exclude));
        let found = Mutex::new(&mut walked);
        builder.build_parallel().run(|| {
            Box::new(|entry| {
                match entry {
                    Ok(entry) => {
                        let is_file = entry.file_type().is_some_and(|kind| kind.is_file());
                        if !is_file && ledger::is_kept() && entry.path().is_dir() {
                            ledger::folder(entry.path(), Names::All);
                            let path = entry.path().to_owned();
                            found.lock().unwrap_or_else(PoisonError::into_inner).folders.push(path);
                        }
                        if is_file && wanted(entry.path()) {
                            let path = entry.into_path();
                            let path = match path.strip_prefix(".") {
                                Ok(plain) => plain.to_owned(),
                                Err(_) => path,
                            };
                            found.lock().unwrap_or_else(PoisonError::into_inner).files.push(path);
                        }
                    }
                    Err(error) => {
                        if let Some(trouble) = trouble(error) {
                            found
                                .lock()
                                .unwrap_or_else(PoisonError::into_inner)
                                .troubles
                                .push(trouble);
                        }
                    }
                }
                WalkState::Continue
            })
        });
    }
    walked.files.sort();
    walked.files.dedup();
    walked.troubles.sort_by(|left, right| left.path.cmp(&right.path));
    walked
}

/// Whether a file that was not named itself is worth reading: one in a language we know.
pub fn is_source(path: &Path) -> bool {
    let Some(language) = by_path(&path.to_string_lossy()) else { return false };
    if *language == JAVASCRIPT && is_library_path(path) {
        return false;
    }
    // What else lies beside a workspace's rule files are their fixtures, bad on purpose.
    *language == RULE_FILE || !path.components().any(|part| part.as_os_str() == own_rules::TOP)
}

/// Whether a walk takes an entry below a folder that was asked for.
fn enters(entry: &DirEntry, root: &Path, exclude: &GlobSet) -> bool {
    let path = entry.path();
    if !exclude.is_empty() {
        let plain = path.strip_prefix(".").unwrap_or(path);
        if exclude.is_match(plain.strip_prefix(root).unwrap_or(plain)) {
            return false;
        }
    }
    if !entry.file_type().is_some_and(|kind| kind.is_dir()) {
        return true;
    }
    let name = entry.file_name().to_string_lossy();
    if HIDDEN.contains(&name.as_ref()) {
        return true;
    }
    !(name.starts_with('.')
        || SKIPPED.contains(&name.as_ref())
        || name.ends_with(".egg-info")
        || (OUTPUT.contains(&name.as_ref()) && !disk::exists(&path.join("__init__.py")))
        || disk::exists(&path.join("pyvenv.cfg")))
}

fn excluded(options: &WalkOptions, troubles: &mut Vec<Trouble>) -> GlobSet {
    let mut set = GlobSetBuilder::new();
    for pattern in &options.exclude {
        let trimmed = pattern.trim_end_matches('/').trim_start_matches("./");
        let anywhere = if trimmed.contains('/') {
            trimmed.trim_start_matches('/').to_owned()
        } else {
            format!("**/{trimmed}")
        };
        match GlobBuilder::new(&anywhere).literal_separator(true).build() {
            Ok(glob) => {
                set.add(glob);
            }
            Err(error) => troubles.push(Trouble {
                path: PathBuf::from(pattern),
                trouble: ReadTrouble::Glob(error.kind().to_string()),
            }),
        }
    }
    // Each glob parsed; together they can only be too many.
    set.build().unwrap_or_else(|_| GlobSet::empty())
}

/// Where the ignore files that count in a folder lie, if there are any; the last two count below the folder too.
pub fn ignore_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = vec![folder.join(".gitignore"), folder.join(".ignore")];
    let git = folder.join(".git");
    if !git.is_file() {
        files.push(git.join("info/exclude"));
        return files;
    }
    // A working tree of a repository that lies elsewhere.
    let line = |path: &Path| -> Option<PathBuf> {
        let text = std::fs::read_to_string(path).ok()?;
        Some(PathBuf::from(text.lines().next()?))
    };
    let told = line(&git).and_then(|path| Some(path.to_str()?.strip_prefix("gitdir: ")?.into()));
    files.push(git);
    let Some(own): Option<PathBuf> = told else { return files };
    let common = own.join("commondir");
    if let Some(told) = line(&common) {
        files.push(own.join(told).join("info/exclude"));
    }
    files.push(common);
    files
}

/// Ignore files above a folder count in it, and those that the user has for everything.
fn note_ignore_files_above(folder: &Path) {
    if !ledger::is_kept() {
        return;
    }
    let Ok(folder) = std::path::absolute(folder) else { return };
    for folder in folder.ancestors().skip(1) {
        ignore_files(folder).iter().for_each(|path| ledger::common(path));
    }
    let home = std::env::var_os("HOME").map(PathBuf::from).unwrap_or_default();
    let given = std::env::var_os("XDG_CONFIG_HOME").map(PathBuf::from);
    let own = given.unwrap_or_else(|| home.join(".config"));
    ledger::common(&home.join(".gitconfig"));
    ledger::common(&own.join("git/config"));
    ledger::common(&own.join("git/ignore"));
    if let Some(path) = ignore::gitignore::gitconfig_excludes_path() {
        ledger::common(&path);
    }
}

/// Mistakes in ignore files are not ours to report.
fn trouble(error: ignore::Error) -> Option<Trouble> {
    let mut path = PathBuf::new();
    let mut error = error;
    loop {
        error = match error {
            ignore::Error::WithPath { path: at, err } => {
                path = at;
                *err
            }
            ignore::Error::WithDepth { err, .. } => *err,
            // What went away during the walk is not missed.
            ignore::Error::Io(error) if error.kind() == io::ErrorKind::NotFound => return None,
            ignore::Error::Io(error) => return Some(Trouble { path, trouble: error.into() }),
            _ => return None,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::test_folder::Folder;

    fn python(path: &Path) -> bool {
        path.extension().is_some_and(|extension| extension == "py")
    }

    fn check(folder: &Folder, exclude: &[&str]) -> Vec<String> {
        let options = WalkOptions {
            root: folder.path(""),
            exclude: exclude.iter().map(|&glob| glob.to_owned()).collect(),
            ignore_files: IgnoreFiles::Respect,
        };
        let walked = walk(&[folder.path("")], &options, &python);
        assert!(walked.troubles.is_empty(), "{:?}", walked.troubles);
        walked.files.iter().map(|path| folder.relative(path)).collect()
    }

    #[test]
    fn other_peoples_code_is_left_out() {
        let folder = Folder::new("walk-default");
        for path in [
            "a.py",
            "shop/views.py",
            "shop/README.md",
            ".git/hook.py",
            ".tox/py/x.py",
            "env/pyvenv.cfg",
            "env/lib/x.py",
            "venv/mine.py",
            "node_modules/x.py",
            "shop.egg-info/x.py",
            "build/lib/x.py",
            "pkg/build/__init__.py",
            "lib/site-packages/x.py",
            ".hidden.py",
        ] {
            folder.write(path, "");
        }
        assert_eq!(
            check(&folder, &[]),
            [".hidden.py", "a.py", "pkg/build/__init__.py", "shop/views.py", "venv/mine.py"]
        );
    }

    #[test]
    fn ignore_files_count_outside_repositories() {
        let folder = Folder::new("walk-ignore");
        folder.write(".gitignore", "generated/\n*_pb2.py\n");
        folder.write("a/.ignore", "b.py\n");
        for path in ["generated/x.py", "x_pb2.py", "a/b.py", "a/c.py"] {
            folder.write(path, "");
        }
        assert_eq!(check(&folder, &[]), ["a/c.py"]);
        let options = WalkOptions {
            root: folder.path(""),
            exclude: Vec::new(),
            ignore_files: IgnoreFiles::Disregard,
        };
        assert_eq!(walk(&[folder.path("")], &options, &python).files.len(), 4);
    }

    #[test]
    fn globs_leave_out_by_name_or_by_path() {
        let folder = Folder::new("walk-exclude");
        for path in ["migrations/a.py", "shop/migrations/a.py", "shop/a.py", "docs/conf.py"] {
            folder.write(path, "");
        }
        assert_eq!(check(&folder, &["migrations", "docs/**"]), ["shop/a.py"]);
        assert_eq!(check(&folder, &["shop/migrations/", "a.py"]), ["docs/conf.py"]);
    }

    #[test]
    fn what_was_asked_for_is_taken_whatever_it_is() {
        let folder = Folder::new("walk-explicit");
        folder.write(".gitignore", "*\n");
        folder.write("run", "#!/usr/bin/python\n");
        folder.write(".venv/pyvenv.cfg", "");
        folder.write(".venv/x.py", "");
        let options = WalkOptions::default();
        let paths = [folder.path("run"), folder.path("run"), folder.path("gone.py")];
        let walked = walk(&paths, &options, &python);
        assert_eq!(walked.files, [folder.path("run")]);
        assert!(matches!(walked.troubles[0].trouble, ReadTrouble::NotFound));
        let options = WalkOptions { ignore_files: IgnoreFiles::Disregard, ..options };
        assert_eq!(walk(&[folder.path(".venv")], &options, &python).files.len(), 1);
    }

    #[test]
    fn a_glob_that_does_not_parse_is_trouble() {
        let options = WalkOptions { exclude: vec!["a[".to_owned()], ..WalkOptions::default() };
        let walked = walk(&[], &options, &python);
        assert!(matches!(walked.troubles[0].trouble, ReadTrouble::Glob(_)));
    }

    #[cfg(unix)]
    #[test]
    fn links_in_a_circle_end() {
        let folder = Folder::new("walk-links");
        folder.write("a/b.py", "");
        std::os::unix::fs::symlink(folder.path(""), folder.path("a/up")).expect("a link");
        assert_eq!(check(&folder, &[]), ["a/b.py"]);
    }
}

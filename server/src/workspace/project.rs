//! Projects: where each begins, and the facts its files tell.

use std::fs;
use std::path::{Path, PathBuf};

use super::disk;
use super::ledger::{self, Names};
use super::packages::{self, Packages};
use crate::semantics::ProjectFacts;

pub use super::packages::normalise;

/// A folder with one of these begins a project.
const MARKERS: &[&str] = &[
    "pyproject.toml",
    "setup.py",
    "setup.cfg",
    "manage.py",
    "Pipfile",
    "uv.lock",
    "poetry.lock",
    "pylock.toml",
    ".git",
    ".hg",
];

/// The script that a Django project begins with.
const START: &str = "manage.py";

/// Files of projects above this are not read: the locks of the largest known ones have 4 MB.
const MOST_BYTES: u64 = 16_000_000;

/// Folders looked through on the way up.
pub(super) const MOST_FOLDERS: usize = 64;

/// Requirement files read for one folder, included ones counted.
const MOST_REQUIREMENT_FILES: usize = 64;

/// Entries of one folder looked through.
const MOST_ENTRIES: usize = 10_000;

/// One project.
#[derive(Debug, Default)]
pub struct Project {
    /// The folder it begins in.
    pub root: PathBuf,
    /// The folder from which paths tell what a file is for: a start script in `tests/site/` begins a project that is part of
    /// the tests of another.
    pub context_root: PathBuf,
    /// What its files tell.
    pub facts: ProjectFacts,
}

impl Project {
    /// The project that begins at `root`; facts it lacks come from the folders above, up to `limit`.
    pub fn read(root: PathBuf, limit: Option<&Path>) -> Self {
        let mut facts = ProjectFacts::default();
        for folder in root.ancestors().take(MOST_FOLDERS) {
            add_facts(&mut facts, folder);
            let complete = facts.packages_known && facts.python.is_some();
            if complete || limit == Some(folder) || disk::exists(&folder.join(".git")) {
                break;
            }
            if limit.is_none() && folder != root && !has_marker(folder) {
                // Outside any workspace, the project next door is not ours.
                break;
            }
        }
        let context_root = context_root(&root, limit).to_owned();
        Self { root, context_root, facts }
    }
}

fn context_root<'p>(root: &'p Path, limit: Option<&Path>) -> &'p Path {
    // Nothing above the folder the user opened counts.
    let Some(limit) = limit else { return root };
    let is_own = |folder: &&Path| {
        MARKERS.iter().any(|marker| *marker != START && folder.join(marker).exists())
    };
    let within = root.ancestors().take(MOST_FOLDERS).take_while(|above| above.starts_with(limit));
    within.into_iter().find(is_own).unwrap_or(root)
}

/// Whether a change of this file may change a project.
pub fn concerns(path: &Path) -> bool {
    let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
        return false;
    };
    MARKERS.contains(&name)
        || matches!(name, "pdm.lock" | "Pipfile.lock" | ".python-version")
        || path.extension().is_some_and(|extension| extension == "txt")
}

/// The folder that a project begins in if no folder up to `limit` has a marker: the nearest with requirement files (which
/// `docs/` and `tests/` may have too), else `limit`, else `folder` itself. Nothing above `limit`, the folder the user opened,
/// counts.
pub(super) fn unmarked_root(folder: &Path, limit: Option<&Path>) -> PathBuf {
    for ancestor in folder.ancestors().take(MOST_FOLDERS) {
        if ancestor.as_os_str().is_empty() {
            break;
        }
        if !requirement_files(ancestor).is_empty() {
            return ancestor.to_owned();
        }
        if limit == Some(ancestor) {
            break;
        }
    }
    limit.unwrap_or(folder).to_owned()
}

/// Whether a project begins in a folder.
pub(super) fn has_marker(folder: &Path) -> bool {
    MARKERS.iter().any(|marker| disk::exists(&folder.join(marker)))
}

fn text(path: &Path) -> Option<String> {
    ledger::common(path);
    disk::read_text(path, MOST_BYTES).ok()
}

/// Adds what the files of a folder tell.
fn add_facts(facts: &mut ProjectFacts, folder: &Path) {
    let (mut locked, mut named) = (Packages::new(), Packages::new());
    let mut known = false;
    for name in ["uv.lock", "poetry.lock", "pdm.lock", "pylock.toml"] {
        if let Some(text) = text(&folder.join(name)) {
            known |= packages::from_toml_lock(&mut locked, &text);
        }
    }
    if let Some(text) = text(&folder.join("Pipfile.lock")) {
        known |= packages::from_pipfile_lock(&mut locked, &text);
    }
    known |= read_requirements(&mut named, folder);
    let mut python = text(&folder.join("pyproject.toml"))
        .and_then(|text| packages::from_pyproject(&mut named, &text));
    if let Some(text) = text(&folder.join("Pipfile")) {
        let own = packages::from_pipfile(&mut named, &text);
        python = python.or(own);
    }
    if let Some(text) = text(&folder.join("setup.cfg")) {
        let own = packages::from_setup_cfg(&mut named, &text);
        python = python.or(own);
    }
    if python.is_none() {
        python = text(&folder.join(".python-version"))
            .and_then(|text| packages::from_python_version(&text));
    }

    if facts.django_floor.is_none() {
        let named = ["pyproject.toml", "setup.cfg", "setup.py", "Pipfile"];
        let files = named.iter().map(|name| folder.join(name)).chain(requirement_files(folder));
        facts.django_floor =
            files.filter_map(|path| text(&path)).find_map(|text| packages::django_floor(&text));
    }
    if facts.python.is_none() {
        facts.python = python;
    }
    if !facts.packages_known {
        // What a lock says is what is installed; other files only name.
        for (name, version) in named {
            facts.packages.entry(name).or_insert_with(|| version.clone());
        }
        for (name, version) in locked {
            facts.packages.insert(name, version);
        }
        facts.packages_known = known;
    }
}

/// Reads `requirements*.txt`, `requirements/*.txt` and what they include; says whether there are any.
fn read_requirements(named: &mut Packages, folder: &Path) -> bool {
    let mut open = requirement_files(folder);
    let mut seen = Vec::new();
    while let Some(path) = open.pop() {
        if seen.len() >= MOST_REQUIREMENT_FILES {
            break;
        }
        if seen.contains(&path) {
            continue;
        }
        if let Some(text) = text(&path) {
            let beside = path.parent().unwrap_or(folder);
            open.extend(
                packages::from_requirements(named, &text).iter().map(|file| beside.join(file)),
            );
        }
        seen.push(path);
    }
    !seen.is_empty()
}

fn requirement_files(folder: &Path) -> Vec<PathBuf> {
    let is_text = |path: &Path| path.extension().is_some_and(|extension| extension == "txt");
    let mut files = Vec::new();
    for path in entries(folder, Names::Requirements) {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with("requirements") && is_text(&path) {
            files.push(path);
        } else if name == "requirements" {
            files.extend(entries(&path, Names::All).into_iter().filter(|path| is_text(path)));
        }
    }
    files.sort();
    files
}

fn entries(folder: &Path, names: Names) -> Vec<PathBuf> {
    ledger::folder(folder, names);
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    entries.take(MOST_ENTRIES).filter_map(|entry| Some(entry.ok()?.path())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::test_folder::Folder;

    #[test]
    fn a_lock_says_which_version_is_installed() {
        let folder = Folder::new("project-lock");
        folder.write(
            "pyproject.toml",
            "[project]\nrequires-python='>=3.9.2'\ndependencies=['Django==1']\n",
        );
        folder.write("uv.lock", "[[package]]\nname='django'\nversion='4.2.1'\n");
        let facts = Project::read(folder.path(""), Some(&folder.path(""))).facts;
        assert!(facts.packages_known);
        assert_eq!(
            facts.packages["django"].as_ref().map(ToString::to_string).as_deref(),
            Some("4.2.1")
        );
        assert_eq!(
            facts.oldest_python().map(|version| version.to_string()).as_deref(),
            Some("3.9")
        );
    }

    #[test]
    fn a_start_script_below_tests_begins_no_project_of_its_own_kind() {
        let folder = Folder::new("project-context");
        folder.write("repo/pyproject.toml", "");
        for path in ["repo/tests/site/manage.py", "repo/backend/manage.py", "other/manage.py"] {
            folder.write(path, "");
        }
        folder.write("repo/tests/own/setup.py", "");
        let context = |path: &str, limit: &str| {
            let read = Project::read(folder.path(path), Some(&folder.path(limit)));
            read.context_root.strip_prefix(folder.path("")).map(Path::to_owned).ok()
        };
        for (path, limit, expected) in [
            ("repo/tests/site", "repo", "repo"),
            ("repo/backend", "", "repo"),
            ("repo/tests/own", "repo", "repo/tests/own"),
            ("other", "", "other"),
            ("repo/tests/site", "repo/tests/site", "repo/tests/site"),
        ] {
            assert_eq!(context(path, limit).as_deref(), Some(Path::new(expected)), "{path}");
        }
    }

    #[test]
    fn facts_a_part_lacks_come_from_above() {
        let folder = Folder::new("project-above");
        folder.write("requirements/base.txt", "-r ../more.txt\nDjango==4.2\n-r base.txt\n");
        folder.write("more.txt", "celery\n");
        folder.write(".python-version", "3.11\n");
        folder.write("backend/manage.py", "");
        let facts = Project::read(folder.path("backend"), Some(&folder.path(""))).facts;
        assert!(facts.packages_known);
        assert_eq!(facts.packages.keys().collect::<Vec<_>>(), ["celery", "django"]);
        assert!(facts.python.is_some());
    }

    #[test]
    fn names_in_pyproject_alone_do_not_make_absence_mean_something() {
        let folder = Folder::new("project-names");
        folder.write("pyproject.toml", "[project]\ndependencies=['Django']\n");
        let facts = Project::read(folder.path(""), Some(&folder.path(""))).facts;
        assert!(!facts.packages_known && facts.packages.contains_key("django"));
    }
}

//! Where files stand: the project around each, and the name it has as a module. Kept, for both are asked again and again.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use dashmap::DashMap;

use super::project::{self, Project};

/// Seats that are kept; one takes a few hundred bytes.
const MOST: usize = 4_000;

/// Where a file stands.
#[derive(Clone, Debug)]
pub(super) struct Seat {
    /// Absolute.
    pub(super) path: PathBuf,
    pub(super) project: Arc<Project>,
    /// Its dotted name as a module, with whether it is a package's `__init__`.
    pub(super) module: Option<(String, bool)>,
    /// Folders that imports are looked for in.
    pub(super) search: Vec<PathBuf>,
    /// Relative to its project's root, `/`-separated.
    pub(super) context_path: String,
}

/// Seats of files, and the folders that projects begin in.
#[derive(Debug, Default)]
pub(super) struct Seats {
    of_file: DashMap<PathBuf, Arc<Seat>>,
    /// Per folder the nearest one around it that has a marker.
    marked: DashMap<PathBuf, Option<PathBuf>>,
}

impl Seats {
    /// The seat of the file at `path`; `find` looks for it.
    pub(super) fn of(&self, path: &Path, find: impl FnOnce() -> Seat) -> Arc<Seat> {
        if let Some(known) = self.of_file.get(path) {
            return known.clone();
        }
        let seat = Arc::new(find());
        if self.of_file.len() >= MOST {
            self.of_file.clear();
        }
        self.of_file.insert(path.to_owned(), seat.clone());
        seat
    }

    /// Something changed that seats rest on.
    pub(super) fn forget(&self) {
        self.of_file.clear();
        self.marked.clear();
    }

    /// The folder that the project of `folder` begins in.
    pub(super) fn root(&self, folder: &Path, limit: Option<&Path>) -> PathBuf {
        self.marked(folder, limit).unwrap_or_else(|| project::unmarked_root(folder, limit))
    }

    fn marked(&self, folder: &Path, limit: Option<&Path>) -> Option<PathBuf> {
        let mut below = Vec::new();
        let mut found = None;
        for ancestor in folder.ancestors().take(project::MOST_FOLDERS) {
            if ancestor.as_os_str().is_empty() {
                break;
            }
            if let Some(known) = self.marked.get(ancestor) {
                found = known.clone();
                break;
            }
            below.push(ancestor);
            if project::has_marker(ancestor) {
                found = Some(ancestor.to_owned());
                break;
            }
            if limit == Some(ancestor) {
                break;
            }
        }
        for folder in below {
            self.marked.insert(folder.to_owned(), found.clone());
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::test_folder::Folder;

    #[test]
    fn a_project_begins_at_the_nearest_marker() {
        let folder = Folder::new("project-root");
        folder.write("pyproject.toml", "");
        folder.write("backend/manage.py", "");
        folder.write("backend/shop/views.py", "");
        folder.write("docs/requirements.txt", "");
        let limit = folder.path("");
        let seats = Seats::default();
        let root = |path: &str| folder.relative(&seats.root(&folder.path(path), Some(&limit)));
        assert_eq!(root("backend/shop"), "backend");
        assert_eq!(root("docs"), "");
        assert_eq!(root("other/gone"), "");
    }

    #[test]
    fn requirement_files_begin_a_project_where_nothing_else_does() {
        let folder = Folder::new("project-weak");
        folder.write("svc/requirements-dev.txt", "");
        folder.write("svc/app/a.py", "");
        let limit = folder.path("");
        assert_eq!(
            folder.relative(&Seats::default().root(&folder.path("svc/app"), Some(&limit))),
            "svc"
        );
    }
}

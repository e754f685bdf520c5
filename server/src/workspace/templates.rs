//! The project's templates by the names that tags call them.

use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use super::ledger::{self, Names};

/// Names of folders that hold templates.
const FOLDERS: [&str; 2] = ["templates", "jinja2"];

/// Folders looked through for such folders: packages of one project.
const MOST_FOLDERS: usize = 2_000;

/// How deep below the project they may lie.
const DEEPEST: usize = 4;

/// Whether a file lies in a folder of templates.
pub(super) fn is_template(path: &Path) -> bool {
    path.components().any(|part| FOLDERS.iter().any(|folder| part.as_os_str() == *folder))
}

/// The folders of templates of the project at `root`, those of its packages too; sorted.
pub(super) fn folders(root: &Path) -> Arc<[PathBuf]> {
    let (mut found, mut waiting, mut n_seen) = (Vec::new(), vec![(root.to_owned(), 0)], 0);
    while let Some((folder, depth)) = waiting.pop() {
        ledger::folder(&folder, Names::All);
        let Ok(entries) = std::fs::read_dir(&folder) else { continue };
        for entry in entries.flatten().filter(|entry| entry.file_type().is_ok_and(|t| t.is_dir())) {
            n_seen += 1;
            if n_seen > MOST_FOLDERS {
                break;
            }
            let (path, name) = (entry.path(), entry.file_name());
            if FOLDERS.iter().any(|known| name == *known) {
                found.push(path);
            } else if depth < DEEPEST
                && !name.to_string_lossy().starts_with('.')
                && name != "node_modules"
            {
                waiting.push((path, depth + 1));
            }
        }
    }
    found.sort();
    found.into()
}

/// The files a name may mean for the template at `path`, nearest first.
pub(super) fn candidates(path: &Path, folders: &[PathBuf], name: &str) -> Vec<PathBuf> {
    let name = Path::new(name);
    let is_plain = name.components().all(|part| matches!(part, Component::Normal(_)));
    if !is_plain || name.as_os_str().is_empty() {
        return Vec::new();
    }
    let own = path.ancestors().find(|folder| {
        folder.file_name().is_some_and(|name| FOLDERS.iter().any(|known| name == *known))
    });
    let others = folders.iter().map(PathBuf::as_path).filter(|folder| own != Some(*folder));
    own.into_iter().chain(others).map(|folder| folder.join(name)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::test_folder::Folder;

    #[test]
    fn names_lead_into_the_folders_of_the_project() {
        let folder = Folder::new("templates-find");
        folder.write("shop/templates/shop/a.html", "");
        folder.write("blog/templates/base.html", "");
        folder.write("node_modules/x/templates/base.html", "");
        let folders = folders(&folder.path(""));
        let shown: Vec<String> = folders.iter().map(|path| folder.relative(path)).collect();
        assert_eq!(shown, ["blog/templates", "shop/templates"]);
        let own = folder.path("shop/templates/shop/a.html");
        let names = |name: &str| -> Vec<String> {
            let found = candidates(&own, &folders, name);
            found.iter().map(|path| folder.relative(path)).collect()
        };
        assert_eq!(names("base.html"), ["shop/templates/base.html", "blog/templates/base.html"]);
        for name in ["", "../a.html", "/etc/passwd", "./a.html/.."] {
            assert_eq!(names(name), [""; 0], "{name}");
        }
    }
}

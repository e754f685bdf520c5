//! The project's templates by the names that tags call them.

use std::collections::HashMap;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use super::disk;
use super::ledger::{self, Names};
use super::walk::{WalkOptions, walk};
use crate::semantics::django::{DjangoSettings, Entry, Kind, Role, Value};

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

/// A folder of templates that the settings name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct NamedFolder {
    pub path: PathBuf,
    /// Whether Jinja reads it, not Django.
    pub is_jinja: bool,
}

/// Lists within lists of `loaders` that are looked into.
const DEEPEST_LOADER: usize = 4;

/// The folders that `TEMPLATES` names, in the order engines look through them.
pub(super) fn named_folders(settings: &DjangoSettings, root: &Path) -> Vec<NamedFolder> {
    let mut found: Vec<NamedFolder> = Vec::new();
    let views = settings.views.iter().filter(|view| view.role != Role::Test);
    let engines = views.filter_map(|view| view.settings.get("TEMPLATES"));
    for engine in engines
        .flat_map(|slot| slot.value.alternatives())
        .filter_map(Value::items)
        .flatten()
        .flat_map(Value::alternatives)
    {
        let Kind::Dict(dict) = &engine.kind else { continue };
        let known = |key: &str| match dict.get(key) {
            Entry::Known(value) => Some(value),
            _ => None,
        };
        let is_jinja = known("BACKEND")
            .and_then(Value::as_text)
            .is_some_and(|name| name.rsplit('.').next().is_some_and(|last| last.contains("Jinja")));
        let mut paths = known("DIRS").map(texts).unwrap_or_default();
        if let Some(Kind::Dict(options)) = known("OPTIONS").map(|value| &value.kind)
            && let Entry::Known(loaders) = options.get("loaders")
        {
            of_loaders(loaders, 0, &mut paths);
        }
        for path in paths {
            // A relative one counts from where the process starts: the project, as a rule.
            let folder = NamedFolder { path: root.join(path), is_jinja };
            if !found.contains(&folder) {
                found.push(folder);
            }
        }
    }
    found
}

/// The texts of a list.
fn texts(list: &Value) -> Vec<String> {
    let lists = list.alternatives().iter().filter_map(Value::items);
    let all = lists.flatten().flat_map(Value::alternatives).filter_map(Value::as_text);
    all.filter(|text| !text.is_empty()).map(|text| text.to_string()).collect()
}

/// `("django.template.loaders.filesystem.Loader", [folder])`, also within the loader that keeps templates.
fn of_loaders(value: &Value, depth: usize, paths: &mut Vec<String>) {
    let Some(items) = value.items().filter(|_| depth < DEEPEST_LOADER) else { return };
    let is_files = items
        .first()
        .and_then(Value::as_text)
        .is_some_and(|name| name.ends_with("filesystem.Loader"));
    match items.get(1).filter(|_| is_files) {
        Some(folders) => paths.extend(texts(folders)),
        None => items.iter().for_each(|item| of_loaders(item, depth + 1, paths)),
    }
}

/// Whether the settings say that Jinja, or Django, reads the template at `path`.
pub(super) fn is_jinja(path: &Path, named: &[NamedFolder]) -> Option<bool> {
    let around = named.iter().filter(|folder| path.starts_with(&folder.path));
    // The innermost, if engines do not share it.
    let deepest = around.clone().map(|folder| folder.path.as_os_str().len()).max()?;
    let mut inner = around.filter(|folder| folder.path.as_os_str().len() == deepest);
    let first = inner.next()?.is_jinja;
    inner.all(|folder| folder.is_jinja == first).then_some(first)
}

/// Templates read to learn what they include.
const MOST_READ: usize = 3_000;

/// Larger templates are not read for that.
const MOST_BYTES: u64 = 200_000;

/// Which templates of the folders include which others, by the names in their tags.
pub(super) fn inclusions(folders: &[PathBuf]) -> HashMap<String, Vec<PathBuf>> {
    let mut found: HashMap<String, Vec<PathBuf>> = HashMap::new();
    let options = WalkOptions::default();
    let files = walk(folders, &options, &is_template).files;
    for path in files.into_iter().take(MOST_READ) {
        let Ok(text) = disk::read_text(&path, MOST_BYTES) else { continue };
        for name in included_names(&text) {
            let paths = found.entry(name).or_default();
            if !paths.contains(&path) {
                paths.push(path.clone());
            }
        }
    }
    found
}

/// The constant names of `{% include "a.html" %}`.
fn included_names(text: &str) -> Vec<String> {
    let tags = text.match_indices("include").filter_map(|(at, word)| {
        let before = text[..at].trim_end_matches([' ', '-', '+']);
        let rest = text[at + word.len()..].trim_start();
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let name = rest[1..].split(quote).next()?;
        (before.ends_with("{%") && name.len() < 300).then(|| name.to_owned())
    });
    tags.collect()
}

/// How tags call the template at `path`: by its place below a folder of templates.
pub(super) fn name_of(path: &Path) -> Option<String> {
    let folder = path.ancestors().skip(1).find(|folder| {
        folder.file_name().is_some_and(|name| FOLDERS.iter().any(|known| name == *known))
    })?;
    Some(path.strip_prefix(folder).ok()?.to_string_lossy().replace('\\', "/"))
}

/// The files a name may mean for the template at `path`, nearest first.
pub(super) fn candidates(
    path: &Path,
    named: &[NamedFolder],
    folders: &[PathBuf],
    name: &str,
) -> Vec<PathBuf> {
    let name = Path::new(name);
    let is_plain = name.components().all(|part| matches!(part, Component::Normal(_)));
    if !is_plain || name.as_os_str().is_empty() {
        return Vec::new();
    }
    let own = path.ancestors().find(|folder| {
        folder.file_name().is_some_and(|name| FOLDERS.iter().any(|known| name == *known))
    });
    let named = named.iter().map(|folder| folder.path.as_path());
    let mut all: Vec<&Path> = own.into_iter().collect();
    for folder in named.chain(folders.iter().map(PathBuf::as_path)) {
        if !all.contains(&folder) {
            all.push(folder);
        }
    }
    all.into_iter().map(|folder| folder.join(name)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::semantics::ProjectView;
    use crate::workspace::Workspace;
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
            let found = candidates(&own, &[], &folders, name);
            found.iter().map(|path| folder.relative(path)).collect()
        };
        assert_eq!(names("base.html"), ["shop/templates/base.html", "blog/templates/base.html"]);
        for name in ["", "../a.html", "/etc/passwd", "./a.html/.."] {
            assert_eq!(names(name), [""; 0], "{name}");
        }
    }

    #[test]
    fn templates_know_who_includes_them() {
        let folder = Folder::new("templates-includers");
        folder.write("pyproject.toml", "[project]\nname = 'shop'\n");
        folder.write("shop/templates/shop/a.js.html", "x = {{ x }};");
        folder.write(
            "shop/templates/b.html",
            "<script>{% include \"shop/a.js.html\" with x=y %}</script>",
        );
        folder.write("blog/templates/c.html", "{%- include 'shop/a.js.html' %}{% include name %}");
        let workspace = Workspace::new(vec![folder.path("")]);
        let view = |path: &str| workspace.view(&folder.path(path));
        let (name, texts) = view("shop/templates/shop/a.js.html").includers().expect("a template");
        assert_eq!((&*name, texts.len()), ("shop/a.js.html", 2));
        let (_, none) = view("shop/templates/b.html").includers().expect("a template");
        assert!(none.is_empty());
        assert!(view("shop/views.py").includers().is_none());
    }

    #[test]
    fn settings_name_folders_and_who_reads_them() {
        let folder = Folder::new("templates-named");
        folder.write("pyproject.toml", "[project]\nname = 'shop'\n");
        folder.write(
            "manage.py",
            "os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings')\n",
        );
        folder.write(
            "shop/settings.py",
            "import os\nfrom pathlib import Path\nBASE_DIR = Path(__file__).resolve().parent.parent\n\
             TEMPLATES = [\n\
             {'BACKEND': 'django.template.backends.django.DjangoTemplates', 'DIRS': [BASE_DIR / 'pages'],\n\
             'OPTIONS': {'loaders': [('django.template.loaders.cached.Loader', [\n\
             ('django.template.loaders.filesystem.Loader', [BASE_DIR / 'more'])])]}},\n\
             {'BACKEND': 'django.template.backends.jinja2.Jinja2', 'DIRS': [os.path.join(BASE_DIR, 'templates/j')]},\n]\n",
        );
        folder.write("pages/base.html", "pages");
        folder.write("more/other.html", "more");
        folder.write("shop/templates/a.html", "");
        folder.write("templates/j/b.html", "");
        let workspace = Workspace::new(vec![folder.path("")]);
        let view = |path: &str| workspace.view(&folder.path(path));
        let text = |name: &str| view("shop/templates/a.html").template(name);
        assert_eq!(text("base.html").as_deref(), Some("pages"));
        assert_eq!(text("other.html").as_deref(), Some("more"));
        assert_eq!(text("gone.html"), None);
        assert_eq!(view("templates/j/b.html").is_jinja(), Some(true));
        assert_eq!(view("pages/base.html").is_jinja(), Some(false));
        assert_eq!(view("shop/templates/a.html").is_jinja(), None);
        folder.write("shop/settings.py", "TEMPLATES = [{'DIRS': ['more']}]\n");
        workspace.forget(&folder.path("shop/settings.py"));
        assert_eq!(text("base.html"), None);
        assert_eq!(text("other.html").as_deref(), Some("more"));
        assert_eq!(view("templates/j/b.html").is_jinja(), None);
    }
}

//! The workspace as files see it: projects, modules, what each module exports.

mod view;

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};

use dashmap::DashMap;

use super::disk;
use super::exports::{AtHand, Module, Origin};
use super::modules::Folders;
use super::project::{self, Project};
use super::seats::{Seat, Seats};
use super::settings::{self, Modules, SettingsCache};
use super::templates;
use super::url;
use crate::semantics::django::Role;
use crate::semantics::{FileContext, ModuleExports, Value};
use crate::text::{DocumentUrl, Snapshot, Text};

pub use self::view::FileView;

/// Names of modules about which answers are kept; one takes about a hundred bytes.
const MOST_NAMES: usize = 100_000;

static NO_PROJECT: LazyLock<Arc<Project>> = LazyLock::new(Arc::default);

/// Folders that are open, with what was learnt about the files in them.
///
/// Invariant: what is kept about a file is what a fresh workspace would say, as long as every change
/// of files comes in through `forget`, `open_overlay` and `close_overlay`.
#[derive(Debug)]
pub struct Workspace {
    roots: Vec<PathBuf>,
    folders: Folders,
    seats: Seats,
    projects: DashMap<PathBuf, Arc<Project>>,
    project_of_folder: DashMap<PathBuf, Arc<Project>>,
    overlays: DashMap<PathBuf, Snapshot>,
    modules: DashMap<PathBuf, Arc<Module>>,
    /// Names of all modules kept since the last time they were too many.
    at_hand: AtHand,
    settings: SettingsCache,
    /// Files of which somebody asked for more than they export.
    pub(super) read_closely: DashMap<PathBuf, ()>,
    /// Folders of templates by project.
    templates: DashMap<PathBuf, Arc<[PathBuf]>>,
    /// Templates by the names of those they include, by project.
    inclusions: DashMap<PathBuf, Arc<HashMap<String, Vec<PathBuf>>>>,
    /// Grows with every change, so that a module made of an older text is not kept.
    n_changes: AtomicU64,
}

impl Workspace {
    /// A workspace of the folders the user opened.
    pub fn new(roots: Vec<PathBuf>) -> Self {
        Self {
            roots: roots.iter().map(|root| absolute(root)).collect(),
            folders: Folders::default(),
            seats: Seats::default(),
            projects: DashMap::new(),
            project_of_folder: DashMap::new(),
            overlays: DashMap::new(),
            modules: DashMap::new(),
            at_hand: AtHand::default(),
            settings: SettingsCache::default(),
            read_closely: DashMap::new(),
            templates: DashMap::new(),
            inclusions: DashMap::new(),
            n_changes: AtomicU64::new(0),
        }
    }

    /// The folders the user opened.
    pub fn roots(&self) -> &[PathBuf] {
        &self.roots
    }

    /// The project as the file at `path` sees it.
    pub fn view(&self, path: &Path) -> FileView<'_> {
        let seat = self.seats.of(path, || self.seat(path));
        let Seat { path, project, module, search, context_path } = (*seat).clone();
        let (found, bases) = (RefCell::default(), RefCell::default());
        let settings_files = RefCell::default();
        FileView {
            workspace: self,
            path,
            project,
            module,
            search,
            found,
            bases,
            settings_files,
            is_unsure: Cell::default(),
            others: RefCell::default(),
            context_path,
        }
    }

    fn seat(&self, path: &Path) -> Seat {
        let path = absolute(path);
        let folder = path.parent().unwrap_or(&path);
        let limit = self.limit(folder);
        let project = self.project(folder, limit);
        let mut bases = vec![project.root.join("src"), project.root.clone()];
        if let Some(limit) = limit {
            bases.extend([limit.join("src"), limit.to_owned()]);
        }
        let place = self.folders.place(&path, &bases);
        let top = place.as_ref().map_or(folder, |place| &place.top).to_owned();
        let mut search = vec![top];
        for base in bases {
            if !search.contains(&base) {
                search.push(base);
            }
        }
        let context_path = path.strip_prefix(&project.context_root).unwrap_or(&path);
        let context_path = context_path.to_string_lossy().replace('\\', "/");
        let module = place.map(|place| (place.module, place.is_package));
        Seat { path, project, module, search, context_path }
    }

    /// The project as a document sees it; none around documents that are no files.
    pub fn view_url(&self, url: &DocumentUrl) -> FileView<'_> {
        match url::path_of(url) {
            Some(path) => self.view(&path),
            None => FileView {
                workspace: self,
                path: PathBuf::new(),
                project: NO_PROJECT.clone(),
                module: None,
                search: Vec::new(),
                found: RefCell::default(),
                bases: RefCell::default(),
                settings_files: RefCell::default(),
                is_unsure: Cell::default(),
                others: RefCell::default(),
                context_path: url.as_str().rsplit('/').next().unwrap_or_default().to_owned(),
            },
        }
    }

    /// From now on the document has this text, whatever is on disk. Costs little: the text is put
    /// together when somebody asks for it.
    pub fn open_overlay(&self, text: Snapshot) {
        if let Some(path) = url::path_of(&text.url) {
            self.overlays.insert(path.clone(), text);
            self.drop_module(&path);
        }
    }

    /// From now on the document is what is on disk.
    pub fn close_overlay(&self, url: &DocumentUrl) {
        if let Some(path) = url::path_of(url) {
            self.overlays.remove(&path);
            self.drop_module(&path);
        }
    }

    /// The file or folder at `path` was written, made or removed.
    pub fn forget(&self, path: &Path) {
        let path = absolute(path);
        self.n_changes.fetch_add(1, Ordering::SeqCst);
        self.seats.forget();
        let is_python = path.extension().is_some_and(|extension| extension == "py");
        self.settings.appeared_or_went(&path);
        if !is_python || !self.folders.agrees(&path) {
            self.settings.changed_all();
        }
        if templates::is_template(&path) {
            self.templates.clear();
            self.inclusions.clear();
        }
        if project::concerns(&path) {
            self.templates.clear();
            self.inclusions.clear();
            self.projects.clear();
            self.project_of_folder.clear();
            self.drop_modules();
        }
        if is_python && self.folders.agrees(&path) {
            self.settings.changed_on_disk(&path);
            self.drop_module(&path);
        } else {
            // Imports that led nowhere may lead somewhere now, and the other way round.
            self.drop_modules();
            self.folders.forget(&path);
        }
    }

    /// Whether the file at `path` has a part in Django's settings, as far as that was looked at.
    pub fn is_settings(&self, path: &Path) -> bool {
        let view = self.view(path);
        // A class of middleware may lie anywhere.
        view.settings(None).is_some() || self.settings.is_read(&view.project.root, &view.path)
    }

    /// Whether processes of production are started with the settings module at `path`.
    pub fn is_deployed(&self, path: &Path) -> bool {
        let view = self.view(path);
        let Some(settings) = view.settings(None) else { return false };
        let url = url::of_path(&view.path);
        settings.views.iter().any(|view| view.role == Role::Production && view.root == url)
    }

    /// Whether what others know of the file at `path` shows in more than its exports.
    pub fn is_read_closely(&self, path: &Path) -> bool {
        self.read_closely.contains_key(path) || self.is_settings(path)
    }

    fn drop_module(&self, path: &Path) {
        self.settings.changed(path);
        self.n_changes.fetch_add(1, Ordering::SeqCst);
        if let Some((_, module)) = self.modules.remove(path) {
            module.go();
        }
    }

    fn drop_modules(&self) {
        self.n_changes.fetch_add(1, Ordering::SeqCst);
        self.modules.retain(|_, module| {
            module.go();
            false
        });
        self.at_hand.n_names.store(0, Ordering::SeqCst);
    }

    /// The innermost folder the user opened that holds `folder`.
    fn limit(&self, folder: &Path) -> Option<&Path> {
        let around = self.roots.iter().filter(|root| folder.starts_with(root));
        around.max_by_key(|root| root.as_os_str().len()).map(PathBuf::as_path)
    }

    fn project(&self, folder: &Path, limit: Option<&Path>) -> Arc<Project> {
        if let Some(project) = self.project_of_folder.get(folder) {
            return project.clone();
        }
        let root = self.seats.root(folder, limit);
        // Reading holds no lock: two threads may do it twice, the first to finish wins.
        let known = self.projects.get(&root).map(|project| project.clone());
        let project = known.unwrap_or_else(|| {
            let read = Arc::new(Project::read(root.clone(), limit));
            self.projects.entry(root).or_insert(read).clone()
        });
        self.project_of_folder.insert(folder.to_owned(), project.clone());
        project
    }

    /// What the module in the file at `path` exports; none if it cannot be read.
    pub fn exports(&self, path: &Path) -> Option<ModuleExports> {
        let path = absolute(path);
        let module = self.module(&path)?;
        let view = self.view(&path);
        let all = module.all_names(&self.at_hand).into_keys().map(|name| {
            let names = view.names_in(&module, &name).unwrap_or_default();
            let constant = view.constant_in(&module, &name).unwrap_or(Value::Unknown);
            (name.into(), (names, constant))
        });
        Some(ModuleExports(all.collect()))
    }

    /// The module at `path`, read unless what is kept of it is its newest state.
    fn module(&self, path: &Path) -> Option<Arc<Module>> {
        let n_changes = self.n_changes.load(Ordering::SeqCst);
        let overlay = self.overlays.get(path).map(|snapshot| snapshot.clone());
        let origin = match overlay {
            Some(snapshot) => Origin::Open(snapshot),
            None => Origin::OnDisk(disk::stamp(path)?),
        };
        if let Some(module) = self.modules.get(path).map(|module| module.clone()) {
            let is_current = match (&module.origin, &origin) {
                // A changed overlay drops the module of the one before.
                (Origin::Open(_), Origin::Open(_)) => true,
                (Origin::OnDisk(kept), Origin::OnDisk(newest)) => kept == newest,
                _ => false,
            };
            if is_current {
                return Some(module);
            }
            self.drop_module(path);
            return self.read_module(path, origin, n_changes + 1);
        }
        self.read_module(path, origin, n_changes)
    }

    fn read_module(&self, path: &Path, origin: Origin, n_changes: u64) -> Option<Arc<Module>> {
        let module = Module::read(path, origin, &self.at_hand)?;
        if self.at_hand.n_names.load(Ordering::SeqCst) > MOST_NAMES {
            self.drop_modules();
        }
        // Two threads may read it at once; one of them is kept.
        let kept = self.modules.entry(path.to_owned()).or_insert(module).clone();
        if self.n_changes.load(Ordering::SeqCst) != n_changes {
            // Something changed meanwhile, and may have dropped this before it was there.
            self.modules.remove(path);
            kept.go();
        }
        Some(kept)
    }
}

impl Modules for Workspace {
    fn text(&self, path: &Path) -> Option<Text> {
        if let Some(overlay) = self.overlays.get(path) {
            return Some(overlay.text().clone());
        }
        settings::text_on_disk(path)
    }

    fn place(&self, path: &Path) -> Option<(String, bool)> {
        self.view(path).module
    }

    fn context(&self, path: &Path) -> FileContext {
        FileContext::of_path(&self.view(path).context_path)
    }

    fn find(&self, from: &Path, more: &[PathBuf], dotted: &str) -> Option<PathBuf> {
        let mut search = self.view(from).search;
        search.extend(more.iter().cloned());
        self.folders.find(&search, dotted)
    }
}

fn absolute(path: &Path) -> PathBuf {
    // What `url` makes of a path is how overlays spell it.
    url::spelt(path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::semantics::ProjectView;
    use crate::text::Document;
    use crate::workspace::exports;
    use crate::workspace::test_folder::Folder;

    fn snapshot(url: DocumentUrl, text: &str) -> Snapshot {
        Document::new(url, 1, text).snapshot()
    }

    fn shop(name: &str) -> (Folder, Workspace) {
        let folder = Folder::new(name);
        folder.write("pyproject.toml", "[project]\nrequires-python = '>=3.10'\n");
        folder.write("src/shop/__init__.py", "");
        folder.write("src/shop/views.py", "from shop.models import x\n");
        folder.write("src/shop/models.py", "from shop.views import x\n");
        folder.write("src/shop/requests.py", "");
        folder.write("src/yaml.py", "");
        folder.write("scripts/run.py", "");
        folder.write("scripts/boto3.py", "");
        let workspace = Workspace::new(vec![folder.path("")]);
        (folder, workspace)
    }

    #[test]
    fn a_file_knows_its_module_and_project() {
        let (folder, workspace) = shop("index-view");
        let view = workspace.view(&folder.path("src/shop/views.py"));
        assert_eq!(view.module(), Some(("shop.views", false)));
        assert_eq!(view.context_path, "src/shop/views.py");
        assert_eq!(view.facts().oldest_python().map(|v| v.to_string()).as_deref(), Some("3.10"));
        let models = url::of_path(&folder.path("src/shop/models.py"));
        assert_eq!(view.document("shop.models"), Some(models));
        assert_eq!(view.document("os"), None);
    }

    #[test]
    fn only_what_python_would_import_hides_a_library() {
        let (folder, workspace) = shop("index-shadows");
        let view = workspace.view(&folder.path("src/shop/views.py"));
        assert!(view.shadows("yaml") && view.shadows("yaml.nodes") && view.shadows("shop"));
        // A neighbour inside a package is `shop.requests`.
        assert!(!view.shadows("requests") && !view.shadows("boto3"));
        assert!(workspace.view(&folder.path("scripts/run.py")).shadows("boto3"));
    }

    fn names(workspace: &Workspace, from: &Path, module: &str, name: &str) -> Option<String> {
        let names = workspace.view(from).export(module, name)?;
        let mut shown: Vec<String> = names.iter().map(|name| name.path.to_string()).collect();
        shown.sort();
        Some(shown.join(" "))
    }

    /// `x` of one module is that of another, or what a library gives.
    fn fallback(other: &str, library: &str) -> String {
        format!(
            "try:\n    from {other} import x\nexcept ImportError:\n    from lib import {library} as x\n"
        )
    }

    #[test]
    fn answers_do_not_hang_on_the_order_of_questions() {
        let folder = Folder::new("index-order");
        let modules = ["a", "b", "c", "d", "e"];
        // a → b → c → a is a circle, d is reached from it, e reaches it.
        for (module, text) in [
            ("a", fallback("b", "a")),
            ("b", format!("{}if y:\n    from d import x\n", fallback("c", "b"))),
            ("c", fallback("a", "c")),
            ("d", "from lib import d as x\n".to_owned()),
            ("e", format!("{}if y:\n    from c import x\n", fallback("a", "e"))),
        ] {
            folder.write(&format!("{module}.py"), &text);
        }
        let from = folder.path("run.py");
        let new = || Workspace::new(vec![folder.path("")]);
        let fresh = modules.map(|module| names(&new(), &from, module, "x").expect("a name"));
        assert_eq!(
            fresh,
            [
                "lib.a lib.b lib.c lib.d",
                "lib.a lib.b lib.c lib.d",
                "lib.a lib.b lib.c lib.d",
                "lib.d",
                "lib.a lib.b lib.c lib.d lib.e"
            ]
        );
        for first in 0..modules.len() {
            let workspace = new();
            for step in 0..2 * modules.len() {
                let index = (first + step * 3) % modules.len();
                let answer = names(&workspace, &from, modules[index], "x");
                assert_eq!(answer.as_ref(), Some(&fresh[index]));
            }
        }
        assert!(exports::is_idle());
    }

    #[test]
    fn a_circle_of_modules_is_none_of_names() {
        let folder = Folder::new("index-modules-circle");
        folder.write("a.py", "from b import y\nfrom subprocess import run as x\n");
        folder.write("b.py", "from a import x as y\n");
        let workspace = Workspace::new(vec![folder.path("")]);
        let from = folder.path("run.py");
        for module in ["a", "b"] {
            let name = names(&workspace, &from, module, "y");
            assert_eq!(name.as_deref(), Some("subprocess.run"), "{module}");
        }
    }

    #[test]
    fn a_change_is_seen_through_the_modules_in_between() {
        let folder = Folder::new("index-through");
        folder.write("a.py", "from b import x\n");
        folder.write("b.py", "from c import x\n");
        folder.write("c.py", "def x(): pass\n");
        let workspace = Workspace::new(vec![folder.path("")]);
        let from = folder.path("run.py");
        let x = || names(&workspace, &from, "a", "x");
        assert_eq!(x().as_deref(), Some(""));
        let open = |text: &str| {
            workspace.open_overlay(snapshot(url::of_path(&folder.path("c.py")), text));
        };
        open("from lib import x\n");
        assert_eq!(x().as_deref(), Some("lib.x"));
        // A name that is not there yet is one more thing that may change.
        open("y = 1\n");
        assert_eq!(x().as_deref(), Some(""));
        open("from lib import y as x\n");
        assert_eq!(x().as_deref(), Some("lib.y"));
        folder.write("b.py", "from gone import x\n");
        workspace.forget(&folder.path("b.py"));
        assert_eq!(x().as_deref(), Some("gone.x"));
        folder.write("gone.py", "from lib import z as x\n");
        workspace.forget(&folder.path("gone.py"));
        assert_eq!(x().as_deref(), Some("lib.z"));
    }

    #[test]
    fn constants_are_folded_where_they_stand() {
        let folder = Folder::new("index-constants");
        folder.write("a.py", "from b import B\nA = B + '/a'\n");
        folder.write("b.py", "B = 'b'\n");
        let workspace = Workspace::new(vec![folder.path("")]);
        let view = workspace.view(&folder.path("run.py"));
        assert_eq!(view.constant("a", "A"), Value::Str("b/a".to_owned()));
        assert_eq!(view.constant("a", "C"), Value::Unknown);
        assert_eq!(view.constant("gone", "A"), Value::Unknown);
    }

    #[test]
    fn long_chains_and_dense_circles_end() {
        let folder = Folder::new("index-dense");
        for n in 0..12 {
            let imports = (0..12).map(|other| format!("if y:\n    from m{other} import x\n"));
            folder.write(&format!("m{n}.py"), &imports.collect::<String>());
        }
        for n in 0..200 {
            folder.write(&format!("n{n}.py"), &format!("from n{} import x\n", n + 1));
        }
        folder.write("n200.py", "from lib import x\n");
        let workspace = Workspace::new(vec![folder.path("")]);
        let from = folder.path("run.py");
        assert_eq!(names(&workspace, &from, "m0", "x").as_deref(), Some(""));
        let near = 200 - exports::MOST_WAITING + 1;
        assert_eq!(names(&workspace, &from, "n0", "x").as_deref(), Some(""));
        assert_eq!(names(&workspace, &from, &format!("n{near}"), "x").as_deref(), Some("lib.x"));
        assert!(exports::is_idle());
    }

    #[test]
    fn modules_that_import_each_other_end() {
        let (folder, workspace) = shop("index-circle");
        let view = workspace.view(&folder.path("scripts/run.py"));
        assert!(view.export("shop.views", "x").is_some());
        assert!(view.export("shop.models", "x").is_some());
        assert!(view.export("shop.gone", "x").is_none());
        assert!(view.has_module("shop.views") && !view.has_module("shop.gone"));
        assert!(exports::is_idle());
    }

    #[test]
    fn answers_are_kept_until_the_module_changes() {
        let (folder, workspace) = shop("index-kept");
        let path = folder.path("scripts/run.py");
        let x = || workspace.view(&path).constant("yaml", "x");
        assert_eq!(x(), Value::Unknown);
        let document = url::of_path(&folder.path("src/yaml.py"));
        workspace.open_overlay(snapshot(document.clone(), "x = 1\n"));
        assert_eq!(x(), Value::Int(1));
        workspace.open_overlay(snapshot(document.clone(), "x = 2\n"));
        assert_eq!(x(), Value::Int(2));
        workspace.close_overlay(&document);
        assert_eq!(x(), Value::Unknown);
        // Nobody told of it, but the file has another length.
        folder.write("src/yaml.py", "x = 33\n");
        assert_eq!(x(), Value::Int(33));
    }

    #[test]
    fn new_files_and_facts_are_seen_after_forgetting() {
        let (folder, workspace) = shop("index-forget");
        let path = folder.path("scripts/run.py");
        assert!(!workspace.view(&path).has_module("fresh"));
        folder.write("fresh.py", "");
        workspace.forget(&folder.path("fresh.py"));
        assert!(workspace.view(&path).has_module("fresh"));
        folder.write("uv.lock", "[[package]]\nname='django'\nversion='4.2'\n");
        workspace.forget(&folder.path("uv.lock"));
        assert!(workspace.view(&path).facts().packages_known);
    }

    #[test]
    fn documents_that_are_no_files_have_no_project() {
        let (_folder, workspace) = shop("index-untitled");
        let view = workspace.view_url(&DocumentUrl::new("untitled:Untitled-1"));
        assert_eq!(view.module(), None);
        assert!(!view.shadows("yaml") && !view.has_module("shop"));
    }
}

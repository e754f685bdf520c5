//! The workspace as files see it: projects, modules, what each module exports.

use std::cell::RefCell;
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};

use dashmap::DashMap;

use super::disk::{self, Stamp};
use super::modules::Folders;
use super::project::{self, Project};
use super::url;
use crate::semantics::{self, ModuleExports, ProjectFacts, ProjectView, Semantics};
use crate::text::decode::decode_python;
use crate::text::{DocumentUrl, Snapshot};

/// Modules above this are generated; nobody needs the names in them.
const MOST_BYTES: u64 = 2 * 1024 * 1024;

/// Modules that may wait for each other. A chain of imports this long costs a few hundred kB of stack.
const MOST_WAITING: usize = 48;

/// Modules read to answer one question.
const MOST_READ: usize = 1_000;

static NO_PROJECT: LazyLock<Arc<Project>> =
    LazyLock::new(|| Arc::new(Project { root: PathBuf::new(), facts: ProjectFacts::default() }));

/// Folders that are open, with what was learnt about the files in them.
///
/// Invariant: what is kept about a file is what a fresh workspace would say, as long as every change
/// of files comes in through `forget`, `open_overlay` and `close_overlay`.
#[derive(Debug)]
pub struct Workspace {
    roots: Vec<PathBuf>,
    folders: Folders,
    projects: DashMap<PathBuf, Arc<Project>>,
    project_of_folder: DashMap<PathBuf, Arc<Project>>,
    overlays: DashMap<PathBuf, Snapshot>,
    exports: DashMap<PathBuf, Kept>,
    /// Grows with every change, so that an answer made of older texts is not kept.
    n_changes: AtomicU64,
    /// How exports are read from a module; another function only in tests.
    read_exports: fn(&Semantics, &dyn ProjectView) -> ModuleExports,
}

/// Exports of one module.
#[derive(Clone, Debug)]
struct Kept {
    state: State,
    exports: Arc<ModuleExports>,
    /// Every module that was looked at on the way, this one included.
    looked_at: Arc<HashSet<PathBuf>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Open,
    OnDisk(Stamp),
}

/// A module whose exports are being read, waiting for those of the modules it imports.
struct Waiting {
    path: PathBuf,
    looked_at: HashSet<PathBuf>,
    /// The lowest place in the row of waiting modules that the answer depends on.
    lowest: usize,
}

#[derive(Default)]
struct Row {
    waiting: Vec<Waiting>,
    n_read: usize,
}

impl Row {
    /// The answer to whoever waits last leaves something out because of the one at `index`.
    fn cut(&mut self, index: usize) {
        if let Some(last) = self.waiting.last_mut() {
            last.lowest = last.lowest.min(index);
        }
    }
}

thread_local! {
    static ROW: RefCell<Row> = RefCell::default();
}

impl Workspace {
    /// A workspace of the folders the user opened.
    pub fn new(roots: Vec<PathBuf>) -> Self {
        Self {
            roots: roots.iter().map(|root| absolute(root)).collect(),
            folders: Folders::default(),
            projects: DashMap::new(),
            project_of_folder: DashMap::new(),
            overlays: DashMap::new(),
            exports: DashMap::new(),
            n_changes: AtomicU64::new(0),
            read_exports: semantics::exports,
        }
    }

    /// The folders the user opened.
    pub fn roots(&self) -> &[PathBuf] {
        &self.roots
    }

    /// The project as the file at `path` sees it.
    pub fn view(&self, path: &Path) -> FileView<'_> {
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
        let context_path = path.strip_prefix(&project.root).unwrap_or(&path);
        let context_path = context_path.to_string_lossy().replace('\\', "/");
        let module = place.map(|place| (place.module, place.is_package));
        let looked_at = RefCell::default();
        FileView { workspace: self, project, module, search, looked_at, context_path }
    }

    /// The project as a document sees it; none around documents that are no files.
    pub fn view_url(&self, url: &DocumentUrl) -> FileView<'_> {
        match url::path_of(url) {
            Some(path) => self.view(&path),
            None => FileView {
                workspace: self,
                project: NO_PROJECT.clone(),
                module: None,
                search: Vec::new(),
                looked_at: RefCell::default(),
                context_path: url.as_str().rsplit('/').next().unwrap_or_default().to_owned(),
            },
        }
    }

    /// From now on the document has this text, whatever is on disk. Costs little: the text is put
    /// together when somebody asks for it.
    pub fn open_overlay(&self, text: Snapshot) {
        if let Some(path) = url::path_of(&text.url) {
            self.overlays.insert(path.clone(), text);
            self.drop_exports(&path);
        }
    }

    /// From now on the document is what is on disk.
    pub fn close_overlay(&self, url: &DocumentUrl) {
        if let Some(path) = url::path_of(url) {
            self.overlays.remove(&path);
            self.drop_exports(&path);
        }
    }

    /// The file or folder at `path` was written, made or removed.
    pub fn forget(&self, path: &Path) {
        let path = absolute(path);
        self.n_changes.fetch_add(1, Ordering::SeqCst);
        let is_python = path.extension().is_some_and(|extension| extension == "py");
        if project::concerns(&path) {
            self.projects.clear();
            self.project_of_folder.clear();
            self.exports.clear();
        }
        if is_python && self.folders.agrees(&path) {
            self.drop_exports(&path);
        } else {
            // Imports that led nowhere may lead somewhere now, and the other way round.
            self.exports.clear();
            self.folders.forget(&path);
        }
    }

    fn drop_exports(&self, path: &Path) {
        self.n_changes.fetch_add(1, Ordering::SeqCst);
        self.exports.retain(|_, kept| !kept.looked_at.contains(path));
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
        let root = project::root(folder, limit);
        // Reading holds no lock: two threads may do it twice, the first to finish wins.
        let known = self.projects.get(&root).map(|project| project.clone());
        let project = known.unwrap_or_else(|| {
            let read = Arc::new(Project::read(root.clone(), limit));
            self.projects.entry(root).or_insert(read).clone()
        });
        self.project_of_folder.insert(folder.to_owned(), project.clone());
        project
    }

    /// What the module at `path` exports.
    ///
    /// Modules that import each other in a circle: the import that closes it exports nothing.
    /// An answer that depends on where the circle was entered is not kept, and one that is kept is
    /// not used inside a circle it was not made for, so answers do not hang on the order of questions.
    fn exports_of(&self, path: &Path) -> Option<(Arc<ModuleExports>, Arc<HashSet<PathBuf>>)> {
        let n_changes = self.n_changes.load(Ordering::SeqCst);
        let overlay = self.overlays.get(path).map(|snapshot| snapshot.clone());
        let state = match &overlay {
            Some(_) => State::Open,
            None => State::OnDisk(disk::stamp(path)?),
        };
        if let Some(kept) = self.exports.get(path).map(|kept| kept.clone())
            && kept.state == state
        {
            let usable = ROW.with_borrow_mut(|row| {
                let usable =
                    !row.waiting.iter().any(|waiting| kept.looked_at.contains(&waiting.path));
                if usable && let Some(last) = row.waiting.last_mut() {
                    last.looked_at.extend(kept.looked_at.iter().cloned());
                }
                usable
            });
            if usable {
                return Some((kept.exports, kept.looked_at));
            }
        }

        let index = ROW.with_borrow_mut(|row| {
            if let Some(index) = row.waiting.iter().position(|waiting| waiting.path == path) {
                row.cut(index);
                return None;
            }
            if row.waiting.len() >= MOST_WAITING || row.n_read >= MOST_READ {
                row.cut(0);
                return None;
            }
            let index = row.waiting.len();
            row.n_read += 1;
            row.waiting.push(Waiting {
                path: path.to_owned(),
                looked_at: HashSet::from([path.to_owned()]),
                lowest: index,
            });
            Some(index)
        })?;
        // Also when a rule's bug unwinds through here, the row must not keep the module.
        let turn = Turn { index };
        let text = match overlay {
            Some(snapshot) => Some(snapshot.text().clone()),
            None => disk::read_bytes(path, MOST_BYTES)
                .ok()
                .map(|(bytes, _)| Arc::from(decode_python(&bytes).text)),
        };
        let exports = text
            .map(|text| Arc::new((self.read_exports)(&Semantics::build(text), &self.view(path))));
        let done = turn.end()?;
        let exports = exports?;
        let looked_at = Arc::new(done.looked_at);
        if done.lowest >= index {
            let kept = Kept { state, exports: exports.clone(), looked_at: looked_at.clone() };
            self.exports.insert(path.to_owned(), kept);
            if self.n_changes.load(Ordering::SeqCst) != n_changes {
                // Something changed meanwhile, and may have dropped this before it was there.
                self.exports.remove(path);
            }
        }
        Some((exports, looked_at))
    }

    /// What the module in the file at `path` exports; none if it cannot be read.
    pub fn exports(&self, path: &Path) -> Option<Arc<ModuleExports>> {
        Some(self.exports_of(&absolute(path))?.0)
    }
}

/// A module's turn in the row, which ends when this is dropped.
struct Turn {
    index: usize,
}

impl Turn {
    fn end(self) -> Option<Waiting> {
        let done = self.leave();
        std::mem::forget(self);
        done
    }

    fn leave(&self) -> Option<Waiting> {
        ROW.with_borrow_mut(|row| {
            row.waiting.truncate(self.index + 1);
            let done = row.waiting.pop()?;
            match row.waiting.last_mut() {
                Some(waiting) => {
                    waiting.looked_at.extend(done.looked_at.iter().cloned());
                    waiting.lowest = waiting.lowest.min(done.lowest);
                }
                None => row.n_read = 0,
            }
            Some(done)
        })
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.leave();
    }
}

/// The project as seen from one file.
#[derive(Debug)]
pub struct FileView<'w> {
    workspace: &'w Workspace,
    project: Arc<Project>,
    module: Option<(String, bool)>,
    search: Vec<PathBuf>,
    looked_at: RefCell<Vec<Arc<HashSet<PathBuf>>>>,
    /// The file's path relative to its project's root, `/`-separated.
    pub context_path: String,
}

impl FileView<'_> {
    /// The folder the file's project begins in; empty for documents that are no files.
    pub fn project_root(&self) -> &Path {
        &self.project.root
    }

    /// The files whose exports answered questions so far: when one of them changes, the answers
    /// may.
    pub fn looked_at(&self) -> HashSet<PathBuf> {
        self.looked_at.borrow().iter().flat_map(|paths| paths.iter().cloned()).collect()
    }

    fn find(&self, module: &str) -> Option<PathBuf> {
        self.workspace.folders.find(&self.search, module)
    }
}

impl ProjectView for FileView<'_> {
    fn facts(&self) -> &ProjectFacts {
        &self.project.facts
    }

    fn module(&self) -> Option<(&str, bool)> {
        self.module.as_ref().map(|(module, is_package)| (module.as_str(), *is_package))
    }

    fn exports(&self, module: &str) -> Option<Arc<ModuleExports>> {
        let (exports, looked_at) = self.workspace.exports_of(&self.find(module)?)?;
        let mut all = self.looked_at.borrow_mut();
        if !all.iter().any(|known| Arc::ptr_eq(known, &looked_at)) {
            all.push(looked_at);
        }
        Some(exports)
    }

    fn shadows(&self, module: &str) -> bool {
        let top = module.split('.').next().unwrap_or(module);
        self.find(top).is_some()
    }

    fn document(&self, module: &str) -> Option<DocumentUrl> {
        Some(url::of_path(&self.find(module)?))
    }
}

fn absolute(path: &Path) -> PathBuf {
    // What `url` makes of a path is how overlays spell it.
    url::path_of(&url::of_path(path)).unwrap_or_else(|| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::semantics::Value;
    use crate::semantics::project::Export;
    use crate::text::Document;
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

    /// Exports every module that can be reached, by following lines `from … import *`.
    fn reachable(semantics: &Semantics, project: &dyn ProjectView) -> ModuleExports {
        let mut reached = ModuleExports::default();
        let own = Export { names: Vec::new(), value: Value::None };
        reached.names.insert(project.module().expect("a module").0.to_owned(), own);
        for line in semantics.text.lines() {
            let module = line.strip_prefix("from ").and_then(|line| line.split(' ').next());
            if let Some(exports) = module.and_then(|module| project.exports(module)) {
                reached.names.extend(exports.names.clone());
            }
        }
        reached
    }

    fn names(workspace: &Workspace, from: &Path, module: &str) -> String {
        let exports = workspace.view(from).exports(module).expect("a module");
        exports.names.keys().cloned().collect::<Vec<_>>().join(" ")
    }

    fn workspace_of(folder: &Folder) -> Workspace {
        let mut workspace = Workspace::new(vec![folder.path("")]);
        workspace.read_exports = reachable;
        workspace
    }

    #[test]
    fn answers_do_not_hang_on_the_order_of_questions() {
        let folder = Folder::new("index-order");
        let modules = ["a", "b", "c", "d", "e"];
        // a → b → c → a is a circle, d is reached from it, e reaches it.
        for (module, text) in [
            ("a", "from b import *\n"),
            ("b", "from c import *\nfrom d import *\n"),
            ("c", "from a import *\nfrom c import *\n"),
            ("d", ""),
            ("e", "from c import *\nfrom a import *\n"),
        ] {
            folder.write(&format!("{module}.py"), text);
        }
        let from = folder.path("run.py");
        let fresh = modules.map(|module| names(&workspace_of(&folder), &from, module));
        assert_eq!(fresh, ["a b c d", "a b c d", "a b c d", "d", "a b c d e"]);
        for first in 0..modules.len() {
            let workspace = workspace_of(&folder);
            for step in 0..2 * modules.len() {
                let index = (first + step * 3) % modules.len();
                assert_eq!(names(&workspace, &from, modules[index]), fresh[index]);
            }
        }
    }

    #[test]
    fn a_change_is_seen_through_the_modules_in_between() {
        let folder = Folder::new("index-through");
        folder.write("a.py", "from b import *\n");
        folder.write("b.py", "from c import *\n");
        folder.write("c.py", "");
        folder.write("d.py", "");
        let workspace = workspace_of(&folder);
        let from = folder.path("run.py");
        assert_eq!(names(&workspace, &from, "a"), "a b c");
        workspace.open_overlay(snapshot(url::of_path(&folder.path("c.py")), "from d import *\n"));
        assert_eq!(names(&workspace, &from, "a"), "a b c d");
        folder.write("b.py", "from gone import *\n");
        workspace.forget(&folder.path("b.py"));
        assert_eq!(names(&workspace, &from, "a"), "a b");
        folder.write("gone.py", "");
        workspace.forget(&folder.path("gone.py"));
        assert_eq!(names(&workspace, &from, "a"), "a b gone");
    }

    #[test]
    fn long_chains_and_dense_circles_end() {
        let folder = Folder::new("index-dense");
        for n in 0..12 {
            let imports = (0..12).map(|other| format!("from m{other} import *\n"));
            folder.write(&format!("m{n}.py"), &imports.collect::<String>());
        }
        for n in 0..200 {
            folder.write(&format!("n{n}.py"), &format!("from n{} import *\n", n + 1));
        }
        let workspace = workspace_of(&folder);
        let from = folder.path("run.py");
        assert!(names(&workspace, &from, "m0").starts_with("m0 m1 m10"));
        assert_eq!(names(&workspace, &from, "n0").split(' ').count(), MOST_WAITING);
        ROW.with_borrow(|row| assert!(row.waiting.is_empty() && row.n_read == 0));
    }

    #[test]
    fn modules_that_import_each_other_end() {
        let (folder, workspace) = shop("index-circle");
        let view = workspace.view(&folder.path("scripts/run.py"));
        assert!(view.exports("shop.views").is_some());
        assert!(view.exports("shop.models").is_some());
        assert!(view.exports("shop.gone").is_none());
        ROW.with_borrow(|row| assert!(row.waiting.is_empty() && row.n_read == 0));
    }

    #[test]
    fn exports_are_kept_until_the_module_changes() {
        let (folder, workspace) = shop("index-kept");
        let view = workspace.view(&folder.path("scripts/run.py"));
        let first = view.exports("yaml").expect("a module");
        assert!(Arc::ptr_eq(&first, &view.exports("yaml").expect("a module")));
        let document = url::of_path(&folder.path("src/yaml.py"));
        workspace.open_overlay(snapshot(document.clone(), "x = 1\n"));
        let open = view.exports("yaml").expect("a module");
        assert!(!Arc::ptr_eq(&first, &open));
        workspace.close_overlay(&document);
        assert!(!Arc::ptr_eq(&open, &view.exports("yaml").expect("a module")));
    }

    #[test]
    fn new_files_and_facts_are_seen_after_forgetting() {
        let (folder, workspace) = shop("index-forget");
        let path = folder.path("scripts/run.py");
        assert!(workspace.view(&path).exports("fresh").is_none());
        folder.write("fresh.py", "");
        workspace.forget(&folder.path("fresh.py"));
        assert!(workspace.view(&path).exports("fresh").is_some());
        folder.write("uv.lock", "[[package]]\nname='django'\nversion='4.2'\n");
        workspace.forget(&folder.path("uv.lock"));
        assert!(workspace.view(&path).facts().packages_known);
    }

    #[test]
    fn documents_that_are_no_files_have_no_project() {
        let (_folder, workspace) = shop("index-untitled");
        let view = workspace.view_url(&DocumentUrl::new("untitled:Untitled-1"));
        assert_eq!(view.module(), None);
        assert!(!view.shadows("yaml") && view.exports("shop").is_none());
    }
}

//! The Django settings of each project: finds the modules, composes them, and keeps what came out while it holds.

mod listing;
mod reader;
mod roots;

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use dashmap::DashMap;

use self::listing::{Listing, list};
use self::reader::{Reader, source};
use self::roots::{Misdirected, roots};
use super::templates::{self, NamedFolder};
use super::{disk, url};
use crate::semantics::FileContext;
use crate::semantics::django::anchors::{self, Anchor, AnchorKind};
use crate::semantics::django::{
    Composer, DjangoSettings, Kind, Role, Root, SourceFile, View, is_called_settings, proxies,
};
use crate::text::decode::decode_python;
use crate::text::{DocumentUrl, Text};

/// Larger files name no settings module.
const MOST_BYTES: u64 = 1_000_000;

/// The script every project begins with.
const START: &str = "manage.py";

/// Who can read modules of the workspace.
pub(super) trait Modules {
    /// The newest text of a file.
    fn text(&self, path: &Path) -> Option<Text>;
    /// Dotted path of a file, and whether it is an `__init__`.
    fn place(&self, path: &Path) -> Option<(String, bool)>;
    /// What kind of file it is.
    fn context(&self, path: &Path) -> FileContext;
    /// The file of a dotted module as seen from another.
    fn find(&self, from: &Path, more: &[PathBuf], dotted: &str) -> Option<PathBuf>;
}

/// Settings of all projects.
#[derive(Debug, Default)]
pub(super) struct SettingsCache {
    projects: DashMap<PathBuf, Arc<Mutex<Kept>>>,
    /// Files that changed since somebody looked, per project: an edit costs no more than noting it.
    changed: DashMap<PathBuf, Changed>,
    /// Which projects begin with a start script: every check of every file asks.
    starts: DashMap<PathBuf, bool>,
}

/// What changed in a project.
#[derive(Debug, Default)]
struct Changed {
    files: HashSet<PathBuf>,
    /// Files that were written, made or removed.
    on_disk: HashSet<PathBuf>,
    /// Files came, went, or are no Python.
    everything: bool,
}

/// What is kept about one project.
#[derive(Debug, Default)]
struct Kept {
    listing: Option<Listing>,
    sources: HashMap<PathBuf, Option<Arc<SourceFile>>>,
    /// Texts of the files that name settings modules.
    anchors: HashMap<PathBuf, Text>,
    found: Option<Arc<Found>>,
    views: HashMap<RootKey, Vec<Arc<View>>>,
    answer: Option<Arc<ProjectSettings>>,
}

type RootKey = (DocumentUrl, Role, Option<String>);

/// The modules to compose.
#[derive(Debug)]
struct Found {
    roots: Vec<(PathBuf, Role)>,
    misdirected: Misdirected,
    /// Folders that `manage.py` runs in.
    starts: Vec<PathBuf>,
}

/// The settings of a project with the files they rest on.
#[derive(Debug, Default)]
pub(super) struct ProjectSettings {
    /// None where there are no settings.
    pub(super) settings: Option<Arc<DjangoSettings>>,
    /// Files that were read.
    pub(super) files: HashSet<PathBuf>,
    /// Those, and the files that were read without use.
    pub(super) read: HashSet<PathBuf>,
    /// Folders of settings modules: what lies beside them may become one.
    folders: HashSet<PathBuf>,
    /// Folders of templates that they name, once somebody asked.
    template_folders: OnceLock<Vec<NamedFolder>>,
}

impl ProjectSettings {
    /// Folders of templates that the settings name.
    pub(super) fn template_folders(&self, root: &Path) -> &[NamedFolder] {
        self.template_folders.get_or_init(|| {
            self.settings.as_ref().map(|s| templates::named_folders(s, root)).unwrap_or_default()
        })
    }

    /// Whether a file has or may get a part in the settings.
    pub(super) fn concerns(&self, path: &Path) -> bool {
        self.files.contains(path)
            || path.parent().is_some_and(|folder| self.folders.contains(folder))
    }
}

/// Whether a file may have a part in settings although nobody looked yet.
pub(super) fn is_telling(path: &Path, root: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let relative = path.strip_prefix(root).unwrap_or(path).to_string_lossy().replace('\\', "/");
    anchors::kind_of(&name).is_some() || is_called_settings(&relative)
}

/// Whether a change of a file that is no Python may change settings.
pub fn concerns(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    anchors::kind_of(&name).is_some() || proxies::may_configure(&name)
}

impl SettingsCache {
    /// Whether a project's folder holds the script that starts it.
    pub(super) fn has_start(&self, root: &Path) -> bool {
        if let Some(known) = self.starts.get(root) {
            return *known;
        }
        let has = disk::exists(&root.join(START));
        self.starts.insert(root.to_owned(), has);
        has
    }

    /// Whether a file was read for the settings of a project the last time somebody looked.
    pub(super) fn is_read(&self, root: &Path, path: &Path) -> bool {
        let kept = self.projects.get(root).map(|kept| kept.clone());
        kept.is_some_and(|kept| {
            lock(&kept).answer.as_ref().is_some_and(|answer| answer.files.contains(path))
        })
    }

    /// A file was written, made or removed.
    pub(super) fn appeared_or_went(&self, path: &Path) {
        if path.file_name().is_some_and(|name| name == START) {
            self.starts.clear();
        }
    }

    /// A file has another text.
    pub(super) fn changed(&self, path: &Path) {
        for mut changed in self.changed.iter_mut() {
            // More changes than this are a new state of everything.
            if changed.files.len() < 1_000 {
                changed.files.insert(path.to_owned());
            } else {
                changed.everything = true;
            }
        }
    }

    /// A file on disk has another text, or is there for the first or last time.
    pub(super) fn changed_on_disk(&self, path: &Path) {
        for mut changed in self.changed.iter_mut() {
            changed.on_disk.insert(path.to_owned());
        }
        self.changed(path);
    }

    /// Files came or went.
    pub(super) fn changed_all(&self) {
        for mut changed in self.changed.iter_mut() {
            changed.everything = true;
        }
        self.starts.clear();
    }

    /// The settings of the project at `root`; `above` are folders around it that belong to it.
    pub(super) fn of(
        &self,
        root: &Path,
        above: &[PathBuf],
        modules: &dyn Modules,
        own: Option<(&Path, &str)>,
    ) -> Arc<ProjectSettings> {
        let kept = self.projects.entry(root.to_owned()).or_default().clone();
        let mut kept = lock(&kept);
        let changed = std::mem::take(&mut *self.changed.entry(root.to_owned()).or_default());
        kept.forget(&changed, modules);
        if let Some((path, text)) = own {
            kept.renew(path, text, modules);
        }
        if let Some(answer) = &kept.answer {
            return answer.clone();
        }
        let answer = Arc::new(kept.look(root, above, modules));
        kept.answer = Some(answer.clone());
        answer
    }
}

impl Kept {
    fn forget(&mut self, changed: &Changed, modules: &dyn Modules) {
        // A file nobody knew, beside the modules: an include may take it.
        let is_new = |path: &PathBuf| {
            !self.sources.contains_key(path)
                && self.answer.as_ref().is_some_and(|answer| answer.concerns(path))
        };
        if changed.everything || changed.on_disk.iter().any(is_new) {
            *self = Self::default();
            return;
        }
        for path in &changed.files {
            self.update(path, modules.text(path), modules);
        }
    }

    /// Takes a file's text as it is being checked, which others may not see yet.
    fn renew(&mut self, path: &Path, text: &str, modules: &dyn Modules) {
        if let Some(Some(known)) = self.sources.get(path) {
            // Who reports places in it moves them to where they are now.
            let is_told =
                *known.text == *text || self.answer.is_some() && known.says_the_same(text);
            let url = &known.url;
            let is_read = || self.views.values().flatten().any(|view| view.beside.contains(url));
            if is_told && (*known.text == *text || !is_read()) {
                return;
            }
        } else if !self.anchors.contains_key(path) {
            return;
        }
        self.update(path, Some(text.into()), modules);
    }

    /// A file has this text, or is gone.
    fn update(&mut self, path: &Path, text: Option<Text>, modules: &dyn Modules) {
        if self.anchors.get(path).is_some_and(|known| Some(known) != text.as_ref()) {
            match &text {
                Some(text) => self.anchors.insert(path.to_owned(), text.clone()),
                None => self.anchors.remove(path),
            };
            (self.found, self.answer) = (None, None);
        }
        let Some(known) = self.sources.get(path) else { return };
        let new = match (known, text) {
            (Some(known), Some(text)) if known.text == text => return,
            (None, None) => return,
            (Some(known), Some(text)) => Some(Arc::new(known.edited(text))),
            (None, Some(text)) => {
                let place = modules.place(path);
                let place = place.as_ref().map(|(module, package)| (module.as_str(), *package));
                Some(Arc::new(SourceFile::new(url::of_path(path), place, text)))
            }
            (Some(_), None) => None,
        };
        // What says whether a file is a module of settings.
        let profile = |file: &Option<Arc<SourceFile>>| {
            file.as_ref().map(|file| (file.n_telling, file.tree.is_some()))
        };
        if profile(known) != profile(&new) {
            self.found = None;
        }
        self.sources.insert(path.to_owned(), new);
        let url = url::of_path(path);
        self.views.retain(|_, views| !views.iter().any(|view| view.rests_on(&url)));
        self.answer = None;
    }

    fn look(&mut self, root: &Path, above: &[PathBuf], modules: &dyn Modules) -> ProjectSettings {
        let listing = self.listing.take().unwrap_or_else(|| list(root, above));
        let answer = self.look_at(root, &listing, modules);
        self.listing = Some(listing);
        answer
    }

    fn source(&mut self, path: &Path, modules: &dyn Modules) -> Option<Arc<SourceFile>> {
        source(&mut self.sources, path, modules)
    }

    /// The modules that processes are started with.
    fn find(&mut self, listing: &Listing, modules: &dyn Modules) -> Found {
        let mut named: Vec<(PathBuf, Anchor, PathBuf)> = Vec::new();
        let mut starts: Vec<PathBuf> = Vec::new();
        for (path, kind) in &listing.anchors {
            let text = self.anchors.get(path).cloned().or_else(|| modules.text(path));
            if let Some(text) = &text {
                self.anchors.insert(path.clone(), text.clone());
            }
            for anchor in text.iter().flat_map(|text| anchors::read(*kind, text)) {
                let beside = path.parent().map(Path::to_owned).into_iter().collect::<Vec<_>>();
                if let Some(found) = modules.find(path, &beside, &anchor.module) {
                    named.push((path.clone(), anchor, found));
                }
            }
            if *kind == AnchorKind::Manage {
                starts.extend(path.parent().map(Path::to_owned));
            }
        }
        let mut candidates: Vec<Arc<SourceFile>> = Vec::new();
        let mut seen: HashSet<DocumentUrl> = HashSet::new();
        for path in listing.candidates.iter().chain(named.iter().map(|(_, _, found)| found)) {
            let Some(source) = self.source(path, modules) else { continue };
            if source.tree.is_some() && seen.insert(source.url.clone()) {
                candidates.push(source);
            }
        }
        let (roots, misdirected) = roots(&|path| modules.context(path), &candidates, &named);
        let roots = roots.into_iter();
        let roots = roots.filter_map(|root| Some((url::path_of(&root.file.url)?, root.role)));
        Found { roots: roots.collect(), misdirected, starts }
    }

    fn look_at(
        &mut self,
        root: &Path,
        listing: &Listing,
        modules: &dyn Modules,
    ) -> ProjectSettings {
        let found = match self.found.take() {
            Some(found) => found,
            None => Arc::new(self.find(listing, modules)),
        };
        self.found = Some(found.clone());
        let mut files: HashSet<PathBuf> =
            listing.anchors.iter().map(|(path, _)| path.clone()).collect();
        let mut views: Vec<Arc<View>> = Vec::new();
        let roots: Vec<Root> = found
            .roots
            .iter()
            .filter_map(|(path, role)| {
                let file = self.source(path, modules)?;
                Some(Root { file, role: *role, class: None })
            })
            .collect();
        let reader = Reader { kept: Mutex::new(&mut self.sources), modules, starts: &found.starts };
        let mut composer = Composer::new(&reader);
        for one in &roots {
            let key = (one.file.url.clone(), one.role, one.class.clone());
            if !self.views.contains_key(&key) {
                let composed = composer.compose(one);
                self.views.insert(key.clone(), composed.into_iter().map(Arc::new).collect());
            }
            views.extend(self.views.get(&key).into_iter().flatten().cloned());
        }
        let views = with_quickstart(views);
        let mut own: HashSet<&DocumentUrl> = HashSet::new();
        for file in views.iter().flat_map(|view| view.own_files()) {
            if own.insert(&file.url) {
                files.extend(url::path_of(&file.url));
            }
        }
        let folders: HashSet<PathBuf> = files
            .iter()
            .filter(|path| path.extension().is_some_and(|extension| extension == "py"))
            .filter(|path| *path != &root.join(START))
            .filter_map(|path| path.parent().map(Path::to_owned))
            .collect();
        files.extend(views.iter().flat_map(|view| &*view.beside).filter_map(url::path_of));
        let (misdirected, proxy) = (found.misdirected.clone(), listing.proxy);
        let settings =
            (!views.is_empty()).then(|| Arc::new(DjangoSettings { views, misdirected, proxy }));
        let read = files.iter().chain(self.sources.keys()).cloned().collect();
        ProjectSettings { settings, files, read, folders, template_folders: OnceLock::new() }
    }
}

/// The one view of a project that has only `DEBUG = True` to say about where it runs is of a project that begins.
fn with_quickstart(views: Vec<Arc<View>>) -> Vec<Arc<View>> {
    let deployed: Vec<&Arc<View>> = views.iter().filter(|view| view.role != Role::Test).collect();
    let [only] = deployed[..] else { return views };
    let is_on = only.role == Role::Production
        && only
            .settings
            .get("DEBUG")
            .is_some_and(|slot| matches!(slot.value.kind, Kind::Bool(true)));
    if !is_on || only.root.as_str().contains("prod") {
        return views;
    }
    let root = only.root.clone();
    views
        .into_iter()
        .map(|view| {
            if view.role != Role::Production || view.root != root {
                return view;
            }
            let mut view = View::clone(&view);
            view.is_quickstart = true;
            Arc::new(view)
        })
        .collect()
}

/// The text of a file on disk.
pub(super) fn text_on_disk(path: &Path) -> Option<Text> {
    let (bytes, _) = disk::read_bytes(path, MOST_BYTES).ok()?;
    Some(decode_python(&bytes).text.into())
}

fn lock<T: ?Sized>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // Whatever panics while it is held leaves views that are asked for again.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

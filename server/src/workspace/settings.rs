//! The Django settings of each project: finds the modules, composes them, and keeps what came out while it holds.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use dashmap::DashMap;

use super::templates::{self, NamedFolder};
use super::walk::{IgnoreFiles, WalkOptions, walk};
use super::{disk, url};
use crate::semantics::FileContext;
use crate::semantics::django::anchors::{self, Anchor, AnchorKind};
use crate::semantics::django::{
    Composer, DjangoSettings, Kind, Proxy, Role, Root, SettingsFiles, SourceFile, View,
    is_called_settings, proxies, role_of_file,
};
use crate::text::DocumentUrl;
use crate::text::decode::decode_python;

/// Larger files name no settings module.
const MOST_BYTES: u64 = 1_000_000;

/// Candidates read for one project; real ones have a few dozen.
const MOST_CANDIDATES: usize = 500;

/// The script every project begins with.
const START: &str = "manage.py";

/// Files read to find proxies.
const MOST_PROXIES: usize = 50;

/// Who can read modules of the workspace.
pub(super) trait Modules {
    /// The newest text of a file.
    fn text(&self, path: &Path) -> Option<Arc<str>>;
    /// Dotted path of a file, and whether it is an `__init__`.
    fn place(&self, path: &Path) -> Option<(String, bool)>;
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
    /// Files came, went, or are no Python.
    everything: bool,
}

/// What is kept about one project.
#[derive(Debug, Default)]
struct Kept {
    listing: Option<Listing>,
    sources: HashMap<PathBuf, Option<Arc<SourceFile>>>,
    /// Texts of the files that name settings modules.
    anchors: HashMap<PathBuf, Arc<str>>,
    views: HashMap<RootKey, Vec<Arc<View>>>,
    answer: Option<Arc<ProjectSettings>>,
}

type RootKey = (DocumentUrl, Role, Option<String>);

/// Files by what they may say.
#[derive(Debug, Default)]
struct Listing {
    anchors: Vec<(PathBuf, AnchorKind)>,
    candidates: Vec<PathBuf>,
    /// What the files of proxies say.
    proxy: Option<Proxy>,
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
        let has = root.join(START).exists();
        self.starts.insert(root.to_owned(), has);
        has
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
        kept.forget(&changed);
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
    fn forget(&mut self, changed: &Changed) {
        if changed.everything {
            *self = Self::default();
            return;
        }
        for path in &changed.files {
            let known = self.sources.remove(path);
            self.anchors.remove(path);
            let is_anchor = self
                .listing
                .as_ref()
                .is_some_and(|listing| listing.anchors.iter().any(|(anchor, _)| anchor == path));
            let is_new = known.is_none() && self.answer.as_ref().is_some_and(|a| a.concerns(path));
            if known.is_some() || is_anchor || is_new {
                let url = url::of_path(path);
                self.views.retain(|_, views| !views.iter().any(|view| view.rests_on(&url)));
                self.answer = None;
            }
        }
    }

    /// Takes a file's text as it is being checked, which others may not see yet.
    fn renew(&mut self, path: &Path, text: &str, modules: &dyn Modules) {
        let is_other = matches!(self.sources.get(path), Some(Some(known)) if *known.text != *text);
        if is_other {
            self.forget(&Changed { files: HashSet::from([path.to_owned()]), everything: false });
            let place = modules.place(path);
            let place = place.as_ref().map(|(module, is_package)| (module.as_str(), *is_package));
            let read = Arc::new(SourceFile::new(url::of_path(path), place, text.into()));
            self.sources.insert(path.to_owned(), Some(read));
        }
        if self.anchors.get(path).is_some_and(|known| **known != *text) {
            self.anchors.insert(path.to_owned(), text.into());
            self.answer = None;
        }
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

    fn look_at(
        &mut self,
        root: &Path,
        listing: &Listing,
        modules: &dyn Modules,
    ) -> ProjectSettings {
        let mut files: HashSet<PathBuf> = HashSet::new();
        let mut named: Vec<(PathBuf, Anchor, PathBuf)> = Vec::new();
        let mut starts: Vec<PathBuf> = Vec::new();
        for (path, kind) in &listing.anchors {
            files.insert(path.clone());
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
        for path in listing.candidates.iter().chain(named.iter().map(|(_, _, found)| found)) {
            let Some(source) = self.source(path, modules) else { continue };
            if source.tree.is_some() && !candidates.iter().any(|own| own.url == source.url) {
                candidates.push(source);
            }
        }
        let (roots, misdirected) = roots(root, &candidates, &named);
        let mut views: Vec<Arc<View>> = Vec::new();
        let reader = Reader { kept: Mutex::new(&mut self.sources), modules, starts: &starts };
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
        for view in &views {
            files.extend(view.own_files().filter_map(|file| url::path_of(&file.url)));
        }
        let folders: HashSet<PathBuf> = files
            .iter()
            .filter(|path| path.extension().is_some_and(|extension| extension == "py"))
            .filter(|path| *path != &root.join(START))
            .filter_map(|path| path.parent().map(Path::to_owned))
            .collect();
        files.extend(views.iter().flat_map(|view| &view.beside).filter_map(url::path_of));
        let proxy = listing.proxy;
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
            Arc::new(View { is_quickstart: true, ..View::clone(&view) })
        })
        .collect()
}

/// Start scripts that name a module made for development or tests.
type Misdirected = Vec<(DocumentUrl, crate::text::Span, String)>;

/// The modules that processes are started with.
fn roots(
    project: &Path,
    candidates: &[Arc<SourceFile>],
    named: &[(PathBuf, Anchor, PathBuf)],
) -> (Vec<Root>, Misdirected) {
    let folder = |file: &SourceFile| {
        file.url.as_str().rsplit_once('/').map(|(folder, _)| folder.to_owned()).unwrap_or_default()
    };
    let anchored = |file: &SourceFile, kind: AnchorKind| {
        named
            .iter()
            .any(|(_, anchor, found)| anchor.kind == kind && url::of_path(found) == file.url)
    };
    let context = |file: &SourceFile| {
        let path = url::path_of(&file.url).unwrap_or_default();
        let relative = path.strip_prefix(project).unwrap_or(&path);
        FileContext::of_path(&relative.to_string_lossy().replace('\\', "/"))
    };
    let role = |file: &SourceFile| {
        let context = context(file);
        if context.test {
            Some(Role::Test)
        } else if context.example {
            Some(Role::Development)
        } else {
            role_of_file(file)
        }
    };
    let is_anchored =
        |file: &SourceFile| named.iter().any(|(_, _, found)| url::of_path(found) == file.url);
    let families: HashSet<String> = candidates
        .iter()
        .filter(|file| file.n_telling >= 2 || is_anchored(file))
        .map(|file| folder(file))
        .collect();
    let has_production = candidates
        .iter()
        .any(|file| role(file) == Some(Role::Production) && families.contains(&folder(file)));
    let mut roots: Vec<Root> = Vec::new();
    let mut misdirected = Vec::new();
    for file in candidates {
        let own = role(file);
        let is_served = anchored(file, AnchorKind::Server);
        let is_managed = anchored(file, AnchorKind::Manage);
        let is_tested = anchored(file, AnchorKind::Test) && !is_served && !is_managed;
        let qualifies = file.n_telling >= 2 || is_anchored(file);
        let role = match own {
            Some(Role::Development | Role::Test) if is_served && !has_production => {
                Some(Role::Production).filter(|_| own == Some(Role::Development))
            }
            Some(Role::Base) => is_served.then_some(Role::Production),
            Some(own) => families.contains(&folder(file)).then_some(own),
            None if is_served => Some(Role::Production),
            None if is_tested => Some(Role::Test),
            None if qualifies && (is_managed || is_plain(file)) && !has_production => {
                Some(Role::Production)
            }
            None => None,
        };
        if is_served && has_production && matches!(own, Some(Role::Development | Role::Test)) {
            let of_this = named.iter().filter(|(_, anchor, found)| {
                anchor.kind == AnchorKind::Server && url::of_path(found) == file.url
            });
            misdirected.extend(
                of_this.map(|(path, anchor, _)| {
                    (url::of_path(path), anchor.span, anchor.module.clone())
                }),
            );
        }
        if let Some(role) = role {
            roots.push(Root { file: file.clone(), role, class: None });
        }
    }
    roots.sort_by(|a, b| a.file.url.as_str().cmp(b.file.url.as_str()));
    (roots, misdirected)
}

/// Whether a module is called as the only one of a project is.
fn is_plain(file: &SourceFile) -> bool {
    let path = file.url.as_str();
    let mut parts = path.rsplit('/');
    match parts.next() {
        Some("__init__.py") => parts.next().is_some_and(|folder| folder == "settings"),
        Some(name) => {
            let stem = name.strip_suffix(".py").unwrap_or(name);
            stem.split('_').any(|part| part == "settings")
        }
        None => false,
    }
}

/// What the walk takes.
fn list(root: &Path, above: &[PathBuf]) -> Listing {
    let relative =
        |path: &Path| path.strip_prefix(root).unwrap_or(path).to_string_lossy().replace('\\', "/");
    let wanted = |path: &Path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let is_python = name.ends_with(".py");
        anchors::kind_of(&name).is_some()
            || is_python && is_called_settings(&relative(path))
            || proxies::may_configure(&name)
    };
    let options = WalkOptions {
        root: root.to_owned(),
        exclude: vec!["migrations".to_owned()],
        ignore_files: IgnoreFiles::Respect,
    };
    let mut found = walk(&[root.to_owned()], &options, &wanted).files;
    for folder in above {
        found.extend(beside(folder).into_iter().filter(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            anchors::kind_of(&name).is_some() || proxies::may_configure(&name)
        }));
    }
    let mut listing = Listing::default();
    let mut n_proxies = 0;
    for path in found {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if let Some(kind) = anchors::kind_of(&name) {
            listing.anchors.push((path.clone(), kind));
        } else if proxies::may_configure(&name) {
            n_proxies += 1;
            let text = (n_proxies <= MOST_PROXIES).then(|| text_on_disk(&path)).flatten();
            let said = text.and_then(|text| Proxy::read(&name, &text));
            listing.proxy = match (listing.proxy, said) {
                (Some(known), Some(said)) => Some(known.and(said)),
                (known, said) => known.or(said),
            };
        } else if !is_left_out(&relative(&path)) && listing.candidates.len() < MOST_CANDIDATES {
            listing.candidates.push(path);
        }
    }
    listing
}

/// Modules that look like settings and are none of a project's own.
fn is_left_out(relative: &str) -> bool {
    relative.ends_with("conf/global_settings.py")
        || relative.contains("{{")
        || relative.contains("project_template/")
        || relative.contains("/migrations/")
}

fn beside(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> =
        entries.flatten().take(10_000).map(|entry| entry.path()).filter(|p| p.is_file()).collect();
    paths.sort();
    paths
}

fn source(
    sources: &mut HashMap<PathBuf, Option<Arc<SourceFile>>>,
    path: &Path,
    modules: &dyn Modules,
) -> Option<Arc<SourceFile>> {
    if let Some(known) = sources.get(path) {
        return known.clone();
    }
    let read = modules.text(path).map(|text| {
        let place = modules.place(path);
        let place = place.as_ref().map(|(module, is_package)| (module.as_str(), *is_package));
        Arc::new(SourceFile::new(url::of_path(path), place, text))
    });
    sources.insert(path.to_owned(), read.clone());
    read
}

/// Finds and reads the modules that settings are made of.
struct Reader<'k> {
    kept: Mutex<&'k mut HashMap<PathBuf, Option<Arc<SourceFile>>>>,
    modules: &'k dyn Modules,
    /// Folders that `manage.py` runs in: imports count from there too.
    starts: &'k [PathBuf],
}

impl Reader<'_> {
    fn read(&self, path: &Path) -> Option<Arc<SourceFile>> {
        source(&mut lock(&self.kept), path, self.modules)
    }
}

impl SettingsFiles for Reader<'_> {
    fn module(&self, from: &SourceFile, dotted: &str) -> Option<Arc<SourceFile>> {
        let path = url::path_of(&from.url)?;
        let found = self.modules.find(&path, self.starts, dotted)?;
        self.read(&found)
    }

    fn beside(&self, from: &SourceFile, pattern: &str) -> Vec<Arc<SourceFile>> {
        let Some(path) = url::path_of(&from.url) else { return Vec::new() };
        let Some(folder) = path.parent() else { return Vec::new() };
        let target = folder.join(pattern);
        if !pattern.contains('*') {
            return if target.is_file() {
                self.read(&target).into_iter().collect()
            } else {
                Vec::new()
            };
        }
        let (Some(around), Some(name)) = (target.parent(), target.file_name()) else {
            return Vec::new();
        };
        let Ok(glob) = globset::Glob::new(&name.to_string_lossy()) else { return Vec::new() };
        let matcher = glob.compile_matcher();
        beside(around)
            .into_iter()
            .filter(|path| path.file_name().is_some_and(|name| matcher.is_match(name)))
            .filter(|path| path.file_name().is_some_and(|name| name != "__init__.py"))
            .filter_map(|path| self.read(&path))
            .collect()
    }

    fn is_own(&self, from: &SourceFile, dotted: &str) -> bool {
        let top = dotted.split('.').next().unwrap_or(dotted);
        url::path_of(&from.url)
            .is_some_and(|path| self.modules.find(&path, self.starts, top).is_some())
    }
}

/// The text of a file on disk.
pub(super) fn text_on_disk(path: &Path) -> Option<Arc<str>> {
    let (bytes, _) = disk::read_bytes(path, MOST_BYTES).ok()?;
    Some(decode_python(&bytes).text.into())
}

fn lock<T: ?Sized>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // Whatever panics while it is held leaves views that are asked for again.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

//! What an earlier run over the same folder found to be clean, so that it is not looked at again.
//!
//! Kept are files without findings, notes and trouble, each with the state of all files its result rests on. What
//! cannot be told of single files (files that came or went, manifests, configuration, the program itself) is one hash
//! for all: if it differs, nothing that is kept counts. A file that changed in the last moments is not kept, for
//! another change might leave the same traces.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::ffi::OsString;
use std::fs::{self, Metadata};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use super::ground::{Files, Ground};
use super::options::{Configuration, Targets};
use crate::workspace::{concerns_settings, own_rules, project};

/// Changes with the form of the file.
const MAGIC: &str = "watchpost cache 1";

/// Larger files are neither written nor read.
const MOST_BYTES: usize = 64_000_000;

/// Files kept in the folder.
const MOST_FILES: usize = 16;

/// How the names of our files begin.
const PREFIX: &str = "check-";

/// Clocks of file systems are coarse: what is younger may change without showing it.
const YOUNG: Duration = Duration::from_secs(2);

/// The state of a file: length, when it was written, and when its entry changed, in nanoseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
struct Stamp(u64, u64, u64);

/// What the file holds.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Body {
    /// Hash of everything that all results rest on.
    key: u64,
    /// Folders that imports were looked for in besides those with checked files, with hashes of their listings.
    folders: Vec<(String, u64)>,
    /// Files by absolute path; without a state if there is no such file.
    files: Vec<(String, Option<Stamp>)>,
    /// Of `files`, those that all results rest on.
    common: Vec<u32>,
    /// Of `files`, the clean ones, with those that each rests on.
    clean: Vec<(u32, Vec<u32>)>,
}

/// The results of earlier runs, and of this one.
pub struct Cache {
    path: PathBuf,
    here: PathBuf,
    key: u64,
    started: SystemTime,
    /// States before anything was read.
    before: HashMap<PathBuf, Option<Stamp>>,
    clean: HashMap<PathBuf, Vec<PathBuf>>,
    folders: BTreeSet<PathBuf>,
    common: BTreeSet<PathBuf>,
    /// Folders whose listings the key covers.
    listed: BTreeSet<PathBuf>,
    is_changed: bool,
}

impl Cache {
    /// The cache of a run over the whole current folder; none for other runs, whose results rest on files outside of
    /// what they list.
    pub fn open(
        ground: &Ground,
        files: &Files,
        targets: &Targets,
        configuration: &Configuration,
        started: SystemTime,
    ) -> Option<Self> {
        let here = ground.here();
        let is_whole = match targets.paths.as_slice() {
            [] => true,
            [path] => path.as_os_str() == ".",
            _ => false,
        };
        // Inside a package, imports lead out of the folder. Rules of one's own are being worked on.
        let is_bounded =
            is_whole && files.troubles.is_empty() && !here.join("__init__.py").exists();
        if !is_bounded || own_rules::folder(here).is_some() {
            return None;
        }
        let program = fs::metadata(std::env::current_exe().ok()?).ok()?;
        let options = format!("{configuration:?}");
        let name = hash(|hasher| (here, &options).hash(hasher));
        let listed = folders(here, &files.paths);
        let key = hash(|hasher| {
            (crate::VERSION, stamp_of(&program), here, options).hash(hasher);
            for file in ground.discovery.mistakes() {
                (&file.path, &file.text).hash(hasher);
            }
            files.paths.hash(hasher);
            for path in &files.beside {
                (path, state(&here.join(path), started)).hash(hasher);
            }
            for folder in &listed {
                (folder, listing(folder, started)).hash(hasher);
            }
        });
        let mut cache = Self {
            path: folder()?.join(format!("{PREFIX}{name:016x}")),
            here: here.to_owned(),
            key,
            started,
            before: HashMap::new(),
            clean: HashMap::new(),
            folders: BTreeSet::new(),
            common: BTreeSet::new(),
            listed,
            is_changed: false,
        };
        if let Some(body) = read(&cache.path) {
            cache.take(&body);
        }
        Some(cache)
    }

    /// Takes what still holds.
    fn take(&mut self, body: &Body) {
        let holds: Vec<bool> =
            body.files.iter().map(|(path, known)| stamp(Path::new(path)) == *known).collect();
        let is_same = |index: &u32| holds.get(*index as usize).copied().unwrap_or(false);
        let are_same = body.key == self.key
            && body.common.iter().all(is_same)
            && body.folders.iter().all(|(path, known)| {
                let path = Path::new(path);
                listing(path, self.started) == *known
            });
        if !are_same {
            return;
        }
        let path = |index: &u32| body.files.get(*index as usize).map(|(path, _)| path.into());
        for (file, basis) in &body.clean {
            if !is_same(file) || !basis.iter().all(is_same) {
                continue;
            }
            if let Some(file) = path(file) {
                self.clean.insert(file, basis.iter().filter_map(path).collect());
            }
        }
        for ((path, state), holds) in body.files.iter().zip(&holds) {
            if *holds {
                self.before.insert(path.into(), *state);
            }
        }
        self.folders.extend(body.folders.iter().map(|(path, _)| path.into()));
        self.common.extend(body.common.iter().filter_map(path));
        self.is_changed = self.clean.len() != body.clean.len();
    }

    /// The files that have to be looked at.
    pub fn open_files(&mut self, paths: &[PathBuf]) -> Vec<PathBuf> {
        let mut open = Vec::new();
        for path in paths {
            let whole = self.here.join(path);
            if self.clean.contains_key(&whole) {
                continue;
            }
            let state = stamp(&whole);
            self.before.insert(whole, state);
            open.push(path.clone());
        }
        tracing::debug!("{} of {} files are looked at", open.len(), paths.len());
        open
    }

    /// A file is clean, as far as the files in `basis` stay as they are.
    pub fn add(&mut self, path: &Path, basis: HashSet<PathBuf>) {
        let path = self.here.join(path);
        let is_old = |path: &PathBuf, before: &mut HashMap<PathBuf, Option<Stamp>>| {
            let state = *before.entry(path.clone()).or_insert_with(|| stamp(path));
            path.to_str().is_some() && state.is_some_and(|state| !is_young(&state, self.started))
        };
        let before = &mut self.before;
        if is_old(&path, before) && basis.iter().all(|path| is_old(path, before)) {
            self.clean.insert(path, basis.into_iter().collect());
            self.is_changed = true;
        }
    }

    /// Writes what is known now, if that is more or less than before. That it cannot be written is nobody's trouble.
    pub fn write(mut self, ground: &Ground) {
        if !self.is_changed {
            return;
        }
        self.folders.extend(ground.listed_folders());
        self.common.extend(ground.requirement_files());
        let _ = self.body().and_then(|body| write(&self.path, &body));
    }

    fn body(&self) -> Option<Body> {
        let mut body = Body { key: self.key, ..Body::default() };
        for folder in self.folders.difference(&self.listed) {
            let changed = fs::metadata(folder).ok();
            if changed.is_some_and(|folder| is_young(&stamp_of(&folder), self.started)) {
                return None;
            }
            let listing = listing(folder, self.started);
            body.folders.push((folder.to_str()?.to_owned(), listing));
        }
        let mut numbers = Numbers::default();
        for path in &self.common {
            // Stated now: nobody knew before that it would be read.
            let state = stamp(path);
            if state.is_some_and(|state| is_young(&state, self.started)) {
                return None;
            }
            body.common.push(numbers.of(path, state)?);
        }
        for (path, basis) in &self.clean {
            let file = numbers.of(path, self.before.get(path).copied()?)?;
            let mut rests_on = Vec::with_capacity(basis.len());
            for path in basis {
                rests_on.push(numbers.of(path, self.before.get(path).copied()?)?);
            }
            body.clean.push((file, rests_on));
        }
        body.files = numbers.files;
        Some(body)
    }
}

/// Files by number.
#[derive(Default)]
struct Numbers<'p> {
    known: HashMap<&'p Path, u32>,
    files: Vec<(String, Option<Stamp>)>,
}

impl<'p> Numbers<'p> {
    fn of(&mut self, path: &'p Path, state: Option<Stamp>) -> Option<u32> {
        if let Some(known) = self.known.get(path) {
            return Some(*known);
        }
        let number = u32::try_from(self.files.len()).ok()?;
        self.files.push((path.to_str()?.to_owned(), state));
        self.known.insert(path, number);
        Some(number)
    }
}

fn hash(feed: impl FnOnce(&mut DefaultHasher)) -> u64 {
    let mut hasher = DefaultHasher::new();
    feed(&mut hasher);
    hasher.finish()
}

fn nanoseconds(time: SystemTime) -> u64 {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_nanos()).unwrap_or(u64::MAX)
}

fn stamp_of(metadata: &Metadata) -> Stamp {
    #[cfg(unix)]
    let entry_changed = {
        use std::os::unix::fs::MetadataExt as _;
        let nanoseconds = metadata.ctime().wrapping_mul(1_000_000_000);
        nanoseconds.wrapping_add(metadata.ctime_nsec()).cast_unsigned()
    };
    #[cfg(not(unix))]
    let entry_changed = 0;
    // Where there is no such time, the file always is too young.
    let written = metadata.modified().map_or(u64::MAX, nanoseconds);
    Stamp(metadata.len(), written, entry_changed)
}

/// The state of the regular file at `path`; none if there is no such file.
fn stamp(path: &Path) -> Option<Stamp> {
    let metadata = fs::metadata(path).ok()?;
    metadata.is_file().then(|| stamp_of(&metadata))
}

fn is_young(stamp: &Stamp, started: SystemTime) -> bool {
    stamp.1 >= nanoseconds(started.checked_sub(YOUNG).unwrap_or(UNIX_EPOCH))
}

/// What tells one state of a small file from another; the content of one that is young.
fn state(path: &Path, started: SystemTime) -> (Option<Stamp>, Option<Vec<u8>>) {
    let stamp = stamp(path);
    match stamp {
        Some(young) if is_young(&young, started) => (None, fs::read(path).ok()),
        _ => (stamp, None),
    }
}

/// The folders of the files, and those around them up to `here`.
fn folders(here: &Path, paths: &[PathBuf]) -> BTreeSet<PathBuf> {
    let mut all = BTreeSet::from([here.to_owned()]);
    for path in paths {
        for folder in path.ancestors().skip(1) {
            if !all.insert(here.join(folder)) {
                break;
            }
        }
    }
    // Their files count for the project that the folder around them begins.
    let requirements: Vec<PathBuf> =
        all.iter().map(|folder| folder.join("requirements")).filter(|path| path.is_dir()).collect();
    all.extend(requirements);
    all
}

/// A hash of the names in a folder, and of the states of the files there that tell of a project.
fn listing(folder: &Path, started: SystemTime) -> u64 {
    let mut names: Vec<(OsString, [bool; 3])> = Vec::new();
    let entries = fs::read_dir(folder).ok();
    let is_there = entries.is_some();
    for entry in entries.into_iter().flatten().flatten() {
        let name = entry.file_name();
        // Python writes these whenever it runs.
        let is_compiled =
            name == "__pycache__" || Path::new(&name).extension().is_some_and(|e| e == "pyc");
        let Ok(mut kind) = entry.file_type() else { continue };
        let is_link = kind.is_symlink();
        if is_link && let Ok(target) = fs::metadata(entry.path()) {
            kind = target.file_type();
        }
        if !is_compiled {
            names.push((name, [kind.is_dir(), kind.is_file(), is_link]));
        }
    }
    names.sort();
    hash(|hasher| {
        is_there.hash(hasher);
        for (name, kind) in &names {
            (name, kind).hash(hasher);
            let path = Path::new(name);
            let is_code = path.extension().is_some_and(|extension| extension == "py");
            let tells = project::concerns(path) || concerns_settings(path);
            if kind[1] && tells && (!is_code || name == "setup.py") {
                state(&folder.join(name), started).hash(hasher);
            }
        }
    })
}

/// The folder that caches lie in.
fn folder() -> Option<PathBuf> {
    let of =
        |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    if let Some(given) = of("WATCHPOST_CACHE_DIR") {
        return Some(given);
    }
    let users = if cfg!(windows) {
        of("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        of("HOME").map(|home| home.join("Library/Caches"))
    } else {
        let given = of("XDG_CACHE_HOME").filter(|path| path.is_absolute());
        given.or_else(|| of("HOME").map(|home| home.join(".cache")))
    };
    users.map(|users| users.join("watchpost"))
}

/// Reads what an earlier run wrote; nothing if anything about it is not as it was written.
fn read(path: &Path) -> Option<Body> {
    let metadata = fs::metadata(path).ok()?;
    if !metadata.is_file() || metadata.len() > MOST_BYTES as u64 {
        return None;
    }
    let bytes = fs::read(path).ok()?;
    let end = bytes.iter().position(|&byte| byte == b'\n')?;
    let (head, body) = (bytes.get(..end)?, bytes.get(end + 1..)?);
    if head != heading(body).as_bytes() {
        return None;
    }
    serde_json::from_slice(body).ok()
}

fn heading(body: &[u8]) -> String {
    format!("{MAGIC} {:016x}", hash(|hasher| body.hash(hasher)))
}

/// Puts the file in its place as a whole, and removes the oldest where there are too many.
fn write(path: &Path, body: &Body) -> Option<()> {
    let body = serde_json::to_vec(body).ok()?;
    let mut bytes = heading(&body).into_bytes();
    bytes.push(b'\n');
    bytes.extend(body);
    if bytes.len() > MOST_BYTES {
        return None;
    }
    let folder = path.parent()?;
    fs::create_dir_all(folder).ok()?;
    let draft = path.with_extension(std::process::id().to_string());
    let written = fs::write(&draft, &bytes).and_then(|()| fs::rename(&draft, path));
    if written.is_err() {
        // It may not even be there.
        let _ = fs::remove_file(&draft);
    }
    written.ok()?;
    let mut ours: Vec<(SystemTime, PathBuf)> = fs::read_dir(folder)
        .ok()?
        .flatten()
        .filter(|entry| entry.file_name().to_string_lossy().starts_with(PREFIX))
        .filter_map(|entry| Some((entry.metadata().ok()?.modified().ok()?, entry.path())))
        .collect();
    ours.sort();
    let n_spare = ours.len().saturating_sub(MOST_FILES);
    for (_, path) in ours.into_iter().take(n_spare) {
        // Another run may have been faster.
        let _ = fs::remove_file(path);
    }
    Some(())
}

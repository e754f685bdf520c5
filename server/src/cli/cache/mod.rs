//! What earlier runs of `check` found, so that what did not change is not looked at again.
//!
//! A run keeps everything it looked at on disk, as states: files, folders with what they list, paths that are not there.
//! What may count for every file (folders, manifests, configuration, ignore files) is common: if some of it changed,
//! nothing that is kept counts. An answer holds while its file and the files it rests on are as they were; one that rests
//! on more than can be named holds while all is as it was. If all files have an answer, not even the rules are read.
//! What changed since shortly before the run is not kept, for another change might leave the same traces.

mod body;
mod bytes;
mod states;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::time::SystemTime;

use self::body::{Body, Entry, Kind};
use self::states::{ABSENT, YOUNG, hash};
use super::ground::{Files, Ground};
use super::options::Targets;
use crate::workspace::ledger::{Looks, Names};
use crate::workspace::{concerns_settings, disk, walk};

pub use self::bytes::Answer;

/// Larger files are neither written nor read.
const MOST_BYTES: usize = 64_000_000;

/// Files kept in the folder.
const MOST_FILES: usize = 16;

/// Walks of folders kept in a file.
const MOST_WALKS: usize = 8;

/// How the names of our files begin.
const PREFIX: &str = "check-";

/// A file to look at, with what is known of it.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Listed {
    /// As the walk names it.
    pub path: PathBuf,
    entry: Option<usize>,
}

/// An answer that was made now: its file, what it rests on if that is known, and what it says.
type Made = (PathBuf, Option<HashSet<PathBuf>>, Vec<u8>);

/// The results of earlier runs, and of this one.
pub struct Cache {
    path: PathBuf,
    here: PathBuf,
    started: SystemTime,
    kept: Body,
    /// Whether each entry of `kept` holds, as far as that was asked.
    holds: Vec<Option<bool>>,
    made: Vec<Made>,
    is_changed: bool,
}

impl Cache {
    /// The cache of runs in a folder with options that say the same.
    pub fn open(here: &Path, options: &str, started: SystemTime) -> Option<Self> {
        let program = std::env::current_exe().ok()?;
        let name = hash(|hasher| std::hash::Hash::hash(&(here, options), hasher));
        let key = hash(|hasher| {
            // Where the user's own ignore file lies.
            let home = ["HOME", "XDG_CONFIG_HOME"].map(std::env::var_os);
            let rest = (crate::VERSION, states::state(&program), here, options, home);
            std::hash::Hash::hash(&rest, hasher);
        });
        let path = folder()?.join(format!("{PREFIX}{name:016x}"));
        let kept = read(&path).and_then(|bytes| Body::read(bytes, key));
        let kept = kept.unwrap_or_else(|| Body::empty(key));
        let mut cache = Self {
            path,
            here: here.to_owned(),
            started,
            holds: vec![None; kept.entries.len()],
            kept,
            made: Vec::new(),
            is_changed: false,
        };
        let common = (0..cache.kept.entries.len()).filter(|&i| cache.kept.entries[i].is_common);
        let changed = common.collect::<Vec<_>>().into_iter().find(|&index| !cache.holds(index));
        if let Some(index) = changed {
            let Entry { path, kind, .. } = &cache.kept.entries[index];
            tracing::debug!("everything again: `{}` has changed ({kind:?})", path.display());
            cache.forget();
        }
        Some(cache)
    }

    fn forget(&mut self) {
        self.kept = Body::empty(self.kept.key);
        self.holds.clear();
        self.is_changed = true;
    }

    /// Whether what an entry is about is as it was.
    fn holds(&mut self, index: usize) -> bool {
        let (Some(known), Some(entry)) = (self.holds.get(index), self.kept.entries.get_mut(index))
        else {
            return false;
        };
        if let Some(known) = known {
            return *known;
        }
        let holds = match entry.kind {
            Kind::Content => states::state(&entry.path) == entry.state,
            Kind::Existence => states::existence(&entry.path) == entry.state,
            Kind::Listing(names, known) => {
                let is_same = states::state(&entry.path) == entry.state;
                is_same || {
                    // What came and went, or does not count.
                    entry.state = states::lasting_state(&entry.path, self.started);
                    self.is_changed = true;
                    entry.state != YOUNG && states::listing(&entry.path, names).0 == known
                }
            }
        };
        self.holds[index] = Some(holds);
        holds
    }

    fn all_hold(&mut self) -> bool {
        (0..self.kept.entries.len()).all(|index| self.holds(index))
    }

    /// The files that the walk of earlier runs found for the same targets; none if there was no such walk.
    pub fn listed(&self, targets: &Targets) -> Option<Vec<Listed>> {
        if !self.kept.is_plain {
            return None;
        }
        let whole = [PathBuf::from(".")];
        let paths = if targets.paths.is_empty() { &whole } else { targets.paths.as_slice() };
        let mut listed = Vec::new();
        for target in paths {
            let target = plain(target)?;
            let at = self.whole(&target);
            match self.kept.walk_around(&at) {
                Some(walk) => {
                    let top = at.to_str()?;
                    for &file in &walk.files {
                        let path = self.kept.entries[file].path.to_str()?;
                        let below = path.strip_prefix(top).and_then(|p| p.strip_prefix('/'));
                        if let Some(below) = below {
                            listed.push(Listed { path: target.join(below), entry: Some(file) });
                        }
                    }
                }
                None if targets.force_exclude || !at.is_file() => return None,
                None => listed.push(Listed { entry: self.kept.content(&at), path: target }),
            }
        }
        listed.sort();
        listed.dedup_by(|one, other| one.path == other.path);
        Some(listed)
    }

    /// Names of files as walks give them.
    pub fn names(&self, paths: &[PathBuf]) -> Vec<Listed> {
        let entry = |path: &Path| {
            let path = plain(path).filter(|plain| plain == path)?;
            self.kept.content(&self.here.join(path))
        };
        paths.iter().map(|path| Listed { path: path.clone(), entry: entry(path) }).collect()
    }

    /// The answers there are, and the files that have none.
    pub fn answers(&mut self, listed: &[Listed]) -> (Vec<Answer>, Vec<PathBuf>) {
        let (mut answers, mut open) = (Vec::new(), Vec::new());
        for Listed { path, entry } in listed {
            match entry.and_then(|entry| self.answer(entry, path)) {
                Some(answer) => answers.extend(answer),
                None => open.push(path.clone()),
            }
        }
        tracing::debug!("{} of {} files are looked at", open.len(), listed.len());
        (answers, open)
    }

    /// The answer for a file, nothing in it if there is nothing to say.
    fn answer(&mut self, entry: usize, path: &Path) -> Option<Option<Answer>> {
        let index = self.kept.answer_of(entry)?;
        let held = &self.kept.answers[index];
        if held.is_relative != path.is_relative() {
            return None;
        }
        let holds = match held.rests.clone() {
            Some(rests) => self.holds(entry) && self.kept.rests(rests).all(|i| self.holds(i)),
            None => self.all_hold(),
        };
        if !holds {
            return None;
        }
        let bytes = self.kept.said(index)?;
        if bytes.is_empty() {
            return Some(None);
        }
        let mut answer = Answer::read(bytes)?;
        if let Some(found) = &mut answer.found {
            found.file.text = disk::read(path).ok()?.decoded.text.into();
        }
        answer.path = path.to_owned();
        Some(Some(answer))
    }

    /// Keeps what a look at a file gave, as far as the files in `basis` stay as they are; without a basis, as far as
    /// everything does.
    pub fn add(&mut self, path: PathBuf, basis: Option<HashSet<PathBuf>>, said: Vec<u8>) {
        if plain(&path).is_some_and(|plain| plain == path) {
            self.made.push((path, basis, said));
            self.is_changed = true;
        }
    }

    /// Writes what is known now, if that is more or less than before. That it cannot be written is nobody's trouble.
    pub fn write(mut self, ground: &Ground, looks: &Looks, walked: Option<(&Targets, &Files)>) {
        let is_new_walk = walked.is_some_and(|(targets, files)| {
            ground.is_plain()
                && self.listed(targets).is_none()
                && !self.walks(targets, files).is_empty()
        });
        if !self.is_changed && !is_new_walk {
            return;
        }
        if let Some(body) = self.body(ground, looks, walked) {
            let _ = write(&self.path, &body);
        }
    }

    fn body(
        &mut self,
        ground: &Ground,
        looks: &Looks,
        walked: Option<(&Targets, &Files)>,
    ) -> Option<Vec<u8>> {
        let mut world = World::default();
        let mut is_all = self.all_hold();
        for (index, entry) in self.kept.entries.iter().enumerate() {
            if self.holds[index] == Some(true) {
                world.put(entry.clone());
            }
        }
        is_all &= self.look(&mut world, ground, looks, walked.map(|(_, files)| files))?;
        let mut out = world.number();
        let walks = walked.map(|(targets, files)| self.walks(targets, files)).unwrap_or_default();
        for (root, folders, files) in walks {
            out.add_walk(&root, &folders, &files);
        }
        for walk in &self.kept.walks {
            out.take_walk(&self.kept, walk);
        }
        out.walks.truncate(MOST_WALKS);
        out.is_plain = match walked {
            Some((_, files)) => ground.is_plain() && files.troubles.is_empty(),
            None => self.kept.is_plain,
        };
        let mut done: HashSet<PathBuf> = HashSet::new();
        for (path, basis, said) in std::mem::take(&mut self.made) {
            let at = self.here.join(&path);
            if basis.is_some() || is_all {
                out.add_answer(&at, path.is_relative(), basis.as_ref(), &said);
            }
            done.insert(at);
        }
        // Not those that rest on what changed: the number of a file stands for its new state by now.
        let is_same = |index: usize| self.holds[index] == Some(true);
        for (index, held) in self.kept.answers.iter().enumerate() {
            let is_new = done.contains(&self.kept.entries[held.file].path);
            let holds = match held.rests.clone() {
                Some(rests) => is_same(held.file) && self.kept.rests(rests).all(is_same),
                None => is_all,
            };
            if !is_new && holds {
                out.take_answer(&self.kept, index);
            }
        }
        out.written(self.kept.key)
    }

    /// Adds what this run looked at to the world. Says whether that is everything; none if something common changes.
    fn look(
        &self,
        world: &mut World,
        ground: &Ground,
        looks: &Looks,
        files: Option<&Files>,
    ) -> Option<bool> {
        let mut ignored: Vec<PathBuf> = Vec::new();
        for (path, names) in &looks.folders {
            let path = self.whole(path);
            for &names in names {
                if names == Names::All {
                    world.listed.insert(path.clone());
                }
                let state = states::lasting_state(&path, self.started);
                if world.has_listing(&path, names, state) {
                    continue;
                }
                if state == YOUNG {
                    tracing::debug!("`{}` changes", path.display());
                    return None;
                }
                let (hash, has_ignored) = states::listing(&path, names);
                if has_ignored {
                    ignored.extend(walk::ignore_files(&path));
                }
                let kind = Kind::Listing(names, hash);
                world.put(Entry { path: path.clone(), kind, state, is_common: true });
            }
        }
        for entry in &self.kept.entries {
            if matches!(entry.kind, Kind::Listing(Names::All, _)) {
                world.listed.insert(entry.path.clone());
            }
        }
        let mut contents: BTreeMap<PathBuf, (Option<bool>, bool)> = BTreeMap::new();
        for (path, was_there) in &looks.files {
            let path = self.whole(path);
            let is_code = path.extension().is_some_and(|extension| extension == "py");
            let is_common = !is_code && concerns_settings(&path);
            contents.insert(path, (Some(*was_there), is_common));
        }
        for path in looks.common.iter().chain(&ignored) {
            contents.entry(self.here.join(path)).or_default().1 = true;
        }
        for (path, was_there) in ground.discovery.asked() {
            contents.insert(path, (Some(was_there), true));
        }
        for path in files.iter().flat_map(|files| &files.paths) {
            contents.entry(self.here.join(path)).or_default();
        }
        let mut is_all = true;
        for (path, (was_there, is_common)) in contents {
            let state = states::lasting_state(&path, self.started);
            let is_there = state != ABSENT;
            if state == YOUNG || was_there.is_some_and(|was_there| was_there != is_there) {
                if is_common {
                    tracing::debug!("`{}` changes", path.display());
                    return None;
                }
                is_all = false;
                world.drop(&path);
            } else if is_there || !world.covers(&path) {
                world.put(Entry { path, kind: Kind::Content, state, is_common });
            }
        }
        for (path, was_there) in &looks.existing {
            let path = self.here.join(path);
            let state = states::existence(&path);
            if (state != ABSENT) != *was_there {
                return None;
            }
            if !world.covers(&path) {
                world.put(Entry { path, kind: Kind::Existence, state, is_common: true });
            }
        }
        Some(is_all)
    }

    /// Where a path leads from the current folder.
    fn whole(&self, path: &Path) -> PathBuf {
        let path = path.strip_prefix(".").unwrap_or(path);
        if path.as_os_str().is_empty() { self.here.clone() } else { self.here.join(path) }
    }

    /// What a walk found, by its roots; nothing if it cannot be told which root led to what.
    fn walks(
        &self,
        targets: &Targets,
        files: &Files,
    ) -> Vec<(PathBuf, Vec<PathBuf>, Vec<PathBuf>)> {
        let whole = [PathBuf::from(".")];
        let paths = if targets.paths.is_empty() { &whole } else { targets.paths.as_slice() };
        let whole_path = |path: &Path| plain(path).map(|plain| self.whole(&plain));
        let Some(tops) = paths.iter().map(|path| whole_path(path)).collect::<Option<Vec<_>>>()
        else {
            return Vec::new();
        };
        let is_inside =
            |one: usize, other: usize| one != other && tops[one].starts_with(&tops[other]);
        if (0..tops.len()).any(|one| (0..tops.len()).any(|other| is_inside(one, other))) {
            return Vec::new();
        }
        let all = |paths: &[PathBuf], top: &Path| -> Vec<PathBuf> {
            let whole = paths.iter().filter_map(|path| whole_path(path));
            whole.filter(|path| path.starts_with(top)).collect()
        };
        let roots = tops.into_iter().filter(|top| top.is_dir());
        roots
            .map(|top| {
                let (folders, files) = (all(&files.folders, &top), all(&files.paths, &top));
                (top, folders, files)
            })
            .collect()
    }
}

/// A path made of plain names only, without a `.` in front.
fn plain(path: &Path) -> Option<PathBuf> {
    let mut plain = PathBuf::new();
    for (index, part) in path.components().enumerate() {
        match part {
            Component::CurDir if index == 0 => {}
            Component::ParentDir | Component::CurDir => return None,
            part => plain.push(part),
        }
    }
    Some(plain)
}

/// Everything that was looked at, by path.
#[derive(Default)]
struct World {
    entries: BTreeMap<(String, u8), Entry>,
    /// Folders of which all names are among the entries.
    listed: HashSet<PathBuf>,
    /// Something in it has a name that is no text.
    is_broken: bool,
}

impl World {
    fn put(&mut self, mut entry: Entry) {
        let Some(path) = entry.path.to_str() else {
            self.is_broken = true;
            return;
        };
        let key = (path.to_owned(), entry.kind.number());
        if let Some(known) = self.entries.get(&key) {
            entry.is_common |= known.is_common;
        }
        self.entries.insert(key, entry);
    }

    fn drop(&mut self, path: &Path) {
        if let Some(path) = path.to_str() {
            self.entries.remove(&(path.to_owned(), Kind::Content.number()));
        }
    }

    fn has_listing(&self, path: &Path, names: Names, state: u64) -> bool {
        let Some(path) = path.to_str() else { return false };
        let key = (path.to_owned(), Kind::Listing(names, 0).number());
        self.entries.get(&key).is_some_and(|entry| entry.state == state)
    }

    /// Whether the listing of a folder tells that there is something, or nothing, at `path`.
    fn covers(&self, path: &Path) -> bool {
        let mut path = path;
        while let (Some(folder), Some(name)) = (path.parent(), path.file_name()) {
            if self.listed.contains(folder) {
                return states::tells(Path::new(name));
            }
            if folder.exists() {
                return false;
            }
            path = folder;
        }
        false
    }

    /// The entries by number.
    fn number(self) -> body::Writing {
        let entries: Vec<Entry> = self.entries.into_values().collect();
        let numbers: HashMap<PathBuf, usize> = entries
            .iter()
            .enumerate()
            .filter(|(_, entry)| entry.kind == Kind::Content && entry.state != ABSENT)
            .map(|(index, entry)| (entry.path.clone(), index))
            .collect();
        let is_listing = |entry: &Entry| matches!(entry.kind, Kind::Listing(Names::All, _));
        let folders = entries
            .iter()
            .enumerate()
            .filter(|(_, entry)| is_listing(entry))
            .map(|(index, entry)| (entry.path.clone(), index))
            .collect();
        body::Writing { entries, numbers, folders, is_broken: self.is_broken, ..Default::default() }
    }
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

/// Reads what an earlier run wrote.
fn read(path: &Path) -> Option<Vec<u8>> {
    let metadata = fs::metadata(path).ok()?;
    if !metadata.is_file() || metadata.len() > MOST_BYTES as u64 {
        return None;
    }
    fs::read(path).ok()
}

/// Puts the file in its place as a whole, and removes the oldest where there are too many.
fn write(path: &Path, bytes: &[u8]) -> Option<()> {
    if bytes.len() > MOST_BYTES {
        return None;
    }
    let folder = path.parent()?;
    fs::create_dir_all(folder).ok()?;
    let draft = path.with_extension(std::process::id().to_string());
    let written = fs::write(&draft, bytes).and_then(|()| fs::rename(&draft, path));
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

//! What a run looks at on disk: with it a later run can tell whether it would see the same.
//!
//! Kept only by a command that asks for it. Every look goes through `disk`, `walk` or a listing of this folder, and each
//! of them writes itself down here.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};

/// What of a folder's entries counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Names {
    /// Every name.
    All,
    /// What can be imported.
    Modules,
    /// Names of requirement files.
    Requirements,
}

/// Everything that was looked at.
#[derive(Debug, Default)]
pub struct Looks {
    /// Files that were read, or whose state was asked for, with whether they were there.
    pub files: HashMap<PathBuf, bool>,
    /// Those of them that may count for every file that is checked.
    pub common: HashSet<PathBuf>,
    /// Paths of which only was asked whether they are there, with the answer; that counts for every file.
    pub existing: HashMap<PathBuf, bool>,
    /// Folders that were listed.
    pub folders: HashMap<PathBuf, HashSet<Names>>,
}

static LEDGER: OnceLock<Mutex<Looks>> = OnceLock::new();

/// Begins to write down what is looked at.
pub fn begin() {
    LEDGER.get_or_init(Mutex::default);
}

/// What was looked at since `begin`.
pub fn take() -> Looks {
    LEDGER.get().map(|ledger| std::mem::take(&mut *lock(ledger))).unwrap_or_default()
}

/// Whether it is written down what is looked at.
pub(super) fn is_kept() -> bool {
    LEDGER.get().is_some()
}

/// The file at `path` was looked at.
pub(super) fn file(path: &Path, is_there: bool) {
    with(|looks| add(&mut looks.files, path, is_there));
}

/// The file at `path` counts for all others.
pub(super) fn common(path: &Path) {
    with(|looks| {
        looks.common.insert(path.to_owned());
    });
}

/// It was asked whether there is something at `path`.
pub(super) fn existence(path: &Path, is_there: bool) {
    with(|looks| add(&mut looks.existing, path, is_there));
}

/// The folder at `path` was listed.
pub(super) fn folder(path: &Path, names: Names) {
    with(|looks| {
        if let Some(known) = looks.folders.get_mut(path) {
            known.insert(names);
        } else {
            looks.folders.insert(path.to_owned(), HashSet::from([names]));
        }
    });
}

fn with(note: impl FnOnce(&mut Looks)) {
    if let Some(ledger) = LEDGER.get() {
        note(&mut lock(ledger));
    }
}

/// Most paths are asked for again and again.
fn add(paths: &mut HashMap<PathBuf, bool>, path: &Path, is_there: bool) {
    match paths.get_mut(path) {
        // What came or went meanwhile differs from what will be seen at the end.
        Some(known) => *known |= is_there,
        None => {
            paths.insert(path.to_owned(), is_there);
        }
    }
}

fn lock(ledger: &Mutex<Looks>) -> std::sync::MutexGuard<'_, Looks> {
    // Sets are whole between any two statements.
    ledger.lock().unwrap_or_else(PoisonError::into_inner)
}

//! What tells one state of a file or folder from another without reading it.
//!
//! A state is the identity of the entry on its disk with length, time of writing and time of the last change of the entry,
//! which nobody can set. As a state counts only what is older than the run that saw it by more than a tick of the clock of
//! the file system: what is younger may change again without another time. Git does so for its index, and trusts the
//! times of folders for what they list as well.

use std::ffi::OsString;
use std::fs::{self, Metadata};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::workspace::ledger::Names;

/// Ticks of file systems that keep parts of seconds are shorter.
const TICK: Duration = Duration::from_millis(50);

/// Ticks of those that do not are.
const LONG_TICK: Duration = Duration::from_secs(2);

/// The state of nothing.
pub const ABSENT: u64 = 0;

/// The state of what is there in a state that cannot be told from the next.
pub const YOUNG: u64 = 1;

const SECOND: u64 = 1_000_000_000;

/// A hash of what is fed.
pub fn hash(feed: impl FnOnce(&mut DefaultHasher)) -> u64 {
    let mut hasher = DefaultHasher::new();
    feed(&mut hasher);
    hasher.finish()
}

fn nanoseconds(time: SystemTime) -> u64 {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_nanos()).unwrap_or(u64::MAX)
}

/// The state of what metadata are of, and when it began, in nanoseconds.
fn told(metadata: &Metadata) -> (u64, u64) {
    // Where there is no such time, everything always is too young.
    let written = metadata.modified().map_or(u64::MAX, nanoseconds);
    #[cfg(unix)]
    let (since, identity) = {
        use std::os::unix::fs::MetadataExt as _;
        let seconds = metadata.ctime().cast_unsigned().wrapping_mul(SECOND);
        let changed = seconds.wrapping_add(metadata.ctime_nsec().cast_unsigned());
        (changed, (metadata.dev(), metadata.ino(), metadata.mode(), changed))
    };
    #[cfg(not(unix))]
    let (since, identity) = (written, metadata.created().map_or(0, nanoseconds));
    let state = hash(|hasher| {
        (metadata.len(), written, identity, metadata.is_file(), metadata.is_dir()).hash(hasher);
    });
    (state.max(YOUNG + 1), since)
}

fn is_young(since: u64, started: SystemTime) -> bool {
    let tick = if since.is_multiple_of(SECOND) { LONG_TICK } else { TICK };
    since >= nanoseconds(started.checked_sub(tick).unwrap_or(UNIX_EPOCH))
}

/// The state of what is at `path` now.
pub fn state(path: &Path) -> u64 {
    fs::metadata(path).map_or(ABSENT, |metadata| told(&metadata).0)
}

/// The state of what is at `path`, if it has been in it since before the run that `started` then.
pub fn lasting_state(path: &Path, started: SystemTime) -> u64 {
    let Ok(metadata) = fs::metadata(path) else { return ABSENT };
    let (state, since) = told(&metadata);
    if is_young(since, started) { YOUNG } else { state }
}

/// Whether there is something at `path`, as a state.
pub fn existence(path: &Path) -> u64 {
    if path.exists() { YOUNG + 1 } else { ABSENT }
}

/// Whether a name in a folder may mean something to us: not what Python and editors leave behind.
pub fn tells(name: &Path) -> bool {
    let text = name.to_string_lossy();
    let is_left_behind = text == "__pycache__"
        || text == "4913"
        || text.ends_with('~')
        || text.starts_with(".#")
        || text.starts_with(".~lock")
        || name.extension().is_some_and(|extension| {
            ["pyc", "pyo", "swp", "swo", "swx", "tmp"].iter().any(|known| extension == *known)
        });
    !is_left_behind
}

/// A hash of what counts of the names in a folder, and whether files there may tell what to ignore.
pub fn listing(folder: &Path, names: Names) -> (u64, bool) {
    let mut found: Vec<(OsString, [bool; 3])> = Vec::new();
    let entries = fs::read_dir(folder).ok();
    let is_there = entries.is_some();
    for entry in entries.into_iter().flatten().flatten() {
        let name = entry.file_name();
        let Ok(mut kind) = entry.file_type() else { continue };
        let counts = match names {
            Names::All => tells(Path::new(&name)),
            Names::Modules => {
                let is_module = Path::new(&name).extension().is_some_and(|e| e == "py");
                is_module || !kind.is_file() && name != "__pycache__"
            }
            Names::Requirements => name.to_string_lossy().starts_with("requirements"),
        };
        if !counts {
            continue;
        }
        let is_link = kind.is_symlink();
        if is_link && let Ok(target) = fs::metadata(entry.path()) {
            kind = target.file_type();
        }
        found.push((name, [kind.is_dir(), kind.is_file(), is_link]));
    }
    found.sort();
    let tells_ignored =
        |name: &OsString| name == ".gitignore" || name == ".ignore" || name == ".git";
    let has_ignored = found.iter().any(|(name, _)| tells_ignored(name));
    (hash(|hasher| (is_there, found).hash(hasher)), has_ignored)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_changed_within_a_tick_is_young() {
        let started = UNIX_EPOCH + Duration::from_secs(1_000);
        let at = |milliseconds: u64| is_young(milliseconds * 1_000_000 + 1, started);
        assert!(at(1_000_500) && at(1_000_000) && at(999_951));
        assert!(!at(999_949) && !at(998_500));
        // A clock that counts seconds, or pairs of them.
        assert!(is_young(998 * SECOND, started) && !is_young(997 * SECOND, started));
    }

    #[test]
    fn what_editors_leave_behind_tells_nothing() {
        for name in ["a.pyc", "__pycache__", ".a.py.swp", "a.py~", ".#a.py", "4913"] {
            assert!(!tells(Path::new(name)), "{name}");
        }
        for name in ["a.py", ".gitignore", "shop", "README.md", ".git"] {
            assert!(tells(Path::new(name)), "{name}");
        }
    }
}

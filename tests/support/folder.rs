//! A folder of its own for each test, gone when the test ends.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{env, fs, process};

/// A fresh, empty folder; removed with everything in it when dropped.
pub struct Folder {
    path: PathBuf,
}

static COUNTER: AtomicUsize = AtomicUsize::new(0);

impl Folder {
    /// Makes the folder. Its path has no symbolic links in it.
    pub fn new() -> Self {
        let number = COUNTER.fetch_add(1, Ordering::Relaxed);
        let name = format!("watchpost-test-{}-{number}", process::id());
        let path = env::temp_dir().canonicalize().expect("there is a folder for such").join(name);
        // A process of the same id may have been killed here before.
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).expect("temporary folders can be made");
        Self { path }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Writes a file, with the folders above it.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path.join(name);
        let parent = path.parent().expect("files lie in a folder");
        fs::create_dir_all(parent).expect("temporary folders can be made");
        fs::write(&path, content).expect("temporary files can be written");
        path
    }

    /// What a file holds.
    pub fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.path.join(name)).expect("the file is there")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.path);
        // What the program kept about it: never where it keeps the user's.
        let _ = fs::remove_dir_all(self.path.with_extension("cache"));
    }
}

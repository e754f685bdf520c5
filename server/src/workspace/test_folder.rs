//! A folder that lasts as long as its test.

use std::fs;
use std::path::{Path, PathBuf};

/// A fresh folder; removed when dropped.
pub(super) struct Folder(PathBuf);

impl Folder {
    /// `name` must differ between tests.
    pub(super) fn new(name: &str) -> Self {
        let name = format!("watchpost-test-{name}-{}", std::process::id());
        let folder = Self(std::env::temp_dir().join(name));
        fs::create_dir_all(&folder.0).expect("the folder for temporary files is writable");
        folder
    }

    pub(super) fn path(&self, relative: &str) -> PathBuf {
        if relative.is_empty() { self.0.clone() } else { self.0.join(relative) }
    }

    pub(super) fn relative(&self, path: &Path) -> String {
        path.strip_prefix(&self.0).unwrap_or(path).to_string_lossy().replace('\\', "/")
    }

    pub(super) fn write(&self, relative: &str, text: &str) {
        self.write_bytes(relative, text.as_bytes());
    }

    pub(super) fn write_bytes(&self, relative: &str, bytes: &[u8]) {
        let path = self.path(relative);
        fs::create_dir_all(path.parent().expect("below the folder")).expect("writable");
        fs::write(path, bytes).expect("writable");
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // A folder that stays behind harms nobody.
        fs::remove_dir_all(&self.0).ok();
    }
}

//! Changed files: shown as a unified diff, or written in place of the old ones.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use similar::TextDiff;

/// After this long the diff gets rough: correct, but larger than it could be.
const LONGEST_COMPARISON: Duration = Duration::from_secs(2);

/// Why a file was not written.
#[derive(Debug, thiserror::Error)]
pub enum RewriteError {
    /// Somebody else wrote it meanwhile.
    #[error("changed while it was being read, nothing was written")]
    Changed,
    /// The system refused.
    #[error("cannot be written: {0}")]
    Io(#[from] io::Error),
}

/// The difference as `patch` and `git apply` read it; empty for equal texts.
pub fn unified_diff(name: &str, old: &str, new: &str) -> String {
    TextDiff::configure()
        .timeout(LONGEST_COMPARISON)
        .diff_lines(old, new)
        .unified_diff()
        .context_radius(3)
        .header(&format!("a/{name}"), &format!("b/{name}"))
        .to_string()
}

/// Puts `new` where `old` was, at once: a reader sees one or the other, never a part.
///
/// The file keeps its permissions; behind a symbolic link the file itself is written, not the link.
pub fn replace(path: &Path, old: &[u8], new: &[u8]) -> Result<(), RewriteError> {
    let path = path.canonicalize()?;
    let metadata = fs::metadata(&path)?;
    let draft = Draft::new(&path, new)?;
    fs::set_permissions(&draft.path, metadata.permissions())?;
    // As late as possible: what happens between here and the rename goes unseen.
    if fs::read(&path)? != old {
        return Err(RewriteError::Changed);
    }
    draft.publish(&path)?;
    Ok(())
}

/// Writes a file of our own at once, over an old one if there is one.
pub fn write(path: &Path, content: &[u8]) -> io::Result<()> {
    let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    // A pipe or terminal cannot be renamed over.
    if fs::metadata(&path).is_ok_and(|metadata| !metadata.is_file()) {
        return fs::write(&path, content);
    }
    Draft::new(&path, content)?.publish(&path)
}

/// A finished file under a name nobody reads, in the folder where it is to appear; removed unless published.
struct Draft {
    path: PathBuf,
    published: bool,
}

static COUNTER: AtomicUsize = AtomicUsize::new(0);

impl Draft {
    fn new(target: &Path, content: &[u8]) -> io::Result<Self> {
        let number = COUNTER.fetch_add(1, Ordering::Relaxed);
        let name = format!(".watchpost-{}-{number}.tmp", process::id());
        let path = target.with_file_name(name);
        let mut file = OpenOptions::new().write(true).create_new(true).open(&path)?;
        let draft = Self { path, published: false };
        file.write_all(content)?;
        file.sync_all()?;
        Ok(draft)
    }

    fn publish(mut self, target: &Path) -> io::Result<()> {
        fs::rename(&self.path, target)?;
        self.published = true;
        Ok(())
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if !self.published {
            let _ = fs::remove_file(&self.path);
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;

    #[test]
    fn diff_can_be_applied() {
        expect![[r#"
            --- a/shop/views.py
            +++ b/shop/views.py
            @@ -1,2 +1,2 @@
             a
            -b
            +c
        "#]]
        .assert_eq(&unified_diff("shop/views.py", "a\nb\n", "a\nc\n"));
        assert_eq!(unified_diff("x", "a\n", "a\n"), "");
    }
}

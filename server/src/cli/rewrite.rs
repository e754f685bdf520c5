//! Changed files: shown as a unified diff, or written in place of the old ones.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use similar::{Algorithm, DiffTag, capture_diff_slices_deadline, group_diff_ops};

use crate::workspace::disk;

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

/// Lines around a change that are shown with it.
const CONTEXT: usize = 3;

/// The difference as `patch` and `git apply` read it; empty for equal contents.
///
/// Works on bytes, because the file to be patched need not be UTF-8, and knows one line ending, because those
/// programs do.
pub fn unified_diff(name: &str, old: &[u8], new: &[u8]) -> Vec<u8> {
    let lines = |content| <[u8]>::split_inclusive(content, |&byte| byte == b'\n').collect();
    let (old, new): (Vec<&[u8]>, Vec<&[u8]>) = (lines(old), lines(new));
    let deadline = Instant::now() + LONGEST_COMPARISON;
    let steps = capture_diff_slices_deadline(Algorithm::Myers, &old, &new, Some(deadline));
    let mut diff = Vec::new();
    for hunk in group_diff_ops(steps, CONTEXT) {
        let (Some(first), Some(last)) = (hunk.first(), hunk.last()) else { continue };
        if first.tag() == DiffTag::Equal && hunk.len() == 1 {
            continue;
        }
        if diff.is_empty() {
            let names = (header_name("a", name), header_name("b", name));
            diff.extend_from_slice(format!("--- {}\n+++ {}\n", names.0, names.1).as_bytes());
        }
        let old_range = place(first.old_range().start, last.old_range().end);
        let new_range = place(first.new_range().start, last.new_range().end);
        diff.extend_from_slice(format!("@@ -{old_range} +{new_range} @@\n").as_bytes());
        for step in &hunk {
            if step.tag() == DiffTag::Equal {
                add_lines(&mut diff, b' ', &old[step.old_range()]);
            } else {
                add_lines(&mut diff, b'-', &old[step.old_range()]);
                add_lines(&mut diff, b'+', &new[step.new_range()]);
            }
        }
    }
    diff
}

/// First line from 1 and number of lines, as a hunk's head has them.
fn place(start: usize, end: usize) -> String {
    match end - start {
        // Nothing stands behind the line before.
        0 => format!("{start},0"),
        1 => format!("{}", start + 1),
        n_lines => format!("{},{n_lines}", start + 1),
    }
}

fn add_lines(diff: &mut Vec<u8>, mark: u8, lines: &[&[u8]]) {
    for line in lines {
        diff.push(mark);
        diff.extend_from_slice(line);
        if !line.ends_with(b"\n") {
            diff.extend_from_slice(b"\n\\ No newline at end of file\n");
        }
    }
}

/// A name as git writes it: quoted if it would break the line, with a tab behind it if it would seem to end early.
fn header_name(side: &str, name: &str) -> String {
    if name.contains(|c: char| c.is_control() || matches!(c, '"' | '\\')) {
        let mut quoted = format!("\"{side}/");
        for c in name.chars() {
            match c {
                '"' | '\\' => quoted.extend(['\\', c]),
                '\n' => quoted.push_str("\\n"),
                '\t' => quoted.push_str("\\t"),
                c if c.is_control() => {
                    let mut bytes = [0; 4];
                    for byte in c.encode_utf8(&mut bytes).bytes() {
                        quoted.push_str(&format!("\\{byte:03o}"));
                    }
                }
                c => quoted.push(c),
            }
        }
        quoted.push('"');
        return quoted;
    }
    let end = if name.contains(' ') { "\t" } else { "" };
    format!("{side}/{name}{end}")
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
    let now = disk::read_bytes(&path, disk::MOST_BYTES).map_err(|_| RewriteError::Changed)?.0;
    if now != old {
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

    fn check(name: &str, old: &str, new: &str, expected: expect_test::Expect) {
        let diff = unified_diff(name, old.as_bytes(), new.as_bytes());
        expected.assert_eq(std::str::from_utf8(&diff).expect("the texts are UTF-8"));
    }

    #[test]
    fn a_diff_has_the_usual_form() {
        check(
            "shop/views.py",
            "a\nb\n",
            "a\nc\n",
            expect![[r#"
                --- a/shop/views.py
                +++ b/shop/views.py
                @@ -1,2 +1,2 @@
                 a
                -b
                +c
            "#]],
        );
        check("x", "a\n", "a\n", expect![""]);
        check("x", "", "", expect![""]);
    }

    #[test]
    fn changes_far_apart_are_hunks_of_their_own() {
        let lines = |first: &str, last: &str| format!("{first}\n{}{last}\n", "-\n".repeat(8));
        check(
            "x",
            &lines("a", "b"),
            &lines("A", "b\nc"),
            expect![[r#"
                --- a/x
                +++ b/x
                @@ -1,4 +1,4 @@
                -a
                +A
                 -
                 -
                 -
                @@ -8,3 +8,4 @@
                 -
                 -
                 b
                +c
            "#]],
        );
    }

    #[test]
    fn a_missing_line_ending_is_marked_and_does_not_glue() {
        check(
            "x",
            "a\nb",
            "a\nc",
            expect![[r#"
                --- a/x
                +++ b/x
                @@ -1,2 +1,2 @@
                 a
                -b
                \ No newline at end of file
                +c
                \ No newline at end of file
            "#]],
        );
    }

    #[test]
    fn names_are_written_so_that_they_end_where_they_end() {
        assert_eq!(header_name("a", "x.py"), "a/x.py");
        assert_eq!(header_name("a", "my x.py"), "a/my x.py\t");
        assert_eq!(header_name("b", "a\"b\n\u{1}.py"), r#""b/a\"b\n\001.py""#);
    }
}

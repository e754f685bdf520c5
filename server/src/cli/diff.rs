//! `--diff REV`: which lines of a file differ from what a git revision holds.
//!
//! A repository's configuration may name programs: filters, external diffs, text converters, a
//! file watcher, transports. Running `git diff` in a stranger's repository would run them. So git
//! is only asked for the bytes of old versions, which needs none of them, and the comparing is done here.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use similar::{Algorithm, DiffOp};

use crate::text::LineIndex;

/// An old version larger than this is not fetched; the file counts as changed throughout.
const LARGEST_VERSION: u64 = 64 * 1024 * 1024;

/// After this long two versions of one file are compared roughly: too many lines count as changed, never too few.
const LONGEST_COMPARISON: Duration = Duration::from_secs(2);

/// The files of a repository as a revision holds them.
pub struct Revision {
    /// Top folder of the repository, symbolic links resolved.
    top: PathBuf,
    commit: String,
    git: Child,
    ask: ChildStdin,
    answer: BufReader<ChildStdout>,
}

impl Revision {
    /// Opens `revision` of the repository around `folder`.
    pub fn open(folder: &Path, revision: &str) -> anyhow::Result<Self> {
        if revision.is_empty() || revision.contains(char::is_control) {
            bail!("`--diff` needs a branch, tag or commit");
        }
        let top = answer_of(git(folder).args(["rev-parse", "--show-toplevel"]))
            .with_context(|| format!("`{}` is in no git repository", folder.display()))?;
        let top = PathBuf::from(top)
            .canonicalize()
            .context("cannot resolve the top folder of the git repository")?;
        let commit = answer_of(git(folder).args([
            "rev-parse",
            "--verify",
            "--quiet",
            "--end-of-options",
            &format!("{revision}^{{commit}}"),
        ]))
        .with_context(|| format!("`{revision}` names no commit of `{}`", top.display()))?;
        let mut child = git(folder)
            .args(["cat-file", "--batch"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .context("cannot run `git`")?;
        let (Some(ask), Some(answer)) = (child.stdin.take(), child.stdout.take()) else {
            bail!("cannot talk to `git`");
        };
        Ok(Self { top, commit, git: child, ask, answer: BufReader::new(answer) })
    }

    /// The bytes of the file at `path` in this revision; `None` if the revision has no such file.
    pub fn old_bytes(&mut self, path: &Path) -> anyhow::Result<Option<Vec<u8>>> {
        let Ok(path) = path.canonicalize() else { return Ok(None) };
        let Ok(relative) = path.strip_prefix(&self.top) else { return Ok(None) };
        let Some(relative) = relative.to_str() else { return Ok(None) };
        // The conversation is by lines; such names cannot be asked for.
        if relative.contains(['\n', '\r']) {
            return Ok(None);
        }
        let relative = relative.replace(std::path::MAIN_SEPARATOR, "/");
        writeln!(self.ask, "{}:{relative}", self.commit).context("`git` went away")?;
        self.ask.flush().context("`git` went away")?;
        let mut head = String::new();
        self.answer.read_line(&mut head).context("`git` went away")?;
        // "<object> blob <size>", or "<what was asked> missing".
        let mut words = head.trim_end().rsplit(' ');
        let (Some(size), Some(kind)) = (words.next(), words.next()) else {
            if head.is_empty() {
                bail!("`git` went away");
            }
            return Ok(None);
        };
        let Ok(size) = size.parse::<u64>() else { return Ok(None) };
        if size > LARGEST_VERSION {
            std::io::copy(&mut (&mut self.answer).take(size + 1), &mut std::io::sink())?;
            return Ok(None);
        }
        let mut bytes = Vec::new();
        (&mut self.answer).take(size + 1).read_to_end(&mut bytes).context("`git` went away")?;
        bytes.pop();
        Ok((kind == "blob").then_some(bytes))
    }
}

impl Drop for Revision {
    fn drop(&mut self) {
        // It would end by itself when its input closes, but nobody would collect it.
        let _ = self.git.kill();
        let _ = self.git.wait();
    }
}

/// The lines of `new`, from 0, that `old` does not have; ranges are sorted and do not touch.
pub fn changed_lines(old: &str, new: &str) -> Vec<Range<usize>> {
    let (old, new) = (LineIndex::new(old), LineIndex::new(new));
    let old: Vec<&str> = (0..old.n_lines()).map(|line| old.line_text(line)).collect();
    let new: Vec<&str> = (0..new.n_lines()).map(|line| new.line_text(line)).collect();
    let deadline = Instant::now() + LONGEST_COMPARISON;
    let mut changed: Vec<Range<usize>> = Vec::new();
    for op in similar::capture_diff_slices_deadline(Algorithm::Myers, &old, &new, Some(deadline)) {
        let range = match op {
            DiffOp::Equal { .. } | DiffOp::Delete { .. } => continue,
            DiffOp::Insert { new_index, new_len, .. }
            | DiffOp::Replace { new_index, new_len, .. } => new_index..new_index + new_len,
        };
        match changed.last_mut() {
            Some(last) if last.end == range.start => last.end = range.end,
            _ => changed.push(range),
        }
    }
    changed
}

/// Whether one of the lines `first..=last` lies in `changed`.
pub fn touches(changed: &[Range<usize>], first: usize, last: usize) -> bool {
    let next = changed.partition_point(|range| range.end <= first);
    changed.get(next).is_some_and(|range| range.start <= last)
}

/// git, started so that nothing in the repository decides which programs run.
fn git(folder: &Path) -> Command {
    let mut command = Command::new("git");
    command
        .arg("--no-pager")
        .args(["-c", "core.fsmonitor=", "-c", "core.hooksPath=/dev/null"])
        // A partial clone would fetch missing objects through a transport of its choice.
        .args(["-c", "protocol.allow=never"])
        .env("GIT_NO_LAZY_FETCH", "1")
        .env("GIT_OPTIONAL_LOCKS", "0")
        .env("GIT_TERMINAL_PROMPT", "0")
        .env("LC_ALL", "C")
        .current_dir(folder)
        .stdin(Stdio::null());
    command
}

/// The first line of what a git command prints.
fn answer_of(command: &mut Command) -> anyhow::Result<String> {
    let output = command.output().context("cannot run `git`")?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        match said.lines().next() {
            Some(line) => bail!("{}", line.trim_start_matches("fatal: ")),
            None => bail!("`git` said no"),
        }
    }
    let text = String::from_utf8(output.stdout).context("`git` answered in no UTF-8")?;
    Ok(text.trim_end_matches(['\n', '\r']).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOTHING: [Range<usize>; 0] = [];

    #[test]
    fn changed_lines_are_those_of_the_new_text() {
        assert_eq!(changed_lines("a\nb\nc\n", "a\nB\nc\nd\ne\n"), [1..2, 3..5]);
        assert_eq!(changed_lines("a\nb\n", "a\nb\n"), NOTHING);
        assert_eq!(changed_lines("a\nb\nc\n", "a\nc\n"), NOTHING);
        assert_eq!(changed_lines("", "a\nb\n").first(), Some(&(0..2)));
    }

    #[test]
    fn line_endings_do_not_count_as_changes() {
        assert_eq!(changed_lines("a\nb\n", "a\r\nb\r\n"), NOTHING);
    }

    #[test]
    fn a_finding_counts_when_one_of_its_lines_changed() {
        let changed = [1..2, 5..8];
        assert!(!touches(&changed, 0, 0));
        assert!(touches(&changed, 0, 1));
        assert!(touches(&changed, 1, 4));
        assert!(!touches(&changed, 2, 4));
        assert!(touches(&changed, 7, 9));
        assert!(!touches(&changed, 8, 9));
    }
}

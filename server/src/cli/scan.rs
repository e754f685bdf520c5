//! Going through many files: in parallel, with progress, and so that one bad file costs only itself.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::Duration;

use rayon::iter::{IntoParallelRefIterator as _, ParallelIterator as _};

use super::ground::{Ground, Source};
use super::progress::Progress;
use super::{Talk, reporting};
use crate::analysis::Checked;
use crate::engines::isolation;
use crate::workspace::own_rules::RuleTrouble;

/// Something that was not looked at, and why: one line.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Trouble {
    /// Which file or folder, as it was named.
    pub path: PathBuf,
    /// What went wrong.
    pub message: String,
}

impl Trouble {
    /// Trouble with a path.
    pub fn new(path: &Path, message: impl fmt::Display) -> Self {
        Self { path: path.to_owned(), message: message.to_string() }
    }
}

impl From<RuleTrouble> for Trouble {
    fn from(trouble: RuleTrouble) -> Self {
        Self { path: trouble.path, message: trouble.message }
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A name may hold line breaks and escape codes; the line must stay one line.
        let path = reporting::shown(&self.path);
        if path.contains(char::is_control) {
            write!(f, "{path:?}: {}", self.message)
        } else {
            write!(f, "{path}: {}", self.message)
        }
    }
}

/// The syntax tree library and pattern matching recurse on deep nesting; a worker gets this much room.
const STACK: usize = 16 * 1024 * 1024;

/// Does `work` for every file, on `jobs` threads, and hands each result to `receive` as it comes. A file that went
/// away since it was listed is passed over: a moment later it would not have been listed.
///
/// Returns the paths that made trouble, sorted. Panics in `work` are trouble too.
/// At most a few results per thread wait for `receive`, so memory does not grow with the number of files.
pub fn for_each<T: Send>(
    ground: &Ground,
    paths: &[PathBuf],
    jobs: Option<u16>,
    talk: Talk,
    work: impl Fn(Source) -> Result<T, Trouble> + Sync,
    mut receive: impl FnMut(T),
) -> anyhow::Result<Vec<Trouble>> {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(jobs.map_or(0, usize::from))
        .stack_size(STACK)
        .thread_name(|number| format!("check-{number}"))
        .build()?;
    let read_and_work = |path: &Path| ground.read_listed(path)?.map(&work).transpose();
    let mut progress = Progress::new(paths.len(), talk);
    let mut troubles = Vec::new();
    let (send, results) = mpsc::sync_channel(2 * pool.current_num_threads());
    std::thread::scope(|scope| {
        scope.spawn(|| {
            // Moved in, so that the channel closes when the work is done.
            let send = send;
            pool.install(|| {
                paths.par_iter().for_each(|path| {
                    // The receiver lives longer than this thread.
                    let _ = send.send(guarded(path, read_and_work));
                });
            });
        });
        loop {
            match results.recv_timeout(Duration::from_millis(100)) {
                Ok(Ok(result)) => {
                    progress.advance();
                    result.into_iter().for_each(&mut receive);
                }
                Ok(Err(trouble)) => {
                    progress.advance();
                    troubles.push(trouble);
                }
                Err(mpsc::RecvTimeoutError::Timeout) => progress.show_when_slow(),
                Err(mpsc::RecvTimeoutError::Disconnected) => break,
            }
        }
    });
    progress.finish();
    troubles.sort();
    Ok(troubles)
}

/// The rules and engines that broke in a file.
pub fn failures(path: &Path, checked: &Checked) -> Vec<Trouble> {
    checked.failures.iter().map(|failure| Trouble::new(path, failure)).collect()
}

/// Does `work`; a panic in it becomes trouble.
pub fn guarded<T>(path: &Path, work: impl Fn(&Path) -> Result<T, Trouble>) -> Result<T, Trouble> {
    isolation::guarded(|| work(path)).unwrap_or_else(|place| {
        Err(Trouble::new(
            path,
            format_args!("internal error while checking ({place}); please report it"),
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_costs_one_file() {
        let work = |path: &Path| -> Result<(), Trouble> {
            let name = path.to_str().expect("the names below are UTF-8");
            assert_ne!(name, "bad.py", "secret words");
            Ok(())
        };
        assert_eq!(guarded(Path::new("good.py"), work), Ok(()));
        let trouble = guarded(Path::new("bad.py"), work).expect_err("it panics");
        let line = trouble.to_string();
        assert!(line.starts_with("bad.py: internal error while checking ("), "{line}");
        assert!(!line.contains("secret"), "{line}");
    }

    #[test]
    fn a_broken_rule_is_trouble_with_a_path() {
        let failure = crate::engines::Failure {
            engine: "query",
            rule: Some("PY602".into()),
            place: "a.rs:1:2".to_owned(),
        };
        let checked = Checked { failures: vec![failure], ..Checked::default() };
        let troubles = failures(Path::new("a.py"), &checked);
        assert_eq!(troubles.len(), 1);
        let line = troubles[0].to_string();
        assert!(line.starts_with("a.py: internal error in the rule PY602"), "{line}");
    }

    #[test]
    fn trouble_is_one_line_whatever_the_name() {
        let trouble = Trouble::new(Path::new("a\n\x1b[1m.py"), "is a socket");
        assert_eq!(trouble.to_string(), r#""a\n\u{1b}[1m.py": is a socket"#);
    }
}

//! Findings in the files of the workspace that are not open, as the client shows them.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tower_lsp::ls_types::{Diagnostic, Uri};

use crate::text::DocumentUrl;
use crate::workspace::disk::{self, Stamp};

/// What is shown for one file.
#[derive(Debug)]
pub(super) struct Report {
    /// The file's name, as we spell it.
    pub(super) uri: Uri,
    /// Equal for equal diagnostics.
    pub(super) result_id: String,
    /// At least one.
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// One file of the workspace.
#[derive(Debug)]
struct File {
    path: PathBuf,
    /// None where nothing was found, and while the file is open.
    report: Option<Arc<Report>>,
    /// The state of the file on disk that was looked at; none while it is open.
    stamp: Option<Stamp>,
    /// Numbers of the files whose exports the findings depend on; sorted.
    looked_at: Box<[u32]>,
}

/// Every file that was looked at, with its findings.
///
/// Keeps diagnostics only, no texts: a workspace has thousands of files.
#[derive(Debug, Default)]
pub(super) struct ProjectFindings {
    files: HashMap<DocumentUrl, File>,
    /// A number for each file that another depends on.
    numbers: HashMap<PathBuf, u32>,
}

impl ProjectFindings {
    /// Notes what a file has now; whether that differs from what was shown for it.
    pub(super) fn insert(
        &mut self,
        url: DocumentUrl,
        path: PathBuf,
        report: Option<Arc<Report>>,
        looked_at: &HashSet<PathBuf>,
    ) -> bool {
        let mut numbers: Vec<u32> = looked_at.iter().map(|path| self.number(path)).collect();
        numbers.sort_unstable();
        let shown = report.as_ref().map(|report| report.result_id.clone());
        let file = File { path, report, stamp: None, looked_at: numbers.into() };
        let before = self.files.insert(url, file).and_then(|file| file.report);
        before.map(|report| report.result_id.clone()) != shown
    }

    /// Notes which state of a file on disk was looked at.
    pub(super) fn stamp(&mut self, url: &DocumentUrl, stamp: Stamp) {
        if let Some(file) = self.files.get_mut(url) {
            file.stamp = Some(stamp);
        }
    }

    /// The files of which another state lies on disk than the one that was looked at.
    pub(super) fn changed_on_disk(&self) -> Vec<PathBuf> {
        let is_changed = |file: &&File| {
            file.stamp.as_ref().is_some_and(|stamp| disk::stamp(&file.path).as_ref() != Some(stamp))
        };
        self.files.values().filter(is_changed).map(|file| file.path.clone()).collect()
    }

    fn number(&mut self, path: &Path) -> u32 {
        if let Some(&number) = self.numbers.get(path) {
            return number;
        }
        // More files than this do not fit memory.
        let number = u32::try_from(self.numbers.len()).unwrap_or(u32::MAX);
        self.numbers.insert(path.to_owned(), number);
        number
    }

    /// A file is open now: its findings come from the editor's text.
    pub(super) fn opened(&mut self, url: &DocumentUrl) {
        if let Some(file) = self.files.get_mut(url) {
            file.report = None;
            file.stamp = None;
        }
    }

    /// Whether a file is one of those that were looked at.
    pub(super) fn contains(&self, url: &DocumentUrl) -> bool {
        self.files.contains_key(url)
    }

    /// What is shown for a file.
    pub(super) fn report(&self, url: &DocumentUrl) -> Option<Arc<Report>> {
        self.files.get(url)?.report.clone()
    }

    /// Forgets a file; with what was shown for it.
    pub(super) fn remove(&mut self, url: &DocumentUrl) -> Option<Arc<Report>> {
        self.files.remove(url)?.report
    }

    /// Forgets files other than these; with what was shown for them.
    pub(super) fn keep(&mut self, paths: &HashSet<&Path>) -> Vec<Arc<Report>> {
        let mut taken = Vec::new();
        self.files.retain(|_, file| {
            let keep = paths.contains(file.path.as_path());
            if !keep {
                taken.extend(file.report.take());
            }
            keep
        });
        taken
    }

    /// The files whose findings depend on what one of these others exports.
    pub(super) fn dependents(&self, paths: &[PathBuf]) -> Vec<PathBuf> {
        let numbers: HashSet<u32> =
            paths.iter().filter_map(|path| self.numbers.get(path)).copied().collect();
        if numbers.is_empty() {
            return Vec::new();
        }
        let depends = |file: &File| {
            file.looked_at.iter().any(|number| numbers.contains(number))
                && !matches!(paths, [path] if *path == file.path)
        };
        self.files.values().filter(|file| depends(file)).map(|file| file.path.clone()).collect()
    }

    /// What is shown, in no order.
    pub(super) fn reports(&self) -> impl Iterator<Item = (&DocumentUrl, &Arc<Report>)> {
        self.files.iter().filter_map(|(url, file)| Some((url, file.report.as_ref()?)))
    }

    /// How many files were looked at.
    pub(super) fn n_files(&self) -> usize {
        self.files.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(id: &str) -> Option<Arc<Report>> {
        let uri = "file:///a.py".parse().unwrap();
        Some(Arc::new(Report { uri, result_id: id.to_owned(), diagnostics: Vec::new() }))
    }

    #[test]
    fn a_change_is_one_of_what_is_shown() {
        let mut findings = ProjectFindings::default();
        let url = DocumentUrl::new("file:///a.py");
        let mut insert =
            |report| findings.insert(url.clone(), "/a.py".into(), report, &HashSet::new());
        assert!(!insert(None));
        assert!(insert(report("1")));
        assert!(!insert(report("1")));
        assert!(insert(report("2")));
        assert!(insert(None));
        assert!(!insert(None));
    }

    #[test]
    fn who_depends_on_a_module_is_known() {
        let mut findings = ProjectFindings::default();
        let module = PathBuf::from("/m.py");
        let looked_at = HashSet::from([module.clone(), PathBuf::from("/other.py")]);
        findings.insert(DocumentUrl::new("file:///a.py"), "/a.py".into(), None, &looked_at);
        findings.insert(DocumentUrl::new("file:///b.py"), "/b.py".into(), None, &HashSet::new());
        findings.insert(DocumentUrl::new("file:///m.py"), module.clone(), None, &looked_at);
        let dependents = |findings: &ProjectFindings, paths: &[&str]| {
            let paths: Vec<PathBuf> = paths.iter().map(PathBuf::from).collect();
            findings.dependents(&paths)
        };
        assert_eq!(dependents(&findings, &["/m.py"]), [PathBuf::from("/a.py")]);
        assert_eq!(dependents(&findings, &["/m.py", "/unknown.py"]).len(), 2);
        assert!(dependents(&findings, &["/unknown.py"]).is_empty());
        findings.keep(&HashSet::from([module.as_path()]));
        assert!(dependents(&findings, &["/m.py"]).is_empty());
        assert_eq!(findings.n_files(), 1);
    }
}

//! Baselines as far as checks asked for them: what they know is not shown.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::SystemTime;

use super::panics::lock;
use crate::analysis::{Checked, Silenced};
use crate::config::Settings;
use crate::finding::{Finding, fingerprints};
use crate::rules::Catalogue;
use crate::suppress::baseline::{Candidate, relative};
use crate::suppress::{Baseline, IdTable};
use crate::text::LineIndex;

/// What was read, by the file it was read from. A file that cannot be read is as good as empty: the
/// command line says why.
#[derive(Default)]
pub(super) struct Baselines {
    read: Mutex<HashMap<PathBuf, (Stamp, Arc<Baseline>)>>,
}

/// What tells one state of a file from another.
type Stamp = Option<(u64, Option<SystemTime>)>;

impl Baselines {
    /// Whether findings hang on the file at `path`.
    pub(super) fn concerns(&self, path: &Path) -> bool {
        lock(&self.read).contains_key(path)
    }

    /// Takes out of the findings of the file at `path` those that the configured baseline knows.
    pub(super) fn silence(
        &self,
        checked: &mut Checked,
        text: &str,
        path: &Path,
        settings: &Settings,
        catalogue: &Catalogue,
    ) {
        let Some(file) = settings.baseline.as_deref().filter(|_| path.is_absolute()) else {
            return;
        };
        if checked.findings.is_empty() {
            // The file is noted all the same: it may be about to change.
            self.at(file);
            return;
        }
        let home_path = relative(path, file.parent().unwrap_or(file));
        // Each entry counts once, so they are used up in a copy; that of one file is small.
        let mut left = self.at(file).of_file(&home_path);
        if left.is_empty() {
            return;
        }
        // All of them count: equal findings are told apart by their order.
        let silenced = checked.suppressed.iter().map(|(finding, _)| finding);
        let all: Vec<Finding> = checked.findings.iter().chain(silenced).cloned().collect();
        let fingerprints = fingerprints(&all, text, &home_path);
        let ids = left.has_bandit_entries().then(|| IdTable::of(catalogue));
        let lines = LineIndex::new(text);
        let line = |byte: usize| lines.line_text(lines.line(byte));
        let findings = std::mem::take(&mut checked.findings);
        for (finding, fingerprint) in findings.into_iter().zip(fingerprints) {
            let ids = ids.as_ref().and_then(|table| table.ids(&finding.rule));
            let known = left.take(Candidate {
                path: &home_path,
                fingerprint,
                bandit_ids: ids.map_or(&[], |ids| &ids.bandit),
                lines: &[line(finding.location.span.start), line(finding.extent.start)],
            });
            if known {
                checked.suppressed.push((finding, Silenced::Baseline));
            } else {
                checked.findings.push(finding);
            }
        }
    }

    /// The baseline in a file as it is now.
    fn at(&self, file: &Path) -> Arc<Baseline> {
        let stamp = fs::metadata(file).ok().map(|data| (data.len(), data.modified().ok()));
        if let Some((known, baseline)) = lock(&self.read).get(file)
            && *known == stamp
        {
            return baseline.clone();
        }
        let text = crate::workspace::read(file).map(|file| file.decoded.text).unwrap_or_default();
        let baseline = Arc::new(Baseline::read(&text).unwrap_or_default());
        lock(&self.read).insert(file.to_owned(), (stamp, baseline.clone()));
        baseline
    }
}

//! Known findings: the baseline files that silence them.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::reporting::Found;
use super::scan::Trouble;
use crate::config::Settings;
use crate::rules::Catalogue;
use crate::suppress::{Baseline, IdTable};
use crate::workspace::disk;

/// Which baseline counts.
#[derive(Clone, Debug)]
pub enum Choice {
    /// The one that configuration names.
    Configured,
    /// This one, for all files.
    Given(PathBuf),
    /// None.
    Nothing,
}

impl Choice {
    /// The baseline for files of that configuration.
    pub fn path<'a>(&'a self, settings: &'a Settings) -> Option<&'a Path> {
        match self {
            Choice::Configured => settings.baseline.as_deref(),
            Choice::Given(path) => Some(path),
            Choice::Nothing => None,
        }
    }

    /// The folder that paths in baselines and fingerprints count from.
    pub fn home(&self, settings: &Settings) -> PathBuf {
        match self.path(settings) {
            Some(path) => folder_of(path).to_owned(),
            None => settings.root.clone(),
        }
    }
}

/// The folder a file lies in.
pub fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Baselines as far as they were asked for, without the entries that found their finding.
pub struct Baselines {
    read: HashMap<PathBuf, Baseline>,
    catalogue: Arc<Catalogue>,
    /// Those that cannot be used.
    pub troubles: Vec<Trouble>,
}

impl Baselines {
    /// Gets ready to read some.
    pub fn new(catalogue: &Arc<Catalogue>) -> Self {
        Self { read: HashMap::new(), catalogue: catalogue.clone(), troubles: Vec::new() }
    }

    /// Marks the findings of a file that the baseline at `path` knows.
    pub fn mark(&mut self, path: &Path, found: &mut Found) {
        if !self.read.contains_key(path) {
            let baseline = read(path).unwrap_or_else(|trouble| {
                self.troubles.push(trouble);
                Baseline::default()
            });
            self.read.insert(path.to_owned(), baseline);
        }
        let Some(baseline) = self.read.get_mut(path) else { return };
        if baseline.is_empty() {
            return;
        }
        let unsilenced: Vec<usize> = (0..found.file.findings.len())
            .filter(|&index| found.file.findings[index].suppressed.is_none())
            .collect();
        let candidates = unsilenced
            .iter()
            .map(|&index| (&found.file.findings[index].finding, found.fingerprints[index]));
        let ids = IdTable::shared(&self.catalogue);
        let known = baseline.take_all(&found.home_path, &found.file.text, &ids, candidates);
        for (index, known) in unsilenced.into_iter().zip(known) {
            if known {
                found.file.findings[index].suppressed = Some("baseline");
            }
        }
    }
}

fn read(path: &Path) -> Result<Baseline, Trouble> {
    let text =
        disk::read_text(path, disk::MOST_BYTES).map_err(|error| Trouble::new(path, error))?;
    Baseline::read(&text).map_err(|error| Trouble::new(path, error))
}

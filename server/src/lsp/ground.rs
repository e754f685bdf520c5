//! What checks stand on beside the documents: the rules, their configuration, the project around.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::SystemTime;

use dashmap::DashMap;

use super::watched_files::CONFIGURATION_NAMES;

use crate::analysis::{Checked, Silenced};
use crate::config::Settings;
use crate::config::apply::Overrides;
use crate::config::discover::{Discovery, Start};
use crate::finding::Finding;
use crate::finding::fingerprint::{Fingerprint, fingerprints};
use crate::rules::Catalogue;
use crate::suppress::{Baseline, IdTable};
use crate::workspace::disk;
use crate::workspace::own_rules::{self, OwnRules, RuleTrouble};
use crate::workspace::{Workspace, url};

/// Read once, when the first check asks. Replaced, not emptied, when files change: a check under
/// way may still fill the old one.
pub(super) struct Ground {
    /// Folders, open documents, projects; outlives the rest.
    pub(super) workspace: Arc<Workspace>,
    rules: Arc<OnceLock<Rules>>,
    discovery: OnceLock<Discovery>,
    /// Configuration files that the editor's settings name.
    given: DashMap<PathBuf, Arc<Discovery>>,
    /// Baselines as far as they were asked for; empty where one cannot be used.
    baselines: DashMap<PathBuf, Arc<Baseline>>,
    /// How configuration files were when they were last looked for.
    stamps: DashMap<PathBuf, Option<SystemTime>>,
}

/// The rules, and what is wrong with those that cannot run.
pub(super) struct Rules {
    /// The built-in ones and the workspace's own.
    pub(super) catalogue: Arc<Catalogue>,
    /// Rule files, or parts of them, that cannot be used.
    pub(super) troubles: Vec<RuleTrouble>,
}

impl Ground {
    /// The ground of these folders, with nothing read yet.
    pub(super) fn new(roots: Vec<PathBuf>) -> Self {
        Self {
            workspace: Arc::new(Workspace::new(roots)),
            rules: Arc::default(),
            discovery: OnceLock::new(),
            given: DashMap::new(),
            baselines: DashMap::new(),
            stamps: DashMap::new(),
        }
    }

    /// The same with the configuration to be read again, and the rules too if `rules`: their
    /// compilation takes a while.
    pub(super) fn renewed(&self, rules: bool) -> Self {
        Self {
            workspace: self.workspace.clone(),
            rules: if rules { Arc::default() } else { self.rules.clone() },
            discovery: OnceLock::new(),
            given: DashMap::new(),
            baselines: DashMap::new(),
            stamps: DashMap::new(),
        }
    }

    /// Whether a configuration file above `path` was written, made or removed since this was last
    /// asked about its folder. For clients that do not tell.
    pub(super) fn is_outdated(&self, path: &Path) -> bool {
        let folders = path.ancestors().skip(1);
        let files = folders.flat_map(|folder| CONFIGURATION_NAMES.map(|name| folder.join(name)));
        let mut outdated = false;
        for file in files {
            let now = std::fs::metadata(&file).and_then(|metadata| metadata.modified()).ok();
            let before = self.stamps.insert(file, now);
            outdated |= before.is_some_and(|before| before != now);
        }
        outdated
    }

    /// Takes the findings out that the configured baseline knows; `text` is that of the file.
    pub(super) fn silence_known(
        &self,
        checked: &mut Checked,
        path: &Path,
        text: &str,
        settings: &Settings,
        catalogue: &Arc<Catalogue>,
    ) {
        let Some(file) = &settings.baseline else { return };
        if checked.findings.is_empty() || !path.is_absolute() {
            return;
        }
        let read = || {
            let read = disk::read_text(file, disk::MOST_BYTES).map_err(|error| error.to_string());
            let baseline =
                read.and_then(|text| Baseline::read(&text).map_err(|error| error.to_string()));
            Arc::new(baseline.unwrap_or_else(|error| {
                tracing::warn!(path = %file.display(), "the baseline cannot be used: {error}");
                Baseline::default()
            }))
        };
        let baseline = self.baselines.entry(file.clone()).or_insert_with(read).clone();
        if baseline.is_empty() {
            return;
        }
        let home = file.parent().unwrap_or(file);
        let (home_path, fingerprints) = known_as(checked, path, text, home);
        let ids = IdTable::shared(catalogue);
        let candidates = checked.findings.iter().zip(fingerprints);
        // Each entry counts once, so they are used up in a copy; that of one file is small.
        let known = baseline.of_file(&home_path).take_all(&home_path, text, &ids, candidates);
        let findings = std::mem::take(&mut checked.findings);
        for (finding, known) in findings.into_iter().zip(known) {
            if known {
                checked.suppressed.push((finding, Silenced::Baseline));
            } else {
                checked.findings.push(finding);
            }
        }
    }

    /// The rules. Reads files at the first call and hands what is wrong with them to `tell`.
    pub(super) fn catalogue(&self, tell: impl FnOnce(&[RuleTrouble])) -> &Arc<Catalogue> {
        let rules = self.rules.get_or_init(|| {
            let rules = Rules::read(self.workspace.roots());
            tell(&rules.troubles);
            rules
        });
        &rules.catalogue
    }

    /// The configuration nearest to a file; for what is no file, that of the first folder. `given`
    /// counts in its place.
    pub(super) fn settings(
        &self,
        path: &Path,
        given: Option<&Path>,
        catalogue: &Arc<Catalogue>,
    ) -> Arc<Settings> {
        let root = self.workspace.roots().first();
        if let Some(given) = given {
            let discovery = self.given.entry(given.to_owned()).or_insert_with(|| {
                let root = root.cloned().unwrap_or_default();
                let start = Start::File(given.to_owned());
                Arc::new(Discovery::new(catalogue.clone(), root, start, Overrides::default()))
            });
            return discovery.clone().settings_for_file(path);
        }
        let discovery = self.discovery.get_or_init(|| {
            let root = root.cloned().unwrap_or_default();
            Discovery::new(catalogue.clone(), root, Start::Nearest, Overrides::default())
        });
        match (path.is_absolute(), root) {
            (true, _) => discovery.settings_for_file(path),
            (false, Some(root)) => discovery.settings_for_folder(root),
            (false, None) => Arc::default(),
        }
    }
}

/// What a baseline in the folder `home` knows the findings of a file by: its path, and their
/// fingerprints in order.
pub(super) fn known_as(
    checked: &Checked,
    path: &Path,
    text: &str,
    home: &Path,
) -> (String, Vec<Fingerprint>) {
    let home_path = url::relative(path, home);
    // All of them count: equal findings are told apart by their order.
    let silenced = checked.suppressed.iter().map(|(finding, _)| finding);
    let all: Vec<Finding> = checked.findings.iter().chain(silenced).cloned().collect();
    let mut fingerprints = fingerprints(&all, text, &home_path);
    fingerprints.truncate(checked.findings.len());
    (home_path, fingerprints)
}

impl Rules {
    /// The built-in rules and those of the folders; two folders may share one set.
    fn read(roots: &[PathBuf]) -> Self {
        let mut folders: Vec<_> = roots.iter().filter_map(|root| own_rules::folder(root)).collect();
        folders.sort();
        folders.dedup();
        let mut own = OwnRules::default();
        for folder in &folders {
            own.read(folder);
        }
        let catalogue = if own.rules.is_empty() {
            Catalogue::builtin()
        } else {
            let rules = own.rules.into_iter().map(|own| own.rule).collect();
            Arc::new(Catalogue::builtin().with_workspace_rules(rules))
        };
        own.troubles.append(&mut own.mistakes);
        Self { catalogue, troubles: own.troubles }
    }
}

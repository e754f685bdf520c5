//! What checks stand on beside the documents: the rules, their configuration, the project around.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use crate::config::Settings;
use crate::config::apply::Overrides;
use crate::config::discover::{Discovery, Start};
use crate::rules::Catalogue;
use crate::workspace::Workspace;
use crate::workspace::own_rules::{self, OwnRules, RuleTrouble};

/// Read once, when the first check asks. Replaced, not emptied, when files change: a check under
/// way may still fill the old one.
pub(super) struct Ground {
    /// Folders, open documents, projects; outlives the rest.
    pub(super) workspace: Arc<Workspace>,
    rules: Arc<OnceLock<Rules>>,
    discovery: OnceLock<Discovery>,
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
        }
    }

    /// The same with the configuration to be read again, and the rules too if `rules`: their
    /// compilation takes a while.
    pub(super) fn renewed(&self, rules: bool) -> Self {
        Self {
            workspace: self.workspace.clone(),
            rules: if rules { Arc::default() } else { self.rules.clone() },
            discovery: OnceLock::new(),
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

    /// The configuration nearest to a file; for what is no file, that of the first folder.
    pub(super) fn settings(&self, path: &Path, catalogue: &Arc<Catalogue>) -> Arc<Settings> {
        let root = self.workspace.roots().first();
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

//! Finds and reads the modules that settings are made of.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use super::listing::beside;
use super::{Modules, lock};
use crate::semantics::django::{SettingsFiles, SourceFile};
use crate::workspace::{disk, url};

/// A file as it was read last, or now.
pub(super) fn source(
    sources: &mut HashMap<PathBuf, Option<Arc<SourceFile>>>,
    path: &Path,
    modules: &dyn Modules,
) -> Option<Arc<SourceFile>> {
    if let Some(known) = sources.get(path) {
        return known.clone();
    }
    let read = modules.text(path).map(|text| {
        let place = modules.place(path);
        let place = place.as_ref().map(|(module, is_package)| (module.as_str(), *is_package));
        Arc::new(SourceFile::new(url::of_path(path), place, text))
    });
    sources.insert(path.to_owned(), read.clone());
    read
}

/// The modules of a project, for those who compose them.
pub(super) struct Reader<'k> {
    pub(super) kept: Mutex<&'k mut HashMap<PathBuf, Option<Arc<SourceFile>>>>,
    pub(super) modules: &'k dyn Modules,
    /// Folders that `manage.py` runs in: imports count from there too.
    pub(super) starts: &'k [PathBuf],
}

impl Reader<'_> {
    fn read(&self, path: &Path) -> Option<Arc<SourceFile>> {
        source(&mut lock(&self.kept), path, self.modules)
    }
}

impl SettingsFiles for Reader<'_> {
    fn module(&self, from: &SourceFile, dotted: &str) -> Option<Arc<SourceFile>> {
        let path = url::path_of(&from.url)?;
        let found = self.modules.find(&path, self.starts, dotted)?;
        self.read(&found)
    }

    fn beside(&self, from: &SourceFile, pattern: &str) -> Vec<Arc<SourceFile>> {
        let Some(path) = url::path_of(&from.url) else { return Vec::new() };
        let Some(folder) = path.parent() else { return Vec::new() };
        let target = folder.join(pattern);
        if !pattern.contains('*') {
            return if disk::stamp(&target).is_some() {
                self.read(&target).into_iter().collect()
            } else {
                Vec::new()
            };
        }
        let (Some(around), Some(name)) = (target.parent(), target.file_name()) else {
            return Vec::new();
        };
        let Ok(glob) = globset::Glob::new(&name.to_string_lossy()) else { return Vec::new() };
        let matcher = glob.compile_matcher();
        beside(around)
            .into_iter()
            .filter(|path| path.file_name().is_some_and(|name| matcher.is_match(name)))
            .filter(|path| path.file_name().is_some_and(|name| name != "__init__.py"))
            .filter_map(|path| self.read(&path))
            .collect()
    }

    fn is_own(&self, from: &SourceFile, dotted: &str) -> bool {
        let top = dotted.split('.').next().unwrap_or(dotted);
        url::path_of(&from.url)
            .is_some_and(|path| self.modules.find(&path, self.starts, top).is_some())
    }
}

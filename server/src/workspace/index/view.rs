//! The project as seen from one file: what its imports lead to, and which files the answers rest on.

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use foldhash::fast::RandomState;

use super::Workspace;
use crate::semantics::django::DjangoSettings;
use crate::semantics::{
    Ancestors, Members, Names, ProjectFacts, ProjectView, Value, exported_ancestors,
    exported_members, exported_names, exported_value,
};
use crate::text::{DocumentUrl, Text};
use crate::workspace::exports::{Basis, Module};
use crate::workspace::project::{self, Project};
use crate::workspace::settings::{self, Modules, ProjectSettings};
use crate::workspace::{templates, url};

/// The project as seen from one file.
#[derive(Debug)]
pub struct FileView<'w> {
    pub(super) workspace: &'w Workspace,
    pub(super) path: PathBuf,
    pub(super) project: Arc<Project>,
    pub(super) module: Option<(String, bool)>,
    pub(super) search: Vec<PathBuf>,
    /// Where the modules that were asked for lie: a file asks for few, but often.
    pub(super) found: RefCell<HashMap<Box<str>, Found, RandomState>>,
    /// What the answers so far rest on besides the modules in `found`, by address.
    pub(super) bases: RefCell<HashMap<usize, Arc<Basis>>>,
    /// The files that the settings rest on, if they were asked for.
    pub(super) settings_files: RefCell<HashSet<PathBuf>>,
    /// Whether an answer rests on more than can be named.
    pub(super) is_unsure: Cell<bool>,
    /// Settings that the file has no part in, as they are now.
    pub(super) others: RefCell<Vec<Arc<ProjectSettings>>>,
    /// The file's path relative to its project's root, `/`-separated.
    pub context_path: String,
}

impl FileView<'_> {
    /// The folder the file's project begins in; empty for documents that are no files.
    pub fn project_root(&self) -> &Path {
        &self.project.root
    }

    /// The files whose exports answered questions so far: when one of them changes, the answers
    /// may.
    pub fn looked_at(&self) -> HashSet<PathBuf> {
        let found = self.found.borrow();
        let modules = found.values().filter_map(|found| found.module.as_ref()?.as_ref());
        let mut paths: HashSet<PathBuf> = modules.map(|module| module.path.clone()).collect();
        paths.extend(self.bases.borrow().values().flat_map(|basis| basis.paths()));
        paths.extend(self.settings_files.borrow().iter().cloned());
        paths
    }

    /// Files that, with the names in the folders of the workspace and the facts of its projects, decide all answers so
    /// far; none where that is not known for certain.
    pub fn basis(&self) -> Option<HashSet<PathBuf>> {
        let known = self.bases.borrow().values().all(|basis| basis.is_whole());
        let mut paths = self.looked_at();
        paths.extend(self.found.borrow().values().filter_map(|found| found.path.clone()));
        paths.extend(self.others.borrow().iter().flat_map(|others| others.read.iter().cloned()));
        // After the look: what is gone by now may have gone during it.
        let is_sure = known && self.bases.borrow().values().all(|basis| basis.is_whole());
        (is_sure && !self.is_unsure.get()).then_some(paths)
    }

    /// A question about a name of a module stays without answer: either it is not there, or too much was asked.
    fn note_silence<T>(&self, module: &Arc<Module>, name: &str, answer: Option<T>) -> Option<T> {
        if answer.is_none() && module.binds(&self.workspace.at_hand, name) {
            self.is_unsure.set(true);
        }
        answer
    }

    pub(super) fn names_in(&self, module: &Arc<Module>, name: &str) -> Option<Names> {
        let answer = module.names(name, &self.workspace.at_hand, |semantics| {
            exported_names(semantics, &self.workspace.view(&module.path), name)
        });
        let answer = self.note_silence(module, name, answer)?;
        self.note(answer.basis);
        Some(answer.answer)
    }

    pub(super) fn constant_in(&self, module: &Arc<Module>, name: &str) -> Option<Value> {
        let answer = module.constant(name, &self.workspace.at_hand, |semantics| {
            exported_value(semantics, &self.workspace.view(&module.path), name)
        });
        let answer = self.note_silence(module, name, answer)?;
        self.note(answer.basis);
        Some(answer.answer)
    }

    fn ancestors_in(&self, module: &Arc<Module>, name: &str) -> Option<Ancestors> {
        let answer = module.ancestors(name, &self.workspace.at_hand, |semantics| {
            exported_ancestors(semantics, &self.workspace.view(&module.path), name)
        });
        let answer = self.note_silence(module, name, answer)?;
        self.note(answer.basis);
        Some(answer.answer)
    }

    fn members_in(&self, module: &Arc<Module>, name: &str) -> Option<Members> {
        // Its exports stay what they are when a class gets another field.
        self.workspace.read_closely.insert(module.path.clone(), ());
        let answer = module.members(name, &self.workspace.at_hand, |semantics| {
            exported_members(semantics, &self.workspace.view(&module.path), name)
        });
        let answer = self.note_silence(module, name, answer)?;
        self.note(answer.basis);
        Some(answer.answer)
    }

    fn note(&self, basis: Option<Arc<Basis>>) {
        if let Some(basis) = basis {
            self.bases.borrow_mut().insert(Arc::as_ptr(&basis) as usize, basis);
        }
    }

    fn look<T>(&self, module: &str, answer: impl Fn(&mut Found) -> T) -> T {
        if let Some(found) = self.found.borrow_mut().get_mut(module) {
            return answer(found);
        }
        let path = self.workspace.folders.find(&self.search, module);
        let mut found = Found { path, module: None };
        let answer = answer(&mut found);
        self.found.borrow_mut().insert(module.into(), found);
        answer
    }

    fn module_of(&self, name: &str) -> Option<Arc<Module>> {
        // The state of the file on disk is looked at once per view.
        let known = self.look(name, |found| found.module.clone().ok_or(found.path.clone()));
        match known {
            Ok(module) => module,
            Err(path) => {
                let module = path.and_then(|path| self.workspace.module(&path));
                self.look(name, |found| found.module = Some(module.clone()));
                module
            }
        }
    }
}

/// Where a dotted module lies.
#[derive(Debug)]
pub(super) struct Found {
    path: Option<PathBuf>,
    /// What it exports, once that was asked for; nothing if it cannot be read.
    module: Option<Option<Arc<Module>>>,
}

impl ProjectView for FileView<'_> {
    fn facts(&self) -> &ProjectFacts {
        &self.project.facts
    }

    fn module(&self) -> Option<(&str, bool)> {
        self.module.as_ref().map(|(module, is_package)| (module.as_str(), *is_package))
    }

    fn has_module(&self, module: &str) -> bool {
        self.look(module, |found| found.path.is_some())
    }

    fn export(&self, module: &str, name: &str) -> Option<Names> {
        self.names_in(&self.module_of(module)?, name)
    }

    fn defines(&self, module: &str, name: &str) -> bool {
        let at_hand = &self.workspace.at_hand;
        self.module_of(module).is_some_and(|module| module.defines(at_hand, name))
    }

    fn constant(&self, module: &str, name: &str) -> Value {
        let value = self.module_of(module).and_then(|module| self.constant_in(&module, name));
        value.unwrap_or(Value::Unknown)
    }

    fn ancestors(&self, module: &str, name: &str) -> Ancestors {
        let found = self.module_of(module).and_then(|module| self.ancestors_in(&module, name));
        found.unwrap_or_default()
    }

    fn class_members(&self, module: &str, name: &str) -> Option<Members> {
        self.module_of(module).and_then(|module| self.members_in(&module, name))
    }

    fn members(&self, module: &str) -> Vec<Box<str>> {
        let at_hand = &self.workspace.at_hand;
        self.module_of(module).map(|module| module.telling_names(at_hand)).unwrap_or_default()
    }

    fn shadows(&self, module: &str) -> bool {
        let top = module.split('.').next().unwrap_or(module);
        self.has_module(top)
    }

    fn document(&self, module: &str) -> Option<DocumentUrl> {
        self.look(module, |found| found.path.as_deref().map(url::of_path))
    }

    fn template(&self, name: &str) -> Option<Text> {
        // Another one may come to stand before it.
        self.is_unsure.set(true);
        let root = &self.project.root;
        let folders = self.folders_of_templates();
        let known = self.known_settings(None);
        let named = known.as_ref().map(|known| known.template_folders(root)).unwrap_or_default();
        let candidates = templates::candidates(&self.path, named, &folders, name);
        let (path, text) = candidates.into_iter().find_map(|path| {
            let text = Modules::text(self.workspace, &path)?;
            Some((path, text))
        })?;
        self.settings_files.borrow_mut().insert(path);
        Some(text)
    }

    fn django_settings(&self, text: &str) -> Option<Arc<DjangoSettings>> {
        self.settings(Some(text))
    }

    fn project_settings(&self) -> Option<Arc<DjangoSettings>> {
        let known = self.known_settings(None)?;
        // Which of the files are settings hangs on more than those that were read.
        self.is_unsure.set(true);
        self.settings_files.borrow_mut().extend(known.read.iter().cloned());
        known.settings.clone()
    }

    fn includers(&self) -> Option<(String, Vec<Text>)> {
        let name = templates::name_of(&self.path)?;
        let root = &self.project.root;
        // Another one may come to include it.
        self.is_unsure.set(true);
        let known = self.workspace.inclusions.get(root).map(|known| known.clone());
        let inclusions = known.unwrap_or_else(|| {
            let found = Arc::new(templates::inclusions(&self.folders_of_templates()));
            self.workspace.inclusions.insert(root.clone(), found.clone());
            found
        });
        let paths = inclusions.get(&name).map(Vec::as_slice).unwrap_or_default();
        self.settings_files.borrow_mut().extend(paths.iter().cloned());
        let texts = paths.iter().filter_map(|path| Modules::text(self.workspace, path)).collect();
        Some((name, texts))
    }

    fn is_jinja(&self) -> Option<bool> {
        let known = self.known_settings(None)?;
        let named = known.template_folders(&self.project.root);
        let answer = templates::is_jinja(&self.path, named);
        // Settings that name no such folder may do so after an edit: that is seen when the template is opened again.
        if named.iter().any(|folder| folder.is_jinja) {
            self.settings_files.borrow_mut().extend(known.files.iter().cloned());
        }
        self.others.borrow_mut().push(known.clone());
        answer
    }
}

impl FileView<'_> {
    /// The folders of templates of the project.
    fn folders_of_templates(&self) -> Arc<[PathBuf]> {
        let root = &self.project.root;
        if root.as_os_str().is_empty() {
            return Arc::default();
        }
        let known = self.workspace.templates.get(root).map(|known| known.clone());
        known.unwrap_or_else(|| {
            let folders = templates::folders(root);
            self.workspace.templates.insert(root.clone(), folders.clone());
            folders
        })
    }

    /// The settings that the file has a part in; `text` is its own if it is newer than what others see.
    pub(super) fn settings(&self, text: Option<&str>) -> Option<Arc<DjangoSettings>> {
        let root = &self.project.root;
        if self.path.as_os_str().is_empty() || root.as_os_str().is_empty() {
            return None;
        }
        let may_tell =
            settings::is_telling(&self.path, root) || self.workspace.settings.has_start(root);
        if !may_tell {
            return None;
        }
        let known = self.known_settings(text)?;
        if !known.concerns(&self.path) {
            self.others.borrow_mut().push(known);
            return None;
        }
        self.is_unsure.set(true);
        self.settings_files.borrow_mut().extend(known.files.iter().cloned());
        known.settings.clone()
    }

    fn known_settings(&self, text: Option<&str>) -> Option<Arc<ProjectSettings>> {
        let root = &self.project.root;
        if self.path.as_os_str().is_empty() || root.as_os_str().is_empty() {
            return None;
        }
        let folder = self.path.parent().unwrap_or(&self.path);
        let limit = self.workspace.limit(folder);
        // Outside the folders that were opened, a folder without a project may hold anything.
        if limit.is_none() && !project::has_marker(root) {
            return None;
        }
        let above: Vec<PathBuf> = match limit {
            Some(limit) => root
                .ancestors()
                .skip(1)
                .take_while(|folder| folder.starts_with(limit))
                .take(4)
                .map(Path::to_owned)
                .collect(),
            None => Vec::new(),
        };
        let own = text.map(|text| (&*self.path, text));
        Some(self.workspace.settings.of(root, &above, self.workspace, own))
    }
}

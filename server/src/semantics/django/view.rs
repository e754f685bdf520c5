//! One composed settings module: the settings a process started with it would have, as far as they can be known.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::{Arc, OnceLock};

use super::definitions::{Definition, Definitions, Lookups, Target};
use super::evaluate::Evaluator;
use super::files::{SettingsFiles, SourceFile};
use super::roles::{Role, role_of_module, role_of_word, split};
use super::slots::Slots;
use super::value::{Class, Kind, Place, Slot, Value};
use crate::syntax::node;
use crate::text::{DocumentUrl, Span};

/// Settings a view must give for it to be a whole one: then what it lacks has its default.
const WHOLE: &[&str] = &["INSTALLED_APPS", "MIDDLEWARE", "ROOT_URLCONF", "DATABASES", "TEMPLATES"];

/// The settings of one environment.
#[derive(Clone, Debug)]
pub struct View {
    /// What it is called in messages: `production`.
    pub name: String,
    /// What it is for.
    pub role: Role,
    /// The module that is named when a process starts.
    pub root: DocumentUrl,
    /// Settings by name.
    pub settings: Slots,
    /// Whether there may be settings that are not known.
    pub is_open: bool,
    /// Whether it gives what every project gives, so that it is a whole one.
    pub is_whole: bool,
    /// Whether a module that may exist elsewhere was left out.
    pub is_weak: bool,
    /// Whether it is the only one of a project that is just beginning: `DEBUG = True` and no other module.
    pub is_quickstart: bool,
    /// Files of the project's settings; places count them.
    pub files: Vec<Arc<SourceFile>>,
    /// Those it is made of.
    pub parts: BTreeSet<u32>,
    /// The root module's number among the files, and where something can be added to it.
    pub end: Place,
    /// What dotted paths in its settings lead to.
    pub definitions: Arc<Definitions>,
    /// Files that were read for these, which have no part in the settings.
    pub beside: Arc<[DocumentUrl]>,
    apps: OnceLock<Option<HashSet<Arc<str>>>>,
}

impl View {
    /// The number of a document among the files.
    pub fn file_of(&self, url: &DocumentUrl) -> Option<u32> {
        let mut parts = self.parts.iter().copied();
        parts.find(|&part| self.files.get(part as usize).is_some_and(|file| file.url == *url))
    }

    /// The files it is made of.
    pub fn own_files(&self) -> impl Iterator<Item = &Arc<SourceFile>> {
        self.parts.iter().filter_map(|&part| self.files.get(part as usize))
    }

    /// Whether it rests on a document, as one of its files or beside them.
    pub fn rests_on(&self, url: &DocumentUrl) -> bool {
        self.file_of(url).is_some() || self.beside.contains(url)
    }

    /// What a text of it leads to in the workspace.
    pub fn definition(&self, path: &str) -> Option<&Definition> {
        match self.definitions.get(path)? {
            Target::Definition(definition) => Some(definition),
            Target::Missing => None,
        }
    }

    /// The apps it installs, by their modules too where they are named by their configuration; none unless each is known.
    pub fn apps(&self) -> Option<&HashSet<Arc<str>>> {
        let read = || {
            let items = self.settings.get("INSTALLED_APPS")?.value.items()?;
            let mut apps = HashSet::with_capacity(items.len());
            for item in items {
                let (Kind::Text(text) | Kind::Name(text)) = &item.kind else { return None };
                // What it leads to in the workspace may be another.
                if self.definitions.contains_key(text) {
                    return None;
                }
                for (at, _) in text.match_indices(".apps.") {
                    apps.insert(text[..at].into());
                }
                apps.insert(text.clone());
            }
            Some(apps)
        };
        self.apps.get_or_init(read).as_ref()
    }

    /// Whether places in both count the same files, and what both have was made by one run.
    pub(crate) fn is_akin(&self, other: &View) -> bool {
        let mut files = self.files.iter().zip(&other.files);
        self.role == other.role
            && self.is_open == other.is_open
            && self.is_whole == other.is_whole
            && self.is_weak == other.is_weak
            && self.is_quickstart == other.is_quickstart
            && Arc::ptr_eq(&self.definitions, &other.definitions)
            && self.settings.differing(&other.settings).is_some()
            && files.all(|(own, other)| Arc::ptr_eq(own, other))
    }

    /// The file of a place.
    pub fn file(&self, place: Place) -> Option<&Arc<SourceFile>> {
        self.files.get(place.file as usize)
    }

    /// The text at a place.
    pub fn source(&self, place: Place) -> &str {
        self.file(place)
            .and_then(|file| file.text.get(place.span.start..place.span.end))
            .unwrap_or("")
    }
}

/// A settings module and what it is for.
#[derive(Clone, Debug)]
pub struct Root {
    /// The module.
    pub file: Arc<SourceFile>,
    /// What it is for, if something tells; else its name does.
    pub role: Role,
    /// The class to use, if something names one.
    pub class: Option<String>,
}

/// Composes views, running modules that several are made from once.
pub struct Composer<'w> {
    world: &'w dyn SettingsFiles,
    /// What a module says may depend on what it is run for.
    by_role: HashMap<Role, Evaluator<'w>>,
    lookups: Lookups,
}

impl<'w> Composer<'w> {
    /// Modules are found and read in `world`.
    pub fn new(world: &'w dyn SettingsFiles) -> Self {
        Self { world, by_role: HashMap::new(), lookups: Lookups::default() }
    }

    /// The views of a root: one, or one for each class or for each file an include may mean.
    pub fn compose(&mut self, root: &Root) -> Vec<View> {
        let world = self.world;
        let evaluator =
            self.by_role.entry(root.role).or_insert_with(|| Evaluator::new(world, root.role, None));
        let view = compose_one(evaluator, root, &mut self.lookups);
        let choices = std::mem::take(&mut evaluator.choices);
        if !choices.is_empty() {
            return choices
                .iter()
                .filter_map(|choice| {
                    let stem = stem(&choice.url);
                    let role = role_of_word(stem).filter(|role| *role != Role::Base)?;
                    let mut evaluator = Evaluator::new(world, role, Some(choice.url.clone()));
                    let mut view = compose_one(&mut evaluator, root, &mut self.lookups);
                    view.name = stem.to_owned();
                    Some(view)
                })
                .collect();
        }
        let classes = configurations(&view);
        if classes.is_empty() {
            return vec![view];
        }
        let mut views = views_of_classes(&view, root, &classes);
        for view in &mut views {
            (view.definitions, view.beside) =
                self.lookups.look_up(world, &root.file, &view.settings);
        }
        views
    }
}

fn compose_one(evaluator: &mut Evaluator<'_>, root: &Root, lookups: &mut Lookups) -> View {
    let (frame, parts) = evaluator.root(&root.file);
    let number = evaluator.number(&root.file);
    let text = &root.file.text;
    let at = end_of(&root.file).unwrap_or(text.len());
    let end = Place { file: number, span: Span::empty(at) };
    // Lower-case names are no settings, but classes of settings are found by theirs.
    let settings = frame.names.clone();
    let (definitions, beside) = lookups.look_up(evaluator.world, &root.file, &settings);
    let is_whole = WHOLE.iter().filter(|name| settings.contains_key(**name)).count() >= 3;
    View {
        name: name_of(&root.file),
        role: evaluator.role,
        root: root.file.url.clone(),
        is_open: frame.is_open,
        is_whole,
        is_weak: evaluator.is_weak,
        is_quickstart: false,
        settings,
        files: evaluator.files.clone(),
        parts,
        end,
        definitions,
        beside,
        apps: OnceLock::new(),
    }
}

/// Where a module's own settings end: what a machine adds by a star import behind them is to have the last word.
fn end_of(file: &SourceFile) -> Option<usize> {
    let root = file.root()?;
    let statements: Vec<_> = node::named_children(root).collect();
    let mut end = None;
    for (index, statement) in statements.iter().enumerate().rev() {
        let is_star = statement.source().contains("import *");
        match statement.kind() {
            "try_statement" | "if_statement" if is_star => {}
            "import_from_statement" if is_star => {
                // The module this one is made from comes first, and stays so.
                let is_first = statements[..index].iter().all(|earlier| {
                    earlier.kind().starts_with("import")
                        || node::named_children(*earlier).all(|inner| inner.kind() == "string")
                });
                if is_first {
                    break;
                }
            }
            _ => break,
        }
        end = Some(statement.span().start);
    }
    // Comments directly above belong to it.
    let mut end = end?;
    while let Some(above) = file.text.get(..end).and_then(|text| text.strip_suffix('\n')) {
        let start = above.rfind('\n').map_or(0, |newline| newline + 1);
        if !above[start..].trim_start().starts_with('#') {
            break;
        }
        end = start;
    }
    Some(end)
}

fn stem(url: &DocumentUrl) -> &str {
    let name = url.as_str().rsplit('/').next().unwrap_or_default();
    name.strip_suffix(".py").unwrap_or(name)
}

fn name_of(file: &SourceFile) -> String {
    match stem(&file.url) {
        "__init__" => {
            let folder = file.url.as_str().rsplit('/').nth(1).unwrap_or_default();
            folder.to_owned()
        }
        "settings" => file.module.as_deref().unwrap_or("settings").to_owned(),
        stem => stem.to_owned(),
    }
}

/// The classes of settings a module binds, those it imports included.
fn configurations(view: &View) -> Vec<Arc<Class>> {
    let mut classes: Vec<Arc<Class>> = view
        .settings
        .classes()
        .filter_map(|slot| match &slot.value.kind {
            Kind::Class(class) if is_configuration(class) => Some(class.clone()),
            _ => None,
        })
        .collect();
    classes.sort_by_key(|class| class.at);
    classes.dedup_by_key(|class| class.at);
    classes
}

fn is_configuration(class: &Class) -> bool {
    let is_base =
        |name: &Arc<str>| name.starts_with("configurations.") && name.ends_with("Configuration");
    class.libraries.iter().any(is_base)
}

fn views_of_classes(view: &View, root: &Root, classes: &[Arc<Class>]) -> Vec<View> {
    let role_of = |class: &Class| role_of_word(&class.name);
    let named: HashSet<Role> = classes.iter().filter_map(|class| role_of(class)).collect();
    let mut views = Vec::new();
    for class in classes {
        let is_base =
            classes.iter().any(|other| other.ancestors.iter().any(|base| base.at == class.at));
        let role = match role_of(class) {
            _ if root.class.as_deref() == Some(&*class.name) => {
                role_of(class).unwrap_or(Role::Production)
            }
            Some(Role::Base) => continue,
            Some(role) => role,
            None if is_base || named.contains(&Role::Production) => continue,
            None => root.role,
        };
        let mut settings: BTreeMap<Arc<str>, Slot> = BTreeMap::new();
        inherit(class, &mut settings);
        let settings: Slots = settings.into_iter().collect();
        let is_whole = WHOLE.iter().filter(|name| settings.contains_key(**name)).count() >= 3;
        let end = view.file(class.at).map_or(view.end, |file| {
            let at = class.at.span.end.min(file.text.len());
            Place { file: class.at.file, span: Span::empty(at) }
        });
        views.push(View {
            name: class.name.to_string(),
            role,
            root: view.root.clone(),
            settings,
            // `pre_setup` and the like may set anything.
            is_open: view.is_open || class.is_open || has_hooks(class),
            is_whole,
            is_weak: view.is_weak,
            is_quickstart: false,
            files: view.files.clone(),
            parts: view.parts.clone(),
            end,
            definitions: Arc::default(),
            beside: Arc::default(),
            apps: OnceLock::new(),
        });
    }
    views
}

fn has_hooks(class: &Class) -> bool {
    ["pre_setup", "setup", "post_setup"].iter().any(|hook| class.member(hook).is_some())
}

/// Settings of a class over those of its bases.
fn inherit(class: &Class, settings: &mut BTreeMap<Arc<str>, Slot>) {
    let farthest_first = class.ancestors.iter().rev().map(|class| &**class);
    for class in farthest_first.chain([class]) {
        for (name, slot) in &class.names {
            let mut slot = slot.clone();
            if let Kind::Env(env) = &slot.value.kind
                && env.variable.is_none()
            {
                let mut named = (**env).clone();
                named.variable = Some(name.clone());
                slot.value = Value::new(Kind::Env(Arc::new(named)), slot.value.at);
            }
            settings.insert(name.clone(), slot);
        }
    }
}

/// The role a module has by itself.
pub fn role_of_file(file: &SourceFile) -> Option<Role> {
    let by_path = || {
        let path = file.url.as_str();
        let (folders, name) = path.rsplit_once('/')?;
        let stem = name.strip_suffix(".py").unwrap_or(name);
        role_of_word(stem).or_else(|| {
            let is_plain = matches!(stem, "settings" | "__init__" | "config" | "conf");
            let folder = folders.rsplit('/').next()?;
            is_plain.then(|| role_of_word(folder)).flatten()
        })
    };
    file.module.as_deref().and_then(role_of_module).or_else(by_path)
}

/// Whether a module is called like a settings module, or lies in a package that is.
pub fn is_called_settings(path: &str) -> bool {
    let mut parts = path.rsplit('/');
    let stem = parts.next().unwrap_or_default();
    let stem = stem.strip_suffix(".py").unwrap_or(stem);
    split(stem).iter().any(|part| part == "settings" || part == "configuration")
        || parts.take(3).any(|part| matches!(part, "settings" | "config" | "conf"))
}

//! What dotted paths in settings lead to in the workspace: `"shop.middleware.Audit"` to a class and what it derives from.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::files::{SettingsFiles, SourceFile};
use super::slots::Slots;
use super::value::{Kind, Value};
use crate::syntax::{Expr, node};
use crate::text::DocumentUrl;

/// Settings whose texts are dotted paths to classes and functions.
const NAMING: &[&str] = &[
    "MIDDLEWARE",
    "AUTHENTICATION_BACKENDS",
    "PASSWORD_HASHERS",
    "SESSION_SERIALIZER",
    "CSRF_FAILURE_VIEW",
    "DEFAULT_EXCEPTION_REPORTER_FILTER",
    "HIJACK_PERMISSION_CHECK",
    "DEBUG_TOOLBAR_CONFIG",
];

/// Modules and classes passed on the way from a path to library classes.
const MOST_STEPS: usize = 6;

/// A longer definition is looked at this far.
const MOST_SOURCE: usize = 20_000;

/// What a dotted path leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// The module is one of the workspace, and has no such name.
    Missing,
    /// A class or function.
    Definition(Definition),
}

/// A class or function of the workspace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition {
    /// The library classes a class derives from, through classes of the workspace too.
    pub bases: Vec<Arc<str>>,
    /// Whether it may derive from others.
    pub is_open: bool,
    /// Its source.
    pub source: Arc<str>,
}

/// What the paths of a view lead to; a path that is not here leads out of the workspace, or nobody knows where.
pub type Definitions = BTreeMap<Arc<str>, Target>;

/// What was looked up last: most modules of a project name the same.
#[derive(Default)]
pub(super) struct Lookups {
    last: Option<Lookup>,
}

struct Lookup {
    folder: String,
    named: Vec<Option<Value>>,
    found: (Arc<Definitions>, Arc<[DocumentUrl]>),
}

impl Lookups {
    /// Looks up the paths of a view; the second is what was read for it.
    pub(super) fn look_up(
        &mut self,
        world: &dyn SettingsFiles,
        from: &SourceFile,
        settings: &Slots,
    ) -> (Arc<Definitions>, Arc<[DocumentUrl]>) {
        let folder = from.url.as_str().rsplit_once('/').map_or("", |(folder, _)| folder);
        let named: Vec<Option<Value>> =
            NAMING.iter().map(|name| settings.get(name).map(|slot| slot.value.clone())).collect();
        if let Some(last) = self.last.as_ref().filter(|last| last.folder == folder) {
            let is_same = |(old, new): (&Option<Value>, &Option<Value>)| match (old, new) {
                (Some(old), Some(new)) => old.is_identical(new),
                (None, None) => true,
                _ => false,
            };
            if last.named.iter().zip(&named).all(is_same) {
                return last.found.clone();
            }
        }
        let (definitions, beside) = look_up(world, from, settings);
        let known = self.last.as_ref().map(|last| &last.found);
        // Who compares views asks whether they share these.
        let found = match known {
            Some((own, read)) if **own == definitions && **read == *beside => {
                (own.clone(), read.clone())
            }
            _ => (Arc::new(definitions), beside.into()),
        };
        self.last = Some(Lookup { folder: folder.to_owned(), named, found: found.clone() });
        found
    }
}

fn look_up(
    world: &dyn SettingsFiles,
    from: &SourceFile,
    settings: &Slots,
) -> (Definitions, Vec<DocumentUrl>) {
    let mut finder = Finder { world, read: Vec::new() };
    let mut found = Definitions::new();
    for name in NAMING {
        let Some(slot) = settings.get(*name) else { continue };
        let mut paths = Vec::new();
        texts(&slot.value, &mut paths);
        for path in paths {
            if found.contains_key(&path) {
                continue;
            }
            if let Some(target) = finder.path(from, &path, MOST_STEPS) {
                found.insert(path, target);
            }
        }
    }
    (found, finder.read)
}

fn texts(value: &Value, found: &mut Vec<Arc<str>>) {
    for value in value.alternatives() {
        match &value.kind {
            Kind::Text(text) if text.contains('.') && !text.contains([' ', '/']) => {
                found.push(text.clone());
            }
            Kind::List(_, items) => items.iter().for_each(|item| texts(item, found)),
            Kind::Dict(dict) => dict.entries.iter().for_each(|(_, value)| texts(value, found)),
            _ => {}
        }
    }
}

struct Finder<'w> {
    world: &'w dyn SettingsFiles,
    read: Vec<DocumentUrl>,
}

impl Finder<'_> {
    fn path(&mut self, from: &SourceFile, dotted: &str, steps: usize) -> Option<Target> {
        let (module, name) = dotted.rsplit_once('.')?;
        let file = self.world.module(from, module)?;
        if !self.read.contains(&file.url) {
            self.read.push(file.url.clone());
        }
        self.name(&file, name, steps)
    }

    /// What a top-level name of a module is.
    fn name(&mut self, file: &SourceFile, name: &str, steps: usize) -> Option<Target> {
        let steps = steps.checked_sub(1)?;
        let names = Names::of(file)?;
        if let Some(definition) = names.definitions.get(name) {
            return Some(Target::Definition(self.definition(file, &names, *definition, steps)));
        }
        if let Some(imported) = names.imports.get(name) {
            return self.path(file, imported, steps);
        }
        let is_known = !names.is_open && !names.others.contains(&name);
        let is_module = file
            .module
            .as_deref()
            .is_some_and(|own| self.world.module(file, &format!("{own}.{name}")).is_some());
        (is_known && !is_module).then_some(Target::Missing)
    }

    fn definition(
        &mut self,
        file: &SourceFile,
        names: &Names<'_>,
        expr: Expr<'_>,
        steps: usize,
    ) -> Definition {
        let source = expr.source();
        let mut end = source.len().min(MOST_SOURCE);
        while !source.is_char_boundary(end) {
            end -= 1;
        }
        let mut definition =
            Definition { bases: Vec::new(), is_open: false, source: source[..end].into() };
        if expr.kind() != "class_definition" {
            return definition;
        }
        for argument in node::arguments(expr) {
            let node::Argument::Positional(base) = argument else { continue };
            let written = base.source();
            let (first, rest) = written.split_once('.').map_or((written, ""), |(a, b)| (a, b));
            let target = match (names.definitions.get(first), names.imports.get(first)) {
                (Some(_), _) if rest.is_empty() => self.name(file, first, steps),
                (None, Some(imported)) => {
                    let dotted = match rest {
                        "" => imported.clone(),
                        rest => format!("{imported}.{rest}"),
                    };
                    match self.path(file, &dotted, steps) {
                        None if self.world.is_own(file, &dotted) => None,
                        None => {
                            definition.bases.push(dotted.into());
                            continue;
                        }
                        found => found,
                    }
                }
                _ if written == "object" => continue,
                _ => None,
            };
            match target {
                Some(Target::Definition(base)) => {
                    definition.is_open |= base.is_open;
                    definition.bases.extend(base.bases);
                }
                _ => definition.is_open = true,
            }
        }
        definition
    }
}

/// What a module binds at its top level.
#[derive(Default)]
struct Names<'f> {
    definitions: HashMap<&'f str, Expr<'f>>,
    /// Dotted paths of imported names.
    imports: HashMap<&'f str, String>,
    others: Vec<&'f str>,
    /// Whether there may be more.
    is_open: bool,
}

impl<'f> Names<'f> {
    fn of(file: &'f SourceFile) -> Option<Self> {
        let mut names = Self::default();
        let root = file.root()?;
        // Half a module says less than it will.
        names.is_open = root.node.has_error();
        names.block(file, root);
        Some(names)
    }

    fn block(&mut self, file: &SourceFile, block: Expr<'f>) {
        for statement in node::named_children(block) {
            match statement.kind() {
                "class_definition" | "function_definition" => self.define(statement),
                "decorated_definition" => {
                    if let Some(definition) = statement.field("definition") {
                        self.define(definition);
                    }
                }
                "import_statement" => self.import(statement),
                "import_from_statement" => self.import_from(file, statement),
                "expression_statement" => {
                    for expr in node::named_children(statement) {
                        let target = expr.field("left").map(Expr::source);
                        self.others.extend(target.filter(|_| expr.kind() == "assignment"));
                    }
                }
                // Either arm may bind a name: what the first says is taken, and that there is more.
                _ => {
                    for child in node::named_children(statement) {
                        match child.kind() {
                            "block" => self.block(file, child),
                            "else_clause" | "elif_clause" | "except_clause" | "finally_clause" => {
                                node::named_children(child)
                                    .filter(|inner| inner.kind() == "block")
                                    .for_each(|inner| self.block(file, inner));
                            }
                            _ => {}
                        }
                    }
                }
            }
        }
    }

    fn define(&mut self, definition: Expr<'f>) {
        if let Some(name) = definition.field("name") {
            self.definitions.entry(name.source()).or_insert(definition);
        }
    }

    fn import(&mut self, statement: Expr<'f>) {
        for clause in node::named_children(statement) {
            match (clause.field("name"), clause.field("alias")) {
                (Some(name), Some(alias)) => {
                    self.imports.insert(alias.source(), name.source().to_owned());
                }
                _ => {
                    let top = clause.source().split('.').next().unwrap_or_default();
                    self.imports.insert(top, top.to_owned());
                }
            }
        }
    }

    fn import_from(&mut self, file: &SourceFile, statement: Expr<'f>) {
        let Some(module) = statement.field("module_name") else { return };
        if statement.source().trim_end().ends_with('*') {
            self.is_open = true;
            return;
        }
        let Some(module) = absolute(file, module.source()) else {
            self.is_open = true;
            return;
        };
        for clause in node::named_children(statement).skip(1) {
            let (name, bound) = match (clause.field("name"), clause.field("alias")) {
                (Some(name), Some(alias)) => (name.source(), alias.source()),
                _ => (clause.source(), clause.source()),
            };
            let separator = if module.is_empty() { "" } else { "." };
            self.imports.entry(bound).or_insert(format!("{module}{separator}{name}"));
        }
    }
}

/// The absolute dotted path of a relative one, as seen from a file.
pub(super) fn absolute(file: &SourceFile, written: &str) -> Option<String> {
    let level = written.bytes().take_while(|&byte| byte == b'.').count();
    let rest = &written[level..];
    if level == 0 {
        return Some(rest.to_owned());
    }
    let mut package = file.package()?;
    for _ in 1..level {
        package = package.rsplit_once('.').map_or("", |(package, _)| package);
    }
    Some(match (package.is_empty(), rest.is_empty()) {
        (true, _) => rest.to_owned(),
        (false, true) => package.to_owned(),
        (false, false) => format!("{package}.{rest}"),
    })
}

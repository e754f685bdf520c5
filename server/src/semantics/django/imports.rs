//! Imports and includes of settings modules.

use std::sync::Arc;

use super::definitions::absolute;
use super::evaluate::Evaluator;
use super::files::SourceFile;
use super::roles::{Role, role_of_module};
use super::value::{Kind, Place, Slot, Value};
use crate::semantics::literals::{self, Stretch};
use crate::syntax::{Expr, node};

/// Modules of libraries that are imported whole and set nothing that Django itself or another app reads.
const OWN_NAMES_ONLY: &[&str] = &["oscar.defaults"];

impl Evaluator<'_> {
    fn file(&self, number: u32) -> Option<Arc<SourceFile>> {
        self.files.get(number as usize).cloned()
    }

    /// Whether the statements of a file are being run.
    pub(super) fn is_running(&self, number: u32) -> bool {
        self.runs(number)
    }

    /// The absolute dotted path of a relative one.
    fn absolute(&self, file: u32, written: &str) -> Option<String> {
        absolute(&*self.file(file)?, written)
    }

    fn find(&self, file: u32, dotted: &str) -> Option<Arc<SourceFile>> {
        self.world.module(&*self.file(file)?, dotted)
    }

    pub(super) fn import(&mut self, statement: Expr<'_>, file: u32) {
        for clause in node::named_children(statement) {
            let (written, alias) = match clause.kind() {
                "aliased_import" => match (clause.field("name"), clause.field("alias")) {
                    (Some(name), Some(alias)) => (name, Some(alias)),
                    _ => continue,
                },
                _ => (clause, None),
            };
            let dotted = written.source();
            let at = self.place(clause, file);
            let bound = match alias {
                Some(_) => dotted,
                None => dotted.split('.').next().unwrap_or(dotted),
            };
            let kind = match self.find(file, bound) {
                Some(found) => Kind::Module(self.number(&found)),
                None => Kind::Name(bound.into()),
            };
            let name: Arc<str> = alias.map_or(bound, Expr::source).into();
            self.set(name, Value::new(kind, at), at, self.place(statement, file));
        }
    }

    fn set(&mut self, name: Arc<str>, value: Value, target: Place, statement: Place) {
        if let Some(frame) = self.frames.last_mut() {
            frame.names.insert(name, Slot { value, target, statement });
        }
    }

    pub(super) fn import_from(&mut self, statement: Expr<'_>, file: u32) {
        let Some(module) = statement.field("module_name") else { return };
        let Some(dotted) = self.absolute(file, module.source()) else {
            if statement.source().contains('*') {
                self.open();
            }
            return;
        };
        let found = self.find(file, &dotted);
        let at = self.place(statement, file);
        let mut clauses: Vec<Expr<'_>> = node::named_children(statement).skip(1).collect();
        if clauses.is_empty() && statement.source().trim_end().ends_with('*') {
            clauses = vec![statement];
        }
        for clause in clauses {
            if clause.kind() == "wildcard_import" || clause.node == statement.node {
                match &found {
                    Some(found) => self.star(found),
                    None if OWN_NAMES_ONLY.contains(&&*dotted) => {}
                    None => self.forget_all(),
                }
                continue;
            }
            let (written, name) = match clause.kind() {
                "aliased_import" => match (clause.field("name"), clause.field("alias")) {
                    (Some(name), Some(alias)) => (name.source(), alias.source()),
                    _ => continue,
                },
                _ => (clause.source(), clause.source()),
            };
            let target = self.place(clause, file);
            let value = match &found {
                Some(found) => {
                    let number = self.number(found);
                    let module = Value::new(Kind::Module(number), target);
                    self.attribute(&module, written, target)
                }
                None => {
                    let path = format!("{dotted}.{written}");
                    let is_own =
                        self.file(file).is_some_and(|file| self.world.is_own(&file, &dotted));
                    match self.find(file, &path) {
                        Some(found) => Value::new(Kind::Module(self.number(&found)), target),
                        None if is_own && module.source().starts_with('.') => {
                            Value::unknown(target)
                        }
                        None => Value::new(Kind::Name(path.into()), target),
                    }
                }
            };
            self.set(name.into(), value, target, at);
        }
    }

    /// From here on every name may be any other thing.
    fn forget_all(&mut self) {
        if let Some(frame) = self.frames.last_mut() {
            for slot in frame.names.all_mut() {
                slot.value = Value::unknown(slot.value.at);
            }
            frame.is_open = true;
        }
    }

    /// `from module import *`
    fn star(&mut self, found: &Arc<SourceFile>) {
        let number = self.number(found);
        let (frame, exported) = self.exported(number);
        if frame.is_open {
            self.forget_all();
        }
        if let Some(own) = self.frames.last_mut() {
            own.names.put(&exported);
        }
    }

    /// A module below a package: `base` of `settings.base`.
    pub(super) fn submodule(&mut self, number: u32, name: &str, at: Place) -> Value {
        let file = self.file(number);
        let dotted = file
            .as_ref()
            .filter(|file| file.is_package)
            .and_then(|file| Some(format!("{}.{name}", file.module.as_deref()?)));
        match dotted.and_then(|dotted| self.find(number, &dotted)) {
            Some(found) => Value::new(Kind::Module(self.number(&found)), at),
            None => Value::unknown(at),
        }
    }

    /// Whether a statement imports all names of a module that is not there, or only on a developer's machine.
    pub(super) fn is_absent_import(&mut self, statement: Expr<'_>, file: u32) -> bool {
        if statement.kind() != "import_from_statement" {
            return false;
        }
        let Some(module) = statement.field("module_name") else { return false };
        let Some(dotted) = self.absolute(file, module.source()) else { return true };
        match self.find(file, &dotted) {
            None => {
                // A library may be installed or not; a module of ours is made where it is needed.
                let own = self.file(file);
                let is_own = module.source().starts_with('.')
                    || own.is_some_and(|file| self.world.is_own(&file, &dotted));
                is_own || !dotted.contains('.')
            }
            Some(_) => {
                self.role == Role::Production
                    && matches!(role_of_module(&dotted), Some(Role::Development | Role::Test))
            }
        }
    }

    /// `include("a.py", optional("b.py"))` of django-split-settings: runs files in this scope.
    pub(super) fn include(&mut self, call: Expr<'_>, file: u32) {
        for argument in node::arguments(call) {
            let node::Argument::Positional(argument) = argument else { continue };
            let (pattern, is_optional) = match argument.kind() {
                "call"
                    if argument
                        .field("function")
                        .is_some_and(|f| f.source().ends_with("optional")) =>
                {
                    let inner = node::arguments(argument).into_iter().next();
                    match inner {
                        Some(inner) => (inner.value(), true),
                        None => continue,
                    }
                }
                _ => (argument, false),
            };
            let Some((pattern, is_guess)) = self.pattern(pattern, file) else {
                self.open();
                continue;
            };
            let Some(from) = self.file(file) else { continue };
            let mut found = self.world.beside(&from, &pattern);
            if found.is_empty() {
                if is_optional {
                    self.is_weak = true;
                } else {
                    self.open();
                }
                continue;
            }
            if is_guess && found.len() > 1 {
                let chosen =
                    found.iter().find(|one| Some(&one.url) == self.choice.as_ref()).cloned();
                if chosen.is_none() && self.choices.is_empty() {
                    self.choices.clone_from(&found);
                }
                match chosen {
                    Some(chosen) => found = vec![chosen],
                    None => {
                        self.open();
                        continue;
                    }
                }
            } else if is_optional
                && self.role == Role::Production
                && role_of_module(&pattern.replace(['/', '.'], "_")) == Some(Role::Development)
            {
                continue;
            }
            for one in found {
                let number = self.number(&one);
                if self.is_running(number) || !self.step() {
                    continue;
                }
                self.run_included(number);
            }
        }
    }

    /// The files an argument of `include` names: with `*` for what is not known, and whether there was such.
    fn pattern(&mut self, expr: Expr<'_>, file: u32) -> Option<(String, bool)> {
        let value = self.value(expr, file);
        if let Some(text) = value.as_text() {
            return Some((text.to_string(), false));
        }
        let (style, stretches) = literals::stretches(expr)?;
        let mut pattern = String::new();
        for stretch in stretches {
            match stretch {
                Stretch::Source(source, _) => {
                    pattern.push_str(&literals::decode_text(source, style))
                }
                Stretch::Interpolation(_) => pattern.push('*'),
            }
        }
        Some((pattern, true))
    }
}

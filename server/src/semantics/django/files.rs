//! The files a settings view is made of, and the trait through which they are asked for.

use std::sync::Arc;

use tree_sitter::Tree;

use crate::languages::PYTHON;
use crate::syntax::{Expr, Unit, node, parse};
use crate::text::{DocumentUrl, Text};

/// Larger modules are no settings somebody wrote.
const MOST_BYTES: usize = 1_000_000;

/// Settings every project has: a module that assigns two of them is a settings module.
pub const TELLING: &[&str] = &[
    "INSTALLED_APPS",
    "MIDDLEWARE",
    "ROOT_URLCONF",
    "DATABASES",
    "SECRET_KEY",
    "TEMPLATES",
    "WSGI_APPLICATION",
];

/// One parsed module.
#[derive(Debug)]
pub struct SourceFile {
    /// Its name.
    pub url: DocumentUrl,
    /// Its dotted path, if it has one.
    pub module: Option<String>,
    /// Whether it is an `__init__`.
    pub is_package: bool,
    /// Its text.
    pub text: Text,
    /// Its tree; none if it is no code.
    pub tree: Option<Tree>,
    /// How many of the [`TELLING`] names it assigns at its top level or in a class there.
    pub n_telling: usize,
    /// Whether it names django-configurations.
    pub has_configurations: bool,
}

impl SourceFile {
    /// Parses a module.
    pub fn new(url: DocumentUrl, module: Option<(&str, bool)>, text: Text) -> Self {
        // A template of a settings module, for copier and its like, says nothing about any project.
        let is_template =
            text.contains("{{ ") || text.contains("{% ") || text.contains("{{cookiecutter");
        let readable = text.len() <= MOST_BYTES && !is_template;
        let tree = readable.then(|| parse::parse(&PYTHON, &text, None)).flatten();
        let mut file = Self {
            url,
            module: module.map(|(module, _)| module.to_owned()),
            is_package: module.is_some_and(|(_, is_package)| is_package),
            n_telling: 0,
            has_configurations: text.contains("configurations"),
            text,
            tree,
        };
        file.n_telling = file.telling();
        file
    }

    /// The root of its tree.
    pub fn root(&self) -> Option<Expr<'_>> {
        let tree = self.tree.as_ref()?;
        Some(Unit { text: &self.text, tree, offset: 0 }.root())
    }

    fn telling(&self) -> usize {
        let Some(root) = self.root() else { return 0 };
        let mut names: Vec<&str> = Vec::new();
        let mut waiting: Vec<Expr<'_>> = vec![root];
        while let Some(expr) = waiting.pop() {
            match expr.kind() {
                "module" | "block" | "expression_statement" | "class_definition" => {
                    waiting.extend(node::named_children(expr));
                }
                "assignment" => names.extend(
                    expr.field("left")
                        .map(Expr::source)
                        .and_then(|name| TELLING.iter().find(|telling| **telling == name)),
                ),
                _ => {}
            }
        }
        names.sort_unstable();
        names.dedup();
        names.len()
    }

    /// The dotted package that its relative imports count from.
    pub fn package(&self) -> Option<&str> {
        let module = self.module.as_deref()?;
        if self.is_package {
            return Some(module);
        }
        Some(module.rsplit_once('.').map_or("", |(package, _)| package))
    }
}

/// Who finds modules and reads them. Implemented by `workspace`.
pub trait SettingsFiles {
    /// The module of an absolute dotted path, as imported from `from`; none if the workspace does not hold it.
    fn module(&self, from: &SourceFile, dotted: &str) -> Option<Arc<SourceFile>>;

    /// The files that a path relative to `from` names, globs allowed, in order.
    fn beside(&self, from: &SourceFile, pattern: &str) -> Vec<Arc<SourceFile>>;

    /// Whether the top package of a dotted path is one of the workspace.
    fn is_own(&self, from: &SourceFile, dotted: &str) -> bool;
}

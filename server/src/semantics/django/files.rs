//! The files a settings view is made of, and the trait through which they are asked for.

use std::sync::Arc;

use tree_sitter::{InputEdit, Point, Tree};

use crate::languages::PYTHON;
use crate::semantics::outline_edit;
use crate::syntax::{Expr, Unit, node, parse};
use crate::text::{DocumentUrl, Span, Text};

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
        Self::read(url, module, text, None)
    }

    /// `old` is a tree of it as it was before edits that were made to the tree too.
    fn read(url: DocumentUrl, module: Option<(&str, bool)>, text: Text, old: Option<Tree>) -> Self {
        // A template of a settings module, for copier and its like, says nothing about any project.
        let is_template =
            text.contains("{{ ") || text.contains("{% ") || text.contains("{{cookiecutter");
        let readable = text.len() <= MOST_BYTES && !is_template;
        let tree = readable.then(|| parse::parse(&PYTHON, &text, old.as_ref())).flatten();
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

    /// The module with another text.
    pub fn edited(&self, text: Text) -> Self {
        let module = self.module.as_deref().map(|module| (module, self.is_package));
        // How a text with errors is read depends on where the parser began.
        let sound = self.tree.as_ref().filter(|tree| !tree.root_node().has_error());
        let old = sound.map(|tree| {
            let (prefix, suffix) = outline_edit::common(&self.text, &text);
            let mut tree = tree.clone();
            let (old_end, new_end) = (self.text.len() - suffix, text.len() - suffix);
            tree.edit(&InputEdit {
                start_byte: prefix,
                old_end_byte: old_end,
                new_end_byte: new_end,
                start_position: point(&self.text, prefix),
                old_end_position: point(&self.text, old_end),
                new_end_position: point(&text, new_end),
            });
            tree
        });
        let file = Self::read(self.url.clone(), module, text.clone(), old);
        let has_errors = file.tree.as_ref().is_some_and(|tree| tree.root_node().has_error());
        if sound.is_some() && has_errors {
            return Self::read(self.url.clone(), module, text, None);
        }
        file
    }

    /// Whether a new text says the same as this one: what changed lies in one comment, or in a text that is a statement.
    pub fn says_the_same(&self, text: &str) -> bool {
        let (prefix, suffix) = outline_edit::common(&self.text, text);
        let old = Span::new(prefix, self.text.len() - suffix);
        let (gone, new) = (old.slice(&self.text), &text[prefix..text.len() - suffix]);
        // Words by which a file is told from a template of one.
        let around = |text: &str, span: Span| {
            let (mut start, mut end) =
                (span.start.saturating_sub(16), (span.end + 16).min(text.len()));
            start = (0..=start).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
            end = (end..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len());
            ["{{", "{%", "configurations"].iter().any(|word| text[start..end].contains(word))
        };
        let new_span = Span::new(prefix, text.len() - suffix);
        if around(&self.text, old) || around(text, new_span) {
            return false;
        }
        let Some(root) = self.root().filter(|root| !root.node.has_error()) else { return false };
        let Some(node) = root.node.descendant_for_byte_range(prefix.saturating_sub(1), old.end)
        else {
            return false;
        };
        let is_within = match node.kind() {
            // Behind the sign that begins it.
            "comment" => node.start_byte() < prefix && ![gone, new].concat().contains(['\n', '\r']),
            "string_content" => {
                let is_statement = node.parent().and_then(|string| string.parent());
                is_statement.is_some_and(|parent| parent.kind() == "expression_statement")
                    && node.start_byte() < prefix
                    && ![gone, new].concat().contains(['"', '\'', '\\', '\n', '\r'])
            }
            _ => false,
        };
        let mut outer = node.parent();
        while let Some(node) = outer {
            // Whoever asks for the source of a class gets its comments, too.
            let is_plain = matches!(
                node.kind(),
                "module"
                    | "block"
                    | "expression_statement"
                    | "string"
                    | "if_statement"
                    | "elif_clause"
                    | "else_clause"
                    | "try_statement"
                    | "except_clause"
            );
            if !is_plain {
                return false;
            }
            outer = node.parent();
        }
        is_within
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

/// A byte of a text by line and column.
fn point(text: &str, at: usize) -> Point {
    let before = &text.as_bytes()[..at];
    let row = before.iter().filter(|byte| **byte == b'\n').count();
    let column = before.iter().rev().take_while(|byte| **byte != b'\n').count();
    Point { row, column }
}

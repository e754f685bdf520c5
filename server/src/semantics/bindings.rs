//! What binds names: assignments, imports, definitions, parameters and the rest, read off logical lines.
//!
//! Lines are scanned byte by byte; a right-hand side, annotation or base class is parsed when somebody asks for it, and kept.

use std::sync::OnceLock;

use tree_sitter::Tree;

use super::outline_edit::OutlineChange;
use super::scopes::ScopeId;
use crate::languages::PYTHON;
use crate::syntax::{self, Expr};
use crate::text::Span;

/// Longest slice that is parsed on demand: longer ones are data, not code.
const MAX_SLICE: usize = 1 << 20;

/// A piece of the text that is parsed as an expression when first asked for.
#[derive(Debug)]
pub struct Slice {
    /// Where it stands in the document.
    pub span: Span,
    tree: OnceLock<Option<Tree>>,
}

impl Slice {
    pub(super) fn new(span: Span) -> Self {
        Self { span, tree: OnceLock::new() }
    }

    /// Whether it has a tree.
    #[cfg(test)]
    pub(super) fn is_parsed(&self) -> bool {
        self.tree.get().is_some()
    }

    /// Drops its tree.
    pub(super) fn forget(&mut self) {
        self.tree.take();
    }

    /// The expression in it, with a tree of its own.
    pub fn expr<'a>(&'a self, text: &'a str) -> Option<Expr<'a>> {
        let source = text.get(self.span.start..self.span.end)?;
        let tree = self
            .tree
            .get_or_init(|| {
                (source.len() <= MAX_SLICE)
                    .then(|| syntax::parse::parse(&PYTHON, source, None))
                    .flatten()
            })
            .as_ref()?;
        let root = Expr { node: tree.root_node(), text: source, offset: self.span.start };
        let statement = (0..root.node.named_child_count() as u32)
            .filter_map(|index| root.node.named_child(index))
            .find(|child| child.kind() != "comment")?;
        if statement.kind() != "expression_statement" {
            return None;
        }
        // `x = 1, 2` holds no tuple node: the statement itself is the only handle on both.
        let node = match statement.named_child_count() {
            1 => statement.named_child(0)?,
            _ => statement,
        };
        Some(root.at(node))
    }
}

/// How a name is bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BindingKind {
    /// By an import: an index into the file's imports.
    Import(usize),
    /// `x = value`, `x: T = value`, `x: T`, each name of `a = b = value`, and each pair of `a, b = 1, 2`.
    Assign,
    /// One of several targets of a value that is not taken apart.
    Unpack,
    /// `x += value`
    Augmented,
    /// `x := value`
    Walrus,
    /// A target of `for`; the value is what is iterated.
    For,
    /// A target of `with`; the value is the context manager.
    With,
    /// `except … as x`; the value is the exception class.
    Except,
    /// `def x`
    Def,
    /// `class x`
    Class,
    /// A parameter; the value is its default.
    Param,
    /// A `*` or `**` parameter.
    StarParam,
    /// `del x`
    Delete,
    /// A capture of a `case` pattern.
    Capture,
    /// `type X = …`
    TypeAlias,
}

/// One binding of one name.
#[derive(Debug)]
pub struct Binding {
    /// The identifier.
    pub name: Span,
    /// The logical line that binds it.
    pub line: usize,
    /// The scope it lives in; for an attribute of `self`, that of the class.
    pub scope: ScopeId,
    /// From which byte on the binding is in force.
    pub at: usize,
    /// How.
    pub kind: BindingKind,
    /// The right-hand side, default, iterated expression or context manager.
    pub value: Option<Slice>,
    /// The annotation.
    pub annotation: Option<Slice>,
    /// Whether it is an attribute of `self` or `cls` rather than a name.
    pub on_self: bool,
    /// Whether it was made from a scope inside, by `global` or `nonlocal`: nobody knows when.
    pub from_inside: bool,
}

impl Binding {
    /// Moves one that stands behind an edit.
    pub(super) fn shift(&mut self, change: &OutlineChange) {
        self.line = change.line(self.line);
        self.name = change.moved(self.name);
        self.at = change.place(self.at);
        for slice in self.value.iter_mut().chain(&mut self.annotation) {
            slice.span = change.moved(slice.span);
        }
    }

    /// The bound value's expression.
    pub fn value_expr<'a>(&'a self, text: &'a str) -> Option<Expr<'a>> {
        self.value.as_ref()?.expr(text)
    }

    /// The annotation's expression.
    pub fn annotation_expr<'a>(&'a self, text: &'a str) -> Option<Expr<'a>> {
        self.annotation.as_ref()?.expr(text)
    }

    /// Whether the value is the literal `None`: an import that failed, or an attribute set later.
    pub fn is_none(&self, text: &str) -> bool {
        self.value.as_ref().is_some_and(|value| value.span.slice(text) == "None")
    }
}

/// A place where a list, dictionary or set that a name holds gets something put in: `x.append(1)`, `x["a"] = 1`.
#[derive(Debug)]
pub(super) struct Growth {
    /// The name, or the last part of a dotted one.
    pub(super) name: Span,
    /// What is put in, where that can be told.
    pub(super) value: Option<Slice>,
}

impl Growth {
    /// Moves one that stands behind an edit.
    pub(super) fn shift(&mut self, change: &OutlineChange) {
        self.name = change.moved(self.name);
        if let Some(value) = &mut self.value {
            value.span = change.moved(value.span);
        }
    }

    /// The name, and what is put in.
    pub(super) fn place(&self) -> Option<(Span, Span)> {
        Some((self.name, self.value.as_ref()?.span))
    }
}

/// What the header line of a class or function says.
#[derive(Debug, Default)]
pub(super) struct Head {
    /// Base classes, keyword arguments excluded.
    pub(super) bases: Vec<Slice>,
    /// The return annotation.
    pub(super) returns: Option<Slice>,
}

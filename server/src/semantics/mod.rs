//! What engines may ask about a Python file: names, values, types, scopes, contexts, project facts.
//!
//! Everything here comes from the outline of logical lines, never from the whole tree, so that
//! a document may be parsed in slices. Right-hand sides are parsed on demand and kept.

mod constants;
pub mod context;
pub mod import_edits;
mod names;
pub mod outline;
pub mod project;
mod strings;
pub mod value;

use std::sync::Arc;

use crate::syntax::Expr;
use crate::text::Span;

pub use context::FileContext;
pub use names::exports;
pub use outline::Outline;
pub use project::{ModuleExports, ProjectFacts, ProjectView};
pub use value::{Literalness, Part, Quoting, Value};

/// How sure a name or type is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Certainty {
    /// One of several possibilities, or found through a star import.
    Possible,
    /// The only possibility.
    Certain,
}

/// One fully qualified name a node may stand for, such as `subprocess.run` or `builtins.eval`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct QualifiedName {
    /// Dotted path in its canonical spelling.
    pub path: Arc<str>,
    /// How sure.
    pub certainty: Certainty,
}

/// The set of names a node may stand for; empty when nothing is known.
pub type Names = Vec<QualifiedName>;

/// What is known about the bindings of one file.
///
/// Invariant: built from the text alone; the same text gives the same answers.
#[derive(Debug)]
pub struct Semantics {
    /// The decoded text of the document.
    pub text: Arc<str>,
    /// Its logical lines and blocks.
    pub outline: Outline,
}

impl Semantics {
    /// Reads the bindings of a Python file.
    pub fn build(text: Arc<str>) -> Self {
        let outline = Outline::build(&text);
        Self { text, outline }
    }
}

/// Answers questions about nodes: a file's semantics seen together with the project around it.
#[derive(Clone, Copy)]
pub struct Resolver<'a> {
    /// The file.
    pub semantics: &'a Semantics,
    /// The project.
    pub project: &'a dyn ProjectView,
}

impl<'a> Resolver<'a> {
    /// The names `expr` may stand for: an identifier, an attribute chain, `getattr` or `import_module` of constants.
    /// A method of a known receiver type gives the type's name and the attribute: `requests.Session.get`.
    pub fn names(&self, expr: Expr<'a>) -> Names {
        names::names(self, expr)
    }

    /// The library types `expr` may be an instance of: `tarfile.TarFile` for `tarfile.open(…)`.
    pub fn types(&self, expr: Expr<'a>) -> Names {
        names::types(self, expr)
    }

    /// `expr` folded as far as literals and single assignments carry.
    pub fn value(&self, expr: Expr<'a>) -> Value {
        constants::value(self, expr)
    }

    /// Where `expr` stands between a literal and outside input, for a use in the given quoting context.
    pub fn literalness(&self, expr: Expr<'a>, quoting: Quoting) -> Literalness {
        strings::literalness(self, expr, quoting)
    }

    /// The text pieces and holes of a built string, left to right; `None` if `expr` does not build a string.
    pub fn parts(&self, expr: Expr<'a>) -> Option<Vec<Part<'a>>> {
        strings::parts(self, expr)
    }

    /// Whether `expr`, a class or an instance of it, is a class of this file that derives from one of `bases`, directly or not.
    pub fn derives_from(&self, expr: Expr<'a>, bases: &[&str]) -> bool {
        names::derives_from(self, expr, bases)
    }

    /// The definition (whole `class` or `def` statement, decorators excluded) in this file that `expr` names.
    pub fn definition(&self, expr: Expr<'a>) -> Option<Span> {
        names::definition(self, expr)
    }

    /// The expression that `expr`, a name with exactly one binding, was assigned; `expr` itself if it is no such name.
    pub fn assigned(&self, expr: Expr<'a>) -> Expr<'a> {
        names::assigned(self, expr)
    }
}

//! Node → qualified names, types and definitions: what `#resolves?` and `#instance?` ask.

use super::{ModuleExports, Names, ProjectView, Resolver, Semantics};
use crate::syntax::Expr;
use crate::text::Span;

pub(super) fn names<'a>(resolver: &Resolver<'a>, expr: Expr<'a>) -> Names {
    let _ = (resolver, expr);
    Vec::new()
}

pub(super) fn types<'a>(resolver: &Resolver<'a>, expr: Expr<'a>) -> Names {
    let _ = (resolver, expr);
    Vec::new()
}

pub(super) fn derives_from<'a>(resolver: &Resolver<'a>, expr: Expr<'a>, bases: &[&str]) -> bool {
    let _ = (resolver, expr, bases);
    false
}

pub(super) fn definition<'a>(resolver: &Resolver<'a>, expr: Expr<'a>) -> Option<Span> {
    let _ = (resolver, expr);
    None
}

pub(super) fn assigned<'a>(resolver: &Resolver<'a>, expr: Expr<'a>) -> Expr<'a> {
    let _ = resolver;
    expr
}

/// What the file binds at its top level.
#[rustfmt::skip]
pub fn exports(_semantics: &Semantics, _project: &dyn ProjectView) -> ModuleExports { ModuleExports::default() }

//! Built strings: their pieces, and how literal they are.

use super::{Literalness, Part, Quoting, Resolver};
use crate::syntax::Expr;

pub(super) fn literalness<'a>(
    resolver: &Resolver<'a>,
    expr: Expr<'a>,
    quoting: Quoting,
) -> Literalness {
    let _ = (resolver, expr, quoting);
    Literalness::Dynamic
}

pub(super) fn parts<'a>(resolver: &Resolver<'a>, expr: Expr<'a>) -> Option<Vec<Part<'a>>> {
    let _ = (resolver, expr);
    None
}

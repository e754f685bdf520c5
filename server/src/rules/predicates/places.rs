//! Questions about where something stands.

use super::Outcome::{self, No, Yes};
use super::names::judge_names;
use super::{Prepared, capture, texts};
use crate::rules::site::{Site, named_children};
use crate::syntax::Expr;

pub(super) fn inside(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let Some(expr) = capture(site, arguments) else { return No };
    site.kinds_around(expr).iter().any(|around| texts(arguments).any(|kind| kind == *around)).into()
}

pub(super) fn parent(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let Some(expr) = capture(site, arguments) else { return No };
    site.kinds_around(expr)
        .iter()
        .find(|around| **around != "parenthesized_expression")
        .is_some_and(|around| texts(arguments).any(|kind| kind == *around))
        .into()
}

pub(super) fn kind(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let Some(expr) = capture(site, arguments) else { return No };
    texts(arguments).any(|kind| kind == expr.kind()).into()
}

pub(super) fn assigned(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let Some(expr) = capture(site, arguments) else { return No };
    let bound = site.resolver.assigned(expr);
    let is_bound = expr.kind() == "identifier" && bound.span() != expr.span();
    (is_bound && texts(arguments).any(|kind| kind == bound.kind())).into()
}

pub(super) fn inside_call(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let Some(expr) = capture(site, arguments) else { return No };
    let mut below = expr;
    for around in site.ancestors(expr) {
        if around.kind() == "call"
            && let Some(callee) = around.field("function")
            && callee.node.id() != below.node.id()
            && judge_names(&site.names(callee), arguments) != No
        {
            return Yes;
        }
        below = around;
    }
    No
}

pub(super) fn statement(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let Some(expr) = capture(site, arguments) else { return No };
    let around = site.ancestors(expr);
    around
        .first()
        .is_some_and(|around| {
            around.kind() == "expression_statement" && around.node.named_child_count() == 1
        })
        .into()
}

pub(super) fn only_statement(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let Some(block) = capture(site, arguments) else { return No };
    let mut kinds = Vec::new();
    for child in named_children(block) {
        match child.kind() {
            "comment" => {}
            "expression_statement" => {
                match named_children(child).into_iter().find(|inner| inner.kind() != "comment") {
                    Some(inner) if inner.kind() == "string" => kinds.push("string"),
                    Some(inner) => kinds.push(inner.kind()),
                    None => {}
                }
            }
            other => kinds.push(other),
        }
    }
    // A docstring beside the statement says nothing; alone it is the statement.
    if kinds.len() > 1 {
        kinds.retain(|kind| *kind != "string");
    }
    (kinds.len() == 1 && texts(arguments).any(|kind| kind == kinds[0])).into()
}

pub(super) fn context(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    texts(arguments).any(|word| holds_in(site, site.root, word)).into()
}

pub(super) fn in_context(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let Some(expr) = capture(site, arguments) else { return No };
    texts(arguments).any(|word| holds_in(site, expr, word)).into()
}

fn holds_in(site: &Site<'_>, expr: Expr<'_>, word: &str) -> bool {
    let outline = &site.resolver.semantics.outline;
    let headers = || {
        outline
            .line_at(expr.span().start)
            .into_iter()
            .flat_map(|index| outline.ancestors(index))
            .map(|index| outline.lines[index])
    };
    match word {
        "test" => site.context.test,
        "example" => site.context.example,
        "setup" => site.context.setup,
        "stub" => site.context.stub,
        "notebook" => site.context.notebook,
        "main" => headers().any(|line| {
            let text = line.span.slice(&site.resolver.semantics.text);
            text.starts_with("if") && text.contains("__name__") && text.contains("__main__")
        }),
        "function" => headers().any(|line| line.kind == crate::semantics::outline::LineKind::Def),
        "module" => headers().next().is_none(),
        _ => false,
    }
}

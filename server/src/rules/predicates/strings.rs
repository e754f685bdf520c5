//! Questions about built strings: how literal they are, and what stands around their holes.

use super::Outcome::{self, No};
use super::{Prepared, capture, regex, texts};
use crate::rules::site::Site;
use crate::semantics::{Literalness, Part, Quoting, Value};
use crate::syntax::Expr;

/// The pieces of a text, `None` for each hole; `None` if it is no text at all.
fn pieces<'a>(site: &Site<'a>, expr: Expr<'a>) -> Option<Vec<Part<'a>>> {
    match site.value(expr) {
        Value::Str(text) => Some(vec![Part::Text(text)]),
        Value::Bytes(bytes) => Some(vec![Part::Text(String::from_utf8_lossy(&bytes).into_owned())]),
        _ => site.resolver.parts(expr),
    }
}

/// The constant text a string begins with.
pub(super) fn head<'a>(site: &Site<'a>, expr: Expr<'a>) -> Option<String> {
    let mut text = String::new();
    for part in pieces(site, expr)? {
        match part {
            Part::Text(piece) => text.push_str(&piece),
            Part::Hole(_) => break,
        }
    }
    Some(text)
}

fn quoting(arguments: &[Prepared]) -> Quoting {
    arguments
        .iter()
        .find_map(|argument| match argument {
            Prepared::Quoting(quoting) => Some(*quoting),
            _ => None,
        })
        .unwrap_or(Quoting::Any)
}

fn literalness(site: &Site<'_>, arguments: &[Prepared]) -> Option<Literalness> {
    capture(site, arguments).map(|expr| site.resolver.literalness(expr, quoting(arguments)))
}

pub(super) fn dynamic(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    (literalness(site, arguments) == Some(Literalness::Dynamic)).into()
}

pub(super) fn quoted(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    (literalness(site, arguments) == Some(Literalness::Quoted)).into()
}

pub(super) fn numeric(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    (literalness(site, arguments) == Some(Literalness::Numeric)).into()
}

pub(super) fn builds(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    // Most strings have no letters in front, so no holes.
    let is_plain =
        |expr: &Expr<'_>| expr.kind() == "string" && expr.source().starts_with(['"', '\'']);
    capture(site, arguments)
        .filter(|expr| !is_plain(expr))
        .and_then(|expr| site.resolver.parts(expr))
        .is_some_and(|parts| parts.iter().any(|part| matches!(part, Part::Hole(_))))
        .into()
}

pub(super) fn built_matches(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let (Some(expr), Some(regex)) = (capture(site, arguments), regex(arguments)) else { return No };
    let Some(parts) = pieces(site, expr) else { return No };
    let text: String = parts
        .iter()
        .map(|part| match part {
            Part::Text(text) => text.as_str(),
            Part::Hole(_) => "\u{FFFC}",
        })
        .collect();
    regex.is_match(&text).into()
}

pub(super) fn holes_follow(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let (Some(expr), Some(regex)) = (capture(site, arguments), regex(arguments)) else { return No };
    let Some(parts) = site.resolver.parts(expr) else { return No };
    let mut before = String::new();
    let mut holes = 0;
    for part in parts {
        match part {
            Part::Text(text) => before.push_str(&text),
            Part::Hole(_) => {
                if !regex.is_match(&before) {
                    return No;
                }
                holes += 1;
                before.push('\u{FFFC}');
            }
        }
    }
    (holes > 0).into()
}

pub(super) fn string_head(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let Some(text) = capture(site, arguments).and_then(|expr| head(site, expr)) else { return No };
    texts(arguments).any(|start| text.starts_with(start)).into()
}

//! Questions about the names, classes and handlers around a place, and about what names hold.

use super::Outcome::{self, No};
use super::names::judge_names;
use super::words::{compact, words_hold};
use super::{Prepared, capture, regex, texts};
use crate::rules::site::{Site, words};
use crate::semantics::Value;

pub(super) fn class_sets(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let (Some(expr), Some(regex)) = (capture(site, arguments), regex(arguments)) else { return No };
    let semantics = site.resolver.semantics;
    let name = match arguments.get(1) {
        Some(Prepared::Slot(slot)) => match site.node(*slot).map(|node| site.value(node)) {
            Some(Value::Str(name)) => name,
            _ => return No,
        },
        _ => texts(arguments).next().unwrap_or_default().to_owned(),
    };
    semantics
        .members_about(expr, &name)
        .iter()
        .filter_map(|binding| binding.value.as_ref())
        .any(|value| regex.is_match(&compact(value.span.slice(&semantics.text))))
        .into()
}

pub(super) fn around_words(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let Some(expr) = capture(site, arguments) else { return No };
    site.resolver
        .semantics
        .names_about(expr)
        .into_iter()
        .map(words)
        .any(|name| texts(arguments).any(|wanted| words_hold(&name, wanted)))
        .into()
}

pub(super) fn caught(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let Some(expr) = capture(site, arguments) else { return No };
    site.resolver
        .caught(expr)
        .is_some_and(|types| {
            types.iter().any(|one| judge_names(&vec![one.clone()], arguments) != No)
        })
        .into()
}

pub(super) fn assigned_match(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let (Some(expr), Some(regex)) = (capture(site, arguments), regex(arguments)) else { return No };
    if expr.kind() != "identifier" {
        return No;
    }
    let semantics = site.resolver.semantics;
    semantics
        .bindings_of(expr.source(), expr.span().start)
        .into_iter()
        .filter_map(|binding| binding.value.as_ref())
        .any(|value| regex.is_match(&compact(value.span.slice(&semantics.text))))
        .into()
}

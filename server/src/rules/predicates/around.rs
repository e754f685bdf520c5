//! Questions about the functions, classes and handlers a place is in.

use super::Outcome::{self, No};
use super::names::judge_names;
use super::words::{holds_word, words_hold};
use super::{Prepared, capture, regex, texts};
use crate::rules::site::{Site, words};
use crate::semantics::asked;

pub(super) fn class_sets(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let (Some(expr), Some(regex)) = (capture(site, arguments), regex(arguments)) else { return No };
    let semantics = site.resolver.semantics;
    let name = texts(arguments).next().unwrap_or_default();
    semantics
        .members_about(expr, name)
        .iter()
        .filter_map(|binding| binding.value.as_ref())
        .any(|value| regex.is_match(value.span.slice(&semantics.text)))
        .into()
}

pub(super) fn under(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let Some(expr) = capture(site, arguments) else { return No };
    let semantics = site.resolver.semantics;
    let headers = semantics.headers_about(expr);
    texts(arguments)
        .filter(|word| {
            asked::note_word(word);
            headers.iter().any(|header| holds_word(header.slice(&semantics.text), word))
        })
        .count()
        .gt(&0)
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
        .any(|value| regex.is_match(value.span.slice(&semantics.text)))
        .into()
}

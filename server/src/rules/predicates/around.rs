//! Questions about the functions, classes and handlers a place is in.

use super::Outcome::{self, No};
use super::names::{judge_names, path_matches};
use super::words::{holds_word, words_hold};
use super::{Prepared, capture, regex, texts};
use crate::rules::site::{Site, words};
use crate::semantics::asked;
use crate::text::Span;

pub(super) fn in_class(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let Some(expr) = capture(site, arguments) else { return No };
    let bases = site.resolver.bases_about(expr);
    bases.iter().any(|base| texts(arguments).any(|wanted| path_matches(base, wanted))).into()
}

pub(super) fn class_binds(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let Some(expr) = capture(site, arguments) else { return No };
    let semantics = site.resolver.semantics;
    // All names are asked, so that an edit of any of them is noticed.
    let n_members: usize =
        texts(arguments).map(|name| semantics.members_about(expr, name).len()).sum();
    (n_members > 0).into()
}

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

fn mentions_in(site: &Site<'_>, span: Option<Span>, arguments: &[Prepared]) -> Outcome {
    let text = span.map_or("", |span| span.slice(&site.resolver.semantics.text));
    texts(arguments)
        .filter(|word| {
            asked::note_word(word);
            holds_word(text, word)
        })
        .count()
        .gt(&0)
        .into()
}

pub(super) fn function_mentions(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let function =
        capture(site, arguments).and_then(|expr| site.resolver.semantics.function_about(expr));
    mentions_in(site, function, arguments)
}

pub(super) fn class_mentions(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let class = capture(site, arguments).and_then(|expr| site.resolver.semantics.class_about(expr));
    mentions_in(site, class, arguments)
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

pub(super) fn decorated(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let Some(expr) = capture(site, arguments) else { return No };
    let names = site.resolver.decorators_about(expr);
    names.iter().any(|name| texts(arguments).any(|wanted| path_matches(&name.path, wanted))).into()
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

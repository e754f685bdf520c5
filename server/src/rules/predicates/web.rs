//! Questions about Django: requests, querysets, and the functions and classes something stands in.

use super::Outcome::{self, Maybe, No, Yes};
use super::names::{judge_names, path_matches};
use super::{Prepared, capture, texts};
use crate::rules::site::Site;

pub(super) fn from_request(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let data = capture(site, arguments).and_then(|expr| site.resolver.request_data(expr));
    match data {
        Some(data) if data.is_free => Yes,
        Some(_) => Maybe,
        None => No,
    }
}

pub(super) fn keys_from_request(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    capture(site, arguments).is_some_and(|expr| site.resolver.request_keys(expr).is_some()).into()
}

pub(super) fn checked(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let checks: Vec<&str> = texts(arguments).collect();
    capture(site, arguments).is_some_and(|expr| site.resolver.is_checked(expr, &checks)).into()
}

pub(super) fn queryset(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    capture(site, arguments).is_some_and(|expr| site.resolver.is_queryset(expr)).into()
}

pub(super) fn in_class(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let above =
        capture(site, arguments).and_then(|expr| site.resolver.class_around(expr.span().start));
    above
        .is_some_and(|above| {
            above.0.iter().any(|base| texts(arguments).any(|wanted| path_matches(base, wanted)))
        })
        .into()
}

pub(super) fn in_function(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let name = capture(site, arguments)
        .and_then(|expr| site.resolver.semantics.function_name(expr.span().start));
    name.is_some_and(|name| texts(arguments).any(|wanted| wanted == name)).into()
}

pub(super) fn decorated(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let Some(expr) = capture(site, arguments) else { return No };
    site.resolver
        .decorators(expr.span().start)
        .iter()
        .any(|names| judge_names(names, arguments) != No)
        .into()
}

pub(super) fn function_mentions(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let words: Vec<&str> = texts(arguments).collect();
    let semantics = site.resolver.semantics;
    capture(site, arguments)
        .is_some_and(|expr| semantics.function_mentions(expr.span().start, &words))
        .into()
}

pub(super) fn class_mentions(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let words: Vec<&str> = texts(arguments).collect();
    let semantics = site.resolver.semantics;
    capture(site, arguments)
        .is_some_and(|expr| semantics.class_mentions(expr.span().start, &words))
        .into()
}

pub(super) fn class_binds(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let names: Vec<&str> = texts(arguments).collect();
    let semantics = site.resolver.semantics;
    capture(site, arguments)
        .is_some_and(|expr| semantics.class_binds(expr.span().start, &names))
        .into()
}

pub(super) fn user(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    capture(site, arguments).is_some_and(|expr| site.resolver.is_user(expr)).into()
}

pub(super) fn user_model(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    capture(site, arguments).is_some_and(|expr| site.resolver.is_user_model(expr)).into()
}

pub(super) fn form_field(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let Some(key) = capture(site, arguments) else { return No };
    let Some(name) = site.value(key).as_str().map(str::to_owned) else { return No };
    let form = site.resolver.valid_form(key.span().start);
    form.is_some_and(|(_, form)| form.has(&name) || form.listed.iter().any(|own| **own == *name))
        .into()
}

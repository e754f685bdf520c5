//! Questions about the project around the file, and about what its configuration says.

use pep440_rs::Version;

use super::Outcome::{self, No};
use super::names::path_matches;
use super::{Prepared, capture, texts};
use crate::rules::site::Site;

pub(super) fn python(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let Some(oldest) = site.resolver.project.facts().oldest_python() else { return No };
    satisfies(&oldest, arguments).into()
}

fn satisfies(version: &Version, arguments: &[Prepared]) -> bool {
    arguments.iter().any(|argument| match argument {
        Prepared::Version(condition) => condition.contains(version),
        _ => false,
    })
}

pub(super) fn library(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let package = texts(arguments).next().unwrap_or_default();
    match site.resolver.project.facts().packages.get(package) {
        Some(Some(version)) => satisfies(version, arguments).into(),
        _ => No,
    }
}

pub(super) fn dependency(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let packages = &site.resolver.project.facts().packages;
    texts(arguments).any(|package| packages.contains_key(package)).into()
}

pub(super) fn option(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let key = texts(arguments).next().unwrap_or_default();
    site.options.get(key).and_then(toml::Value::as_bool).unwrap_or(false).into()
}

pub(super) fn option_lists(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let key = texts(arguments).next().unwrap_or_default();
    let Some(expr) = capture(site, arguments) else { return No };
    let Some(list) = site.options.get(key).and_then(toml::Value::as_array) else { return No };
    // A list names functions; what a pattern captures is often their call.
    let expr = expr.field("function").filter(|_| expr.kind() == "call").unwrap_or(expr);
    let names = site.names(expr);
    list.iter()
        .filter_map(toml::Value::as_str)
        .any(|entry| {
            entry == expr.source() || names.iter().any(|name| path_matches(&name.path, entry))
        })
        .into()
}

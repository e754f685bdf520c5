//! Questions about the project around the file, and about what its configuration says.

use pep440_rs::Version;

use super::Outcome::{self, No};
use super::names::path_matches;
use super::{Prepared, capture, texts};
use crate::rules::site::Site;
use crate::semantics::django::{Kind, Value};

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

pub(super) fn setting(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let mut texts = texts(arguments);
    let name = texts.next().unwrap_or_default();
    let wanted: Vec<&str> = texts.collect();
    let is_meant = |value: &Value| wanted.iter().any(|wanted| is_written(value, wanted));
    let settings = site.resolver.project.project_settings();
    settings.is_some_and(|settings| settings.holds(name, is_meant)).into()
}

/// Whether a setting's value is what a rule writes for it.
fn is_written(value: &Value, wanted: &str) -> bool {
    match &value.kind {
        Kind::None => wanted == "None",
        Kind::Bool(true) => wanted == "True",
        Kind::Bool(false) => wanted == "False",
        Kind::Int(number) => wanted.parse() == Ok(*number),
        _ => value.as_text().is_some_and(|text| path_matches(text, wanted)),
    }
}

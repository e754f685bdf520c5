//! Questions about what an expression folds to.

use super::Outcome::{self, Maybe, No};
use super::names::{judge_names, path_matches};
use super::strings::head;
use super::{Prepared, capture, regex, texts};
use crate::rules::site::{Site, named_children, unparenthesised};
use crate::semantics::{Literalness, Quoting, Value, shell_words};

pub(super) fn compare(number: f64, arguments: &[Prepared]) -> Outcome {
    arguments
        .iter()
        .find_map(|argument| match argument {
            Prepared::Comparison(operator, bound) => Some(match operator.as_str() {
                "<" => number < *bound,
                "<=" => number <= *bound,
                ">" => number > *bound,
                ">=" => number >= *bound,
                "==" => number == *bound,
                _ => number != *bound,
            }),
            _ => None,
        })
        .unwrap_or(false)
        .into()
}

pub(super) fn constant(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let Some(expr) = capture(site, arguments) else { return No };
    (site.value(expr).is_constant()
        || site.resolver.literalness(expr, Quoting::Any) == Literalness::Constant)
        .into()
}

fn equals(value: &Value, text: &str) -> bool {
    match value {
        Value::None => text == "None",
        Value::Bool(true) => text == "True",
        Value::Bool(false) => text == "False",
        Value::Int(number) => number.to_string() == text,
        Value::Float(number) => number.to_string() == text,
        Value::Str(own) => own == text,
        Value::Bytes(own) => own == text.as_bytes(),
        Value::Ellipsis => text == "...",
        Value::Name(names) => names.iter().any(|name| path_matches(&name.path, text)),
        _ => false,
    }
}

pub(super) fn value(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let Some(expr) = capture(site, arguments) else { return No };
    let value = site.value(expr);
    if let Value::Name(names) = &value {
        return judge_names(names, arguments);
    }
    texts(arguments).any(|text| equals(&value, text)).into()
}

pub(super) fn value_matches(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let (Some(expr), Some(regex)) = (capture(site, arguments), regex(arguments)) else { return No };
    match site.value(expr) {
        Value::Str(text) => regex.is_match(&text).into(),
        Value::Bytes(bytes) => regex.is_match(&String::from_utf8_lossy(&bytes)).into(),
        _ => No,
    }
}

pub(super) fn value_below(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let Some(text) = capture(site, arguments).and_then(|expr| head(site, expr)) else { return No };
    texts(arguments)
        .any(|folder| {
            text.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
        .into()
}

pub(super) fn number(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    match capture(site, arguments).map(|expr| site.value(expr)) {
        Some(Value::Int(number)) => compare(number as f64, arguments),
        Some(Value::Float(number)) => compare(number, arguments),
        _ => No,
    }
}

pub(super) fn bits(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let Some(expr) = capture(site, arguments) else { return No };
    let mask = arguments.iter().find_map(|argument| match argument {
        Prepared::Mask(mask) => Some(*mask),
        _ => None,
    });
    let known = site.resolver.bits(expr);
    known.zip(mask).is_some_and(|(bits, mask)| bits.ones & mask != 0).into()
}

pub(super) fn empty(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let Some(expr) = capture(site, arguments) else { return No };
    match site.value(expr) {
        Value::Str(text) => text.is_empty(),
        Value::Bytes(bytes) => bytes.is_empty(),
        Value::List(items) | Value::Tuple(items) | Value::Set(items) => items.is_empty(),
        Value::Dict(items) => items.is_empty(),
        _ => false,
    }
    .into()
}

pub(super) fn truthy(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    match capture(site, arguments).and_then(|expr| site.value(expr).truth()) {
        Some(truth) => truth.into(),
        None => Maybe,
    }
}

pub(super) fn falsy(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    match capture(site, arguments).and_then(|expr| site.value(expr).truth()) {
        Some(truth) => (!truth).into(),
        None => Maybe,
    }
}

pub(super) fn any_item(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let Some(expr) = capture(site, arguments) else { return No };
    let expr = unparenthesised(expr);
    let items = match expr.kind() {
        "list" | "tuple" | "set" => named_children(expr),
        _ => vec![expr],
    };
    items
        .into_iter()
        .any(|item| {
            judge_names(&site.names(item), arguments) != No || {
                let value = site.value(item);
                texts(arguments).any(|text| equals(&value, text))
            }
        })
        .into()
}

pub(super) fn simple_command(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let Some(expr) = capture(site, arguments) else { return No };
    site.value(expr)
        .as_str()
        .is_some_and(|command| shell_words::simple_words(command).is_some())
        .into()
}

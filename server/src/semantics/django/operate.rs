//! Binary operators on values that need not be known.

use std::sync::Arc;

use super::evaluate::{Evaluator, list};
use super::expressions::{from_env, shown};
use super::value::{Cast, Dict, Kind, MOST_ENTRIES, MOST_TEXT, Place, Sequence, Value};

impl Evaluator<'_> {
    /// The outcome of a binary operator, for each alternative of both sides.
    pub(super) fn operate(&self, operator: &str, left: &Value, right: &Value, at: Place) -> Value {
        let mut outcomes = Vec::new();
        for left in left.alternatives() {
            for right in right.alternatives() {
                outcomes.push(operate(operator, left, right, at));
            }
        }
        Value::one_of(outcomes, at)
    }
}

fn operate(operator: &str, left: &Value, right: &Value, at: Place) -> Value {
    let kind = match (operator, &left.kind, &right.kind) {
        ("+", Kind::List(kind, a), Kind::List(_, b)) if a.len() + b.len() > MOST_ENTRIES => {
            return list(*kind, vec![Value::unknown(at)], at);
        }
        ("+", Kind::List(kind, a), Kind::List(_, b)) => {
            return list(*kind, a.iter().chain(b.iter()).cloned().collect(), at);
        }
        ("+", Kind::List(kind, a), _) => {
            let items = a.iter().cloned().chain([Value::unknown(right.at)]).collect();
            return list(*kind, items, at);
        }
        ("+", _, Kind::List(kind, b)) => {
            let items = [Value::unknown(left.at)].into_iter().chain(b.iter().cloned()).collect();
            return list(*kind, items, at);
        }
        ("|", Kind::Dict(a), Kind::Dict(b)) => {
            let mut dict: Dict = (**a).clone();
            dict.is_open |= b.is_open;
            for (key, value) in &b.entries {
                dict.set(key.clone(), value.clone());
            }
            Kind::Dict(Arc::new(dict))
        }
        ("|", Kind::Dict(a), _) => Kind::Dict(Arc::new(Dict { is_open: true, ..(**a).clone() })),
        ("|", Kind::List(Sequence::Set, a), Kind::List(Sequence::Set, b)) => {
            return list(Sequence::Set, a.iter().chain(b.iter()).cloned().collect(), at);
        }
        ("+", Kind::Text(a) | Kind::Path(a), Kind::Text(b) | Kind::Path(b)) => {
            if a.len() + b.len() > MOST_TEXT {
                return Value::unknown(at);
            }
            Kind::Text(format!("{a}{b}").into())
        }
        ("/", Kind::Path(a), Kind::Text(b) | Kind::Path(b)) => Kind::Path(join(a, b).into()),
        ("%", Kind::Text(format), _) => match formatted(format, right) {
            Some(text) => Kind::Text(text.into()),
            None => Kind::Unknown,
        },
        ("*", Kind::Text(text), Kind::Int(n)) => match usize::try_from(*n) {
            Ok(n) if text.len().saturating_mul(n) <= MOST_TEXT => Kind::Text(text.repeat(n).into()),
            _ => Kind::Unknown,
        },
        (_, Kind::Env(env), _) | (_, _, Kind::Env(env)) => {
            return from_env(env, Cast::Other, Some(Value::unknown(at)), at);
        }
        _ => match (left.number(), right.number()) {
            (Some(a), Some(b)) => arithmetic(operator, a, b).map_or(Kind::Unknown, Kind::Int),
            _ => Kind::Unknown,
        },
    };
    Value::new(kind, at)
}

fn arithmetic(operator: &str, a: i128, b: i128) -> Option<i128> {
    match operator {
        "+" => a.checked_add(b),
        "-" => a.checked_sub(b),
        "*" => a.checked_mul(b),
        "//" => a.checked_div_euclid(b),
        "**" => a.checked_pow(u32::try_from(b).ok()?),
        "|" => Some(a | b),
        "&" => Some(a & b),
        "<<" => a.checked_mul(2_i128.checked_pow(u32::try_from(b).ok()?)?),
        _ => None,
    }
}

/// Two paths one behind the other; an absolute one begins anew.
pub(super) fn join(base: &str, more: &str) -> String {
    if more.starts_with('/') {
        return more.to_owned();
    }
    let mut path = base.trim_end_matches('/').to_owned();
    for part in more.split('/') {
        match part {
            "" | "." => {}
            ".." => path = super::expressions::parent(&path),
            _ => {
                path.push('/');
                path.push_str(part);
            }
        }
    }
    path
}

fn formatted(format: &str, value: &Value) -> Option<String> {
    let values = match value.items() {
        Some(items) => items.iter().map(shown).collect::<Option<Vec<_>>>()?,
        None => vec![shown(value)?],
    };
    let pieces: Vec<&str> = format.split("%s").collect();
    if pieces.len() != values.len() + 1 || pieces.iter().any(|piece| piece.contains('%')) {
        return None;
    }
    let mut text = pieces.first().copied().unwrap_or_default().to_owned();
    for (value, piece) in values.iter().zip(&pieces[1..]) {
        text.push_str(value);
        text.push_str(piece);
        if text.len() > MOST_TEXT {
            return None;
        }
    }
    Some(text)
}

//! Python's operators on folded values.

use std::cmp::Ordering;

use super::Value;
use super::budget::MAX_TEXT;

/// `left operator right` for the arithmetic and bit operators, `%` of texts excepted.
pub(super) fn binary(left: &Value, operator: &str, right: &Value) -> Value {
    use Value::{Bool, Bytes, Dict, List, Name, Set, Str, Tuple};
    match (left, operator, right) {
        (Str(a), "+", Str(b)) => joined(a.len() + b.len(), || Str(format!("{a}{b}"))),
        (Bytes(a), "+", Bytes(b)) => joined(a.len() + b.len(), || Bytes([&a[..], b].concat())),
        (List(a), "+", List(b)) => joined(a.len() + b.len(), || List([&a[..], b].concat())),
        (Tuple(a), "+", Tuple(b)) => joined(a.len() + b.len(), || Tuple([&a[..], b].concat())),
        (Str(a), "*", n) | (n, "*", Str(a)) => repeated(a.len(), n, |n| Str(a.repeat(n))),
        (Bytes(a), "*", n) | (n, "*", Bytes(a)) => repeated(a.len(), n, |n| Bytes(a.repeat(n))),
        (List(a), "*", n) | (n, "*", List(a)) => repeated(weight(a), n, |n| List(copies(a, n))),
        (Tuple(a), "*", n) | (n, "*", Tuple(a)) => repeated(weight(a), n, |n| Tuple(copies(a, n))),
        (Set(a), "|", Set(b)) => joined(a.len() + b.len(), || Set([&a[..], b].concat())),
        (Dict(a), "|", Dict(b)) => joined(a.len() + b.len(), || Dict([&a[..], b].concat())),
        (Bool(a), "|", Bool(b)) => Bool(a | b),
        (Bool(a), "&", Bool(b)) => Bool(a & b),
        (Bool(a), "^", Bool(b)) => Bool(a ^ b),
        // Flags of a library, `ssl.OP_NO_SSLv2 | ssl.OP_NO_SSLv3`, stay unknown.
        (Name(_), _, _) | (_, _, Name(_)) => Value::Unknown,
        _ if is_number(left) && is_number(right) => match (whole(left), whole(right)) {
            (Some(a), Some(b)) => integers(a, operator, b),
            _ => floats(left, operator, right),
        },
        _ => Value::Unknown,
    }
}

/// `operator argument`.
pub(super) fn unary(operator: &str, argument: &Value) -> Value {
    match (operator, argument) {
        ("not", value) => value.truth().map_or(Value::Unknown, |truth| Value::Bool(!truth)),
        ("-", Value::Float(value)) => Value::Float(-value),
        ("+", Value::Float(value)) => Value::Float(*value),
        (_, Value::Int(_) | Value::Bool(_)) => {
            let Some(value) = whole(argument) else { return Value::Unknown };
            let result = match operator {
                "-" => value.checked_neg(),
                "+" => Some(value),
                "~" => Some(!value),
                _ => return Value::Unknown,
            };
            result.map_or(Value::Number, Value::Int)
        }
        (_, Value::Number) => Value::Number,
        _ => Value::Unknown,
    }
}

/// One link of a comparison chain; `None` when it cannot be known.
pub(super) fn compare(left: &Value, operator: &str, right: &Value) -> Option<bool> {
    match operator {
        "==" => left.equals(right),
        "!=" | "<>" => left.equals(right).map(|equal| !equal),
        "<" => order(left, right).map(Ordering::is_lt),
        "<=" => order(left, right).map(Ordering::is_le),
        ">" => order(left, right).map(Ordering::is_gt),
        ">=" => order(left, right).map(Ordering::is_ge),
        "in" => holds(right, left),
        "not in" => holds(right, left).map(|holds| !holds),
        "is" => identical(left, right),
        "is not" => identical(left, right).map(|identical| !identical),
        _ => None,
    }
}

fn identical(left: &Value, right: &Value) -> Option<bool> {
    let single = |value: &Value| matches!(value, Value::None | Value::Bool(_) | Value::Ellipsis);
    let known = left.is_constant() && right.is_constant();
    (known && (single(left) || single(right))).then(|| left == right)
}

fn holds(container: &Value, item: &Value) -> Option<bool> {
    match (container, item) {
        (Value::Str(text), Value::Str(part)) => Some(text.contains(part.as_str())),
        (Value::Dict(pairs), _) => any(pairs.iter().map(|(key, _)| key.equals(item))),
        (Value::List(items) | Value::Tuple(items) | Value::Set(items), _) => {
            any(items.iter().map(|own| own.equals(item)))
        }
        _ => None,
    }
}

fn any(answers: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut known = true;
    for answer in answers {
        match answer {
            Some(true) => return Some(true),
            Some(false) => {}
            None => known = false,
        }
    }
    known.then_some(false)
}

fn order(left: &Value, right: &Value) -> Option<Ordering> {
    match (left, right) {
        (Value::Str(a), Value::Str(b)) => Some(a.cmp(b)),
        (Value::Bytes(a), Value::Bytes(b)) => Some(a.cmp(b)),
        (Value::Tuple(a), Value::Tuple(b)) | (Value::List(a), Value::List(b)) => {
            for (a, b) in a.iter().zip(b) {
                match a.equals(b)? {
                    true => {}
                    false => return order(a, b),
                }
            }
            Some(a.len().cmp(&b.len()))
        }
        _ => match (whole(left), whole(right)) {
            (Some(a), Some(b)) => Some(a.cmp(&b)),
            _ => real(left)?.partial_cmp(&real(right)?),
        },
    }
}

pub(super) fn is_number(value: &Value) -> bool {
    matches!(value, Value::Int(_) | Value::Bool(_) | Value::Float(_) | Value::Number)
}

fn whole(value: &Value) -> Option<i128> {
    match value {
        Value::Int(value) => Some(*value),
        Value::Bool(value) => Some(i128::from(*value)),
        _ => None,
    }
}

fn real(value: &Value) -> Option<f64> {
    match value {
        Value::Float(value) => Some(*value),
        _ => whole(value).map(|value| value as f64),
    }
}

fn integers(a: i128, operator: &str, b: i128) -> Value {
    let result = match operator {
        "+" => a.checked_add(b),
        "-" => a.checked_sub(b),
        "*" => a.checked_mul(b),
        "//" if b != 0 => floor_div(a, b),
        "%" if b != 0 => a
            .checked_rem(b)
            .map(|rest| if rest != 0 && (rest < 0) != (b < 0) { rest + b } else { rest }),
        "/" if b != 0 => return finite(a as f64 / b as f64),
        "**" if b >= 0 => u32::try_from(b).ok().and_then(|b| a.checked_pow(b)),
        "**" if a != 0 => return finite((a as f64).powf(b as f64)),
        "<<" if b >= 0 => shifted_left(a, b),
        ">>" if b >= 0 => Some(a >> b.min(127)),
        "|" => Some(a | b),
        "&" => Some(a & b),
        "^" => Some(a ^ b),
        // Division by zero, a negative shift: the program stops here.
        _ => return Value::Unknown,
    };
    result.map_or(Value::Number, Value::Int)
}

fn floor_div(a: i128, b: i128) -> Option<i128> {
    let quotient = a.checked_div(b)?;
    Some(if a % b != 0 && (a < 0) != (b < 0) { quotient - 1 } else { quotient })
}

fn shifted_left(a: i128, by: i128) -> Option<i128> {
    let by = u32::try_from(by).ok().filter(|&by| by < 127)?;
    let shifted = a << by;
    (shifted >> by == a).then_some(shifted)
}

fn floats(left: &Value, operator: &str, right: &Value) -> Value {
    let (Some(a), Some(b)) = (real(left), real(right)) else { return Value::Number };
    finite(match operator {
        "+" => a + b,
        "-" => a - b,
        "*" => a * b,
        "/" => a / b,
        "//" => (a / b).floor(),
        "%" => a - b * (a / b).floor(),
        "**" => a.powf(b),
        _ => return Value::Unknown,
    })
}

fn finite(value: f64) -> Value {
    if value.is_finite() { Value::Float(value) } else { Value::Number }
}

fn joined(length: usize, make: impl FnOnce() -> Value) -> Value {
    if length <= MAX_TEXT { make() } else { Value::Unknown }
}

fn repeated(length: usize, times: &Value, make: impl FnOnce(usize) -> Value) -> Value {
    let Some(times) = whole(times) else { return Value::Unknown };
    let times = usize::try_from(times.max(0)).unwrap_or(usize::MAX);
    if length.saturating_mul(times) <= MAX_TEXT && times <= MAX_TEXT {
        make(times)
    } else {
        Value::Unknown
    }
}

fn copies(items: &[Value], times: usize) -> Vec<Value> {
    items.iter().cycle().take(items.len() * times).cloned().collect()
}

/// How much memory the members take, roughly in bytes.
fn weight(items: &[Value]) -> usize {
    items.iter().map(|item| weigh(item, 8)).sum()
}

fn weigh(value: &Value, depth: usize) -> usize {
    let inner = match value {
        Value::Str(text) => text.len(),
        Value::Bytes(bytes) => bytes.len(),
        _ if depth == 0 => MAX_TEXT,
        Value::List(items) | Value::Tuple(items) | Value::Set(items) => {
            items.iter().map(|item| weigh(item, depth - 1)).sum()
        }
        Value::Dict(pairs) => {
            pairs.iter().map(|(key, value)| weigh(key, depth - 1) + weigh(value, depth - 1)).sum()
        }
        _ => 0,
    };
    inner + 16
}

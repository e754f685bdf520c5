//! Items and slices of constants.

use super::value;
use crate::semantics::{Resolver, Value};
use crate::syntax::Expr;

pub(super) fn subscript<'a>(resolver: &Resolver<'a>, expr: Expr<'a>) -> Value {
    let Some(container) = expr.field("value") else { return Value::Unknown };
    let mut cursor = expr.node.walk();
    let mut subscripts =
        expr.node.children_by_field_name("subscript", &mut cursor).map(|node| expr.at(node));
    let (Some(index), None) = (subscripts.next(), subscripts.next()) else {
        return Value::Unknown;
    };
    let container = value(resolver, container);
    if index.kind() == "slice" {
        return slice(resolver, container, index);
    }
    let index = value(resolver, index);
    let position = |length: usize| {
        let at = match index {
            Value::Int(at) => at,
            _ => return None,
        };
        usize::try_from(if at < 0 { at + length as i128 } else { at }).ok()
    };
    match container {
        Value::List(mut items) | Value::Tuple(mut items) => position(items.len())
            .filter(|&at| at < items.len())
            .map_or(Value::Unknown, |at| items.swap_remove(at)),
        Value::Str(text) => {
            position(if text.is_ascii() { text.len() } else { text.chars().count() })
                .and_then(|at| text.chars().nth(at))
                .map_or(Value::Unknown, |c| Value::Str(c.to_string()))
        }
        Value::Bytes(bytes) => position(bytes.len())
            .and_then(|at| bytes.get(at).copied())
            .map_or(Value::Unknown, |byte| Value::Int(i128::from(byte))),
        Value::Dict(pairs) => looked_up(pairs, &index).unwrap_or(Value::Unknown),
        _ => Value::Unknown,
    }
}

/// The last pair of a key; `None` if there is none, or a key before it is not known.
pub(in crate::semantics) fn looked_up(pairs: Vec<(Value, Value)>, key: &Value) -> Option<Value> {
    for (own, value) in pairs.into_iter().rev() {
        match own.equals(key) {
            Some(true) => return Some(value),
            Some(false) => {}
            None => return None,
        }
    }
    None
}

pub(super) fn slice<'a>(resolver: &Resolver<'a>, container: Value, slice: Expr<'a>) -> Value {
    let mut bounds = [None, None, None];
    let mut at = 0;
    let mut cursor = slice.node.walk();
    for child in slice.node.children(&mut cursor).filter(|child| !child.is_extra()) {
        if child.kind() == ":" {
            at += 1;
        } else if let Some(bound) = bounds.get_mut(at) {
            match value(resolver, slice.at(child)) {
                Value::Int(value) => *bound = Some(value),
                Value::None => {}
                _ => return Value::Unknown,
            }
        }
    }
    let range = |length: usize| {
        let clamp = |bound: i128| {
            let length = length as i128;
            let at = if bound < 0 { bound.saturating_add(length) } else { bound };
            at.clamp(0, length) as usize
        };
        let start = bounds[0].map_or(0, clamp);
        start..bounds[1].map_or(length, clamp).max(start)
    };
    let step = bounds[2].unwrap_or(1);
    let reversed = step == -1 && bounds[0].is_none() && bounds[1].is_none();
    if step != 1 && !reversed {
        return Value::Unknown;
    }
    fn cut<T: Clone>(items: &[T], range: std::ops::Range<usize>, reversed: bool) -> Vec<T> {
        let mut cut = items.get(range).unwrap_or_default().to_vec();
        if reversed {
            cut.reverse();
        }
        cut
    }
    match container {
        Value::List(items) => Value::List(cut(&items, range(items.len()), reversed)),
        Value::Tuple(items) => Value::Tuple(cut(&items, range(items.len()), reversed)),
        Value::Bytes(bytes) => Value::Bytes(cut(&bytes, range(bytes.len()), reversed)),
        Value::Str(text) => {
            let chars: Vec<char> = text.chars().collect();
            Value::Str(cut(&chars, range(chars.len()), reversed).into_iter().collect())
        }
        _ => Value::Unknown,
    }
}

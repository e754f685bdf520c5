//! Methods of texts, paths, lists and dictionaries, and what they make of a value that is not known.

use std::sync::Arc;

use super::calls::Arguments;
use super::evaluate::{index, list};
use super::expressions::shown;
use super::operate::join;
use super::value::{Cast, Dict, Entry, Env, Kind, MOST_ENTRIES, MOST_TEXT, Place, Sequence, Value};

/// Methods that change a container.
pub(super) const MUTATING: &[&str] = &[
    "append",
    "extend",
    "insert",
    "remove",
    "update",
    "setdefault",
    "pop",
    "clear",
    "add",
    "discard",
    "sort",
    "reverse",
    "union",
];

/// A container after a method was called.
pub(super) fn mutated(old: &Value, name: &str, arguments: &Arguments, at: Place) -> Value {
    let hole = |kind: Sequence, items: &[Value]| {
        list(kind, items.iter().cloned().chain([Value::unknown(at)]).collect(), old.at)
    };
    let first = arguments.positional.first();
    match &old.kind {
        Kind::List(kind, items) => {
            let mut items = (**items).clone();
            match (name, first) {
                ("append" | "add", Some(first)) => items.push(first.clone()),
                ("extend" | "update", Some(first)) => match first.items() {
                    Some(more) if more.len() + items.len() <= MOST_ENTRIES => {
                        items.extend(more.iter().cloned())
                    }
                    _ => return hole(*kind, &items),
                },
                ("insert", Some(place)) => {
                    let Some(value) = arguments.positional.get(1) else {
                        return hole(*kind, &items);
                    };
                    let place = match place.number() {
                        Some(0) => Some(0),
                        Some(number) if !old.has_holes() => match usize::try_from(number) {
                            Ok(place) => Some(place.min(items.len())),
                            Err(_) => index(place, items.len()),
                        },
                        _ => None,
                    };
                    match place {
                        Some(place) => items.insert(place, value.clone()),
                        None => {
                            // It is in, nobody knows where.
                            items.push(value.clone());
                            items.push(Value::unknown(at));
                        }
                    }
                }
                ("remove" | "discard", Some(first)) => {
                    match items.iter().position(|item| item.equals(first) == Some(true)) {
                        Some(place) => {
                            items.remove(place);
                        }
                        None if old.has_holes() => {}
                        None => return hole(*kind, &items),
                    }
                }
                ("clear", _) => items.clear(),
                ("reverse", _) => items.reverse(),
                _ => return hole(*kind, &items),
            }
            Value::new(Kind::List(*kind, Arc::new(items)), old.at)
        }
        Kind::Dict(dict) => {
            let mut dict: Dict = (**dict).clone();
            match (name, first) {
                ("update", first) => {
                    match first.map(|first| &first.kind) {
                        None => {}
                        Some(Kind::Dict(more)) => {
                            dict.is_open |= more.is_open;
                            for (key, value) in &more.entries {
                                dict.set(key.clone(), value.clone());
                            }
                        }
                        Some(_) => dict.is_open = true,
                    }
                    dict.is_open |= arguments.is_open;
                    for (key, value) in &arguments.keywords {
                        dict.set(Value::text(key.clone(), value.at), value.clone());
                    }
                }
                ("setdefault", Some(key)) => {
                    let is_there =
                        key.as_text().is_some_and(|key| !matches!(dict.get(key), Entry::Absent));
                    if let (false, Some(value)) = (is_there, arguments.positional.get(1)) {
                        dict.set(key.clone(), value.clone());
                    }
                }
                ("pop", Some(key)) => {
                    dict.entries.retain(|(own, _)| own.equals(key) == Some(false))
                }
                ("clear", _) => dict.entries.clear(),
                _ => dict.is_open = true,
            }
            Value::new(Kind::Dict(Arc::new(dict)), old.at)
        }
        _ => Value::unknown(old.at),
    }
}

/// What a method makes of a value of the environment.
pub(super) fn env_method(env: &Env, name: &str, arguments: &Arguments, at: Place) -> Value {
    let default = env.default.as_ref().map(|default| match default.as_text() {
        Some(text) => text_method(text, name, arguments, default.at),
        None => Value::unknown(at),
    });
    let cast = match name {
        "strip" | "lower" | "upper" | "casefold" | "title" | "capitalize" | "replace" => env.cast,
        _ => Cast::Other,
    };
    let variable = env.variable.clone();
    Value::new(Kind::Env(Arc::new(Env { variable, default, cast })), at)
}

/// What a method of a text returns.
pub(super) fn text_method(text: &str, name: &str, arguments: &Arguments, at: Place) -> Value {
    let first = arguments.positional.first().and_then(Value::as_text);
    match (name, first) {
        ("lower" | "casefold", _) => Value::text(text.to_lowercase(), at),
        ("upper", _) => Value::text(text.to_uppercase(), at),
        ("strip", None) => Value::text(text.trim(), at),
        ("split", None) if arguments.positional.is_empty() => {
            let items = text.split_whitespace().map(|part| Value::text(part, at)).collect();
            list(Sequence::List, items, at)
        }
        ("split", Some(by)) if !by.is_empty() => {
            list(Sequence::List, text.split(&**by).map(|part| Value::text(part, at)).collect(), at)
        }
        ("join", _) => match arguments.positional.first().and_then(Value::items) {
            Some(items) => {
                let parts: Option<Vec<String>> = items.iter().map(shown).collect();
                let fits = items.len().saturating_mul(text.len()) <= MOST_TEXT;
                parts
                    .filter(|_| fits)
                    .map_or_else(|| Value::unknown(at), |parts| Value::text(parts.join(text), at))
            }
            None => Value::unknown(at),
        },
        ("replace", Some(old)) => match arguments.positional.get(1).and_then(Value::as_text) {
            Some(new) if text.len().saturating_mul(new.len() + 1) <= MOST_TEXT * 10 => {
                Value::text(text.replace(&**old, new), at)
            }
            _ => Value::unknown(at),
        },
        ("startswith", Some(head)) => Value::new(Kind::Bool(text.starts_with(&**head)), at),
        ("endswith", Some(tail)) => Value::new(Kind::Bool(text.ends_with(&**tail)), at),
        ("format", _) if !text.contains('{') => Value::text(text, at),
        ("format", _) => {
            let mut result = text.to_owned();
            for value in &arguments.positional {
                match shown(value) {
                    Some(shown) if result.len() + shown.len() <= MOST_TEXT => {
                        result = result.replacen("{}", &shown, 1);
                    }
                    _ => return Value::unknown(at),
                }
            }
            for (name, value) in &arguments.keywords {
                match shown(value) {
                    Some(shown)
                        if result.len().saturating_mul(shown.len() + 1) <= MOST_TEXT * 10 =>
                    {
                        result = result.replace(&format!("{{{name}}}"), &shown);
                    }
                    _ => return Value::unknown(at),
                }
            }
            if result.contains('{') { Value::unknown(at) } else { Value::text(result, at) }
        }
        _ => Value::unknown(at),
    }
}

/// A path with others behind it.
pub(super) fn join_all(base: &str, more: &[Value], at: Place) -> Value {
    let mut path = base.to_owned();
    for part in more {
        match part.as_text() {
            Some(part) => path = join(&path, part),
            None => return Value::unknown(at),
        }
    }
    Value::new(Kind::Path(path.into()), at)
}

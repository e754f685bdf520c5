//! Folding of calls: conversions, and methods of constant texts and containers.

use super::budget::{MAX_ITEMS, MAX_TEXT};
use super::constants::{children, looked_up, unwrapped, value};
use super::formats::{self, Piece};
use super::operators::is_number;
use super::{Names, Resolver, Value};
use crate::syntax::Expr;

/// The arguments of a call as written.
#[derive(Default)]
pub(super) struct Arguments<'a> {
    /// Positional ones, up to the first splat.
    pub positional: Vec<Expr<'a>>,
    /// The first `*splat`; positions from its own on are not known.
    pub splat: Option<Expr<'a>>,
    /// By keyword.
    pub keywords: Vec<(&'a str, Expr<'a>)>,
    /// The first `**splat`.
    pub keyword_splat: Option<Expr<'a>>,
}

impl<'a> Arguments<'a> {
    /// Reads the arguments of a `call` node. A bare generator is the only positional one.
    pub(super) fn of(call: Expr<'a>) -> Self {
        let mut arguments = Self::default();
        let Some(list) = call.field("arguments") else { return arguments };
        if list.kind() != "argument_list" {
            arguments.positional.push(list);
            return arguments;
        }
        for child in children(list) {
            match child.kind() {
                "keyword_argument" => {
                    if let (Some(name), Some(value)) = (child.field("name"), child.field("value")) {
                        arguments.keywords.push((name.source(), value));
                    }
                }
                "list_splat" => {
                    arguments.splat.get_or_insert(child);
                }
                "dictionary_splat" => {
                    arguments.keyword_splat.get_or_insert(child);
                }
                _ if arguments.splat.is_none() => arguments.positional.push(child),
                _ => {}
            }
        }
        arguments
    }

    /// The argument of a keyword.
    pub(super) fn keyword(&self, name: &str) -> Option<Expr<'a>> {
        self.keywords.iter().find(|(own, _)| *own == name).map(|&(_, value)| value)
    }

    fn has_splat(&self) -> bool {
        self.splat.is_some() || self.keyword_splat.is_some()
    }

    /// The only argument, if there is exactly one and it is positional.
    pub(super) fn only(&self) -> Option<Expr<'a>> {
        match self.positional[..] {
            [only] if !self.has_splat() && self.keywords.is_empty() => Some(only),
            _ => None,
        }
    }
}

/// The name of a builtin that `names` stand for and nothing else.
pub(super) fn builtin(names: &Names) -> Option<&str> {
    match &names[..] {
        [name] => name.path.strip_prefix("builtins."),
        _ => None,
    }
}

pub(super) fn call<'a>(resolver: &Resolver<'a>, expr: Expr<'a>) -> Value {
    let Some(function) = expr.field("function").map(unwrapped) else { return Value::Unknown };
    let arguments = Arguments::of(expr);
    if let (Some(object), Some(method)) = (function.field("object"), function.field("attribute"))
        && function.kind() == "attribute"
    {
        let receiver = value(resolver, object);
        if !matches!(receiver, Value::Unknown | Value::Name(_) | Value::Instance(_)) {
            return method_call(resolver, receiver, method.source(), &arguments);
        }
        // No class hangs on the result of another call; resolving each link of a long chain would add up.
        if !matches!(unwrapped(object).kind(), "identifier" | "attribute") {
            return Value::Unknown;
        }
    }
    let names = resolver.names(function);
    if names.is_empty() {
        return Value::Unknown;
    }
    if let Some(name) = builtin(&names) {
        return conversion(resolver, name, &arguments);
    }
    let is_class = |path: &str| {
        let last = path.rsplit('.').next().unwrap_or(path);
        last.trim_start_matches('_').starts_with(|c: char| c.is_uppercase())
    };
    if names.iter().all(|name| is_class(&name.path)) {
        Value::Instance(names)
    } else {
        Value::Unknown
    }
}

/// A call of a builtin.
fn conversion<'a>(resolver: &Resolver<'a>, name: &str, arguments: &Arguments<'a>) -> Value {
    let only = || arguments.only().map(|argument| value(resolver, argument));
    let empty =
        arguments.positional.is_empty() && arguments.keywords.is_empty() && !arguments.has_splat();
    match name {
        "int" => integer(resolver, arguments, empty),
        "float" => match only() {
            Some(Value::Int(value)) => Value::Float(value as f64),
            Some(Value::Float(value)) => Value::Float(value),
            _ if empty => Value::Float(0.0),
            _ => Value::Number,
        },
        "bool" => match only() {
            Some(value) => value.truth().map_or(Value::Unknown, Value::Bool),
            None if empty => Value::Bool(false),
            None => Value::Unknown,
        },
        "len" => match only() {
            Some(Value::Str(text)) => Value::Int(text.chars().count() as i128),
            Some(Value::Bytes(bytes)) => Value::Int(bytes.len() as i128),
            Some(Value::List(items) | Value::Tuple(items)) => Value::Int(items.len() as i128),
            _ => Value::Number,
        },
        "abs" => match only() {
            Some(Value::Int(value)) => value.checked_abs().map_or(Value::Number, Value::Int),
            Some(Value::Float(value)) => Value::Float(value.abs()),
            _ => Value::Number,
        },
        "ord" | "hash" | "id" | "round" | "complex" | "pow" | "divmod" => Value::Number,
        "sum" | "min" | "max" => Value::Unknown,
        "chr" => match only() {
            Some(Value::Int(code)) => u32::try_from(code)
                .ok()
                .and_then(char::from_u32)
                .map_or(Value::Unknown, |c| Value::Str(c.to_string())),
            _ => Value::Unknown,
        },
        "str" => match only() {
            Some(value) => value.display().map_or(Value::Unknown, Value::Str),
            None if empty => Value::Str(String::new()),
            None => Value::Unknown,
        },
        "bytes" | "bytearray" => match (only(), &arguments.positional[..]) {
            (Some(Value::Bytes(bytes)), _) => Value::Bytes(bytes),
            (Some(Value::List(items) | Value::Tuple(items)), _) => octets(&items),
            (Some(Value::Int(length)), _) => match usize::try_from(length) {
                Ok(length) if length <= MAX_TEXT => Value::Bytes(vec![0; length]),
                _ => Value::Unknown,
            },
            (_, [text, ..]) if arguments.positional.len() + arguments.keywords.len() == 2 => {
                match value(resolver, *text) {
                    Value::Str(text) => encoded(&text, encoding(resolver, arguments, 1).as_deref()),
                    _ => Value::Unknown,
                }
            }
            _ if empty => Value::Bytes(Vec::new()),
            _ => Value::Unknown,
        },
        "list" | "sorted" if empty => Value::List(Vec::new()),
        "tuple" if empty => Value::Tuple(Vec::new()),
        "set" | "frozenset" if empty => Value::Set(Vec::new()),
        "list" | "tuple" | "set" | "frozenset" => {
            let Some(items) = only().and_then(members) else { return Value::Unknown };
            match name {
                "list" => Value::List(items),
                "tuple" => Value::Tuple(items),
                _ => Value::Set(items),
            }
        }
        "dict" => {
            let mut pairs = match &arguments.positional[..] {
                [] if arguments.splat.is_none() => Vec::new(),
                [first] => match value(resolver, *first) {
                    Value::Dict(pairs) => pairs,
                    Value::List(items) | Value::Tuple(items) => {
                        let pairs: Option<Vec<_>> = items.into_iter().map(pair).collect();
                        pairs.unwrap_or_else(|| vec![(Value::Unknown, Value::Unknown)])
                    }
                    _ => vec![(Value::Unknown, Value::Unknown)],
                },
                _ => vec![(Value::Unknown, Value::Unknown)],
            };
            if let Some(splat) = arguments.keyword_splat {
                match children(splat).first().map(|&inner| value(resolver, inner)) {
                    Some(Value::Dict(inner)) => pairs.extend(inner),
                    _ => pairs.push((Value::Unknown, Value::Unknown)),
                }
            }
            pairs.extend(
                arguments
                    .keywords
                    .iter()
                    .map(|&(name, expr)| (Value::Str(name.to_owned()), value(resolver, expr))),
            );
            Value::Dict(pairs)
        }
        _ => Value::Unknown,
    }
}

fn integer<'a>(resolver: &Resolver<'a>, arguments: &Arguments<'a>, empty: bool) -> Value {
    if empty {
        return Value::Int(0);
    }
    let base = arguments.positional.get(1).copied().or_else(|| arguments.keyword("base"));
    let base = base.map(|base| value(resolver, base));
    let Some(&first) = arguments.positional.first() else { return Value::Number };
    match (value(resolver, first), base) {
        (Value::Int(value), None) => Value::Int(value),
        (Value::Bool(value), None) => Value::Int(i128::from(value)),
        (Value::Float(value), None) if value.abs() < 1e15 => Value::Int(value.trunc() as i128),
        (Value::Str(text), base) => {
            let base = match base {
                None => 10,
                Some(Value::Int(base @ 2..=36)) => base as u32,
                _ => return Value::Number,
            };
            let text = text.trim().replace('_', "").to_ascii_lowercase();
            let digits = match base {
                16 => text.trim_start_matches("0x"),
                8 => text.trim_start_matches("0o"),
                2 => text.trim_start_matches("0b"),
                _ => &text,
            };
            i128::from_str_radix(digits, base).map_or(Value::Number, Value::Int)
        }
        _ => Value::Number,
    }
}

/// What iterating over a constant gives.
fn members(value: Value) -> Option<Vec<Value>> {
    Some(match value {
        Value::List(items) | Value::Tuple(items) | Value::Set(items) => items,
        Value::Dict(pairs) => pairs.into_iter().map(|(key, _)| key).collect(),
        Value::Str(text) if text.len() <= MAX_ITEMS => {
            text.chars().map(|c| Value::Str(c.to_string())).collect()
        }
        Value::Bytes(bytes) if bytes.len() <= MAX_ITEMS => {
            bytes.into_iter().map(|byte| Value::Int(i128::from(byte))).collect()
        }
        _ => return None,
    })
}

fn pair(item: Value) -> Option<(Value, Value)> {
    match item {
        Value::Tuple(items) | Value::List(items) => {
            <[Value; 2]>::try_from(items).ok().map(|[key, value]| (key, value))
        }
        _ => None,
    }
}

fn octets(items: &[Value]) -> Value {
    let bytes: Option<Vec<u8>> =
        items.iter().map(|item| item.as_int().and_then(|byte| u8::try_from(byte).ok())).collect();
    bytes.map_or(Value::Unknown, Value::Bytes)
}

/// The encoding an argument names, lower case without `-` and `_`; `None` if it is not constant.
fn encoding<'a>(
    resolver: &Resolver<'a>,
    arguments: &Arguments<'a>,
    position: usize,
) -> Option<String> {
    if arguments.has_splat() {
        return None;
    }
    match arguments.positional.get(position).copied().or_else(|| arguments.keyword("encoding")) {
        None => Some("utf8".to_owned()),
        Some(expr) => {
            Some(value(resolver, expr).as_str()?.to_ascii_lowercase().replace(['-', '_'], ""))
        }
    }
}

fn encoded(text: &str, encoding: Option<&str>) -> Value {
    match encoding {
        Some("utf8" | "u8") => Value::Bytes(text.as_bytes().to_vec()),
        Some("ascii" | "usascii") if text.is_ascii() => Value::Bytes(text.as_bytes().to_vec()),
        Some("latin1" | "iso88591" | "l1") => text
            .chars()
            .map(|c| u8::try_from(u32::from(c)).ok())
            .collect::<Option<_>>()
            .map_or(Value::Unknown, Value::Bytes),
        _ => Value::Unknown,
    }
}

fn decoded(bytes: &[u8], encoding: Option<&str>) -> Value {
    match encoding {
        Some("utf8" | "u8" | "ascii" | "usascii") => {
            std::str::from_utf8(bytes).map_or(Value::Unknown, |text| Value::Str(text.to_owned()))
        }
        Some("latin1" | "iso88591" | "l1") => {
            Value::Str(bytes.iter().map(|&byte| char::from(byte)).collect())
        }
        _ => Value::Unknown,
    }
}

fn method_call<'a>(
    resolver: &Resolver<'a>,
    receiver: Value,
    method: &str,
    arguments: &Arguments<'a>,
) -> Value {
    match (receiver, method) {
        (Value::Str(text), "encode") => encoded(&text, encoding(resolver, arguments, 0).as_deref()),
        (Value::Bytes(bytes), "decode") => {
            decoded(&bytes, encoding(resolver, arguments, 0).as_deref())
        }
        (Value::Str(text), "format") => format_call(resolver, &text, arguments),
        (Value::Str(_) | Value::Bytes(_), "count" | "find" | "rfind" | "index" | "rindex") => {
            Value::Number
        }
        (Value::Str(text), _) => {
            let values: Option<Vec<Value>> = (!arguments.has_splat()
                && arguments.keywords.is_empty())
            .then(|| arguments.positional.iter().map(|&expr| value(resolver, expr)).collect());
            values.map_or(Value::Unknown, |values| text_method(&text, method, &values))
        }
        (Value::Bytes(bytes), "hex") if arguments.positional.is_empty() => {
            Value::Str(bytes.iter().take(MAX_TEXT / 2).map(|byte| format!("{byte:02x}")).collect())
        }
        (value @ (Value::List(_) | Value::Dict(_) | Value::Set(_)), "copy") => value,
        (Value::Dict(pairs), "get") => {
            let Some(&key) = arguments.positional.first() else { return Value::Unknown };
            let key = value(resolver, key);
            if pairs.iter().all(|(own, _)| own.equals(&key) == Some(false)) {
                return match arguments.positional.get(1) {
                    Some(&default) => value(resolver, default),
                    None => Value::None,
                };
            }
            looked_up(pairs, &key).unwrap_or(Value::Unknown)
        }
        (Value::Dict(pairs), "keys") if arguments.positional.is_empty() => {
            Value::List(pairs.into_iter().map(|(key, _)| key).collect())
        }
        (Value::Dict(pairs), "values") if arguments.positional.is_empty() => {
            Value::List(pairs.into_iter().map(|(_, value)| value).collect())
        }
        (Value::Dict(pairs), "items") if arguments.positional.is_empty() => Value::List(
            pairs.into_iter().map(|(key, value)| Value::Tuple(vec![key, value])).collect(),
        ),
        _ => Value::Unknown,
    }
}

fn text_method(text: &str, method: &str, arguments: &[Value]) -> Value {
    let capped = |length: usize, make: &dyn Fn() -> String| {
        if length <= MAX_TEXT { Value::Str(make()) } else { Value::Unknown }
    };
    match (method, arguments) {
        ("lower" | "casefold", []) => capped(text.len(), &|| text.to_lowercase()),
        ("upper", []) => capped(text.len(), &|| text.to_uppercase()),
        ("strip", []) => capped(text.len(), &|| text.trim().to_owned()),
        ("lstrip", []) => capped(text.len(), &|| text.trim_start().to_owned()),
        ("rstrip", []) => capped(text.len(), &|| text.trim_end().to_owned()),
        ("strip", [Value::Str(set)]) => {
            capped(text.len(), &|| text.trim_matches(|c| set.contains(c)).to_owned())
        }
        ("lstrip", [Value::Str(set)]) => {
            capped(text.len(), &|| text.trim_start_matches(|c| set.contains(c)).to_owned())
        }
        ("rstrip", [Value::Str(set)]) => {
            capped(text.len(), &|| text.trim_end_matches(|c| set.contains(c)).to_owned())
        }
        ("removeprefix", [Value::Str(prefix)]) => {
            capped(text.len(), &|| text.strip_prefix(prefix.as_str()).unwrap_or(text).to_owned())
        }
        ("removesuffix", [Value::Str(suffix)]) => {
            capped(text.len(), &|| text.strip_suffix(suffix.as_str()).unwrap_or(text).to_owned())
        }
        ("replace", [Value::Str(old), Value::Str(new)]) => {
            let times = if old.is_empty() { text.len() + 1 } else { text.len() / old.len() };
            capped(text.len().saturating_add(times.saturating_mul(new.len())), &|| {
                text.replace(old.as_str(), new)
            })
        }
        ("startswith", [Value::Str(prefix)]) => Value::Bool(text.starts_with(prefix.as_str())),
        ("endswith", [Value::Str(suffix)]) => Value::Bool(text.ends_with(suffix.as_str())),
        ("join", [Value::List(items) | Value::Tuple(items)]) => {
            let items: Option<Vec<&str>> = items.iter().map(Value::as_str).collect();
            let Some(items) = items else { return Value::Unknown };
            let length = items.iter().map(|item| item.len() + text.len()).sum();
            capped(length, &|| items.join(text))
        }
        ("split", []) => pieces(text.split_whitespace()),
        ("split", [Value::Str(separator)]) if !separator.is_empty() => {
            pieces(text.split(separator.as_str()))
        }
        ("splitlines", []) => pieces(text.lines()),
        _ => Value::Unknown,
    }
}

fn pieces<'t>(pieces: impl Iterator<Item = &'t str>) -> Value {
    let pieces: Vec<Value> =
        pieces.take(MAX_ITEMS + 1).map(|piece| Value::Str(piece.to_owned())).collect();
    if pieces.len() > MAX_ITEMS { Value::Unknown } else { Value::List(pieces) }
}

/// `text.format(…)` of constants, plain fields only.
fn format_call<'a>(resolver: &Resolver<'a>, text: &str, arguments: &Arguments<'a>) -> Value {
    if arguments.has_splat() {
        return Value::Unknown;
    }
    let mut next = 0;
    filled(formats::braces(text), |field| {
        let argument = if field.key.is_empty() {
            next += 1;
            arguments.positional.get(next - 1).copied()
        } else if let Ok(position) = field.key.parse::<usize>() {
            arguments.positional.get(position).copied()
        } else {
            arguments.keyword(field.key)
        };
        value(resolver, argument?).display()
    })
}

/// `format % argument` of constants, plain fields only.
pub(super) fn percent(format: &Value, argument: &Value) -> Value {
    let Value::Str(text) = format else { return Value::Unknown };
    let mut next = 0;
    filled(formats::percent(text), |field| {
        let argument = match argument {
            Value::Dict(_) if !field.key.is_empty() => argument.get(field.key)??,
            Value::Tuple(items) => items.get(next)?,
            _ if next == 0 => argument,
            _ => return None,
        };
        next += 1;
        let fits = field.spec != "d" || (is_number(argument) && argument.as_int().is_some());
        argument.display().filter(|_| fits)
    })
}

fn filled(
    pieces: Option<Vec<Piece<'_>>>,
    mut fill: impl FnMut(&formats::Field<'_>) -> Option<String>,
) -> Value {
    let Some(pieces) = pieces else { return Value::Unknown };
    let mut text = String::new();
    for piece in pieces {
        match piece {
            Piece::Text(plain) => text.push_str(&plain),
            Piece::Field(field) => {
                let plain = field.is_plain() || (field.spec == "d" && field.is_numeric());
                match plain.then(|| fill(&field)).flatten() {
                    Some(inner) => text.push_str(&inner),
                    None => return Value::Unknown,
                }
            }
        }
        if text.len() > MAX_TEXT {
            return Value::Unknown;
        }
    }
    Value::Str(text)
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::super::sample;

    fn check(code: &str, expect: Expect) {
        expect
            .assert_eq(&sample::ask(code, |resolver, expr| format!("{:?}", resolver.value(expr))));
    }

    #[test]
    fn methods_of_constants() {
        check(
            r#"
x = "a".join(["1", "2"])
x = "".join(unknown)
x = "é".encode()
x = "é".encode("latin-1")
x = b"a".decode("ascii")
x = " A b".strip().lower().replace("b", "c").upper()
x = "a".replace("a", "bb" * 30000).replace("b", "cc")
x = "{}-{a}-{{".format(1, a="b")
x = "{0}{0}".format(True)
x = "{:>5}".format(1)
x = "{}".format(*unknown)
x = "a b".split()
x = "a,b".split(",")
x = "abc".startswith("a")
x = "abc".find("c")
x = "a".unknown()
x = b"\xff".hex()
"#,
            expect![[r#"
                "a".join(["1", "2"])  →  Str("1a2")
                "".join(unknown)  →  Unknown
                "é".encode()  →  Bytes([195, 169])
                "é".encode("latin-1")  →  Bytes([233])
                b"a".decode("ascii")  →  Str("a")
                " A b".strip().lower().replace("b", "c").upper()  →  Str("A C")
                "a".replace("a", "bb" * 30000).replace("b", "cc")  →  Unknown
                "{}-{a}-{{".format(1, a="b")  →  Str("1-b-{")
                "{0}{0}".format(True)  →  Str("TrueTrue")
                "{:>5}".format(1)  →  Unknown
                "{}".format(*unknown)  →  Unknown
                "a b".split()  →  List([Str("a"), Str("b")])
                "a,b".split(",")  →  List([Str("a"), Str("b")])
                "abc".startswith("a")  →  Bool(true)
                "abc".find("c")  →  Number
                "a".unknown()  →  Unknown
                b"\xff".hex()  →  Str("ff")
            "#]],
        );
    }

    #[test]
    fn builtins_convert() {
        check(
            r#"
x = int("0o17", 8)
x = int(1.9)
x = int(unknown)
x = str(1)
x = str(unknown)
x = bytes([1, 2])
x = bytes(3)
x = bytes(10**12)
x = bytes("é", "utf-8")
x = dict(a=1, **{"b": 2})
x = dict([("a", 1)])
x = dict(unknown, a=1)
x = list((1, 2))
x = frozenset({1})
x = len("é")
x = len(unknown)
x = bool([])
x = ord("a")
x = {"shell": True, **dict(cwd=None)}["shell"]
def str(x): pass
x = str(1)
"#,
            expect![[r#"
                int("0o17", 8)  →  Int(15)
                int(1.9)  →  Int(1)
                int(unknown)  →  Number
                str(1)  →  Str("1")
                str(unknown)  →  Unknown
                bytes([1, 2])  →  Bytes([1, 2])
                bytes(3)  →  Bytes([0, 0, 0])
                bytes(10**12)  →  Unknown
                bytes("é", "utf-8")  →  Bytes([195, 169])
                dict(a=1, **{"b": 2})  →  Dict([(Str("b"), Int(2)), (Str("a"), Int(1))])
                dict([("a", 1)])  →  Dict([(Str("a"), Int(1))])
                dict(unknown, a=1)  →  Dict([(Unknown, Unknown), (Str("a"), Int(1))])
                list((1, 2))  →  List([Int(1), Int(2)])
                frozenset({1})  →  Set([Int(1)])
                len("é")  →  Int(1)
                len(unknown)  →  Number
                bool([])  →  Bool(false)
                ord("a")  →  Number
                {"shell": True, **dict(cwd=None)}["shell"]  →  Bool(true)
                str(1)  →  Unknown
            "#]],
        );
    }
}

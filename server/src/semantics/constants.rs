//! Folding of literals, operators and single assignments.

mod assigned;
mod subscripts;

use std::collections::HashMap;
use std::sync::LazyLock;

use subscripts::subscript;

use super::budget::{BYTES_PER_STEP, Level, MAX_ITEMS, MAX_TEXT, spend};
use super::literals::{self, Stretch};
use super::lookup::{self, Target};
use super::methods;
use super::operators;
use super::{Certainty, Names, Resolver, Value};
use crate::syntax::Expr;

pub(super) use assigned::{MAX_GROWTHS, followed, growth, growth_of_name, is_same};
pub(super) use subscripts::looked_up;

/// Values of library constants: `os.O_CREAT`, `stat.S_IRWXU`, `string.digits`.
static CONSTANTS: LazyLock<HashMap<String, Value>> = LazyLock::new(|| {
    let text = include_str!(concat!(env!("OUT_DIR"), "/constants.json"));
    let table: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(text).unwrap_or_default();
    table
        .iter()
        .filter_map(|(module, names)| Some((module, names.as_object()?)))
        .flat_map(|(module, names)| names.iter().map(move |entry| (module, entry)))
        .filter_map(|(module, (name, value))| {
            let value = match value {
                serde_json::Value::Number(value) => Value::Int(i128::from(value.as_i64()?)),
                serde_json::Value::String(text) => Value::Str(text.clone()),
                _ => return None,
            };
            Some((format!("{module}.{name}"), value))
        })
        .collect()
});

pub(super) fn value<'a>(resolver: &Resolver<'a>, expr: Expr<'a>) -> Value {
    let Some(_level) = Level::enter() else { return Value::Unknown };
    let expr = unwrapped(expr);
    match expr.kind() {
        "integer" | "float" => literals::number(expr.source()),
        "true" => Value::Bool(true),
        "false" => Value::Bool(false),
        "none" => Value::None,
        "ellipsis" => Value::Ellipsis,
        "string" => string(resolver, expr),
        "concatenated_string" => chain(expr, "string")
            .map(|pieces| concatenated(pieces.into_iter().map(|piece| value(resolver, piece))))
            .unwrap_or(Value::Unknown),
        "list" => items(resolver, expr).map_or(Value::Unknown, Value::List),
        "tuple" | "expression_list" | "pattern_list" | "expression_statement" => {
            items(resolver, expr).map_or(Value::Unknown, Value::Tuple)
        }
        "set" => items(resolver, expr).map_or(Value::Unknown, Value::Set),
        "dictionary" => dictionary(resolver, expr),
        "unary_operator" => match (expr.field("operator"), expr.field("argument")) {
            (Some(operator), Some(argument)) => {
                operators::unary(operator.source(), &value(resolver, argument))
            }
            _ => Value::Unknown,
        },
        "not_operator" => expr
            .field("argument")
            .map_or(Value::Unknown, |argument| operators::unary("not", &value(resolver, argument))),
        "binary_operator" => arithmetic(resolver, expr),
        "boolean_operator" => logic(resolver, expr),
        "comparison_operator" => comparison(resolver, expr),
        "conditional_expression" => match children(expr)[..] {
            [body, test, otherwise] => match value(resolver, test).truth() {
                Some(true) => value(resolver, body),
                Some(false) => value(resolver, otherwise),
                None => same(value(resolver, body), value(resolver, otherwise)),
            },
            _ => Value::Unknown,
        },
        "subscript" => subscript(resolver, expr),
        "identifier" | "attribute" | "dotted_name" => name(resolver, expr),
        "call" => methods::call(resolver, expr),
        _ => Value::Unknown,
    }
}

/// The expression inside parentheses and walruses.
pub(super) fn unwrapped(mut expr: Expr<'_>) -> Expr<'_> {
    for _ in 0..64 {
        let inner = match expr.kind() {
            "parenthesized_expression" | "type" => children(expr).into_iter().next(),
            "named_expression" => expr.field("value"),
            _ => return expr,
        };
        let Some(inner) = inner else { return expr };
        expr = inner;
    }
    expr
}

/// The named children without comments, at most `MAX_ITEMS + 1` of them.
pub(super) fn children(expr: Expr<'_>) -> Vec<Expr<'_>> {
    let mut cursor = expr.node.walk();
    let children: Vec<_> = expr
        .node
        .named_children(&mut cursor)
        .filter(|node| !node.is_extra())
        .take(MAX_ITEMS + 1)
        .map(|node| expr.at(node))
        .collect();
    spend(children.len());
    children
}

/// The children of one kind; `None` if there are others, or too many.
fn chain<'a>(expr: Expr<'a>, kind: &str) -> Option<Vec<Expr<'a>>> {
    let children = children(expr);
    (children.len() <= MAX_ITEMS && children.iter().all(|child| child.kind() == kind))
        .then_some(children)
}

/// The operands of a chain of left-associative operators, iteratively: the first, then each operator with its right side.
/// `None` if the chain is too long.
pub(super) fn spine(expr: Expr<'_>) -> Option<(Expr<'_>, Vec<(&str, Expr<'_>)>)> {
    let mut links = Vec::new();
    let mut left = expr;
    while left.kind() == expr.kind() {
        if links.len() == MAX_ITEMS {
            spend(MAX_ITEMS);
            return None;
        }
        links.push((left.field("operator")?.source(), left.field("right")?));
        left = left.field("left")?;
    }
    spend(links.len());
    links.reverse();
    Some((left, links))
}

fn same(a: Value, b: Value) -> Value {
    match (&a, &b) {
        _ if a.equals(&b) == Some(true) => a,
        (Value::Name(x), Value::Name(y)) | (Value::Instance(x), Value::Instance(y)) if x == y => a,
        _ if operators::is_number(&a) && operators::is_number(&b) => Value::Number,
        _ => Value::Unknown,
    }
}

fn string<'a>(resolver: &Resolver<'a>, expr: Expr<'a>) -> Value {
    let Some((style, stretches)) = literals::stretches(expr) else { return Value::Unknown };
    if style.template {
        return Value::Unknown;
    }
    if style.bytes {
        let [Stretch::Source(source, _)] = stretches[..] else { return Value::Unknown };
        return Value::Bytes(literals::decode_bytes(source, style));
    }
    let mut text = String::new();
    for stretch in stretches {
        match stretch {
            Stretch::Source(source, _) => {
                spend(source.len() / BYTES_PER_STEP);
                text.push_str(&literals::decode_text(source, style));
            }
            Stretch::Interpolation(hole) => match interpolated(resolver, hole) {
                Some(inner) => text.push_str(&inner),
                None => return Value::Unknown,
            },
        }
        // A literal of any length is as long as the file; only what is put in may make it grow.
        if text.len() > MAX_TEXT && text.len() > expr.node.byte_range().len() {
            return Value::Unknown;
        }
    }
    Value::Str(text)
}

/// The text of a constant `interpolation`, unless its format is more than `!s`, `:s` or `:d`.
pub(super) fn interpolated<'a>(resolver: &Resolver<'a>, hole: Expr<'a>) -> Option<String> {
    let inner = hole.field("expression")?;
    if hole.field("type_conversion").is_some_and(|conversion| conversion.source() != "!s")
        || inner.node.next_sibling().is_some_and(|next| next.kind() == "=")
    {
        return None;
    }
    let value = value(resolver, inner);
    match (hole.field("format_specifier").map(Expr::source), &value) {
        (None | Some(":"), _) | (Some(":s"), Value::Str(_)) | (Some(":d"), Value::Int(_)) => {
            value.display()
        }
        _ => None,
    }
}

fn concatenated(pieces: impl Iterator<Item = Value>) -> Value {
    let mut whole: Option<Value> = None;
    for piece in pieces {
        match (&mut whole, piece) {
            (Some(Value::Str(text)), Value::Str(more)) => text.push_str(&more),
            (Some(Value::Bytes(bytes)), Value::Bytes(more)) => bytes.extend(more),
            (None, piece @ (Value::Str(_) | Value::Bytes(_))) => whole = Some(piece),
            _ => return Value::Unknown,
        }
    }
    whole.unwrap_or(Value::Unknown)
}

/// The values of a container's members; `None` if a splat hides how many there are.
fn items<'a>(resolver: &Resolver<'a>, expr: Expr<'a>) -> Option<Vec<Value>> {
    let children = children(expr);
    if children.len() > MAX_ITEMS {
        return None;
    }
    let mut items = Vec::with_capacity(children.len());
    for child in children {
        if child.kind() == "list_splat" {
            match self::children(child).first().map(|&inner| value(resolver, inner))? {
                Value::List(inner) | Value::Tuple(inner) | Value::Set(inner) => items.extend(inner),
                Value::Dict(inner) => items.extend(inner.into_iter().map(|(key, _)| key)),
                _ => return None,
            }
            if items.len() > MAX_ITEMS {
                return None;
            }
        } else {
            items.push(value(resolver, child));
        }
    }
    Some(items)
}

fn dictionary<'a>(resolver: &Resolver<'a>, expr: Expr<'a>) -> Value {
    let children = children(expr);
    if children.len() > MAX_ITEMS {
        return Value::Unknown;
    }
    let mut pairs = Vec::with_capacity(children.len());
    for child in children {
        match child.kind() {
            "pair" => {
                let part =
                    |field| child.field(field).map_or(Value::Unknown, |expr| value(resolver, expr));
                pairs.push((part("key"), part("value")));
            }
            "dictionary_splat" => {
                match self::children(child).first().map(|&inner| value(resolver, inner)) {
                    Some(Value::Dict(inner)) => pairs.extend(inner),
                    _ => pairs.push((Value::Unknown, Value::Unknown)),
                }
            }
            _ => return Value::Unknown,
        }
        if pairs.len() > MAX_ITEMS {
            return Value::Unknown;
        }
    }
    Value::Dict(pairs)
}

fn arithmetic<'a>(resolver: &Resolver<'a>, expr: Expr<'a>) -> Value {
    let Some((first, links)) = spine(expr) else { return Value::Unknown };
    let mut left = value(resolver, first);
    for (operator, right) in links {
        left = match (left, operator) {
            (Value::Unknown, _) => return Value::Unknown,
            (text @ (Value::Str(_) | Value::Bytes(_)), "%") => {
                methods::percent(&text, &value(resolver, right))
            }
            // Long chains would copy the text once per link.
            (Value::Str(mut text), "+") => match value(resolver, right) {
                Value::Str(more) if text.len() + more.len() <= MAX_TEXT => {
                    text.push_str(&more);
                    Value::Str(text)
                }
                _ => Value::Unknown,
            },
            (left, _) => operators::binary(&left, operator, &value(resolver, right)),
        };
    }
    left
}

fn logic<'a>(resolver: &Resolver<'a>, expr: Expr<'a>) -> Value {
    let Some((first, links)) = spine(expr) else { return Value::Unknown };
    let mut left = value(resolver, first);
    for (operator, right) in links {
        let keeps = match (left.truth(), operator) {
            (Some(truth), "or") => Some(truth),
            (Some(truth), _) => Some(!truth),
            (None, _) => None,
        };
        left = match keeps {
            Some(true) => left,
            Some(false) => value(resolver, right),
            None => same(left, value(resolver, right)),
        };
    }
    left
}

fn comparison<'a>(resolver: &Resolver<'a>, expr: Expr<'a>) -> Value {
    let operands = children(expr);
    let mut cursor = expr.node.walk();
    let operators: Vec<&str> = expr
        .node
        .children_by_field_name("operators", &mut cursor)
        .take(MAX_ITEMS)
        .map(|node| node.kind())
        .collect();
    if operands.len() > MAX_ITEMS || operands.len() != operators.len() + 1 {
        return Value::Unknown;
    }
    let mut all = Some(true);
    let mut left = value(resolver, operands[0]);
    for (operator, &right) in operators.iter().zip(&operands[1..]) {
        let right = value(resolver, right);
        match operators::compare(&left, operator, &right) {
            Some(true) => {}
            Some(false) => return Value::Bool(false),
            None => all = None,
        }
        left = right;
    }
    all.map_or(Value::Unknown, Value::Bool)
}

fn name<'a>(resolver: &Resolver<'a>, expr: Expr<'a>) -> Value {
    if let Some(assigned) = followed(resolver, expr) {
        match resolver.memo.value(assigned, || value(resolver, assigned)) {
            Value::Unknown => {}
            Value::List(_) | Value::Dict(_) | Value::Set(_) if growth(resolver, expr).is_some() => {
                return Value::Unknown;
            }
            value => return value,
        }
    }
    // A constant that the file imports from another module of the workspace.
    if let [(Target::Foreign(module, name), Certainty::Certain)] =
        &lookup::eval(resolver, expr, 0)[..]
    {
        return resolver.project.constant(module, name);
    }
    named(resolver.names(expr))
}

/// What names of libraries stand for.
fn named(names: Names) -> Value {
    if names.is_empty() {
        return Value::Unknown;
    }
    let certain = names.iter().all(|name| name.certainty == Certainty::Certain);
    let mut values = names.iter().map(|name| CONSTANTS.get(&*name.path));
    if let Some(Some(first)) = values.next()
        && (certain || names.len() > 1)
        && values.all(|value| value.is_some_and(|value| value == first))
    {
        return first.clone();
    }
    Value::Name(names)
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use expect_test::{Expect, expect};

    fn check(code: &str, expect: Expect) {
        expect
            .assert_eq(&sample::ask(code, |resolver, expr| format!("{:?}", resolver.value(expr))));
    }

    #[test]
    fn literals() {
        check(
            r#"
x = 1_000
x = 0o755
x = .5
x = 2j
x = True
x = None
x = ...
x = u'a\tb' "c" r'\n'
x = rb'\x00' b"\x00"
x = '''a\
b
c'''
x = (  # why
    "a"  # one
    # two
    "b"
)
x = "a" b"c"
x = "open
x = f"a{1}{{{'b'!s}}}"
x = f"{1.5:.1f}"
x = f"{1=}"
x = f"{unknown}"
x = t"a"
"#,
            expect![[r#"
                1_000  →  Int(1000)
                0o755  →  Int(493)
                .5  →  Float(0.5)
                2j  →  Number
                True  →  Bool(true)
                None  →  None
                ...  →  Ellipsis
                u'a\tb' "c" r'\n'  →  Str("a\tbc\\n")
                rb'\x00' b"\x00"  →  Bytes([92, 120, 48, 48, 0])
                '''a\⏎b⏎c'''  →  Str("ab\nc")
                (  # why⏎    "a"  # one⏎    # two⏎    "b"⏎)  →  Str("ab")
                "a" b"c"  →  Unknown
                open  →  Name([QualifiedName { path: "builtins.open", certainty: Certain }])
                f"a{1}{{{'b'!s}}}"  →  Str("a1{b}")
                f"{1.5:.1f}"  →  Unknown
                f"{1=}"  →  Unknown
                f"{unknown}"  →  Unknown
                t"a"  →  Unknown
            "#]],
        );
    }

    #[test]
    fn containers() {
        check(
            r#"
x = [1, "a", *(2, 3), *"no"]
x = [1, *[2], *{3: 4}]
x = (1,)
x = 1, 2
x = {1, 2}
x = {}
x = {"a": 1, **{"b": unknown}}
x = {"a": 1, **unknown}
x = [i for i in y]
x = [1, 2, 3][-1]
x = [1, 2, 3][5]
x = {"a": 1}["a"]
x = {"a": 1, **unknown}["a"]
x = "abc"[1:]
x = [1, 2, 3][::-1]
x = "é"[0]
x = {"a": 1}.get("b", 2)
"#,
            expect![[r#"
                [1, "a", *(2, 3), *"no"]  →  Unknown
                [1, *[2], *{3: 4}]  →  List([Int(1), Int(2), Int(3)])
                (1,)  →  Tuple([Int(1)])
                1, 2  →  Tuple([Int(1), Int(2)])
                {1, 2}  →  Set([Int(1), Int(2)])
                {}  →  Dict([])
                {"a": 1, **{"b": unknown}}  →  Dict([(Str("a"), Int(1)), (Str("b"), Unknown)])
                {"a": 1, **unknown}  →  Dict([(Str("a"), Int(1)), (Unknown, Unknown)])
                [i for i in y]  →  Unknown
                [1, 2, 3][-1]  →  Int(3)
                [1, 2, 3][5]  →  Unknown
                {"a": 1}["a"]  →  Int(1)
                {"a": 1, **unknown}["a"]  →  Unknown
                "abc"[1:]  →  Str("bc")
                [1, 2, 3][::-1]  →  List([Int(3), Int(2), Int(1)])
                "é"[0]  →  Str("é")
                {"a": 1}.get("b", 2)  →  Int(2)
            "#]],
        );
    }

    #[test]
    fn operators() {
        check(
            r#"
x = 0o700 | 0o070 & ~0o20 ^ 1
x = -3 // 2
x = -3 % 2
x = 1 / 0
x = 7 / 2
x = 2 ** 10
x = 2 ** 1000
x = 2 ** -1
x = 1 << 10
x = 1 << 1000000000
x = 1.5 + 1
x = True + 1
x = -True
x = not []
x = not unknown
x = "a" + "b" * 3 + "c"
x = "a" * 1000000000
x = [0] * 1000000000
x = [[0] * 1000] * 1000
x = () * 1000000000
x = "%s=%d%%" % ("a", 1)
x = "%(k)s" % {"k": "v"}
x = "%s" % unknown
x = "%05d" % 1
x = 1 == 1.0 != 2
x = 1 < 2 < unknown
x = 3 < 2 < unknown
x = "a" in ("a", unknown)
x = "b" in ("a", unknown)
x = "b" not in "abc"
x = None is not None
x = 0 or "b"
x = 1 and unknown
x = 0 and unknown
x = unknown or 1
x = 1 if True else 2
x = 1 if unknown else 1
x = 1 if unknown else 2
x = 1 if unknown else "a"
x = (y := 3)
x = 170141183460469231731687303715884105727 + 1
"#,
            expect![[r#"
                0o700 | 0o070 & ~0o20 ^ 1  →  Int(488)
                -3 // 2  →  Int(-2)
                -3 % 2  →  Int(1)
                1 / 0  →  Unknown
                7 / 2  →  Float(3.5)
                2 ** 10  →  Int(1024)
                2 ** 1000  →  Number
                2 ** -1  →  Float(0.5)
                1 << 10  →  Int(1024)
                1 << 1000000000  →  Number
                1.5 + 1  →  Float(2.5)
                True + 1  →  Int(2)
                -True  →  Int(-1)
                not []  →  Bool(true)
                not unknown  →  Unknown
                "a" + "b" * 3 + "c"  →  Str("abbbc")
                "a" * 1000000000  →  Unknown
                [0] * 1000000000  →  Unknown
                [[0] * 1000] * 1000  →  Unknown
                () * 1000000000  →  Unknown
                "%s=%d%%" % ("a", 1)  →  Str("a=1%")
                "%(k)s" % {"k": "v"}  →  Str("v")
                "%s" % unknown  →  Unknown
                "%05d" % 1  →  Unknown
                1 == 1.0 != 2  →  Bool(true)
                1 < 2 < unknown  →  Unknown
                3 < 2 < unknown  →  Bool(false)
                "a" in ("a", unknown)  →  Bool(true)
                "b" in ("a", unknown)  →  Unknown
                "b" not in "abc"  →  Bool(false)
                None is not None  →  Bool(false)
                0 or "b"  →  Str("b")
                1 and unknown  →  Unknown
                0 and unknown  →  Int(0)
                unknown or 1  →  Unknown
                1 if True else 2  →  Int(1)
                1 if unknown else 1  →  Int(1)
                1 if unknown else 2  →  Number
                1 if unknown else "a"  →  Unknown
                (y := 3)  →  Int(3)
                170141183460469231731687303715884105727 + 1  →  Number
            "#]],
        );
    }

    #[test]
    fn hostile_input_costs_little() {
        for code in [
            format!("x = {}1{}", "(".repeat(20_000), ")".repeat(20_000)),
            format!("x = {}1", "-".repeat(20_000)),
            format!("x = {}1", "not ".repeat(20_000)),
            format!("x = 'a'{}", " + 'b'".repeat(20_000)),
            format!("x = {}", "'a' 'b' ".repeat(20_000)),
            format!("x = [{}]", "1, ".repeat(100_000)),
            format!("x = {}1{}", "[".repeat(20_000), "]".repeat(20_000)),
            format!("x = 'a'{}", ".lower()".repeat(20_000)),
            format!("x = 1{}", " < 2".repeat(20_000)),
            format!("x = 1{}", " if y else 1".repeat(5_000)),
        ] {
            sample::with_each(&code, |resolver, right| {
                assert!(!resolver.value(right).is_constant(), "{}", &code[..20]);
            });
        }
    }
}

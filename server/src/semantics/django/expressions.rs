//! Expressions of settings modules to values.

use std::sync::Arc;

use super::evaluate::{Evaluator, Frame, MOST_ROUNDS, index, list};
use super::value::{Call, Cast, Class, Dict, Entry, Env, Kind, MOST_TEXT, Place, Sequence, Value};
use crate::semantics::Value as Constant;
use crate::semantics::literals::{self, Stretch};
use crate::syntax::{Expr, node};

impl Evaluator<'_> {
    /// The value of an expression.
    pub(super) fn value(&mut self, expr: Expr<'_>, file: u32) -> Value {
        let at = self.place(expr, file);
        if !self.step() {
            return Value::unknown(at);
        }
        self.depth += 1;
        let value = self.evaluate(expr, file, at);
        self.depth -= 1;
        value
    }

    fn evaluate(&mut self, expr: Expr<'_>, file: u32, at: Place) -> Value {
        let kind = match expr.kind() {
            "true" => Kind::Bool(true),
            "false" => Kind::Bool(false),
            "none" => Kind::None,
            "integer" | "float" => match literals::number(expr.source()) {
                Constant::Int(number) => Kind::Int(number),
                Constant::Float(number) => Kind::Float(number),
                _ => Kind::Unknown,
            },
            "string" => return self.string(expr, file, at),
            "concatenated_string" => {
                let mut text = String::new();
                for part in node::named_children(expr) {
                    match self.value(part, file).as_text() {
                        Some(more) => text.push_str(more),
                        None => return Value::unknown(at),
                    }
                }
                Kind::Text(text.into())
            }
            "identifier" => return self.name(expr.source(), at),
            "attribute" => {
                let (Some(object), Some(name)) = (expr.field("object"), expr.field("attribute"))
                else {
                    return Value::unknown(at);
                };
                let object = self.value(object, file);
                return object.map(|object| self.attribute(object, name.source(), at));
            }
            "list" => return self.sequence(expr, Sequence::List, file, at),
            "tuple" | "expression_list" => return self.sequence(expr, Sequence::Tuple, file, at),
            "set" => return self.sequence(expr, Sequence::Set, file, at),
            "dictionary" => return self.dictionary(expr, file, at),
            "parenthesized_expression" => {
                return match node::named_children(expr).next() {
                    Some(inner) => self.value(inner, file),
                    None => Value::unknown(at),
                };
            }
            "named_expression" => {
                let (Some(name), Some(value)) = (expr.field("name"), expr.field("value")) else {
                    return Value::unknown(at);
                };
                let value = self.value(value, file);
                self.assign(name, value.clone(), expr, file);
                return value;
            }
            "unary_operator" => {
                let Some(argument) = expr.field("argument") else { return Value::unknown(at) };
                let value = self.value(argument, file);
                match (expr.field("operator").map_or("", Expr::source), value.kind) {
                    ("-", Kind::Int(number)) => Kind::Int(number.saturating_neg()),
                    ("-", Kind::Float(number)) => Kind::Float(-number),
                    _ => Kind::Unknown,
                }
            }
            "not_operator" => {
                let Some(argument) = expr.field("argument") else { return Value::unknown(at) };
                let value = self.value(argument, file);
                return value.map(|value| match (&value.kind, self.truth(value)) {
                    (Kind::Env(env), _) => from_env(env, Cast::Bool, None, at),
                    (_, Some(truth)) => Value::new(Kind::Bool(!truth), at),
                    _ => Value::unknown(at),
                });
            }
            "boolean_operator" => return self.boolean(expr, file, at),
            "binary_operator" => {
                let (Some(left), Some(right)) = (expr.field("left"), expr.field("right")) else {
                    return Value::unknown(at);
                };
                let operator = expr.field("operator").map_or("", Expr::source);
                let (left, right) = (self.value(left, file), self.value(right, file));
                return self.operate(operator, &left, &right, at);
            }
            "comparison_operator" => return self.comparison(expr, file, at),
            "conditional_expression" => {
                let parts: Vec<Expr<'_>> = node::named_children(expr).collect();
                let [then, condition, otherwise] = parts[..] else { return Value::unknown(at) };
                return match self.condition(condition, file) {
                    Some(true) => self.value(then, file),
                    Some(false) => self.value(otherwise, file),
                    None => {
                        let both = [self.value(then, file), self.value(otherwise, file)];
                        Value::one_of(both, at)
                    }
                };
            }
            "call" => return self.call(expr, file),
            "subscript" => return self.subscript(expr, file, at),
            "lambda" => Kind::Function(at),
            "list_comprehension" | "generator_expression" | "set_comprehension" => {
                return self.comprehension(expr, file, at);
            }
            _ => Kind::Unknown,
        };
        Value::new(kind, at)
    }

    fn string(&mut self, expr: Expr<'_>, file: u32, at: Place) -> Value {
        let Some((style, stretches)) = literals::stretches(expr) else { return Value::unknown(at) };
        if style.bytes || style.template {
            return Value::new(if style.bytes { Kind::Bytes } else { Kind::Unknown }, at);
        }
        let mut text = String::new();
        for stretch in stretches {
            match stretch {
                Stretch::Source(source, _) => text.push_str(&literals::decode_text(source, style)),
                Stretch::Interpolation(hole) => {
                    let is_plain = hole.field("format_specifier").is_none()
                        && hole.field("type_conversion").is_none();
                    let inner = hole.field("expression").filter(|_| is_plain);
                    match inner.and_then(|inner| shown(&self.value(inner, file))) {
                        Some(more) => text.push_str(&more),
                        None => return Value::unknown(at),
                    }
                }
            }
            if text.len() > MOST_TEXT {
                return Value::unknown(at);
            }
        }
        Value::text(text, at)
    }

    /// The value of a name where it is used.
    pub(super) fn name(&mut self, name: &str, at: Place) -> Value {
        for frame in self.frames.iter().rev() {
            if let Some(slot) = frame.names.get(name) {
                return used(slot.value.clone(), at);
            }
            if frame.is_open {
                return Value::unknown(at);
            }
        }
        match name {
            "__file__" => match self.files.get(at.file as usize) {
                Some(file) => {
                    let url = file.url.as_str();
                    let path = url.strip_prefix("file://").unwrap_or(url);
                    Value::new(Kind::Path(path.into()), at)
                }
                None => Value::unknown(at),
            },
            "__name__" => {
                match self.files.get(at.file as usize).and_then(|f| f.module.as_deref()) {
                    Some(module) => Value::text(module, at),
                    None => Value::unknown(at),
                }
            }
            _ if BUILTINS.contains(&name) => {
                Value::new(Kind::Name(format!("builtins.{name}").into()), at)
            }
            _ => Value::unknown(at),
        }
    }

    /// An attribute of a value.
    pub(super) fn attribute(&mut self, object: &Value, name: &str, at: Place) -> Value {
        match &object.kind {
            Kind::Name(dotted) => Value::new(Kind::Name(format!("{dotted}.{name}").into()), at),
            Kind::Module(number) => {
                let frame = self.module(*number);
                match frame.names.get(name) {
                    Some(slot) => used(slot.value.clone(), at),
                    None => self.submodule(*number, name, at),
                }
            }
            Kind::Class(class) => match class.member(name) {
                Some(slot) => used(slot.value.clone(), at),
                None => Value::unknown(at),
            },
            Kind::Instance(class) => self.field(class, name, at),
            Kind::Path(path) => match name {
                "parent" => Value::new(Kind::Path(parent(path).into()), at),
                "parents" => Value::new(
                    Kind::Call(Arc::new(Call {
                        name: "pathlib.parents".into(),
                        positional: vec![object.clone()],
                        keywords: Vec::new(),
                    })),
                    at,
                ),
                "name" => Value::text(path.rsplit('/').next().unwrap_or_default(), at),
                _ => Value::unknown(at),
            },
            Kind::Env(env) => from_env(env, Cast::Other, Some(Value::unknown(at)), at),
            _ => Value::unknown(at),
        }
    }

    /// A field of an instance: of pydantic's settings it comes from the environment.
    fn field(&mut self, class: &Arc<Class>, name: &str, at: Place) -> Value {
        if !class.libraries.iter().any(|name| name.ends_with(".BaseSettings")) {
            return Value::unknown(at);
        }
        let slot = class.member(name);
        let annotation = class.annotation(name).cloned().unwrap_or_default();
        let default = slot.map(|slot| &slot.value).and_then(|value| match &value.kind {
            Kind::Call(call) if call.name.ends_with(".Field") => {
                let given = call.keyword("default").or(call.positional.first()).cloned();
                match given {
                    Some(given) => Some(given).filter(|given| given.at.span.len() != 3),
                    None => call.keyword("default_factory").map(|_| Value::unknown(at)),
                }
            }
            _ => Some(value.clone()),
        });
        let cast = if annotation.contains("bool") { Cast::Bool } else { Cast::Other };
        let variable = Some(name.to_uppercase().into());
        Value::new(Kind::Env(Arc::new(Env { variable, default, cast })), at)
    }

    fn sequence(&mut self, expr: Expr<'_>, kind: Sequence, file: u32, at: Place) -> Value {
        let mut variants: Vec<Vec<Value>> = vec![Vec::new()];
        for child in node::named_children(expr) {
            if child.kind() != "list_splat" {
                let item = self.value(child, file);
                // An element that is one thing or another keeps both.
                for variant in &mut variants {
                    variant.push(mark(item.clone(), self.place(child, file)));
                }
                continue;
            }
            let inner = node::named_children(child).next().map(|inner| self.value(inner, file));
            let inner = inner.unwrap_or_else(|| Value::unknown(at));
            let mut next = Vec::new();
            for alternative in inner.alternatives() {
                for variant in &variants {
                    let mut variant = variant.clone();
                    match alternative.items() {
                        Some(items) => variant.extend(items.iter().cloned()),
                        None => variant.push(Value::unknown(alternative.at)),
                    }
                    next.push(variant);
                }
            }
            next.truncate(16);
            variants = next;
        }
        Value::one_of(variants.into_iter().map(|items| list(kind, items, at)), at)
    }

    fn dictionary(&mut self, expr: Expr<'_>, file: u32, at: Place) -> Value {
        let mut dict = Dict::default();
        for child in node::named_children(expr) {
            match child.kind() {
                "pair" => {
                    let (Some(key), Some(value)) = (child.field("key"), child.field("value"))
                    else {
                        continue;
                    };
                    let (key, value) = (self.value(key, file), self.value(value, file));
                    dict.set(key, value);
                }
                "dictionary_splat" => {
                    let inner = node::named_children(child).next();
                    let inner = inner.map(|inner| self.value(inner, file));
                    match inner.map(|inner| inner.kind) {
                        Some(Kind::Dict(other)) => {
                            dict.is_open |= other.is_open;
                            for (key, value) in &other.entries {
                                dict.set(key.clone(), value.clone());
                            }
                        }
                        _ => dict.is_open = true,
                    }
                }
                _ => dict.is_open = true,
            }
        }
        Value::new(Kind::Dict(Arc::new(dict)), at)
    }

    fn boolean(&mut self, expr: Expr<'_>, file: u32, at: Place) -> Value {
        let (Some(left), Some(right)) = (expr.field("left"), expr.field("right")) else {
            return Value::unknown(at);
        };
        let is_or = expr.field("operator").map_or("", Expr::source) == "or";
        let left = self.value(left, file);
        if let Kind::Env(env) = &left.kind
            && is_or
            && env.cast != Cast::Bool
            && env.default.as_ref().is_none_or(|default| default.truth() == Some(false))
        {
            // `os.environ.get("X") or "y"`: the right side is the default.
            let right = self.value(right, file);
            return match &right.kind {
                Kind::Env(_) => right,
                _ => from_env(env, env.cast, Some(right), at),
            };
        }
        match self.truth(&left) {
            Some(truth) if truth == is_or => left,
            Some(_) => self.value(right, file),
            None => Value::one_of([left, self.value(right, file)], at),
        }
    }

    fn comparison(&mut self, expr: Expr<'_>, file: u32, at: Place) -> Value {
        let operands: Vec<Expr<'_>> = node::named_children(expr).collect();
        let [left, right] = operands[..] else { return Value::unknown(at) };
        let operator = expr
            .text
            .get(left.node.end_byte()..right.node.start_byte())
            .unwrap_or_default()
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        let (left, right) = (self.value(left, file), self.value(right, file));
        self.compare(&operator, &left, &right, at)
    }

    fn subscript(&mut self, expr: Expr<'_>, file: u32, at: Place) -> Value {
        let (Some(object), Some(key)) = (expr.field("value"), expr.field("subscript")) else {
            return Value::unknown(at);
        };
        let object = self.value(object, file);
        if let Kind::Name(name) = &object.kind {
            let key = self.value(key, file);
            return match &**name {
                "os.environ" => Value::new(
                    Kind::Env(Arc::new(Env {
                        variable: key.as_text().cloned(),
                        default: None,
                        cast: Cast::Raw,
                    })),
                    at,
                ),
                "sys.argv" => Value::new(
                    Kind::Env(Arc::new(Env { variable: None, default: None, cast: Cast::Raw })),
                    at,
                ),
                _ => Value::unknown(at),
            };
        }
        if key.kind() == "slice" {
            return self.slice(&object, key, file, at);
        }
        let key = self.value(key, file);
        object.map(|object| match &object.kind {
            Kind::List(_, items) if !object.has_holes() => match index(&key, items.len()) {
                Some(index) => items[index].clone(),
                None => Value::unknown(at),
            },
            Kind::Dict(dict) => match key.as_text().map(|key| dict.get(key)) {
                Some(Entry::Known(value)) => value.clone(),
                _ => Value::unknown(at),
            },
            Kind::Env(env) => from_env(env, Cast::Other, Some(Value::unknown(at)), at),
            Kind::Call(call) if &*call.name == "pathlib.parents" => {
                let path = call.positional.first().and_then(Value::as_text);
                match (path, key.number().and_then(|n| usize::try_from(n).ok())) {
                    (Some(path), Some(n)) if n < 64 => {
                        let up = (0..=n).fold(path.to_string(), |path, _| parent(&path));
                        Value::new(Kind::Path(up.into()), at)
                    }
                    _ => Value::unknown(at),
                }
            }
            _ => Value::unknown(at),
        })
    }

    fn slice(&mut self, object: &Value, slice: Expr<'_>, file: u32, at: Place) -> Value {
        let source = slice.source();
        let mut bounds = source.split(':').map(|part| part.trim().parse::<usize>());
        let (start, end) = (bounds.next(), bounds.next());
        if bounds.next().is_some() {
            return Value::unknown(at);
        }
        if let Kind::Env(env) = &object.kind {
            return from_env(env, env.cast, Some(Value::unknown(at)), at);
        }
        let bound = |text: Option<Result<usize, _>>, default: usize, is_given: bool| match text {
            Some(Ok(number)) => Some(number.min(default.max(number))),
            _ if !is_given => Some(default),
            _ => None,
        };
        let (before, behind) = source.split_once(':').unwrap_or((source, ""));
        let _ = file;
        match &object.kind {
            Kind::List(kind, items) if !object.has_holes() => {
                let from = bound(start, 0, !before.trim().is_empty());
                let to = bound(end, items.len(), !behind.trim().is_empty());
                match (from, to) {
                    (Some(from), Some(to)) if from <= to.min(items.len()) => {
                        list(*kind, items[from..to.min(items.len())].to_vec(), at)
                    }
                    _ => Value::unknown(at),
                }
            }
            _ => Value::unknown(at),
        }
    }

    fn comprehension(&mut self, expr: Expr<'_>, file: u32, at: Place) -> Value {
        let children: Vec<Expr<'_>> = node::named_children(expr).collect();
        let kind = match expr.kind() {
            "set_comprehension" => Sequence::Set,
            _ => Sequence::List,
        };
        let open = list(kind, vec![Value::unknown(at)], at);
        let clauses: Vec<&Expr<'_>> =
            children.iter().filter(|child| child.kind() == "for_in_clause").collect();
        let ([clause], Some(body)) = (&clauses[..], expr.field("body")) else { return open };
        let (Some(left), Some(right)) = (clause.field("left"), clause.field("right")) else {
            return open;
        };
        let over = self.value(right, file);
        if let Kind::Env(env) = &over.kind {
            return from_env(env, Cast::Other, Some(Value::unknown(at)), at);
        }
        let Some(items) = over.items().filter(|items| items.len() <= MOST_ROUNDS) else {
            return open;
        };
        let mut result = Vec::new();
        self.frames.push(Frame::default());
        for item in items.iter().cloned() {
            self.assign(left, item, expr, file);
            let conditions: Vec<Option<bool>> = children
                .iter()
                .filter(|child| child.kind() == "if_clause")
                .filter_map(|clause| node::named_children(*clause).next())
                .map(|condition| self.condition(condition, file))
                .collect();
            if conditions.contains(&Some(false)) {
                continue;
            }
            let value = self.value(body, file);
            if conditions.contains(&None) {
                result.push(Value::unknown(at));
            } else {
                result.push(value);
            }
        }
        self.frames.pop();
        list(kind, result, at)
    }
}

/// What a name stands for, underlined where the name is used; a container stays where it is written.
fn used(mut value: Value, at: Place) -> Value {
    if !matches!(value.kind, Kind::List(..) | Kind::Dict(_) | Kind::OneOf(_) | Kind::Function(_)) {
        value.at = at;
    }
    value
}

/// The same value, underlined where it is used as an element.
fn mark(mut value: Value, at: Place) -> Value {
    if matches!(
        value.kind,
        Kind::Text(_) | Kind::Path(_) | Kind::Name(_) | Kind::Int(_) | Kind::Bool(_)
    ) {
        value.at = at;
    }
    value
}

/// What is made of an environment variable's value; the default stays if none is given.
pub(super) fn from_env(env: &Env, cast: Cast, default: Option<Value>, at: Place) -> Value {
    let env = Env {
        variable: env.variable.clone(),
        default: match default {
            Some(default) => Some(default),
            None => env.default.clone(),
        },
        cast,
    };
    Value::new(Kind::Env(Arc::new(env)), at)
}

/// A constant as `str` shows it.
pub(super) fn shown(value: &Value) -> Option<String> {
    Some(match &value.kind {
        Kind::Text(text) | Kind::Path(text) => text.to_string(),
        Kind::Int(number) => number.to_string(),
        Kind::Bool(true) => "True".to_owned(),
        Kind::Bool(false) => "False".to_owned(),
        Kind::None => "None".to_owned(),
        _ => return None,
    })
}

/// The folder around a path.
pub(super) fn parent(path: &str) -> String {
    let path = path.trim_end_matches('/');
    match path.rfind('/') {
        Some(0) => "/".to_owned(),
        Some(at) => path[..at].to_owned(),
        None => ".".to_owned(),
    }
}

const BUILTINS: &[&str] = &[
    "bool",
    "int",
    "str",
    "float",
    "list",
    "tuple",
    "set",
    "frozenset",
    "dict",
    "len",
    "sorted",
    "reversed",
    "globals",
    "locals",
    "vars",
    "exec",
    "eval",
    "open",
    "print",
    "getattr",
    "setattr",
    "map",
    "filter",
    "any",
    "all",
    "min",
    "max",
    "property",
    "classmethod",
    "staticmethod",
    "super",
    "object",
    "bytes",
    "range",
    "zip",
    "isinstance",
    "type",
    "round",
];

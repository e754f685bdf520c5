//! Values that expressions fold to, and how literal they are.

use super::{Names, QualifiedName, formats};
use crate::syntax::Expr;
use crate::text::Span;

/// What an expression folds to.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `None`
    None,
    /// `True` or `False`
    Bool(bool),
    /// An integer.
    Int(i128),
    /// A float.
    Float(f64),
    /// A text, escapes decoded.
    Str(String),
    /// Bytes, escapes decoded.
    Bytes(Vec<u8>),
    /// `...`
    Ellipsis,
    /// A list.
    List(Vec<Value>),
    /// A tuple.
    Tuple(Vec<Value>),
    /// A set.
    Set(Vec<Value>),
    /// A dictionary, in source order; `**` of something unknown leaves `(Unknown, Unknown)`.
    Dict(Vec<(Value, Value)>),
    /// A class, function, module or constant of a library, not a literal: `ssl.PROTOCOL_SSLv3`.
    Name(Names),
    /// An instance made by calling one of these: `paramiko.AutoAddPolicy()`.
    Instance(Names),
    /// A number that is not known: `len(x)`.
    Number,
    /// Anything else.
    Unknown,
}

impl Value {
    /// Python's truth value; `None` when it cannot be known.
    pub fn truth(&self) -> Option<bool> {
        Some(match self {
            Value::None => false,
            Value::Bool(value) => *value,
            Value::Int(value) => *value != 0,
            Value::Float(value) => *value != 0.0,
            Value::Str(value) => !value.is_empty(),
            Value::Bytes(value) => !value.is_empty(),
            Value::Ellipsis => true,
            Value::List(items) | Value::Tuple(items) | Value::Set(items) => !items.is_empty(),
            Value::Dict(items) => !items.is_empty(),
            Value::Name(_) | Value::Instance(_) | Value::Number | Value::Unknown => return None,
        })
    }

    /// Whether the value is known to the last part: literals, and containers of literals.
    pub fn is_constant(&self) -> bool {
        match self {
            Value::List(items) | Value::Tuple(items) | Value::Set(items) => {
                items.iter().all(Value::is_constant)
            }
            Value::Dict(items) => items.iter().all(|(k, v)| k.is_constant() && v.is_constant()),
            Value::Name(_) | Value::Instance(_) | Value::Number | Value::Unknown => false,
            _ => true,
        }
    }

    /// The text of a text.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Value::Str(text) => Some(text),
            _ => None,
        }
    }

    /// The value of an integer or truth value; a float counts if it is whole, as for Python's `==`.
    pub fn as_int(&self) -> Option<i128> {
        match *self {
            Value::Int(value) => Some(value),
            Value::Bool(value) => Some(i128::from(value)),
            Value::Float(value) if value.fract() == 0.0 && value.abs() < 1e15 => {
                Some(value as i128)
            }
            _ => None,
        }
    }

    /// The members of a list, tuple or set.
    pub fn items(&self) -> Option<&[Value]> {
        match self {
            Value::List(items) | Value::Tuple(items) | Value::Set(items) => Some(items),
            _ => None,
        }
    }

    /// The texts in it: itself, or the texts among the members of a list, tuple or set, or the keys of a dictionary.
    pub fn strings(&self) -> impl Iterator<Item = &str> {
        let (items, pairs): (&[Value], &[(Value, Value)]) = match self {
            Value::Dict(pairs) => (&[], pairs),
            Value::Str(_) => (std::slice::from_ref(self), &[]),
            _ => (self.items().unwrap_or(&[]), &[]),
        };
        items.iter().chain(pairs.iter().map(|(key, _)| key)).filter_map(Value::as_str)
    }

    /// What a dictionary holds under a text key. The outer `None` means that it cannot be known,
    /// because the value is no dictionary or holds unknown keys; the inner one that it is missing.
    pub fn get(&self, key: &str) -> Option<Option<&Value>> {
        let Value::Dict(pairs) = self else { return None };
        let mut found = None;
        let mut certain = true;
        for (own, value) in pairs {
            match own {
                Value::Str(own) if own == key => (found, certain) = (Some(value), true),
                // A later key that is not known may be this one.
                _ if !own.is_constant() => (found, certain) = (None, false),
                _ => {}
            }
        }
        certain.then_some(found)
    }

    /// The library names of a name or of an instance's class.
    pub fn names(&self) -> &[QualifiedName] {
        match self {
            Value::Name(names) | Value::Instance(names) => names,
            _ => &[],
        }
    }

    /// Python's `==`; `None` when it cannot be known.
    pub fn equals(&self, other: &Value) -> Option<bool> {
        if !self.is_constant() || !other.is_constant() {
            return None;
        }
        Some(match (self, other) {
            (Value::Float(a), b) | (b, Value::Float(a)) => match *b {
                Value::Float(b) => *a == b,
                Value::Int(b) => *a == b as f64,
                Value::Bool(b) => *a == f64::from(u8::from(b)),
                _ => false,
            },
            (Value::Int(_) | Value::Bool(_), Value::Int(_) | Value::Bool(_)) => {
                self.as_int() == other.as_int()
            }
            (Value::List(a), Value::List(b)) | (Value::Tuple(a), Value::Tuple(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.equals(b) == Some(true))
            }
            // Sets and dictionaries would need hashing; beyond these sizes nobody asks.
            (Value::Set(a), Value::Set(b)) if a.len().max(b.len()) <= 100 => {
                let within = |a: &[Value], b: &[Value]| {
                    a.iter().all(|a| b.iter().any(|b| a.equals(b) == Some(true)))
                };
                within(a, b) && within(b, a)
            }
            (Value::Dict(a), Value::Dict(b)) if a.len().max(b.len()) <= 100 => {
                let within = |a: &[(Value, Value)], b: &[(Value, Value)]| {
                    a.iter().all(|(key, value)| {
                        b.iter()
                            .rev()
                            .find(|(own, _)| own.equals(key) == Some(true))
                            .is_some_and(|(_, own)| own.equals(value) == Some(true))
                    })
                };
                within(a, b) && within(b, a)
            }
            (Value::Set(_), Value::Set(_)) | (Value::Dict(_), Value::Dict(_)) => return None,
            _ => self == other,
        })
    }

    /// What `str()` makes of it; `None` for floats in exponent form, bytes and containers.
    pub fn display(&self) -> Option<String> {
        Some(match self {
            Value::Str(text) => text.clone(),
            Value::Int(value) => value.to_string(),
            Value::Bool(true) => "True".to_owned(),
            Value::Bool(false) => "False".to_owned(),
            Value::None => "None".to_owned(),
            Value::Float(value) if *value == 0.0 || (1e-4..1e16).contains(&value.abs()) => {
                format!("{value:?}")
            }
            _ => return None,
        })
    }
}

/// Where text is going to be used; decides which sanitizers count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Quoting {
    /// A shell command line.
    Shell,
    /// An SQL statement.
    Sql,
    /// HTML.
    Html,
    /// An LDAP filter.
    Ldap,
    /// A regular expression.
    Regex,
    /// A URL.
    Url,
    /// No sanitizer counts.
    Any,
}

/// The lattice of dynamic-string rules, most literal first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Literalness {
    /// Made of literals only.
    Constant,
    /// A number or something that prints like one.
    Numeric,
    /// Went through the sanitizer of the context.
    Quoted,
    /// Anything else.
    Dynamic,
}

/// A piece of a built string.
#[derive(Clone, Debug)]
pub enum Part<'a> {
    /// Literal text, escapes decoded.
    Text(String),
    /// A place where a value goes in.
    Hole(Expr<'a>),
}

/// A piece of a built string as it is written, for fixes that rewrite it.
#[derive(Clone, Debug)]
pub enum TemplatePart<'a> {
    /// Literal text, escapes decoded; with its place in the document if it is written without escapes.
    Text(String, Option<Span>),
    /// A place where a value goes in.
    Hole(Hole<'a>),
}

/// A place in a built string where a value goes in.
#[derive(Clone, Debug)]
pub struct Hole<'a> {
    /// The value.
    pub expr: Expr<'a>,
    /// By which means it goes in.
    pub kind: HoleKind,
    /// The format specification without its `:` or `%`, empty if there is none.
    pub spec: String,
    /// `r` of `{x!r}` and `%r`.
    pub conversion: Option<char>,
    /// The `{…}` or `%s` in the document, where a fix may put something else; none where it cannot be told.
    pub placeholder: Option<Span>,
}

impl Hole<'_> {
    /// Whether only a number can go in.
    pub fn is_numeric(&self) -> bool {
        self.conversion.is_none() && formats::is_numeric_spec(&self.spec)
    }

    /// Whether the value goes in as `str()` writes it, without width or conversion.
    pub fn is_plain(&self) -> bool {
        matches!(self.conversion, None | Some('s')) && matches!(&*self.spec, "" | "s")
    }
}

/// How a value gets into a built string.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HoleKind {
    /// `f"{x}"`
    FString,
    /// `"%s" % x`
    Percent,
    /// `"{}".format(x)`
    Format,
    /// `"a" + x`
    Concat,
    /// `",".join([x])`
    Join,
    /// `"{x}".replace("{x}", x)`
    Replace,
}

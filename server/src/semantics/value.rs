//! Values that expressions fold to, and how literal they are.

use super::Names;
use crate::syntax::Expr;

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

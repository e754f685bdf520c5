//! What a setting may be: constants with their places, environment variables, alternatives, and what nobody knows.

use std::collections::HashMap;
use std::sync::Arc;

use crate::text::Span;

/// Alternatives of one value that are told apart; with more it is unknown.
const MOST_ALTERNATIVES: usize = 12;

/// Entries of a dictionary, elements of a list that was put together.
pub(super) const MOST_ENTRIES: usize = 2_000;

/// A text longer than this is data.
pub(super) const MOST_TEXT: usize = 100_000;

/// Where something is written: a file of the view, by its number there, and a span in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    /// Index into the files of the view.
    pub file: u32,
    /// In that file's text.
    pub span: Span,
}

/// A value with the place of the expression it comes from.
#[derive(Clone, Debug)]
pub struct Value {
    /// What it is.
    pub kind: Kind,
    /// Where it is written.
    pub at: Place,
}

/// What a value is.
#[derive(Clone, Debug)]
pub enum Kind {
    /// Nobody knows. In a list: any number of elements.
    Unknown,
    /// `None`.
    None,
    /// `True` or `False`.
    Bool(bool),
    /// A whole number.
    Int(i128),
    /// Another number.
    Float(f64),
    /// A text.
    Text(Arc<str>),
    /// Bytes.
    Bytes,
    /// An absolute or relative path, with `/`.
    Path(Arc<str>),
    /// A list, tuple or set.
    List(Sequence, Arc<Vec<Value>>),
    /// A dictionary.
    Dict(Arc<Dict>),
    /// Read from the environment.
    Env(Arc<Env>),
    /// One of these; which one depends on what is not known. Invariant: at least two, none of them `OneOf`.
    OneOf(Arc<Vec<Value>>),
    /// A library name: `environ.Env`.
    Name(Arc<str>),
    /// A module of the workspace, by its number among the files.
    Module(u32),
    /// A function of the workspace.
    Function(Place),
    /// A class of the workspace.
    Class(Arc<Class>),
    /// An instance of a class of the workspace.
    Instance(Arc<Class>),
    /// An instance of a library class, or what a library function returns.
    Call(Arc<Call>),
}

/// How a sequence is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sequence {
    /// `[]`
    List,
    /// `()`
    Tuple,
    /// `{}`
    Set,
}

/// A dictionary.
#[derive(Clone, Debug, Default)]
pub struct Dict {
    /// Known entries in order; a later one of the same key has replaced the earlier.
    pub entries: Vec<(Value, Value)>,
    /// Whether there may be others.
    pub is_open: bool,
}

/// What a dictionary has for a key.
#[derive(Clone, Copy, Debug)]
pub enum Entry<'d> {
    /// A value.
    Known(&'d Value),
    /// Nothing.
    Absent,
    /// Nobody knows.
    Unknown,
}

/// A value read from the environment.
#[derive(Clone, Debug)]
pub struct Env {
    /// The variable, if its name is known.
    pub variable: Option<Arc<str>>,
    /// What it is without the variable; none if that is an error.
    pub default: Option<Value>,
    /// What is made of the text.
    pub cast: Cast,
}

/// What is made of the text of an environment variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cast {
    /// Nothing: it is a text as it stands.
    Raw,
    /// Truth of the text: any text but the empty one is true.
    Truth,
    /// Something that reads words such as `true`, `off` and `1`.
    Bool,
    /// Anything else.
    Other,
}

/// A call of a library function.
#[derive(Clone, Debug)]
pub struct Call {
    /// What is called.
    pub name: Arc<str>,
    /// Its positional arguments.
    pub positional: Vec<Value>,
    /// Its keyword arguments.
    pub keywords: Vec<(Arc<str>, Value)>,
}

/// A class of the workspace.
#[derive(Clone, Debug)]
pub struct Class {
    /// Its name.
    pub name: Arc<str>,
    /// The `class` statement.
    pub at: Place,
    /// The classes of the workspace it derives from, the nearest first, each once.
    pub ancestors: Vec<Arc<Class>>,
    /// The library classes it derives from.
    pub libraries: Vec<Arc<str>>,
    /// Whether it may derive from others.
    pub is_open: bool,
    /// What its body binds.
    pub names: HashMap<Arc<str>, Slot>,
    /// Annotations of names, as written.
    pub annotations: HashMap<Arc<str>, Arc<str>>,
}

/// What a name holds.
#[derive(Clone, Debug)]
pub struct Slot {
    /// The value.
    pub value: Value,
    /// The name in the last statement that gave it that value.
    pub target: Place,
    /// That statement.
    pub statement: Place,
}

impl Value {
    /// A value at a place.
    pub fn new(kind: Kind, at: Place) -> Self {
        Self { kind, at }
    }

    /// What nobody knows.
    pub fn unknown(at: Place) -> Self {
        Self { kind: Kind::Unknown, at }
    }

    /// A text.
    pub fn text(text: impl Into<Arc<str>>, at: Place) -> Self {
        Self { kind: Kind::Text(text.into()), at }
    }

    /// One of some values; equal ones at one place count once.
    pub fn one_of(values: impl IntoIterator<Item = Value>, at: Place) -> Self {
        let mut all: Vec<Value> = Vec::new();
        for value in values {
            match value.kind {
                Kind::OneOf(inner) => all.extend(inner.iter().cloned()),
                _ => all.push(value),
            }
        }
        let mut kept: Vec<Value> = Vec::new();
        for value in all {
            if !kept.iter().any(|own| own.is_same(&value)) {
                kept.push(value);
            }
        }
        match kept.len() {
            0 => Self::unknown(at),
            1 => kept.remove(0),
            n if n > MOST_ALTERNATIVES => Self::unknown(at),
            _ => Self { kind: Kind::OneOf(Arc::new(kept)), at },
        }
    }

    /// The values it may be.
    pub fn alternatives(&self) -> &[Value] {
        match &self.kind {
            Kind::OneOf(values) => values,
            _ => std::slice::from_ref(self),
        }
    }

    /// Each alternative changed.
    pub fn map(&self, change: impl FnMut(&Value) -> Value) -> Value {
        match &self.kind {
            Kind::OneOf(_) => Self::one_of(self.alternatives().iter().map(change), self.at),
            _ => {
                let mut change = change;
                change(self)
            }
        }
    }

    /// Whether nothing is known.
    pub fn is_unknown(&self) -> bool {
        matches!(self.kind, Kind::Unknown)
    }

    /// The text, also of a path.
    pub fn as_text(&self) -> Option<&Arc<str>> {
        match &self.kind {
            Kind::Text(text) | Kind::Path(text) => Some(text),
            _ => None,
        }
    }

    /// The elements of a list, tuple or set.
    pub fn items(&self) -> Option<&[Value]> {
        match &self.kind {
            Kind::List(_, items) => Some(items),
            _ => None,
        }
    }

    /// Whether it is a list with stretches nobody knows.
    pub fn has_holes(&self) -> bool {
        self.items().is_some_and(|items| items.iter().any(Value::is_unknown))
    }

    /// Truth in a condition; none if unknown.
    pub fn truth(&self) -> Option<bool> {
        match &self.kind {
            Kind::None => Some(false),
            Kind::Bool(value) => Some(*value),
            Kind::Int(value) => Some(*value != 0),
            Kind::Float(value) => Some(*value != 0.0),
            Kind::Text(text) => Some(!text.is_empty()),
            Kind::Path(_) | Kind::Name(_) | Kind::Module(_) => Some(true),
            Kind::Function(_) | Kind::Class(_) => Some(true),
            Kind::List(_, items) => {
                (items.is_empty() || !self.has_holes()).then_some(!items.is_empty())
            }
            Kind::Dict(dict) if dict.entries.is_empty() && dict.is_open => None,
            Kind::Dict(dict) => Some(!dict.entries.is_empty()),
            Kind::OneOf(values) => {
                let first = values.first()?.truth()?;
                values.iter().all(|value| value.truth() == Some(first)).then_some(first)
            }
            _ => None,
        }
    }

    /// Whether it is the same constant; unknown ones are not, but for those from one place.
    pub fn is_same(&self, other: &Value) -> bool {
        match (&self.kind, &other.kind) {
            (Kind::Unknown, Kind::Unknown) => true,
            // What was read before a condition is the same behind it, even if nobody knows what it is.
            _ => {
                self.is_identical(other) || self.at == other.at && self.equals(other) == Some(true)
            }
        }
    }

    /// Whether it was made by the same run of the same expression: then it is the same whatever is asked about it.
    pub fn is_identical(&self, other: &Value) -> bool {
        self.at == other.at
            && match (&self.kind, &other.kind) {
                (Kind::Unknown, Kind::Unknown)
                | (Kind::None, Kind::None)
                | (Kind::Bytes, Kind::Bytes) => true,
                (Kind::Bool(a), Kind::Bool(b)) => a == b,
                (Kind::Int(a), Kind::Int(b)) => a == b,
                (Kind::Float(a), Kind::Float(b)) => a.to_bits() == b.to_bits(),
                (Kind::Text(a), Kind::Text(b))
                | (Kind::Path(a), Kind::Path(b))
                | (Kind::Name(a), Kind::Name(b)) => a == b,
                (Kind::List(a, left), Kind::List(b, right)) => a == b && Arc::ptr_eq(left, right),
                (Kind::Dict(a), Kind::Dict(b)) => Arc::ptr_eq(a, b),
                (Kind::Env(a), Kind::Env(b)) => Arc::ptr_eq(a, b),
                (Kind::OneOf(a), Kind::OneOf(b)) => Arc::ptr_eq(a, b),
                (Kind::Module(a), Kind::Module(b)) => a == b,
                (Kind::Function(a), Kind::Function(b)) => a == b,
                (Kind::Class(a), Kind::Class(b)) | (Kind::Instance(a), Kind::Instance(b)) => {
                    Arc::ptr_eq(a, b)
                }
                (Kind::Call(a), Kind::Call(b)) => Arc::ptr_eq(a, b),
                _ => false,
            }
    }

    /// Equality as Python has it; none if unknown.
    pub fn equals(&self, other: &Value) -> Option<bool> {
        Some(match (&self.kind, &other.kind) {
            (Kind::Unknown | Kind::Env(_) | Kind::Call(_), _) => return None,
            (_, Kind::Unknown | Kind::Env(_) | Kind::Call(_)) => return None,
            (Kind::OneOf(_), _) | (_, Kind::OneOf(_)) => return None,
            (Kind::None, Kind::None) => true,
            (Kind::Text(a) | Kind::Path(a), Kind::Text(b) | Kind::Path(b)) => a == b,
            (Kind::Float(a), Kind::Float(b)) => a == b,
            (Kind::Bytes, Kind::Bytes) => return None,
            (Kind::List(a, left), Kind::List(b, right)) => {
                if a != b || left.len() != right.len() {
                    return Some(false);
                }
                for (left, right) in left.iter().zip(right.iter()) {
                    if !left.equals(right)? {
                        return Some(false);
                    }
                }
                true
            }
            (Kind::Dict(a), Kind::Dict(b)) => {
                if a.is_open || b.is_open {
                    return None;
                }
                Arc::ptr_eq(a, b) || (a.entries.is_empty() && b.entries.is_empty())
            }
            (Kind::Name(a), Kind::Name(b)) => a == b,
            (Kind::Class(a), Kind::Class(b)) => a.at == b.at,
            (Kind::Function(a), Kind::Function(b)) => a == b,
            (Kind::Module(a), Kind::Module(b)) => a == b,
            (Kind::Instance(a), Kind::Instance(b)) => a.at == b.at,
            (a, b) => match (a.number(), b.number()) {
                (Some(a), Some(b)) => a == b,
                _ => false,
            },
        })
    }

    /// As a whole number, if it is one; `True` is 1.
    pub fn number(&self) -> Option<i128> {
        self.kind.number()
    }
}

impl Slot {
    /// Whether the same statement gave it the same value.
    pub fn is_identical(&self, other: &Slot) -> bool {
        self.target == other.target
            && self.statement == other.statement
            && self.value.is_identical(&other.value)
    }
}

impl Kind {
    fn number(&self) -> Option<i128> {
        match self {
            Kind::Int(value) => Some(*value),
            Kind::Bool(value) => Some(i128::from(*value)),
            _ => None,
        }
    }
}

impl Dict {
    /// The value of a text key.
    pub fn get(&self, key: &str) -> Entry<'_> {
        let found = self
            .entries
            .iter()
            .rev()
            .find(|(own, _)| own.as_text().is_some_and(|own| **own == *key));
        match found {
            Some((_, value)) => Entry::Known(value),
            None if self.is_open => Entry::Unknown,
            None => Entry::Absent,
        }
    }

    /// Gives a key a value.
    pub fn set(&mut self, key: Value, value: Value) {
        // Larger ones are data.
        if key.is_unknown() || self.entries.len() >= MOST_ENTRIES {
            self.is_open = true;
            return;
        }
        match self.entries.iter_mut().find(|(own, _)| own.equals(&key) == Some(true)) {
            Some(entry) => entry.1 = value,
            None => self.entries.push((key, value)),
        }
    }
}

impl Class {
    /// What it or one of its bases binds a name to.
    pub fn member(&self, name: &str) -> Option<&Slot> {
        self.all(|class| class.names.get(name))
    }

    /// The annotation of a name, in it or in one of its bases.
    pub fn annotation(&self, name: &str) -> Option<&Arc<str>> {
        self.all(|class| class.annotations.get(name))
    }

    fn all<'c, T>(&'c self, find: impl Fn(&'c Class) -> Option<T>) -> Option<T> {
        find(self).or_else(|| self.ancestors.iter().find_map(|class| find(class)))
    }
}

impl Call {
    /// A keyword argument.
    pub fn keyword(&self, name: &str) -> Option<&Value> {
        self.keywords.iter().find(|(own, _)| **own == *name).map(|(_, value)| value)
    }

    /// The seconds of a `datetime.timedelta`, if all its parts are known.
    pub fn seconds(&self) -> Option<i128> {
        let mut total: i128 = 0;
        for (name, value) in &self.keywords {
            let scale = match &**name {
                "weeks" => 604_800,
                "days" => 86_400,
                "hours" => 3_600,
                "minutes" => 60,
                "seconds" => 1,
                _ => return None,
            };
            total = total.saturating_add(value.number()?.checked_mul(scale)?);
        }
        if let Some(days) = self.positional.first() {
            total = total.saturating_add(days.number()?.saturating_mul(86_400));
        }
        Some(total)
    }
}

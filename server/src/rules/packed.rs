//! Texts and tables of rules as the build embeds them, read without copies.

use std::borrow::Cow;
use std::ops::Deref;

use serde::{Deserialize, Deserializer, Serialize};

/// A text of a rule: one that is built in, or a user's own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct RuleText(Cow<'static, str>);

impl Deref for RuleText {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl std::borrow::Borrow<str> for RuleText {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl From<&str> for RuleText {
    fn from(text: &str) -> Self {
        Self(Cow::Owned(text.to_owned()))
    }
}

impl From<String> for RuleText {
    fn from(text: String) -> Self {
        Self(Cow::Owned(text))
    }
}

impl From<RuleText> for String {
    fn from(text: RuleText) -> Self {
        text.0.into_owned()
    }
}

impl<'de: 'static> Deserialize<'de> for RuleText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        <&'static str>::deserialize(deserializer).map(|text| Self(Cow::Borrowed(text)))
    }
}

/// A value of TOML in a form that says its type.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Packed<'a> {
    #[serde(borrow)]
    Text(Cow<'a, str>),
    Integer(i64),
    Float(f64),
    Boolean(bool),
    /// As it is written.
    Date(Cow<'a, str>),
    #[serde(borrow)]
    Array(Vec<Packed<'a>>),
    #[serde(borrow)]
    Table(Vec<(&'a str, Packed<'a>)>),
}

impl Packed<'_> {
    fn value(self) -> toml::Value {
        match self {
            Self::Text(text) => toml::Value::String(text.into_owned()),
            Self::Integer(number) => toml::Value::Integer(number),
            Self::Float(number) => toml::Value::Float(number),
            Self::Boolean(truth) => toml::Value::Boolean(truth),
            Self::Date(date) => match date.parse() {
                Ok(date) => toml::Value::Datetime(date),
                Err(_) => toml::Value::String(date.into_owned()),
            },
            Self::Array(items) => toml::Value::Array(items.into_iter().map(Self::value).collect()),
            Self::Table(entries) => toml::Value::Table(table(entries)),
        }
    }
}

fn table(entries: Vec<(&str, Packed<'_>)>) -> toml::Table {
    entries.into_iter().map(|(key, packed)| (key.to_owned(), packed.value())).collect()
}

/// The table that these bytes hold; an empty one if they are none of ours.
pub(super) fn unpack(bytes: &[u8]) -> toml::Table {
    if bytes.is_empty() {
        return toml::Table::new();
    }
    postcard::from_bytes(bytes).map(table).unwrap_or_default()
}

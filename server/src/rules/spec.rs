//! What the readers of rules without patterns share: keys of their own, messages with holes, fixes that say their safety.

use std::fmt::Display;
use std::str::FromStr;

use serde::Deserialize as _;
use serde::de::{DeserializeOwned, Deserializer, Error as _};

use super::Rule;
use crate::finding::Safety;

/// Reads a rule's own keys; the error is one line.
pub(super) fn own_keys<T: DeserializeOwned>(rule: &Rule) -> Result<T, String> {
    toml::Value::Table(rule.spec.table().clone())
        .try_into()
        .map_err(|error: toml::de::Error| error.message().replace('\n', ", "))
}

/// What is wrong with a message that may have certain holes.
pub(super) fn message_mistake(message: &str, holes: &[&str]) -> Option<String> {
    if message.ends_with('.') {
        return Some("a message is one sentence without a final period".to_owned());
    }
    let mut rest = message.to_owned();
    for hole in holes {
        rest = rest.replace(hole, "");
    }
    // Signs of a template or of a script are no holes.
    let mut open = rest.match_indices('{').map(|(at, _)| &rest[at + 1..]);
    open.any(|rest| rest.starts_with(|c: char| c.is_ascii_lowercase()))
        .then(|| format!("a message has the holes {}, not those of `{message}`", holes.join(", ")))
}

/// A value that is written as text.
pub(super) fn parsed<'de, T, D>(deserializer: D) -> Result<T, D::Error>
where
    T: FromStr<Err: Display>,
    D: Deserializer<'de>,
{
    String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
}

/// A value that is written as text, where there is one.
pub(super) fn parsed_option<'de, T, D>(deserializer: D) -> Result<Option<T>, D::Error>
where
    T: FromStr<Err: Display>,
    D: Deserializer<'de>,
{
    parsed(deserializer).map(Some)
}

/// `safe` or `unsafe`.
pub(super) fn safety<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Safety>, D::Error> {
    match &*String::deserialize(deserializer)? {
        "safe" => Ok(Some(Safety::Safe)),
        "unsafe" => Ok(Some(Safety::Unsafe)),
        other => Err(D::Error::custom(format!("safety is `safe` or `unsafe`, not `{other}`"))),
    }
}

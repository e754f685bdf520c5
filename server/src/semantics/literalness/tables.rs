//! The words that tell what is literal: sanitizers, types that print as numbers, methods of texts.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use serde::{Deserialize, Deserializer};

use crate::semantics::Names;

/// `sanitizers.toml`, by name.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Tables {
    #[serde(deserialize_with = "words")]
    pub(super) numeric: HashSet<String>,
    #[serde(deserialize_with = "words")]
    pub(super) numeric_types: HashSet<String>,
    #[serde(deserialize_with = "words")]
    pub(super) transparent: HashSet<String>,
    #[serde(deserialize_with = "words")]
    pub(super) handing_on: HashSet<String>,
    #[serde(deserialize_with = "words")]
    pub(super) settled: HashSet<String>,
    #[serde(deserialize_with = "words_by_name")]
    pub(super) quoted: HashMap<String, HashSet<String>>,
}

pub(super) static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let text = include_str!(concat!(env!("OUT_DIR"), "/sanitizers.json"));
    serde_json::from_str(text).unwrap_or_default()
});

fn parted(text: &str) -> HashSet<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

fn words<'de, D: Deserializer<'de>>(deserializer: D) -> Result<HashSet<String>, D::Error> {
    String::deserialize(deserializer).map(|text| parted(&text))
}

fn words_by_name<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<HashMap<String, HashSet<String>>, D::Error> {
    let texts = HashMap::<String, String>::deserialize(deserializer)?;
    Ok(texts.into_iter().map(|(name, text)| (name, parted(&text))).collect())
}

/// The bases that make a class an enumeration.
pub(super) const ENUMS: &[&str] = &[
    "enum.Enum",
    "enum.IntEnum",
    "enum.StrEnum",
    "enum.Flag",
    "enum.IntFlag",
    "django.db.models.Choices",
    "django.db.models.TextChoices",
    "django.db.models.IntegerChoices",
];

/// Attributes of requests that look like constants and are outside input.
pub(super) const INPUTS: &[&str] =
    &["GET", "POST", "FILES", "META", "COOKIES", "REQUEST", "PUT", "PATCH"];

/// Methods whose result is as literal as their receiver and arguments.
pub(super) const TEXT_METHODS: &[&str] = &[
    "strip",
    "lstrip",
    "rstrip",
    "lower",
    "upper",
    "casefold",
    "title",
    "capitalize",
    "swapcase",
    "encode",
    "decode",
    "expandtabs",
    "removeprefix",
    "removesuffix",
    "split",
    "rsplit",
    "splitlines",
    "partition",
    "rpartition",
    "zfill",
    "center",
    "ljust",
    "rjust",
    "join",
    "format",
    "format_map",
    "replace",
    "translate",
    "copy",
    "keys",
    "values",
    "items",
    "pop",
    "strftime",
    "isoformat",
    "joinpath",
    "as_posix",
    "with_suffix",
    "with_name",
    "resolve",
    "absolute",
];

pub(super) fn all_in(names: &Names, set: &HashSet<String>) -> bool {
    !names.is_empty() && names.iter().all(|name| set.contains(&*name.path))
}

/// Whether a function's result is made of its arguments as they are.
pub(in crate::semantics) fn passes_on(names: &Names) -> bool {
    all_in(names, &TABLES.transparent) || all_in(names, &TABLES.handing_on)
}

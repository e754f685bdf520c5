//! The words that tell what is literal: sanitizers, types that print as numbers, methods of texts.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use crate::semantics::Names;

/// `sanitizers.toml`, by name.
pub(super) struct Tables {
    pub(super) numeric: HashSet<String>,
    pub(super) numeric_types: HashSet<String>,
    pub(super) transparent: HashSet<String>,
    pub(super) handing_on: HashSet<String>,
    pub(super) settled: HashSet<String>,
    pub(super) quoted: HashMap<String, HashSet<String>>,
}

pub(super) static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let text = include_str!("../../../../queries/python/semantics/sanitizers.toml");
    let table: toml::Table = text.parse().unwrap_or_default();
    let words = |value: &toml::Value| -> HashSet<String> {
        value.as_str().unwrap_or_default().split_whitespace().map(str::to_owned).collect()
    };
    let set = |key: &str| table.get(key).map(words).unwrap_or_default();
    Tables {
        numeric: set("numeric"),
        numeric_types: set("numeric_types"),
        transparent: set("transparent"),
        handing_on: set("handing_on"),
        settled: set("settled"),
        quoted: table
            .get("quoted")
            .and_then(toml::Value::as_table)
            .map(|quoted| quoted.iter().map(|(key, value)| (key.clone(), words(value))).collect())
            .unwrap_or_default(),
    }
});

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

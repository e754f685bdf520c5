//! What is known about libraries: `queries/python/semantics/*.toml`, which the build turns into what is read faster.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, LazyLock};

use serde::Deserialize;

/// Public names of modules that are imported by star.
static STARS: LazyLock<HashMap<String, HashSet<String>>> = LazyLock::new(|| {
    let modules: HashMap<String, String> =
        read(include_str!(concat!(env!("OUT_DIR"), "/stars.json")));
    modules
        .into_iter()
        .map(|(module, names)| (module, names.split_whitespace().map(str::to_owned).collect()))
        .collect()
});

/// Other spellings of names, by the beginning of the path.
struct Aliases {
    to: HashMap<String, String>,
    packages: HashSet<String>,
    /// Last words of paths whose other spelling ends in another word.
    respelt: HashSet<String>,
    /// By the spelling that names are resolved to: last words of other spellings that end in another word.
    other_ends: HashMap<String, Vec<String>>,
}

static ALIASES: LazyLock<Aliases> = LazyLock::new(|| {
    let to: HashMap<String, String> = read(include_str!(concat!(env!("OUT_DIR"), "/aliases.json")));
    let packages = to.keys().filter_map(|path| path.split('.').next()).map(str::to_owned).collect();
    let last = |path: &str| path.rsplit('.').next().unwrap_or_default().to_owned();
    let mut respelt = HashSet::new();
    let mut other_ends: HashMap<String, Vec<String>> = HashMap::new();
    for (path, to) in to.iter().filter(|(path, to)| last(path) != last(to)) {
        respelt.insert(last(path));
        other_ends.entry(to.clone()).or_default().push(last(path));
    }
    Aliases { to, packages, respelt, other_ends }
});

/// What calls and attributes are instances of.
#[derive(Default, Deserialize)]
struct Types {
    /// Function, class or method → type of what it returns.
    returns: HashMap<String, String>,
    /// Attribute of a type, or variable of a module → type.
    attributes: HashMap<String, String>,
    /// Variable that holds others by a key → type of those.
    items: HashMap<String, String>,
    /// Type → type that its `with` block gets, where that is another.
    enters: HashMap<String, String>,
}

static TYPES: LazyLock<Types> =
    LazyLock::new(|| read(include_str!(concat!(env!("OUT_DIR"), "/types.json"))));

static BUILTINS: LazyLock<HashMap<&str, Arc<str>>> = LazyLock::new(|| {
    include_str!("../../../queries/python/semantics/builtins.txt")
        .split_whitespace()
        .map(|name| (name, format!("builtins.{name}").into()))
        .collect()
});

/// A table that does not parse is empty; a test sees to it that none is.
fn read<T: Default + for<'de> Deserialize<'de>>(text: &str) -> T {
    serde_json::from_str(text).unwrap_or_default()
}

/// Whether `from module import *` binds `name`.
pub(super) fn star_binds(module: &str, name: &str) -> bool {
    STARS.get(module).is_some_and(|names| names.contains(name))
}

/// `builtins.name`, if Python has a builtin of that name.
pub(super) fn builtin(name: &str) -> Option<Arc<str>> {
    BUILTINS.get(name).cloned()
}

/// The path in the spelling that names are resolved to; put the names a rule asks for through it, too.
pub fn canonical(path: &str) -> Arc<str> {
    let top = path.split('.').next().unwrap_or(path);
    if !ALIASES.packages.contains(top) {
        return path.into();
    }
    let mut end = path.len();
    loop {
        if let Some(to) = ALIASES.to.get(&path[..end]) {
            return format!("{to}{}", &path[end..]).into();
        }
        match path[..end].rfind('.') {
            Some(dot) => end = dot,
            None => return path.into(),
        }
    }
}

/// All other spellings: a path as it may be written, and the one it is resolved to.
pub fn spellings() -> impl Iterator<Item = (&'static str, &'static str)> {
    ALIASES.to.iter().map(|(written, to)| (written.as_str(), to.as_str()))
}

/// The last words of other spellings of a path, where they end in another word.
pub(super) fn other_ends(path: &str) -> &'static [String] {
    ALIASES.other_ends.get(path).map_or(&[], Vec::as_slice)
}

/// From which paths one comes to which: other spellings, and types of what functions and attributes give.
pub(super) fn ways() -> impl Iterator<Item = (&'static str, &'static str)> {
    let types = [&TYPES.returns, &TYPES.attributes, &TYPES.items, &TYPES.enters];
    let typed = types.into_iter().flatten().map(|(from, to)| (from.as_str(), to.as_str()));
    spellings().chain(typed)
}

/// Whether some path that ends in `word` is another one in its canonical spelling, with another end.
pub(super) fn is_respelt(word: &str) -> bool {
    ALIASES.respelt.contains(word)
}

/// The type of what calling `path` gives.
pub(super) fn returned(path: &str) -> Option<Arc<str>> {
    if let Some(returned) = TYPES.returns.get(path) {
        return Some(returned.as_str().into());
    }
    let last = path.rsplit('.').next()?;
    // A class of a library: its own name is its type. `X` alone and CONSTANTS are not class names.
    let is_class = path.len() > last.len()
        && last.starts_with(|first: char| first.is_ascii_uppercase())
        && last.contains(|letter: char| letter.is_ascii_lowercase());
    is_class.then(|| path.into())
}

/// The type of an attribute of a type or a variable of a module.
pub(super) fn attribute(path: &str) -> Option<Arc<str>> {
    TYPES.attributes.get(path).map(|found| found.as_str().into())
}

/// The type of what a variable of a module holds by a key.
pub(super) fn item(path: &str) -> Option<Arc<str>> {
    TYPES.items.get(path).map(|found| found.as_str().into())
}

/// The type that a `with` block gets from a manager of type `path`.
pub(super) fn entered(path: &str) -> Arc<str> {
    TYPES.enters.get(path).map_or(path, String::as_str).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_tables_parse() {
        assert!(STARS.len() > 20);
        assert!(ALIASES.to.len() > 20);
        assert!(TYPES.returns.len() > 20 && TYPES.attributes.len() > 3);
        assert!(BUILTINS.len() > 100);
    }

    #[test]
    fn aliases_are_not_aliased_again() {
        for to in ALIASES.to.values() {
            assert_eq!(&*canonical(to), to);
        }
    }

    #[test]
    fn a_path_gets_its_canonical_spelling() {
        assert_eq!(&*canonical("requests.api.get"), "requests.get");
        assert_eq!(&*canonical("requests.sessions.Session.get"), "requests.Session.get");
        assert_eq!(&*canonical("requestsx.api.get"), "requestsx.api.get");
        assert_eq!(&*canonical("xml.etree.cElementTree.parse"), "xml.etree.cElementTree.parse");
    }
}

//! What is known about the project around a file, and the trait through which it is asked.

use std::collections::BTreeMap;
use std::sync::Arc;

use pep440_rs::{Version, VersionSpecifiers};

use super::django::DjangoSettings;
use super::{Members, Names, Value};
use crate::text::{DocumentUrl, Text};

/// Facts of one project: its Python, its packages.
#[derive(Clone, Debug, Default)]
pub struct ProjectFacts {
    /// `requires-python`, `.python-version`, or the configuration's target; none when unknown.
    pub python: Option<VersionSpecifiers>,
    /// Names of packages (normalised: lower case, `-`) with the locked version where there is one.
    pub packages: BTreeMap<String, Option<Version>>,
    /// Whether a lockfile or requirement file was found, so that absence from `packages` means something.
    pub packages_known: bool,
    /// The lowest Django that a range or a classifier of the project's files allows, where no version is locked.
    pub django_floor: Option<Version>,
}

impl ProjectFacts {
    /// The oldest Python the project says it runs on, as a minor version: 3.9 for `>=3.9.2`.
    pub fn oldest_python(&self) -> Option<Version> {
        let python = self.python.as_ref()?;
        // A bound may lie inside a minor version; no minor version has had 40 patch releases.
        (0..=20)
            .find(|&minor| (0..40).any(|patch| python.contains(&Version::new([3, minor, patch]))))
            .map(|minor| Version::new([3, minor]))
    }
}

/// What a module of the workspace binds at its top level: by name, the library names it stands for and its constant value.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ModuleExports(pub BTreeMap<String, (Names, Value)>);

/// The library classes that a class derives from, nearest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ancestors(pub Vec<Arc<str>>);

/// The project as seen from one file. Implemented by `workspace`.
pub trait ProjectView {
    /// Facts of the nearest project.
    fn facts(&self) -> &ProjectFacts;

    /// The document's own dotted module path, with whether it is a package's `__init__`.
    fn module(&self) -> Option<(&str, bool)>;

    /// Whether the workspace (not a library) holds a module of this absolute dotted path.
    fn has_module(&self, module: &str) -> bool;

    /// The library names that a top-level name of a module of the workspace stands for: none for a definition of its own,
    /// `None` where there is no such module, or no such name in it.
    fn export(&self, module: &str, name: &str) -> Option<Names>;

    /// Whether a top-level name of a module of the workspace is a class or function of its own and nothing else; false
    /// also where that takes more than a glance.
    fn defines(&self, _module: &str, _name: &str) -> bool {
        false
    }

    /// The value of a top-level name of a module of the workspace if it is a constant.
    fn constant(&self, module: &str, name: &str) -> Value;

    /// The library classes that a top-level class of a module of the workspace derives from, directly or not.
    fn ancestors(&self, _module: &str, _name: &str) -> Ancestors {
        Ancestors::default()
    }

    /// What the body of a top-level class of a module of the workspace binds to results of calls, bases included.
    fn class_members(&self, _module: &str, _name: &str) -> Option<Members> {
        None
    }

    /// Whether the workspace itself holds a top-level module of this name beside the file or in a root, which hides the library.
    fn shadows(&self, module: &str) -> bool;

    /// The top-level names of a module of the workspace that stand for more than a class or function of its own.
    fn members(&self, _module: &str) -> Vec<Box<str>> {
        Vec::new()
    }

    /// The URL of the document a workspace module lives in.
    fn document(&self, module: &str) -> Option<DocumentUrl>;

    /// The text of the project's template of a name, as tags call it.
    fn template(&self, _name: &str) -> Option<Text> {
        None
    }

    /// How tags call the document if it is a template, and the templates of the project that include it.
    fn includers(&self) -> Option<(String, Vec<Text>)> {
        None
    }

    /// The Django settings of the project if the document has a part in them; with `text` in it, which may be newer than
    /// what other files see.
    fn django_settings(&self, _text: &str) -> Option<Arc<DjangoSettings>> {
        None
    }

    /// Whether the settings of the project say that Jinja reads the document, or that Django does.
    fn is_jinja(&self) -> Option<bool> {
        None
    }

    /// The Django settings of the project, whether the document has a part in them or not.
    fn project_settings(&self) -> Option<Arc<DjangoSettings>> {
        None
    }
}

/// A project that knows nothing: for files outside any project, and tests.
#[derive(Debug, Default)]
pub struct NoProject {
    facts: ProjectFacts,
}

impl ProjectView for NoProject {
    fn facts(&self) -> &ProjectFacts {
        &self.facts
    }

    fn module(&self) -> Option<(&str, bool)> {
        None
    }

    fn has_module(&self, _module: &str) -> bool {
        false
    }

    fn export(&self, _module: &str, _name: &str) -> Option<Names> {
        None
    }

    fn constant(&self, _module: &str, _name: &str) -> Value {
        Value::Unknown
    }

    fn shadows(&self, _module: &str) -> bool {
        false
    }

    fn document(&self, _module: &str) -> Option<DocumentUrl> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_python_is_a_minor_version() {
        for (wanted, oldest) in [
            (">=3.9", Some("3.9")),
            (">=3.9.2,<4", Some("3.9")),
            ("==3.12.*", Some("3.12")),
            ("~=3.10", Some("3.10")),
            (">3.8", Some("3.8")),
            ("<4", Some("3.0")),
            ("!=3.0.*,!=3.1.*", Some("3.2")),
            (">=4", None),
            ("==2.7.*", None),
        ] {
            let python = Some(wanted.parse().expect("valid specifiers"));
            let facts = ProjectFacts { python, ..ProjectFacts::default() };
            let got = facts.oldest_python().map(|version| version.to_string());
            assert_eq!(got.as_deref(), oldest, "{wanted}");
        }
        assert_eq!(ProjectFacts::default().oldest_python(), None);
    }
}

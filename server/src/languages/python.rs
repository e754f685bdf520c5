//! Python source and stubs.

use super::{Comment, Language};

/// Python 3.8 to 3.14.
pub static PYTHON: Language = Language {
    id: "python",
    lsp_ids: &["python", "python-base", "python-mode"],
    files: &["**/*.py", "**/*.pyi", "**/*.pyw", "**/wscript", "**/SConstruct", "**/SConscript"],
    grammar: Some(|| tree_sitter_python::LANGUAGE.into()),
    comment: Comment::Line("#"),
};

//! The configuration files whose mistakes we report.

use super::{Comment, Language};

/// `watchpost.toml`, `.watchpost.toml` and `pyproject.toml`.
pub static TOML: Language = Language {
    id: "toml",
    lsp_ids: &["toml"],
    files: &["**/watchpost.toml", "**/.watchpost.toml", "**/pyproject.toml"],
    grammar: None,
    comment: Comment::Line("#"),
};

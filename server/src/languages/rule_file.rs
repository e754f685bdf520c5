//! A workspace's own rules.

use super::{Comment, Language};

/// Tree-sitter queries under `.watchpost/rules/`.
pub static RULE_FILE: Language = Language {
    id: "rule-file",
    lsp_ids: &["query", "scheme", "tsq"],
    files: &["**/.watchpost/rules/**/*.scm"],
    grammar: None,
    comment: Comment::Line(";"),
};

//! A workspace's own rules.

use super::{Comment, Language};

/// Tree-sitter queries under `.watchpost/rules/`.
pub static RULE_FILE: Language = Language {
    id: "rule-file",
    // Other queries and Scheme programs are no rules: the path alone decides.
    lsp_ids: &[],
    files: &["**/.watchpost/rules/**/*.scm"],
    grammar: None,
    comment: Comment::Line(";"),
};

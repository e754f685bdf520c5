//! Everything without a row of its own.

use super::{Comment, Language};

/// Text nobody claims.
pub static PLAIN: Language =
    Language { id: "plain", lsp_ids: &[], files: &[], grammar: None, comment: Comment::None };

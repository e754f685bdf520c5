//! Scripts that Django serves as they are.

use super::{Comment, Language};

/// JavaScript below a folder `static`.
pub static JAVASCRIPT: Language = Language {
    id: "javascript",
    // Other scripts are built from something, or belong to another project: the path alone decides.
    lsp_ids: &[],
    files: &["**/static/**/*.{js,mjs}"],
    // Parsed by the engine that looks at scripts, within pages too, and only where there is something to look for.
    grammar: None,
    comment: Comment::Line("//"),
};

//! First parse and reparse, one parser per thread.

use std::cell::RefCell;

use tree_sitter::{Parser, Tree};

use crate::languages::Language;

thread_local! {
    static PARSER: RefCell<Parser> = RefCell::new(Parser::new());
}

/// Parses `text`; `old` is the tree before the edits that were applied to it with `Tree::edit`.
/// `None` for languages without a grammar.
pub fn parse(language: &Language, text: &str, old: Option<&Tree>) -> Option<Tree> {
    let grammar = language.grammar?;
    PARSER.with_borrow_mut(|parser| {
        parser.set_language(&grammar()).ok()?;
        parser.parse(text, old)
    })
}

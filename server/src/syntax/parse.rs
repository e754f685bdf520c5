//! Parsing, one parser per thread.

use std::cell::RefCell;
use std::ops::ControlFlow;

use tree_sitter::{ParseOptions, Parser, Point, Tree};

use crate::languages::Language;

thread_local! {
    static PARSER: RefCell<Parser> = RefCell::new(Parser::new());
}

/// Parses `text`; `old` is a tree of it as it was before edits that were made to the tree too.
/// `None` for languages without a grammar, and for texts that cost more than any real one.
pub fn parse(language: &Language, text: &str, old: Option<&Tree>) -> Option<Tree> {
    parse_with(&language.grammar?(), text, old)
}

/// The same with a grammar that belongs to no language of its own.
pub fn parse_with(grammar: &tree_sitter::Language, text: &str, old: Option<&Tree>) -> Option<Tree> {
    // The parser counts bytes in 32 bits.
    if u32::try_from(text.len()).is_err() {
        return None;
    }
    PARSER.with_borrow_mut(|parser| {
        parser.set_language(grammar).ok()?;
        let mut left = budget(text);
        let mut spend = |_: &tree_sitter::ParseState| {
            left = left.saturating_sub(1);
            if left == 0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        let bytes = text.as_bytes();
        let mut chunks_left = chunk_budget(text);
        let mut read = |at: usize, _: Point| {
            chunks_left = chunks_left.saturating_sub(1);
            let start = if chunks_left == 0 { bytes.len() } else { at.min(bytes.len()) };
            &bytes[start..bytes.len().min(start + CHUNK)]
        };
        let options = ParseOptions::new().progress_callback(&mut spend);
        let tree = parser
            .parse_with_options(&mut read, old, Some(options))
            // Then the parser took a part for the whole text.
            .filter(|_| chunks_left > 0);
        if tree.is_none() {
            // Else the next parse would go on where this one gave up.
            parser.reset();
        }
        tree
    })
}

/// Progress calls a parse may take. Measured over hostile texts (unbalanced brackets, half
/// statements, one token repeated) a parse takes up to one call per 20 bytes, real code one per 30.
fn budget(text: &str) -> usize {
    10_000 + text.len() / 8
}

/// Bytes the parser is handed at once. Each handing over is counted, which makes the work of its lexer known.
const CHUNK: usize = 8 * 1024;

/// How many chunks a parse may take. Runs of comments or of joined lines are read again from every line of
/// them, which the parser's own count of its steps does not see. Real code takes at most seventy times its size,
/// but for what somebody commented out: the fixed part is enough for a run of 2,000 lines.
fn chunk_budget(text: &str) -> usize {
    20_000 + 128 * (text.len() / CHUNK)
}

//! First parse and reparse, one parser per thread.

use std::cell::RefCell;
use std::ops::ControlFlow;

use tree_sitter::{InputEdit, ParseOptions, Parser, Point, Tree};

use crate::languages::Language;
use crate::text::{self, AppliedEdit, Document, DocumentUrl, Snapshot, TextChange};

thread_local! {
    static PARSER: RefCell<Parser> = RefCell::new(Parser::new());
}

/// Parses `text`; `old` is the tree before the edits that were applied to it with `edit`.
/// `None` for languages without a grammar, and for texts that cost more than any real one.
pub fn parse(language: &Language, text: &str, old: Option<&Tree>) -> Option<Tree> {
    let grammar = language.grammar?;
    // The parser counts bytes in 32 bits.
    if u32::try_from(text.len()).is_err() {
        return None;
    }
    PARSER.with_borrow_mut(|parser| {
        parser.set_language(&grammar()).ok()?;
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

/// Moves the nodes of `tree` to where they stand after an edit of the text.
pub fn edit(tree: &mut Tree, edit: &AppliedEdit) {
    tree.edit(&InputEdit {
        start_byte: edit.start_byte,
        old_end_byte: edit.old_end_byte,
        new_end_byte: edit.new_end_byte,
        start_position: point(edit.start),
        old_end_position: point(edit.old_end),
        new_end_position: point(edit.new_end),
    });
}

fn point(point: text::Point) -> Point {
    Point { row: point.row, column: point.column }
}

/// An open document with a tree that follows its edits.
///
/// Invariant: `tree` is the tree of exactly the text of `snapshot`.
#[derive(Clone, Debug)]
pub struct ParsedDocument {
    /// What it is written in.
    pub language: &'static Language,
    document: Document,
    snapshot: Snapshot,
    tree: Option<Tree>,
}

impl ParsedDocument {
    /// Parses a document's first text.
    pub fn open(url: DocumentUrl, version: i32, language: &'static Language, text: &str) -> Self {
        let document = Document::new(url, version, text);
        let snapshot = document.snapshot();
        let tree = parse(language, snapshot.text(), None);
        Self { language, document, snapshot, tree }
    }

    /// Applies changes one after the other, each in terms of the text the one before left, and parses once.
    pub fn apply(&mut self, changes: &[TextChange], version: i32) {
        for change in changes {
            let applied = self.document.apply(change);
            if let Some(tree) = &mut self.tree {
                edit(tree, &applied);
            }
        }
        self.document.version = version;
        self.snapshot = self.document.snapshot();
        let text = self.snapshot.text();
        let reparsed = self.tree.as_ref().and_then(|old| parse(self.language, text, Some(old)));
        self.tree = match reparsed {
            Some(tree) if !tree.root_node().has_error() => Some(tree),
            // Error recovery depends on what it may reuse: 4 in 10,000 random editing sessions ended with
            // another tree than a parse from scratch gives, and would have shown other findings.
            _ => parse(self.language, text, None),
        };
    }

    /// The document being edited, for turning positions into bytes between two changes.
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// The text at this version.
    pub fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    /// The tree at this version; none for languages without a grammar.
    pub fn tree(&self) -> Option<&Tree> {
        self.tree.as_ref()
    }
}

//! Syntax trees: parsing and reparsing.

pub mod javascript;
pub mod node;
pub mod parse;
pub mod template;

use std::cell::OnceCell;

use tree_sitter::{Node, Tree};

use crate::languages::Language;
use crate::text::Span;

/// The tree of a whole document, parsed when first asked for.
#[derive(Debug)]
pub struct LazyTree {
    /// None for a document that is no code.
    language: Option<&'static Language>,
    tree: OnceCell<Option<Tree>>,
}

impl LazyTree {
    /// A tree to be made, unless there is one already.
    pub fn new(language: &'static Language, known: Option<Tree>) -> Self {
        let tree = OnceCell::new();
        if known.is_some() {
            // A new cell takes it.
            let _ = tree.set(known);
        }
        Self { language: Some(language), tree }
    }

    /// The tree of something that is no code.
    pub fn none() -> Self {
        Self { language: None, tree: OnceCell::new() }
    }

    /// Whether the document is code.
    pub fn is_code(&self) -> bool {
        self.language.is_some()
    }

    /// The tree of `text`, the document's; none if it is no code.
    pub fn get(&self, text: &str) -> Option<&Tree> {
        let language = self.language?;
        self.tree.get_or_init(|| parse::parse(language, text, None)).as_ref()
    }
}

/// A slice of a document with its own tree: what engines look at. Never assume that it is the whole file.
///
/// Invariant: `tree` was parsed from exactly `text`, and `text` stands at byte `offset` of the document.
#[derive(Clone, Copy, Debug)]
pub struct Unit<'a> {
    /// The slice.
    pub text: &'a str,
    /// Its tree; byte offsets are relative to `text`.
    pub tree: &'a Tree,
    /// Where the slice begins in the document, in bytes.
    pub offset: usize,
}

impl<'a> Unit<'a> {
    /// The root as an expression handle.
    pub fn root(self) -> Expr<'a> {
        Expr { node: self.tree.root_node(), text: self.text, offset: self.offset }
    }
}

/// A node together with the slice it was parsed from: enough to read its text and to place it in the document.
#[derive(Clone, Copy, Debug)]
pub struct Expr<'a> {
    /// The node.
    pub node: Node<'a>,
    /// The slice that was parsed.
    pub text: &'a str,
    /// Where the slice begins in the document, in bytes.
    pub offset: usize,
}

impl<'a> Expr<'a> {
    /// The node's own text.
    pub fn source(self) -> &'a str {
        self.text.get(self.node.byte_range()).unwrap_or("")
    }

    /// Where the node stands in the document.
    pub fn span(self) -> Span {
        Span::from(self.node.byte_range()).shifted(self.offset)
    }

    /// Another node of the same slice.
    pub fn at(self, node: Node<'a>) -> Expr<'a> {
        Expr { node, ..self }
    }

    /// The node's kind, such as `call`.
    pub fn kind(self) -> &'a str {
        self.node.kind()
    }

    /// The child in a field.
    pub fn field(self, name: &str) -> Option<Expr<'a>> {
        self.node.child_by_field_name(name).map(|node| self.at(node))
    }
}

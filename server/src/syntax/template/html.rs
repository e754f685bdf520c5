//! The HTML of a masked template: start tags with their attributes, end tags, comments, scripts and styles.
//!
//! Told from the tree tag by tag, so that an element which is opened in one branch and closed in another,
//! or not at all, changes nothing for the others.

use std::sync::LazyLock;

use tree_sitter::{Node, Tree};

use crate::text::Span;

/// Attributes of one tag that are looked at; nobody writes more.
pub const MOST_ATTRIBUTES: usize = 256;

/// The grammar.
pub fn grammar() -> tree_sitter::Language {
    static GRAMMAR: LazyLock<tree_sitter::Language> =
        LazyLock::new(|| tree_sitter_html::LANGUAGE.into());
    GRAMMAR.clone()
}

/// An attribute's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Value {
    /// Between its quotes.
    pub span: Span,
    /// The quote, if there is one.
    pub quote: Option<char>,
}

/// An attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attribute {
    /// All of it.
    pub span: Span,
    /// Its name.
    pub name: Span,
    /// Its value.
    pub value: Option<Value>,
}

/// A start tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StartTag {
    /// From `<` to `>`.
    pub span: Span,
    /// Its name.
    pub name: Span,
    /// In source order.
    pub attributes: Vec<Attribute>,
    /// Where the element ends, as far as the tree tells.
    pub element_end: usize,
    /// What a script or style holds.
    pub raw: Option<Span>,
}

/// The HTML of a text, as flat lists.
///
/// Invariant: each is in source order.
#[derive(Clone, Debug, Default)]
pub struct Html {
    /// Start tags.
    pub tags: Vec<StartTag>,
    /// Names of end tags, with the bytes of the whole.
    pub ends: Vec<(Span, Span)>,
    /// Comments, with their marks.
    pub comments: Vec<Span>,
}

/// Takes the HTML out of a tree.
pub fn read(masked: &str, tree: &Tree) -> Html {
    let mut html = Html::default();
    walk(&mut html, tree, masked, None);
    html
}

/// Takes the HTML out of a tree, or of a part of it; false if the part begins within a tag.
pub(super) fn walk(html: &mut Html, tree: &Tree, masked: &str, part: Option<Span>) -> bool {
    let mut cursor = tree.walk();
    // A node finds its parent from the root downwards: that is known here.
    let mut around: Vec<Node<'_>> = Vec::new();
    loop {
        let node = cursor.node();
        let is_outside = |part: Span| node.end_byte() < part.start || part.end < node.start_byte();
        let deeper = if part.is_some_and(is_outside) {
            false
        } else {
            let is_inner = matches!(node.kind(), "attribute" | "raw_text");
            if part.is_some() && is_inner && html.tags.is_empty() {
                return false;
            }
            html.take(node, &around, masked)
        };
        if deeper && cursor.goto_first_child() {
            around.push(node);
            continue;
        }
        while !cursor.goto_next_sibling() {
            around.pop();
            if !cursor.goto_parent() {
                return true;
            }
        }
    }
}

fn span_of(node: Node<'_>) -> Span {
    Span::from(node.byte_range())
}

impl Html {
    /// Notes a node; whether what is in it matters too.
    fn take(&mut self, node: Node<'_>, around: &[Node<'_>], masked: &str) -> bool {
        let outer = |by: usize| around.len().checked_sub(by).and_then(|at| around.get(at)).copied();
        match node.kind() {
            "tag_name" => {
                let Some(parent) = outer(1) else { return false };
                let name = span_of(node);
                if parent.kind() == "end_tag" {
                    self.ends.push((name, span_of(parent)));
                    return false;
                }
                let whole = span_of(parent);
                // In what the grammar cannot read, a tag is its name and the attributes behind it.
                let is_tag = parent.kind() != "ERROR" && masked[whole.start..].starts_with('<');
                let span =
                    if is_tag { whole } else { Span::new(name.start.saturating_sub(1), name.end) };
                let element = outer(2).filter(|_| is_tag).unwrap_or(parent);
                self.tags.push(StartTag {
                    span,
                    name,
                    attributes: Vec::new(),
                    element_end: element.end_byte().max(span.end),
                    raw: None,
                });
                false
            }
            "erroneous_end_tag_name" => {
                let whole = outer(1).map_or(span_of(node), span_of);
                self.ends.push((span_of(node), whole));
                false
            }
            "attribute" => {
                if let Some(tag) = self.tags.last_mut()
                    && tag.attributes.len() < MOST_ATTRIBUTES
                {
                    tag.attributes.push(attribute(node, masked));
                    tag.span.end = tag.span.end.max(node.end_byte());
                }
                false
            }
            "raw_text" => {
                if let Some(tag) = self.tags.last_mut() {
                    tag.raw = Some(span_of(node));
                }
                false
            }
            "comment" => {
                self.comments.push(span_of(node));
                false
            }
            "text" | "doctype" | "entity" => false,
            _ => true,
        }
    }

    /// The tag whose span holds a byte.
    pub fn tag_at(&self, offset: usize) -> Option<usize> {
        let index = self.tags.partition_point(|tag| tag.span.start <= offset).checked_sub(1)?;
        (offset < self.tags[index].span.end).then_some(index)
    }

    /// The script or style whose content holds a byte.
    pub fn raw_at(&self, offset: usize) -> Option<usize> {
        let index = self.tags.partition_point(|tag| tag.span.start <= offset).checked_sub(1)?;
        let raw = self.tags[index].raw?;
        (raw.start <= offset && offset < raw.end).then_some(index)
    }

    /// The comment that holds a byte.
    pub fn comment_at(&self, offset: usize) -> Option<Span> {
        let index = self.comments.partition_point(|span| span.start <= offset).checked_sub(1)?;
        (offset < self.comments[index].end).then_some(self.comments[index])
    }

    /// Where the next end tag of that name begins, if it comes before another start tag of that name.
    pub fn end_of(&self, index: usize, text: &str) -> Option<Span> {
        let tag = &self.tags[index];
        let name = tag.name.slice(text);
        let is_same = |other: Span| other.slice(text).eq_ignore_ascii_case(name);
        let next = self.tags[index + 1..].iter().find(|other| is_same(other.name));
        let limit = next.map_or(usize::MAX, |next| next.span.start);
        let from = self.ends.partition_point(|(_, span)| span.start < tag.span.end);
        self.ends[from..]
            .iter()
            .take_while(|(_, span)| span.start < limit)
            .find(|(name, _)| is_same(*name))
            .map(|(_, span)| *span)
    }
}

fn attribute(node: Node<'_>, masked: &str) -> Attribute {
    let span = span_of(node);
    let mut found = Attribute { span, name: span, value: None };
    let mut cursor = node.walk();
    for child in node.children(&mut cursor) {
        let own = span_of(child);
        match child.kind() {
            "attribute_name" => found.name = own,
            "attribute_value" => found.value = Some(Value { span: own, quote: None }),
            "quoted_attribute_value" => {
                let quote = masked[own.start..].chars().next();
                let closes = own.len() > 1 && quote.is_some_and(|q| masked[..own.end].ends_with(q));
                let end = if closes { own.end - 1 } else { own.end };
                let inner = Span::new((own.start + 1).min(end), end);
                found.value = Some(Value { span: inner, quote });
            }
            _ => {}
        }
    }
    found
}

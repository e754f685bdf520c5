//! Reads the text of tree-sitter queries into patterns, so that rules can be grouped and checked before they are compiled.
//!
//! In: the text behind a rule file's header. Out: patterns with their structure, captures and predicates, each with its place.
//! Tree-sitter's own compiler stays the judge of what is valid; this reader only needs to agree with it on what valid queries say.

use std::fmt::Write as _;

use crate::text::Span;

pub use super::query_reader::read;

/// A mistake in the text of a rule file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleMistake {
    /// Where in the rule file, in bytes.
    pub span: Span,
    /// What is wrong and what to try; one line.
    pub message: String,
}

impl RuleMistake {
    /// A mistake at a place.
    pub fn new(span: Span, message: impl Into<String>) -> Self {
        Self { span, message: message.into() }
    }
}

/// What kind of node an item asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `(call …)`
    Named(String),
    /// `"if"`
    Anonymous(String),
    /// `(_)`: any named node.
    AnyNamed,
    /// `_`: any node.
    Any,
    /// `[a b]`
    Alternation,
    /// `(a b)`
    Group,
    /// `.`
    Anchor,
    /// `!field`
    NoField(String),
}

/// One item of a pattern's structure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// What it asks for.
    pub kind: Kind,
    /// The field it must stand in.
    pub field: Option<String>,
    /// Children, branches or members.
    pub children: Vec<Item>,
    /// Capture names without `@`.
    pub captures: Vec<String>,
    /// `*`, `+` or `?`.
    pub quantifier: Option<char>,
    /// Where it stands in the query text.
    pub span: Span,
}

/// An argument of a predicate or directive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Argument {
    /// `@name`
    Capture(String),
    /// `"text"` or a bare word.
    Text(String),
}

/// `(#name? …)` or `(#name! …)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// Without `#`.
    pub name: String,
    /// In order.
    pub arguments: Vec<Argument>,
    /// Where it stands in the query text.
    pub span: Span,
}

/// One pattern of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// The structure without predicates. A top-level group of one item is that item.
    pub root: Item,
    /// Predicates and directives in the order they are written.
    pub calls: Vec<Call>,
    /// Where it stands in the query text.
    pub span: Span,
}

impl Item {
    pub(super) fn new(kind: Kind, span: Span) -> Self {
        Self {
            kind,
            field: None,
            children: Vec::new(),
            captures: Vec::new(),
            quantifier: None,
            span,
        }
    }

    /// Every item of the structure, outermost first.
    pub fn walk(&self) -> Vec<&Item> {
        let mut items = vec![self];
        let mut next = 0;
        while next < items.len() {
            items.extend(items[next].children.iter());
            next += 1;
        }
        items
    }
}

impl Pattern {
    /// Names of the captures in the structure, in the order [`shape`](Self::shape) numbers them.
    pub fn captures(&self) -> Vec<&str> {
        let mut names = Vec::new();
        collect_captures(&self.root, &mut names);
        names
    }

    /// The structure written again with captures numbered `@c0`, `@c1`… and the root captured as `@root`:
    /// equal for patterns that differ in capture names and predicates only, so that they can share one compiled query.
    pub fn shape(&self) -> String {
        let mut out = String::new();
        let mut names = Vec::new();
        write_item(&self.root, &mut out, &mut names, true);
        out
    }

    /// The field path from the root to the item with a capture, if each step is certain: no quantifier, no alternation.
    pub fn path_to(&self, capture: &str) -> Option<Vec<String>> {
        fn search(item: &Item, capture: &str, path: &mut Vec<String>) -> bool {
            if item.quantifier.is_some() {
                return false;
            }
            if item.captures.iter().any(|name| name == capture) {
                return true;
            }
            if matches!(item.kind, Kind::Alternation | Kind::Group) {
                return false;
            }
            for child in &item.children {
                let Some(field) = &child.field else { continue };
                path.push(field.clone());
                if search(child, capture, path) {
                    return true;
                }
                path.pop();
            }
            false
        }
        let mut path = Vec::new();
        search(&self.root, capture, &mut path).then_some(path)
    }

    /// The named kinds a match may be rooted at; `None` if any node may be.
    pub fn root_kinds(&self) -> Option<Vec<&str>> {
        match &self.root.kind {
            Kind::Named(kind) => Some(vec![kind]),
            Kind::Alternation => self
                .root
                .children
                .iter()
                .map(|child| match &child.kind {
                    Kind::Named(kind) if child.quantifier.is_none() => Some(kind.as_str()),
                    _ => None,
                })
                .collect(),
            _ => None,
        }
    }
}

fn collect_captures<'a>(item: &'a Item, names: &mut Vec<&'a str>) {
    for child in &item.children {
        collect_captures(child, names);
    }
    for capture in &item.captures {
        if !names.contains(&capture.as_str()) {
            names.push(capture);
        }
    }
}

fn write_item<'a>(item: &'a Item, out: &mut String, names: &mut Vec<&'a str>, root: bool) {
    if let Some(field) = &item.field {
        out.push_str(field);
        out.push_str(": ");
    }
    let (open, close) = match &item.kind {
        Kind::Named(kind) => (format!("({kind}"), ")"),
        Kind::AnyNamed => ("(_".to_owned(), ")"),
        Kind::Any => ("_".to_owned(), ""),
        Kind::Anonymous(text) => (format!("{text:?}"), ""),
        Kind::Alternation => ("[".to_owned(), "]"),
        Kind::Group => ("(".to_owned(), ")"),
        Kind::Anchor => (".".to_owned(), ""),
        Kind::NoField(field) => (format!("!{field}"), ""),
    };
    out.push_str(&open);
    for child in &item.children {
        out.push(' ');
        write_item(child, out, names, false);
    }
    out.push_str(close);
    out.extend(item.quantifier);
    for capture in &item.captures {
        let index = names.iter().position(|name| name == capture).unwrap_or_else(|| {
            names.push(capture);
            names.len() - 1
        });
        let _ = write!(out, " @c{index}");
    }
    if root {
        out.push_str(" @root");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn captures_and_predicates_are_kept_apart_from_structure() {
        let patterns = read(
            "((call function: (_) @callee ; why\n arguments: (argument_list (true) @finding))\n (#eq? @callee \"a\\\\b\") (#set! fix.safety unsafe))",
        )
        .unwrap();
        assert_eq!(patterns.len(), 1);
        let pattern = &patterns[0];
        assert_eq!(
            pattern.shape(),
            "(call function: (_) @c0 arguments: (argument_list (true) @c1)) @root"
        );
        assert_eq!(pattern.captures(), ["callee", "finding"]);
        assert_eq!(pattern.calls[0].arguments[1], Argument::Text("a\\b".into()));
        assert_eq!(pattern.path_to("callee"), Some(vec!["function".into()]));
        assert_eq!(pattern.path_to("finding"), None);
        assert_eq!(pattern.root_kinds(), Some(vec!["call"]));
    }

    #[test]
    fn patterns_that_differ_in_names_share_a_shape() {
        let one = read("((call function: (_) @callee) @finding (#eq? @callee \"x\"))").unwrap();
        let two = read("(call function: (_) @_f) @finding").unwrap();
        assert_eq!(one[0].shape(), two[0].shape());
    }

    #[test]
    fn a_line_break_in_a_string_is_a_mistake() {
        let mistake = read("((call) @finding (#eq? @finding \"a\nb\"))").unwrap_err();
        assert!(mistake.message.contains("may not span lines"), "{mistake:?}");
    }

    #[test]
    fn a_backslash_that_would_vanish_is_a_mistake() {
        let mistake = read("((call) @finding (#match? @finding \"\\d\"))").unwrap_err();
        assert!(mistake.message.contains("write `\\\\d`"), "{mistake:?}");
    }

    #[test]
    fn a_bare_word_with_a_colon_is_a_mistake() {
        let mistake = read("((call) @finding (#set! url http://x))").unwrap_err();
        assert!(mistake.message.contains("quote this argument"), "{mistake:?}");
    }

    #[test]
    fn a_predicate_at_top_level_is_a_mistake() {
        let mistake = read("((call) @finding)\n(#set! severity low)").unwrap_err();
        assert!(mistake.message.contains("belongs inside"), "{mistake:?}");
    }

    #[test]
    fn broken_text_never_panics() {
        let text = "((call function: (_) @callee arguments: [(a) (b)]?) @finding (#eq? @callee \"ä\") . !f _)";
        for end in 0..text.len() {
            if text.is_char_boundary(end) {
                let _ = read(&text[..end]);
            }
        }
        let _ = read(&"(".repeat(100_000));
        let _ = read(&"[a:".repeat(100_000));
    }
}

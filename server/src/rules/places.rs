//! Where in the structure of a pattern a capture stands: what must stand around the word that it ends in.

use super::needs::Before;
use super::query_text::{Item, Kind, Pattern};

/// Whether a capture is a name that is bound or compared, or the key of something.
pub(super) fn is_name_or_key(pattern: &Pattern, capture: &str) -> bool {
    #[derive(Clone, Copy)]
    enum Place {
        Name,
        Key,
        Other,
    }
    fn is(item: &Item, place: Place) -> bool {
        match &item.kind {
            Kind::Named(kind) => matches!(
                (kind.as_str(), place),
                ("identifier" | "attribute" | "subscript", Place::Name | Place::Key)
                    | ("string" | "concatenated_string" | "binary_operator", Place::Key)
            ),
            Kind::Alternation => item.children.iter().all(|child| is(child, place)),
            _ => false,
        }
    }
    fn search(item: &Item, place: Place, capture: &str) -> bool {
        let is_fine = !item.captures.iter().any(|name| name == capture) || is(item, place);
        let is_equality = |child: &Item| match &child.kind {
            Kind::Anonymous(text) => matches!(text.as_str(), "==" | "!="),
            Kind::Alternation => child.children.iter().all(|one| match &one.kind {
                Kind::Anonymous(text) => matches!(text.as_str(), "==" | "!="),
                _ => false,
            }),
            _ => false,
        };
        let compares = || item.children.iter().any(is_equality);
        is_fine
            && item.children.iter().all(|child| {
                let inner = match &item.kind {
                    Kind::Named(kind) => match (kind.as_str(), child.field.as_deref()) {
                        ("pair", Some("key")) => Place::Key,
                        ("assignment", Some("left"))
                        | (
                            "named_expression"
                            | "default_parameter"
                            | "typed_default_parameter"
                            | "keyword_argument",
                            Some("name"),
                        ) => Place::Name,
                        ("comparison_operator", None) if compares() => Place::Name,
                        _ => Place::Other,
                    },
                    Kind::Alternation => place,
                    _ => Place::Other,
                };
                search(child, inner, capture)
            })
    }
    search(&pattern.root, Place::Other, capture)
}

/// What follows the word that a capture ends in.
pub(super) fn before(pattern: &Pattern, capture: &str) -> Before {
    fn search(item: &Item, around: Before, capture: &str, found: &mut Vec<Before>) {
        if item.captures.iter().any(|name| name == capture) {
            found.push(around);
        }
        for child in &item.children {
            let field = child.field.as_deref();
            let inner = match &item.kind {
                Kind::Named(kind) => match (kind.as_str(), field) {
                    ("call", Some("function")) => Before::Arguments,
                    ("attribute", Some("attribute")) => around,
                    ("keyword_argument", Some("name")) => Before::Equals,
                    _ => Before::Anything,
                },
                Kind::Alternation => around,
                _ => Before::Anything,
            };
            search(child, inner, capture, found);
        }
    }
    let mut found = Vec::new();
    search(&pattern.root, Before::Anything, capture, &mut found);
    match found.split_first() {
        Some((first, rest)) if rest.iter().all(|other| other == first) => *first,
        _ => Before::Anything,
    }
}

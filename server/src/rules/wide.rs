//! Patterns that reach beyond one logical line, and what they are rooted at.

use serde::{Deserialize, Serialize};

use super::packed::RuleText;
use super::query_text::{Argument, Item, Kind, Pattern};

/// Node kinds that hold statements: what speaks of one of them reaches beyond a logical line.
pub fn is_compound(kind: &str) -> bool {
    matches!(
        kind,
        "module"
            | "block"
            | "if_statement"
            | "elif_clause"
            | "else_clause"
            | "for_statement"
            | "while_statement"
            | "try_statement"
            | "except_clause"
            | "except_group_clause"
            | "finally_clause"
            | "with_statement"
            | "match_statement"
            | "case_clause"
            | "class_definition"
            | "function_definition"
            | "decorated_definition"
            | "ERROR"
            | "comment"
    )
}

/// Whether the structure of a pattern reaches beyond one logical line.
pub fn is_wide(pattern: &Pattern) -> bool {
    let holds_statements = |item: &&Item| match &item.kind {
        Kind::Named(kind) => is_compound(kind),
        Kind::Group => true,
        _ => false,
    };
    pattern.root.walk().iter().any(holds_statements) || pattern.root_kinds().is_none()
}

/// Whether all there is to trigger a pattern stands on the header it is rooted at: nothing else in it is captured.
pub fn begins_with_trigger(pattern: &Pattern) -> bool {
    fn is_body(item: &Item) -> bool {
        matches!(&item.kind, Kind::Named(kind) if is_compound(kind))
    }
    let has_capture = |item: &Item| item.walk().iter().any(|inner| !inner.captures.is_empty());
    // A body that is captured as a whole is asked what it is made of, not what it reads.
    pattern.root.kind != Kind::Alternation
        && pattern
            .root
            .children
            .iter()
            .filter(|child| is_body(child))
            .all(|body| body.children.iter().all(|inner| !has_capture(inner)))
}

/// How many blocks lie between a pattern's root and the node it reports.
pub fn blocks_to_finding(pattern: &Pattern) -> usize {
    fn search(item: &Item, depth: usize) -> Option<usize> {
        if item.captures.iter().any(|name| name == "finding") {
            return Some(depth);
        }
        let is_block = matches!(&item.kind, Kind::Named(kind) if kind == "block");
        item.children.iter().find_map(|child| search(child, depth + usize::from(is_block)))
    }
    search(&pattern.root, 0).unwrap_or(0)
}

/// What a pattern that reaches beyond a line may be rooted at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WideRoot {
    pub(super) keyword: &'static str,
    /// Kinds of the one statement that its block holds, docstrings aside.
    pub(super) only: Option<Vec<RuleText>>,
    /// Whether nothing may stand between the keyword and the colon.
    pub(super) is_bare: bool,
}

/// The roots of a pattern; `None` if one of them is nothing that a keyword begins.
pub fn roots(pattern: &Pattern) -> Option<Vec<WideRoot>> {
    let keyword = |kind: &str| {
        Some(match kind {
            "if_statement" => "if",
            "elif_clause" => "elif",
            "else_clause" => "else",
            "for_statement" => "for",
            "while_statement" => "while",
            "try_statement" => "try",
            "except_clause" | "except_group_clause" => "except",
            "finally_clause" => "finally",
            "with_statement" => "with",
            "match_statement" => "match",
            "case_clause" => "case",
            "class_definition" => "class",
            "function_definition" => "def",
            "decorated_definition" => "@",
            _ => return None,
        })
    };
    let only = pattern.calls.iter().find(|call| call.name == "only-statement?").and_then(|call| {
        let is_body = |item: &Item| match call.arguments.first() {
            Some(Argument::Capture(name)) => item.captures.contains(name),
            _ => false,
        };
        let kinds = call.arguments.iter().filter_map(|argument| match argument {
            Argument::Text(text) => Some(RuleText::from(text.as_str())),
            Argument::Capture(_) => None,
        });
        pattern.root.children.iter().any(is_body).then(|| kinds.collect())
    });
    pattern
        .root_kinds()?
        .into_iter()
        .map(|kind| {
            let is_bare = kind == "except_clause"
                && pattern
                    .root
                    .children
                    .iter()
                    .any(|child| child.kind == Kind::NoField("value".into()));
            keyword(kind).map(|keyword| WideRoot { keyword, only: only.clone(), is_bare })
        })
        .collect()
}

//! Where the outline lets begin what a pattern that reaches beyond a line is rooted at.

use super::packed::RuleText;
use super::wide::WideRoot;
use crate::semantics::Outline;
use crate::semantics::outline::LineKind;

impl WideRoot {
    /// Whether the node may begin at logical line `index`.
    pub fn may_begin(&self, text: &str, outline: &Outline, index: usize) -> bool {
        let line = &outline.lines[index];
        let begins = match line.kind {
            LineKind::Decorator => self.keyword == "@",
            LineKind::Class => self.keyword == "class",
            LineKind::Def => self.keyword == "def",
            LineKind::Header => {
                let source = line.span.slice(text);
                let source = source.strip_prefix("async").map_or(source, str::trim_start);
                source.strip_prefix(self.keyword).is_some_and(|rest| {
                    !self.is_bare || !rest.bytes().any(|b| b.is_ascii_alphanumeric() || b >= 0x80)
                })
            }
            _ => false,
        };
        begins && self.only.as_ref().is_none_or(|only| holds_only(text, outline, index, only))
    }
}

/// Whether the block of a header may hold one statement of these kinds and nothing else, docstrings aside.
fn holds_only(text: &str, outline: &Outline, header: usize, kinds: &[RuleText]) -> bool {
    let mut n_strings = 0;
    let mut found = None;
    for index in outline.block(header) {
        let line = &outline.lines[index];
        if line.parent != Some(header) {
            continue;
        }
        let source = line.span.slice(text);
        if is_string(source) {
            n_strings += 1;
            found = found.or(Some(source));
            continue;
        }
        if found.is_some_and(|found| !is_string(found)) {
            return false;
        }
        found = Some(source);
    }
    match found {
        // A string alone is the statement; what looks like one may be the beginning of something longer.
        Some(source) => n_strings > 1 || kinds.iter().any(|kind| may_be(kind, source)),
        // Where the outline sees nothing, it may be mistaken.
        None => true,
    }
}

fn is_string(source: &str) -> bool {
    source.trim_start_matches(|c: char| "rRbBuUfFtT".contains(c)).starts_with(['"', '\''])
}

fn may_be(kind: &str, source: &str) -> bool {
    match kind {
        "pass_statement" => source.starts_with("pass"),
        "continue_statement" => source.starts_with("continue"),
        "break_statement" => source.starts_with("break"),
        "return_statement" => source.starts_with("return"),
        "raise_statement" => source.starts_with("raise"),
        "ellipsis" => source.starts_with("..."),
        "string" => is_string(source),
        _ => true,
    }
}

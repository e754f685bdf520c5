//! semgrep's `# nosemgrep` and `# nosem`.

use super::How;
use super::comments::{Directive, Item, MAX_ITEMS, Verb, has_word_at, run_end, skip_blanks};
use super::ids::Selector;
use crate::text::Span;

/// The first `nosemgrep` behind a blank, wherever in the comment.
pub(super) fn parse(comment: &str) -> Option<Directive> {
    let bytes = comment.as_bytes();
    let is_blank = |byte: u8| byte == b' ' || byte == b'\t';
    let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let (word, word_end) = (1..bytes.len()).find_map(|at| {
        if !is_blank(bytes[at - 1]) || !has_word_at(comment, at, "nosem") {
            return None;
        }
        let long = has_word_at(comment, at, "nosemgrep");
        let end = at + if long { "nosemgrep".len() } else { "nosem".len() };
        (!bytes.get(end).is_some_and(is_word)).then_some((at, end))
    })?;
    // The `#` belongs to it unless something else stands between.
    let head = comment.get(..word)?.trim_end_matches([' ', '\t']);
    let start = if head.ends_with('#') { head.len() - 1 } else { word };
    let mut directive = Directive::new(How::Nosemgrep, Verb::Line, Span::new(start, word_end));

    let colon = skip_blanks(comment, word_end);
    if bytes.get(colon) == Some(&b':') {
        read_ids(comment, colon + 1, &mut directive);
    }
    directive.blanket = directive.items.is_empty();
    Some(directive)
}

fn read_ids(comment: &str, from: usize, directive: &mut Directive) {
    let mut at = from;
    while directive.items.len() < MAX_ITEMS {
        at = skip_blanks(comment, at);
        let end = run_end(comment, at, |byte| {
            byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-' | b'/')
        });
        let word = comment.get(at..end).unwrap_or("");
        if !word.bytes().any(|byte| byte.is_ascii_alphanumeric()) {
            return;
        }
        directive.items.push(Item {
            span: Span::new(at, end),
            word: word.to_owned(),
            selector: Selector::Semgrep(word.to_owned()),
            listed: true,
        });
        directive.span.end = end;
        at = skip_blanks(comment, end);
        if comment.as_bytes().get(at) != Some(&b',') {
            return;
        }
        at += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(comment: &str) -> String {
        let Some(directive) = parse(comment) else { return "none".to_owned() };
        let mut words: Vec<_> = directive.items.iter().map(|item| item.word.as_str()).collect();
        if directive.blanket {
            words.push("*");
        }
        words.join(" ")
    }

    #[test]
    fn a_blank_stands_in_front_and_case_does_not_matter() {
        assert_eq!(check("# nosemgrep"), "*");
        assert_eq!(check("# NoSem"), "*");
        assert_eq!(check("#\tnosemgrep"), "*");
        assert_eq!(check("#nosemgrep"), "none");
        assert_eq!(check("# nosemantics"), "none");
    }

    #[test]
    fn ids_stand_behind_a_colon() {
        assert_eq!(check("# nosemgrep: a.b.eval-detected"), "a.b.eval-detected");
        assert_eq!(check("# nosem : one , two"), "one two");
        assert_eq!(check("# nosemgrep:one,two -- trusted"), "one two");
        assert_eq!(check("# nosemgrep: one because"), "one");
        assert_eq!(check("# nosemgrep my-rule"), "*");
    }

    #[test]
    fn other_pragmas_may_come_first() {
        assert_eq!(check("# nosec B602 nosemgrep: one"), "one");
        assert_eq!(check("# noqa: S602 # nosemgrep: one"), "one");
        let span = |comment: &str| parse(comment).expect("a suppression").span;
        assert_eq!(span("# nosec nosemgrep: one"), Span::new(8, 22));
        assert_eq!(span("# x # nosemgrep: one"), Span::new(4, 20));
    }
}

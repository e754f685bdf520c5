//! The text of one comment to the suppressions it holds.

use super::ids::{IdTable, Selector};
use super::{How, bracketed, djlint, noqa, nosec, nosemgrep};
use crate::text::Span;

/// More suppressions than this in one comment, or ids in one suppression, are not written by people.
pub(super) const MAX_DIRECTIVES: usize = 16;
/// See [`MAX_DIRECTIVES`].
pub(super) const MAX_ITEMS: usize = 256;

/// What a suppression wants to reach; how far that is depends on where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    /// Its own line; for some dialects, alone on a line, the one that follows.
    Line,
    /// The whole file.
    File,
    /// From here on.
    Disable,
    /// Ends a `Disable`.
    Enable,
}

/// One word in the list of a suppression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Where it stands.
    pub span: Span,
    /// What is written.
    pub word: String,
    /// What it means.
    pub selector: Selector,
    /// Whether it stands in the list proper, not in words of prose that a tool happens to know.
    pub listed: bool,
}

/// One suppression as written, wherever it stands.
///
/// Invariant: `keyword` and the spans of `items` lie within `span`, and `items` is in source order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Directive {
    /// In whose words.
    pub how: How,
    /// What for.
    pub verb: Verb,
    /// From its `#` to the end of what the tool reads.
    pub span: Span,
    /// From its `#` to the end of the word, before any list.
    pub keyword: Span,
    /// What it names, unknown words included.
    pub items: Vec<Item>,
    /// Whether it silences everything, in the reading of at least one tool.
    pub blanket: bool,
    /// The word goes straight on into another: `nosecurity`.
    pub glued: bool,
    /// Places in front of which bandit wants a blank, where it drops the id before the comma.
    pub lossy: Vec<usize>,
    /// Whether it was addressed to flake8 rather than to ruff.
    pub flake8: bool,
}

impl Directive {
    pub(super) fn new(how: How, verb: Verb, keyword: Span) -> Self {
        Self {
            how,
            verb,
            span: keyword,
            keyword,
            items: Vec::new(),
            blanket: false,
            glued: false,
            lossy: Vec::new(),
            flake8: false,
        }
    }
}

/// The suppressions in `comment`, which begins with its `#` at byte `offset` of the document.
pub fn parse(comment: &str, offset: usize, table: &IdTable) -> Vec<Directive> {
    let mut directives = Vec::new();
    if !may_hold_one(comment) {
        return directives;
    }
    directives.extend(nosec::parse(comment, table));
    directives.extend(noqa::parse(comment, table));
    directives.extend(nosemgrep::parse(comment));
    directives.extend(bracketed::parse(comment, table));
    directives.extend(djlint::parse(comment));
    for directive in &mut directives {
        directive.span = directive.span.shifted(offset);
        directive.keyword = directive.keyword.shifted(offset);
        for item in &mut directive.items {
            item.span = item.span.shifted(offset);
        }
        for at in &mut directive.lossy {
            *at += offset;
        }
    }
    directives.sort_by_key(|directive| directive.span);
    directives
}

/// A cheap look before four parsers run.
fn may_hold_one(comment: &str) -> bool {
    comment.as_bytes().windows(4).any(|window| {
        [b"noqa", b"nose", b"ruff", b"tchp", b"djli"]
            .iter()
            .any(|word| window.eq_ignore_ascii_case(*word))
    })
}

/// Where `#` stands in a comment.
pub(super) fn hashes(comment: &str) -> impl Iterator<Item = usize> + '_ {
    comment.bytes().enumerate().filter(|&(_, byte)| byte == b'#').map(|(at, _)| at)
}

/// The first byte at or behind `from` that is no blank.
pub(super) fn skip_blanks(text: &str, from: usize) -> usize {
    let rest = text.get(from..).unwrap_or("");
    from + (rest.len() - rest.trim_start_matches([' ', '\t', '\x0c']).len())
}

/// The end of the run of bytes from `from` for which `test` holds.
pub(super) fn run_end(text: &str, from: usize, test: impl Fn(u8) -> bool) -> usize {
    from + text.as_bytes().get(from..).unwrap_or(&[]).iter().take_while(|&&byte| test(byte)).count()
}

/// Whether `word` stands at `at`, in any case.
pub(super) fn has_word_at(text: &str, at: usize, word: &str) -> bool {
    text.as_bytes()
        .get(at..at + word.len())
        .is_some_and(|found| found.eq_ignore_ascii_case(word.as_bytes()))
}

/// Whether the comment says more than its suppressions: a reason a person can read.
pub fn has_reason(comment: &str, offset: usize, directives: &[Directive]) -> bool {
    const OTHER_PRAGMAS: [&str; 8] =
        ["type:", "pylint:", "pragma:", "fmt:", "isort:", "mypy:", "pyright:", "nopep8"];
    let mut rest = String::new();
    let mut at = 0;
    for directive in directives {
        let start = directive.span.start.saturating_sub(offset);
        rest.push_str(comment.get(at..start).unwrap_or(""));
        rest.push('#');
        at = at.max(directive.span.end.saturating_sub(offset));
    }
    rest.push_str(comment.get(at..).unwrap_or(""));
    rest.split('#').any(|piece| {
        let piece = piece.trim();
        !OTHER_PRAGMAS.iter().any(|pragma| piece.starts_with(pragma))
            && piece.chars().filter(|c| c.is_alphabetic()).count() >= 3
    })
}

#[cfg(test)]
mod tests {
    use super::super::ids::tests::table;
    use super::*;

    fn hows(comment: &str) -> Vec<How> {
        parse(comment, 0, &table()).iter().map(|directive| directive.how).collect()
    }

    #[test]
    fn several_dialects_share_a_comment() {
        assert_eq!(
            hows("# nosec B602  # noqa: S602  # watchpost: ignore[PY602]"),
            [How::Nosec, How::Noqa, How::Watchpost]
        );
        assert_eq!(hows("# type: ignore # nosec B602"), [How::Nosec]);
        assert_eq!(hows("# noqa: E501 nosemgrep"), [How::Noqa, How::Nosemgrep]);
    }

    #[test]
    fn plain_comments_hold_nothing() {
        for comment in ["", "#", "# no", "# TODO: quality", "# ruff is fine", "# watchpost"] {
            assert_eq!(hows(comment), [], "{comment}");
        }
    }

    #[test]
    fn spans_are_those_of_the_document() {
        let directives = parse("# noqa: S602", 100, &table());
        assert_eq!(directives[0].span, Span::new(100, 112));
        assert_eq!(directives[0].items[0].span, Span::new(108, 112));
    }

    #[test]
    fn reasons_are_words_outside_the_suppression() {
        let check = |comment: &str| {
            let directives = parse(comment, 7, &table());
            has_reason(comment, 7, &directives)
        };
        assert!(check("# nosec B602  # the command is a constant"));
        assert!(check("# watchpost: ignore[PY602] trusted input"));
        assert!(check("# noqa: S602 trusted input"));
        assert!(check("# nosemgrep: eval-detected -- trusted"));
        assert!(!check("# nosec B602"));
        assert!(!check("# nosec B602 because trusted"), "bandit reads these words as ids");
        assert!(!check("# nosec B602  # noqa: S602"));
        assert!(!check("# type: ignore  # nosec B602"));
        assert!(!check("# noqa: S602 --"));
    }

    #[test]
    fn odd_comments_do_no_harm() {
        for comment in [
            "#nosec",
            "# nosec:",
            "# nosec,,,",
            "# noqa:",
            "#noqa::::",
            "# nosemgrep:",
            "# nosemgrep: ,,",
            "# ruff:",
            "# ruff: ignore",
            "# ruff: ignore[",
            "# ruff: ignore[]",
            "# ruff: ignore[[[[S602",
            "# watchpost: ignore[PY602",
            "# watchpost: ignore[é]",
            "# nosec é",
            "# noqa: é",
            "# nosec\u{a0}B602",
            "# watchpost: ignore[PY602,,eval, ]",
            "# noqa:\u{a0}S602",
            "é # nosec B602é",
            "# ſnosec noqa ſ",
        ] {
            for directive in parse(comment, 0, &table()) {
                assert!(
                    comment.get(directive.span.start..directive.span.end).is_some(),
                    "{comment}"
                );
                for item in directive.items {
                    assert_eq!(item.span.slice(comment), item.word, "{comment}");
                }
            }
        }
    }
}

//! `# noqa` as ruff and flake8 read it, on a line and for a file.

use super::How;
use super::comments::{
    Directive, Item, MAX_ITEMS, Verb, has_word_at, hashes, run_end, skip_blanks,
};
use super::ids::{IdTable, Selector};
use crate::text::Span;

/// The file-level form and the line form of a comment, whichever it holds.
pub(super) fn parse(comment: &str, table: &IdTable) -> Vec<Directive> {
    let file = hashes(comment).find_map(|hash| file_level(comment, hash, table));
    let line = hashes(comment).find_map(|hash| line_level(comment, hash, table));
    file.into_iter().chain(line).collect()
}

/// `# ruff: noqa`, `# flake8: noqa`, with or without codes.
fn file_level(comment: &str, hash: usize, table: &IdTable) -> Option<Directive> {
    let at = skip_blanks(comment, hash + 1);
    // ruff wants its own name in lower case; flake8 does not mind.
    let (flake8, at) = if comment.get(at..)?.starts_with("ruff") {
        (false, at + "ruff".len())
    } else if has_word_at(comment, at, "flake8") {
        (true, at + "flake8".len())
    } else {
        return None;
    };
    let at = skip_blanks(comment, at);
    match comment.as_bytes().get(at)? {
        b':' => {}
        b'=' if flake8 => {}
        _ => return None,
    }
    let at = skip_blanks(comment, at + 1);
    if !has_word_at(comment, at, "noqa") {
        return None;
    }
    let end = at + "noqa".len();
    let mut directive = Directive::new(How::Noqa, Verb::File, Span::new(hash, end));
    directive.flake8 = flake8;
    let colon = skip_blanks(comment, end);
    if comment.as_bytes().get(colon) == Some(&b':') {
        read_codes(comment, colon + 1, flake8, table, &mut directive);
        directive.blanket = directive.items.is_empty() && flake8;
    } else {
        directive.blanket = flake8
            || comment.as_bytes().get(end).is_none_or(|byte| matches!(byte, b' ' | b'\t' | b'#'));
    }
    Some(directive)
}

/// `# noqa`, `# noqa: S602`; silences what either tool would silence.
fn line_level(comment: &str, hash: usize, table: &IdTable) -> Option<Directive> {
    let at = skip_blanks(comment, hash + 1);
    if !has_word_at(comment, at, "noqa") {
        return None;
    }
    let end = at + "noqa".len();
    let bytes = comment.as_bytes();
    // flake8 insists on exactly one blank.
    let flake8 = at == hash + 2 && bytes.get(hash + 1) == Some(&b' ');
    let mut directive = Directive::new(How::Noqa, Verb::Line, Span::new(hash, end));
    directive.flake8 = flake8;

    let colon = skip_blanks(comment, end);
    if bytes.get(colon) == Some(&b':') {
        read_codes(comment, colon + 1, flake8, table, &mut directive);
        directive.blanket = flake8 && !flake8_sees_codes(comment, end);
    } else {
        let ruff_blanket = bytes.get(end).is_none_or(|byte| matches!(byte, b' ' | b'\t' | b'#'));
        directive.blanket = flake8 || ruff_blanket;
        directive.glued = bytes.get(end).is_some_and(u8::is_ascii_alphanumeric);
    }
    Some(directive)
}

/// A colon directly behind the word, at most one blank, then letters and digits; else flake8 reads a blanket.
fn flake8_sees_codes(comment: &str, word_end: usize) -> bool {
    let bytes = comment.as_bytes();
    if bytes.get(word_end) != Some(&b':') {
        return false;
    }
    let blank = bytes.get(word_end + 1).is_some_and(u8::is_ascii_whitespace);
    let letters = word_end + 1 + usize::from(blank);
    let digits = run_end(comment, letters, |byte| byte.is_ascii_alphabetic());
    digits > letters && bytes.get(digits).is_some_and(u8::is_ascii_digit)
}

/// Codes up to the first word that is none; separated by blanks, commas or nothing.
fn read_codes(
    comment: &str,
    from: usize,
    prefixes: bool,
    table: &IdTable,
    directive: &mut Directive,
) {
    let mut at = from;
    while directive.items.len() < MAX_ITEMS {
        at = run_end(comment, at, |byte| matches!(byte, b' ' | b'\t' | b','));
        let letters = run_end(comment, at, |byte| byte.is_ascii_alphabetic());
        let end = run_end(comment, letters, |byte| byte.is_ascii_digit());
        if letters == at || end == letters {
            return;
        }
        let word = &comment[at..end];
        let selector = if word.bytes().any(|byte| byte.is_ascii_lowercase()) {
            Selector::Unknown
        } else if table.has_code(word) {
            Selector::Code(word.to_owned())
        } else if prefixes {
            Selector::RuffPrefix(word.to_owned())
        } else {
            Selector::Ruff(word.to_owned())
        };
        directive.items.push(Item {
            span: Span::new(at, end),
            word: word.to_owned(),
            selector,
            listed: true,
        });
        directive.span.end = end;
        at = end;
    }
}

#[cfg(test)]
mod tests {
    use super::super::ids::tests::table;
    use super::*;

    fn check(comment: &str) -> String {
        let mut said = Vec::new();
        for directive in parse(comment, &table()) {
            let mut words: Vec<String> = directive
                .items
                .iter()
                .map(|item| match &item.selector {
                    Selector::Unknown => format!("({})", item.word),
                    Selector::RuffPrefix(word) => format!("{word}…"),
                    _ => item.word.clone(),
                })
                .collect();
            if directive.verb == Verb::File {
                words.insert(0, "file".to_owned());
            }
            if directive.blanket {
                words.push("*".to_owned());
            }
            said.push(words.join(" "));
        }
        said.join(" / ")
    }

    #[test]
    fn without_codes_it_is_a_blanket() {
        assert_eq!(check("# noqa"), "*");
        assert_eq!(check("#noqa"), "*");
        assert_eq!(check("# NoQA"), "*");
        assert_eq!(check("#  noqa trusted"), "*");
        assert_eq!(check("# foo # noqa"), "*");
        assert_eq!(check("# noqa S602"), "*");
        assert_eq!(check("# foo noqa"), "");
    }

    #[test]
    fn codes_are_separated_by_commas_blanks_or_nothing() {
        assert_eq!(check("# noqa: S602, S607"), "S602… S607…");
        assert_eq!(check("# noqa:S602,S607"), "S602… S607…");
        assert_eq!(check("# noqa: S602 S607"), "S602… S607…");
        assert_eq!(check("# noqa: S602S607"), "S602… S607…");
        assert_eq!(check("# noqa: S602,, S607"), "S602… S607…");
        assert_eq!(check("# noqa: S602 because"), "S602…");
        assert_eq!(check("# noqa: S602 see B3"), "S602…");
    }

    #[test]
    fn flake8_takes_prefixes_where_it_reads_the_comment_at_all() {
        assert_eq!(check("# noqa: S6"), "S6…");
        assert_eq!(check("#noqa: S6"), "S6");
    }

    #[test]
    fn what_flake8_cannot_read_as_codes_is_a_blanket() {
        assert_eq!(check("# noqa: S"), "*");
        assert_eq!(check("# noqa: because…"), "*");
        assert_eq!(check("# noqa: because S307"), "*");
        assert_eq!(check("# noqa-S307"), "*");
        assert_eq!(check("# noqahello"), "*");
        assert_eq!(check("# noqa:"), "*");
        assert_eq!(check("# noqa : S602"), "S602… *");
        assert_eq!(check("# noqa:  S602"), "S602… *");
        // ruff alone reads these, and calls them malformed.
        assert_eq!(check("#noqa: because"), "");
        assert_eq!(check("#noqahello"), "");
    }

    #[test]
    fn codes_are_upper_case() {
        assert_eq!(check("# noqa: s602"), "(s602)");
        assert_eq!(check("# noqa: S602because"), "S602…");
    }

    #[test]
    fn our_own_codes_are_understood() {
        assert_eq!(check("# noqa: PY602"), "PY602");
    }

    #[test]
    fn file_level_forms() {
        assert_eq!(check("# ruff: noqa"), "file *");
        assert_eq!(check("#ruff:noqa"), "file *");
        assert_eq!(check("# ruff: noqa: S101,S602"), "file S101 S602");
        assert_eq!(check("# ruff: noqa: S101 S602 because"), "file S101 S602");
        assert_eq!(check("# flake8: noqa"), "file *");
        assert_eq!(check("# FLAKE8: NOQA"), "file *");
        assert_eq!(check("# flake8=noqa"), "file *");
        assert_eq!(check("# flake8: noqa because"), "file *");
        assert_eq!(check("# flake8: noqa: S101"), "file S101…");
        assert_eq!(check("# foo # ruff: noqa"), "file *");
        // ruff's own name has one spelling.
        assert_eq!(check("# RUFF: noqa"), "");
        assert_eq!(check("# ruff: noqa: because"), "file");
    }
}

//! bandit's `# nosec`.

use super::How;
use super::comments::{Directive, Item, MAX_ITEMS, Verb, hashes, run_end, skip_blanks};
use super::ids::{IdTable, Selector, bandit_id};
use crate::text::Span;

/// The first `nosec` of a comment; bandit looks at no second one.
pub(super) fn parse(comment: &str, table: &IdTable) -> Option<Directive> {
    let (hash, word) = hashes(comment).find_map(|hash| {
        let word = blanks_end(comment, hash + 1);
        comment.get(word..)?.starts_with("nosec").then_some((hash, word))
    })?;
    let word_end = word + "nosec".len();
    let mut directive = Directive::new(How::Nosec, Verb::Line, Span::new(hash, word_end));
    directive.glued = comment
        .as_bytes()
        .get(word_end)
        .is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');

    let list = word_end + usize::from(comment.as_bytes().get(word_end) == Some(&b':'));
    let end = run_end(comment, list, |byte| byte != b'#');
    let trimmed = comment.get(list..end).unwrap_or("").trim_end().len();
    directive.span.end = if trimmed == 0 { word_end } else { list + trimmed };
    read_items(comment, Span::new(list, end), table, &mut directive);
    Some(directive)
}

fn blanks_end(comment: &str, from: usize) -> usize {
    let rest = comment.get(from..).unwrap_or("");
    from + (rest.len() - rest.trim_start().len())
}

/// bandit looks for runs of words joined by commas without blanks, and keeps the last word of each run.
/// We keep every word, and know which ones bandit drops.
fn read_items(comment: &str, list: Span, table: &IdTable, directive: &mut Directive) {
    let bytes = comment.as_bytes();
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    let mut at = list.start;
    let mut bandit_keeps_one = false;
    let mut listed = skip_blanks(comment, at) < list.end;
    let mut before_word = list.start;
    while at < list.end && directive.items.len() < MAX_ITEMS {
        if !is_word(bytes[at]) {
            at += 1;
            continue;
        }
        // Prose begins at the first mark that separates no list.
        listed &= comment
            .get(before_word..at)
            .is_some_and(|gap| gap.chars().all(|c| c == ',' || c.is_whitespace()));
        let mut last_is_known = false;
        let mut previous_known = false;
        while at < list.end && is_word(bytes[at]) {
            let end = word_end(bytes, at, list.end);
            let word = &comment[at..end];
            let known = bandit_id(word).is_some();
            // A glued word, `nosecurity`, is not the first id of a list.
            listed &= known || is_id_shaped(word);
            if known && previous_known && bytes[at - 1] == b',' {
                directive.lossy.push(at);
            }
            let selector = match bandit_id(word) {
                Some(id) => Selector::Bandit(id.to_owned()),
                None if table.has_code(word) => Selector::Code(word.to_owned()),
                None => Selector::Unknown,
            };
            directive.items.push(Item {
                span: Span::new(at, end),
                word: word.to_owned(),
                selector,
                listed: listed && !directive.glued,
            });
            last_is_known = known && !bandit_dropped(word);
            previous_known = known;
            at = end;
            if bytes.get(at) == Some(&b',') && at < list.end {
                at += 1;
            }
        }
        bandit_keeps_one |= last_is_known;
        before_word = at;
    }
    // Retired numbers are unknown to today's bandit, yet whoever wrote one meant only that.
    let any_retired = directive.items.iter().any(|item| bandit_dropped(&item.word));
    directive.blanket = !bandit_keeps_one && !any_retired;
}

/// `B602` ends behind its digits even when letters follow.
fn word_end(bytes: &[u8], from: usize, limit: usize) -> usize {
    let digits =
        |at: usize| at + bytes[at..limit].iter().take_while(|byte| byte.is_ascii_digit()).count();
    if bytes[from].eq_ignore_ascii_case(&b'b') && digits(from + 1) > from + 1 {
        return digits(from + 1);
    }
    from + bytes[from..limit]
        .iter()
        .take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_')
        .count()
}

fn bandit_dropped(word: &str) -> bool {
    ["B109", "B111", "B309", "B320", "B322", "B325", "B410", "B414"].contains(&word)
}

/// Letters and then digits: somebody's id, not a word of prose.
pub(super) fn is_id_shaped(word: &str) -> bool {
    let letters = word.bytes().take_while(u8::is_ascii_alphabetic).count();
    (1..=4).contains(&letters)
        && word.len() > letters
        && word.bytes().skip(letters).all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::super::ids::tests::table;
    use super::*;

    /// The words that silence, `*` for everything, and what bandit drops.
    fn check(comment: &str) -> String {
        let Some(directive) = parse(comment, &table()) else { return "none".to_owned() };
        let mut words: Vec<String> = directive
            .items
            .iter()
            .filter(|item| item.selector != Selector::Unknown)
            .map(|item| match &item.selector {
                Selector::Bandit(id) => id.clone(),
                _ => item.word.clone(),
            })
            .collect();
        if directive.blanket {
            words.push("*".to_owned());
        }
        if !directive.lossy.is_empty() {
            words.push(format!("lossy {}", directive.lossy.len()));
        }
        words.join(" ")
    }

    #[test]
    fn the_word_must_follow_a_hash_in_lower_case() {
        assert_eq!(check("# nosec"), "*");
        assert_eq!(check("#nosec"), "*");
        assert_eq!(check("#  nosec:"), "*");
        assert_eq!(check("# NOSEC"), "none");
        assert_eq!(check("# Nosec B602"), "none");
        assert_eq!(check("# foo nosec"), "none");
        assert_eq!(check("# type: ignore # nosec B602"), "B602");
        assert_eq!(check("### nosec B602"), "B602");
    }

    #[test]
    fn no_word_boundary_is_needed() {
        assert_eq!(check("# nosecurity"), "*");
        assert_eq!(check("# nosecret sauce"), "*");
        assert!(parse("# nosecurity", &table()).is_some_and(|directive| directive.glued));
        assert_eq!(check("# nosecB602"), "B602");
    }

    #[test]
    fn ids_and_names_in_any_order() {
        assert_eq!(check("# nosec B602 B607"), "B602 B607");
        assert_eq!(check("# nosec B602, B607"), "B602 B607");
        assert_eq!(check("# nosec: B607 , B602"), "B607 B602");
        assert_eq!(check("# nosec:B602"), "B602");
        assert_eq!(check("# nosec subprocess_popen_with_shell_equals_true"), "B602");
        assert_eq!(check("# nosec md5, import_subprocess"), "B303 B404");
        assert_eq!(check("# nosec (B602)"), "B602");
        assert_eq!(check("# nosec-B602"), "B602");
        assert_eq!(check("# nosec[B602]"), "B602");
        assert_eq!(check("# nosec B602;B607"), "B602 B607");
    }

    #[test]
    fn a_comma_without_blank_loses_ids_in_bandit_but_not_here() {
        assert_eq!(check("# nosec B602,B607"), "B602 B607 lossy 1");
        assert_eq!(check("# nosec B602,B607,assert_used"), "B602 B607 B101 lossy 2");
        assert_eq!(check("# nosec B602B607"), "B602 B607");
    }

    #[test]
    fn without_a_known_id_it_is_a_blanket() {
        assert_eq!(check("# nosec B999"), "*");
        assert_eq!(check("# nosec because trusted"), "*");
        assert_eq!(check("# nosec b602"), "*");
        assert_eq!(check("# nosec S602"), "*");
        // bandit keeps only the last word of the run, which it does not know.
        assert_eq!(check("# nosec B602,because"), "B602 *");
        assert_eq!(check("# nosec B602x"), "B602 *");
        assert_eq!(check("# nosec # B602"), "*");
    }

    #[test]
    fn retired_numbers_are_no_blanket() {
        assert_eq!(check("# nosec B320"), "B320");
        assert_eq!(check("# nosec B109, B602"), "B109 B602");
    }

    #[test]
    fn words_of_the_reason_widen_it_unless_behind_a_second_hash() {
        assert_eq!(check("# nosec B602 see assert_used"), "B602 B101");
        assert_eq!(check("# nosec B602  # see assert_used"), "B602");
        let directive = parse("# nosec B602 see assert_used", &table()).expect("a suppression");
        let listed: Vec<_> = directive.items.iter().map(|item| item.listed).collect();
        assert_eq!(listed, [true, false, false]);
    }

    #[test]
    fn the_span_ends_with_the_list() {
        let span = |comment: &str| parse(comment, &table()).expect("a suppression").span;
        assert_eq!(span("# nosec"), Span::new(0, 7));
        assert_eq!(span("# nosec B602  # why"), Span::new(0, 12));
        assert_eq!(span("#: x # nosec  "), Span::new(5, 12));
    }
}

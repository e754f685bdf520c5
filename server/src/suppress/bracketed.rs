//! The forms with a list in brackets: ruff's newer ones, and our own, which share their grammar.

use super::How;
use super::comments::{
    Directive, Item, MAX_DIRECTIVES, MAX_ITEMS, Verb, hashes, run_end, skip_blanks,
};
use super::ids::{IdTable, Selector, ruff_id_of_name};
use crate::text::Span;

/// Every `# ruff: ignore[…]`, `# watchpost: ignore[…]` and their siblings in a comment.
pub(super) fn parse(comment: &str, table: &IdTable) -> Vec<Directive> {
    // Of a script's comment the second sign stands for the `#`.
    let script = (comment.starts_with("//") || comment.starts_with("/*")).then_some(1);
    let starts = script.into_iter().chain(hashes(comment));
    starts.filter_map(|hash| one(comment, hash, table)).take(MAX_DIRECTIVES).collect()
}

fn one(comment: &str, hash: usize, table: &IdTable) -> Option<Directive> {
    let at = skip_blanks(comment, hash + 1);
    let (how, at) = [("ruff", How::Ruff), ("watchpost", How::Watchpost)]
        .into_iter()
        .find(|(word, _)| comment.get(at..).is_some_and(|rest| rest.starts_with(word)))
        .map(|(word, how)| (how, at + word.len()))?;
    let at = skip_blanks(comment, at);
    if comment.as_bytes().get(at) != Some(&b':') {
        return None;
    }
    let at = skip_blanks(comment, at + 1);
    let end = run_end(comment, at, |byte| byte.is_ascii_lowercase() || byte == b'-');
    let verb = match comment.get(at..end)? {
        "ignore" => Verb::Line,
        "file-ignore" => Verb::File,
        "disable" => Verb::Disable,
        "enable" => Verb::Enable,
        _ => return None,
    };
    let mut directive = Directive::new(how, verb, Span::new(hash, end));
    let open = skip_blanks(comment, end);
    if comment.as_bytes().get(open) != Some(&b'[') {
        // In templates a list may do without brackets.
        if how == How::Watchpost && comment.starts_with("{#") {
            read_plain_list(comment, open, table, &mut directive);
        }
        // No list, no effect: ours is kept, so that somebody says so.
        return (how == How::Watchpost).then_some(directive);
    }
    let close = open + comment.get(open..)?.find([']', '#'])?;
    if comment.as_bytes().get(close) != Some(&b']') {
        return (how == How::Watchpost).then_some(directive);
    }
    directive.span.end = close + 1;
    read_list(comment, Span::new(open + 1, close), table, &mut directive);
    Some(directive)
}

/// `DJ302, DJ305` up to the first word that is no code.
fn read_plain_list(comment: &str, from: usize, table: &IdTable, directive: &mut Directive) {
    let mut at = from;
    while directive.items.len() < MAX_ITEMS {
        at = skip_blanks(comment, at);
        let end = run_end(comment, at, |byte| byte.is_ascii_alphanumeric() || byte == b'-');
        let word = comment.get(at..end).unwrap_or("");
        let selector = Selector::own(word, table);
        // What follows may be the reason: a word in small letters is no beginning of codes.
        let is_reason = matches!(selector, Selector::CodePrefix(_))
            && (word.len() < 2 || word.bytes().any(|byte| byte.is_ascii_lowercase()));
        if word.is_empty() || is_reason || selector == Selector::Unknown {
            return;
        }
        let span = Span::new(at, end);
        directive.items.push(Item { span, word: word.to_owned(), selector, listed: true });
        directive.span.end = end;
        at = skip_blanks(comment, end);
        at += usize::from(comment.as_bytes().get(at) == Some(&b','));
    }
}

fn read_list(comment: &str, list: Span, table: &IdTable, directive: &mut Directive) {
    let mut at = list.start;
    for word in list.slice(comment).split([',', ' ', '\t']) {
        let end = at + word.len();
        if !word.is_empty() && directive.items.len() < MAX_ITEMS {
            let selector = match directive.how {
                How::Ruff => ruff_selector(word, table),
                _ => Selector::own(word, table),
            };
            directive.items.push(Item {
                span: Span::new(at, end),
                word: word.to_owned(),
                selector,
                listed: true,
            });
        }
        at = end + 1;
    }
}

/// A code or, as ruff's preview has it, a rule's name; our own codes are understood too.
fn ruff_selector(word: &str, table: &IdTable) -> Selector {
    if table.has_code(word) {
        return Selector::Code(word.to_owned());
    }
    Selector::Ruff(ruff_id_of_name(word).unwrap_or(word).to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::ids::tests::table;
    use super::*;

    fn check(comment: &str) -> String {
        parse(comment, &table())
            .iter()
            .map(|directive| {
                let words: Vec<_> = directive
                    .items
                    .iter()
                    .map(|item| match &item.selector {
                        Selector::Unknown => format!("({})", item.word),
                        Selector::Ruff(id) => id.clone(),
                        _ => item.word.clone(),
                    })
                    .collect();
                format!("{:?} {:?} {}", directive.how, directive.verb, words.join(" "))
            })
            .collect::<Vec<_>>()
            .join(" / ")
    }

    #[test]
    fn templates_may_do_without_brackets() {
        assert_eq!(check("{# watchpost: ignore PY602, PY608 why #}"), "Watchpost Line PY602 PY608");
        assert_eq!(check("{# watchpost: ignore PY6 #}"), "Watchpost Line PY6");
        assert_eq!(check("{# watchpost: ignore[PY602] #}"), "Watchpost Line PY602");
        assert_eq!(check("{# watchpost: ignore #}"), "Watchpost Line ");
        assert_eq!(check("# watchpost: ignore PY602"), "Watchpost Line ");
    }

    #[test]
    fn ruff_forms() {
        assert_eq!(check("# ruff: ignore[S602]"), "Ruff Line S602");
        assert_eq!(check("#ruff:ignore [S602, S607] why"), "Ruff Line S602 S607");
        assert_eq!(check("# ruff: disable[S602]"), "Ruff Disable S602");
        assert_eq!(check("# ruff: enable[S602]"), "Ruff Enable S602");
        assert_eq!(check("# ruff: file-ignore[S101]"), "Ruff File S101");
        assert_eq!(check("# foo # ruff: ignore[S602]"), "Ruff Line S602");
        assert_eq!(check("# ruff: ignore[suspicious-eval-usage]"), "Ruff Line S307");
    }

    #[test]
    fn ruff_has_no_blanket_form_and_one_spelling() {
        assert_eq!(check("# ruff: ignore"), "");
        assert_eq!(check("# Ruff: ignore[S602]"), "");
        assert_eq!(check("# ruff: Ignore[S602]"), "");
        assert_eq!(check("# ruff: ignore[S602"), "");
    }

    #[test]
    fn own_forms_take_codes_prefixes_and_names() {
        assert_eq!(
            check("# watchpost: ignore[PY602, subprocess-shell-true] trusted"),
            "Watchpost Line PY602 subprocess-shell-true"
        );
        assert_eq!(check("# watchpost: disable[PY6]"), "Watchpost Disable PY6");
        assert_eq!(check("# watchpost: file-ignore[eval]"), "Watchpost File eval");
        assert_eq!(check("# watchpost: ignore[PY998]"), "Watchpost Line (PY998)");
        assert_eq!(check("# watchpost: ignore"), "Watchpost Line ");
    }

    #[test]
    fn several_in_one_comment() {
        assert_eq!(
            check("# ruff: ignore[S602] # watchpost: ignore[PY841]"),
            "Ruff Line S602 / Watchpost Line PY841"
        );
    }
}

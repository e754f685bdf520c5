//! What the bytes around a word tell without a tree: whether it is one, what it names, what follows it.

use memchr::memmem;

use crate::engines::units;
use crate::rules::triggers::{Meaning, Triggers};
use crate::semantics::outline::{LineKind, LogicalLine};
use crate::text::Span;

/// Whether what an automaton found is what an entry means.
pub(super) fn fits(meaning: &Meaning, bytes: &[u8], start: usize, end: usize) -> bool {
    let is_word = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b >= 0x80;
    if meaning.is_whole
        && (bytes[..start].iter().rev().take_while(|b| is_word(**b)).any(|b| !b.is_ascii_digit())
            || bytes.get(end).is_some_and(|&b| is_word(b)))
    {
        return false;
    }
    if meaning.is_spoken && !is_spoken(bytes, start, end) {
        return false;
    }
    if let Some((before, behind)) = &meaning.among
        && !(is_preceded(&bytes[..start], before) && is_followed(&bytes[end..], behind))
    {
        return false;
    }
    meaning.exact.as_ref().is_none_or(|exact| exact.as_bytes() == &bytes[start..end])
}

/// How far apart the words of one name may stand that is put together from several texts.
const FAR: usize = 40;

/// Whether the words follow, with nothing but other signs than letters between them.
fn is_followed(mut rest: &[u8], words: &[String]) -> bool {
    words.iter().all(|word| {
        let gap = rest.iter().take(FAR).take_while(|byte| !byte.is_ascii_alphabetic()).count();
        rest = &rest[gap..];
        let is_there =
            rest.get(..word.len()).is_some_and(|w| w.eq_ignore_ascii_case(word.as_bytes()));
        rest = rest.get(word.len()..).unwrap_or_default();
        is_there
    })
}

/// Whether the words precede, with nothing but other signs than letters between them.
fn is_preceded(mut rest: &[u8], words: &[String]) -> bool {
    words.iter().rev().all(|word| {
        let letter = |byte: &&u8| !byte.is_ascii_alphabetic();
        let gap = rest.iter().rev().take(FAR).take_while(letter).count();
        rest = &rest[..rest.len() - gap];
        let Some(start) = rest.len().checked_sub(word.len()) else { return false };
        let is_there = rest[start..].eq_ignore_ascii_case(word.as_bytes());
        rest = &rest[..start];
        is_there
    })
}

/// Whether what stands in code, not in a string, at `word` may be the name of something that is bound or compared.
pub(super) fn is_bound_or_compared(text: &[u8], word: Span) -> bool {
    let is_word = |b: &u8| b.is_ascii_alphanumeric() || *b == b'_' || *b >= 0x80;
    let mut rest = text[word.end..].iter().skip_while(|b| is_word(b));
    match rest.find(|b| !b.is_ascii_whitespace()) {
        // Comments and continued lines are not looked through.
        Some(b'=' | b'!' | b':' | b'#' | b'\\') => return true,
        _ => {}
    }
    let mut before = text[..word.start].iter().rev();
    // Of a chain of names this is the last part.
    let before = before.find(|b| !(is_word(b) || **b == b'.' || b.is_ascii_whitespace()));
    matches!(before, Some(b'=' | b')' | b']' | b'}' | b'"' | b'\'' | b'\\'))
}

/// Whether the word at `start` may name a module: in an import, or at the beginning of a string.
pub(super) fn may_lead(bytes: &[u8], start: usize) -> bool {
    if start > 0 && matches!(bytes[start - 1], b'"' | b'\'') {
        return true;
    }
    let first = bytes[..start].iter().rposition(|b| matches!(b, b'\n' | b'\r'));
    let line = &bytes[first.map_or(0, |at| at + 1)..start];
    let holds = |word: &[u8]| line.windows(word.len()).any(|part| part == word);
    // A continued line may begin anywhere above.
    let is_continued = first.is_some_and(|at| bytes[..at].trim_ascii_end().ends_with(b"\\"));
    holds(b"import") || holds(b"from") || is_continued
}

/// Whether the call behind `getattr` says which attribute: that word, or the name that holds it, counts by itself.
pub(super) fn is_told(bytes: &[u8], end: usize) -> bool {
    let rest = &bytes[end..bytes.len().min(end + 200)];
    let Ok(rest) =
        std::str::from_utf8(rest).or_else(|e| std::str::from_utf8(&rest[..e.valid_up_to()]))
    else {
        return false;
    };
    let is_name = |text: &str| {
        !text.is_empty()
            && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'.')
    };
    let Some(arguments) = rest.trim_start().strip_prefix('(') else { return false };
    let Some((object, rest)) = arguments.split_once(',') else { return false };
    if !is_name(object.trim()) {
        return false;
    }
    // What an object has itself is no module's, however its name is put together.
    if matches!(object.trim(), "self" | "cls") {
        return true;
    }
    let Some(end) = rest.find([',', ')']) else { return false };
    let attribute = rest[..end].trim();
    let quoted =
        attribute.strip_prefix(['"', '\'']).and_then(|text| text.strip_suffix(['"', '\'']));
    is_name(quoted.unwrap_or(attribute))
}

/// Whether a stretch may be one of the words that a name is made of: these begin with a capital, or behind something
/// that is no letter.
fn is_spoken(bytes: &[u8], start: usize, end: usize) -> bool {
    let before = start.checked_sub(1).map_or(b' ', |before| bytes[before]);
    let after = |by: usize| bytes.get(end + by).copied().unwrap_or(b' ');
    if bytes[start].is_ascii_lowercase() && before.is_ascii_alphabetic()
        || after(0).is_ascii_lowercase()
    {
        return false;
    }
    let (first, last) = (bytes[start], bytes[end - 1]);
    // `PASSWORD` is one word, `PASSWord` are two.
    let goes_on = last.is_ascii_uppercase() && after(0).is_ascii_uppercase();
    let came_from = first.is_ascii_uppercase() && before.is_ascii_uppercase();
    let is_capital = came_from && !bytes.get(start + 1).is_some_and(u8::is_ascii_lowercase);
    (!goes_on || after(1).is_ascii_lowercase()) && !is_capital
}

/// Whether a line may bind a name to what stands at `offset`, or put that into something.
pub(super) fn may_bind(text: &str, line: &LogicalLine, offset: usize) -> bool {
    let end = offset.clamp(line.span.start, line.span.end);
    let before = &text.as_bytes()[line.span.start..end];
    let holds = |bytes: &[u8], part: &[u8]| memmem::find(bytes, part).is_some();
    let has_walrus = || holds(before, b":=");
    let has_equals = || memchr::memchr(b'=', before).is_some();
    match line.kind {
        LineKind::Import | LineKind::From => holds(line.span.slice(text).as_bytes(), b"as"),
        LineKind::Def => has_equals(),
        LineKind::Class | LineKind::Decorator => has_walrus(),
        LineKind::Header => matches!(units::keyword(text, line), "for" | "with") || has_walrus(),
        LineKind::Simple => match units::keyword(text, line) {
            "return" | "raise" | "assert" | "yield" | "await" | "not" | "del" => has_walrus(),
            _ => has_equals() || GROWERS.iter().any(|grower| holds(before, grower)),
        },
    }
}

/// What a container is given something with.
const GROWERS: [&[u8]; 7] =
    [b"append", b"extend", b"insert", b"update", b"add", b"setdefault", b"__setitem__"];

/// What follows a word.
#[derive(Default)]
pub(super) struct Follows {
    pub(super) arguments: bool,
    pub(super) equals: bool,
    /// What ends or goes on with a key.
    pub(super) key: bool,
}

/// What follows the name that holds the byte before `end`; everything where that cannot be told at a glance.
pub(super) fn what_follows(text: &[u8], word: Span) -> Follows {
    let rest = &text[word.end..];
    let is_word = |b: &u8| b.is_ascii_alphanumeric() || *b == b'_' || *b >= 0x80;
    let rest = rest[rest.iter().position(|b| !is_word(b)).unwrap_or(rest.len())..].iter();
    let is_closing = |b: &u8| b.is_ascii_whitespace() || matches!(b, b')' | b'"' | b'\'');
    let mut follows = Follows::default();
    for byte in rest.skip_while(|b| is_closing(b)) {
        match byte {
            b']' => follows.key = true,
            // Comments and continued lines are not looked through.
            b'#' | b'\\' => return Follows { arguments: true, equals: true, key: true },
            b'(' | b'[' => {
                follows.arguments = true;
                follows.key |= *byte == b'[';
                break;
            }
            b'=' => {
                follows.equals = true;
                break;
            }
            b':' | b'+' | b'%' | b'*' | b'.' | b'}' | b'!' => {
                follows.key = true;
                break;
            }
            // Behind a default, what `getattr` gave may be called.
            b',' => {
                follows.arguments = is_attribute_wanted(text, word.start);
                break;
            }
            b if is_closing(b) => {}
            _ => break,
        }
    }
    follows
}

/// Whether a word may be, or end, the second argument of `getattr`.
fn is_attribute_wanted(text: &[u8], start: usize) -> bool {
    let before = &text[start.saturating_sub(200)..start];
    before.windows(b"getattr".len()).any(|part| part == b"getattr")
}

/// Whether a text holds something that a constant may be looked at for.
pub(super) fn holds_value(text: &str, triggers: &Triggers) -> bool {
    let mut holds = false;
    triggers.finder.find(text.as_bytes(), |entry, start, end| {
        holds |= triggers.meanings[entry as usize]
            .iter()
            .any(|meaning| meaning.is_value && fits(meaning, text.as_bytes(), start, end));
    });
    holds
}

//! Texts one of which every match of a regular expression holds.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use regex_syntax::hir::{Hir, HirKind};

/// Shorter texts stand everywhere.
const LEAST: usize = 3;

/// More texts cost more than they save.
const MOST: usize = 64;

/// A text that stands in whatever a regular expression matches.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Literal {
    /// As written; in lower case if capitals do not matter.
    pub text: String,
    /// Whether capitals do not matter.
    pub ignores_case: bool,
}

type Inspected = Result<Option<Vec<Literal>>, String>;

/// Texts one of which stands in whatever `regex` matches, none if there are none worth looking for; or what is wrong with it.
pub fn inspect(regex: &str) -> Inspected {
    // Many patterns ask the same.
    static SEEN: Mutex<BTreeMap<String, Inspected>> = Mutex::new(BTreeMap::new());
    let mut seen = SEEN.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = seen.get(regex) {
        return known.clone();
    }
    let inspected = regex_syntax::parse(regex)
        .map(|hir| {
            required(&hir).filter(|texts| {
                texts.len() <= MOST && texts.iter().all(|literal| literal.text.len() >= LEAST)
            })
        })
        .map_err(|error| error.to_string());
    seen.insert(regex.to_owned(), inspected.clone());
    inspected
}

fn required(hir: &Hir) -> Option<Vec<Literal>> {
    match hir.kind() {
        HirKind::Literal(_) | HirKind::Class(_) => {
            let (text, ignores_case) = letters(hir)?;
            Some(vec![Literal { text, ignores_case }])
        }
        HirKind::Capture(capture) => required(&capture.sub),
        HirKind::Repetition(repetition) if repetition.min > 0 => required(&repetition.sub),
        HirKind::Alternation(branches) => {
            let mut all = Vec::new();
            for branch in branches {
                all.extend(required(branch)?);
            }
            all.sort();
            all.dedup();
            Some(all)
        }
        HirKind::Concat(parts) => concat(parts),
        _ => None,
    }
}

/// Of the pieces of a sequence the one whose shortest text is longest; letters in a row join to words.
fn concat(parts: &[Hir]) -> Option<Vec<Literal>> {
    let mut pieces: Vec<Vec<Literal>> = Vec::new();
    let mut word: Option<Literal> = None;
    for part in parts {
        if let Some((text, ignores_case)) = letters(part) {
            let word = word.get_or_insert(Literal { text: String::new(), ignores_case: false });
            word.text.push_str(&text);
            word.ignores_case |= ignores_case;
            continue;
        }
        pieces.extend(word.take().map(|word| vec![word]));
        pieces.extend(required(part));
    }
    pieces.extend(word.map(|word| vec![word]));
    let least = |texts: &Vec<Literal>| texts.iter().map(|literal| literal.text.len()).min();
    let mut best: Option<Vec<Literal>> = None;
    for mut piece in pieces {
        for literal in &mut piece {
            if literal.ignores_case {
                literal.text.make_ascii_lowercase();
            }
        }
        if best.as_ref().is_none_or(|best| least(&piece) > least(best)) {
            best = Some(piece);
        }
    }
    best
}

/// The letters a piece consists of, and whether capitals do not matter.
fn letters(hir: &Hir) -> Option<(String, bool)> {
    match hir.kind() {
        HirKind::Literal(literal) => {
            Some((std::str::from_utf8(&literal.0).ok()?.to_owned(), false))
        }
        HirKind::Class(_) => letter(hir).map(|letter| (letter.to_string(), true)),
        _ => None,
    }
}

/// The letter that a class stands for in both cases. Some letters have a third form: those make no letter here.
fn letter(hir: &Hir) -> Option<char> {
    let HirKind::Class(class) = hir.kind() else { return None };
    let mut chars: Vec<char> = Vec::new();
    match class {
        regex_syntax::hir::Class::Unicode(class) => {
            for range in class.iter() {
                if range.start() != range.end() {
                    return None;
                }
                chars.push(range.start());
            }
        }
        regex_syntax::hir::Class::Bytes(class) => {
            for range in class.iter() {
                if range.start() != range.end() {
                    return None;
                }
                chars.push(char::from(range.start()));
            }
        }
    }
    match chars.as_slice() {
        [one, two] if one.is_ascii_alphabetic() && one.to_ascii_lowercase() == *two => Some(*two),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::inspect;

    fn check(regex: &str, expected: &[&str]) {
        let found = inspect(regex).expect("a valid expression").unwrap_or_default();
        let found: Vec<String> = found
            .iter()
            .map(|literal| {
                format!("{}{}", if literal.ignores_case { "~" } else { "" }, literal.text)
            })
            .collect();
        assert_eq!(found, expected, "{regex}");
    }

    #[test]
    fn every_branch_has_to_ask_for_something() {
        check("^(?:SELECT\\s.*\\sFROM|DROP\\s+TABLE)", &["SELECT", "TABLE"]);
        check("^(?:SELECT|\\w+)$", &[]);
        check("abc|x", &[]);
    }

    #[test]
    fn of_a_sequence_the_longest_counts() {
        check("a\\s+delete\\s+from\\d?", &["delete"]);
        check("(?:WITH\\s)?(?:INSERT\\s+(?:OR\\s)?INTO)", &["INSERT"]);
        check("x*", &[]);
    }

    #[test]
    fn capitals_may_not_matter() {
        check("(?i)drop", &["~drop"]);
        // `s` has a third form, the long one.
        check("(?i:abcsdefg)", &["~defg"]);
    }
}

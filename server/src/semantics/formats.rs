//! The two format languages of Python texts: `%` and `str.format`.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

/// A stretch of a format text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece<'t> {
    /// Text that stays, `%%` and `{{` already made one.
    Text(String),
    /// A place where a value goes in.
    Field(Field<'t>),
}

/// A place where a value goes in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Field<'t> {
    /// `name` of `%(name)s`, `{name}` and `{name.attribute}`, `0` of `{0}`; empty for the next argument.
    pub key: &'t str,
    /// Whether an attribute or item of the argument goes in: `{0.name}`, `{user[id]}`.
    pub path: bool,
    /// `r` of `{!r}` and `%r`.
    pub conversion: Option<char>,
    /// `>10d` of `{:>10d}`, `05d` of `%05d`.
    pub spec: &'t str,
    /// Arguments the specification itself takes: the stars of `%*.*d`, the fields of `{:{width}}`, by key.
    pub nested: Vec<&'t str>,
    /// Bytes of the text the whole field takes.
    pub range: Range<usize>,
}

impl Field<'_> {
    /// Whether only numbers can be formatted so.
    pub(super) fn is_numeric(&self) -> bool {
        self.conversion.is_none() && is_numeric_spec(self.spec)
    }

    /// Whether the plain text of the value goes in.
    pub(super) fn is_plain(&self) -> bool {
        !self.path && matches!(self.conversion, None | Some('s')) && matches!(self.spec, "" | "s")
    }
}

/// Whether a format specification is only possible for numbers and dates.
pub(super) fn is_numeric_spec(spec: &str) -> bool {
    // `c` is left out: one character may be a quote.
    static NUMERIC: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(?s:(?:.?[<>=^])?[-+ ]?z?#?0?[0-9]*[_,]?(?:\.[0-9]+)?[bdeEfFgGinouxX%])$")
            .expect("constant")
    });
    // A date is the only thing that takes `%Y`.
    NUMERIC.is_match(spec) || (spec.starts_with('%') && spec.len() > 1)
}

/// Splits a `%` format; `None` if Python would refuse it.
pub(super) fn percent(text: &str) -> Option<Vec<Piece<'_>>> {
    let bytes = text.as_bytes();
    let mut pieces = Vec::new();
    let mut plain = String::new();
    let mut at = 0;
    while let Some(found) = text[at..].find('%') {
        plain.push_str(&text[at..at + found]);
        let start = at + found;
        let mut next = start + 1;
        let mut key = "";
        if bytes.get(next) == Some(&b'(') {
            let length = text[next..].find(')')?;
            key = &text[next + 1..next + length];
            next += length + 1;
        }
        let spec_start = next;
        let mut nested = Vec::new();
        while let Some(byte) = bytes.get(next) {
            match byte {
                b'*' => nested.push(""),
                b'-' | b'+' | b' ' | b'#' | b'.' | b'0'..=b'9' | b'h' | b'l' | b'L' => {}
                _ => break,
            }
            next += 1;
        }
        let letter = text[next..].chars().next()?;
        at = next + letter.len_utf8();
        if letter == '%' {
            plain.push('%');
            continue;
        }
        if !"diouxXeEfFgGcrsab".contains(letter) {
            return None;
        }
        if !plain.is_empty() {
            pieces.push(Piece::Text(std::mem::take(&mut plain)));
        }
        pieces.push(Piece::Field(Field {
            key,
            path: false,
            conversion: matches!(letter, 'r' | 'a').then_some(letter),
            spec: &text[spec_start..at],
            nested,
            range: start..at,
        }));
    }
    plain.push_str(&text[at..]);
    if !plain.is_empty() {
        pieces.push(Piece::Text(plain));
    }
    Some(pieces)
}

/// Splits a `str.format` text; `None` if Python would refuse it.
pub(super) fn braces(text: &str) -> Option<Vec<Piece<'_>>> {
    let mut pieces = Vec::new();
    let mut plain = String::new();
    let mut at = 0;
    while let Some(found) = text[at..].find(['{', '}']) {
        plain.push_str(&text[at..at + found]);
        let start = at + found;
        let brace = &text[start..start + 1];
        at = start + 1;
        if text[at..].starts_with(brace) {
            plain.push_str(brace);
            at += 1;
            continue;
        }
        if brace == "}" {
            return None;
        }
        let end = closing(text, at)?;
        if !plain.is_empty() {
            pieces.push(Piece::Text(std::mem::take(&mut plain)));
        }
        pieces.push(Piece::Field(field(&text[at..end], start..end + 1)?));
        at = end + 1;
    }
    plain.push_str(&text[at..]);
    if !plain.is_empty() {
        pieces.push(Piece::Text(plain));
    }
    Some(pieces)
}

/// The byte of the brace that closes the one before `at`.
fn closing(text: &str, at: usize) -> Option<usize> {
    let mut depth = 0;
    for (index, byte) in text.bytes().enumerate().skip(at) {
        match byte {
            b'{' => depth += 1,
            b'}' if depth == 0 => return Some(index),
            b'}' => depth -= 1,
            _ => {}
        }
    }
    None
}

fn field(inner: &str, range: Range<usize>) -> Option<Field<'_>> {
    // Python looks for `!` and `:` outside the brackets of an item: `{0[a:b]}`.
    let mut in_item = false;
    let end = inner
        .char_indices()
        .find(|&(_, c)| {
            match c {
                '[' => in_item = true,
                ']' => in_item = false,
                _ => {}
            }
            !in_item && (c == '!' || c == ':')
        })
        .map_or(inner.len(), |(at, _)| at);
    let (name, mut rest) = inner.split_at(end);
    let mut conversion = None;
    if let Some(after) = rest.strip_prefix('!') {
        conversion = Some(after.chars().next()?);
        rest = after.get(after.chars().next()?.len_utf8()..)?;
    }
    let spec = match rest.strip_prefix(':') {
        Some(spec) => spec,
        None if rest.is_empty() => "",
        None => return None,
    };
    let key_end = name.find(['.', '[']).unwrap_or(name.len());
    let nested = spec
        .match_indices('{')
        .map(|(at, _)| {
            let inner = &spec[at + 1..];
            &inner[..inner.find(['}', '.', '[', '!', ':']).unwrap_or(inner.len())]
        })
        .collect();
    Some(Field {
        key: &name[..key_end],
        path: key_end < name.len(),
        conversion,
        spec,
        nested,
        range,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(pieces: Option<Vec<Piece<'_>>>) -> String {
        let Some(pieces) = pieces else { return "refused".to_owned() };
        pieces
            .into_iter()
            .map(|piece| match piece {
                Piece::Text(text) => text,
                Piece::Field(field) => format!(
                    "<{}{}|{}|{}|{}>",
                    field.key,
                    if field.path { "…" } else { "" },
                    field.conversion.map_or(String::new(), String::from),
                    field.spec,
                    field.nested.join(","),
                ),
            })
            .collect()
    }

    #[test]
    fn percent_formats() {
        assert_eq!(
            shown(percent("100%% %s %(id)05d %-*.*f %r")),
            "100% <||s|> <id||05d|> <||-*.*f|,> <|r|r|>"
        );
        assert_eq!(shown(percent("50% off")), "50<|| o|>ff");
        assert_eq!(shown(percent("50%")), "refused");
        assert_eq!(shown(percent("%é")), "refused");
        assert_eq!(shown(percent("%(é)s")), "<é||s|>");
    }

    #[test]
    fn brace_formats() {
        assert_eq!(
            shown(braces("{{}} {} {0!r:>10} {user.name} {0[a:b]} {:{width}.{1}}")),
            "{} <|||> <0|r|>10|> <user…|||> <0…|||> <|||{width}.{1}|width,1>"
                .replace("<|||{", "<||{"),
        );
        assert_eq!(shown(braces("a } b")), "refused");
        assert_eq!(shown(braces("{a")), "refused");
        assert_eq!(shown(braces("{0!é:x}")), "<0|é|x|>");
    }

    #[test]
    fn numeric_specifications() {
        for spec in ["d", "05d", ">10,.2f", "_<8x", "%Y-%m-%d", ".0%"] {
            assert!(is_numeric_spec(spec), "{spec}");
        }
        for spec in ["", "s", ">10", "c", "{width}d"] {
            assert!(!is_numeric_spec(spec), "{spec}");
        }
    }
}

//! Kinds of tokens, told apart at a glance: what a pattern needs besides words.

/// Kinds of tokens, as bits.
pub type Tokens = u16;

/// `(`
pub const PARENTHESIS: Tokens = 1;
/// A quotation mark.
pub const QUOTE: Tokens = 2;
/// `=`, also as a part of a longer one.
pub const EQUALS: Tokens = 4;
/// `:`
pub const COLON: Tokens = 8;
/// A character of a binary operator.
pub const OPERATOR: Tokens = 16;
/// `[`
pub const BRACKET: Tokens = 32;
/// `{`
pub const BRACE: Tokens = 64;
/// `.`
pub const DOT: Tokens = 128;
/// A string with replacement fields.
pub const FORMATTED: Tokens = 256;
/// `<` or `>`
pub const ANGLE: Tokens = 512;

/// `+`, `*` or `%`: what texts are put together with.
pub const JOINING: Tokens = 1024;

/// The tokens in a stretch of source text, those in plain strings aside; more where that cannot be told at a glance.
pub fn of(source: &str) -> Tokens {
    let bytes = source.as_bytes();
    let (mut found, mut at) = (0, 0);
    while let Some(&byte) = bytes.get(at) {
        at += 1;
        found |= match byte {
            b'(' => PARENTHESIS,
            b'"' | b'\'' => {
                let start = at - 1;
                let prefix = bytes[..start].iter().rev().take(2);
                let mut prefix = prefix.take_while(|b| b.is_ascii_alphabetic());
                if prefix.any(|b| matches!(b.to_ascii_lowercase(), b'f' | b't')) {
                    // What stands in its fields is read with the rest.
                    QUOTE | FORMATTED
                } else {
                    match string_end(bytes, start) {
                        Some(end) => at = end,
                        None => return Tokens::MAX,
                    }
                    QUOTE
                }
            }
            b'#' => {
                at += bytes[at..].iter().position(|b| *b == b'\n').unwrap_or(bytes.len() - at);
                0
            }
            b'=' => EQUALS,
            b':' => COLON,
            b'+' | b'*' | b'%' => OPERATOR | JOINING,
            b'-' | b'/' | b'@' | b'&' | b'|' | b'^' => OPERATOR,
            b'<' | b'>' => OPERATOR | ANGLE,
            b'[' => BRACKET,
            b'{' => BRACE,
            b'.' => DOT,
            _ => 0,
        };
    }
    found
}

/// Where the plain string ends whose first quotation mark stands at `start`; `None` if it does not.
fn string_end(bytes: &[u8], start: usize) -> Option<usize> {
    let quote = bytes[start];
    let is_triple = bytes[start..].starts_with(&[quote; 3]);
    let mut at = start + if is_triple { 3 } else { 1 };
    loop {
        match *bytes.get(at)? {
            b'\\' => at += 2,
            b'\n' | b'\r' if !is_triple => return None,
            byte if byte == quote && !is_triple => return Some(at + 1),
            byte if byte == quote && bytes[at..].starts_with(&[quote; 3]) => {
                return Some(at + 3);
            }
            _ => at += 1,
        }
    }
}

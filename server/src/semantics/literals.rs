//! Python literals as text: reading numbers and strings, writing strings.

use std::fmt::Write as _;

use super::Value;
use crate::syntax::Expr;

/// What stands before the opening quote, and the quote itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct StringStyle {
    pub raw: bool,
    pub bytes: bool,
    /// An f-string.
    pub format: bool,
    /// A t-string: its pieces stay apart, nothing is built.
    pub template: bool,
    pub triple: bool,
    pub quote: char,
}

impl StringStyle {
    /// Reads an opening such as `rb"` or `f'''`; anything behind the quotes is not looked at.
    pub(super) fn of_opening(opening: &str) -> Self {
        let mut style = Self { quote: '"', ..Self::default() };
        for (at, letter) in opening.char_indices() {
            match letter {
                'r' | 'R' => style.raw = true,
                'b' | 'B' => style.bytes = true,
                'f' | 'F' => style.format = true,
                't' | 'T' => style.template = true,
                'u' | 'U' => {}
                '"' | '\'' => {
                    style.quote = letter;
                    style.triple =
                        opening[at..].chars().take(3).filter(|&c| c == letter).count() == 3;
                    break;
                }
                _ => break,
            }
        }
        style
    }
}

/// A stretch of a string literal.
pub(super) enum Stretch<'a> {
    /// Characters as written, escapes not decoded; begins at the given byte of the slice.
    Source(&'a str, usize),
    /// An `interpolation` node.
    Interpolation(Expr<'a>),
}

/// The style and stretches of a `string` node; `None` if it is not closed.
pub(super) fn stretches<'a>(expr: Expr<'a>) -> Option<(StringStyle, Vec<Stretch<'a>>)> {
    let count = expr.node.child_count();
    let first = expr.node.child(0)?;
    let last = expr.node.child(count.checked_sub(1)?)?;
    if first.kind() != "string_start" || last.kind() != "string_end" || last.is_missing() {
        return None;
    }
    let style = StringStyle::of_opening(expr.at(first).source());
    let mut stretches = Vec::new();
    let mut at = first.end_byte();
    if style.format || style.template {
        let mut cursor = expr.node.walk();
        for child in expr.node.children(&mut cursor) {
            if child.kind() == "interpolation" {
                stretches.push(Stretch::Source(expr.text.get(at..child.start_byte())?, at));
                stretches.push(Stretch::Interpolation(expr.at(child)));
                at = child.end_byte();
            }
        }
    }
    stretches.push(Stretch::Source(expr.text.get(at..last.start_byte())?, at));
    Some((style, stretches))
}

/// Decodes a stretch of a text literal. Named characters and lone surrogates become U+FFFD.
pub(super) fn decode_text(source: &str, style: StringStyle) -> String {
    let mut text = String::with_capacity(source.len());
    decode(source, style, |unit| match unit {
        Unit::Char(c) => text.push(c),
        Unit::Byte(byte) => text.push(char::from(byte)),
    });
    text
}

/// Decodes a stretch of a bytes literal.
pub(super) fn decode_bytes(source: &str, style: StringStyle) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(source.len());
    decode(source, style, |unit| match unit {
        Unit::Char(c) => bytes.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
        Unit::Byte(byte) => bytes.push(byte),
    });
    bytes
}

enum Unit {
    Char(char),
    Byte(u8),
}

fn decode(source: &str, style: StringStyle, mut push: impl FnMut(Unit)) {
    let mut rest = source;
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        rest = after;
        match c {
            '\\' if !style.raw => rest = escape(after, style, &mut push),
            // Python reads every line ending as one `\n`.
            '\r' => {
                rest = after.strip_prefix('\n').unwrap_or(after);
                push(Unit::Char('\n'));
            }
            '{' | '}' if style.format || style.template => {
                rest = after.strip_prefix(c).unwrap_or(after);
                push(Unit::Char(c));
            }
            _ => push(Unit::Char(c)),
        }
    }
}

/// Decodes what follows a backslash and returns what follows that.
fn escape<'t>(source: &'t str, style: StringStyle, push: &mut impl FnMut(Unit)) -> &'t str {
    let Some(c) = source.chars().next() else {
        push(Unit::Char('\\'));
        return source;
    };
    let after = &source[c.len_utf8()..];
    let simple = match c {
        '\n' => return after,
        '\r' => return after.strip_prefix('\n').unwrap_or(after),
        '\\' | '\'' | '"' => c,
        'a' => '\x07',
        'b' => '\x08',
        'f' => '\x0c',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'v' => '\x0b',
        '0'..='7' => {
            let digits = source.bytes().take(3).take_while(|b| matches!(b, b'0'..=b'7')).count();
            let code = u32::from_str_radix(&source[..digits], 8).unwrap_or(0);
            push(unit(code, style));
            return &source[digits..];
        }
        'x' | 'u' | 'U' if c == 'x' || !style.bytes => {
            let length = match c {
                'x' => 2,
                'u' => 4,
                _ => 8,
            };
            if let Some(digits) = after.get(..length)
                && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
            {
                push(unit(u32::from_str_radix(digits, 16).unwrap_or(0xFFFD), style));
                return &after[length..];
            }
            push(Unit::Char('\\'));
            return source;
        }
        'N' if !style.bytes && after.starts_with('{') => {
            // The table of character names is not worth its size here.
            let Some(end) = after.find('}') else {
                push(Unit::Char('\\'));
                return source;
            };
            push(Unit::Char(char::REPLACEMENT_CHARACTER));
            return &after[end + 1..];
        }
        _ => {
            push(Unit::Char('\\'));
            return source;
        }
    };
    push(Unit::Char(simple));
    after
}

fn unit(code: u32, style: StringStyle) -> Unit {
    if style.bytes {
        Unit::Byte((code & 0xFF) as u8)
    } else {
        Unit::Char(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER))
    }
}

/// Reads an `integer` or `float` token. What does not fit, and imaginary numbers, are `Number`.
pub(super) fn number(source: &str) -> Value {
    let digits: String = source.chars().filter(|&c| c != '_').collect();
    let lower = digits.to_ascii_lowercase();
    let radix = |prefix: &str, base| {
        lower.strip_prefix(prefix).map(|digits| {
            i128::from_str_radix(digits.trim_end_matches('l'), base)
                .map_or(Value::Number, Value::Int)
        })
    };
    if let Some(value) = radix("0x", 16).or_else(|| radix("0o", 8)).or_else(|| radix("0b", 2)) {
        return value;
    }
    if lower.ends_with('j') {
        return Value::Number;
    }
    if lower.bytes().all(|byte| byte.is_ascii_digit()) {
        // Python 2 wrote octal numbers like this; today it is an error unless all digits are 0.
        let old_octal = lower.len() > 1 && lower.starts_with('0');
        let base = if old_octal { 8 } else { 10 };
        return i128::from_str_radix(&lower, base).map_or(Value::Number, Value::Int);
    }
    lower.trim_end_matches('l').parse().map_or(Value::Number, Value::Float)
}

/// Writes `text` as a Python literal with the quotes of `sample`: an opening (`"`, `'`, `"""`, `b'`) or a whole literal.
/// The prefixes `r`, `f`, `t` and `u` are dropped, since the text is written with escapes.
pub fn quote_like(text: &str, sample: &str) -> String {
    let style = StringStyle::of_opening(sample);
    let marks = if style.triple { 3 } else { 1 };
    let mut literal = String::with_capacity(text.len() + 8);
    if style.bytes {
        literal.push('b');
    }
    literal.extend(std::iter::repeat_n(style.quote, marks));
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '\\' => literal.push_str("\\\\"),
            '\n' if style.triple => literal.push('\n'),
            '\n' => literal.push_str("\\n"),
            '\r' => literal.push_str("\\r"),
            '\t' => literal.push_str("\\t"),
            // Within triple quotes one mark alone needs no escape, unless it meets the closing ones.
            _ if c == style.quote && style.triple && rest.peek().is_some_and(|&next| next != c) => {
                literal.push(c);
            }
            _ if c == style.quote => {
                literal.push('\\');
                literal.push(c);
            }
            _ if style.bytes && !c.is_ascii() => {
                for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                    let _ = write!(literal, "\\x{byte:02x}");
                }
            }
            _ if c.is_ascii_control() => {
                let _ = write!(literal, "\\x{:02x}", u32::from(c));
            }
            // Invisible characters that turn text round must not be written back unseen.
            '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2066}'..='\u{2069}'
            | '\u{FEFF}' => {
                let _ = write!(literal, "\\u{:04x}", u32::from(c));
            }
            _ => literal.push(c),
        }
    }
    literal.extend(std::iter::repeat_n(style.quote, marks));
    literal
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(source: &str, opening: &str) -> String {
        decode_text(source, StringStyle::of_opening(opening))
    }

    #[test]
    fn escapes_are_decoded_as_python_does() {
        assert_eq!(text(r"a\n\x41\101\u00e9\U0001F600\q\\", "'"), "a\nAA\u{e9}\u{1F600}\\q\\");
        assert_eq!(text(r"\N{BULLET}|\ud800|\xZ|\u12", "'"), "\u{FFFD}|\u{FFFD}|\\xZ|\\u12");
        assert_eq!(text("a\\\r\nb\r\nc\rd", "'"), "ab\nc\nd");
        assert_eq!(text(r"\n{{}}", "rf'"), "\\n{}");
        assert_eq!(text("\\", "'"), "\\");
        assert_eq!(text("\\x\u{e9}", "'"), "\\x\u{e9}");
    }

    #[test]
    fn bytes_know_fewer_escapes() {
        let style = StringStyle::of_opening("b'");
        assert_eq!(decode_bytes(r"\xff\777\u0041\N{X}", style), b"\xff\xff\\u0041\\N{X}");
    }

    #[test]
    fn numbers_of_every_base() {
        assert_eq!(number("1_000"), Value::Int(1000));
        assert_eq!(number("0XfF"), Value::Int(255));
        assert_eq!(number("0o7_77"), Value::Int(0o777));
        assert_eq!(number("0777"), Value::Int(0o777));
        assert_eq!(number("0b101"), Value::Int(5));
        assert_eq!(number("1_0.5e-1"), Value::Float(1.05));
        assert_eq!(number("3j"), Value::Number);
        assert_eq!(number(&"9".repeat(60)), Value::Number);
    }

    #[test]
    fn literals_are_written_in_the_style_of_the_sample() {
        assert_eq!(quote_like("it's \"x\"\n", "'"), r#"'it\'s "x"\n'"#);
        assert_eq!(quote_like("a\"b\"", "r\"\"\""), "\"\"\"a\"b\\\"\"\"\"");
        assert_eq!(quote_like("\u{e9}\0\\", "b\"x\""), r#"b"\xc3\xa9\x00\\""#);
        assert_eq!(quote_like("a\u{202E}b", "\""), "\"a\\u202eb\"");
    }
}

//! Bytes of a file to text and back, with the encodings that Python source may declare.

use std::borrow::Cow;
use std::sync::LazyLock;

use encoding_rs::Encoding;
use regex::bytes::Regex;

/// How the bytes of a file stand for characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextEncoding {
    /// UTF-8.
    Utf8,
    /// UTF-16, low byte first.
    Utf16Le,
    /// UTF-16, high byte first.
    Utf16Be,
    /// Every byte is the character of that number. Not what browsers call latin-1.
    Latin1,
    /// One of the older encodings.
    Legacy(&'static Encoding),
}

/// A file's text with what is needed to write it back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without byte order mark.
    pub text: String,
    /// How it was encoded.
    pub encoding: TextEncoding,
    /// Whether a byte order mark stood in front.
    pub byte_order_mark: bool,
    /// Whether the text may differ from what was meant, or would not come back as the same bytes: do not write such a file.
    pub lossy: bool,
}

/// Decodes a file that does not declare its encoding in its text. Takes any bytes.
pub fn decode(bytes: &[u8]) -> Decoded {
    marked(bytes).unwrap_or_else(|| utf8_or_latin1(bytes, Certain::Yes))
}

/// Decodes Python source, which may say `coding: …` in a comment of its first two lines. Takes any bytes.
pub fn decode_python(bytes: &[u8]) -> Decoded {
    if let Some(decoded) = marked(bytes) {
        return decoded;
    }
    match cookie(bytes).map(|label| declared(&label)) {
        None | Some(Some(Declared::Utf8)) => utf8_or_latin1(bytes, Certain::Yes),
        Some(Some(Declared::Latin1)) => Decoded {
            text: latin1(bytes),
            encoding: TextEncoding::Latin1,
            byte_order_mark: false,
            lossy: false,
        },
        Some(Some(Declared::Legacy(encoding))) => {
            legacy(bytes, encoding).unwrap_or_else(|| utf8_or_latin1(bytes, Certain::No))
        }
        // Python would read something else, or refuse.
        Some(None) => utf8_or_latin1(bytes, Certain::No),
    }
}

/// The bytes of a text; `None` if the encoding lacks one of its characters.
pub fn encode(text: &str, encoding: TextEncoding, byte_order_mark: bool) -> Option<Vec<u8>> {
    let mark = if byte_order_mark { "\u{feff}" } else { "" };
    Some(match encoding {
        TextEncoding::Utf8 => [mark.as_bytes(), text.as_bytes()].concat(),
        TextEncoding::Utf16Le => {
            mark.encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
        }
        TextEncoding::Utf16Be => {
            mark.encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect()
        }
        TextEncoding::Latin1 => {
            text.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect::<Option<_>>()?
        }
        TextEncoding::Legacy(encoding) => {
            let (bytes, _, unmappable) = encoding.encode(text);
            if unmappable {
                return None;
            }
            bytes.into_owned()
        }
    })
}

/// Whether a text is none: machine code, an archive, text in an encoding that nobody named. One byte in a
/// hundred is a control character there; Python refuses most of them outside of strings.
pub fn is_binary(text: &str) -> bool {
    is_binary_with(count_controls(text), text.len())
}

/// [`is_binary`] of a text of so many bytes with so many [control characters](count_controls).
pub(crate) fn is_binary_with(n_controls: usize, n_bytes: usize) -> bool {
    n_controls >= FEWEST_CONTROLS && n_controls * 100 >= n_bytes
}

/// How many control characters a text holds that no text needs.
pub(crate) fn count_controls(text: &str) -> usize {
    // In blocks whose sum fits a byte, without a branch, so that many bytes are compared at once.
    let is_control =
        |&byte: &u8| u8::from((byte < 9) | (byte.wrapping_sub(14) < 18) & (byte != 27));
    let in_block = |block: &[u8]| usize::from(block.iter().map(is_control).sum::<u8>());
    text.as_bytes().chunks(128).map(in_block).sum()
}

/// A small text is looked at in any case, however odd.
const FEWEST_CONTROLS: usize = 200;

enum Certain {
    Yes,
    No,
}

/// Text behind a byte order mark.
fn marked(bytes: &[u8]) -> Option<Decoded> {
    if let Some(rest) = bytes.strip_prefix(b"\xef\xbb\xbf") {
        return Some(match std::str::from_utf8(rest) {
            Ok(text) => Decoded {
                text: text.to_owned(),
                encoding: TextEncoding::Utf8,
                byte_order_mark: true,
                lossy: false,
            },
            Err(_) => Decoded {
                text: String::from_utf8_lossy(rest).into_owned(),
                encoding: TextEncoding::Utf8,
                byte_order_mark: true,
                lossy: true,
            },
        });
    }
    let (rest, encoding, unit): (_, _, fn([u8; 2]) -> u16) =
        if let Some(rest) = bytes.strip_prefix(b"\xff\xfe") {
            (rest, TextEncoding::Utf16Le, u16::from_le_bytes)
        } else {
            (bytes.strip_prefix(b"\xfe\xff")?, TextEncoding::Utf16Be, u16::from_be_bytes)
        };
    let mut lossy = rest.len() % 2 != 0;
    let units = rest.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    let text = char::decode_utf16(units)
        .map(|c| {
            c.unwrap_or_else(|_| {
                lossy = true;
                char::REPLACEMENT_CHARACTER
            })
        })
        .collect();
    Some(Decoded { text, encoding, byte_order_mark: true, lossy })
}

fn utf8_or_latin1(bytes: &[u8], certain: Certain) -> Decoded {
    let lossy = matches!(certain, Certain::No);
    match std::str::from_utf8(bytes) {
        Ok(text) => Decoded {
            text: text.to_owned(),
            encoding: TextEncoding::Utf8,
            byte_order_mark: false,
            lossy,
        },
        Err(_) => Decoded {
            text: latin1(bytes),
            encoding: TextEncoding::Latin1,
            byte_order_mark: false,
            lossy: true,
        },
    }
}

fn latin1(bytes: &[u8]) -> String {
    bytes.iter().copied().map(char::from).collect()
}

fn legacy(bytes: &[u8], encoding: &'static Encoding) -> Option<Decoded> {
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
    // Several East Asian encodings have two spellings of one character, of which only one comes back.
    let (again, _, unmappable) = encoding.encode(&text);
    let lossy = unmappable || again != Cow::Borrowed(bytes);
    Some(Decoded {
        text: text.into_owned(),
        encoding: TextEncoding::Legacy(encoding),
        byte_order_mark: false,
        lossy,
    })
}

enum Declared {
    Utf8,
    Latin1,
    Legacy(&'static Encoding),
}

/// What Python understands by the label of a cookie; `None` for encodings we do not know.
fn declared(label: &str) -> Option<Declared> {
    let label = label.to_ascii_lowercase().replace('_', "-");
    let is = |name: &str| {
        label.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
    };
    // Emacs writes `utf-8-unix`, `latin-1-dos`; Python ignores the tail.
    if is("utf-8") || matches!(label.as_str(), "utf8" | "u8" | "ascii" | "us-ascii" | "cp65001") {
        return Some(Declared::Utf8);
    }
    if is("latin-1")
        || is("iso-8859-1")
        || is("iso-latin-1")
        || matches!(label.as_str(), "latin1" | "latin" | "l1" | "iso8859-1" | "8859" | "cp819")
    {
        return Some(Declared::Latin1);
    }
    let label = match label.as_str() {
        "cp932" | "ms932" | "mskanji" => "windows-31j",
        "cp936" | "ms936" => "gbk",
        "cp949" | "uhc" => "euc-kr",
        "cp950" | "ms950" => "big5",
        "mac-roman" | "macroman" => "macintosh",
        "eucjp" | "ujis" => "euc-jp",
        "euckr" => "euc-kr",
        other => other,
    };
    let encoding = Encoding::for_label_no_replacement(label.as_bytes())?;
    // A cookie that was read as ASCII cannot announce UTF-16.
    encoding.is_ascii_compatible().then_some(Declared::Legacy(encoding))
}

/// The label that one of the first two lines declares.
fn cookie(bytes: &[u8]) -> Option<String> {
    static COOKIE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?-u)^[ \t\x0c]*#[^\n\r]*?coding[:=][ \t]*([-_.a-zA-Z0-9]+)")
            .expect("the pattern is a constant")
    });
    // A hostile first line may be the whole file.
    let head = &bytes[..bytes.len().min(4096)];
    let mut lines = head.split(|&byte| byte == b'\n' || byte == b'\r').filter({
        let mut after_return = false;
        // `\r\n` splits into an empty line of its own, which is not the second line.
        move |line: &&[u8]| {
            let at = line.as_ptr() as usize - head.as_ptr() as usize;
            let inside = line.is_empty() && at > 0 && after_return && head.get(at) == Some(&b'\n');
            after_return = head.get(at + line.len()) == Some(&b'\r');
            !inside
        }
    });
    let first = lines.next()?;
    let found = |line: &[u8]| {
        // Hardly any file says so, and the expression takes longer to compile than a file to read.
        if !line.windows(6).any(|word| word == b"coding") {
            return None;
        }
        let label = COOKIE.captures(line)?.get(1)?.as_bytes();
        Some(String::from_utf8_lossy(label).into_owned())
    };
    if let Some(label) = found(first) {
        return Some(label);
    }
    // Code on the first line ends the search.
    let start = first.iter().find(|byte| !b" \t\x0c".contains(byte));
    if !matches!(start, None | Some(b'#')) {
        return None;
    }
    found(lines.next()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], text: &str, encoding: TextEncoding) {
        let decoded = decode_python(bytes);
        assert_eq!(decoded.text, text);
        assert_eq!(decoded.encoding, encoding);
        assert!(!decoded.lossy);
        let again = encode(&decoded.text, decoded.encoding, decoded.byte_order_mark);
        assert_eq!(again.as_deref(), Some(bytes));
    }

    #[test]
    fn utf8_with_and_without_mark_comes_back() {
        check("é𝒳\0".as_bytes(), "é𝒳\0", TextEncoding::Utf8);
        check(b"\xef\xbb\xbfx = 1", "x = 1", TextEncoding::Utf8);
        check(b"", "", TextEncoding::Utf8);
    }

    #[test]
    fn binary_data_is_told_from_text() {
        let utf16: Vec<u8> =
            "x = 1\n".repeat(100).encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert!(is_binary(&decode_python(&utf16).text));
        let all: Vec<u8> = (0..=u8::MAX).collect();
        assert!(is_binary(&decode_python(&all.repeat(10)).text));
        for text in ["x = '\0'\n".to_owned(), "x = 'é\t\x1b[1m'\r\n\x0c".repeat(1_000)] {
            assert!(!is_binary(&text), "{text}");
        }
        let rare = format!("{}{}", "\0".repeat(300), "x = 1\n".repeat(10_000));
        assert!(!is_binary(&rare));
    }

    #[test]
    fn utf16_comes_back() {
        check(b"\xff\xfea\0\xe9\0", "aé", TextEncoding::Utf16Le);
        check(b"\xfe\xff\0a\xd8\x35\xdc\xb3", "a𝒳", TextEncoding::Utf16Be);
    }

    #[test]
    fn broken_utf16_is_lossy() {
        assert!(decode(b"\xff\xfea").lossy);
        assert!(decode(b"\xff\xfe\x00\xd8").lossy);
    }

    #[test]
    fn latin1_takes_every_byte_as_it_is() {
        let mut bytes = b"# -*- coding: latin-1 -*-\n".to_vec();
        bytes.extend(0..=255u8);
        let text: String = bytes.iter().copied().map(char::from).collect();
        check(&bytes, &text, TextEncoding::Latin1);
    }

    #[test]
    fn cookies_name_older_encodings() {
        check(
            b"# coding=koi8-r\n\xc1",
            "# coding=koi8-r\nа",
            TextEncoding::Legacy(encoding_rs::KOI8_R),
        );
        check(
            b"#!/usr/bin/python\r\n# vim: set fileencoding=shift_jis :\r\n\x82\xa0",
            "#!/usr/bin/python\r\n# vim: set fileencoding=shift_jis :\r\nあ",
            TextEncoding::Legacy(encoding_rs::SHIFT_JIS),
        );
    }

    #[test]
    fn a_cookie_counts_only_in_comments_of_the_first_two_lines() {
        for text in [
            "x = 1  # coding: koi8-r\n",
            "x = 1\n# coding: koi8-r\n",
            "\n\n# coding: koi8-r\n",
            "'''\n coding: koi8-r'''\n",
        ] {
            assert_eq!(decode_python(text.as_bytes()).encoding, TextEncoding::Utf8, "{text:?}");
        }
        assert_eq!(decode(b"# coding: koi8-r\n").encoding, TextEncoding::Utf8);
        assert_ne!(decode_python(b"\r\n# coding: koi8-r\r\n").encoding, TextEncoding::Utf8);
        assert_ne!(decode_python(b"#\r# coding: koi8-r\r").encoding, TextEncoding::Utf8);
    }

    #[test]
    fn encodings_that_hide_code_are_lossy() {
        for label in ["utf-7", "rot13", "utf-16", "no-such-thing", "hz-gb-2312"] {
            let decoded = decode_python(format!("# coding: {label}\nx\n").as_bytes());
            assert!(decoded.lossy, "{label}");
        }
    }

    #[test]
    fn invalid_utf8_without_a_cookie_falls_back_to_latin1() {
        for bytes in [&b"x = '\xff'"[..], b"# coding: utf-8\n\xff", b"# coding: ascii\n\xff"] {
            let decoded = decode_python(bytes);
            assert!(decoded.lossy);
            assert_eq!(encode(&decoded.text, decoded.encoding, false).as_deref(), Some(bytes));
        }
    }

    #[test]
    fn characters_an_encoding_lacks_are_refused() {
        assert_eq!(encode("а", TextEncoding::Latin1, false), None);
        assert_eq!(encode("あ", TextEncoding::Legacy(encoding_rs::KOI8_R), false), None);
    }

    #[test]
    fn any_bytes_decode() {
        for first in 0..=255u8 {
            for second in 0..=255u8 {
                decode_python(&[first, second]);
                decode_python(&[b'#', b'c', first, second, b'\n', second]);
            }
        }
    }

    #[test]
    fn controls_are_those_that_text_does_not_hold() {
        for byte in 0..128_u8 {
            let text = char::from(byte).to_string().repeat(FEWEST_CONTROLS);
            let is_control = matches!(byte, 0..=8 | 14..=26 | 28..=31);
            assert_eq!(is_binary(&text), is_control, "{byte}");
            assert!(!is_binary(&text[1..]), "{byte}");
        }
    }
}

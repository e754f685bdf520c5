//! Byte-level steps over Python text: strings, brackets, words. No tokens are made and no tree is needed.
//!
//! Everything here looks at ASCII bytes only, so every position it returns is a character boundary.

/// How deep f-strings inside replacement fields are followed.
const MAX_NESTING: u8 = 6;
/// How far a replacement field is followed before it counts as broken.
const MAX_FIELD: usize = 16 * 1024;

/// Allowance for replacement fields that turn out broken; keeps hostile text linear.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Patience(u8);

impl Default for Patience {
    fn default() -> Self {
        Self(64)
    }
}

/// Where a string literal ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct StringEnd {
    /// One past the closing quote, or where the string was cut off.
    pub(super) end: usize,
    /// Whether the closing quote was found.
    pub(super) closed: bool,
}

pub(super) fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

pub(super) fn is_newline(byte: u8) -> bool {
    byte == b'\n' || byte == b'\r'
}

pub(super) fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\x0c')
}

/// One past the line ending at `at`; `\r\n` counts as one.
pub(super) fn past_newline(bytes: &[u8], at: usize) -> usize {
    match (bytes.get(at), bytes.get(at + 1)) {
        (Some(b'\r'), Some(b'\n')) => at + 2,
        (Some(_), _) => at + 1,
        (None, _) => at,
    }
}

/// The end of the physical line at `at`, line ending excluded.
pub(super) fn line_end(bytes: &[u8], at: usize) -> usize {
    let mut end = at;
    while end < bytes.len() && !LINE_ENDS[bytes[end] as usize] {
        end += 1;
    }
    end
}

/// The word that begins at `at`, without looking at what stands before it.
pub(super) fn word_end(bytes: &[u8], at: usize) -> usize {
    let mut end = at;
    while bytes.get(end).is_some_and(|&byte| is_word(byte)) {
        end += 1;
    }
    end
}

/// Whether the whole word at `at` is `word`.
pub(super) fn word_at(bytes: &[u8], at: usize, word: &str) -> bool {
    bytes[at.min(bytes.len())..].starts_with(word.as_bytes())
        && !bytes.get(at + word.len()).is_some_and(|&byte| is_word(byte))
        && !at.checked_sub(1).is_some_and(|before| is_word(bytes[before]))
}

/// Skips blanks, line endings, continuation backslashes and comments.
pub(super) fn skip_space(bytes: &[u8], mut at: usize, end: usize) -> usize {
    while at < end {
        match bytes[at] {
            b'#' => at = line_end(bytes, at).min(end),
            b'\\' if bytes.get(at + 1).is_some_and(|&byte| is_newline(byte)) => at += 1,
            byte if is_blank(byte) || is_newline(byte) => at += 1,
            _ => break,
        }
    }
    at
}

/// Takes blanks, line endings and continuation backslashes off the end of `start..end`.
pub(super) fn trim_end(bytes: &[u8], start: usize, mut end: usize) -> usize {
    while end > start {
        let byte = bytes[end - 1];
        let continuation = byte == b'\\' && bytes.get(end).is_some_and(|&next| is_newline(next));
        if !(is_blank(byte) || is_newline(byte) || continuation) {
            break;
        }
        end -= 1;
    }
    end
}

/// Steps over the string literal whose opening quote is at `quote`.
pub(super) fn skip_string(bytes: &[u8], quote: usize, patience: &mut Patience) -> StringEnd {
    skip_string_nested(bytes, quote, patience, 0)
}

fn skip_string_nested(
    bytes: &[u8],
    quote: usize,
    patience: &mut Patience,
    nesting: u8,
) -> StringEnd {
    let mark = bytes[quote];
    let (raw, formatted) = prefix(bytes, quote);
    let triple = bytes[quote..].starts_with(&[mark, mark, mark]);
    let start = if triple { quote + 3 } else { quote + 1 };
    if formatted && patience.0 > 0 && nesting < MAX_NESTING {
        if let Some(end) = skip_formatted(bytes, start, mark, triple, raw, patience, nesting) {
            return StringEnd { end, closed: true };
        }
        patience.0 = patience.0.saturating_sub(1);
    }
    skip_plain(bytes, start, mark, triple)
}

/// Whether the letters before a quote make the string raw, and whether they make it an f- or t-string.
fn prefix(bytes: &[u8], quote: usize) -> (bool, bool) {
    let mut at = quote;
    let mut raw = false;
    let mut formatted = false;
    while at > 0 && quote - at < 2 {
        match bytes[at - 1] | 0x20 {
            b'r' => raw = true,
            b'f' | b't' => formatted = true,
            b'b' | b'u' => {}
            _ => break,
        }
        at -= 1;
    }
    if at > 0 && is_word(bytes[at - 1]) { (false, false) } else { (raw, formatted) }
}

/// A table of the given bytes.
pub(super) const fn table(members: &[u8]) -> [bool; 256] {
    let mut table = [false; 256];
    let mut index = 0;
    while index < members.len() {
        table[members[index] as usize] = true;
        index += 1;
    }
    table
}

const LINE_ENDS: [bool; 256] = table(b"\n\r");
const STRING_STOPS: [bool; 256] = table(b"\"'\\\n\r");
const TRIPLE_STOPS: [bool; 256] = table(b"\"'\\");

fn skip_plain(bytes: &[u8], mut at: usize, mark: u8, triple: bool) -> StringEnd {
    let stops = if triple { &TRIPLE_STOPS } else { &STRING_STOPS };
    loop {
        while at < bytes.len() && !stops[bytes[at] as usize] {
            at += 1;
        }
        match bytes.get(at) {
            None => return StringEnd { end: bytes.len(), closed: false },
            Some(b'\\') => at = past_escape(bytes, at),
            Some(&byte) if byte == mark && !triple => {
                return StringEnd { end: at + 1, closed: true };
            }
            Some(&byte) if byte == mark && bytes[at..].starts_with(&[mark, mark, mark]) => {
                return StringEnd { end: at + 3, closed: true };
            }
            Some(&byte) if is_newline(byte) => return StringEnd { end: at, closed: false },
            Some(_) => at += 1,
        }
    }
}

/// One past a backslash and what it protects, in raw strings too.
fn past_escape(bytes: &[u8], at: usize) -> usize {
    match bytes.get(at + 1) {
        Some(&byte) if is_newline(byte) => past_newline(bytes, at + 1),
        // A character of several bytes is protected as a whole by leaving its tail to the caller.
        Some(_) => at + 2,
        None => at + 1,
    }
}

/// The end of an f- or t-string as PEP 701 reads it; `None` if a replacement field does not close.
fn skip_formatted(
    bytes: &[u8],
    start: usize,
    mark: u8,
    triple: bool,
    raw: bool,
    patience: &mut Patience,
    nesting: u8,
) -> Option<usize> {
    let mut at = start;
    while at < bytes.len() {
        let byte = bytes[at];
        match byte {
            b'\\' if !raw && bytes[at..].starts_with(b"\\N{") => {
                at += 3 + bytes[at + 3..].iter().take(128).position(|&b| b == b'}')?;
                at += 1;
            }
            b'\\' if matches!(bytes.get(at + 1), Some(b'{' | b'}')) => at += 1,
            b'\\' => at = past_escape(bytes, at),
            b'{' if bytes.get(at + 1) == Some(&b'{') => at += 2,
            b'{' => at = skip_field(bytes, at + 1, mark, triple, patience, nesting)?,
            b'\n' | b'\r' if !triple => return None,
            _ if byte == mark && !triple => return Some(at + 1),
            _ if byte == mark && bytes[at..].starts_with(&[mark, mark, mark]) => {
                return Some(at + 3);
            }
            _ => at += 1,
        }
    }
    None
}

/// One past the `}` of the replacement field whose content begins at `start`.
fn skip_field(
    bytes: &[u8],
    start: usize,
    mark: u8,
    triple: bool,
    patience: &mut Patience,
    nesting: u8,
) -> Option<usize> {
    let limit = bytes.len().min(start + MAX_FIELD);
    let mut depth = 0usize;
    let mut at = start;
    while at < limit {
        match bytes[at] {
            b'"' | b'\'' => {
                let inner = skip_string_nested(bytes, at, patience, nesting + 1);
                if !inner.closed {
                    return None;
                }
                at = inner.end;
            }
            b'#' => at = line_end(bytes, at),
            b'(' | b'[' | b'{' => {
                depth += 1;
                at += 1;
            }
            b'}' if depth == 0 => return Some(at + 1),
            b')' | b']' | b'}' => {
                depth = depth.checked_sub(1)?;
                at += 1;
            }
            b':' if depth == 0 => {
                return skip_format(bytes, at + 1, limit, mark, triple, patience, nesting);
            }
            byte if is_newline(byte) => {
                at += 1;
                let word = skip_blanks(bytes, at);
                if begins_statement(bytes, word) {
                    return None;
                }
            }
            _ => at += 1,
        }
    }
    None
}

/// One past the `}` that ends a field whose format specification begins at `start`.
fn skip_format(
    bytes: &[u8],
    start: usize,
    limit: usize,
    mark: u8,
    triple: bool,
    patience: &mut Patience,
    nesting: u8,
) -> Option<usize> {
    let mut at = start;
    while at < limit {
        let byte = bytes[at];
        match byte {
            b'}' => return Some(at + 1),
            b'{' if nesting < MAX_NESTING => {
                at = skip_field(bytes, at + 1, mark, triple, patience, nesting + 1)?;
            }
            b'{' => return None,
            _ if is_newline(byte) && !triple => return None,
            _ if byte == mark && (!triple || bytes[at..].starts_with(&[mark, mark, mark])) => {
                return None;
            }
            _ => at += 1,
        }
    }
    None
}

pub(super) fn skip_blanks(bytes: &[u8], mut at: usize) -> usize {
    while bytes.get(at).is_some_and(|&byte| is_blank(byte)) {
        at += 1;
    }
    at
}

/// Whether the word at `at` can only begin a statement: no expression holds it, so an open bracket before it is a mistake.
pub(super) fn begins_statement(bytes: &[u8], at: usize) -> bool {
    let end = word_end(bytes, at);
    if end - at < 3 || end - at > 8 {
        return false;
    }
    match &bytes[at..end] {
        b"def" | b"class" | b"import" | b"return" | b"raise" | b"while" | b"with" | b"try"
        | b"except" | b"del" | b"pass" | b"break" | b"continue" | b"global" | b"nonlocal"
        | b"assert" | b"elif" | b"finally" => true,
        b"async" => {
            let next = skip_blanks(bytes, end);
            word_at(bytes, next, "def") || word_at(bytes, next, "with")
        }
        // `yield` may stand before a line that begins with `from`; an import says so on the same line.
        b"from" => {
            let mut next = skip_blanks(bytes, end);
            while bytes.get(next).is_some_and(|&byte| is_word(byte) || byte == b'.') {
                next += 1;
            }
            let next = skip_blanks(bytes, next);
            word_at(bytes, next, "import")
        }
        _ => false,
    }
}

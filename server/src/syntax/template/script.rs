//! Where in a piece of JavaScript a place lies: in a text, in a comment, or in the code itself.

/// What is around a place in a script.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// Code: whatever is put there runs.
    Bare,
    /// Between `"` or `'`.
    Quoted(char),
    /// Between backquotes, where `${…}` runs.
    Backquoted,
    /// Between the slashes of a regular expression.
    Pattern,
    /// A comment.
    Comment,
}

/// Words behind which a slash begins a regular expression.
const BEFORE_PATTERN: [&str; 6] = ["return", "typeof", "case", "in", "of", "void"];

/// What is around each of `places`, which are sorted bytes of `script`.
pub fn places(script: &str, places: &[usize]) -> Vec<Place> {
    let bytes = script.as_bytes();
    let mut found = Vec::with_capacity(places.len());
    let mut reader =
        Reader { bytes, at: 0, state: Place::Bare, holes: Vec::new(), last: 0, comment_end: 0 };
    for &place in places {
        while reader.at < place.min(bytes.len()) {
            reader.step();
        }
        found.push(reader.state);
    }
    found
}

struct Reader<'t> {
    bytes: &'t [u8],
    at: usize,
    state: Place,
    /// Depth of braces in each `${` that is open.
    holes: Vec<usize>,
    /// The last byte of code that is no blank, as an index one past it.
    last: usize,
    /// Where the comment that is open ends.
    comment_end: usize,
}

impl Reader<'_> {
    fn step(&mut self) {
        let byte = self.bytes[self.at];
        let next = self.bytes.get(self.at + 1).copied();
        self.at += 1;
        match self.state {
            Place::Bare => self.code(byte, next),
            Place::Quoted(quote) => match byte {
                b'\\' => self.at += 1,
                // A text that is not closed ends with its line.
                b'\n' => self.leave(),
                _ if char::from(byte) == quote => self.leave(),
                _ => {}
            },
            Place::Backquoted => match (byte, next) {
                (b'\\', _) => self.at += 1,
                (b'`', _) => self.leave(),
                (b'$', Some(b'{')) => {
                    self.at += 1;
                    self.holes.push(0);
                    self.leave();
                }
                _ => {}
            },
            Place::Pattern => match byte {
                b'\\' => self.at += 1,
                b'/' | b'\n' => self.leave(),
                _ => {}
            },
            Place::Comment if self.at >= self.comment_end => self.state = Place::Bare,
            Place::Comment => {}
        }
        self.at = self.at.min(self.bytes.len());
    }

    fn leave(&mut self) {
        self.state = Place::Bare;
        self.last = self.at;
    }

    fn code(&mut self, byte: u8, next: Option<u8>) {
        match (byte, next) {
            (b'"' | b'\'', _) => self.state = Place::Quoted(char::from(byte)),
            (b'`', _) => self.state = Place::Backquoted,
            (b'/', Some(b'/')) => {
                let rest = &self.bytes[self.at..];
                let length = rest.iter().position(|&b| b == b'\n').unwrap_or(rest.len());
                self.state = Place::Comment;
                self.comment_end = self.at + length;
            }
            (b'/', Some(b'*')) => {
                let rest = self.bytes.get(self.at + 1..).unwrap_or_default();
                let length = rest.windows(2).position(|pair| pair == b"*/");
                self.state = Place::Comment;
                self.comment_end = length.map_or(self.bytes.len(), |length| self.at + 3 + length);
            }
            (b'/', _) if self.begins_pattern() => self.state = Place::Pattern,
            (b'{', _) => {
                if let Some(depth) = self.holes.last_mut() {
                    *depth += 1;
                }
            }
            (b'}', _) => match self.holes.last_mut() {
                Some(0) => {
                    self.holes.pop();
                    self.state = Place::Backquoted;
                }
                Some(depth) => *depth -= 1,
                None => {}
            },
            _ => {}
        }
        if !byte.is_ascii_whitespace() && self.state == Place::Bare {
            self.last = self.at;
        }
    }

    /// Whether a slash at this place begins a regular expression rather than divides.
    fn begins_pattern(&self) -> bool {
        let before = &self.bytes[..self.last];
        match before.last() {
            None => true,
            Some(b')' | b']' | b'}' | b'"' | b'\'' | b'`') => false,
            Some(byte) if byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$') => {
                let start = before.iter().rposition(|b| !b.is_ascii_alphanumeric());
                let word = &before[start.map_or(0, |at| at + 1)..];
                BEFORE_PATTERN.iter().any(|known| known.as_bytes() == word)
            }
            Some(_) => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each `@` is a place.
    fn check(marked: &str) -> Vec<Place> {
        let places_in: Vec<usize> = marked.match_indices('@').map(|(at, _)| at).collect();
        places(marked, &places_in)
    }

    #[test]
    fn texts_comments_and_code() {
        use Place::{Backquoted, Bare, Comment, Pattern, Quoted};
        for (script, expected) in [
            ("a = @; b = '@'; c = \"@\"; d = @", &[Bare, Quoted('\''), Quoted('"'), Bare][..]),
            ("a = 'it\\'s @' + @", &[Quoted('\''), Bare]),
            ("a = 'open @\n@", &[Quoted('\''), Bare]),
            ("`a @ ${ {b: @} } @` @", &[Backquoted, Bare, Backquoted, Bare]),
            ("`${`@`}`", &[Backquoted]),
            ("// it's @\n@ /* \" @ */ @", &[Comment, Bare, Comment, Bare]),
            ("a = /['\"@]/.test('@')", &[Pattern, Quoted('\'')]),
            ("a = b / 2; c = '@' / 3", &[Quoted('\'')]),
            ("return /'/ + @", &[Bare]),
            ("/* @", &[Comment]),
            ("`${@", &[Bare]),
        ] {
            assert_eq!(check(script), expected, "{script}");
        }
    }
}

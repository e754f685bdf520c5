//! Bytes to lines and columns and back, as editors and people count them.

use ropey::Rope;

use super::Span;

/// The unit in which a client counts columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum PositionEncoding {
    /// Bytes.
    Utf8,
    /// Two for characters beyond the basic plane, one for the others: what clients use that agree on nothing else.
    #[default]
    Utf16,
    /// Characters.
    Utf32,
}

impl PositionEncoding {
    fn width(self, c: char) -> usize {
        match self {
            PositionEncoding::Utf8 => c.len_utf8(),
            PositionEncoding::Utf16 => c.len_utf16(),
            PositionEncoding::Utf32 => 1,
        }
    }
}

/// A line and a column, both from 0. Lines end at `\n`, `\r\n` and a lone `\r`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The column, in units of the client.
    pub column: usize,
}

impl Position {
    /// Line `line`, column `column`, both from 0.
    pub fn new(line: usize, column: usize) -> Self {
        Self { line, column }
    }
}

/// Where the client sees `byte`; a byte inside a character counts as its first, one inside or behind the text as its end.
pub fn position(rope: &Rope, byte: usize, encoding: PositionEncoding) -> Position {
    let char = rope.byte_to_char(byte.min(rope.len_bytes()));
    let line = rope.char_to_line(char);
    let start = rope.line_to_char(line);
    // Between `\r` and `\n` no position exists; the end of the line is the nearest.
    let char = char.min(line_end(rope, line));
    let column = match encoding {
        PositionEncoding::Utf8 => rope.char_to_byte(char) - rope.char_to_byte(start),
        PositionEncoding::Utf16 => rope.char_to_utf16_cu(char) - rope.char_to_utf16_cu(start),
        PositionEncoding::Utf32 => char - start,
    };
    Position { line, column }
}

/// The byte at a position. Columns behind the end of a line mean its end, lines behind the last
/// the end of the text; a column inside a character means its first byte.
pub fn byte(rope: &Rope, position: Position, encoding: PositionEncoding) -> usize {
    if position.line >= rope.len_lines() {
        return rope.len_bytes();
    }
    let start = rope.line_to_char(position.line);
    let char = match encoding {
        PositionEncoding::Utf8 => {
            let byte = rope.char_to_byte(start).saturating_add(position.column);
            rope.byte_to_char(byte.min(rope.len_bytes()))
        }
        PositionEncoding::Utf16 => {
            let unit = rope.char_to_utf16_cu(start).saturating_add(position.column);
            rope.utf16_cu_to_char(unit.min(rope.len_utf16_cu()))
        }
        PositionEncoding::Utf32 => start.saturating_add(position.column),
    };
    rope.char_to_byte(char.min(line_end(rope, position.line)))
}

/// The character behind the last of a line, line break excluded.
fn line_end(rope: &Rope, line: usize) -> usize {
    let start = rope.line_to_char(line);
    if line + 1 >= rope.len_lines() {
        return rope.len_chars();
    }
    let mut end = rope.line_to_char(line + 1);
    if end > start && rope.char(end - 1) == '\n' {
        end -= 1;
        if end > start && rope.char(end - 1) == '\r' {
            end -= 1;
        }
    } else if end > start && rope.char(end - 1) == '\r' {
        end -= 1;
    }
    end
}

/// Bytes between two entries of a `LineIndex`'s table of counts.
const BLOCK: usize = 1024;

/// The lines of a text that does not change.
///
/// Invariant: `starts` begins with 0 and ascends; `counts` is empty for ASCII, where bytes and characters are one,
/// else it holds the characters and UTF-16 units before every `BLOCK`th byte, so that a column costs the same on lines of any length.
#[derive(Clone, Debug)]
pub struct LineIndex<'t> {
    text: &'t str,
    starts: Vec<usize>,
    counts: Vec<(usize, usize)>,
}

impl<'t> LineIndex<'t> {
    /// Finds the lines of `text`.
    pub fn new(text: &'t str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for (at, &byte) in bytes.iter().enumerate() {
            if byte == b'\n' || (byte == b'\r' && bytes.get(at + 1) != Some(&b'\n')) {
                starts.push(at + 1);
            }
        }
        let mut counts = Vec::new();
        if !text.is_ascii() {
            let mut sum = (0, 0);
            for (at, c) in text.char_indices() {
                while counts.len() * BLOCK <= at {
                    counts.push(sum);
                }
                sum = (sum.0 + 1, sum.1 + c.len_utf16());
            }
        }
        Self { text, starts, counts }
    }

    /// The text.
    pub fn text(&self) -> &'t str {
        self.text
    }

    /// Number of lines; a text that ends with a line break has an empty last one.
    pub fn n_lines(&self) -> usize {
        self.starts.len()
    }

    /// The line of a byte, from 0.
    pub fn line(&self, byte: usize) -> usize {
        self.starts.partition_point(|&start| start <= byte) - 1
    }

    /// A line without its line break; empty at the end of the text for lines that do not exist.
    pub fn line_span(&self, line: usize) -> Span {
        let Some(&start) = self.starts.get(line) else {
            return Span::empty(self.text.len());
        };
        let end = self.starts.get(line + 1).copied().unwrap_or(self.text.len());
        let content = &self.text[start..end];
        let content = if line + 1 == self.starts.len() {
            content
        } else {
            content
                .strip_suffix("\r\n")
                .unwrap_or_else(|| content.strip_suffix(['\n', '\r']).unwrap_or(content))
        };
        Span::new(start, start + content.len())
    }

    /// The text of a line without its line break.
    pub fn line_text(&self, line: usize) -> &'t str {
        self.line_span(line).slice(self.text)
    }

    /// Where `byte` stands, from 0; the same answer as `position` gives for a rope.
    pub fn position(&self, byte: usize, encoding: PositionEncoding) -> Position {
        let mut byte = byte.min(self.text.len());
        while !self.text.is_char_boundary(byte) {
            byte -= 1;
        }
        let line = self.line(byte);
        let span = self.line_span(line);
        let byte = byte.min(span.end);
        let column = self.units(byte, encoding) - self.units(span.start, encoding);
        Position { line, column }
    }

    /// Line and column as people count them: from 1, columns in characters.
    pub fn line_column(&self, byte: usize) -> (usize, usize) {
        let position = self.position(byte, PositionEncoding::Utf32);
        (position.line + 1, position.column + 1)
    }

    /// The byte at a position, from 0; the same answer as `byte` gives for a rope.
    pub fn byte(&self, position: Position, encoding: PositionEncoding) -> usize {
        let span = self.line_span(position.line);
        if self.counts.is_empty() || encoding == PositionEncoding::Utf8 {
            let mut byte = span.start.saturating_add(position.column).min(span.end);
            while !self.text.is_char_boundary(byte) {
                byte -= 1;
            }
            return byte;
        }
        let mut left = position.column;
        for (at, c) in span.slice(self.text).char_indices() {
            let width = encoding.width(c);
            if left < width {
                return span.start + at;
            }
            left -= width;
        }
        span.end
    }

    /// Units before a byte on a character boundary.
    fn units(&self, byte: usize, encoding: PositionEncoding) -> usize {
        if self.counts.is_empty() || encoding == PositionEncoding::Utf8 {
            return byte;
        }
        let block = (byte / BLOCK).min(self.counts.len() - 1);
        let (chars, units) = self.counts[block];
        let mut from = block * BLOCK;
        // A character that straddles the border was counted before it.
        while !self.text.is_char_boundary(from) {
            from += 1;
        }
        let rest = self.text.get(from..byte).unwrap_or("");
        match encoding {
            PositionEncoding::Utf16 => units + rest.chars().map(char::len_utf16).sum::<usize>(),
            _ => chars + rest.chars().count(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENCODINGS: [PositionEncoding; 3] =
        [PositionEncoding::Utf8, PositionEncoding::Utf16, PositionEncoding::Utf32];

    fn both_bytes(text: &str, line: usize, column: usize, encoding: PositionEncoding) -> usize {
        let position = Position::new(line, column);
        let byte = byte(&Rope::from_str(text), position, encoding);
        assert_eq!(byte, LineIndex::new(text).byte(position, encoding), "{text:?} {position:?}");
        byte
    }

    fn both_positions(text: &str, at: usize, encoding: PositionEncoding) -> (usize, usize) {
        let rope = position(&Rope::from_str(text), at, encoding);
        let index = LineIndex::new(text).position(at, encoding);
        assert_eq!(rope, index, "{text:?} at {at} in {encoding:?}");
        (rope.line, rope.column)
    }

    #[test]
    fn columns_count_in_the_units_of_the_encoding() {
        let text = "é𝒳z";
        assert_eq!(both_positions(text, 6, PositionEncoding::Utf8), (0, 6));
        assert_eq!(both_positions(text, 6, PositionEncoding::Utf16), (0, 3));
        assert_eq!(both_positions(text, 6, PositionEncoding::Utf32), (0, 2));
        assert_eq!(both_bytes(text, 0, 3, PositionEncoding::Utf16), 6);
        assert_eq!(both_bytes(text, 0, 2, PositionEncoding::Utf32), 6);
    }

    #[test]
    fn a_column_inside_a_character_means_its_first_byte() {
        let text = "a𝒳z";
        assert_eq!(both_bytes(text, 0, 2, PositionEncoding::Utf16), 1);
        assert_eq!(both_bytes(text, 0, 3, PositionEncoding::Utf8), 1);
        assert_eq!(both_positions(text, 3, PositionEncoding::Utf16), (0, 1));
    }

    #[test]
    fn a_column_behind_the_line_means_its_end_before_the_line_break() {
        for text in ["ab\ncd", "ab\r\ncd", "ab\rcd"] {
            for encoding in ENCODINGS {
                assert_eq!(both_bytes(text, 0, 99, encoding), 2);
                assert_eq!(both_bytes(text, 1, usize::MAX, encoding), text.len());
                assert_eq!(both_bytes(text, 9, 0, encoding), text.len());
            }
        }
    }

    #[test]
    fn no_position_lies_inside_a_line_break() {
        assert_eq!(both_positions("ab\r\ncd", 3, PositionEncoding::Utf16), (0, 2));
    }

    #[test]
    fn other_separators_end_no_line() {
        let text = "a\u{b}\u{c}\u{85}\u{2028}\u{2029}b";
        assert_eq!(LineIndex::new(text).n_lines(), 1);
        both_positions(text, text.len(), PositionEncoding::Utf16);
    }

    #[test]
    fn rope_and_index_agree_and_every_boundary_comes_back() {
        let long = "xé𝒳\r\n\r".repeat(700);
        for text in ["", "\n", "\r", "\r\n", "a\r\n\r\rb\n", "é\r\n𝒳", long.as_str()] {
            let rope = Rope::from_str(text);
            let index = LineIndex::new(text);
            for at in 0..=text.len() {
                for encoding in ENCODINGS {
                    let there = index.position(at, encoding);
                    assert_eq!(there, position(&rope, at, encoding), "at {at}");
                    let back = index.byte(there, encoding);
                    assert_eq!(back, byte(&rope, there, encoding));
                    let inside_break = text
                        .get(at..)
                        .is_some_and(|rest| rest.starts_with('\n') && text[..at].ends_with('\r'));
                    if text.is_char_boundary(at) && !inside_break {
                        assert_eq!(back, at);
                    }
                }
            }
        }
    }

    #[test]
    fn lines_come_without_their_breaks() {
        let index = LineIndex::new("a\r\nb\rc\n");
        let lines: Vec<_> = (0..index.n_lines()).map(|line| index.line_text(line)).collect();
        assert_eq!(lines, ["a", "b", "c", ""]);
        assert_eq!(index.line_text(99), "");
    }

    #[test]
    fn people_count_from_one() {
        assert_eq!(LineIndex::new("é\n𝒳=").line_column(7), (2, 2));
    }
}

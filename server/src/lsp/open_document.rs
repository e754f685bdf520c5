//! A document the client has open: its text, kept as ropes, and where positions lie in it.

use std::path::PathBuf;
use std::sync::Arc;

use ropey::{Rope, RopeSlice};
use tokio::sync::watch;
use tower_lsp::ls_types::{Position, Range, TextDocumentContentChangeEvent, Uri};

use super::assessment::Assessment;
use crate::languages::Language;
use crate::text::{DocumentUrl, Span};

/// How the client counts columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Encoding {
    /// Bytes.
    Utf8,
    /// UTF-16 code units.
    Utf16,
    /// Characters.
    Utf32,
}

/// One text of a document and how to find places in it. Cheap to clone.
#[derive(Clone, Debug)]
pub(super) struct Text {
    rope: Rope,
    encoding: Encoding,
}

/// A document the client has open.
///
/// Invariant: `revision` grows with every change of the text or of what surrounds it, and is not
/// used twice, not even by a document closed and opened again.
pub(super) struct OpenDocument {
    /// The name as the client spells it.
    pub(super) uri: Uri,
    /// The name as everything below `lsp` knows it.
    pub(super) url: DocumentUrl,
    /// Where it lies, or would lie.
    pub(super) path: PathBuf,
    /// What it is written in.
    pub(super) language: &'static Language,
    /// The client's number for the text.
    pub(super) version: i32,
    /// The text.
    pub(super) text: Text,
    /// The revision it was opened with.
    pub(super) opened: u64,
    /// Our number for the text and what surrounds it.
    pub(super) revision: u64,
    /// Whether a check is under way.
    pub(super) in_check: bool,
    /// What the newest finished check gave.
    pub(super) assessed: watch::Sender<Option<Arc<Assessment>>>,
}

impl Text {
    /// The text as it was opened.
    pub(super) fn new(text: &str, encoding: Encoding) -> Self {
        Self { rope: Rope::from_str(text), encoding }
    }

    /// Applies one change; positions refer to the text before it.
    pub(super) fn apply(&mut self, change: &TextDocumentContentChangeEvent) {
        let Some(range) = change.range else {
            self.rope = Rope::from_str(&change.text);
            return;
        };
        let (start, end) = (self.char_at(range.start), self.char_at(range.end));
        // A reversed range is meant as the same stretch.
        let (start, end) = (start.min(end), start.max(end));
        self.rope.remove(start..end);
        self.rope.insert(start, &change.text);
    }

    /// The whole text.
    pub(super) fn whole(&self) -> Arc<str> {
        String::from(&self.rope).into()
    }

    /// The first line, without its end.
    pub(super) fn first_line(&self) -> String {
        without_line_end(self.rope.line(0)).to_string()
    }

    /// The byte a position means; the end of the line or text where it lies beyond.
    pub(super) fn offset(&self, position: Position) -> usize {
        self.rope.char_to_byte(self.char_at(position))
    }

    /// The bytes a range means.
    pub(super) fn span(&self, range: Range) -> Span {
        let (start, end) = (self.offset(range.start), self.offset(range.end));
        Span::new(start.min(end), start.max(end))
    }

    /// Where a byte stands; the end of the text where it lies beyond.
    pub(super) fn position(&self, offset: usize) -> Position {
        let offset = offset.min(self.rope.len_bytes());
        let at = self.rope.byte_to_char(offset);
        let line = self.rope.char_to_line(at);
        let start = self.rope.line_to_char(line);
        let column = match self.encoding {
            Encoding::Utf8 => self.rope.char_to_byte(at) - self.rope.char_to_byte(start),
            Encoding::Utf16 => self.rope.char_to_utf16_cu(at) - self.rope.char_to_utf16_cu(start),
            Encoding::Utf32 => at - start,
        };
        Position::new(saturated(line), saturated(column))
    }

    /// Where a span stands.
    pub(super) fn range(&self, span: Span) -> Range {
        Range::new(self.position(span.start), self.position(span.end))
    }

    fn char_at(&self, position: Position) -> usize {
        let line = position.line as usize;
        if line >= self.rope.len_lines() {
            return self.rope.len_chars();
        }
        let start = self.rope.line_to_char(line);
        let line = without_line_end(self.rope.line(line));
        let column = position.character as usize;
        let within = match self.encoding {
            Encoding::Utf8 => line.byte_to_char(column.min(line.len_bytes())),
            Encoding::Utf16 => line.utf16_cu_to_char(column.min(line.len_utf16_cu())),
            Encoding::Utf32 => column.min(line.len_chars()),
        };
        start + within
    }
}

fn without_line_end(line: RopeSlice<'_>) -> RopeSlice<'_> {
    let n_chars = line.len_chars();
    let ends = |at: usize, wanted: char| at >= 1 && line.char(at - 1) == wanted;
    let end = if ends(n_chars, '\n') {
        if ends(n_chars - 1, '\r') { n_chars - 2 } else { n_chars - 1 }
    } else if ends(n_chars, '\r') {
        n_chars - 1
    } else {
        n_chars
    };
    line.slice(..end)
}

/// Lines and columns beyond what the protocol can count do not occur in texts that fit memory.
fn saturated(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENCODINGS: [Encoding; 3] = [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32];

    fn edit(start: (u32, u32), end: (u32, u32), text: &str) -> TextDocumentContentChangeEvent {
        TextDocumentContentChangeEvent {
            range: Some(Range::new(Position::new(start.0, start.1), Position::new(end.0, end.1))),
            range_length: None,
            text: text.to_owned(),
        }
    }

    #[test]
    fn columns_count_in_the_clients_units() {
        let source = "é😀x\r\n😀y\rz";
        for (encoding, columns) in ENCODINGS.into_iter().zip([6, 3, 2]) {
            let text = Text::new(source, encoding);
            assert_eq!(text.position(6), Position::new(0, columns), "{encoding:?}");
            assert_eq!(text.offset(Position::new(0, columns)), 6, "{encoding:?}");
            assert_eq!(text.position(source.len()), Position::new(2, 1));
        }
    }

    #[test]
    fn every_offset_survives_the_way_there_and_back() {
        let source = "a\n\r\né😀\u{2028}b\r\rtail";
        for encoding in ENCODINGS {
            let text = Text::new(source, encoding);
            for (offset, _) in source.char_indices() {
                // Between `\r` and `\n` there is no place of its own.
                if !source[..offset].ends_with('\r') || !source[offset..].starts_with('\n') {
                    assert_eq!(text.offset(text.position(offset)), offset, "{encoding:?}");
                }
            }
        }
    }

    #[test]
    fn positions_beyond_the_end_are_the_end() {
        for encoding in ENCODINGS {
            let text = Text::new("ab\ncd", encoding);
            assert_eq!(text.offset(Position::new(0, 99)), 2);
            assert_eq!(text.offset(Position::new(9, 0)), 5);
            assert_eq!(text.offset(Position::new(u32::MAX, u32::MAX)), 5);
            assert_eq!(Text::new("", encoding).offset(Position::new(0, 1)), 0);
        }
    }

    #[test]
    fn positions_inside_a_character_are_its_start() {
        assert_eq!(Text::new("😀", Encoding::Utf8).offset(Position::new(0, 2)), 0);
        assert_eq!(Text::new("😀", Encoding::Utf16).offset(Position::new(0, 1)), 0);
    }

    #[test]
    fn changes_apply_in_order() {
        let mut text = Text::new("x = 😀\n", Encoding::Utf16);
        text.apply(&edit((0, 4), (0, 6), "eval"));
        text.apply(&edit((0, 8), (1, 0), "()\r\n"));
        text.apply(&edit((1, 0), (0, 0), "#"));
        assert_eq!(&*text.whole(), "#");
        let mut whole = edit((0, 0), (0, 0), "new");
        whole.range = None;
        text.apply(&whole);
        assert_eq!(&*text.whole(), "new");
    }
}

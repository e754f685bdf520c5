//! Changes to a document, and what an incremental parser has to know about each.

use ropey::Rope;

use super::{Document, Span};

/// One replacement of text that a client or a test asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextChange {
    /// What is replaced, in bytes; none for the whole text.
    pub span: Option<Span>,
    /// What stands there afterwards.
    pub text: String,
}

/// A place as parsers count: rows end at line feeds only, columns are bytes.
///
/// Not a line of the client: there a lone carriage return ends a line too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Point {
    /// Number of line feeds before the place.
    pub row: usize,
    /// Bytes since the last line feed.
    pub column: usize,
}

/// What a change did to the text.
///
/// Invariant: the points are those that a parse from scratch would give to the bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AppliedEdit {
    /// First byte that may differ.
    pub start_byte: usize,
    /// End of what was replaced, in the text before.
    pub old_end_byte: usize,
    /// End of the replacement, in the text after.
    pub new_end_byte: usize,
    /// `start_byte` as a point.
    pub start: Point,
    /// `old_end_byte` as a point of the text before.
    pub old_end: Point,
    /// `new_end_byte` as a point of the text after.
    pub new_end: Point,
}

impl Document {
    /// Applies one change; spans beyond the text or inside a character are pulled back to one that fits.
    pub fn apply(&mut self, change: &TextChange) -> AppliedEdit {
        let (span, text) = match change.span {
            Some(span) => (fitting(&self.rope, span), change.text.as_str()),
            None => difference(&self.rope, &change.text),
        };
        let start = self.point(span.start);
        let old_end = self.point(span.end);

        // Whether a carriage return is lone hangs on the byte behind it, so the one before the span counts as touched.
        let touched = span.start.saturating_sub(1);
        self.n_lone_returns -= count_lone_returns(&self.rope, touched, span.end);
        let (from, to) = (self.rope.byte_to_char(span.start), self.rope.byte_to_char(span.end));
        self.rope.remove(from..to);
        self.rope.insert(from, text);
        let new_end_byte = span.start + text.len();
        self.n_lone_returns += count_lone_returns(&self.rope, touched, new_end_byte);

        AppliedEdit {
            start_byte: span.start,
            old_end_byte: span.end,
            new_end_byte,
            start,
            old_end,
            new_end: self.point(new_end_byte),
        }
    }

    /// The point of a byte on a character boundary.
    fn point(&self, byte: usize) -> Point {
        if self.n_lone_returns == 0 {
            // Without lone carriage returns the rope's lines are the parser's rows.
            let row = self.rope.byte_to_line(byte);
            return Point { row, column: byte - self.rope.line_to_byte(row) };
        }
        let mut point = Point::default();
        for chunk in self.rope.byte_slice(..byte).chunks() {
            match chunk.rfind('\n') {
                Some(last) => {
                    point.row += chunk.bytes().filter(|&byte| byte == b'\n').count();
                    point.column = chunk.len() - last - 1;
                }
                None => point.column += chunk.len(),
            }
        }
        point
    }
}

/// Carriage returns at bytes `from..to` without a line feed behind them.
pub(super) fn count_lone_returns(rope: &Rope, from: usize, to: usize) -> usize {
    let mut count = 0;
    let mut after_return = false;
    for byte in rope.bytes_at(from).take(to - from) {
        if after_return && byte != b'\n' {
            count += 1;
        }
        after_return = byte == b'\r';
    }
    if after_return && rope.get_byte(to) != Some(b'\n') {
        count += 1;
    }
    count
}

fn fitting(rope: &Rope, span: Span) -> Span {
    let fit = |byte: usize| rope.char_to_byte(rope.byte_to_char(byte.min(rope.len_bytes())));
    let (start, end) = (fit(span.start), fit(span.end));
    Span::new(start.min(end), start.max(end))
}

/// The smallest single replacement that makes `rope` into `text`, so that a client that always
/// sends whole texts still gets an incremental parse.
fn difference<'t>(rope: &Rope, text: &'t str) -> (Span, &'t str) {
    let (old_len, new_len) = (rope.len_bytes(), text.len());
    let mut prefix = rope.bytes().zip(text.bytes()).take_while(|(old, new)| old == new).count();
    while !text.is_char_boundary(prefix) {
        prefix -= 1;
    }
    let most = old_len.min(new_len) - prefix;
    let mut suffix = rope
        .bytes_at(old_len)
        .reversed()
        .zip(text.bytes().rev())
        .take(most)
        .take_while(|(old, new)| old == new)
        .count();
    while !text.is_char_boundary(new_len - suffix) {
        suffix -= 1;
    }
    (Span::new(prefix, old_len - suffix), &text[prefix..new_len - suffix])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::DocumentUrl;

    fn document(text: &str) -> Document {
        Document::new(DocumentUrl::new("file:///a.py"), 0, text)
    }

    fn change(start: usize, end: usize, text: &str) -> TextChange {
        TextChange { span: Some(Span::new(start, end)), text: text.to_owned() }
    }

    fn point(text: &str, byte: usize) -> Point {
        let before = &text[..byte];
        Point {
            row: before.matches('\n').count(),
            column: before.len() - before.rfind('\n').map_or(0, |at| at + 1),
        }
    }

    #[test]
    fn points_count_line_feeds_only() {
        for text in ["a\nb\nc", "a\r\nb\r\nc", "a\rb\rc", "a\rb\nc", "\r\r\n\n\r", "é\r𝒳\nz"] {
            let document = document(text);
            for (byte, _) in text.char_indices().chain([(text.len(), ' ')]) {
                assert_eq!(document.point(byte), point(text, byte), "{text:?} at {byte}");
            }
        }
    }

    #[test]
    fn an_edit_that_joins_and_splits_line_breaks_keeps_the_count_of_lone_returns() {
        // Every small text of this alphabet, with every edit.
        let alphabet = ["\r", "\n", "a"];
        let texts: Vec<String> = (0..81)
            .map(|n: usize| (0..4).map(|i| alphabet[n / 3usize.pow(i) % 3]).collect())
            .collect();
        for text in &texts {
            for start in 0..=text.len() {
                for end in start..=text.len() {
                    for new in ["", "\r", "\n", "\r\n", "\n\r", "x"] {
                        let mut document = document(text);
                        let edit = document.apply(&change(start, end, new));
                        let mut model = text.clone();
                        model.replace_range(start..end, new);
                        assert_eq!(document.rope.to_string(), model);
                        assert_eq!(
                            document.n_lone_returns,
                            model.matches('\r').count() - model.matches("\r\n").count(),
                            "{text:?} {start}..{end} {new:?}"
                        );
                        assert_eq!(edit.start, point(text, start));
                        assert_eq!(edit.old_end, point(text, end));
                        assert_eq!(edit.new_end, point(&model, start + new.len()));
                    }
                }
            }
        }
    }

    #[test]
    fn a_whole_text_becomes_the_smallest_replacement() {
        let mut document = document("import os\nx = 'é'\nprint(x)\n");
        let text = "import os\nx = 'è'\nprint(x)\n".to_owned();
        let edit = document.apply(&TextChange { span: None, text: text.clone() });
        assert_eq!((edit.start_byte, edit.old_end_byte, edit.new_end_byte), (15, 17, 17));
        assert_eq!(document.rope.to_string(), text);
    }

    #[test]
    fn a_whole_text_that_repeats_itself_is_not_trimmed_twice() {
        for (old, new) in [("aa", "aaa"), ("aaa", "aa"), ("", "x"), ("x", ""), ("abab", "ab")] {
            let mut document = document(old);
            document.apply(&TextChange { span: None, text: new.to_owned() });
            assert_eq!(document.rope.to_string(), new);
        }
    }

    #[test]
    fn spans_that_do_not_fit_are_pulled_back() {
        let mut document = document("é=1");
        document.apply(&change(1, 900, "x"));
        assert_eq!(document.rope.to_string(), "x");
    }
}

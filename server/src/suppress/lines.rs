//! Physical lines, and which of them a string or a backslash ties together.

use crate::semantics::Outline;
use crate::text::Span;

/// Where the lines of a text begin, and the pieces that hold several.
///
/// Invariant: `starts` begins with 0 and is sorted; `pieces` are sorted and do not overlap.
#[derive(Debug, Default)]
pub(crate) struct Lines {
    starts: Vec<usize>,
    length: usize,
    pieces: Vec<(usize, usize)>,
}

impl Lines {
    /// The lines of a text.
    pub(crate) fn of(text: &str, outline: &Outline) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        if text.contains('\r') {
            for (at, &byte) in bytes.iter().enumerate() {
                let lone_return = byte == b'\r' && bytes.get(at + 1) != Some(&b'\n');
                if byte == b'\n' || lone_return {
                    starts.push(at + 1);
                }
            }
        } else {
            // Every check of a text with suppressions comes here, also that of a keystroke: searched in words, not bytes.
            starts.extend(text.match_indices('\n').map(|(at, _)| at + 1));
        }
        let mut lines = Self { starts, length: text.len(), pieces: Vec::new() };
        let mut next = 1;
        for logical in &outline.lines {
            let is_before =
                |next: &usize, byte| lines.starts.get(*next).is_some_and(|&s| s <= byte);
            while is_before(&next, logical.span.start) {
                next += 1;
            }
            if is_before(&next, logical.span.end) {
                lines.find_pieces(bytes, logical.span);
            }
        }
        lines
    }

    /// The line that holds the byte at `offset`, from 0.
    pub(crate) fn line_of(&self, offset: usize) -> usize {
        self.starts.partition_point(|&start| start <= offset).saturating_sub(1)
    }

    /// The bytes of a line without its line ending.
    pub(crate) fn span(&self, line: usize, text: &str) -> Span {
        let start = self.starts.get(line).copied().unwrap_or(self.length);
        let end = self.start_of_next(line);
        let content = text.get(start..end).unwrap_or("").trim_end_matches(['\r', '\n']);
        Span::new(start, start + content.len())
    }

    /// Where the line after `line` begins, or the end of the text.
    pub(crate) fn start_of_next(&self, line: usize) -> usize {
        self.starts.get(line + 1).copied().unwrap_or(self.length)
    }

    /// How many lines there are.
    pub(crate) fn count(&self) -> usize {
        self.starts.len()
    }

    /// The line where a `noqa` for `line` belongs: the end of the string or the backslashed lines it is part of.
    pub(crate) fn anchor(&self, line: usize) -> usize {
        let index = self.pieces.partition_point(|&(_, end)| end < line);
        match self.pieces.get(index) {
            Some(&(start, end)) if start <= line => end,
            _ => line,
        }
    }

    /// Whether a comment may stand at the end of `line`: not inside a string, not behind a backslash.
    pub(crate) fn takes_comment(&self, line: usize) -> bool {
        self.anchor(line) == line
    }

    /// Adds the pieces of one logical line.
    fn find_pieces(&mut self, bytes: &[u8], span: Span) {
        let end = span.end.min(bytes.len());
        let mut at = span.start;
        while at < end {
            match bytes[at] {
                b'#' => {
                    while at < end && !matches!(bytes[at], b'\n' | b'\r') {
                        at += 1;
                    }
                }
                b'\\' => {
                    if matches!(bytes.get(at + 1), Some(b'\n' | b'\r')) {
                        let line = self.line_of(at);
                        self.add_piece(line, line + 1);
                    }
                    at += 2;
                }
                b'\'' | b'"' => {
                    let close = string_end(bytes, at, end);
                    let (first, last) = (self.line_of(at), self.line_of(close));
                    if first != last {
                        self.add_piece(first, last);
                    }
                    at = close;
                }
                _ => at += 1,
            }
        }
    }

    fn add_piece(&mut self, first: usize, last: usize) {
        match self.pieces.last_mut() {
            Some((_, end)) if first <= *end => *end = (*end).max(last),
            _ => self.pieces.push((first, last)),
        }
    }
}

/// One past the closing quote of the string that opens at `open`, or `limit`.
fn string_end(bytes: &[u8], open: usize, limit: usize) -> usize {
    let quote = bytes[open];
    let triple = bytes.get(open + 1) == Some(&quote) && bytes.get(open + 2) == Some(&quote);
    let mut at = open + if triple { 3 } else { 1 };
    while at < limit {
        match bytes[at] {
            b'\\' => {
                // A backslash before `\r\n` takes both.
                at += if bytes[at + 1..].starts_with(b"\r\n") { 3 } else { 2 };
            }
            byte if byte == quote => {
                if !triple {
                    return at + 1;
                }
                if bytes[at..limit].starts_with(&[quote; 3]) {
                    return at + 3;
                }
                at += 1;
            }
            // A string that never closes ends with its line.
            b'\n' | b'\r' if !triple => return at,
            _ => at += 1,
        }
    }
    limit
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str) -> Vec<usize> {
        let lines = Lines::of(text, &Outline::build(text));
        (0..lines.count()).map(|line| lines.anchor(line)).collect()
    }

    #[test]
    fn lines_end_in_any_style() {
        let text = "a\r\nb\rc\nd";
        let lines = Lines::of(text, &Outline::default());
        let spans: Vec<_> =
            (0..lines.count()).map(|line| lines.span(line, text).slice(text)).collect();
        assert_eq!(spans, ["a", "b", "c", "d"]);
        assert_eq!(lines.line_of(text.len() + 5), 3);
    }

    #[test]
    fn a_multi_line_string_ends_at_its_last_line() {
        assert_eq!(check("f(\"\"\"\na\nb\"\"\", x,\n y)\n"), [2, 2, 2, 3, 4]);
    }

    #[test]
    fn backslashed_lines_end_together() {
        assert_eq!(check("x = 1 + \\\n 2 + \\\n 3\ny\n"), [2, 2, 2, 3, 4]);
    }

    #[test]
    fn brackets_tie_nothing() {
        assert_eq!(check("f(\n 1,\n)\n"), [0, 1, 2, 3]);
    }

    #[test]
    fn quotes_in_comments_open_nothing() {
        assert_eq!(check("f(  # it's\n 1,  # \"\"\"\n)\n"), [0, 1, 2, 3]);
    }

    #[test]
    fn unclosed_strings_end() {
        check("f('''\n\\");
        check("f('\\");
        check("x = (\"\n\n");
    }
}

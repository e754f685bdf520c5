//! The lines of source around marked spans, short enough to show.
//!
//! Spans over many lines are reduced to their first line, long lines to a window around the
//! first mark in them. What comes out is a text of its own with its own offsets.

use std::ops::Range;

use super::places::Place;
use crate::text::Span;

/// Marks over more lines than this are shown by their first line.
const MAX_LINES: usize = 5;

/// Lines of more characters than this, minified code usually, are shown in part.
const LONG_LINE: usize = 200;

/// How many characters of a long line are shown.
const WINDOW: usize = 160;

/// How many of them stand before the mark.
const BEFORE: usize = 50;

/// A span to point at.
pub(super) struct Mark<'m> {
    pub span: Span,
    pub label: Option<&'m str>,
}

/// A mark in the text of an excerpt.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Shown {
    /// Which of the marks.
    pub index: usize,
    /// Bytes in the excerpt.
    pub range: Range<usize>,
    pub label: Option<String>,
}

/// Some lines of a document.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Excerpt {
    /// The number of the first line, from 1.
    pub first_line: usize,
    /// The lines, joined by `\n`.
    pub text: String,
    /// The marks that are visible; always the first one.
    pub shown: Vec<Shown>,
}

/// A shown line: `visible` is the part of the document that stands at `start` in the excerpt.
struct Line {
    visible: Span,
    start: usize,
}

impl Excerpt {
    /// Cuts the lines of all marks, and those between them, out of a document.
    ///
    /// The marks should be close to each other. Earlier ones win where not all fit into a line.
    pub fn new(place: Place<'_>, marks: &[Mark<'_>]) -> Excerpt {
        let text = place.lines.text();
        let marks: Vec<Mark<'_>> = marks
            .iter()
            .map(|mark| {
                let start = boundary(text, mark.span.start);
                let end = boundary(text, mark.span.end).max(start);
                // A line break at the end would draw an empty line below.
                let end = start + text[start..end].trim_end_matches(['\r', '\n']).len();
                Mark { span: Span::new(start, end), label: mark.label }
            })
            .collect();
        let lines_of = |span: Span| {
            let first = place.lines.line(span.start);
            let last = place.lines.line(span.end);
            (first, if last - first >= MAX_LINES { first } else { last })
        };
        let first = marks.iter().map(|mark| lines_of(mark.span).0).min().unwrap_or(0);
        let last = marks.iter().map(|mark| lines_of(mark.span).1).max().unwrap_or(first);

        let mut excerpt = Excerpt { first_line: first + 1, text: String::new(), shown: Vec::new() };
        let mut lines = Vec::with_capacity(last - first + 1);
        for number in first..=last {
            if number > first {
                excerpt.text.push('\n');
            }
            let whole = place.lines.line_span(number);
            let mark = marks.iter().find(|mark| {
                let (first, last) = lines_of(mark.span);
                (first..=last).contains(&number)
            });
            let from = mark.map_or(whole.start, |mark| mark.span.start).max(whole.start);
            let visible = window(text, whole, from);
            if visible.start > whole.start {
                excerpt.text.push('…');
            }
            lines.push(Line { visible, start: excerpt.text.len() });
            excerpt.text.push_str(visible.slice(text));
            if visible.end < whole.end {
                excerpt.text.push('…');
            }
        }

        for (index, mark) in marks.iter().enumerate() {
            let (first_line, last_line) = lines_of(mark.span);
            let line = &lines[first_line - first];
            // The first mark decided about the window of its line, so it begins inside.
            let at = mark.span.start.min(place.lines.line_span(first_line).end);
            if !line.visible.touches(at) {
                continue;
            }
            let start = line.start + at - line.visible.start;
            let end_line = &lines[last_line - first];
            let end = mark.span.end.clamp(end_line.visible.start, end_line.visible.end);
            let end = (end_line.start + end - end_line.visible.start).max(start);
            let true_last = place.lines.line(mark.span.end);
            let label = match (mark.label, true_last > last_line) {
                (label, false) => label.map(str::to_owned),
                (None, true) => Some(format!("continues to line {}", true_last + 1)),
                (Some(label), true) => {
                    Some(format!("{label} (continues to line {})", true_last + 1))
                }
            };
            excerpt.shown.push(Shown { index, range: start..end, label });
        }
        excerpt
    }
}

/// The next place at or before `byte` where `text` may be cut.
fn boundary(text: &str, byte: usize) -> usize {
    let mut byte = byte.min(text.len());
    while !text.is_char_boundary(byte) {
        byte -= 1;
    }
    byte
}

/// The part of a line to show when `from` matters.
fn window(text: &str, line: Span, from: usize) -> Span {
    let content = line.slice(text);
    if content.char_indices().nth(LONG_LINE).is_none() {
        return line;
    }
    let from = from.min(line.end) - line.start;
    let start = content[..from].char_indices().rev().nth(BEFORE - 1).map_or(0, |(at, _)| at);
    let end =
        content[start..].char_indices().nth(WINDOW).map_or(content.len(), |(at, _)| start + at);
    Span::new(line.start + start, line.start + end)
}

#[cfg(test)]
mod tests {
    use super::super::{Report, places::Places, sample};
    use super::*;
    use crate::finding::Location;

    fn check(text: &str, spans: &[Span]) -> (usize, String, Vec<Span>) {
        let catalogue = sample::catalogue();
        let report: Report<'_> =
            sample::report(&catalogue, vec![sample::file("a.py", text, Vec::new())]);
        let places = Places::new(&report);
        let location = Location { document: sample::url("a.py"), span: Span::empty(0) };
        let place = places.of(&location).expect("the file is in the report");
        let marks: Vec<Mark<'_>> = spans.iter().map(|&span| Mark { span, label: None }).collect();
        let excerpt = Excerpt::new(place, &marks);
        let ranges = excerpt.shown.into_iter().map(|shown| shown.range.into()).collect();
        (excerpt.first_line, excerpt.text, ranges)
    }

    #[test]
    fn line_break_at_the_end_of_a_span_is_not_shown() {
        let shown = check("a\r\nbc\r\nd", &[Span::new(3, 7)]);
        assert_eq!(shown, (2, "bc".to_owned(), vec![Span::new(0, 2)]));
    }

    #[test]
    fn lines_between_marks_are_joined_by_line_feeds() {
        let shown = check("a\r\nb\rc\nd", &[Span::new(5, 6), Span::new(0, 1)]);
        assert_eq!(shown, (1, "a\nb\nc".to_owned(), vec![Span::new(4, 5), Span::new(0, 1)]));
    }

    #[test]
    fn long_lines_are_cut_on_both_sides_and_far_marks_dropped() {
        let text = "é".repeat(5000);
        let (_, excerpt, ranges) = check(&text, &[Span::new(4000, 9000), Span::new(0, 2)]);
        assert_eq!(excerpt.chars().count(), WINDOW + 2);
        assert!(excerpt.starts_with("…é") && excerpt.ends_with("é…"));
        let before = '…'.len_utf8() + BEFORE * 'é'.len_utf8();
        assert_eq!(ranges, [Span::new(before, excerpt.len() - '…'.len_utf8())]);
    }

    #[test]
    fn every_span_of_a_text_is_shown_within_the_excerpt() {
        let text = "é\r\n\u{1F600}\r\n\n\ta\rb\n\n\n\n\n\nc";
        for start in 0..=text.len() + 2 {
            for end in start..=text.len() + 2 {
                let (_, excerpt, ranges) = check(text, &[Span::new(start, end)]);
                assert!(
                    excerpt.get(ranges[0].start..ranges[0].end).is_some(),
                    "{start}..{end}: {excerpt:?}"
                );
            }
        }
    }
}

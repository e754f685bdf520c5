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

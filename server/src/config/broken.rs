//! Lines that are not TOML: what is lost, and how the lines around them are saved.

use std::ops::Range;

use super::mistakes::{ConfigMistake, MistakeKind};
use super::read::MOST_MISTAKES;
use crate::text::Span;

/// Adds the parser's errors, one a line, and drops what was read from those lines.
pub(super) fn add_syntax_errors(
    mistakes: &mut Vec<ConfigMistake>,
    errors: &[toml::de::Error],
    text: &str,
) {
    let mut lines: Vec<Range<usize>> = Vec::new();
    let mut found = Vec::new();
    for error in errors.iter().take(MOST_MISTAKES) {
        let span = fitting(error.span().unwrap_or(0..0), text);
        // One slip makes the parser stumble several times on its line.
        if lines.iter().any(|line| line.contains(&span.start) || line.start == span.start) {
            continue;
        }
        lines.push(line_around(text, span.start));
        let reason = error.message().lines().next().unwrap_or_default();
        found.push(ConfigMistake::new(
            MistakeKind::Unreadable,
            span,
            format!("this line is lost because it is not TOML: {reason}"),
        ));
    }
    // What the parser made of a broken line is not what its author wrote.
    mistakes.retain(|mistake| !lines.iter().any(|line| line.contains(&mistake.span.start)));
    found.append(mistakes);
    *mistakes = found;
}

/// The text with spaces for the lines that do not parse: what the parser recovers by itself may swallow the line
/// behind. A broken table header stays, for without it the keys below would move into another table.
pub(super) fn without_broken_lines(text: &str, errors: &[toml::de::Error]) -> Option<String> {
    let mut blanked = text.as_bytes().to_vec();
    let mut done = 0;
    for error in errors.iter().take(MOST_MISTAKES) {
        let at = fitting(error.span().unwrap_or(0..0), text).start;
        if done > at {
            continue;
        }
        let line = line_around(text, at);
        if text[line.clone()].trim_start().starts_with('[') {
            return None;
        }
        done = line.end;
        blanked[line].fill(b' ');
    }
    (done > 0).then(|| String::from_utf8(blanked).ok()).flatten()
}

fn line_around(text: &str, at: usize) -> Range<usize> {
    let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let end = text[at..].find('\n').map_or(text.len(), |newline| at + newline);
    start..end
}

/// The range moved onto character boundaries of `text`.
pub(super) fn fitting(range: Range<usize>, text: &str) -> Span {
    let floor = |mut at: usize| {
        at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let start = floor(range.start);
    Span::new(start, floor(range.end).max(start))
}

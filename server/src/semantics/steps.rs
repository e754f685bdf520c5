//! A pass over words, punctuation and strings, and what can be found by it: brackets, separators, whole words.

use super::lexer::{Patience, is_word, skip_space, skip_string, word_end};
use crate::text::Span;

/// A pass over `start..end` that stops at the bytes that matter outside strings and comments.
#[derive(Debug)]
pub(super) struct Steps<'t> {
    bytes: &'t [u8],
    at: usize,
    end: usize,
    depth: usize,
    patience: Patience,
}

/// What `Steps` stops at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// A word, from its first byte to one past its last.
    Word(usize, usize),
    /// Punctuation; brackets carry the depth outside them.
    Mark(usize, u8),
    /// A string literal, quotes included, prefix not.
    Text(usize, usize),
}

impl<'t> Steps<'t> {
    pub(super) fn new(bytes: &'t [u8], start: usize, end: usize) -> Self {
        // Nothing behind the end is looked at, so that a broken string costs no more than its line.
        let end = end.min(bytes.len());
        Self { bytes: &bytes[..end], at: start, end, depth: 0, patience: Patience::default() }
    }
}

impl Iterator for Steps<'_> {
    /// The step and the bracket depth it stands at.
    type Item = (Step, usize);

    fn next(&mut self) -> Option<Self::Item> {
        self.at = skip_space(self.bytes, self.at, self.end);
        if self.at >= self.end {
            return None;
        }
        let start = self.at;
        let byte = self.bytes[start];
        if is_word(byte) {
            self.at = word_end(self.bytes, start).min(self.end);
            return Some((Step::Word(start, self.at), self.depth));
        }
        match byte {
            b'"' | b'\'' => {
                self.at = skip_string(self.bytes, start, &mut self.patience).end.min(self.end);
                Some((Step::Text(start, self.at), self.depth))
            }
            b'(' | b'[' | b'{' => {
                self.at += 1;
                self.depth += 1;
                Some((Step::Mark(start, byte), self.depth - 1))
            }
            b')' | b']' | b'}' => {
                self.at += 1;
                self.depth = self.depth.saturating_sub(1);
                Some((Step::Mark(start, byte), self.depth))
            }
            _ => {
                self.at += 1;
                Some((Step::Mark(start, byte), self.depth))
            }
        }
    }
}

/// The inside of the bracket `open` that is the next token at or behind `start`.
pub(super) fn brackets(bytes: &[u8], start: usize, end: usize, open: u8) -> Option<(usize, usize)> {
    let mut inside = None;
    for (step, depth) in Steps::new(bytes, start, end) {
        match (inside, step) {
            (None, Step::Mark(at, mark)) if depth == 0 && mark == open => inside = Some(at + 1),
            // Type parameters stand between a name and its brackets.
            (None, Step::Mark(_, b'[' | b']')) => {}
            (None, _) if depth > 0 => {}
            (None, _) => return None,
            (Some(inside), Step::Mark(at, b')' | b']' | b'}')) if depth == 0 => {
                return Some((inside, at));
            }
            _ => {}
        }
    }
    None
}

/// The pieces of `start..end` between separators outside brackets; an empty last piece is left out.
pub(super) fn split(
    bytes: &[u8],
    start: usize,
    end: usize,
    separator: u8,
) -> impl Iterator<Item = (usize, usize)> + '_ {
    let mut steps = Steps::new(bytes, start, end);
    let mut from = Some(start);
    std::iter::from_fn(move || {
        let start = from?;
        for (step, depth) in steps.by_ref() {
            if let Step::Mark(at, mark) = step
                && depth == 0
                && mark == separator
            {
                from = Some(at + 1);
                return Some((start, at));
            }
        }
        from = None;
        (skip_space(bytes, start, end) < end).then_some((start, end))
    })
}

/// The first `mark` outside brackets; `=` does not match comparisons and the like.
pub(super) fn find_mark(bytes: &[u8], start: usize, end: usize, mark: u8) -> Option<usize> {
    let mut steps = Steps::new(bytes, start, end);
    while let Some((step, depth)) = steps.next() {
        let Step::Mark(at, found) = step else { continue };
        if depth != 0 {
            continue;
        }
        let next = bytes.get(at + 1).copied();
        if found != mark {
            if matches!(found, b'!' | b'<' | b'>' | b':') && next == Some(b'=') {
                steps.next();
            }
            continue;
        }
        if next == Some(b'=') {
            steps.next();
            continue;
        }
        return Some(at);
    }
    None
}

/// The first whole word `word` outside brackets.
pub(super) fn find_word(bytes: &[u8], start: usize, end: usize, word: &str) -> Option<usize> {
    Steps::new(bytes, start, end).find_map(|(step, depth)| match step {
        Step::Word(from, to) if depth == 0 && &bytes[from..to] == word.as_bytes() => Some(from),
        _ => None,
    })
}

/// Whether the span is one word that can be a name.
pub(super) fn is_identifier(bytes: &[u8], span: Span) -> bool {
    !span.is_empty()
        && !bytes[span.start].is_ascii_digit()
        && bytes[span.start..span.end].iter().all(|&byte| is_word(byte))
}

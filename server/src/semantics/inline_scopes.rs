//! Lambdas, comprehensions and walruses: what binds names in the middle of a line.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::lexer::{is_word, skip_space, word_end};
use super::outline::Outline;
use super::steps::{Step, Steps, find_mark, find_word, split};
use crate::text::Span;

/// How far the parts of a lambda, comprehension or walrus are looked for.
const MAX_REACH: usize = 4096;
/// How many lambdas and comprehensions may be open in one pair of brackets.
const MAX_PENDING: usize = 32;

/// The names of a lambda or comprehension, and where they are seen.
#[derive(Debug)]
pub(super) struct InlineScope {
    pub(super) span: Span,
    pub(super) names: Vec<Span>,
    /// The inline scope around it.
    pub(super) parent: Option<usize>,
}

/// Sorts inline scopes and finds each one's surrounding one.
pub(super) fn nest(mut inline: Vec<InlineScope>) -> Vec<InlineScope> {
    inline.sort_by_key(|scope| (scope.span.start, std::cmp::Reverse(scope.span.end)));
    let mut open: Vec<usize> = Vec::new();
    for index in 0..inline.len() {
        while open.last().is_some_and(|&last| inline[last].span.end <= inline[index].span.start) {
            open.pop();
        }
        inline[index].parent = open.last().copied();
        open.push(index);
    }
    inline
}

/// The logical lines that may hold a lambda, comprehension or walrus.
pub(super) struct InlineLines {
    lines: Vec<usize>,
    next: usize,
}

impl InlineLines {
    pub(super) fn find(text: &str, outline: &Outline, part: Span) -> Self {
        static MARKS: LazyLock<Option<AhoCorasick>> =
            LazyLock::new(|| AhoCorasick::new(["lambda", ":=", "for"]).ok());
        let mut lines: Vec<usize> = Vec::new();
        let bytes = text.as_bytes();
        for found in MARKS.iter().flat_map(|marks| marks.find_iter(part.slice(text))) {
            let (start, end) = (part.start + found.start(), part.start + found.end());
            let is_whole = bytes[start] == b':'
                || !start.checked_sub(1).is_some_and(|before| is_word(bytes[before]))
                    && !bytes.get(end).is_some_and(|&byte| is_word(byte));
            if !is_whole {
                continue;
            }
            // A line has many matches at times; only the first is looked up.
            if lines.last().is_some_and(|&last| outline.lines[last].span.end > start) {
                continue;
            }
            let Some(line) = outline.line_at(start) else { continue };
            let span = outline.lines[line].span;
            if span.start < start && start < span.end {
                lines.push(line);
            }
        }
        Self { lines, next: 0 }
    }

    pub(super) fn next_if_eq(&mut self, line: usize) -> bool {
        let is_next = self.lines.get(self.next) == Some(&line);
        self.next += usize::from(is_next);
        is_next
    }
}

/// Reads the lines that `InlineLines` found.
pub(super) struct InlineReader<'t> {
    bytes: &'t [u8],
    /// How many bytes may still be looked at ahead; keeps hostile text linear.
    allowance: usize,
    pub(super) scopes: Vec<InlineScope>,
}

impl<'t> InlineReader<'t> {
    pub(super) fn new(bytes: &'t [u8]) -> Self {
        Self { bytes, allowance: bytes.len().saturating_mul(8) + (1 << 16), scopes: Vec::new() }
    }

    /// How far to look ahead from `start`.
    fn near(&mut self, start: usize, end: usize) -> usize {
        let reach = end.saturating_sub(start).min(MAX_REACH).min(self.allowance);
        self.allowance -= reach;
        start + reach
    }

    /// Notes the lambdas and comprehensions of one line; returns its walruses as name and value.
    pub(super) fn read(&mut self, span: Span) -> Vec<(Span, Option<Span>)> {
        let mut walruses = Vec::new();
        // Open brackets with the lambdas begun inside each.
        let mut open: Vec<(usize, Vec<Pending>)> = vec![(span.start, Vec::new())];
        let mut previous: Option<Span> = None;
        let mut steps = Steps::new(self.bytes, span.start, span.end);
        let mut found: Vec<InlineScope> = Vec::new();
        while let Some((step, _)) = steps.next() {
            match step {
                Step::Mark(at, b'(' | b'[' | b'{') => open.push((at, Vec::new())),
                Step::Mark(at, b')' | b']' | b'}') if open.len() > 1 => {
                    let (_, pending) = open.pop().unwrap_or_default();
                    found.extend(pending.into_iter().map(|pending| pending.close(at)));
                }
                Step::Mark(at, b',') => {
                    if let Some((_, pending)) = open.last_mut() {
                        // A comma ends a lambda's body, but neither its parameters nor a comprehension.
                        let mut kept = Vec::new();
                        for one in pending.drain(..) {
                            if one.is_lambda && one.in_body {
                                found.push(one.close(at));
                            } else {
                                kept.push(one);
                            }
                        }
                        *pending = kept;
                    }
                }
                Step::Mark(at, b':') if self.bytes.get(at + 1) == Some(&b'=') => {
                    steps.next();
                    if let Some(name) = previous {
                        let limit = self.near(at + 2, span.end);
                        let value = expression_end(self.bytes, at + 2, limit, span.end);
                        walruses.push((name, value.map(|end| Span::new(at + 2, end))));
                    }
                }
                Step::Mark(_, b':') => {
                    if let Some((_, pending)) = open.last_mut()
                        && let Some(lambda) =
                            pending.iter_mut().rev().find(|one| one.is_lambda && !one.in_body)
                    {
                        lambda.in_body = true;
                    }
                }
                Step::Word(start, end) => match &self.bytes[start..end] {
                    b"lambda" => {
                        let limit = self.near(end, span.end);
                        let mut names = Vec::new();
                        if let Some(colon) = find_mark(self.bytes, end, limit, b':') {
                            for (start, end) in split(self.bytes, end, colon, b',') {
                                let mut start = skip_space(self.bytes, start, end);
                                while start < end && self.bytes[start] == b'*' {
                                    start += 1;
                                }
                                let name = Span::new(
                                    start,
                                    word_end(self.bytes, start).min(end).max(start),
                                );
                                names.extend((!name.is_empty()).then_some(name));
                            }
                        }
                        if let Some((_, pending)) = open.last_mut()
                            && pending.len() < MAX_PENDING
                        {
                            pending.push(Pending { start, names, is_lambda: true, in_body: false });
                        }
                    }
                    b"for" if open.len() > 1 => {
                        let limit = self.near(end, span.end);
                        let names = find_word(self.bytes, end, limit, "in")
                            .map(|inside| target_names(self.bytes, end, inside))
                            .unwrap_or_default();
                        if let Some((bracket, pending)) = open.last_mut()
                            && pending.len() < MAX_PENDING
                        {
                            let start = *bracket;
                            pending.push(Pending { start, names, is_lambda: false, in_body: true });
                        }
                    }
                    _ => {}
                },
                _ => {}
            }
            previous = match step {
                Step::Word(start, end) => Some(Span::new(start, end)),
                _ => None,
            };
        }
        for (_, pending) in open {
            found.extend(pending.into_iter().map(|pending| pending.close(span.end)));
        }
        self.scopes.extend(found);
        walruses
    }
}

/// A lambda or comprehension whose end is not known yet.
struct Pending {
    start: usize,
    names: Vec<Span>,
    is_lambda: bool,
    in_body: bool,
}

impl Pending {
    fn close(self, end: usize) -> InlineScope {
        InlineScope { span: Span::new(self.start, end), names: self.names, parent: None }
    }
}

/// Where the expression that begins at `start` ends: at a comma, colon or closing bracket of what is around it.
fn expression_end(bytes: &[u8], start: usize, limit: usize, end: usize) -> Option<usize> {
    let mut depth = 0usize;
    for (step, _) in Steps::new(bytes, start, limit) {
        match step {
            Step::Mark(_, b'(' | b'[' | b'{') => depth += 1,
            Step::Mark(at, b')' | b']' | b'}' | b',' | b':') if depth == 0 => return Some(at),
            Step::Mark(_, b')' | b']' | b'}') => depth -= 1,
            _ => {}
        }
    }
    (limit == end).then_some(end)
}

/// The names a target list binds, nested ones included.
fn target_names(bytes: &[u8], start: usize, end: usize) -> Vec<Span> {
    let mut names = Vec::new();
    let mut dotted = false;
    for (step, _) in Steps::new(bytes, start, end) {
        let Step::Word(from, to) = step else {
            dotted = matches!(step, Step::Mark(_, b'.'));
            continue;
        };
        let next = skip_space(bytes, to, end);
        let is_base = next < end && matches!(bytes[next], b'.' | b'[' | b'(');
        if !dotted && !is_base {
            names.push(Span::new(from, to));
        }
        dotted = false;
    }
    names
}

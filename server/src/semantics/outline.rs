//! The outline: logical lines with indentation, and the blocks they form.
//!
//! One pass over the bytes. Intact code behind broken code keeps its lines: a statement with an open
//! bracket ends where a keyword follows that no expression can hold.

use super::lexer::{
    Patience, begins_statement, is_blank, is_newline, is_word, line_end, past_newline, skip_blanks,
    skip_string, trim_end, word_at, word_end,
};
use crate::text::Span;

/// What a logical line begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LineKind {
    /// `import …`
    Import,
    /// `from … import …`
    From,
    /// `class …`
    Class,
    /// `def …` or `async def …`
    Def,
    /// `@…`
    Decorator,
    /// A header that opens another kind of block: `if`, `elif`, `else`, `for`, `while`, `try`, `except`, `finally`, `with`, `match`, `case`.
    Header,
    /// Any other statement.
    Simple,
}

/// One logical line: a physical line, or several joined by brackets, backslashes or triple quotes. Comments and blank lines belong to none.
///
/// Statements joined by `;` are a line each, and so is the statement behind the colon of `if x: y()`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogicalLine {
    /// From the first token to the end of the last, trailing comment excluded.
    pub span: Span,
    /// From the first token to the end of the last physical line, trailing comment included, line ending excluded.
    /// Ends with `span` where another logical line follows on the same physical line.
    pub with_comment: Span,
    /// Columns of indentation, tabs to multiples of eight; of the physical line for all lines on it.
    pub indent: usize,
    /// How it begins.
    pub kind: LineKind,
    /// The header line of the innermost enclosing block, as an index into `Outline::lines`.
    pub parent: Option<usize>,
    /// One past the index of the last line in the block that this line opens; the next index if it opens none.
    pub block_end: usize,
}

/// The logical lines of one file.
///
/// Invariant: `lines` is sorted by `span` and spans do not overlap; every `parent` is smaller than its own index.
#[derive(Clone, Debug, Default)]
pub struct Outline {
    /// In source order.
    pub lines: Vec<LogicalLine>,
    /// Every comment, from `#` to the end of its line, in source order; strings are not mistaken for comments.
    pub comments: Vec<Span>,
}

impl Outline {
    /// Splits a Python text.
    pub fn build(text: &str) -> Self {
        let mut builder = Builder {
            bytes: text.as_bytes(),
            outline: Self::default(),
            open: Vec::new(),
            patience: Patience::default(),
            retries: MAX_RETRIES,
        };
        builder.outline.lines.reserve(text.len() / 64);
        builder.run();
        builder.outline
    }

    /// The logical line that holds the byte at `offset` (trailing comment included).
    pub fn line_at(&self, offset: usize) -> Option<usize> {
        let index = self.lines.partition_point(|line| line.span.start <= offset).checked_sub(1)?;
        self.lines[index].with_comment.touches(offset).then_some(index)
    }

    /// The headers around line `index`, innermost first.
    pub fn ancestors(&self, index: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(self.lines[index].parent, |&parent| self.lines[parent].parent)
    }

    /// The indices of the lines in the block that line `index` opens, nested ones included.
    pub fn block(&self, index: usize) -> std::ops::Range<usize> {
        index + 1..self.lines[index].block_end
    }

    /// The bytes of the statement at `index` with the block it opens.
    pub fn statement(&self, index: usize) -> Span {
        let line = &self.lines[index];
        let last = line.block_end.saturating_sub(1).max(index);
        Span::new(line.span.start, self.lines[last].span.end)
    }
}

/// How often a bracket or quote that never closes is looked at again before every candidate counts.
const MAX_RETRIES: u8 = 8;

/// Classes of bytes inside a statement; everything of class 0 is stepped over.
const STOP: [u8; 256] = {
    let mut table = [0; 256];
    let stops = b"\"'#()[]{}\n\r\\;:l";
    let mut index = 0;
    while index < stops.len() {
        table[stops[index] as usize] = 1;
        index += 1;
    }
    table
};

struct Builder<'t> {
    bytes: &'t [u8],
    outline: Outline,
    /// Headers whose block may still grow.
    open: Vec<usize>,
    patience: Patience,
    retries: u8,
}

/// Why the scan of a statement stopped.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stop {
    /// At a line ending, a comment or the end of the text.
    Line,
    /// At a `;`.
    Semicolon,
    /// Behind the colon of a header.
    Colon,
}

impl Builder<'_> {
    fn run(&mut self) {
        let mut at = if self.bytes.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
        while at < self.bytes.len() {
            let (start, indent) = self.indentation(at);
            match self.bytes.get(start) {
                None => break,
                Some(&byte) if is_newline(byte) => at = past_newline(self.bytes, start),
                Some(b'#') => at = past_newline(self.bytes, self.comment(start)),
                Some(_) => at = self.physical(start, indent),
            }
        }
        self.close(0);
    }

    /// First token of a line, and its column. A form feed starts counting anew.
    fn indentation(&self, mut at: usize) -> (usize, usize) {
        let mut column = 0;
        loop {
            match self.bytes.get(at) {
                Some(b' ') => column += 1,
                Some(b'\t') => column = (column / 8 + 1) * 8,
                Some(b'\x0c') => column = 0,
                // A line of nothing but a backslash joins what follows to its own indentation.
                Some(b'\\') if self.bytes.get(at + 1).is_some_and(|&byte| is_newline(byte)) => {
                    at = past_newline(self.bytes, at + 1);
                    at = skip_blanks(self.bytes, at);
                    continue;
                }
                _ => return (at, column),
            }
            at += 1;
        }
    }

    fn comment(&mut self, at: usize) -> usize {
        let end = line_end(self.bytes, at);
        self.outline.comments.push(Span::new(at, end));
        end
    }

    /// Ends the blocks that a line at column `indent` is not part of.
    fn close(&mut self, indent: usize) {
        while let Some(&header) = self.open.last() {
            if self.outline.lines[header].indent < indent {
                break;
            }
            self.outline.lines[header].block_end = self.outline.lines.len();
            self.open.pop();
        }
    }

    /// Reads the statements of one physical line, continuation lines included; returns where the next one begins.
    fn physical(&mut self, start: usize, indent: usize) -> usize {
        self.close(indent);
        let parent = self.open.last().copied();
        let mut header = None;
        let mut at = start;
        loop {
            let index = self.outline.lines.len();
            let mut kind = kind_of(self.bytes, at);
            if header.is_some()
                && matches!(kind, LineKind::Class | LineKind::Def | LineKind::Header)
            {
                kind = LineKind::Simple;
            }
            if kind == LineKind::Header && word_at(self.bytes, at, "case") {
                let in_match = parent.is_some_and(|parent| {
                    let line: LogicalLine = self.outline.lines[parent];
                    line.kind == LineKind::Header && word_at(self.bytes, line.span.start, "match")
                });
                if !in_match {
                    kind = LineKind::Simple;
                }
            }
            let (end, stop) = self.statement(at, kind);
            let span = Span::new(at, trim_end(self.bytes, at, end).max(at));
            // `match` is a keyword only where a block follows.
            if kind == LineKind::Header
                && word_at(self.bytes, at, "match")
                && self.bytes[..span.end].last() != Some(&b':')
            {
                kind = LineKind::Simple;
            }
            let mut with_comment = span;
            let mut next = end;
            if stop != Stop::Line {
                next = skip_blanks(self.bytes, if stop == Stop::Semicolon { end + 1 } else { end });
            }
            let ends_here =
                self.bytes.get(next).is_none_or(|&byte| is_newline(byte) || byte == b'#')
                    || stop == Stop::Line;
            if ends_here && self.bytes.get(next) == Some(&b'#') {
                next = self.comment(next);
                with_comment.end = next;
            } else if ends_here && self.bytes.get(next).is_some() {
                with_comment.end = next.max(span.end);
            }
            self.outline.lines.push(LogicalLine {
                span,
                with_comment,
                indent,
                kind,
                parent: header.or(parent),
                block_end: index + 1,
            });
            if matches!(kind, LineKind::Class | LineKind::Def | LineKind::Header) {
                header = Some(index);
                if ends_here {
                    self.open.push(index);
                }
            }
            if ends_here {
                if let Some(header) = header {
                    let n_lines = self.outline.lines.len();
                    let line = &mut self.outline.lines[header];
                    line.block_end = line.block_end.max(n_lines);
                }
                return match self.bytes.get(next) {
                    Some(&byte) if is_newline(byte) => past_newline(self.bytes, next),
                    _ => next.max(start + 1),
                };
            }
            at = next;
        }
    }

    /// Steps over one statement; comments inside it are noted.
    fn statement(&mut self, start: usize, kind: LineKind) -> (usize, Stop) {
        let bytes = self.bytes;
        let splits_at_colon = matches!(kind, LineKind::Class | LineKind::Def)
            || kind == LineKind::Header && !word_at(bytes, start, "match");
        let n_comments = self.outline.comments.len();
        let mut depth = 0usize;
        let mut lambdas = 0usize;
        let mut candidate = None;
        let mut at = start;
        loop {
            while at < bytes.len() && STOP[bytes[at] as usize] == 0 {
                at += 1;
            }
            let Some(&byte) = bytes.get(at) else {
                if depth > 0
                    && self.retries > 0
                    && let Some(retry) = candidate
                {
                    self.retries -= 1;
                    self.forget_comments(n_comments, retry);
                    return (retry, Stop::Line);
                }
                return (at, Stop::Line);
            };
            match byte {
                b'(' | b'[' | b'{' => {
                    depth += 1;
                    at += 1;
                }
                b')' | b']' | b'}' => {
                    depth = depth.saturating_sub(1);
                    at += 1;
                }
                b'"' | b'\'' => {
                    let string = skip_string(bytes, at, &mut self.patience);
                    if let Some(resume) = self.broken_text(at, string.end, string.closed) {
                        return (resume, Stop::Line);
                    }
                    at = string.end;
                }
                b'#' if depth == 0 => return (at, Stop::Line),
                b'#' => at = self.comment(at),
                b'\n' | b'\r' if depth == 0 => return (at, Stop::Line),
                b'\n' | b'\r' => {
                    let ending = at;
                    at = past_newline(bytes, at);
                    let word = skip_blanks(bytes, at);
                    if begins_statement(bytes, word) {
                        return (ending, Stop::Line);
                    }
                    if may_resume(bytes, at) {
                        if self.retries == 0 {
                            return (ending, Stop::Line);
                        }
                        candidate = candidate.or(Some(ending));
                    }
                }
                b'\\' if bytes.get(at + 1).is_some_and(|&next| is_newline(next)) => {
                    at = past_newline(bytes, at + 1);
                }
                b';' if depth == 0 => return (at, Stop::Semicolon),
                b':' if depth == 0 && splits_at_colon && bytes.get(at + 1) != Some(&b'=') => {
                    at += 1;
                    if lambdas == 0 {
                        return (at, Stop::Colon);
                    }
                    lambdas -= 1;
                }
                b'l' if splits_at_colon && depth == 0 && word_at(bytes, at, "lambda") => {
                    lambdas += 1;
                    at += 6;
                }
                _ => at += 1,
            }
        }
    }

    /// Where to go on if the triple-quoted string at `start..end` looks like a mistake: it never
    /// closes, or it swallowed a definition and its end is glued to a word, as when the quotes of
    /// a later docstring open were taken to close this one.
    fn broken_text(&mut self, start: usize, end: usize, closed: bool) -> Option<usize> {
        let bytes = self.bytes;
        if end - start < 3 || bytes[start + 1] != bytes[start] || bytes[start + 2] != bytes[start] {
            return None;
        }
        if closed && !bytes.get(end).is_some_and(u8::is_ascii_alphabetic) || self.retries == 0 {
            return None;
        }
        let mut at = line_end(bytes, start);
        while at < end {
            let ending = at;
            at = past_newline(bytes, at);
            if at < end && may_resume(bytes, at) {
                self.retries -= 1;
                return Some(ending);
            }
            at = line_end(bytes, at.min(end));
        }
        None
    }

    /// Drops the comments from `keep` on that begin behind `from`: that text is read again.
    fn forget_comments(&mut self, keep: usize, from: usize) {
        let comments = &mut self.outline.comments;
        let kept = keep + comments[keep..].partition_point(|comment| comment.start < from);
        comments.truncate(kept);
    }
}

fn kind_of(bytes: &[u8], at: usize) -> LineKind {
    if bytes[at] == b'@' {
        return LineKind::Decorator;
    }
    let end = word_end(bytes, at);
    match &bytes[at..end] {
        b"import" => LineKind::Import,
        b"from" => LineKind::From,
        b"class" => LineKind::Class,
        b"def" => LineKind::Def,
        b"if" | b"elif" | b"else" | b"for" | b"while" | b"try" | b"except" | b"finally"
        | b"with" => LineKind::Header,
        b"async" => {
            let next = skip_blanks(bytes, end);
            if word_at(bytes, next, "def") {
                LineKind::Def
            } else if word_at(bytes, next, "for") || word_at(bytes, next, "with") {
                LineKind::Header
            } else {
                LineKind::Simple
            }
        }
        b"match" | b"case" if opens_pattern(bytes, end) => LineKind::Header,
        _ => LineKind::Simple,
    }
}

/// Whether what follows the word `match` or `case` can be a subject or pattern rather than the rest of an expression.
fn opens_pattern(bytes: &[u8], end: usize) -> bool {
    let next = skip_blanks(bytes, end);
    let Some(&byte) = bytes.get(next) else { return false };
    match byte {
        b'(' | b'[' | b'{' | b'"' | b'\'' | b'\\' | b'-' | b'*' | b'~' => true,
        _ if is_word(byte) && next > end => {
            let word = &bytes[next..word_end(bytes, next)];
            !matches!(word, b"in" | b"is" | b"and" | b"or" | b"if" | b"else" | b"for")
        }
        _ => false,
    }
}

/// Whether a line at column 0 looks like the start of intact code.
fn may_resume(bytes: &[u8], at: usize) -> bool {
    if bytes.get(at) == Some(&b'@') {
        return bytes.get(at + 1).is_some_and(|&byte| is_word(byte));
    }
    let end = word_end(bytes, at);
    matches!(&bytes[at..end], b"def" | b"class" | b"async" | b"import" | b"from" | b"if")
        && bytes.get(end).is_some_and(|&byte| is_blank(byte))
}

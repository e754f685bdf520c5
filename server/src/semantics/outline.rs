//! The outline: logical lines with indentation, and the blocks they form.
//!
//! One pass over the bytes. Intact code behind broken code keeps its lines: a statement with an open
//! bracket ends where a keyword follows that no expression can hold.

use super::lexer::{
    Patience, begins_statement, is_blank, is_newline, is_word, line_end, past_newline, skip_blanks,
    skip_string, table, trim_end, word_at, word_end,
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
    /// Whether a bracket or quote never closes, so that lines end where they seem to.
    pub is_mended: bool,
    /// Whether what is broken further up changes how broken text is read further down.
    pub is_spent: bool,
    /// Whether a line holds an empty statement: one that begins with `;`.
    pub has_empty: bool,
}

impl Outline {
    /// Splits a Python text.
    pub fn build(text: &str) -> Self {
        let mut builder = Builder::new(text, &[], Vec::new());
        builder.outline.lines.reserve(text.len() / 64);
        builder.run();
        let is_spent = builder.has_spent();
        let mut outline = builder.outline;
        outline.is_spent = is_spent;
        outline.has_empty = outline.lines.iter().any(|line| line.span.is_empty());
        outline
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

/// Bytes that matter inside a statement.
const STOPS: [bool; 256] = table(b"\"'#()[]{}\n\r\\;");
/// Bytes that matter inside a header: its colon, and the first letter of `lambda`, which has one of its own.
const HEADER_STOPS: [bool; 256] = table(b"\"'#()[]{}\n\r\\;:l");

pub(super) struct Builder<'t> {
    pub(super) bytes: &'t [u8],
    /// Lines above, which are known.
    before: &'t [LogicalLine],
    /// What is read, numbered from the lines above on.
    pub(super) outline: Outline,
    /// Headers whose block may still grow.
    pub(super) open: Vec<usize>,
    /// Headers among the lines above whose blocks end now, and before which line.
    pub(super) closed: Vec<(usize, usize)>,
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

impl<'t> Builder<'t> {
    /// A builder that goes on behind these lines, with these headers open.
    pub(super) fn new(text: &'t str, before: &'t [LogicalLine], open: Vec<usize>) -> Self {
        let (patience, retries) = (Patience::default(), MAX_RETRIES);
        let (bytes, outline) = (text.as_bytes(), Outline::default());
        Self { bytes, before, outline, open, closed: Vec::new(), patience, retries }
    }

    /// How many lines there are, those above included.
    pub(super) fn n_lines(&self) -> usize {
        self.before.len() + self.outline.lines.len()
    }

    pub(super) fn line(&self, index: usize) -> &LogicalLine {
        match index.checked_sub(self.before.len()) {
            Some(own) => &self.outline.lines[own],
            None => &self.before[index],
        }
    }

    /// Whether it would read the same text in another way further up.
    pub(super) fn has_spent(&self) -> bool {
        self.retries < MAX_RETRIES || self.patience != Patience::default()
    }

    fn run(&mut self) {
        let mut at = if self.bytes.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
        while let Some(next) = self.step(at) {
            at = next;
        }
        self.close(0);
    }

    /// Reads the line that begins at `at`; gives where the next one begins, none at the end of the text.
    pub(super) fn step(&mut self, at: usize) -> Option<usize> {
        if at >= self.bytes.len() {
            return None;
        }
        let (start, indent) = self.indentation(at);
        Some(match *self.bytes.get(start)? {
            byte if is_newline(byte) => past_newline(self.bytes, start),
            b'#' => past_newline(self.bytes, self.comment(start)),
            _ => self.physical(start, indent),
        })
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
    pub(super) fn close(&mut self, indent: usize) {
        while let Some(&header) = self.open.last() {
            if self.line(header).indent < indent {
                break;
            }
            let end = self.n_lines();
            match header.checked_sub(self.before.len()) {
                Some(own) => self.outline.lines[own].block_end = end,
                None => self.closed.push((header, end)),
            }
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
            let index = self.n_lines();
            let mut kind = kind_of(self.bytes, at);
            if header.is_some()
                && matches!(kind, LineKind::Class | LineKind::Def | LineKind::Header)
            {
                kind = LineKind::Simple;
            }
            if kind == LineKind::Header && word_at(self.bytes, at, "case") {
                let in_match = parent.is_some_and(|parent| {
                    let line = self.line(parent);
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
                    let n_lines = self.n_lines();
                    let line = &mut self.outline.lines[header - self.before.len()];
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
        let stops = if splits_at_colon { &HEADER_STOPS } else { &STOPS };
        let mut depth = 0usize;
        let mut lambdas = 0usize;
        let mut candidate = None;
        let mut at = start;
        loop {
            while at < bytes.len() && !stops[bytes[at] as usize] {
                at += 1;
            }
            let Some(&byte) = bytes.get(at) else {
                self.outline.is_mended |= depth > 0;
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
                    self.outline.is_mended |= depth == 0;
                    depth = depth.saturating_sub(1);
                    at += 1;
                }
                b'"' | b'\'' => {
                    let string = skip_string(bytes, at, &mut self.patience);
                    self.outline.is_mended |= !string.closed;
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
                        self.outline.is_mended = true;
                        return (ending, Stop::Line);
                    }
                    if may_resume(bytes, at) {
                        if self.retries == 0 {
                            self.outline.is_mended = true;
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
                self.outline.is_mended = true;
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

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;
    use crate::languages::PYTHON;
    use crate::syntax::parse;

    /// One row per logical line: indentation, kind, parent, text.
    fn check(text: &str, expected: Expect) {
        let outline = Outline::build(text);
        check_invariants(text, &outline);
        let rows: String = outline
            .lines
            .iter()
            .enumerate()
            .map(|(index, line)| {
                let parent = line.parent.map_or("-".to_owned(), |parent| parent.to_string());
                format!(
                    "{index} {parent} {}{:?} {:?}\n",
                    " ".repeat(line.indent),
                    line.kind,
                    line.span.slice(text)
                )
            })
            .collect();
        expected.assert_eq(&rows);
    }

    fn check_comments(text: &str, expected: &[&str]) {
        let outline = Outline::build(text);
        let found: Vec<_> = outline.comments.iter().map(|span| span.slice(text)).collect();
        assert_eq!(found, expected);
    }

    fn check_invariants(text: &str, outline: &Outline) {
        let mut end = 0;
        for (index, line) in outline.lines.iter().enumerate() {
            assert!(line.span.start >= end, "line {index} overlaps the one before");
            assert!(line.with_comment.contains(line.span));
            assert!(text.is_char_boundary(line.span.start) && text.is_char_boundary(line.span.end));
            assert!(text.is_char_boundary(line.with_comment.end));
            assert!(line.parent.is_none_or(|parent| parent < index));
            assert!(line.block_end > index && line.block_end <= outline.lines.len());
            if let Some(parent) = line.parent {
                assert!(outline.block(parent).contains(&index), "{index} is not in its block");
            }
            end = line.with_comment.end.max(line.span.end);
        }
        assert!(outline.comments.windows(2).all(|pair| pair[0].end <= pair[1].start));
        for comment in &outline.comments {
            assert!(text.get(comment.start..comment.end).is_some_and(|c| c.starts_with('#')));
        }
    }

    /// Every child of the module begins at a logical line, as the grammar sees it.
    fn check_against_grammar(text: &str) {
        let outline = Outline::build(text);
        check_invariants(text, &outline);
        let tree = parse::parse(&PYTHON, text, None).expect("Python has a grammar");
        assert!(!tree.root_node().has_error(), "{}", tree.root_node().to_sexp());
        let starts: std::collections::HashSet<usize> =
            outline.lines.iter().map(|line| line.span.start).collect();
        let mut cursor = tree.walk();
        for child in tree.root_node().named_children(&mut cursor) {
            if child.kind() != "comment" {
                assert!(starts.contains(&child.start_byte()), "no line at {child:?}");
            }
        }
        let n_top = outline.lines.iter().filter(|line| line.parent.is_none()).count();
        assert!(n_top >= tree.root_node().named_child_count() - outline.comments.len());
    }

    #[test]
    fn blocks_and_their_headers() {
        check(
            "@d\nclass A(B):\n    x = 1\n    async def f(self):\n\treturn 1\n\n# comment\n    y = 2\nz\n",
            expect![[r#"
                0 - Decorator "@d"
                1 - Class "class A(B):"
                2 1     Simple "x = 1"
                3 1     Def "async def f(self):"
                4 3         Simple "return 1"
                5 1     Simple "y = 2"
                6 - Simple "z"
            "#]],
        );
    }

    #[test]
    fn several_statements_on_one_line() {
        check(
            "if x: eval(y); z  # why\nelse: pass;\na; import b\nclass C: x: int = 1\nfor i in lambda: x: f(i)\nif a[1:2] and (b := {1: 2}): c\n",
            expect![[r#"
                0 - Header "if x:"
                1 0 Simple "eval(y)"
                2 0 Simple "z"
                3 - Header "else:"
                4 3 Simple "pass"
                5 - Simple "a"
                6 - Import "import b"
                7 - Class "class C:"
                8 7 Simple "x: int = 1"
                9 - Header "for i in lambda: x:"
                10 9 Simple "f(i)"
                11 - Header "if a[1:2] and (b := {1: 2}):"
                12 11 Simple "c"
            "#]],
        );
    }

    #[test]
    fn joined_physical_lines() {
        check(
            "x = (1,  # one\n# two\n  2)\ny = a + \\\n  b\nz = 'a\\\nb' + r'\\' '\nw = '''\ndef f():\n''' ; v\n",
            expect![[r##"
                0 - Simple "x = (1,  # one\n# two\n  2)"
                1 - Simple "y = a + \\\n  b"
                2 - Simple "z = 'a\\\nb' + r'\\' '"
                3 - Simple "w = '''\ndef f():\n'''"
                4 - Simple "v"
            "##]],
        );
    }

    #[test]
    fn line_endings_of_every_kind() {
        check(
            "if x:\r\n  a = (1,\r\n 2)\r\n  b\r\rc\r\x0c\ndef f():\x0c\n\x0c  d\n",
            expect![[r#"
                0 - Header "if x:"
                1 0   Simple "a = (1,\r\n 2)"
                2 0   Simple "b"
                3 - Simple "c"
                4 - Def "def f():"
                5 4   Simple "d"
            "#]],
        );
    }

    #[test]
    fn strings_with_prefixes_and_fields() {
        check(
            "a = f\"{x[\"k\"]}\"; b = f'{y:{w}}' 'z'\nc = f\"{'#'}\" # d\ne = rb'\\'' ; g = f'{{' ; h = t\"{i!r:>{j[\"k\"]}}\"\nk = f'''{\nl\n}''' ; m = f\"{n}\\\"\" ; o\np = f'{' ; q\nr = f\"\\N{DASH}\\{s}\" ; u\n",
            expect![[r##"
                0 - Simple "a = f\"{x[\"k\"]}\""
                1 - Simple "b = f'{y:{w}}' 'z'"
                2 - Simple "c = f\"{'#'}\""
                3 - Simple "e = rb'\\''"
                4 - Simple "g = f'{{'"
                5 - Simple "h = t\"{i!r:>{j[\"k\"]}}\""
                6 - Simple "k = f'''{\nl\n}'''"
                7 - Simple "m = f\"{n}\\\"\""
                8 - Simple "o"
                9 - Simple "p = f'{'"
                10 - Simple "q"
                11 - Simple "r = f\"\\N{DASH}\\{s}\""
                12 - Simple "u"
            "##]],
        );
    }

    #[test]
    fn soft_keywords() {
        check(
            "match x:\n  case {'a': 1} if y: eval(z)\n  case [a, *_]:\n    b\nmatch(x)\nmatch = case = type = 1\nmatch.x: int = 2\ncase(1)\nmatch (a, b): # c\n  case _: pass\ntype X = int\nmatch -x:\n  case -1: d\n",
            expect![[r#"
                0 - Header "match x:"
                1 0   Header "case {'a': 1} if y:"
                2 1   Simple "eval(z)"
                3 0   Header "case [a, *_]:"
                4 3     Simple "b"
                5 - Simple "match(x)"
                6 - Simple "match = case = type = 1"
                7 - Simple "match.x: int = 2"
                8 - Simple "case(1)"
                9 - Header "match (a, b):"
                10 9   Header "case _:"
                11 10   Simple "pass"
                12 - Simple "type X = int"
                13 - Header "match -x:"
                14 13   Header "case -1:"
                15 14   Simple "d"
            "#]],
        );
    }

    #[test]
    fn code_behind_an_open_bracket_is_kept() {
        check(
            "import a\nx = foo(1,\n\ndef f(b):\n  y = [b\n  return g(b)\n\nclass A:\n  def m(self): pass\n",
            expect![[r#"
                0 - Import "import a"
                1 - Simple "x = foo(1,"
                2 - Def "def f(b):"
                3 2   Simple "y = [b"
                4 2   Simple "return g(b)"
                5 - Class "class A:"
                6 5   Def "def m(self):"
                7 6   Simple "pass"
            "#]],
        );
        // `if` and `@` may stand in an expression: they count only if the bracket never closes.
        check(
            "x = [a\nif b else c]\ny = (a\n@b)\nz = (\nif q:\n  r\n",
            expect![[r#"
                0 - Simple "x = [a\nif b else c]"
                1 - Simple "y = (a\n@b)"
                2 - Simple "z = ("
                3 - Header "if q:"
                4 3   Simple "r"
            "#]],
        );
    }

    #[test]
    fn code_behind_an_open_quote_is_kept() {
        check(
            "x = 'abc\ny = \"\"\"abc\ndef f():\n  z\n",
            expect![[r#"
                0 - Simple "x = 'abc"
                1 - Simple "y = \"\"\"abc"
                2 - Def "def f():"
                3 2   Simple "z"
            "#]],
        );
        check(
            "x = \"\"\"abc\ndef f():\n  \"\"\"Docs.\"\"\"\n  z\n",
            expect![[r#"
                0 - Simple "x = \"\"\"abc"
                1 - Def "def f():"
                2 1   Simple "\"\"\"Docs.\"\"\""
                3 1   Simple "z"
            "#]],
        );
    }

    #[test]
    fn comments_are_found_outside_strings_only() {
        check_comments(
            "# a\nx = '# b' # c\ny = (1, # d\n  '''# e''')\n\t# f\nz = f'{x # g\n}' # h",
            &["# a", "# c", "# d", "# f", "# h"],
        );
        check_comments("def f(:\n  x = ( # a\ndef g(): # b\n  pass # c\n", &["# a", "# b", "# c"]);
        check_comments("x = (# a\n  # b\nif y: # c\n  z", &["# a", "# b", "# c"]);
    }

    #[test]
    fn line_at_finds_code_and_trailing_comments() {
        let text = "a = 1  # x\n\n# y\nb\n";
        let outline = Outline::build(text);
        assert_eq!(outline.line_at(0), Some(0));
        assert_eq!(outline.line_at(9), Some(0));
        assert_eq!(outline.line_at(12), None);
        assert_eq!(outline.line_at(text.len() - 1), Some(1));
        assert_eq!(outline.statement(0).slice(text), "a = 1");
    }

    #[test]
    fn lines_agree_with_the_grammar() {
        for text in [
            "import os\n@a\n@b(1)\ndef f(x, *, y=1) -> int:\n    if x:\n        return 1\n    else:\n        return 2\n\n\nclass A(B, metaclass=C):\n    '''Docs.'''\n    x: int = 1\n",
            "try:\n    a\nexcept (B, C) as d:\n    e\nelse:\n    f\nfinally:\n    g\nwith a as b, c as d:\n    pass\nwhile x: y; z\n",
            "x = [\n    1,\n]\nfor a, *b in c: d\nelse:\n    e\nmatch x:\n    case 1 | 2:\n        y\n    case A(b=c):\n        z\nprint(x)\n",
            "async def f():\n    async with a:\n        pass\n    async for b in c:\n        await d\nx = lambda a: {a: 1}\nassert x, 'y'\nf'{a!r:>{b}}'\n",
        ] {
            check_against_grammar(text);
        }
    }

    #[test]
    fn any_bytes_are_survived() {
        let pieces = [
            "'",
            "\"\"\"",
            "f'{",
            "}",
            "(",
            ")",
            "[",
            "{",
            "\\",
            "\n",
            "\r",
            "\r\n",
            "#",
            ":",
            ";",
            "é",
            "\u{feff}",
            "\0",
            "\x0c",
            "\t",
            "def ",
            "class ",
            "if ",
            "match ",
            "case ",
            "lambda",
            "@",
            "async ",
            "from . import ",
            "''",
            "rb'",
            "=",
            "x",
            " ",
        ];
        // A small generator with a fixed seed: the same texts each time.
        let mut state = 0x2545_f491_4f6c_dd1d_u64;
        for _ in 0..4000 {
            let mut text = String::new();
            for _ in 0..24 {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                text.push_str(pieces[(state % pieces.len() as u64) as usize]);
            }
            check_invariants(&text, &Outline::build(&text));
            let semantics = super::super::Semantics::build(text.as_str().into());
            semantics.top_level().for_each(|binding| assert!(!binding.name.is_empty()));
        }
    }

    #[test]
    fn hostile_texts_take_linear_time() {
        for piece in [
            "(\n",
            "(\nif x\n",
            "f'{",
            "f'{\n",
            "'''\nif x\n",
            "if a:",
            "lambda ",
            "x for ",
            "[x for ",
            "(a:=",
            "a=",
            "@",
            "\\\n",
            "{",
            "f\"{x[",
            "a,b=",
            "with a as b,",
            "def f(",
            "case ",
            "from a import (",
        ] {
            let text = piece.repeat(400_000 / piece.len());
            check_invariants(&text, &Outline::build(&text));
            super::super::Semantics::build(text.as_str().into()).bindings_of("x", text.len());
        }
        let deep: String = (0..1500).map(|depth| format!("{}if x:\n", " ".repeat(depth))).collect();
        check_invariants(&deep, &Outline::build(&deep));
    }
}

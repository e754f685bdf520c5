//! The outline: logical lines with indentation, and the blocks they form.

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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogicalLine {
    /// From the first token to the end of the last, trailing comment excluded.
    pub span: Span,
    /// From the first token to the end of the last physical line, trailing comment included, line ending excluded.
    pub with_comment: Span,
    /// Columns of indentation, tabs to multiples of eight.
    pub indent: usize,
    /// How it begins.
    pub kind: LineKind,
    /// The header line of the innermost enclosing block, as an index into `Outline::lines`.
    pub parent: Option<usize>,
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
        let _ = text;
        Self::default()
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
}

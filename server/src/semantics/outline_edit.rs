//! The outline of an edited text, made of the one before in place: lines are read anew from the touched one on, until a line begins
//! where one began before.

use std::ops::Range;

use super::lexer::is_newline;
use super::outline::{Builder, LineKind, LogicalLine, Outline};
use crate::text::Span;

/// What of an outline is new.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutlineChange {
    /// Bytes of the old text that were read anew and hold something else now.
    pub old: Span,
    /// Bytes of the new text in their place.
    pub new: Span,
    /// Lines of the old outline that are gone.
    pub old_lines: Range<usize>,
    /// Lines of the new outline in their place.
    pub new_lines: Range<usize>,
    /// Whether lines that stayed stand below or among other headers than before.
    pub moves_blocks: bool,
}

/// The stretch in which two texts differ, as the lengths of what they begin and end with alike.
pub fn common(old: &str, new: &str) -> (usize, usize) {
    let (old, new) = (old.as_bytes(), new.as_bytes());
    let most = old.len().min(new.len());
    let prefix = same_start(&old[..most], &new[..most]);
    let most = most - prefix;
    let (old_end, new_end) = (&old[old.len() - most..], &new[new.len() - most..]);
    (prefix, same_end(old_end, new_end))
}

/// Bytes compared at once.
const BLOCK: usize = 4096;

fn same_start(a: &[u8], b: &[u8]) -> usize {
    let n_blocks = a.chunks(BLOCK).zip(b.chunks(BLOCK)).take_while(|(a, b)| a == b).count();
    let from = (n_blocks * BLOCK).min(a.len());
    from + a[from..].iter().zip(&b[from..]).take_while(|(a, b)| a == b).count()
}

fn same_end(a: &[u8], b: &[u8]) -> usize {
    let n_blocks = a.rchunks(BLOCK).zip(b.rchunks(BLOCK)).take_while(|(a, b)| a == b).count();
    let n = (n_blocks * BLOCK).min(a.len());
    let (a, b) = (&a[..a.len() - n], &b[..b.len() - n]);
    n + a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count()
}

/// Follows an edit: `outline` is that of `old`, and becomes that of `new`, which begins and ends with so many of its
/// bytes. Gives what changed, and the lines that are gone. `None` where reading all of it anew is the surer way; the
/// outline is of no use then.
pub fn edit(
    outline: &mut Outline,
    old: &str,
    new: &str,
    (prefix, suffix): (usize, usize),
) -> Option<(OutlineChange, Vec<LogicalLine>)> {
    // A line that begins with `;` holds an empty statement, which is no place to begin at.
    if outline.is_spent || outline.has_empty {
        return None;
    }
    let (first, start) = restart(outline, old, prefix)?;
    // From here on both texts are the same again.
    let (old_same, new_same) = (old.len() - suffix, new.len() - suffix);
    let (before, after) = outline.lines.split_at(first);
    let mut builder = Builder::new(new, before, open_before(&outline.lines, first, old));
    let mut at = start;
    let meeting = loop {
        if at >= new_same
            && let Some(meeting) = meet(outline, old, at - new_same + old_same, &builder, first)
        {
            break Some(meeting);
        }
        match builder.step(at) {
            Some(next) => at = next,
            None => break None,
        }
    };
    if builder.has_spent() || builder.outline.lines.iter().any(|line| line.span.is_empty()) {
        return None;
    }
    let n_new = builder.n_lines();
    // Lines that were read anew and are what they were.
    let is_same = |(a, b): (&LogicalLine, &LogicalLine)| {
        (a.span, a.with_comment, a.indent, a.kind, a.parent)
            == (b.span, b.with_comment, b.indent, b.kind, b.parent)
            && a.with_comment.end.max(a.span.end) < prefix
    };
    let n_same = after.iter().zip(&builder.outline.lines).take_while(|&pair| is_same(pair)).count();
    let begin = match n_same.checked_sub(1).map(|last| &after[last]) {
        Some(line) => line.with_comment.end.max(line.span.end),
        None => start,
    };
    let changed = first + n_same;
    let n_old = outline.lines.len();
    // The old text is the same from there on, which is the end if nothing met.
    let next = meeting.unwrap_or(n_old);
    let old_at = if meeting.is_some() { at - new_same + old_same } else { old.len() };
    let new_at = if meeting.is_some() { at } else { new.len() };
    builder.close(outline.lines.get(next).map_or(0, |line| line.indent));
    let (open, closed, made) = (builder.open, builder.closed, builder.outline);
    let change = OutlineChange {
        old: Span::new(begin, old_at),
        new: Span::new(begin, new_at),
        old_lines: changed..next.max(changed),
        new_lines: changed..n_new.max(changed),
        // A clause that goes on with a statement above belongs to what stands there now.
        moves_blocks: outline.lines.get(next).is_some_and(|line| {
            line.kind == LineKind::Header
                && ["elif", "else", "except", "finally", "case"]
                    .iter()
                    .any(|word| line.span.slice(old).starts_with(word))
        }),
    };
    let gone = outline.lines[change.old_lines.clone()].to_vec();

    let index = |old: usize| old - next + n_new;
    let place = |byte: usize| byte - old_at + new_at;
    let span = |span: Span| Span::new(place(span.start), place(span.end));
    for (header, end) in closed {
        outline.lines[header].block_end = end;
    }
    for header in open {
        outline.lines[header].block_end = index(outline.lines[header].block_end);
    }
    outline.lines.splice(first..next, made.lines);
    for line in &mut outline.lines[n_new..] {
        line.span = span(line.span);
        line.with_comment = span(line.with_comment);
    }
    if n_new != next {
        for line in &mut outline.lines[n_new..] {
            line.parent =
                line.parent.map(|parent| if parent >= next { index(parent) } else { parent });
            line.block_end = index(line.block_end);
        }
    }
    let comments = &mut outline.comments;
    let gone_from = comments.partition_point(|comment| comment.start < start);
    let gone_to = comments.partition_point(|comment| comment.start < old_at);
    let n_made = made.comments.len();
    comments.splice(gone_from..gone_to, made.comments);
    comments[gone_from + n_made..].iter_mut().for_each(|comment| *comment = span(*comment));
    // What was mended further up stays so.
    outline.is_mended |= made.is_mended;
    Some((change, gone))
}

/// From which line on, and from which byte, an edit behind the first `prefix` bytes may change how lines are read.
fn restart(outline: &Outline, old: &str, prefix: usize) -> Option<(usize, usize)> {
    let lines = &outline.lines;
    let touched = lines.partition_point(|line| line.span.start < prefix);
    // The line before may go on now, and the one before that ends where it did.
    let mut first = touched.saturating_sub(2);
    let bytes = old.as_bytes();
    loop {
        if first == 0 {
            return Some((0, if old.starts_with('\u{feff}') { 3.min(prefix) } else { 0 }))
                .filter(|_| !old.starts_with('\u{feff}') || prefix >= 3);
        }
        let start = lines[first].span.start;
        let mut line_start = start;
        while line_start > 0 && !is_newline(bytes[line_start - 1]) {
            line_start -= 1;
        }
        let is_first =
            lines[first - 1].with_comment.end.max(lines[first - 1].span.end) <= line_start;
        let is_joined = bytes[..line_start]
            .iter()
            .rev()
            .find(|&&byte| !is_newline(byte))
            .is_some_and(|&byte| byte == b'\\');
        if is_first && !is_joined {
            return Some((first, line_start));
        }
        first -= 1;
    }
}

/// The headers that are open before line `first`: those that hold the line before it, and that one itself.
fn open_before(lines: &[LogicalLine], first: usize, text: &str) -> Vec<usize> {
    let Some(last) = first.checked_sub(1) else { return Vec::new() };
    let mut open = Vec::new();
    let mut at = Some(last);
    while let Some(index) = at {
        let line = &lines[index];
        let opens = matches!(line.kind, LineKind::Class | LineKind::Def | LineKind::Header);
        if opens && ends_its_line(lines, index, text) {
            open.push(index);
        }
        at = line.parent;
    }
    open.reverse();
    open
}

/// Whether no other statement follows on the same physical line.
fn ends_its_line(lines: &[LogicalLine], index: usize, text: &str) -> bool {
    let line = &lines[index];
    lines.get(index + 1).is_none_or(|next| {
        let between = text.get(line.span.end..next.span.start).unwrap_or_default();
        // A backslash joins lines.
        between.contains(['\n', '\r'])
            && line.with_comment.end <= next.span.start
            && !between.trim_start_matches([' ', '\t', '\x0c', ';']).starts_with('\\')
    })
}

/// The old line at or behind `at` if the old text was read from there with the same headers open.
fn meet(
    outline: &Outline,
    old: &str,
    at: usize,
    builder: &Builder<'_>,
    first: usize,
) -> Option<usize> {
    let lines = &outline.lines;
    let bytes = old.as_bytes();
    if at > 0 && !bytes.get(at - 1).is_some_and(|&byte| is_newline(byte)) {
        return None;
    }
    // Between the halves of one line ending nothing begins.
    if at > 0 && bytes[at - 1] == b'\r' && bytes.get(at) == Some(&b'\n') {
        return None;
    }
    let next = lines.partition_point(|line| line.span.start < at);
    if let Some(before) = next.checked_sub(1).map(|before| &lines[before])
        && before.with_comment.end.max(before.span.end) > at
    {
        return None;
    }
    // A backslash before the line joins it to something.
    let is_joined =
        bytes[..at].iter().rev().find(|&&b| !is_newline(b)).is_some_and(|&b| b == b'\\');
    if is_joined {
        return None;
    }
    let Some(line) = lines.get(next) else { return Some(next) };
    if next < first {
        return None;
    }
    let around: Vec<usize> = builder
        .open
        .iter()
        .copied()
        .filter(|&header| builder.line(header).indent < line.indent)
        .collect();
    let before: Vec<usize> = open_before(lines, next, old)
        .into_iter()
        .filter(|&header| lines[header].indent < line.indent)
        .collect();
    (around == before && around.iter().all(|&header| header < first)).then_some(next)
}

impl OutlineChange {
    /// Where a line behind the change stands.
    pub(super) fn line(&self, line: usize) -> usize {
        line - self.old_lines.end + self.new_lines.end
    }

    /// Where a byte behind the change stands.
    pub(super) fn place(&self, byte: usize) -> usize {
        byte - self.old.end + self.new.end
    }

    /// Where a stretch behind the change stands.
    pub(super) fn moved(&self, span: Span) -> Span {
        Span::new(self.place(span.start), self.place(span.end))
    }

    /// This change and the one after it as one.
    pub(super) fn then(&self, later: &Self) -> Self {
        let (old, new) = joined(
            (self.old.start..self.old.end, self.new.start..self.new.end),
            (later.old.start..later.old.end, later.new.start..later.new.end),
        );
        let (old_lines, new_lines) = joined(
            (self.old_lines.clone(), self.new_lines.clone()),
            (later.old_lines.clone(), later.new_lines.clone()),
        );
        Self {
            old: Span::new(old.start, old.end),
            new: Span::new(new.start, new.end),
            old_lines,
            new_lines,
            moves_blocks: self.moves_blocks || later.moves_blocks,
        }
    }
}

/// One replacement that does what two do, the second in terms of what the first left.
fn joined(
    (old, mid): (Range<usize>, Range<usize>),
    (later_mid, new): (Range<usize>, Range<usize>),
) -> (Range<usize>, Range<usize>) {
    let start = mid.start.min(later_mid.start);
    let end = mid.end.max(later_mid.end);
    (start..end - mid.end + old.end, start..end - later_mid.end + new.end)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Edits `old` into `new` and compares with reading `new`; gives how many lines were read anew.
    fn check(old: &str, new: &str) -> Option<usize> {
        let mut made = Outline::build(old);
        let before = made.clone();
        let (change, gone) = edit(&mut made, old, new, common(old, new))?;
        assert_eq!(gone, before.lines[change.old_lines.clone()]);
        let fresh = Outline::build(new);
        assert_eq!(made.lines, fresh.lines, "{old:?} to {new:?}");
        assert_eq!(made.comments, fresh.comments, "{old:?} to {new:?}");
        assert!(made.is_mended || !fresh.is_mended);
        assert_eq!(old[..change.old.start], new[..change.new.start]);
        assert_eq!(old[change.old.end..], new[change.new.end..]);
        Some(change.new_lines.len())
    }

    const CODE: &str = "import a\n\nclass B:\n    def c(self):\n        if d: e(); f()\n        else:\n            g = '''h\n'''\n        return g  # i\n\n    # j\n    k = [\n  1]\n\ndef l():\n    pass\n";

    #[test]
    fn few_lines_are_read_anew() {
        let n_read = check(CODE, &CODE.replace("return g", "return gg")).expect("a small edit");
        assert!(n_read <= 4, "{n_read}");
        assert!(check(CODE, &CODE.replace("return g", "return (g")).is_some());
        assert!(check(CODE, &CODE.replace("# j", "")).is_some());
        assert!(check(CODE, CODE).is_some_and(|n_read| n_read <= 3));
        assert!(check("", "x").is_some() && check("x", "").is_some());
    }

    #[test]
    fn every_edit_gives_the_outline_of_the_new_text() {
        let pieces = [
            "",
            "(",
            ")",
            "'",
            "\"\"\"",
            "\n",
            "\r",
            "\\\n",
            "    ",
            "if x:\n",
            "else:",
            "# c\n",
            ";",
            ":",
            "def f():\n",
            "@d\n",
            "f'{",
            "x = 1\n",
            "\n\n",
            "\t",
            "case ",
            "{",
            "}",
            "class A: pass\n",
        ];
        let mut state = 0x2545_f491_4f6c_dd1d_u64;
        let mut next = |end: usize| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state % end.max(1) as u64) as usize
        };
        let mut n_kept = 0;
        for _ in 0..20_000 {
            let mut old = CODE.to_owned();
            for _ in 0..next(3) {
                old.insert_str(next(old.len() + 1), pieces[next(pieces.len())]);
            }
            let mut new = old.clone();
            let start = next(new.len() + 1);
            let end = (start + next(4)).min(new.len());
            new.replace_range(start..end, pieces[next(pieces.len())]);
            n_kept += usize::from(check(&old, &new).is_some());
        }
        assert!(n_kept > 10_000, "{n_kept}");
    }
}

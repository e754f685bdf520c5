//! Where a suppression stands, and so how far it reaches.

use super::comments::{self, Verb};
use super::ids::IdTable;
use super::lines::Lines;
use super::{How, Placed, Suppressions};
use crate::finding::Finding;
use crate::semantics::Outline;
use crate::semantics::outline::LineKind;
use crate::text::Span;

/// More blocks or file-level suppressions than this in one file are not written by people.
const MAX_WIDE: usize = 4096;
/// Decorators that an own-line suppression reads past on its way to the definition.
const MAX_DECORATORS: usize = 64;
/// Suppressions of one kind that are looked at for one finding.
const MAX_NEAR: usize = 64;

/// What part of the file a suppression speaks about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// All of it.
    File,
    /// From a `disable` to its end.
    Range(Span),
    /// These logical lines, first and last index.
    Statement(usize, usize),
    /// This physical line; for semgrep's comment alone on a line, the next one too.
    Line(usize),
    /// Nothing: it stands where no tool reads it, or it ends another.
    Nothing,
}

/// The physical lines that count for one finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Place {
    first: usize,
    last: usize,
    reported: usize,
}

/// A `disable` without its `enable` yet.
struct Open {
    index: usize,
    indent: usize,
    how: How,
    words: Vec<String>,
}

/// All of them, with the largest indentation among them, so that most lines need no look at the list.
#[derive(Default)]
struct OpenBlocks {
    list: Vec<Open>,
    deepest: usize,
}

/// Reads and places every suppression of a file.
pub(super) fn place(text: &str, outline: &Outline, table: &IdTable) -> Suppressions {
    let mut suppressions = Suppressions::default();
    let mut found = Vec::new();
    for &comment in &outline.comments {
        for directive in comments::parse(comment.slice(text), comment.start, table) {
            found.push((comment, directive));
        }
    }
    if found.is_empty() {
        // The usual file: nobody will ask for its lines.
        return suppressions;
    }
    let lines = Lines::of(text, outline);
    let mut open = OpenBlocks::default();
    let mut next_logical = 0;
    for (comment, directive) in found {
        while let Some(logical) =
            outline.lines.get(next_logical).filter(|line| line.span.start < comment.start)
        {
            close_dedented(&mut suppressions.placed, &mut open, logical.indent, logical.span.start);
            next_logical += 1;
        }
        let line = lines.line_of(comment.start);
        let line_start = lines.span(line, text).start;
        let before = text.get(line_start..comment.start).unwrap_or("");
        let own_line = before.trim().is_empty();
        let inside = next_logical > 0 && comment.start < outline.lines[next_logical - 1].span.end;
        let index = suppressions.placed.len();
        let own_or_ruff = matches!(directive.how, How::Ruff | How::Watchpost);
        let reach = match directive.verb {
            Verb::File if own_line && (!own_or_ruff || before.is_empty() && !inside) => Reach::File,
            Verb::Line if own_or_ruff && own_line && inside => {
                next_code_line(&lines, text, line).map_or(Reach::Nothing, Reach::Line)
            }
            Verb::Line if own_or_ruff && own_line => match outline.lines.get(next_logical) {
                Some(_) => Reach::Statement(next_logical, past_decorators(outline, next_logical)),
                None => next_code_line(&lines, text, line).map_or(Reach::Nothing, Reach::Line),
            },
            Verb::Line => Reach::Line(line),
            Verb::Disable
                if (own_line && !inside || directive.how == How::Djlint)
                    && open.list.len() < MAX_WIDE =>
            {
                open.deepest = open.deepest.max(columns(before));
                open.list.push(Open {
                    index,
                    indent: columns(before),
                    how: directive.how,
                    words: words_of(&directive),
                });
                // To the end of the block, unless something ends it sooner.
                Reach::Range(Span::new(comment.start, text.len()))
            }
            Verb::Enable if own_line || directive.how == How::Djlint => {
                let words = words_of(&directive);
                let twin = open.list.iter().rposition(|other| {
                    other.how == directive.how
                        && (other.indent == columns(before) || directive.how == How::Djlint)
                        && other.words == words
                });
                if let Some(twin) = twin {
                    let twin = open.list.remove(twin);
                    end_range(&mut suppressions.placed, twin.index, comment.start);
                }
                Reach::Nothing
            }
            _ => Reach::Nothing,
        };
        suppressions.placed.push(Placed { directive, comment, reach });
    }
    for logical in outline.lines.get(next_logical..).unwrap_or(&[]) {
        if open.list.is_empty() {
            break;
        }
        close_dedented(&mut suppressions.placed, &mut open, logical.indent, logical.span.start);
    }
    suppressions.lines = lines;
    index(&mut suppressions, text);
    suppressions
}

/// ruff wants the same codes in the same order; ours may be shuffled.
fn words_of(directive: &comments::Directive) -> Vec<String> {
    let mut words: Vec<String> = directive.items.iter().map(|item| item.word.clone()).collect();
    if directive.how == How::Watchpost {
        words.sort();
    }
    words
}

fn close_dedented(placed: &mut [Placed], open: &mut OpenBlocks, indent: usize, at: usize) {
    if open.deepest <= indent {
        return;
    }
    open.list.retain(|open| {
        let stays = open.indent <= indent;
        if !stays {
            end_range(placed, open.index, at);
        }
        stays
    });
    open.deepest = open.list.iter().map(|open| open.indent).max().unwrap_or(0);
}

fn end_range(placed: &mut [Placed], index: usize, at: usize) {
    if let Reach::Range(span) = &mut placed[index].reach {
        span.end = at.max(span.start);
    }
}

fn past_decorators(outline: &Outline, from: usize) -> usize {
    let decorators = outline.lines[from..]
        .iter()
        .take(MAX_DECORATORS)
        .take_while(|line| line.kind == LineKind::Decorator)
        .count();
    (from + decorators).min(outline.lines.len() - 1)
}

/// Columns of indentation, tabs to multiples of eight.
fn columns(blank: &str) -> usize {
    blank
        .bytes()
        .fold(0, |column, byte| if byte == b'\t' { (column / 8 + 1) * 8 } else { column + 1 })
}

/// The next line that holds more than blanks and a comment, not far off.
fn next_code_line(lines: &Lines, text: &str, after: usize) -> Option<usize> {
    (after + 1..lines.count()).take(MAX_NEAR).find(|&line| {
        let content = lines.span(line, text).slice(text).trim_start();
        !content.is_empty() && !content.starts_with('#')
    })
}

fn index(suppressions: &mut Suppressions, text: &str) {
    for (index, placed) in suppressions.placed.iter().enumerate() {
        match placed.reach {
            Reach::File if suppressions.file.len() < MAX_WIDE => suppressions.file.push(index),
            Reach::Range(span) if suppressions.ranges.len() < MAX_WIDE => {
                suppressions.ranges.push((span, index));
            }
            Reach::Statement(first, last) => {
                for logical in first..=last {
                    suppressions.by_statement.entry(logical).or_default().push(index);
                }
            }
            Reach::Line(line) => {
                suppressions.by_line.entry(line).or_default().push(index);
                match placed.directive.how {
                    How::Nosec => suppressions.nosec_lines.push((line, index)),
                    How::Nosemgrep => {
                        let start = suppressions.lines.span(line, text).start;
                        let before = text.get(start..placed.comment.start).unwrap_or("");
                        if before.trim().is_empty() {
                            suppressions.above.entry(line + 1).or_default().push(index);
                        }
                    }
                    _ => {}
                }
            }
            Reach::File | Reach::Range(_) | Reach::Nothing => {}
        }
    }
}

impl Suppressions {
    /// The suppressions whose reach holds a finding, widest first; what they name is not asked yet.
    pub(super) fn reaching(&self, finding: &Finding, outline: &Outline) -> Vec<usize> {
        if self.placed.is_empty() {
            return Vec::new();
        }
        let span = finding.location.span;
        let extent = signature_only(
            Span::new(finding.extent.start.min(span.start), finding.extent.end.max(span.end)),
            outline,
        );
        let place = Place {
            first: self.lines.line_of(extent.start),
            last: self.lines.line_of(extent.end.saturating_sub(1).max(extent.start)),
            reported: self.lines.line_of(span.start),
        };
        let mut found = self.file.clone();
        found.extend(
            self.ranges
                .iter()
                .filter(|(range, _)| range.start <= span.start && span.start < range.end)
                .map(|&(_, index)| index),
        );
        for start in [span.start, extent.start] {
            if let Some(logical) = logical_at(outline, start) {
                found.extend(near(&self.by_statement, logical));
            }
        }
        for line in [place.first, place.reported] {
            found.extend(near(&self.above, line));
        }
        for line in [place.reported, place.first, place.last] {
            found.extend(near(&self.by_line, line));
            let anchor = self.lines.anchor(line);
            if anchor != line {
                found.extend(
                    near(&self.by_line, anchor)
                        .filter(|&index| self.placed[index].directive.how == How::Noqa),
                );
            }
        }
        // bandit takes any line of the node.
        let from = self.nosec_lines.partition_point(|&(line, _)| line < place.first);
        found.extend(
            self.nosec_lines[from..]
                .iter()
                .take_while(|&&(line, _)| line <= place.last)
                .take(MAX_NEAR)
                .map(|&(_, index)| index),
        );
        let mut seen = std::collections::HashSet::new();
        found.retain(|&index| seen.insert(index));
        found
    }
}

fn near(
    map: &std::collections::HashMap<usize, Vec<usize>>,
    key: usize,
) -> impl Iterator<Item = usize> + '_ {
    map.get(&key).into_iter().flatten().copied().take(MAX_NEAR)
}

fn logical_at(outline: &Outline, offset: usize) -> Option<usize> {
    let index = outline.lines.partition_point(|line| line.span.start <= offset).checked_sub(1)?;
    (offset < outline.lines[index].span.end).then_some(index)
}

/// For a finding about a whole function or class, the part up to its colon: a comment somewhere in the body
/// speaks about the body. Narrower than bandit on purpose.
fn signature_only(extent: Span, outline: &Outline) -> Span {
    let Some(index) = logical_at(outline, extent.start) else { return extent };
    let header = &outline.lines[past_decorators(outline, index)];
    let is_definition = matches!(header.kind, LineKind::Def | LineKind::Class);
    if is_definition
        && outline.lines[index].span.start == extent.start
        && header.span.end < extent.end
    {
        Span::new(extent.start, header.span.end)
    } else {
        extent
    }
}

//! Scopes and branches, from the outline: whose names a line sees, and which lines exclude each other.

use super::asked;
use super::lexer::{skip_blanks, word_end};
use super::outline::{LineKind, Outline};
use super::steps::{Step, Steps};
use crate::text::Span;

/// Index of a scope; 0 is the module.
pub type ScopeId = usize;

/// What opens a scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ScopeKind {
    /// The file.
    Module,
    /// A class body: its names are not seen from functions inside it.
    Class,
    /// A function body.
    Function,
}

/// A module, class or function.
#[derive(Clone, Copy, Debug)]
pub struct Scope {
    /// What opens it.
    pub kind: ScopeKind,
    /// The `class` or `def` line; none for the module.
    pub header: Option<usize>,
    /// The scope around it.
    pub parent: Option<ScopeId>,
    /// The name behind `class` or `def`.
    pub name: Span,
    /// The names of the scopes around it and its own, as a hash: it stays the same wherever an edit moves it.
    pub(super) path: u64,
}

/// All scopes of a file.
///
/// Invariant: a scope's parent has a smaller index; `of_line` and `chains` have an entry per logical line.
#[derive(Debug)]
pub(super) struct Scopes {
    pub(super) scopes: Vec<Scope>,
    /// The scope a line's statement runs in; a `def` line runs in the scope around the function.
    of_line: Vec<u32>,
    /// The scope a `class` or `def` line opens; `NONE` for other lines.
    opened: Vec<u32>,
    /// The first header of an `if`, `try` or loop for it and its continuation clauses; the `match` line for a `case`.
    chains: Vec<u32>,
}

const NONE: u32 = u32::MAX;

impl Scopes {
    pub(super) fn read(text: &str, outline: &Outline) -> Self {
        let bytes = text.as_bytes();
        let n_lines = outline.lines.len();
        let mut scopes = vec![Scope {
            kind: ScopeKind::Module,
            header: None,
            parent: None,
            name: Span::empty(0),
            path: 0,
        }];
        let mut of_line = Vec::with_capacity(n_lines);
        let mut opened = vec![NONE; n_lines];
        let mut chains: Vec<u32> = Vec::with_capacity(n_lines);
        let mut last_header = vec![NONE; n_lines + 1];
        for (index, line) in outline.lines.iter().enumerate() {
            let scope = line.parent.map_or(0, |parent| match opened[parent] {
                NONE => of_line[parent],
                scope => scope,
            });
            of_line.push(scope);
            let mut chain = index as u32;
            match line.kind {
                LineKind::Class | LineKind::Def => {
                    opened[index] = scopes.len() as u32;
                    let kind = if line.kind == LineKind::Def {
                        ScopeKind::Function
                    } else {
                        ScopeKind::Class
                    };
                    let name = definition_name(bytes, line.span);
                    let path = asked::path(scopes[scope as usize].path, name.slice(text));
                    let (header, parent) = (Some(index), Some(scope as usize));
                    scopes.push(Scope { kind, header, parent, name, path });
                }
                LineKind::Header => {
                    let slot = line.parent.map_or(0, |parent| parent + 1);
                    match keyword(bytes, line.span) {
                        b"elif" | b"else" | b"except" | b"finally" => {
                            let before = last_header[slot];
                            if before != NONE {
                                chain = chains[before as usize];
                            }
                        }
                        b"case" => {
                            if let Some(parent) = line.parent {
                                chain = parent as u32;
                            }
                        }
                        _ => {}
                    }
                    last_header[slot] = index as u32;
                }
                _ => {}
            }
            chains.push(chain);
        }
        Self { scopes, of_line, opened, chains }
    }

    pub(super) fn of_line(&self, line: usize) -> ScopeId {
        self.of_line[line] as usize
    }

    pub(super) fn opened_by(&self, line: usize) -> Option<ScopeId> {
        self.opened.get(line).copied().filter(|&scope| scope != NONE).map(|scope| scope as usize)
    }

    pub(super) fn chain(&self, line: usize) -> usize {
        self.chains[line] as usize
    }

    /// The headers around `line` inside its own scope, innermost first.
    pub(super) fn branches<'s>(
        &'s self,
        outline: &'s Outline,
        line: usize,
    ) -> impl Iterator<Item = usize> + 's {
        outline.ancestors(line).take_while(|&header| self.opened[header] == NONE)
    }

    /// The header behind `header` in the same `if` or `try`.
    pub(super) fn next_in_chain(&self, outline: &Outline, header: usize) -> Option<usize> {
        let next = outline.lines[header].block_end;
        (next < outline.lines.len()
            && outline.lines[next].kind == LineKind::Header
            && self.chains[next] == self.chains[header])
            .then_some(next)
    }
}

/// The word a line begins with; `async` is skipped.
pub(super) fn keyword(bytes: &[u8], span: Span) -> &[u8] {
    let end = word_end(bytes, span.start);
    let word = &bytes[span.start..end];
    if word == b"async" {
        let next = skip_blanks(bytes, end);
        return &bytes[next..word_end(bytes, next)];
    }
    word
}

fn definition_name(bytes: &[u8], span: Span) -> Span {
    for (step, _) in Steps::new(bytes, span.start, span.end) {
        match step {
            Step::Word(start, end) => match &bytes[start..end] {
                b"async" | b"def" | b"class" => {}
                _ => return Span::new(start, end),
            },
            _ => break,
        }
    }
    Span::empty(span.start)
}

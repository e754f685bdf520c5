//! Import statements, read off their logical lines.

use std::sync::Arc;

use super::outline::{LineKind, Outline};
use super::outline_edit::OutlineChange;
use super::steps::{Step, Steps};
use crate::text::Span;

/// One imported thing: a clause of an `import` or `from` statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Import {
    /// Leading dots of a relative import.
    pub level: usize,
    /// The module behind the dots, without blanks; empty in `from . import x`.
    pub module: Arc<str>,
    /// The name taken out of the module; `*` for all; none for `import module`.
    pub member: Option<Arc<str>>,
    /// The identifier this clause binds: the alias, the member, or the first part of the module.
    pub bound: Span,
    /// Whether the clause has an `as`.
    pub aliased: bool,
    /// The clause: `a.b as c`.
    pub span: Span,
    /// The module in the statement; in `import a.b as c` it is within `span`.
    pub module_span: Span,
    /// The logical line.
    pub line: usize,
}

impl Import {
    /// Whether this is `from … import *`.
    pub fn is_star(&self) -> bool {
        self.member.as_deref() == Some("*")
    }

    /// The dotted path the clause names, dots of relative imports not included: `a.b` for `import a.b` and `from a import b`.
    pub fn path(&self) -> Arc<str> {
        match self.member.as_deref() {
            None | Some("*") => self.module.clone(),
            Some(member) if self.module.is_empty() => member.into(),
            Some(member) => format!("{}.{member}", self.module).into(),
        }
    }
}

/// All imports of a file, in source order.
pub(super) fn read(text: &str, outline: &Outline) -> Vec<Import> {
    let mut imports = Vec::new();
    for (index, line) in outline.lines.iter().enumerate() {
        match line.kind {
            LineKind::Import => read_import(&mut imports, text, line.span, index),
            LineKind::From => read_from(&mut imports, text, line.span, index),
            _ => {}
        }
    }
    imports
}

/// Moves imports that stand behind an edit; false if some stand where it was.
pub(super) fn follow(imports: &mut Vec<Import>, change: &OutlineChange) -> bool {
    if imports.iter().any(|import| change.old_lines.contains(&import.line)) {
        return false;
    }
    for import in imports.iter_mut().filter(|import| import.line >= change.old_lines.end) {
        import.line = change.line(import.line);
        for span in [&mut import.bound, &mut import.span, &mut import.module_span] {
            *span = change.moved(*span);
        }
    }
    true
}

/// A dotted name and the `as` behind it.
struct Clause {
    path: String,
    first: Span,
    span: Span,
    path_span: Span,
    alias: Option<Span>,
}

fn read_import(imports: &mut Vec<Import>, text: &str, span: Span, line: usize) {
    let mut steps = Steps::new(text.as_bytes(), span.start, span.end);
    steps.next();
    for clause in clauses(text, &mut steps) {
        imports.push(Import {
            level: 0,
            bound: clause.alias.unwrap_or(clause.first),
            aliased: clause.alias.is_some(),
            module: clause.path.into(),
            member: None,
            span: clause.span,
            module_span: clause.path_span,
            line,
        });
    }
}

fn read_from(imports: &mut Vec<Import>, text: &str, span: Span, line: usize) {
    let mut steps = Steps::new(text.as_bytes(), span.start, span.end);
    steps.next();
    let mut level = 0;
    let mut module = String::new();
    let mut module_span: Option<Span> = None;
    for (step, _) in steps.by_ref() {
        match step {
            Step::Word(start, end) if &text[start..end] == "import" => break,
            Step::Word(start, end) => {
                if !module.is_empty() {
                    module.push('.');
                }
                module.push_str(&text[start..end]);
                module_span = Some(Span::new(module_span.map_or(start, |span| span.start), end));
            }
            Step::Mark(start, b'.') if module.is_empty() => {
                level += 1;
                module_span =
                    Some(Span::new(module_span.map_or(start, |span| span.start), start + 1));
            }
            Step::Mark(_, b'.') => {}
            _ => return,
        }
    }
    let Some(module_span) = module_span else { return };
    let module: Arc<str> = module.into();
    for clause in clauses(text, &mut steps) {
        imports.push(Import {
            level,
            module: module.clone(),
            member: Some(clause.path.into()),
            bound: clause.alias.unwrap_or(clause.first),
            aliased: clause.alias.is_some(),
            span: clause.span,
            module_span,
            line,
        });
    }
}

/// The clauses up to the end of the line, brackets around them ignored.
fn clauses(text: &str, steps: &mut Steps<'_>) -> Vec<Clause> {
    let mut clauses = Vec::new();
    let mut current: Option<Clause> = None;
    let mut after_as = false;
    for (step, _) in steps {
        match step {
            Step::Word(start, end) => {
                let word = &text[start..end];
                match &mut current {
                    Some(clause) if after_as => {
                        clause.alias = Some(Span::new(start, end));
                        clause.span.end = end;
                        after_as = false;
                    }
                    Some(_) if word == "as" => after_as = true,
                    Some(clause) if clause.alias.is_none() && clause.path.ends_with('.') => {
                        clause.path.push_str(word);
                        clause.span.end = end;
                        clause.path_span.end = end;
                    }
                    // Two words without a comma: the line is broken from here on.
                    Some(_) => break,
                    None => {
                        let span = Span::new(start, end);
                        current = Some(Clause {
                            path: word.to_owned(),
                            first: span,
                            span,
                            path_span: span,
                            alias: None,
                        });
                    }
                }
            }
            Step::Mark(_, b'.') => {
                if let Some(clause) = &mut current {
                    clause.path.push('.');
                }
            }
            Step::Mark(start, b'*') if current.is_none() => {
                let span = Span::new(start, start + 1);
                current = Some(Clause {
                    path: "*".to_owned(),
                    first: span,
                    span,
                    path_span: span,
                    alias: None,
                });
            }
            Step::Mark(_, b',') => {
                after_as = false;
                clauses.extend(current.take());
            }
            Step::Mark(_, b'(' | b')') => {}
            _ => break,
        }
    }
    clauses.extend(current);
    clauses.retain(|clause| !clause.path.ends_with('.'));
    clauses
}

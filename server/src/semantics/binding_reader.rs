//! Statements → bindings: one pass over the logical lines.

mod targets;

use std::collections::HashSet;

use memchr::memmem;

use super::bindings::{Binding, BindingKind, Growth, Head, Slice};
use super::imports::Import;
use super::inline_scopes::{InlineLines, InlineReader};
use super::lexer::{skip_blanks, skip_space, trim_end, word_end};
use super::outline::{LineKind, Outline};
use super::scopes::{ScopeId, ScopeKind, Scopes, keyword};
use super::steps::{Step, Steps, brackets, find_mark, find_word, is_identifier, split};
use crate::text::Span;

/// What a file binds, unsorted.
pub(super) struct Read {
    pub(super) all: Vec<Binding>,
    /// What class and function headers say, with the scopes that they open.
    pub(super) heads: Vec<(ScopeId, Head)>,
    /// With each, whether it is about an attribute rather than a name.
    pub(super) growths: Vec<(bool, Growth)>,
    /// The lines that send names to other scopes.
    pub(super) declaring: Vec<usize>,
}

/// Reads all bindings of a file, or of the lines in `part` with those around them.
pub(super) fn read(
    text: &str,
    outline: &Outline,
    scopes: &Scopes,
    imports: &[Import],
    part: Span,
) -> Read {
    let mut reader = Reader::new(text, outline, scopes);
    let mut inline = InlineLines::find(text, outline, part);
    let mut imports = imports.iter().enumerate().peekable();
    for (index, line) in outline.lines.iter().enumerate() {
        if matches!(line.kind, LineKind::Import | LineKind::From) {
            while let Some((number, import)) = imports.next_if(|(_, import)| import.line <= index) {
                reader.import(number, import);
            }
        }
        reader.line(index);
        if inline.next_if_eq(index) {
            reader.inline(index);
        }
    }
    reader.done()
}

/// Reads some lines of a file, given in order. Names that other lines send to other scopes stay where they are bound.
pub(super) fn read_lines(
    text: &str,
    outline: &Outline,
    scopes: &Scopes,
    imports: &[Import],
    lines: &[usize],
) -> Read {
    let mut reader = Reader::new(text, outline, scopes);
    for &index in lines {
        let line = &outline.lines[index];
        if matches!(line.kind, LineKind::Import | LineKind::From) {
            let first = imports.partition_point(|import| import.line < index);
            let own = imports[first..].iter().take_while(|import| import.line == index);
            for (number, import) in own.enumerate() {
                reader.import(first + number, import);
            }
        }
        reader.line(index);
        if memmem::find(line.span.slice(text).as_bytes(), b":=").is_some() {
            reader.inline(index);
        }
    }
    reader.done()
}

struct Reader<'t> {
    text: &'t str,
    bytes: &'t [u8],
    outline: &'t Outline,
    scopes: &'t Scopes,
    all: Vec<Binding>,
    heads: Vec<(ScopeId, Head)>,
    inline: InlineReader<'t>,
    growths: Vec<(bool, Growth)>,
    /// Names that `global` and `nonlocal` sent to another scope.
    declared: HashSet<(ScopeId, &'t str, bool)>,
    declaring: Vec<usize>,
}

/// What all targets of one statement share.
#[derive(Clone, Copy)]
struct Site {
    line: usize,
    at: usize,
    kind: BindingKind,
    value: Option<Span>,
    annotation: Option<Span>,
}

impl<'t> Reader<'t> {
    fn new(text: &'t str, outline: &'t Outline, scopes: &'t Scopes) -> Self {
        Self {
            text,
            bytes: text.as_bytes(),
            outline,
            scopes,
            all: Vec::new(),
            heads: Vec::new(),
            inline: InlineReader::new(text.as_bytes()),
            growths: Vec::new(),
            declared: HashSet::new(),
            declaring: Vec::new(),
        }
    }

    fn done(self) -> Read {
        Read { all: self.all, heads: self.heads, growths: self.growths, declaring: self.declaring }
    }

    /// Reads a line, but for what it imports and what stands in the middle of it.
    fn line(&mut self, index: usize) {
        match self.outline.lines[index].kind {
            LineKind::Class => self.class(index),
            LineKind::Def => self.def(index),
            LineKind::Header => self.header(index),
            LineKind::Simple => self.simple(index),
            LineKind::Import | LineKind::From | LineKind::Decorator => {}
        }
    }

    fn import(&mut self, number: usize, import: &Import) {
        let scope = self.scopes.of_line(import.line);
        if import.is_star() {
            return;
        }
        let at = self.outline.lines[import.line].span.end;
        let site = Site {
            line: import.line,
            at,
            kind: BindingKind::Import(number),
            value: None,
            annotation: None,
        };
        self.bind(scope, import.bound, site);
    }

    fn bind(&mut self, scope: ScopeId, name: Span, site: Site) {
        self.push(scope, name, site, false);
    }

    fn push(&mut self, mut scope: ScopeId, name: Span, site: Site, on_self: bool) {
        let mut from_inside = false;
        if !on_self && !self.declared.is_empty() {
            let text = name.slice(self.text);
            if self.declared.contains(&(scope, text, true)) {
                scope = 0;
                from_inside = true;
            } else if self.declared.contains(&(scope, text, false)) {
                scope = self.enclosing_function(scope);
                from_inside = true;
            }
        }
        self.all.push(Binding {
            name,
            line: site.line,
            scope,
            at: site.at,
            kind: site.kind,
            value: site.value.map(Slice::new),
            annotation: site.annotation.map(Slice::new),
            on_self,
            from_inside,
        });
    }

    fn enclosing_function(&self, scope: ScopeId) -> ScopeId {
        let mut at = self.scopes.scopes[scope].parent;
        while let Some(scope) = at {
            if self.scopes.scopes[scope].kind == ScopeKind::Function {
                return scope;
            }
            at = self.scopes.scopes[scope].parent;
        }
        0
    }

    fn trimmed(&self, start: usize, end: usize) -> Span {
        let start = skip_space(self.bytes, start, end);
        Span::new(start, trim_end(self.bytes, start, end.max(start)))
    }

    /// The scope of the class whose method `scope` is.
    fn class_of_method(&self, scope: ScopeId) -> Option<ScopeId> {
        if self.scopes.scopes[scope].kind != ScopeKind::Function {
            return None;
        }
        let parent = self.scopes.scopes[scope].parent?;
        (self.scopes.scopes[parent].kind == ScopeKind::Class).then_some(parent)
    }

    fn class(&mut self, index: usize) {
        let Some(scope) = self.scopes.opened_by(index) else { return };
        let span = self.outline.lines[index].span;
        let name = self.scopes.scopes[scope].name;
        let site = Site {
            line: index,
            at: span.end,
            kind: BindingKind::Class,
            value: None,
            annotation: None,
        };
        if name.is_empty() {
            return;
        }
        self.bind(self.scopes.of_line(index), name, site);
        let Some((start, end)) = brackets(self.bytes, name.end, span.end, b'(') else { return };
        let mut head = Head::default();
        for (start, end) in split(self.bytes, start, end, b',') {
            let part = self.trimmed(start, end);
            let is_keyword = find_mark(self.bytes, part.start, part.end, b'=').is_some();
            if !part.is_empty() && !is_keyword && self.bytes[part.start] != b'*' {
                head.bases.push(Slice::new(part));
            }
        }
        self.heads.push((scope, head));
    }

    fn def(&mut self, index: usize) {
        let Some(scope) = self.scopes.opened_by(index) else { return };
        let span = self.outline.lines[index].span;
        let name = self.scopes.scopes[scope].name;
        if name.is_empty() {
            return;
        }
        let at = span.end;
        let site = Site { line: index, at, kind: BindingKind::Def, value: None, annotation: None };
        self.bind(self.scopes.of_line(index), name, site);
        let Some((start, end)) = brackets(self.bytes, name.end, span.end, b'(') else { return };
        for (start, end) in split(self.bytes, start, end, b',') {
            self.param(scope, Site { kind: BindingKind::Param, ..site }, start, end);
        }
        let arrow = skip_space(self.bytes, end + 1, span.end);
        if self.bytes[arrow..span.end].starts_with(b"->") {
            let mut end = span.end;
            if self.bytes[..end].last() == Some(&b':') {
                end -= 1;
            }
            let returns = self.trimmed(arrow + 2, end.max(arrow + 2));
            let returns = (!returns.is_empty()).then(|| Slice::new(returns));
            self.heads.push((scope, Head { returns, ..Head::default() }));
        }
    }

    fn param(&mut self, scope: ScopeId, mut site: Site, start: usize, end: usize) {
        let mut start = skip_space(self.bytes, start, end);
        while start < end && self.bytes[start] == b'*' {
            site.kind = BindingKind::StarParam;
            start = skip_space(self.bytes, start + 1, end);
        }
        let name = Span::new(start, word_end(self.bytes, start).min(end).max(start));
        if name.is_empty() {
            return;
        }
        let default = find_mark(self.bytes, name.end, end, b'=');
        let annotated = skip_space(self.bytes, name.end, end);
        if annotated < end && self.bytes[annotated] == b':' {
            site.annotation = Some(self.trimmed(annotated + 1, default.unwrap_or(end)));
        }
        site.value = default.map(|equals| self.trimmed(equals + 1, end));
        // Parameters are there from the first byte of the body on, and for annotations that follow.
        self.bind(scope, name, site);
    }

    fn header(&mut self, index: usize) {
        let span = self.outline.lines[index].span;
        let word = keyword(self.bytes, span);
        let mut end = span.end;
        if self.bytes[..end].last() == Some(&b':') {
            end -= 1;
        }
        let mut site = Site {
            line: index,
            at: span.end,
            kind: BindingKind::For,
            value: None,
            annotation: None,
        };
        match word {
            b"for" => {
                let start = self.after_word(span, b"for");
                if let Some(inside) = find_word(self.bytes, start, end, "in") {
                    site.value = Some(self.trimmed(inside + 2, end));
                    site.at = span.end;
                    self.targets(index, start, inside, Site { value: None, ..site }, site.value, 0);
                }
            }
            b"with" => {
                let start = self.after_word(span, b"with");
                self.with_items(index, start, end, site);
            }
            b"except" => {
                let start = self.after_word(span, b"except");
                if let Some(as_word) = find_word(self.bytes, start, end, "as") {
                    site.kind = BindingKind::Except;
                    site.value = Some(self.trimmed(start, as_word));
                    let name = self.trimmed(as_word + 2, end);
                    if is_identifier(self.bytes, name) {
                        self.bind(self.scopes.of_line(index), name, site);
                    }
                }
            }
            b"case" => self.captures(index, self.after_word(span, b"case"), end, site),
            _ => {}
        }
    }

    fn after_word(&self, span: Span, word: &[u8]) -> usize {
        let first = word_end(self.bytes, span.start);
        if &self.bytes[span.start..first] == word {
            return first;
        }
        word_end(self.bytes, skip_blanks(self.bytes, first)).min(span.end)
    }

    fn with_items(&mut self, index: usize, start: usize, end: usize, site: Site) {
        let site = Site { kind: BindingKind::With, ..site };
        let part = self.trimmed(start, end);
        // Parenthesised items: the bracket spans the whole header.
        if !part.is_empty()
            && self.bytes[part.start] == b'('
            && let Some((inner, close)) = brackets(self.bytes, part.start, part.end, b'(')
            && close + 1 == part.end
        {
            return self.with_list(index, inner, close, site);
        }
        self.with_list(index, part.start, part.end, site);
    }

    fn with_list(&mut self, index: usize, start: usize, end: usize, site: Site) {
        for (start, end) in split(self.bytes, start, end, b',') {
            if let Some(as_word) = find_word(self.bytes, start, end, "as") {
                let value = Some(self.trimmed(start, as_word));
                self.targets(index, as_word + 2, end, Site { value, ..site }, None, 0);
            }
        }
    }

    /// Names in a pattern that are neither classes, attributes nor keywords.
    fn captures(&mut self, index: usize, start: usize, end: usize, site: Site) {
        let end = find_word(self.bytes, start, end, "if").unwrap_or(end);
        let scope = self.scopes.of_line(index);
        let site = Site { kind: BindingKind::Capture, ..site };
        let mut dotted = false;
        for (step, _) in Steps::new(self.bytes, start, end) {
            let Step::Word(start, word_end) = step else {
                dotted = matches!(step, Step::Mark(_, b'.'));
                continue;
            };
            let next = skip_space(self.bytes, word_end, end);
            let after = (next < end).then(|| self.bytes[next]);
            let name = Span::new(start, word_end);
            if !dotted
                && !matches!(after, Some(b'(' | b'.' | b'=' | b'"' | b'\''))
                && is_identifier(self.bytes, name)
                && !matches!(name.slice(self.text), "_" | "as" | "None" | "True" | "False")
            {
                self.bind(scope, name, site);
            }
            dotted = false;
        }
    }

    fn simple(&mut self, index: usize) {
        let span = self.outline.lines[index].span;
        let first = word_end(self.bytes, span.start);
        match &self.bytes[span.start..first] {
            b"global" | b"nonlocal" => return self.declare(index, first),
            b"del" => {
                let site = Site {
                    line: index,
                    at: span.end,
                    kind: BindingKind::Delete,
                    value: None,
                    annotation: None,
                };
                return self.targets(index, first, span.end, site, None, 0);
            }
            b"return" | b"raise" | b"assert" | b"pass" | b"break" | b"continue" | b"yield"
            | b"await" | b"not" | b"lambda" | b"print" => return,
            b"type" if self.type_alias(index, first) => return,
            _ => {}
        }
        self.assignment(index);
    }

    fn declare(&mut self, index: usize, start: usize) {
        let scope = self.scopes.of_line(index);
        let span = self.outline.lines[index].span;
        let global = self.bytes[span.start] == b'g';
        self.declaring.push(index);
        for (step, _) in Steps::new(self.bytes, start, span.end) {
            if let Step::Word(start, end) = step {
                self.declared.insert((scope, &self.text[start..end], global));
            }
        }
    }

    /// `type X = …`; false if the word is a variable here.
    fn type_alias(&mut self, index: usize, first: usize) -> bool {
        let span = self.outline.lines[index].span;
        let start = skip_space(self.bytes, first, span.end);
        let name = Span::new(start, word_end(self.bytes, start).min(span.end).max(start));
        if name.is_empty() || !is_identifier(self.bytes, name) {
            return false;
        }
        let Some(equals) = find_mark(self.bytes, name.end, span.end, b'=') else { return false };
        let site = Site {
            line: index,
            at: span.end,
            kind: BindingKind::TypeAlias,
            value: Some(self.trimmed(equals + 1, span.end)),
            annotation: None,
        };
        self.bind(self.scopes.of_line(index), name, site);
        true
    }

    fn inline(&mut self, index: usize) {
        let scope = self.scopes.of_line(index);
        for (name, value) in self.inline.read(self.outline.lines[index].span) {
            self.walrus(
                scope,
                index,
                name,
                value.map(|value| self.trimmed(value.start, value.end)),
            );
        }
    }

    fn walrus(&mut self, scope: ScopeId, index: usize, name: Span, value: Option<Span>) {
        let site = Site {
            line: index,
            at: name.start,
            kind: BindingKind::Walrus,
            value,
            annotation: None,
        };
        if is_identifier(self.bytes, name) {
            self.bind(scope, name, site);
        }
    }
}

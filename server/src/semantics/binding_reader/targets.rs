//! Assignments → bindings: target lists, attributes of `self`, and what makes a container grow.

use super::{Reader, Site};
use crate::semantics::bindings::{BindingKind, Growth, Slice};
use crate::semantics::lexer::{is_word, skip_space, trim_end, word_end};
use crate::semantics::steps::{Step, Steps, brackets, is_identifier, split};
use crate::text::Span;

/// Longest chain `a = b = …` whose value is still taken apart for each target list.
const MAX_CHAIN: usize = 8;

/// How deep nested target lists are followed.
const MAX_TARGET_DEPTH: usize = 16;

/// How many bytes of subscripts before a call or assignment are looked over for the name in front of them.
const MAX_SUBSCRIPTS: usize = 256;

/// Methods that put something into a list, dictionary, set or queue.
const GROWERS: &[&[u8]] = &[
    b"append",
    b"extend",
    b"insert",
    b"update",
    b"add",
    b"setdefault",
    b"appendleft",
    b"extendleft",
    b"__setitem__",
];

impl<'t> Reader<'t> {
    pub(super) fn assignment(&mut self, index: usize) {
        let span = self.outline.lines[index].span;
        let mut colon = None;
        let mut segments: Vec<(usize, usize)> = Vec::new();
        let mut start = span.start;
        let mut steps = Steps::new(self.bytes, span.start, span.end);
        while let Some((step, depth)) = steps.next() {
            let (at, mark) = match step {
                // What stands behind `lambda` are defaults, not assignments.
                Step::Word(from, to) if &self.bytes[from..to] == b"lambda" => break,
                Step::Word(from, to) => {
                    self.growing_call(span, from, to, depth);
                    continue;
                }
                Step::Mark(at, mark) if depth == 0 => (at, mark),
                _ => continue,
            };
            match mark {
                b':' if colon.is_none() && segments.is_empty() => colon = Some(at),
                b'=' => {
                    let before = self.bytes[at - usize::from(at > span.start)];
                    let next = self.bytes.get(at + 1).copied();
                    if next == Some(b'=') && before != b'=' {
                        steps.next();
                        continue;
                    }
                    match before {
                        b'!' => continue,
                        b'<' | b'>' if at < span.start + 2 || self.bytes[at - 2] != before => {
                            continue;
                        }
                        b'+' | b'-' | b'*' | b'/' | b'%' | b'&' | b'|' | b'^' | b'@' | b'<'
                        | b'>' => return self.augmented(index, start, at),
                        _ => {}
                    }
                    segments.push((start, at));
                    start = at + 1;
                }
                _ => {}
            }
        }
        let mut site = Site {
            line: index,
            at: span.end,
            kind: BindingKind::Assign,
            value: None,
            annotation: None,
        };
        if let Some(colon) = colon {
            let end = segments.first().map_or(span.end, |&(_, end)| end);
            site.annotation = Some(self.trimmed(colon + 1, end));
            site.value = (!segments.is_empty()).then(|| self.trimmed(start, span.end));
            return self.targets(index, span.start, colon, site, None, 0);
        }
        if segments.is_empty() {
            return;
        }
        let value = self.trimmed(start, span.end);
        site.value = Some(value);
        let whole = (segments.len() <= MAX_CHAIN).then_some(value);
        for (start, end) in segments {
            self.targets(index, start, end, site, whole, 0);
        }
    }

    pub(super) fn augmented(&mut self, index: usize, start: usize, equals: usize) {
        let mut end = equals;
        while end > start
            && !is_word(self.bytes[end - 1])
            && self.bytes[end - 1].is_ascii_punctuation()
            && !matches!(self.bytes[end - 1], b')' | b']')
        {
            end -= 1;
        }
        let line = self.outline.lines[index].span;
        let site = Site {
            line: index,
            at: line.end,
            kind: BindingKind::Augmented,
            value: Some(self.trimmed(equals + 1, line.end)),
            annotation: None,
        };
        self.targets(index, start, end, site, None, 0);
    }

    /// Binds the names of a target list; `whole` is the value that a list of targets is taken from.
    pub(super) fn targets(
        &mut self,
        index: usize,
        start: usize,
        end: usize,
        site: Site,
        whole: Option<Span>,
        depth: usize,
    ) {
        let mut part = self.trimmed(start, end);
        while !part.is_empty() && self.bytes[part.start] == b'*' {
            part = self.trimmed(part.start + 1, part.end);
        }
        if part.is_empty() || depth > MAX_TARGET_DEPTH {
            return;
        }
        let scope = self.scopes.of_line(index);
        let first_word = word_end(self.bytes, part.start).min(part.end);
        if first_word == part.end {
            if is_identifier(self.bytes, part) {
                let site = Site { value: site.value.or(whole), ..site };
                self.bind(scope, part, site);
            }
            return;
        }
        if matches!(self.bytes[part.start], b'(' | b'[')
            && let Some((inner, close)) =
                brackets(self.bytes, part.start, part.end, self.bytes[part.start])
            && close + 1 == part.end
        {
            return self.targets(index, inner, close, site, whole, depth + 1);
        }
        let parts: Vec<_> = split(self.bytes, part.start, part.end, b',').collect();
        if parts.len() > 1 {
            return self.unpack(index, &parts, site, whole, depth);
        }
        if let Some(dot) = self.attribute_of_self(part)
            && let Some(class) = self.class_of_method(scope)
        {
            let site = Site { value: site.value.or(whole), ..site };
            self.push(class, Span::new(dot, part.end), site, true);
        } else if site.kind == BindingKind::Augmented || self.bytes[part.end - 1] == b']' {
            self.grow(part.start, part.end, site.value.or(whole));
        }
    }

    /// Notes `name.append(…)` and the like; the method's name is `from..to`.
    pub(super) fn growing_call(&mut self, line: Span, from: usize, to: usize, depth: usize) {
        if from <= line.start
            || self.bytes[from - 1] != b'.'
            || self.bytes.get(to) != Some(&b'(')
            || !GROWERS.contains(&&self.bytes[from..to])
        {
            return;
        }
        // Deeper inside, each bracket would be looked through once per level.
        let value = (depth == 0)
            .then(|| brackets(self.bytes, to, line.end, b'('))
            .flatten()
            .map(|(_, close)| Span::new(to, close + 1));
        self.grow(line.start, from - 1, value);
    }

    /// Notes that something is put into what `start..end`, a name and perhaps subscripts, stands for.
    pub(super) fn grow(&mut self, start: usize, end: usize, value: Option<Span>) {
        let start = start.max(end.saturating_sub(MAX_SUBSCRIPTS));
        let mut name_end = trim_end(self.bytes, start, end);
        while name_end > start && self.bytes[name_end - 1] == b']' {
            let mut open = 0_usize;
            let mut at = name_end;
            loop {
                if at == start {
                    return;
                }
                at -= 1;
                match self.bytes[at] {
                    b']' => open += 1,
                    b'[' => open -= 1,
                    _ => {}
                }
                if open == 0 {
                    break;
                }
            }
            name_end = trim_end(self.bytes, start, at);
        }
        let mut name_start = name_end;
        while name_start > start && is_word(self.bytes[name_start - 1]) {
            name_start -= 1;
        }
        let name = Span::new(name_start, name_end);
        if is_identifier(self.bytes, name) {
            let on_object = name_start > start && self.bytes[name_start - 1] == b'.';
            self.growths.push((on_object, Growth { name, value: value.map(Slice::new) }));
        }
    }

    pub(super) fn unpack(
        &mut self,
        index: usize,
        parts: &[(usize, usize)],
        site: Site,
        whole: Option<Span>,
        depth: usize,
    ) {
        let values: Vec<_> = match whole.filter(|_| site.kind == BindingKind::Assign) {
            Some(whole) => {
                let inner = match self.bytes.get(whole.start) {
                    Some(&open @ (b'(' | b'[')) => {
                        brackets(self.bytes, whole.start, whole.end, open)
                            .filter(|&(_, close)| close + 1 == whole.end)
                    }
                    _ => None,
                };
                let (start, end) = inner.unwrap_or((whole.start, whole.end));
                split(self.bytes, start, end, b',').map(|(s, e)| self.trimmed(s, e)).collect()
            }
            None => Vec::new(),
        };
        let starred = |span: Span| self.bytes.get(span.start) == Some(&b'*');
        let pairs = values.len() == parts.len()
            && !values.iter().any(|&value| starred(value) || value.is_empty())
            && !parts.iter().any(|&(start, end)| starred(self.trimmed(start, end)));
        for (number, &(start, end)) in parts.iter().enumerate() {
            let (site, whole) = if pairs {
                (Site { value: Some(values[number]), ..site }, Some(values[number]))
            } else {
                let kind = match site.kind {
                    BindingKind::Assign => BindingKind::Unpack,
                    kind => kind,
                };
                // Each of several loop variables comes out of what is iterated.
                let value = whole.filter(|_| kind == BindingKind::For);
                (Site { kind, value, ..site }, value)
            };
            self.targets(index, start, end, site, whole, depth + 1);
        }
    }

    /// Where the attribute stands if `part` is `self.x` or `cls.x`.
    pub(super) fn attribute_of_self(&self, part: Span) -> Option<usize> {
        let first = word_end(self.bytes, part.start);
        if !matches!(&self.bytes[part.start..first], b"self" | b"cls") {
            return None;
        }
        let dot = skip_space(self.bytes, first, part.end);
        if dot >= part.end || self.bytes[dot] != b'.' {
            return None;
        }
        let start = skip_space(self.bytes, dot + 1, part.end);
        (start < part.end && word_end(self.bytes, start) == part.end).then_some(start)
    }
}

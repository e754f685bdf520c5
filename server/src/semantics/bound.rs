//! What a few logical lines bind, read without the rest of their file: whose answers an edit may change.

use std::collections::HashMap;

use memchr::memmem;

use super::bindings::{Binding, BindingKind, Growth};
use super::outline::{LineKind, LogicalLine, Outline};
use super::scopes::{Scopes, keyword};
use super::{Semantics, asked, binding_reader, screen, tables};
use crate::text::Span;

/// Lines of a file that follow each other, none of which imports something or defines a class or function.
#[derive(Clone, Copy, Debug)]
pub struct Part<'t> {
    /// The text of the file.
    pub text: &'t str,
    /// An outline of which the lines before `first` are those of the file.
    pub outline: &'t Outline,
    /// The number of the first line.
    pub first: usize,
    /// The lines.
    pub lines: &'t [LogicalLine],
}

/// What the lines bind.
pub(super) struct Bound {
    pub(super) bindings: Vec<Binding>,
    /// With each, whether it is about an attribute rather than a name.
    pub(super) growths: Vec<(bool, Growth)>,
    scopes: Scopes,
    /// How many lines around them were read.
    n_around: usize,
}

/// What the imports of a file say about the words of its other lines.
#[derive(Debug, Default)]
pub struct Aliases {
    /// Words bound by an `as`, as hashes, sorted.
    words: Vec<u64>,
    has_star: bool,
}

impl Aliases {
    /// Those of a file.
    pub fn of(semantics: &Semantics) -> Self {
        let imports = semantics.imports();
        let aliased = imports.iter().filter(|import| import.aliased);
        let mut words: Vec<u64> =
            aliased.map(|import| asked::hash(import.bound.slice(&semantics.text))).collect();
        words.sort_unstable();
        Self { words, has_star: imports.iter().any(|import| import.is_star()) }
    }

    /// Whether the value at `span` may stand for a name.
    pub(super) fn may_be_name(&self, text: &str, span: Span) -> bool {
        let is_import = |word: &str| self.words.binary_search(&asked::hash(word)).is_ok();
        screen::may_be_name(text, span, is_import)
    }

    /// Whether a word may stand for a name that ends in another: something is assigned to it, or imported as it.
    pub(super) fn may_stand(&self, text: &str, word: &str) -> bool {
        if self.has_star
            || tables::is_respelt(word)
            || self.words.binary_search(&asked::hash(word)).is_ok()
        {
            return true;
        }
        let bytes = text.as_bytes();
        memmem::find_iter(bytes, word.as_bytes()).any(|at| {
            let rest = &bytes[at + word.len()..];
            match rest.iter().position(|byte| !matches!(byte, b' ' | b'\t')) {
                Some(next) => match rest[next] {
                    b'=' => rest.get(next + 1) != Some(&b'='),
                    // An annotation, several targets, a continued line.
                    b':' | b',' | b')' | b']' | b'\\' => true,
                    _ => false,
                },
                None => false,
            }
        })
    }
}

impl<'t> Part<'t> {
    /// The keys of all questions whose answers the lines have a part in, sorted.
    pub fn keys(&self, aliases: &Aliases) -> Vec<u64> {
        if self.lines.is_empty() {
            return Vec::new();
        }
        let bound = self.bound();
        let mut keys = Vec::new();
        for binding in &bound.bindings {
            let name = binding.name.slice(self.text);
            let path = bound.scopes.scopes[binding.scope].path;
            keys.push(asked::in_scope(path, binding.on_self, asked::hash(name)));
            keys.push(asked::body(path));
            let is_assigned = matches!(binding.kind, BindingKind::Assign | BindingKind::Walrus);
            let mut value = binding.value.iter().filter(|_| is_assigned);
            // A star import may give a name until something else binds it.
            if aliases.has_star || value.any(|value| aliases.may_be_name(self.text, value.span)) {
                keys.push(asked::as_alias(name));
            }
        }
        for (on_object, growth) in &bound.growths {
            keys.push(asked::growing(*on_object, growth.name.slice(self.text)));
        }
        for line in bound.n_around..bound.n_around + self.lines.len() {
            let around = &self.lines[line - bound.n_around];
            let is_branch = around.kind == LineKind::Header
                || around.parent.is_some_and(|parent| self.line(parent).kind == LineKind::Header);
            if is_branch {
                let scope = bound.scopes.of_line(line);
                keys.push(asked::leaving(bound.scopes.scopes[scope].path));
            }
        }
        keys.sort_unstable();
        keys.dedup();
        keys
    }

    fn line(&self, index: usize) -> &'t LogicalLine {
        match index.checked_sub(self.first) {
            Some(own) => &self.lines[own],
            None => &self.outline.lines[index],
        }
    }

    /// Reads the lines, with the headers around them and what these declare.
    pub(super) fn bound(&self) -> Bound {
        let around = self.around();
        let n_around = around.len();
        let numbers: HashMap<usize, usize> = around
            .iter()
            .copied()
            .chain(self.first..self.first + self.lines.len())
            .enumerate()
            .map(|(own, index)| (index, own))
            .collect();
        let mut small = Outline::default();
        for index in around.into_iter().chain(self.first..self.first + self.lines.len()) {
            let mut parent = self.line(index).parent;
            // Of what is around, nothing but classes, functions and the headers of the lines is here.
            while let Some(header) = parent
                && !numbers.contains_key(&header)
            {
                parent = self.line(header).parent;
            }
            let parent = parent.and_then(|parent| numbers.get(&parent).copied());
            let block_end = small.lines.len() + 1;
            small.lines.push(LogicalLine { parent, block_end, ..*self.line(index) });
        }
        let scopes = Scopes::read(self.text, &small);
        let part = match (self.lines.first(), self.lines.last()) {
            (Some(first), Some(last)) => Span::new(first.span.start, last.span.end),
            _ => Span::empty(0),
        };
        let read = binding_reader::read(self.text, &small, &scopes, &[], part);
        let mut bindings = read.all;
        bindings.retain(|binding| binding.line >= n_around);
        Bound { bindings, growths: read.growths, scopes, n_around }
    }

    /// The headers around the lines, and lines of the functions among them that send names to other scopes.
    fn around(&self) -> Vec<usize> {
        let Some(parent) = self.lines.first().and_then(|line| line.parent) else {
            return Vec::new();
        };
        let headers = std::iter::successors(Some(parent), |&header| self.line(header).parent);
        let mut around: Vec<usize> = headers.collect();
        let functions: Vec<usize> = around
            .iter()
            .copied()
            .filter(|&header| self.line(header).kind == LineKind::Def)
            .collect();
        for function in functions {
            let declares = |&index: &usize| {
                let line = self.line(index);
                line.kind == LineKind::Simple
                    && matches!(keyword(self.text.as_bytes(), line.span), b"global" | b"nonlocal")
                    && self.function_of(index) == Some(function)
            };
            around.extend((function + 1..self.first).filter(declares));
        }
        around.sort_unstable();
        around
    }

    /// The function or class that a line stands in.
    fn function_of(&self, index: usize) -> Option<usize> {
        let mut headers = std::iter::successors(self.line(index).parent, |&h| self.line(h).parent);
        headers.find(|&header| matches!(self.line(header).kind, LineKind::Def | LineKind::Class))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CODE: &str = "from a import b as c\nx = 1\nclass A:\n    def f(self):\n        global x, y\n        def g():\n            y = 2\n        if z:\n            x = c\n            w = len(x)\n            self.v = [k for k in w]\n            u.append(1)\n            return\n    def h(self):\n        x = 3\n";

    /// What the lines that `from` and `to` begin have a part in, among these questions.
    fn check(from: &str, to: &str, expected: &[&str]) {
        let semantics = Semantics::build(CODE.into());
        let outline = &semantics.outline;
        let line = |text: &str| {
            outline.line_at(CODE.find(text).expect("it is there")).expect("it is a line")
        };
        let (first, last) = (line(from), line(to));
        let part = Part { text: CODE, outline, first, lines: &outline.lines[first..=last] };
        let keys = part.keys(&Aliases::of(&semantics));
        let path = |names: &[&str]| names.iter().fold(0, |outer, name| asked::path(outer, name));
        let f = path(&["A", "f"]);
        let name = |path: u64, name: &str| asked::in_scope(path, false, asked::hash(name));
        let questions = [
            ("x", name(0, "x")),
            ("f.x", name(f, "x")),
            ("h.x", name(path(&["A", "h"]), "x")),
            ("f.w", name(f, "w")),
            ("g.y", name(path(&["A", "f", "g"]), "y")),
            ("A.v", asked::in_scope(path(&["A"]), true, asked::hash("v"))),
            ("alias x", asked::as_alias("x")),
            ("alias w", asked::as_alias("w")),
            ("into u", asked::growing(false, "u")),
            ("out of f", asked::leaving(f)),
            ("out of h", asked::leaving(path(&["A", "h"]))),
        ];
        let found = questions.iter().filter(|(_, key)| keys.binary_search(key).is_ok());
        let found: Vec<&str> = found.map(|(question, _)| *question).collect();
        assert_eq!(found, expected, "{from} to {to}");
    }

    #[test]
    fn lines_have_a_part_in_what_they_bind() {
        check("x = 1", "x = 1", &["x"]);
        check("x = 3", "x = 3", &["h.x"]);
        check("w = len", "w = len", &["f.w", "out of f"]);
        check("self.v", "u.append", &["A.v", "into u", "out of f"]);
        check("return", "return", &["out of f"]);
        check("y = 2", "y = 2", &["g.y"]);
    }

    #[test]
    fn names_sent_to_another_scope_are_bound_there() {
        check("x = c", "x = c", &["x", "alias x", "out of f"]);
        check("if z", "return", &["x", "f.w", "A.v", "alias x", "into u", "out of f"]);
    }
}

//! What binds names: assignments, imports, definitions, parameters and the rest, read off logical lines.
//!
//! Lines are scanned byte by byte; a right-hand side, annotation or base class is parsed when somebody asks for it, and kept.

use std::collections::{HashMap, HashSet};
use std::sync::{LazyLock, OnceLock};

use aho_corasick::AhoCorasick;
use tree_sitter::Tree;

use super::imports::Import;
use super::lexer::{Step, Steps, is_word, skip_space, trim_end, word_end};
use super::outline::{LineKind, Outline};
use super::scopes::{ScopeId, ScopeKind, Scopes, keyword};
use crate::languages::PYTHON;
use crate::syntax::{self, Expr};
use crate::text::Span;

/// Longest slice that is parsed on demand: longer ones are data, not code.
const MAX_SLICE: usize = 1 << 20;
/// Longest chain `a = b = …` whose value is still taken apart for each target list.
const MAX_CHAIN: usize = 8;
/// How far the parts of a lambda, comprehension or walrus are looked for: keeps hostile lines linear.
const MAX_REACH: usize = 4096;
/// How deep nested target lists are followed.
const MAX_TARGET_DEPTH: usize = 16;

/// A piece of the text that is parsed as an expression when first asked for.
#[derive(Debug)]
pub struct Slice {
    /// Where it stands in the document.
    pub span: Span,
    tree: OnceLock<Option<Tree>>,
}

impl Slice {
    pub(super) fn new(span: Span) -> Self {
        Self { span, tree: OnceLock::new() }
    }

    /// The expression in it, with a tree of its own.
    pub fn expr<'a>(&'a self, text: &'a str) -> Option<Expr<'a>> {
        let source = text.get(self.span.start..self.span.end)?;
        let tree = self
            .tree
            .get_or_init(|| {
                (source.len() <= MAX_SLICE)
                    .then(|| syntax::parse::parse(&PYTHON, source, None))
                    .flatten()
            })
            .as_ref()?;
        let root = Expr { node: tree.root_node(), text: source, offset: self.span.start };
        let statement = (0..root.node.named_child_count() as u32)
            .filter_map(|index| root.node.named_child(index))
            .find(|child| child.kind() != "comment")?;
        if statement.kind() != "expression_statement" {
            return None;
        }
        // `x = 1, 2` holds no tuple node: the statement itself is the only handle on both.
        let node = match statement.named_child_count() {
            1 => statement.named_child(0)?,
            _ => statement,
        };
        Some(root.at(node))
    }
}

/// How a name is bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BindingKind {
    /// By an import: an index into the file's imports.
    Import(usize),
    /// `x = value`, `x: T = value`, `x: T`, each name of `a = b = value`, and each pair of `a, b = 1, 2`.
    Assign,
    /// One of several targets of a value that is not taken apart.
    Unpack,
    /// `x += value`
    Augmented,
    /// `x := value`
    Walrus,
    /// A target of `for`; the value is what is iterated.
    For,
    /// A target of `with`; the value is the context manager.
    With,
    /// `except … as x`; the value is the exception class.
    Except,
    /// `def x`
    Def,
    /// `class x`
    Class,
    /// A parameter; the value is its default.
    Param,
    /// A `*` or `**` parameter.
    StarParam,
    /// `del x`
    Delete,
    /// A capture of a `case` pattern.
    Capture,
    /// `type X = …`
    TypeAlias,
}

/// One binding of one name.
#[derive(Debug)]
pub struct Binding {
    /// The identifier.
    pub name: Span,
    /// The logical line that binds it.
    pub line: usize,
    /// The scope it lives in; for an attribute of `self`, that of the class.
    pub scope: ScopeId,
    /// From which byte on the binding is in force.
    pub at: usize,
    /// How.
    pub kind: BindingKind,
    /// The right-hand side, default, iterated expression or context manager.
    pub value: Option<Slice>,
    /// The annotation.
    pub annotation: Option<Slice>,
    /// Whether it is an attribute of `self` or `cls` rather than a name.
    pub on_self: bool,
    /// Whether it was made from a scope inside, by `global` or `nonlocal`: nobody knows when.
    pub from_inside: bool,
}

impl Binding {
    /// The bound value's expression.
    pub fn value_expr<'a>(&'a self, text: &'a str) -> Option<Expr<'a>> {
        self.value.as_ref()?.expr(text)
    }

    /// The annotation's expression.
    pub fn annotation_expr<'a>(&'a self, text: &'a str) -> Option<Expr<'a>> {
        self.annotation.as_ref()?.expr(text)
    }

    /// Whether the value is the literal `None`: an import that failed, or an attribute set later.
    pub fn is_none(&self, text: &str) -> bool {
        self.value.as_ref().is_some_and(|value| value.span.slice(text) == "None")
    }
}

/// What the header line of a class or function says.
#[derive(Debug, Default)]
pub(super) struct Head {
    /// Base classes, keyword arguments excluded.
    pub(super) bases: Vec<Slice>,
    /// The return annotation.
    pub(super) returns: Option<Slice>,
}

/// The names of a lambda or comprehension, and where they are seen.
#[derive(Debug)]
struct InlineScope {
    span: Span,
    names: Vec<Span>,
    /// The inline scope around it.
    parent: Option<usize>,
}

/// All bindings of a file, to be found by scope and name.
#[derive(Debug)]
pub(super) struct Bindings {
    pub(super) all: Vec<Binding>,
    /// Per scope: the head of its class or function.
    pub(super) heads: Vec<Head>,
    /// Star imports per scope that has any, in source order.
    pub(super) stars: HashMap<ScopeId, Vec<usize>>,
    inline: Vec<InlineScope>,
    groups: HashMap<u64, u32>,
    ranges: Vec<std::ops::Range<u32>>,
    order: Vec<u32>,
}

impl Bindings {
    pub(super) fn read(text: &str, outline: &Outline, scopes: &Scopes, imports: &[Import]) -> Self {
        let mut reader = Reader {
            text,
            bytes: text.as_bytes(),
            outline,
            scopes,
            all: Vec::new(),
            heads: Vec::new(),
            stars: HashMap::new(),
            inline: Vec::new(),
            declared: HashSet::new(),
        };
        reader.heads.resize_with(scopes.scopes.len(), Head::default);
        reader.read(imports);
        let Reader { all, heads, stars, inline, .. } = reader;
        let mut bindings = Self {
            all,
            heads,
            stars,
            inline: nest(inline),
            groups: HashMap::new(),
            ranges: Vec::new(),
            order: Vec::new(),
        };
        bindings.index(text);
        bindings
    }

    /// Groups bindings by scope and name, sorted by the byte from which they are in force.
    fn index(&mut self, text: &str) {
        let mut group_of = Vec::with_capacity(self.all.len());
        let mut sizes: Vec<u32> = Vec::new();
        for binding in &self.all {
            let key = key(binding.scope, binding.on_self, binding.name.slice(text));
            let group = *self.groups.entry(key).or_insert_with(|| {
                sizes.push(0);
                sizes.len() as u32 - 1
            });
            sizes[group as usize] += 1;
            group_of.push(group);
        }
        let mut start = 0;
        let mut next: Vec<u32> = Vec::with_capacity(sizes.len());
        for size in sizes {
            next.push(start);
            self.ranges.push(start..start + size);
            start += size;
        }
        self.order = vec![0; self.all.len()];
        for (binding, group) in group_of.into_iter().enumerate() {
            let slot = &mut next[group as usize];
            self.order[*slot as usize] = binding as u32;
            *slot += 1;
        }
        for range in &self.ranges {
            let all = &self.all;
            self.order[range.start as usize..range.end as usize]
                .sort_by_key(|&binding| all[binding as usize].at);
        }
    }

    /// The bindings of a name in one scope, in source order.
    pub(super) fn of<'b>(
        &'b self,
        text: &str,
        scope: ScopeId,
        on_self: bool,
        name: &str,
    ) -> impl DoubleEndedIterator<Item = &'b Binding> + ExactSizeIterator + use<'b> {
        let range = self
            .groups
            .get(&key(scope, on_self, name))
            .map(|&group| self.ranges[group as usize].clone())
            .filter(|range| {
                // Two names could share a hash.
                let first = &self.all[self.order[range.start as usize] as usize];
                first.name.slice(text) == name && first.scope == scope
            })
            .unwrap_or(0..0);
        self.order[range.start as usize..range.end as usize]
            .iter()
            .map(|&binding| &self.all[binding as usize])
    }

    /// Whether a lambda or comprehension around `offset` binds `name`.
    pub(super) fn is_inline(&self, text: &str, name: &str, offset: usize) -> bool {
        let mut at = self.inline.partition_point(|scope| scope.span.start <= offset).checked_sub(1);
        while let Some(index) = at {
            let scope = &self.inline[index];
            if scope.span.touches(offset) && scope.names.iter().any(|n| n.slice(text) == name) {
                return true;
            }
            at = scope.parent;
        }
        false
    }
}

/// Fowler, Noll and Vo's hash, with the scope folded in.
fn key(scope: ScopeId, on_self: bool, name: &str) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64 ^ (scope as u64) << 1 ^ u64::from(on_self);
    for byte in name.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    hash
}

/// Sorts inline scopes and finds each one's surrounding one.
fn nest(mut inline: Vec<InlineScope>) -> Vec<InlineScope> {
    inline.sort_by_key(|scope| (scope.span.start, std::cmp::Reverse(scope.span.end)));
    let mut open: Vec<usize> = Vec::new();
    for index in 0..inline.len() {
        while open.last().is_some_and(|&last| inline[last].span.end <= inline[index].span.start) {
            open.pop();
        }
        inline[index].parent = open.last().copied();
        open.push(index);
    }
    inline
}

struct Reader<'t> {
    text: &'t str,
    bytes: &'t [u8],
    outline: &'t Outline,
    scopes: &'t Scopes,
    all: Vec<Binding>,
    heads: Vec<Head>,
    stars: HashMap<ScopeId, Vec<usize>>,
    inline: Vec<InlineScope>,
    /// Names that `global` and `nonlocal` sent to another scope.
    declared: HashSet<(ScopeId, &'t str, bool)>,
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
    fn read(&mut self, imports: &[Import]) {
        let mut imports = imports.iter().enumerate().peekable();
        let mut inline = InlineLines::find(self.text, self.outline);
        for (index, line) in self.outline.lines.iter().enumerate() {
            match line.kind {
                LineKind::Import | LineKind::From => {
                    while let Some((number, import)) =
                        imports.next_if(|(_, import)| import.line <= index)
                    {
                        self.import(number, import);
                    }
                }
                LineKind::Class => self.class(index),
                LineKind::Def => self.def(index),
                LineKind::Header => self.header(index),
                LineKind::Simple => self.simple(index),
                LineKind::Decorator => {}
            }
            if inline.next_if_eq(index) {
                self.inline(index);
            }
        }
    }

    fn import(&mut self, number: usize, import: &Import) {
        let scope = self.scopes.of_line(import.line);
        if import.is_star() {
            self.stars.entry(scope).or_default().push(number);
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
        for (start, end) in split(self.bytes, start, end, b',') {
            let part = self.trimmed(start, end);
            let is_keyword = find_mark(self.bytes, part.start, part.end, b'=').is_some();
            if !part.is_empty() && !is_keyword && self.bytes[part.start] != b'*' {
                self.heads[scope].bases.push(Slice::new(part));
            }
        }
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
            self.heads[scope].returns = (!returns.is_empty()).then(|| Slice::new(returns));
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
        word_end(self.bytes, super::lexer::skip_blanks(self.bytes, first)).min(span.end)
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

    fn assignment(&mut self, index: usize) {
        let span = self.outline.lines[index].span;
        let mut colon = None;
        let mut segments: Vec<(usize, usize)> = Vec::new();
        let mut start = span.start;
        let mut steps = Steps::new(self.bytes, span.start, span.end);
        while let Some((step, depth)) = steps.next() {
            let (at, mark) = match step {
                // What stands behind `lambda` are defaults, not assignments.
                Step::Word(from, to) if &self.bytes[from..to] == b"lambda" => break,
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

    fn augmented(&mut self, index: usize, start: usize, equals: usize) {
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
    fn targets(
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
        }
    }

    fn unpack(
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
                (Site { kind, value: None, ..site }, None)
            };
            self.targets(index, start, end, site, whole, depth + 1);
        }
    }

    /// Where the attribute stands if `part` is `self.x` or `cls.x`.
    fn attribute_of_self(&self, part: Span) -> Option<usize> {
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

    /// Lambdas, comprehensions and walruses of one line.
    fn inline(&mut self, index: usize) {
        let span = self.outline.lines[index].span;
        let scope = self.scopes.of_line(index);
        // Open brackets with the lambdas begun inside each.
        let mut open: Vec<(usize, Vec<Pending>)> = vec![(span.start, Vec::new())];
        let mut previous: Option<Span> = None;
        let mut steps = Steps::new(self.bytes, span.start, span.end);
        let mut found: Vec<InlineScope> = Vec::new();
        while let Some((step, _)) = steps.next() {
            match step {
                Step::Mark(at, b'(' | b'[' | b'{') => open.push((at, Vec::new())),
                Step::Mark(at, b')' | b']' | b'}') if open.len() > 1 => {
                    let (_, pending) = open.pop().unwrap_or_default();
                    found.extend(pending.into_iter().map(|pending| pending.close(at)));
                }
                Step::Mark(at, b',') => {
                    if let Some((_, pending)) = open.last_mut() {
                        // A comma ends a lambda's body, but neither its parameters nor a comprehension.
                        let mut kept = Vec::new();
                        for one in pending.drain(..) {
                            if one.is_lambda && one.in_body {
                                found.push(one.close(at));
                            } else {
                                kept.push(one);
                            }
                        }
                        *pending = kept;
                    }
                }
                Step::Mark(at, b':') if self.bytes.get(at + 1) == Some(&b'=') => {
                    steps.next();
                    if let Some(name) = previous {
                        self.walrus(scope, index, name, at + 2, span.end);
                    }
                }
                Step::Mark(_, b':') => {
                    if let Some((_, pending)) = open.last_mut()
                        && let Some(lambda) =
                            pending.iter_mut().rev().find(|one| one.is_lambda && !one.in_body)
                    {
                        lambda.in_body = true;
                    }
                }
                Step::Word(start, end) => match &self.bytes[start..end] {
                    b"lambda" => {
                        let mut names = Vec::new();
                        if let Some(colon) = find_mark(self.bytes, end, near(end, span.end), b':') {
                            for (start, end) in split(self.bytes, end, colon, b',') {
                                let mut start = skip_space(self.bytes, start, end);
                                while start < end && self.bytes[start] == b'*' {
                                    start += 1;
                                }
                                let name = Span::new(
                                    start,
                                    word_end(self.bytes, start).min(end).max(start),
                                );
                                names.extend((!name.is_empty()).then_some(name));
                            }
                        }
                        if let Some((_, pending)) = open.last_mut() {
                            pending.push(Pending { start, names, is_lambda: true, in_body: false });
                        }
                    }
                    b"for" if open.len() > 1 => {
                        let names = find_word(self.bytes, end, near(end, span.end), "in")
                            .map(|inside| target_names(self.bytes, end, inside))
                            .unwrap_or_default();
                        if let Some((bracket, pending)) = open.last_mut() {
                            let start = *bracket;
                            pending.push(Pending { start, names, is_lambda: false, in_body: true });
                        }
                    }
                    _ => {}
                },
                _ => {}
            }
            previous = match step {
                Step::Word(start, end) => Some(Span::new(start, end)),
                _ => None,
            };
        }
        for (_, pending) in open {
            found.extend(pending.into_iter().map(|pending| pending.close(span.end)));
        }
        self.inline.extend(found);
    }

    fn walrus(&mut self, scope: ScopeId, index: usize, name: Span, start: usize, end: usize) {
        let value = expression_end(self.bytes, start, end).map(|end| self.trimmed(start, end));
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

/// A lambda or comprehension whose end is not known yet.
struct Pending {
    start: usize,
    names: Vec<Span>,
    is_lambda: bool,
    in_body: bool,
}

impl Pending {
    fn close(self, end: usize) -> InlineScope {
        InlineScope { span: Span::new(self.start, end), names: self.names, parent: None }
    }
}

/// The logical lines that may hold a lambda, comprehension or walrus.
struct InlineLines {
    lines: Vec<usize>,
    next: usize,
}

impl InlineLines {
    fn find(text: &str, outline: &Outline) -> Self {
        static MARKS: LazyLock<Option<AhoCorasick>> =
            LazyLock::new(|| AhoCorasick::new(["lambda", ":=", "for"]).ok());
        let mut lines: Vec<usize> = Vec::new();
        let bytes = text.as_bytes();
        for found in MARKS.iter().flat_map(|marks| marks.find_iter(text)) {
            let (start, end) = (found.start(), found.end());
            let is_whole = bytes[start] == b':'
                || !start.checked_sub(1).is_some_and(|before| is_word(bytes[before]))
                    && !bytes.get(end).is_some_and(|&byte| is_word(byte));
            if !is_whole {
                continue;
            }
            // A line has many matches at times; only the first is looked up.
            if lines.last().is_some_and(|&last| outline.lines[last].span.end > start) {
                continue;
            }
            let Some(line) = outline.line_at(start) else { continue };
            let span = outline.lines[line].span;
            if span.start < start && start < span.end {
                lines.push(line);
            }
        }
        Self { lines, next: 0 }
    }

    fn next_if_eq(&mut self, line: usize) -> bool {
        let is_next = self.lines.get(self.next) == Some(&line);
        self.next += usize::from(is_next);
        is_next
    }
}

fn near(start: usize, end: usize) -> usize {
    end.min(start + MAX_REACH)
}

/// The inside of the bracket `open` that is the next token at or behind `start`.
fn brackets(bytes: &[u8], start: usize, end: usize, open: u8) -> Option<(usize, usize)> {
    let mut inside = None;
    for (step, depth) in Steps::new(bytes, start, end) {
        match (inside, step) {
            (None, Step::Mark(at, mark)) if depth == 0 && mark == open => inside = Some(at + 1),
            // Type parameters stand between a name and its brackets.
            (None, Step::Mark(_, b'[' | b']')) => {}
            (None, _) if depth > 0 => {}
            (None, _) => return None,
            (Some(inside), Step::Mark(at, b')' | b']' | b'}')) if depth == 0 => {
                return Some((inside, at));
            }
            _ => {}
        }
    }
    None
}

/// The pieces of `start..end` between separators outside brackets; an empty last piece is left out.
fn split(
    bytes: &[u8],
    start: usize,
    end: usize,
    separator: u8,
) -> impl Iterator<Item = (usize, usize)> + '_ {
    let mut steps = Steps::new(bytes, start, end);
    let mut from = Some(start);
    std::iter::from_fn(move || {
        let start = from?;
        for (step, depth) in steps.by_ref() {
            if let Step::Mark(at, mark) = step
                && depth == 0
                && mark == separator
            {
                from = Some(at + 1);
                return Some((start, at));
            }
        }
        from = None;
        (skip_space(bytes, start, end) < end).then_some((start, end))
    })
}

/// The first `mark` outside brackets; `=` does not match comparisons and the like.
fn find_mark(bytes: &[u8], start: usize, end: usize, mark: u8) -> Option<usize> {
    let mut steps = Steps::new(bytes, start, end);
    while let Some((step, depth)) = steps.next() {
        let Step::Mark(at, found) = step else { continue };
        if depth != 0 {
            continue;
        }
        let next = bytes.get(at + 1).copied();
        if found != mark {
            if matches!(found, b'!' | b'<' | b'>' | b':') && next == Some(b'=') {
                steps.next();
            }
            continue;
        }
        if next == Some(b'=') {
            steps.next();
            continue;
        }
        return Some(at);
    }
    None
}

/// The first whole word `word` outside brackets.
fn find_word(bytes: &[u8], start: usize, end: usize, word: &str) -> Option<usize> {
    Steps::new(bytes, start, end).find_map(|(step, depth)| match step {
        Step::Word(from, to) if depth == 0 && &bytes[from..to] == word.as_bytes() => Some(from),
        _ => None,
    })
}

/// Where the expression that begins at `start` ends: at a comma, colon or closing bracket of what is around it.
fn expression_end(bytes: &[u8], start: usize, end: usize) -> Option<usize> {
    let limit = near(start, end);
    let mut depth = 0usize;
    for (step, _) in Steps::new(bytes, start, limit) {
        match step {
            Step::Mark(_, b'(' | b'[' | b'{') => depth += 1,
            Step::Mark(at, b')' | b']' | b'}' | b',' | b':') if depth == 0 => return Some(at),
            Step::Mark(_, b')' | b']' | b'}') => depth -= 1,
            _ => {}
        }
    }
    (limit == end).then_some(end)
}

/// The names a target list binds, nested ones included.
fn target_names(bytes: &[u8], start: usize, end: usize) -> Vec<Span> {
    let mut names = Vec::new();
    let mut dotted = false;
    for (step, _) in Steps::new(bytes, start, end) {
        let Step::Word(from, to) = step else {
            dotted = matches!(step, Step::Mark(_, b'.'));
            continue;
        };
        let next = skip_space(bytes, to, end);
        let is_base = next < end && matches!(bytes[next], b'.' | b'[' | b'(');
        if !dotted && !is_base {
            names.push(Span::new(from, to));
        }
        dotted = false;
    }
    names
}

/// Whether the span is one word that can be a name.
fn is_identifier(bytes: &[u8], span: Span) -> bool {
    !span.is_empty()
        && !bytes[span.start].is_ascii_digit()
        && bytes[span.start..span.end].iter().all(|&byte| is_word(byte))
}

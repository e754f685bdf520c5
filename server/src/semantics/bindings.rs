//! What binds names: assignments, imports, definitions, parameters and the rest, read off logical lines.
//!
//! Lines are scanned byte by byte; a right-hand side, annotation or base class is parsed when somebody asks for it, and kept.

mod edit;

use std::collections::HashMap;
use std::sync::OnceLock;

use tree_sitter::Tree;

pub(super) use edit::move_imports;

use super::asked;
use super::binding_reader::{self, Read};
use super::imports::Import;
use super::inline_scopes::{InlineScope, nest};
use super::outline::Outline;
use super::scopes::{ScopeId, Scopes};
use crate::languages::PYTHON;
use crate::syntax::{self, Expr};
use crate::text::Span;

/// Longest slice that is parsed on demand: longer ones are data, not code.
const MAX_SLICE: usize = 1 << 20;

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

/// The line of a binding whose line is gone.
const GONE: usize = usize::MAX;

/// One binding of one name.
#[derive(Debug)]
pub struct Binding {
    /// The identifier.
    pub name: Span,
    /// Its hash.
    pub(super) word: u64,
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

    /// Whether its line is gone.
    fn is_gone(&self) -> bool {
        self.line == GONE
    }

    /// Whether the value is the literal `None`: an import that failed, or an attribute set later.
    pub fn is_none(&self, text: &str) -> bool {
        self.value.as_ref().is_some_and(|value| value.span.slice(text) == "None")
    }
}

/// A place where a list, dictionary or set that a name holds gets something put in: `x.append(1)`, `x["a"] = 1`.
#[derive(Debug)]
pub(super) struct Growth {
    /// The name, or the last part of a dotted one.
    pub(super) name: Span,
    /// What is put in, where that can be told.
    pub(super) value: Option<Slice>,
}

impl Growth {
    /// The name, and what is put in.
    pub(super) fn place(&self) -> Option<(Span, Span)> {
        Some((self.name, self.value.as_ref()?.span))
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

/// All bindings of a file, to be found by scope and name.
#[derive(Debug)]
pub(super) struct Bindings {
    /// In source order, unless an edit changed some of them.
    all: Vec<Binding>,
    /// How many of them are gone.
    n_gone: usize,
    /// Whether some stand behind ones that come later in the text.
    is_mixed: bool,
    /// The lines that send names to other scopes.
    declaring: Vec<usize>,
    /// Per scope: the head of its class or function.
    pub(super) heads: Vec<Head>,
    /// Star imports per scope that has any, in source order.
    pub(super) stars: HashMap<ScopeId, Vec<usize>>,
    inline: Vec<InlineScope>,
    growths: HashMap<Key, Vec<Growth>>,
    groups: HashMap<Key, u32>,
    ranges: Vec<std::ops::Range<u32>>,
    order: Vec<u32>,
    /// Per scope: its path.
    paths: Vec<u64>,
    /// Bindings of one name in any scope, by the name's hash.
    by_word: OnceLock<HashMap<u64, Vec<u32>>>,
}

impl Bindings {
    pub(super) fn read(text: &str, outline: &Outline, scopes: &Scopes, imports: &[Import]) -> Self {
        let Read { all, heads, stars, inline, growths, declaring } =
            binding_reader::read(text, outline, scopes, imports, Span::new(0, text.len()));
        let mut bindings = Self {
            all,
            n_gone: 0,
            is_mixed: false,
            declaring,
            heads,
            stars,
            inline: nest(inline),
            growths: HashMap::new(),
            groups: HashMap::new(),
            ranges: Vec::new(),
            order: Vec::new(),
            paths: scopes.scopes.iter().map(|scope| scope.path).collect(),
            by_word: OnceLock::new(),
        };
        bindings.index();
        for (on_object, growth) in growths {
            let key = key(0, on_object, growth.name.slice(text));
            bindings.growths.entry(key).or_default().push(growth);
        }
        bindings
    }

    /// Groups bindings by scope and name, sorted by the byte from which they are in force.
    fn index(&mut self) {
        let mut group_of = Vec::with_capacity(self.all.len());
        let mut sizes: Vec<u32> = Vec::new();
        for binding in &self.all {
            let key = (binding.scope, binding.on_self, binding.word);
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

    /// All of them, in source order.
    pub(super) fn all(&self) -> impl Iterator<Item = &Binding> {
        let mut all: Vec<&Binding> = self.all.iter().filter(|binding| !binding.is_gone()).collect();
        if self.is_mixed {
            // Those of one line were read together.
            all.sort_by_key(|binding| binding.line);
        }
        all.into_iter()
    }

    /// The bindings of a name in one scope, in source order.
    pub(super) fn of<'b>(
        &'b self,
        text: &str,
        scope: ScopeId,
        on_self: bool,
        name: &str,
    ) -> impl DoubleEndedIterator<Item = &'b Binding> + ExactSizeIterator + use<'b> {
        let key = key(scope, on_self, name);
        asked::note(asked::in_scope(self.paths[scope], on_self, key.2));
        let range = self
            .groups
            .get(&key)
            .map(|&group| self.ranges[group as usize].clone())
            .filter(|range| {
                // Two names could share a hash.
                let first = &self.all[self.order[range.start as usize] as usize];
                first.name.slice(text) == name
            })
            .unwrap_or(0..0);
        self.order[range.start as usize..range.end as usize]
            .iter()
            .map(|&binding| &self.all[binding as usize])
    }

    /// The bindings of a word in any scope, as a name or as an attribute of `self`; with those of another word of the same
    /// hash, if there is one. Who asks notes what the answer may change with.
    pub(super) fn of_word(&self, word: &str) -> impl ExactSizeIterator<Item = &Binding> {
        let by_word = self.by_word.get_or_init(|| {
            let mut by_word: HashMap<u64, Vec<u32>> = HashMap::new();
            for (&(_, _, hash), &group) in &self.groups {
                let range = self.ranges[group as usize].clone();
                let bindings = &self.order[range.start as usize..range.end as usize];
                by_word.entry(hash).or_default().extend(bindings);
            }
            by_word
        });
        let bindings = by_word.get(&asked::hash(word)).map_or(&[][..], Vec::as_slice);
        bindings.iter().map(|&binding| &self.all[binding as usize])
    }

    /// Like [`of`](Self::of), without those far below `offset`: of the ones behind it at most `n_later`.
    /// A name that is bound on every line of a long file would cost its length for every use otherwise.
    pub(super) fn near<'b>(
        &'b self,
        text: &str,
        scope: ScopeId,
        name: &str,
        offset: Option<usize>,
        n_later: usize,
    ) -> impl DoubleEndedIterator<Item = &'b Binding> + ExactSizeIterator + use<'b> {
        let all = self.of(text, scope, false, name);
        let n = all.len();
        let range = self.groups.get(&key(scope, false, name)).filter(|_| n > 0);
        let start = range.map_or(0, |&group| self.ranges[group as usize].start as usize);
        let order = &self.order[start..start + n];
        let end = offset.map_or(n, |offset| {
            let before = order.partition_point(|&b| self.all[b as usize].at <= offset);
            n.min(before + n_later)
        });
        order[..end].iter().map(|&binding| &self.all[binding as usize])
    }

    /// Where something is put into what `name` holds, in source order; attributes of any object with `on_object`.
    pub(super) fn growths<'b>(
        &'b self,
        text: &str,
        on_object: bool,
        name: &str,
    ) -> impl Iterator<Item = &'b Growth> {
        asked::note(asked::growing(on_object, name));
        self.growths
            .get(&key(0, on_object, name))
            .into_iter()
            .flatten()
            .filter(move |growth| growth.name.slice(text) == name)
    }

    /// Every name that something is put into, with what is.
    pub(super) fn all_growths(&self) -> impl Iterator<Item = (Span, Span)> + '_ {
        self.growths.values().flatten().filter_map(Growth::place)
    }

    /// Whether a lambda or comprehension around `offset` binds `name`.
    pub(super) fn is_inline(&self, text: &str, name: &str, offset: usize) -> bool {
        let mut at = self.inline.partition_point(|scope| scope.span.start <= offset).checked_sub(1);
        // Deeper nesting than this is no code that anybody wrote.
        for _ in 0..128 {
            let Some(index) = at else { break };
            let scope = &self.inline[index];
            if scope.span.touches(offset) && scope.names.iter().any(|n| n.slice(text) == name) {
                return true;
            }
            at = scope.parent;
        }
        false
    }
}

/// Scope, whether it is an attribute of `self`, and the name by Fowler, Noll and Vo's hash.
type Key = (ScopeId, bool, u64);

fn key(scope: ScopeId, on_self: bool, name: &str) -> Key {
    (scope, on_self, asked::hash(name))
}

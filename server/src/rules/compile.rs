//! Rules of a language → [`RuleSet`]: patterns grouped so that a tree is walked once, whatever the number of rules.
//!
//! A pattern that names what it looks for (`#resolves?`, `#eq?` or `#any-of?` on a node that a path of fields leads to) is
//! *keyed*: nodes of its kind are visited once, the name is resolved once, and a hash map gives the few patterns to try.
//! The rest are *joined* into one query. Patterns of equal structure share one compiled query (a *shape*); their predicates
//! are asked afterwards. Queries are compiled when first needed.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, OnceLock};

use tree_sitter::{Language as Grammar, Query};

use super::Rule;
use super::needs;
use super::pattern::compile_rule;
use super::query_text::{Argument, Pattern, RuleMistake};
use super::structure::Structure;
use super::triggers;
use super::wide;
use crate::languages::Language;
use crate::text::Span;

pub use super::pattern::{CAPTURES, CompiledPattern, Step, slot};

#[derive(Debug)]
struct Shape {
    text: String,
    /// None if it says what only tree-sitter reads.
    structure: Option<Structure>,
    compiled: OnceLock<Option<ShapeQuery>>,
}

/// A compiled shape.
#[derive(Debug)]
pub struct ShapeQuery {
    /// One pattern, or all joined ones.
    pub query: Query,
    /// Per capture index of the query: the slot, or `None` for the root.
    pub slots: Vec<Option<usize>>,
}

impl ShapeQuery {
    /// Compiles the text of a [shape](Pattern::shape), or of several.
    pub fn new(grammar: &Grammar, text: &str) -> Option<Self> {
        let query = Query::new(grammar, text)
            .inspect_err(|error| tracing::error!("a query does not compile: {error}"))
            .ok()?;
        let slots = query
            .capture_names()
            .iter()
            .map(|name| name.strip_prefix('c').and_then(|index| index.parse().ok()))
            .collect();
        Some(Self { query, slots })
    }
}

/// A set of words that tells fast what is not in it.
#[derive(Debug)]
struct Words {
    words: HashSet<String>,
    /// Per first byte, the lengths there are, as bits; 63 stands for all that are longer.
    lengths: [u64; 256],
}

impl Default for Words {
    fn default() -> Self {
        Self { words: HashSet::new(), lengths: [0; 256] }
    }
}

impl Words {
    fn insert(&mut self, word: &str) {
        if let Some(&first) = word.as_bytes().first() {
            self.lengths[usize::from(first)] |= 1 << word.len().min(63);
            self.words.insert(word.to_owned());
        }
    }

    fn contains(&self, word: &str) -> bool {
        word.as_bytes().first().is_some_and(|&first| {
            self.lengths[usize::from(first)] & (1 << word.len().min(63)) != 0
                && self.words.contains(word)
        })
    }
}

/// Patterns by what the node at the end of a path is.
#[derive(Debug, Default)]
pub struct PathDispatch {
    /// Field ids from the node of the kind to the one that names.
    pub path: Vec<u16>,
    /// By resolved dotted name.
    by_name: HashMap<String, Vec<usize>>,
    /// By dotted prefix, for `a.b.*`.
    by_prefix: HashMap<String, Vec<usize>>,
    /// By source text.
    by_text: HashMap<String, Vec<usize>>,
    /// Words in which the names end.
    last_words: Words,
    /// Those of patterns that a trigger of another kind leads to, or none.
    free_words: Words,
    /// Bytes of the longest text in `by_text`.
    longest_text: usize,
}

impl PathDispatch {
    /// Whether names have to be resolved at all.
    pub fn wants_names(&self) -> bool {
        !self.by_name.is_empty() || !self.by_prefix.is_empty()
    }

    /// Whether a name that ends in `word` may have patterns.
    pub fn wants_last(&self, word: &str) -> bool {
        // The callee of a `partial` may be any function.
        !self.by_prefix.is_empty() || word == "partial" || self.last_words.contains(word)
    }

    /// Whether a name that ends in `word` may have patterns that need no trigger there.
    pub fn wants_untriggered(&self, word: &str) -> bool {
        !self.by_prefix.is_empty() || word == "partial" || self.free_words.contains(word)
    }

    /// Patterns to try for a node of this source text.
    pub fn for_text(&self, text: &str) -> &[usize] {
        // A callee may be many lines long.
        if text.len() > self.longest_text {
            return &[];
        }
        self.by_text.get(text).map_or(&[], Vec::as_slice)
    }

    /// Adds the patterns to try for a resolved name.
    pub fn for_name(&self, name: &str, patterns: &mut Vec<usize>) {
        patterns.extend(self.by_name.get(name).into_iter().flatten());
        if self.by_prefix.is_empty() {
            return;
        }
        let mut prefix = name;
        loop {
            patterns.extend(self.by_prefix.get(prefix).into_iter().flatten());
            match prefix.rsplit_once('.') {
                Some((shorter, _)) => prefix = shorter,
                None => return,
            }
        }
    }
}

/// The transform that changes statements below the one it is about.
const LOOKS_BELOW: &str = "switch-class";

/// The rules of one language, ready to run.
#[derive(Debug)]
pub struct RuleSet {
    /// In catalogue order.
    pub rules: Vec<Arc<Rule>>,
    /// All patterns.
    pub patterns: Vec<CompiledPattern>,
    shapes: Vec<Shape>,
    /// By kind id of the node a keyed pattern is rooted at.
    dispatch: Vec<Vec<PathDispatch>>,
    /// By kind id of the root: patterns that are looked up by nothing else.
    by_kind: Vec<Vec<usize>>,
    /// Shapes of the joined query, in its pattern order, each with its patterns: those with any root.
    joined: Vec<(usize, Vec<usize>)>,
    joined_query: OnceLock<Option<ShapeQuery>>,
    /// What to look for in a text, per set of rules that are on.
    pub triggers: triggers::Sets,
    /// Whether a pattern can only be asked of the tree of a whole document.
    pub needs_whole: bool,
    /// Rules that run in some projects or files only.
    pub conditional: Vec<usize>,
    grammar: Grammar,
}

/// The most nodes a kind id can stand for in the grammars we use; ids beyond are not dispatched.
const NO_DISPATCH: &[PathDispatch] = &[];

impl RuleSet {
    /// Groups the patterns of `rules`, which have been [checked](check) before; a rule that does not compile is left out.
    pub fn new(language: &Language, rules: impl IntoIterator<Item = Arc<Rule>>) -> Option<Self> {
        let grammar = (language.grammar?)();
        let mut set = Self {
            rules: Vec::new(),
            patterns: Vec::new(),
            shapes: Vec::new(),
            dispatch: Vec::new(),
            by_kind: Vec::new(),
            joined: Vec::new(),
            joined_query: OnceLock::new(),
            triggers: triggers::Sets::default(),
            needs_whole: false,
            conditional: Vec::new(),
            grammar,
        };
        let mut shapes = HashMap::new();
        for rule in rules {
            let index = set.rules.len();
            match compile_rule(&rule, index) {
                Ok(patterns) => {
                    if !rule.requires.is_empty() || !rule.applies.is_empty() {
                        set.conditional.push(index);
                    }
                    set.rules.push(rule);
                    for (source, mut pattern) in patterns {
                        let text = source.shape();
                        pattern.needs = needs::needs(&source, pattern.exempt);
                        pattern.is_wide = wide::is_wide(&source);
                        pattern.begins_with_trigger = wide::begins_with_trigger(&source);
                        pattern.reads_docstrings = needs::reads_docstrings(&source);
                        pattern.options = needs::options(&source);
                        pattern.n_blocks = wide::blocks_to_finding(&source);
                        pattern.fixes_below =
                            pattern.transforms.iter().any(|call| call.row.name == LOOKS_BELOW);
                        match wide::roots(&source) {
                            Some(roots) => pattern.roots = roots,
                            None => set.needs_whole |= pattern.is_wide,
                        }
                        pattern.shape = *shapes.entry(text.clone()).or_insert_with(|| {
                            let captures = source.captures();
                            let structure = Structure::new(&source.root, &captures, &set.grammar);
                            set.shapes.push(Shape { text, structure, compiled: OnceLock::new() });
                            set.shapes.len() - 1
                        });
                        set.add(&source, pattern);
                    }
                }
                Err(mistake) => tracing::error!(rule = %rule.code, "{}", mistake.message),
            }
        }
        Some(set)
    }

    fn add(&mut self, source: &Pattern, pattern: CompiledPattern) {
        let index = self.patterns.len();
        let shape = pattern.shape;
        let needs = pattern.needs.clone();
        self.patterns.push(pattern);
        if let Some((kinds, path, key)) = key(source, &self.grammar) {
            for kind in kinds {
                let kind = usize::from(kind);
                if self.dispatch.len() <= kind {
                    self.dispatch.resize_with(kind + 1, Vec::new);
                }
                let paths = &mut self.dispatch[kind];
                let at = paths.iter().position(|entry| entry.path == path).unwrap_or_else(|| {
                    paths.push(PathDispatch { path: path.clone(), ..PathDispatch::default() });
                    paths.len() - 1
                });
                let entry = &mut paths[at];
                let (map, keys): (_, &[String]) = match &key {
                    Key::Names(names) => (None, names),
                    Key::Texts(texts) => {
                        let longest = texts.iter().map(String::len).max().unwrap_or_default();
                        entry.longest_text = entry.longest_text.max(longest);
                        (Some(&mut entry.by_text), texts)
                    }
                };
                match map {
                    Some(by_text) => {
                        for text in keys {
                            by_text.entry(text.clone()).or_default().push(index);
                        }
                    }
                    None => {
                        let is_triggered = needs.asks_for(keys);
                        for name in keys {
                            let last = name.rsplit('.').next().unwrap_or(name);
                            entry.last_words.insert(last);
                            if !is_triggered {
                                entry.free_words.insert(last);
                            }
                            match name.strip_suffix(".*") {
                                Some(prefix) => entry.by_prefix.entry(prefix.to_owned()),
                                None => entry.by_name.entry(name.clone()),
                            }
                            .or_default()
                            .push(index);
                        }
                    }
                }
            }
            return;
        }
        let ids = |kinds: Vec<&str>| {
            kinds.into_iter().map(|kind| self.grammar.id_for_node_kind(kind, true)).collect()
        };
        let kinds: Vec<u16> = source.root_kinds().map(ids).unwrap_or_default();
        let is_plain = |&kind: &u16| kind != 0 && !self.grammar.node_kind_is_supertype(kind);
        if !kinds.is_empty() && source.root.quantifier.is_none() && kinds.iter().all(is_plain) {
            for kind in kinds.into_iter().map(usize::from) {
                if self.by_kind.len() <= kind {
                    self.by_kind.resize_with(kind + 1, Vec::new);
                }
                if self.by_kind[kind].last() != Some(&index) {
                    self.by_kind[kind].push(index);
                }
            }
            return;
        }
        self.needs_whole = true;
        match self.joined.iter_mut().find(|(own, _)| *own == shape) {
            Some((_, patterns)) => patterns.push(index),
            None => self.joined.push((shape, vec![index])),
        }
    }

    /// What to look up for nodes of a kind.
    pub fn dispatch(&self, kind: u16) -> &[PathDispatch] {
        self.dispatch.get(usize::from(kind)).map_or(NO_DISPATCH, Vec::as_slice)
    }

    /// Patterns to try at every node of a kind.
    pub fn of_kind(&self, kind: u16) -> &[usize] {
        self.by_kind.get(usize::from(kind)).map_or(&[], Vec::as_slice)
    }

    /// The structure of a pattern, unless only tree-sitter can read it.
    pub fn structure(&self, pattern: &CompiledPattern) -> Option<&Structure> {
        self.shapes[pattern.shape].structure.as_ref()
    }

    /// The same number for patterns of the same structure.
    pub fn shape(&self, pattern: &CompiledPattern) -> usize {
        pattern.shape
    }

    /// The query of a pattern, compiled on first use.
    pub fn shape_query(&self, pattern: &CompiledPattern) -> Option<&ShapeQuery> {
        let shape = &self.shapes[pattern.shape];
        shape.compiled.get_or_init(|| ShapeQuery::new(&self.grammar, &shape.text)).as_ref()
    }

    /// The query of all patterns without a key, compiled on first use.
    pub fn joined_query(&self) -> Option<&ShapeQuery> {
        self.joined_query
            .get_or_init(|| {
                let text: Vec<&str> = self
                    .joined
                    .iter()
                    .map(|(shape, _)| self.shapes[*shape].text.as_str())
                    .collect();
                (!text.is_empty())
                    .then(|| ShapeQuery::new(&self.grammar, &text.join("\n")))
                    .flatten()
            })
            .as_ref()
    }

    /// The patterns behind one pattern of the joined query.
    pub fn joined_patterns(&self, index: usize) -> &[usize] {
        self.joined.get(index).map_or(&[], |(_, patterns)| patterns.as_slice())
    }

    /// How many distinct structures there are, keyed and joined: for benches and debug output.
    pub fn n_shapes(&self) -> (usize, usize) {
        (self.shapes.len() - self.joined.len(), self.joined.len())
    }
}

enum Key {
    Names(Vec<String>),
    Texts(Vec<String>),
}

/// What a pattern can be looked up by, if anything.
fn key(pattern: &Pattern, grammar: &Grammar) -> Option<(Vec<u16>, Vec<u16>, Key)> {
    let kinds: Vec<u16> = pattern
        .root_kinds()?
        .into_iter()
        .map(|kind| grammar.id_for_node_kind(kind, true))
        .collect();
    if kinds.contains(&0) || pattern.root.quantifier.is_some() {
        return None;
    }
    let find = |wanted: &[&str]| {
        pattern.calls.iter().find_map(|call| {
            let name = call.name.strip_suffix('?')?;
            if !wanted.contains(&name) {
                return None;
            }
            let Some(Argument::Capture(capture)) = call.arguments.first() else { return None };
            let texts: Vec<String> = call.arguments[1..]
                .iter()
                .map(|argument| match argument {
                    Argument::Text(text) => Some(text.clone()),
                    Argument::Capture(_) => None,
                })
                .collect::<Option<_>>()?;
            let path: Vec<u16> = pattern
                .path_to(capture)?
                .iter()
                .map(|field| grammar.field_id_for_name(field).map(std::num::NonZeroU16::get))
                .collect::<Option<_>>()?;
            Some((path, texts))
        })
    };
    let by_name = find(&["resolves"]);
    // `a.b.*` may be anything, so that every name would have to be resolved for it.
    match by_name {
        Some((path, names)) if !names.iter().any(|name| name.ends_with(".*")) => {
            Some((kinds, path, Key::Names(names)))
        }
        by_name => match (find(&["eq", "any-of"]), by_name) {
            (Some((path, texts)), _) => Some((kinds, path, Key::Texts(texts))),
            (None, Some((path, names))) => Some((kinds, path, Key::Names(names))),
            (None, None) => None,
        },
    }
}

/// Checks a rule's query as far as that needs the grammar: for the lint, and before a workspace's rule may run.
pub fn check(rule: &Rule, grammar: &Grammar) -> Result<(), RuleMistake> {
    let Some((_, base)) = &rule.query else { return Ok(()) };
    for (source, _) in compile_rule(rule, 0)? {
        let place = Span::new(source.span.start + base, source.span.end + base);
        let query = Query::new(grammar, &source.shape()).map_err(|error| {
            let message = error.to_string();
            let lines: Vec<&str> = message.lines().map(str::trim).collect();
            RuleMistake::new(place, format!("the pattern does not compile: {}", lines.join(" ")))
        })?;
        let slots = source.captures();
        for (index, name) in query.capture_names().iter().enumerate() {
            let slot = name.strip_prefix('c').and_then(|slot| slot.parse::<usize>().ok());
            if slot.is_some_and(|slot| slots.get(slot) == Some(&"finding"))
                && query.capture_quantifiers(0)[index] != tree_sitter::CaptureQuantifier::One
            {
                return Err(RuleMistake::new(place, "`@finding` must stand for exactly one node"));
            }
        }
    }
    Ok(())
}

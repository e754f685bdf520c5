//! Rules of a language → [`RuleSet`]: patterns grouped so that a tree is walked once, whatever the number of rules.
//!
//! A pattern that names what it looks for (`#resolves?`, `#eq?` or `#any-of?` on a node that a path of fields leads to) is
//! *keyed*: nodes of its kind are visited once, the name is resolved once, and a hash map gives the few patterns to try.
//! The rest are *joined* into one query. Patterns of equal structure share one compiled query (a *shape*); their predicates
//! are asked afterwards. Queries are compiled when first needed.

use std::sync::{Arc, OnceLock};

use tree_sitter::{Language as Grammar, Query};

use super::facts::{self, Facts, Key};
use super::pattern::{compile_pattern, compile_rule};
use super::query_text::RuleMistake;
use super::structure::Structure;
use super::{Rule, RuleText, triggers};
use crate::languages::Language;
use crate::text::{QuickMap, Span};

pub use super::pattern::{CAPTURES, CompiledPattern, Step, slot};

#[derive(Debug)]
struct Shape {
    text: RuleText,
    /// None if it says what only tree-sitter reads.
    structure: OnceLock<Option<Structure>>,
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
    words: QuickMap<String, ()>,
    /// Per first byte, the lengths there are, as bits; 63 stands for all that are longer.
    lengths: [u64; 256],
}

impl Default for Words {
    fn default() -> Self {
        Self { words: QuickMap::default(), lengths: [0; 256] }
    }
}

impl Words {
    fn insert(&mut self, word: &str) {
        if let Some(&first) = word.as_bytes().first() {
            self.lengths[usize::from(first)] |= 1 << word.len().min(63);
            if !self.words.contains_key(word) {
                self.words.insert(word.to_owned(), ());
            }
        }
    }

    fn contains(&self, word: &str) -> bool {
        word.as_bytes().first().is_some_and(|&first| {
            self.lengths[usize::from(first)] & (1 << word.len().min(63)) != 0
                && self.words.contains_key(word)
        })
    }
}

/// Patterns by what the node at the end of a path is.
#[derive(Debug, Default)]
pub struct PathDispatch {
    /// Field ids from the node of the kind to the one that names.
    pub path: Vec<u16>,
    /// By resolved dotted name.
    by_name: QuickMap<RuleText, Vec<usize>>,
    /// By dotted prefix, for `a.b.*`.
    by_prefix: QuickMap<RuleText, Vec<usize>>,
    /// By source text.
    by_text: QuickMap<RuleText, Vec<usize>>,
    /// Words in which the names end.
    last_words: Words,
    /// Those of patterns that a trigger of another kind leads to, or none.
    free_words: Words,
    /// Bytes of the longest text in `by_text`.
    longest_text: usize,
}

impl PathDispatch {
    /// Takes in a pattern. `is_triggered` tells that there is a trigger for each of its names.
    fn add(&mut self, key: &Key, is_triggered: bool, pattern: usize) {
        if !key.is_name {
            for text in &key.texts {
                self.longest_text = self.longest_text.max(text.len());
                self.by_text.entry(text.clone()).or_default().push(pattern);
            }
            return;
        }
        for name in &key.texts {
            let last = name.rsplit('.').next().unwrap_or(name);
            self.last_words.insert(last);
            if !is_triggered {
                self.free_words.insert(last);
            }
            match name.strip_suffix(".*") {
                Some(prefix) => self.by_prefix.entry(prefix.into()),
                None => self.by_name.entry(name.clone()),
            }
            .or_default()
            .push(pattern);
        }
    }

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

/// A pattern of a set of rules: what leads to it is known, the rest is made ready when it is first tried.
#[derive(Debug)]
pub struct RulePattern {
    /// Index into [`RuleSet::rules`].
    pub rule: usize,
    /// Position within its rule file: of two patterns that report the same place, the first one speaks.
    pub number: usize,
    /// Where it may match.
    pub facts: Facts,
    /// Index into the shapes of the set.
    shape: usize,
    compiled: OnceLock<Option<CompiledPattern>>,
}

/// The rules of one language, ready to run.
#[derive(Debug)]
pub struct RuleSet {
    /// In catalogue order.
    pub rules: Vec<Arc<Rule>>,
    /// All patterns.
    pub patterns: Vec<RulePattern>,
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
        let mut names = Ids::default();
        for rule in rules {
            let index = set.rules.len();
            match patterns(&rule, index) {
                Ok(patterns) => {
                    if !rule.requires.is_empty() || !rule.applies.is_empty() {
                        set.conditional.push(index);
                    }
                    set.rules.push(rule);
                    for (number, (facts, compiled)) in patterns.into_iter().enumerate() {
                        let compiled = compiled.map_or_else(OnceLock::new, |own| Some(own).into());
                        set.add(index, number, facts, compiled, &mut names);
                    }
                }
                Err(mistake) => tracing::error!(rule = %rule.code, "{}", mistake.message),
            }
        }
        Some(set)
    }

    fn add(
        &mut self,
        rule: usize,
        number: usize,
        facts: Facts,
        compiled: OnceLock<Option<CompiledPattern>>,
        ids: &mut Ids,
    ) {
        let index = self.patterns.len();
        let shape = *ids.shapes.entry(facts.shape.clone()).or_insert_with(|| {
            let text = facts.shape.clone();
            self.shapes.push(Shape { text, structure: OnceLock::new(), compiled: OnceLock::new() });
            self.shapes.len() - 1
        });
        self.needs_whole |= facts.is_wide && facts.roots.is_none();
        let kinds: Option<Vec<u16>> = facts
            .kinds
            .as_ref()
            .map(|kinds| kinds.iter().map(|kind| ids.kind(kind, &self.grammar)).collect())
            .filter(|kinds: &Vec<u16>| !kinds.is_empty());
        let path = facts.key.as_ref().and_then(|key| ids.path(key, &self.grammar));
        let is_plain = |&kind: &u16| kind != 0 && !self.grammar.node_kind_is_supertype(kind);
        match (kinds, facts.key.as_ref().zip(path)) {
            (Some(kinds), Some((key, path))) if !kinds.contains(&0) => {
                let is_triggered = facts.needs.asks_for(&key.texts);
                for kind in kinds {
                    self.entry(kind, &path).add(key, is_triggered, index);
                }
            }
            (Some(kinds), _) if kinds.iter().all(is_plain) => {
                for kind in kinds.into_iter().map(usize::from) {
                    if self.by_kind.len() <= kind {
                        self.by_kind.resize_with(kind + 1, Vec::new);
                    }
                    if self.by_kind[kind].last() != Some(&index) {
                        self.by_kind[kind].push(index);
                    }
                }
            }
            _ => {
                self.needs_whole = true;
                match self.joined.iter_mut().find(|(own, _)| *own == shape) {
                    Some((_, patterns)) => patterns.push(index),
                    None => self.joined.push((shape, vec![index])),
                }
            }
        }
        self.patterns.push(RulePattern { rule, number, facts, shape, compiled });
    }

    /// What is looked up at the end of a path from nodes of a kind.
    fn entry(&mut self, kind: u16, path: &[u16]) -> &mut PathDispatch {
        let kind = usize::from(kind);
        if self.dispatch.len() <= kind {
            self.dispatch.resize_with(kind + 1, Vec::new);
        }
        let paths = &mut self.dispatch[kind];
        let at = paths.iter().position(|entry| entry.path == path).unwrap_or_else(|| {
            paths.push(PathDispatch { path: path.to_vec(), ..PathDispatch::default() });
            paths.len() - 1
        });
        &mut paths[at]
    }

    /// What to look up for nodes of a kind.
    pub fn dispatch(&self, kind: u16) -> &[PathDispatch] {
        self.dispatch.get(usize::from(kind)).map_or(NO_DISPATCH, Vec::as_slice)
    }

    /// Patterns to try at every node of a kind.
    pub fn of_kind(&self, kind: u16) -> &[usize] {
        self.by_kind.get(usize::from(kind)).map_or(&[], Vec::as_slice)
    }

    /// The structure of a pattern, unless only tree-sitter can read it; read on first use.
    pub fn structure(&self, pattern: &RulePattern) -> Option<&Structure> {
        let read = || {
            let source = pattern.facts.source(self.rules[pattern.rule].query.as_ref()?).ok()?;
            Structure::new(&source.root, &source.captures(), &self.grammar)
        };
        self.shapes[pattern.shape].structure.get_or_init(read).as_ref()
    }

    /// What is asked at a match of a pattern, made ready on first use. None if it is not as it should be, which tests
    /// see to for built-in rules and the lint for a user's.
    pub fn compiled<'s>(&'s self, pattern: &'s RulePattern) -> Option<&'s CompiledPattern> {
        let compile = || {
            let rule = &self.rules[pattern.rule];
            pattern
                .facts
                .source(rule.query.as_ref()?)
                .and_then(|source| compile_pattern(rule, pattern.rule, pattern.number, &source))
                .inspect_err(|mistake| tracing::error!(rule = %rule.code, "{}", mistake.message))
                .ok()
        };
        pattern.compiled.get_or_init(compile).as_ref()
    }

    /// The same number for patterns of the same structure.
    pub fn shape(&self, pattern: &RulePattern) -> usize {
        pattern.shape
    }

    /// The query of a pattern, compiled on first use.
    pub fn shape_query(&self, pattern: &RulePattern) -> Option<&ShapeQuery> {
        let shape = &self.shapes[pattern.shape];
        shape.compiled.get_or_init(|| ShapeQuery::new(&self.grammar, &shape.text)).as_ref()
    }

    /// The query of all patterns without a key, compiled on first use.
    pub fn joined_query(&self) -> Option<&ShapeQuery> {
        self.joined_query
            .get_or_init(|| {
                let text: Vec<&str> =
                    self.joined.iter().map(|(shape, _)| &*self.shapes[*shape].text).collect();
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

/// The patterns of a rule: of our own ones what the build found out, of others all there is.
fn patterns(
    rule: &Rule,
    index: usize,
) -> Result<Vec<(Facts, Option<CompiledPattern>)>, RuleMistake> {
    if let Some(known) = rule.query.as_ref().and_then(facts::embedded) {
        return Ok(known.into_iter().map(|facts| (facts, None)).collect());
    }
    let compiled = compile_rule(rule, index)?;
    Ok(compiled.into_iter().map(|(source, own)| (facts::of(&source), Some(own))).collect())
}

/// Numbers of what rules name, while a set is made.
#[derive(Default)]
struct Ids {
    shapes: QuickMap<RuleText, usize>,
    /// The grammar looks through all of its names for one.
    kinds: QuickMap<RuleText, u16>,
    fields: QuickMap<RuleText, Option<u16>>,
}

impl Ids {
    /// The id of a kind of nodes; 0 for none.
    fn kind(&mut self, name: &RuleText, grammar: &Grammar) -> u16 {
        let id = || grammar.id_for_node_kind(name, true);
        *self.kinds.entry(name.clone()).or_insert_with(id)
    }

    /// The ids of the fields that lead to what a pattern is looked up by.
    fn path(&mut self, key: &Key, grammar: &Grammar) -> Option<Vec<u16>> {
        let id = |field: &RuleText| {
            let id = || grammar.field_id_for_name(&**field).map(std::num::NonZeroU16::get);
            *self.fields.entry(field.clone()).or_insert_with(id)
        };
        key.path.iter().map(id).collect()
    }
}

/// Checks a rule's query as far as that needs the grammar: for the lint, and before a workspace's rule may run.
pub fn check(rule: &Rule, grammar: &Grammar) -> Result<(), RuleMistake> {
    let Some(query) = &rule.query else { return Ok(()) };
    let base = query.start;
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

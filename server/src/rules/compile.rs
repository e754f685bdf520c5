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
use super::directives::{self, FixStepPlan};
use super::message::Template;
use super::predicates::{self, Form, Predicate, Prepared};
use super::query_text::{self, Argument, Call, Kind, Pattern, RuleMistake};
use super::structure::Structure;
use super::triggers::{self, Need};
use super::wide::{self, WideRoot};
use crate::finding::{Confidence, Safety, Severity};
use crate::languages::Language;
use crate::text::Span;

/// A step of judging a match, in the order it is written.
#[derive(Debug)]
pub enum Step {
    /// Ask a predicate.
    Ask {
        /// Its row.
        row: &'static Predicate,
        /// Written with `not-`.
        negated: bool,
        /// Its arguments.
        arguments: Vec<Prepared>,
    },
    /// Bind an argument of a call to a slot.
    Bind {
        /// The slot it goes to.
        target: usize,
        /// The slot of the call.
        call: usize,
        /// Keywords, separated by `|`.
        keywords: String,
        /// Position among the positional arguments.
        position: Option<usize>,
    },
}

/// One pattern ready to run.
#[derive(Debug)]
pub struct CompiledPattern {
    /// Index into [`RuleSet::rules`].
    pub rule: usize,
    /// Position within its rule file: of two patterns that report the same place, the first one speaks.
    pub number: usize,
    /// Index into the shapes.
    shape: usize,
    /// Capture names; those of the structure first.
    pub slots: Vec<String>,
    /// How many slots the structure fills.
    pub n_structural: usize,
    /// The slot that is underlined.
    pub finding: usize,
    /// The slot of `@related`, if there is one.
    pub related: Option<usize>,
    /// Predicates and bindings.
    pub steps: Vec<Step>,
    /// `#set! severity`
    pub severity: Option<Severity>,
    /// `#set! confidence`
    pub confidence: Option<Confidence>,
    /// `#set! message`, else the rule's.
    pub message: Template,
    /// `#set! exempt`: the place is fine, patterns below do not report it.
    pub exempt: bool,
    /// `#set! fix.title`
    pub fix_title: Option<Template>,
    /// `#set! fix.safety`
    pub fix_safety: Option<Safety>,
    /// Text edits, together one fix.
    pub edits: Vec<FixStepPlan>,
    /// Named transforms, each a fix.
    pub transforms: Vec<directives::TransformCall>,
    /// Whether the structure reaches beyond one logical line.
    pub is_wide: bool,
    /// What has to stand where it matches.
    pub need: Need,
    /// Headers that may begin what it is rooted at, if it reaches beyond a line.
    pub roots: Vec<WideRoot>,
    /// Blocks between its root and what it reports.
    pub n_blocks: usize,
    /// Whether its fixes change statements further down.
    pub fixes_below: bool,
    /// Whether what triggers it stands on the header that it is rooted at.
    pub begins_with_trigger: bool,
    /// Whether it may say something about a string that is a statement of its own.
    pub reads_docstrings: bool,
    /// Options of the rule that have to be true.
    pub options: Vec<String>,
}

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
    fn new(grammar: &Grammar, text: &str) -> Option<Self> {
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
            grammar,
        };
        let mut shapes = HashMap::new();
        for rule in rules {
            let index = set.rules.len();
            match compile_rule(&rule, index) {
                Ok(patterns) => {
                    set.rules.push(rule);
                    for (source, mut pattern) in patterns {
                        let text = source.shape();
                        pattern.need = triggers::need(&source, pattern.exempt);
                        pattern.is_wide = wide::is_wide(&source);
                        pattern.begins_with_trigger = wide::begins_with_trigger(&source);
                        pattern.reads_docstrings = triggers::reads_docstrings(&source);
                        pattern.options = triggers::options(&source);
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
                        for name in keys {
                            let last = name.rsplit('.').next().unwrap_or(name);
                            entry.last_words.insert(last);
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

/// Capture names a pattern may use besides `@_anything`.
pub const CAPTURES: [&str; 11] = [
    "finding",
    "callee",
    "argument",
    "value",
    "key",
    "name",
    "source",
    "sink",
    "sanitizer",
    "propagator",
    "related",
];

/// Reads the patterns of a rule and makes their predicates ready.
pub fn compile_rule(
    rule: &Rule,
    index: usize,
) -> Result<Vec<(Pattern, CompiledPattern)>, RuleMistake> {
    let Some((text, base)) = &rule.query else { return Ok(Vec::new()) };
    let shift =
        |mistake: RuleMistake| RuleMistake::new(mistake.span.shifted(*base), mistake.message);
    let patterns = query_text::read(text).map_err(shift)?;
    if patterns.is_empty() {
        return Err(shift(RuleMistake::new(Span::empty(0), "the file holds no pattern")));
    }
    patterns
        .into_iter()
        .enumerate()
        .map(|(number, pattern)| {
            let compiled = compile_pattern(rule, index, number, &pattern).map_err(shift)?;
            Ok((pattern, compiled))
        })
        .collect()
}

fn compile_pattern(
    rule: &Rule,
    index: usize,
    number: usize,
    pattern: &Pattern,
) -> Result<CompiledPattern, RuleMistake> {
    let whole = pattern.span;
    let wrong = |span: Span, message: String| RuleMistake::new(span, message);
    if matches!(pattern.root.kind, Kind::AnyNamed | Kind::Any) {
        return Err(wrong(
            whole,
            "a pattern rooted at `_` visits every node, name the kind".into(),
        ));
    }
    let mut slots: Vec<String> = pattern.captures().iter().map(|name| (*name).to_owned()).collect();
    let n_structural = slots.len();
    for name in &slots {
        if !name.starts_with('_') && !CAPTURES.contains(&name.as_str()) {
            let near = super::nearest::nearest(name, CAPTURES)
                .map_or(String::new(), |near| format!(", did you mean `@{near}`?"));
            return Err(wrong(
                whole,
                format!("`@{name}` is no known capture, private ones begin with `_`{near}"),
            ));
        }
    }
    let n_findings = pattern
        .root
        .walk()
        .iter()
        .filter(|item| item.captures.iter().any(|name| name == "finding"))
        .count();
    if n_findings > 1 && pattern.root.kind != Kind::Alternation {
        return Err(wrong(whole, "`@finding` stands more than once in this pattern".into()));
    }
    // Slots that `#argument!` binds exist from there on.
    let mut compiled = CompiledPattern {
        rule: index,
        number,
        shape: 0,
        slots: Vec::new(),
        n_structural,
        finding: 0,
        related: None,
        steps: Vec::new(),
        severity: None,
        confidence: None,
        message: Template::default(),
        exempt: false,
        fix_title: None,
        fix_safety: None,
        edits: Vec::new(),
        transforms: Vec::new(),
        is_wide: true,
        need: Need::Anything,
        roots: Vec::new(),
        n_blocks: 0,
        fixes_below: false,
        begins_with_trigger: false,
        reads_docstrings: true,
        options: Vec::new(),
    };
    let mut message = rule.message.clone();
    let mut message_place = whole;
    let mut title = None;
    for call in &pattern.calls {
        let fail = |message: String| wrong(call.span, message);
        if let Some(name) = call.name.strip_suffix('?') {
            let Some((row, negated)) = predicates::find(name) else {
                let names = predicates::PREDICATES.iter().map(|row| row.name);
                let near =
                    super::nearest::nearest(name.strip_prefix("not-").unwrap_or(name), names)
                        .map_or(String::new(), |near| format!(", did you mean `#{near}?`"));
                return Err(fail(format!("`#{name}?` is no predicate{near}")));
            };
            let arguments = prepare(row.name, row.forms, call, &slots).map_err(fail)?;
            compiled.steps.push(Step::Ask { row, negated, arguments });
            continue;
        }
        match call.name.as_str() {
            "argument!" => {
                let step = bind(call, &mut slots).map_err(fail)?;
                compiled.steps.push(step);
            }
            "set!" => {
                let (key, value) = setting(call).map_err(fail)?;
                match key {
                    "severity" => {
                        compiled.severity = Some(
                            value.parse().map_err(|error| fail(format!("severity: {error}")))?,
                        );
                    }
                    "confidence" => {
                        compiled.confidence = Some(
                            value.parse().map_err(|error| fail(format!("confidence: {error}")))?,
                        );
                    }
                    "message" => {
                        message = value.to_owned();
                        message_place = call.span;
                    }
                    "exempt" => compiled.exempt = true,
                    "fix.title" => title = Some((value.to_owned(), call.span)),
                    "fix.safety" => {
                        compiled.fix_safety = Some(match value {
                            "safe" => Safety::Safe,
                            "unsafe" => Safety::Unsafe,
                            _ => return Err(fail(format!("`{value}` is neither safe nor unsafe"))),
                        });
                    }
                    other => {
                        return Err(fail(format!(
                            "`{other}` is none of severity, confidence, message, exempt, fix.title, fix.safety"
                        )));
                    }
                }
            }
            "fix!" => compiled.transforms.push(directives::transform(call, &slots).map_err(fail)?),
            _ => compiled.edits.push(directives::edit(call, &slots).map_err(fail)?),
        }
    }
    // Bound by the structure or by `#argument!`.
    let Some(finding) = slots.iter().position(|name| name == "finding") else {
        return Err(wrong(whole, "the pattern has no `@finding`".into()));
    };
    compiled.finding = finding;
    compiled.related = slots.iter().position(|name| name == "related");
    // What is exempt says nothing, so the rule's message may speak of captures it does not have.
    if !compiled.exempt {
        compiled.message =
            Template::parse(&message, &slots).map_err(|error| wrong(message_place, error))?;
    }
    compiled.fix_title = title
        .map(|(text, span)| Template::parse(&text, &slots).map_err(|error| wrong(span, error)))
        .transpose()?;
    if !(compiled.edits.is_empty() && compiled.transforms.is_empty())
        && compiled.fix_safety.is_none()
    {
        return Err(wrong(whole, "a fix needs `(#set! fix.safety safe)` or `unsafe`".into()));
    }
    if !compiled.edits.is_empty() && compiled.fix_title.is_none() {
        return Err(wrong(whole, "a fix needs `(#set! fix.title \"…\")`".into()));
    }
    compiled.slots = slots;
    Ok(compiled)
}

fn setting(call: &Call) -> Result<(&str, &str), String> {
    match call.arguments.as_slice() {
        [Argument::Text(key)] => Ok((key, "")),
        [Argument::Text(key), Argument::Text(value)] => Ok((key, value)),
        _ => Err("`#set!` takes a key and a value".into()),
    }
}

/// The slot of a capture that must exist by now.
pub fn slot(name: &str, slots: &[String]) -> Result<usize, String> {
    slots.iter().position(|own| own == name).ok_or_else(|| {
        format!("`@{name}` is not captured in this pattern, or only bound further down")
    })
}

fn bind(call: &Call, slots: &mut Vec<String>) -> Result<Step, String> {
    let (target, from, keywords, position) = match call.arguments.as_slice() {
        [Argument::Capture(target), Argument::Capture(from), Argument::Text(keywords)] => {
            (target, from, keywords, None)
        }
        [
            Argument::Capture(target),
            Argument::Capture(from),
            Argument::Text(keywords),
            Argument::Text(position),
        ] => (target, from, keywords, Some(position)),
        _ => {
            return Err(
                "`#argument!` takes a new capture, the call, a keyword and perhaps a position"
                    .into(),
            );
        }
    };
    let call = slot(from, slots)?;
    let position = position
        .map(|text| text.parse().map_err(|_| format!("`{text}` is no position, count from 0")))
        .transpose()?;
    if slots.contains(target) {
        return Err(format!("`@{target}` is bound already"));
    }
    slots.push(target.clone());
    Ok(Step::Bind { target: slots.len() - 1, call, keywords: keywords.clone(), position })
}

fn prepare(
    name: &str,
    forms: &[Form],
    call: &Call,
    slots: &[String],
) -> Result<Vec<Prepared>, String> {
    let mut prepared = Vec::new();
    let mut arguments = call.arguments.iter();
    for (index, form) in forms.iter().enumerate() {
        let last = index + 1 == forms.len();
        let repeats = last && matches!(form, Form::Texts | Form::Contexts);
        let mut taken = 0;
        for argument in arguments.by_ref() {
            taken += 1;
            prepared.push(match (form, argument) {
                (Form::Capture | Form::Either, Argument::Capture(capture)) => {
                    Prepared::Slot(slot(capture, slots)?)
                }
                (_, Argument::Capture(capture)) => {
                    return Err(format!(
                        "`#{name}?` wants text, not `@{capture}`, in place {}",
                        index + 1
                    ));
                }
                (form, Argument::Text(text)) => Prepared::new(*form, text)?,
            });
            if !repeats {
                break;
            }
        }
        if taken == 0 {
            return Err(format!("`#{name}?` needs {} arguments", forms.len()));
        }
    }
    if arguments.next().is_some() {
        return Err(format!("`#{name}?` takes {} arguments", forms.len()));
    }
    Ok(prepared)
}

//! Runs the query rules: over the lines that a trigger or a name points at, each with a tree of its own; or over the whole tree.
//!
//! One walk of a tree, names resolved once, few patterns tried.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, HashMap};
use std::ops::ControlFlow;
use std::rc::Rc;
use std::sync::Arc;

use tree_sitter::{Node, QueryCursor, QueryCursorOptions, StreamingIterator, TreeCursor};

use super::units::{self, Piece};
use super::{CheckInput, Engine, Findings, Reach, Scope, isolation, selection};
use crate::config::Verdict;
use crate::finding::{
    Confidence, Detail, Finding, FixPlan, FixStep, Location, Related, Safety, Severity,
};
use crate::rules::compile::{CompiledPattern, PathDispatch, RuleSet, ShapeQuery, Step};
use crate::rules::predicates::{self, Outcome};
use crate::rules::site::{self, Around, Capture, Site};
use crate::rules::triggers::Triggers;
use crate::rules::wide::is_compound;
use crate::rules::{InTests, directives};
use crate::semantics::outline::LineKind;
use crate::semantics::{Memo, Resolver, Screen, carriers};
use crate::syntax::{Expr, Unit, parse};
use crate::text::Span;

/// The engine of `.scm` rules.
#[derive(Debug)]
pub struct QueryEngine;

thread_local! {
    static CURSOR: RefCell<QueryCursor> = RefCell::new(QueryCursor::new());
}

impl Engine for QueryEngine {
    fn id(&self) -> &'static str {
        "query"
    }

    fn scope(&self) -> Scope {
        Scope::Code
    }

    fn check(&self, findings: &mut Findings, input: &CheckInput<'_>) {
        // Stubs describe code that runs elsewhere.
        if input.context.stub {
            return;
        }
        let Some(rules) = input.catalogue.rule_set(input.language) else { return };
        let memo = Memo::default();
        let ground = Ground::new(input, rules, &memo);
        let triggers = ground.triggers().filter(|_| !ground.needs_whole());
        let is_whole = match (input.reach, &triggers) {
            (Reach::Needed, Some(triggers)) => {
                ground.needed(triggers);
                true
            }
            _ => ground.whole(),
        };
        if !is_whole {
            ground.everything();
        }
        ground.finish(findings);
    }
}

/// Nodes nested deeper than this are not looked at, what is around them is. Python itself gives up on
/// brackets at 200 and on blocks at 100 levels; a sum or chain of calls has one level per link.
const DEEPEST: u32 = 500;

/// More tokens than this in a row, without anything that has a name between them, are no code: each costs the
/// queries a look at all that follow.
const MOST_TOKENS: usize = 1_000;

/// Matches that may have begun and not ended at one place of the text: each is compared with each. The limit
/// is met in calls and classes with many arguments only, and costs matches with some of them.
const MOST_BEGINNINGS: u32 = 32;

/// Steps of a query, in the thousands that the library counts in, that a text of `bytes` bytes may cost.
/// Real code takes up to nine for each 1,000 bytes.
fn query_budget(bytes: usize) -> usize {
    1_000 + bytes / 8
}

/// One pattern that holds at one place.
struct Hit<'a> {
    pattern: &'a CompiledPattern,
    site: Site<'a>,
    finding: Expr<'a>,
    certain: bool,
}

/// Something a pattern said in one unit.
struct Said {
    rule: usize,
    number: usize,
    span: Span,
    /// None if the place is exempt.
    finding: Option<Finding>,
}

/// Which patterns look at a unit.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// All of them: the unit is the whole document.
    All,
    /// Those that stay within a logical line.
    Line,
    /// Those that reach beyond one.
    Wide,
}

/// What one document is checked with.
struct Ground<'a> {
    input: &'a CheckInput<'a>,
    rules: &'a RuleSet,
    resolver: Resolver<'a>,
    screen: Screen<'a>,
    /// Per rule: off, or on with a severity of its own.
    verdicts: RefCell<Vec<Verdict>>,
    options: RefCell<HashMap<usize, Rc<toml::Table>>>,
    said: RefCell<Vec<Said>>,
    findings: RefCell<Findings>,
    is_noise: Cell<bool>,
}

impl<'a> Ground<'a> {
    fn new(input: &'a CheckInput<'a>, rules: &'a RuleSet, memo: &'a Memo) -> Self {
        let resolver = Resolver { semantics: input.semantics, project: input.project, memo };
        let verdicts = rules
            .rules
            .iter()
            .map(|rule| {
                let off = (input.context.test && rule.in_tests == InTests::Off)
                    || !super::requirements_met(rule, input);
                if off { Verdict::Off } else { input.settings.verdict(rule, input.path) }
            })
            .collect();
        Self {
            input,
            rules,
            resolver,
            screen: Screen::new(resolver),
            verdicts: RefCell::new(verdicts),
            options: RefCell::default(),
            said: RefCell::default(),
            findings: RefCell::default(),
            is_noise: Cell::new(false),
        }
    }

    fn verdict(&self, rule: usize) -> Verdict {
        self.verdicts.borrow()[rule]
    }

    /// What to look for, for the rules that are on.
    fn triggers(&self) -> Option<Arc<Triggers>> {
        let is_on = self.verdicts.borrow().iter().map(|verdict| *verdict != Verdict::Off).collect();
        self.rules.triggers.of(self.rules, is_on)
    }

    /// Whether a pattern can only be asked of a whole tree.
    fn needs_whole(&self) -> bool {
        self.rules.needs_whole
    }

    /// Looks where triggers stand.
    fn needed(&self, triggers: &Triggers) {
        let text = self.input.text;
        let mut scanned = selection::scan(text, triggers);
        let foreign = scanned.take_in(carriers::foreign(&self.resolver), triggers);
        let lines = selection::lines(&scanned, triggers, self.resolver, foreign);
        self.lines(&lines.alone);
        self.wide(&lines.all, &triggers.wide);
    }

    /// Looks at every line by itself: the tree of the whole has errors, which may reach anywhere.
    fn everything(&self) {
        let n_lines = self.input.semantics.outline.lines.len();
        let lines: Vec<usize> = (0..n_lines).collect();
        self.lines(&lines);
        let is_wide = |index: &usize| self.rules.patterns[*index].is_wide;
        let wide: Vec<usize> = (0..self.rules.patterns.len()).filter(is_wide).collect();
        self.wide(&lines, &wide);
    }

    /// Looks at the tree of the whole document; false if it is not to be trusted.
    fn whole(&self) -> bool {
        let Some(tree) = self.input.tree.get(self.input.text) else { return true };
        if tree.root_node().has_error() || self.input.semantics.outline.is_mended {
            return self.needs_whole();
        }
        let unit = Unit { text: self.input.text, tree, offset: 0 };
        self.look_at(unit, Part::All, None, &|_| true);
        !self.is_noise.take()
    }

    fn lines(&self, lines: &[usize]) {
        let (text, outline) = (self.input.text, &self.input.semantics.outline);
        let mut seen = None;
        for &index in lines {
            let Some(piece) = units::line(text, outline, index) else { continue };
            // Decorators stand with what they decorate.
            if seen.replace(piece.line) == Some(piece.line) {
                continue;
            }
            self.piece(&piece, Part::Line, &|_| true);
        }
    }

    /// Looks at the statements around `lines` for the patterns that reach beyond a line, and for those that speak
    /// before the ones that have spoken.
    fn wide(&self, lines: &[usize], patterns: &[usize]) {
        let (text, outline) = (self.input.text, &self.input.semantics.outline);
        // Statement by its first line, and the rules to ask there.
        let mut asked: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
        let mut ask = |header: usize, rule: usize| {
            let piece = units::statement(text, outline, header);
            let rules = asked.entry((piece.line, header)).or_default();
            if !rules.contains(&rule) {
                rules.push(rule);
            }
        };
        for &index in patterns {
            let pattern = &self.rules.patterns[index];
            if self.verdict(pattern.rule) == Verdict::Off || pattern.exempt {
                continue;
            }
            for &line in lines {
                for around in std::iter::once(line).chain(outline.ancestors(line)) {
                    let head = units::chain_head(text, outline, around);
                    for header in [around, head] {
                        if pattern.roots.iter().any(|root| root.may_begin(text, outline, header)) {
                            ask(header, pattern.rule);
                        }
                    }
                }
            }
        }
        let spoken: Vec<(usize, usize, Span)> =
            self.said.borrow().iter().map(|said| (said.rule, said.number, said.span)).collect();
        for (rule, number, span) in spoken {
            for pattern in self.rules.patterns.iter().filter(|p| p.rule == rule && p.is_wide) {
                if pattern.number > number {
                    continue;
                }
                let Some(line) = outline.line_at(span.start) else { continue };
                // The pattern's root may be any header around: how many blocks it has below it is known.
                let header = match pattern.n_blocks {
                    0 => Some(line),
                    n => outline.ancestors(line).nth(n - 1),
                };
                if let Some(header) = header {
                    ask(header, rule);
                }
            }
        }
        for ((_, header), rules) in asked {
            let piece = units::statement(text, outline, header);
            self.piece(&piece, Part::Wide, &|rule| rules.contains(&rule));
        }
        self.fixes_beyond_the_line();
    }

    /// Fixes that change statements further down are made where those can be seen.
    fn fixes_beyond_the_line(&self) {
        let (text, outline) = (self.input.text, &self.input.semantics.outline);
        let is_short = |said: &Said| {
            self.rules.patterns.iter().any(|pattern| {
                (pattern.rule, pattern.number) == (said.rule, said.number) && pattern.fixes_below
            })
        };
        let short: Vec<(usize, Span)> = {
            let said = self.said.borrow();
            said.iter().filter(|said| is_short(said)).map(|said| (said.rule, said.span)).collect()
        };
        for (rule, span) in short {
            self.said.borrow_mut().retain(|said| (said.rule, said.span) != (rule, span));
            let function = outline.line_at(span.start).and_then(|line| {
                outline.ancestors(line).find(|&header| outline.lines[header].kind == LineKind::Def)
            });
            let piece = match function {
                Some(header) => units::statement(text, outline, header),
                None => {
                    let (text, span) = (text.into(), Span::new(0, text.len()));
                    Piece { text, offset: 0, span, line: usize::MAX }
                }
            };
            let before = self.said.borrow().len();
            self.piece(&piece, Part::All, &|own| own == rule);
            let mut said = self.said.borrow_mut();
            let new = said.split_off(before);
            said.extend(new.into_iter().filter(|said| said.span == span));
        }
    }

    /// Parses a slice and looks at it.
    fn piece(&self, piece: &Piece<'_>, part: Part, wants: &dyn Fn(usize) -> bool) {
        let Some(tree) = parse::parse(self.input.language, &piece.text, None) else { return };
        let unit = Unit { text: &piece.text, tree: &tree, offset: piece.offset };
        let before = self.said.borrow().len();
        let outline = &self.input.semantics.outline;
        let around = (piece.line < outline.lines.len()).then(|| Around {
            line: piece.line,
            kinds: units::kinds_around(self.input.text, outline, piece.line),
        });
        self.look_at(unit, part, around.as_ref(), wants);
        if piece.offset < piece.span.start {
            // What stands before the slice is ours.
            let mut said = self.said.borrow_mut();
            let new = said.split_off(before);
            said.extend(new.into_iter().filter(|said| said.span.start >= piece.span.start));
        }
    }

    fn look_at<'u>(
        &'u self,
        unit: Unit<'u>,
        part: Part,
        around: Option<&'u Around>,
        wants: &dyn Fn(usize) -> bool,
    ) {
        let mut run = Run { ground: self, unit, part, around, wants, hits: Vec::new() };
        run.walk();
        if part == Part::All {
            run.joined();
        }
        run.finish();
    }

    /// Switches a rule that panicked off.
    fn fail(&self, rule: usize, place: String) {
        self.verdicts.borrow_mut()[rule] = Verdict::Off;
        let code = &self.rules.rules[rule].code;
        self.findings.borrow_mut().fail("query", Some(code), place);
    }

    /// The rule's options as configured; looked up once per rule and document, as few rules have any.
    fn options(&self, rule: usize) -> Rc<toml::Table> {
        let settings = self.input.settings;
        self.options
            .borrow_mut()
            .entry(rule)
            .or_insert_with(|| Rc::new(settings.options(&self.rules.rules[rule])))
            .clone()
    }

    fn note_noise(&self) {
        self.is_noise.set(true);
        let note = "does not look like code: only rules about text run here";
        let notes = &mut self.findings.borrow_mut().notes;
        if notes.is_empty() {
            notes.push(note.to_owned());
        }
    }

    /// Per rule and place the first pattern speaks.
    fn finish(self, findings: &mut Findings) {
        let mut said = self.said.into_inner();
        said.sort_by_key(|said| (said.rule, said.span, said.number));
        said.dedup_by_key(|said| (said.rule, said.span));
        let verdicts = self.verdicts.into_inner();
        // A rule may have failed at its last place only.
        said.retain(|said| verdicts[said.rule] != Verdict::Off);
        findings.found.extend(said.into_iter().filter_map(|said| said.finding));
        let mut own = self.findings.into_inner();
        findings.failures.append(&mut own.failures);
        findings.notes.append(&mut own.notes);
    }
}

/// One unit under the eyes of the rules.
struct Run<'g, 'a> {
    ground: &'a Ground<'g>,
    unit: Unit<'a>,
    part: Part,
    around: Option<&'a Around>,
    wants: &'a dyn Fn(usize) -> bool,
    hits: Vec<Hit<'a>>,
}

impl<'g: 'a, 'a> Run<'g, 'a> {
    /// One preorder walk: patterns that are looked up by a name, and those of the node's kind.
    fn walk(&mut self) {
        let rules = self.ground.rules;
        let mut cursor: TreeCursor<'a> = self.unit.tree.walk();
        let mut candidates = Vec::new();
        let mut depth = 0;
        loop {
            let node = cursor.node();
            if node.child_count() as usize > MOST_TOKENS && has_run_of_tokens(node) {
                self.hits.clear();
                self.ground.note_noise();
                return;
            }
            let dispatch = rules.dispatch(node.kind_id());
            candidates.clear();
            candidates.extend_from_slice(rules.of_kind(node.kind_id()));
            let expr = Expr { node, text: self.unit.text, offset: self.unit.offset };
            for entry in dispatch {
                self.look_up(expr, entry, &mut candidates);
            }
            if !candidates.is_empty() {
                candidates.retain(|&pattern| self.is_asked(pattern));
                // Patterns of one structure follow each other.
                candidates.sort_unstable_by_key(|&index| (rules.shape(&rules.patterns[index]), index));
                candidates.dedup();
                self.try_patterns(&candidates, expr);
            }
            // Statements hold each other to any depth, expressions do not.
            let step = u32::from(!is_compound(node.kind()));
            if depth < DEEPEST && cursor.goto_first_child() {
                depth += step;
                continue;
            }
            while !cursor.goto_next_sibling() {
                if !cursor.goto_parent() {
                    return;
                }
                depth -= u32::from(!is_compound(cursor.node().kind()));
            }
        }
    }

    fn is_asked(&self, index: usize) -> bool {
        let pattern = &self.ground.rules.patterns[index];
        let is_here = match self.part {
            Part::All => true,
            Part::Line => !pattern.is_wide,
            Part::Wide => pattern.is_wide,
        };
        is_here && (self.wants)(pattern.rule) && self.ground.verdict(pattern.rule) != Verdict::Off
    }

    fn look_up(&self, expr: Expr<'a>, entry: &PathDispatch, candidates: &mut Vec<usize>) {
        let mut at = expr;
        for &field in &entry.path {
            match at.node.child_by_field_id(field) {
                Some(child) => at = at.at(child),
                None => return,
            }
        }
        candidates.extend_from_slice(entry.for_text(at.source()));
        let screen: &Screen<'a> = &self.ground.screen;
        let resolver: Resolver<'a> = self.ground.resolver;
        if entry.wants_names() && screen.may_end(at, |word| entry.wants_last(word)) {
            for name in resolver.names(at) {
                entry.for_name(&name.path, candidates);
                if &*name.path == "functools.partial"
                    && let Some(wrapped) = site::first_positional(expr)
                {
                    for name in resolver.names(wrapped) {
                        entry.for_name(&name.path, candidates);
                    }
                }
            }
        }
    }

    fn try_patterns(&mut self, candidates: &[usize], expr: Expr<'a>) {
        let rules = self.ground.rules;
        let mut last_shape = None;
        let mut ways: Vec<Vec<Capture<'a>>> = Vec::new();
        for &index in candidates {
            let pattern = &rules.patterns[index];
            let shape = rules.shape(pattern);
            if last_shape.replace(shape) != Some(shape) {
                ways = match rules.structure(pattern) {
                    Some(structure) => structure
                        .matches(expr.node)
                        .into_iter()
                        .map(|way| {
                            let capture = |node: Option<Node<'a>>| {
                                node.map_or(Capture::Opaque, |node| Capture::Node(expr.at(node)))
                            };
                            way.into_iter().map(capture).collect()
                        })
                        .collect(),
                    None => queried(rules, pattern, expr),
                };
            }
            for captures in &ways {
                self.judge(pattern, expr, captures.clone());
            }
        }
    }

    /// Patterns with any root, of users' own rules: one query over the document.
    fn joined(&mut self) {
        let rules = self.ground.rules;
        let Some(joined) = rules.joined_query() else { return };
        if self.ground.is_noise.get() {
            return;
        }
        let root = self.unit.root();
        let mut found = Vec::new();
        let mut left = query_budget(self.unit.text.len());
        let mut spend = |_: &tree_sitter::QueryCursorState| {
            left = left.saturating_sub(1);
            if left == 0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        CURSOR.with_borrow_mut(|cursor| {
            cursor.set_max_start_depth(Some(DEEPEST));
            cursor.set_match_limit(MOST_BEGINNINGS);
            let mut matches = cursor.matches_with_options(
                &joined.query,
                root.node,
                self.unit.text.as_bytes(),
                QueryCursorOptions::new().progress_callback(&mut spend),
            );
            while let Some(matched) = matches.next() {
                let patterns = rules.joined_patterns(matched.pattern_index);
                if patterns.iter().any(|&index| self.is_asked(index)) {
                    found.push((patterns, captures(matched.captures(), joined, root)));
                }
            }
        });
        if left == 0 {
            self.ground.note_noise();
        }
        for (patterns, (root, captures)) in found {
            for &index in patterns {
                if self.is_asked(index) {
                    self.judge(&rules.patterns[index], root, captures.clone());
                }
            }
        }
    }

    /// Asks the predicates of a pattern. A panic costs its rule's findings only.
    fn judge(&mut self, pattern: &'a CompiledPattern, root: Expr<'a>, captures: Vec<Capture<'a>>) {
        let ground = self.ground;
        if ground.verdict(pattern.rule) == Verdict::Off {
            return;
        }
        let site = Site {
            resolver: ground.resolver,
            unit: self.unit,
            around: self.around,
            context: ground.input.context,
            rule: &ground.rules.rules[pattern.rule],
            options: ground.options(pattern.rule),
            root,
            captures,
        };
        match isolation::guarded(|| judged(pattern, site)) {
            Ok(hit) => self.hits.extend(hit),
            Err(place) => ground.fail(pattern.rule, place),
        }
    }

    /// Hits → what is said: per rule and place the first pattern speaks.
    fn finish(mut self) {
        let key = |hit: &Hit<'_>| (hit.pattern.rule, hit.finding.span(), hit.pattern.number);
        self.hits.sort_by_key(key);
        self.hits.dedup_by(|later, first| {
            later.pattern.rule == first.pattern.rule && later.finding.span() == first.finding.span()
        });
        for hit in std::mem::take(&mut self.hits) {
            let pattern = hit.pattern;
            if self.ground.verdict(pattern.rule) == Verdict::Off {
                continue;
            }
            let made = match pattern.exempt {
                true => Ok(None),
                false => isolation::guarded(|| self.finding(&hit)),
            };
            match made {
                // Where nothing is to be said, later patterns are silent too.
                Ok(finding) => self.ground.said.borrow_mut().push(Said {
                    rule: pattern.rule,
                    number: pattern.number,
                    span: hit.finding.span(),
                    finding,
                }),
                Err(place) => self.ground.fail(pattern.rule, place),
            }
        }
    }

    fn finding(&self, hit: &Hit<'a>) -> Option<Finding> {
        let rule = &self.ground.rules.rules[hit.pattern.rule];
        let semantics = self.ground.input.semantics;
        let span = hit.finding.span();
        if semantics.in_type_checking(span.start) {
            return None;
        }
        let around = hit.site.ancestors(hit.finding);
        if around.iter().any(|node| node.kind() == "type") {
            return None;
        }
        let mut severity = hit.pattern.severity.unwrap_or(rule.severity);
        let mut confidence = hit.pattern.confidence.unwrap_or(rule.confidence);
        if !hit.certain {
            confidence = confidence.lowered();
        }
        if self.ground.input.context.test && rule.in_tests == InTests::Low {
            severity = severity.min(Severity::Low);
        }
        if let Verdict::On(Some(configured)) = self.ground.verdict(hit.pattern.rule) {
            severity = configured;
        }
        let location = |span| Location { document: self.ground.input.url.clone(), span };
        let related = hit
            .pattern
            .related
            .and_then(|slot| hit.site.node(slot))
            .map(|node| Related { location: location(node.span()), message: "see here".to_owned() })
            .into_iter()
            .collect();
        Some(Finding {
            rule: rule.code.clone(),
            severity,
            confidence: confidence.max(Confidence::Low),
            message: hit.pattern.message.message(&hit.site),
            extent: extent(hit.site.root, span),
            location: location(span),
            related,
            covers: rule.covers.clone(),
            fixes: fixes(hit),
            detail: Detail::None,
        })
    }
}

/// Whether a match is a hit: binds what its pattern binds, and asks what it asks.
fn judged<'a>(pattern: &'a CompiledPattern, mut site: Site<'a>) -> Option<Hit<'a>> {
    site.captures.resize(pattern.n_structural, Capture::Opaque);
    let mut certain = true;
    for step in &pattern.steps {
        match step {
            Step::Bind { call, keywords, position, .. } => {
                let bound = match site.node(*call) {
                    Some(call) => site::argument(&site.resolver, call, keywords, *position),
                    None => Capture::Opaque,
                };
                site.captures.push(bound);
            }
            Step::Ask { row, negated, arguments } => {
                match predicates::ask(&site, row, *negated, arguments) {
                    Outcome::Yes => {}
                    Outcome::Maybe => certain = false,
                    Outcome::No => return None,
                }
            }
        }
    }
    let finding = site.node(pattern.finding)?;
    Some(Hit { pattern, site, finding, certain })
}

/// The ways in which a pattern matches at a node, as tree-sitter sees it.
fn queried<'a>(
    rules: &RuleSet,
    pattern: &CompiledPattern,
    expr: Expr<'a>,
) -> Vec<Vec<Capture<'a>>> {
    let Some(shape) = rules.shape_query(pattern) else { return Vec::new() };
    let mut found = Vec::new();
    CURSOR.with_borrow_mut(|cursor| {
        cursor.set_max_start_depth(Some(0));
        cursor.set_match_limit(MOST_BEGINNINGS);
        let mut matches = cursor.matches(&shape.query, expr.node, expr.text.as_bytes());
        while let Some(matched) = matches.next() {
            found.push(captures(matched.captures(), shape, expr).1);
        }
    });
    found
}

/// Whether more tokens follow each other in a node than in any code.
fn has_run_of_tokens(node: Node<'_>) -> bool {
    let mut cursor = node.walk();
    let mut n_tokens = 0;
    let mut more = cursor.goto_first_child();
    while more && n_tokens <= MOST_TOKENS {
        n_tokens = if cursor.node().is_named() { 0 } else { n_tokens + 1 };
        more = cursor.goto_next_sibling();
    }
    n_tokens > MOST_TOKENS
}

/// The range in which a suppression comment counts: the matched node, of functions and classes the signature only.
fn extent(root: Expr<'_>, finding: Span) -> Span {
    let mut span = root.span();
    if matches!(root.kind(), "function_definition" | "class_definition")
        && let Some(body) = root.field("body")
    {
        span.end = body.span().start;
    }
    Span::new(span.start.min(finding.start), span.end.max(finding.end))
}

fn captures<'a>(
    captured: &[tree_sitter::QueryCapture<'a>],
    shape: &ShapeQuery,
    expr: Expr<'a>,
) -> (Expr<'a>, Vec<Capture<'a>>) {
    let mut root = expr;
    let mut slots = Vec::new();
    for capture in captured {
        match shape.slots[capture.index as usize] {
            None => root = expr.at(capture.node),
            Some(slot) => {
                if slots.len() <= slot {
                    slots.resize(slot + 1, Capture::Opaque);
                }
                slots[slot] = Capture::Node(expr.at(capture.node));
            }
        }
    }
    (root, slots)
}

fn fixes(hit: &Hit<'_>) -> Vec<FixPlan> {
    let pattern = hit.pattern;
    let safety = pattern.fix_safety.unwrap_or(Safety::Unsafe);
    // A fix of a finding that may be wrong is not applied unread.
    let safety = if hit.certain { safety } else { Safety::Unsafe };
    let title = pattern.fix_title.as_ref();
    let mut plans: Vec<FixPlan> =
        directives::plan(&hit.site, &pattern.edits, title, safety).into_iter().collect();
    for call in &pattern.transforms {
        if let Some(outcome) = (call.row.apply)(&hit.site, &call.arguments) {
            plans.push(FixPlan {
                title: title.map_or(outcome.title, |title| title.message(&hit.site)),
                safety,
                steps: outcome.edits.into_iter().map(FixStep::Edit).collect(),
            });
        }
    }
    plans
}

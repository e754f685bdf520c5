//! Runs the query rules over a unit: one walk of the tree, names resolved once, few patterns tried.

use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::ControlFlow;
use std::rc::Rc;

use tree_sitter::{Node, QueryCursor, QueryCursorOptions, StreamingIterator, TreeCursor};

use super::{CheckInput, Engine, Findings, Scope, isolation};
use crate::config::Verdict;
use crate::finding::{
    Confidence, Detail, Finding, FixPlan, FixStep, Location, Related, Safety, Severity,
};
use crate::rules::compile::{CompiledPattern, PathDispatch, RuleSet, ShapeQuery, Step};
use crate::rules::predicates::{self, Outcome};
use crate::rules::site::{self, Capture, Site};
use crate::rules::{InTests, directives};
use crate::semantics::{Memo, Resolver, Screen, is_stopped};
use crate::syntax::{Expr, Unit};
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
        Scope::Unit
    }

    fn check(&self, findings: &mut Findings, input: &CheckInput<'_>) {
        let Some(unit) = input.unit else { return };
        // Stubs describe code that runs elsewhere.
        if input.context.stub {
            return;
        }
        let Some(rules) = input.catalogue.rule_set(input.language) else { return };
        let memo = Memo::default();
        let mut run = Run::new(input, unit, rules, &memo);
        run.keyed();
        run.joined();
        run.finish(findings);
    }
}

/// Nodes nested deeper than this are not looked at, what is around them is. Python itself gives up on
/// brackets at 200 and on blocks at 100 levels; a sum or chain of calls has one level per link.
pub(super) const DEEPEST: u32 = 500;

/// More tokens than this in a row, without anything that has a name between them, are no code: each costs the
/// queries a look at all that follow.
const MOST_TOKENS: usize = 1_000;

/// Matches that may have begun and not ended at one place of the text: each is compared with each. The limit
/// is met in calls and classes with many arguments only, and costs matches with some of them.
pub(super) const MOST_BEGINNINGS: u32 = 32;

/// Steps of a query, in the thousands that the library counts in, that a text of `bytes` bytes may cost.
/// Real code takes up to nine for each 1,000 bytes.
pub(super) fn query_budget(bytes: usize) -> usize {
    1_000 + bytes / 8
}

/// One pattern that holds at one place.
pub(super) struct Hit<'a> {
    pattern: &'a CompiledPattern,
    site: Site<'a>,
    pub(super) finding: Expr<'a>,
    pub(super) certain: bool,
}

struct Run<'a> {
    input: &'a CheckInput<'a>,
    unit: Unit<'a>,
    rules: &'a RuleSet,
    resolver: Resolver<'a>,
    screen: Screen<'a>,
    /// Per rule: off, or on with a severity of its own.
    verdicts: Vec<Verdict>,
    options: HashMap<usize, Rc<toml::Table>>,
    hits: Vec<Hit<'a>>,
    /// Whether the tree is none of code.
    is_noise: bool,
    /// Whether the queries cost more than those of any real code.
    gave_up: bool,
    findings: Findings,
}

impl<'a> Run<'a> {
    fn new(input: &'a CheckInput<'a>, unit: Unit<'a>, rules: &'a RuleSet, memo: &'a Memo) -> Self {
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
            unit,
            rules,
            resolver,
            screen: Screen::new(resolver),
            verdicts,
            options: HashMap::new(),
            hits: Vec::new(),
            is_noise: false,
            gave_up: false,
            findings: Findings::default(),
        }
    }

    /// Patterns that are looked up by a name: one preorder walk.
    fn keyed(&mut self) {
        let mut cursor: TreeCursor<'a> = self.unit.tree.walk();
        let mut candidates = Vec::new();
        let mut depth = 0;
        loop {
            let node = cursor.node();
            if node.child_count() as usize > MOST_TOKENS && has_run_of_tokens(node) {
                self.is_noise = true;
                return;
            }
            let dispatch = self.rules.dispatch(node.kind_id());
            if !dispatch.is_empty() {
                if is_stopped() {
                    return;
                }
                let expr = Expr { node, text: self.unit.text, offset: self.unit.offset };
                candidates.clear();
                for entry in dispatch {
                    self.look_up(expr, entry, &mut candidates);
                }
                candidates.sort_unstable();
                candidates.dedup();
                for &pattern in &candidates {
                    self.try_keyed(pattern, expr);
                }
            }
            if depth < DEEPEST && cursor.goto_first_child() {
                depth += 1;
                continue;
            }
            while !cursor.goto_next_sibling() {
                if !cursor.goto_parent() {
                    return;
                }
                depth -= 1;
            }
        }
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
        if entry.wants_names() && self.screen.may_end(at, |word| entry.wants_last(word)) {
            for name in self.resolver.names(at) {
                entry.for_name(&name.path, candidates);
                if &*name.path == "functools.partial"
                    && let Some(wrapped) = site::first_positional(expr)
                {
                    for name in self.resolver.names(wrapped) {
                        entry.for_name(&name.path, candidates);
                    }
                }
            }
        }
    }

    fn try_keyed(&mut self, index: usize, expr: Expr<'a>) {
        let rules = self.rules;
        let pattern = &rules.patterns[index];
        if self.verdicts[pattern.rule] == Verdict::Off {
            return;
        }
        let Some(shape) = rules.shape_query(pattern) else { return };
        let mut found = Vec::new();
        CURSOR.with_borrow_mut(|cursor| {
            cursor.set_max_start_depth(Some(0));
            cursor.set_match_limit(MOST_BEGINNINGS);
            let mut matches = cursor.matches(&shape.query, expr.node, self.unit.text.as_bytes());
            while let Some(matched) = matches.next() {
                found.push(captures(matched.captures(), shape, expr));
            }
        });
        for (root, captures) in found {
            self.judge(pattern, root, captures);
        }
    }

    /// All other patterns: one query over the unit.
    fn joined(&mut self) {
        let rules = self.rules;
        let Some(joined) = rules.joined_query() else { return };
        if self.is_noise {
            return;
        }
        let root = self.unit.root();
        let mut found = Vec::new();
        let mut left = query_budget(self.unit.text.len());
        let mut spend = |_: &tree_sitter::QueryCursorState| {
            left = left.saturating_sub(1);
            if left == 0 || is_stopped() {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
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
                if patterns.iter().any(|&p| self.verdicts[rules.patterns[p].rule] != Verdict::Off) {
                    found.push((patterns, captures(matched.captures(), joined, root)));
                }
            }
        });
        self.gave_up = left == 0;
        for (patterns, (root, captures)) in found {
            if is_stopped() {
                return;
            }
            for &index in patterns {
                let pattern = &rules.patterns[index];
                if self.verdicts[pattern.rule] != Verdict::Off {
                    self.judge(pattern, root, captures.clone());
                }
            }
        }
    }

    /// Asks the predicates of a pattern. A panic costs its rule's findings only.
    fn judge(&mut self, pattern: &'a CompiledPattern, root: Expr<'a>, captures: Vec<Capture<'a>>) {
        let site = Site {
            resolver: self.resolver,
            unit: self.unit,
            context: self.input.context,
            rule: &self.rules.rules[pattern.rule],
            options: self.options(pattern.rule),
            root,
            captures,
        };
        match isolation::guarded(|| judged(pattern, site, &mut |_, _, _| ())) {
            Ok(hit) => self.hits.extend(hit),
            Err(place) => self.fail(pattern.rule, place),
        }
    }

    /// Switches a rule that panicked off.
    fn fail(&mut self, rule: usize, place: String) {
        self.verdicts[rule] = Verdict::Off;
        self.findings.fail("query", Some(&self.rules.rules[rule].code), place);
    }

    /// The rule's options as configured; looked up once per rule and unit, as few rules have any.
    fn options(&mut self, rule: usize) -> Rc<toml::Table> {
        let settings = self.input.settings;
        let rules = self.rules;
        self.options
            .entry(rule)
            .or_insert_with(|| Rc::new(settings.options(&rules.rules[rule])))
            .clone()
    }

    /// Hits → findings: per rule and place the first pattern speaks.
    fn finish(mut self, findings: &mut Findings) {
        let key = |hit: &Hit<'_>| (hit.pattern.rule, hit.finding.span(), hit.pattern.number);
        self.hits.sort_by_key(key);
        self.hits.dedup_by(|later, first| {
            later.pattern.rule == first.pattern.rule && later.finding.span() == first.finding.span()
        });
        let hits = std::mem::take(&mut self.hits);
        let mut found = Vec::new();
        for hit in hits.iter().filter(|hit| !hit.pattern.exempt) {
            if self.verdicts[hit.pattern.rule] == Verdict::Off {
                continue;
            }
            match isolation::guarded(|| self.finding(hit)) {
                Ok(finding) => found.extend(finding.map(|finding| (hit.pattern.rule, finding))),
                Err(place) => self.fail(hit.pattern.rule, place),
            }
        }
        // A rule may have failed at its last place only.
        found.retain(|(rule, _)| self.verdicts[*rule] != Verdict::Off);
        findings.found.extend(found.into_iter().map(|(_, finding)| finding));
        findings.failures.append(&mut self.findings.failures);
        if self.is_noise || self.gave_up {
            findings
                .notes
                .push("does not look like code: only rules about text run here".to_owned());
        }
    }

    fn finding(&self, hit: &Hit<'a>) -> Option<Finding> {
        let rule = &self.rules.rules[hit.pattern.rule];
        let span = hit.finding.span();
        if is_for_type_checkers(hit) {
            return None;
        }
        let mut severity = hit.pattern.severity.unwrap_or(rule.severity);
        let mut confidence = hit.pattern.confidence.unwrap_or(rule.confidence);
        if !hit.certain {
            confidence = confidence.lowered();
        }
        if self.input.context.test && rule.in_tests == InTests::Low {
            severity = severity.min(Severity::Low);
        }
        if let Verdict::On(Some(configured)) = self.verdicts[hit.pattern.rule] {
            severity = configured;
        }
        let location = |span| Location { document: self.input.url.clone(), span };
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
///
/// `watch` is told of each step and of what was answered; of a binding, nothing.
pub(super) fn judged<'a>(
    pattern: &'a CompiledPattern,
    mut site: Site<'a>,
    watch: &mut impl FnMut(&Site<'a>, usize, Option<Outcome>),
) -> Option<Hit<'a>> {
    site.captures.resize(pattern.n_structural, Capture::Opaque);
    let mut certain = true;
    for (index, step) in pattern.steps.iter().enumerate() {
        match step {
            Step::Bind { call, keywords, position, .. } => {
                let bound = match site.node(*call) {
                    Some(call) => site::argument(&site.resolver, call, keywords, *position),
                    None => Capture::Opaque,
                };
                site.captures.push(bound);
                watch(&site, index, None);
            }
            Step::Ask { row, negated, arguments } => {
                let outcome = predicates::ask(&site, row, *negated, arguments);
                watch(&site, index, Some(outcome));
                match outcome {
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

/// Whether a hit lies where only type checkers look.
pub(super) fn is_for_type_checkers(hit: &Hit<'_>) -> bool {
    hit.site.resolver.semantics.in_type_checking(hit.finding.span().start)
        || hit.site.ancestors(hit.finding).iter().any(|node| node.kind() == "type")
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

/// The root of a match and what its captures hold.
pub(super) fn captures<'a>(
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

//! Runs the query rules over a unit: one walk of the tree, names resolved once, few patterns tried.

use std::cell::RefCell;
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

use tree_sitter::{QueryCursor, StreamingIterator, TreeCursor};

use super::{CheckInput, Engine, Scope};
use crate::config::Verdict;
use crate::finding::{
    Confidence, Detail, Finding, FixPlan, FixStep, Location, Related, Safety, Severity,
};
use crate::rules::compile::{CompiledPattern, PathDispatch, RuleSet, ShapeQuery, Step};
use crate::rules::predicates::{self, Outcome};
use crate::rules::site::{self, Capture, Site};
use crate::rules::{InTests, directives};
use crate::semantics::{Memo, Resolver, Screen};
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

    fn check(&self, findings: &mut Vec<Finding>, input: &CheckInput<'_>) {
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
        findings.extend(run.finish());
    }
}

/// One pattern that holds at one place.
struct Hit<'a> {
    pattern: &'a CompiledPattern,
    site: Site<'a>,
    finding: Expr<'a>,
    certain: bool,
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
        }
    }

    /// Patterns that are looked up by a name: one preorder walk.
    fn keyed(&mut self) {
        let mut cursor: TreeCursor<'a> = self.unit.tree.walk();
        let mut candidates = Vec::new();
        loop {
            let node = cursor.node();
            let dispatch = self.rules.dispatch(node.kind_id());
            if !dispatch.is_empty() {
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
            if cursor.goto_first_child() || cursor.goto_next_sibling() {
                continue;
            }
            loop {
                if !cursor.goto_parent() {
                    return;
                }
                if cursor.goto_next_sibling() {
                    break;
                }
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
        let root = self.unit.root();
        let mut found = Vec::new();
        CURSOR.with_borrow_mut(|cursor| {
            cursor.set_max_start_depth(None);
            let mut matches = cursor.matches(&joined.query, root.node, self.unit.text.as_bytes());
            while let Some(matched) = matches.next() {
                let patterns = rules.joined_patterns(matched.pattern_index);
                if patterns.iter().any(|&p| self.verdicts[rules.patterns[p].rule] != Verdict::Off) {
                    found.push((patterns, captures(matched.captures(), joined, root)));
                }
            }
        });
        for (patterns, (root, captures)) in found {
            for &index in patterns {
                let pattern = &rules.patterns[index];
                if self.verdicts[pattern.rule] != Verdict::Off {
                    self.judge(pattern, root, captures.clone());
                }
            }
        }
    }

    /// Asks the predicates of a pattern. A panic costs this match only.
    fn judge(
        &mut self,
        pattern: &'a CompiledPattern,
        root: Expr<'a>,
        mut captures: Vec<Capture<'a>>,
    ) {
        let rule = &self.rules.rules[pattern.rule];
        let outcome = catch_unwind(AssertUnwindSafe(|| {
            captures.resize(pattern.n_structural, Capture::Opaque);
            let options = self.options(pattern.rule);
            let mut site = Site {
                resolver: self.resolver,
                unit: self.unit,
                context: self.input.context,
                rule: &self.rules.rules[pattern.rule],
                options,
                root,
                captures,
            };
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
        }));
        match outcome {
            Ok(Some(hit)) => self.hits.push(hit),
            Ok(None) => {}
            Err(_) => {
                tracing::error!(rule = %rule.code, document = %self.input.url, "a rule failed");
            }
        }
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
    fn finish(mut self) -> Vec<Finding> {
        let key = |hit: &Hit<'_>| (hit.pattern.rule, hit.finding.span(), hit.pattern.number);
        self.hits.sort_by_key(key);
        self.hits.dedup_by(|later, first| {
            later.pattern.rule == first.pattern.rule && later.finding.span() == first.finding.span()
        });
        let hits = std::mem::take(&mut self.hits);
        hits.iter()
            .filter(|hit| !hit.pattern.exempt)
            .filter_map(|hit| {
                catch_unwind(AssertUnwindSafe(|| self.finding(hit))).unwrap_or_else(|_| {
                    let rule = &self.rules.rules[hit.pattern.rule];
                    tracing::error!(rule = %rule.code, document = %self.input.url, "a rule failed");
                    None
                })
            })
            .collect()
    }

    fn finding(&self, hit: &Hit<'a>) -> Option<Finding> {
        let rule = &self.rules.rules[hit.pattern.rule];
        let semantics = self.input.semantics;
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

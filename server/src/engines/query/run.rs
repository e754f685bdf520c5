//! One unit under the eyes of the rules: its tree is walked once, names are resolved once, few patterns are tried.

use std::cell::RefCell;
use std::ops::ControlFlow;

use tree_sitter::{Node, QueryCursor, QueryCursorOptions, StreamingIterator, TreeCursor};

use super::{Ground, Part, Said};
use crate::config::Verdict;
use crate::engines::isolation;
use crate::finding::{
    Confidence, Detail, Finding, FixPlan, FixStep, Location, Related, Safety, Severity,
};
use crate::rules::compile::{
    CompiledPattern, PathDispatch, RulePattern, RuleSet, ShapeQuery, Step,
};
use crate::rules::predicates::{self, Outcome};
use crate::rules::site::{self, Around, Capture, Site};
use crate::rules::wide::is_compound;
use crate::rules::{InTests, directives};
use crate::semantics::{Resolver, Screen, is_stopped};
use crate::syntax::{Expr, Unit};
use crate::text::Span;

thread_local! {
    static CURSOR: RefCell<QueryCursor> = RefCell::new(QueryCursor::new());
}

/// Nodes nested deeper than this are not looked at, what is around them is. Python itself gives up on
/// brackets at 200 and on blocks at 100 levels; a sum or chain of calls has one level per link.
pub(in crate::engines) const DEEPEST: u32 = 500;

/// More tokens than this in a row, without anything that has a name between them, are no code: each costs the
/// queries a look at all that follow.
const MOST_TOKENS: usize = 1_000;

/// Matches that may have begun and not ended at one place of the text: each is compared with each. The limit
/// is met in calls and classes with many arguments only, and costs matches with some of them.
pub(in crate::engines) const MOST_BEGINNINGS: u32 = 32;

/// Steps of a query, in the thousands that the library counts in, that a text of `bytes` bytes may cost.
/// Real code takes up to nine for each 1,000 bytes.
pub(in crate::engines) fn query_budget(bytes: usize) -> usize {
    1_000 + bytes / 8
}

/// One pattern that holds at one place.
pub(in crate::engines) struct Hit<'a> {
    pattern: &'a CompiledPattern,
    site: Site<'a>,
    pub(in crate::engines) finding: Expr<'a>,
    pub(in crate::engines) certain: bool,
}

/// One unit under the eyes of the rules.
pub(super) struct Run<'g, 'a> {
    pub(super) ground: &'a Ground<'g>,
    pub(super) unit: Unit<'a>,
    pub(super) part: Part,
    /// The words in which names end that count here, if that is known.
    pub(super) names: Option<&'a [Span]>,
    pub(super) around: Option<&'a Around>,
    pub(super) wants: &'a dyn Fn(usize) -> bool,
    pub(super) hits: Vec<Hit<'a>>,
}

impl<'g: 'a, 'a> Run<'g, 'a> {
    /// One preorder walk: patterns that are looked up by a name, and those of the node's kind.
    pub(super) fn walk(&mut self) {
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
            if self.part == Part::All && is_stopped() {
                return;
            }
            // What reaches beyond a line is rooted at a statement that holds others.
            let is_passed = self.part == Part::Wide && !is_compound(node.kind());
            let dispatch = if is_passed { &[] } else { rules.dispatch(node.kind_id()) };
            candidates.clear();
            if !is_passed {
                candidates.extend_from_slice(rules.of_kind(node.kind_id()));
            }
            let expr = Expr { node, text: self.unit.text, offset: self.unit.offset };
            for entry in dispatch {
                self.look_up(expr, entry, &mut candidates);
            }
            if !candidates.is_empty() {
                candidates.retain(|&pattern| self.is_asked(pattern));
                // Patterns of one structure follow each other.
                candidates
                    .sort_unstable_by_key(|&index| (rules.shape(&rules.patterns[index]), index));
                candidates.dedup();
                self.try_patterns(&candidates, expr);
            }
            // Statements hold each other to any depth, expressions do not.
            let step = u32::from(!is_compound(node.kind()));
            if depth < DEEPEST && !is_passed && cursor.goto_first_child() {
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
            Part::Line => !pattern.facts.is_wide,
            Part::Wide => pattern.facts.is_wide,
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
        let may_count = || match self.names.zip(last_word(at)) {
            Some((names, word)) => {
                names.binary_search(&word).is_ok()
                    || screen.may_end(at, |word| entry.wants_untriggered(word))
            }
            None => screen.may_end(at, |word| entry.wants_last(word)),
        };
        if entry.wants_names() && may_count() {
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
    pub(super) fn joined(&mut self) {
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
                if patterns.iter().any(|&index| self.is_asked(index)) {
                    found.push((patterns, captures(matched.captures(), joined, root)));
                }
            }
        });
        if left == 0 {
            self.ground.note_noise();
        }
        for (patterns, (root, captures)) in found {
            if is_stopped() {
                return;
            }
            for &index in patterns {
                if self.is_asked(index) {
                    self.judge(&rules.patterns[index], root, captures.clone());
                }
            }
        }
    }

    /// Asks the predicates of a pattern. A panic costs its rule's findings only.
    fn judge(&mut self, pattern: &'a RulePattern, root: Expr<'a>, captures: Vec<Capture<'a>>) {
        let ground = self.ground;
        if ground.verdict(pattern.rule) == Verdict::Off {
            return;
        }
        let Some(pattern) = ground.rules.compiled(pattern) else { return };
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
        match isolation::guarded(|| judged(pattern, site, &mut |_, _, _| ())) {
            Ok(hit) => self.hits.extend(hit),
            Err(place) => ground.fail(pattern.rule, place),
        }
    }

    /// Hits → what is said: per rule and place the first pattern speaks.
    pub(super) fn finish(mut self) {
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
        let span = hit.finding.span();
        if is_for_type_checkers(hit) {
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
///
/// `watch` is told of each step and of what was answered; of a binding, nothing.
pub(in crate::engines) fn judged<'a>(
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
pub(in crate::engines) fn is_for_type_checkers(hit: &Hit<'_>) -> bool {
    hit.site.resolver.semantics.in_type_checking(hit.finding.span().start)
        || hit.site.ancestors(hit.finding).iter().any(|node| node.kind() == "type")
}

/// The word in which a name ends; none for what is no plain name.
fn last_word(expr: Expr<'_>) -> Option<Span> {
    match expr.kind() {
        "identifier" => Some(expr.span()),
        "attribute" => expr.field("attribute").map(Expr::span),
        _ => None,
    }
}

/// The ways in which a pattern matches at a node, as tree-sitter sees it.
fn queried<'a>(rules: &RuleSet, pattern: &RulePattern, expr: Expr<'a>) -> Vec<Vec<Capture<'a>>> {
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
    } else if is_compound(root.kind()) {
        // Comments below the last statement may or may not be in its block.
        span.end = end_of_code(root);
    }
    Span::new(span.start.min(finding.start), span.end.max(finding.end))
}

/// Where the last statement of a compound one ends.
fn end_of_code(root: Expr<'_>) -> usize {
    let mut node = root.node;
    while is_compound(node.kind()) {
        let mut cursor = node.walk();
        let last = node.children(&mut cursor).filter(|child| child.kind() != "comment").last();
        match last {
            Some(last) => node = last,
            None => break,
        }
    }
    root.at(node).span().end
}

/// The root of a match and what its captures hold.
pub(in crate::engines) fn captures<'a>(
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

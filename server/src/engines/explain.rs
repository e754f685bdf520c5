//! Why a rule of patterns reports a place or does not: every place of its structure, with what each predicate said.
//!
//! For people who write rules. Slower than the engine on purpose: it also looks at places that the engine leaves out
//! because no name leads to them, as these are the ones a new rule misses.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::rc::Rc;

use tree_sitter::{QueryCursor, QueryCursorOptions, QueryCursorState, StreamingIterator as _};

use super::query::{self, DEEPEST, MOST_BEGINNINGS};
use super::{CheckInput, requirements_met};
use crate::config::Verdict;
use crate::rules::compile::ShapeQuery;
use crate::rules::pattern::{CompiledPattern, Step, compile_rule};
use crate::rules::predicates::{Outcome, Prepared};
use crate::rules::query_text::{Pattern, RuleMistake};
use crate::rules::site::{Capture, Site};
use crate::rules::{InTests, Rule};
use crate::semantics::{Memo, Names, Resolver, Value};
use crate::syntax::{Expr, Unit};
use crate::text::Span;

/// What a rule makes of a document.
#[derive(Debug, Default)]
pub struct Explained {
    /// Why the rule does not run there, if it does not.
    pub off: Option<&'static str>,
    /// In reading order, of one place in the order of the patterns.
    pub candidates: Vec<Candidate>,
    /// Whether the document is too large for all of them.
    pub is_cut: bool,
}

/// A place of the structure of one pattern.
#[derive(Debug)]
pub struct Candidate {
    /// Which pattern of the file, from 0.
    pub pattern: usize,
    /// Where the pattern stands in the rule file.
    pub pattern_span: Span,
    /// What the structure covers.
    pub place: Span,
    /// What would be underlined; known if every predicate holds.
    pub finding: Option<Span>,
    /// What was asked until the first no.
    pub answers: Vec<Answer>,
    /// What became of it.
    pub ending: Ending,
}

/// What became of a candidate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// The last answer is no.
    Refused,
    /// All hold, but `@finding` was bound to nothing.
    Nothing,
    /// All hold, and an earlier pattern of the file speaks for this place.
    Earlier(usize),
    /// All hold, and the pattern says that the place is fine.
    Exempt,
    /// All hold, where only type checkers look.
    TypesOnly,
    /// All hold.
    Holds,
    /// All hold, and one of them only maybe.
    MayHold,
}

/// What a step of a pattern came to.
#[derive(Debug)]
pub struct Answer {
    /// The predicate or directive in the rule file.
    pub call: Span,
    /// What a predicate said.
    pub outcome: Option<Outcome>,
    /// The captures it is about.
    pub captures: Vec<Shown>,
}

/// A capture and what is known about it.
#[derive(Debug, PartialEq, Eq)]
pub struct Shown {
    /// Without `@`.
    pub name: String,
    /// What it holds.
    pub content: Content,
}

/// What a capture holds.
#[derive(Debug, PartialEq, Eq)]
pub enum Content {
    /// A node.
    Node {
        /// The source text.
        source: String,
        /// The names it may stand for.
        names: Vec<String>,
        /// The value it folds to, if that is more than the source says.
        value: Option<String>,
    },
    /// An argument that is not given.
    Absent,
    /// An argument that cannot be known.
    Opaque,
}

/// Asks a rule about every place of a unit that has the structure of one of its patterns.
pub fn explain(
    input: &CheckInput<'_>,
    unit: Unit<'_>,
    rule: &Rule,
) -> Result<Explained, RuleMistake> {
    let Some(grammar) = input.language.grammar else { return Ok(Explained::default()) };
    let grammar = grammar();
    let memo = Memo::default();
    let options = Rc::new(input.settings.options(rule));
    let mut explained = Explained { off: why_off(input, rule), ..Explained::default() };
    let base = rule.query.as_ref().map_or(0, |query| query.start);
    for (source, pattern) in compile_rule(rule, 0)? {
        let Some(shape) = ShapeQuery::new(&grammar, &source.shape()) else { continue };
        let site = Site {
            resolver: Resolver { semantics: input.semantics, project: input.project, memo: &memo },
            unit,
            around: None,
            context: input.context,
            rule,
            options: options.clone(),
            root: unit.root(),
            captures: Vec::new(),
        };
        explained.is_cut |= places(&shape, unit, |(root, captures)| {
            let site = Site { root, captures, ..site.clone() };
            explained.candidates.push(candidate(&source, &pattern, site, base));
        });
    }
    explained.candidates.sort_by_key(|candidate| (candidate.place, candidate.pattern));
    speak_once(&mut explained.candidates);
    Ok(explained)
}

/// Hands over every place of a structure; says whether there would have been more.
fn places<'a>(
    shape: &ShapeQuery,
    unit: Unit<'a>,
    mut receive: impl FnMut((Expr<'a>, Vec<Capture<'a>>)),
) -> bool {
    let mut left = query::query_budget(unit.text.len());
    let mut spend = |_: &QueryCursorState| {
        left = left.saturating_sub(1);
        if left == 0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let root = unit.root();
    let mut cursor = QueryCursor::new();
    cursor.set_max_start_depth(Some(DEEPEST));
    cursor.set_match_limit(MOST_BEGINNINGS);
    let options = QueryCursorOptions::new().progress_callback(&mut spend);
    {
        let mut matches =
            cursor.matches_with_options(&shape.query, root.node, unit.text.as_bytes(), options);
        while let Some(matched) = matches.next() {
            receive(query::captures(matched.captures(), shape, root));
        }
    }
    left == 0
}

fn candidate<'a>(
    source: &Pattern,
    pattern: &'a CompiledPattern,
    site: Site<'a>,
    base: usize,
) -> Candidate {
    // The steps are the predicates and bindings in the order they are written.
    let calls: Vec<Span> = source
        .calls
        .iter()
        .filter(|call| call.name.ends_with('?') || call.name == "argument!")
        .map(|call| call.span.shifted(base))
        .collect();
    let mut answers = Vec::new();
    let place = site.root.span();
    let hit = query::judged(pattern, site, &mut |site, index, outcome| {
        let captures = slots(&pattern.steps[index])
            .into_iter()
            .map(|slot| Shown { name: pattern.slots[slot].clone(), content: content(site, slot) })
            .collect();
        let call = calls.get(index).copied().unwrap_or(source.span);
        answers.push(Answer { call, outcome, captures });
    });
    let refused = answers.last().is_some_and(|answer| answer.outcome == Some(Outcome::No));
    let ending = match &hit {
        None if refused => Ending::Refused,
        None => Ending::Nothing,
        Some(hit) if query::is_for_type_checkers(hit) => Ending::TypesOnly,
        Some(_) if pattern.exempt => Ending::Exempt,
        Some(hit) if hit.certain => Ending::Holds,
        Some(_) => Ending::MayHold,
    };
    Candidate {
        pattern: pattern.number,
        pattern_span: source.span.shifted(base),
        place,
        finding: hit.map(|hit| hit.finding.span()),
        answers,
        ending,
    }
}

/// Of several patterns that hold at one place the first speaks.
fn speak_once(candidates: &mut [Candidate]) {
    let mut first: HashMap<Span, usize> = HashMap::new();
    for candidate in candidates.iter() {
        if let Some(span) = candidate.finding {
            let speaker = first.entry(span).or_insert(candidate.pattern);
            *speaker = candidate.pattern.min(*speaker);
        }
    }
    for candidate in candidates {
        let speaker = candidate.finding.and_then(|span| first.get(&span));
        if let Some(&speaker) = speaker
            && speaker != candidate.pattern
        {
            candidate.ending = Ending::Earlier(speaker);
        }
    }
}

/// The slots a step is about.
fn slots(step: &Step) -> Vec<usize> {
    match step {
        Step::Bind { target, .. } => vec![*target],
        Step::Ask { arguments, .. } => arguments
            .iter()
            .filter_map(|argument| match argument {
                Prepared::Slot(slot) => Some(*slot),
                _ => None,
            })
            .collect(),
    }
}

fn content(site: &Site<'_>, slot: usize) -> Content {
    match site.captures.get(slot) {
        Some(Capture::Node(expr)) => {
            let value = site.value(*expr);
            let mut names: Vec<String> = paths(&site.names(*expr)).collect();
            if names.is_empty() {
                names.extend(paths(&site.resolver.types(*expr)).map(|class| format!("{class}()")));
            }
            let value = (!names.iter().any(|name| name == expr.source()))
                .then(|| written(&value))
                .flatten()
                .filter(|value| value != expr.source());
            Content::Node { source: expr.source().to_owned(), names, value }
        }
        Some(Capture::Absent) => Content::Absent,
        _ => Content::Opaque,
    }
}

fn paths(names: &Names) -> impl Iterator<Item = String> {
    names.iter().map(|name| name.path.to_string())
}

/// A value as Python writes it; nothing for those that are not known, and for names, which are shown as such.
fn written(value: &Value) -> Option<String> {
    let list = |items: &[Value]| {
        let items: Vec<String> =
            items.iter().map(|item| written(item).unwrap_or_else(|| "?".to_owned())).collect();
        items.join(", ")
    };
    Some(match value {
        Value::None => "None".to_owned(),
        Value::Bool(true) => "True".to_owned(),
        Value::Bool(false) => "False".to_owned(),
        Value::Int(number) => number.to_string(),
        Value::Float(number) => number.to_string(),
        Value::Str(text) => format!("{text:?}"),
        Value::Bytes(bytes) => format!("b\"{}\"", bytes.escape_ascii()),
        Value::Ellipsis => "...".to_owned(),
        Value::List(items) => format!("[{}]", list(items)),
        Value::Tuple(items) => format!("({})", list(items)),
        Value::Set(items) => format!("{{{}}}", list(items)),
        Value::Dict(pairs) => format!("a dictionary of {}", pairs.len()),
        Value::Number => "some number".to_owned(),
        Value::Name(_) | Value::Instance(_) | Value::Unknown => return None,
    })
}

/// Why a rule does not run in a document, if it does not.
fn why_off(input: &CheckInput<'_>, rule: &Rule) -> Option<&'static str> {
    if input.context.stub {
        Some("this is a stub file")
    } else if input.context.test && rule.in_tests == InTests::Off {
        Some("this is a test, and the rule is off in tests")
    } else if input.context.migration && rule.is_off_in_migrations {
        Some("this is a migration, and the rule is off in migrations")
    } else if !requirements_met(rule, input) {
        Some("`requires` or `applies` in its header leave this file out")
    } else if input.settings.verdict(rule, input.path) == Verdict::Off {
        Some("the configuration leaves it out")
    } else {
        None
    }
}

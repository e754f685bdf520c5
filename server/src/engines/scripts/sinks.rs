//! Where in a script a rule looks: calls, assignments and listeners of certain names; and what it finds there.

use std::collections::HashSet;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use regex::RegexSet;
use tree_sitter::Node;

use super::SPECS;
use super::values::{Judge, Judged, Words};
use crate::rules::script_spec::{Find, Listener, Spec, Wanted};
use crate::semantics::is_stopped;
use crate::syntax::javascript::{self, Script, span_of};
use crate::text::Span;

/// Findings in one script: more say nothing new.
const MOST_FINDINGS: usize = 200;

/// The words that some rule is looked for by.
static FINDER: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let words: HashSet<&str> =
        SPECS.iter().flat_map(|(_, spec)| spec.words.iter().map(String::as_str)).collect();
    AhoCorasick::new(words).ok()
});

/// Whether a script may hold a place that a rule looks at.
pub(super) fn may_hold_one(text: &str) -> bool {
    FINDER.as_ref().is_none_or(|finder| finder.is_match(text))
}

/// The patterns of all rules of one kind, asked at once.
struct Table {
    set: RegexSet,
    /// Rule and `[[find]]`, by the place in the set.
    owners: Vec<(usize, usize)>,
}

impl Table {
    fn of(pattern: impl Fn(&Find) -> Option<&str>) -> Self {
        let mut owners = Vec::new();
        let mut patterns = Vec::new();
        for (rule, (_, spec)) in SPECS.iter().enumerate() {
            for (index, find) in spec.find.iter().enumerate() {
                if let Some(pattern) = pattern(find) {
                    owners.push((rule, index));
                    patterns.push(pattern.to_owned());
                }
            }
        }
        Self { set: RegexSet::new(patterns).unwrap_or_default(), owners }
    }

    fn matches(&self, chain: &str) -> Vec<(usize, usize)> {
        self.set.matches(chain).into_iter().map(|index| self.owners[index]).collect()
    }
}

static CALLS: LazyLock<Table> =
    LazyLock::new(|| Table::of(|find| find.call.as_ref().map(|p| p.0.as_str())));
static CLASSES: LazyLock<Table> =
    LazyLock::new(|| Table::of(|find| find.new.as_ref().map(|p| p.0.as_str())));
static ASSIGNED: LazyLock<Table> =
    LazyLock::new(|| Table::of(|find| find.assign.as_ref().map(|p| p.0.as_str())));

/// What a rule found.
#[derive(Clone, Debug)]
pub(super) struct Hit {
    /// The value.
    pub span: Span,
    /// The call or assignment.
    pub extent: Span,
    /// Where the value comes from.
    pub source: Option<Span>,
    /// The name of what it arrives at.
    pub sink: String,
    /// The property that is assigned to.
    pub property: Option<Span>,
    is_exempt: bool,
}

/// One script that is looked through.
pub(super) struct Hunt<'a> {
    text: &'a str,
    holes: &'a [Span],
}

/// A place where a value arrives.
struct Place<'t> {
    value: Node<'t>,
    whole: Node<'t>,
    sink: String,
    property: Option<Span>,
}

impl<'a> Hunt<'a> {
    pub fn new(text: &'a str, holes: &'a [Span]) -> Self {
        Self { text, holes }
    }

    /// What every rule finds: rule, `[[find]]` and place.
    pub fn run(&self) -> Vec<(usize, usize, Hit)> {
        let Some(tree) = javascript::parse(self.text) else { return Vec::new() };
        let script = Script::read(self.text, &tree);
        let mut found: Vec<(usize, usize, Hit)> = Vec::new();
        for &call in &script.calls {
            if is_stopped() || found.len() > MOST_FINDINGS {
                return Vec::new();
            }
            self.call(&script, call, &mut found);
        }
        for &assignment in &script.assignments {
            self.assignment(&script, assignment, &mut found);
        }
        self.listeners(&script, &mut found);
        found.sort_by_key(|(rule, find, hit)| (*rule, hit.span, *find));
        // Of two of one rule the first speaks.
        found.dedup_by(|later, first| later.0 == first.0 && later.2.span == first.2.span);
        found.retain(|(_, _, hit)| !hit.is_exempt);
        found.truncate(MOST_FINDINGS);
        found
    }

    fn call<'t>(&self, script: &Script<'t>, call: Node<'t>, found: &mut Vec<(usize, usize, Hit)>) {
        let is_new = call.kind() == "new_expression";
        let callee = call.child_by_field_name(if is_new { "constructor" } else { "function" });
        let Some(callee) = callee else { return };
        let sink = script.chain(callee);
        let table = if is_new { &CLASSES } else { &CALLS };
        let asked = table.matches(&sink);
        if asked.is_empty() {
            return;
        }
        let arguments = Script::arguments(call);
        for (rule, index) in asked {
            let find = &SPECS[rule].1.find[index];
            let is_first = find.first.as_ref().is_none_or(|wanted| {
                let first = arguments.first().and_then(|first| script.text_of(*first));
                first.is_some_and(|text| wanted.0.is_match(&text))
            });
            let value = match find.last {
                true => arguments.last(),
                false => arguments.get(find.argument),
            };
            let Some(&value) = value.filter(|_| is_first) else { continue };
            let place = Place { value, whole: call, sink: sink.clone(), property: None };
            self.judge(script, (rule, index), place, found);
        }
    }

    fn assignment<'t>(
        &self,
        script: &Script<'t>,
        assignment: Node<'t>,
        found: &mut Vec<(usize, usize, Hit)>,
    ) {
        let (Some(left), Some(value)) =
            (assignment.child_by_field_name("left"), assignment.child_by_field_name("right"))
        else {
            return;
        };
        let sink = script.chain(left);
        for (rule, index) in ASSIGNED.matches(&sink) {
            let property = left.child_by_field_name("property").map(span_of);
            let place = Place { value, whole: assignment, sink: sink.clone(), property };
            self.judge(script, (rule, index), place, found);
        }
    }

    fn judge<'t>(
        &self,
        script: &Script<'t>,
        (rule, index): (usize, usize),
        place: Place<'t>,
        found: &mut Vec<(usize, usize, Hit)>,
    ) {
        let spec = &SPECS[rule].1;
        let find = &spec.find[index];
        let Some(wanted) = find.value else { return };
        let is_hole = |span: Span| self.is_hole(span);
        let mut judge = Judge::new(script, words(spec, find), &is_hole);
        let judged = judge.judge(place.value);
        let holds = match wanted {
            Wanted::Chosen => judged.source.is_some(),
            Wanted::Open => judged.is_open,
            Wanted::Built => judged.is_built,
            Wanted::Constant => !judged.is_open && is_written(place.value),
            Wanted::Any => true,
        };
        let source = script.source(place.value);
        if !holds
            || find.text.as_ref().is_some_and(|p| !p.0.is_match(&judged.text))
            || find.not_text.as_ref().is_some_and(|p| p.0.is_match(&judged.text))
            || find.written.as_ref().is_some_and(|p| !p.0.is_match(source))
            || (judged.source.is_some() && judge.is_guarded(place.value, &judged))
        {
            return;
        }
        let Judged { source, .. } = judged;
        found.push((
            rule,
            index,
            Hit {
                span: span_of(place.value),
                extent: span_of(place.whole),
                source: source.map(|(span, _)| span),
                sink: place.sink,
                property: place.property,
                is_exempt: find.exempt,
            },
        ));
    }

    fn is_hole(&self, span: Span) -> bool {
        let at = self.holes.partition_point(|hole| hole.end <= span.start);
        self.holes.get(at).is_some_and(|hole| hole.overlaps(span))
    }

    /// Functions that listen for an event and do not ask who sent it.
    fn listeners(&self, script: &Script<'_>, found: &mut Vec<(usize, usize, Hit)>) {
        let asked: Vec<(usize, usize, &Listener)> = SPECS
            .iter()
            .enumerate()
            .flat_map(|(rule, (_, spec))| {
                spec.find.iter().enumerate().filter_map(move |(index, find)| {
                    find.listener.as_ref().map(|listener| (rule, index, listener))
                })
            })
            .collect();
        for &function in &script.functions {
            if !script.is_page_listener(function) {
                continue;
            }
            let Some(event) = script.event_of(function) else { continue };
            let source: String = script.source(function).split_whitespace().collect();
            let Some(parameter) = script.first_parameter(function) else { continue };
            for (rule, index, listener) in &asked {
                let find = &SPECS[*rule].1.find[*index];
                let reads = |name: &String| reads(&source, name);
                if listener.event != event
                    || !reads(&listener.uses)
                    || listener.lacks.iter().any(reads)
                    || listener.holds.as_ref().is_some_and(|p| !p.0.is_match(&source))
                {
                    continue;
                }
                let span = span_of(parameter);
                let hit = Hit {
                    span,
                    extent: span_of(function),
                    source: None,
                    sink: event.clone(),
                    property: None,
                    is_exempt: find.exempt,
                };
                found.push((*rule, *index, hit));
            }
        }
    }
}

/// Whether a function reads a property of that name, of whatever: it may have been handed on.
fn reads(source: &str, name: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == '$';
    source.match_indices(name).any(|(at, _)| {
        let before = &source[..at];
        let is_read =
            before.ends_with(['.', '{', ',']) || before.ends_with("['") || before.ends_with("[\"");
        is_read && !source[at + name.len()..].starts_with(is_part)
    })
}

/// Whether a constant is written at the place itself.
fn is_written(node: Node<'_>) -> bool {
    matches!(node.kind(), "string" | "template_string" | "binary_expression")
}

/// The words of a rule, with those of the rule it refers to.
fn words<'s>(spec: &'s Spec, find: &'s Find) -> Words<'s> {
    let other = spec.words_of.as_ref().and_then(|code| {
        SPECS.iter().find(|(other, _)| other.as_str() == code).map(|(_, spec)| spec)
    });
    macro_rules! of {
        ($field:ident) => {
            spec.$field.as_ref().or_else(|| other?.$field.as_ref()).map(|pattern| &pattern.0)
        };
    }
    Words {
        sources: find.sources.as_ref().map(|pattern| &pattern.0).or_else(|| of!(sources)),
        carriers: of!(carriers),
        cleaners: [of!(cleaners), find.cleaners.as_ref().map(|pattern| &pattern.0)],
        guards: [of!(guards), find.guards.as_ref().map(|pattern| &pattern.0)],
    }
}

//! What is known of a value in a script: whether somebody else chooses it, whether it is constant, whether it is harmless.
//!
//! Asked backwards, from the place where the value arrives; within one function and the names around it.

use std::collections::HashSet;

use regex::Regex;
use tree_sitter::Node;

use crate::syntax::javascript::{Bound, Script, span_of};
use crate::text::Span;

/// Steps for one value.
const MOST_STEPS: usize = 400;

/// Conditions before a place that are looked at.
const MOST_CONDITIONS: usize = 200;

/// Steps within each other.
const DEEPEST: usize = 40;

/// The longest text that is put together.
const LONGEST_TEXT: usize = 4_000;

/// What is known of a value.
#[derive(Clone, Debug, Default)]
pub(super) struct Judged {
    /// Where somebody else's choice comes in, and its chain.
    pub source: Option<(Span, String)>,
    /// Names it went through on its way.
    pub names: Vec<String>,
    /// It is not constant, and may be anything.
    pub is_open: bool,
    /// It is put together of texts and other things.
    pub is_built: bool,
    /// It is a text for certain.
    pub is_text: bool,
    /// Its text, with U+FFFC for what is not constant.
    pub text: String,
}

/// The words of a rule.
#[derive(Clone, Copy, Default)]
pub(super) struct Words<'r> {
    pub sources: Option<&'r Regex>,
    pub carriers: Option<&'r Regex>,
    pub cleaners: [Option<&'r Regex>; 2],
    pub guards: [Option<&'r Regex>; 2],
}

/// Judges one value.
pub(super) struct Judge<'s, 't> {
    pub script: &'s Script<'t>,
    pub words: Words<'s>,
    /// Values of the server, which other rules judge.
    pub is_hole: &'s dyn Fn(Span) -> bool,
    steps: usize,
    seen: HashSet<usize>,
}

impl<'s, 't> Judge<'s, 't> {
    pub fn new(
        script: &'s Script<'t>,
        words: Words<'s>,
        is_hole: &'s dyn Fn(Span) -> bool,
    ) -> Self {
        Self { script, words, is_hole, steps: 0, seen: HashSet::new() }
    }

    /// What is known of the value of a node.
    pub fn judge(&mut self, node: Node<'t>) -> Judged {
        self.value(node, 0)
    }

    fn value(&mut self, node: Node<'t>, depth: usize) -> Judged {
        self.steps += 1;
        if depth > DEEPEST || self.steps > MOST_STEPS {
            return open();
        }
        let next = depth + 1;
        match node.kind() {
            "string" => constant(self.script.text_of(node).unwrap_or_default()),
            "number" | "true" | "false" | "null" | "undefined" | "regex" => {
                Judged { text: self.script.source(node).to_owned(), ..Judged::default() }
            }
            "template_string" => self.template(node, next),
            "identifier" => self.name(node, next),
            "member_expression" | "subscript_expression" => self.member(node, next),
            "call_expression" => self.call(node, next),
            "new_expression" => {
                let chain = self.script.chain(node);
                match self.told(node, &chain) {
                    Some(known) => known,
                    None if is_match(self.words.carriers, &chain) => self.arguments(node, next),
                    None => open(),
                }
            }
            "binary_expression" => self.binary(node, next),
            "ternary_expression" => {
                let fields = ["consequence", "alternative"].map(|f| node.child_by_field_name(f));
                self.any(fields.into_iter().flatten(), next)
            }
            "assignment_expression" => self.any(node.child_by_field_name("right"), next),
            "augmented_assignment_expression" => {
                let fields = ["left", "right"].map(|f| node.child_by_field_name(f));
                self.any(fields.into_iter().flatten(), next)
            }
            "parenthesized_expression" | "await_expression" | "spread_element" => {
                self.any(node.named_child(0), next)
            }
            "sequence_expression" => {
                let last = node.named_child_count().saturating_sub(1);
                self.any(u32::try_from(last).ok().and_then(|last| node.named_child(last)), next)
            }
            "array" => {
                let mut cursor = node.walk();
                let items: Vec<Node<'t>> = node.named_children(&mut cursor).take(32).collect();
                let mut judged = self.any(items, next);
                judged.is_built = judged.is_open;
                judged
            }
            // Numbers, truths, functions, objects that are written here.
            "unary_expression"
            | "update_expression"
            | "arrow_function"
            | "function_expression"
            | "class"
            | "object" => Judged::default(),
            _ => open(),
        }
    }

    /// One of several values.
    fn any(&mut self, nodes: impl IntoIterator<Item = Node<'t>>, depth: usize) -> Judged {
        let mut all: Option<Judged> = None;
        for node in nodes {
            let one = self.value(node, depth);
            all = Some(match all {
                None => one,
                Some(before) => either(before, one),
            });
        }
        all.unwrap_or_else(open)
    }

    fn template(&mut self, node: Node<'t>, depth: usize) -> Judged {
        let mut judged = Judged { is_text: true, ..Judged::default() };
        let mut cursor = node.walk();
        let children: Vec<Node<'t>> = node.named_children(&mut cursor).take(128).collect();
        for child in children {
            let one = match child.kind() {
                "template_substitution" => match child.named_child(0) {
                    Some(inner) => self.value(inner, depth),
                    None => continue,
                },
                _ => constant(self.script.source(child).to_owned()),
            };
            judged = joined(judged, one);
        }
        judged.is_built = judged.is_open;
        judged
    }

    fn binary(&mut self, node: Node<'t>, depth: usize) -> Judged {
        let (Some(left), Some(right)) =
            (node.child_by_field_name("left"), node.child_by_field_name("right"))
        else {
            return open();
        };
        match self.script.operator(node) {
            "+" => {
                let left = self.value(left, depth);
                let right = self.value(right, depth);
                let is_text = left.is_text || right.is_text;
                let mut judged = joined(left, right);
                judged.is_text = is_text;
                judged.is_built = judged.is_open && is_text;
                judged
            }
            "||" | "??" => self.any([left, right], depth),
            "&&" => self.value(right, depth),
            _ => Judged::default(),
        }
    }

    fn name(&mut self, node: Node<'t>, depth: usize) -> Judged {
        if (self.is_hole)(span_of(node)) {
            return Judged::default();
        }
        let name = self.script.source(node);
        let Some(bound) = self.script.scopes.lookup(name, node.start_byte()) else {
            let chain = self.script.chain(node);
            return self.told(node, &chain).unwrap_or_else(open);
        };
        let mut all: Option<Judged> = None;
        for bound in bound {
            let one = match *bound {
                Bound::Value(value) => {
                    if !self.seen.insert(value.id()) {
                        // `text += …` in a circle adds nothing new.
                        continue;
                    }
                    let judged = self.value(value, depth);
                    self.seen.remove(&value.id());
                    judged
                }
                Bound::Part(value, part) => {
                    let chain = format!("{}.{part}", self.script.chain(value));
                    match self.told(value, &chain) {
                        Some(judged) => judged,
                        None => self.value(value, depth),
                    }
                }
                Bound::Parameter(..) | Bound::PartOfParameter(..) => {
                    let chain = self.script.chain(node);
                    self.told(node, &chain).unwrap_or_else(open)
                }
                Bound::Function(_) => Judged::default(),
                Bound::Other => open(),
            };
            all = Some(match all {
                None => one,
                Some(before) => either(before, one),
            });
        }
        let mut judged = all.unwrap_or_default();
        if judged.source.is_some() {
            judged.names.push(name.to_owned());
        }
        judged
    }

    fn member(&mut self, node: Node<'t>, depth: usize) -> Judged {
        let chain = self.script.chain(node);
        if let Some(known) = self.told(node, &chain) {
            return known;
        }
        let Some(object) = node.child_by_field_name("object") else { return open() };
        let mut judged = self.value(object, depth);
        // A part of what is written here may be anything; one of what somebody chooses is chosen too.
        judged.is_open = true;
        judged.is_text = false;
        judged.is_built = false;
        judged.text = HOLE.to_owned();
        judged
    }

    fn call(&mut self, node: Node<'t>, depth: usize) -> Judged {
        let chain = self.script.chain(node);
        if let Some(known) = self.told(node, &chain) {
            return known;
        }
        if is_match(self.words.carriers, &chain) {
            let given = self.arguments(node, depth);
            // `a.concat(b)` hands on both.
            return match object_of(node) {
                Some(object) => {
                    let own = self.value(object, depth);
                    let mut judged = either(own, given);
                    HOLE.clone_into(&mut judged.text);
                    judged
                }
                None => given,
            };
        }
        let Some(callee) = node.child_by_field_name("function") else { return open() };
        if let Some(function) = self.script.function_of(callee) {
            return self.result(function, depth);
        }
        let mut judged = open();
        if let Some(object) = object_of(node) {
            let own = self.value(object, depth);
            judged.source = own.source;
            judged.names = own.names;
        }
        judged
    }

    /// What a function of the script returns.
    fn result(&mut self, function: Node<'t>, depth: usize) -> Judged {
        if !self.seen.insert(function.id()) {
            return Judged::default();
        }
        let span = span_of(function);
        let returns = &self.script.returns;
        let start = returns.partition_point(|(value, _)| value.start_byte() < span.start);
        let own: Vec<Node<'t>> = returns[start..]
            .iter()
            .take_while(|(value, _)| value.start_byte() < span.end)
            .filter(|(_, of)| *of == span)
            .map(|(value, _)| *value)
            .take(16)
            .collect();
        let judged = self.any(own, depth);
        self.seen.remove(&function.id());
        judged
    }

    fn arguments(&mut self, call: Node<'t>, depth: usize) -> Judged {
        let mut judged = self.any(Script::arguments(call), depth);
        judged.is_open = true;
        judged.is_built = false;
        HOLE.clone_into(&mut judged.text);
        judged
    }

    /// What the words of the rule say of a chain.
    fn told(&self, node: Node<'t>, chain: &str) -> Option<Judged> {
        // `unescape` hands on, whatever its name holds.
        if !is_match(self.words.carriers, chain)
            && self.words.cleaners.iter().any(|words| is_match(*words, chain))
        {
            return Some(Judged { is_text: true, text: HOLE.to_owned(), ..Judged::default() });
        }
        is_match(self.words.sources, chain)
            .then(|| Judged { source: Some((span_of(node), chain.to_owned())), ..open() })
    }

    /// Whether a condition around, or before, a place tells what the value may be.
    pub fn is_guarded(&self, at: Node<'t>, judged: &Judged) -> bool {
        let place = span_of(at);
        let function = self.script.function_around(place).map_or(Span::new(0, usize::MAX), span_of);
        let conditions = &self.script.conditions;
        let start = conditions.partition_point(|node| node.start_byte() < function.start);
        let end = conditions.partition_point(|node| node.start_byte() < place.start);
        let mut before = conditions[start.min(end)..end].iter().rev().take(MOST_CONDITIONS);
        before.any(|node| {
            // One that is over decides what comes after it only if it leaves.
            let holds_place = span_of(*node).contains(place);
            (holds_place || leaves(self.script.source(*node)))
                && condition_of(*node).is_some_and(|condition| {
                    !span_of(condition).contains(place) && self.decides(condition, judged)
                })
        })
    }

    fn decides(&self, condition: Node<'t>, judged: &Judged) -> bool {
        let mut waiting = vec![condition];
        let mut n_seen = 0;
        while let Some(node) = waiting.pop() {
            n_seen += 1;
            if n_seen > 200 {
                return false;
            }
            let is_it = match node.kind() {
                "identifier" | "member_expression" => {
                    // `switch (x)`
                    node == condition
                        && node.parent().is_some_and(|p| p.kind() == "parenthesized_expression")
                        && node
                            .parent()
                            .and_then(|p| p.parent())
                            .is_some_and(|p| p.kind() == "switch_statement")
                        && self.mentions(node, judged)
                }
                "binary_expression" => self.compares(node, judged),
                "call_expression" => {
                    let chain = self.script.chain(node);
                    self.words.guards.iter().any(|words| is_match(*words, &chain))
                        && (Script::arguments(node).iter().any(|a| self.mentions(*a, judged))
                            || chain.starts_with('?') && self.mentions(node, judged)
                            || is_match(self.words.guards[1], &chain)
                                && self.mentions(node, judged))
                }
                _ => false,
            };
            if is_it {
                return true;
            }
            let mut cursor = node.walk();
            waiting.extend(node.named_children(&mut cursor));
        }
        false
    }

    /// `x === "a"`, `x in table`; not whether there is one at all.
    fn compares(&self, node: Node<'t>, judged: &Judged) -> bool {
        let (Some(left), Some(right)) =
            (node.child_by_field_name("left"), node.child_by_field_name("right"))
        else {
            return false;
        };
        match self.script.operator(node) {
            "in" => self.mentions(left, judged),
            "==" | "===" | "!=" | "!==" => {
                let tells = |value: Node<'t>, other: Node<'t>| {
                    let is_nothing =
                        matches!(other.kind(), "null" | "undefined" | "number" | "true" | "false")
                            || self.script.source(other) == "undefined"
                            || other.kind() == "unary_expression"
                            || self.script.text_of(other).is_some_and(|text| text.is_empty());
                    !is_nothing
                        && value.kind() != "unary_expression"
                        && self.mentions(value, judged)
                };
                tells(left, right) || tells(right, left)
            }
            _ => false,
        }
    }

    fn mentions(&self, node: Node<'t>, judged: &Judged) -> bool {
        let source = self.script.source(node);
        let of_source = judged.source.as_ref().map(|(span, _)| span.slice(self.script.text));
        judged
            .names
            .iter()
            .map(String::as_str)
            .chain(of_source)
            .any(|name| holds_word(source, name))
    }
}

/// A hole in a text.
const HOLE: &str = "\u{FFFC}";

fn is_match(words: Option<&Regex>, chain: &str) -> bool {
    words.is_some_and(|words| words.is_match(chain))
}

fn open() -> Judged {
    Judged { is_open: true, text: HOLE.to_owned(), ..Judged::default() }
}

fn constant(text: String) -> Judged {
    Judged { is_text: true, text, ..Judged::default() }
}

/// One text behind another.
fn joined(mut left: Judged, right: Judged) -> Judged {
    left.is_open |= right.is_open;
    left.is_built |= right.is_built;
    left.source = left.source.or(right.source);
    left.names.extend(right.names);
    if left.text.len() < LONGEST_TEXT {
        left.text.push_str(&right.text);
    }
    left
}

/// One value or another.
fn either(mut left: Judged, right: Judged) -> Judged {
    left.is_open |= right.is_open;
    left.is_built |= right.is_built;
    left.is_text &= right.is_text;
    // Of two texts the one that says more about a bad end.
    if left.source.is_none() && right.source.is_some() {
        left.text = right.text;
    } else if left.source.is_none() && left.text.len() < LONGEST_TEXT && left.text != right.text {
        left.text.push('\n');
        left.text.push_str(&right.text);
    }
    left.source = left.source.or(right.source);
    left.names.extend(right.names);
    left
}

fn object_of(call: Node<'_>) -> Option<Node<'_>> {
    let callee = call.child_by_field_name("function")?;
    (callee.kind() == "member_expression").then(|| callee.child_by_field_name("object"))?
}

fn condition_of(node: Node<'_>) -> Option<Node<'_>> {
    match node.kind() {
        "binary_expression" => node.child_by_field_name("left"),
        "switch_statement" => node.child_by_field_name("value")?.named_child(0),
        _ => node.child_by_field_name("condition"),
    }
}

/// Whether a statement leaves the function or the loop it stands in, or gives the value another one.
fn leaves(source: &str) -> bool {
    source.len() < 2_000
        && (["return", "throw", "continue", "break"].iter().any(|word| holds_word(source, word))
            || source.contains('='))
}

fn holds_word(text: &str, word: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == '$';
    !word.is_empty()
        && text.match_indices(word).any(|(at, _)| {
            !text[..at].ends_with(is_part) && !text[at + word.len()..].starts_with(is_part)
        })
}

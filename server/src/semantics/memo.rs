//! Answers about bindings and classes of one file, kept while the file is looked at: a name is used more often than bound.

use std::cell::RefCell;
use std::collections::HashMap;
use std::hash::Hash;

use super::asked;
use super::bindings::Binding;
use super::lookup::Targets;
use super::{Literalness, Quoting, Value, budget};
use crate::syntax::Expr;
use crate::text::Span;

/// What bindings stand for and are instances of, as far as somebody asked.
///
/// Invariant: used with one file and one project only, while neither changes.
#[derive(Debug, Default)]
pub struct Memo {
    bound: Answers<(usize, u8)>,
    instances: Answers<(usize, u8)>,
    bases: Answers<usize>,
    values: Answers<Node, Value>,
    literalness: Answers<(Node, Quoting), Literalness>,
    loops: Answers<usize, bool>,
}

/// With the names that were asked for on the way.
type Answers<K, V = Targets> = RefCell<HashMap<K, (V, Vec<u64>)>>;

/// A node: of two that lie around each other one may have the other's id.
type Node = (usize, Span);

/// Longer texts are folded anew each time: names that stand for them are as many as the file is long.
const MOST_KEPT: usize = 256;

impl Memo {
    /// What a binding makes its name stand for, after `hops` assignments.
    pub(super) fn bound(
        &self,
        binding: &Binding,
        hops: u8,
        answer: impl FnOnce() -> Targets,
    ) -> Targets {
        kept(&self.bound, (address(binding), hops), answer)
    }

    /// What the value of a binding is an instance of, after `hops` assignments.
    pub(super) fn instances(
        &self,
        binding: &Binding,
        hops: u8,
        answer: impl FnOnce() -> Targets,
    ) -> Targets {
        kept(&self.instances, (address(binding), hops), answer)
    }

    /// What the base classes of the class at a line stand for.
    pub(super) fn bases(&self, line: usize, answer: impl FnOnce() -> Targets) -> Targets {
        kept(&self.bases, line, answer)
    }

    /// What the node that a name was assigned folds to.
    pub(super) fn value(&self, assigned: Expr<'_>, answer: impl FnOnce() -> Value) -> Value {
        let is_small = |value: &Value| match value {
            Value::Str(text) => text.len() <= MOST_KEPT,
            Value::Bytes(bytes) => bytes.len() <= MOST_KEPT,
            Value::List(_) | Value::Tuple(_) | Value::Set(_) | Value::Dict(_) => false,
            _ => true,
        };
        kept_if(&self.values, node(assigned), answer, is_small)
    }

    /// How literal the node that a name was assigned is.
    pub(super) fn literalness(
        &self,
        assigned: Expr<'_>,
        quoting: Quoting,
        answer: impl FnOnce() -> Literalness,
    ) -> Literalness {
        kept(&self.literalness, (node(assigned), quoting), answer)
    }

    /// Whether the logical line of that number may hold a comprehension.
    pub(super) fn has_loop(&self, line: usize, answer: impl FnOnce() -> bool) -> bool {
        kept(&self.loops, line, answer)
    }
}

fn node(expr: Expr<'_>) -> Node {
    (expr.node.id(), expr.span())
}

fn address(binding: &Binding) -> usize {
    std::ptr::from_ref(binding) as usize
}

fn kept<K: Hash + Eq, V: Clone>(answers: &Answers<K, V>, key: K, answer: impl FnOnce() -> V) -> V {
    kept_if(answers, key, answer, |_| true)
}

fn kept_if<K: Hash + Eq, V: Clone>(
    answers: &Answers<K, V>,
    key: K,
    answer: impl FnOnce() -> V,
    may_keep: impl FnOnce(&V) -> bool,
) -> V {
    if let Some((kept, asked)) = answers.borrow().get(&key) {
        asked.iter().copied().for_each(asked::note);
        return kept.clone();
    }
    let n_given_up = budget::n_given_up();
    let (answer, asked) = match asked::is_recording() {
        true => asked::recording(answer),
        false => (answer(), Vec::new()),
    };
    // What was cut short for want of budget hangs on the question it came up in.
    if budget::n_given_up() == n_given_up && may_keep(&answer) {
        answers.borrow_mut().insert(key, (answer.clone(), asked));
    }
    answer
}

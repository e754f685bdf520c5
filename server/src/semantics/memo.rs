//! Answers about bindings and classes of one file, kept while the file is looked at: a name is used more often than bound.

use std::cell::RefCell;
use std::collections::HashMap;

use super::asked;
use super::bindings::Binding;
use super::budget;
use super::lookup::Targets;

/// What bindings stand for and are instances of, as far as somebody asked.
///
/// Invariant: used with one file and one project only, while neither changes.
#[derive(Debug, Default)]
pub struct Memo {
    bound: Answers<(usize, u8)>,
    instances: Answers<(usize, u8)>,
    bases: Answers<usize>,
}

/// With the names that were asked for on the way.
type Answers<K> = RefCell<HashMap<K, (Targets, Vec<u64>)>>;

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
}

fn address(binding: &Binding) -> usize {
    std::ptr::from_ref(binding) as usize
}

fn kept<K: std::hash::Hash + Eq>(
    answers: &Answers<K>,
    key: K,
    answer: impl FnOnce() -> Targets,
) -> Targets {
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
    if budget::n_given_up() == n_given_up {
        answers.borrow_mut().insert(key, (answer.clone(), asked));
    }
    answer
}

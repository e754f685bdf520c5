//! What the modules of a workspace give to those who import from them: read when asked for, name by name, and kept while it holds.
//!
//! Modules that import each other in a circle are no trouble as long as their names do not: a question that comes up
//! again while it is being answered has no answer. What was left out for that hangs on where the circle was entered, so
//! it is not kept, and what is kept is not used inside a circle it was not made for: answers do not hang on the order
//! of questions.

use std::cell::RefCell;
use std::collections::{HashMap, VecDeque};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, Weak};

use super::disk::{self, Stamp};
use crate::semantics::{
    Ancestors, Members, Names, Semantics, Value, defined_name, top_level_names,
};
use crate::text::decode::decode_python;
use crate::text::{Snapshot, Text};

/// Modules above this are generated; nobody needs the names in them.
const MOST_BYTES: u64 = 2 * 1024 * 1024;

/// Questions that may wait for each other. A chain of imports this long costs a few hundred kB of stack.
pub(super) const MOST_WAITING: usize = 48;

/// Questions asked to answer one from outside.
const MOST_ASKED: usize = 1_000;

/// Bytes of text of which the semantics are kept at hand. Answers are kept by themselves; a name that was not asked for
/// before takes the text again.
const MOST_AT_HAND: usize = 2 * 1024 * 1024;

/// The text a module was read from.
#[derive(Clone, Debug)]
pub(super) enum Origin {
    /// An editor holds it.
    Open(Snapshot),
    /// A file in this state.
    OnDisk(Stamp),
}

/// A module of the workspace as those see it who import from it.
///
/// Invariant: while `is_gone` is not set, its answers are those of the module's newest text.
#[derive(Debug)]
pub(super) struct Module {
    pub(super) path: PathBuf,
    pub(super) origin: Origin,
    /// A newer text has taken its place: answers that rest on this one are worth nothing.
    is_gone: AtomicBool,
    /// By name, as far as names were asked for; none for those that are not bound.
    answers: Mutex<HashMap<Box<str>, Option<Answers>>>,
    /// The names that it binds to something else than classes and functions, once somebody asked.
    telling: OnceLock<Vec<Box<str>>>,
    semantics: Mutex<Option<Arc<Semantics>>>,
}

/// What is known about one top-level name.
#[derive(Debug, Default)]
struct Answers {
    /// A class or function and nothing else: no library name, no value.
    is_definition: bool,
    names: Option<Answer<Names>>,
    constant: Option<Answer<Value>>,
    ancestors: Option<Answer<Ancestors>>,
    members: Option<Answer<Members>>,
}

/// An answer and what it rests on, its own module excluded.
#[derive(Clone, Debug)]
pub(super) struct Answer<T> {
    pub(super) answer: T,
    pub(super) basis: Option<Arc<Basis>>,
}

/// Other modules that were looked at for an answer, and what they were asked.
#[derive(Debug, Default)]
pub(super) struct Basis {
    modules: Vec<Weak<Module>>,
    questions: Vec<Question>,
}

/// One name of one module and what is asked about it, as a hash.
type Question = u64;

/// A question that is being answered, waiting for others.
struct Waiting {
    question: Question,
    basis: Basis,
    /// The lowest place in the row of waiting questions that the answer depends on.
    lowest: usize,
}

#[derive(Default)]
struct Row {
    waiting: Vec<Waiting>,
    n_asked: usize,
}

impl Row {
    /// The answer to whoever waits last leaves something out because of the one at `index`.
    fn cut(&mut self, index: usize) {
        if let Some(last) = self.waiting.last_mut() {
            last.lowest = last.lowest.min(index);
        }
    }

    /// Whether an answer may be used here; whoever waits last then rests on the same.
    fn use_kept(&mut self, basis: Option<&Basis>) -> bool {
        let Some(basis) = basis else { return true };
        if self.waiting.iter().any(|waiting| basis.questions.contains(&waiting.question)) {
            return false;
        }
        if let Some(last) = self.waiting.last_mut() {
            last.basis.add(basis);
        }
        true
    }
}

impl Basis {
    fn add(&mut self, other: &Basis) {
        for module in &other.modules {
            self.add_module(module);
        }
        for &question in &other.questions {
            if !self.questions.contains(&question) {
                self.questions.push(question);
            }
        }
    }

    fn add_module(&mut self, module: &Weak<Module>) {
        if !self.modules.iter().any(|own| own.ptr_eq(module)) {
            self.modules.push(module.clone());
        }
    }

    /// The files of the modules.
    pub(super) fn paths(&self) -> impl Iterator<Item = PathBuf> {
        self.modules.iter().filter_map(Weak::upgrade).map(|module| module.path.clone())
    }

    /// Whether `paths` are all of them: modules that are gone have none.
    pub(super) fn is_whole(&self) -> bool {
        self.modules.iter().all(|module| module.strong_count() > 0)
    }

    fn holds(&self) -> bool {
        self.modules.iter().all(|module| module.upgrade().is_some_and(|module| !module.is_gone()))
    }
}

thread_local! {
    static ROW: RefCell<Row> = RefCell::default();
}

/// Semantics of the modules read last: most questions about a module come one after the other.
#[derive(Debug, Default)]
pub(super) struct AtHand {
    modules: Mutex<ReadLast>,
    /// How many names of modules are known, about.
    pub(super) n_names: AtomicUsize,
}

/// Modules with the bytes of their texts, the oldest first, and the sum of those.
type ReadLast = (VecDeque<(Weak<Module>, usize)>, usize);

impl AtHand {
    fn put(&self, module: &Arc<Module>, n_bytes: usize) {
        let mut dropped = Vec::new();
        {
            let mut modules = lock(&self.modules);
            let (row, total) = &mut *modules;
            row.push_back((Arc::downgrade(module), n_bytes));
            *total += n_bytes;
            while *total > MOST_AT_HAND && row.len() > 1 {
                let Some((oldest, n_bytes)) = row.pop_front() else { break };
                *total -= n_bytes;
                dropped.push(oldest);
            }
        }
        // Freed outside the lock.
        for module in dropped.iter().filter_map(Weak::upgrade) {
            lock(&module.semantics).take();
        }
    }
}

impl Module {
    /// Reads the module at `path`; none if it cannot be read.
    pub(super) fn read(path: &Path, origin: Origin, at_hand: &AtHand) -> Option<Arc<Self>> {
        let semantics = read_semantics(path, &origin)?;
        let n_bytes = semantics.text.len();
        let module = Arc::new(Self {
            path: path.to_owned(),
            origin,
            is_gone: AtomicBool::new(false),
            answers: Mutex::default(),
            telling: OnceLock::new(),
            semantics: Mutex::new(Some(Arc::new(semantics))),
        });
        at_hand.put(&module, n_bytes);
        Some(module)
    }

    /// Does something with what is known about a name; with nothing if it is not bound.
    fn with_answers<T>(
        self: &Arc<Self>,
        at_hand: &AtHand,
        name: &str,
        work: impl FnOnce(Option<&mut Answers>) -> T,
    ) -> T {
        if !lock(&self.answers).contains_key(name) {
            // Found out without the lock: two threads may do it twice.
            let found = self.semantics(at_hand).and_then(|it| defined_name(&it, name));
            let found = found.map(|is_definition| Answers { is_definition, ..Answers::default() });
            at_hand.n_names.fetch_add(1, Ordering::SeqCst);
            lock(&self.answers).entry(name.into()).or_insert(found);
        }
        work(lock(&self.answers).get_mut(name).and_then(Option::as_mut))
    }

    /// The names it binds, each with whether it is a class or function and nothing else.
    pub(super) fn all_names(self: &Arc<Self>, at_hand: &AtHand) -> HashMap<Box<str>, bool> {
        let mut names: HashMap<Box<str>, bool> = HashMap::new();
        let semantics = self.semantics(at_hand);
        for (name, is_definition) in semantics.iter().flat_map(|it| top_level_names(it)) {
            match names.get_mut(name) {
                Some(known) => *known &= is_definition,
                None => {
                    names.insert(name.into(), is_definition);
                }
            }
        }
        names
    }

    /// Whether it binds a name.
    pub(super) fn binds(self: &Arc<Self>, at_hand: &AtHand, name: &str) -> bool {
        self.with_answers(at_hand, name, |answers| answers.is_some())
    }

    /// The names it binds to something else than classes and functions.
    pub(super) fn telling_names(self: &Arc<Self>, at_hand: &AtHand) -> Vec<Box<str>> {
        let telling = self.telling.get_or_init(|| {
            let names = self.all_names(at_hand).into_iter();
            names.filter(|(_, is_definition)| !is_definition).map(|(name, _)| name).collect()
        });
        telling.clone()
    }

    /// Whether a name is a class or function and nothing else.
    pub(super) fn defines(self: &Arc<Self>, at_hand: &AtHand, name: &str) -> bool {
        self.with_answers(at_hand, name, |answers| answers.is_some_and(|it| it.is_definition))
    }

    /// From now on there is a newer text.
    pub(super) fn go(&self) {
        self.is_gone.store(true, Ordering::SeqCst);
    }

    fn is_gone(&self) -> bool {
        self.is_gone.load(Ordering::SeqCst)
    }

    fn semantics(self: &Arc<Self>, at_hand: &AtHand) -> Option<Arc<Semantics>> {
        if let Some(semantics) = &*lock(&self.semantics) {
            return Some(semantics.clone());
        }
        let semantics = Arc::new(read_semantics(&self.path, &self.origin)?);
        *lock(&self.semantics) = Some(semantics.clone());
        at_hand.put(self, semantics.text.len());
        Some(semantics)
    }

    /// The library names a top-level name stands for; `answer` finds out.
    pub(super) fn names(
        self: &Arc<Self>,
        name: &str,
        at_hand: &AtHand,
        answer: impl FnOnce(&Semantics) -> Names,
    ) -> Option<Answer<Names>> {
        let definition = |answers: &Answers| answers.is_definition.then(Names::new);
        self.ask(name, at_hand, definition, |answers| &mut answers.names, answer)
    }

    /// The value of a top-level name; `answer` finds out.
    pub(super) fn constant(
        self: &Arc<Self>,
        name: &str,
        at_hand: &AtHand,
        answer: impl FnOnce(&Semantics) -> Value,
    ) -> Option<Answer<Value>> {
        let definition = |answers: &Answers| answers.is_definition.then_some(Value::Unknown);
        self.ask(name, at_hand, definition, |answers| &mut answers.constant, answer)
    }

    /// The library classes that a top-level class derives from; `answer` finds out.
    pub(super) fn ancestors(
        self: &Arc<Self>,
        name: &str,
        at_hand: &AtHand,
        answer: impl FnOnce(&Semantics) -> Ancestors,
    ) -> Option<Answer<Ancestors>> {
        self.ask(name, at_hand, |_| None, |answers| &mut answers.ancestors, answer)
    }

    /// What the body of a top-level class binds to results of calls; `answer` finds out.
    pub(super) fn members(
        self: &Arc<Self>,
        name: &str,
        at_hand: &AtHand,
        answer: impl FnOnce(&Semantics) -> Members,
    ) -> Option<Answer<Members>> {
        self.ask(name, at_hand, |_| None, |answers| &mut answers.members, answer)
    }

    fn ask<T: Clone + 'static>(
        self: &Arc<Self>,
        name: &str,
        at_hand: &AtHand,
        plain: impl Fn(&Answers) -> Option<T>,
        slot: impl Fn(&mut Answers) -> &mut Option<Answer<T>>,
        answer: impl FnOnce(&Semantics) -> T,
    ) -> Option<Answer<T>> {
        // That a name is not there may change, too.
        ROW.with_borrow_mut(|row| {
            if let Some(last) = row.waiting.last_mut() {
                last.basis.add_module(&Arc::downgrade(self));
            }
        });
        let kept = self.with_answers(at_hand, name, |answers| {
            let answers = answers?;
            Some(match plain(answers) {
                Some(answer) => Ok(Answer { answer, basis: None }),
                None => Err(slot(answers).clone()),
            })
        })?;
        let kept = match kept {
            Ok(answer) => return Some(answer),
            Err(kept) => kept,
        };
        let question = self.question::<T>(name);
        if let Some(kept) = kept
            && kept.basis.as_ref().is_none_or(|basis| basis.holds())
            && ROW.with_borrow_mut(|row| row.use_kept(kept.basis.as_deref()))
        {
            note(question);
            return Some(kept);
        }
        let index = ROW.with_borrow_mut(|row| {
            if let Some(index) = row.waiting.iter().position(|one| one.question == question) {
                row.cut(index);
                return None;
            }
            if row.waiting.len() >= MOST_WAITING || row.n_asked >= MOST_ASKED {
                row.cut(0);
                return None;
            }
            let index = row.waiting.len();
            row.n_asked += 1;
            row.waiting.push(Waiting { question, basis: Basis::default(), lowest: index });
            Some(index)
        })?;
        // Also when a bug unwinds through here, the row must not keep the question.
        let turn = Turn { index };
        let semantics = self.semantics(at_hand);
        let answer = semantics.map(|semantics| answer(&semantics));
        let done = turn.end()?;
        let rests = !done.basis.modules.is_empty();
        let answer = Answer { answer: answer?, basis: rests.then(|| Arc::new(done.basis)) };
        if done.lowest >= index
            && let Some(Some(answers)) = lock(&self.answers).get_mut(name)
        {
            *slot(answers) = Some(answer.clone());
        }
        note(question);
        Some(answer)
    }

    fn question<T: 'static>(&self, name: &str) -> Question {
        let mut hasher = DefaultHasher::new();
        (std::ptr::from_ref(self) as usize, std::any::TypeId::of::<T>(), name).hash(&mut hasher);
        hasher.finish()
    }
}

/// Whoever waits last rests on the answer to this.
fn note(question: Question) {
    ROW.with_borrow_mut(|row| {
        if let Some(last) = row.waiting.last_mut()
            && !last.basis.questions.contains(&question)
        {
            last.basis.questions.push(question);
        }
    });
}

fn read_semantics(path: &Path, origin: &Origin) -> Option<Semantics> {
    let text: Text = match origin {
        Origin::Open(snapshot) => snapshot.text().clone(),
        Origin::OnDisk(_) => {
            let (bytes, _) = disk::read_bytes(path, MOST_BYTES).ok()?;
            decode_python(&bytes).text.into()
        }
    };
    Some(Semantics::build(text))
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // What is behind these locks is whole between any two statements.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A question's turn in the row, which ends when this is dropped.
struct Turn {
    index: usize,
}

impl Turn {
    fn end(self) -> Option<Waiting> {
        let done = self.leave();
        std::mem::forget(self);
        done
    }

    fn leave(&self) -> Option<Waiting> {
        ROW.with_borrow_mut(|row| {
            row.waiting.truncate(self.index + 1);
            let done = row.waiting.pop()?;
            match row.waiting.last_mut() {
                Some(waiting) => {
                    waiting.basis.add(&done.basis);
                    waiting.lowest = waiting.lowest.min(done.lowest);
                }
                None => row.n_asked = 0,
            }
            Some(done)
        })
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.leave();
    }
}

/// Whether no question is being answered on this thread.
#[cfg(test)]
pub(super) fn is_idle() -> bool {
    ROW.with_borrow(|row| row.waiting.is_empty() && row.n_asked == 0)
}

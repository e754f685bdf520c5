//! How deep and how long folding may go: source text is hostile, the stack is not endless.

use std::cell::Cell;

/// Nested expressions and names followed, over all kinds of question together.
const MAX_DEPTH: u32 = 64;

/// Nodes looked at for one question from outside.
const MAX_WORK: u32 = 30_000;

/// Nodes looked at for one question when the file has used up its share.
const LEAST_WORK: u32 = 200;

/// Operands in one chain such as `a + b + …`, and members in one container.
pub(super) const MAX_ITEMS: usize = 2_000;

/// Bytes of a literal that cost as much as a node.
pub(super) const BYTES_PER_STEP: usize = 64;

/// Bytes of one folded text.
pub(super) const MAX_TEXT: usize = 64 * 1024;

/// Nodes looked at for all questions about one file; the largest files of real projects leave most of it.
fn share(bytes: usize) -> u64 {
    1_000_000 + 8 * bytes as u64
}

thread_local! {
    // Questions call each other through names, so what is left cannot be passed down as an argument.
    static LEFT: Cell<(u32, u32)> = const { Cell::new((0, 0)) };
    /// What the file has left.
    static POOL: Cell<u64> = const { Cell::new(u64::MAX) };
    static N_GIVEN_UP: Cell<u64> = const { Cell::new(0) };
}

/// While it lives, all questions asked on this thread are about one file and share what that may cost.
#[derive(Debug)]
pub struct FileBudget(());

impl FileBudget {
    /// For a file of that length.
    pub fn open(bytes: usize) -> Self {
        POOL.set(share(bytes));
        Self(())
    }
}

impl Drop for FileBudget {
    fn drop(&mut self) {
        POOL.set(u64::MAX);
    }
}

/// One level of nesting; given back when dropped.
pub(super) struct Level(());

impl Level {
    /// Goes one level deeper; `None` when the budget is used up.
    pub(super) fn enter() -> Option<Level> {
        LEFT.with(|left| {
            let (depth, mut work) = left.get();
            if depth == 0 {
                let left = u32::try_from(POOL.get()).unwrap_or(MAX_WORK);
                work = left.clamp(LEAST_WORK, MAX_WORK);
            }
            if depth >= MAX_DEPTH || work == 0 {
                give_up();
                return None;
            }
            left.set((depth + 1, work - 1));
            POOL.set(POOL.get().saturating_sub(1));
            Some(Level(()))
        })
    }
}

/// Answers a question with a full budget, whatever is left of the one that led to it.
pub(super) fn apart<T>(answer: impl FnOnce() -> T) -> T {
    // Gives the old budget back when a panic passes through, too.
    struct Restore((u32, u32));
    impl Drop for Restore {
        fn drop(&mut self) {
            LEFT.set(self.0);
        }
    }
    let _restore = Restore(LEFT.replace((0, 0)));
    answer()
}

/// How often a question on this thread got no answer for want of budget.
pub(super) fn n_given_up() -> u64 {
    N_GIVEN_UP.get()
}

/// Notes that a question gets no answer for want of budget.
pub(super) fn give_up() {
    N_GIVEN_UP.set(N_GIVEN_UP.get() + 1);
}

/// Pays for `steps` further nodes.
pub(super) fn spend(steps: usize) {
    LEFT.with(|left| {
        let (depth, work) = left.get();
        left.set((depth, work.saturating_sub(u32::try_from(steps).unwrap_or(u32::MAX))));
    });
    POOL.set(POOL.get().saturating_sub(steps as u64));
}

impl Drop for Level {
    fn drop(&mut self) {
        LEFT.with(|left| {
            let (depth, work) = left.get();
            left.set((depth - 1, work));
        });
    }
}

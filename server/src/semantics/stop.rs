//! Lets whoever asked for a check take that back while it runs.
//!
//! Engines ask between two of their steps, and end early; what they found until then is thrown
//! away. Nothing that is kept for later, such as what a module exports, may be cut short by it.

use std::cell::{Cell, RefCell};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

thread_local! {
    // As with the budget, questions are asked from too many places to pass it down.
    static FLAG: RefCell<Option<StopFlag>> = const { RefCell::new(None) };
    static NOTICED: Cell<bool> = const { Cell::new(false) };
}

/// Stops a check on another thread.
#[derive(Clone, Debug, Default)]
pub struct StopFlag(Arc<AtomicBool>);

impl StopFlag {
    /// The check is for nobody.
    pub fn set(&self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// While it lives, the check on this thread stops when the flag is set.
#[derive(Debug)]
pub struct UntilStopped(());

impl UntilStopped {
    /// From now on.
    pub fn watch(flag: StopFlag) -> Self {
        FLAG.set(Some(flag));
        NOTICED.set(false);
        Self(())
    }

    /// Whether something ended early.
    pub fn was_noticed(&self) -> bool {
        NOTICED.get()
    }
}

impl Drop for UntilStopped {
    fn drop(&mut self) {
        FLAG.set(None);
    }
}

/// Whether the check on this thread is for nobody any more. Whoever asks and is told so has to end early.
pub fn is_stopped() -> bool {
    let is_set =
        |flag: &Option<StopFlag>| flag.as_ref().is_some_and(|flag| flag.0.load(Ordering::Relaxed));
    let stopped = FLAG.with_borrow(is_set);
    if stopped {
        NOTICED.set(true);
    }
    stopped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_check_is_stopped_as_long_as_it_runs_only() {
        let flag = StopFlag::default();
        {
            let until_stopped = UntilStopped::watch(flag.clone());
            assert!(!is_stopped() && !until_stopped.was_noticed());
            flag.set();
            // Nobody has asked since.
            assert!(!until_stopped.was_noticed());
            assert!(is_stopped() && until_stopped.was_noticed());
        }
        assert!(!is_stopped());
        assert!(!UntilStopped::watch(StopFlag::default()).was_noticed());
    }
}

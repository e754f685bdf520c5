//! `$/setTrace` and `$/logTrace`: what the server does, told to a client that asks for it.

use std::sync::atomic::{AtomicU8, Ordering};

use tower_lsp::ls_types::TraceValue;

/// How much the client wants to be told.
#[derive(Debug, Default)]
pub(super) struct Trace {
    level: AtomicU8,
}

impl Trace {
    /// Tells this much from now on.
    pub(super) fn set(&self, value: TraceValue) {
        let level = match value {
            TraceValue::Off => 0,
            TraceValue::Messages => 1,
            TraceValue::Verbose => 2,
        };
        self.level.store(level, Ordering::Relaxed);
    }

    /// Whether anything is to be told.
    pub(super) fn is_on(&self) -> bool {
        self.level.load(Ordering::Relaxed) > 0
    }

    /// Whether details are.
    pub(super) fn is_verbose(&self) -> bool {
        self.level.load(Ordering::Relaxed) > 1
    }
}

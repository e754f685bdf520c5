//! Maps whose keys are ours: names and texts of rules, which nobody chooses to make them collide.
//!
//! The standard library's hash withstands that, and costs three times as much for keys of a few words.

use std::collections::HashMap;

/// A map with keys of our own. Texts of users may be looked up in it, never put in.
pub type QuickMap<K, V> = HashMap<K, V, foldhash::fast::FixedState>;

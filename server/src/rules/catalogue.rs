//! All rules, looked up by code and name.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use super::Rule;
use crate::finding::RuleCode;

/// The rules of one run: the built-in ones and a workspace's own.
///
/// Invariant: codes and names are unique; rules are sorted by code.
#[derive(Debug, Default)]
pub struct Catalogue {
    rules: Vec<Arc<Rule>>,
    by_code: HashMap<RuleCode, usize>,
    by_name: HashMap<String, usize>,
}

static BUILTIN: LazyLock<Arc<Catalogue>> = LazyLock::new(|| Arc::new(Catalogue::default()));

impl Catalogue {
    /// The rules compiled into the program.
    pub fn builtin() -> Arc<Catalogue> {
        BUILTIN.clone()
    }

    /// All rules, sorted by code.
    pub fn rules(&self) -> &[Arc<Rule>] {
        &self.rules
    }

    /// The rule of a code.
    pub fn by_code(&self, code: &str) -> Option<&Arc<Rule>> {
        self.by_code.get(&RuleCode::from(code)).map(|&index| &self.rules[index])
    }

    /// The rule of a name.
    pub fn by_name(&self, name: &str) -> Option<&Arc<Rule>> {
        self.by_name.get(name).map(|&index| &self.rules[index])
    }

    /// The rules another tool's id stands for: `("bandit", "B602")` → `PY602`.
    pub fn by_foreign_id(&self, tool: &str, id: &str) -> Vec<&Arc<Rule>> {
        self.rules
            .iter()
            .filter(|rule| rule.also.get(tool).is_some_and(|ids| ids.iter().any(|own| own == id)))
            .collect()
    }
}

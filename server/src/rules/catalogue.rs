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

    /// The catalogue of these rules. Of two with one code or one name the first is kept.
    pub fn from_rules(rules: Vec<Rule>) -> Catalogue {
        let mut catalogue = Catalogue::default();
        let mut rules = rules;
        // Stable, so that of two rules with one code the first stays in front.
        rules.sort_by(|left, right| left.code.cmp(&right.code));
        for rule in rules {
            if catalogue.by_code.contains_key(&rule.code)
                || catalogue.by_name.contains_key(&rule.name)
            {
                continue;
            }
            let index = catalogue.rules.len();
            catalogue.by_code.insert(rule.code.clone(), index);
            catalogue.by_name.insert(rule.name.clone(), index);
            catalogue.rules.push(Arc::new(rule));
        }
        catalogue
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

/// A rule with nothing in it but its code and name, for tests of whatever looks rules up.
#[cfg(test)]
pub(crate) fn sample(code: &str, name: &str) -> Rule {
    use crate::finding::{Confidence, Severity};

    Rule {
        code: RuleCode::from(code),
        name: name.to_owned(),
        folder: "python".to_owned(),
        engine: "query".to_owned(),
        severity: Severity::Medium,
        confidence: Confidence::High,
        cwe: Vec::new(),
        message: String::new(),
        since: "0.1.0".to_owned(),
        also: Default::default(),
        owasp: Vec::new(),
        tags: Vec::new(),
        default: true,
        applies: Vec::new(),
        requires: Vec::new(),
        replaced_by: None,
        covers: Vec::new(),
        in_tests: Default::default(),
        unit: None,
        options: toml::Table::new(),
        spec: toml::Table::new(),
        docs: String::new(),
        origin: super::RuleOrigin::Builtin("python/sample.scm"),
        query: None,
    }
}

//! All rules, looked up by code and name, and compiled per language.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::sync::{Arc, LazyLock, OnceLock};

use super::compile::RuleSet;
use super::query_text::RuleMistake;
use super::{Rule, embedded, header};
use crate::finding::RuleCode;
use crate::languages::{LANGUAGES, Language};
use crate::text::QuickMap;

/// The rules of one run: the built-in ones and a workspace's own.
///
/// Invariant: codes and names are unique; rules are sorted by code.
#[derive(Debug, Default)]
pub struct Catalogue {
    rules: Vec<Arc<Rule>>,
    by_code: QuickMap<RuleCode, usize>,
    by_name: QuickMap<String, usize>,
    sets: HashMap<&'static str, OnceLock<Option<RuleSet>>>,
}

/// Path below `queries/` and text of every file there.
static QUERY_FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/query_files.rs"));

/// What the build made of those that are rules.
pub(super) static RULES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/rules.bin"));

/// The docs of all of them.
pub(super) static DOCS: &str = include_str!(concat!(env!("OUT_DIR"), "/docs.md"));

static BUILTIN: LazyLock<Arc<Catalogue>> = LazyLock::new(|| {
    let records = embedded::read(RULES).unwrap_or_default();
    let rules = records.into_iter().filter_map(|record| record.rule(QUERY_FILES, DOCS)).collect();
    Arc::new(Catalogue::from_rules(rules))
});

/// Reads every built-in rule file as a user's is read; mistakes are for the lint to show.
pub fn read_builtin() -> (Vec<Rule>, Vec<(&'static str, RuleMistake)>) {
    let mut rules = Vec::new();
    let mut mistakes = Vec::new();
    for &(path, text) in QUERY_FILES {
        match header::read_builtin(path, text) {
            Some(Ok(rule)) => rules.push(rule),
            Some(Err(mistake)) => mistakes.push((path, mistake)),
            None => {}
        }
    }
    (rules, mistakes)
}

impl Catalogue {
    /// The rules compiled into the program.
    pub fn builtin() -> Arc<Catalogue> {
        BUILTIN.clone()
    }

    /// A catalogue of the built-in rules of these codes, without reading the others; none if some code is of no such rule.
    pub fn of_builtin(codes: &HashSet<&str>) -> Option<Self> {
        let records = embedded::read(RULES).ok()?.into_iter();
        let wanted = records.filter(|record| codes.contains(&*record.code));
        let rules: Vec<Rule> = wanted.filter_map(|record| record.rule(QUERY_FILES, DOCS)).collect();
        (rules.len() == codes.len()).then(|| Self::from_rules(rules))
    }

    /// A catalogue of these rules; of two with one code or name the first stays.
    pub fn from_rules(mut rules: Vec<Rule>) -> Self {
        rules.sort_by(|a, b| a.code.cmp(&b.code));
        Self::from_shared(rules.into_iter().map(Arc::new).collect())
    }

    fn from_shared(rules: Vec<Arc<Rule>>) -> Self {
        let mut catalogue = Self {
            sets: LANGUAGES.iter().map(|language| (language.id, OnceLock::new())).collect(),
            ..Self::default()
        };
        for rule in rules {
            if catalogue.by_code.contains_key(&rule.code)
                || catalogue.by_name.contains_key(&rule.name)
            {
                continue;
            }
            let index = catalogue.rules.len();
            catalogue.by_code.insert(rule.code.clone(), index);
            catalogue.by_name.insert(rule.name.clone(), index);
            catalogue.rules.push(rule);
        }
        catalogue
    }

    /// These rules and a workspace's own.
    pub fn with_workspace_rules(&self, own: Vec<Rule>) -> Self {
        let mut rules = self.rules.clone();
        rules.extend(own.into_iter().map(Arc::new));
        rules.sort_by(|a, b| a.code.cmp(&b.code));
        Self::from_shared(rules)
    }

    /// All rules, sorted by code.
    pub fn rules(&self) -> &[Arc<Rule>] {
        &self.rules
    }

    /// The position of a rule in [`rules`](Self::rules).
    pub fn index_of(&self, code: &RuleCode) -> Option<usize> {
        self.by_code.get(code).copied()
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

    /// The rules a person may mean by `word`: one of that code or name, else those that another tool
    /// calls so; `bandit:B602` names the tool, `B602` means any.
    pub fn meant_by(&self, word: &str) -> Vec<&Arc<Rule>> {
        let word = word.trim();
        let is_own =
            |rule: &Rule| rule.code.as_str().eq_ignore_ascii_case(word) || rule.name == word;
        if let Some(rule) = self.rules.iter().find(|rule| is_own(rule)) {
            return vec![rule];
        }
        let (tool, id) = match word.split_once(':') {
            Some((tool, id)) => (Some(tool), id),
            None => (None, word),
        };
        let is_tool = |other: &str| tool.is_none_or(|tool| tool.eq_ignore_ascii_case(other));
        self.rules
            .iter()
            .filter(|rule| {
                let mut ids =
                    rule.also.iter().filter(|(other, _)| is_tool(other)).flat_map(|(_, ids)| ids);
                ids.any(|own| own.eq_ignore_ascii_case(id))
            })
            .collect()
    }

    /// The rules an engine runs.
    pub fn of_engine<'a>(&'a self, engine: &'a str) -> impl Iterator<Item = &'a Arc<Rule>> {
        self.rules.iter().filter(move |rule| rule.engine == engine)
    }

    /// The query rules of a language, compiled on first use.
    pub fn rule_set(&self, language: &Language) -> Option<&RuleSet> {
        self.sets
            .get(language.id)?
            .get_or_init(|| {
                let rules = self
                    .rules
                    .iter()
                    .filter(|rule| rule.engine == "query" && belongs(rule, language))
                    .cloned();
                RuleSet::new(language, rules)
            })
            .as_ref()
    }
}

/// Whether a rule is about documents of a language: by its folder; a workspace's own rules name the language there too.
fn belongs(rule: &Rule, language: &Language) -> bool {
    rule.folder == language.id
}

/// The text of the built-in file of a path below `queries/`.
pub fn builtin_text(path: &str) -> Option<&'static str> {
    QUERY_FILES.iter().find(|(own, _)| *own == path).map(|(_, text)| *text)
}

/// Where the built-in file of a path lies, for messages.
pub fn builtin_path(path: &str) -> PathBuf {
    PathBuf::from("queries").join(path)
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
        references: Vec::new(),
        tags: Vec::new(),
        default: true,
        applies: Vec::new(),
        requires: Vec::new(),
        replaced_by: None,
        covers: Vec::new(),
        silent_when: Vec::new(),
        in_tests: Default::default(),
        is_off_in_migrations: false,
        unit: None,
        options: toml::Table::new(),
        option_docs: Default::default(),
        spec: Default::default(),
        docs: Default::default(),
        origin: super::RuleOrigin::Builtin("python/sample.scm"),
        query: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(word: &str) -> Vec<String> {
        let mut shell = sample("PY602", "subprocess-shell-true");
        shell.also.insert("bandit".to_owned(), vec!["B602".to_owned()]);
        let mut spawn = sample("PY605", "process-with-shell");
        spawn.also.insert("bandit".to_owned(), vec!["B602".to_owned()]);
        spawn.also.insert("ruff".to_owned(), vec!["S605".to_owned()]);
        let catalogue = Catalogue::from_rules(vec![shell, spawn]);
        catalogue.meant_by(word).iter().map(|rule| rule.code.to_string()).collect()
    }

    #[test]
    fn own_codes_and_names_mean_one_rule() {
        assert_eq!(codes("py602"), ["PY602"]);
        assert_eq!(codes("process-with-shell"), ["PY605"]);
        assert_eq!(codes("PY6O2"), [""; 0]);
    }

    #[test]
    fn foreign_ids_mean_every_rule_that_has_them() {
        assert_eq!(codes("B602"), ["PY602", "PY605"]);
        assert_eq!(codes("ruff:S605"), ["PY605"]);
        assert_eq!(codes("bandit:S605"), [""; 0]);
    }
}

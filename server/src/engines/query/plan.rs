//! Which rules run on a document, and what to look for: the same for most documents of a project, so it is worked out once.

use std::sync::Arc;

use crate::config::Verdict;
use crate::engines::{CheckInput, requirements_met};
use crate::rules::compile::{RulePattern, RuleSet};
use crate::rules::triggers::Triggers;
use crate::rules::{InTests, RuleText};

/// What is the same for all documents in one situation.
#[derive(Debug)]
pub(super) struct Plan {
    /// Per rule: off, or on with a severity of its own.
    pub(super) verdicts: Vec<Verdict>,
    /// What to look for, for the rules that are on; none if they are too many.
    pub(super) triggers: Option<Arc<Triggers>>,
}

impl Plan {
    /// The plan for a document.
    pub(super) fn of(input: &CheckInput<'_>, rules: &RuleSet) -> Arc<Self> {
        let make = || Self::new(input, rules);
        // Rules may be off for a path.
        if input.settings.ignores_some(input.path) {
            return Arc::new(make());
        }
        let is_met = |&rule: &usize| requirements_met(&rules.rules[rule], input);
        let situation: Vec<bool> = [input.context.test, input.context.migration]
            .into_iter()
            .chain(rules.conditional.iter().map(is_met))
            .collect();
        input.settings.keep(input.catalogue, (input.language.id, situation), make)
    }

    fn new(input: &CheckInput<'_>, rules: &RuleSet) -> Self {
        let verdict = |rule: &Arc<crate::rules::Rule>| {
            let off = (input.context.test && rule.in_tests == InTests::Off)
                || (input.context.migration && rule.is_off_in_migrations)
                || !requirements_met(rule, input);
            if off { Verdict::Off } else { input.settings.verdict(rule, input.path) }
        };
        let verdicts: Vec<Verdict> = rules.rules.iter().map(verdict).collect();
        let is_on = |pattern: &RulePattern| {
            let is_true = |option: &RuleText| {
                let options = input.settings.options(&rules.rules[pattern.rule]);
                options.get(&**option).and_then(toml::Value::as_bool) == Some(true)
            };
            verdicts[pattern.rule] != Verdict::Off && pattern.facts.options.iter().all(is_true)
        };
        let triggers = rules.triggers.of(rules, rules.patterns.iter().map(is_on).collect());
        Self { verdicts, triggers }
    }
}

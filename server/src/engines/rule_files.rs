//! Mistakes in a workspace's own rule files, reported in the file itself.

use super::{CheckInput, Engine, Findings, Scope, finding_of};
use crate::config::Verdict;
use crate::languages::RULE_FILE;
use crate::rules::workspace_rules;

/// The engine `rule-files`.
#[derive(Debug)]
pub struct RuleFileEngine;

impl Engine for RuleFileEngine {
    fn id(&self) -> &'static str {
        "rule-files"
    }

    fn scope(&self) -> Scope {
        Scope::Text
    }

    fn check(&self, findings: &mut Findings, input: &CheckInput<'_>) {
        if input.language != &RULE_FILE {
            return;
        }
        for rule in input.catalogue.of_engine(self.id()) {
            let Verdict::On(severity) = input.settings.verdict(rule, input.path) else { continue };
            findings.isolate(self.id(), Some(&rule.code), |findings| {
                for mistake in workspace_rules::read(input.path, input.text).mistakes {
                    let message = rule.message.replace("{finding}", &mistake.message);
                    findings.push(finding_of(input, rule, mistake.span, severity, message));
                }
            });
        }
    }
}

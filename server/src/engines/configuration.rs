//! Mistakes in configuration files, reported in the file itself.

use super::{CheckInput, Engine, Findings, Scope};
use crate::config::{self, Verdict, mistakes};
use crate::languages::TOML;

/// The engine `configuration`.
#[derive(Debug)]
pub struct ConfigurationEngine;

impl Engine for ConfigurationEngine {
    fn id(&self) -> &'static str {
        "configuration"
    }

    fn scope(&self) -> Scope {
        Scope::Text
    }

    fn check(&self, findings: &mut Findings, input: &CheckInput<'_>) {
        if input.language != &TOML || !config::is_configuration(input.path) {
            return;
        }
        let found = config::check_text(input.path, input.text, input.catalogue);
        for mut finding in mistakes::findings(input.url, &found) {
            let Some(rule) = input.catalogue.by_code(finding.rule.as_str()) else { continue };
            if let Verdict::On(severity) = input.settings.verdict(rule, input.path) {
                finding.severity = severity.unwrap_or(finding.severity);
                findings.push(finding);
            }
        }
    }
}

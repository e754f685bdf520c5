//! Findings and suppressions of one file to what is shown, what is silenced, and what to say about the suppressions.

use super::comments::Directive;
use super::ids::{Answers, IdTable};
use super::{How, Suppressions, hygiene};
use crate::finding::{Finding, RuleCode};
use crate::semantics::Outline;
use crate::text::DocumentUrl;

/// The file, and what the configuration says about rules in it.
#[derive(Clone, Copy)]
pub struct Situation<'a> {
    /// Its name.
    pub url: &'a DocumentUrl,
    /// Its decoded text.
    pub text: &'a str,
    /// Its comments and logical lines.
    pub outline: &'a Outline,
    /// What ids mean.
    pub table: &'a IdTable,
    /// Whether a rule is on for this file.
    pub is_enabled: &'a dyn Fn(&RuleCode) -> bool,
    /// Whether a rule looked at this file: on, its engine ran, and nothing cut it short. Only then is an id
    /// that silences nothing unused.
    pub has_run: &'a dyn Fn(&RuleCode) -> bool,
    /// Whether ids that silence nothing are told in the comments of other tools too, which may report more than we do.
    pub tells_unused_of_others: bool,
    /// Whether the project told ruff about our codes with `lint.external`, so that they may stand in `noqa`.
    pub own_codes_in_noqa: bool,
}

/// What became of the findings.
#[derive(Debug, Default)]
pub struct Applied {
    /// Still to be shown, in the order they came.
    pub kept: Vec<Finding>,
    /// Silenced, with the suppression of the widest reach; findings about suppressions come last.
    pub suppressed: Vec<(Finding, How)>,
    /// What is wrong with the suppressions themselves.
    pub hygiene: Vec<Finding>,
}

/// What one suppression did.
#[derive(Clone, Debug, Default)]
pub(super) struct Usage {
    /// For each of its items, whether it named a finding.
    pub items: Vec<bool>,
    /// The findings it silenced only because it silences everything, as indexes into `Applied::suppressed`.
    pub hidden: Vec<usize>,
}

/// Parts the findings of one file. Pass all of them, also those that a threshold will hide later:
/// an id is unused only if there was nothing to silence.
pub fn apply(
    findings: Vec<Finding>,
    suppressions: &Suppressions,
    situation: &Situation<'_>,
) -> Applied {
    let mut applied = Applied::default();
    if suppressions.is_empty() {
        applied.kept = findings;
        return applied;
    }
    let mut usages: Vec<Usage> = suppressions
        .placed
        .iter()
        .map(|placed| Usage {
            items: vec![false; placed.directive.items.len()],
            hidden: Vec::new(),
        })
        .collect();
    for finding in findings {
        let reaching = suppressions.reaching(&finding, situation.outline);
        if reaching.is_empty() {
            applied.kept.push(finding);
            continue;
        }
        let answers = answers_to(&finding, situation.table);
        let mut how: Option<How> = None;
        for index in reaching {
            let directive = &suppressions.placed[index].directive;
            let usage = &mut usages[index];
            let named = mark_items(directive, &answers, &mut usage.items);
            if named || directive.blanket {
                how.get_or_insert(directive.how);
                if !named {
                    usage.hidden.push(applied.suppressed.len());
                }
            }
        }
        match how {
            Some(how) => applied.suppressed.push((finding, how)),
            None => applied.kept.push(finding),
        }
    }
    let about = hygiene::check(suppressions, &usages, &applied, situation);
    silence_hygiene(about, suppressions, situation, &mut applied);
    applied
}

/// The ids of a finding's rule and of the rules it covers.
pub(super) fn answers_to(finding: &Finding, table: &IdTable) -> Answers {
    let mut codes = vec![finding.rule.clone()];
    codes.extend(finding.covers.iter().cloned());
    table.answers_to(&codes)
}

fn mark_items(directive: &Directive, answers: &Answers, used: &mut [bool]) -> bool {
    let mut named = false;
    for (item, used) in directive.items.iter().zip(used) {
        if item.selector.selects(answers) {
            *used = true;
            named = true;
        }
    }
    named
}

/// Findings about suppressions go only when they are named: a blanket must not hide that it is one.
fn silence_hygiene(
    about: Vec<Finding>,
    suppressions: &Suppressions,
    situation: &Situation<'_>,
    applied: &mut Applied,
) {
    for finding in about {
        let answers = answers_to(&finding, situation.table);
        let how =
            suppressions.reaching(&finding, situation.outline).into_iter().find_map(|index| {
                let directive = &suppressions.placed[index].directive;
                let named = directive.items.iter().any(|item| {
                    item.selector.is_hygiene(situation.table) && item.selector.selects(&answers)
                });
                named.then_some(directive.how)
            });
        match how {
            Some(how) => applied.suppressed.push((finding, how)),
            None => applied.hygiene.push(finding),
        }
    }
}

#[cfg(test)]
mod tests;

//! Settings that are not there: one finding for all that a module lacks, so that it does not fill with underlines.

use std::collections::HashMap;
use std::sync::Arc;

use super::hits::Hit;
use crate::config::Verdict;
use crate::engines::{CheckInput, Findings, finding_of};
use crate::finding::{
    Confidence, Edit, Finding, FixPlan, FixStep, Location, Related, RuleCode, Safety,
};
use crate::rules::Rule;
use crate::rules::settings_spec::{ENGINE, Find, Spec};
use crate::semantics::django::View;
use crate::text::Span;

/// The rule that speaks for several settings at once.
const TOGETHER: &str = "DJ100";

/// A setting that is not there.
pub(super) struct Absent {
    finding: Finding,
    setting: String,
    lines: Option<String>,
    view: Arc<View>,
}

impl Absent {
    pub(super) fn new(finding: Finding, find: &Find, hit: &Hit, view: Arc<View>) -> Self {
        let lines = find.fix.iter().find_map(|fix| fix.append.clone());
        Self { finding, setting: hit.setting.clone(), lines, view }
    }
}

/// Whether the rule that speaks for several is on and all it speaks for are off: then they are asked all the same.
pub(super) fn gathers_alone(input: &CheckInput<'_>, specs: &HashMap<RuleCode, Spec>) -> bool {
    let is_on = |rule: &Arc<Rule>| input.settings.verdict(rule, input.path) != Verdict::Off;
    let mut gathered = input.catalogue.of_engine(ENGINE).filter(|rule| {
        specs.get(&rule.code).is_some_and(|spec| spec.find.iter().any(|find| find.absent))
    });
    input.catalogue.by_code(TOGETHER).is_some_and(is_on) && !gathered.any(is_on)
}

/// Reports what each environment lacks.
pub(super) fn report(
    findings: &mut Findings,
    input: &CheckInput<'_>,
    text: &str,
    mut lacking: Vec<Absent>,
    gathers_alone: bool,
) {
    while let Some(first) = lacking.first() {
        let view = first.view.clone();
        let (own, others): (Vec<Absent>, Vec<Absent>) =
            lacking.into_iter().partition(|absent| Arc::ptr_eq(&absent.view, &view));
        lacking = others;
        let place = place(&view, input, text);
        let rule = input.catalogue.by_code(TOGETHER);
        let verdict = rule.map(|rule| (rule, input.settings.verdict(rule, input.path)));
        match verdict {
            Some((rule, Verdict::On(severity))) if own.len() > 1 => {
                let names: Vec<String> =
                    own.iter().map(|absent| format!("`{}`", absent.setting)).collect();
                let message = rule
                    .message
                    .replace("{value}", &own.len().to_string())
                    .replace("{item}", &names.join(", "));
                let mut finding = finding_of(input, rule, place, severity, message);
                if severity.is_none() {
                    let worst = own.iter().map(|absent| absent.finding.severity).max();
                    finding.severity = worst.unwrap_or(finding.severity).min(finding.severity);
                }
                let surest = own.iter().map(|absent| absent.finding.confidence).min();
                finding.confidence = surest.unwrap_or(Confidence::Low).min(finding.confidence);
                finding.related = own
                    .iter()
                    .map(|absent| Related {
                        location: Location { document: input.url.clone(), span: place },
                        message: format!("{}: {}", absent.finding.rule, absent.finding.message),
                    })
                    .collect();
                finding.fixes.extend(add_all(&own, &view));
                findings.push(finding);
            }
            // What is one only is for its own rule to say.
            _ if gathers_alone => {}
            _ => {
                for absent in own {
                    let mut finding = absent.finding;
                    finding.location.span = place;
                    finding.extent = place;
                    findings.push(finding);
                }
            }
        }
    }
}

/// Where a module is said to lack something: at its list of middleware, at its class, else at its first line of code.
fn place(view: &View, input: &CheckInput<'_>, text: &str) -> Span {
    let own = view.file_of(input.url);
    let is_class = view.end.span.end < text.len();
    if is_class {
        let header = format!("class {}", view.name);
        if let Some(at) = text.find(&header) {
            return Span::new(at + "class ".len(), at + header.len());
        }
    }
    for name in ["MIDDLEWARE", "INSTALLED_APPS", "DEBUG"] {
        if let Some(slot) = view.settings.get(name)
            && Some(slot.target.file) == own
        {
            return slot.target.span;
        }
    }
    let comment_or_blank =
        |line: &str| line.trim().is_empty() || line.trim_start().starts_with('#');
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if !comment_or_blank(line) {
            return Span::new(at, at + line.trim_end().len());
        }
        at += line.len();
    }
    Span::empty(0)
}

fn add_all(own: &[Absent], view: &View) -> Option<FixPlan> {
    let lines: Vec<&str> = own.iter().filter_map(|absent| absent.lines.as_deref()).collect();
    if lines.is_empty() {
        return None;
    }
    let text = &view.file(view.end)?.text;
    let added = super::fixes::appended(text, view.end.span.end, &lines.join("\n"));
    let added = super::fixes::as_ended(text, added);
    Some(FixPlan {
        title: format!("Add {} settings", lines.len()),
        safety: Safety::Unsafe,
        steps: vec![FixStep::Edit(Edit { span: view.end.span, text: added })],
    })
}

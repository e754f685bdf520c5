//! The stages from a document to its findings, in order. Pure and synchronous: no IO, no protocol types, no `Result`.

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use super::{Checked, Subject};
use crate::config::Settings;
use crate::engines::{CheckInput, ENGINES, Scope};
use crate::finding::{Finding, RuleCode};
use crate::languages::PYTHON;
use crate::rules::Catalogue;
use crate::semantics::{FileContext, ProjectView, Semantics};
use crate::syntax::{Unit, parse};

/// Files larger than this, in bytes, whose lines are [long](MINIFIED_LINE) are data, not code somebody reads.
const MINIFIED_SIZE: usize = 1_000_000;

/// Mean line length, in bytes, from which a large file counts as minified.
const MINIFIED_LINE: usize = 1_000;

/// Checks one document. Pure: reads nothing but its arguments.
pub fn check(
    subject: &Subject<'_>,
    project: &dyn ProjectView,
    catalogue: &Arc<Catalogue>,
    settings: &Settings,
) -> Checked {
    let _span = tracing::debug_span!("check", document = %subject.url).entered();
    let mut checked = Checked::default();
    let is_python = subject.language == &PYTHON;
    let minified = is_minified(&subject.text);
    if is_python && minified {
        checked.notes.push("very long lines: only rules about text run here".to_owned());
    }
    let code: Arc<str> = if is_python && !minified { subject.text.clone() } else { Arc::from("") };
    let semantics = Semantics::build(code);
    let tree = match &subject.tree {
        Some(tree) => Some(tree.clone()),
        None if is_python && !minified => parse::parse(subject.language, &subject.text, None),
        None => None,
    };
    let unit = tree.as_ref().map(|tree| Unit { text: &subject.text, tree, offset: 0 });
    let input = CheckInput {
        url: subject.url,
        path: subject.path,
        language: subject.language,
        context: FileContext::of_path(subject.context_path),
        unit,
        text: &subject.text,
        semantics: &semantics,
        project,
        catalogue,
        settings,
    };
    let mut findings = run_engines(&input);
    settle(&mut findings, catalogue);
    if let Some(floor) = settings.confidence {
        findings.retain(|finding| finding.confidence >= floor);
    }
    checked.findings = findings;
    checked
}

fn run_engines(input: &CheckInput<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for engine in ENGINES {
        let wanted = match engine.scope() {
            Scope::Unit => input.unit.is_some(),
            Scope::Text => true,
            Scope::Project => false,
        };
        if !wanted {
            continue;
        }
        let mut own = Vec::new();
        let outcome = catch_unwind(AssertUnwindSafe(|| engine.check(&mut own, input)));
        if outcome.is_err() {
            tracing::error!(engine = engine.id(), document = %input.url, "an engine failed");
        }
        findings.append(&mut own);
    }
    findings
}

/// Sorts, and leaves one finding per place: a specific rule stands for the generic ones it covers.
fn settle(findings: &mut Vec<Finding>, catalogue: &Catalogue) {
    let key = |finding: &Finding| (finding.location.span, finding.rule.clone());
    findings.sort_by_key(key);
    findings.dedup_by(|b, a| a.rule == b.rule && a.location.span == b.location.span);
    let covering: Vec<(Vec<RuleCode>, crate::text::Span, crate::text::Span)> = findings
        .iter()
        .filter(|finding| !finding.covers.is_empty())
        .map(|finding| (finding.covers.clone(), finding.location.span, finding.extent))
        .collect();
    let fired: HashSet<RuleCode> = findings.iter().map(|finding| finding.rule.clone()).collect();
    findings.retain(|finding| {
        let covered = covering.iter().any(|(codes, span, extent)| {
            codes.contains(&finding.rule)
                && (*span == finding.location.span || *extent == finding.extent)
        });
        let silent = catalogue
            .by_code(finding.rule.as_str())
            .is_some_and(|rule| rule.silent_when.iter().any(|code| fired.contains(code)));
        !covered && !silent
    });
}

fn is_minified(text: &str) -> bool {
    if text.len() <= MINIFIED_SIZE {
        return false;
    }
    let n_lines = text.bytes().filter(|b| matches!(b, b'\n' | b'\r')).count() + 1;
    text.len() / n_lines > MINIFIED_LINE
}

//! Runs the rules about JavaScript: on the scripts of templates, with what the server prints masked, and on files.
//!
//! Rules are data (`rules/script_spec.rs`). Scripts are looked at from the places where values arrive: one without such
//! a place is not parsed. What was found in a script is kept, for most edits of a page leave its scripts as they are.

mod sinks;
mod values;

use std::collections::{HashMap, VecDeque};
use std::path::Path;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use super::templates::is_foreign;
use super::{CheckInput, Engine, Findings, Scope, finding_of, requirements_met};
use crate::config::Verdict;
use crate::finding::{Edit, FixPlan, FixStep, Location, Related, RuleCode, Safety, Severity};
use crate::languages::detect::is_library_path;
use crate::languages::{DJANGO_TEMPLATE, JAVASCRIPT};
use crate::rules::message::shorten;
use crate::rules::script_spec::{ENGINE, Find, Spec};
use crate::rules::{Catalogue, InTests, Rule};
use crate::text::Span;

use sinks::{Hit, Hunt};

/// The engine `scripts`.
#[derive(Debug)]
pub struct ScriptEngine;

/// The rules' own keys, in the order of the catalogue; those that cannot be read are for the lint to show.
pub(super) static SPECS: LazyLock<Vec<(RuleCode, Spec)>> = LazyLock::new(|| {
    let catalogue = Catalogue::builtin();
    catalogue
        .of_engine(ENGINE)
        .filter_map(|rule| match Spec::of(rule) {
            Ok(spec) => Some((rule.code.clone(), spec)),
            Err(mistake) => {
                tracing::error!("{}: {mistake}", rule.stem());
                None
            }
        })
        .collect()
});

/// Larger scripts are libraries, or were put together by a program.
const LARGEST: usize = 200_000;

/// A file with a line like this was written by a program.
const LONGEST_LINE: usize = 2_000;

/// Scripts of which what was found is kept, and their bytes.
const MOST_KEPT: usize = 128;

impl Engine for ScriptEngine {
    fn id(&self) -> &'static str {
        ENGINE
    }

    fn scope(&self) -> Scope {
        Scope::Text
    }

    fn check(&self, findings: &mut Findings, input: &CheckInput<'_>) {
        let is_file = input.language == &JAVASCRIPT;
        let is_page = input.language == &DJANGO_TEMPLATE && input.template.is_some();
        if !(is_file || is_page) || input.context.example || is_foreign(input.path) {
            return;
        }
        let is_on = |rule: &Rule| input.settings.verdict(rule, input.path) != Verdict::Off;
        // Reading the rules' own keys takes a while.
        if !input.catalogue.of_engine(ENGINE).any(|rule| is_on(rule)) {
            return;
        }
        let rules: Vec<(usize, &Rule, Option<Severity>)> = wanted(input);
        if rules.is_empty() {
            return;
        }
        if is_file {
            if is_library(input.path, input.text) {
                return;
            }
            let found = found_in(input.text, &[]);
            report(findings, input, &rules, &found, 0);
        }
        for (region, masked, holes) in input.template.map(regions).unwrap_or_default() {
            if region.len() > LARGEST {
                continue;
            }
            let found = found_in(masked, &holes);
            report(findings, input, &rules, &found, region.start);
        }
    }
}

/// The rules that are on for the document, by their place in the table.
fn wanted<'i>(input: &CheckInput<'i>) -> Vec<(usize, &'i Rule, Option<Severity>)> {
    let table = SPECS.iter().enumerate();
    table
        .filter_map(|(index, (code, _))| {
            let rule: &Rule = input.catalogue.by_code(code.as_str())?;
            let Verdict::On(severity) = input.settings.verdict(rule, input.path) else {
                return None;
            };
            let off = input.context.test && rule.in_tests == InTests::Off;
            (!off && requirements_met(rule, input)).then_some((index, rule, severity))
        })
        .collect()
}

/// The scripts of a page that run, masked, each with the places of what the server prints in it.
fn regions(template: &crate::syntax::template::Template) -> Vec<(Span, &str, Vec<Span>)> {
    let tags = template.html.tags.iter().filter(|tag| tag.holds_script(&template.masked));
    tags.filter_map(|tag| {
        let region = tag.raw?;
        let masked = template.masked.get(region.start..region.end)?;
        let holes = template.tokens_in(region).iter().map(|token| {
            let end = token.span.end.min(region.end);
            Span::new(token.span.start - region.start, end - region.start)
        });
        Some((region, masked, holes.collect()))
    })
    .collect()
}

/// Whether nobody here wrote a script by hand.
pub fn is_library(path: &Path, text: &str) -> bool {
    text.len() > LARGEST
        || is_library_path(path)
        // Libraries say so at the top.
        || text.get(..text.len().min(400)).is_some_and(|head| {
            head.contains("/*!") || head.contains("@license") || head.contains("@preserve")
        })
        || text.lines().any(|line| line.len() > LONGEST_LINE)
}

/// What all rules find in one script.
type Found = Arc<Vec<(usize, usize, Hit)>>;

struct Kept {
    text: Box<str>,
    holes: Vec<Span>,
    found: Found,
}

/// What all rules find in a script, kept from the last time or found now.
fn found_in(text: &str, holes: &[Span]) -> Found {
    static KEPT: Mutex<VecDeque<Kept>> = Mutex::new(VecDeque::new());
    if !sinks::may_hold_one(text) {
        return Found::default();
    }
    let known = {
        let kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
        let is_it = |one: &&Kept| *one.text == *text && one.holes == holes;
        kept.iter().find(is_it).map(|one| one.found.clone())
    };
    if let Some(found) = known {
        return found;
    }
    let found = Arc::new(Hunt::new(text, holes).run());
    // A check that is stopped has not seen all.
    if !crate::semantics::is_stopped() {
        let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
        kept.push_front(Kept { text: text.into(), holes: holes.to_vec(), found: found.clone() });
        kept.truncate(MOST_KEPT);
    }
    found
}

/// Makes findings of what the rules that are on found.
fn report(
    findings: &mut Findings,
    input: &CheckInput<'_>,
    rules: &[(usize, &Rule, Option<Severity>)],
    found: &Found,
    start: usize,
) {
    for (index, rule, configured) in rules {
        let spec = &SPECS[*index].1;
        for (_, find, hit) in found.iter().filter(|(own, ..)| own == index) {
            findings.push(finding(input, rule, *configured, (&spec.find[*find], hit), start));
        }
    }
}

fn finding(
    input: &CheckInput<'_>,
    rule: &Rule,
    configured: Option<Severity>,
    (find, hit): (&Find, &Hit),
    start: usize,
) -> crate::finding::Finding {
    let span = hit.span.shifted(start);
    let filled = |template: &str| message(template, hit, input.text, start);
    let text = filled(find.message.as_deref().unwrap_or(&rule.message));
    let mut finding = finding_of(input, rule, span, configured, text);
    if let (Some(severity), None) = (find.severity, configured) {
        let is_capped = input.context.test && rule.in_tests == InTests::Low;
        finding.severity = if is_capped { severity.min(Severity::Low) } else { severity };
    }
    finding.confidence = find.confidence.unwrap_or(finding.confidence);
    finding.extent = hit.extent.shifted(start);
    if let Some(source) = hit.source.filter(|source| !hit.span.contains(*source)) {
        finding.related.push(Related {
            location: Location { document: input.url.clone(), span: source.shifted(start) },
            message: "it comes from here".to_owned(),
        });
    }
    let plans = find.fix.iter().filter_map(|fix| {
        let edit = match (&fix.property, &fix.substitute) {
            (Some(property), _) => {
                Edit { span: hit.property?.shifted(start), text: property.clone() }
            }
            (_, Some(substitute)) => {
                let source = span.slice(input.text);
                let new = substitute.from.0.replace_all(source, substitute.to.as_str());
                (new != source).then(|| Edit { span, text: new.into_owned() })?
            }
            _ => return None,
        };
        Some(FixPlan {
            title: filled(&fix.title),
            safety: fix.safety.unwrap_or(Safety::Unsafe),
            steps: vec![FixStep::Edit(edit)],
        })
    });
    finding.fixes = plans.collect();
    finding
}

/// A message with its holes filled.
fn message(template: &str, hit: &Hit, text: &str, start: usize) -> String {
    let of = |span: Span| shorten(span.shifted(start).slice(text));
    let holes: HashMap<&str, String> = HashMap::from([
        ("{source}", hit.source.map_or_else(String::new, of)),
        ("{sink}", shorten(&hit.sink)),
        ("{value}", of(hit.span)),
    ]);
    let mut out = String::new();
    let mut rest = template;
    // One pass: what fills a hole may hold braces itself.
    while let Some(open) = rest.find('{') {
        let (before, from) = rest.split_at(open);
        out.push_str(before);
        match holes.iter().find(|(hole, _)| from.starts_with(**hole)) {
            Some((hole, filled)) => {
                out.push_str(filled);
                rest = &from[hole.len()..];
            }
            None => {
                out.push('{');
                rest = &from[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

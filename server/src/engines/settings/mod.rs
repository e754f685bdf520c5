//! Runs the rules about Django settings: on every environment a document has a part in, reporting what stands in that document.
//!
//! What settings there are, and in which environments, is asked of the project; rules are data
//! (`rules/settings_spec.rs`), and this engine answers their questions and makes findings of the answers.

mod absent;
mod fixes;
mod hits;
mod judge;

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use super::{CheckInput, Engine, Findings, Scope, finding_of, requirements_met};
use crate::config::Verdict;
use crate::finding::{Finding, RuleCode, Severity};
use crate::languages::PYTHON;
use crate::rules::settings_spec::{Condition, ENGINE, Find, Spec, Views};
use crate::rules::{Catalogue, InTests, Rule};
use crate::semantics::django::{DjangoSettings, Place, Role, Value, View};
use crate::text::Span;

use absent::Absent;
use hits::Hit;
use judge::Judge;

/// The engine `settings`.
#[derive(Debug)]
pub struct SettingsEngine;

/// The rules' own keys; those that cannot be read are for the lint to show.
static SPECS: LazyLock<HashMap<RuleCode, Spec>> = LazyLock::new(|| {
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

/// The longest piece of source shown in a message, in characters.
const MOST_SHOWN: usize = 50;

impl Engine for SettingsEngine {
    fn id(&self) -> &'static str {
        ENGINE
    }

    fn scope(&self) -> Scope {
        Scope::Text
    }

    fn check(&self, findings: &mut Findings, input: &CheckInput<'_>) {
        if input.language != &PYTHON {
            return;
        }
        let Some(settings) = input.project.django_settings(input.text) else { return };
        // The environments the document has a part in, with its number in each.
        let views: Vec<(&Arc<View>, u32)> = settings
            .views
            .iter()
            .filter_map(|view| Some((view, view.file_of(input.url)?)))
            .collect();
        let mut lacking: Vec<Absent> = Vec::new();
        let gathers_alone = absent::gathers_alone(input, &SPECS);
        for rule in input.catalogue.of_engine(ENGINE) {
            let verdict = input.settings.verdict(rule, input.path);
            let (severity, absent_only) = match verdict {
                Verdict::On(severity) => (severity, false),
                Verdict::Off if gathers_alone => (None, true),
                Verdict::Off => continue,
            };
            let off = input.context.test && rule.in_tests == InTests::Off;
            if off || !requirements_met(rule, input) {
                continue;
            }
            let Some(spec) = SPECS.get(&rule.code) else { continue };
            findings.isolate(ENGINE, Some(&rule.code), |findings| {
                Run {
                    input,
                    settings: &settings,
                    views: &views,
                    rule,
                    spec,
                    severity,
                    absent_only,
                }
                .run(findings, &mut lacking);
            });
        }
        findings.isolate(ENGINE, None, |findings| {
            absent::report(findings, input, lacking, gathers_alone);
        });
    }
}

/// Whether conditions about settings hold for certain in production, for a document that has no part in the settings.
pub(super) fn hold_in_production(input: &CheckInput<'_>, conditions: &[Condition]) -> bool {
    let Some(settings) = input.project.settings_around() else { return false };
    let mut views = settings
        .views
        .iter()
        .filter(|view| view.role == Role::Production && !view.is_weak)
        .peekable();
    views.peek().is_some()
        && views.all(|view| {
            let judge = Judge { view, project: input.project, proxy: settings.proxy };
            judge.all_hold(conditions)
        })
}

/// One rule on all environments.
struct Run<'a> {
    input: &'a CheckInput<'a>,
    settings: &'a DjangoSettings,
    views: &'a [(&'a Arc<View>, u32)],
    rule: &'a Rule,
    spec: &'a Spec,
    severity: Option<Severity>,
    /// Whether the rule itself is off, and only asked for what is not there.
    absent_only: bool,
}

/// A finding under way, with the environments it was found in.
struct Draft {
    finding: Finding,
    views: Vec<Arc<View>>,
}

impl Run<'_> {
    fn run(&self, findings: &mut Findings, lacking: &mut Vec<Absent>) {
        let mut drafts: Vec<Draft> = Vec::new();
        for &(view, own) in self.views.iter().filter(|(view, _)| self.is_about(view)) {
            let judge = Judge { view, project: self.input.project, proxy: self.settings.proxy };
            if self.is_silenced(&judge) || !judge.all_hold(&self.spec.when) {
                continue;
            }
            let mut seen: Vec<Option<Place>> = Vec::new();
            for find in self.spec.find.iter().filter(|find| find.absent || !self.absent_only) {
                for hit in judge.hits(find) {
                    if seen.contains(&hit.place) {
                        continue;
                    }
                    seen.push(hit.place);
                    match hit.place {
                        Some(place) if place.file == own && !self.absent_only => {
                            self.draft(&mut drafts, find, &hit, place.span, &judge, view);
                        }
                        Some(_) => {}
                        None if view.root == *self.input.url => {
                            let finding = self.finding(find, &hit, Span::empty(0), &judge);
                            lacking.push(Absent::new(finding, find, &hit, view.clone()));
                        }
                        None => {}
                    }
                }
            }
        }
        let n_views = self.settings.views.iter().filter(|view| view.role != Role::Test).count();
        for mut draft in drafts {
            // Where the module itself says what it is for, its name says nothing new.
            let elsewhere = draft.views.iter().any(|view| view.root != *self.input.url);
            if n_views > 1 && elsewhere {
                let mut names: Vec<String> =
                    draft.views.iter().map(|view| format!("`{}`", view.name)).collect();
                names.sort();
                names.dedup();
                let shown = match names.len() {
                    0..=3 => names.join(", "),
                    n => format!("{} and {} others", names[..2].join(", "), n - 2),
                };
                draft.finding.message = format!("{}, in {shown}", draft.finding.message);
            }
            findings.push(draft.finding);
        }
        if !self.absent_only {
            self.misdirected(findings);
        }
    }

    fn is_about(&self, view: &View) -> bool {
        match self.spec.view {
            Views::Production => view.role == Role::Production,
            Views::NotTests => matches!(view.role, Role::Production | Role::Development),
            Views::All => view.role != Role::Base,
        }
    }

    /// Whether the project silences Django's own check of the same thing.
    fn is_silenced(&self, judge: &Judge<'_>) -> bool {
        let Some(ids) = self.rule.also.get("django") else { return false };
        let silenced = judge.view.settings.get("SILENCED_SYSTEM_CHECKS");
        silenced.is_some_and(|slot| {
            slot.value.alternatives().iter().any(|value| {
                value.items().unwrap_or_default().iter().any(|item| {
                    item.as_text().is_some_and(|id| ids.iter().any(|own| **own == **id))
                })
            })
        })
    }

    fn draft(
        &self,
        drafts: &mut Vec<Draft>,
        find: &Find,
        hit: &Hit,
        span: Span,
        judge: &Judge<'_>,
        view: &Arc<View>,
    ) {
        if let Some(known) = drafts.iter_mut().find(|draft| draft.finding.location.span == span) {
            known.views.push(view.clone());
            return;
        }
        let finding = self.finding(find, hit, span, judge);
        drafts.push(Draft { finding, views: vec![view.clone()] });
    }

    fn finding(&self, find: &Find, hit: &Hit, span: Span, judge: &Judge<'_>) -> Finding {
        let view = judge.view;
        let template = find.message.as_deref().unwrap_or(&self.rule.message);
        let message = message(template, hit, view);
        let mut finding = finding_of(self.input, self.rule, span, self.severity, message);
        if let (Some(severity), None) = (find.severity, self.severity) {
            finding.severity = severity;
        }
        if view.is_quickstart && self.severity.is_none() {
            // Nothing tells yet that this is what others will reach.
            finding.severity = finding.severity.min(Severity::Medium);
        }
        if self.input.context.test && self.rule.in_tests == InTests::Low {
            finding.severity = finding.severity.min(Severity::Low);
        }
        finding.confidence = find.confidence.unwrap_or(finding.confidence);
        if view.is_weak {
            finding.confidence = finding.confidence.lowered();
        }
        if let Some(slot) = &hit.slot
            && slot.statement.span.contains(span)
            && view.file(slot.statement).is_some_and(|file| file.url == *self.input.url)
        {
            finding.extent = slot.statement.span;
        }
        finding.fixes = fixes::plans(&find.fix, hit, judge, self.input);
        finding
    }

    fn misdirected(&self, findings: &mut Findings) {
        for find in self.spec.find.iter().filter(|find| find.misdirected) {
            for (url, span, module) in &self.settings.misdirected {
                if url == self.input.url {
                    let template = find.message.as_deref().unwrap_or(&self.rule.message);
                    let message = template.replace("{value}", module);
                    let finding = finding_of(self.input, self.rule, *span, self.severity, message);
                    findings.push(finding);
                }
            }
        }
    }
}

/// A message with its holes filled.
fn message(template: &str, hit: &Hit, view: &View) -> String {
    let shown = |value: &Option<Value>| {
        value.as_ref().map_or(String::new(), |value| {
            let text = match value.as_text() {
                Some(text) => text.to_string(),
                None => view.source(value.at).to_owned(),
            };
            shorten(&text)
        })
    };
    let source = hit.value.as_ref().map_or(String::new(), |value| shorten(view.source(value.at)));
    template
        .replace("{setting}", &hit.setting)
        .replace("{value}", &source)
        .replace("{item}", &shown(&hit.value))
        .replace("{other}", &shown(&hit.other))
}

fn shorten(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= MOST_SHOWN {
        return line;
    }
    let head: String = line.chars().take(MOST_SHOWN - 1).collect();
    // What is cut off a literal leaves it a literal.
    let quote = head.chars().next().filter(|c| matches!(c, '"' | '\''));
    format!("{head}…{}", quote.map(String::from).unwrap_or_default())
}

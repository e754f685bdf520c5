//! Runs the rules about Django settings: on every environment a document has a part in, reporting what stands in that document.
//!
//! What settings there are, and in which environments, is asked of the project; rules are data
//! (`rules/settings_spec.rs`), and this engine answers their questions and makes findings of the answers.

mod absent;
mod fixes;
mod hits;
mod judge;
mod kin;
mod moved;

use std::collections::HashMap;
use std::rc::Rc;
use std::sync::{Arc, LazyLock};

use super::{CheckInput, Engine, Findings, Scope, finding_of, requirements_met};
use crate::config::Verdict;
use crate::finding::{Finding, RuleCode, Severity};
use crate::languages::PYTHON;
use crate::rules::settings_spec::{Condition, ENGINE, Find, Spec, Views};
use crate::rules::{Catalogue, InTests, Rule};
use crate::semantics::django::{DjangoSettings, Role, Value, View};
use crate::text::Span;

use absent::Absent;
use hits::Hit;
use judge::{Asked, Judge};
use kin::Kin;
use moved::Moved;

/// The engine `settings`.
#[derive(Debug)]
pub struct SettingsEngine;

/// What was found in a document the last time, for as long as the settings of its project are the same.
#[derive(Debug)]
pub struct Kept {
    settings: Arc<DjangoSettings>,
    /// With places in the text that the settings were read from.
    found: Vec<Finding>,
}

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
        let own = views.first().and_then(|(view, own)| view.files.get(*own as usize));
        // What was typed since then says nothing new, but moves what stands behind it.
        let read = own.map_or(input.text, |file| &*file.text);
        let moved = Moved::between(read, input.text);
        if let Some(kept) = input.kept_settings.and_then(|kept| kept.take())
            && Arc::ptr_eq(&kept.settings, &settings)
        {
            findings.found.extend(kept.found.iter().map(|finding| moved.finding(finding)));
            if let Some(cell) = input.kept_settings {
                cell.replace(Some(kept));
            }
            return;
        }
        let mut own = Findings::default();
        On { input, settings: &settings, views, text: read, moved: &moved }.check(&mut own);
        findings.found.extend(own.found.iter().map(|finding| moved.finding(finding)));
        if let Some(cell) = input.kept_settings.filter(|_| own.failures.is_empty()) {
            cell.replace(Some(Kept { settings: settings.clone(), found: own.found }));
        }
        findings.failures.extend(own.failures);
        findings.notes.extend(own.notes);
    }
}

/// A document with the settings it has a part in.
struct On<'a> {
    input: &'a CheckInput<'a>,
    settings: &'a DjangoSettings,
    views: Vec<(&'a Arc<View>, u32)>,
    /// The text that the settings were read from.
    text: &'a str,
    moved: &'a Moved,
}

impl On<'_> {
    fn check(&self, findings: &mut Findings) {
        let input = self.input;
        let kin = kin::families(&self.views);
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
                Run { on: self, input, kin: &kin, rule, spec, severity, absent_only }
                    .run(findings, &mut lacking);
            });
        }
        findings.isolate(ENGINE, None, |findings| {
            absent::report(findings, input, self.text, lacking, gathers_alone);
        });
    }
}

/// Whether conditions about settings hold for certain in production, for a document that has no part in the settings.
pub(super) fn hold_in_production(input: &CheckInput<'_>, conditions: &[Condition]) -> bool {
    let Some(settings) = input.project.project_settings() else { return false };
    let mut views = settings
        .views
        .iter()
        .filter(|view| view.role == Role::Production && !view.is_weak)
        .peekable();
    let asked = Asked::default();
    views.peek().is_some()
        && views.all(|view| {
            let judge =
                Judge { view, project: input.project, proxy: settings.proxy, asked: &asked };
            judge.all_hold(conditions)
        })
}

/// One rule on all environments.
struct Run<'a> {
    on: &'a On<'a>,
    input: &'a CheckInput<'a>,
    kin: &'a [Kin],
    rule: &'a Rule,
    spec: &'a Spec,
    severity: Option<Severity>,
    /// Whether the rule itself is off, and only asked for what is not there.
    absent_only: bool,
}

/// What rules have to say about a view, each with the part of the rule that says it.
type Hits<'a> = Vec<(&'a Find, Hit)>;

/// A finding under way, with the environments it was found in.
struct Draft {
    finding: Finding,
    views: Vec<Arc<View>>,
}

impl Run<'_> {
    fn run(&self, findings: &mut Findings, lacking: &mut Vec<Absent>) {
        let mut drafts: Vec<Draft> = Vec::new();
        for (&(view, own), hits) in self.on.views.iter().zip(self.hits()) {
            let asked = Asked::default();
            let judge = self.judge(view, &asked);
            for (find, hit) in hits.iter() {
                match hit.place {
                    Some(place) if place.file == own && !self.absent_only => {
                        self.draft(&mut drafts, find, hit, place.span, &judge, view);
                    }
                    Some(_) => {}
                    None if view.root == *self.input.url => {
                        let finding = self.finding(find, hit, Span::empty(0), &judge);
                        lacking.push(Absent::new(finding, find, hit, view.clone()));
                    }
                    None => {}
                }
            }
        }
        let n_views = self.on.settings.views.iter().filter(|view| view.role != Role::Test).count();
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

    fn judge<'j>(&'j self, view: &'j View, asked: &'j Asked) -> Judge<'j> {
        Judge { view, project: self.input.project, proxy: self.on.settings.proxy, asked }
    }

    /// What there is to say about each view. Most are made of the same modules: where what a rule asks of one is answered
    /// alike by another, the same is found there.
    fn hits(&self) -> Vec<Rc<Hits<'_>>> {
        let views = &self.on.views;
        let mut all: Vec<Rc<Hits<'_>>> = vec![Rc::default(); views.len()];
        for kin in self.kin {
            let Some((&first, others)) = kin.members.split_first() else { continue };
            let asked = Asked::default();
            all[first] = Rc::new(self.hits_in(views[first].0, &asked));
            let is_shared = kin.shares(&asked);
            for &other in others {
                let view = views[other].0;
                let lists_same = || {
                    let judge = self.judge(view, &asked);
                    let has = asked.has.borrow();
                    has.iter().all(|(list, wanted, answer)| judge.lists(list, wanted) == *answer)
                };
                all[other] = if is_shared && lists_same() {
                    all[first].clone()
                } else {
                    Rc::new(self.hits_in(view, &Asked::default()))
                };
            }
        }
        all
    }

    fn hits_in(&self, view: &View, asked: &Asked) -> Hits<'_> {
        let judge = self.judge(view, asked);
        if !self.is_about(view) || self.is_silenced(&judge) || !judge.all_hold(&self.spec.when) {
            return Vec::new();
        }
        let mut hits: Hits<'_> = Vec::new();
        for find in self.spec.find.iter().filter(|find| find.absent || !self.absent_only) {
            for hit in judge.hits(find) {
                if !hits.iter().any(|(_, seen)| seen.place == hit.place) {
                    hits.push((find, hit));
                }
            }
        }
        hits
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
        let silenced = judge.slot("SILENCED_SYSTEM_CHECKS");
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
        finding.fixes = fixes::plans(&find.fix, hit, judge, self.input, self.on.moved);
        finding
    }

    fn misdirected(&self, findings: &mut Findings) {
        for find in self.spec.find.iter().filter(|find| find.misdirected) {
            for (url, span, module) in &self.on.settings.misdirected {
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

//! The security checklist of a Django project: what is done, what is missing, what nobody can tell from its files.
//!
//! What each line rests on is in `lines.rs`. A line is done only where that is known: an unknown value, an open list or
//! a silenced check makes it unknown.

mod lines;
mod values;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::Serialize;

use self::lines::{Files, Front, LINES, Line, Listed, Otherwise, Setting};
use self::values::{Unknown, Variable, read_from, unknown_part};
use super::{Subject, check};
use crate::config::Settings;
use crate::finding::{Finding, Severity};
use crate::languages::PYTHON;
use crate::rules::{Catalogue, Selector};
use crate::semantics::ProjectView as _;
use crate::semantics::django::{DjangoSettings, Place, Role, Value, View};
use crate::text::LineIndex;
use crate::workspace::evidence::{self, Evidence, Topic};
use crate::workspace::{Workspace, url};

/// How a line of the checklist stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// It is there.
    Done,
    /// It is not there, or not as it should be.
    Missing,
    /// The files do not tell.
    Unknown,
}

impl State {
    /// As a word.
    pub fn word(self) -> &'static str {
        match self {
            State::Done => "done",
            State::Missing => "missing",
            State::Unknown => "unknown",
        }
    }
}

/// One line of the checklist.
#[derive(Clone, Debug)]
pub struct Item {
    /// Its name for programs.
    pub id: &'static str,
    /// Its name for people.
    pub title: &'static str,
    /// How it stands.
    pub state: State,
    /// Why, if there is something to say.
    pub reason: Option<String>,
    /// Where it is decided: a file, and the line counted from 1 if there is one.
    pub place: Option<(PathBuf, Option<usize>)>,
    /// The rules that found something, each once.
    pub rules: Vec<String>,
    /// What helps; for lines that are not done.
    pub help: Option<&'static str>,
}

/// The checklist of one project.
#[derive(Clone, Debug)]
pub struct Posture {
    /// The folder of the project.
    pub root: PathBuf,
    /// The settings modules it is about: those of production.
    pub modules: Vec<PathBuf>,
    /// The lines, in the order they are shown.
    pub items: Vec<Item>,
}

impl Posture {
    /// How many lines stand so.
    pub fn count(&self, state: State) -> usize {
        self.items.iter().filter(|item| item.state == state).count()
    }
}

/// The checklist of the project that a file belongs to; none if it has no Django settings. The file need not exist.
///
/// What the configuration selects and silences does not count here; which Python and Django it targets does.
pub fn posture(
    workspace: &Workspace,
    path: &Path,
    catalogue: &Arc<Catalogue>,
    configured: &Settings,
) -> Option<Posture> {
    let project = workspace.view(path);
    let django = project.project_settings()?;
    let root = project.project_root().to_owned();
    let views: Vec<Arc<View>> =
        django.views.iter().filter(|view| view.role == Role::Production).cloned().collect();
    let codes = LINES.iter().flat_map(|line| line.codes);
    let only = codes.filter_map(|code| Some(Selector::parse(code, catalogue).ok()?.selector));
    let settings = Settings {
        only: only.collect(),
        target_python: configured.target_python.clone(),
        target_django: configured.target_django.clone(),
        ..Settings::default()
    }
    .compile(catalogue);
    let found = findings(workspace, &views, catalogue, &settings);
    let evidence = evidence::around(&root);
    let ground = Ground { django: &django, views: &views, catalogue, found, evidence };
    let items = LINES.iter().map(|line| ground.item(line)).collect();
    let mut modules: Vec<PathBuf> =
        views.iter().filter_map(|view| url::path_of(&view.root)).collect();
    modules.sort();
    modules.dedup();
    Some(Posture { root, modules, items })
}

/// A finding with its place, and whether a comment silences it.
struct Found {
    finding: Finding,
    place: At,
    is_silenced: bool,
}

type At = (PathBuf, Option<usize>);

/// What rules say about the modules of production.
fn findings(
    workspace: &Workspace,
    views: &[Arc<View>],
    catalogue: &Arc<Catalogue>,
    settings: &Settings,
) -> Vec<Found> {
    let mut files: Vec<_> = views.iter().flat_map(|view| view.own_files()).collect();
    files.sort_by(|left, right| left.url.as_str().cmp(right.url.as_str()));
    files.dedup_by(|left, right| left.url == right.url);
    let mut found = Vec::new();
    for file in files {
        let Some(path) = url::path_of(&file.url) else { continue };
        let view = workspace.view(&path);
        let subject = Subject {
            url: &file.url,
            path: &path,
            context_path: &view.context_path,
            language: &PYTHON,
            text: file.text.clone(),
            tree: None,
        };
        let checked = check(&subject, &view, catalogue, settings);
        let lines = LineIndex::new(&file.text);
        let silenced = checked.suppressed.into_iter().map(|(finding, _)| (finding, true));
        let open = checked.findings.into_iter().map(|finding| (finding, false));
        found.extend(open.chain(silenced).map(|(finding, is_silenced)| Found {
            place: (path.clone(), Some(lines.line(finding.location.span.start) + 1)),
            finding,
            is_silenced,
        }));
    }
    found
}

/// How a line stands, as one of its parts sees it.
struct Verdict {
    state: State,
    reason: Option<String>,
    place: Option<At>,
    rules: Vec<String>,
}

impl Verdict {
    fn new(state: State, reason: impl Into<String>, place: Option<At>) -> Self {
        Self { state, reason: Some(reason.into()), place, rules: Vec::new() }
    }

    fn unknown(reason: impl Into<String>, place: Option<At>) -> Self {
        Self::new(State::Unknown, reason, place)
    }

    fn done(place: Option<At>) -> Self {
        Self { state: State::Done, reason: None, place, rules: Vec::new() }
    }
}

/// What the lines are judged by.
struct Ground<'a> {
    django: &'a DjangoSettings,
    views: &'a [Arc<View>],
    catalogue: &'a Catalogue,
    found: Vec<Found>,
    evidence: Vec<Evidence>,
}

impl Ground<'_> {
    fn item(&self, line: &Line) -> Item {
        let verdict = self.verdict(line);
        Item {
            id: line.id,
            title: line.title,
            state: verdict.state,
            reason: verdict.reason,
            place: verdict.place,
            rules: verdict.rules,
            help: (verdict.state != State::Done).then_some(line.help),
        }
    }

    fn verdict(&self, line: &Line) -> Verdict {
        let asks_settings =
            !line.codes.is_empty() || !line.settings.is_empty() || line.listed.is_some();
        let mut done = None;
        if asks_settings {
            if self.views.is_empty() && line.files.is_none() {
                return Verdict::unknown("no settings for production were found", None);
            }
            // Each environment that others reach has to have it.
            let mut worst: Option<Verdict> = None;
            for verdict in self.views.iter().map(|view| self.in_view(line, view)) {
                match verdict.state {
                    State::Missing => return verdict,
                    State::Unknown => worst = Some(verdict),
                    State::Done => worst = worst.or(Some(verdict)),
                }
            }
            match worst {
                Some(verdict) if verdict.state == State::Unknown => return verdict,
                other => done = other,
            }
        }
        match &line.files {
            Some(files) => self.by_files(files),
            None => done.unwrap_or_else(|| Verdict::done(None)),
        }
    }

    fn in_view(&self, line: &Line, view: &View) -> Verdict {
        if let Some(app) = line.only_with {
            match self.names(view, "INSTALLED_APPS", &[app], &[]) {
                Names::Lacks(place) => {
                    return Verdict::new(State::Done, format!("needless without `{app}`"), place);
                }
                Names::Unknown(place) => {
                    return Verdict::unknown("`INSTALLED_APPS` cannot be read whole", place);
                }
                Names::Has(_) => {}
            }
        }
        if let Some(verdict) = self.by_findings(line, view) {
            return verdict;
        }
        if let Some(verdict) = self.by_silenced_checks(line, view) {
            return verdict;
        }
        if line.front.is_some_and(|front| self.is_in_front(front)) {
            return Verdict::new(State::Done, "the configuration of a proxy does it", None);
        }
        let listed = line.listed.as_ref().map(|listed| self.by_lists(listed, view));
        if let Some(verdict) = listed.as_ref().filter(|verdict| verdict.state != State::Done) {
            return Verdict {
                state: verdict.state,
                reason: verdict.reason.clone(),
                place: verdict.place.clone(),
                rules: Vec::new(),
            };
        }
        let mut place = listed.and_then(|verdict| verdict.place);
        let mut reasons: Vec<String> = Vec::new();
        for setting in line.settings {
            match self.known(setting, view) {
                Ok((at, reason)) => {
                    place = at.or(place);
                    reasons.extend(reason);
                }
                Err(verdict) => return verdict,
            }
        }
        if place.is_none() {
            reasons.push("by Django's default".to_owned());
            place = url::path_of(&view.root).map(|path| (path, None));
        }
        let reason = (!reasons.is_empty()).then(|| reasons.join("; "));
        Verdict { reason, ..Verdict::done(place) }
    }

    /// Where a setting is given if its value is known, and what the environment has to do with it; else why not.
    fn known(&self, setting: &Setting, view: &View) -> Result<Known, Verdict> {
        let (name, variable) = match setting {
            Setting::Value(name) => (*name, Variable::Never),
            Setting::On(name) => (*name, Variable::ByDefault(true)),
            Setting::Off(name) => (*name, Variable::ByDefault(false)),
            Setting::ValueOrVariable(name) => (*name, Variable::Always),
            Setting::Names(list, wanted) => {
                return match self.names(view, list, &[wanted], &[]) {
                    Names::Has(place) | Names::Lacks(place) => Ok((place, None)),
                    Names::Unknown(place) => {
                        Err(Verdict::unknown(format!("`{list}` cannot be read whole"), place))
                    }
                };
            }
        };
        let Some(slot) = view.settings.get(name) else {
            if view.is_open || !view.is_whole {
                let reason = if view.is_open {
                    format!("`{name}` may be set where it cannot be read")
                } else {
                    "the module gives too little to be all settings of a project".to_owned()
                };
                let place = url::path_of(&view.root).map(|path| (path, None));
                return Err(Verdict::unknown(reason, place));
            }
            if variable == Variable::Always {
                // There is no default that works.
                let (state, reason) = match view.is_weak {
                    true => (State::Unknown, "a module that is not here may give"),
                    false => (State::Missing, "nothing gives"),
                };
                let place = url::path_of(&view.root).map(|path| (path, None));
                return Err(Verdict::new(state, format!("{reason} `{name}`"), place));
            }
            return Ok((None, None));
        };
        let place = at(view, slot.target);
        let read = read_from(name, &slot.value);
        match unknown_part(&slot.value, variable) {
            Some(Unknown::Value) => {
                Err(Verdict::unknown(format!("the value of `{name}` is not known"), place))
            }
            Some(Unknown::Choice) => {
                Err(Verdict::unknown(format!("`{name}` may have one of several values"), place))
            }
            Some(Unknown::Variable) => {
                let decides = || format!("the environment decides about `{name}`");
                Err(Verdict::unknown(read.unwrap_or_else(decides), place))
            }
            None => Ok((place, read)),
        }
    }

    fn by_findings(&self, line: &Line, view: &View) -> Option<Verdict> {
        let in_view = |found: &&Found| view.file_of(&found.finding.location.document).is_some();
        let of_line: Vec<&Found> = self
            .found
            .iter()
            .filter(|found| line.codes.iter().any(|code| *code == found.finding.rule.as_str()))
            .filter(in_view)
            .collect();
        let worst = |wanted: &dyn Fn(&&&Found) -> bool| {
            of_line.iter().filter(wanted).max_by_key(|found| found.finding.severity).copied()
        };
        let counts = |found: &&&Found| found.finding.severity > Severity::Info;
        if let Some(found) = worst(&|found| counts(found) && !found.is_silenced) {
            let mut verdict = Verdict::new(
                State::Missing,
                found.finding.message.clone(),
                Some(found.place.clone()),
            );
            for found in of_line.iter().filter(|found| counts(found) && !found.is_silenced) {
                let code = found.finding.rule.to_string();
                if !verdict.rules.contains(&code) {
                    verdict.rules.push(code);
                }
            }
            return Some(verdict);
        }
        if let Some(found) = worst(&|found| counts(found) && found.is_silenced) {
            let reason = format!("a comment silences {}", found.finding.rule);
            return Some(Verdict::unknown(reason, Some(found.place.clone())));
        }
        let front = line.front.is_some() && !of_line.is_empty();
        front.then(|| {
            let place = of_line.first().map(|found| found.place.clone());
            Verdict::unknown("Django does not do it; a proxy in front of it may", place)
        })
    }

    /// A check that the project silences says nothing, so nothing is known from its silence.
    fn by_silenced_checks(&self, line: &Line, view: &View) -> Option<Verdict> {
        let slot = view.settings.get("SILENCED_SYSTEM_CHECKS")?;
        let ids: Vec<&Arc<str>> = slot
            .value
            .alternatives()
            .iter()
            .flat_map(|value| value.items().unwrap_or_default())
            .filter_map(Value::as_text)
            .collect();
        let rules = line.codes.iter().filter_map(|code| self.catalogue.by_code(code));
        let own = rules.filter_map(|rule| rule.also.get("django")).flatten();
        let silenced = own.into_iter().find(|own| ids.iter().any(|id| ***id == ***own))?;
        let reason = format!("`SILENCED_SYSTEM_CHECKS` silences {silenced}");
        Some(Verdict::unknown(reason, at(view, slot.target)))
    }

    fn is_in_front(&self, front: Front) -> bool {
        self.django.proxy.is_some_and(|proxy| match front {
            Front::Redirect => proxy.redirects,
            Front::Hsts => proxy.sends_hsts,
            Front::Policy => proxy.sends_policy,
        })
    }

    fn by_lists(&self, listed: &Listed, view: &View) -> Verdict {
        let mut place = None;
        let mut unknown = None;
        for list in listed.lists {
            match self.names(view, list, listed.names, listed.like) {
                Names::Has(at) => return Verdict::done(at),
                Names::Lacks(at) => place = place.or(at),
                Names::Unknown(at) => unknown = Some((list, at)),
            }
        }
        match unknown {
            Some((list, at)) => Verdict::unknown(format!("`{list}` cannot be read whole"), at),
            None => Verdict::new(State::Missing, listed.missing, place),
        }
    }

    /// Whether a list has an element of one of these modules, or one that is called alike.
    fn names(&self, view: &View, list: &str, names: &[&str], like: &[&str]) -> Names {
        let Some(slot) = view.settings.get(list) else {
            let is_known = !view.is_open && view.is_whole;
            return if is_known { Names::Lacks(None) } else { Names::Unknown(None) };
        };
        let is_one = |text: &str| {
            let lower = text.to_ascii_lowercase();
            let below = |name: &&str| {
                text.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
            };
            names.iter().any(below) || like.iter().any(|part| lower.contains(part))
        };
        let own = at(view, slot.target);
        let mut place = None;
        let mut is_whole = true;
        let mut n_with = 0;
        let alternatives = slot.value.alternatives();
        for value in alternatives {
            let items = value.items();
            is_whole &=
                items.is_some_and(|items| items.iter().all(|item| item.as_text().is_some()));
            let hit = items.unwrap_or_default().iter().find(|item| match item.as_text() {
                Some(text) => {
                    let bases = view.definition(text).map(|definition| &definition.bases);
                    is_one(text) || bases.into_iter().flatten().any(|base| is_one(base))
                }
                None => false,
            });
            if let Some(hit) = hit {
                n_with += 1;
                place = at(view, hit.at);
            }
        }
        match n_with {
            0 if is_whole => Names::Lacks(own),
            n if n == alternatives.len() => Names::Has(place),
            _ => Names::Unknown(own),
        }
    }

    fn by_files(&self, files: &Files) -> Verdict {
        for (topics, words) in files.shown_by {
            for file in self.evidence.iter().filter(|file| topics.contains(&file.topic)) {
                if words.is_empty() {
                    return Verdict::done(Some((file.path.clone(), None)));
                }
                if let Some(line) = line_with(&file.text, words) {
                    return Verdict::done(Some((file.path.clone(), Some(line))));
                }
            }
        }
        let first = |topic: Topic| {
            let file = self.evidence.iter().find(|file| file.topic == topic)?;
            Some((file.path.clone(), None))
        };
        match files.otherwise {
            Otherwise::Missing(reason) => Verdict::new(State::Missing, reason, None),
            Otherwise::Unknown(reason) => Verdict::unknown(reason, None),
            Otherwise::Depends(topic, with, without) => match first(topic) {
                Some(place) => Verdict::new(State::Missing, with, Some(place)),
                None => Verdict::unknown(without, None),
            },
            Otherwise::NotRead(topic, with, without) => match first(topic) {
                Some(place) => Verdict::unknown(with, Some(place)),
                None => Verdict::unknown(without, None),
            },
        }
    }
}

/// Where a setting is given, and what the environment has to do with it.
type Known = (Option<At>, Option<String>);

/// Whether a list names something.
enum Names {
    Has(Option<At>),
    Lacks(Option<At>),
    Unknown(Option<At>),
}

/// The first line with one of these words before its comment, counted from 1.
fn line_with(text: &str, words: &[&str]) -> Option<usize> {
    let said = |line: &str| -> bool {
        // A `#` inside a word is part of it.
        let end = line.find(" #").unwrap_or(line.len());
        let line = if line.trim_start().starts_with('#') { "" } else { &line[..end] };
        words.iter().any(|word| line.contains(word))
    };
    text.lines().position(said).map(|index| index + 1)
}

fn at(view: &View, place: Place) -> Option<At> {
    let file = view.file(place)?;
    Some((url::path_of(&file.url)?, Some(LineIndex::new(&file.text).line(place.span.start) + 1)))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_line_has_a_name_help_and_rules_that_exist() {
        let catalogue = Catalogue::builtin();
        let mut ids = HashSet::new();
        for line in LINES {
            assert!(ids.insert(line.id), "{} is there twice", line.id);
            assert!(!line.title.is_empty() && !line.help.is_empty(), "{}", line.id);
            let says = !line.codes.is_empty() || line.files.is_some() || line.listed.is_some();
            assert!(says, "{}: nothing speaks about it", line.id);
            for code in line.codes {
                assert!(catalogue.by_code(code).is_some(), "{}: no rule {code}", line.id);
            }
        }
    }

    #[test]
    fn comments_show_nothing() {
        assert_eq!(line_with("a\n# bandit\n", &["bandit"]), None);
        assert_eq!(line_with("run: x # bandit\n", &["bandit"]), None);
        assert_eq!(line_with("a\nrun: bandit -r .\n", &["bandit"]), Some(2));
    }
}

//! Whether tests and conditions of rules hold for the values of a view. Three answers: yes, no, nobody knows.

use std::cell::{Cell, RefCell};

use crate::rules::settings_spec::{Condition, EnvTest, Part, Path, Test, bits_of};
use crate::semantics::ProjectView;
use crate::semantics::django::{
    Cast, Entry, Kind, Proxy, Sequence, Slot, Target, Value, View, django_version,
};

/// Asks about one view of a project.
#[derive(Clone, Copy)]
pub(super) struct Judge<'a> {
    pub(super) view: &'a View,
    pub(super) project: &'a dyn ProjectView,
    pub(super) proxy: Option<Proxy>,
    pub(super) asked: &'a Asked,
}

/// What was asked of a view: where another view answers the same, the same is found.
#[derive(Debug, Default)]
pub(super) struct Asked {
    pub(super) settings: RefCell<Vec<Box<str>>>,
    pub(super) patterns: RefCell<Vec<Path>>,
    pub(super) has: RefCell<Vec<(&'static str, Box<str>, Answer)>>,
    pub(super) files: Cell<bool>,
}

/// Yes, no, or nobody knows.
pub(super) type Answer = Option<bool>;

fn and(answers: impl IntoIterator<Item = Answer>) -> Answer {
    let mut all = Some(true);
    for answer in answers {
        match answer {
            Some(false) => return Some(false),
            None => all = None,
            Some(true) => {}
        }
    }
    all
}

fn or(answers: impl IntoIterator<Item = Answer>) -> Answer {
    and(answers.into_iter().map(|answer| answer.map(|yes| !yes))).map(|none| !none)
}

/// Whether all alternatives agree on yes; whether all agree on no.
fn agree(answers: impl IntoIterator<Item = Answer>) -> Answer {
    let mut first = None;
    for answer in answers {
        let answer = answer?;
        match first {
            None => first = Some(answer),
            Some(first) if first != answer => return None,
            Some(_) => {}
        }
    }
    first
}

impl<'a> Judge<'a> {
    /// What a setting holds.
    pub(super) fn slot(&self, name: &str) -> Option<&'a Slot> {
        let mut asked = self.asked.settings.borrow_mut();
        if !asked.iter().any(|own| **own == *name) {
            asked.push(name.into());
        }
        self.view.settings.get(name)
    }

    /// The settings a path is about.
    pub(super) fn names(&self, path: &Path) -> Vec<&'a std::sync::Arc<str>> {
        self.asked.patterns.borrow_mut().push(path.clone());
        let names = self.view.settings.names().into_iter();
        names.filter(|name| path.is_about(name)).collect()
    }

    /// Whether all conditions hold, for certain.
    pub(super) fn all_hold(&self, conditions: &[Condition]) -> bool {
        conditions.iter().all(|condition| self.holds(condition) == Some(true))
    }

    fn holds(&self, condition: &Condition) -> Answer {
        if let Some(wanted) = &condition.middleware {
            return self.has("MIDDLEWARE", wanted);
        }
        if let Some(wanted) = &condition.no_middleware {
            return self.has("MIDDLEWARE", wanted).map(|has| !has);
        }
        if let Some(wanted) = &condition.app {
            return self.has("INSTALLED_APPS", wanted);
        }
        if let Some(wanted) = &condition.no_app {
            return self.has("INSTALLED_APPS", wanted).map(|has| !has);
        }
        let facts = self.project.facts();
        if let Some(package) = &condition.package {
            return Some(facts.packages.contains_key(package));
        }
        if let Some(package) = &condition.no_package {
            return Some(facts.packages_known && !facts.packages.contains_key(package));
        }
        if !condition.release.is_empty() {
            return and(condition.release.iter().map(|(package, wanted)| {
                let version = facts.packages.get(package)?.as_ref()?;
                Some(wanted.contains(version))
            }));
        }
        if let Some(wanted) = &condition.django {
            let (version, _) = django_version(facts);
            return Some(wanted.contains(&version));
        }
        if let Some(quickstart) = condition.quickstart {
            return Some(self.view.is_quickstart == quickstart);
        }
        if let Some(does) = &condition.proxy {
            return Some(self.proxy_does(does));
        }
        if let Some(does) = &condition.no_proxy {
            return Some(!self.proxy_does(does));
        }
        if let Some(path) = &condition.setting {
            return self.setting_holds(path, condition.test.as_ref(), condition.absent);
        }
        or(condition.any.iter().map(|condition| self.holds(condition)))
    }

    fn proxy_does(&self, what: &str) -> bool {
        self.proxy.is_some_and(|proxy| match what {
            "hsts" => proxy.sends_hsts,
            "redirect" => proxy.redirects,
            "policy" => proxy.sends_policy,
            _ => true,
        })
    }

    fn setting_holds(&self, path: &Path, test: Option<&Test>, absent: bool) -> Answer {
        if self.slot(path.name.as_str()).is_none() {
            return if self.view.is_open { None } else { Some(absent) };
        }
        let found = self.at(path);
        if found.is_empty() {
            return Some(absent);
        }
        or(found.iter().map(|value| match (value, test) {
            (None, _) => None,
            (Some(_), None) => Some(true),
            (Some(value), Some(test)) => self.test(value, test),
        }))
    }

    /// Whether a list of the view has an element.
    fn has(&self, list: &'static str, wanted: &str) -> Answer {
        let answer = self.lists(list, wanted);
        self.asked.has.borrow_mut().push((list, wanted.into(), answer));
        answer
    }

    /// The same without leaving a trace.
    pub(super) fn lists(&self, list: &str, wanted: &str) -> Answer {
        if let Some(installed) = self.installs(list, wanted) {
            return Some(installed);
        }
        let Some(slot) = self.view.settings.get(list) else {
            return if self.view.is_open { None } else { Some(false) };
        };
        agree(slot.value.alternatives().iter().map(|value| {
            let items = value.items()?;
            let any = or(items.iter().map(|item| self.is_class(item, wanted)));
            match any {
                Some(false) if value.has_holes() => None,
                any => any,
            }
        }))
    }

    /// Whether an app is installed, if one look tells.
    fn installs(&self, list: &str, wanted: &str) -> Answer {
        // A name in capitals may be that of a class derived from it.
        let last = wanted.rsplit('.').next().unwrap_or(wanted);
        let is_app = list == "INSTALLED_APPS" && !last.starts_with(char::is_uppercase);
        self.view.apps().filter(|_| is_app).map(|apps| apps.contains(wanted))
    }

    /// Whether a list has none of these for certain, if one look tells.
    pub(super) fn has_none(&self, list: &str, wanted: &[String]) -> bool {
        wanted.iter().all(|wanted| self.installs(list, wanted) == Some(false))
    }

    /// The values a path leads to, of every alternative; none for what is not known.
    pub(super) fn at(&self, path: &Path) -> Vec<Option<Value>> {
        let Some(slot) = self.slot(path.name.as_str()) else { return Vec::new() };
        let mut found = Vec::new();
        descend(&slot.value, &path.parts, &mut found);
        found
    }

    /// Whether a test holds for a value, whichever of its alternatives it is.
    pub(super) fn test(&self, value: &Value, test: &Test) -> Answer {
        agree(value.alternatives().iter().map(|value| self.test_one(value, test)))
    }

    fn test_one(&self, value: &Value, test: &Test) -> Answer {
        let mut answers: Vec<Answer> = Vec::new();
        if let Some(env) = &test.env {
            answers.push(self.test_env(value, env));
        }
        if let Some(kinds) = &test.kind {
            answers.push(or(kinds.all().iter().map(|kind| is_kind(value, kind))));
        }
        if let Some(truthy) = test.truthy {
            answers.push(value.truth().map(|truth| truth == truthy));
        }
        if let Some(wanted) = &test.one_of {
            answers.push(or(wanted.iter().map(|wanted| is_constant(value, wanted))));
        }
        if let Some(pattern) = &test.matches {
            answers.push(match value.as_text() {
                Some(text) => Some(pattern.0.is_match(text)),
                None => known(value).map(|()| false),
            });
        }
        if let Some(most) = test.shorter {
            answers.push(length(value).map(|length| length < most));
        }
        if let Some(least) = test.longer {
            answers.push(length(value).map(|length| length > least));
        }
        if let Some(limit) = test.below {
            answers.push(number(value).map(|number| number.is_some_and(|n| n < i128::from(limit))));
        }
        if let Some(limit) = test.above {
            answers.push(number(value).map(|number| number.is_some_and(|n| n > i128::from(limit))));
        }
        if let Some(most) = test.distinct_below {
            answers.push(match value.as_text() {
                Some(text) => {
                    let letters: std::collections::HashSet<char> = text.chars().collect();
                    Some(letters.len() < most)
                }
                None => known(value).map(|()| false),
            });
        }
        if let Some(mask) = test.bits.as_deref().and_then(bits_of) {
            answers.push(number(value).map(|number| number.is_some_and(|n| n & mask != 0)));
        }
        if let Some(classes) = &test.class {
            answers.push(or(classes.all().iter().map(|wanted| self.is_class(value, wanted))));
        }
        if let Some(names) = &test.calls {
            answers.push(match &value.kind {
                Kind::Call(call) => Some(names.all().iter().any(|name| **name == *call.name)),
                _ => known(value).map(|()| false),
            });
        }
        if let Some(item) = &test.item {
            answers.push(match value.items() {
                Some(items) => or(items.iter().map(|value| self.test(value, item))),
                None => known(value).map(|()| false),
            });
        }
        if let Some(item) = &test.lacks {
            answers.push(match value.items() {
                Some(items) => {
                    and(items.iter().map(|value| self.test(value, item).map(|yes| !yes)))
                }
                None => None,
            });
        }
        if let Some(entries) = &test.entry {
            answers.push(and(entries.iter().map(|(key, test)| match &value.kind {
                Kind::Dict(dict) => match dict.get(key) {
                    Entry::Known(value) => self.test(value, test),
                    Entry::Absent => Some(false),
                    Entry::Unknown => None,
                },
                _ => known(value).map(|()| false),
            })));
        }
        if let Some(key) = &test.lacks_key {
            answers.push(match &value.kind {
                Kind::Dict(dict) => match dict.get(key) {
                    Entry::Known(_) => Some(false),
                    Entry::Absent => Some(true),
                    Entry::Unknown => None,
                },
                _ => None,
            });
        }
        if let Some(paths) = &test.overlaps {
            answers.push(or(paths.iter().map(|path| self.overlaps(value, path))));
        }
        if let Some(path) = &test.same_as {
            let others = self.at(path);
            answers.push(or(others.iter().map(|other| other.as_ref()?.equals(value))));
        }
        if let Some(wanted) = test.holds_code {
            let holds = value.as_text().map(|path| self.holds_code(path));
            answers.push(holds.map(|holds| holds == wanted));
        }
        if let Some(pattern) = &test.source {
            let source = self.view.source(value.at);
            answers.push((!source.is_empty()).then(|| pattern.0.is_match(source)));
        }
        if let Some(pattern) = &test.leads_to {
            let definition = value.as_text().and_then(|text| self.view.definition(text));
            answers.push(definition.map(|definition| pattern.0.is_match(&definition.source)));
        }
        if let Some(dangling) = test.dangling {
            answers.push(self.is_dangling(value).map(|yes| yes == dangling));
        }
        if let Some(tests) = &test.any {
            answers.push(or(tests.iter().map(|test| self.test_one(value, test))));
        }
        if let Some(not) = &test.not {
            answers.push(self.test_one(value, not).map(|yes| !yes));
        }
        and(answers)
    }

    fn test_env(&self, value: &Value, test: &EnvTest) -> Answer {
        let Kind::Env(env) = &value.kind else {
            return known(value).map(|()| false);
        };
        let mut answers = Vec::new();
        if let Some(uncast) = test.uncast {
            let is_uncast = match env.cast {
                Cast::Truth => true,
                // Without the variable it is not a text: only a text is taken for true.
                Cast::Raw => true,
                Cast::Bool | Cast::Other => false,
            };
            answers.push(Some(is_uncast == uncast));
        }
        if let Some(test) = &test.default {
            answers.push(match &env.default {
                Some(default) => self.test(default, test),
                None => Some(false),
            });
        }
        and(answers)
    }

    /// Whether an element names a class or app: exactly, as an app's configuration, a class of the workspace that derives
    /// from it, or one called alike of which nothing is known.
    pub(super) fn is_class(&self, value: &Value, wanted: &str) -> Answer {
        let text = match &value.kind {
            Kind::Text(text) | Kind::Name(text) => text,
            _ => return known(value).map(|()| false),
        };
        let is_app = text.strip_prefix(wanted).is_some_and(|rest| rest.starts_with(".apps."));
        if **text == *wanted || is_app {
            return Some(true);
        }
        let definition = self.view.definition(text);
        if let Some(definition) = definition {
            if definition.bases.iter().any(|base| **base == *wanted) {
                return Some(true);
            }
            if !definition.is_open && wanted.contains('.') {
                return Some(false);
            }
        }
        let last = wanted.rsplit('.').next().unwrap_or(wanted);
        let own = text.rsplit('.').next().unwrap_or(text);
        Some(own.ends_with(last) && last.starts_with(char::is_uppercase))
    }

    /// Whether a folder is one above a module of the settings.
    fn holds_code(&self, path: &str) -> bool {
        self.asked.files.set(true);
        let path = folder(path);
        let modules = self.view.own_files().map(|file| file.url.as_str());
        path.len() > 1
            && modules
                .filter_map(|url| url.strip_prefix("file://"))
                .any(|module| within(module, &path))
    }

    fn overlaps(&self, value: &Value, path: &Path) -> Answer {
        let own = folder(value.as_text()?);
        or(self.at(path).into_iter().map(|other| {
            let other = other?;
            // Entries of `STATICFILES_DIRS` may be pairs of prefix and folder.
            let other = match other.items() {
                Some([_, folder]) => folder.clone(),
                _ => other,
            };
            let other = folder(other.as_text()?);
            if own.is_empty() || other.is_empty() {
                return Some(false);
            }
            Some(own == other || within(&own, &other) || within(&other, &own))
        }))
    }

    fn is_dangling(&self, value: &Value) -> Answer {
        let text = value.as_text()?;
        match self.view.definitions.get(text) {
            Some(Target::Missing) => return Some(true),
            Some(Target::Definition(_)) => return Some(false),
            None => {}
        }
        let (module, _) = text.rsplit_once('.')?;
        let top = module.split('.').next()?;
        if !self.project.has_module(top) {
            return Some(false);
        }
        // A class may stand in the place of the module.
        let outer =
            module.rsplit_once('.').is_some_and(|(outer, _)| self.project.has_module(outer));
        Some(!self.project.has_module(module) && !outer)
    }
}

fn within(inner: &str, outer: &str) -> bool {
    inner.strip_prefix(outer).is_some_and(|rest| rest.starts_with('/'))
}

fn folder(path: &str) -> String {
    path.trim_end_matches('/').to_owned()
}

/// Nothing if the value may be anything.
fn known(value: &Value) -> Option<()> {
    (!matches!(value.kind, Kind::Unknown | Kind::Env(_) | Kind::OneOf(_))).then_some(())
}

fn number(value: &Value) -> Option<Option<i128>> {
    known(value)?;
    Some(match value.kind {
        Kind::Int(number) => Some(number),
        Kind::Call(ref call) if &*call.name == "datetime.timedelta" => Some(call.seconds()?),
        #[expect(clippy::cast_possible_truncation, reason = "compared with small limits only")]
        Kind::Float(number) => Some(number as i128),
        _ => None,
    })
}

fn length(value: &Value) -> Option<usize> {
    match &value.kind {
        Kind::Text(text) => Some(text.chars().count()),
        Kind::List(_, items) if !value.has_holes() => Some(items.len()),
        Kind::Dict(dict) if !dict.is_open => Some(dict.entries.len()),
        _ => None,
    }
}

fn is_kind(value: &Value, kind: &str) -> Answer {
    if kind == "env" {
        return Some(matches!(value.kind, Kind::Env(_)));
    }
    if matches!(value.kind, Kind::Call(_)) && kind != "call" {
        return None;
    }
    known(value)?;
    let is = |yes: bool| Some(yes);
    match kind {
        "none" => is(matches!(value.kind, Kind::None)),
        "bool" => is(matches!(value.kind, Kind::Bool(_))),
        "number" => is(matches!(value.kind, Kind::Int(_) | Kind::Float(_))),
        "text" => is(matches!(value.kind, Kind::Text(_))),
        "bytes" => is(matches!(value.kind, Kind::Bytes)),
        "list" => is(matches!(value.kind, Kind::List(Sequence::List, _))),
        "tuple" => is(matches!(value.kind, Kind::List(Sequence::Tuple, _))),
        "set" => is(matches!(value.kind, Kind::List(Sequence::Set, _))),
        "sequence" => is(matches!(value.kind, Kind::List(..))),
        "dict" => is(matches!(value.kind, Kind::Dict(_))),
        "name" => is(matches!(value.kind, Kind::Name(_))),
        "call" => is(matches!(value.kind, Kind::Call(_))),
        "relative-path" => is(value.as_text().is_some_and(|path| {
            !path.is_empty()
                && !path.starts_with(['/', '\\', '~'])
                && path.as_bytes().get(1) != Some(&b':')
        })),
        "constant" => is(true),
        _ => None,
    }
}

fn is_constant(value: &Value, wanted: &toml::Value) -> Answer {
    known(value)?;
    Some(match (&value.kind, wanted) {
        (Kind::Call(_), _) => return None,
        (Kind::Text(text) | Kind::Name(text), toml::Value::String(wanted)) => **text == **wanted,
        (Kind::Int(number), toml::Value::Integer(wanted)) => *number == i128::from(*wanted),
        (Kind::Bool(own), toml::Value::Boolean(wanted)) => own == wanted,
        _ => false,
    })
}

/// Follows a path into every alternative of a value.
pub(super) fn descend(value: &Value, parts: &[Part], found: &mut Vec<Option<Value>>) {
    let Some((part, rest)) = parts.split_first() else {
        found.push(Some(value.clone()));
        return;
    };
    for value in value.alternatives() {
        match (&value.kind, part) {
            (Kind::List(_, items), Part::Every) => {
                for item in items.iter() {
                    if item.is_unknown() {
                        found.push(None);
                    } else {
                        descend(item, rest, found);
                    }
                }
            }
            (Kind::List(_, items), Part::Index(index)) => {
                let before = items.iter().take(index + 1);
                if before.clone().any(Value::is_unknown) {
                    found.push(None);
                } else if let Some(item) = items.get(*index) {
                    descend(item, rest, found);
                }
            }
            (Kind::List(_, items), Part::Last) => match items.last() {
                Some(item) if item.is_unknown() => found.push(None),
                Some(item) => descend(item, rest, found),
                None => {}
            },
            (Kind::Dict(dict), Part::Every) => {
                for (_, value) in &dict.entries {
                    descend(value, rest, found);
                }
                if dict.is_open {
                    found.push(None);
                }
            }
            (Kind::Dict(dict), Part::Key(key)) => match dict.get(key) {
                Entry::Known(value) => descend(value, rest, found),
                Entry::Absent => {}
                Entry::Unknown => found.push(None),
            },
            (Kind::Env(env), _) => match &env.default {
                // What is read from the environment has the shape of its default, and other content.
                Some(_) | None => found.push(None),
            },
            (Kind::Unknown | Kind::Call(_), _) => found.push(None),
            _ => {}
        }
    }
}

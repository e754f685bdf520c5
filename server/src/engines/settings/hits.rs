//! Places in a view where a rule has something to say.

use crate::rules::settings_spec::{Find, Part, Path, Test};
use crate::semantics::django::{Entry, Kind, Place, Slot, Value};

use super::judge::Judge;

/// Something a `[[find]]` found in a view.
#[derive(Clone, Debug)]
pub(super) struct Hit {
    /// What is underlined; none for a setting that is not there.
    pub(super) place: Option<Place>,
    /// The setting.
    pub(super) setting: String,
    /// The value or element in question.
    pub(super) value: Option<Value>,
    /// The element it clashes with.
    pub(super) other: Option<Value>,
    /// The list the value stands in, or the value itself.
    pub(super) whole: Option<Value>,
    /// What assigns the setting.
    pub(super) slot: Option<Slot>,
}

impl Judge<'_> {
    /// What a `[[find]]` finds.
    pub(super) fn hits(&self, find: &Find) -> Vec<Hit> {
        if find.settings.is_empty() || !self.all_hold(&find.when) {
            return Vec::new();
        }
        let mut hits = Vec::new();
        for path in &find.settings {
            if !path.is_pattern() {
                hits.extend(self.hits_at(find, path));
                continue;
            }
            for name in self.names(path) {
                hits.extend(self.hits_at(find, &path.of(name)));
            }
        }
        if find.name {
            for hit in &mut hits {
                hit.place = hit.place.and(hit.slot.as_ref().map(|slot| slot.target));
            }
        }
        hits
    }

    fn hits_at(&self, find: &Find, path: &Path) -> Vec<Hit> {
        let Some(slot) = self.slot(path.name.as_str()) else {
            // What a part of settings lacks has its default only if the part is all there is.
            let is_known = find.absent && !self.view.is_open && self.view.is_whole;
            return if is_known { vec![absent(path)] } else { Vec::new() };
        };
        if !find.order.is_empty() {
            return self.misordered(path, slot, &find.order);
        }
        if path.parts.is_empty() && !find.keys {
            return self.whole(find, path, slot);
        }
        self.parts(find, path, slot)
    }

    fn whole(&self, find: &Find, path: &Path, slot: &Slot) -> Vec<Hit> {
        if self.test(&slot.value, &find.bad) != Some(true) {
            return Vec::new();
        }
        let alternatives = slot.value.alternatives();
        let value = alternatives.last().unwrap_or(&slot.value);
        vec![Hit {
            place: Some(self.shown(value, slot)),
            setting: path.name.clone(),
            value: Some(value.clone()),
            other: None,
            whole: Some(value.clone()),
            slot: Some(slot.clone()),
        }]
    }

    /// A value if it stands on one line, else the name it is given to.
    fn shown(&self, value: &Value, slot: &Slot) -> Place {
        let is_container = matches!(value.kind, Kind::List(..) | Kind::Dict(_));
        let source = self.view.source(value.at);
        if is_container && !source.is_empty() && source.len() > 4
            || source.contains('\n')
            || value.at.span.is_empty()
        {
            return slot.target;
        }
        value.at
    }

    fn parts(&self, find: &Find, path: &Path, slot: &Slot) -> Vec<Hit> {
        let is_element = path.parts == [Part::Every] && !find.keys;
        let classes = find.bad.class.as_ref().filter(|_| is_element);
        if classes.is_some_and(|classes| self.has_none(&path.name, classes.all())) {
            return Vec::new();
        }
        let mut per_alternative: Vec<Vec<Hit>> = Vec::new();
        for alternative in slot.value.alternatives() {
            let mut found = Vec::new();
            let mut look = |value: &Value, whole: &Value| {
                let beside = find.beside.iter().all(|(key, test)| self.beside(whole, key, test));
                if beside && self.test(value, &find.bad) == Some(true) {
                    let place = match value.at.span.is_empty() {
                        true => slot.target,
                        false => value.at,
                    };
                    let place =
                        if self.view.source(place).contains('\n') { slot.target } else { place };
                    found.push(Hit {
                        place: Some(place),
                        setting: path.name.clone(),
                        value: Some(value.clone()),
                        other: None,
                        whole: Some(whole.clone()),
                        slot: Some(slot.clone()),
                    });
                }
            };
            walk(alternative, alternative, &path.parts, &mut |value, whole| {
                if !find.keys {
                    return look(value, whole);
                }
                for value in value.alternatives() {
                    if let Kind::Dict(dict) = &value.kind {
                        dict.entries.iter().for_each(|(key, _)| look(key, value));
                    }
                }
            });
            per_alternative.push(found);
        }
        in_all(per_alternative)
    }

    fn beside(&self, whole: &Value, key: &str, test: &Test) -> bool {
        let Kind::Dict(dict) = &whole.kind else { return false };
        match dict.get(key) {
            Entry::Known(value) => self.test(value, test) == Some(true),
            _ => false,
        }
    }

    fn misordered(&self, path: &Path, slot: &Slot, order: &[(String, String)]) -> Vec<Hit> {
        let mut per_alternative: Vec<Vec<Hit>> = Vec::new();
        for list in slot.value.alternatives() {
            let mut found: Vec<Hit> = Vec::new();
            let items = list.items().unwrap_or_default();
            for (first, second) in order {
                let position = |wanted: &str| {
                    items.iter().position(|item| self.is_class(item, wanted) == Some(true))
                };
                let (Some(first), Some(second)) = (position(first), position(second)) else {
                    continue;
                };
                if second >= first || items[second..first].iter().any(Value::is_unknown) {
                    continue;
                }
                let (mover, other) = (&items[first], &items[second]);
                if found.iter().any(|hit| hit.place == Some(mover.at)) {
                    continue;
                }
                found.push(Hit {
                    place: Some(mover.at),
                    setting: path.name.clone(),
                    value: Some(mover.clone()),
                    other: Some(other.clone()),
                    whole: Some(list.clone()),
                    slot: Some(slot.clone()),
                });
            }
            per_alternative.push(found);
        }
        in_all(per_alternative)
    }
}

fn absent(path: &Path) -> Hit {
    Hit {
        place: None,
        setting: path.name.clone(),
        value: None,
        other: None,
        whole: None,
        slot: None,
    }
}

/// Hits that every alternative has; if their places differ but each has some, those of the last.
fn in_all(mut per_alternative: Vec<Vec<Hit>>) -> Vec<Hit> {
    if per_alternative.iter().any(Vec::is_empty) {
        return Vec::new();
    }
    let Some(last) = per_alternative.pop() else { return Vec::new() };
    let shared: Vec<Hit> = last
        .iter()
        .filter(|hit| {
            per_alternative.iter().all(|others| others.iter().any(|other| other.place == hit.place))
        })
        .cloned()
        .collect();
    if shared.is_empty() { last } else { shared }
}

/// Visits the values a path leads to, each with the container it stands in.
fn walk(value: &Value, whole: &Value, parts: &[Part], visit: &mut dyn FnMut(&Value, &Value)) {
    let Some((part, rest)) = parts.split_first() else {
        visit(value, whole);
        return;
    };
    for value in value.alternatives() {
        match (&value.kind, part) {
            (Kind::List(_, items), Part::Every) => {
                for item in items.iter().filter(|item| !item.is_unknown()) {
                    walk(item, value, rest, visit);
                }
            }
            (Kind::List(_, items), Part::Index(index)) => {
                let is_known = !items.iter().take(index + 1).any(Value::is_unknown);
                if let Some(item) = items.get(*index).filter(|_| is_known) {
                    walk(item, value, rest, visit);
                }
            }
            (Kind::List(_, items), Part::Last) => {
                if let Some(item) = items.last().filter(|item| !item.is_unknown()) {
                    walk(item, value, rest, visit);
                }
            }
            (Kind::Dict(dict), Part::Every) => {
                for (_, item) in &dict.entries {
                    walk(item, value, rest, visit);
                }
            }
            (Kind::Dict(dict), Part::Key(key)) => {
                if let Entry::Known(item) = dict.get(key) {
                    walk(item, value, rest, visit);
                }
            }
            (Kind::Env(env), _) => {
                // The default of a whole, such as a database URL: only questions about defaults concern it.
                if let Some(default) = &env.default {
                    let asked = crate::semantics::django::Env {
                        variable: env.variable.clone(),
                        default: Some(default.clone()),
                        cast: env.cast,
                    };
                    descend_default(&asked, parts, value, visit);
                }
            }
            _ => {}
        }
    }
}

fn descend_default(
    env: &crate::semantics::django::Env,
    parts: &[Part],
    whole: &Value,
    visit: &mut dyn FnMut(&Value, &Value),
) {
    let Some(default) = &env.default else { return };
    walk(default, default, parts, &mut |inner, _| {
        let inner = crate::semantics::django::Env {
            variable: env.variable.clone(),
            default: Some(inner.clone()),
            cast: env.cast,
        };
        let at = inner.default.as_ref().map_or(whole.at, |default| default.at);
        let value = Value::new(Kind::Env(std::sync::Arc::new(inner)), at);
        visit(&value, whole);
    });
}

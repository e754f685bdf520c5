//! The names of a scope: a few of its own over the many that a star import shares with other scopes.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use super::value::{Kind, Slot};

/// What names hold.
///
/// A module that begins with `from .base import *` costs as much as what it binds itself.
#[derive(Clone, Debug, Default)]
pub struct Slots {
    /// What was imported whole.
    shared: Option<Arc<Shared>>,
    /// What was bound since; none for names that were deleted.
    own: HashMap<Arc<str>, Option<Slot>>,
}

/// The names a module exports.
#[derive(Debug, Default)]
pub(super) struct Shared {
    slots: HashMap<Arc<str>, Slot>,
    sorted: OnceLock<Vec<Arc<str>>>,
    classes: OnceLock<Vec<Arc<str>>>,
}

impl Slots {
    /// What a name holds.
    pub fn get(&self, name: &str) -> Option<&Slot> {
        match self.own.get(name) {
            Some(own) => own.as_ref(),
            None => self.shared.as_ref()?.slots.get(name),
        }
    }

    /// Whether a name is bound.
    pub fn contains_key(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// All names, in order.
    pub fn names(&self) -> Vec<&Arc<str>> {
        let shared = self.shared.as_ref().map(|shared| shared.sorted()).unwrap_or_default();
        let mut own: Vec<&Arc<str>> =
            self.own.iter().filter(|(_, slot)| slot.is_some()).map(|(name, _)| name).collect();
        own.sort_unstable();
        let mut own = own.into_iter().peekable();
        let mut all = Vec::with_capacity(shared.len() + own.len());
        for name in shared.iter().filter(|name| !self.own.contains_key(*name)) {
            while let Some(before) = own.next_if(|own| *own < name) {
                all.push(before);
            }
            all.push(name);
        }
        all.extend(own);
        all
    }

    /// All names with what they hold, in order.
    pub fn sorted(&self) -> impl Iterator<Item = (&Arc<str>, &Slot)> {
        self.names().into_iter().filter_map(|name| Some((name, self.get(name)?)))
    }

    /// The slots that hold classes, in no order.
    pub(super) fn classes(&self) -> impl Iterator<Item = &Slot> {
        let shared = self.shared.as_ref().map(|shared| shared.classes()).unwrap_or_default();
        let shared = shared.iter().filter(|name| !self.own.contains_key(*name));
        shared.filter_map(|name| self.get(name)).chain(self.own.values().flatten())
    }

    /// How many there are at most.
    pub(super) fn len(&self) -> usize {
        self.own.len() + self.shared.as_ref().map_or(0, |shared| shared.slots.len())
    }

    /// The names to which these and others, both made over the same, may give different slots; none if they share nothing.
    pub(crate) fn differing<'a>(&'a self, other: &'a Self) -> Option<Vec<&'a Arc<str>>> {
        let is_over_same = match (&self.shared, &other.shared) {
            (Some(own), Some(other)) => Arc::ptr_eq(own, other),
            (None, None) => true,
            _ => false,
        };
        is_over_same.then(|| self.own.keys().chain(other.own.keys()).collect())
    }

    pub(super) fn insert(&mut self, name: Arc<str>, slot: Slot) {
        self.own.insert(name, Some(slot));
    }

    pub(super) fn remove(&mut self, name: &str) {
        if self.shared.as_ref().is_some_and(|shared| shared.slots.contains_key(name)) {
            self.own.insert(name.into(), None);
        } else {
            self.own.remove(name);
        }
    }

    /// Imports all of these names.
    pub(super) fn put(&mut self, exported: &Arc<Shared>) {
        self.part();
        self.own.retain(|name, _| !exported.slots.contains_key(name));
        self.shared = Some(exported.clone());
    }

    /// Shares nothing from here on.
    fn part(&mut self) {
        if let Some(shared) = self.shared.take() {
            for (name, slot) in &shared.slots {
                self.own.entry(name.clone()).or_insert_with(|| Some(slot.clone()));
            }
            self.own.retain(|_, slot| slot.is_some());
        }
    }

    /// All slots, to be changed.
    pub(super) fn all_mut(&mut self) -> impl Iterator<Item = &mut Slot> {
        self.part();
        self.own.values_mut().flatten()
    }

    /// The slots that are not the same as in an older state of these names, to be changed.
    pub(super) fn since<'a>(&'a mut self, before: &'a Self) -> impl Iterator<Item = &'a mut Slot> {
        if self.differing(before).is_none() {
            self.part();
        }
        self.own.iter_mut().filter_map(|(name, slot)| {
            let slot = slot.as_mut()?;
            let old = before.get(name);
            old.is_none_or(|old| !old.value.is_same(&slot.value)).then_some(slot)
        })
    }

    /// The names bound here or there that are not shared by both.
    pub(super) fn unlike(&self, other: &Self) -> Vec<Arc<str>> {
        let mut names: Vec<Arc<str>> = match self.differing(other) {
            Some(names) => names.into_iter().cloned().collect(),
            None => self.names().into_iter().chain(other.names()).cloned().collect(),
        };
        names.sort_unstable();
        names.dedup();
        names
    }

    /// Everything, for a scope that ends.
    pub(super) fn into_all(mut self) -> impl Iterator<Item = (Arc<str>, Slot)> {
        self.part();
        self.own.into_iter().filter_map(|(name, slot)| Some((name, slot?)))
    }

    /// The names for which this holds, to be shared.
    pub(super) fn exported(&self, is_exported: impl Fn(&Arc<str>) -> bool) -> Shared {
        let own = self.own.iter().filter_map(|(name, slot)| Some((name, slot.as_ref()?)));
        let below = self.shared.iter().flat_map(|shared| &shared.slots);
        let below = below.filter(|(name, _)| !self.own.contains_key(*name));
        let slots = own
            .chain(below)
            .filter(|(name, _)| is_exported(name))
            .map(|(name, slot)| (name.clone(), slot.clone()))
            .collect();
        Shared { slots, ..Shared::default() }
    }
}

impl FromIterator<(Arc<str>, Slot)> for Slots {
    fn from_iter<T: IntoIterator<Item = (Arc<str>, Slot)>>(slots: T) -> Self {
        let own = slots.into_iter().map(|(name, slot)| (name, Some(slot))).collect();
        Self { shared: None, own }
    }
}

impl Shared {
    fn sorted(&self) -> &[Arc<str>] {
        self.sorted.get_or_init(|| {
            let mut names: Vec<Arc<str>> = self.slots.keys().cloned().collect();
            names.sort_unstable();
            names
        })
    }

    fn classes(&self) -> &[Arc<str>] {
        self.classes.get_or_init(|| {
            let is_class = |slot: &Slot| matches!(slot.value.kind, Kind::Class(_));
            let classes = self.slots.iter().filter(|(_, slot)| is_class(slot));
            classes.map(|(name, _)| name.clone()).collect()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::value::{Place, Value};
    use super::*;

    fn slot(number: i128) -> Slot {
        let at = Place::default();
        Slot { value: Value::new(Kind::Int(number), at), target: at, statement: at }
    }

    fn shown(slots: &Slots) -> String {
        let shown = slots
            .sorted()
            .map(|(name, slot)| format!("{name}={}", slot.value.number().unwrap_or_default()));
        shown.collect::<Vec<_>>().join(" ")
    }

    fn slots(names: &[(&str, i128)]) -> Slots {
        names.iter().map(|(name, number)| (Arc::from(*name), slot(*number))).collect()
    }

    #[test]
    fn what_is_imported_whole_wins_over_what_was_there_and_yields_to_what_comes() {
        let base =
            Arc::new(slots(&[("A", 1), ("B", 2), ("_C", 3)]).exported(|n| !n.starts_with('_')));
        let mut own = slots(&[("B", 9), ("D", 4)]);
        own.put(&base);
        assert_eq!(shown(&own), "A=1 B=2 D=4");
        own.insert("A".into(), slot(5));
        own.remove("B");
        own.remove("D");
        assert_eq!(shown(&own), "A=5");
        let second = Arc::new(slots(&[("A", 6), ("E", 7)]).exported(|_| true));
        own.put(&second);
        assert_eq!(shown(&own), "A=6 E=7");
        own.insert("F".into(), slot(8));
        assert_eq!(own.unlike(&slots(&[])), ["A".into(), "E".into(), "F".into()] as [Arc<str>; 3]);
    }

    #[test]
    fn only_what_differs_is_looked_at() {
        let base = Arc::new(slots(&[("A", 1), ("B", 2)]).exported(|_| true));
        let mut before = Slots::default();
        before.put(&base);
        let mut after = before.clone();
        after.insert("B".into(), slot(3));
        assert_eq!(after.differing(&before).map(|names| names.len()), Some(1));
        for slot in after.since(&before) {
            slot.value = Value::new(Kind::Int(0), Place::default());
        }
        assert_eq!(shown(&after), "A=1 B=0");
        after.all_mut().for_each(|slot| slot.value = Value::new(Kind::Int(7), Place::default()));
        assert_eq!((shown(&after), after.differing(&before).is_none()), ("A=7 B=7".into(), true));
    }
}

//! Django's settings without running a project: which modules are settings, and what they say in each environment.
//!
//! [`SettingsFiles`] finds and reads modules, `compose` runs them on values that need not be known, and [`View`] holds
//! what came out. Where something cannot be known the value says so, and rules are silent.

pub mod anchors;
mod calls;
mod conditions;
mod containers;
mod definitions;
mod evaluate;
mod expressions;
mod files;
mod imports;
mod library;
mod operate;
pub mod proxies;
pub mod roles;
mod slots;
mod statements;
#[cfg(test)]
mod tests;
pub mod value;
mod view;

use std::sync::Arc;

use pep440_rs::Version;

use super::ProjectFacts;
use crate::text::{DocumentUrl, Span};

pub use definitions::{Definition, Definitions, Target};
pub use files::{SettingsFiles, SourceFile};
pub use proxies::Proxy;
pub use roles::Role;
pub use slots::Slots;
pub use value::{Cast, Dict, Entry, Env, Kind, Place, Sequence, Slot, Value};
pub use view::{Composer, Root, View, is_called_settings, role_of_file};

/// The newest Django whose defaults are known; assumed where nothing tells.
const NEWEST: [u64; 2] = [6, 1];

/// The settings of a project, in all its environments.
#[derive(Debug)]
pub struct DjangoSettings {
    /// The views of all roles.
    pub views: Vec<Arc<View>>,
    /// Start scripts of servers that name a module made for development or tests.
    pub misdirected: Vec<(DocumentUrl, Span, String)>,
    /// What the configuration of a proxy in the repository does, if there is such.
    pub proxy: Option<Proxy>,
}

impl DjangoSettings {
    /// The environments that people outside reach; those of developers where there are no others.
    pub fn deployed(&self) -> impl Iterator<Item = &View> {
        let is_there = |role| self.views.iter().any(|view| view.role == role);
        let role = [Role::Production, Role::Development].into_iter().find(|&role| is_there(role));
        self.views.iter().filter(move |view| Some(view.role) == role).map(|view| &**view)
    }

    /// Whether a setting surely is one of these values, or a list with one of them, in each of these environments.
    pub fn holds(&self, setting: &str, is_meant: impl Fn(&Value) -> bool) -> bool {
        let holds_in = |view: &View| {
            let Some(slot) = view.settings.get(setting) else { return false };
            slot.value.alternatives().iter().all(|value| match value.items() {
                Some(items) => items.iter().any(&is_meant),
                None => is_meant(value),
            })
        };
        let mut views = self.deployed().peekable();
        views.peek().is_some() && views.all(holds_in)
    }
}

/// The Django release a project runs on, as major and minor number, and whether its files tell.
pub fn django_version(facts: &ProjectFacts) -> (Version, bool) {
    let locked = facts.packages.get("django").and_then(Option::as_ref);
    match locked.or(facts.django_floor.as_ref()) {
        Some(version) => {
            let release = version.release();
            let number = |index: usize| release.get(index).copied().unwrap_or(0);
            (Version::new([number(0), number(1)]), true)
        }
        None => (Version::new(NEWEST), false),
    }
}

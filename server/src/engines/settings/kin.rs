//! Views that are made of the same modules: a rule is asked once for all that differ in nothing it looks at.

use std::collections::HashSet;
use std::sync::Arc;

use super::judge::Asked;
use crate::semantics::django::View;

/// Views that may be alike.
pub(super) struct Kin {
    /// Their numbers; the first stands for all.
    pub(super) members: Vec<usize>,
    /// Settings that are not the same in all of them.
    differing: HashSet<Arc<str>>,
    /// Whether they are made of the same files.
    same_files: bool,
}

/// Sorts views by what they are made of.
pub(super) fn families(views: &[(&Arc<View>, u32)]) -> Vec<Kin> {
    let mut families: Vec<Kin> = Vec::new();
    for (index, (view, _)) in views.iter().enumerate() {
        let own = families.iter_mut().find(|kin| views[kin.members[0]].0.is_akin(view));
        let Some(kin) = own else {
            let (members, differing) = (vec![index], HashSet::new());
            families.push(Kin { members, differing, same_files: true });
            continue;
        };
        let first = views[kin.members[0]].0;
        for name in first.settings.differing(&view.settings).unwrap_or_default() {
            let is_same = match (first.settings.get(name), view.settings.get(name)) {
                (Some(own), Some(other)) => own.is_identical(other),
                (None, None) => true,
                _ => false,
            };
            if !is_same && !kin.differing.contains(name) {
                kin.differing.insert(name.clone());
            }
        }
        kin.same_files &= first.parts == view.parts;
        kin.members.push(index);
    }
    families
}

impl Kin {
    /// Whether what was asked of the first has the same answers in all, but for what their lists hold.
    pub(super) fn shares(&self, asked: &Asked) -> bool {
        let patterns = asked.patterns.borrow();
        let is_asked = |name: &Arc<str>| patterns.iter().any(|path| path.is_about(name));
        let settings = asked.settings.borrow();
        (self.same_files || !asked.files.get())
            && !settings.iter().any(|name| self.differing.contains(&**name))
            && !self.differing.iter().any(is_asked)
    }
}

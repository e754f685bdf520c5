//! Questions about the arguments of a call.

use super::Outcome::{self, No};
use super::values::compare;
use super::{Prepared, capture, texts};
use crate::rules::site::{Capture, Site, named_children};

pub(super) fn absent(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    matches!(state(site, arguments), Some(Capture::Absent)).into()
}

pub(super) fn given(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    matches!(state(site, arguments), Some(Capture::Node(_))).into()
}

pub(super) fn opaque(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    matches!(state(site, arguments), Some(Capture::Opaque)).into()
}

fn state<'a>(site: &Site<'a>, arguments: &[Prepared]) -> Option<Capture<'a>> {
    match arguments.first() {
        Some(Prepared::Slot(slot)) => site.captures.get(*slot).copied(),
        _ => None,
    }
}

pub(super) fn has_argument(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let Some(call) = capture(site, arguments) else { return No };
    let Some(list) = call.field("arguments") else { return No };
    named_children(list)
        .into_iter()
        .filter(|child| child.kind() == "keyword_argument")
        .filter_map(|child| child.field("name"))
        .any(|name| texts(arguments).any(|text| text == name.source()))
        .into()
}

pub(super) fn argument_count(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let Some(list) = capture(site, arguments).and_then(|call| call.field("arguments")) else {
        return No;
    };
    let children = named_children(list);
    if children.iter().any(|child| matches!(child.kind(), "list_splat" | "dictionary_splat")) {
        return No;
    }
    let count = children.iter().filter(|child| child.kind() != "comment").count();
    compare(count as f64, arguments)
}

//! The HTML of a page after an edit: what stands around the edit is read, the rest is what it was, moved.

use tree_sitter::{Node, Tree};

use super::html::{Html, StartTag, walk};
use crate::text::Span;

/// An edit that changes more of the tree than this, in bytes, has the page read as a whole.
const LARGEST: usize = 8_000;

/// What was put in place of what.
#[derive(Clone, Copy, Debug)]
pub(super) struct Change {
    /// Where both begin.
    pub start: usize,
    /// Where what was there ended.
    pub old_end: usize,
    /// Where what is there ends.
    pub new_end: usize,
}

impl Change {
    /// A place behind the change, in the new text.
    fn moved(self, at: usize) -> usize {
        at + self.new_end - self.old_end
    }

    fn moved_span(self, span: Span) -> Span {
        Span::new(self.moved(span.start), self.moved(span.end))
    }
}

/// Reads what a change touches; gives nothing where that is more than a part.
pub(super) fn read_again(
    mut old: Html,
    masked: &str,
    (before, after): (&Tree, &Tree),
    change: Change,
) -> Option<Html> {
    // What the grammar cannot read it may read otherwise far from the edit, without saying so.
    if before.root_node().has_error() || after.root_node().has_error() {
        return None;
    }
    // In bytes of the old text.
    let mut low = change.start;
    let mut high = change.old_end;
    for range in before.changed_ranges(after) {
        low = low.min(range.start_byte);
        let end = range.end_byte.max(change.new_end);
        high = high.max(end + change.old_end - change.new_end);
    }
    // Whole tags, with their scripts.
    loop {
        let (from, to) = (low, high);
        let mut widen = |start: usize, end: usize| {
            if start <= to && from <= end {
                (low, high) = (low.min(start), high.max(end));
            }
        };
        for tag in &old.tags {
            widen(tag.span.start, end_of(tag));
        }
        for (_, span) in &old.ends {
            widen(span.start, span.end);
        }
        for span in &old.comments {
            widen(span.start, span.end);
        }
        if high - low > LARGEST {
            return None;
        }
        if (low, high) == (from, to) {
            break;
        }
    }
    let window = Span::new(low, change.moved(high).max(low));
    let mut fresh = Html::default();
    if !walk(&mut fresh, after, masked, Some(window)) {
        return None;
    }
    let is_within = |span: Span| window.contains(span);
    let is_whole = fresh.tags.iter().all(|tag| is_within(Span::new(tag.span.start, end_of(tag))))
        && fresh.ends.iter().all(|(_, span)| is_within(*span))
        && fresh.comments.iter().all(|span| is_within(*span));
    if !is_whole {
        return None;
    }
    let first = old.tags.partition_point(|tag| tag.span.start < low);
    let last = old.tags.partition_point(|tag| tag.span.start <= high).max(first);
    for tag in &mut old.tags[last..] {
        move_tag(tag, change);
    }
    for tag in &mut old.tags[..first] {
        if tag.element_end > high {
            tag.element_end = change.moved(tag.element_end);
        } else if tag.element_end >= low {
            tag.element_end = element_end(after, tag)?;
        }
    }
    old.tags.splice(first..last, fresh.tags);
    let first = old.ends.partition_point(|(_, span)| span.start < low);
    let last = old.ends.partition_point(|(_, span)| span.start <= high).max(first);
    for (name, span) in &mut old.ends[last..] {
        (*name, *span) = (change.moved_span(*name), change.moved_span(*span));
    }
    old.ends.splice(first..last, fresh.ends);
    let first = old.comments.partition_point(|span| span.start < low);
    let last = old.comments.partition_point(|span| span.start <= high).max(first);
    for span in &mut old.comments[last..] {
        *span = change.moved_span(*span);
    }
    old.comments.splice(first..last, fresh.comments);
    Some(old)
}

fn end_of(tag: &StartTag) -> usize {
    tag.raw.map_or(tag.span.end, |raw| raw.end.max(tag.span.end))
}

fn move_tag(tag: &mut StartTag, change: Change) {
    tag.span = change.moved_span(tag.span);
    tag.name = change.moved_span(tag.name);
    tag.element_end = change.moved(tag.element_end);
    tag.raw = tag.raw.map(|raw| change.moved_span(raw));
    for attribute in &mut tag.attributes {
        attribute.span = change.moved_span(attribute.span);
        attribute.name = change.moved_span(attribute.name);
        if let Some(value) = &mut attribute.value {
            value.span = change.moved_span(value.span);
        }
    }
}

/// Where the element of a tag that stayed ends now.
fn element_end(tree: &Tree, tag: &StartTag) -> Option<usize> {
    let root = tree.root_node();
    let name = root.named_descendant_for_byte_range(tag.name.start, tag.name.end)?;
    let whole: Node<'_> = name.parent().filter(|_| name.kind() == "tag_name")?;
    if whole.kind() == "ERROR" || whole.start_byte() != tag.span.start {
        return None;
    }
    Some(whole.parent()?.end_byte().max(tag.span.end))
}

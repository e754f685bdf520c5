//! Places in a text that an edit moved.

use crate::finding::{Finding, FixStep};
use crate::semantics::outline_edit;
use crate::text::Span;

/// An edit between the text something was found in and the one it is reported in.
pub(super) struct Moved {
    old: Span,
    new: Span,
}

impl Moved {
    /// What is new in a text.
    pub(super) fn between(old: &str, new: &str) -> Self {
        if std::ptr::eq(old, new) || old == new {
            return Self { old: Span::empty(0), new: Span::empty(0) };
        }
        let (prefix, suffix) = outline_edit::common(old, new);
        Self {
            old: Span::new(prefix, old.len() - suffix),
            new: Span::new(prefix, new.len() - suffix),
        }
    }

    /// Where something is now.
    pub(super) fn span(&self, span: Span) -> Span {
        let Self { old, new } = self;
        // What is inserted at its very start or end is not part of it.
        let start = match span.start {
            at if at >= old.end => at - old.end + new.end,
            at => at.min(new.end),
        };
        let end = match span.end {
            at if at <= old.start => at,
            at if at >= old.end => at - old.end + new.end,
            at => at.min(new.end),
        };
        Span::new(start, end.max(start))
    }

    /// Where something was.
    pub(super) fn back(&self, span: Span) -> Span {
        Self { old: self.new, new: self.old }.span(span)
    }

    /// A finding with its places as they are now.
    pub(super) fn finding(&self, finding: &Finding) -> Finding {
        let mut finding = finding.clone();
        if self.old == self.new {
            return finding;
        }
        let document = finding.location.document.clone();
        finding.location.span = self.span(finding.location.span);
        finding.extent = self.span(finding.extent);
        for related in finding.related.iter_mut().filter(|r| r.location.document == document) {
            related.location.span = self.span(related.location.span);
        }
        for step in finding.fixes.iter_mut().flat_map(|fix| &mut fix.steps) {
            if let FixStep::Edit(edit) = step {
                edit.span = self.span(edit.span);
            }
        }
        finding
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_move_with_what_stands_before_them() {
        let (old, new) = ("a # b\nc\n", "a # b, and more\nc\n");
        let moved = Moved::between(old, new);
        let at = |text: &str, word: &str| {
            let start = text.find(word).expect("the word is there");
            Span::new(start, start + word.len())
        };
        for word in ["a", "c\n"] {
            assert_eq!(moved.span(at(old, word)), at(new, word));
            assert_eq!(moved.back(at(new, word)), at(old, word));
        }
        assert_eq!(moved.span(Span::new(0, old.len())), Span::new(0, new.len()));
        // A line of which a part was typed.
        assert_eq!(moved.span(Span::new(0, 6)), Span::new(0, 16));
        let same = Moved::between(old, old);
        assert_eq!(same.span(Span::new(0, 3)), Span::new(0, 3));
        let gone = Moved::between(new, old);
        assert_eq!(gone.span(at(new, "c\n")), at(old, "c\n"));
    }
}

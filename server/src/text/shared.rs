//! A text that many may read, and that its last reader may edit in place.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use super::Span;

/// A whole text; clones share it.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Text(Arc<String>);

/// One replacement in a text: these bytes become that text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replacement {
    /// What is replaced, in the text before.
    pub span: Span,
    /// What stands there afterwards.
    pub text: String,
}

impl Text {
    /// Whether both are one text, not only equal ones.
    pub fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// Makes replacements, each in terms of the text the one before left; `None` if one does not fit. Whoever else
    /// holds the text keeps it as it was, for which it has to be copied.
    #[must_use]
    pub fn edited(mut self, replacements: &[Replacement]) -> Option<Self> {
        let text = Arc::make_mut(&mut self.0);
        for Replacement { span, text: new } in replacements {
            text.get(span.start..span.end)?;
            text.replace_range(span.start..span.end, new);
        }
        Some(self)
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self(Arc::new(text))
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl From<Arc<str>> for Text {
    fn from(text: Arc<str>) -> Self {
        (*text).into()
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self)
    }
}

/// How many bytes two texts begin and end with alike, if the second came of the first by replacements: all bytes before
/// and behind every one of them. It may be more.
pub fn untouched(old_len: usize, replacements: &[Replacement]) -> (usize, usize) {
    let (mut len, mut prefix, mut suffix) = (old_len, old_len, old_len);
    for Replacement { span, text } in replacements {
        prefix = prefix.min(span.start);
        suffix = suffix.min(len.saturating_sub(span.end));
        len = (len + text.len()).saturating_sub(span.len());
    }
    // Without a replacement all of it is both.
    let most = old_len.min(len);
    (prefix.min(most), suffix.min(most - prefix.min(most)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn replacement(start: usize, end: usize, text: &str) -> Replacement {
        Replacement { span: Span::new(start, end), text: text.to_owned() }
    }

    #[test]
    fn the_last_reader_edits_in_place_and_others_keep_what_they_have() {
        let text = Text::from("abc".to_owned());
        let place = text.as_ptr();
        let text = text.edited(&[replacement(1, 2, "x"), replacement(0, 2, "")]).expect("fits");
        assert_eq!((&*text, text.as_ptr()), ("c", place));
        let other = text.clone();
        let text = text.edited(&[replacement(1, 1, "d")]).expect("fits");
        assert_eq!((&*text, &*other), ("cd", "c"));
        assert_eq!(text.edited(&[replacement(1, 9, "")]), None);
        assert_eq!(Text::from("é").edited(&[replacement(1, 1, "")]), None);
    }

    #[test]
    fn what_no_replacement_touches_is_alike() {
        let texts = ["", "abcd", "aaaa"];
        let pieces = ["", "a", "xy"];
        for old in texts {
            for (n, first) in pieces.iter().enumerate() {
                for (start, end) in [(0, 0), (0, 2), (1, 3), (2, 2), (4, 4)] {
                    let first = replacement(start.min(old.len()), end.min(old.len()), first);
                    let one = Text::from(old).edited(std::slice::from_ref(&first)).expect("fits");
                    let second = replacement(one.len() / 2, one.len(), pieces[(n + 1) % 3]);
                    let both = [first, second];
                    let new = Text::from(old).edited(&both).expect("fits");
                    let (prefix, suffix) = untouched(old.len(), &both);
                    assert!(prefix + suffix <= old.len().min(new.len()));
                    assert_eq!(old[..prefix], new[..prefix]);
                    assert_eq!(old[old.len() - suffix..], new[new.len() - suffix..]);
                }
            }
        }
    }
}

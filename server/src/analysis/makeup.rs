//! What a text is made up of, in numbers that follow its edits: whether it is code or data.

use crate::text::Text;
use crate::text::decode::{count_controls, is_binary_with};

/// Larger files are data that somebody generated. A tree takes a hundred times the memory of its text.
const LARGEST_CODE: usize = 4_000_000;

/// Files larger than this, in bytes, whose lines are [long](MINIFIED_LINE) are data, not code somebody reads.
const MINIFIED_SIZE: usize = 1_000_000;

/// Mean line length, in bytes, from which a large file counts as minified.
const MINIFIED_LINE: usize = 1_000;

/// Counts of bytes in a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Makeup {
    n_bytes: usize,
    n_controls: usize,
    n_endings: usize,
}

impl Makeup {
    /// Of a text, all of which is looked at.
    pub(super) fn of(text: &str) -> Self {
        let is_ending = |&byte: &u8| u8::from((byte == b'\n') | (byte == b'\r'));
        let in_block = |block: &[u8]| usize::from(block.iter().map(is_ending).sum::<u8>());
        Self {
            n_bytes: text.len(),
            n_controls: count_controls(text),
            n_endings: text.as_bytes().chunks(128).map(in_block).sum(),
        }
    }

    /// Of `new`, given that of `old`, where both begin and end with so many of the same bytes.
    pub(super) fn edited(self, old: &Text, new: &Text, (prefix, suffix): (usize, usize)) -> Self {
        // An edit begins and ends between characters.
        let (Some(gone), Some(come)) =
            (old.get(prefix..old.len() - suffix), new.get(prefix..new.len() - suffix))
        else {
            return Self::of(new);
        };
        let (gone, come) = (Self::of(gone), Self::of(come));
        Self {
            n_bytes: new.len(),
            n_controls: self.n_controls + come.n_controls - gone.n_controls,
            n_endings: self.n_endings + come.n_endings - gone.n_endings,
        }
    }

    /// Why the text is data rather than code, if it is.
    pub(super) fn why_data(self) -> Option<&'static str> {
        if self.n_bytes > LARGEST_CODE {
            return Some("larger than 4 MB");
        }
        if is_binary_with(self.n_controls, self.n_bytes) {
            return Some("looks like binary data");
        }
        let line = self.n_bytes / (self.n_endings + 1);
        (self.n_bytes > MINIFIED_SIZE && line > MINIFIED_LINE).then_some("very long lines")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Replacement, Span, untouched};

    #[test]
    fn counts_follow_edits() {
        let old = Text::from("a\0b\r\nc\u{1}é\n");
        for (start, end, text) in [(0, 3, ""), (4, 5, "\n\n\u{2}"), (7, 9, "ü"), (2, 2, "x")] {
            let edits = [Replacement { span: Span::new(start, end), text: text.to_owned() }];
            let new = old.clone().edited(&edits).expect("fits");
            let edited = Makeup::of(&old).edited(&old, &new, untouched(old.len(), &edits));
            assert_eq!(edited, Makeup::of(&new));
        }
    }
}

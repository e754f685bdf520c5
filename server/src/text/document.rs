//! Open documents, and snapshots of them that other threads may keep.

use std::sync::{Arc, OnceLock};

use ropey::Rope;

use super::{DocumentUrl, LineIndex, Position, PositionEncoding, Text, position};

/// A text that is being edited.
///
/// Invariant: `n_lone_returns` counts the carriage returns in `rope` that no line feed follows.
#[derive(Clone, Debug)]
pub struct Document {
    /// Its name.
    pub url: DocumentUrl,
    /// The client's version of the text.
    pub version: i32,
    pub(super) rope: Rope,
    pub(super) n_lone_returns: usize,
}

impl Document {
    /// A document with its first text.
    pub fn new(url: DocumentUrl, version: i32, text: &str) -> Self {
        let rope = Rope::from_str(text);
        // Nearly no text has one.
        let n_lone_returns = match text.contains('\r') {
            true => super::edit::count_lone_returns(&rope, 0, rope.len_bytes()),
            false => 0,
        };
        Self { url, version, rope, n_lone_returns }
    }

    /// The text as a rope.
    pub fn rope(&self) -> &Rope {
        &self.rope
    }

    /// The byte at a position of the client.
    pub fn byte(&self, position: Position, encoding: PositionEncoding) -> usize {
        position::byte(&self.rope, position, encoding)
    }

    /// The text as it is now. Costs nothing until somebody asks for it in one piece.
    pub fn snapshot(&self) -> Snapshot {
        Snapshot {
            url: self.url.clone(),
            version: self.version,
            rope: self.rope.clone(),
            text: Arc::default(),
        }
    }
}

/// A document's text at one version; clones share everything.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// The document's name.
    pub url: DocumentUrl,
    /// The client's version of the text.
    pub version: i32,
    rope: Rope,
    text: Arc<OnceLock<Text>>,
}

impl Snapshot {
    /// The text as a rope.
    pub fn rope(&self) -> &Rope {
        &self.rope
    }

    /// The whole text, flattened at the first call and shared by all clones.
    pub fn text(&self) -> &Text {
        self.text.get_or_init(|| {
            let mut text = String::with_capacity(self.rope.len_bytes());
            text.extend(self.rope.chunks());
            text.into()
        })
    }

    /// The lines of the text.
    pub fn line_index(&self) -> LineIndex<'_> {
        LineIndex::new(self.text())
    }

    /// Where the client sees the byte at `byte`.
    pub fn position(&self, byte: usize, encoding: PositionEncoding) -> Position {
        position::position(&self.rope, byte, encoding)
    }

    /// The byte at a position of the client.
    pub fn byte(&self, position: Position, encoding: PositionEncoding) -> usize {
        position::byte(&self.rope, position, encoding)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::TextChange;

    #[test]
    fn snapshots_keep_the_text_of_their_time() {
        let mut document = Document::new(DocumentUrl::new("file:///a.py"), 1, "x = 1\n");
        let before = document.snapshot();
        document.apply(&TextChange { span: None, text: "y = 2\n".to_owned() });
        document.version = 2;
        let after = document.snapshot();
        assert_eq!((&**before.text(), before.version), ("x = 1\n", 1));
        assert_eq!((&**after.text(), after.version), ("y = 2\n", 2));
    }

    #[test]
    fn clones_of_a_snapshot_share_one_flattened_text() {
        let snapshot = Document::new(DocumentUrl::new("file:///a.py"), 1, "x").snapshot();
        let clone = snapshot.clone();
        assert!(snapshot.text().is_same(clone.text()));
    }
}

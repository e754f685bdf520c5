//! Text: bytes inside, positions at the edge.

pub mod decode;
pub mod document;
pub mod edit;
pub mod position;
mod quick_map;
mod shared;
mod span;

pub use document::{Document, Snapshot};
pub use edit::{AppliedEdit, Point, TextChange};
pub use position::{LineIndex, Position, PositionEncoding};
pub use quick_map::QuickMap;
pub use shared::{Replacement, Text, untouched};
pub use span::Span;

use std::fmt;
use std::sync::Arc;

/// The URL that names a document, normalised, as text.
///
/// Invariant: two spellings of one file (`%3A`, drive letter case) are one value; made by `workspace` and `lsp` only.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DocumentUrl(Arc<str>);

impl DocumentUrl {
    /// Wraps an already normalised URL.
    pub fn new(url: impl Into<Arc<str>>) -> Self {
        Self(url.into())
    }

    /// The URL as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for DocumentUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

//! The protocol's types to ours.

use std::path::PathBuf;

use tower_lsp::ls_types::{Position, TextDocumentContentChangeEvent, Uri};

use crate::text::{self, Document, DocumentUrl, PositionEncoding, Span, TextChange};
use crate::workspace::url;

/// The one spelling of a document's name.
pub(super) fn document_url(uri: &Uri) -> DocumentUrl {
    url::normalise(uri.as_str())
}

/// The path of a `file:` URI.
pub(super) fn file_path(uri: &Uri) -> Option<PathBuf> {
    url::path_of(&document_url(uri))
}

/// The path of a document; of a document that is no file, what its URI says.
pub(super) fn path(uri: &Uri) -> PathBuf {
    file_path(uri)
        .unwrap_or_else(|| PathBuf::from(uri.path().decode().to_string_lossy().into_owned()))
}

/// A place in the client's columns.
pub(super) fn position(position: Position) -> text::Position {
    text::Position::new(position.line as usize, position.character as usize)
}

/// A change of `document` as it is now.
pub(super) fn change(
    document: &Document,
    encoding: PositionEncoding,
    change: TextDocumentContentChangeEvent,
) -> TextChange {
    let span = change.range.map(|range| {
        let start = document.byte(position(range.start), encoding);
        let end = document.byte(position(range.end), encoding);
        // A reversed range is meant as the same stretch.
        Span::new(start.min(end), start.max(end))
    });
    TextChange { span, text: change.text }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(uri: &str) -> String {
        document_url(&uri.parse().unwrap()).to_string()
    }

    #[test]
    fn spellings_of_one_file_are_one_name() {
        assert_eq!(name("file:///a/%7Eb%40c.py"), name("file:///a/~b@c.py"));
        assert_eq!(name("FILE:///a/%c3%a9.py"), name("file:///a/%C3%A9.py"));
        assert_ne!(name("file:///a.py"), name("file:///A.py"));
    }

    #[test]
    fn what_is_no_file_keeps_its_name_and_has_a_path_for_its_language() {
        assert_eq!(name("untitled:Untitled-1"), "untitled:Untitled-1");
        assert_eq!(path(&"untitled:new%20one.py".parse().unwrap()), PathBuf::from("new one.py"));
        assert_eq!(file_path(&"git:/a.py?x".parse().unwrap()), None);
    }
}

//! The protocol's types to ours.

use std::path::PathBuf;

use tower_lsp::ls_types::{Position, TextDocumentContentChangeEvent, Uri};

use crate::text::{self, Document, DocumentUrl, PositionEncoding, Span, TextChange};

/// The one spelling of a document's name. Editors encode more or less of a path, and disagree
/// about `c:`, `C:` and `c%3A`; other schemes are kept as they are.
pub(super) fn document_url(uri: &Uri) -> DocumentUrl {
    let normalised = file_path(uri).and_then(Uri::from_file_path);
    DocumentUrl::new(normalised.as_ref().unwrap_or(uri).as_str())
}

/// The path of a `file:` URI.
pub(super) fn file_path(uri: &Uri) -> Option<PathBuf> {
    if !is_file(uri) {
        return None;
    }
    uri.to_file_path().map(|path| path.into_owned()).filter(|path| path.is_absolute())
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

/// Whether the document is a file.
pub(super) fn is_file(uri: &Uri) -> bool {
    uri.scheme().as_str().eq_ignore_ascii_case("file")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(uri: &str) -> String {
        document_url(&uri.parse().unwrap()).to_string()
    }

    #[test]
    fn spellings_of_one_file_are_one_name() {
        assert_eq!(url("file:///a/%7Eb%40c.py"), url("file:///a/~b@c.py"));
        assert_eq!(url("FILE:///a/%c3%a9.py"), url("file:///a/%C3%A9.py"));
        assert_ne!(url("file:///a.py"), url("file:///A.py"));
    }

    #[test]
    fn what_is_no_file_keeps_its_name_and_has_a_path_for_its_language() {
        assert_eq!(url("untitled:Untitled-1"), "untitled:Untitled-1");
        assert_eq!(path(&"untitled:new%20one.py".parse().unwrap()), PathBuf::from("new one.py"));
        assert_eq!(file_path(&"git:/a.py?x".parse().unwrap()), None);
    }
}

//! A document the client has open: its text, what the last check left, and the newest findings.

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;

use tokio::sync::watch;
use tower_lsp::ls_types::{Position, Range, TextDocumentContentChangeEvent, Uri};

use super::assessment::Assessment;
use super::{from_lsp, to_lsp};
use crate::analysis::Memory;
use crate::languages::Language;
use crate::semantics::{ModuleExports, StopFlag};
use crate::text::{AppliedEdit, Document, PositionEncoding, Replacement, Snapshot, Span};

/// Edits that are told to a check one by one; after more it reads the text anew.
const MOST_EDITS: usize = 256;

/// One text of a document, and how the client counts its columns. Cheap to clone.
#[derive(Clone, Debug)]
pub(super) struct ClientText {
    /// The text.
    pub(super) snapshot: Snapshot,
    /// How columns count.
    pub(super) encoding: PositionEncoding,
}

impl ClientText {
    /// The byte a position means; the end of the line or text where it lies beyond.
    pub(super) fn offset(&self, position: Position) -> usize {
        self.snapshot.byte(from_lsp::position(position), self.encoding)
    }

    /// The bytes a range means.
    pub(super) fn span(&self, range: Range) -> Span {
        let (start, end) = (self.offset(range.start), self.offset(range.end));
        // A reversed range is meant as the same stretch.
        Span::new(start.min(end), start.max(end))
    }

    /// Where a span stands.
    pub(super) fn range(&self, span: Span) -> Range {
        let position = |byte| to_lsp::position(self.snapshot.position(byte, self.encoding));
        Range::new(position(span.start), position(span.end))
    }
}

/// A document the client has open.
///
/// Invariant: `revision` grows with every change of the text or of what surrounds it, and is not
/// used twice, not even by a document closed and opened again.
pub(super) struct OpenDocument {
    /// The name as the client spells it.
    pub(super) uri: Uri,
    /// Where it lies, or would lie.
    pub(super) path: PathBuf,
    /// What it is written in.
    pub(super) language: &'static Language,
    /// The text, under the name that everything below `lsp` knows.
    pub(super) document: Document,
    /// How the client counts columns.
    pub(super) encoding: PositionEncoding,
    /// The revision it was opened with.
    pub(super) opened: u64,
    /// Our number for the text and what surrounds it.
    pub(super) revision: u64,
    /// The revision that is to be checked; older than the other until the document is saved, if
    /// the user wants that.
    pub(super) wanted: u64,
    /// The revision of the last edit of the text.
    pub(super) edited: u64,
    /// The last edit of the text that others see.
    pub(super) shared: u64,
    /// What that text exports, once that was asked for.
    pub(super) exports: Option<ModuleExports>,
    /// Whether a check is under way.
    pub(super) in_check: bool,
    /// Whether the user was told how the document is read.
    pub(super) noted: bool,
    /// What the newest finished check gave.
    pub(super) assessed: watch::Sender<Option<Arc<Assessment>>>,
    last: LastCheck,
    /// The edits since a check began; none if there were too many.
    edits: Option<Vec<Replacement>>,
    /// Whether what a check under way will leave is outdated already.
    is_outdated: bool,
    /// Stops the check under way.
    stop: StopFlag,
}

impl OpenDocument {
    /// A document as it was opened.
    pub(super) fn new(
        document: Document,
        uri: Uri,
        language: &'static Language,
        encoding: PositionEncoding,
        revision: u64,
    ) -> Self {
        Self {
            path: from_lsp::path(&uri),
            uri,
            language,
            document,
            encoding,
            opened: revision,
            revision,
            wanted: revision,
            edited: revision,
            shared: revision,
            exports: None,
            in_check: false,
            noted: false,
            assessed: watch::channel(None).0,
            last: LastCheck::default(),
            edits: None,
            is_outdated: false,
            stop: StopFlag::default(),
        }
    }

    /// The newest revision is to be checked; a check of an older one under way is for nobody.
    pub(super) fn want_newest(&mut self) {
        if self.wanted != self.revision {
            self.wanted = self.revision;
            self.stop.set();
        }
    }

    /// What stops the check that begins now.
    pub(super) fn begin_check(&mut self) -> StopFlag {
        self.stop = StopFlag::default();
        self.stop.clone()
    }

    /// Applies changes, each in terms of the text the one before left. Does not parse: that
    /// takes longer than a handler may.
    pub(super) fn apply(&mut self, changes: Vec<TextDocumentContentChangeEvent>, version: i32) {
        for change in changes {
            let change = from_lsp::change(&self.document, self.encoding, change);
            let edit = self.document.apply(&change);
            self.note(edit);
        }
        self.document.version = version;
    }

    /// Notes an edit for the next check.
    fn note(&mut self, edit: AppliedEdit) {
        let Some(edits) = self.edits.as_mut().filter(|edits| edits.len() < MOST_EDITS) else {
            self.edits = None;
            return;
        };
        let new = self.document.rope().byte_slice(edit.start_byte..edit.new_end_byte);
        let span = Span::new(edit.start_byte, edit.old_end_byte);
        edits.push(Replacement { span, text: new.into() });
    }

    /// The text as it is now.
    pub(super) fn text(&self) -> ClientText {
        ClientText { snapshot: self.document.snapshot(), encoding: self.encoding }
    }

    /// What the last check left, for the one that begins now.
    pub(super) fn lend_last(&mut self) -> LastCheck {
        self.is_outdated = false;
        let edits = self.edits.replace(Vec::new());
        LastCheck { edits, ..std::mem::take(&mut self.last) }
    }

    /// Keeps what a check left, unless something around the document changed meanwhile.
    pub(super) fn return_last(&mut self, last: LastCheck) {
        if !self.is_outdated {
            self.last = last;
        }
    }

    /// Something around the document changed: all of it is to be looked at again.
    pub(super) fn forget_last(&mut self) {
        self.is_outdated = true;
        self.last = LastCheck::default();
    }
}

/// What a check of a document leaves for the next one.
#[derive(Default)]
pub(super) struct LastCheck {
    /// What was found, slice by slice.
    pub(super) memory: Memory,
    /// Files whose exports that depends on.
    pub(super) looked_at: HashSet<PathBuf>,
    /// What became of its text since; none if that is not known.
    pub(super) edits: Option<Vec<Replacement>>,
    /// Which rules and settings it stands on, by address.
    pub(super) ground: usize,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::languages::PYTHON;
    use crate::text::DocumentUrl;

    const ENCODINGS: [PositionEncoding; 3] =
        [PositionEncoding::Utf8, PositionEncoding::Utf16, PositionEncoding::Utf32];

    fn open(text: &str, encoding: PositionEncoding) -> OpenDocument {
        let document = Document::new(DocumentUrl::new("file:///a.py"), 1, text);
        OpenDocument::new(document, "file:///a.py".parse().unwrap(), &PYTHON, encoding, 1)
    }

    fn edit(start: (u32, u32), end: (u32, u32), text: &str) -> TextDocumentContentChangeEvent {
        let (start, end) = (Position::new(start.0, start.1), Position::new(end.0, end.1));
        let range = Some(Range::new(start, end));
        TextDocumentContentChangeEvent { range, range_length: None, text: text.to_owned() }
    }

    fn text(document: &OpenDocument) -> String {
        document.document.snapshot().text().to_string()
    }

    #[test]
    fn columns_count_in_the_clients_units() {
        for (encoding, columns) in ENCODINGS.into_iter().zip([6, 3, 2]) {
            let text = open("é😀x\r\n😀y\rz", encoding).text();
            let range = text.range(Span::empty(6));
            assert_eq!(range.start, Position::new(0, columns), "{encoding:?}");
            assert_eq!(text.offset(range.start), 6, "{encoding:?}");
            assert_eq!(text.range(Span::empty(900)).start, Position::new(2, 1));
        }
    }

    #[test]
    fn positions_beyond_the_end_are_the_end() {
        for encoding in ENCODINGS {
            let text = open("ab\ncd", encoding).text();
            assert_eq!(text.offset(Position::new(0, 99)), 2);
            assert_eq!(text.offset(Position::new(9, 0)), 5);
            assert_eq!(text.offset(Position::new(u32::MAX, u32::MAX)), 5);
        }
    }

    #[test]
    fn changes_apply_in_order_and_may_be_reversed() {
        let mut document = open("x = 😀\n", PositionEncoding::Utf16);
        let first = edit((0, 4), (0, 6), "eval");
        document.apply(vec![first, edit((0, 8), (1, 0), "()\r\n")], 2);
        assert_eq!(text(&document), "x = eval()\r\n");
        document.apply(vec![edit((1, 0), (0, 0), "#")], 3);
        assert_eq!((text(&document).as_str(), document.document.version), ("#", 3));
    }

    #[test]
    fn what_a_check_leaves_is_kept_unless_something_around_changed() {
        let mut document = open("x = 1\n", PositionEncoding::Utf16);
        let left = |ground| LastCheck { ground, ..LastCheck::default() };
        assert_eq!(document.lend_last().ground, 0);
        document.return_last(left(1));
        assert_eq!(document.lend_last().ground, 1);
        document.forget_last();
        document.return_last(left(2));
        assert_eq!(document.lend_last().ground, 0);
        document.return_last(left(3));
        assert_eq!(document.lend_last().ground, 3);
    }
}

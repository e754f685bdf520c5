//! Edits of our own to one `WorkspaceEdit` in the form the client understands.

use std::collections::HashMap;
use std::path::Path;

use tower_lsp::ls_types::{
    AnnotatedTextEdit, ChangeAnnotation, CreateFile, CreateFileOptions, DocumentChangeOperation,
    DocumentChanges, OneOf, OptionalVersionedTextDocumentIdentifier, Position, Range, ResourceOp,
    TextDocumentEdit, TextEdit, Uri, WorkspaceEdit,
};

use super::open_document::ClientText;
use super::state::State;
use super::to_lsp;
use crate::finding::Edit;
use crate::text::{Document, DocumentUrl};
use crate::workspace;

/// The id of the one annotation an edit has.
const CAUTION: &str = "caution";

/// A document as it is now: in the editor, else on disk.
pub(super) struct Target {
    /// Its name as the client spells it.
    pub(super) uri: Uri,
    /// The client's version of the text; none for what only lies on disk.
    pub(super) version: Option<i32>,
    /// The text.
    pub(super) text: ClientText,
}

impl Target {
    /// The document of a name; none if it is neither open nor readable.
    pub(super) fn of_url(state: &State, url: &DocumentUrl) -> Option<Self> {
        if let Some((uri, text)) = state.open_text(url) {
            return Some(Self { uri, version: Some(text.snapshot.version), text });
        }
        let text = workspace::read(&workspace::url::path_of(url)?).ok()?.decoded.text;
        let snapshot = Document::new(url.clone(), 0, &text).snapshot();
        let text = ClientText { snapshot, encoding: state.abilities().encoding };
        Some(Self { uri: url.as_str().parse().ok()?, version: None, text })
    }

    /// The file at a path.
    pub(super) fn of_path(state: &State, path: &Path) -> Option<Self> {
        Self::of_url(state, &workspace::url::of_path(path))
    }
}

/// Collects what is to be changed where.
#[derive(Default)]
pub(super) struct Changes {
    changes: Vec<Change>,
}

enum Change {
    Edit { uri: Uri, version: Option<i32>, edits: Vec<TextEdit> },
    Create { uri: Uri, text: String },
}

impl Changes {
    /// Edits of one document; all of them count in the text as it is before any.
    pub(super) fn edit(&mut self, target: &Target, edits: &[Edit]) {
        let edits = edits.iter().map(|edit| to_lsp::text_edit(edit, &target.text)).collect();
        self.changes.push(Change::Edit { uri: target.uri.clone(), version: target.version, edits });
    }

    /// A new file; none if its name cannot be said.
    pub(super) fn create(&mut self, url: &DocumentUrl, text: String) -> Option<()> {
        self.changes.push(Change::Create { uri: url.as_str().parse().ok()?, text });
        Some(())
    }

    /// The whole edit; none if nothing changes, or if the client cannot do all of it. `caution` is
    /// what the user should be told about it, and asked before where it reaches several documents:
    /// what happens under one's eyes was chosen by a title that says so.
    pub(super) fn finish(self, state: &State, caution: Option<&str>) -> Option<WorkspaceEdit> {
        let abilities = state.abilities();
        let creates = self.changes.iter().any(|change| matches!(change, Change::Create { .. }));
        if self.changes.is_empty() || creates && !abilities.editing.creates_files {
            return None;
        }
        if !abilities.document_changes {
            let mut changes: HashMap<Uri, Vec<TextEdit>> = HashMap::new();
            for change in self.changes {
                if let Change::Edit { uri, edits, .. } = change {
                    changes.entry(uri).or_default().extend(edits);
                }
            }
            return Some(WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() });
        }
        let caution = caution.filter(|_| abilities.editing.annotations);
        let asks = self.changes.len() > 1;
        let mut operations = Vec::new();
        for change in self.changes {
            operations.extend(operations_of(change, caution.is_some()));
        }
        // The plainer form is understood by more.
        let document_changes = if creates {
            DocumentChanges::Operations(operations)
        } else {
            DocumentChanges::Edits(
                operations
                    .into_iter()
                    .filter_map(|operation| match operation {
                        DocumentChangeOperation::Edit(edit) => Some(edit),
                        DocumentChangeOperation::Op(_) => None,
                    })
                    .collect(),
            )
        };
        let annotations = caution.map(|label| {
            let annotation = ChangeAnnotation {
                label: label.to_owned(),
                needs_confirmation: Some(asks),
                description: Some("may change what the program does".to_owned()),
            };
            HashMap::from([(CAUTION.to_owned(), annotation)])
        });
        Some(WorkspaceEdit {
            document_changes: Some(document_changes),
            change_annotations: annotations,
            ..WorkspaceEdit::default()
        })
    }
}

fn operations_of(change: Change, cautious: bool) -> Vec<DocumentChangeOperation> {
    let annotated = |edit: TextEdit| {
        if cautious {
            OneOf::Right(AnnotatedTextEdit { text_edit: edit, annotation_id: CAUTION.to_owned() })
        } else {
            OneOf::Left(edit)
        }
    };
    let edit = |uri, version, edits: Vec<TextEdit>| {
        DocumentChangeOperation::Edit(TextDocumentEdit {
            text_document: OptionalVersionedTextDocumentIdentifier { uri, version },
            edits: edits.into_iter().map(annotated).collect(),
        })
    };
    match change {
        Change::Edit { uri, version, edits } => vec![edit(uri, version, edits)],
        Change::Create { uri, text } => {
            let create = CreateFile {
                uri: uri.clone(),
                // Made by somebody else meanwhile, it must not be lost.
                options: Some(CreateFileOptions {
                    overwrite: Some(false),
                    ignore_if_exists: Some(false),
                }),
                annotation_id: cautious.then(|| CAUTION.to_owned()),
            };
            let top = Range::new(Position::new(0, 0), Position::new(0, 0));
            let text = vec![TextEdit::new(top, text)];
            vec![DocumentChangeOperation::Op(ResourceOp::Create(create)), edit(uri, None, text)]
        }
    }
}

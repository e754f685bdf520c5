//! Open, change, save, close. Everything here happens before the first await of its handler, so
//! that changes apply in the order in which they arrive.

use std::sync::Arc;
use std::time::Duration;

use tower_lsp::ls_types::{
    DidChangeTextDocumentParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams,
    DidSaveTextDocumentParams, TextDocumentItem,
};

use super::open_document::OpenDocument;
use super::state::State;
use super::watched_files::Concern;
use super::{from_lsp, scan, watched_files};
use crate::languages::detect::detect;
use crate::text::Document;

/// How old what is known about files may be where nobody tells of changes.
const DISK_AGE: Duration = Duration::from_secs(10);

/// `textDocument/didOpen`
pub(super) fn open(state: &Arc<State>, params: DidOpenTextDocumentParams) {
    open_item(state, params.text_document);
}

/// Takes a document in, or a cell of a notebook.
pub(super) fn open_item(state: &Arc<State>, item: TextDocumentItem) {
    let path = from_lsp::path(&item.uri);
    let first_line = item.text.lines().next().unwrap_or_default();
    let language = detect(&path.to_string_lossy(), Some(&item.language_id), first_line);
    let document = Document::new(from_lsp::document_url(&item.uri), item.version, &item.text);
    let encoding = state.abilities().encoding;
    state.open(OpenDocument::new(document, item.uri, language, encoding, state.next_revision()));
    scan::look_for_changes(state, DISK_AGE);
}

/// `textDocument/didChange`
pub(super) fn change(state: &Arc<State>, params: DidChangeTextDocumentParams) {
    let document = params.text_document;
    if !state.edit(&document.uri, params.content_changes, document.version) {
        tracing::warn!(uri = document.uri.as_str(), "a change of a document that is not open");
    }
}

/// `textDocument/didSave`: not every client watches files, but all tell what they save.
pub(super) fn save(state: &Arc<State>, params: &DidSaveTextDocumentParams) {
    let uri = &params.text_document.uri;
    let Some(path) = from_lsp::file_path(uri) else { return };
    state.forget(&path);
    state.lenses.forget();
    state.saved(uri);
    scan::look_for_changes(state, DISK_AGE);
    match Concern::of(&path) {
        // Others see the editor's text already.
        Some(Concern::Project) if watched_files::is_module(&path) => scan::appeared(state, &path),
        // The document itself was checked with this text.
        Some(Concern::Project) => {
            state.recheck(Some(&from_lsp::document_url(uri)));
            scan::all(state);
        }
        concern => watched_files::act(state, concern),
    }
}

/// `textDocument/didClose`
pub(super) fn close(state: &Arc<State>, params: &DidCloseTextDocumentParams) {
    state.close(&params.text_document.uri);
}

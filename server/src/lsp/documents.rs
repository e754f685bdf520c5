//! Open, change, save, close. Everything here happens before the first await of its handler, so
//! that changes apply in the order in which they arrive.

use std::sync::Arc;

use tokio::sync::watch;
use tower_lsp::ls_types::{
    DidChangeTextDocumentParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams,
    DidSaveTextDocumentParams,
};

use super::open_document::{OpenDocument, Text};
use super::state::State;
use super::{from_lsp, watched_files};
use crate::languages::detect::detect;

/// `textDocument/didOpen`
pub(super) fn open(state: &Arc<State>, params: DidOpenTextDocumentParams) {
    let item = params.text_document;
    let text = Text::new(&item.text, state.abilities().encoding);
    let path = from_lsp::path(&item.uri);
    let language = detect(&path.to_string_lossy(), Some(&item.language_id), &text.first_line());
    let revision = state.next_revision();
    state.open(OpenDocument {
        url: from_lsp::document_url(&item.uri),
        uri: item.uri,
        path,
        language,
        version: item.version,
        text,
        opened: revision,
        revision,
        in_check: false,
        assessed: watch::channel(None).0,
    });
}

/// `textDocument/didChange`
pub(super) fn change(state: &Arc<State>, params: DidChangeTextDocumentParams) {
    let document = params.text_document;
    let known = state.edit(&document.uri, document.version, |text| {
        for change in &params.content_changes {
            text.apply(change);
        }
    });
    if !known {
        tracing::warn!(uri = document.uri.as_str(), "a change of a document that is not open");
    }
}

/// `textDocument/didSave`: not every client watches files, but all tell what they save.
pub(super) fn save(state: &Arc<State>, params: &DidSaveTextDocumentParams) {
    if watched_files::is_configuration(&params.text_document.uri) {
        state.recheck_all();
    }
}

/// `textDocument/didClose`
pub(super) fn close(state: &Arc<State>, params: &DidCloseTextDocumentParams) {
    state.close(&params.text_document.uri);
}

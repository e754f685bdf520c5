//! `textDocument/documentLink`: ids of vulnerabilities, weaknesses and rules lead to their pages.

use std::sync::Arc;

use tower_lsp::ls_types::{DocumentLink, DocumentLinkParams};

use super::state::State;

/// Answers with the ids in the document.
pub(super) async fn handle(
    state: &Arc<State>,
    params: DocumentLinkParams,
) -> Option<Vec<DocumentLink>> {
    let page = state.open_page(&params.text_document.uri)?;
    let work = {
        let (state, page) = (state.clone(), page.clone());
        move || page.assist(&state, |assist| assist.links())
    };
    let links = tokio::task::spawn_blocking(work).await.ok()?;
    let links = links.into_iter().filter_map(|link| {
        Some(DocumentLink {
            range: page.text.range(link.span),
            target: Some(link.address.parse().ok()?),
            tooltip: Some(link.title),
            data: None,
        })
    });
    Some(links.collect())
}

//! `textDocument/diagnostic`: findings for clients that ask.

use std::sync::Arc;

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{
    Diagnostic, DocumentDiagnosticParams, DocumentDiagnosticReport, DocumentDiagnosticReportResult,
    FullDocumentDiagnosticReport, RelatedFullDocumentDiagnosticReport,
    RelatedUnchangedDocumentDiagnosticReport, UnchangedDocumentDiagnosticReport,
};

use super::state::State;
use super::workspace_diagnostics::server_cancelled;
use super::{from_lsp, scan};

/// Answers with the findings, or that they are those the client has.
pub(super) async fn handle(
    state: &Arc<State>,
    params: DocumentDiagnosticParams,
) -> Result<DocumentDiagnosticReportResult> {
    let uri = &params.text_document.uri;
    let previous = params.previous_result_id;
    if !state.is_open(uri) {
        let path = from_lsp::file_path(uri);
        let state = state.clone();
        let work = move || scan::of_closed_file(&state, &path?);
        let report = tokio::task::spawn_blocking(work).await.ok().flatten();
        let found = report.as_ref().map(|report| (&report.result_id, &report.diagnostics));
        return Ok(answer(found, previous.as_ref()));
    }
    let Some(assessment) = state.shown_assessment(uri).await else {
        // Closed meanwhile; or opened again, and then worth asking again.
        return Err(server_cancelled(state.is_open(uri)));
    };
    Ok(answer(Some((&assessment.result_id, &assessment.diagnostics)), previous.as_ref()))
}

fn answer(
    found: Option<(&String, &Vec<Diagnostic>)>,
    previous: Option<&String>,
) -> DocumentDiagnosticReportResult {
    let report = match found {
        Some((result_id, _)) if previous == Some(result_id) => {
            return DocumentDiagnosticReport::Unchanged(RelatedUnchangedDocumentDiagnosticReport {
                related_documents: None,
                unchanged_document_diagnostic_report: UnchangedDocumentDiagnosticReport {
                    result_id: result_id.clone(),
                },
            })
            .into();
        }
        Some((result_id, items)) => FullDocumentDiagnosticReport {
            result_id: Some(result_id.clone()),
            items: items.clone(),
        },
        None => FullDocumentDiagnosticReport::default(),
    };
    DocumentDiagnosticReport::Full(RelatedFullDocumentDiagnosticReport {
        related_documents: None,
        full_document_diagnostic_report: report,
    })
    .into()
}

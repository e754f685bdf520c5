//! `textDocument/diagnostic`: findings for clients that ask.

use std::sync::Arc;

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{
    DocumentDiagnosticParams, DocumentDiagnosticReport, DocumentDiagnosticReportResult,
    FullDocumentDiagnosticReport, RelatedFullDocumentDiagnosticReport,
    RelatedUnchangedDocumentDiagnosticReport, UnchangedDocumentDiagnosticReport,
};

use super::state::State;
use super::workspace_diagnostics::server_cancelled;

/// Answers with the findings, or that they are those the client has.
pub(super) async fn handle(
    state: &Arc<State>,
    params: DocumentDiagnosticParams,
) -> Result<DocumentDiagnosticReportResult> {
    let uri = &params.text_document.uri;
    let was_open = state.is_open(uri);
    let assessment = state.shown_assessment(uri).await;
    if was_open && assessment.is_none() {
        // Closed meanwhile; or opened again, and then worth asking again.
        return Err(server_cancelled(state.is_open(uri)));
    }
    let mut report = FullDocumentDiagnosticReport::default();
    if let Some(assessment) = assessment {
        if params.previous_result_id.as_ref() == Some(&assessment.result_id) {
            return Ok(DocumentDiagnosticReport::Unchanged(
                RelatedUnchangedDocumentDiagnosticReport {
                    related_documents: None,
                    unchanged_document_diagnostic_report: UnchangedDocumentDiagnosticReport {
                        result_id: assessment.result_id.clone(),
                    },
                },
            )
            .into());
        }
        report.result_id = Some(assessment.result_id.clone());
        report.items = assessment.diagnostics.clone();
    }
    Ok(DocumentDiagnosticReport::Full(RelatedFullDocumentDiagnosticReport {
        related_documents: None,
        full_document_diagnostic_report: report,
    })
    .into())
}

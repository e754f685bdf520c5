//! `textDocument/diagnostic`: findings for clients that ask.

use std::sync::Arc;

use tower_lsp::ls_types::{
    DocumentDiagnosticParams, DocumentDiagnosticReport, DocumentDiagnosticReportResult,
    FullDocumentDiagnosticReport, RelatedFullDocumentDiagnosticReport,
    RelatedUnchangedDocumentDiagnosticReport, UnchangedDocumentDiagnosticReport,
};

use super::state::State;

/// Answers with the findings, or that they are those the client has.
pub(super) async fn handle(
    state: &Arc<State>,
    params: DocumentDiagnosticParams,
) -> DocumentDiagnosticReportResult {
    let assessment = state.assessment(&params.text_document.uri).await;
    let mut report = FullDocumentDiagnosticReport::default();
    if let Some(assessment) = assessment {
        if params.previous_result_id.as_ref() == Some(&assessment.result_id) {
            return DocumentDiagnosticReport::Unchanged(RelatedUnchangedDocumentDiagnosticReport {
                related_documents: None,
                unchanged_document_diagnostic_report: UnchangedDocumentDiagnosticReport {
                    result_id: assessment.result_id.clone(),
                },
            })
            .into();
        }
        report.result_id = Some(assessment.result_id.clone());
        report.items = assessment.diagnostics.clone();
    }
    DocumentDiagnosticReport::Full(RelatedFullDocumentDiagnosticReport {
        related_documents: None,
        full_document_diagnostic_report: report,
    })
    .into()
}

//! Everything that is shown in the editor's list of problems now, open documents and closed files alike.

use std::sync::Arc;

use tower_lsp::ls_types::{Diagnostic, Uri};

use super::assessment::Assessment;
use super::panics::lock;
use super::project_findings::Report;
use super::state::State;
use crate::text::DocumentUrl;

/// What is shown in the editor's list of problems.
#[derive(Default)]
pub(super) struct Shown {
    /// Documents with their findings; of the closed ones only those that have any.
    pub(super) documents: Vec<(DocumentUrl, ShownDocument)>,
    /// Open documents that were not checked yet.
    pub(super) pending: Vec<DocumentUrl>,
}

/// The findings of one document.
pub(super) enum ShownDocument {
    /// It is open.
    Open(Arc<Assessment>),
    /// It is not.
    Closed(Arc<Report>),
}

impl ShownDocument {
    /// Its name: as the client spells it, or as we do.
    pub(super) fn uri(&self) -> &Uri {
        match self {
            Self::Open(assessment) => &assessment.uri,
            Self::Closed(report) => &report.uri,
        }
    }

    /// The client's number for its text; none while it is closed.
    pub(super) fn version(&self) -> Option<i64> {
        match self {
            Self::Open(assessment) => Some(i64::from(assessment.version())),
            Self::Closed(_) => None,
        }
    }

    /// Equal for equal diagnostics.
    pub(super) fn result_id(&self) -> &str {
        match self {
            Self::Open(assessment) => &assessment.result_id,
            Self::Closed(report) => &report.result_id,
        }
    }

    /// What the client shows.
    pub(super) fn diagnostics(&self) -> &[Diagnostic] {
        match self {
            Self::Open(assessment) => &assessment.diagnostics,
            Self::Closed(report) => &report.diagnostics,
        }
    }
}

impl State {
    /// Everything that is shown now, in open and closed files.
    pub(super) fn shown(&self) -> Shown {
        let mut shown = Shown::default();
        {
            let documents = lock(&self.documents);
            for (url, document) in &*documents {
                match &*document.assessed.borrow() {
                    Some(assessment) => {
                        shown.documents.push((url.clone(), ShownDocument::Open(assessment.clone())))
                    }
                    None => shown.pending.push(url.clone()),
                }
            }
        }
        let findings = lock(&self.scan.findings);
        let closed = findings
            .reports()
            .map(|(url, report)| (url.clone(), ShownDocument::Closed(report.clone())));
        shown.documents.extend(closed);
        shown
    }
}

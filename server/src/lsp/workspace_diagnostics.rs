//! `workspace/diagnostic`: the findings of all files, also of those that are not open.
//!
//! A client that takes partial results gets each batch as it is found. When a client knows all
//! there is, its request stays open until something changes, so that nobody asks on a timer.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use serde::Serialize;
use tower_lsp::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp::ls_types::notification::Notification;
use tower_lsp::ls_types::{
    FullDocumentDiagnosticReport, ProgressToken, Uri, WorkspaceDiagnosticParams,
    WorkspaceDiagnosticReport, WorkspaceDiagnosticReportResult, WorkspaceDocumentDiagnosticReport,
    WorkspaceFullDocumentDiagnosticReport,
};

use super::state::State;
use super::{from_lsp, scan};
use crate::text::DocumentUrl;

/// Findings that come within this time go out together.
const GATHER: Duration = Duration::from_millis(50);

/// Files in one partial result; editors lag over messages of many thousand findings.
const MOST_FILES: usize = 200;

/// The code of `ServerCancelled` in the protocol.
const SERVER_CANCELLED: i64 = -32802;

/// `$/progress` with findings in it.
enum PartialResult {}

#[derive(Serialize, serde::Deserialize)]
struct PartialResultParams {
    token: ProgressToken,
    value: WorkspaceDiagnosticReport,
}

impl Notification for PartialResult {
    type Params = PartialResultParams;
    const METHOD: &'static str = "$/progress";
}

/// What the client shows: per document its spelling of the name, and the id of the findings.
type Known = HashMap<DocumentUrl, (Uri, String)>;

/// An answer that the client should ask again, or not.
pub(super) fn server_cancelled(retrigger: bool) -> Error {
    Error {
        code: ErrorCode::ServerError(SERVER_CANCELLED),
        message: "The server cancelled the request".into(),
        data: Some(serde_json::json!({ "retriggerRequest": retrigger })),
    }
}

/// Answers once there is something to say.
pub(super) async fn handle(
    state: &Arc<State>,
    params: WorkspaceDiagnosticParams,
) -> Result<WorkspaceDiagnosticReportResult> {
    let mut known: Known = params
        .previous_result_ids
        .into_iter()
        .map(|id| (from_lsp::document_url(&id.uri), (id.uri, id.value)))
        .collect();
    let token = params.partial_result_params.partial_result_token;
    let roots = state.roots();
    let mut status = state.scan.subscribe();
    scan::want(state);
    scan::look_for_changes(state, Duration::ZERO);
    // Of several held requests only the newest will be answered with findings.
    let mut requests = state.workspace_requests.subscribe();
    let is_first = *requests.borrow_and_update() == 0;
    state.workspace_requests.send_modify(|n_requests| *n_requests += 1);
    requests.borrow_and_update();
    let mut any_sent = false;
    loop {
        let now = *status.borrow_and_update();
        if now.ended {
            return Err(server_cancelled(false));
        }
        if state.roots() != roots {
            return Err(server_cancelled(true));
        }
        let has_all = now.complete;
        if token.is_some() || has_all {
            let mut items = changes(state, &mut known, has_all);
            if let Some(token) = &token {
                while !items.is_empty() {
                    let rest = items.split_off(items.len().min(MOST_FILES));
                    any_sent = true;
                    let value = WorkspaceDiagnosticReport { items };
                    let params = PartialResultParams { token: token.clone(), value };
                    state.client.send_notification::<PartialResult>(params).await;
                    items = rest;
                }
            }
            if has_all && (is_first || any_sent || !items.is_empty()) {
                return Ok(WorkspaceDiagnosticReport { items }.into());
            }
        }
        tokio::select! {
            changed = status.changed() => if changed.is_err() {
                return Err(server_cancelled(false));
            },
            changed = requests.changed() => {
                let _ = changed;
                return Err(server_cancelled(false));
            }
        }
        tokio::time::sleep(GATHER).await;
    }
}

/// Reports of the documents whose findings differ from what the client knows, which it then does.
fn changes(
    state: &State,
    known: &mut Known,
    has_all: bool,
) -> Vec<WorkspaceDocumentDiagnosticReport> {
    let shown = state.shown();
    let mut items = Vec::new();
    for (url, document) in &shown.documents {
        let is_news = match known.get(url) {
            Some((_, id)) => id != document.result_id(),
            None => !document.diagnostics().is_empty(),
        };
        if !is_news {
            continue;
        }
        let (uri, id) = (document.uri(), document.result_id());
        known.insert(url.clone(), (uri.clone(), id.to_owned()));
        items.push(item(
            uri.clone(),
            document.version(),
            Some(id.to_owned()),
            document.diagnostics().to_vec(),
        ));
    }
    if has_all {
        let current: HashSet<&DocumentUrl> =
            shown.documents.iter().map(|(url, _)| url).chain(&shown.pending).collect();
        known.retain(|url, (uri, _)| {
            let keep = current.contains(url);
            if !keep {
                items.push(item(uri.clone(), None, None, Vec::new()));
            }
            keep
        });
    }
    items
}

fn item(
    uri: Uri,
    version: Option<i64>,
    result_id: Option<String>,
    items: Vec<tower_lsp::ls_types::Diagnostic>,
) -> WorkspaceDocumentDiagnosticReport {
    WorkspaceFullDocumentDiagnosticReport {
        uri,
        version,
        full_document_diagnostic_report: FullDocumentDiagnosticReport { result_id, items },
    }
    .into()
}

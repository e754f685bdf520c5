//! A progress bar in the editor while the workspace is scanned, with a way to stop it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::sync::oneshot::Receiver;
use tower_lsp::ls_types::notification::Notification;
use tower_lsp::ls_types::{NumberOrString, ProgressToken, WorkDoneProgressCancelParams};

use super::state::State;

/// What ends sooner shows no progress.
const PATIENCE: Duration = Duration::from_millis(500);

/// Between two reports.
const PACE: Duration = Duration::from_millis(200);

const TOKENS: &str = "watchpost/scan/";

static N_TOKENS: AtomicU64 = AtomicU64::new(0);

/// `window/workDoneProgress/cancel`, which the protocol library leaves out.
pub(super) enum WorkDoneProgressCancel {}

impl Notification for WorkDoneProgressCancel {
    type Params = WorkDoneProgressCancelParams;
    const METHOD: &'static str = "window/workDoneProgress/cancel";
}

/// Shows how far the scan is until it is complete.
pub(super) async fn show(state: Arc<State>) {
    let mut status = state.scan.subscribe();
    let complete = status.wait_for(|status| status.complete || status.ended);
    if tokio::time::timeout(PATIENCE, complete).await.is_ok() {
        return;
    }
    state.tell_status();
    if !state.abilities().work_done_progress {
        return;
    }
    let number = N_TOKENS.fetch_add(1, Ordering::Relaxed);
    let token = ProgressToken::String(format!("{TOKENS}{number}"));
    if state.client.create_work_done_progress(token.clone()).await.is_err() {
        return;
    }
    let bar = state.client.progress(token, "Checking the workspace");
    let bar = bar.with_percentage(0).with_cancel_button().begin().await;
    loop {
        let now = *status.borrow_and_update();
        if now.complete || now.ended {
            break;
        }
        if let Some(percent) = (now.done * 100).checked_div(now.total) {
            let percent = u32::try_from(percent).unwrap_or(100);
            let message = format!("{} of {} files", now.done, now.total);
            bar.report_with_message(message, percent, None).await;
        }
        tokio::time::sleep(PACE).await;
        if status.changed().await.is_err() {
            break;
        }
    }
    bar.finish().await;
}

/// Shows that something goes on until `done` says so, or is dropped.
pub(super) async fn until(state: Arc<State>, title: &'static str, mut done: Receiver<()>) {
    let in_time = tokio::time::timeout(PATIENCE, &mut done).await.is_ok();
    if in_time || !state.abilities().work_done_progress {
        return;
    }
    let number = N_TOKENS.fetch_add(1, Ordering::Relaxed);
    let token = ProgressToken::String(format!("watchpost/{number}"));
    if state.client.create_work_done_progress(token.clone()).await.is_err() {
        return;
    }
    let bar = state.client.progress(token, title).begin().await;
    let _ = done.await;
    bar.finish().await;
}

/// The user pressed the button.
pub(super) fn cancelled(state: &State, params: &WorkDoneProgressCancelParams) {
    if let NumberOrString::String(token) = &params.token
        && token.starts_with(TOKENS)
    {
        state.scan.cancel();
    }
}

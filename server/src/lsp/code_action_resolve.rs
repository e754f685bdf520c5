//! `codeAction/resolve`: the edit of an action that was chosen.

use std::sync::Arc;

use tower_lsp::ls_types::CodeAction;

use super::code_action::{self, ActionData};
use super::state::State;

/// Answers with the action and its edit; without one if the text has changed since it was offered.
pub(super) async fn handle(state: &Arc<State>, mut action: CodeAction) -> CodeAction {
    let data = action.data.clone().and_then(|data| serde_json::from_value::<ActionData>(data).ok());
    let Some(data) = data.filter(|_| action.edit.is_none()) else { return action };
    // An edit for a text that is gone would be a wrong one, and need not be waited for.
    if state.open_page(&data.uri).is_none_or(|page| page.text.snapshot.version != data.version) {
        return action;
    }
    let Some(assessment) = state.settled(&data.uri).await else { return action };
    let state = state.clone();
    let work = move || code_action::edit(&state, &assessment, &data);
    action.edit = tokio::task::spawn_blocking(work).await.ok().flatten();
    action
}

//! `textDocument/codeLens` and `codeLens/resolve`: above the settings module of a Django project stands how its security
//! checklist looks; the command behind it shows all of it.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use tower_lsp::ls_types::{CodeLens, CodeLensParams, Command, Position, Range, Uri};

use super::panics::lock;
use super::state::State;
use super::{execute_command, from_lsp};
use crate::analysis::posture::{Posture, posture};
use crate::report::posture as printed;
use crate::semantics::ProjectView as _;
use crate::semantics::django::DjangoSettings;

/// The summary shown last, with what it was made of: editors ask again whenever the text changes.
#[derive(Default)]
pub(super) struct Lenses {
    last: Mutex<Option<(PathBuf, Arc<DjangoSettings>, String)>>,
}

impl Lenses {
    /// Files beside the settings changed.
    pub(super) fn forget(&self) {
        *lock(&self.last) = None;
    }
}

/// Answers with one lens for a module that processes of production are started with. What stands in it is made when it is
/// shown.
pub(super) async fn handle(state: &Arc<State>, params: CodeLensParams) -> Option<Vec<CodeLens>> {
    let uri = params.text_document.uri;
    let path = from_lsp::file_path(&uri)?;
    if path.extension().is_none_or(|extension| extension != "py") {
        return None;
    }
    let worker = state.clone();
    let asked = move || worker.ground().workspace.is_deployed(&path);
    let is_deployed = tokio::task::spawn_blocking(asked).await.ok()?;
    let range = Range::new(Position::new(0, 0), Position::new(0, 0));
    let data = Some(json!({ "uri": uri.as_str() }));
    is_deployed.then(|| vec![CodeLens { range, command: None, data }])
}

/// Puts the summary into a lens; as it came if there is nothing to say any more.
pub(super) async fn resolve(state: &Arc<State>, lens: CodeLens) -> CodeLens {
    let uri = lens.data.as_ref().and_then(|data| data["uri"].as_str()?.parse::<Uri>().ok());
    let Some((uri, path)) = uri.and_then(|uri| Some((uri.clone(), from_lsp::file_path(&uri)?)))
    else {
        return lens;
    };
    let worker = state.clone();
    let summary = tokio::task::spawn_blocking(move || summary(&worker, &path));
    let command = summary.await.ok().flatten().map(|summary| Command {
        title: format!("Security checklist: {summary}"),
        command: execute_command::POSTURE.to_owned(),
        arguments: Some(vec![Value::String(uri.as_str().to_owned())]),
    });
    CodeLens { command, ..lens }
}

fn summary(state: &State, path: &Path) -> Option<String> {
    let settings = state.ground().workspace.view(path).project_settings()?;
    if let Some((own, made_of, summary)) = &*lock(&state.lenses.last)
        && own == path
        && Arc::ptr_eq(made_of, &settings)
    {
        return Some(summary.clone());
    }
    let summary = printed::summary(&checklist(state, path)?);
    *lock(&state.lenses.last) = Some((path.to_owned(), settings, summary.clone()));
    Some(summary)
}

/// The checklist of the project that a file belongs to.
pub(super) fn checklist(state: &State, path: &Path) -> Option<Posture> {
    let ground = state.ground();
    let catalogue = state.catalogue(&ground);
    let settings = state.settings(&ground, path, &catalogue);
    posture(&ground.workspace, path, &catalogue, &settings)
}

impl State {
    /// Makes a client that shows lenses ask for them again.
    pub(super) fn refresh_lenses(&self) {
        if !self.abilities().lens_refresh {
            return;
        }
        let client = self.client.clone();
        // Nobody may wait for the client here: it may be waiting for us.
        tokio::spawn(async move {
            if let Err(error) = client.code_lens_refresh().await {
                tracing::debug!("the client does not refresh its lenses: {error}");
            }
        });
    }
}

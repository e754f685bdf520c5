//! Files on disk whose change changes findings: configuration, and a workspace's own rules.

use std::sync::Arc;

use serde_json::json;
use tower_lsp::ls_types::{DidChangeWatchedFilesParams, Registration, Uri};

use super::from_lsp;
use super::state::State;
use crate::config;

const CONFIGURATION_NAMES: [&str; 4] =
    ["watchpost.toml", ".watchpost.toml", "pyproject.toml", ".bandit"];
const RULE_FOLDER: &str = "/.watchpost/rules/";

/// `workspace/didChangeWatchedFiles`
pub(super) fn changed(state: &Arc<State>, params: &DidChangeWatchedFilesParams) {
    if params.changes.iter().any(|change| is_configuration(&change.uri)) {
        state.recheck_all();
    }
}

/// Whether findings of other files depend on this one.
pub(super) fn is_configuration(uri: &Uri) -> bool {
    let Some(path) = from_lsp::file_path(uri) else { return false };
    config::is_configuration(&path)
        || path.to_string_lossy().replace('\\', "/").contains(RULE_FOLDER)
}

/// Asks the client to watch them.
pub(super) async fn register(state: Arc<State>) {
    let mut watchers: Vec<_> = CONFIGURATION_NAMES
        .iter()
        .map(|name| json!({ "globPattern": format!("**/{name}") }))
        .collect();
    watchers.push(json!({ "globPattern": format!("**{RULE_FOLDER}**") }));
    let registration = Registration {
        id: "watchpost/watched-files".to_owned(),
        method: "workspace/didChangeWatchedFiles".to_owned(),
        register_options: Some(json!({ "watchers": watchers })),
    };
    if let Err(error) = state.client.register_capability(vec![registration]).await {
        tracing::info!("the client does not watch files: {error}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn configuration_files_are_known_by_name() {
        let is = |uri: &str| is_configuration(&uri.parse().unwrap());
        assert!(is("file:///a/pyproject.toml"));
        assert!(is("file:///a/.watchpost.toml"));
        for name in CONFIGURATION_NAMES {
            assert!(is(&format!("file:///a/{name}")), "{name}");
        }
        assert!(is("file:///a/.watchpost/rules/python/X1-y.scm"));
        assert!(!is("file:///a/my-watchpost.toml"));
        assert!(!is("untitled:pyproject.toml"));
    }
}

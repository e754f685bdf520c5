//! Files on disk whose change changes findings elsewhere: configuration, a workspace's own rules,
//! modules that others import.

use std::path::Path;
use std::sync::Arc;

use serde_json::json;
use tower_lsp::ls_types::{DidChangeWatchedFilesParams, FileChangeType, Registration};

use super::state::State;
use super::to_lsp::SOURCE;
use super::{from_lsp, scan};
use crate::config;
use crate::workspace::{self, own_rules, project};

/// Files that configuration is read from.
pub(super) const CONFIGURATION_NAMES: [&str; 4] =
    ["watchpost.toml", ".watchpost.toml", "pyproject.toml", ".bandit"];

/// Files that tell which packages and which Python a project has.
const PROJECT_GLOBS: [&str; 6] = [
    "**/*.py",
    "**/{setup.cfg,Pipfile,Pipfile.lock,uv.lock,poetry.lock,pdm.lock,pylock.toml,.python-version}",
    "**/*requirements*.txt",
    "**/requirements/**/*.txt",
    "**/{Dockerfile,Dockerfile.*,docker-compose*.yml,compose*.yml,Procfile,pytest.ini,tox.ini,*.service}",
    "**/{*.conf,*.conf.template,*.nginx,Caddyfile,.htaccess,haproxy.cfg,traefik*}",
];

/// What hangs on a file, beside its own findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Concern {
    /// What other files see: names, packages.
    Project,
    /// Which rules run.
    Configuration,
    /// The rules themselves.
    Rules,
}

impl Concern {
    /// The strongest concern of a file; none if nothing hangs on it.
    pub(super) fn of(path: &Path) -> Option<Self> {
        if own_rules::concerns(path) {
            Some(Self::Rules)
        } else if config::is_configuration(path) || is_baseline(path) {
            Some(Self::Configuration)
        } else if path.extension().is_some_and(|extension| extension == "py")
            || project::concerns(path)
            || workspace::concerns_settings(path)
        {
            Some(Self::Project)
        } else {
            None
        }
    }
}

/// `workspace/didChangeWatchedFiles`
pub(super) fn changed(state: &Arc<State>, params: &DidChangeWatchedFilesParams) {
    let (mut strongest, mut modules) = (None, Vec::new());
    state.lenses.forget();
    for change in &params.changes {
        let Some(path) = from_lsp::file_path(&change.uri) else { continue };
        let concern = Concern::of(&path);
        if concern == Some(Concern::Project)
            && change.typ == FileChangeType::CHANGED
            && state.is_open(&change.uri)
        {
            // The text in the editor counts, and saving it is told apart.
            continue;
        }
        state.forget(&path);
        match change.typ {
            FileChangeType::DELETED => scan::vanished(state, &path),
            FileChangeType::CREATED if concern != Some(Concern::Rules) => {
                scan::appeared(state, &path);
            }
            _ => scan::files(state, [path.clone()]),
        }
        if concern == Some(Concern::Project)
            && change.typ == FileChangeType::CHANGED
            && is_module(&path)
        {
            // Others see it by what it exports.
            modules.push(path);
            continue;
        }
        strongest = strongest.max(concern);
    }
    // Many at once when another branch is checked out.
    state.ripple(&modules);
    act(state, strongest);
}

/// Whether a file may be a baseline, going by its name; configuration says which one counts.
fn is_baseline(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.contains("baseline") && name.ends_with(".json")
}

/// Whether a file is a Python module.
pub(super) fn is_module(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "py")
}

/// Reads again what hangs on a changed file, and checks again.
pub(super) fn act(state: &Arc<State>, concern: Option<Concern>) {
    match concern {
        Some(Concern::Rules) => state.renew(true),
        Some(Concern::Configuration) => state.renew(false),
        Some(Concern::Project) => {
            state.recheck(None);
            scan::all(state);
        }
        None => {}
    }
}

/// Asks the client to watch them, and to tell when its settings change.
pub(super) async fn register(state: Arc<State>) {
    if state.abilities().configuration_changes {
        let registration = Registration {
            id: "watchpost/settings".to_owned(),
            method: "workspace/didChangeConfiguration".to_owned(),
            register_options: Some(json!({ "section": SOURCE })),
        };
        if let Err(error) = state.client.register_capability(vec![registration]).await {
            tracing::info!("the client does not tell of changed settings: {error}");
        }
    }
    if !state.abilities().watched_files {
        return;
    }
    let mut watchers: Vec<_> = CONFIGURATION_NAMES
        .iter()
        .map(|name| json!({ "globPattern": format!("**/{name}") }))
        .collect();
    watchers.extend(PROJECT_GLOBS.iter().map(|glob| json!({ "globPattern": glob })));
    watchers.push(json!({ "globPattern": format!("**/{}/**", own_rules::FOLDER) }));
    watchers.push(json!({ "globPattern": "**/*baseline*.json" }));
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
    fn what_hangs_on_a_file_is_known_by_its_name() {
        let of = |path: &str| Concern::of(Path::new(path));
        for name in CONFIGURATION_NAMES {
            assert_eq!(of(&format!("/a/{name}")), Some(Concern::Configuration), "{name}");
        }
        assert_eq!(of("/a/.watchpost/rules/python/X1-y.scm"), Some(Concern::Rules));
        for name in ["b.py", "uv.lock", "requirements.txt", "setup.cfg", ".python-version"] {
            assert_eq!(of(&format!("/a/{name}")), Some(Concern::Project), "{name}");
        }
        assert_eq!(of("/a/my-watchpost.toml"), None);
        assert_eq!(of("/a/b.html"), None);
    }
}

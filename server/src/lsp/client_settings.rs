//! What the user set in the editor, as opposed to in configuration files.
//!
//! It comes with `initialize`, is asked for where the client answers `workspace/configuration`, and
//! is taken from `workspace/didChangeConfiguration` where it does not.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::{Value, json};
use tower_lsp::ls_types::{ConfigurationItem, MessageType, Uri};
use tracing::level_filters::LevelFilter;

use super::state::State;
use super::to_lsp::SOURCE;
use crate::workspace::url;

/// Which files findings are shown for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum DiagnosticMode {
    /// All files of the workspace.
    #[default]
    Workspace,
    /// Files that are open in the editor.
    OpenFilesOnly,
}

/// When a document that is being edited is checked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Run {
    /// After every change.
    #[default]
    OnType,
    /// When it is opened and when it is saved.
    OnSave,
}

/// The settings for a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ClientSettings {
    /// Whether anything is shown at all.
    pub(super) enable: bool,
    /// Which files findings are shown for.
    pub(super) diagnostic_mode: DiagnosticMode,
    /// When documents are checked.
    pub(super) run: Run,
    /// A configuration file in place of the nearest one.
    pub(super) configuration: Option<PathBuf>,
    /// Address of a rule's page, with `{code}` for its code.
    pub(super) rule_page: Option<String>,
    /// How much the log says; of the whole editor only.
    pub(super) log_level: Option<LevelFilter>,
}

impl Default for ClientSettings {
    fn default() -> Self {
        Self {
            enable: true,
            diagnostic_mode: DiagnosticMode::default(),
            run: Run::default(),
            configuration: None,
            rule_page: None,
            log_level: None,
        }
    }
}

impl ClientSettings {
    /// Reads settings on top of these. What is wrong with a value goes to `tell`, and the rest
    /// counts all the same.
    pub(super) fn with(&self, value: &Value, tell: &mut dyn FnMut(String)) -> Self {
        let mut settings = self.clone();
        let Some(object) = value.as_object() else { return settings };
        for (key, value) in object {
            let expected = match (key.as_str(), value) {
                // Clients send `null` for what is not set.
                (_, Value::Null) => continue,
                ("enable", Value::Bool(enable)) => {
                    settings.enable = *enable;
                    continue;
                }
                ("diagnosticMode", Value::String(mode)) if mode == "workspace" => {
                    settings.diagnostic_mode = DiagnosticMode::Workspace;
                    continue;
                }
                ("diagnosticMode", Value::String(mode)) if mode == "openFilesOnly" => {
                    settings.diagnostic_mode = DiagnosticMode::OpenFilesOnly;
                    continue;
                }
                ("run", Value::String(run)) if run == "onType" => {
                    settings.run = Run::OnType;
                    continue;
                }
                ("run", Value::String(run)) if run == "onSave" => {
                    settings.run = Run::OnSave;
                    continue;
                }
                ("configuration", Value::String(path)) => {
                    settings.configuration = (!path.is_empty()).then(|| PathBuf::from(path));
                    continue;
                }
                ("rulePage", Value::String(page)) => {
                    settings.rule_page = page.contains("{code}").then(|| page.clone());
                    continue;
                }
                ("logLevel", Value::String(level)) if is_level(level) => {
                    settings.log_level = level.parse().ok();
                    continue;
                }
                ("enable", _) => "true or false",
                ("diagnosticMode", _) => "`workspace` or `openFilesOnly`",
                ("run", _) => "`onType` or `onSave`",
                ("configuration", _) => "a path",
                ("rulePage", _) => "an address with `{code}` in it",
                ("logLevel", _) => "`error`, `warn`, `info`, `debug` or `trace`",
                // Settings of the client itself, such as the program's path.
                _ => continue,
            };
            tell(format!("setting `watchpost.{key}` is {value}, and should be {expected}"));
        }
        settings
    }
}

fn is_level(word: &str) -> bool {
    matches!(word, "error" | "warn" | "info" | "debug" | "trace")
}

/// The settings of the whole editor, and of single workspace folders.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct AllSettings {
    /// Where no folder says otherwise.
    pub(super) global: ClientSettings,
    /// Per workspace folder.
    pub(super) folders: Vec<(PathBuf, ClientSettings)>,
}

impl AllSettings {
    /// The settings for a file: those of the innermost folder that holds it.
    pub(super) fn of(&self, path: &Path) -> &ClientSettings {
        self.folders
            .iter()
            .filter(|(folder, _)| path.starts_with(folder))
            .max_by_key(|(folder, _)| folder.as_os_str().len())
            .map_or(&self.global, |(_, settings)| settings)
    }

    /// Whether the same is found and shown with these settings as with others.
    pub(super) fn find_as(&self, others: &Self) -> bool {
        let mut same = self.clone();
        same.global.log_level = others.global.log_level;
        same.folders.len() == others.folders.len()
            && same.folders.iter_mut().zip(&others.folders).all(|((_, own), (_, other))| {
                own.log_level = other.log_level;
                true
            })
            && same == *others
    }

    /// Whether the files of some folder are shown without being open.
    pub(super) fn shows_closed_files(&self, roots: &[PathBuf]) -> bool {
        roots.iter().any(|root| {
            let settings = self.of(root);
            settings.enable && settings.diagnostic_mode == DiagnosticMode::Workspace
        })
    }
}

/// Our part of what a client sends: some wrap it into the section's name, some do not.
pub(super) fn section(value: &Value) -> &Value {
    value.get(SOURCE).or_else(|| value.get("settings")).unwrap_or(value)
}

/// Takes settings that came without being asked for.
pub(super) fn pushed(state: &Arc<State>, value: &Value) {
    let mut complaints = Vec::new();
    let global =
        ClientSettings::default().with(section(value), &mut |complaint| complaints.push(complaint));
    complain(state, complaints);
    state.change_settings(AllSettings { global, folders: Vec::new() });
}

/// Asks the client for the settings, of every folder and in general.
pub(super) async fn pull(state: Arc<State>) {
    let folders = state.roots();
    let section = || Some(SOURCE.to_owned());
    let mut items = vec![ConfigurationItem { scope_uri: None, section: section() }];
    items.extend(folders.iter().map(|folder| ConfigurationItem {
        scope_uri: url::of_path(folder).as_str().parse::<Uri>().ok(),
        section: section(),
    }));
    let values = match state.client.configuration(items).await {
        Ok(values) => values,
        Err(error) => {
            tracing::info!("the client does not tell its settings: {error}");
            return;
        }
    };
    let mut complaints = Vec::new();
    let mut tell = |complaint: String| {
        if !complaints.contains(&complaint) {
            complaints.push(complaint);
        }
    };
    let initial = state.initial_settings();
    let mut values = values.into_iter();
    let global = initial.with(&values.next().unwrap_or(json!({})), &mut tell);
    let mut folders: Vec<_> = folders
        .into_iter()
        .zip(values)
        .map(|(folder, value)| (folder, initial.with(&value, &mut tell)))
        .collect();
    // Said once, so that nothing is checked again for it.
    if folders.iter().all(|(_, settings)| *settings == global) {
        folders.clear();
    }
    complain(&state, complaints);
    state.change_settings(AllSettings { global, folders });
}

fn complain(state: &State, complaints: Vec<String>) {
    for complaint in complaints {
        state.outbox.log(MessageType::WARNING, complaint);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_value_does_not_spoil_the_others() {
        let mut complaints = Vec::new();
        let value = json!({
            "enable": false, "run": "sometimes", "diagnosticMode": "openFilesOnly",
            "configuration": null, "path": "/bin/watchpost", "logLevel": "info",
        });
        let settings =
            ClientSettings::default().with(&value, &mut |complaint| complaints.push(complaint));
        assert!(!settings.enable);
        assert_eq!(settings.run, Run::OnType);
        assert_eq!(settings.log_level, Some(LevelFilter::INFO));
        assert_eq!(settings.diagnostic_mode, DiagnosticMode::OpenFilesOnly);
        assert_eq!(
            complaints,
            [r#"setting `watchpost.run` is "sometimes", and should be `onType` or `onSave`"#]
        );
    }

    #[test]
    fn the_innermost_folder_counts() {
        let off = ClientSettings { enable: false, ..ClientSettings::default() };
        let settings = AllSettings {
            global: ClientSettings::default(),
            folders: vec![("/a/b".into(), off), ("/a".into(), ClientSettings::default())],
        };
        assert!(!settings.of(Path::new("/a/b/c.py")).enable);
        assert!(settings.of(Path::new("/a/c.py")).enable);
        assert!(settings.of(Path::new("/d.py")).enable);
    }

    #[test]
    fn settings_may_be_wrapped_into_their_name() {
        let plain = json!({ "enable": false });
        assert_eq!(section(&json!({ "watchpost": plain })), &plain);
        assert_eq!(section(&json!({ "settings": plain })), &plain);
        assert_eq!(section(&plain), &plain);
    }
}

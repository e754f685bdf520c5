//! `experimental/serverStatus`: whether all is well, for the editor's status line.

use serde::{Deserialize, Serialize};
use tower_lsp::ls_types::notification::Notification;

/// How the server is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Health {
    /// All is well.
    Ok,
    /// It works, but not all of it.
    Warning,
}

/// What the status line says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct ServerStatusParams {
    /// How the server is.
    pub(super) health: Health,
    /// Whether it is at rest.
    pub(super) quiescent: bool,
    /// What is wrong, if anything.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) message: Option<String>,
}

/// Sent to clients that state `experimental.serverStatusNotification`.
pub(super) enum ServerStatus {}

impl Notification for ServerStatus {
    type Params = ServerStatusParams;
    const METHOD: &'static str = "experimental/serverStatus";
}

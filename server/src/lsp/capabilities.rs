//! What the client can do, and what we answer that we can.

use tower_lsp::ls_types::{
    ClientCapabilities, CodeActionKind, CodeActionOptions, CodeActionProviderCapability,
    CodeLensOptions, DiagnosticOptions, DiagnosticServerCapabilities, DiagnosticTag,
    DocumentLinkOptions, ExecuteCommandOptions, HoverProviderCapability, MarkupKind, Notebook,
    NotebookCellSelector, NotebookDocumentSyncOptions, NotebookSelector, OneOf,
    PositionEncodingKind, SaveOptions, ServerCapabilities, TextDocumentSyncCapability,
    TextDocumentSyncKind, TextDocumentSyncOptions, TextDocumentSyncSaveOptions,
    WorkDoneProgressOptions, WorkspaceFoldersServerCapabilities, WorkspaceServerCapabilities,
};

use super::code_action::FIX_ALL;
use super::completion;
use super::editing::{Editing, takes_document_changes};
use super::execute_command::COMMANDS;
use super::to_lsp::SOURCE;
use crate::text::PositionEncoding;

/// How findings reach the client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Delivery {
    /// The client asks with `textDocument/diagnostic`.
    Pull,
    /// We send `textDocument/publishDiagnostics`.
    Push,
}

/// What the client can do, as far as it changes what we send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Abilities {
    /// How it counts columns.
    pub(super) encoding: PositionEncoding,
    /// How it gets findings.
    pub(super) delivery: Delivery,
    /// Asks again for diagnostics when told to.
    pub(super) refresh: bool,
    /// Asks again for lenses when told to.
    pub(super) lens_refresh: bool,
    /// Shows second places of a finding.
    pub(super) related_information: bool,
    /// Shows a link beside the code.
    pub(super) code_description: bool,
    /// Fades out what a diagnostic says is unnecessary.
    pub(super) unnecessary: bool,
    /// Hands a diagnostic's data back with requests about it.
    pub(super) data: bool,
    /// Renders Markdown in hovers.
    pub(super) hover_markdown: bool,
    /// Applies edits bound to a version of the document.
    pub(super) document_changes: bool,
    /// Watches files when asked at run time.
    pub(super) watched_files: bool,
    /// What it can do with edits and completions.
    pub(super) editing: Editing,
    /// Tells its settings when asked.
    pub(super) configuration: bool,
    /// Tells that its settings changed when asked at run time.
    pub(super) configuration_changes: bool,
    /// Shows progress of our own.
    pub(super) work_done_progress: bool,
    /// Shows how the server is.
    pub(super) server_status: bool,
    /// Sends the cells of notebooks.
    pub(super) notebooks: bool,
}

impl Abilities {
    /// Reads the client's capabilities; what it does not say it cannot do.
    pub(super) fn of_client(client: &ClientCapabilities) -> Self {
        let text = client.text_document.as_ref();
        let workspace = client.workspace.as_ref();
        let pull = text.and_then(|text| text.diagnostic.as_ref());
        let push = text.and_then(|text| text.publish_diagnostics.as_ref());
        Self {
            encoding: encoding(client),
            delivery: if pull.is_some() { Delivery::Pull } else { Delivery::Push },
            refresh: workspace
                .and_then(|workspace| workspace.diagnostics.as_ref()?.refresh_support)
                .unwrap_or(false),
            lens_refresh: workspace
                .and_then(|workspace| workspace.code_lens.as_ref()?.refresh_support)
                .unwrap_or(false),
            // Some clients state these for one way only and show them in both.
            related_information: push.and_then(|push| push.related_information).unwrap_or(false)
                || pull.and_then(|pull| pull.related_information).unwrap_or(false),
            code_description: push.and_then(|push| push.code_description_support).unwrap_or(false)
                || pull.and_then(|pull| pull.code_description_support).unwrap_or(false),
            unnecessary: push
                .and_then(|push| push.tag_support.as_ref())
                .is_some_and(|tags| tags.value_set.contains(&DiagnosticTag::UNNECESSARY))
                // The library keeps this list private; who knows tags at all knows this one.
                || pull.is_some_and(|pull| pull.tag_support.is_some()),
            data: push.and_then(|push| push.data_support).unwrap_or(false)
                || pull.and_then(|pull| pull.data_support).unwrap_or(false),
            // The list is in the order of the client's liking.
            hover_markdown: text
                .and_then(|text| text.hover.as_ref()?.content_format.as_ref()?.first())
                .is_some_and(|format| *format == MarkupKind::Markdown),
            editing: Editing::of_client(client),
            document_changes: workspace
                .and_then(|workspace| workspace.workspace_edit.as_ref())
                .is_some_and(takes_document_changes),
            watched_files: workspace
                .and_then(|workspace| {
                    workspace.did_change_watched_files.as_ref()?.dynamic_registration
                })
                .unwrap_or(false),
            configuration: workspace.and_then(|workspace| workspace.configuration).unwrap_or(false),
            configuration_changes: workspace
                .and_then(|workspace| {
                    workspace.did_change_configuration.as_ref()?.dynamic_registration
                })
                .unwrap_or(false),
            work_done_progress: client
                .window
                .as_ref()
                .and_then(|window| window.work_done_progress)
                .unwrap_or(false),
            notebooks: client.notebook_document.is_some(),
            server_status: client
                .experimental
                .as_ref()
                .and_then(|experimental| experimental.get("serverStatusNotification"))
                .and_then(serde_json::Value::as_bool)
                .unwrap_or(false),
        }
    }
}

/// The first of the client's encodings that we know; UTF-16 if it names none.
fn encoding(client: &ClientCapabilities) -> PositionEncoding {
    let offered = client.general.as_ref().and_then(|general| general.position_encodings.as_ref());
    offered
        .into_iter()
        .flatten()
        .find_map(|kind| match kind.as_str() {
            "utf-8" => Some(PositionEncoding::Utf8),
            "utf-16" => Some(PositionEncoding::Utf16),
            "utf-32" => Some(PositionEncoding::Utf32),
            _ => None,
        })
        .unwrap_or(PositionEncoding::Utf16)
}

/// What we can do for such a client.
pub(super) fn of_server(abilities: &Abilities) -> ServerCapabilities {
    ServerCapabilities {
        position_encoding: Some(match abilities.encoding {
            PositionEncoding::Utf8 => PositionEncodingKind::UTF8,
            PositionEncoding::Utf16 => PositionEncodingKind::UTF16,
            PositionEncoding::Utf32 => PositionEncodingKind::UTF32,
        }),
        text_document_sync: Some(TextDocumentSyncCapability::Options(TextDocumentSyncOptions {
            open_close: Some(true),
            change: Some(TextDocumentSyncKind::INCREMENTAL),
            save: Some(TextDocumentSyncSaveOptions::SaveOptions(SaveOptions {
                include_text: Some(false),
            })),
            ..TextDocumentSyncOptions::default()
        })),
        diagnostic_provider: (abilities.delivery == Delivery::Pull).then(|| {
            DiagnosticServerCapabilities::Options(DiagnosticOptions {
                identifier: Some(SOURCE.to_owned()),
                inter_file_dependencies: true,
                workspace_diagnostics: true,
                ..DiagnosticOptions::default()
            })
        }),
        hover_provider: Some(HoverProviderCapability::Simple(true)),
        code_action_provider: Some(CodeActionProviderCapability::Options(CodeActionOptions {
            code_action_kinds: Some(vec![CodeActionKind::QUICKFIX, FIX_ALL]),
            resolve_provider: Some(abilities.editing.resolves_edits),
            ..CodeActionOptions::default()
        })),
        code_lens_provider: Some(CodeLensOptions { resolve_provider: Some(true) }),
        completion_provider: Some(completion::options()),
        document_link_provider: Some(DocumentLinkOptions {
            resolve_provider: Some(false),
            work_done_progress_options: WorkDoneProgressOptions::default(),
        }),
        notebook_document_sync: abilities.notebooks.then(|| {
            OneOf::Left(NotebookDocumentSyncOptions {
                notebook_selector: vec![NotebookSelector::ByCells {
                    notebook: Some(Notebook::String("*".to_owned())),
                    cells: vec![NotebookCellSelector { language: "python".to_owned() }],
                }],
                save: Some(true),
            })
        }),
        execute_command_provider: Some(ExecuteCommandOptions {
            commands: COMMANDS.map(str::to_owned).to_vec(),
            ..ExecuteCommandOptions::default()
        }),
        workspace: Some(WorkspaceServerCapabilities {
            workspace_folders: Some(WorkspaceFoldersServerCapabilities {
                supported: Some(true),
                change_notifications: Some(OneOf::Left(true)),
            }),
            ..WorkspaceServerCapabilities::default()
        }),
        ..ServerCapabilities::default()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn abilities(client: serde_json::Value) -> Abilities {
        Abilities::of_client(&serde_json::from_value(client).unwrap())
    }

    #[test]
    fn the_clients_order_of_encodings_counts() {
        let of = |offered: &[&str]| {
            abilities(json!({ "general": { "positionEncodings": offered } })).encoding
        };
        assert_eq!(of(&["utf-8", "utf-16", "utf-32"]), PositionEncoding::Utf8);
        assert_eq!(of(&["utf-32", "utf-8"]), PositionEncoding::Utf32);
        assert_eq!(of(&["utf-7", "utf-16"]), PositionEncoding::Utf16);
        assert_eq!(of(&[]), PositionEncoding::Utf16);
        assert_eq!(abilities(json!({})).encoding, PositionEncoding::Utf16);
    }

    #[test]
    fn a_client_that_says_nothing_gets_the_plainest_form() {
        let abilities = abilities(json!({}));
        assert_eq!(abilities.delivery, Delivery::Push);
        assert!(!abilities.hover_markdown && !abilities.document_changes && !abilities.refresh);
        assert_eq!(of_server(&abilities).diagnostic_provider, None);
    }

    #[test]
    fn the_format_a_client_likes_best_is_used() {
        let of = |formats: &[&str]| {
            abilities(json!({ "textDocument": { "hover": { "contentFormat": formats } } }))
                .hover_markdown
        };
        assert!(of(&["markdown", "plaintext"]));
        assert!(!of(&["plaintext", "markdown"]));
    }
}

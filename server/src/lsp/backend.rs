//! Routes each method to the file of its name; nothing is decided here.

use std::future::Future;
use std::path::PathBuf;
use std::sync::Arc;

use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::{
    CodeAction, CodeActionOrCommand, CodeActionParams, CodeLens, CodeLensParams, CompletionParams,
    CompletionResponse, DidChangeConfigurationParams, DidChangeNotebookDocumentParams,
    DidChangeTextDocumentParams, DidChangeWatchedFilesParams, DidChangeWorkspaceFoldersParams,
    DidCloseNotebookDocumentParams, DidCloseTextDocumentParams, DidOpenNotebookDocumentParams,
    DidOpenTextDocumentParams, DidSaveNotebookDocumentParams, DidSaveTextDocumentParams,
    DocumentDiagnosticParams, DocumentDiagnosticReportResult, DocumentLink, DocumentLinkParams,
    ExecuteCommandParams, Hover, HoverParams, InitializeParams, InitializeResult,
    InitializedParams, LSPAny, MessageType, ServerInfo, SetTraceParams,
    WorkDoneProgressCancelParams, WorkspaceDiagnosticParams, WorkspaceDiagnosticReportResult,
    WorkspaceFolder,
};
use tower_lsp::{Client, LanguageServer};

use super::client_settings::ClientSettings;
use super::panics::guarded;
use super::state::State;
use super::{
    ServeOptions, capabilities, client_settings, code_action, code_action_resolve, code_lens,
    completion, diagnostics, document_link, documents, execute_command, from_lsp, hover, notebooks,
    progress, watched_files, workspace_diagnostics,
};

/// The server as the protocol library sees it.
pub(super) struct Backend {
    state: Arc<State>,
}

impl Backend {
    /// A server for one client.
    pub(super) fn new(client: Client, options: ServeOptions) -> Self {
        Self { state: State::new(client, options) }
    }

    /// Runs what a notification asks for, without an await, so that order is kept.
    async fn notified(&self, method: &str, work: impl FnOnce(&Arc<State>)) {
        // A client may leave `initialized` out; its first document says as much.
        self.state.outbox.open();
        guarded(method, async { work(&self.state) }).await;
    }
}

/// Methods that the protocol library leaves out.
impl Backend {
    /// `window/workDoneProgress/cancel`
    pub(super) async fn cancel_progress(&self, params: WorkDoneProgressCancelParams) {
        self.notified("workDoneProgress/cancel", |state| progress::cancelled(state, &params)).await;
    }

    /// `$/setTrace`
    pub(super) async fn set_trace(&self, params: SetTraceParams) {
        self.notified("setTrace", |state| state.trace.set(params.value)).await;
    }
}

/// Runs what a request asks for.
async fn asked<T>(method: &str, work: impl Future<Output = T>) -> Result<T> {
    guarded(method, work).await.ok_or_else(Error::internal_error)
}

impl LanguageServer for Backend {
    async fn initialize(&self, params: InitializeParams) -> Result<InitializeResult> {
        asked("initialize", async {
            // Before anything that asks what the client can do.
            let abilities = self.state.negotiate(&params.capabilities);
            if let Some(options) = &params.initialization_options {
                let mut tell = |complaint| self.state.outbox.log(MessageType::WARNING, complaint);
                let settings = client_settings::section(options);
                self.state.begin_with_settings(ClientSettings::default().with(settings, &mut tell));
            }
            if let Some(trace) = params.trace {
                self.state.trace.set(trace);
            }
            self.state.change_roots(roots(&params), &[]);
            // Rules take a while to compile; the first document should find them ready.
            let state = self.state.clone();
            tokio::task::spawn_blocking(move || state.prepare());
            InitializeResult {
                capabilities: capabilities::of_server(abilities),
                server_info: Some(ServerInfo {
                    name: env!("CARGO_PKG_NAME").to_owned(),
                    version: Some(env!("CARGO_PKG_VERSION").to_owned()),
                }),
                offset_encoding: None,
            }
        })
        .await
    }

    async fn initialized(&self, _: InitializedParams) {
        self.notified("initialized", |state| {
            state.outbox.log(MessageType::INFO, format!("watchpost {} is ready", crate::VERSION));
            // Waiting for the client in a handler could wait for ever.
            tokio::spawn(watched_files::register(state.clone()));
            let state = state.clone();
            tokio::spawn(async move {
                if state.abilities().configuration {
                    client_settings::pull(state.clone()).await;
                }
                state.scan_for_push();
                state.tell_status();
            });
        })
        .await;
    }

    async fn shutdown(&self) -> Result<()> {
        // `serve` keeps the book about how the session ends. Nobody may be kept waiting.
        self.state.scan.end();
        Ok(())
    }

    async fn did_open(&self, params: DidOpenTextDocumentParams) {
        self.notified("didOpen", |state| documents::open(state, params)).await;
    }

    async fn did_change(&self, params: DidChangeTextDocumentParams) {
        self.notified("didChange", |state| documents::change(state, params)).await;
    }

    async fn did_save(&self, params: DidSaveTextDocumentParams) {
        self.notified("didSave", |state| documents::save(state, &params)).await;
    }

    async fn did_close(&self, params: DidCloseTextDocumentParams) {
        self.notified("didClose", |state| documents::close(state, &params)).await;
    }

    async fn notebook_did_open(&self, params: DidOpenNotebookDocumentParams) {
        self.notified("notebook/didOpen", |state| notebooks::open(state, params)).await;
    }

    async fn notebook_did_change(&self, params: DidChangeNotebookDocumentParams) {
        self.notified("notebook/didChange", |state| notebooks::change(state, params)).await;
    }

    async fn notebook_did_save(&self, params: DidSaveNotebookDocumentParams) {
        self.notified("notebook/didSave", |state| notebooks::save(state, &params)).await;
    }

    async fn notebook_did_close(&self, params: DidCloseNotebookDocumentParams) {
        self.notified("notebook/didClose", |state| notebooks::close(state, &params)).await;
    }

    async fn did_change_configuration(&self, params: DidChangeConfigurationParams) {
        self.notified("didChangeConfiguration", |state| {
            if state.abilities().configuration {
                tokio::spawn(client_settings::pull(state.clone()));
            } else {
                client_settings::pushed(state, &params.settings);
            }
        })
        .await;
    }

    async fn did_change_watched_files(&self, params: DidChangeWatchedFilesParams) {
        self.notified("didChangeWatchedFiles", |state| watched_files::changed(state, &params))
            .await;
    }

    async fn did_change_workspace_folders(&self, params: DidChangeWorkspaceFoldersParams) {
        self.notified("didChangeWorkspaceFolders", |state| {
            state.change_roots(paths(&params.event.added), &paths(&params.event.removed));
            state.recheck(None);
            if state.abilities().configuration {
                tokio::spawn(client_settings::pull(state.clone()));
            }
        })
        .await;
    }

    async fn diagnostic(
        &self,
        params: DocumentDiagnosticParams,
    ) -> Result<DocumentDiagnosticReportResult> {
        asked("diagnostic", diagnostics::handle(&self.state, params)).await?
    }

    async fn workspace_diagnostic(
        &self,
        params: WorkspaceDiagnosticParams,
    ) -> Result<WorkspaceDiagnosticReportResult> {
        asked("workspace/diagnostic", workspace_diagnostics::handle(&self.state, params)).await?
    }

    async fn execute_command(&self, params: ExecuteCommandParams) -> Result<Option<LSPAny>> {
        asked("executeCommand", execute_command::handle(&self.state, params)).await?
    }

    async fn hover(&self, params: HoverParams) -> Result<Option<Hover>> {
        asked("hover", hover::handle(&self.state, params)).await
    }

    async fn code_action(
        &self,
        params: CodeActionParams,
    ) -> Result<Option<Vec<CodeActionOrCommand>>> {
        asked("codeAction", code_action::handle(&self.state, params)).await
    }

    async fn code_action_resolve(&self, params: CodeAction) -> Result<CodeAction> {
        asked("codeAction/resolve", code_action_resolve::handle(&self.state, params)).await
    }

    async fn code_lens(&self, params: CodeLensParams) -> Result<Option<Vec<CodeLens>>> {
        asked("codeLens", code_lens::handle(&self.state, params)).await
    }

    async fn code_lens_resolve(&self, params: CodeLens) -> Result<CodeLens> {
        asked("codeLens/resolve", code_lens::resolve(&self.state, params)).await
    }

    async fn completion(&self, params: CompletionParams) -> Result<Option<CompletionResponse>> {
        asked("completion", completion::handle(&self.state, params)).await
    }

    async fn document_link(&self, params: DocumentLinkParams) -> Result<Option<Vec<DocumentLink>>> {
        asked("documentLink", document_link::handle(&self.state, params)).await
    }
}

/// The workspace folders; older clients name one root only.
fn roots(params: &InitializeParams) -> Vec<PathBuf> {
    #[expect(deprecated, reason = "Kate sends nothing else")]
    let root = params.root_uri.as_ref();
    match params.workspace_folders.as_deref() {
        Some(folders) if !folders.is_empty() => paths(folders),
        _ => root.and_then(from_lsp::file_path).into_iter().collect(),
    }
}

fn paths(folders: &[WorkspaceFolder]) -> Vec<PathBuf> {
    folders.iter().filter_map(|folder| from_lsp::file_path(&folder.uri)).collect()
}

//! The language server; the only module that knows the protocol's types.
//!
//! Bytes pass `framing` and `gate` before the protocol library sees them (`serve`); `backend`
//! routes each method to the file of its name; those change `state` at once, before their first
//! await, and hand slow work on. A check runs on a blocking thread over a copy of the text and
//! becomes an `assessment`: everything that requests about that text need, made once.

mod assessment;
mod backend;
mod capabilities;
mod checking;
mod client_settings;
mod code_action;
mod code_action_resolve;
mod code_lens;
mod completion;
mod diagnostics;
mod document_link;
mod documents;
mod editing;
mod execute_command;
mod framing;
mod from_lsp;
mod gate;
mod ground;
mod hover;
mod log;
mod notebooks;
mod open_document;
mod open_page;
mod outbox;
mod panics;
mod progress;
mod project_findings;
mod ripples;
mod scan;
mod serve;
mod server_status;
mod shown;
mod silencing;
mod state;
mod stdio;
mod to_lsp;
mod trace;
mod watched_files;
mod workspace_diagnostics;
mod workspace_edit;

use std::sync::{Arc, LazyLock};

use crate::analysis::{Checked, Subject, check};
use crate::config::Settings;
use crate::rules::Catalogue;
use crate::semantics::ProjectView;

pub use serve::{Channel, ExitStatus, serve, serve_streams};

/// What checks a document: `analysis::check`, or a stand-in that lets tests say what is found.
pub type Checker = Arc<
    dyn Fn(&Subject<'_>, &dyn ProjectView, &Arc<Catalogue>, &Settings) -> Checked + Send + Sync,
>;

/// What a server is made of.
#[derive(Clone)]
pub struct ServeOptions {
    /// Checks documents.
    pub checker: Checker,
}

/// What checks documents in earnest.
static CHECKER: LazyLock<Checker> = LazyLock::new(|| Arc::new(check));

impl ServeOptions {
    /// Whether checks may build on the one before: they come from `analysis`.
    fn remembers(&self) -> bool {
        Arc::ptr_eq(&self.checker, &CHECKER)
    }
}

impl Default for ServeOptions {
    fn default() -> Self {
        Self { checker: CHECKER.clone() }
    }
}

//! What the edits of one document mean for others: those that import from it are checked again.
//!
//! Others see a document as it was when typing last rested: half a word exports nothing, and every
//! text that is seen costs them what they know about it.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use super::capabilities::Delivery;
use super::client_settings::Run;
use super::open_document::OpenDocument;
use super::panics::lock;
use super::scan;
use super::state::State;
use crate::languages::{DJANGO_TEMPLATE, PYTHON};
use crate::semantics::ModuleExports;
use crate::text::{Document, DocumentUrl};
use crate::workspace;

/// Without a change for this long, typing rests.
const PAUSE: Duration = Duration::from_millis(300);

impl State {
    /// Shares a document with others once typing rests.
    pub(super) async fn after_a_pause(self: Arc<Self>, url: DocumentUrl, edited: u64) {
        tokio::time::sleep(PAUSE).await;
        let is_newest = |document: &OpenDocument| document.edited == edited;
        if lock(&self.documents).get(&url).is_some_and(is_newest) {
            self.share(url, edited).await;
        }
    }

    /// From now on others see the text of that edit, unless it is an old one; those that depend on
    /// what it exports are checked if that changes.
    pub(super) async fn share(self: Arc<Self>, url: DocumentUrl, edited: u64) {
        let state = self.clone();
        let work = tokio::task::spawn_blocking(move || state.share_now(&url, edited));
        if let Ok(Some(path)) = work.await {
            self.ripple(&[path]);
        }
    }

    /// The path of the document, if others see something else in it than before.
    fn share_now(&self, url: &DocumentUrl, edited: u64) -> Option<PathBuf> {
        let is_meant =
            |document: &&mut OpenDocument| document.edited == edited && document.shared != edited;
        let (path, known, language) = {
            let mut documents = lock(&self.documents);
            let document = documents.get_mut(url).filter(is_meant)?;
            let language = document.language;
            (document.path.clone(), document.exports.take(), language)
        };
        let is_seen =
            language == &PYTHON && (!self.scan.is_at_rest() || self.has_dependents(&path));
        let exports = || self.ground().workspace.exports(&path);
        // Made before the text changes.
        let before = if is_seen { known.or_else(exports) } else { None };
        {
            let mut documents = lock(&self.documents);
            let document = documents.get_mut(url).filter(is_meant)?;
            document.shared = edited;
            self.ground().workspace.open_overlay(document.document.snapshot());
        }
        if !is_seen {
            // Templates that include or extend this one see all of it.
            let is_shown = language == &DJANGO_TEMPLATE && self.has_dependents(&path);
            return is_shown.then_some(path);
        }
        let now = exports();
        // Settings are read in order: what a statement does to a list shows in no exported name.
        let is_settings = self.ground().workspace.is_settings(&path);
        if is_settings {
            self.refresh_lenses();
        }
        // Nor does a field of a class.
        let changed =
            before != now || is_settings || self.ground().workspace.is_read_closely(&path);
        if let Some(document) = lock(&self.documents).get_mut(url) {
            document.exports = now;
        }
        changed.then_some(path)
    }

    /// A document was closed, and others see the file now: checks those that depend on it if that
    /// makes a difference. `exports` is what they saw, if that is known.
    pub(super) async fn unshare(
        self: Arc<Self>,
        path: PathBuf,
        exports: Option<ModuleExports>,
        document: Document,
    ) {
        let (state, closed) = (self.clone(), path.clone());
        let work = tokio::task::spawn_blocking(move || {
            if !state.has_dependents(&closed) {
                return false;
            }
            match exports {
                Some(exports) if !state.ground().workspace.is_read_closely(&closed) => {
                    state.ground().workspace.exports(&closed) != Some(exports)
                }
                _ => workspace::read(&closed)
                    .map_or(true, |file| *file.decoded.text != **document.snapshot().text()),
            }
        });
        if work.await.is_ok_and(|changed| changed) {
            self.ripple(&[path]);
        }
    }

    /// What these files export may be something else: checks what depends on them.
    pub(super) fn ripple(self: &Arc<Self>, paths: &[PathBuf]) {
        if paths.is_empty() {
            return;
        }
        // A check that began before this saw the old state, and is not among the dependents yet.
        self.scan.n_ripples.fetch_add(1, Ordering::SeqCst);
        let closed = lock(&self.scan.findings).dependents(paths);
        scan::files(self, closed);
        self.recheck_those(|document| paths.iter().any(|path| depends(document, path)));
    }

    fn has_dependents(&self, path: &PathBuf) -> bool {
        let closed = lock(&self.scan.findings).dependents(std::slice::from_ref(path));
        !closed.is_empty() || lock(&self.documents).values().any(|document| depends(document, path))
    }

    /// Checks the open documents again, since something beside their texts has changed; all but
    /// the one of this name.
    pub(super) fn recheck(self: &Arc<Self>, except: Option<&DocumentUrl>) {
        self.recheck_those(|document| except != Some(&document.document.url));
    }

    /// These documents are to be checked again, without the client being asked to ask.
    pub(super) fn renew_documents(self: &Arc<Self>, urls: &[DocumentUrl]) {
        let mut documents = lock(&self.documents);
        for url in urls {
            let Some(document) = documents.get_mut(url) else { continue };
            document.forget_last();
            document.revision = self.next_revision();
            if self.settings_for(&document.path).run == Run::OnType {
                document.want_newest();
                if self.abilities().delivery == Delivery::Push {
                    self.start_check(document);
                }
            }
        }
    }

    fn recheck_those(self: &Arc<Self>, wanted: impl Fn(&OpenDocument) -> bool) {
        let mut documents = lock(&self.documents);
        let mut n_checks = 0;
        for document in documents.values_mut().filter(|document| wanted(document)) {
            n_checks += 1;
            document.forget_last();
            document.revision = self.next_revision();
            document.want_newest();
            if self.abilities().delivery == Delivery::Push {
                self.start_check(document);
            }
        }
        drop(documents);
        if n_checks > 0 {
            self.ask_to_refresh();
        }
    }

    /// Makes a client that asks for findings ask again.
    pub(super) fn ask_to_refresh(self: &Arc<Self>) {
        let abilities = self.abilities();
        if abilities.delivery == Delivery::Pull && abilities.refresh {
            let client = self.client.clone();
            // Nobody may wait for the client here: it may be waiting for us.
            tokio::spawn(async move {
                if let Err(error) = client.workspace_diagnostic_refresh().await {
                    tracing::debug!("the client does not refresh: {error}");
                }
            });
        }
    }
}

/// Whether a document's findings depend on what the file at `path` exports, as far as is known.
fn depends(document: &OpenDocument, path: &Path) -> bool {
    let assessed = document.assessed.borrow();
    let looked = assessed.as_ref().is_some_and(|assessed| assessed.looked_at.contains(path));
    document.path != path && (looked || document.in_check)
}

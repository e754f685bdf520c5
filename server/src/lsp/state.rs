//! What the server knows: open documents, the client's abilities, and which checks are under way.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock};

use tower_lsp::Client;
use tower_lsp::ls_types::{
    ClientCapabilities, MessageType, PublishDiagnosticsParams, TextDocumentContentChangeEvent, Uri,
};
use tree_sitter::Tree;

use super::assessment::{Assessment, Examined};
use super::capabilities::{Abilities, Delivery};
use super::open_document::{ClientText, OpenDocument};
use super::outbox::Outbox;
use super::panics::{self, lock};
use super::{Checker, ServeOptions, from_lsp};
use crate::analysis::{Checked, Subject};
use crate::config::Settings;
use crate::config::apply::Overrides;
use crate::config::discover::{Discovery, Start};
use crate::rules::Catalogue;
use crate::semantics::project::NoProject;
use crate::syntax::parse;
use crate::text::DocumentUrl;

/// Texts larger than this, in bytes, are left to the check to parse: it knows minified ones.
const LARGEST_TREE: usize = 1_000_000;

/// Everything the handlers share. No lock is held across an await.
pub(super) struct State {
    pub(super) client: Client,
    pub(super) outbox: Outbox,
    checker: Checker,
    abilities: OnceLock<Abilities>,
    roots: Mutex<Vec<PathBuf>>,
    /// Replaced, not emptied, when configuration changes: a check under way may still fill the old one.
    discovery: Mutex<Option<Arc<Discovery>>>,
    documents: Mutex<HashMap<DocumentUrl, OpenDocument>>,
    revisions: AtomicU64,
}

impl State {
    /// A server that has not heard from its client yet.
    pub(super) fn new(client: Client, options: ServeOptions) -> Arc<Self> {
        Arc::new(Self {
            outbox: Outbox::new(client.clone()),
            client,
            checker: options.checker,
            abilities: OnceLock::new(),
            roots: Mutex::default(),
            discovery: Mutex::default(),
            documents: Mutex::default(),
            revisions: AtomicU64::new(1),
        })
    }

    /// Notes what the client can do; only the first call counts.
    pub(super) fn negotiate(&self, client: &ClientCapabilities) -> &Abilities {
        self.abilities.get_or_init(|| Abilities::of_client(client))
    }

    /// What the client can do.
    pub(super) fn abilities(&self) -> &Abilities {
        self.negotiate(&ClientCapabilities::default())
    }

    /// Adds and removes workspace folders.
    pub(super) fn change_roots(&self, added: Vec<PathBuf>, removed: &[PathBuf]) {
        let mut roots = lock(&self.roots);
        roots.retain(|root| !removed.contains(root));
        roots.extend(added);
    }

    /// A number larger than all before.
    pub(super) fn next_revision(&self) -> u64 {
        self.revisions.fetch_add(1, Ordering::Relaxed)
    }

    /// Takes a document in; one of the same name is replaced.
    pub(super) fn open(self: &Arc<Self>, mut document: OpenDocument) {
        let mut documents = lock(&self.documents);
        if self.abilities().delivery == Delivery::Push {
            self.start_check(&mut document);
        }
        documents.insert(document.document.url.clone(), document);
    }

    /// Changes a document's text; `false` if it is not open.
    pub(super) fn edit(
        self: &Arc<Self>,
        uri: &Uri,
        changes: Vec<TextDocumentContentChangeEvent>,
        version: i32,
    ) -> bool {
        let mut documents = lock(&self.documents);
        let Some(document) = documents.get_mut(&from_lsp::document_url(uri)) else { return false };
        document.apply(changes, version);
        document.revision = self.next_revision();
        if self.abilities().delivery == Delivery::Push {
            self.start_check(document);
        }
        true
    }

    /// Forgets a document, and takes its findings off the screen.
    pub(super) fn close(&self, uri: &Uri) {
        let mut documents = lock(&self.documents);
        let Some(document) = documents.remove(&from_lsp::document_url(uri)) else { return };
        if self.abilities().delivery == Delivery::Push {
            // Under the lock, so that a check that ends now cannot publish after this.
            self.outbox.publish(PublishDiagnosticsParams::new(document.uri, Vec::new(), None));
        }
    }

    /// Checks every open document again, since something beside their texts has changed.
    pub(super) fn recheck_all(self: &Arc<Self>) {
        *lock(&self.discovery) = None;
        let abilities = *self.abilities();
        let mut documents = lock(&self.documents);
        for document in documents.values_mut() {
            document.revision = self.next_revision();
            if abilities.delivery == Delivery::Push {
                self.start_check(document);
            }
        }
        drop(documents);
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

    /// The findings of a document's text as it is now, or a newer one; none if it is not open.
    pub(super) async fn assessment(self: &Arc<Self>, uri: &Uri) -> Option<Arc<Assessment>> {
        let (mut assessed, revision) = {
            let mut documents = lock(&self.documents);
            let document = documents.get_mut(&from_lsp::document_url(uri))?;
            self.start_check(document);
            (document.assessed.subscribe(), document.revision)
        };
        let is_current = |assessment: &Option<Arc<Assessment>>| {
            assessment.as_ref().is_some_and(|assessment| assessment.revision >= revision)
        };
        // Fails when the document is closed meanwhile.
        assessed.wait_for(is_current).await.ok()?.clone()
    }

    /// Name and text of another document, if it is open.
    pub(super) fn open_text(&self, url: &DocumentUrl) -> Option<(Uri, ClientText)> {
        let documents = lock(&self.documents);
        let document = documents.get(url)?;
        Some((document.uri.clone(), document.text()))
    }

    /// Starts a check unless the findings are current or one is under way; that one looks at the
    /// newest text when it ends. So at most one check runs per document, however fast one types.
    fn start_check(self: &Arc<Self>, document: &mut OpenDocument) {
        let is_current = document
            .assessed
            .borrow()
            .as_ref()
            .is_some_and(|assessment| assessment.revision == document.revision);
        if document.in_check || is_current {
            return;
        }
        document.in_check = true;
        let (state, url, opened) = (self.clone(), document.document.url.clone(), document.opened);
        tokio::spawn(async move { state.check_until_current(&url, opened).await });
    }

    async fn check_until_current(self: Arc<Self>, url: &DocumentUrl, opened: u64) {
        while let Some(job) = self.next_job(url, opened) {
            let state = self.clone();
            match tokio::task::spawn_blocking(move || state.run(&job)).await {
                Ok((assessment, tree)) => self.finish(url, opened, Arc::new(assessment), tree),
                // The server is ending.
                Err(_) => return,
            }
        }
    }

    /// What is to be checked next; none when the findings are current or the document is closed.
    fn next_job(&self, url: &DocumentUrl, opened: u64) -> Option<Job> {
        let mut documents = lock(&self.documents);
        let document = documents.get_mut(url).filter(|document| document.opened == opened)?;
        let assessed = document.assessed.borrow().as_ref().map(|assessment| assessment.revision);
        if assessed == Some(document.revision) {
            document.in_check = false;
            return None;
        }
        Some(Job {
            examined: Examined {
                uri: document.uri.clone(),
                language: document.language,
                revision: document.revision,
                text: document.text(),
            },
            tree: document.lend_tree(),
            path: document.path.clone(),
        })
    }

    /// Checks, on a thread that may be kept busy. Whatever panics costs this text's findings only.
    fn run(&self, job: &Job) -> (Assessment, Option<Tree>) {
        let catalogue = Catalogue::builtin();
        let assess = |checked| {
            Assessment::new(job.examined.clone(), checked, catalogue.clone(), self.abilities())
        };
        catch_unwind(AssertUnwindSafe(|| {
            let (checked, tree) = self.check(job, &catalogue);
            (assess(checked), tree)
        }))
        .unwrap_or_else(|panic| {
            let (url, message) = (&job.examined.text.snapshot.url, panics::message(&*panic));
            tracing::error!(document = %url, "the check panicked: {message}");
            self.outbox.log(
                MessageType::ERROR,
                format!("checking {url} failed inside watchpost: {message}"),
            );
            (assess(Checked::default()), None)
        })
    }

    fn check(&self, job: &Job, catalogue: &Arc<Catalogue>) -> (Checked, Option<Tree>) {
        let snapshot = &job.examined.text.snapshot;
        let text = snapshot.text();
        let tree = if text.len() <= LARGEST_TREE {
            parse::parse(job.examined.language, text, job.tree.as_ref())
        } else {
            None
        };
        let subject = Subject {
            url: &snapshot.url,
            path: &job.path,
            context_path: &self.context_path(&job.path),
            language: job.examined.language,
            text: text.clone(),
            tree: tree.clone(),
        };
        let settings = self.settings(&job.path, catalogue);
        if settings.is_excluded(&job.path) {
            return (Checked::default(), tree);
        }
        // What other files say about this one comes with the workspace.
        let project = NoProject::default();
        ((self.checker)(&subject, &project, catalogue, &settings), tree)
    }

    /// The configuration nearest to a file; for what is no file, that of the first workspace folder.
    fn settings(&self, path: &Path, catalogue: &Arc<Catalogue>) -> Arc<Settings> {
        let root = lock(&self.roots).first().cloned();
        let discovery = lock(&self.discovery)
            .get_or_insert_with(|| {
                let root = root.clone().unwrap_or_default();
                let overrides = Overrides::default();
                Arc::new(Discovery::new(catalogue.clone(), root, Start::Nearest, overrides))
            })
            .clone();
        match (path.is_absolute(), root) {
            (true, _) => discovery.settings_for_file(path),
            (false, Some(root)) => discovery.settings_for_folder(&root),
            (false, None) => Arc::default(),
        }
    }

    /// Keeps what a check gave, and shows it if it is about the newest text.
    fn finish(
        &self,
        url: &DocumentUrl,
        opened: u64,
        assessment: Arc<Assessment>,
        tree: Option<Tree>,
    ) {
        let mut documents = lock(&self.documents);
        let document = documents.get_mut(url).filter(|document| document.opened == opened);
        let Some(document) = document else { return };
        document.return_tree(tree);
        let is_newest = assessment.revision == document.revision;
        if is_newest && self.abilities().delivery == Delivery::Push {
            self.outbox.publish(PublishDiagnosticsParams::new(
                assessment.uri.clone(),
                assessment.diagnostics.clone(),
                Some(assessment.version()),
            ));
        }
        document.assessed.send_replace(Some(assessment));
    }

    /// The path below the innermost workspace folder, `/`-separated; the bare name elsewhere.
    fn context_path(&self, path: &Path) -> String {
        let roots = lock(&self.roots);
        let below = roots
            .iter()
            .filter_map(|root| path.strip_prefix(root).ok())
            .min_by_key(|below| below.components().count());
        let shown = below.unwrap_or_else(|| path.file_name().map_or(path, Path::new));
        shown.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/")
    }
}

/// One revision of a document on its way to a check.
struct Job {
    examined: Examined,
    /// The last tree, moved to where its nodes stand now.
    tree: Option<Tree>,
    path: PathBuf,
}

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
use super::baselines::Baselines;
use super::capabilities::{Abilities, Delivery};
use super::ground::Ground;
use super::open_document::{ClientText, OpenDocument};
use super::open_page::OpenPage;
use super::outbox::Outbox;
use super::panics::{self, lock};
use super::{Checker, ServeOptions, from_lsp};
use crate::analysis::{Checked, Subject};
use crate::languages::PYTHON;
use crate::rules::Catalogue;
use crate::syntax::parse;
use crate::text::{Document, DocumentUrl};
use crate::workspace;

/// Texts larger than this, in bytes, are left to the check to parse: it knows minified ones.
const LARGEST_TREE: usize = 1_000_000;

/// Mistakes in rule files that are told in the log.
const MOST_TROUBLES: usize = 20;

/// Everything the handlers share. No lock is held across an await.
pub(super) struct State {
    pub(super) client: Client,
    pub(super) outbox: Outbox,
    /// Known findings.
    pub(super) baselines: Baselines,
    checker: Checker,
    abilities: OnceLock<Abilities>,
    ground: Mutex<Arc<Ground>>,
    documents: Mutex<HashMap<DocumentUrl, OpenDocument>>,
    revisions: AtomicU64,
}

impl State {
    /// A server that has not heard from its client yet.
    pub(super) fn new(client: Client, options: ServeOptions) -> Arc<Self> {
        Arc::new(Self {
            outbox: Outbox::new(client.clone()),
            baselines: Baselines::default(),
            client,
            checker: options.checker,
            abilities: OnceLock::new(),
            ground: Mutex::new(Arc::new(Ground::new(Vec::new()))),
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
        let documents = lock(&self.documents);
        let mut ground = lock(&self.ground);
        let mut roots = ground.workspace.roots().to_vec();
        roots.retain(|root| !removed.contains(root));
        roots.extend(added);
        *ground = Arc::new(Ground::new(roots));
        for document in documents.values() {
            ground.workspace.open_overlay(document.document.snapshot());
        }
    }

    /// What rules stand on now.
    pub(super) fn ground(&self) -> Arc<Ground> {
        lock(&self.ground).clone()
    }

    /// Reads the rules and compiles the largest set of them, unless that is done.
    pub(super) fn prepare(&self) {
        let _ = self.catalogue(&self.ground()).rule_set(&PYTHON);
    }

    /// The rules; mistakes in a workspace's own go into the editor's log.
    pub(super) fn catalogue(&self, ground: &Ground) -> Arc<Catalogue> {
        let catalogue = ground.catalogue(|troubles| {
            for trouble in troubles.iter().take(MOST_TROUBLES) {
                let line = format!("{}: {}", trouble.path.display(), trouble.message);
                self.outbox.log(MessageType::WARNING, line);
            }
        });
        catalogue.clone()
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
        // Other files see this text too; the lock keeps the texts in order.
        self.ground().workspace.open_overlay(document.document.snapshot());
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
        self.ground().workspace.open_overlay(document.document.snapshot());
        if self.abilities().delivery == Delivery::Push {
            self.start_check(document);
        }
        true
    }

    /// Forgets a document, and takes its findings off the screen.
    pub(super) fn close(&self, uri: &Uri) {
        let mut documents = lock(&self.documents);
        let Some(document) = documents.remove(&from_lsp::document_url(uri)) else { return };
        self.ground().workspace.close_overlay(&document.document.url);
        if self.abilities().delivery == Delivery::Push {
            // Under the lock, so that a check that ends now cannot publish after this.
            self.outbox.publish(PublishDiagnosticsParams::new(document.uri, Vec::new(), None));
        }
    }

    /// A file was written, made or removed.
    pub(super) fn forget(&self, path: &Path) {
        self.ground().workspace.forget(path);
    }

    /// Whether a document is open.
    pub(super) fn is_open(&self, uri: &Uri) -> bool {
        lock(&self.documents).contains_key(&from_lsp::document_url(uri))
    }

    /// The configuration is to be read again, and the workspace's own rules too if `rules`.
    pub(super) fn renew(self: &Arc<Self>, rules: bool) {
        let mut ground = lock(&self.ground);
        *ground = Arc::new(ground.renewed(rules));
        drop(ground);
        self.recheck(None);
    }

    /// Checks the open documents again, since something beside their texts has changed; all but
    /// the one of this name.
    pub(super) fn recheck(self: &Arc<Self>, except: Option<&DocumentUrl>) {
        let abilities = *self.abilities();
        let mut documents = lock(&self.documents);
        let mut n_checks = 0;
        for document in documents.values_mut() {
            if except == Some(&document.document.url) {
                continue;
            }
            n_checks += 1;
            document.revision = self.next_revision();
            if abilities.delivery == Delivery::Push {
                self.start_check(document);
            }
        }
        drop(documents);
        if n_checks > 0 && abilities.delivery == Delivery::Pull && abilities.refresh {
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

    /// The newest finished findings of a document's text as it is now, waited for only if there are none.
    /// What changed around it since does not count: whoever asks wants an answer at once.
    pub(super) async fn settled(self: &Arc<Self>, uri: &Uri) -> Option<Arc<Assessment>> {
        let page = self.open_page(uri)?;
        match page.assessed {
            Some(assessed) if assessed.version() == page.text.snapshot.version => Some(assessed),
            _ => self.assessment(uri).await,
        }
    }

    /// A document as it is now, without its findings.
    pub(super) fn open_page(&self, uri: &Uri) -> Option<OpenPage> {
        let documents = lock(&self.documents);
        let document = documents.get(&from_lsp::document_url(uri))?;
        Some(OpenPage {
            text: document.text(),
            language: document.language,
            path: document.path.clone(),
            assessed: document.assessed.borrow().clone(),
        })
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
        let ground = self.ground();
        let assess = |checked, catalogue: &Arc<Catalogue>| {
            let examined = job.examined.clone();
            let others = |url: &DocumentUrl| self.text_of(url);
            Assessment::new(examined, checked, catalogue.clone(), self.abilities(), &others)
        };
        catch_unwind(AssertUnwindSafe(|| {
            let catalogue = self.catalogue(&ground);
            let (checked, tree) = self.check(job, &ground, &catalogue);
            (assess(checked, &catalogue), tree)
        }))
        .unwrap_or_else(|panic| {
            let (url, message) = (&job.examined.text.snapshot.url, panics::message(&*panic));
            tracing::error!(document = %url, "the check panicked: {message}");
            self.outbox.log(
                MessageType::ERROR,
                format!("checking {url} failed inside watchpost: {message}"),
            );
            (assess(Checked::default(), &Catalogue::builtin()), None)
        })
    }

    fn check(
        &self,
        job: &Job,
        ground: &Ground,
        catalogue: &Arc<Catalogue>,
    ) -> (Checked, Option<Tree>) {
        let snapshot = &job.examined.text.snapshot;
        let text = snapshot.text();
        let tree = if text.len() <= LARGEST_TREE {
            parse::parse(job.examined.language, text, job.tree.as_ref())
        } else {
            None
        };
        let settings = ground.settings(&job.path, catalogue);
        if settings.is_excluded(&job.path) {
            return (Checked::default(), tree);
        }
        let project = ground.workspace.view_url(&snapshot.url);
        let subject = Subject {
            url: &snapshot.url,
            path: &job.path,
            context_path: &project.context_path,
            language: job.examined.language,
            text: text.clone(),
            tree: tree.clone(),
        };
        let mut checked = (self.checker)(&subject, &project, catalogue, &settings);
        self.baselines.silence(&mut checked, text, &job.path, &settings, catalogue);
        (checked, tree)
    }

    /// Name and text of another document, open or on disk.
    fn text_of(&self, url: &DocumentUrl) -> Option<(Uri, ClientText)> {
        self.open_text(url).or_else(|| {
            let text = workspace::read(&workspace::url::path_of(url)?).ok()?.decoded.text;
            let snapshot = Document::new(url.clone(), 0, &text).snapshot();
            let text = ClientText { snapshot, encoding: self.abilities().encoding };
            Some((url.as_str().parse().ok()?, text))
        })
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
        if !document.noted && !assessment.checked.notes.is_empty() {
            document.noted = true;
            for note in &assessment.checked.notes {
                self.outbox.log(MessageType::INFO, format!("{url}: {note}"));
            }
        }
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
}

/// One revision of a document on its way to a check.
struct Job {
    examined: Examined,
    /// The last tree, moved to where its nodes stand now.
    tree: Option<Tree>,
    path: PathBuf,
}

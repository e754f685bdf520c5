//! What the server knows: open documents, the client's abilities, and which checks are under way.

use std::collections::{HashMap, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::{Duration, Instant};

use tokio::sync::watch;
use tower_lsp::Client;
use tower_lsp::ls_types::{
    ClientCapabilities, Diagnostic, MessageType, PublishDiagnosticsParams,
    TextDocumentContentChangeEvent, Uri,
};

use super::assessment::{Assessment, Examined};
use super::capabilities::{Abilities, Delivery};
use super::client_settings::{AllSettings, ClientSettings, DiagnosticMode, Run};
use super::ground::Ground;
use super::notebooks::{Joined, Notebook, Notebooks};
use super::open_document::{ClientText, LastCheck, OpenDocument};
use super::open_page::OpenPage;
use super::outbox::Outbox;
use super::panics::{self, lock};
use super::project_findings::Report;
use super::scan::{self, Scan};
use super::server_status::{Health, ServerStatusParams};
use super::trace::Trace;
use super::{Checker, ServeOptions, from_lsp};
use crate::analysis::{self, Checked, Subject};
use crate::config::Settings;
use crate::languages::PYTHON;
use crate::rules::Catalogue;
use crate::semantics::ProjectView;
use crate::text::{Document, DocumentUrl, Snapshot};
use crate::workspace;

/// How old what is known about configuration files may be where nobody tells of changes.
const CONFIGURATION_AGE: Duration = Duration::from_secs(1);

/// Without a change for this long, typing rests.
const PAUSE: Duration = Duration::from_millis(300);

/// Mistakes in rule files that are told in the log.
const MOST_TROUBLES: usize = 20;

/// Everything the handlers share. No lock is held across an await.
pub(super) struct State {
    pub(super) client: Client,
    pub(super) outbox: Outbox,
    /// Notebooks that are open; their cells are documents.
    pub(super) notebooks: Notebooks,
    /// How much the client wants to be told.
    pub(super) trace: Trace,
    /// Findings of the files that are not open.
    pub(super) scan: Scan,
    /// How many `workspace/diagnostic` requests came.
    pub(super) workspace_requests: watch::Sender<u64>,
    checker: Checker,
    /// Whether checks build on each other: a stand-in's do not.
    remembers: bool,
    abilities: OnceLock<Abilities>,
    initial_settings: OnceLock<ClientSettings>,
    settings: Mutex<Arc<AllSettings>>,
    /// What does not work, for the status line.
    trouble: Mutex<Option<String>>,
    looked_at_configuration: Mutex<Option<Instant>>,
    ground: Mutex<Arc<Ground>>,
    documents: Mutex<HashMap<DocumentUrl, OpenDocument>>,
    revisions: AtomicU64,
}

impl State {
    /// A server that has not heard from its client yet.
    pub(super) fn new(client: Client, options: ServeOptions) -> Arc<Self> {
        Arc::new(Self {
            outbox: Outbox::new(client.clone()),
            client,
            notebooks: Notebooks::default(),
            trace: Trace::default(),
            scan: Scan::default(),
            workspace_requests: watch::channel(0).0,
            remembers: options.remembers(),
            checker: options.checker,
            abilities: OnceLock::new(),
            initial_settings: OnceLock::new(),
            settings: Mutex::default(),
            trouble: Mutex::default(),
            looked_at_configuration: Mutex::default(),
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
    pub(super) fn change_roots(self: &Arc<Self>, added: Vec<PathBuf>, removed: &[PathBuf]) {
        let documents = lock(&self.documents);
        let mut ground = lock(&self.ground);
        let mut roots = ground.workspace.roots().to_vec();
        roots.retain(|root| !removed.contains(root));
        for root in added {
            if !roots.contains(&root) {
                roots.push(root);
            }
        }
        *ground = Arc::new(Ground::new(roots));
        for document in documents.values() {
            ground.workspace.open_overlay(document.document.snapshot());
        }
        drop(ground);
        drop(documents);
        scan::all(self);
    }

    /// The folders the user opened.
    pub(super) fn roots(&self) -> Vec<PathBuf> {
        self.ground().workspace.roots().to_vec()
    }

    /// The settings that came with `initialize`; only the first call counts.
    pub(super) fn begin_with_settings(&self, settings: ClientSettings) {
        *lock(&self.settings) =
            Arc::new(AllSettings { global: settings.clone(), folders: Vec::new() });
        // Said twice by the client, the first counts.
        let _ = self.initial_settings.set(settings);
    }

    /// The settings that came with `initialize`.
    pub(super) fn initial_settings(&self) -> ClientSettings {
        self.initial_settings.get().cloned().unwrap_or_default()
    }

    /// The editor's settings for a file.
    pub(super) fn settings_for(&self, path: &Path) -> ClientSettings {
        lock(&self.settings).of(path).clone()
    }

    /// The configuration for a file.
    pub(super) fn settings(
        &self,
        ground: &Ground,
        path: &Path,
        catalogue: &Arc<Catalogue>,
    ) -> Arc<Settings> {
        let given = self.settings_for(path).configuration;
        ground.settings(path, given.as_deref(), catalogue)
    }

    /// Looks whether configuration changed on disk, for clients that do not watch files; not in
    /// the way of the request that gives the occasion, and at most once a second.
    fn look_at_configuration(self: &Arc<Self>, path: PathBuf) {
        if self.abilities().watched_files || !path.is_absolute() {
            return;
        }
        {
            let mut last = lock(&self.looked_at_configuration);
            if last.is_some_and(|last| last.elapsed() < CONFIGURATION_AGE) {
                return;
            }
            *last = Some(Instant::now());
        }
        let state = self.clone();
        tokio::task::spawn_blocking(move || {
            if state.ground().is_outdated(&path) {
                state.renew(false);
            }
        });
    }

    /// Whether the files of a folder are shown without being open.
    pub(super) fn shows_closed_files(&self, root: &Path) -> bool {
        let settings = self.settings_for(root);
        settings.enable && settings.diagnostic_mode == DiagnosticMode::Workspace
    }

    /// The address of a rule's page, with `{code}` for its code.
    pub(super) fn rule_page(&self, path: &Path) -> Option<String> {
        lock(&self.settings).of(path).rule_page.clone()
    }

    /// The user changed settings in the editor.
    pub(super) fn change_settings(self: &Arc<Self>, settings: AllSettings) {
        {
            let mut current = lock(&self.settings);
            if **current == settings {
                return;
            }
            *current = Arc::new(settings);
        }
        self.renew(false);
        self.scan_for_push();
    }

    /// Starts to look at closed files for a client that does not ask for them.
    pub(super) fn scan_for_push(self: &Arc<Self>) {
        let roots = self.roots();
        if self.abilities().delivery == Delivery::Push
            && lock(&self.settings).shows_closed_files(&roots)
        {
            scan::want(self);
        }
    }

    /// What does not work from now on; none if all does.
    pub(super) fn set_trouble(&self, trouble: Option<String>) {
        *lock(&self.trouble) = trouble;
        self.tell_status();
    }

    /// Tells the client how the server is, if it wants to know.
    pub(super) fn tell_status(&self) {
        if !self.abilities().server_status {
            return;
        }
        let message = lock(&self.trouble).clone();
        self.outbox.status(ServerStatusParams {
            health: if message.is_some() { Health::Warning } else { Health::Ok },
            quiescent: self.scan.is_at_rest(),
            message,
        });
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
            self.set_trouble(match troubles.len() {
                0 => None,
                1 => Some("a rule of this workspace cannot be used; the log tells why".to_owned()),
                n => Some(format!("{n} rules of this workspace cannot be used; the log tells why")),
            });
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
        lock(&self.scan.findings).opened(&document.document.url);
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
        if self.settings_for(&document.path).run == Run::OnType {
            document.wanted = document.revision;
            if self.abilities().delivery == Delivery::Push {
                self.start_check(document);
            }
        }
        let (url, revision) = (document.document.url.clone(), document.revision);
        tokio::spawn(self.clone().after_a_pause(url, revision));
        true
    }

    /// Checks what depends on a document's names, once typing rests and if they changed.
    async fn after_a_pause(self: Arc<Self>, url: DocumentUrl, revision: u64) {
        tokio::time::sleep(PAUSE).await;
        let path = {
            let documents = lock(&self.documents);
            match documents.get(&url) {
                Some(document) if document.revision == revision => document.path.clone(),
                _ => return,
            }
        };
        let (closed, open) = self.dependents(&path);
        if closed.is_empty() && open.is_empty() {
            return;
        }
        let state = self.clone();
        let read = tokio::task::spawn_blocking(move || state.ground().workspace.exports(&path));
        let Ok(exports) = read.await else { return };
        {
            let mut documents = lock(&self.documents);
            let Some(document) = documents.get_mut(&url) else { return };
            if document.exports.is_some() && document.exports == exports {
                return;
            }
            document.exports = exports;
        }
        scan::files(&self, closed);
        self.recheck_those(|document| open.contains(&document.document.url));
    }

    /// The closed and the open files whose findings depend on what the file at `path` exports.
    fn dependents(&self, path: &Path) -> (Vec<PathBuf>, Vec<DocumentUrl>) {
        let closed = lock(&self.scan.findings).dependents(path);
        let documents = lock(&self.documents);
        let open = documents
            .values()
            .filter(|document| {
                let assessed = document.assessed.borrow();
                document.path != path
                    && assessed.as_ref().is_some_and(|a| a.looked_at.contains(path))
            })
            .map(|document| document.document.url.clone())
            .collect();
        (closed, open)
    }

    /// The module at `path` is another one on disk: checks what depends on it.
    pub(super) fn ripple(self: &Arc<Self>, path: &Path) {
        let (closed, open) = self.dependents(path);
        scan::files(self, closed);
        self.recheck_those(|document| open.contains(&document.document.url));
    }

    /// A document was saved: with `run` set to `onSave` it is time to check it.
    pub(super) fn saved(self: &Arc<Self>, uri: &Uri) {
        let mut documents = lock(&self.documents);
        let Some(document) = documents.get_mut(&from_lsp::document_url(uri)) else { return };
        if document.wanted == document.revision {
            return;
        }
        document.wanted = document.revision;
        if self.abilities().delivery == Delivery::Push {
            self.start_check(document);
        } else {
            drop(documents);
            self.ask_to_refresh();
        }
    }

    /// Forgets a document, and takes its findings off the screen.
    pub(super) fn close(self: &Arc<Self>, uri: &Uri) {
        let mut documents = lock(&self.documents);
        let Some(document) = documents.remove(&from_lsp::document_url(uri)) else { return };
        self.ground().workspace.close_overlay(&document.document.url);
        if self.abilities().delivery == Delivery::Push {
            // Under the lock, so that a check that ends now cannot publish after this.
            self.outbox.publish(PublishDiagnosticsParams::new(document.uri, Vec::new(), None));
        }
        drop(documents);
        // What is on disk may differ from what was open.
        scan::files(self, [document.path.clone()]);
        self.ripple(&document.path);
        self.scan.touch();
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
        scan::all(self);
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
                document.wanted = document.revision;
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
            document.wanted = document.revision;
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
    fn ask_to_refresh(self: &Arc<Self>) {
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

    /// The findings of a document's text as it is now, or a newer one; none if it is not open.
    pub(super) async fn assessment(self: &Arc<Self>, uri: &Uri) -> Option<Arc<Assessment>> {
        if let Some(document) = lock(&self.documents).get_mut(&from_lsp::document_url(uri)) {
            document.wanted = document.revision;
        }
        self.shown_assessment(uri).await
    }

    /// The findings of a document to be shown now: with `run` set to `onSave` those of the text
    /// that was saved last.
    pub(super) async fn shown_assessment(self: &Arc<Self>, uri: &Uri) -> Option<Arc<Assessment>> {
        let (mut assessed, revision) = {
            let mut documents = lock(&self.documents);
            let document = documents.get_mut(&from_lsp::document_url(uri))?;
            self.look_at_configuration(document.path.clone());
            self.start_check(document);
            (document.assessed.subscribe(), document.wanted)
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
            .is_some_and(|assessment| assessment.revision >= document.wanted);
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
            match tokio::task::spawn_blocking(move || state.run(job)).await {
                Ok((assessment, last)) => self.finish(url, opened, Arc::new(assessment), last),
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
        if assessed.is_some_and(|assessed| assessed >= document.wanted) {
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
            last: document.lend_last(),
            path: document.path.clone(),
        })
    }

    /// Checks, on a thread that may be kept busy. Whatever panics costs this text's findings only.
    fn run(&self, mut job: Job) -> (Assessment, LastCheck) {
        let _before_the_scan = self.scan.urgent();
        let ground = self.ground();
        let rule_page = self.rule_page(&job.path);
        let last = std::mem::take(&mut job.last);
        let job = &job;
        let assess = |checked, catalogue: &Arc<Catalogue>| {
            let examined = job.examined.clone();
            let others = |url: &DocumentUrl| self.text_of(url);
            let page = rule_page.as_deref();
            Assessment::new(examined, checked, catalogue.clone(), self.abilities(), page, &others)
        };
        catch_unwind(AssertUnwindSafe(|| {
            let catalogue = self.catalogue(&ground);
            let (checked, last) = self.check(job, last, &ground, &catalogue);
            let mut assessment = assess(checked, &catalogue);
            assessment.looked_at = last.looked_at.clone();
            (assessment, last)
        }))
        .unwrap_or_else(|panic| {
            let (url, message) = (&job.examined.text.snapshot.url, panics::message(&*panic));
            tracing::error!(document = %url, "the check panicked: {message}");
            self.outbox.log(
                MessageType::ERROR,
                format!("checking {url} failed inside watchpost: {message}"),
            );
            (assess(Checked::default(), &Catalogue::builtin()), LastCheck::default())
        })
    }

    fn check(
        &self,
        job: &Job,
        mut last: LastCheck,
        ground: &Arc<Ground>,
        catalogue: &Arc<Catalogue>,
    ) -> (Checked, LastCheck) {
        let snapshot = &job.examined.text.snapshot;
        let text = snapshot.text();
        let settings = self.settings(ground, &job.path, catalogue);
        if settings.is_excluded(&job.path)
            || !self.settings_for(&job.path).enable
            || !is_checked(snapshot.url.as_str())
        {
            return (Checked::default(), LastCheck::default());
        }
        if let Some(notebook) = self.notebooks.of_cell(&snapshot.url) {
            let (checked, looked_at) = self.check_cell(&notebook, snapshot, ground, catalogue);
            return (checked, LastCheck { looked_at, ..LastCheck::default() });
        }
        let address = Arc::as_ptr(ground) as usize;
        if last.ground != address {
            last = LastCheck { ground: address, ..LastCheck::default() };
        }
        let project = ground.workspace.view_url(&snapshot.url);
        let subject = Subject {
            url: &snapshot.url,
            path: &job.path,
            context_path: &project.context_path,
            language: job.examined.language,
            text: text.clone(),
            tree: None,
        };
        let mut checked = if self.remembers {
            analysis::check_again(&subject, &project, catalogue, &settings, &mut last.memory)
        } else {
            (self.checker)(&subject, &project, catalogue, &settings)
        };
        ground.silence_known(&mut checked, &job.path, text, &settings, catalogue);
        last.looked_at.extend(project.looked_at());
        (checked, last)
    }

    /// Checks all cells of a notebook as one module, unless that is done; gives what is about one.
    fn check_cell(
        &self,
        notebook: &Notebook,
        cell: &Snapshot,
        ground: &Ground,
        catalogue: &Arc<Catalogue>,
    ) -> (Checked, HashSet<PathBuf>) {
        let (mut revisions, mut cells) = (Vec::new(), Vec::new());
        {
            let documents = lock(&self.documents);
            for url in notebook.cells() {
                let Some(document) = documents.get(&url) else { continue };
                if document.language == &PYTHON {
                    revisions.push(document.revision);
                    cells.push(document.document.snapshot());
                }
            }
        }
        let joined = Joined::new(cells.iter().map(|cell| (&cell.url, cell.text().as_ref())));
        let outcome = notebook.outcome(&revisions, || {
            let path = from_lsp::path(&notebook.uri);
            let view = ground.workspace.view_url(&notebook.url);
            let settings = self.settings(ground, &path, catalogue);
            let subject = Subject {
                url: &notebook.url,
                path: &path,
                context_path: &view.context_path,
                language: &PYTHON,
                text: joined.text.as_str().into(),
                tree: None,
            };
            let checked = if settings.is_excluded(&path) {
                Checked::default()
            } else {
                (self.checker)(&subject, &view, catalogue, &settings)
            };
            Arc::new((checked, view.looked_at()))
        });
        (joined.of_cell(&cell.url, &outcome.0), outcome.1.clone())
    }

    /// Checks one text with what checks in this session.
    pub(super) fn check_with(
        &self,
        subject: &Subject<'_>,
        project: &dyn ProjectView,
        catalogue: &Arc<Catalogue>,
        settings: &Settings,
    ) -> Checked {
        (self.checker)(subject, project, catalogue, settings)
    }

    /// Whether a document is open.
    pub(super) fn is_open_url(&self, url: &DocumentUrl) -> bool {
        lock(&self.documents).contains_key(url)
    }

    /// Every open document with its name, text and configuration.
    pub(super) fn open_documents(&self) -> Vec<(Uri, ClientText, Arc<Settings>)> {
        let ground = self.ground();
        let catalogue = self.catalogue(&ground);
        let documents: Vec<_> = lock(&self.documents)
            .values()
            .map(|document| (document.uri.clone(), document.text(), document.path.clone()))
            .collect();
        documents
            .into_iter()
            .map(|(uri, text, path)| (uri, text, self.settings(&ground, &path, &catalogue)))
            .collect()
    }

    /// Everything that is shown now, in open and closed files.
    pub(super) fn shown(&self) -> Shown {
        let mut shown = Shown::default();
        {
            let documents = lock(&self.documents);
            for (url, document) in &*documents {
                match &*document.assessed.borrow() {
                    Some(assessment) => {
                        shown.documents.push((url.clone(), ShownDocument::Open(assessment.clone())))
                    }
                    None => shown.pending.push(url.clone()),
                }
            }
        }
        let findings = lock(&self.scan.findings);
        let closed = findings
            .reports()
            .map(|(url, report)| (url.clone(), ShownDocument::Closed(report.clone())));
        shown.documents.extend(closed);
        shown
    }

    /// Name and text of another document, open or on disk.
    pub(super) fn text_of(&self, url: &DocumentUrl) -> Option<(Uri, ClientText)> {
        self.open_text(url).or_else(|| {
            let text = workspace::read(&workspace::url::path_of(url)?).ok()?.decoded.text;
            let snapshot = Document::new(url.clone(), 0, &text).snapshot();
            let text = ClientText { snapshot, encoding: self.abilities().encoding };
            Some((url.as_str().parse().ok()?, text))
        })
    }

    /// Keeps what a check gave, and shows it if it is about the newest text.
    fn finish(&self, url: &DocumentUrl, opened: u64, assessment: Arc<Assessment>, last: LastCheck) {
        let mut documents = lock(&self.documents);
        let document = documents.get_mut(url).filter(|document| document.opened == opened);
        let Some(document) = document else { return };
        document.return_last(last);
        // Once, not with every keystroke.
        let known = document.assessed.borrow().clone();
        let known = known.as_ref().map_or(&[][..], |known| &known.checked.failures);
        for failure in &assessment.checked.failures {
            if !known.contains(failure) {
                self.outbox.log(MessageType::ERROR, format!("{url}: {failure}"));
            }
        }
        if !document.noted && !assessment.checked.notes.is_empty() {
            document.noted = true;
            for note in &assessment.checked.notes {
                self.outbox.log(MessageType::INFO, format!("{url}: {note}"));
            }
        }
        if self.trace.is_on() {
            let n_findings = assessment.diagnostics.len();
            let verbose = self.trace.is_verbose().then(|| {
                let n_silenced = assessment.checked.suppressed.len();
                let n_bytes = assessment.text.snapshot.rope().len_bytes();
                format!("version {}, {n_bytes} bytes, {n_silenced} silenced", assessment.version())
            });
            self.outbox.trace(format!("checked {url}: {n_findings} findings"), verbose);
        }
        let is_newest = assessment.revision >= document.wanted;
        if is_newest && self.abilities().delivery == Delivery::Push {
            self.outbox.publish(PublishDiagnosticsParams::new(
                assessment.uri.clone(),
                assessment.diagnostics.clone(),
                Some(assessment.version()),
            ));
        }
        document.assessed.send_replace(Some(assessment));
        drop(documents);
        self.scan.touch();
    }
}

/// What is shown in the editor's list of problems.
#[derive(Default)]
pub(super) struct Shown {
    /// Documents with their findings; of the closed ones only those that have any.
    pub(super) documents: Vec<(DocumentUrl, ShownDocument)>,
    /// Open documents that were not checked yet.
    pub(super) pending: Vec<DocumentUrl>,
}

/// The findings of one document.
pub(super) enum ShownDocument {
    /// It is open.
    Open(Arc<Assessment>),
    /// It is not.
    Closed(Arc<Report>),
}

impl ShownDocument {
    /// Its name: as the client spells it, or as we do.
    pub(super) fn uri(&self) -> &Uri {
        match self {
            Self::Open(assessment) => &assessment.uri,
            Self::Closed(report) => &report.uri,
        }
    }

    /// The client's number for its text; none while it is closed.
    pub(super) fn version(&self) -> Option<i64> {
        match self {
            Self::Open(assessment) => Some(i64::from(assessment.version())),
            Self::Closed(_) => None,
        }
    }

    /// Equal for equal diagnostics.
    pub(super) fn result_id(&self) -> &str {
        match self {
            Self::Open(assessment) => &assessment.result_id,
            Self::Closed(report) => &report.result_id,
        }
    }

    /// What the client shows.
    pub(super) fn diagnostics(&self) -> &[Diagnostic] {
        match self {
            Self::Open(assessment) => &assessment.diagnostics,
            Self::Closed(report) => &report.diagnostics,
        }
    }
}

/// Whether documents of such a name are checked: files, new ones, cells of notebooks. Other
/// schemes show old versions and output of tools.
fn is_checked(url: &str) -> bool {
    let scheme = url.split(':').next().unwrap_or_default();
    matches!(scheme, "file" | "untitled" | "vscode-notebook-cell" | "vscode-remote" | "vscode-vfs")
}

/// One revision of a document on its way to a check.
struct Job {
    examined: Examined,
    /// What the check before left.
    last: LastCheck,
    path: PathBuf,
}

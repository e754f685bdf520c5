//! What the server knows: open documents, the client's abilities, and which checks are under way.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::{Duration, Instant};

use tokio::sync::watch;
use tower_lsp::Client;
use tower_lsp::ls_types::{
    ClientCapabilities, MessageType, PublishDiagnosticsParams, TextDocumentContentChangeEvent, Uri,
};

use super::capabilities::{Abilities, Delivery};
use super::client_settings::{AllSettings, ClientSettings, DiagnosticMode, Run};
use super::code_lens::Lenses;
use super::ground::Ground;
use super::notebooks::Notebooks;
use super::open_document::{ClientText, OpenDocument};
use super::open_page::OpenPage;
use super::outbox::Outbox;
use super::panics::lock;
use super::scan::{self, Scan};
use super::server_status::{Health, ServerStatusParams};
use super::trace::Trace;
use super::{Checker, ServeOptions, from_lsp, log};
use crate::config::Settings;
use crate::languages::PYTHON;
use crate::rules::Catalogue;
use crate::suppress::IdTable;
use crate::text::{Document, DocumentUrl};
use crate::workspace;

/// How old what is known about configuration files may be where nobody tells of changes.
const CONFIGURATION_AGE: Duration = Duration::from_secs(1);

/// Mistakes in rule files that are told in the log.
const MOST_TROUBLES: usize = 20;

/// Everything the handlers share. No lock is held across an await.
///
/// Invariant: who needs several locks takes them in the order `scan.findings`, `documents`, `ground`.
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
    /// What stands above settings modules.
    pub(super) lenses: Lenses,
    pub(super) checker: Checker,
    /// Whether checks build on each other: a stand-in's do not.
    pub(super) remembers: bool,
    abilities: OnceLock<Abilities>,
    initial_settings: OnceLock<ClientSettings>,
    settings: Mutex<Arc<AllSettings>>,
    /// What does not work, for the status line.
    trouble: Mutex<Option<String>>,
    looked_at_configuration: Mutex<Option<Instant>>,
    ground: Mutex<Arc<Ground>>,
    pub(super) documents: Mutex<HashMap<DocumentUrl, OpenDocument>>,
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
            lenses: Lenses::default(),
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
        let mut documents = lock(&self.documents);
        let mut ground = lock(&self.ground);
        let mut roots = ground.workspace.roots().to_vec();
        roots.retain(|root| !removed.contains(root));
        for root in added {
            if !roots.contains(&root) {
                roots.push(root);
            }
        }
        *ground = Arc::new(Ground::new(roots));
        for document in documents.values_mut() {
            ground.workspace.open_overlay(document.document.snapshot());
            document.shared = document.edited;
            document.exports = None;
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
        log::set_level(settings.log_level);
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
    pub(super) fn look_at_configuration(self: &Arc<Self>, path: PathBuf) {
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
        log::set_level(settings.global.log_level);
        {
            let mut current = lock(&self.settings);
            let is_known = settings.find_as(&current);
            *current = Arc::new(settings);
            if is_known {
                return;
            }
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
        let catalogue = self.catalogue(&self.ground());
        let _ = catalogue.rule_set(&PYTHON);
        let _ = IdTable::shared(&catalogue);
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
        let url = document.document.url.clone();
        documents.insert(url.clone(), document);
        drop(documents);
        lock(&self.scan.findings).opened(&url);
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
        document.edited = self.next_revision();
        document.revision = document.edited;
        if self.settings_for(&document.path).run == Run::OnType {
            document.want_newest();
            if self.abilities().delivery == Delivery::Push {
                self.start_check(document);
            }
        }
        let (url, edited) = (document.document.url.clone(), document.edited);
        tokio::spawn(self.clone().after_a_pause(url, edited));
        true
    }

    /// A document was saved: others see its text without waiting for a pause, and with `run` set
    /// to `onSave` it is time to check it.
    pub(super) fn saved(self: &Arc<Self>, uri: &Uri) {
        let mut documents = lock(&self.documents);
        let Some(document) = documents.get_mut(&from_lsp::document_url(uri)) else { return };
        if document.shared != document.edited {
            let (url, edited) = (document.document.url.clone(), document.edited);
            tokio::spawn(self.clone().share(url, edited));
        }
        if document.wanted == document.revision {
            return;
        }
        document.want_newest();
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
        scan::files(self, [document.path.clone()]);
        self.scan.touch();
        // What is on disk may differ from what was open.
        tokio::spawn(self.clone().unshare(document.path, document.exports, document.document));
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

    /// Name and text of another document, open or on disk.
    pub(super) fn text_of(&self, url: &DocumentUrl) -> Option<(Uri, ClientText)> {
        self.open_text(url).or_else(|| {
            let text = workspace::read(&workspace::url::path_of(url)?).ok()?.decoded.text;
            let snapshot = Document::new(url.clone(), 0, &text).snapshot();
            let text = ClientText { snapshot, encoding: self.abilities().encoding };
            Some((url.as_str().parse().ok()?, text))
        })
    }
}

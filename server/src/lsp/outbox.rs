//! Messages to the client that nobody waits for: published diagnostics, log lines, its status.
//!
//! The queue to the client is short, so a sender may have to wait for the editor. One task does
//! that waiting; whoever has something to say leaves it here and goes on.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex};

use tokio::sync::{mpsc, watch};
use tower_lsp::Client;
use tower_lsp::ls_types::notification::LogTrace;
use tower_lsp::ls_types::{LogTraceParams, MessageType, PublishDiagnosticsParams, Uri};

use super::panics::lock;
use super::server_status::{ServerStatus, ServerStatusParams};

/// Log lines that may wait; more are dropped, since the editor reads none of them.
const LOG_LINES: usize = 256;

/// Where messages are left.
pub(super) struct Outbox {
    publications: Arc<Mutex<Publications>>,
    status: watch::Sender<Option<ServerStatusParams>>,
    wake: mpsc::Sender<()>,
    log: mpsc::Sender<Line>,
    task: Mutex<Option<Deliverer>>,
}

/// Diagnostics that wait: of each document the newest, in the order in which the documents came.
#[derive(Default)]
struct Publications {
    order: VecDeque<Uri>,
    newest: HashMap<Uri, PublishDiagnosticsParams>,
}

impl Publications {
    fn next(&mut self) -> Option<PublishDiagnosticsParams> {
        self.newest.remove(&self.order.pop_front()?)
    }
}

/// The task's side.
struct Deliverer {
    client: Client,
    publications: Arc<Mutex<Publications>>,
    status: watch::Receiver<Option<ServerStatusParams>>,
    awake: mpsc::Receiver<()>,
    log: mpsc::Receiver<Line>,
}

/// Something to be read.
enum Line {
    Log(MessageType, String),
    Trace(LogTraceParams),
}

impl Outbox {
    /// An outbox that holds everything back until it is opened.
    pub(super) fn new(client: Client) -> Self {
        let publications = Arc::<Mutex<Publications>>::default();
        let (wake, awake) = mpsc::channel(1);
        let (log, log_lines) = mpsc::channel(LOG_LINES);
        let (status, statuses) = watch::channel(None);
        let deliverer = Deliverer {
            client,
            publications: publications.clone(),
            status: statuses,
            awake,
            log: log_lines,
        };
        Self { publications, status, wake, log, task: Mutex::new(Some(deliverer)) }
    }

    /// Starts to deliver. The library drops what is sent before `initialize` is answered, so
    /// this waits for the first message after it.
    pub(super) fn open(&self) {
        if let Some(deliverer) = lock(&self.task).take() {
            tokio::spawn(deliverer.run());
        }
    }

    /// Shows diagnostics; older ones of the document that still wait are forgotten.
    pub(super) fn publish(&self, publication: PublishDiagnosticsParams) {
        {
            let mut waiting = lock(&self.publications);
            let uri = publication.uri.clone();
            if waiting.newest.insert(uri.clone(), publication).is_none() {
                waiting.order.push_back(uri);
            }
        }
        // A full channel means that the task is woken already.
        let _ = self.wake.try_send(());
    }

    /// Shows how the server is, if that is news.
    pub(super) fn status(&self, status: ServerStatusParams) {
        self.status.send_if_modified(|last| {
            let is_news = last.as_ref() != Some(&status);
            *last = Some(status);
            is_news
        });
    }

    /// Writes into the editor's log.
    pub(super) fn log(&self, kind: MessageType, text: impl Into<String>) {
        let _ = self.log.try_send(Line::Log(kind, text.into()));
    }

    /// Writes into the editor's trace, details apart.
    pub(super) fn trace(&self, message: String, verbose: Option<String>) {
        let _ = self.log.try_send(Line::Trace(LogTraceParams { message, verbose }));
    }
}

impl Deliverer {
    /// Ends when the outbox is gone.
    async fn run(mut self) {
        loop {
            tokio::select! {
                Some(()) = self.awake.recv() => self.publish().await,
                Some(line) = self.log.recv() => match line {
                    Line::Log(kind, text) => self.client.log_message(kind, text).await,
                    Line::Trace(params) => self.client.send_notification::<LogTrace>(params).await,
                },
                Ok(()) = self.status.changed() => {
                    let status = self.status.borrow_and_update().clone();
                    if let Some(status) = status {
                        self.client.send_notification::<ServerStatus>(status).await;
                    }
                }
                else => return,
            }
        }
    }

    async fn publish(&self) {
        loop {
            let next = lock(&self.publications).next();
            let Some(next) = next else { return };
            self.client.publish_diagnostics(next.uri, next.diagnostics, next.version).await;
        }
    }
}

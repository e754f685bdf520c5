//! Runs the server over streams, and ends it the way the protocol wants.
//!
//! Input: stream → frames → gate → in-memory pipe → protocol library.
//! Output: protocol library → in-memory pipe → frames → stream, so that the gate can answer too.

use std::net::Ipv4Addr;
use std::path::Path;
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::Value;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, DuplexStream, duplex};
use tokio::net::TcpListener;
use tokio::sync::{mpsc, watch};
use tower_lsp::ls_types::notification::{Notification, SetTrace};
use tower_lsp::{LspService, Server};

use super::ServeOptions;
use super::backend::Backend;
use super::framing::{Frame, FrameBuffer, framed};
use super::gate::{Admission, Message, Turn, admit, error_body};
use super::log;
use super::panics::lock;
use super::progress::WorkDoneProgressCancel;
use super::stdio;

/// Handlers at work at the same time; beyond them a `$/cancelRequest` would have to queue.
const CONCURRENCY: usize = 64;

/// What may wait in a pipe between us and the library, in bytes.
const PIPE: usize = 64 * 1024;

/// How long work under way may take once nobody will read its result.
const GRACE: Duration = Duration::from_secs(1);

/// How long `exit` waits for the answer to a `shutdown` sent right before it.
const SHUTDOWN_ANSWER: Duration = Duration::from_secs(5);

/// How a session ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExitStatus {
    /// The client sent `shutdown` first.
    Orderly,
    /// It did not.
    Abrupt,
}

impl ExitStatus {
    /// The process's exit code.
    pub fn code(self) -> u8 {
        match self {
            ExitStatus::Orderly => 0,
            ExitStatus::Abrupt => 1,
        }
    }
}

/// Where a client connects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Channel {
    /// Standard input and output.
    Stdio,
    /// This port of the loopback address; 0 for a free one, which is told on standard error.
    Port(u16),
}

/// Serves one client, and ends the process with the session. `log` is a file that log lines are
/// added to, beside standard error.
pub fn serve(channel: Channel, log: Option<&Path>) -> ExitCode {
    log::begin(log);
    std::panic::set_hook(Box::new(|info| {
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "panic: {}", super::panics::message(info.payload()));
    }));
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        // Checks run here, and so do the reads and writes of standard input and output.
        .max_blocking_threads(2 + check_threads())
        .thread_stack_size(8 * 1024 * 1024)
        .enable_all()
        .build();
    let runtime = match runtime {
        Ok(runtime) => runtime,
        Err(error) => {
            tracing::error!("cannot start: {error}");
            return ExitCode::FAILURE;
        }
    };
    let status = runtime.block_on(async {
        let options = ServeOptions::default();
        match channel {
            Channel::Stdio => {
                let (read, write) = stdio::streams();
                Ok(serve_streams(read, write, options).await)
            }
            Channel::Port(port) => serve_port(port, options).await,
        }
    });
    let status = match status {
        Ok(status) => status,
        Err(error) => {
            tracing::error!("cannot listen: {error}");
            std::process::exit(2);
        }
    };
    // A thread that waits for input cannot be stopped; returning would wait for it.
    std::process::exit(i32::from(status.code()));
}

/// Serves the first client that connects. Only programs on this machine can.
async fn serve_port(port: u16, options: ServeOptions) -> std::io::Result<ExitStatus> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
    anstream::eprintln!("listening on {}", listener.local_addr()?);
    let (stream, _) = listener.accept().await?;
    drop(listener);
    let (read, write) = stream.into_split();
    Ok(serve_streams(read, write, options).await)
}

fn check_threads() -> usize {
    std::thread::available_parallelism().map_or(2, usize::from).clamp(2, 8)
}

/// Serves one client over a pair of streams until `exit`, or until either stream ends.
pub async fn serve_streams<R, W>(read: R, write: W, options: ServeOptions) -> ExitStatus
where
    R: AsyncRead + Send + Unpin + 'static,
    W: AsyncWrite + Send + Unpin + 'static,
{
    let (to_library, library_in) = duplex(PIPE);
    let (library_out, from_library) = duplex(PIPE);
    let (frames, frames_out) = mpsc::channel(16);
    let answers = Arc::new(Answers::default());
    let orderly = Arc::new(AtomicBool::new(false));

    let (service, socket) = LspService::build(|client| Backend::new(client, options))
        .custom_method(WorkDoneProgressCancel::METHOD, Backend::cancel_progress)
        .custom_method(SetTrace::METHOD, Backend::set_trace)
        .finish();
    let mut library = tokio::spawn(
        Server::new(library_in, library_out, socket).concurrency_level(CONCURRENCY).serve(service),
    );
    let mut output = tokio::spawn(write_frames(write, frames_out));
    let collector = tokio::spawn(collect(from_library, frames.clone(), answers.clone()));

    let session = Session { to_library, frames, answers, orderly: orderly.clone() };
    let mut input = tokio::spawn(session.run(read));
    // Whichever ends first; the library too ends at `exit`, and the output when the client does
    // not read any more.
    tokio::select! {
        _ = &mut input => {}
        _ = &mut output => {}
        _ = &mut library => {}
    }
    input.abort();
    // The last answers may still be on their way; slow work for nobody is not waited for.
    let drained = async {
        if !library.is_finished() {
            let _ = (&mut library).await;
        }
        let _ = collector.await;
        if !output.is_finished() {
            let _ = (&mut output).await;
        }
    };
    if tokio::time::timeout(GRACE, drained).await.is_err() {
        tracing::debug!("ended with work under way");
    }
    library.abort();
    output.abort();
    if orderly.load(Ordering::SeqCst) { ExitStatus::Orderly } else { ExitStatus::Abrupt }
}

/// Lets the input wait until a certain request is answered.
#[derive(Default)]
struct Answers {
    awaited: Mutex<Option<Awaited>>,
}

struct Awaited {
    id: Value,
    answered: watch::Sender<bool>,
}

impl Answers {
    fn expect(&self, id: Value) -> watch::Receiver<bool> {
        let (answered, receiver) = watch::channel(false);
        *lock(&self.awaited) = Some(Awaited { id, answered });
        receiver
    }

    fn saw(&self, body: &[u8]) {
        let mut awaited = lock(&self.awaited);
        let Some(Awaited { id, answered }) = &*awaited else { return };
        let message: Value = serde_json::from_slice(body).unwrap_or_default();
        if message.get("method").is_none() && message.get("id") == Some(id) {
            answered.send_replace(true);
            *awaited = None;
        }
    }
}

/// The client's side of the conversation.
struct Session {
    to_library: DuplexStream,
    frames: mpsc::Sender<Vec<u8>>,
    answers: Arc<Answers>,
    /// Whether `shutdown` has come.
    orderly: Arc<AtomicBool>,
}

impl Session {
    /// Ends with the conversation.
    async fn run<R: AsyncRead + Unpin>(mut self, mut read: R) {
        let mut buffer = FrameBuffer::default();
        let mut chunk = vec![0; PIPE];
        loop {
            while let Some(frame) = buffer.next() {
                let proceed = match frame {
                    Frame::Body(body) => self.take(body, &mut buffer).await,
                    Frame::TooLarge => {
                        tracing::error!("a message is too large");
                        self.answer(error_body(&Value::Null, -32600, "Message too large")).await
                    }
                };
                if !proceed {
                    return;
                }
            }
            match read.read(&mut chunk).await {
                Ok(0) | Err(_) => return,
                Ok(n_bytes) => buffer.push(&chunk[..n_bytes]),
            }
        }
    }

    /// Handles one body; false when the conversation is over.
    async fn take(&mut self, body: Vec<u8>, buffer: &mut FrameBuffer) -> bool {
        match admit(body.clone()) {
            Admission::Forward(message) => self.forward(message).await,
            Admission::Answer(answer) => {
                // The length may have been too large: what comes before the next header may be
                // a message after all.
                if let Some(head) = buffer.split_at_header(&body)
                    && let Admission::Forward(message) = admit(head.to_vec())
                {
                    return self.forward(message).await;
                }
                tracing::warn!(n_bytes = body.len(), "a message that cannot be read");
                self.answer(answer).await
            }
        }
    }

    async fn forward(&mut self, message: Message) -> bool {
        let answered = match &message.turn {
            Turn::Initialize(id) | Turn::Shutdown(id) => Some(self.answers.expect(id.clone())),
            Turn::Exit | Turn::None => None,
        };
        if self.to_library.write_all(&framed(&message.body)).await.is_err() {
            return false;
        }
        // The library drops what follows `initialize` too early, and cancels a `shutdown` that
        // `exit` overtakes.
        if let Some(mut answered) = answered {
            let answer = answered.wait_for(|&answered| answered);
            let in_time = tokio::time::timeout(SHUTDOWN_ANSWER, answer).await;
            if in_time.is_err() {
                tracing::warn!("`initialize` or `shutdown` takes long to answer");
            }
        }
        match message.turn {
            Turn::Shutdown(_) => self.orderly.store(true, Ordering::SeqCst),
            Turn::Exit => return false,
            Turn::Initialize(_) | Turn::None => {}
        }
        true
    }

    async fn answer(&self, body: Vec<u8>) -> bool {
        self.frames.send(framed(&body)).await.is_ok()
    }
}

/// Takes whole messages out of the library's output, so that nothing cuts into them.
async fn collect(
    mut from_library: DuplexStream,
    frames: mpsc::Sender<Vec<u8>>,
    answers: Arc<Answers>,
) {
    let mut buffer = FrameBuffer::default();
    let mut chunk = vec![0; PIPE];
    while let Ok(n_bytes @ 1..) = from_library.read(&mut chunk).await {
        buffer.push(&chunk[..n_bytes]);
        while let Some(frame) = buffer.next() {
            let Frame::Body(body) = frame else { continue };
            let frame = framed(&body);
            if frames.send(frame).await.is_err() {
                return;
            }
            answers.saw(&body);
        }
    }
}

async fn write_frames<W: AsyncWrite + Unpin>(mut write: W, mut frames: mpsc::Receiver<Vec<u8>>) {
    while let Some(frame) = frames.recv().await {
        if write.write_all(&frame).await.is_err() || write.flush().await.is_err() {
            return;
        }
    }
}

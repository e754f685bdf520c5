//! A client over an in-memory pipe: JSON in, JSON out.

use std::collections::VecDeque;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{
    AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, DuplexStream, ReadHalf, WriteHalf,
};
use tokio::task::JoinHandle;
use watchpost::lsp::{ExitStatus, ServeOptions, serve_streams};

/// Far longer than anything takes; a test that waits for it fails.
const PATIENCE: Duration = Duration::from_secs(60);

/// A client with a server of its own.
pub struct Client {
    write: WriteHalf<DuplexStream>,
    read: BufReader<ReadHalf<DuplexStream>>,
    /// Messages read while waiting for another one.
    unread: VecDeque<Value>,
    next_id: i64,
    server: JoinHandle<ExitStatus>,
}

impl Client {
    /// A client that has sent nothing.
    pub fn connect(options: ServeOptions) -> Self {
        let (ours, theirs) = tokio::io::duplex(1024 * 1024);
        let (read, write) = tokio::io::split(theirs);
        let server = tokio::spawn(serve_streams(read, write, options));
        let (read, write) = tokio::io::split(ours);
        let read = BufReader::new(read);
        Self { write, read, unread: VecDeque::new(), next_id: 0, server }
    }

    /// A client that has been greeted; with what the server answered to `initialize`.
    pub async fn initialized(options: ServeOptions, capabilities: Value) -> (Self, Value) {
        let mut client = Self::connect(options);
        let params = json!({ "processId": null, "rootUri": null, "capabilities": capabilities });
        let result = client.request("initialize", params).await["result"].clone();
        client.notify("initialized", json!({})).await;
        (client, result)
    }

    #[allow(dead_code, reason = "not every test file needs it")]
    /// A client that has been greeted with these parameters beside the usual ones.
    pub async fn initialized_with(options: ServeOptions, more: Value) -> (Self, Value) {
        let mut client = Self::connect(options);
        let mut params = json!({ "processId": null, "rootUri": null, "capabilities": {} });
        for (key, value) in more.as_object().expect("an object") {
            params[key] = value.clone();
        }
        let result = client.request("initialize", params).await["result"].clone();
        client.notify("initialized", json!({})).await;
        (client, result)
    }

    #[allow(dead_code, reason = "not every test file needs it")]
    /// Answers a request of the server.
    pub async fn respond(&mut self, request: &Value, result: Value) {
        let id = &request["id"];
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "result": result })).await;
    }

    /// Sends bytes as they are.
    pub async fn send_raw(&mut self, bytes: &[u8]) {
        self.write.write_all(bytes).await.expect("the server reads");
    }

    /// Sends a message.
    pub async fn send(&mut self, message: &Value) {
        let body = message.to_string();
        self.send_raw(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes()).await;
    }

    /// Sends a notification.
    pub async fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params })).await;
    }

    /// Sends a request without waiting; returns its id.
    pub async fn ask(&mut self, method: &str, params: Value) -> i64 {
        self.next_id += 1;
        let id = self.next_id;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params })).await;
        id
    }

    /// Sends a request and waits for the whole answer.
    pub async fn request(&mut self, method: &str, params: Value) -> Value {
        let id = self.ask(method, params).await;
        self.answer(id).await
    }

    /// Waits for the answer to a request.
    pub async fn answer(&mut self, id: i64) -> Value {
        self.wait_for(|message| message["id"] == id && message.get("method").is_none()).await
    }

    /// Waits for a notification or request of the server.
    pub async fn receive(&mut self, method: &str) -> Value {
        self.wait_for(|message| message["method"] == method).await
    }

    /// Waits for a message; others are kept.
    pub async fn wait_for(&mut self, wanted: impl Fn(&Value) -> bool) -> Value {
        if let Some(index) = self.unread.iter().position(&wanted) {
            return self.unread.remove(index).expect("just found");
        }
        loop {
            let message = self.read_message().await;
            if wanted(&message) {
                return message;
            }
            self.unread.push_back(message);
        }
    }

    /// Methods of what has arrived and was not waited for.
    pub fn unread_methods(&self) -> Vec<&str> {
        self.unread.iter().filter_map(|message| message["method"].as_str()).collect()
    }

    /// Waits until the server has ended.
    pub async fn ended(self) -> ExitStatus {
        let Self { server, .. } = self;
        tokio::time::timeout(PATIENCE, server).await.expect("in time").expect("no panic")
    }

    /// Opens a document with version 1.
    pub async fn open(&mut self, uri: &str, text: &str) {
        let document = json!({ "uri": uri, "languageId": "python", "version": 1, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": document })).await;
    }

    /// Sends one `didChange`.
    pub async fn change(&mut self, uri: &str, version: i32, changes: Value) {
        let document = json!({ "uri": uri, "version": version });
        let params = json!({ "textDocument": document, "contentChanges": changes });
        self.notify("textDocument/didChange", params).await;
    }

    /// Asks for the diagnostics of a document; returns the report.
    pub async fn pull(&mut self, uri: &str, previous: Option<&str>) -> Value {
        let params = json!({ "textDocument": { "uri": uri }, "previousResultId": previous });
        self.request("textDocument/diagnostic", params).await["result"].clone()
    }

    async fn read_message(&mut self) -> Value {
        tokio::time::timeout(PATIENCE, async {
            let mut length = 0;
            loop {
                let mut line = String::new();
                let n_bytes = self.read.read_line(&mut line).await.expect("the server writes");
                assert_ne!(n_bytes, 0, "the server has ended");
                match line.trim_end() {
                    "" => break,
                    header => {
                        if let Some(value) = header.strip_prefix("Content-Length: ") {
                            length = value.parse().expect("a number");
                        }
                    }
                }
            }
            let mut body = vec![0; length];
            self.read.read_exact(&mut body).await.expect("a whole message");
            serde_json::from_slice(&body).expect("JSON")
        })
        .await
        .expect("a message in time")
    }
}

//! A server as a process of its own: JSON in, JSON out.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use serde_json::{Value, json};

/// Far longer than anything takes; a test that waits for it fails.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// A running `watchpost serve`.
pub struct Server {
    child: Child,
    /// Its standard input; none closes it.
    pub input: Option<ChildStdin>,
    output: Receiver<Value>,
}

impl Server {
    /// A server that was sent nothing.
    pub fn start() -> Self {
        Self::start_with(&[])
    }

    /// The same with these arguments.
    pub fn start_with(arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_watchpost"))
            .arg("serve")
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        let input = child.stdin.take();
        let mut stdout = BufReader::new(child.stdout.take().expect("piped"));
        let (send, output) = channel();
        std::thread::spawn(move || {
            while let Some(message) = read_message(&mut stdout) {
                if send.send(message).is_err() {
                    break;
                }
            }
        });
        Self { child, input, output }
    }

    /// A server that was greeted by a client that pulls.
    pub fn initialized() -> Self {
        let mut server = Self::start();
        server.send(&json!({
            "jsonrpc": "2.0", "id": 1, "method": "initialize",
            "params": { "capabilities": { "textDocument": { "diagnostic": {} } } },
        }));
        assert!(server.receive()["result"]["capabilities"].is_object());
        server.send(&json!({ "jsonrpc": "2.0", "method": "initialized", "params": {} }));
        server
    }

    /// The process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Sends bytes as they are.
    pub fn raw(&mut self, bytes: &[u8]) {
        let input = self.input.as_mut().expect("still open");
        input.write_all(bytes).expect("the server reads");
        input.flush().expect("the server reads");
    }

    /// Sends a message.
    pub fn send(&mut self, message: &Value) {
        let body = message.to_string();
        self.raw(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes());
    }

    /// The next message that is not a log line.
    pub fn receive(&self) -> Value {
        loop {
            let message = self.output.recv_timeout(PATIENCE).expect("a message in time");
            if message["method"] != "window/logMessage" {
                return message;
            }
        }
    }

    /// Asks the server to end, and waits for its answer.
    pub fn shut_down(&mut self) {
        self.send(&json!({ "jsonrpc": "2.0", "id": "bye", "method": "shutdown" }));
        let answer = self.receive();
        assert_eq!((&answer["id"], answer.get("error")), (&json!("bye"), None));
    }

    /// Has it end.
    pub fn exit(&mut self) {
        self.send(&json!({ "jsonrpc": "2.0", "method": "exit" }));
    }

    /// Waits for the end, with standard input as it is.
    pub fn code(mut self) -> Option<i32> {
        // Output ends with the process; waiting for that needs no clock.
        loop {
            match self.output.recv_timeout(PATIENCE) {
                Ok(_) => {}
                Err(std::sync::mpsc::RecvTimeoutError::Disconnected) => break,
                Err(std::sync::mpsc::RecvTimeoutError::Timeout) => {
                    // Not left behind by a failing test.
                    self.child.kill().expect("running");
                    panic!("the server does not end");
                }
            }
        }
        self.child.wait().expect("a child of ours").code()
    }
}

/// The next message of a stream.
pub fn read_message(stdout: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if stdout.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim_end() {
            "" => break,
            header => {
                length = header.strip_prefix("Content-Length: ")?.parse().ok()?;
            }
        }
    }
    let mut body = vec![0; length];
    stdout.read_exact(&mut body).ok()?;
    serde_json::from_slice(&body).ok()
}

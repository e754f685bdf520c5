//! The language server as a process: how it begins and ends, and what it survives on its input.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use serde_json::{Value, json};

/// Far longer than anything takes; a test that waits for it fails.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running `watchpost serve`.
struct Server {
    child: Child,
    input: Option<ChildStdin>,
    output: Receiver<Value>,
}

impl Server {
    fn start() -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_watchpost"))
            .arg("serve")
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

    fn initialized() -> Self {
        let mut server = Self::start();
        server.send(&json!({
            "jsonrpc": "2.0", "id": 1, "method": "initialize",
            "params": { "capabilities": { "textDocument": { "diagnostic": {} } } },
        }));
        assert!(server.receive()["result"]["capabilities"].is_object());
        server.send(&json!({ "jsonrpc": "2.0", "method": "initialized", "params": {} }));
        server
    }

    fn raw(&mut self, bytes: &[u8]) {
        let input = self.input.as_mut().expect("still open");
        input.write_all(bytes).expect("the server reads");
        input.flush().expect("the server reads");
    }

    fn send(&mut self, message: &Value) {
        let body = message.to_string();
        self.raw(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes());
    }

    /// The next message that is not a log line.
    fn receive(&self) -> Value {
        loop {
            let message = self.output.recv_timeout(PATIENCE).expect("a message in time");
            if message["method"] != "window/logMessage" {
                return message;
            }
        }
    }

    fn shut_down(&mut self) {
        self.send(&json!({ "jsonrpc": "2.0", "id": "bye", "method": "shutdown" }));
        let answer = self.receive();
        assert_eq!((&answer["id"], answer.get("error")), (&json!("bye"), None));
    }

    fn exit(&mut self) {
        self.send(&json!({ "jsonrpc": "2.0", "method": "exit" }));
    }

    /// Waits for the end, with standard input as it is.
    fn code(mut self) -> Option<i32> {
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

fn read_message(stdout: &mut impl BufRead) -> Option<Value> {
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

#[test]
fn exit_after_shutdown_is_0() {
    let mut server = Server::initialized();
    server.shut_down();
    server.exit();
    // Standard input stays open until the code is known.
    assert_eq!(server.code(), Some(0));
}

#[test]
fn exit_without_shutdown_is_1() {
    let mut server = Server::initialized();
    server.exit();
    assert_eq!(server.code(), Some(1));
}

#[test]
fn exit_before_initialize_is_1() {
    let mut server = Server::start();
    server.exit();
    assert_eq!(server.code(), Some(1));
}

#[test]
fn shutdown_may_have_any_empty_parameters() {
    for params in [json!(null), json!([]), json!({})] {
        let mut server = Server::initialized();
        server.send(&json!({ "jsonrpc": "2.0", "id": 2, "method": "shutdown", "params": params }));
        let answer = server.receive();
        assert_eq!((&answer["id"], answer.get("error")), (&json!(2), None), "{params}");
        server.exit();
        assert_eq!(server.code(), Some(0), "{params}");
    }
}

#[test]
fn a_closed_input_ends_the_server() {
    let mut server = Server::initialized();
    server.input = None;
    assert_eq!(server.code(), Some(1));

    let mut server = Server::initialized();
    server.shut_down();
    server.input = None;
    assert_eq!(server.code(), Some(0));

    let mut server = Server::start();
    server.input = None;
    assert_eq!(server.code(), Some(1));
}

#[test]
fn an_input_that_ends_within_a_message_ends_the_server() {
    let mut server = Server::initialized();
    server.raw(b"Content-Length: 100\r\n\r\n{\"jsonrpc\"");
    server.input = None;
    assert_eq!(server.code(), Some(1));
}

#[test]
fn messages_after_exit_do_not_keep_the_server() {
    let mut server = Server::initialized();
    server.shut_down();
    let exit = r#"{"jsonrpc":"2.0","method":"exit"}"#;
    let request = r#"{"jsonrpc":"2.0","id":5,"method":"textDocument/hover"}"#;
    let mut bytes = Vec::new();
    for body in [exit, request, exit, request] {
        bytes.extend_from_slice(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes());
    }
    server.raw(&bytes);
    assert_eq!(server.code(), Some(0));
}

#[test]
fn headers_may_be_in_lower_case_and_more_than_needed() {
    let mut server = Server::start();
    let body = r#"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{}}}"#;
    let length = body.len();
    server.raw(
        format!("x-trace: 1\r\ncontent-type: application/vscode-jsonrpc; charset=utf-16\r\ncontent-length: {length}\r\nx-y: z\r\n\r\n{body}")
            .as_bytes(),
    );
    assert!(server.receive()["result"]["capabilities"].is_object());
}

#[test]
fn garbage_is_survived() {
    let mut server = Server::initialized();
    server.raw(b"\x00\xff\xfe garbage without any header\r\n\r\n");
    server.raw(b"Content-Length: nine\r\n\r\n");
    server.raw(b"Content-Length: 9\r\n\r\n{\"json\": ");
    assert_eq!(server.receive()["error"]["code"], -32700);
    server.raw(b"Content-Length: 4\r\n\r\n\xff\xff\xff\xff");
    assert_eq!(server.receive()["error"]["code"], -32700);
    // A length that covers the next message's header as well.
    let body = r#"{"jsonrpc":"2.0","id":2,"method":"no/such"}"#;
    let framed = format!("Content-Length: {}\r\n\r\n{body}", body.len());
    server.raw(format!("Content-Length: {}\r\n\r\n{body}{framed}", body.len() + 30).as_bytes());
    assert_eq!(server.receive()["error"]["code"], -32601);
    assert_eq!(server.receive()["error"]["code"], -32601);
    server.shut_down();
    server.exit();
    assert_eq!(server.code(), Some(0));
}

#[test]
fn a_client_that_stops_reading_and_leaves_ends_the_server() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_watchpost"))
        .arg("serve")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    let mut input = child.stdin.take().expect("piped");
    let body = r#"{"jsonrpc":"2.0","id":1,"method":"no/such"}"#;
    let framed = format!("Content-Length: {}\r\n\r\n{body}", body.len());
    // Not so many that the server would stop reading too.
    input.write_all(framed.repeat(700).as_bytes()).expect("the server reads");
    drop(input);
    let (send, ended) = channel();
    let stdout = child.stdout.take();
    std::thread::spawn(move || {
        let code = child.wait().ok().and_then(|status| status.code());
        let _ = send.send(code);
    });
    assert_eq!(ended.recv_timeout(PATIENCE), Ok(Some(1)));
    drop(stdout);
}

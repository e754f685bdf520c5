//! The language server as a process: how it begins and ends, and what it survives on its input.

#[path = "support/server.rs"]
mod server;

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::sync::mpsc::channel;

use serde_json::{Value, json};
use server::{PATIENCE, Server, read_message};

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

#[test]
fn one_client_is_served_on_a_port_of_the_loopback_address() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_watchpost"))
        .args(["serve", "--port", "0"])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stderr = BufReader::new(child.stderr.take().expect("piped"));
    let mut line = String::new();
    stderr.read_line(&mut line).expect("a line");
    let address = line.trim().strip_prefix("listening on ").expect("the address is told");
    assert!(address.starts_with("127.0.0.1:"), "{address}");
    let mut stream = std::net::TcpStream::connect(address).expect("it listens");
    stream.set_read_timeout(Some(PATIENCE)).expect("a stream");
    let mut output = BufReader::new(stream.try_clone().expect("a stream"));
    let mut send = |message: Value| {
        let body = message.to_string();
        let framed = format!("Content-Length: {}\r\n\r\n{body}", body.len());
        stream.write_all(framed.as_bytes()).expect("the server reads");
    };
    let params = json!({ "capabilities": {} });
    send(json!({ "jsonrpc": "2.0", "id": 1, "method": "initialize", "params": params }));
    assert_eq!(read_message(&mut output).expect("an answer")["id"], 1);
    send(json!({ "jsonrpc": "2.0", "id": 2, "method": "shutdown" }));
    assert_eq!(read_message(&mut output).expect("an answer")["id"], 2);
    send(json!({ "jsonrpc": "2.0", "method": "exit" }));
    assert_eq!(child.wait().expect("a child of ours").code(), Some(0));
}

/// The resident memory of a process, in kB.
#[cfg(target_os = "linux")]
fn memory(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).expect("running");
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).expect("a process has it");
    line.split_whitespace().nth(1).and_then(|number| number.parse().ok()).expect("a number")
}

#[cfg(target_os = "linux")]
#[test]
fn memory_does_not_grow_with_edits_nor_with_documents_that_were_closed() {
    const TEXT: &str = "import subprocess\n\n\ndef f(x):\n    subprocess.run(x, shell=True)\n";
    const EDITED: &str = "file:///shop/edited.py";
    fn notify(server: &mut Server, method: &str, params: Value) {
        server.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }
    fn open(server: &mut Server, uri: &str) {
        let document = json!({ "uri": uri, "languageId": "python", "version": 1, "text": TEXT });
        notify(server, "textDocument/didOpen", json!({ "textDocument": document }));
    }
    fn pull(server: &mut Server, uri: &str, id: u64) {
        server.send(&json!({
            "jsonrpc": "2.0", "id": id, "method": "textDocument/diagnostic",
            "params": { "textDocument": { "uri": uri } },
        }));
        let answer = server.receive();
        assert_eq!(answer["id"], id);
        assert_ne!(answer["result"]["items"], json!([]), "{answer}");
    }
    fn round(server: &mut Server, n_edits: u64, n_documents: u64, id: u64) {
        for number in 0..n_edits {
            let (end, text) = if number % 2 == 0 { (0, "#") } else { (1, "") };
            let range = json!({
                "start": { "line": 2, "character": 0 }, "end": { "line": 2, "character": end },
            });
            let params = json!({
                "textDocument": { "uri": EDITED, "version": id + number },
                "contentChanges": [{ "range": range, "text": text }],
            });
            notify(server, "textDocument/didChange", params);
            if number % 50 == 49 {
                pull(server, EDITED, id + number);
            }
        }
        for number in 0..n_documents {
            let uri = format!("file:///shop/{id}/{number}.py");
            open(server, &uri);
            pull(server, &uri, id + n_edits + number);
            let closed = json!({ "textDocument": { "uri": uri } });
            notify(server, "textDocument/didClose", closed);
        }
    }
    let mut server = Server::initialized();
    open(&mut server, EDITED);
    // The first round fills what is filled once: compiled rules, the allocator's pools.
    round(&mut server, 2_000, 200, 1_000);
    let before = memory(server.id());
    round(&mut server, 10_000, 1_000, 100_000);
    let after = memory(server.id());
    // A text or tree kept for each edit or document would be many times this.
    assert!(after < before + 24 * 1024, "{before} kB before, {after} kB after");
    server.shut_down();
    server.exit();
    assert_eq!(server.code(), Some(0));
}

#[test]
fn the_editor_says_how_much_is_logged() {
    let log = std::env::temp_dir().join(format!("watchpost-test-log-{}", std::process::id()));
    let _ = std::fs::remove_file(&log);
    let mut server = Server::start_with(&["--log-file", log.to_str().expect("a path")]);
    server.send(&json!({
        "jsonrpc": "2.0", "id": 1, "method": "initialize",
        "params": { "capabilities": { "textDocument": { "diagnostic": {} } } },
    }));
    server.receive();
    let mut pulled = |level: Value, id: u64| {
        let settings = json!({ "watchpost": { "logLevel": level } });
        let uri = format!("file:///shop/checked{id}.py");
        let document =
            json!({ "uri": uri, "languageId": "python", "version": 1, "text": "eval(x)\n" });
        let changed = "workspace/didChangeConfiguration";
        for (method, params) in [
            (changed, json!({ "settings": settings })),
            ("textDocument/didOpen", json!({ "textDocument": document })),
        ] {
            server.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
        }
        server.send(&json!({
            "jsonrpc": "2.0", "id": id, "method": "textDocument/diagnostic",
            "params": { "textDocument": { "uri": uri } },
        }));
        while server.receive()["id"] != id {}
        std::fs::read_to_string(&log).expect("a log").contains(&format!("checked{id}.py"))
    };
    assert!(!pulled(json!("error"), 2));
    assert!(pulled(json!("debug"), 3));
    assert!(!pulled(json!("warn"), 4));
    std::fs::remove_file(&log).expect("the log is ours");
}

/// Numbers that look random and are the same for each seed (xorshift).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % n as u64).expect("less than a usize")
    }

    fn pick<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.roll(choices.len())]
    }
}

const METHODS: [&str; 23] = [
    "textDocument/didOpen",
    "textDocument/didChange",
    "textDocument/didClose",
    "textDocument/didSave",
    "textDocument/diagnostic",
    "textDocument/hover",
    "textDocument/codeAction",
    "textDocument/completion",
    "textDocument/documentLink",
    "codeAction/resolve",
    "workspace/executeCommand",
    "workspace/didChangeConfiguration",
    "workspace/didChangeWatchedFiles",
    "workspace/didChangeWorkspaceFolders",
    "initialize",
    "initialized",
    "$/cancelRequest",
    "$/setTrace",
    "window/workDoneProgress/cancel",
    "notebookDocument/didOpen",
    "notebookDocument/didChange",
    "no/such/method",
    "",
];

/// Parameters that fit many methods more or less.
fn some_params(dice: &mut Dice, number: usize) -> Value {
    let uri =
        dice.pick(&["file:///a.py", "file:///b c.py", "untitled:1", "git:/x", "", "file://", "::"]);
    let texts = ["eval(x)\n", "\"\"\"", "((((", "", "\u{feff}é😀\r\r\n", "import os\n"];
    let text = dice.pick(&texts).repeat(dice.roll(40) + 1);
    let line = dice.pick(&[-1, 0, 1, 2_000_000_000]);
    let position = json!({ "line": line, "character": dice.roll(99) });
    let range = json!({ "start": position, "end": { "line": dice.roll(3), "character": 0 } });
    let array = json!({ "start": dice.roll(9), "deleteCount": dice.roll(9) });
    match dice.roll(8) {
        0 => Value::Null,
        1 => json!([uri, number]),
        2 => json!({}),
        _ => json!({
            "textDocument": {
                "uri": uri, "version": dice.pick(&[-1, 0, 1, 7]), "languageId": "python",
                "text": text,
            },
            "contentChanges": [{ "range": range, "text": text }, { "text": text }],
            "position": position, "range": range, "context": { "diagnostics": [] },
            "command": "watchpost.fixAll", "arguments": [uri, null],
            "settings": { "watchpost": { "enable": number, "run": text } },
            "changes": [{ "uri": uri, "type": dice.roll(5) }],
            "event": { "added": [{ "uri": uri, "name": "" }], "removed": [] },
            "notebookDocument": { "uri": uri, "version": 1, "notebookType": "", "cells": [] },
            "cellTextDocuments": [],
            "change": { "cells": { "structure": { "array": array } } },
            "capabilities": {}, "value": "verbose", "token": number, "id": number,
        }),
    }
}

#[test]
fn no_sequence_of_messages_ends_or_wedges_the_server() {
    for seed in [3, 1_789, 65_537, 20_261_123] {
        println!("seed {seed}");
        let mut dice = Dice(seed);
        let mut server = Server::initialized();
        for number in 0..400 {
            let params = some_params(&mut dice, number);
            let method = dice.pick(&METHODS);
            let mut message = json!({ "jsonrpc": "2.0", "method": method, "params": params });
            if dice.roll(2) == 0 {
                message["id"] = json!(1_000 + number);
            }
            let body = message.to_string();
            match dice.roll(12) {
                0 => server.raw(b"Content-Length: 4\r\n\r\n{{{{"),
                1 => server.raw(b"content-LENGTH: 2\r\nX: y\r\n\r\n{}"),
                2 => {
                    let half = &body.as_bytes()[..body.len() / 2];
                    server.raw(format!("Content-Length: {}\r\n\r\n", half.len()).as_bytes());
                    server.raw(half);
                }
                _ => server.send(&message),
            }
        }
        // Still alive, and still right.
        let settings = json!({ "watchpost": { "enable": true, "run": "onType" } });
        let document = json!({
            "uri": "file:///last.py", "languageId": "python", "version": 1,
            "text": "import pickle\npickle.loads(input())\n",
        });
        for (method, params) in [
            ("workspace/didChangeConfiguration", json!({ "settings": settings })),
            ("textDocument/didOpen", json!({ "textDocument": document })),
        ] {
            server.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
        }
        server.send(&json!({
            "jsonrpc": "2.0", "id": "last", "method": "textDocument/diagnostic",
            "params": { "textDocument": { "uri": "file:///last.py" } },
        }));
        let answer = loop {
            let message = server.receive();
            if message["id"] == "last" {
                break message;
            }
        };
        assert_ne!(answer["result"]["items"], json!([]), "{answer}");
        server.send(&json!({ "jsonrpc": "2.0", "id": "bye", "method": "shutdown" }));
        while server.receive()["id"] != "bye" {}
        server.exit();
        assert_eq!(server.code(), Some(0));
    }
}

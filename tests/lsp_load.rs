//! The language server as a process, under load and at rest.

#[path = "support/folder.rs"]
mod folder;
#[expect(dead_code, reason = "other tests send raw bytes and look at the end")]
#[path = "support/server.rs"]
mod server;

use std::collections::HashSet;
use std::time::Duration;

use folder::Folder;
use serde_json::{Value, json};
use server::Server;

/// Files in the folder that is scanned meanwhile; each has one finding.
const N_FILES: usize = 400;

const N_KEYS: usize = 50;

/// Between two keystrokes of somebody who types fast.
const PACE: Duration = Duration::from_millis(30);

const EDITED: &str = "import pickle\n\n\ndef f(x):\n    pass\n    return pickle.loads(x)\n";

fn uri(folder: &Folder, name: &str) -> String {
    format!("file://{}", folder.path().join(name).display())
}

fn large_project() -> Folder {
    let folder = Folder::new();
    for number in 0..N_FILES {
        let helpers =
            (0..20).map(|n| format!("def g{n}(x):\n    return [y + {n} for y in x]\n\n\n"));
        let helpers: String = helpers.collect();
        let text = format!("import pickle\n\n\n{helpers}def f(x):\n    return pickle.loads(x)\n");
        folder.write(&format!("shop/module{number}.py"), text);
    }
    folder.write("edited.py", EDITED);
    folder
}

fn start(folder: &Folder, capabilities: Value) -> Server {
    let mut server = Server::start();
    server.send(&json!({
        "jsonrpc": "2.0", "id": 1, "method": "initialize",
        "params": { "rootUri": uri(folder, ""), "capabilities": capabilities },
    }));
    assert!(server.receive()["result"]["capabilities"].is_object());
    notify(&mut server, "initialized", json!({}));
    let document = json!({
        "uri": uri(folder, "edited.py"), "languageId": "python", "version": 0, "text": EDITED,
    });
    notify(&mut server, "textDocument/didOpen", json!({ "textDocument": document }));
    server
}

fn notify(server: &mut Server, method: &str, params: Value) {
    server.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
}

/// Types one character at the end of the comment behind `pass`; every tenth is a new line, which
/// moves the finding. Returns that line.
fn press(server: &mut Server, uri: &str, key: usize) -> u64 {
    let n_lines = (key - 1) / 10;
    let is_line = key.is_multiple_of(10);
    let (text, column) = if is_line {
        ("\n    #", if n_lines == 0 { 8 + 9 } else { 5 + 9 })
    } else {
        let before = (key - 1) % 10;
        ("#", if n_lines == 0 { 8 + before } else { 5 + before })
    };
    let at = json!({ "line": 4 + n_lines, "character": column });
    let params = json!({
        "textDocument": { "uri": uri, "version": key },
        "contentChanges": [{ "range": { "start": at, "end": at }, "text": text }],
    });
    notify(server, "textDocument/didChange", params);
    line_after(key)
}

/// The line of the finding after so many keys.
fn line_after(n_keys: usize) -> u64 {
    5 + (n_keys / 10) as u64
}

/// The line of the one finding of `PY201`'s kind: where `pickle.loads` stands.
fn lines(diagnostics: &Value) -> Vec<u64> {
    let all = diagnostics.as_array().expect("a list");
    let loads = all.iter().filter(|found| found["range"]["start"]["character"] == 11);
    loads.map(|found| found["range"]["start"]["line"].as_u64().expect("a line")).collect()
}

fn name(uri: &Value) -> String {
    uri.as_str().expect("a URI").rsplit('/').next().expect("a name").to_owned()
}

#[test]
fn typing_during_a_scan_gets_right_findings_by_push() {
    let folder = large_project();
    let edited = uri(&folder, "edited.py");
    let mut server = start(&folder, json!({}));
    for key in 1..=N_KEYS {
        std::thread::sleep(PACE);
        press(&mut server, &edited, key);
    }
    let (mut last, mut scanned) = (None, HashSet::new());
    while last != Some(N_KEYS) || scanned.len() < N_FILES {
        let message = server.receive();
        if message["method"] != "textDocument/publishDiagnostics" {
            continue;
        }
        let params = &message["params"];
        if params["uri"] != edited.as_str() {
            assert_eq!(lines(&params["diagnostics"]).len(), 1, "{message}");
            scanned.insert(name(&params["uri"]));
            continue;
        }
        let version = params["version"].as_u64().expect("a version") as usize;
        assert!(last.is_none_or(|last| last < version), "{version} after {last:?}");
        assert_eq!(lines(&params["diagnostics"]), [line_after(version)], "{message}");
        last = Some(version);
    }
}

#[test]
fn typing_during_a_scan_gets_right_findings_by_pull() {
    let folder = large_project();
    let edited = uri(&folder, "edited.py");
    let capabilities = json!({ "textDocument": { "diagnostic": {} } });
    let mut server = start(&folder, capabilities);
    server.send(&json!({
        "jsonrpc": "2.0", "id": "all", "method": "workspace/diagnostic",
        "params": { "previousResultIds": [], "partialResultToken": "parts" },
    }));
    for key in 1..=N_KEYS {
        std::thread::sleep(PACE);
        press(&mut server, &edited, key);
        server.send(&json!({
            "jsonrpc": "2.0", "id": 100 + key, "method": "textDocument/diagnostic",
            "params": { "textDocument": { "uri": edited } },
        }));
    }
    let (mut answered, mut scanned, mut complete) = (HashSet::new(), HashSet::new(), false);
    while answered.len() < N_KEYS || !complete {
        let message = server.receive();
        if message["method"] == "$/progress" {
            for item in message["params"]["value"]["items"].as_array().expect("reports") {
                if item["uri"] != edited.as_str() {
                    assert_eq!(lines(&item["items"]).len(), 1, "{item}");
                    scanned.insert(name(&item["uri"]));
                }
            }
        }
        complete |= message["id"] == "all";
        let Some(key) = message["id"].as_u64().filter(|id| *id > 100) else { continue };
        let key = (key - 100) as usize;
        let lines = lines(&message["result"]["items"]);
        // Of the text as of the question, or a newer one.
        assert_eq!(lines.len(), 1, "{message}");
        assert!((line_after(key)..=line_after(N_KEYS)).contains(&lines[0]), "{key}: {message}");
        answered.insert(key);
    }
    assert_eq!(scanned.len(), N_FILES);
}

#[test]
fn documents_opened_and_closed_during_a_scan_keep_their_findings() {
    let folder = large_project();
    let mut server = start(&folder, json!({}));
    for number in 0..N_FILES {
        let name = format!("shop/module{number}.py");
        let text = String::from_utf8(folder.read(&name)).expect("ours");
        let uri = uri(&folder, &name);
        let document = json!({ "uri": uri, "languageId": "python", "version": 1, "text": text });
        notify(&mut server, "textDocument/didOpen", json!({ "textDocument": document }));
        let closed = json!({ "textDocument": { "uri": uri } });
        notify(&mut server, "textDocument/didClose", closed);
    }
    let mut shown = HashSet::new();
    while shown.len() < N_FILES {
        let message = server.receive();
        if message["method"] == "textDocument/publishDiagnostics" {
            let name = name(&message["params"]["uri"]);
            match lines(&message["params"]["diagnostics"]).len() {
                _ if name == "edited.py" => {}
                // Closed, and to be looked at again.
                0 => drop(shown.remove(&name)),
                _ => drop(shown.insert(name)),
            }
        }
    }
}

/// How often each thread of a process was switched, for whatever reason.
#[cfg(target_os = "linux")]
fn switches(process: u32) -> Vec<(String, String)> {
    let tasks = std::fs::read_dir(format!("/proc/{process}/task")).expect("running");
    let mut switches = Vec::new();
    for task in tasks.flatten() {
        // A thread may end meanwhile.
        let Ok(status) = std::fs::read_to_string(task.path().join("status")) else { continue };
        let counts = status.lines().filter(|line| line.contains("ctxt_switches"));
        let counts: Vec<&str> = counts.collect();
        switches.push((task.file_name().to_string_lossy().into_owned(), counts.join(" ")));
    }
    switches.sort();
    switches
}

#[cfg(target_os = "linux")]
#[test]
fn a_server_with_nothing_to_do_does_not_wake_up() {
    let folder = Folder::new();
    folder.write("a.py", EDITED);
    folder.write("edited.py", EDITED);
    let mut server = start(&folder, json!({}));
    press(&mut server, &uri(&folder, "edited.py"), 1);
    let mut shown = HashSet::new();
    while shown.len() < 2 {
        let message = server.receive();
        if message["method"] == "textDocument/publishDiagnostics" {
            let version = &message["params"]["version"];
            if version.is_null() || *version == 1 {
                shown.insert(name(&message["params"]["uri"]));
            }
        }
    }
    // Timers of the last edit and threads that are no longer needed end; then nothing moves.
    for _ in 0..20 {
        let before = switches(server.id());
        std::thread::sleep(Duration::from_secs(3));
        if switches(server.id()) == before {
            return;
        }
    }
    panic!("a thread wakes up at least every three seconds");
}

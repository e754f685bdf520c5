//! What the server does not do twice, stops doing, and does for those who do not ask exactly.

#[expect(dead_code, reason = "other tests send raw bytes")]
#[path = "support/client.rs"]
mod client;
#[path = "support/folder.rs"]
mod folder;

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use client::Client;
use folder::Folder;
use serde_json::{Value, json};
use watchpost::analysis::{Checked, check};
use watchpost::lsp::ServeOptions;
use watchpost::semantics::is_stopped;

const URI: &str = "file:///shop/views.py";

fn uri(folder: &Folder, path: &str) -> String {
    format!("file://{}", folder.path().join(path).display())
}

/// How often each file was checked, by its name.
type Counts = Arc<Mutex<HashMap<String, usize>>>;

/// The real check, counted.
fn counting(counts: &Counts) -> ServeOptions {
    let counts = counts.clone();
    ServeOptions {
        checker: Arc::new(move |subject, project, catalogue, settings| {
            let name = subject.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            *counts.lock().unwrap().entry(name).or_default() += 1;
            check(subject, project, catalogue, settings)
        }),
    }
}

fn n_checks(counts: &Counts, name: &str) -> usize {
    counts.lock().unwrap().get(name).copied().unwrap_or_default()
}

fn pulling(folder: &Folder) -> Value {
    json!({
        "capabilities": { "textDocument": { "diagnostic": {} } },
        "workspaceFolders": [{ "uri": uri(folder, ""), "name": "shop" }],
    })
}

/// The findings of files that changed, by file name, and what to send along the next time.
fn read_report(report: &Value) -> (HashMap<String, usize>, Value) {
    let items = report["result"]["items"].as_array().expect("a report");
    let name = |item: &Value| item["uri"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
    let counts =
        items.iter().map(|item| (name(item), item["items"].as_array().unwrap().len())).collect();
    let previous =
        items.iter().map(|item| json!({ "uri": item["uri"], "value": item["resultId"] })).collect();
    (counts, previous)
}

const MODULE: &str = "from pickle import loads as run\n\n\ndef other():\n    return 1\n";
const USER: &str = "from tools import run\n\n\ndef f(x):\n    return run(x)\n";

#[tokio::test]
async fn files_are_checked_again_only_if_what_they_import_changes() {
    let folder = Folder::new();
    folder.write("tools.py", MODULE);
    folder.write("user.py", USER);
    let counts = Counts::default();
    let (mut client, _) = Client::initialized_with(counting(&counts), pulling(&folder)).await;
    let all = json!({ "previousResultIds": [] });
    let (found, previous) = read_report(&client.request("workspace/diagnostic", all).await);
    assert_eq!((found["user.py"], n_checks(&counts, "user.py")), (1, 1));

    // Opened, edited where nobody looks, saved and closed: nothing for others to see.
    let tools = uri(&folder, "tools.py");
    let document = json!({ "textDocument": { "uri": tools } });
    client.open(&tools, MODULE).await;
    let edited = MODULE.replace("return 1", "return 22");
    client.change(&tools, 2, json!([{ "text": edited }])).await;
    client.pull(&tools, None).await;
    folder.write("tools.py", &edited);
    client.notify("textDocument/didSave", document.clone()).await;
    client.pull(&tools, None).await;
    client.notify("textDocument/didClose", document.clone()).await;
    client.open(&tools, &edited).await;
    client.pull(&tools, None).await;

    // Another name behind `run`, saved so that nobody has to wait for a pause.
    let held = client.ask("workspace/diagnostic", json!({ "previousResultIds": previous })).await;
    let harmless = "def run(*_, **__):\n    pass\n";
    client.change(&tools, 3, json!([{ "text": harmless }])).await;
    client.notify("textDocument/didSave", document).await;
    let mut found = read_report(&client.answer(held).await).0;
    while !found.contains_key("user.py") {
        let params = json!({ "previousResultIds": previous });
        found = read_report(&client.request("workspace/diagnostic", params).await).0;
    }
    assert_eq!(found["user.py"], 0);
    assert_eq!(n_checks(&counts, "user.py"), 2);
}

#[tokio::test]
async fn saving_a_file_that_is_not_of_the_workspace_checks_nothing_else() {
    let folder = Folder::new();
    folder.write("watchpost.toml", "exclude = ['build/**']\n");
    folder.write("build/made.py", "eval(input())\n");
    folder.write("a.py", "eval(input())\n");
    let counts = Counts::default();
    let (mut client, _) = Client::initialized_with(counting(&counts), pulling(&folder)).await;
    let all = json!({ "previousResultIds": [] });
    let (_, previous) = read_report(&client.request("workspace/diagnostic", all).await);
    assert_eq!(n_checks(&counts, "a.py"), 1);
    let made = uri(&folder, "build/made.py");
    client.open(&made, "eval(input())\n").await;
    for _ in 0..3 {
        let document = json!({ "textDocument": { "uri": made } });
        client.notify("textDocument/didSave", document).await;
        assert_eq!(client.pull(&made, None).await["items"], json!([]));
    }
    // A new file that is one of it is found, and only that is looked at.
    let held = client.ask("workspace/diagnostic", json!({ "previousResultIds": previous })).await;
    let new = uri(&folder, "new.py");
    folder.write("new.py", "eval(input())\n");
    client.open(&new, "eval(input())\n").await;
    let document = json!({ "textDocument": { "uri": new } });
    client.notify("textDocument/didSave", document.clone()).await;
    client.pull(&new, None).await;
    client.notify("textDocument/didClose", document).await;
    let (found, _) = read_report(&client.answer(held).await);
    assert_eq!(found.get("new.py"), Some(&1), "{found:?}");
    assert_eq!(n_checks(&counts, "a.py"), 1);
}

#[tokio::test]
async fn an_edit_stops_the_check_of_the_text_before() {
    let n_stopped = Arc::new(AtomicUsize::new(0));
    let stopped = n_stopped.clone();
    let checker = move |slow: bool| {
        while slow && !is_stopped() {
            std::thread::yield_now();
        }
        stopped.fetch_add(usize::from(slow), Ordering::SeqCst);
        Checked::default()
    };
    let options = ServeOptions {
        checker: Arc::new(move |subject, _, _, _| checker(subject.text.starts_with("slow"))),
    };
    for capabilities in [json!({}), json!({ "textDocument": { "diagnostic": {} } })] {
        n_stopped.store(0, Ordering::SeqCst);
        let pulls = capabilities != json!({});
        let (mut client, _) = Client::initialized(options.clone(), capabilities).await;
        client.open(URI, "slow = 1\n").await;
        let params = json!({ "textDocument": { "uri": URI } });
        let first = client.ask("textDocument/diagnostic", params).await;
        client.change(URI, 2, json!([{ "text": "slow = 2\n" }])).await;
        client.change(URI, 3, json!([{ "text": "fast = 3\n" }])).await;
        if pulls {
            assert_eq!(client.answer(first).await["result"]["items"], json!([]));
        } else {
            let shown = client.receive("textDocument/publishDiagnostics").await;
            assert_eq!(shown["params"]["version"], 3);
        }
        // At once after the change the next check may begin, or not.
        assert!(n_stopped.load(Ordering::SeqCst) <= 2);
    }
}

#[tokio::test]
async fn what_a_client_cannot_do_is_not_offered() {
    let folder = Folder::new();
    folder.write("watchpost.toml", "");
    folder.write("a.py", "eval(input())\n");
    let a = uri(&folder, "a.py");
    let resolves = json!({ "dataSupport": true, "resolveSupport": { "properties": ["edit"] } });
    // One edits files, the other makes them too but leaves the form of its edits unsaid.
    for (edit, makes_files) in [
        (json!({ "documentChanges": true }), false),
        (json!({ "resourceOperations": ["rename", "create", "delete"] }), true),
    ] {
        let params = json!({
            "capabilities": {
                "textDocument": { "codeAction": resolves },
                "workspace": { "workspaceEdit": edit },
            },
            "workspaceFolders": [{ "uri": uri(&folder, ""), "name": "shop" }],
        });
        let (mut client, _) = Client::initialized_with(ServeOptions::default(), params).await;
        client.open(&a, "eval(input())\n").await;
        let context = json!({ "diagnostics": [], "triggerKind": 1 });
        let params =
            json!({ "textDocument": { "uri": a }, "range": cursor(0, 0), "context": context });
        let actions = client.request("textDocument/codeAction", params).await["result"].clone();
        let mut titles = Vec::new();
        for action in actions.as_array().unwrap() {
            let resolved = client.request("codeAction/resolve", action.clone()).await;
            // Whatever is offered does something.
            assert!(resolved["result"]["edit"]["documentChanges"].is_array(), "{resolved}");
            titles.push(action["title"].as_str().unwrap().to_owned());
        }
        assert!(titles.contains(&"Turn PY307 off in `watchpost.toml`".to_owned()), "{titles:?}");
        assert_eq!(titles.contains(&"Add this PY307 to the baseline".to_owned()), makes_files);
    }
}

/// Titles of the actions of a kind that silence nothing beyond the line.
async fn titles(client: &mut Client, range: Value, context: Value) -> Vec<String> {
    let params = json!({ "textDocument": { "uri": URI }, "range": range, "context": context });
    let answer = client.request("textDocument/codeAction", params).await["result"].clone();
    let all = answer.as_array().cloned().unwrap_or_default();
    let titles = all.iter().map(|action| action["title"].as_str().unwrap().to_owned());
    titles.filter(|title| title.ends_with("on this line")).collect()
}

fn cursor(line: u32, character: u32) -> Value {
    let at = json!({ "line": line, "character": character });
    json!({ "start": at, "end": at })
}

#[tokio::test]
async fn actions_are_there_for_a_cursor_beside_the_finding() {
    let (mut client, _) = Client::initialized(ServeOptions::default(), json!({})).await;
    client.open(URI, "import pickle\n\nx = eval(input()); y = pickle.loads(z)\ny = 2\n").await;
    let shown = client.receive("textDocument/publishDiagnostics").await;
    let shown = shown["params"]["diagnostics"].as_array().unwrap().clone();
    let [eval, loads] = shown.as_slice() else { panic!("{shown:?}") };
    let code = |diagnostic: &Value| diagnostic["code"].as_str().unwrap().to_owned();
    let ignore = |diagnostic: &Value| format!("Ignore {} on this line", code(diagnostic));
    let both = [ignore(eval), ignore(loads)];

    // At the beginning of the line, where no finding is.
    let asked = json!({ "diagnostics": [], "triggerKind": 1 });
    assert_eq!(titles(&mut client, cursor(2, 0), asked.clone()).await, both);
    assert_eq!(titles(&mut client, cursor(2, 0), json!({ "diagnostics": [] })).await, both);
    assert_eq!(titles(&mut client, cursor(3, 0), asked.clone()).await, [""; 0]);
    // A light bulb on every line with a finding would tell nothing.
    let unasked = json!({ "diagnostics": [], "triggerKind": 2 });
    assert_eq!(titles(&mut client, cursor(2, 0), unasked).await, [""; 0]);
    // On one of them, it alone is meant; unless the client names the others of the line.
    let on_loads = json!({ "start": loads["range"]["start"], "end": loads["range"]["start"] });
    assert_eq!(titles(&mut client, on_loads.clone(), asked).await, [ignore(loads)]);
    let named = json!({ "diagnostics": [eval, loads], "triggerKind": 1 });
    assert_eq!(titles(&mut client, on_loads, named).await, [ignore(loads), ignore(eval)]);
    // A selection means what is in it.
    let selection = json!({
        "start": { "line": 2, "character": 0 }, "end": { "line": 2, "character": 2 },
    });
    let asked = json!({ "diagnostics": [], "triggerKind": 1 });
    assert_eq!(titles(&mut client, selection, asked).await, [""; 0]);
}

#[tokio::test]
async fn a_configuration_counts_once_it_is_saved_and_is_checked_before() {
    let folder = Folder::new();
    folder.write("watchpost.toml", "");
    folder.write("a.py", "eval(input())\n");
    let (mut client, _) = Client::initialized_with(ServeOptions::default(), pulling(&folder)).await;
    let (a, configuration) = (uri(&folder, "a.py"), uri(&folder, "watchpost.toml"));
    client.open(&a, "eval(input())\n").await;
    client.open(&configuration, "").await;
    assert_eq!(client.pull(&configuration, None).await["items"], json!([]));
    let n_found = client.pull(&a, None).await["items"].as_array().unwrap().len();
    assert_ne!(n_found, 0);
    // Half a word is a mistake in the configuration, and nowhere else.
    client.change(&configuration, 2, json!([{ "text": "ignore = ['PY30', 'PYX']\n" }])).await;
    assert_ne!(client.pull(&configuration, None).await["items"], json!([]));
    assert_eq!(client.pull(&a, None).await["items"].as_array().unwrap().len(), n_found);
    client.change(&configuration, 3, json!([{ "text": "ignore = ['PY']\n" }])).await;
    assert_eq!(client.pull(&configuration, None).await["items"], json!([]));
    assert_eq!(client.pull(&a, None).await["items"].as_array().unwrap().len(), n_found);
    folder.write("watchpost.toml", "ignore = ['PY']\n");
    let saved = json!({ "textDocument": { "uri": configuration } });
    client.notify("textDocument/didSave", saved).await;
    assert_eq!(client.pull(&a, None).await["items"], json!([]));
}

const CELL: &str = "vscode-notebook-cell:/shop/n.ipynb#";

/// A server with a notebook of two cells open, each with the same finding.
async fn notebook(folder: &Folder, run: &str) -> Client {
    let params = json!({
        "capabilities": {
            "textDocument": { "diagnostic": {} },
            "notebookDocument": { "synchronization": {} },
            "workspace": {
                "workspaceEdit": { "documentChanges": true, "resourceOperations": ["create"] },
            },
        },
        "workspaceFolders": [{ "uri": uri(folder, ""), "name": "shop" }],
        "initializationOptions": { "run": run },
    });
    let (mut client, _) = Client::initialized_with(ServeOptions::default(), params).await;
    let cells = [1, 2].map(|n| json!({ "kind": 2, "document": format!("{CELL}{n}") }));
    let texts = [1, 2].map(|n| {
        let uri = format!("{CELL}{n}");
        json!({ "uri": uri, "languageId": "python", "version": 1, "text": "eval(input())" })
    });
    let document = json!({
        "uri": uri(folder, "n.ipynb"), "notebookType": "jupyter-notebook", "version": 1,
        "cells": cells,
    });
    let opened = json!({ "notebookDocument": document, "cellTextDocuments": texts });
    client.notify("notebookDocument/didOpen", opened).await;
    client
}

/// Writes the one file that an action of a cell would make or change.
async fn apply_in_cell(client: &mut Client, folder: &Folder, cell: u32, title: &str) {
    let params = json!({
        "textDocument": { "uri": format!("{CELL}{cell}") },
        "range": cursor(0, 1),
        "context": { "diagnostics": [], "triggerKind": 1 },
    });
    let answer = client.request("textDocument/codeAction", params).await["result"].clone();
    let all = answer.as_array().cloned().unwrap_or_default();
    let wanted = all.iter().find(|action| action["title"].as_str().unwrap().contains(title));
    let wanted = wanted.unwrap_or_else(|| panic!("no {title} in {answer}"));
    let mut changes = Vec::new();
    for change in wanted["edit"]["documentChanges"].as_array().unwrap() {
        let Some(uri) = change["textDocument"]["uri"].as_str() else { continue };
        let name = uri.rsplit('/').next().unwrap();
        let [edit] = change["edits"].as_array().unwrap().as_slice() else { panic!("{change}") };
        let path = folder.path().join(name);
        let mut text = std::fs::read_to_string(&path).unwrap_or_default();
        let place = |end: &str| {
            let at = &edit["range"][end];
            let line = at["line"].as_u64().unwrap() as usize;
            let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
            start + at["character"].as_u64().unwrap() as usize
        };
        let span = place("start")..place("end");
        text.replace_range(span, edit["newText"].as_str().unwrap());
        folder.write(name, &text);
        changes.push(json!({ "uri": uri, "type": 1 }));
    }
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": changes })).await;
}

async fn n_in_cell(client: &mut Client, cell: u32) -> usize {
    client.pull(&format!("{CELL}{cell}"), None).await["items"].as_array().unwrap().len()
}

#[tokio::test]
async fn a_rule_goes_off_for_a_notebook_from_one_of_its_cells() {
    let folder = Folder::new();
    folder.write("watchpost.toml", "");
    let mut client = notebook(&folder, "onType").await;
    assert_eq!((n_in_cell(&mut client, 1).await, n_in_cell(&mut client, 2).await), (1, 1));
    apply_in_cell(&mut client, &folder, 2, "off for this file in `watchpost.toml`").await;
    let written = String::from_utf8(folder.read("watchpost.toml")).unwrap();
    assert_eq!(written, "[per-file-ignores]\n\"/n.ipynb\" = [\"PY307\"]\n");
    assert_eq!((n_in_cell(&mut client, 1).await, n_in_cell(&mut client, 2).await), (0, 0));
}

#[tokio::test]
async fn of_equal_findings_in_two_cells_the_baseline_takes_one() {
    let folder = Folder::new();
    folder.write("watchpost.toml", "");
    let mut client = notebook(&folder, "onType").await;
    assert_eq!((n_in_cell(&mut client, 1).await, n_in_cell(&mut client, 2).await), (1, 1));
    apply_in_cell(&mut client, &folder, 2, "to the baseline").await;
    assert_eq!((n_in_cell(&mut client, 1).await, n_in_cell(&mut client, 2).await), (1, 0));
    apply_in_cell(&mut client, &folder, 1, "to the baseline").await;
    assert_eq!((n_in_cell(&mut client, 1).await, n_in_cell(&mut client, 2).await), (0, 0));
}

#[tokio::test]
async fn a_notebook_may_be_checked_on_save_only() {
    let folder = Folder::new();
    let mut client = notebook(&folder, "onSave").await;
    assert_eq!(n_in_cell(&mut client, 1).await, 1);
    let document = json!({ "uri": uri(&folder, "n.ipynb"), "version": 2 });
    let text = json!({
        "document": { "uri": format!("{CELL}1"), "version": 2 },
        "changes": [{ "text": "x = 1" }],
    });
    let change = json!({
        "notebookDocument": document, "change": { "cells": { "textContent": [text] } },
    });
    client.notify("notebookDocument/didChange", change).await;
    assert_eq!(n_in_cell(&mut client, 1).await, 1);
    let saved = json!({ "notebookDocument": document });
    client.notify("notebookDocument/didSave", saved).await;
    assert_eq!(n_in_cell(&mut client, 1).await, 0);
}

#[tokio::test]
async fn a_finding_brings_what_its_client_can_use() {
    let able = json!({
        "diagnostic": {},
        "publishDiagnostics": { "codeDescriptionSupport": true, "dataSupport": true },
    });
    for (text_document, is_able) in [(able, true), (json!({ "diagnostic": {} }), false)] {
        let capabilities = json!({ "textDocument": text_document });
        let (mut client, _) = Client::initialized(ServeOptions::default(), capabilities).await;
        client.open(URI, "x = 1\neval(input())\n").await;
        let report = client.pull(URI, None).await;
        let [found] = report["items"].as_array().unwrap().as_slice() else { panic!("{report}") };
        assert_eq!((&found["code"], &found["source"]), (&json!("PY307"), &json!("watchpost")));
        let page = found["codeDescription"]["href"].as_str().unwrap_or_default();
        assert_eq!(page.starts_with("https://"), is_able, "{found}");
        let data = json!({ "rule": "PY307", "index": 0 });
        assert_eq!(found.get("data"), is_able.then_some(&data));
    }
}

#[tokio::test]
async fn a_closed_file_may_be_asked_about_alone() {
    let folder = Folder::new();
    folder.write("watchpost.toml", "exclude = ['build/**']\n");
    for name in ["a.py", "build/made.py"] {
        folder.write(name, "eval(input())\n");
    }
    let (mut client, _) = Client::initialized_with(ServeOptions::default(), pulling(&folder)).await;
    let a = uri(&folder, "a.py");
    // A tab that is not loaded.
    let first = client.pull(&a, None).await;
    assert_eq!(first["items"][0]["code"], "PY307", "{first}");
    let id = first["resultId"].as_str().unwrap().to_owned();
    assert_eq!(client.pull(&a, Some(&id)).await["kind"], "unchanged");
    // A document that was just closed, after the whole workspace was looked at.
    client.request("workspace/diagnostic", json!({ "previousResultIds": [] })).await;
    client.open(&a, "eval(input())\neval(input())\n").await;
    assert_eq!(client.pull(&a, None).await["items"].as_array().unwrap().len(), 2);
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": a } })).await;
    assert_eq!(client.pull(&a, None).await["items"], first["items"]);
    for other in ["build/made.py", "gone.py", "picture.png"] {
        assert_eq!(client.pull(&uri(&folder, other), None).await["items"], json!([]), "{other}");
    }
}

#[tokio::test]
async fn changes_on_disk_are_found_without_a_watcher() {
    let folder = Folder::new();
    folder.write("a.py", "x = 1\n");
    folder.write("b.py", "eval(input())\n");
    folder.write("tools.py", MODULE);
    folder.write("user.py", USER);
    let counts = Counts::default();
    let (mut client, _) = Client::initialized_with(counting(&counts), pulling(&folder)).await;
    let all = json!({ "previousResultIds": [] });
    let (found, previous) = read_report(&client.request("workspace/diagnostic", all).await);
    assert_eq!((found.get("a.py"), found["b.py"], found["user.py"]), (None, 1, 1));
    // Another branch: one file changed, one new, one gone, and a module that is another one.
    folder.write("a.py", "eval(input())  # now\n");
    folder.write("new.py", "eval(input())\n");
    std::fs::remove_file(folder.path().join("b.py")).unwrap();
    folder.write("tools.py", "def run(*_, **__):\n    pass\n");
    let params = json!({ "previousResultIds": previous });
    let mut found = HashMap::new();
    while found.len() < 5 {
        let answer = client.request("workspace/diagnostic", params.clone()).await;
        found.extend(read_report(&answer).0);
    }
    let expected = [("a.py", 1), ("b.py", 0), ("new.py", 1), ("tools.py", 0), ("user.py", 0)];
    assert_eq!(found, expected.map(|(name, n)| (name.to_owned(), n)).into());
}

#[tokio::test]
async fn a_baseline_that_takes_long_shows_progress() {
    let folder = Folder::new();
    folder.write("a.py", "eval(input())\n");
    let (open, wait) = std::sync::mpsc::channel::<()>();
    let wait = Mutex::new(wait);
    let options = ServeOptions {
        checker: Arc::new(move |subject, project, catalogue, settings| {
            // Ends when the test lets go.
            let _ = wait.lock().unwrap().recv();
            check(subject, project, catalogue, settings)
        }),
    };
    let mut params = pulling(&folder);
    params["capabilities"]["window"] = json!({ "workDoneProgress": true });
    let (mut client, _) = Client::initialized_with(options, params).await;
    let command = json!({ "command": "watchpost.createBaseline", "arguments": [] });
    let id = client.ask("workspace/executeCommand", command).await;
    let create = client.receive("window/workDoneProgress/create").await;
    client.respond(&create, Value::Null).await;
    let begun = client.receive("$/progress").await["params"].clone();
    assert_eq!(begun["token"], create["params"]["token"]);
    assert_eq!(begun["value"]["title"], "Writing the baseline");
    drop(open);
    assert_eq!(client.answer(id).await["result"]["findings"], 1);
    client.wait_for(|message| message["params"]["value"]["kind"] == "end").await;
    assert!(folder.path().join("watchpost-baseline.json").is_file());
}

/// Names between backticks in a page's tables.
fn named_tests(page: &str) -> Vec<&str> {
    let rows = page.lines().filter(|line| line.starts_with("| "));
    let last_cells = rows.filter_map(|row| row.trim_end_matches(" |").rsplit(" | ").next());
    last_cells.flat_map(|cell| cell.split('`').skip(1).step_by(2)).collect()
}

#[test]
fn tests_that_the_servers_page_names_are_there() {
    let top = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = std::fs::read_to_string(top.join("server/src/lsp/README.md")).unwrap();
    let mut sources = String::new();
    for folder in ["tests", "server/src/lsp", "server/src/analysis"] {
        for file in std::fs::read_dir(top.join(folder)).unwrap().flatten() {
            if file.path().extension().is_some_and(|extension| extension == "rs") {
                sources.push_str(&std::fs::read_to_string(file.path()).unwrap());
            }
        }
    }
    let named = named_tests(&page);
    assert!(named.len() > 80, "{}", named.len());
    for name in named {
        assert!(sources.contains(&format!("fn {name}()")), "{name}");
    }
}

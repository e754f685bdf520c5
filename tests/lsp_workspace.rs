//! The language server on whole folders: closed files, settings, commands, notebooks.

#[expect(dead_code, reason = "other tests send raw bytes")]
#[path = "support/client.rs"]
mod client;
#[expect(dead_code, reason = "other tests read files back")]
#[path = "support/folder.rs"]
mod folder;

use std::sync::{Arc, Condvar, Mutex};

use client::Client;
use folder::Folder;
use serde_json::{Value, json};
use watchpost::analysis::{Checked, Subject};
use watchpost::finding::{
    Confidence, Detail, Edit, Finding, FixPlan, FixStep, Location, RuleCode, Safety, Severity,
};
use watchpost::lsp::ServeOptions;
use watchpost::text::Span;

const PUBLISH: &str = "textDocument/publishDiagnostics";
const PULL_ALL: &str = "workspace/diagnostic";

/// Reports each `eval(` with a safe fix.
fn find_evals(subject: &Subject<'_>) -> Checked {
    let findings = subject.text.match_indices("eval(").map(|(start, _)| {
        let span = Span::new(start, start + 4);
        Finding {
            rule: RuleCode::from("PY101"),
            severity: Severity::High,
            confidence: Confidence::High,
            message: "`eval`".to_owned(),
            location: Location { document: subject.url.clone(), span },
            extent: span,
            related: Vec::new(),
            covers: Vec::new(),
            fixes: vec![FixPlan {
                title: "Use `print`".to_owned(),
                safety: Safety::Safe,
                steps: vec![FixStep::Edit(Edit { span, text: "print".to_owned() })],
            }],
            detail: Detail::None,
        }
    });
    Checked { findings: findings.collect(), ..Checked::default() }
}

fn options(check: impl Fn(&Subject<'_>) -> Checked + Send + Sync + 'static) -> ServeOptions {
    ServeOptions { checker: Arc::new(move |subject, _, _, _| check(subject)) }
}

fn evals() -> ServeOptions {
    options(find_evals)
}

fn uri(folder: &Folder, path: &str) -> String {
    format!("file://{}", folder.path().join(path).display())
}

/// A client that asks for findings.
fn pulling(folder: &Folder) -> Value {
    json!({
        "capabilities": {
            "textDocument": { "diagnostic": {} },
            "workspace": { "didChangeWatchedFiles": { "dynamicRegistration": true } },
        },
        "workspaceFolders": [{ "uri": uri(folder, ""), "name": "shop" }],
    })
}

/// A client that waits for findings.
fn pushed(folder: &Folder) -> Value {
    json!({ "rootUri": uri(folder, ""), "capabilities": {} })
}

/// File names with the number of findings that a report gives them; sorted.
fn counts(report: &Value) -> Vec<(String, usize)> {
    let items = report["items"].as_array().expect("a report with items");
    let mut counts: Vec<_> = items
        .iter()
        .map(|item| {
            let uri = item["uri"].as_str().unwrap();
            let name = uri.rsplit('/').next().unwrap().to_owned();
            (name, item["items"].as_array().unwrap().len())
        })
        .collect();
    counts.sort();
    counts
}

fn of(name: &str, n_findings: usize) -> (String, usize) {
    (name.to_owned(), n_findings)
}

/// What a client would send along with its next request.
fn previous(reports: &[&Value]) -> Value {
    let items = reports.iter().flat_map(|report| report["items"].as_array().unwrap());
    items
        .filter(|item| item["resultId"].is_string())
        .map(|item| json!({ "uri": item["uri"], "value": item["resultId"] }))
        .collect()
}

async fn pull_all(client: &mut Client, previous: Value) -> Value {
    client.request(PULL_ALL, json!({ "previousResultIds": previous })).await["result"].clone()
}

async fn watched(client: &mut Client, uri: &str, kind: u8) {
    let changes = json!({ "changes": [{ "uri": uri, "type": kind }] });
    client.notify("workspace/didChangeWatchedFiles", changes).await;
}

/// Waits until a document has so many findings.
async fn published(client: &mut Client, uri: &str, n_findings: usize) {
    client
        .wait_for(|message| {
            message["method"] == PUBLISH
                && message["params"]["uri"] == uri
                && message["params"]["diagnostics"].as_array().unwrap().len() == n_findings
        })
        .await;
}

fn shop() -> Folder {
    let folder = Folder::new();
    folder.write("a.py", "eval(x)\n");
    folder.write("b.py", "x = 1\n");
    folder.write("sub/c.py", "eval(x)\neval(y)\n");
    folder.write("node_modules/d.py", "eval(x)\n");
    folder
}

#[tokio::test]
async fn findings_of_closed_files_are_pulled() {
    let folder = shop();
    let (mut client, result) = Client::initialized_with(evals(), pulling(&folder)).await;
    assert_eq!(result["capabilities"]["diagnosticProvider"]["workspaceDiagnostics"], true);
    let report = pull_all(&mut client, json!([])).await;
    assert_eq!(counts(&report), [of("a.py", 1), of("c.py", 2)]);
    let item = &report["items"][0];
    assert_eq!((&item["kind"], &item["version"]), (&json!("full"), &Value::Null));
}

#[tokio::test]
async fn findings_come_in_parts_for_clients_that_take_them() {
    let folder = shop();
    let (mut client, _) = Client::initialized_with(evals(), pulling(&folder)).await;
    let params = json!({ "previousResultIds": [], "partialResultToken": "p1" });
    let id = client.ask(PULL_ALL, params).await;
    let mut parts = Vec::new();
    while parts.len() < 2 {
        let progress = client.receive("$/progress").await["params"].clone();
        assert_eq!(progress["token"], "p1");
        parts.extend(counts(&progress["value"]));
    }
    parts.sort();
    assert_eq!(parts, [of("a.py", 1), of("c.py", 2)]);
    assert_eq!(client.answer(id).await["result"], json!({ "items": [] }));
}

#[tokio::test]
async fn a_client_that_knows_all_is_answered_when_something_changes() {
    let folder = shop();
    let (mut client, _) = Client::initialized_with(evals(), pulling(&folder)).await;
    let first = pull_all(&mut client, json!([])).await;
    let id = client.ask(PULL_ALL, json!({ "previousResultIds": previous(&[&first]) })).await;
    // Nothing else has happened, so another request is answered first.
    assert_eq!(client.pull("file:///nowhere.py", None).await["items"], json!([]));
    folder.write("b.py", "eval(1)\n");
    watched(&mut client, &uri(&folder, "b.py"), 2).await;
    let second = client.answer(id).await["result"].clone();
    assert_eq!(counts(&second), [of("b.py", 1)]);

    let known = previous(&[&first, &second]);
    let id = client.ask(PULL_ALL, json!({ "previousResultIds": known })).await;
    std::fs::remove_file(folder.path().join("a.py")).unwrap();
    watched(&mut client, &uri(&folder, "a.py"), 3).await;
    assert_eq!(counts(&client.answer(id).await["result"]), [of("a.py", 0)]);
}

#[tokio::test]
async fn new_files_are_found() {
    let folder = shop();
    let (mut client, _) = Client::initialized_with(evals(), pulling(&folder)).await;
    let first = pull_all(&mut client, json!([])).await;
    let id = client.ask(PULL_ALL, json!({ "previousResultIds": previous(&[&first]) })).await;
    folder.write("sub/new.py", "eval(1)\n");
    watched(&mut client, &uri(&folder, "sub/new.py"), 1).await;
    assert_eq!(counts(&client.answer(id).await["result"]), [of("new.py", 1)]);
}

#[tokio::test]
async fn open_files_count_as_the_editor_has_them() {
    let folder = shop();
    let (mut client, _) = Client::initialized_with(evals(), pulling(&folder)).await;
    let a = uri(&folder, "a.py");
    client.open(&a, "eval(1)\neval(2)\neval(3)\n").await;
    assert_eq!(client.pull(&a, None).await["items"].as_array().unwrap().len(), 3);
    let report = pull_all(&mut client, json!([])).await;
    assert_eq!(counts(&report), [of("a.py", 3), of("c.py", 2)]);
    let items = report["items"].as_array().unwrap();
    let item = items.iter().find(|item| item["uri"] == a).unwrap();
    assert_eq!(item["version"], 1);
    // Closed without being saved: what is on disk counts again.
    let id = client.ask(PULL_ALL, json!({ "previousResultIds": previous(&[&report]) })).await;
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": a } })).await;
    let mut known = client.answer(id).await["result"].clone();
    if counts(&known) == [of("a.py", 0)] {
        known = pull_all(&mut client, previous(&[&report])).await;
    }
    assert_eq!(counts(&known), [of("a.py", 1)]);
}

#[tokio::test]
async fn findings_of_closed_files_are_pushed_to_clients_that_do_not_ask() {
    let folder = shop();
    let (mut client, _) = Client::initialized_with(evals(), pushed(&folder)).await;
    let (a, c) = (uri(&folder, "a.py"), uri(&folder, "sub/c.py"));
    published(&mut client, &a, 1).await;
    published(&mut client, &c, 2).await;
    client.open(&a, "eval(1)\neval(2)\neval(3)\n").await;
    published(&mut client, &a, 3).await;
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": a } })).await;
    published(&mut client, &a, 0).await;
    published(&mut client, &a, 1).await;
    folder.write("a.py", "");
    watched(&mut client, &a, 2).await;
    published(&mut client, &a, 0).await;
}

#[tokio::test]
async fn only_open_files_are_shown_if_the_user_wants_that() {
    let folder = shop();
    let mut params = pushed(&folder);
    params["initializationOptions"] = json!({ "diagnosticMode": "openFilesOnly" });
    let (mut client, _) = Client::initialized_with(evals(), params).await;
    let b = uri(&folder, "b.py");
    client.open(&b, "eval(1)\n").await;
    published(&mut client, &b, 1).await;
    client.request("shutdown", Value::Null).await;
    assert!(!client.unread_methods().contains(&PUBLISH), "{:?}", client.unread_methods());
}

#[tokio::test]
async fn files_that_import_an_edited_module_are_checked_again() {
    let folder = Folder::new();
    let tools = "from pickle import loads as run\n";
    folder.write("tools.py", tools);
    folder.write("a.py", "from tools import run\n\n\ndef f(x):\n    return run(x)\n");
    folder.write("b.py", "from tools import run\n\n\ndef g(x):\n    return run(x)\n");
    let (mut client, _) = Client::initialized_with(ServeOptions::default(), pulling(&folder)).await;
    let b = uri(&folder, "b.py");
    let text = std::fs::read_to_string(folder.path().join("b.py")).unwrap();
    client.open(&b, &text).await;
    let found = client.pull(&b, None).await;
    assert_eq!(found["items"].as_array().unwrap().len(), 1, "{found}");
    let report = pull_all(&mut client, json!([])).await;
    assert_eq!(counts(&report)[..2], [of("a.py", 1), of("b.py", 1)]);

    let id = client.ask(PULL_ALL, json!({ "previousResultIds": previous(&[&report]) })).await;
    let tools_uri = uri(&folder, "tools.py");
    client.open(&tools_uri, tools).await;
    client.change(&tools_uri, 2, json!([{ "text": "def run(*_, **__):\n    pass\n" }])).await;
    let report = client.answer(id).await["result"].clone();
    assert!(counts(&report).contains(&of("a.py", 0)), "{report}");
    // The open one too, the next time it is asked about.
    for _ in 0..100 {
        if client.pull(&b, None).await["items"] == json!([]) {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("the open file keeps its finding");
}

#[tokio::test]
async fn settings_are_asked_for_and_count_at_once() {
    let folder = shop();
    let mut params = pushed(&folder);
    params["capabilities"] = json!({ "workspace": { "configuration": true } });
    let (mut client, _) = Client::initialized_with(evals(), params).await;
    let request = client.receive("workspace/configuration").await;
    let root = uri(&folder, "");
    assert_eq!(
        request["params"]["items"],
        json!([
            { "section": "watchpost" },
            { "section": "watchpost", "scopeUri": root.trim_end_matches('/') },
        ])
    );
    client.respond(&request, json!([null, null])).await;
    let a = uri(&folder, "a.py");
    published(&mut client, &a, 1).await;
    client.open(&a, "eval(1)\neval(2)\n").await;
    published(&mut client, &a, 2).await;
    client.notify("workspace/didChangeConfiguration", json!({ "settings": null })).await;
    let request = client.receive("workspace/configuration").await;
    client.respond(&request, json!([{ "enable": true }, { "enable": false }])).await;
    published(&mut client, &a, 0).await;
    published(&mut client, &uri(&folder, "sub/c.py"), 0).await;
}

#[tokio::test]
async fn settings_that_are_pushed_count_too() {
    let folder = shop();
    let (mut client, _) = Client::initialized_with(evals(), pushed(&folder)).await;
    let a = uri(&folder, "a.py");
    published(&mut client, &a, 1).await;
    let settings = json!({ "settings": { "watchpost": { "enable": false, "run": 7 } } });
    client.notify("workspace/didChangeConfiguration", settings).await;
    published(&mut client, &a, 0).await;
    let told = |message: &Value| {
        message["params"]["message"].as_str().is_some_and(|text| text.contains("watchpost.run"))
    };
    client.wait_for(told).await;
}

#[tokio::test]
async fn documents_may_be_checked_on_save_only() {
    let folder = shop();
    let mut params = pulling(&folder);
    params["initializationOptions"] = json!({ "run": "onSave" });
    let (mut client, _) = Client::initialized_with(evals(), params).await;
    let a = uri(&folder, "a.py");
    client.open(&a, "eval(1)\n").await;
    let first = client.pull(&a, None).await;
    let id = first["resultId"].as_str().unwrap().to_owned();
    client.change(&a, 2, json!([{ "text": "eval(1)\neval(2)\n" }])).await;
    assert_eq!(client.pull(&a, Some(&id)).await["kind"], "unchanged");
    client.notify("textDocument/didSave", json!({ "textDocument": { "uri": a } })).await;
    let saved = client.pull(&a, Some(&id)).await;
    assert_eq!(saved["items"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn each_folder_has_its_own_configuration() {
    let (one, two) = (Folder::new(), Folder::new());
    let code = "assert x\nexec(x)\n";
    one.write("watchpost.toml", "ignore = ['PY102']\n");
    one.write("a.py", code);
    two.write("b.py", code);
    let params = json!({
        "capabilities": { "textDocument": { "diagnostic": {} } },
        "workspaceFolders": [
            { "uri": uri(&one, ""), "name": "1" }, { "uri": uri(&two, ""), "name": "2" },
        ],
    });
    let (mut client, _) = Client::initialized_with(ServeOptions::default(), params).await;
    let report = pull_all(&mut client, json!([])).await;
    let codes = |name: &str| -> Vec<String> {
        let items = report["items"].as_array().unwrap();
        let item = items.iter().find(|item| item["uri"].as_str().unwrap().ends_with(name));
        let found = item.map(|item| item["items"].as_array().unwrap().clone()).unwrap_or_default();
        found.iter().map(|item| item["code"].as_str().unwrap().to_owned()).collect()
    };
    assert!(!codes("a.py").contains(&"PY102".to_owned()), "{report}");
    assert!(codes("b.py").contains(&"PY102".to_owned()), "{report}");

    // A folder that goes takes its findings along.
    let id = client.ask(PULL_ALL, json!({ "previousResultIds": previous(&[&report]) })).await;
    let event = json!({ "added": [], "removed": [{ "uri": uri(&two, ""), "name": "2" }] });
    client.notify("workspace/didChangeWorkspaceFolders", json!({ "event": event })).await;
    let answer = client.answer(id).await;
    assert_eq!(answer["error"]["code"], -32802, "{answer}");
    assert_eq!(answer["error"]["data"]["retriggerRequest"], true);
    let report = pull_all(&mut client, previous(&[&report])).await;
    assert_eq!(counts(&report), [of("b.py", 0)]);
}

#[tokio::test]
async fn configuration_is_noticed_without_a_watcher() {
    let folder = shop();
    let mut params = pulling(&folder);
    params["capabilities"]["workspace"] = json!({});
    let (mut client, _) = Client::initialized_with(ServeOptions::default(), params).await;
    let a = uri(&folder, "a.py");
    client.open(&a, "exec(input())\n").await;
    let first = client.pull(&a, None).await;
    assert_ne!(first["items"], json!([]));
    folder.write("watchpost.toml", "exclude = ['a.py']\n");
    for _ in 0..200 {
        if client.pull(&a, None).await["items"] == json!([]) {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("the new configuration is not noticed");
}

#[tokio::test]
async fn findings_in_the_baseline_are_not_shown() {
    let folder = Folder::new();
    folder.write("a.py", "exec(input())\n");
    folder.write("watchpost.toml", "baseline = 'known.json'\n");
    let mut params = pulling(&folder);
    params["capabilities"]["textDocument"]["publishDiagnostics"] = json!({});
    let (mut client, _) = Client::initialized_with(ServeOptions::default(), params).await;
    let a = uri(&folder, "a.py");
    client.open(&a, "exec(input())\n").await;
    let before = client.pull(&a, None).await;
    let n_findings = before["items"].as_array().unwrap().len();
    assert!(n_findings > 0);
    let command = json!({ "command": "watchpost.createBaseline", "arguments": [uri(&folder, "")] });
    let answer = client.request("workspace/executeCommand", command).await;
    assert_eq!(answer["result"]["findings"], n_findings, "{answer}");
    assert!(folder.path().join("known.json").exists());
    assert_eq!(client.pull(&a, None).await["items"], json!([]));
    // A new one is no known one.
    client.change(&a, 2, json!([{ "text": "exec(input())\nexec(input())\n" }])).await;
    let now = client.pull(&a, None).await;
    assert_eq!(now["items"].as_array().unwrap().len(), n_findings);
}

#[tokio::test]
async fn a_new_baseline_is_named_in_the_configuration() {
    let folder = Folder::new();
    folder.write("a.py", "exec(input())\n");
    folder.write("watchpost.toml", "ignore = ['PY101']\n");
    let params = pulling(&folder);
    let (mut client, _) = Client::initialized_with(ServeOptions::default(), params).await;
    let a = uri(&folder, "a.py");
    client.open(&a, "exec(input())\n").await;
    let command = json!({ "command": "watchpost.createBaseline", "arguments": [uri(&folder, "")] });
    client.request("workspace/executeCommand", command.clone()).await;
    let configuration = folder.path().join("watchpost.toml");
    let named = "ignore = ['PY101']\nbaseline = \"watchpost-baseline.json\"\n";
    assert_eq!(std::fs::read_to_string(&configuration).unwrap(), named);
    assert_eq!(client.pull(&a, None).await["items"], json!([]));

    // What is open is changed where it is open, and only once.
    std::fs::remove_file(folder.path().join("watchpost-baseline.json")).unwrap();
    std::fs::write(&configuration, "").unwrap();
    let toml = uri(&folder, "watchpost.toml");
    client.open(&toml, "").await;
    client.notify("textDocument/didSave", json!({ "textDocument": { "uri": toml } })).await;
    client.request("workspace/executeCommand", command).await;
    let apply = client.receive("workspace/applyEdit").await;
    let edits = &apply["params"]["edit"]["changes"][&toml];
    assert_eq!(edits[0]["newText"], "baseline = \"watchpost-baseline.json\"\n", "{apply}");
    assert_eq!(std::fs::read_to_string(&configuration).unwrap(), "");
}

/// A gate that checks wait at until a test opens it.
#[derive(Default)]
struct Barrier {
    open: Mutex<bool>,
    opened: Condvar,
}

impl Barrier {
    fn wait(&self) {
        let guard = self.open.lock().unwrap();
        drop(self.opened.wait_while(guard, |open| !*open).unwrap());
    }

    fn open(&self) {
        *self.open.lock().unwrap() = true;
        self.opened.notify_all();
    }
}

/// Waits at the barrier for files other than `open.py`.
fn evals_behind(barrier: &Arc<Barrier>) -> ServeOptions {
    let barrier = barrier.clone();
    options(move |subject| {
        if !subject.url.as_str().ends_with("open.py") {
            barrier.wait();
        }
        find_evals(subject)
    })
}

#[tokio::test]
async fn a_scan_under_way_does_not_hold_up_an_open_document() {
    let folder = shop();
    let barrier = Arc::new(Barrier::default());
    let (mut client, _) = Client::initialized_with(evals_behind(&barrier), pulling(&folder)).await;
    let id = client.ask(PULL_ALL, json!({ "previousResultIds": [] })).await;
    let open = uri(&folder, "open.py");
    client.open(&open, "eval(1)\n").await;
    for version in 2..20 {
        client.change(&open, version, json!([{ "text": "eval(1)\neval(2)\n" }])).await;
        assert_eq!(client.pull(&open, None).await["items"].as_array().unwrap().len(), 2);
    }
    barrier.open();
    assert!(counts(&client.answer(id).await["result"]).contains(&of("c.py", 2)));
}

#[tokio::test]
async fn long_scans_show_progress_and_can_be_stopped() {
    let folder = shop();
    let barrier = Arc::new(Barrier::default());
    let mut params = pulling(&folder);
    params["capabilities"]["window"] = json!({ "workDoneProgress": true });
    params["capabilities"]["experimental"] = json!({ "serverStatusNotification": true });
    let (mut client, _) = Client::initialized_with(evals_behind(&barrier), params).await;
    let id = client.ask(PULL_ALL, json!({ "previousResultIds": [] })).await;
    let create = client.receive("window/workDoneProgress/create").await;
    let token = create["params"]["token"].clone();
    client.respond(&create, Value::Null).await;
    let begin = client.receive("$/progress").await["params"].clone();
    assert_eq!((&begin["token"], &begin["value"]["kind"]), (&token, &json!("begin")));
    assert_eq!(begin["value"]["cancellable"], true);
    client.wait_for(|message| message["params"]["quiescent"] == false).await;
    client.notify("window/workDoneProgress/cancel", json!({ "token": token })).await;
    // Those under way end; no other is begun.
    barrier.open();
    client.wait_for(|message| message["params"]["value"]["kind"] == "end").await;
    client.answer(id).await;
    let status = client.wait_for(|message| message["params"]["quiescent"] == true).await;
    assert_eq!(status["method"], "experimental/serverStatus");
}

#[tokio::test]
async fn a_newer_request_replaces_a_held_one() {
    let folder = shop();
    let (mut client, _) = Client::initialized_with(evals(), pulling(&folder)).await;
    let report = pull_all(&mut client, json!([])).await;
    let params = json!({ "previousResultIds": previous(&[&report]) });
    let first = client.ask(PULL_ALL, params.clone()).await;
    let second = client.ask(PULL_ALL, params).await;
    assert_eq!(client.answer(first).await["error"]["code"], -32802);
    // The end of the session ends the other.
    client.request("shutdown", Value::Null).await;
    assert_eq!(client.answer(second).await["error"]["data"]["retriggerRequest"], false);
    client.notify("exit", Value::Null).await;
    client.ended().await;
}

#[tokio::test]
async fn broken_rules_of_the_workspace_are_told_in_the_status() {
    let folder = shop();
    folder.write(".watchpost/rules/python/X100-broken.scm", "; code = \"X100\"\n(((\n");
    let mut params = pulling(&folder);
    params["capabilities"]["experimental"] = json!({ "serverStatusNotification": true });
    let (mut client, _) = Client::initialized_with(ServeOptions::default(), params).await;
    let status = client.wait_for(|message| message["params"]["health"] == "warning").await;
    assert!(status["params"]["message"].as_str().unwrap().contains("log"), "{status}");
}

#[tokio::test]
async fn commands_do_what_they_say() {
    let folder = shop();
    let (mut client, result) = Client::initialized_with(evals(), pulling(&folder)).await;
    let commands = result["capabilities"]["executeCommandProvider"]["commands"].clone();
    assert!(commands.as_array().unwrap().contains(&json!("watchpost.fixAll")), "{commands}");
    let run = |command: &str, arguments: Value| json!({ "command": format!("watchpost.{command}"), "arguments": arguments });
    let execute = "workspace/executeCommand";

    let answer = client.request(execute, run("scanWorkspace", json!([]))).await;
    assert_eq!(answer["result"], json!({ "files": 3, "findings": 3 }));

    let answer = client.request(execute, run("showRule", json!(["PY602"]))).await;
    assert!(answer["result"].as_str().unwrap().starts_with("# PY602"), "{answer}");
    let answer = client.request(execute, run("showRule", json!(["B602"]))).await;
    assert!(answer["result"].as_str().unwrap().contains("# PY602"), "{answer}");
    let answer = client.request(execute, run("showRule", json!(["PY9999"]))).await;
    assert_eq!(answer["error"]["code"], -32602);

    let a = uri(&folder, "a.py");
    client.open(&a, "eval(1)\n").await;
    let answer = client.request(execute, run("fixAll", json!([a]))).await;
    assert_eq!(answer["result"]["applied"], true);
    let apply = client.receive("workspace/applyEdit").await;
    let edit = &apply["params"]["edit"]["changes"][&a][0];
    assert_eq!(edit["newText"], "print");
    client.respond(&apply, json!({ "applied": true })).await;
    let answer = client.request(execute, run("fixAll", json!(["file:///not/open.py"]))).await;
    assert_eq!(answer["error"]["code"], -32602);

    folder.write("watchpost.toml", "# Ours.\n");
    for arguments in [json!(["PY307"]), json!(["PY307", a])] {
        let answer = client.request(execute, run("turnRuleOff", arguments)).await;
        assert_eq!(answer["result"]["applied"], true);
        let apply = client.receive("workspace/applyEdit").await;
        let configuration = uri(&folder, "watchpost.toml");
        let edit = &apply["params"]["edit"]["changes"][&configuration][0];
        assert_eq!(edit["newText"], "ignore = [\"PY307\"]\n");
        client.respond(&apply, json!({ "applied": true })).await;
    }
    for arguments in [json!(["PY9999"]), json!([]), json!(["PY307", "untitled:x"])] {
        let answer = client.request(execute, run("turnRuleOff", arguments)).await;
        assert_eq!(answer["error"]["code"], -32602);
    }

    let answer = client.request(execute, run("debugInformation", json!([]))).await;
    let text = answer["result"].as_str().unwrap();
    assert!(text.contains("a.py") && text.contains("version 1, 8 bytes"), "{text}");
    assert!(!text.contains("eval"), "{text}");

    let answer = client.request(execute, run("unheardOf", json!([]))).await;
    assert_eq!(answer["error"]["code"], -32602);
}

#[tokio::test]
async fn a_client_that_traces_is_told_of_checks() {
    let (mut client, _) = Client::initialized_with(evals(), json!({ "trace": "off" })).await;
    client.notify("$/setTrace", json!({ "value": "verbose" })).await;
    client.open("file:///shop/a.py", "eval(1)\n").await;
    let trace = client.receive("$/logTrace").await;
    assert_eq!(trace["params"]["message"], "checked file:///shop/a.py: 1 findings");
    assert!(trace["params"]["verbose"].as_str().unwrap().contains("8 bytes"), "{trace}");
}

#[tokio::test]
async fn old_versions_and_tool_output_are_left_alone() {
    let (mut client, _) = Client::initialized_with(evals(), json!({})).await;
    for uri in ["git:/shop/a.py?HEAD", "output:tool", "vscode-interactive-input:/1.py"] {
        client.open(uri, "eval(1)\n").await;
        let shown = client.receive(PUBLISH).await;
        assert_eq!(shown["params"]["diagnostics"], json!([]), "{uri}");
    }
    client.open("untitled:Untitled-1", "eval(1)\n").await;
    published(&mut client, "untitled:Untitled-1", 1).await;
}

fn cell(n: u32) -> Value {
    json!({ "kind": 2, "document": format!("vscode-notebook-cell:/shop/n.ipynb#{n}") })
}

fn cell_text(n: u32, text: &str) -> Value {
    json!({
        "uri": format!("vscode-notebook-cell:/shop/n.ipynb#{n}"),
        "languageId": "python", "version": 1, "text": text,
    })
}

#[tokio::test]
async fn the_cells_of_a_notebook_are_one_module() {
    let params = json!({
        "capabilities": {
            "textDocument": { "diagnostic": {} },
            "notebookDocument": { "synchronization": {} },
        },
    });
    let (mut client, result) = Client::initialized_with(ServeOptions::default(), params).await;
    let selector = &result["capabilities"]["notebookDocumentSync"]["notebookSelector"];
    assert_eq!(selector[0]["cells"][0]["language"], "python");
    let notebook = json!({
        "notebookDocument": {
            "uri": "file:///shop/n.ipynb", "notebookType": "jupyter-notebook", "version": 1,
            "cells": [cell(1), cell(2), cell(3)],
        },
        "cellTextDocuments": [
            cell_text(1, "%matplotlib inline\nimport subprocess as sp"),
            cell_text(2, "name = input()"),
            cell_text(3, "!ls\nsp.run(f'ls {name}', shell=True)"),
        ],
    });
    client.notify("notebookDocument/didOpen", notebook).await;
    let uri = |n: u32| format!("vscode-notebook-cell:/shop/n.ipynb#{n}");
    let codes = |report: &Value| -> Vec<String> {
        let items = report["items"].as_array().unwrap();
        items.iter().map(|item| item["code"].as_str().unwrap().to_owned()).collect()
    };
    let third = client.pull(&uri(3), None).await;
    assert!(codes(&third).contains(&"PY602".to_owned()), "{third}");
    assert_eq!(third["items"][0]["range"]["start"]["line"], 1);
    assert_eq!(client.pull(&uri(2), None).await["items"], json!([]));

    // The first cell imports something else now: the third has nothing to report.
    let change = json!({
        "notebookDocument": { "uri": "file:///shop/n.ipynb", "version": 2 },
        "change": { "cells": { "textContent": [{
            "document": { "uri": uri(1), "version": 2 },
            "changes": [{ "text": "import shop as sp" }],
        }] } },
    });
    client.notify("notebookDocument/didChange", change).await;
    let third = client.pull(&uri(3), None).await;
    assert!(!codes(&third).contains(&"PY602".to_owned()), "{third}");

    // A cell is added in front, and another removed.
    let change = json!({
        "notebookDocument": { "uri": "file:///shop/n.ipynb", "version": 3 },
        "change": { "cells": { "structure": {
            "array": { "start": 0, "deleteCount": 1, "cells": [cell(4)] },
            "didOpen": [cell_text(4, "import subprocess as sp")],
            "didClose": [{ "uri": uri(1) }],
        } } },
    });
    client.notify("notebookDocument/didChange", change).await;
    let third = client.pull(&uri(3), None).await;
    assert!(codes(&third).contains(&"PY602".to_owned()), "{third}");
    let close = json!({
        "notebookDocument": { "uri": "file:///shop/n.ipynb" },
        "cellTextDocuments": [{ "uri": uri(2) }, { "uri": uri(3) }, { "uri": uri(4) }],
    });
    client.notify("notebookDocument/didClose", close).await;
    assert_eq!(client.pull(&uri(3), None).await["items"], json!([]));
}

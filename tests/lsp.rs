//! The language server over an in-memory pipe, with a stand-in for the rules.

#[path = "support/client.rs"]
mod client;
#[expect(dead_code, reason = "other tests read files back")]
#[path = "support/folder.rs"]
mod folder;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex};

use client::Client;
use folder::Folder;
use serde_json::{Value, json};
use watchpost::analysis::{Checked, Subject};
use watchpost::finding::{
    Confidence, Detail, Edit, Finding, FixPlan, FixStep, Location, Related, RuleCode, Safety,
    Severity,
};
use watchpost::lsp::{ExitStatus, ServeOptions};
use watchpost::text::Span;

const URI: &str = "file:///shop/views.py";

/// Reports each `eval(` with a safe and an unsafe fix, and says how many bytes the text has.
fn find_evals(subject: &Subject<'_>) -> Checked {
    let findings = subject
        .text
        .match_indices("eval(")
        .map(|(start, _)| {
            let span = Span::new(start, start + 4);
            let fix = |title: &str, safety, text: &str| FixPlan {
                title: title.to_owned(),
                safety,
                steps: vec![FixStep::Edit(Edit { span, text: text.to_owned() })],
            };
            let location = Location { document: subject.url.clone(), span };
            let related = Related { location: location.clone(), message: "called here".to_owned() };
            Finding {
                rule: RuleCode::from("PY101"),
                severity: Severity::High,
                confidence: Confidence::High,
                message: format!("`eval` in a text of {} bytes", subject.text.len()),
                location,
                extent: span,
                related: vec![related],
                covers: Vec::new(),
                fixes: vec![
                    fix("Use `literal_eval`", Safety::Safe, "literal_eval"),
                    fix("Use `print`", Safety::Unsafe, "print"),
                ],
                detail: Detail::None,
            }
        })
        .collect();
    Checked { findings, ..Checked::default() }
}

fn options(check: impl Fn(&Subject<'_>) -> Checked + Send + Sync + 'static) -> ServeOptions {
    ServeOptions { checker: Arc::new(move |subject, _, _, _| check(subject)) }
}

fn evals() -> ServeOptions {
    options(find_evals)
}

fn pulling() -> Value {
    json!({
        "general": { "positionEncodings": ["utf-16"] },
        "textDocument": { "diagnostic": {}, "publishDiagnostics": {} },
    })
}

fn range(start: (u32, u32), end: (u32, u32)) -> Value {
    json!({
        "start": { "line": start.0, "character": start.1 },
        "end": { "line": end.0, "character": end.1 },
    })
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

fn first_line_edits(actions: &Value) -> Vec<(String, Value)> {
    actions["result"]
        .as_array()
        .unwrap()
        .iter()
        .map(|action| (action["title"].as_str().unwrap().to_owned(), action["edit"].clone()))
        .collect()
}

/// Applies edits of an ASCII text, as a client would.
fn applied(text: &str, edits: &Value) -> String {
    let offset = |position: &Value| {
        let line = position["line"].as_u64().unwrap() as usize;
        let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
        start + position["character"].as_u64().unwrap() as usize
    };
    let mut edits: Vec<_> = edits
        .as_array()
        .unwrap()
        .iter()
        .map(|edit| {
            let range = &edit["range"];
            (offset(&range["start"]), offset(&range["end"]), edit["newText"].as_str().unwrap())
        })
        .collect();
    edits.sort();
    let mut out = text.to_owned();
    for (start, end, new) in edits.into_iter().rev() {
        out.replace_range(start..end, new);
    }
    out
}

#[tokio::test]
async fn initialize_says_what_the_server_can() {
    let (mut client, result) = Client::initialized(evals(), pulling()).await;
    assert_eq!(result["serverInfo"]["name"], "watchpost");
    let capabilities = &result["capabilities"];
    assert_eq!(capabilities["positionEncoding"], "utf-16");
    assert_eq!(capabilities["textDocumentSync"]["change"], 2);
    assert_eq!(capabilities["diagnosticProvider"]["workspaceDiagnostics"], true);
    assert_eq!(capabilities["hoverProvider"], true);
    assert_eq!(
        capabilities["codeActionProvider"]["codeActionKinds"],
        json!(["quickfix", "source.fixAll.watchpost"])
    );
    let log = client.receive("window/logMessage").await;
    assert!(log["params"]["message"].as_str().unwrap().contains("ready"), "{log}");
}

#[tokio::test]
async fn the_real_rules_are_behind_it() {
    let mut capabilities = pulling();
    capabilities["textDocument"]["hover"] = json!({ "contentFormat": ["markdown"] });
    let (mut client, _) = Client::initialized(ServeOptions::default(), capabilities).await;
    client.open(URI, "import subprocess\n\nname = input()\n").await;
    assert_eq!(client.pull(URI, None).await["items"], json!([]));
    let line = "subprocess.run(f'tar {name}', shell=True)";
    client.change(URI, 2, json!([{ "range": range((3, 0), (3, 0)), "text": line }])).await;
    let report = client.pull(URI, None).await;
    let found = report["items"].as_array().unwrap();
    assert!(found.iter().any(|item| item["code"] == "PY602"), "{report}");
    let at = found[0]["range"]["start"].clone();
    let params = json!({ "textDocument": { "uri": URI }, "position": at });
    let hover = client.request("textDocument/hover", params).await;
    let value = hover["result"]["contents"]["value"].as_str().unwrap();
    assert!(value.contains("cwe.mitre.org/data/definitions/78.html"), "{value}");
}

#[tokio::test]
async fn findings_are_pulled_by_clients_that_can() {
    let (mut client, _) = Client::initialized(evals(), pulling()).await;
    client.open(URI, "x = 1\ny = eval(x)\n").await;
    let report = client.pull(URI, None).await;
    assert_eq!(report["kind"], "full");
    assert_eq!(
        report["items"],
        json!([{
            "range": range((1, 4), (1, 8)),
            "severity": 1,
            "code": "PY101",
            "source": "watchpost",
            "message": "`eval` in a text of 18 bytes",
        }])
    );
    client.request("shutdown", Value::Null).await;
    let published = "textDocument/publishDiagnostics";
    assert!(!client.unread_methods().contains(&published), "{:?}", client.unread_methods());
}

#[tokio::test]
async fn unchanged_findings_are_not_sent_twice() {
    let (mut client, _) = Client::initialized(evals(), pulling()).await;
    client.open(URI, "eval(x)\n#1").await;
    let report = client.pull(URI, None).await;
    let id = report["resultId"].as_str().unwrap().to_owned();
    let again = client.pull(URI, Some(&id)).await;
    assert_eq!(again, json!({ "kind": "unchanged", "resultId": id }));
    // Another character elsewhere: the same length, so the same findings.
    client.change(URI, 2, json!([{ "range": range((1, 1), (1, 2)), "text": "2" }])).await;
    assert_eq!(client.pull(URI, Some(&id)).await["kind"], "unchanged");
    client.change(URI, 3, json!([{ "range": range((0, 0), (0, 0)), "text": "x" }])).await;
    let report = client.pull(URI, Some(&id)).await;
    assert_eq!(report["kind"], "full");
    assert_ne!(report["resultId"], *id);
}

#[tokio::test]
async fn findings_that_only_move_are_sent_again() {
    let (mut client, _) = Client::initialized(evals(), pulling()).await;
    client.open(URI, "# eval(x)\n").await;
    let id = client.pull(URI, None).await["resultId"].as_str().unwrap().to_owned();
    // A line end in place of the blank: the same bytes are found, on another line.
    client.change(URI, 2, json!([{ "range": range((0, 1), (0, 2)), "text": "\n" }])).await;
    let report = client.pull(URI, Some(&id)).await;
    assert_eq!(report["items"][0]["range"], range((1, 0), (1, 4)));
}

#[tokio::test]
async fn findings_are_pushed_to_clients_that_cannot_pull() {
    let (mut client, result) = Client::initialized(evals(), json!({})).await;
    assert_eq!(result["capabilities"].get("diagnosticProvider"), None);
    client.open(URI, "eval(x)").await;
    let params = client.receive("textDocument/publishDiagnostics").await["params"].clone();
    assert_eq!(params["uri"], URI);
    assert_eq!(params["version"], 1);
    assert_eq!(params["diagnostics"][0]["code"], "PY101");

    client.change(URI, 2, json!([{ "text": "" }])).await;
    let params = client.receive("textDocument/publishDiagnostics").await["params"].clone();
    assert_eq!((&params["version"], &params["diagnostics"]), (&json!(2), &json!([])));
}

#[tokio::test]
async fn closing_takes_pushed_findings_away() {
    let (mut client, _) = Client::initialized(evals(), json!({})).await;
    client.open(URI, "eval(x)").await;
    let shown = client.receive("textDocument/publishDiagnostics").await;
    assert_eq!(shown["params"]["diagnostics"].as_array().unwrap().len(), 1);
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": URI } })).await;
    let cleared = client.receive("textDocument/publishDiagnostics").await;
    assert_eq!(cleared["params"], json!({ "uri": URI, "diagnostics": [] }));
}

#[tokio::test]
async fn nothing_is_published_after_close() {
    let barrier = Arc::new(Barrier::default());
    let waiting = barrier.clone();
    let options = options(move |subject| {
        if subject.url.as_str() == URI {
            waiting.wait();
        }
        find_evals(subject)
    });
    let (mut client, _) = Client::initialized(options, json!({})).await;
    client.open(URI, "eval(x)").await;
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": URI } })).await;
    let published = client.receive("textDocument/publishDiagnostics").await;
    assert_eq!(published["params"]["diagnostics"], json!([]));
    barrier.open();
    // Another document's findings come later than those of the first would have.
    client.open("file:///other.py", "eval(x)").await;
    let published = client.receive("textDocument/publishDiagnostics").await;
    assert_eq!(published["params"]["uri"], "file:///other.py");
}

#[tokio::test]
async fn columns_count_in_the_negotiated_encoding() {
    for (offered, chosen, column) in [
        (json!(["utf-8", "utf-16"]), "utf-8", 9),
        (json!(["utf-16", "utf-8"]), "utf-16", 7),
        (json!(["utf-32", "utf-8", "utf-16"]), "utf-32", 6),
        (json!([]), "utf-16", 7),
    ] {
        let capabilities = json!({
            "general": { "positionEncodings": offered },
            "textDocument": { "diagnostic": {} },
        });
        let (mut client, result) = Client::initialized(evals(), capabilities).await;
        assert_eq!(result["capabilities"]["positionEncoding"], chosen);
        client.open(URI, "x = '😀' ; y").await;
        // Behind the emoji, where `y` stands, counted from the end of the line: 5 columns less.
        let at = column - 1 + 3;
        client
            .change(URI, 2, json!([{ "range": range((0, at), (0, at + 1)), "text": "eval(y)" }]))
            .await;
        let report = client.pull(URI, None).await;
        let found = &report["items"][0]["range"];
        assert_eq!(*found, range((0, at), (0, at + 4)), "{chosen}");
    }
}

#[tokio::test]
async fn a_burst_of_changes_is_applied_in_order() {
    let (mut client, _) = Client::initialized(evals(), pulling()).await;
    client.open(URI, "").await;
    let mut expected = String::new();
    for version in 0..500_u32 {
        let word = format!("{version} ");
        let at = u32::try_from(expected.len()).unwrap();
        let change = json!([{ "range": range((0, at), (0, at)), "text": word }]);
        client.change(URI, i32::try_from(version).unwrap() + 2, change).await;
        expected.push_str(&word);
        if version % 50 == 0 {
            client.ask("textDocument/diagnostic", json!({ "textDocument": { "uri": URI } })).await;
        }
    }
    let at = u32::try_from(expected.len()).unwrap();
    client.change(URI, 600, json!([{ "range": range((0, at), (0, at)), "text": "eval(" }])).await;
    let report = client.pull(URI, None).await;
    assert_eq!(report["items"][0]["range"], range((0, at), (0, at + 4)));
    let message = format!("`eval` in a text of {} bytes", at + 5);
    assert_eq!(report["items"][0]["message"], message);
}

#[tokio::test]
async fn only_the_newest_text_is_published() {
    let barrier = Arc::new(Barrier::default());
    let n_checks = Arc::new(AtomicUsize::new(0));
    let (waiting, counting) = (barrier.clone(), n_checks.clone());
    let options = options(move |subject| {
        counting.fetch_add(1, Ordering::SeqCst);
        waiting.wait();
        find_evals(subject)
    });
    let (mut client, _) = Client::initialized(options, json!({})).await;
    client.open(URI, "").await;
    for version in 2..=100 {
        client.change(URI, version, json!([{ "text": "eval(".repeat(version as usize) }])).await;
    }
    // A request that is answered after all those changes are in.
    let id = client
        .ask(
            "textDocument/hover",
            json!({ "textDocument": { "uri": URI }, "position": { "line": 0, "character": 1 } }),
        )
        .await;
    client.request("unknown/method", json!({})).await;
    barrier.open();
    client.answer(id).await;
    let params = client.receive("textDocument/publishDiagnostics").await["params"].clone();
    assert_eq!(params["version"], 100);
    assert_eq!(params["diagnostics"].as_array().unwrap().len(), 100);
    assert!(n_checks.load(Ordering::SeqCst) <= 3, "{n_checks:?} checks for 100 texts");
}

#[tokio::test]
async fn a_cancelled_request_is_answered_at_once() {
    let barrier = Arc::new(Barrier::default());
    let waiting = barrier.clone();
    let options = options(move |subject| {
        waiting.wait();
        find_evals(subject)
    });
    let (mut client, _) = Client::initialized(options, pulling()).await;
    client.open(URI, "eval(x)").await;
    let mut ids = Vec::new();
    for _ in 0..20 {
        let params = json!({ "textDocument": { "uri": URI } });
        ids.push(client.ask("textDocument/diagnostic", params).await);
    }
    // The check is stuck, so only the cancellation can bring these answers.
    for &id in &ids[1..] {
        client.notify("$/cancelRequest", json!({ "id": id })).await;
        assert_eq!(client.answer(id).await["error"]["code"], -32800);
    }
    barrier.open();
    let answer = client.answer(ids[0]).await;
    assert_eq!(answer["result"]["items"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_pull_gets_the_text_as_of_its_asking() {
    let (mut client, _) = Client::initialized(evals(), pulling()).await;
    client.open(URI, "").await;
    for version in 2..40 {
        let text = if version % 2 == 0 { "eval(" } else { "" };
        client.change(URI, version, json!([{ "text": text }])).await;
        let report = client.pull(URI, None).await;
        let n_findings = report["items"].as_array().unwrap().len();
        assert_eq!(n_findings, usize::from(version % 2 == 0), "version {version}");
    }
}

#[tokio::test]
async fn hover_describes_findings_and_is_silent_elsewhere() {
    for (formats, kind) in
        [(json!(["markdown", "plaintext"]), "markdown"), (json!(["plaintext"]), "plaintext")]
    {
        let capabilities = json!({ "textDocument": { "hover": { "contentFormat": formats } } });
        let (mut client, _) = Client::initialized(evals(), capabilities).await;
        client.open(URI, "y = eval(x)").await;
        let at = |character: u32| {
            json!({
                "textDocument": { "uri": URI },
                "position": { "line": 0, "character": character },
            })
        };
        let hover = client.request("textDocument/hover", at(5)).await["result"].clone();
        assert_eq!(hover["range"], range((0, 4), (0, 8)));
        assert_eq!(hover["contents"]["kind"], kind);
        let value = hover["contents"]["value"].as_str().unwrap();
        assert!(value.contains("high severity"), "{value}");
        assert_eq!(value.contains("`eval`"), kind == "markdown", "{value}");
        assert!(value.contains("Quick fix"), "{value}");
        assert_eq!(client.request("textDocument/hover", at(1)).await["result"], Value::Null);
    }
}

#[tokio::test]
async fn quick_fixes_give_the_expected_text() {
    let text = "a = 1\ny = eval(x)\n";
    for document_changes in [true, false] {
        let mut capabilities = pulling();
        capabilities["workspace"] =
            json!({ "workspaceEdit": { "documentChanges": document_changes } });
        let (mut client, _) = Client::initialized(evals(), capabilities).await;
        client.open(URI, text).await;
        let params = json!({
            "textDocument": { "uri": URI },
            "range": range((1, 6), (1, 6)),
            "context": { "diagnostics": [], "only": ["quickfix"] },
        });
        let answer = client.request("textDocument/codeAction", params).await;
        let actions = answer["result"].as_array().unwrap();
        assert_eq!(actions[0]["isPreferred"], true);
        assert_eq!(actions[1]["isPreferred"], false);
        assert_eq!(actions[0]["diagnostics"][0]["code"], "PY101");
        let found: Vec<_> = first_line_edits(&answer)
            .into_iter()
            .map(|(title, edit)| {
                let edits = if document_changes {
                    let change = &edit["documentChanges"][0];
                    assert_eq!(change["textDocument"], json!({ "uri": URI, "version": 1 }));
                    change["edits"].clone()
                } else {
                    edit["changes"][URI].clone()
                };
                (title, applied(text, &edits))
            })
            .collect();
        let expected = [
            ("Use `literal_eval`".to_owned(), "a = 1\ny = literal_eval(x)\n".to_owned()),
            ("Use `print` (unsafe)".to_owned(), "a = 1\ny = print(x)\n".to_owned()),
            (
                "Ignore PY101 on this line".to_owned(),
                "a = 1\ny = eval(x)  # watchpost: ignore[PY101]\n".to_owned(),
            ),
        ];
        assert_eq!(found, expected);
    }
}

#[tokio::test]
async fn only_the_wanted_kinds_of_actions_are_offered() {
    let text = "eval(x)\neval(y)\n";
    let (mut client, _) = Client::initialized(evals(), pulling()).await;
    client.open(URI, text).await;
    let mut offered = async |only: Value, line: u32| {
        let params = json!({
            "textDocument": { "uri": URI },
            "range": range((line, 0), (line, 1)),
            "context": { "diagnostics": [], "only": only },
        });
        let answer = client.request("textDocument/codeAction", params).await;
        let actions = answer["result"].as_array().cloned().unwrap_or_default();
        let kinds: Vec<_> =
            actions.iter().map(|action| action["kind"].as_str().unwrap().to_owned()).collect();
        (kinds, actions)
    };
    let all = "source.fixAll.watchpost";
    for only in ["source", "source.fixAll", all] {
        let (kinds, actions) = offered(json!([only]), 0).await;
        assert_eq!(kinds, [all], "{only}");
        let fixed = applied(text, &actions[0]["edit"]["changes"][URI]);
        assert_eq!(fixed, "literal_eval(x)\nliteral_eval(y)\n");
    }
    // Two fixes and a suppression.
    assert_eq!(offered(json!(["quickfix"]), 0).await.0, ["quickfix"; 3]);
    assert_eq!(offered(Value::Null, 0).await.0, ["quickfix", "quickfix", "quickfix", all]);
    assert_eq!(offered(Value::Null, 2).await.0, [all]);
    for only in ["refactor", "source.organizeImports", "source.fixAll.other"] {
        assert_eq!(offered(json!([only]), 0).await.0.len(), 0, "{only}");
    }
}

#[tokio::test]
async fn second_places_are_shown_by_clients_that_can() {
    let mut capabilities = pulling();
    capabilities["textDocument"]["publishDiagnostics"] = json!({ "relatedInformation": true });
    let (mut client, _) = Client::initialized(evals(), capabilities).await;
    client.open(URI, "eval(x)").await;
    let report = client.pull(URI, None).await;
    assert_eq!(
        report["items"][0]["relatedInformation"],
        json!([{
            "location": { "uri": URI, "range": range((0, 0), (0, 4)) },
            "message": "called here",
        }])
    );
}

/// Finds evals once `n_asked` checks were made: what a changed configuration does.
fn evals_from_second_check() -> ServeOptions {
    let n_checks = AtomicUsize::new(0);
    options(move |subject| match n_checks.fetch_add(1, Ordering::SeqCst) {
        0 => Checked::default(),
        _ => find_evals(subject),
    })
}

#[tokio::test]
async fn a_saved_configuration_counts_at_once() {
    let (mut client, _) = Client::initialized(evals_from_second_check(), json!({})).await;
    client.open(URI, "eval(x)").await;
    let published = client.receive("textDocument/publishDiagnostics").await;
    assert_eq!(published["params"]["diagnostics"], json!([]));
    let saved = json!({ "textDocument": { "uri": "file:///shop/pyproject.toml" } });
    client.notify("textDocument/didSave", saved).await;
    let published = client.receive("textDocument/publishDiagnostics").await;
    assert_eq!(published["params"]["diagnostics"][0]["code"], "PY101");
}

#[tokio::test]
async fn configuration_on_disk_is_live() {
    let folder = Folder::new();
    let uri = format!("file://{}/views.py", folder.path().display());
    let (mut client, _) = Client::initialized(ServeOptions::default(), pulling()).await;
    client.open(&uri, "import subprocess\nsubprocess.run(x, shell=True)\n").await;
    let codes = |report: &Value| {
        let items = report["items"].as_array().unwrap();
        items.iter().map(|item| item["code"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert!(codes(&client.pull(&uri, None).await).contains(&"PY602".to_owned()));

    let configuration = folder.write("watchpost.toml", "ignore = [\"PY602\"]\n");
    let saved = format!("file://{}", configuration.display());
    let params = json!({ "textDocument": { "uri": saved } });
    client.notify("textDocument/didSave", params.clone()).await;
    assert!(!codes(&client.pull(&uri, None).await).contains(&"PY602".to_owned()));

    folder.write("watchpost.toml", "exclude = [\"views.py\"]\n");
    client.notify("textDocument/didSave", params.clone()).await;
    assert_eq!(codes(&client.pull(&uri, None).await).len(), 0);

    folder.write("watchpost.toml", "");
    client.notify("textDocument/didSave", params).await;
    assert!(codes(&client.pull(&uri, None).await).contains(&"PY602".to_owned()));
}

#[tokio::test]
async fn pulled_findings_are_refreshed_when_a_watched_file_changes() {
    // Both spellings of the capability that clients use.
    for key in ["diagnostics", "diagnostic"] {
        let mut capabilities = pulling();
        capabilities["workspace"] = json!({
            key: { "refreshSupport": true },
            "didChangeWatchedFiles": { "dynamicRegistration": true },
        });
        let (mut client, _) = Client::initialized(evals_from_second_check(), capabilities).await;
        let registration = client.receive("client/registerCapability").await;
        let watched = &registration["params"]["registrations"][0];
        assert_eq!(watched["method"], "workspace/didChangeWatchedFiles");
        let globs = watched["registerOptions"]["watchers"].to_string();
        assert!(globs.contains("**/pyproject.toml"), "{globs}");

        client.open(URI, "eval(x)").await;
        let report = client.pull(URI, None).await;
        assert_eq!(report["items"], json!([]));
        let changes = json!([{ "uri": "file:///shop/watchpost.toml", "type": 2 }]);
        client.notify("workspace/didChangeWatchedFiles", json!({ "changes": changes })).await;
        let refresh = client.receive("workspace/diagnostic/refresh").await;
        client.send(&json!({ "jsonrpc": "2.0", "id": refresh["id"], "result": null })).await;
        let report = client.pull(URI, report["resultId"].as_str()).await;
        assert_eq!(report["items"].as_array().unwrap().len(), 1, "{key}");
    }
}

#[tokio::test]
async fn requests_work_while_the_client_owes_answers() {
    let mut capabilities = pulling();
    capabilities["workspace"] = json!({
        "diagnostics": { "refreshSupport": true },
        "didChangeWatchedFiles": { "dynamicRegistration": true },
    });
    let (mut client, _) = Client::initialized(evals(), capabilities).await;
    client.open(URI, "eval(x)").await;
    let saved = json!({ "textDocument": { "uri": "file:///shop/pyproject.toml" } });
    for _ in 0..100 {
        client.notify("textDocument/didSave", saved.clone()).await;
    }
    // None of the refresh requests is answered.
    for _ in 0..200 {
        assert_eq!(client.pull(URI, None).await["items"].as_array().unwrap().len(), 1);
    }
}

#[tokio::test]
async fn a_panicking_rule_does_not_end_the_server() {
    let options = options(|subject| {
        assert!(!subject.text.contains("boom"), "a rule went wrong");
        find_evals(subject)
    });
    let (mut client, _) = Client::initialized(options, pulling()).await;
    client.open(URI, "eval(boom)").await;
    assert_eq!(client.pull(URI, None).await["items"], json!([]));
    let log = client
        .wait_for(|message| {
            message["method"] == "window/logMessage" && message["params"]["type"] == 1
        })
        .await;
    let text = log["params"]["message"].as_str().unwrap();
    assert!(text.contains(URI) && text.contains("a rule went wrong"), "{text}");
    client.change(URI, 2, json!([{ "text": "eval(x)" }])).await;
    assert_eq!(client.pull(URI, None).await["items"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn documents_that_are_no_files_are_checked_too() {
    let (mut client, _) = Client::initialized(evals(), pulling()).await;
    for uri in ["untitled:Untitled-1", "vscode-notebook-cell:/a%20b.ipynb#X12"] {
        client.open(uri, "eval(x)").await;
        assert_eq!(client.pull(uri, None).await["items"].as_array().unwrap().len(), 1, "{uri}");
    }
}

#[tokio::test]
async fn spellings_of_one_uri_are_one_document() {
    let (mut client, _) = Client::initialized(evals(), pulling()).await;
    client.open("file:///shop/a%40b.py", "").await;
    client.change("file:///shop/a@b.py", 2, json!([{ "text": "eval(x)" }])).await;
    let report = client.pull("file:///shop/a%40b.py", None).await;
    assert_eq!(report["items"].as_array().unwrap().len(), 1);
    // A blank may not stand in a URI; some clients send it all the same.
    client.open("file:///my shop/c.py", "eval(x)").await;
    let report = client.pull("file:///my%20shop/c.py", None).await;
    assert_eq!(report["items"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn odd_documents_do_no_harm() {
    let (mut client, _) = Client::initialized(evals(), pulling()).await;
    client.change("file:///never/opened.py", 2, json!([{ "text": "eval(x)" }])).await;
    let closed = json!({ "textDocument": { "uri": "file:///never/opened.py" } });
    client.notify("textDocument/didClose", closed).await;
    assert_eq!(client.pull("file:///never/opened.py", None).await["items"], json!([]));
    client.open(URI, "a\r\nb").await;
    client.change(URI, 2, json!([{ "range": range((7, 7), (0, 0)), "text": "eval(" }])).await;
    assert_eq!(client.pull(URI, None).await["items"][0]["range"], range((0, 0), (0, 4)));
    // Half of an emoji, as JavaScript writes it.
    client
        .send_raw(&framed(
            r#"{"jsonrpc":"2.0","method":"textDocument/didChange","params":{"textDocument":{"uri":"file:///shop/views.py","version":3},"contentChanges":[{"text":"'\ud83d' eval("}]}}"#,
        ))
        .await;
    assert_eq!(client.pull(URI, None).await["items"][0]["range"], range((0, 4), (0, 8)));
}

fn framed(body: &str) -> Vec<u8> {
    format!("Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

#[tokio::test]
async fn bad_messages_are_answered_and_survived() {
    let (mut client, _) = Client::initialized(evals(), pulling()).await;
    let mut error_of = async |bytes: Vec<u8>| {
        client.send_raw(&bytes).await;
        client.wait_for(|message| message.get("error").is_some()).await["error"]["code"].clone()
    };
    assert_eq!(error_of(framed("{\"jsonrpc\": \"2.0\", ")).await, -32700);
    assert_eq!(error_of(framed("not json at all")).await, -32700);
    assert_eq!(error_of(framed("[]")).await, -32600);
    assert_eq!(error_of(framed(&"[".repeat(100_000))).await, -32700);
    assert_eq!(error_of(framed(r#"{"jsonrpc":"2.0","method":"x","y":1e999}"#)).await, -32700);
    assert_eq!(error_of(b"Content-Length: 999999999999\r\n\r\n".to_vec()).await, -32600);
    assert_eq!(error_of(framed(r#"{"jsonrpc":"2.0","id":9,"method":"no/such"}"#)).await, -32601);
    // The wrong length of one message costs at most that message.
    let mut bytes = b"\x00\xff garbage\r\n\r\nCoNtEnT-lEnGtH: 4\r\nX-Y: z\r\n\r\n".to_vec();
    bytes.extend_from_slice(br#"{"jsonrpc":"2.0","id":7}"#);
    assert_eq!(error_of(bytes).await, -32700);
    client.open(URI, "eval(x)").await;
    assert_eq!(client.pull(URI, None).await["items"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn messages_right_behind_initialize_are_kept() {
    let mut client = Client::connect(evals());
    let id = client.ask("initialize", json!({ "capabilities": pulling() })).await;
    client.notify("initialized", json!({})).await;
    client.open(URI, "eval(x)").await;
    let report = client.pull(URI, None).await;
    assert_eq!(report["items"].as_array().unwrap().len(), 1);
    client.answer(id).await;
}

#[tokio::test]
async fn requests_before_initialize_are_refused() {
    let mut client = Client::connect(evals());
    let params = json!({ "textDocument": { "uri": URI } });
    let answer = client.request("textDocument/diagnostic", params).await;
    assert_eq!(answer["error"]["code"], -32002);
}

#[tokio::test]
async fn shutdown_and_exit_in_one_go_are_in_order() {
    let (mut client, _) = Client::initialized(evals(), pulling()).await;
    let id = client.ask("shutdown", Value::Null).await;
    client.send(&json!({ "jsonrpc": "2.0", "method": "exit" })).await;
    let answer = client.answer(id).await;
    assert_eq!((&answer["result"], answer.get("error")), (&Value::Null, None));
    assert_eq!(client.ended().await, ExitStatus::Orderly);
}

#[tokio::test]
async fn exit_does_not_wait_for_a_check() {
    let barrier = Arc::new(Barrier::default());
    let waiting = barrier.clone();
    let options = options(move |_| {
        waiting.wait();
        Checked::default()
    });
    let (mut client, _) = Client::initialized(options, pulling()).await;
    client.open(URI, "").await;
    client.ask("textDocument/diagnostic", json!({ "textDocument": { "uri": URI } })).await;
    client.send(&json!({ "jsonrpc": "2.0", "method": "exit" })).await;
    assert_eq!(client.ended().await, ExitStatus::Abrupt);
    // The runtime of the test waits for its threads.
    barrier.open();
}

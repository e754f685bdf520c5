//! Actions, hovers, completions and links over an in-memory pipe: what an editor does with them.

#[expect(dead_code, reason = "other tests look at the end of a session and at what is unread")]
#[path = "support/client.rs"]
mod client;
#[path = "support/folder.rs"]
mod folder;

use std::collections::BTreeMap;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex};

use client::Client;
use folder::Folder;
use serde_json::{Value, json};
use watchpost::analysis::{Checked, Subject};
use watchpost::finding::{
    Confidence, Detail, Edit, Finding, FixPlan, FixStep, Location, RuleCode, Safety, Severity,
};
use watchpost::lsp::ServeOptions;
use watchpost::text::{Document, DocumentUrl, Position, PositionEncoding, Span};

const URI: &str = "file:///shop/views.py";

/// A client that can do everything, with columns in UTF-16.
fn able() -> Value {
    json!({
        "general": { "positionEncodings": ["utf-16"] },
        "textDocument": {
            "diagnostic": { "tagSupport": { "valueSet": [1] } },
            "publishDiagnostics": { "tagSupport": { "valueSet": [1] } },
            "hover": { "contentFormat": ["markdown", "plaintext"] },
            "codeAction": { "dataSupport": true, "resolveSupport": { "properties": ["edit"] } },
            "completion": { "completionItem": { "documentationFormat": ["markdown"] } },
        },
        "workspace": {
            "workspaceEdit": {
                "documentChanges": true,
                "resourceOperations": ["create"],
                "changeAnnotationSupport": {},
            },
        },
    })
}

/// The same without lazy edits, files or questions.
fn plain() -> Value {
    let mut capabilities = able();
    capabilities["textDocument"]["codeAction"] = json!({});
    capabilities["workspace"] = json!({ "workspaceEdit": { "documentChanges": true } });
    capabilities
}

fn checking(check: impl Fn(&Subject<'_>) -> Checked + Send + Sync + 'static) -> ServeOptions {
    ServeOptions { checker: Arc::new(move |subject, _, _, _| check(subject)) }
}

/// Reports each `eval(` with the fixes that `fixes` gives for its place.
fn evals(fixes: impl Fn(Span) -> Vec<FixPlan> + Send + Sync + 'static) -> ServeOptions {
    checking(move |subject| find_evals(subject, &fixes))
}

fn find_evals(subject: &Subject<'_>, fixes: &dyn Fn(Span) -> Vec<FixPlan>) -> Checked {
    let findings = subject.text.match_indices("eval(").map(|(start, _)| {
        let span = Span::new(start, start + 4);
        Finding {
            rule: RuleCode::from("PY307"),
            severity: Severity::High,
            confidence: Confidence::High,
            message: "runs text as code".to_owned(),
            location: Location { document: subject.url.clone(), span },
            extent: span,
            related: Vec::new(),
            covers: Vec::new(),
            fixes: fixes(span),
            detail: Detail::None,
        }
    });
    Checked { findings: findings.collect(), ..Checked::default() }
}

fn plan(title: &str, safety: Safety, steps: Vec<FixStep>) -> FixPlan {
    FixPlan { title: title.to_owned(), safety, steps }
}

fn replace(span: Span, text: &str) -> FixStep {
    FixStep::Edit(Edit { span, text: text.to_owned() })
}

fn literal(span: Span) -> Vec<FixPlan> {
    vec![plan("Use `literal_eval`", Safety::Safe, vec![replace(span, "literal_eval")])]
}

fn uri_of(folder: &Folder, name: &str) -> String {
    format!("file://{}", folder.path().join(name).display())
}

fn at(uri: &str, line: u32, character: u32) -> Value {
    json!({ "textDocument": { "uri": uri }, "position": { "line": line, "character": character } })
}

/// Asks for the actions at a line's beginning; those of a title that contains `wanted`.
async fn actions(client: &mut Client, uri: &str, line: u32, wanted: &str) -> Vec<Value> {
    let params = json!({
        "textDocument": { "uri": uri },
        "range": {
            "start": { "line": line, "character": 0 },
            "end": { "line": line, "character": 200 },
        },
        "context": { "diagnostics": [], "triggerKind": 1 },
    });
    let answer = client.request("textDocument/codeAction", params).await;
    let all = answer["result"].as_array().cloned().unwrap_or_default();
    all.into_iter().filter(|action| action["title"].as_str().unwrap().contains(wanted)).collect()
}

/// The edit of the one action of that title.
async fn edit_of(client: &mut Client, uri: &str, line: u32, wanted: &str) -> Value {
    let found = actions(client, uri, line, wanted).await;
    assert_eq!(found.len(), 1, "{wanted}: {found:?}");
    if !found[0]["edit"].is_null() {
        return found[0]["edit"].clone();
    }
    resolve(client, found[0].clone()).await["edit"].clone()
}

async fn resolve(client: &mut Client, action: Value) -> Value {
    client.request("codeAction/resolve", action).await["result"].clone()
}

/// Does to texts, by their URI, what an edit says, as a client would.
fn apply(texts: &mut BTreeMap<String, String>, edit: &Value, encoding: PositionEncoding) {
    let mut changes: Vec<(String, Value)> = Vec::new();
    for (uri, edits) in edit["changes"].as_object().into_iter().flatten() {
        changes.push((uri.clone(), edits.clone()));
    }
    for change in edit["documentChanges"].as_array().into_iter().flatten() {
        if change["kind"] == "create" {
            let uri = change["uri"].as_str().unwrap().to_owned();
            assert!(!texts.contains_key(&uri), "{uri} is there already");
            texts.insert(uri, String::new());
        } else {
            let uri = change["textDocument"]["uri"].as_str().unwrap().to_owned();
            changes.push((uri, change["edits"].clone()));
        }
    }
    for (uri, edits) in changes {
        let old = texts.get(&uri).unwrap_or_else(|| panic!("{uri} is not known")).clone();
        let document = Document::new(DocumentUrl::new(uri.as_str()), 0, &old);
        let byte = |place: &Value| {
            let number = |name: &str| place[name].as_u64().unwrap() as usize;
            document.byte(Position::new(number("line"), number("character")), encoding)
        };
        let edits: Vec<Edit> = edits
            .as_array()
            .unwrap()
            .iter()
            .map(|edit| Edit {
                span: Span::new(byte(&edit["range"]["start"]), byte(&edit["range"]["end"])),
                text: edit["newText"].as_str().unwrap().to_owned(),
            })
            .collect();
        texts.insert(uri, watchpost::finding::fix::apply(&old, &edits).expect("edits fit"));
    }
}

fn applied(text: &str, uri: &str, edit: &Value) -> String {
    let mut texts = BTreeMap::from([(uri.to_owned(), text.to_owned())]);
    apply(&mut texts, edit, PositionEncoding::Utf16);
    texts.remove(uri).unwrap()
}

/// The codes of a document's findings.
async fn codes(client: &mut Client, uri: &str) -> Vec<String> {
    let report = client.pull(uri, None).await;
    let items = report["items"].as_array().cloned().unwrap_or_default();
    items.iter().map(|item| item["code"].as_str().unwrap().to_owned()).collect()
}

// Code actions.

#[tokio::test]
async fn fixes_are_resolved_when_they_are_chosen() {
    let (mut client, server) = Client::initialized(evals(literal), able()).await;
    assert_eq!(server["capabilities"]["codeActionProvider"]["resolveProvider"], true);
    let text = "é = 1; eval(x)\n";
    client.open(URI, text).await;
    let fixes = actions(&mut client, URI, 0, "literal_eval").await;
    assert_eq!(fixes[0]["edit"], Value::Null);
    assert!(fixes[0]["data"].to_string().len() < 200, "{}", fixes[0]["data"]);
    let resolved = resolve(&mut client, fixes[0].clone()).await;
    assert_eq!(resolved["title"], fixes[0]["title"]);
    let change = &resolved["edit"]["documentChanges"][0];
    assert_eq!(change["textDocument"], json!({ "uri": URI, "version": 1 }));
    assert_eq!(applied(text, URI, &resolved["edit"]), "é = 1; literal_eval(x)\n");
}

#[tokio::test]
async fn a_client_that_cannot_resolve_gets_edits_at_once() {
    let (mut client, server) = Client::initialized(evals(literal), plain()).await;
    assert_eq!(server["capabilities"]["codeActionProvider"]["resolveProvider"], false);
    client.open(URI, "eval(x)\n").await;
    for action in actions(&mut client, URI, 0, "").await {
        assert!(action["edit"].is_object() && action.get("data").is_none(), "{action}");
    }
}

#[tokio::test]
async fn stale_data_gives_no_edit() {
    let (mut client, _) = Client::initialized(evals(literal), able()).await;
    client.open(URI, "eval(x)\neval(y)\n").await;
    let fixes = actions(&mut client, URI, 1, "literal_eval").await;
    for (pointer, wrong) in [
        ("/version", json!(2)),
        ("/finding/index", json!(0)),
        ("/finding/index", json!(99)),
        ("/finding/rule", json!("PY101")),
        ("/act/fix", json!(7)),
        ("/uri", json!("file:///shop/other.py")),
        ("/act", json!("dance")),
        ("/finding", Value::Null),
    ] {
        let mut action = fixes[0].clone();
        *action["data"].pointer_mut(pointer).unwrap() = wrong;
        let resolved = resolve(&mut client, action).await;
        assert_eq!(resolved["edit"], Value::Null, "{pointer}");
        assert_eq!(resolved["title"], fixes[0]["title"]);
    }
    // The same finding at another place.
    let range = json!({ "start": at(URI, 0, 0)["position"], "end": at(URI, 0, 0)["position"] });
    client.change(URI, 2, json!([{ "range": range, "text": "# a line\n" }])).await;
    assert_eq!(resolve(&mut client, fixes[0].clone()).await["edit"], Value::Null);
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": URI } })).await;
    assert_eq!(resolve(&mut client, fixes[0].clone()).await["edit"], Value::Null);
    // Opened again with the first version and another text.
    client.open(URI, "x\neval(y)\n").await;
    assert_eq!(resolve(&mut client, fixes[0].clone()).await["edit"], Value::Null);
    let bare = resolve(&mut client, json!({ "title": "of somebody else" })).await;
    assert_eq!(bare, json!({ "title": "of somebody else" }));
}

#[tokio::test]
async fn a_fix_reaches_documents_that_are_not_open() {
    let folder = Folder::new();
    let other_text = "# 😀\nDEBUG = '😀' or True\n";
    let path = folder.write("settings.py", other_text);
    let other = watchpost::workspace::url::of_path(&path);
    let start = other_text.find("True").unwrap();
    let step = FixStep::EditOther(
        other.clone(),
        Edit { span: Span::new(start, start + 4), text: "False".to_owned() },
    );
    let fixes =
        move |span| vec![plan("Switch off", Safety::Safe, vec![replace(span, "f"), step.clone()])];
    let (mut client, _) = Client::initialized(evals(fixes), able()).await;
    client.open(URI, "eval(x)\n").await;
    for open in [false, true] {
        let mut texts = BTreeMap::from([
            (URI.to_owned(), "eval(x)\n".to_owned()),
            (other.to_string(), other_text.to_owned()),
        ]);
        let mut expected = "# 😀\nDEBUG = '😀' or False\n".to_owned();
        if open {
            // Newer than what is on disk.
            let newer = format!("{other_text}# more\n");
            client.open(other.as_str(), &newer).await;
            texts.insert(other.to_string(), newer);
            expected.push_str("# more\n");
        }
        let edit = edit_of(&mut client, URI, 0, "Switch off").await;
        let version = if open { json!(1) } else { Value::Null };
        let changed = &edit["documentChanges"][1]["textDocument"];
        assert_eq!(*changed, json!({ "uri": other.as_str(), "version": version }));
        apply(&mut texts, &edit, PositionEncoding::Utf16);
        assert_eq!(texts[URI], "f(x)\n");
        assert_eq!(texts[other.as_str()], expected);
    }
}

#[tokio::test]
async fn a_fix_may_make_a_file_where_the_client_can() {
    let made = "file:///shop/key.py";
    let fixes = move |span| {
        let file = FixStep::NewFile(DocumentUrl::new(made), "KEY = ''\n".to_owned());
        vec![plan("Move it", Safety::Safe, vec![replace(span, "f"), file])]
    };
    let (mut client, _) = Client::initialized(evals(fixes), able()).await;
    client.open(URI, "eval(x)\n").await;
    let edit = edit_of(&mut client, URI, 0, "Move it").await;
    let mut texts = BTreeMap::from([(URI.to_owned(), "eval(x)\n".to_owned())]);
    apply(&mut texts, &edit, PositionEncoding::Utf16);
    assert_eq!((texts[URI].as_str(), texts[made].as_str()), ("f(x)\n", "KEY = ''\n"));
    // Not even all safe fixes together make files unasked.
    assert_eq!(actions(&mut client, URI, 0, "Apply all").await, [Value::Null; 0]);

    let (mut client, _) = Client::initialized(evals(fixes), plain()).await;
    client.open(URI, "eval(x)\n").await;
    assert_eq!(actions(&mut client, URI, 0, "Move it").await, [Value::Null; 0]);
}

#[tokio::test]
async fn unsafe_fixes_are_labelled_and_never_preferred() {
    let fixes = |span| {
        vec![
            plan("Drop it", Safety::Unsafe, vec![replace(span, "f")]),
            plan("Use `a`", Safety::Safe, vec![replace(span, "a")]),
            plan("Use `b`", Safety::Safe, vec![replace(span, "b")]),
        ]
    };
    let (mut client, _) = Client::initialized(evals(fixes), able()).await;
    client.open(URI, "eval(x)\n").await;
    let preferred: Vec<_> = actions(&mut client, URI, 0, "")
        .await
        .into_iter()
        .filter(|action| action["isPreferred"] == true)
        .map(|action| action["title"].clone())
        .collect();
    assert_eq!(preferred, ["Use `a`"]);
    let edit = edit_of(&mut client, URI, 0, "Drop it (unsafe)").await;
    let id = &edit["documentChanges"][0]["edits"][0]["annotationId"];
    let annotation = &edit["changeAnnotations"][id.as_str().unwrap()];
    assert_eq!(
        (&annotation["label"], &annotation["needsConfirmation"]),
        (&json!("Drop it"), &json!(false))
    );
    let edit = edit_of(&mut client, URI, 0, "Use `a`").await;
    assert_eq!(edit["changeAnnotations"], Value::Null);

    // What happens elsewhere is asked before.
    let reaching = |span| {
        let file = FixStep::NewFile(DocumentUrl::new("file:///shop/key.py"), String::new());
        vec![plan("Move it", Safety::Unsafe, vec![replace(span, "f"), file])]
    };
    let (mut client, _) = Client::initialized(evals(reaching), able()).await;
    client.open(URI, "eval(x)\n").await;
    let edit = edit_of(&mut client, URI, 0, "Move it (unsafe)").await;
    let annotations = edit["changeAnnotations"].as_object().unwrap();
    assert!(annotations.values().all(|annotation| annotation["needsConfirmation"] == true));

    let (mut client, _) = Client::initialized(evals(fixes), plain()).await;
    client.open(URI, "eval(x)\n").await;
    let edit = edit_of(&mut client, URI, 0, "Drop it (unsafe)").await;
    assert_eq!(edit["changeAnnotations"], Value::Null);
    assert_eq!(edit["documentChanges"][0]["edits"][0]["annotationId"], Value::Null);
}

#[tokio::test]
async fn all_safe_fixes_go_in_one_edit() {
    let fixes = |span: Span| match span.start {
        0 => vec![plan("Drop it", Safety::Unsafe, vec![replace(span, "f")])],
        _ => literal(span),
    };
    let (mut client, _) = Client::initialized(evals(fixes), able()).await;
    let text = "eval(x)\neval(y)\neval(z)\n";
    client.open(URI, text).await;
    let params = json!({
        "textDocument": { "uri": URI },
        "range": { "start": at(URI, 0, 0)["position"], "end": at(URI, 0, 0)["position"] },
        "context": { "diagnostics": [], "only": ["source.fixAll"] },
    });
    let answer = client.request("textDocument/codeAction", params).await["result"].clone();
    assert_eq!(answer.as_array().unwrap().len(), 1);
    assert_eq!(
        (&answer[0]["kind"], &answer[0]["edit"]),
        (&json!("source.fixAll.watchpost"), &Value::Null)
    );
    let edit = resolve(&mut client, answer[0].clone()).await["edit"].clone();
    assert_eq!(applied(text, URI, &edit), "eval(x)\nliteral_eval(y)\nliteral_eval(z)\n");
}

#[tokio::test]
async fn actions_come_from_the_finished_check() {
    let blocked = Arc::new((AtomicBool::new(false), Mutex::new(()), Condvar::new()));
    let gate = blocked.clone();
    let check = move |subject: &Subject<'_>| {
        let (closed, lock, opened) = &*gate;
        let guard = lock.lock().unwrap();
        drop(opened.wait_while(guard, |()| closed.load(Ordering::SeqCst)).unwrap());
        find_evals(subject, &literal)
    };
    let (mut client, _) = Client::initialized(checking(check), able()).await;
    client.open(URI, "eval(x)\n").await;
    assert_eq!(codes(&mut client, URI).await, ["PY307"]);
    blocked.0.store(true, Ordering::SeqCst);
    // Something around the document changes: it is to be checked again, and that takes long.
    let changes = json!([{ "uri": "file:///shop/watchpost.toml", "type": 2 }]);
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": changes })).await;
    client.ask("textDocument/diagnostic", json!({ "textDocument": { "uri": URI } })).await;
    let edit = edit_of(&mut client, URI, 0, "literal_eval").await;
    assert_eq!(applied("eval(x)\n", URI, &edit), "literal_eval(x)\n");
    let hover = client.request("textDocument/hover", at(URI, 0, 1)).await;
    assert!(hover["result"].is_object());
    blocked.0.store(false, Ordering::SeqCst);
    blocked.2.notify_all();
}

#[tokio::test]
async fn unasked_there_is_little_to_silence_with() {
    let (mut client, _) = Client::initialized(evals(literal), able()).await;
    client.open(URI, "eval(a), eval(b), eval(c), eval(d), eval(e)\n").await;
    let mut titles = async |trigger: u8| {
        let range = json!({
            "start": { "line": 0, "character": 0 }, "end": { "line": 0, "character": 50 },
        });
        let context = json!({ "diagnostics": [], "only": ["quickfix"], "triggerKind": trigger });
        let params = json!({ "textDocument": { "uri": URI }, "range": range, "context": context });
        let answer = client.request("textDocument/codeAction", params).await["result"].clone();
        let actions = answer.as_array().unwrap().clone();
        actions
            .iter()
            .map(|action| action["title"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    let unasked = titles(2).await;
    let silencing = |titles: &[String]| {
        titles.iter().filter(|title| !title.starts_with("Use")).cloned().collect::<Vec<_>>()
    };
    assert_eq!(silencing(&unasked), ["Ignore PY307 on this line"; 3]);
    let asked = silencing(&titles(1).await);
    assert_eq!(asked.iter().filter(|title| title.ends_with("on this line")).count(), 5);
    for title in ["Ignore PY307 in this file", "Turn PY307 off in a new `watchpost.toml`"] {
        assert_eq!(asked.iter().filter(|other| *other == title).count(), 1, "{asked:?}");
    }
}

#[tokio::test]
async fn an_ignored_line_is_silent_and_its_comment_is_joined() {
    let (mut client, _) = Client::initialized(ServeOptions::default(), able()).await;
    let text = "x = eval(input())\ny = eval(input())  # nosec B602\n\
                z = eval(input())  # noqa: E501\n";
    client.open(URI, text).await;
    let mut text = text.to_owned();
    for (version, line) in [(2, 0), (3, 1), (4, 2)] {
        let edit = edit_of(&mut client, URI, line, "Ignore PY307 on this line").await;
        text = applied(&text, URI, &edit);
        client.change(URI, version, json!([{ "text": text }])).await;
    }
    assert_eq!(
        text,
        "x = eval(input())  # watchpost: ignore[PY307]\ny = eval(input())  # nosec B602, B307\n\
         z = eval(input())  # noqa: E501, S307\n"
    );
    assert!(!codes(&mut client, URI).await.contains(&"PY307".to_owned()));
}

#[tokio::test]
async fn a_rule_ignored_in_the_file_is_silent_there() {
    let (mut client, _) = Client::initialized(ServeOptions::default(), able()).await;
    let text = "#!/usr/bin/env python\nx = eval(input())\ny = eval(input())\n";
    client.open(URI, text).await;
    assert_eq!(codes(&mut client, URI).await, ["PY307", "PY307"]);
    let edit = edit_of(&mut client, URI, 2, "Ignore PY307 in this file").await;
    let text = applied(text, URI, &edit);
    assert!(text.starts_with("#!/usr/bin/env python\n# watchpost: file-ignore[PY307]\n"), "{text}");
    client.change(URI, 2, json!([{ "text": text }])).await;
    assert!(!codes(&mut client, URI).await.contains(&"PY307".to_owned()));
}

/// Applies an edit to files below a folder, and tells the server about it.
async fn apply_on_disk(client: &mut Client, folder: &Folder, edit: &Value) {
    let mut texts = BTreeMap::new();
    for change in edit["documentChanges"].as_array().unwrap() {
        if let Some(uri) = change["textDocument"]["uri"].as_str() {
            let path = uri.strip_prefix("file://").unwrap();
            if let Ok(text) = std::fs::read_to_string(path) {
                texts.insert(uri.to_owned(), text);
            }
        }
    }
    apply(&mut texts, edit, PositionEncoding::Utf16);
    let mut changes = Vec::new();
    for (uri, text) in texts {
        let path = std::path::PathBuf::from(uri.strip_prefix("file://").unwrap());
        folder.write(path.strip_prefix(folder.path()).unwrap().to_str().unwrap(), text);
        changes.push(json!({ "uri": uri, "type": 2 }));
    }
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": changes })).await;
}

const EVAL: &str = "x = eval(input())\n";

/// A server on a folder with `shop/views.py` in it, open, and these files.
async fn shop(files: &[(&str, &str)]) -> (Client, Folder, String) {
    let folder = Folder::new();
    folder.write("shop/views.py", EVAL);
    folder.write("shop/other.py", EVAL);
    for (name, text) in files {
        folder.write(name, text);
    }
    let mut client = Client::connect(ServeOptions::default());
    let root = uri_of(&folder, "");
    let params = json!({
        "capabilities": able(),
        "workspaceFolders": [{ "uri": root, "name": "shop" }],
    });
    client.request("initialize", params).await;
    client.notify("initialized", json!({})).await;
    let uri = uri_of(&folder, "shop/views.py");
    client.open(&uri, EVAL).await;
    (client, folder, uri)
}

#[tokio::test]
async fn a_rule_goes_off_in_the_nearest_configuration() {
    for (name, old, new) in [
        (
            "watchpost.toml",
            "# Ours.\nignore = [\n    \"PY101\", # why\n]\n",
            "# Ours.\nignore = [\n    \"PY101\", # why\n    \"PY307\",\n]\n",
        ),
        (
            "shop/.watchpost.toml",
            "confidence = 'low'\n",
            "confidence = 'low'\nignore = [\"PY307\"]\n",
        ),
        (
            "pyproject.toml",
            "[tool.watchpost]\n[tool.x]\n",
            "[tool.watchpost]\nignore = [\"PY307\"]\n[tool.x]\n",
        ),
    ] {
        let (mut client, folder, uri) = shop(&[(name, old)]).await;
        assert_eq!(codes(&mut client, &uri).await, ["PY307"], "{name}");
        let file_name = name.rsplit('/').next().unwrap();
        let title = format!("Turn PY307 off in `{file_name}`");
        let edit = edit_of(&mut client, &uri, 0, &title).await;
        assert_eq!(edit["documentChanges"][0]["textDocument"]["version"], Value::Null);
        apply_on_disk(&mut client, &folder, &edit).await;
        assert_eq!(String::from_utf8(folder.read(name)).unwrap(), new);
        assert_eq!(codes(&mut client, &uri).await, [""; 0], "{name}");
    }
}

#[tokio::test]
async fn a_rule_goes_off_for_one_file() {
    let (mut client, folder, uri) = shop(&[("watchpost.toml", "")]).await;
    let other = uri_of(&folder, "shop/other.py");
    client.open(&other, EVAL).await;
    let edit = edit_of(&mut client, &uri, 0, "off for this file in `watchpost.toml`").await;
    apply_on_disk(&mut client, &folder, &edit).await;
    let written = String::from_utf8(folder.read("watchpost.toml")).unwrap();
    assert_eq!(written, "[per-file-ignores]\n\"shop/views.py\" = [\"PY307\"]\n");
    assert_eq!(codes(&mut client, &uri).await, [""; 0]);
    assert_eq!(codes(&mut client, &other).await, ["PY307"]);
}

#[tokio::test]
async fn a_configuration_is_made_where_there_is_none() {
    let (mut client, folder, uri) = shop(&[("pyproject.toml", "[project]\nname = 'shop'\n")]).await;
    let edit = edit_of(&mut client, &uri, 0, "Turn PY307 off in a new `watchpost.toml`").await;
    assert_eq!(edit["documentChanges"][0]["kind"], "create");
    apply_on_disk(&mut client, &folder, &edit).await;
    assert_eq!(folder.read("watchpost.toml"), b"ignore = [\"PY307\"]\n");
    assert_eq!(codes(&mut client, &uri).await, [""; 0]);
}

#[tokio::test]
async fn a_configuration_in_the_editor_is_changed_there() {
    let (mut client, folder, uri) = shop(&[("watchpost.toml", "")]).await;
    let configuration = uri_of(&folder, "watchpost.toml");
    let text = "# not saved yet 😀\nselect = ['PY']\n";
    client.open(&configuration, text).await;
    let edit = edit_of(&mut client, &uri, 0, "Turn PY307 off in `watchpost.toml`").await;
    let change = &edit["documentChanges"][0]["textDocument"];
    assert_eq!(*change, json!({ "uri": configuration, "version": 1 }));
    assert_eq!(applied(text, &configuration, &edit), format!("{text}ignore = [\"PY307\"]\n"));
}

#[tokio::test]
async fn a_broken_configuration_is_left_alone() {
    let (mut client, _folder, uri) = shop(&[("watchpost.toml", "ignore = 'PY101'\n")]).await;
    let found = actions(&mut client, &uri, 0, "Turn PY307 off in `watchpost.toml`").await;
    assert_eq!(resolve(&mut client, found[0].clone()).await["edit"], Value::Null);
}

#[tokio::test]
async fn documents_that_are_no_files_have_no_configuration() {
    let (mut client, _) = Client::initialized(ServeOptions::default(), able()).await;
    client.open("untitled:Untitled-1", EVAL).await;
    assert_eq!(actions(&mut client, "untitled:Untitled-1", 0, "in this file").await.len(), 1);
    for wanted in ["Turn", "baseline"] {
        let found = actions(&mut client, "untitled:Untitled-1", 0, wanted).await;
        assert_eq!(found, [Value::Null; 0]);
    }
}

#[tokio::test]
async fn a_finding_goes_into_the_baseline_as_the_command_line_writes_it() {
    let (mut client, folder, uri) = shop(&[("watchpost.toml", "confidence = 'low'\n")]).await;
    let title = "Add this PY307 to the baseline";
    let edit = edit_of(&mut client, &uri, 0, title).await;
    apply_on_disk(&mut client, &folder, &edit).await;
    assert_eq!(
        folder.read("watchpost.toml"),
        b"confidence = 'low'\nbaseline = \"watchpost-baseline.json\"\n"
    );
    assert_eq!(codes(&mut client, &uri).await, [""; 0]);
    let written = String::from_utf8(folder.read("watchpost-baseline.json")).unwrap();
    let status = Command::new(env!("CARGO_BIN_EXE_watchpost"))
        .args(["baseline", "--quiet", "--output", "expected.json", "shop/views.py"])
        .current_dir(folder.path())
        .status()
        .unwrap();
    assert!(status.success());
    assert_eq!(written, String::from_utf8(folder.read("expected.json")).unwrap());

    // Another finding joins it; a third one like the first is new.
    let text = "x = eval(input())\ny = eval(open(0).read())\nx = eval(input())\n";
    client.change(&uri, 2, json!([{ "text": text }])).await;
    assert_eq!(codes(&mut client, &uri).await, ["PY307", "PY307"]);
    let edit = edit_of(&mut client, &uri, 1, title).await;
    apply_on_disk(&mut client, &folder, &edit).await;
    let report = client.pull(&uri, None).await;
    assert_eq!(report["items"].as_array().unwrap().len(), 1, "{report}");
    assert_eq!(report["items"][0]["range"]["start"]["line"], 2);
}

#[tokio::test]
async fn an_unused_suppression_is_faded_and_can_be_removed() {
    let (mut client, _) = Client::initialized(ServeOptions::default(), able()).await;
    let text = "x = 1  # watchpost: ignore[PY307]\n";
    client.open(URI, text).await;
    let report = client.pull(URI, None).await;
    let unused = report["items"].as_array().unwrap().iter().find(|item| item["code"] == "PY992");
    assert_eq!(unused.expect("it is reported")["tags"], json!([1]));
    let found = actions(&mut client, URI, 0, "Remove what is unused").await;
    assert_eq!((&found[0]["kind"], &found[0]["isPreferred"]), (&json!("quickfix"), &json!(true)));
    assert_eq!(found[0]["diagnostics"][0]["code"], "PY992");
    let edit = edit_of(&mut client, URI, 0, "Remove what is unused").await;
    let text = applied(text, URI, &edit);
    assert_eq!(text, "x = 1\n");
    client.change(URI, 2, json!([{ "text": text }])).await;
    assert_eq!(codes(&mut client, URI).await, [""; 0]);
}

// Hover.

async fn hover(client: &mut Client, uri: &str, line: u32, character: u32) -> String {
    let answer = client.request("textDocument/hover", at(uri, line, character)).await;
    answer["result"]["contents"]["value"].as_str().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn words_of_ours_are_explained_on_hover() {
    let (mut client, _) = Client::initialized(ServeOptions::default(), able()).await;
    let cases = [
        (URI, "a = '😀'  # nosec B602\n", 18, "**PY602** `subprocess-shell-true`"),
        (URI, "a = 1  # watchpost: ignore[PY602]\n", 30, "**Write instead:**"),
        ("file:///shop/watchpost.toml", "ignore = []\n", 2, "**ignore** · list of strings"),
        ("file:///shop/watchpost.toml", "ignore = ['PY602']\n", 13, "**PY602**"),
        (
            "file:///shop/pyproject.toml",
            "tool.watchpost.confidence = 'low'\n",
            18,
            "**confidence**",
        ),
        (
            "file:///shop/.watchpost/rules/python/XY100-thing.scm",
            "((call) @finding (#resolves? @finding \"a\"))\n",
            22,
            "`#resolves? @node",
        ),
    ];
    for (uri, text, column, expected) in cases {
        client.open(uri, text).await;
        let value = hover(&mut client, uri, 0, column).await;
        assert!(value.contains(expected), "{uri} {text}: {value}");
        assert_eq!(hover(&mut client, uri, 1, 0).await, "");
        client.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri } })).await;
    }
}

#[tokio::test]
async fn a_hover_has_the_range_and_the_format_of_its_word() {
    let mut capabilities = able();
    capabilities["textDocument"]["hover"] = json!({ "contentFormat": ["plaintext"] });
    let (mut client, _) = Client::initialized(ServeOptions::default(), capabilities).await;
    client.open(URI, "a = '😀'  # nosec B602\n").await;
    let answer = client.request("textDocument/hover", at(URI, 0, 18)).await["result"].clone();
    assert_eq!(answer["range"]["start"]["character"], 18);
    assert_eq!(answer["range"]["end"]["character"], 22);
    let value = answer["contents"]["value"].as_str().unwrap();
    assert!(value.contains("PY602 subprocess-shell-true") && !value.contains("**"), "{value}");
}

#[tokio::test]
async fn a_finding_and_the_word_at_one_place_are_both_explained() {
    let (mut client, _) = Client::initialized(ServeOptions::default(), able()).await;
    client.open(URI, "x = 1  # watchpost: ignore[PY307]\n").await;
    let value = hover(&mut client, URI, 0, 28).await;
    assert!(value.contains("**PY992**") && value.contains("**PY307**"), "{value}");
}

// Completion.

async fn complete(client: &mut Client, uri: &str, line: u32, character: u32) -> Vec<Value> {
    let answer = client.request("textDocument/completion", at(uri, line, character)).await;
    answer["result"].as_array().cloned().unwrap_or_default()
}

fn labelled<'v>(items: &'v [Value], label: &str) -> &'v Value {
    items.iter().find(|item| item["label"] == label).unwrap_or_else(|| panic!("no {label}"))
}

#[tokio::test]
async fn completions_replace_the_right_columns_in_every_encoding() {
    let rule_file = "file:///shop/.watchpost/rules/python/XY100-thing.scm";
    let cases = [
        (URI, "a = '😀é'  # é😀 # watchpost: ignore[PY101, PY6|]", "PY602", "PY6"),
        (URI, "a = '😀é'  # é😀 # nosec B6|02", "B602", "B602"),
        ("file:///shop/watchpost.toml", "'😀é' = 1\nignore = ['😀é', \"PY|", "PY602", "PY"),
        (rule_file, "(#eq? \"😀é\") (#reso|", "resolves?", "reso"),
    ];
    for (name, encoding) in [
        ("utf-8", PositionEncoding::Utf8),
        ("utf-16", PositionEncoding::Utf16),
        ("utf-32", PositionEncoding::Utf32),
    ] {
        let mut capabilities = able();
        capabilities["general"]["positionEncodings"] = json!([name]);
        let (mut client, _) = Client::initialized(ServeOptions::default(), capabilities).await;
        for (uri, marked, label, replaced) in cases {
            let offset = marked.find('|').unwrap();
            let text = marked.replacen('|', "", 1);
            let document = Document::new(DocumentUrl::new(uri), 1, &text);
            let place = document.snapshot().position(offset, encoding);
            client.open(uri, &text).await;
            let (line, column) = (place.line as u32, place.column as u32);
            let items = complete(&mut client, uri, line, column).await;
            let edit = &labelled(&items, label)["textEdit"];
            let byte = |place: &Value| {
                let number = |name: &str| place[name].as_u64().unwrap() as usize;
                document.byte(Position::new(number("line"), number("character")), encoding)
            };
            let span = Span::new(byte(&edit["range"]["start"]), byte(&edit["range"]["end"]));
            assert_eq!(span.slice(&text), replaced, "{name} {marked}");
            let edits = json!({ "changes": { uri: [edit] } });
            let mut texts = BTreeMap::from([(uri.to_owned(), text.clone())]);
            apply(&mut texts, &edits, encoding);
            assert_eq!(texts[uri], text.replacen(replaced, label, 1), "{name} {marked}");
            client.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri } })).await;
        }
    }
}

#[tokio::test]
async fn what_the_line_reports_is_offered_first() {
    let (mut client, server) = Client::initialized(ServeOptions::default(), able()).await;
    let triggers = &server["capabilities"]["completionProvider"]["triggerCharacters"];
    assert_eq!(*triggers, json!(["[", ",", "\"", "#", ":"]));
    let text = "y = 1\nx = eval(input())  \n";
    client.open(URI, text).await;
    assert_eq!(codes(&mut client, URI).await, ["PY307"]);
    let end = json!({ "start": at(URI, 1, 19)["position"], "end": at(URI, 1, 19)["position"] });
    client.change(URI, 2, json!([{ "range": end, "text": "#" }])).await;
    let items = complete(&mut client, URI, 1, 20).await;
    assert_eq!(items[0]["textEdit"]["newText"], " watchpost: ignore[PY307]");
    assert_eq!(items[0]["preselect"], true);
    client.change(URI, 3, json!([{ "range": end, "text": "# watchpost: ignore[" }])).await;
    let mut items = complete(&mut client, URI, 1, 39).await;
    items.sort_by_key(|item| item["sortText"].as_str().unwrap().to_owned());
    assert_eq!(items[0]["label"], "PY307");
    assert_eq!(items[0]["documentation"]["kind"], "markdown");
}

#[tokio::test]
async fn ordinary_code_completes_nothing() {
    let (mut client, _) = Client::initialized(ServeOptions::default(), able()).await;
    let text = "import os\nx = [1, \"a\"]  # see: [1, \"a\"]\ns = '# nosec '\nd = {'a': eval(x)}\n";
    client.open(URI, text).await;
    for (line, content) in text.lines().enumerate() {
        for column in 0..=content.len() {
            let answer = client
                .request("textDocument/completion", at(URI, line as u32, column as u32))
                .await;
            assert_eq!(answer["result"], Value::Null, "{line}:{column} {content}");
        }
    }
    for uri in ["file:///shop/README.md", "file:///shop/other.toml", "file:///shop/other.scm"] {
        client.open(uri, "ignore = [\"").await;
        assert_eq!(complete(&mut client, uri, 0, 11).await, [Value::Null; 0], "{uri}");
    }
}

#[tokio::test]
async fn configuration_and_rule_files_complete_themselves() {
    let (mut client, _) = Client::initialized(ServeOptions::default(), able()).await;
    let uri = "file:///shop/pyproject.toml";
    client.open(uri, "[tool.watchpost]\n\n[tool.ruff]\n\n").await;
    let items = complete(&mut client, uri, 1, 0).await;
    let key = labelled(&items, "confidence");
    assert_eq!(key["textEdit"]["newText"], "confidence = ");
    assert!(key["documentation"]["value"].as_str().unwrap().contains("How sure"), "{key}");
    assert_eq!(complete(&mut client, uri, 3, 0).await, [Value::Null; 0]);
    client.change(uri, 2, json!([{ "text": "[tool.watchpost]\nconfidence = " }])).await;
    let items = complete(&mut client, uri, 1, 13).await;
    assert_eq!(labelled(&items, "high")["textEdit"]["newText"], "\"high\"");

    let uri = "file:///shop/.watchpost/rules/python/XY100-thing.scm";
    client.open(uri, "; XY100 thing\n; \n; ---\n; Docs.\n\n(call) (#fix! \"").await;
    let items = complete(&mut client, uri, 1, 2).await;
    assert_eq!(labelled(&items, "severity")["textEdit"]["newText"], "severity = ");
    let items = complete(&mut client, uri, 5, 15).await;
    assert!(labelled(&items, "remove-argument")["detail"].is_string());
}

// Links.

#[tokio::test]
async fn ids_in_comments_are_links() {
    let cwe = "https://cwe.mitre.org/data/definitions/78.html";
    let cve = "https://www.cve.org/CVERecord?id=CVE-2024-12345";
    for (encoding, column) in [("utf-8", 11), ("utf-16", 9), ("utf-32", 8)] {
        let mut capabilities = able();
        capabilities["general"]["positionEncodings"] = json!([encoding]);
        let (mut client, _) = Client::initialized(ServeOptions::default(), capabilities).await;
        client.open(URI, "'😀'  # CVE-2024-12345, CWE-78 and PY602\n'CVE-2024-12345'\n").await;
        let params = json!({ "textDocument": { "uri": URI } });
        let answer = client.request("textDocument/documentLink", params).await["result"].clone();
        let links = answer.as_array().unwrap();
        let targets: Vec<_> = links.iter().map(|link| link["target"].as_str().unwrap()).collect();
        assert_eq!(targets[..2], [cve, cwe]);
        assert_eq!(targets.len(), 3);
        assert_eq!(links[0]["range"]["start"], json!({ "line": 0, "character": column - 1 }));
        assert!(links[2]["tooltip"].as_str().unwrap().contains("subprocess-shell-true"));
    }
}

#[tokio::test]
async fn documents_nobody_opened_have_nothing() {
    let (mut client, _) = Client::initialized(ServeOptions::default(), able()).await;
    let document = json!({ "textDocument": { "uri": "file:///shop/gone.py" } });
    let place = at("file:///shop/gone.py", 9, 9);
    for (method, params) in [
        ("textDocument/documentLink", document),
        ("textDocument/completion", place.clone()),
        ("textDocument/hover", place),
    ] {
        let answer = client.request(method, params).await;
        assert_eq!((&answer["result"], answer.get("error")), (&Value::Null, None), "{method}");
    }
}

//! What real editors say, recorded in `golden/`, said again: each gets what it can use, and what it asked for.

#[allow(dead_code, reason = "other test files need more of it")]
#[path = "support/client.rs"]
mod client;
#[allow(dead_code, reason = "other test files need more of it")]
#[path = "support/folder.rs"]
mod folder;

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::path::Path;

use client::Client;
use folder::Folder;
use serde_json::{Value, json};
use url::Url;
use watchpost::lsp::{ExitStatus, ServeOptions};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// What the recorded editors have done: a repair, and then a line with a finding behind wide characters.
const TITLE: &str = "Check the certificate (unsafe)";

/// What a recording makes of an editor; columns are those of `eval(input())` in the typed line.
struct Expected {
    encoding: &'static str,
    columns: [u64; 2],
    pulls: bool,
    registers: bool,
    hover: &'static str,
    /// Whether it lets the server work out a repair when it is chosen.
    resolves: bool,
    /// Whether edits name the version of the document, and whether they may ask first.
    versions: bool,
    annotates: bool,
    ended: ExitStatus,
}

#[tokio::test]
async fn neovim() {
    let expected = Expected {
        encoding: "utf-8",
        columns: [30, 43],
        pulls: true,
        // It watches no files on Linux.
        registers: false,
        hover: "markdown",
        resolves: true,
        // Unsaid, but told by the files it makes and the labels it shows.
        versions: true,
        annotates: true,
        ended: ExitStatus::Orderly,
    };
    check("neovim", &expected).await;
}

#[tokio::test]
async fn helix() {
    let expected = Expected {
        encoding: "utf-8",
        columns: [34, 47],
        pulls: true,
        registers: true,
        hover: "markdown",
        resolves: true,
        versions: true,
        annotates: false,
        ended: ExitStatus::Orderly,
    };
    check("helix", &expected).await;
}

#[tokio::test]
async fn vscode() {
    let expected = Expected {
        encoding: "utf-16",
        columns: [23, 36],
        pulls: true,
        registers: true,
        hover: "markdown",
        resolves: true,
        versions: true,
        annotates: true,
        ended: ExitStatus::Orderly,
    };
    check("vscode", &expected).await;
}

#[tokio::test]
async fn emacs() {
    let expected = Expected {
        encoding: "utf-32",
        columns: [21, 34],
        pulls: false,
        registers: true,
        hover: "plaintext",
        resolves: true,
        versions: true,
        annotates: false,
        ended: ExitStatus::Orderly,
    };
    check("emacs", &expected).await;
}

#[tokio::test]
async fn kate() {
    let expected = Expected {
        encoding: "utf-16",
        columns: [23, 36],
        pulls: false,
        registers: false,
        hover: "markdown",
        resolves: false,
        versions: false,
        annotates: false,
        // It says `shutdown` without asking for an answer, which is no `shutdown`.
        ended: ExitStatus::Abrupt,
    };
    check("kate", &expected).await;
}

async fn check(editor: &str, expected: &Expected) {
    let folder = Folder::new();
    copy(&Path::new(ROOT).join("tests/editors/project"), folder.path());
    let mut replay = Replay::new(editor, folder.path());
    replay.run().await;

    let abilities = &replay.answers["initialize"][0]["result"]["capabilities"];
    assert_eq!(abilities["positionEncoding"], expected.encoding);
    assert_eq!(abilities.get("diagnosticProvider").is_some(), expected.pulls);
    assert_eq!(abilities["codeActionProvider"]["resolveProvider"], expected.resolves);

    // The server asks only for what this editor has said it can do.
    assert!(replay.asked.is_subset(&replay.allowed), "{:?}", replay.asked);
    assert_eq!(replay.asked.contains("client/registerCapability"), expected.registers);

    // Findings come one way and not both, or they would be shown twice.
    assert_eq!(replay.published, !expected.pulls);
    assert_eq!(codes(&replay.before_hover), ["PY501", "PY506", "PY602"]);
    assert_eq!(codes(&replay.before_save), ["PY307", "PY506", "PY602"]);
    let typed = replay.before_save.iter().find(|finding| finding["code"] == "PY307");
    let range = &typed.expect("just seen")["range"];
    let columns = [&range["start"]["character"], &range["end"]["character"]];
    assert_eq!(columns.map(|column| column.as_u64().expect("a column")), expected.columns);

    let hover = replay.answers["textDocument/hover"]
        .iter()
        .map(|answer| &answer["result"]["contents"])
        .find(|contents| contents["value"].as_str().is_some_and(|text| text.contains("PY50")))
        .expect("the hover tells about the finding");
    assert_eq!(hover["kind"], expected.hover);

    check_action(&replay, expected);
    for (method, answers) in &replay.answers {
        for answer in answers {
            let code = answer["error"]["code"].as_i64();
            let taken_back = replay.cancelled.contains(&answer["id"].to_string());
            let fine = match (method.as_str(), code) {
                (_, None) => true,
                // A newer question has taken its place.
                ("workspace/diagnostic", Some(-32802)) => true,
                // Kate asks for these whether or not a server has them.
                ("textDocument/documentSymbol", Some(-32601)) => true,
                _ => taken_back,
            };
            assert!(fine, "{method}: {answer}");
        }
    }
    assert_eq!(replay.ended, Some(expected.ended));
}

/// The repair that was chosen, worked out when the editor can wait, in the form that it can read.
fn check_action(replay: &Replay, expected: &Expected) {
    let offered = replay.action().expect("the repair is offered");
    assert_eq!(offered["kind"], "quickfix");
    assert_eq!(offered.get("edit").is_none(), expected.resolves);
    let edit = match replay.answers.get("codeAction/resolve") {
        Some(resolved) => &resolved[0]["result"]["edit"],
        None => &offered["edit"],
    };
    let change = if expected.versions {
        let document = &edit["documentChanges"][0];
        assert_eq!(document["textDocument"]["uri"], Value::from(replay.document.as_str()));
        &document["edits"][0]
    } else {
        &edit["changes"][&replay.document][0]
    };
    assert_eq!(change["newText"], "");
    let range =
        json!({ "start": { "line": 16, "character": 63 }, "end": { "line": 16, "character": 77 } });
    assert_eq!(change["range"], range);
    assert_eq!(change.get("annotationId").is_some(), expected.annotates);
    assert_eq!(edit.get("changeAnnotations").is_some(), expected.annotates);
}

/// A recording on its way through a server.
struct Replay {
    client: Option<Client>,
    steps: Vec<Value>,
    replies: HashMap<String, Vec<Value>>,
    document: String,
    /// Methods of the editor's requests, by id.
    requests: HashMap<String, String>,
    cancelled: BTreeSet<String>,
    /// What the server answered, by method.
    answers: HashMap<String, Vec<Value>>,
    answered: BTreeSet<String>,
    /// Methods of the server's requests, and those that the editor has declared.
    asked: BTreeSet<String>,
    allowed: BTreeSet<String>,
    /// The newest findings of the document, with the version they were sent for.
    findings: Vec<Value>,
    version: Option<i64>,
    result_id: Value,
    published: bool,
    before_hover: Vec<Value>,
    before_save: Vec<Value>,
    ended: Option<ExitStatus>,
}

impl Replay {
    fn new(editor: &str, project: &Path) -> Self {
        let path = Path::new(ROOT).join(format!("tests/golden/{editor}.json"));
        let url = Url::from_file_path(project).expect("an absolute path");
        let inside = |text: &str| Value::from(text).to_string().trim_matches('"').to_owned();
        let text = fs::read_to_string(path)
            .expect("there is a recording")
            .replace("file://{project}", url.as_str())
            .replace("{project}", &inside(&project.to_string_lossy()))
            .replace("\"{process}\"", "null");
        let recording: Value = serde_json::from_str(&text).expect("JSON");
        let replies =
            serde_json::from_value(recording["answers"].clone()).expect("lists by method");
        Self {
            client: Some(Client::connect(ServeOptions::default())),
            steps: recording["steps"].as_array().expect("a list").clone(),
            replies,
            document: format!("{url}/shop/views.py"),
            requests: HashMap::new(),
            cancelled: BTreeSet::new(),
            answers: HashMap::new(),
            answered: BTreeSet::new(),
            asked: BTreeSet::new(),
            allowed: BTreeSet::new(),
            findings: Vec::new(),
            version: None,
            result_id: Value::Null,
            published: false,
            before_hover: Vec::new(),
            before_save: Vec::new(),
            ended: None,
        }
    }

    async fn run(&mut self) {
        for step in std::mem::take(&mut self.steps) {
            if let Some(message) = step.get("says") {
                self.say(message.clone()).await;
            } else if let Some(id) = step.get("answered") {
                // The server may hold this one as long as there is nothing new.
                let id = id.to_string();
                if self.requests.get(&id).is_some_and(|method| method != "workspace/diagnostic") {
                    while !self.answered.contains(&id) {
                        self.hear().await;
                    }
                }
            } else if step["published"] == self.document.as_str() {
                while self.version < step["version"].as_i64() {
                    self.hear().await;
                }
            }
        }
        self.ended = Some(self.client.take().expect("still there").ended().await);
    }

    async fn say(&mut self, mut message: Value) {
        let method =
            message["method"].as_str().expect("editors' answers are kept apart").to_owned();
        if let Some(id) = message.get("id") {
            self.requests.insert(id.to_string(), method.clone());
        }
        // What has no parameters stays without: editors differ in that.
        if let Some(params) = message.get_mut("params") {
            self.bring_up_to_date(&method, params);
        }
        self.client.as_mut().expect("still there").send(&message).await;
    }

    /// Puts what this server has said in the place of what the one of the recording had said, and keeps
    /// what counts at this moment.
    fn bring_up_to_date(&mut self, method: &str, params: &mut Value) {
        match method {
            "initialize" => self.allowed = allowed(&params["capabilities"]),
            "textDocument/hover" if self.before_hover.is_empty() => {
                self.before_hover = self.findings.clone();
            }
            "textDocument/didSave" => self.before_save = self.findings.clone(),
            "textDocument/diagnostic" if params.get("previousResultId").is_some() => {
                params["previousResultId"] = self.result_id.clone();
            }
            "codeAction/resolve" => {
                let offered = self.action().expect("the repair was offered");
                params["data"] = offered["data"].clone();
            }
            "$/cancelRequest" => {
                self.cancelled.insert(params["id"].to_string());
            }
            _ => {}
        }
    }

    /// Takes the server's next message.
    async fn hear(&mut self) {
        let client = self.client.as_mut().expect("still there");
        let message = client.wait_for(|_| true).await;
        let Some(method) = message["method"].as_str() else {
            let id = message["id"].to_string();
            let method = self.requests.get(&id).expect("an answer to a question").clone();
            if method == "textDocument/diagnostic" && message["result"]["kind"] == "full" {
                self.findings = message["result"]["items"].as_array().expect("a list").clone();
                self.result_id = message["result"]["resultId"].clone();
            }
            self.answers.entry(method).or_default().push(message);
            self.answered.insert(id);
            return;
        };
        if message.get("id").is_some() {
            let replies = self.replies.get_mut(method).filter(|replies| !replies.is_empty());
            let reply = match replies {
                // The last one stands for all that follow.
                Some(replies) if replies.len() > 1 => replies.remove(0),
                Some(replies) => replies[0].clone(),
                None => json!({ "result": null }),
            };
            self.asked.insert(method.to_owned());
            client.respond(&message, reply["result"].clone()).await;
        } else if method == "textDocument/publishDiagnostics"
            && message["params"]["uri"] == self.document.as_str()
        {
            self.published = true;
            self.findings = message["params"]["diagnostics"].as_array().expect("a list").clone();
            self.version = message["params"]["version"].as_i64();
        }
    }

    /// The repair as it was offered.
    fn action(&self) -> Option<&Value> {
        let answers = self.answers.get("textDocument/codeAction")?;
        answers
            .iter()
            .rev()
            .filter_map(|answer| answer["result"].as_array())
            .flatten()
            .find(|action| action["title"] == TITLE)
    }
}

/// What a server may ask a client with these abilities.
fn allowed(abilities: &Value) -> BTreeSet<String> {
    let declared = [
        ("client/registerCapability", "/workspace/didChangeWatchedFiles/dynamicRegistration"),
        ("workspace/applyEdit", "/workspace/applyEdit"),
        ("workspace/configuration", "/workspace/configuration"),
        ("workspace/diagnostic/refresh", "/workspace/diagnostics/refreshSupport"),
        // As Helix spells it.
        ("workspace/diagnostic/refresh", "/workspace/diagnostic/refreshSupport"),
        ("window/showDocument", "/window/showDocument/support"),
        ("window/workDoneProgress/create", "/window/workDoneProgress"),
    ];
    declared
        .iter()
        .filter(|(_, place)| abilities.pointer(place) == Some(&Value::Bool(true)))
        .map(|(method, _)| (*method).to_owned())
        .collect()
}

fn codes(findings: &[Value]) -> Vec<&str> {
    let mut codes: Vec<_> =
        findings.iter().filter_map(|finding| finding["code"].as_str()).collect();
    codes.sort_unstable();
    codes
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("temporary folders can be made");
    for entry in fs::read_dir(from).expect("the project is there") {
        let entry = entry.expect("the project is there");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("temporary files can be written");
        }
    }
}

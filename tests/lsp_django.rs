//! Django's settings in the language server: what is edited in one module shows in the modules it concerns.

#[expect(dead_code, reason = "other tests send raw bytes")]
#[path = "support/client.rs"]
mod client;
#[expect(dead_code, reason = "other tests read files back")]
#[path = "support/folder.rs"]
mod folder;

use std::time::Duration;

use client::Client;
use folder::Folder;
use serde_json::{Value, json};
use watchpost::lsp::ServeOptions;

const BASE: &str = "\
ROOT_URLCONF = \"shop.urls\"
INSTALLED_APPS = [\"django.contrib.auth\"]
MIDDLEWARE = [
    \"django.middleware.security.SecurityMiddleware\",
    \"django.middleware.csrf.CsrfViewMiddleware\",
    \"django.middleware.clickjacking.XFrameOptionsMiddleware\",
]
DEBUG = False
";

const PRODUCTION: &str = "\
from .base import *

ALLOWED_HOSTS = [\"shop.example.org\"]
AUTH_PASSWORD_VALIDATORS = [
    {\"NAME\": \"django.contrib.auth.password_validation.MinimumLengthValidator\"},
    {\"NAME\": \"django.contrib.auth.password_validation.CommonPasswordValidator\"},
]
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31536000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
CSRF_COOKIE_SECURE = True
";

const WSGI: &str = "import os\n\nos.environ.setdefault(\"DJANGO_SETTINGS_MODULE\", \"shop.settings.production\")\n";

/// A project with a module for production and one for development, in which nothing is wrong.
fn shop() -> Folder {
    let folder = Folder::new();
    folder.write("pyproject.toml", "[project]\nname = \"shop\"\n");
    folder.write("shop/__init__.py", "");
    folder.write("shop/wsgi.py", WSGI);
    folder.write("shop/settings/__init__.py", "");
    folder.write("shop/settings/base.py", BASE);
    folder.write("shop/settings/production.py", PRODUCTION);
    folder.write("shop/settings/dev.py", "from .base import *\n\nDEBUG = True\n");
    folder
}

fn uri(folder: &Folder, path: &str) -> String {
    format!("file://{}", folder.path().join(path).display())
}

async fn client(folder: &Folder) -> Client {
    let capabilities = json!({
        "capabilities": { "textDocument": { "diagnostic": {} } },
        "workspaceFolders": [{ "uri": uri(folder, ""), "name": "shop" }],
    });
    Client::initialized_with(ServeOptions::default(), capabilities).await.0
}

fn codes(report: &Value) -> Vec<String> {
    let items = report["items"].as_array().expect("a report has items");
    let mut codes: Vec<String> =
        items.iter().map(|item| item["code"].as_str().unwrap_or_default().to_owned()).collect();
    codes.sort();
    codes
}

/// Asks until a document has these findings: those of other modules come once typing rests.
async fn finds(client: &mut Client, uri: &str, expected: &[&str]) {
    let mut found = Vec::new();
    for _ in 0..200 {
        found = codes(&client.pull(uri, None).await);
        if found == expected {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{uri}: {found:?}, not {expected:?}");
}

#[tokio::test]
async fn what_is_said_of_debug_stands_where_it_is_assigned() {
    let folder = shop();
    let mut client = client(&folder).await;
    let (base, production) =
        (uri(&folder, "shop/settings/base.py"), uri(&folder, "shop/settings/production.py"));
    client.open(&base, BASE).await;
    client.open(&production, PRODUCTION).await;
    finds(&mut client, &base, &[]).await;
    finds(&mut client, &production, &[]).await;

    // In the base it counts for production, and is reported there.
    let forgotten = BASE.replace("DEBUG = False", "DEBUG = True");
    client.change(&base, 2, json!([{ "text": forgotten }])).await;
    finds(&mut client, &base, &["DJ118"]).await;
    finds(&mut client, &production, &[]).await;

    // Production says otherwise: the base is silent, without being touched.
    let off = format!("{PRODUCTION}DEBUG = False\n");
    client.change(&production, 2, json!([{ "text": off }])).await;
    finds(&mut client, &base, &[]).await;

    let on = format!("{PRODUCTION}DEBUG = True\n");
    client.change(&production, 3, json!([{ "text": on }])).await;
    finds(&mut client, &production, &["DJ118"]).await;
    finds(&mut client, &base, &[]).await;
}

#[tokio::test]
async fn a_list_of_middleware_is_followed_through_modules() {
    let folder = shop();
    let mut client = client(&folder).await;
    let (base, production) =
        (uri(&folder, "shop/settings/base.py"), uri(&folder, "shop/settings/production.py"));
    client.open(&base, BASE).await;
    client.open(&production, PRODUCTION).await;
    finds(&mut client, &base, &[]).await;

    let without = BASE.replace("    \"django.middleware.csrf.CsrfViewMiddleware\",\n", "");
    client.change(&base, 2, json!([{ "text": without }])).await;
    finds(&mut client, &base, &["DJ103"]).await;

    // Production adds it: both are silent.
    let added =
        format!("{PRODUCTION}MIDDLEWARE += [\"django.middleware.csrf.CsrfViewMiddleware\"]\n");
    client.change(&production, 2, json!([{ "text": added }])).await;
    finds(&mut client, &base, &[]).await;
    finds(&mut client, &production, &[]).await;
}

#[tokio::test]
async fn included_files_are_followed_without_being_open() {
    let folder = shop();
    let include =
        "from split_settings.tools import include\n\ninclude(\"base.py\", \"more/security.py\")\n";
    folder.write("shop/settings/production.py", format!("{include}{}", &PRODUCTION[20..]));
    folder.write("shop/settings/more/security.py", "X_FRAME_OPTIONS = \"DENY\"\n");
    let mut client = client(&folder).await;
    let security = uri(&folder, "shop/settings/more/security.py");
    client.open(&security, "X_FRAME_OPTIONS = \"DENY\"\n").await;
    finds(&mut client, &security, &[]).await;
    client.change(&security, 2, json!([{ "text": "X_FRAME_OPTIONS = \"ALLOWALL\"\n" }])).await;
    finds(&mut client, &security, &["DJ157"]).await;

    // The module that includes it is edited, never opened before: the part has no say any more.
    let production = uri(&folder, "shop/settings/production.py");
    client.open(&production, &format!("{include}{}", &PRODUCTION[20..])).await;
    let alone = PRODUCTION;
    client.change(&production, 2, json!([{ "text": alone }])).await;
    finds(&mut client, &security, &[]).await;
}

#[tokio::test]
async fn a_comment_moves_what_stands_behind_it() {
    let folder = shop();
    let mut client = client(&folder).await;
    let production = uri(&folder, "shop/settings/production.py");
    let text =
        format!("{PRODUCTION}# Not for long.\nDEBUG = True\nX_FRAME_OPTIONS = \"ALLOWALL\"\n");
    client.open(&production, &text).await;
    finds(&mut client, &production, &["DJ118", "DJ157"]).await;
    // Letter by letter, then a line that is no comment.
    let mut written = text;
    for (version, word) in ["at all", "…", " 🔒 "].iter().enumerate() {
        written = written.replace("long.", &format!("{word} long."));
        let version = i32::try_from(version).unwrap() + 2;
        client.change(&production, version, json!([{ "text": written }])).await;
        let report = client.pull(&production, None).await;
        let lines: Vec<_> = written.lines().collect();
        for item in report["items"].as_array().expect("findings") {
            let start = &item["range"]["start"];
            let line = lines[usize::try_from(start["line"].as_u64().unwrap()).unwrap()];
            let wanted = if item["code"] == "DJ118" { "DEBUG = True" } else { "X_FRAME_OPTIONS" };
            assert!(line.starts_with(wanted), "{item} is not in {line}");
        }
        assert_eq!(codes(&report), ["DJ118", "DJ157"]);
    }
    let more = written.replace("# Not", "X = 1  # Not");
    client.change(&production, 9, json!([{ "text": more }])).await;
    finds(&mut client, &production, &["DJ118", "DJ157"]).await;
    let out = more.replace("DEBUG = True", "# DEBUG = True");
    client.change(&production, 10, json!([{ "text": out }])).await;
    finds(&mut client, &production, &["DJ157"]).await;
}

#[tokio::test]
async fn a_class_of_middleware_is_followed_into_its_file() {
    let folder = shop();
    let own = BASE.replace("django.middleware.csrf.CsrfViewMiddleware", "shop.middleware.Csrf");
    folder.write("shop/settings/base.py", &own);
    let derived = "from django.middleware.csrf import CsrfViewMiddleware\n\n\nclass Csrf(CsrfViewMiddleware):\n    pass\n";
    folder.write("shop/middleware.py", derived);
    let mut client = client(&folder).await;
    let base = uri(&folder, "shop/settings/base.py");
    let middleware = uri(&folder, "shop/middleware.py");
    client.open(&base, &own).await;
    client.open(&middleware, derived).await;
    finds(&mut client, &base, &[]).await;
    // It derives from nothing any more: nobody checks tokens.
    let alone = derived.replace("(CsrfViewMiddleware)", "");
    client.change(&middleware, 2, json!([{ "text": alone }])).await;
    finds(&mut client, &base, &["DJ103"]).await;
    client.change(&middleware, 3, json!([{ "text": derived }])).await;
    finds(&mut client, &base, &[]).await;
}

#[tokio::test]
async fn what_a_proxy_does_counts_when_its_file_changes() {
    let folder = shop();
    let open = PRODUCTION.replace("SECURE_SSL_REDIRECT = True\n", "SECURE_SSL_REDIRECT = False\n");
    folder.write("shop/settings/production.py", &open);
    let mut client = client(&folder).await;
    let production = uri(&folder, "shop/settings/production.py");
    client.open(&production, &open).await;
    finds(&mut client, &production, &["DJ108"]).await;
    let severity = |report: &Value| report["items"][0]["severity"].as_u64();
    let before = severity(&client.pull(&production, None).await);
    let nginx = folder.write(
        "deploy/nginx.conf",
        "server {\n    listen 80;\n    proxy_pass http://shop;\n    return 301 https://$host$request_uri;\n}\n",
    );
    let change = |kind: u8| json!({ "changes": [{ "uri": format!("file://{}", nginx.display()), "type": kind }] });
    client.notify("workspace/didChangeWatchedFiles", change(1)).await;
    finds(&mut client, &production, &[]).await;
    // It leads nowhere else any more.
    folder.write("deploy/nginx.conf", "server {\n    listen 80;\n}\n");
    client.notify("workspace/didChangeWatchedFiles", change(2)).await;
    finds(&mut client, &production, &["DJ108"]).await;
    std::fs::remove_file(&nginx).expect("the file is there");
    client.notify("workspace/didChangeWatchedFiles", change(3)).await;
    finds(&mut client, &production, &["DJ108"]).await;
    for _ in 0..100 {
        if severity(&client.pull(&production, None).await) == before {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("as before there was a proxy");
}

#[tokio::test]
async fn modules_of_settings_come_and_go() {
    let folder = shop();
    let debug = BASE.replace("DEBUG = False", "DEBUG = True");
    folder.write("shop/settings/base.py", &debug);
    let mut client = client(&folder).await;
    let base = uri(&folder, "shop/settings/base.py");
    client.open(&base, &debug).await;
    finds(&mut client, &base, &["DJ118"]).await;
    let change =
        |path: &str, kind: u8| json!({ "changes": [{ "uri": uri(&folder, path), "type": kind }] });
    let watched = "workspace/didChangeWatchedFiles";

    // What is only for developers is no finding.
    let production = "shop/settings/production.py";
    std::fs::remove_file(folder.path().join(production)).expect("the file is there");
    client.notify(watched, change(production, 3)).await;
    finds(&mut client, &base, &[]).await;
    folder.write(production, PRODUCTION);
    client.notify(watched, change(production, 1)).await;
    finds(&mut client, &base, &["DJ118"]).await;

    // A part of production that was not there before.
    folder.write(
        production,
        format!("{PRODUCTION}try:\n    from .more import *\nexcept ImportError:\n    pass\n"),
    );
    client.notify(watched, change(production, 2)).await;
    finds(&mut client, &base, &["DJ118"]).await;
    folder.write("shop/settings/more.py", "DEBUG = False\n");
    client.notify(watched, change("shop/settings/more.py", 1)).await;
    finds(&mut client, &base, &[]).await;
    std::fs::remove_file(folder.path().join("shop/settings/more.py")).expect("the file is there");
    client.notify(watched, change("shop/settings/more.py", 3)).await;
    finds(&mut client, &base, &["DJ118"]).await;
}

/// The lens of a document with what stands in it.
async fn lens(client: &mut Client, uri: &str) -> Option<Value> {
    let params = json!({ "textDocument": { "uri": uri } });
    let answer = client.request("textDocument/codeLens", params).await;
    let lens = answer["result"].get(0)?.clone();
    assert!(lens["command"].is_null(), "made before it is shown: {lens}");
    Some(client.request("codeLens/resolve", lens).await["result"].clone())
}

#[tokio::test]
async fn the_checklist_stands_above_the_module_that_is_deployed() {
    let folder = shop();
    let mut client = client(&folder).await;
    let (base, production) =
        (uri(&folder, "shop/settings/base.py"), uri(&folder, "shop/settings/production.py"));
    client.open(&base, BASE).await;
    client.open(&production, PRODUCTION).await;
    let shown = lens(&mut client, &production).await.expect("a lens");
    let title = shown["command"]["title"].as_str().expect("a title").to_owned();
    assert!(title.starts_with("Security checklist: ") && title.contains(" missing, "), "{title}");
    assert_eq!(shown["command"]["command"], "watchpost.posture");
    assert_eq!(shown["command"]["arguments"], json!([production]));
    assert_eq!(shown["range"]["start"], json!({ "line": 0, "character": 0 }));
    for other in [&base, &uri(&folder, "shop/wsgi.py"), &uri(&folder, "shop/settings/dev.py")] {
        assert_eq!(lens(&mut client, other).await, None, "{other}");
    }
    // One more is missing once typing rests.
    let on = format!("{PRODUCTION}DEBUG = True\n");
    client.change(&production, 2, json!([{ "text": on }])).await;
    for _ in 0..200 {
        let shown = lens(&mut client, &production).await.expect("a lens");
        if shown["command"]["title"] != *title {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("still {title}");
}

#[tokio::test]
async fn the_checklist_is_shown_on_command() {
    let folder = shop();
    let mut client = client(&folder).await;
    let production = uri(&folder, "shop/settings/production.py");
    let run = |arguments: Value| json!({ "command": "watchpost.posture", "arguments": arguments });
    let execute = "workspace/executeCommand";
    let quiet = json!([production, { "quiet": true }]);
    let answer = client.request(execute, run(quiet)).await;
    let text = answer["result"].as_str().expect("a text").to_owned();
    assert!(text.starts_with("Security checklist of `.`") && text.contains("help: "), "{text}");
    assert!(text.contains("shop/settings/production.py:"), "{text}");
    assert!(!client.unread_methods().contains(&"window/showMessage"));

    // Without a document it is that of the first folder; who does not show the answer is told.
    let answer = client.request(execute, run(json!([]))).await;
    assert_eq!(answer["result"], *text);
    let message = client.receive("window/showMessage").await;
    let message = message["params"]["message"].as_str().expect("a message");
    assert!(message.starts_with("Security checklist: "), "{message}");

    let elsewhere = Folder::new();
    elsewhere.write("a.py", "");
    let answer = client.request(execute, run(json!([uri(&elsewhere, "a.py")]))).await;
    assert_eq!(answer["error"]["code"], -32602, "{answer}");
}

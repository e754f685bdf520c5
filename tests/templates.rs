//! Templates in projects and in an editor: which files count, what is found over several of them, what an edit does.

#[expect(dead_code, reason = "other tests look at the end of a session and at what is unread")]
#[path = "support/client.rs"]
mod client;
#[path = "support/folder.rs"]
mod folder;
#[expect(dead_code, reason = "other tests ask for lines that are errors")]
#[path = "support/program.rs"]
mod program;

use client::Client;
use folder::Folder;
use program::run;
use serde_json::{Value, json};
use watchpost::lsp::ServeOptions;

/// What a run finds in a folder, as `path:line CODE`.
fn check(folder: &Folder) -> Vec<String> {
    let outcome = run(folder, &["check", "--format", "concise"]);
    assert!(!outcome.talk.contains("error"), "{outcome:?}");
    let finding = |line: &str| {
        let (place, rest) = line.split_once(": ")?;
        let place = place.rsplit_once(':')?.0;
        Some(format!("{place} {}", rest.split('[').next()?))
    };
    outcome.out.lines().filter_map(finding).collect()
}

#[test]
fn only_templates_of_the_project_count() {
    let folder = Folder::new();
    let bad = "<p>{{ a.text|safe }}</p>\n";
    for path in [
        "shop/templates/shop/a.html",
        "templates/b.htm",
        "shop/jinja2/c.html",
        "mail/d.html.j2",
        "shop/templates/e.jinja",
    ] {
        folder.write(path, bad);
    }
    for path in [
        "index.html",
        "docs/templates/a.html",
        "htmlcov/templates/a.html",
        "shop/templates/vendor/a.html",
        "shop/templates/a.min.html",
        "shop/templates/a.txt",
        "node_modules/x/templates/a.html",
        "tests/templates/a.html",
    ] {
        folder.write(path, bad);
    }
    folder.write("roles/templates/site.conf.j2", "listen {{ port|safe }};\n<{{ a }}>\n");
    assert_eq!(
        check(&folder),
        [
            "mail/d.html.j2:1 DJ302",
            "shop/jinja2/c.html:1 DJ302",
            "shop/templates/e.jinja:1 DJ302",
            "shop/templates/shop/a.html:1 DJ302",
            "templates/b.htm:1 DJ302",
        ]
    );
}

#[test]
fn blocks_and_includes_are_followed() {
    let folder = Folder::new();
    folder.write("manage.py", "");
    folder.write(
        "shop/templates/base.html",
        "<body>{% block body %}{% endblock %}<script>{% block script %}{% endblock %}</script></body>\n",
    );
    folder.write("shop/templates/middle.html", "{% extends 'base.html' %}\n");
    folder.write(
        "cart/templates/cart/page.html",
        "{% extends 'middle.html' %}\n{% block body %}{{ user.name }}{% endblock %}\n{% block script %}\nlet a = {{ user.name }}, b = '{{ user.name|escapejs }}';\n{% endblock %}\n",
    );
    folder.write("cart/templates/cart/token.html", "<p>{% csrf_token %}</p>\n");
    folder.write("cart/templates/cart/circle.html", "{% include 'cart/circle.html' %}\n");
    folder.write(
        "cart/templates/cart/form.html",
        "<form method=post>{% include 'cart/token.html' %}</form>\n<form method=post>{% include 'base.html' %}</form>\n<form method=post>{% include 'gone.html' %}</form>\n<form method=post>{% include 'cart/circle.html' %}</form>\n",
    );
    // Only scripts include the one; the other stands in a text, too.
    folder.write("cart/templates/cart/part.js.html", "let part = {{ user.name }};\n");
    folder.write("cart/templates/cart/both.html", "let both = {{ user.name }};\n");
    folder.write(
        "cart/templates/cart/parts.html",
        "<script>{% include 'cart/part.js.html' %}{% include 'cart/both.html' %}</script>{% include 'cart/both.html' %}\n",
    );
    assert_eq!(
        check(&folder),
        [
            "cart/templates/cart/form.html:2 DJ316",
            "cart/templates/cart/page.html:4 DJ305",
            "cart/templates/cart/part.js.html:1 DJ305",
        ]
    );
}

#[test]
fn fixes_leave_the_rest_as_it_is() {
    let folder = Folder::new();
    let text = "<form method=\"post\">\r\n<input value={{ a }}>\r\n</form>\r\n{# é #}";
    folder.write("templates/a.html", text);
    run(&folder, &["fix", "--quiet"]);
    let fixed = String::from_utf8(folder.read("templates/a.html")).expect("UTF-8");
    let wanted =
        text.replace("\"post\">", "\"post\">{% csrf_token %}").replace("{{ a }}", "\"{{ a }}\"");
    assert_eq!(fixed, wanted);
}

/// Texts that nobody wrote cost themselves at most; no clock is looked at.
#[test]
fn hostile_templates_end() {
    const N: usize = 60_000;
    let folder = Folder::new();
    folder.write("templates/bait.html", "<p>{{ a.text|safe }}</p>\n");
    for (name, text) in [
        ("open", "<div>".repeat(N)),
        ("closed", "</div>".repeat(N)),
        ("quotes", "<a b=\"".repeat(N)),
        ("lines", "<a b='\n".repeat(N)),
        ("less", "<".repeat(N)),
        ("comments", "<!--".repeat(N)),
        ("scripts", "<script>".repeat(N) + "</script>"),
        ("forms", "<form method=post>".repeat(1_000) + &"</form>".repeat(1_000)),
        ("values", "{{ a|safe }}".repeat(N)),
        ("tags", "{% if a %}".repeat(N)),
        ("ends", "{% if a %}".repeat(N) + &"{% endfor %}{% for %}".repeat(N)),
        ("braces", "{{".repeat(N)),
        ("notes", "{#".repeat(N)),
        ("hidden", "{% comment %}".repeat(N)),
        ("nul", "\0<a \0={{ b }}>".repeat(100)),
        ("filters", format!("{{{{ a{} }}}}", "|safe".repeat(N))),
        ("code", format!("<script>{}</script>", "`${".repeat(N))),
        ("attributes", format!("<a {}>", "a={{ b }} ".repeat(5_000))),
        ("large", "<p>{{ a|safe }}</p>\n".repeat(250_000)),
    ] {
        folder.write(&format!("templates/{name}.html"), text);
    }
    for (name, text) in [
        ("nested", "a(".repeat(N)),
        ("backquotes", "`${".repeat(N)),
        ("sums", format!("b.innerHTML = {}location.hash", "a + ".repeat(N / 2))),
        (
            "names",
            (0..5_000).map(|n| format!("let a{n} = a{}; ", n + 1)).collect::<String>()
                + "b.innerHTML = a0;",
        ),
        ("circles", "a = a + b; b = b + a; c.innerHTML = '<b>' + a;".repeat(2_000)),
        ("conditions", "if (a) c; b.innerHTML = location.hash;\n".repeat(4_000)),
        ("functions", "function f(a) { return f(a); } b.innerHTML = f(a);\n".repeat(3_000)),
        (
            "listeners",
            "addEventListener('message', f); function f(a) { b(a.data); }\n".repeat(3_000),
        ),
    ] {
        folder.write(&format!("templates/script-{name}.html"), format!("<script>{text}</script>"));
    }
    let outcome = run(&folder, &["check", "--format", "concise", "--select", "DJ3"]);
    assert_eq!(outcome.code, 1, "{}", outcome.talk);
    assert!(outcome.out.contains("templates/bait.html:1:"), "{}", outcome.talk);
    assert!(!outcome.talk.contains("error"), "{}", outcome.talk);
    assert!(outcome.talk.contains("large.html: larger than 4 MB"), "{}", outcome.talk);
}

async fn open(client: &mut Client, uri: &str, language: &str, text: &str) {
    let document = json!({ "uri": uri, "languageId": language, "version": 1, "text": text });
    client.notify("textDocument/didOpen", json!({ "textDocument": document })).await;
}

async fn codes(client: &mut Client, uri: &str) -> Vec<String> {
    let report = client.pull(uri, None).await;
    let items = report["items"].as_array().cloned().unwrap_or_default();
    items
        .iter()
        .map(|item| {
            let line = &item["range"]["start"]["line"];
            format!("{line} {}", item["code"].as_str().unwrap_or_default())
        })
        .collect()
}

async fn session() -> Client {
    let abilities = json!({ "textDocument": { "diagnostic": {}, "hover": { "contentFormat": ["markdown"] } },
        "workspace": { "workspaceEdit": { "documentChanges": true } } });
    Client::initialized(ServeOptions::default(), abilities).await.0
}

const URI: &str = "file:///shop/templates/shop/page.html";

#[tokio::test]
async fn findings_come_and_go_with_the_text() {
    let mut client = session().await;
    open(&mut client, URI, "html", "<p>{{ a.text|safe }}</p>\n<p title={{ a.b }}>c</p>\n").await;
    assert_eq!(codes(&mut client, URI).await, ["0 DJ302", "1 DJ311"]);
    // Half a tag above keeps what is below.
    let insert = |line: u32, text: &str| json!([{ "range": { "start": { "line": line, "character": 0 }, "end": { "line": line, "character": 0 } }, "text": text }]);
    client.change(URI, 2, insert(0, "<a href=\"{{ x\n")).await;
    assert_eq!(codes(&mut client, URI).await, ["1 DJ302", "2 DJ311"]);
    client.change(URI, 3, insert(1, "{# watchpost: ignore[DJ302] cleaned before #}\n")).await;
    assert_eq!(codes(&mut client, URI).await, ["3 DJ311"]);
    client.change(URI, 4, insert(0, "{# djlint:off #}\n")).await;
    assert_eq!(codes(&mut client, URI).await, [""; 0]);
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": URI } })).await;
}

#[tokio::test]
async fn scripts_are_checked_where_django_serves_them() {
    let mut client = session().await;
    let text = "document.write(location.hash);\n";
    for (uri, n_found) in [
        ("file:///shop/static/shop/page.js", 1),
        ("file:///shop/static/shop/page.min.js", 0),
        ("file:///shop/static/vendor/page.js", 0),
        ("file:///shop/frontend/page.js", 0),
    ] {
        open(&mut client, uri, "javascript", text).await;
        assert_eq!(codes(&mut client, uri).await.len(), n_found, "{uri}");
    }
    let uri = "file:///shop/static/shop/page.js";
    let insert = |text: &str| json!([{ "range": { "start": { "line": 0, "character": 30 }, "end": { "line": 0, "character": 30 } }, "text": text }]);
    client.change(uri, 2, insert(" // watchpost: ignore[DJ340]")).await;
    assert_eq!(codes(&mut client, uri).await, [""; 0]);
}

#[tokio::test]
async fn pages_that_are_no_templates_are_silent() {
    let mut client = session().await;
    for (uri, language, n_found) in [
        ("file:///site/index.html", "html", 0),
        ("file:///site/index2.html", "django-html", 1),
        ("file:///site/index3.html", "htmldjango", 1),
        ("file:///site/docs/templates/a.html", "django-html", 0),
        ("untitled:Untitled-1", "jinja-html", 1),
    ] {
        open(&mut client, uri, language, "<p>{{ a.text|safe }}</p>\n").await;
        assert_eq!(codes(&mut client, uri).await.len(), n_found, "{uri}");
    }
}

async fn edits(client: &mut Client, uri: &str, wanted: &str) -> Value {
    let place = json!({ "line": 0, "character": 5 });
    let params = json!({
        "textDocument": { "uri": uri }, "range": { "start": place, "end": place },
        "context": { "diagnostics": [], "triggerKind": 1 },
    });
    let answer = client.request("textDocument/codeAction", params).await;
    let all = answer["result"].as_array().cloned().unwrap_or_default();
    let found =
        all.iter().find(|action| action["title"].as_str().is_some_and(|t| t.contains(wanted)));
    found.unwrap_or_else(|| panic!("{wanted}: {all:?}"))["edit"]["documentChanges"][0]["edits"]
        .clone()
}

#[tokio::test]
async fn quick_fixes_and_hovers() {
    let mut client = session().await;
    open(
        &mut client,
        URI,
        "django-html",
        "<p>{{ a.text|safe }}</p>\n{# watchpost: ignore[DJ305] #}\n",
    )
    .await;
    let fix = edits(&mut client, URI, "Escape it").await;
    assert_eq!(
        (&fix[0]["newText"], &fix[0]["range"]["start"]["character"]),
        (&json!(""), &json!(12))
    );
    let silence = edits(&mut client, URI, "on this line").await;
    assert_eq!(silence[0]["newText"], json!(" {# watchpost: ignore[DJ302] #}"));
    let whole = edits(&mut client, URI, "in this file").await;
    assert_eq!(whole[0]["newText"], json!("{# watchpost: file-ignore[DJ302] #}\n"));
    let params =
        json!({ "textDocument": { "uri": URI }, "position": { "line": 1, "character": 22 } });
    let hover = client.request("textDocument/hover", params).await;
    let words = hover["result"]["contents"]["value"].as_str().unwrap_or_default();
    assert!(words.contains("json_script"), "{hover}");
}

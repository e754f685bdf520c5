//! Chains of names and what they stand for.

use super::*;

/// The chains of the arguments of calls of `show`.
fn shown(text: &str) -> Vec<String> {
    let tree = parse(text).expect("a tree");
    let script = Script::read(text, &tree);
    let calls = script.calls.iter().filter(|call| {
        call.child_by_field_name("function").is_some_and(|callee| script.source(callee) == "show")
    });
    calls.flat_map(|call| Script::arguments(*call)).map(|argument| script.chain(argument)).collect()
}

#[test]
fn names_are_told_as_what_they_stand_for() {
    for (text, expected) in [
        ("show(window.location.hash)", "location.hash"),
        ("show(document.location['search'])", "location.search"),
        ("show(window.name)", "window.name"),
        ("show(name)", "name"),
        ("const l = window.location; show(l.hash)", "location.hash"),
        ("const { hash: h } = location; show(h)", "location.hash"),
        ("let a = 1; a = location; show(a.hash)", "~a.hash"),
        ("function f(location) { show(location.hash) }", "~location.hash"),
        ("function f() { let location = {}; } show(location.hash)", "location.hash"),
        ("{ let a = document; } show(a.b)", "a.b"),
        (
            "var p = new URLSearchParams(location.search); show(p.get('x'))",
            "new URLSearchParams().get()",
        ),
        ("(function ($) { show($('#a').find('b').html()) })(jQuery)", "$().find().html()"),
        ("addEventListener('message', e => show(e.data.x))", "@message.data.x"),
        ("window.onmessage = function ({ data }) { show(data) }", "@message.data"),
        ("window.addEventListener('message', f); function f(e) { show(e.data) }", "@message.data"),
        ("addEventListener('message', e => { if (e.origin) show(e.data) })", "~e.data"),
        ("show(a[b].c, (d), 'text')", "a.[].c d ?"),
    ] {
        assert_eq!(shown(text).join(" "), expected, "{text}");
    }
}

#[test]
fn odd_scripts_do_no_harm() {
    for text in [
        "",
        "(",
        "a = a; show(a)",
        "let a = b; let b = a; show(a)",
        "function f( { show(",
        "x => x => x",
        "`${`${",
        "\u{FFFC}\0é = 'é",
        "for (const a of b) show(a)",
        "const [a, [b]] = c, { d: { e } = {} } = f; show(a, b, e)",
    ] {
        let tree = parse(text).expect("a tree");
        let script = Script::read(text, &tree);
        for call in &script.calls {
            let _ = script.chain(*call);
        }
    }
    let deep = format!("show({}a{})", "(".repeat(5_000), ")".repeat(5_000));
    assert_eq!(shown(&deep), ["?"]);
}

#[test]
fn comments_of_a_script() {
    let text = "// a\nb = '// c' /* d */";
    let found: Vec<&str> = comments(text).iter().map(|span| span.slice(text)).collect();
    assert_eq!(found, ["// a", "/* d */"]);
}

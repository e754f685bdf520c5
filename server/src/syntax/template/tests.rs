//! What is known of whole pages, and of pages with half a tag in them.

use super::*;

fn shown(text: &str, dialect: Dialect) -> Vec<String> {
    let (template, _) = read(text, dialect, None);
    template
        .holes
        .iter()
        .map(|hole| {
            let name = hole.expression.span.slice(text);
            match template.attribute_of(hole) {
                Some((tag, attribute)) => {
                    let quote = attribute.value.and_then(|value| value.quote);
                    format!(
                        "{name}: {} {} {quote:?}",
                        tag.name.slice(text),
                        attribute.name.slice(text)
                    )
                }
                None => format!("{name}: {:?}", hole.context),
            }
        })
        .collect()
}

fn check(text: &str) -> Vec<String> {
    shown(text, Dialect::Django)
}

#[test]
fn each_place_of_a_page() {
    let text = "<title>{{ a }}</title><p {{ b }} class={{ c }} id=\"x{{ d }}\" {% if e %}title='{{ f }}'{% endif %}>{{ g }}\
        <{{ h }}><!-- {{ i }} --><textarea>{{ j }}</textarea><style>{{ k }}</style>\
        <script type=\"application/json\">{{ l }}</script><script>a = {{ m }}; b = '{{ n }}'; // {{ o }}\n`{{ p }}`</script>{{ q }}";
    assert_eq!(
        check(text),
        [
            "a: PlainText",
            "b: AttributeName",
            "c: p class None",
            "d: p id Some('\"')",
            "f: p title Some('\\'')",
            "g: Text",
            "h: TagName",
            "i: Comment",
            "j: PlainText",
            "k: Style",
            "l: Data",
            "m: Script(Bare)",
            "n: Script(Quoted('\\''))",
            "o: Script(Comment)",
            "p: Script(Backquoted)",
            "q: Text",
        ]
    );
}

#[test]
fn branches_that_do_not_balance() {
    let text = "{% if a %}<div class=\"{{ b }}\">{% else %}<div>{% endif %}</div>{% if c %}</div>{% endif %}\
        <a href=\"{% if d %}{{ e }}{% else %}/{% endif %}\" {% if f %}id=\"{{ g }}\"{% endif %}>{{ h }}</a>";
    assert_eq!(
        check(text),
        ["b: div class Some('\"')", "e: a href Some('\"')", "g: a id Some('\"')", "h: Text"]
    );
}

/// Whatever is typed between two halves of a page, the halves keep what is known of them.
#[test]
fn half_a_tag_changes_nothing_elsewhere() {
    let head = "<p title=\"{{ a }}\">{{ b }}</p>\n<script>x = '{{ c }}';</script>\n";
    let tail = "\n<p class='{{ d }}'>{{ e }}</p>\n<a href=\"{{ f }}\">{{ g }}</a>\n<script>y = {{ h }};</script>\n";
    let whole = check(&format!("{head}{tail}"));
    for typed in [
        "<a href=\"{{ new.url }}\" class=\"x\" {% if y %}id='{{ z }}'{% endif %}>{{ w|safe }}</a>",
        "<script>let a = \"{{ n }}\"; // it's\n</script>",
        "<!-- it's {{ n }} -->",
        "{% comment %} {{ n }} {% endcomment %}",
        "{% verbatim %}{{ n }}{% endverbatim %}",
        "<style>a { color: {{ n }} }</style>",
        "<textarea>{{ n }}</textarea>",
        "<input value={{ n }} disabled/>",
    ] {
        for end in (1..=typed.len()).filter(|&end| typed.is_char_boundary(end)) {
            let text = format!("{head}{}{tail}", &typed[..end]);
            let seen = check(&text);
            let kept: Vec<&String> = whole.iter().filter(|one| seen.contains(one)).collect();
            assert_eq!(kept.len(), whole.len(), "{:?}\n{seen:?}", &typed[..end]);
        }
    }
}

#[test]
fn a_page_is_read_again_as_it_is_read_at_first() {
    let text =
        "<p>{{ a }}</p>\n<a href=\"{{ b }}\">é</a>\n<script>x = '{{ c }}';</script>\n".repeat(5);
    let (_, mut page) = read(&text, Dialect::Django, None);
    for (at, typed) in [(3, "<b>"), (16, "{% if x %}"), (40, "\""), (70, "</script>"), (0, "<")] {
        let mut edited = text.clone();
        edited.insert_str(at, typed);
        let (again, next) = read(&edited, Dialect::Django, page.take());
        let (fresh, _) = read(&edited, Dialect::Django, None);
        assert_eq!(again.html.tags, fresh.html.tags, "{typed}");
        page = next;
    }
}

/// Edits anywhere, also in the middle of tags, give the lists that a look at the whole tree gives.
#[test]
fn a_page_is_moved_as_it_is_read() {
    let part = "<section id=\"a\"><p>{{ a }}</p>\n<a href=\"{{ b }}\" {% if c %}class='d'{% endif %}>é</a>\n\
        <!-- note --><img src=x><script>if (x < 'y') {}</script>\n<ul><li>1<li>2</ul></section>\n";
    let mut text = part.repeat(60);
    let (_, mut page) = read(&text, Dialect::Django, None);
    let typed = [
        "x",
        "",
        "<",
        ">",
        "\"",
        "<b>",
        "</b>",
        "</p>",
        "<p>",
        "{{ z }}",
        "<script>",
        "</script>",
        "<!--",
        "-->",
        "'",
        "=",
        " q=1 ",
        "\n",
        "<br>",
        "{% if z %}",
    ];
    let mut seed = 7_usize;
    let mut next = |most: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % most
    };
    for step in 0..2_000 {
        let mut at = next(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        let mut end = (at + next(6) * next(3)).min(text.len());
        while !text.is_char_boundary(end) {
            end += 1;
        }
        text.replace_range(at..end, typed[next(typed.len())]);
        let (again, left) = read(&text, Dialect::Django, page.take());
        if let Some(left) = &left {
            let whole = html::read(&again.masked, &left.tree);
            for (moved, read) in again.html.tags.iter().zip(&whole.tags) {
                assert_eq!(moved, read, "{step}");
            }
            assert_eq!(again.html.tags.len(), whole.tags.len(), "{step}");
            assert_eq!(again.html.ends, whole.ends, "{step}");
            assert_eq!(again.html.comments, whole.comments, "{step}");
        }
        page = left;
        if step % 40 == 39 {
            text = part.repeat(60);
        }
    }
}

#[test]
fn words_of_arguments() {
    let text = " a|b:\"c d\" 'e' as f";
    let found: Vec<&str> =
        words(text, Span::new(0, text.len())).iter().map(|word| word.slice(text)).collect();
    assert_eq!(found, ["a|b:\"c d\"", "'e'", "as", "f"]);
    assert_eq!(check("{% firstof a b|safe 'c' %}"), ["a: Text", "b|safe: Text", "'c': Text"]);
}

#[test]
fn odd_texts_do_no_harm() {
    for text in [
        "<",
        "<a",
        "<a b",
        "<a b=",
        "<a b=\"",
        "</",
        "<!--",
        "<!",
        "<script>",
        "<script></script>",
        "{{}}",
        "<a {{",
        "<{{ a }}",
        "\0<a \0=\"{{ b }}\">\0",
        "<a b={{ a }}",
        "<é>{{ a }}</é>",
        "<a é=\"{{ é }}\" {{ a }}é>",
        "<script>{{ a }}",
        "<title>{{ a }}",
        "<<<>>>{{ a }}\"\"''",
    ] {
        for dialect in [Dialect::Django, Dialect::Jinja] {
            let (template, _) = read(text, dialect, None);
            assert_eq!(template.masked.len(), text.len());
        }
    }
}

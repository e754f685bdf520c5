//! A keystroke in a template of 2,000 lines: in a text, in an attribute, in a script.

#[expect(dead_code, reason = "other benches make code, this one a page")]
mod measure;

use std::fmt::Write as _;
use std::path::Path;

use measure::{median, ms, ratio};
use watchpost::analysis::{Memory, Subject, check_again};
use watchpost::config::Settings;
use watchpost::languages::{DJANGO_TEMPLATE, PYTHON};
use watchpost::rules::Catalogue;
use watchpost::semantics::project::NoProject;
use watchpost::syntax::parse::{parse, parse_with};
use watchpost::syntax::template::html;
use watchpost::text::{Document, DocumentUrl, Span, TextChange};

const N_RUNS: usize = 51;

fn main() {
    println!(
        "{:>10} {:>8} {:>9} {:>9} {:>9} {:>9}",
        "place", "lines", "html", "1,000 py", "stroke", "/ py"
    );
    let page = page(2_000);
    let grammar = html::grammar();
    let full = median(N_RUNS, || drop(parse_with(&grammar, &page, None)));
    let python =
        "def total(order):\n    return sum(line.price * line.count for line in order)\n\n\n"
            .repeat(250);
    let unit = median(N_RUNS, || drop(parse(&PYTHON, &python, None)));
    for (place, word) in [("text", "Total"), ("attribute", "btn-sm"), ("script", "rows = ")] {
        let stroke = stroke(&page, word);
        println!(
            "{place:>10} {:>8} {:>9.2} {:>9.2} {:>9.2} {:>9.2}",
            page.lines().count(),
            ms(full),
            ms(unit),
            ms(stroke),
            ratio(stroke, unit)
        );
    }
    println!(
        "times in ms; `html`: the page parsed as a whole; `1,000 py`: as many lines of Python parsed, the unit"
    );
}

/// A page as somebody would write it: tables, forms, links, a few scripts.
fn page(n_lines: usize) -> String {
    let mut page =
        String::from("{% extends \"base.html\" %}\n{% load i18n static %}\n{% block content %}\n");
    let mut n = 0;
    while page.lines().count() < n_lines {
        n += 1;
        let _ = write!(
            page,
            r#"<section id="part-{n}" class="card">
  <h2>{{% trans "Orders" %}} {{{{ order.number }}}}</h2>
  <form method="post" action="{{% url 'order-line' order.pk %}}">{{% csrf_token %}}
    {{% for line in order.lines.all %}}
    <tr class="{{% cycle 'odd' 'even' %}}">
      <td><a href="{{% url 'product' line.product_id %}}" title="{{{{ line.title }}}}">{{{{ line.title|truncatewords:8 }}}}</a></td>
      <td>{{{{ line.quantity }}}} x {{{{ line.price|floatformat:2 }}}} &euro;</td>
      <td><img src="{{% static 'img/product.png' %}}" alt="{{{{ line.product.name }}}}" width="80"></td>
      {{% if line.is_open %}}<td><button type="submit" name="cancel" class="btn btn-sm" value="{{{{ line.pk }}}}">{{% trans "Cancel" %}}</button></td>{{% endif %}}
    </tr>
    {{% empty %}}
    <tr><td colspan="4">{{% trans "Nothing here" %}}</td></tr>
    {{% endfor %}}
    <p>Total: <b>{{{{ order.total }}}}</b> {{% if order.note %}}<span>{{{{ order.note|linebreaksbr }}}}</span>{{% endif %}}</p>
  </form>
</section>
"#
        );
        if n % 10 == 0 {
            let _ = write!(
                page,
                "<script>\n  const rows = document.querySelectorAll(\"#part-{n} tr\");\n  for (const row of rows) {{\n    row.addEventListener(\"click\", () => {{\n      document.getElementById(\"note-{n}\").innerHTML = \"<b>\" + rows.length + \"</b>\";\n    }});\n  }}\n</script>\n"
            );
        }
    }
    page.push_str("{% endblock %}\n");
    page
}

fn stroke(page: &str, word: &str) -> std::time::Duration {
    let catalogue = Catalogue::builtin();
    let settings = Settings::default().compile(&catalogue);
    let url = DocumentUrl::new("file:///shop/templates/shop/page.html");
    let mut document = Document::new(url.clone(), 0, page);
    let middle = page.len() / 2;
    let at = page[middle..].find(word).map_or(middle, |found| middle + found + word.len());
    let mut version = 0;
    let mut memory = Memory::default();
    median(N_RUNS, || {
        version += 1;
        let change = if version % 2 == 1 {
            TextChange { span: Some(Span::empty(at)), text: "x".to_owned() }
        } else {
            TextChange { span: Some(Span::new(at, at + 1)), text: String::new() }
        };
        document.apply(&change);
        let subject = Subject {
            url: &url,
            path: Path::new("shop/templates/shop/page.html"),
            context_path: "shop/templates/shop/page.html",
            language: &DJANGO_TEMPLATE,
            text: document.snapshot().text().clone(),
            tree: None,
        };
        let checked =
            check_again(&subject, &NoProject::default(), &catalogue, &settings, &mut memory);
        std::hint::black_box(checked.findings.len());
    })
}

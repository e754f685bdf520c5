//! From a keystroke to findings: apply the edit, check what changed; beside a check and a full parse of the same text.

mod measure;

use std::path::Path;

use measure::{code, median, ms, ratio};
use watchpost::analysis::{Memory, Subject, check, check_again};
use watchpost::config::Settings;
use watchpost::languages::PYTHON;
use watchpost::rules::Catalogue;
use watchpost::semantics::{Semantics, project::NoProject};
use watchpost::syntax::parse::parse;
use watchpost::text::{Document, DocumentUrl, Span, TextChange};

fn main() {
    let catalogue = Catalogue::builtin();
    let settings = Settings::default().compile(&catalogue);
    let url = DocumentUrl::new("file:///srv/shop/views.py");
    println!(
        "{:>7} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9}",
        "lines", "bytes", "parse", "outline", "check", "stroke", "/ parse"
    );
    let mut texts: Vec<String> = [1_000, 10_000, 50_000].map(|n| code(n, 0)).into();
    // Real files show what generated ones hide.
    let named = std::env::var_os("WATCHPOST_BENCH_FILE");
    texts.extend(named.and_then(|path| std::fs::read_to_string(path).ok()));
    for text in texts {
        let n_lines = text.lines().count();
        let n_runs = if n_lines > 20_000 { 7 } else { 25 };
        let full = median(n_runs, || drop(parse(&PYTHON, &text, None)));
        let outline = median(n_runs, || drop(Semantics::build(text.as_str().into())));
        let mut document = Document::new(url.clone(), 0, &text);
        // The end of a line in the middle: where people type.
        let middle = text[..text.len() / 2].rfind('\n').unwrap_or(0);
        let mut version = 0;
        let mut type_or_erase = |document: &mut Document| {
            version += 1;
            let change = if version % 2 == 1 {
                TextChange { span: Some(Span::empty(middle)), text: ";".to_owned() }
            } else {
                TextChange { span: Some(Span::new(middle, middle + 1)), text: String::new() }
            };
            document.apply(&change);
        };
        let findings = |document: &Document, memory: Option<&mut Memory>| {
            let subject = Subject {
                url: &url,
                path: Path::new("shop/views.py"),
                context_path: "shop/views.py",
                language: &PYTHON,
                text: document.snapshot().text().clone(),
                tree: None,
            };
            let project = NoProject::default();
            let checked = match memory {
                Some(memory) => check_again(&subject, &project, &catalogue, &settings, memory),
                None => check(&subject, &project, &catalogue, &settings),
            };
            checked.findings.len()
        };
        let checking = median(n_runs, || {
            std::hint::black_box(findings(&document, None));
        });
        let mut memory = Memory::default();
        let stroke = median(n_runs, || {
            type_or_erase(&mut document);
            std::hint::black_box(findings(&document, Some(&mut memory)));
        });
        println!(
            "{n_lines:>7} {:>9} {:>9.2} {:>9.2} {:>9.2} {:>9.2} {:>9.2}",
            text.len(),
            ms(full),
            ms(outline),
            ms(checking),
            ms(stroke),
            ratio(stroke, full)
        );
    }
    println!("times in ms; `/ parse`: stroke against a full parse of the same text");
}

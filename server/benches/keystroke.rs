//! From a keystroke to findings, the way the server goes: apply the edit, check what changed; beside a check of all of
//! the text and a full parse.
//!
//! `WATCHPOST_BENCH_FILE` names a file of real code, `WATCHPOST_BENCH_ONLY` one of the sizes; both are for profiles. With
//! `WATCHPOST_BENCH_TRACE` the checks tell why they look at what.

mod measure;

use std::path::Path;
use std::time::{Duration, Instant};

use measure::{code, median, ms, ratio};
use watchpost::analysis::{Memory, Subject, check, check_again};
use watchpost::config::Settings;
use watchpost::languages::PYTHON;
use watchpost::rules::Catalogue;
use watchpost::semantics::{Outline, project::NoProject};
use watchpost::syntax::parse::parse;
use watchpost::text::{Document, DocumentUrl, Replacement, Span, Text, TextChange};

/// What is typed, in a function of its own in the middle: most states on the way do not parse.
const TYPED: &str = "for item in items:\n        total += item.price * rate\n        if total > 100:\n            break\n    label = \"total: \" + str(total)\n    print(label, len(items))\n    ";

/// Around what is typed.
const AROUND: (&str, &str) = (
    "def bench_target_function(request, items, rate):\n    total = 0\n    ",
    "\n    return eval(request)\n\n\n",
);

fn main() {
    // Why an edit costs a look at all of the text.
    if std::env::var_os("WATCHPOST_BENCH_TRACE").is_some() {
        tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).init();
    }
    let catalogue = Catalogue::builtin();
    let settings = Settings::default().compile(&catalogue);
    let url = DocumentUrl::new("file:///srv/shop/views.py");
    let project = NoProject::default();
    let titles =
        ["lines", "bytes", "parse", "outline", "check", "first", "p50", "p99", "erase", "/ parse"];
    println!("{}", titles.map(|title| format!("{title:>9}")).concat());
    let mut texts: Vec<String> = [1_000, 10_000, 50_000].map(|n| code(n, 0)).into();
    // Real files show what generated ones hide.
    let named = std::env::var_os("WATCHPOST_BENCH_FILE");
    texts.extend(named.and_then(|path| std::fs::read_to_string(path).ok()));
    let only = std::env::var("WATCHPOST_BENCH_ONLY").ok().and_then(|n| n.parse::<usize>().ok());
    for text in texts {
        let n_lines = text.lines().count();
        if only.is_some_and(|only| n_lines.abs_diff(only) > only / 2) {
            continue;
        }
        let (text, caret) = with_target(&text);
        let n_runs = if n_lines > 20_000 { 3 } else { 9 };
        let n_runs = if only.is_some() { 1 } else { n_runs };
        let full = median(n_runs, || drop(parse(&PYTHON, &text, None)));
        let outline = median(n_runs, || drop(Outline::build(&text)));
        let subject = |text: Text| Subject {
            url: &url,
            path: Path::new("shop/views.py"),
            context_path: "shop/views.py",
            language: &PYTHON,
            text,
            tree: None,
        };
        let mut document = Document::new(url.clone(), 0, &text);
        let checking = median(n_runs, || {
            drop(check(
                &subject(document.snapshot().text().clone()),
                &project,
                &catalogue,
                &settings,
            ));
        });
        let mut memory = Memory::default();
        let mut stroke = |document: &mut Document, span: Span, text: &str| {
            let start = Instant::now();
            document.apply(&TextChange { span: Some(span), text: text.to_owned() });
            let typed = Replacement { span, text: text.to_owned() };
            let text = memory.text_after(vec![typed]);
            let text = text.unwrap_or_else(|| document.snapshot().text().clone());
            let subject = subject(text);
            let checked = check_again(&subject, &project, &catalogue, &settings, &mut memory);
            std::hint::black_box(checked.findings.len());
            start.elapsed()
        };
        let first = stroke(&mut document, Span::empty(caret), "");
        let (mut strokes, mut erasing) = (Vec::new(), Vec::new());
        for _ in 0..n_runs {
            let mut at = caret;
            for key in keys(TYPED) {
                strokes.push(stroke(&mut document, Span::empty(at), key));
                at += key.len();
            }
            erasing.push(stroke(&mut document, Span::new(caret, at), ""));
        }
        let median_stroke = part(&mut strokes, 50);
        let times = [full, outline, checking, first, median_stroke, part(&mut strokes, 99)];
        let row = times.into_iter().chain([part(&mut erasing, 50)]);
        let row: String = row.map(|time| format!("{:>9.3}", ms(time))).collect();
        let share = ratio(median_stroke, full);
        println!("{n_lines:>9}{:>9}{row}{share:>9.3}", text.len());
    }
    println!("times in ms; `check`, `first`: all of the text, without and with a memory");
    println!(
        "`p50`, `p99`: a keystroke; `erase`: all that was typed; `/ parse`: a keystroke against a full parse"
    );
}

/// Puts the function in which somebody types before the top-level definition nearest to the middle; gives the caret.
fn with_target(text: &str) -> (String, usize) {
    let mut middle = text.len() / 2;
    while !text.is_char_boundary(middle) {
        middle += 1;
    }
    let starts = ["\n\nclass ", "\n\ndef "].iter().filter_map(|start| text[middle..].find(start));
    let at = starts.min().map_or(text.len(), |at| middle + at + 2);
    let caret = at + AROUND.0.len();
    (format!("{}{}{}{}", &text[..at], AROUND.0, AROUND.1, &text[at..]), caret)
}

/// Keystrokes of a text: editors put in the indentation with the line break.
fn keys(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let blanks =
            if first == '\n' { rest[1..].bytes().take_while(|&b| b == b' ').count() } else { 0 };
        let (key, after) = rest.split_at(first.len_utf8() + blanks);
        rest = after;
        Some(key)
    })
}

/// The time that `percent` of all stay below.
fn part(times: &mut [Duration], percent: usize) -> Duration {
    times.sort_unstable();
    let rank = (times.len() * percent).div_ceil(100).clamp(1, times.len().max(1));
    times.get(rank - 1).copied().unwrap_or_default()
}

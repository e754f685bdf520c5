//! Cold scans of many files, and what 200 rules cost; beside bare parses of the same texts.
//!
//! `WATCHPOST_BENCH_FOLDER` names a folder of Python files to scan instead of generated ones.

mod measure;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use measure::{code, median, ms, ratio};
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use regex::Regex;
use watchpost::analysis::{Subject, check};
use watchpost::config::Settings;
use watchpost::finding::RuleCode;
use watchpost::languages::PYTHON;
use watchpost::rules::compile::RuleSet;
use watchpost::rules::{Catalogue, Rule, RuleQuery};
use watchpost::semantics::project::NoProject;
use watchpost::syntax::parse::parse;
use watchpost::text::{DocumentUrl, Text};

/// Rules in the second part.
const N_RULES: usize = 200;

/// Patterns that no name leads to; `NAME` is replaced by one of the rule's own.
const UNNAMED: [&str; 3] = [
    "((assignment\n  left: (identifier) @_name\n  right: (string) @finding)\n  (#match? @_name \"^NAME\"))",
    "((import_statement\n  name: (dotted_name) @finding)\n  (#match? @finding \"^NAME\"))",
    "((string) @finding\n  (#match? @finding \"NAME\"))",
];

fn main() {
    scan();
    many_rules();
}

fn n_findings(text: &Text, catalogue: &Arc<Catalogue>, settings: &Settings) -> usize {
    let subject = Subject {
        url: &DocumentUrl::new("file:///srv/shop/views.py"),
        path: Path::new("shop/views.py"),
        context_path: "shop/views.py",
        language: &PYTHON,
        text: text.clone(),
        tree: None,
    };
    check(&subject, &NoProject::default(), catalogue, settings).findings.len()
}

fn scan() {
    let texts: Vec<Text> = match std::env::var_os("WATCHPOST_BENCH_FOLDER") {
        Some(folder) => read_all(PathBuf::from(folder)),
        None => (0..400).map(|n| code(200 + n, n * 100).into()).collect(),
    };
    let n_bytes: usize = texts.iter().map(|text| text.len()).sum();
    println!("scan of {} files, {n_bytes} bytes, all threads", texts.len());
    let catalogue = Catalogue::builtin();
    let settings = Settings::default().compile(&catalogue);
    let start = Instant::now();
    let found: usize = texts.par_iter().map(|text| n_findings(text, &catalogue, &settings)).sum();
    let cold = start.elapsed();
    let warm = median(5, || {
        texts.par_iter().for_each(|text| {
            std::hint::black_box(n_findings(text, &catalogue, &settings));
        });
    });
    let bare = median(5, || texts.par_iter().for_each(|text| drop(parse(&PYTHON, text, None))));
    println!("  bare parse {:>9.1} ms", ms(bare));
    println!(
        "  cold       {:>9.1} ms   {:.2} × parse   {found} findings",
        ms(cold),
        ratio(cold, bare)
    );
    println!("  warm       {:>9.1} ms   {:.2} × parse", ms(warm), ratio(warm, bare));
}

fn read_all(folder: PathBuf) -> Vec<Text> {
    let mut texts = Vec::new();
    for entry in ignore::WalkBuilder::new(folder).build().flatten() {
        if entry.path().extension().is_some_and(|extension| extension == "py")
            && let Ok(text) = std::fs::read_to_string(entry.path())
        {
            texts.push(text.into());
        }
    }
    texts
}

/// The built-in query rules again and again under other codes, looking for other names.
fn cloned_rules() -> Vec<Rule> {
    let builtin = Catalogue::builtin();
    let models: Vec<&Arc<Rule>> = builtin
        .of_engine("query")
        .filter(|rule| rule.folder == PYTHON.id && rule.query.is_some())
        .collect();
    let dotted = Regex::new(r#""([A-Za-z_]\w*(?:\.\w+)+)""#).expect("a valid pattern");
    (0..N_RULES)
        .map(|n| {
            let mut rule = Rule::clone(models[n % models.len()]);
            rule.code = RuleCode::from(format!("ZZ{:04}", n + 1000).as_str());
            rule.name = format!("{}-{n}", rule.name);
            rule.covers.clear();
            rule.silent_when.clear();
            rule.replaced_by = None;
            rule.requires.clear();
            rule.applies.clear();
            if n % 8 == 7 {
                let text = UNNAMED[n / 8 % UNNAMED.len()].replace("NAME", &format!("name_{n}"));
                rule.query = Some(RuleQuery::new(text, 0));
                rule.message = "a name".to_owned();
            } else if n >= models.len()
                && let Some(query) = &rule.query
            {
                let lines = query.text.lines().map(|line| match line.contains("resolves?") {
                    true => dotted.replace_all(line, format!("\"${{1}}_{n}\"")).into_owned(),
                    false => line.to_owned(),
                });
                let text = lines.collect::<Vec<_>>().join("\n");
                rule.query = Some(RuleQuery::new(text, 0));
            }
            rule
        })
        .collect()
}

fn many_rules() {
    let rules = cloned_rules();
    let shared: Vec<Arc<Rule>> = rules.iter().cloned().map(Arc::new).collect();
    let build = median(5, || drop(RuleSet::new(&PYTHON, shared.iter().cloned())));
    let set = RuleSet::new(&PYTHON, shared.iter().cloned()).expect("Python has a grammar");
    let (n_keyed, n_joined) = set.n_shapes();
    println!(
        "{} of {N_RULES} rules, {} patterns, shapes: {n_keyed} keyed, {n_joined} joined",
        set.rules.len(),
        set.patterns.len()
    );
    println!("  group                    {:>9.2} ms", ms(build));
    let start = Instant::now();
    for pattern in &set.patterns {
        std::hint::black_box(set.shape_query(pattern));
    }
    std::hint::black_box(set.joined_query());
    let all = start.elapsed();
    println!("  compile every shape      {:>9.2} ms", ms(all));

    let catalogue = Arc::new(Catalogue::from_rules(rules));
    let settings = Settings::default().compile(&catalogue);
    let big: Text = match std::env::var_os("WATCHPOST_BENCH_FILE") {
        Some(path) => std::fs::read_to_string(path).expect("the file is UTF-8").into(),
        None => code(2_600, 0).into(),
    };
    let start = Instant::now();
    n_findings(&big, &catalogue, &settings);
    let first = start.elapsed();
    println!("  first check, {} bytes {:>9.2} ms   compiles what it meets", big.len(), ms(first));
    let line: Text = Text::from("subprocess.run(command, check=True)\n");
    for (what, text, runs) in [("file", big, 25), ("line", line, 2_000)] {
        let bare = median(runs, || drop(parse(&PYTHON, &text, None)));
        let whole = median(runs, || {
            std::hint::black_box(n_findings(&text, &catalogue, &settings));
        });
        println!(
            "  {what}: parse {:.4} ms, check {:.4} ms, {:.2} × parse, {:.4} ms besides",
            ms(bare),
            ms(whole),
            ratio(whole, bare),
            ms(whole.saturating_sub(bare))
        );
    }
}

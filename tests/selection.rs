//! Looking only where a rule may have something to say finds what looking everywhere finds.
//!
//! Held against each other: fixtures, projects, good code, and all of them with bytes deleted, and quotes, brackets and
//! line breaks put in. The same for all Python files of whole source trees, with so many broken texts of each tree:
//!
//! `WATCHPOST_CODE=<folder>:<folder> WATCHPOST_MUTANTS=<n> cargo test --release --test selection folders -- --nocapture`

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock, Mutex};
use std::time::{Duration, Instant};
use std::{env, fs};

use rayon::iter::{IntoParallelIterator, IntoParallelRefIterator, ParallelIterator};
use tree_sitter::{Node, Tree};
use watchpost::analysis::{self, Checked, Subject};
use watchpost::config::{Options, Overrides, Settings};
use watchpost::languages::PYTHON;
use watchpost::rules::{Catalogue, Selector};
use watchpost::semantics::ProjectView;
use watchpost::semantics::project::NoProject;
use watchpost::syntax::parse::parse;
use watchpost::text::DocumentUrl;
use watchpost::text::decode::decode_python;
use watchpost::workspace::Workspace;

static CATALOGUE: LazyLock<Arc<Catalogue>> = LazyLock::new(Catalogue::builtin);

/// All rules, those too that are off by default.
static SETTINGS: LazyLock<Settings> = LazyLock::new(|| {
    let all = Selector::parse("ALL", &CATALOGUE).expect("a selector").selector;
    let options = Options { extend_select: vec![all], ..Options::default() };
    let overrides = Overrides { options, ..Overrides::default() };
    Settings::default().with_overrides(&overrides).compile(&CATALOGUE)
});

/// A xorshift generator: the same seed gives the same edits everywhere.
struct Random(u64);

impl Random {
    fn new(seed: u64) -> Self {
        Self((seed + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % end.max(1) as u64).expect("below a usize")
    }
}

/// What is put in.
const PIECES: &[&str] = &[
    "\"", "'", "\"\"\"", "(", ")", "[", "]", "{", "}", "\n", "\r", "\\\n", ":", ",", "#", " ",
    "\t", "=", ".",
];

/// A text with up to three places broken.
fn mutant(text: &str, random: &mut Random) -> String {
    let mut text = text.to_owned();
    for _ in 0..1 + random.below(3) {
        let mut at = random.below(text.len() + 1);
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        match random.below(3) {
            0 => {
                let mut end = (at + 1 + random.below(3)).min(text.len());
                while !text.is_char_boundary(end) {
                    end += 1;
                }
                text.replace_range(at..end, "");
            }
            _ => text.insert_str(at, PIECES[random.below(PIECES.len())]),
        }
    }
    text
}

fn check(text: &str, path: &str, project: &dyn ProjectView, whole: bool) -> Checked {
    let subject = Subject {
        url: &DocumentUrl::new("file:///srv/shop/views.py"),
        path: Path::new(path),
        context_path: path,
        language: &PYTHON,
        text: text.into(),
        tree: None,
    };
    let check = if whole { analysis::check_whole } else { analysis::check };
    check(&subject, project, &CATALOGUE, &SETTINGS)
}

/// The first thing that only one of both ways says; else how many things both say.
fn difference(text: &str, path: &str, project: &dyn ProjectView) -> Result<usize, String> {
    let shown = |whole| {
        let checked = check(text, path, project, whole);
        let mut lines: Vec<String> = checked
            .findings
            .iter()
            .map(|finding| {
                format!("{} {:?} {finding:?}", finding.rule, finding.location.span.slice(text))
            })
            .collect();
        lines.extend(checked.suppressed.iter().map(|silenced| format!("{silenced:?}")));
        lines.extend(checked.failures.iter().map(|failure| format!("{failure}")));
        lines
    };
    let (needed, whole) = (shown(false), shown(true));
    if let Some(missed) = whole.iter().find(|line| !needed.contains(line)) {
        return Err(format!("missed: {missed}"));
    }
    match needed.iter().find(|line| !whole.contains(line)) {
        Some(line) => Err(format!("only there: {line}")),
        None => Ok(whole.len()),
    }
}

fn python_files(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            python_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "py") {
            found.push(path);
        }
    }
}

fn read(path: &Path) -> String {
    fs::read(path).map(|bytes| decode_python(&bytes).text).unwrap_or_default()
}

fn own_files() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for folder in ["tests/rules", "tests/projects", "tests/clean"] {
        python_files(&root.join(folder), &mut files);
    }
    files.sort();
    assert!(files.len() > 60);
    files
}

fn number(name: &str) -> Option<u64> {
    env::var(name).ok()?.parse().ok()
}

fn shown(troubles: &[String]) {
    for trouble in troubles.iter().take(12) {
        eprintln!("{}\n", trouble.chars().take(700).collect::<String>());
    }
}

#[test]
fn both_ways_find_the_same_in_our_own_code() {
    let n_mutants = number("WATCHPOST_MUTANTS").unwrap_or(12);
    let first = number("WATCHPOST_SEED").unwrap_or(0);
    let files = own_files();
    let troubles: Vec<String> = files
        .par_iter()
        .flat_map_iter(|path| {
            let text = read(path);
            let mut troubles = Vec::new();
            for seed in first..=first + n_mutants {
                // The first is the text as it is.
                let broken = match seed == first {
                    true => text.clone(),
                    false => mutant(&text, &mut Random::new(seed)),
                };
                if let Err(trouble) = difference(&broken, "shop/views.py", &NoProject::default()) {
                    troubles.push(format!("{} seed {seed}: {trouble}", path.display()));
                }
            }
            troubles
        })
        .collect();
    shown(&troubles);
    assert!(troubles.is_empty(), "{} of {} files", troubles.len(), files.len());
}

/// How far a comparison is, told every few seconds.
struct Progress {
    name: String,
    n_texts: usize,
    n_done: AtomicUsize,
    n_findings: AtomicUsize,
    started: Instant,
    told: Mutex<Instant>,
}

impl Progress {
    fn advance(&self, n_findings: usize) {
        let n_done = self.n_done.fetch_add(1, Ordering::Relaxed) + 1;
        self.n_findings.fetch_add(n_findings, Ordering::Relaxed);
        if let Ok(mut told) = self.told.try_lock()
            && told.elapsed() > Duration::from_secs(10)
        {
            *told = Instant::now();
            eprintln!("{}: {n_done} of {} texts", self.name, self.n_texts);
        }
    }
}

/// Compares all files below a folder as they are, and `n_mutants` broken texts of files taken by chance.
fn differences(folder: &Path, first: u64, n_mutants: u64) -> Vec<String> {
    let mut files = Vec::new();
    python_files(folder, &mut files);
    files.sort();
    assert!(!files.is_empty(), "no Python in {}", folder.display());
    let workspace = Workspace::new(vec![folder.to_owned()]);
    let whole = files.iter().map(|path| (path, None));
    let broken = (first + 1..=first + n_mutants).map(|seed| {
        let mut random = Random::new(seed);
        (&files[random.below(files.len())], Some((seed, random)))
    });
    let texts: Vec<(&PathBuf, Option<(u64, Random)>)> = whole.chain(broken).collect();
    let progress = Progress {
        name: folder.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        n_texts: texts.len(),
        n_done: AtomicUsize::new(0),
        n_findings: AtomicUsize::new(0),
        started: Instant::now(),
        told: Mutex::new(Instant::now()),
    };
    let troubles: Vec<String> = texts
        .into_par_iter()
        .filter_map(|(path, seed)| {
            let text = read(path);
            let (number, text) = match seed {
                None => (None, text),
                Some((number, mut random)) => (Some(number), mutant(&text, &mut random)),
            };
            let view = workspace.view(path);
            let context = view.context_path.clone();
            let compared = difference(&text, &context, &view);
            progress.advance(compared.as_ref().map_or(0, |n_findings| *n_findings));
            let how = number.map_or("as it is".to_owned(), |number| format!("seed {number}"));
            compared.err().map(|trouble| format!("{} {how}: {trouble}", path.display()))
        })
        .collect();
    let Progress { name, n_texts, n_findings, started, .. } = progress;
    eprintln!(
        "{name}: {} files, {n_texts} texts, {} findings the same both ways, {} differences, {} s",
        files.len(),
        n_findings.into_inner(),
        troubles.len(),
        started.elapsed().as_secs()
    );
    troubles
}

#[test]
fn both_ways_find_the_same_in_folders() {
    let folders: Vec<PathBuf> = match env::var_os("WATCHPOST_CODE") {
        Some(given) => env::split_paths(&given).collect(),
        // A part of our own with modules that hang together, so that this tests itself.
        None => vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/projects")],
    };
    let n_mutants = number("WATCHPOST_MUTANTS").unwrap_or(100);
    let first = number("WATCHPOST_SEED").unwrap_or(0);
    let all: Vec<String> =
        folders.iter().flat_map(|folder| differences(folder, first, n_mutants)).collect();
    shown(&all);
    assert!(all.is_empty(), "{} differences in {} folders", all.len(), folders.len());
}

/// The tokens of a tree, strings and comments in one piece.
fn tokens<'t>(node: Node<'t>, found: &mut Vec<Node<'t>>) {
    if node.child_count() == 0 || matches!(node.kind(), "string" | "comment") {
        if !node.byte_range().is_empty() {
            found.push(node);
        }
        return;
    }
    for child in node.children(&mut node.walk()) {
        tokens(child, found);
    }
}

/// The text with `gap` between tokens that stand on one line inside a statement, and with names changed.
fn rewritten(
    text: &str,
    tree: &Tree,
    gap: &str,
    rename: impl Fn(Node<'_>) -> Option<String>,
) -> String {
    let mut all = Vec::new();
    tokens(tree.root_node(), &mut all);
    let mut out = String::new();
    let mut end = 0;
    for (index, token) in all.iter().enumerate() {
        let between = &text[end..token.start_byte()];
        let is_inside = index > 0 && !between.contains(['\n', '\r']) && token.kind() != "comment";
        let before = all.get(index.wrapping_sub(1)).map_or("", |node| node.kind());
        // `!=` and the marks of format specifications do not come apart; a colon may end a header.
        if is_inside && !matches!(before, ":" | ";") {
            out.push_str(if between.is_empty() { gap } else { between });
            if !between.is_empty() {
                out.push_str(gap);
            }
        } else {
            out.push_str(between);
        }
        match rename(*token) {
            Some(name) => out.push_str(&name),
            None => out.push_str(&text[token.byte_range()]),
        }
        end = token.end_byte();
    }
    out + &text[end..]
}

fn codes(text: &str, whole: bool) -> Vec<String> {
    let checked = check(text, "shop/views.py", &NoProject::default(), whole);
    let mut codes: Vec<String> = checked.findings.iter().map(|f| f.rule.to_string()).collect();
    codes.sort();
    codes
}

/// Fixtures say what they expect on their lines, so only their own rules are asked for.
#[test]
fn what_fires_still_fires_however_it_is_written() {
    let mut n_findings = 0;
    let mut lost = Vec::new();
    for path in own_files() {
        let text = read(&path);
        let Some(tree) = parse(&PYTHON, &text, None) else { continue };
        if tree.root_node().has_error() {
            continue;
        }
        let plain = codes(&text, false);
        let same = |_: Node<'_>| None;
        let alias = |node: Node<'_>| alias(node, &text);
        for (how, new) in [
            ("blanks", rewritten(&text, &tree, "  ", same)),
            ("backslashes", rewritten(&text, &tree, " \\\n ", same)),
            ("aliases", rewritten(&text, &tree, "", alias)),
        ] {
            let (needed, whole) = (codes(&new, false), codes(&new, true));
            if needed != whole {
                lost.push(format!("{} with {how}: {needed:?} against {whole:?}", path.display()));
            }
            if how == "blanks" && needed.len() * 10 < plain.len() * 8 {
                lost.push(format!(
                    "{} with {how}: {needed:?} instead of {plain:?}",
                    path.display()
                ));
            }
            n_findings += needed.len();
        }
    }
    assert!(lost.is_empty(), "{}", lost.join("\n"));
    assert!(n_findings > 1_000, "{n_findings}");
}

/// Modules that are imported as a whole under another name: what that makes of an identifier.
fn alias(node: Node<'_>, text: &str) -> Option<String> {
    if node.kind() != "identifier" {
        return None;
    }
    let name = &text[node.byte_range()];
    let parent = node.parent()?;
    let is_imported = text.lines().any(|line| line.strip_prefix("import ") == Some(name));
    if !is_imported {
        return None;
    }
    match parent.kind() {
        "dotted_name" => {
            let statement = parent.parent()?;
            let is_plain = statement.kind() == "import_statement"
                && &text[statement.byte_range()] == format!("import {name}").as_str();
            is_plain.then(|| format!("{name} as {name}_"))
        }
        "attribute" if parent.child_by_field_name("attribute") == Some(node) => None,
        "keyword_argument" if parent.child_by_field_name("name") == Some(node) => None,
        _ => Some(format!("{name}_")),
    }
}

#[test]
fn overrides_are_used() {
    // The settings above turn on what is off by default: else half of this would be tested with nothing.
    let text = "import subprocess\n";
    assert!(codes(text, false).contains(&"PY404".to_owned()), "{:?}", codes(text, false));
}

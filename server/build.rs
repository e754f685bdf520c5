//! Embeds every file under `queries/` as a sorted table of path and text, and what the library's own readers make of the
//! rules among them; names the commit.
//!
//! The readers are parts of the library that need nothing of the rest: here they are compiled once more.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

#[path = "src/text"]
#[expect(dead_code, reason = "only what readers of rules use")]
mod text {
    mod span;
    pub use span::Span;
}

#[path = "src/finding"]
#[expect(dead_code, reason = "only what readers of rules use")]
mod finding {
    mod code;
    mod severity;
    pub use code::RuleCode;
    pub use severity::{Confidence, Severity};
}

mod semantics {
    use std::collections::BTreeMap;
    use std::sync::LazyLock;

    static ALIASES: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
        let text = include_str!("../queries/python/semantics/aliases.toml");
        toml::from_str(text).expect("it maps texts to texts")
    });

    /// Other spellings of names, as the library has them.
    pub fn spellings() -> impl Iterator<Item = (&'static str, &'static str)> {
        ALIASES.iter().map(|(written, to)| (written.as_str(), to.as_str()))
    }
}

#[path = "src/rules"]
#[expect(dead_code, reason = "only what readers of rules use")]
mod rules {
    mod embedded;
    pub mod embedding;
    mod facts;
    pub mod header;
    mod nearest;
    mod needs;
    mod packed;
    mod places;
    mod query_reader;
    mod query_text;
    mod required;
    mod rule;
    mod tokens;
    mod wide;
    pub use embedded::Record;
    pub use query_text::RuleMistake;
}

use rules::Record;

/// Tables that are read whenever the program starts, or nearly so: as JSON that takes a tenth of the time.
const TABLES: [&str; 6] = [
    "python/semantics/aliases.toml",
    "python/semantics/constants.toml",
    "python/semantics/sanitizers.toml",
    "python/semantics/stars.toml",
    "python/semantics/types.toml",
    "suppressions/bandit_names.toml",
];

/// How much of a commit's id is shown.
const SHOWN: usize = 9;

fn main() {
    println!("cargo::rerun-if-changed=queries");
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let mut files = Vec::new();
    collect(&root.join("queries"), &mut files);
    files.sort();
    let mut table = String::from("&[\n");
    let mut records = Vec::new();
    let mut docs = String::new();
    for file in files {
        let relative = file.strip_prefix(root.join("queries")).expect("below queries/");
        let name = relative.to_string_lossy().replace('\\', "/");
        println!("cargo::rerun-if-changed={}", file.display());
        writeln!(table, "    ({name:?}, include_str!({:?})),", file.display().to_string())
            .expect("writing to a string");
        match record(&file, name.leak(), &mut docs) {
            Ok(record) => records.extend(record),
            Err(message) => {
                println!("cargo::error={}: {message}", file.display());
            }
        }
    }
    table.push(']');
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    fs::write(out.join("query_files.rs"), table).expect("OUT_DIR is writable");
    let records = rules::embedding::written(&records);
    fs::write(out.join("docs.md"), docs).expect("OUT_DIR is writable");
    fs::write(out.join("rules.bin"), records).expect("OUT_DIR is writable");

    for table in TABLES {
        let read = fs::read_to_string(root.join("queries").join(table))
            .map_err(|error| error.to_string())
            .and_then(|text| as_json(&text));
        match read {
            Ok(json) => {
                let name = Path::new(table).with_extension("json");
                let name = name.file_name().expect("a file has a name");
                fs::write(out.join(name), json).expect("OUT_DIR is writable");
            }
            Err(message) => println!("cargo::error=queries/{table}: {message}"),
        }
    }

    let number = env::var("CARGO_PKG_VERSION").expect("cargo sets it");
    let version = match commit(&root) {
        Some(commit) => format!("{number} ({commit})"),
        None => number,
    };
    println!("cargo::rustc-env=WATCHPOST_VERSION={version}");
}

/// What is embedded of a file besides its text, if it is a rule; or what is wrong with it. Its docs are added to `docs`.
fn record(file: &Path, name: &'static str, docs: &mut String) -> Result<Option<Record>, String> {
    let text = fs::read_to_string(file).map_err(|error| error.to_string())?;
    let Some(read) = rules::header::read_builtin(name, &text) else { return Ok(None) };
    let placed = |mistake: rules::RuleMistake| {
        let line = text[..mistake.span.start.min(text.len())].matches('\n').count() + 1;
        format!("line {line}: {}", mistake.message)
    };
    let rule = read.map_err(placed)?;
    let shifted = |mistake: rules::RuleMistake| {
        let start = rule.query.as_ref().map_or(0, |query| query.start);
        placed(rules::RuleMistake::new(mistake.span.shifted(start), mistake.message))
    };
    Record::new(name, &rule, docs).map(Some).map_err(shifted)
}

fn as_json(text: &str) -> Result<String, String> {
    let table: toml::Table = text.parse().map_err(|error: toml::de::Error| error.to_string())?;
    serde_json::to_string(&table).map_err(|error| error.to_string())
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("queries/ is readable") {
        let path = entry.expect("queries/ is readable").path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|ext| ext == "scm" || ext == "toml") {
            files.push(path);
        }
    }
}

/// The commit that is built, where that is known: from who packages, from the package, or from git.
fn commit(root: &Path) -> Option<String> {
    println!("cargo::rerun-if-env-changed=WATCHPOST_COMMIT");
    if let Ok(told) = env::var("WATCHPOST_COMMIT") {
        // Empty, it spares who measures many commits a build of the library for each.
        return Some(short(&told)).filter(|id| !id.is_empty());
    }
    // Asked before git: an unpacked package may lie within a repository of someone else.
    if let Ok(text) = fs::read_to_string(root.join(".cargo_vcs_info.json")) {
        let id = text.split("\"sha1\"").nth(1)?.split('"').nth(1)?;
        return Some(short(id));
    }
    // A build for development does without, or each commit would build the whole library again.
    if env::var("PROFILE").is_ok_and(|profile| profile != "release") || !root.join(".git").exists()
    {
        return None;
    }
    // The log of HEAD moves with each commit, checkout and merge, also in a worktree.
    let log = git(root, &["rev-parse", "--git-path", "logs/HEAD"])?;
    if root.join(&log).exists() {
        println!("cargo::rerun-if-changed={log}");
    }
    git(root, &["log", "-1", "--format=%H"]).map(|id| short(&id))
}

fn short(id: &str) -> String {
    id.chars().filter(char::is_ascii_alphanumeric).take(SHOWN).collect()
}

fn git(root: &Path, arguments: &[&str]) -> Option<String> {
    let output = Command::new("git").arg("-C").arg(root).args(arguments).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?.trim().to_owned();
    (output.status.success() && !text.is_empty()).then_some(text)
}

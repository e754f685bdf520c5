//! The projects in `tests/projects`, checked by the program itself: its findings against the marks in the files.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use serde_json::Value;
use watchpost::finding::RuleCode;
use watchpost::languages::{Comment, detect::detect};
use watchpost::rules::marks::{self, MarkKind, Seen};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The folders below `tests/projects`, by name.
fn projects() -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(root().join("tests/projects"))
        .expect("there are projects")
        .map(|entry| entry.expect("the folder is readable"))
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

/// What `check --format json` says about a folder, started at the root as the README does.
fn check(folder: &str) -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_watchpost"))
        .args(["check", "--format", "json", folder])
        .current_dir(root())
        .output()
        .expect("the program starts");
    let talk = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "findings end with exit code 1: {talk}");
    serde_json::from_slice(&output.stdout).expect("the output is JSON")
}

/// The findings of each file, as marks see them.
fn seen(report: &Value) -> BTreeMap<String, Vec<Seen>> {
    let number = |finding: &Value, key: &str| {
        let number = finding[key].as_u64().unwrap_or_else(|| panic!("`{key}` in {finding}"));
        usize::try_from(number).expect("lines and columns are small") - 1
    };
    let text = |finding: &Value, key: &str| {
        finding[key].as_str().unwrap_or_else(|| panic!("`{key}` in {finding}")).to_owned()
    };
    let mut files: BTreeMap<String, Vec<Seen>> = BTreeMap::new();
    for finding in report["findings"].as_array().expect("findings are a list") {
        files.entry(text(finding, "path")).or_default().push(Seen {
            line: number(finding, "line"),
            column: number(finding, "column"),
            end_column: number(finding, "end_column"),
            code: RuleCode::from(text(finding, "code").as_str()),
            message: text(finding, "message"),
        });
    }
    files
}

/// Every file below a folder, relative to the root, but for what tools leave behind.
fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the folder is readable") {
        let path = entry.expect("the folder is readable").path();
        if path.ends_with("__pycache__") {
            continue;
        }
        if path.is_dir() { files(&path, found) } else { found.push(path) }
    }
}

#[test]
fn findings_are_the_marked_ones() {
    for name in projects() {
        let folder = format!("tests/projects/{name}");
        let report = check(&folder);
        assert_eq!(report["errors"], Value::Array(vec![]), "{folder}");
        let mut seen = seen(&report);
        let mut paths = Vec::new();
        files(&root().join(&folder), &mut paths);
        paths.sort();
        let mut complaints = Vec::new();
        let mut n_expected = 0;
        for path in paths {
            let shown = path.strip_prefix(root()).expect("below").display().to_string();
            // A picture or a database has no marks.
            let Ok(text) = fs::read_to_string(&path) else { continue };
            let language = detect(&shown, None, text.lines().next().unwrap_or_default());
            let marks = match language.comment {
                Comment::Line(_) => marks::read(&text, language.comment),
                _ => marks::Marks::default(),
            };
            n_expected += marks.marks.iter().filter(|mark| mark.kind == MarkKind::Expect).count();
            let findings = seen.remove(&shown).unwrap_or_default();
            let judged = marks::judge(&marks, &findings);
            complaints.extend(judged.iter().map(|complaint| format!("{shown}: {complaint}")));
        }
        complaints.extend(seen.keys().map(|path| format!("{path}: reported, but no such file")));
        assert!(complaints.is_empty(), "\n{}", complaints.join("\n"));
        assert!(n_expected > 0, "{folder} expects nothing");
    }
}

#[test]
fn suppressed_findings_are_shown_on_request_only() {
    let shown = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_watchpost"))
            .args(["check", "--format", "json", "tests/projects/shop"])
            .args(arguments)
            .current_dir(root())
            .output()
            .expect("the program starts");
        let report: Value = serde_json::from_slice(&output.stdout).expect("the output is JSON");
        let findings = report["findings"].as_array().expect("findings are a list").clone();
        findings
            .iter()
            .filter_map(|finding| Some(finding["suppressed"].as_str()?.to_owned()))
            .collect::<Vec<_>>()
    };
    assert_eq!(shown(&[]), [""; 0]);
    let suppressed = shown(&["--show-suppressed"]);
    for how in ["nosec", "noqa", "watchpost: ignore"] {
        assert!(suppressed.iter().any(|word| word == how), "{how}: {suppressed:?}");
    }
}

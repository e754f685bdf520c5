//! Whole projects, checked by the program itself: marks in the files against its JSON.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{collections::BTreeMap, fs};

use watchpost::languages::Comment;
use watchpost::rules::marks::{self, Seen};

fn python_files(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the project is there") {
        let path = entry.expect("the project is readable").path();
        if path.is_dir() {
            python_files(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "py") {
            files.push(path);
        }
    }
}

#[test]
fn the_shop_has_the_marked_findings_and_no_others() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/projects/shop");
    let output = Command::new(env!("CARGO_BIN_EXE_watchpost"))
        .args(["check", ".", "--format", "json"])
        .current_dir(&root)
        .output()
        .expect("the program runs");
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(report["errors"].as_array().map(Vec::len), Some(0));
    let mut seen: BTreeMap<String, Vec<Seen>> = BTreeMap::new();
    for finding in report["findings"].as_array().expect("a list") {
        let number = |key: &str| finding[key].as_u64().expect("a number") as usize - 1;
        let path = finding["path"].as_str().expect("a path").trim_start_matches("./").to_owned();
        seen.entry(path).or_default().push(Seen {
            line: number("line"),
            column: number("column"),
            end_column: number("end_column"),
            code: finding["code"].as_str().expect("a code").into(),
            message: finding["message"].as_str().expect("a message").to_owned(),
        });
    }
    let mut files = Vec::new();
    python_files(&root, &mut files);
    assert!(files.len() > 8);
    let mut complaints = Vec::new();
    for file in files {
        let path = file.strip_prefix(&root).expect("below").to_string_lossy().replace('\\', "/");
        let text = fs::read_to_string(&file).expect("UTF-8");
        let marks = marks::read(&text, Comment::Line("#"));
        let found = seen.remove(&path).unwrap_or_default();
        for complaint in marks::judge(&marks, &found) {
            complaints.push(format!("{path} {complaint}"));
        }
    }
    complaints
        .extend(seen.into_keys().map(|path| format!("{path}: findings in a file without marks")));
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

//! Which way imports go: a module uses the modules below it, and some crates belong to one folder.

use std::fs;
use std::path::{Path, PathBuf};

/// Top first. Modules on one line stand beside each other and do not use each other.
const LAYERS: &[&[&str]] = &[
    &["cli", "lsp"],
    &["assist", "report"],
    &["analysis"],
    &["engines", "suppress"],
    &["workspace"],
    &["config"],
    &["rules"],
    &["semantics"],
    &["finding"],
    &["syntax"],
    &["languages"],
    &["text"],
];

/// Uses across that are meant: the command line starts the server.
const EXCEPTIONS: &[(&str, &str)] = &[("cli", "lsp")];

fn sources() -> Vec<(String, String)> {
    fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).expect("server/src is readable") {
            let path = entry.expect("server/src is readable").path();
            if path.is_dir() { collect(&path, files) } else { files.push(path) }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("server/src");
    let mut files = Vec::new();
    collect(&root, &mut files);
    files.sort();
    files
        .into_iter()
        .map(|path| {
            let name =
                path.strip_prefix(&root).expect("below").to_string_lossy().replace('\\', "/");
            let text = fs::read_to_string(&path).expect("sources are UTF-8");
            (name, without_tests(&text))
        })
        .collect()
}

/// Unit tests may use what they like.
fn without_tests(text: &str) -> String {
    text.split("\n#[cfg(test)]\nmod ").next().unwrap_or_default().to_owned()
}

fn layer(module: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| layer.contains(&module))
}

/// Whether a path ends in one of these, or lies below one that ends in `/`.
fn is_one_of(name: &str, places: &[&str]) -> bool {
    places.iter().any(|place| name == *place || (place.ends_with('/') && name.starts_with(place)))
}

#[test]
fn modules_use_only_what_is_below_them() {
    let mut wrong = Vec::new();
    for (name, text) in sources() {
        let Some((module, _)) = name.split_once('/') else { continue };
        let own = layer(module).unwrap_or_else(|| panic!("`{module}` has no layer"));
        for (number, line) in text.lines().enumerate() {
            if line.trim_start().starts_with("//") {
                continue;
            }
            for used in line.split("crate::").skip(1) {
                let used: String =
                    used.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                let Some(other) = layer(&used) else { continue };
                if other <= own && used != module && !EXCEPTIONS.contains(&(module, used.as_str()))
                {
                    wrong.push(format!("{name}:{}: `{module}` uses `{used}`", number + 1));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn crates_and_files_stay_in_their_folders() {
    let rules: &[(&[&str], &[&str])] = &[
        (&["ls_types", "tower_lsp", "lsp_types"], &["lsp/"]),
        (
            &["std::fs", "fs::read", "fs::write", "File::open"],
            &["workspace/", "config/discover/files.rs", "cli/", "lsp/"],
        ),
        (&["TcpStream", "UdpSocket", "ureq::"], &[]),
        (&["process::Command", "Command::new"], &["cli/diff.rs"]),
    ];
    let mut wrong = Vec::new();
    for (name, text) in sources() {
        for (words, places) in rules {
            for (number, line) in text.lines().enumerate() {
                let code = line.split("//").next().unwrap_or_default();
                if words.iter().any(|word| code.contains(word)) && !is_one_of(&name, places) {
                    wrong.push(format!("{name}:{}: {}", number + 1, line.trim()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn unwrap_has_a_reason_beside_it() {
    let mut wrong = Vec::new();
    for (name, text) in sources() {
        let lines: Vec<&str> = text.lines().collect();
        for (number, line) in lines.iter().enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            let reason = line.contains("//")
                || number > 0 && lines[number - 1].trim_start().starts_with("//");
            if code.contains(".unwrap()") && !reason {
                wrong.push(format!("{name}:{}: {}", number + 1, line.trim()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_source_file_says_what_it_is_for() {
    let wrong: Vec<String> = sources()
        .into_iter()
        .filter(|(name, text)| name.ends_with(".rs") && !text.starts_with("//!"))
        .map(|(name, _)| name)
        .collect();
    assert!(wrong.is_empty(), "no `//!` at the top of {}", wrong.join(", "));
}

#[test]
fn no_editor_is_named_in_the_server() {
    let mut wrong = Vec::new();
    for (name, text) in sources() {
        for (number, line) in text.lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default().to_lowercase();
            if ["vscode", "neovim", "helix", "emacs"].iter().any(|editor| code.contains(editor))
                && !code.contains("vscode-notebook-cell")
            {
                wrong.push(format!("{name}:{}: {}", number + 1, line.trim()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What is kept for the next run rests on every look at the disk: what looks by itself has to note that it did.
#[test]
fn looks_at_the_disk_are_written_down() {
    let looks = ["fs::", ".exists()", ".is_file()", ".is_dir()"];
    // `disk` notes for everyone, `evidence` is not asked by a check, and the others note folders where they list them.
    let own = ["disk.rs", "evidence.rs", "ledger.rs", "modules.rs", "project.rs", "walk.rs"];
    let noting = ["own_rules.rs", "settings.rs", "settings/listing.rs", "templates.rs"];
    for (name, text) in sources() {
        let Some(file) = name.strip_prefix("workspace/") else { continue };
        if own.contains(&file) || file == "test_folder.rs" {
            continue;
        }
        let n_looks: usize = looks.iter().map(|look| text.matches(look).count()).sum();
        assert!(n_looks == 0 || noting.contains(&file), "{name} looks at the disk by itself");
        assert!(n_looks == 0 || text.contains("ledger::folder("), "{name} notes nothing");
    }
}

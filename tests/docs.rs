//! Generated pages are fresh, rule files are clean. `UPDATE_EXPECT=1` writes the pages.

#[path = "support/fresh.rs"]
mod fresh;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use fresh::{assert_fresh, expect_between, expect_file, root, updating};

use watchpost::rules::{Catalogue, Rule, catalogue, docs, lint};

/// Puts `content` between the marks `<!-- generated: name -->` and `<!-- end -->` of a file.
fn expect_part(path: &Path, name: &str, content: &str, stale: &mut Vec<String>) {
    let open = format!("<!-- generated: {name} -->");
    expect_between(path, &open, "<!-- end -->", content, stale);
}

fn fixture(rule: &Rule) -> Option<String> {
    let folder = root().join("tests/rules").join(&rule.folder);
    let read = |kind| fs::read_to_string(folder.join(format!("{}.{kind}", rule.stem()))).ok();
    read("py").or_else(|| read("html"))
}

#[test]
fn reference_pages_are_fresh() {
    let catalogue = Catalogue::builtin();
    let mut stale = Vec::new();
    let mut pages = BTreeSet::new();
    let folders: BTreeSet<&str> =
        catalogue.rules().iter().map(|rule| rule.folder.as_str()).collect();
    for rule in catalogue.rules() {
        let path = root()
            .join("queries")
            .join(&rule.folder)
            .join("reference")
            .join(format!("{}.md", rule.stem()));
        let page = docs::page(rule, fixture(rule).as_deref());
        assert!(!page.contains("\n\n\n"), "{} has a double blank line", rule.stem());
        expect_file(&path, &page, &mut stale);
        pages.insert(path);
    }
    for folder in folders {
        let reference = root().join("queries").join(folder).join("reference");
        for entry in fs::read_dir(&reference).into_iter().flatten().flatten() {
            if !pages.contains(&entry.path()) {
                if updating() {
                    fs::remove_file(entry.path()).expect("the page can be removed");
                } else {
                    stale.push(entry.path().display().to_string());
                }
            }
        }
        let rules = catalogue
            .rules()
            .iter()
            .map(AsRef::as_ref)
            .filter(|rule: &&Rule| rule.folder == folder);
        let index = format!(
            "# Rules in `{folder}`\n\nGenerated from the rule files; `UPDATE_EXPECT=1 cargo test` writes it.\n\n{}",
            docs::table(rules, "../")
        );
        expect_file(&root().join("queries").join(folder).join("README.md"), &index, &mut stale);
    }
    assert_fresh(&stale);
}

#[test]
fn tables_in_handwritten_pages_are_fresh() {
    let catalogue = Catalogue::builtin();
    let mut stale = Vec::new();
    expect_part(
        &root().join("queries/README.md"),
        "author tables",
        &docs::author_tables(),
        &mut stale,
    );
    let rules = docs::table(catalogue.rules().iter().map(AsRef::as_ref), "queries/");
    expect_part(&root().join("README.md"), "rules", &rules, &mut stale);
    expect_part(&root().join("README.md"), "json", watchpost::report::json_docs(), &mut stale);
    let configuration = watchpost::config::schema::reference();
    expect_part(&root().join("README.md"), "configuration", &configuration, &mut stale);
    assert_fresh(&stale);
}

#[test]
fn the_schema_of_the_configuration_is_fresh() {
    let schema = watchpost::config::schema::schema(&Catalogue::builtin());
    let mut stale = Vec::new();
    // The extension carries a copy.
    for place in ["editors", "editors/vscode/generated"] {
        expect_file(&root().join(place).join("watchpost.schema.json"), &schema, &mut stale);
    }
    assert_fresh(&stale);
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_watchpost"))
        .args(["schema", "--isolated"])
        .output()
        .expect("the program runs");
    assert_eq!(String::from_utf8(output.stdout).expect("UTF-8"), schema);
}

#[test]
fn the_readme_shows_a_real_run() {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_watchpost"))
        .args(["check", "tests/projects/shop", "--select", "PY602,PY608", "--color", "never"])
        .current_dir(root())
        .output()
        .expect("the program runs");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let excerpt = format!("```text\n{}\n```", text.trim_end());
    let mut stale = Vec::new();
    expect_part(&root().join("README.md"), "excerpt", &excerpt, &mut stale);
    assert_fresh(&stale);
}

#[test]
fn built_in_rule_files_have_no_mistakes() {
    let (rules, broken) = catalogue::read_builtin();
    let mut mistakes: Vec<String> =
        broken.into_iter().map(|(path, mistake)| format!("{path}: {}", mistake.message)).collect();
    for rule in &rules {
        for mistake in lint::check(rule) {
            mistakes.push(format!(
                "{} at byte {}: {}",
                rule.stem(),
                mistake.span.start,
                mistake.message
            ));
        }
    }
    let n_read = rules.len();
    let catalogue = Catalogue::from_rules(rules);
    assert_eq!(catalogue.rules().len(), n_read, "two rules share a code or a name");
    for (stem, mistake) in lint::check_catalogue(&catalogue) {
        mistakes.push(format!("{stem}: {}", mistake.message));
    }
    assert!(mistakes.is_empty(), "{}", mistakes.join("\n"));
}

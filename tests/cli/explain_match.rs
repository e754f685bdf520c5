//! `check --explain-match`: why a rule reports a place or does not.

use super::{Folder, run, run_with_input};

/// A workspace's rule with a case that is fine.
const RULE: &str = r#"; ACME002 spoken-word
;
; severity = "medium"
; confidence = "high"
; cwe = [1]
; message = "{callee:name} speaks"
; since = "0.1.0"
; ---
; Speaking wakes the neighbours.
;
; ## Write instead
; Whisper.

((call
  function: (_) @callee) @finding
  (#resolves? @callee "voice.speak")
  (#argument! @argument @finding "volume" 0)
  (#number? @argument "<2")
  (#set! exempt))

((call
  function: (_) @callee) @finding
  (#resolves? @callee "voice.speak")
  (#argument! @argument @finding "volume" 0)
  (#not-value? @argument "off"))
"#;

const CODE: &str = "\
from voice import speak as say

LOUD = 2 * 5
say(LOUD)
say(1)
say('off')
say()  # watchpost: ignore[ACME002] once
print(1)
";

fn folder() -> Folder {
    let folder = Folder::new();
    folder.write(".watchpost/rules/python/ACME002-spoken-word.scm", RULE);
    folder.write("talk.py", CODE);
    folder
}

/// The lines about one place.
fn about<'a>(page: &'a str, place: &str) -> Vec<&'a str> {
    let from = page.find(place).unwrap_or_else(|| panic!("no {place} in {page}"));
    page[from..].lines().take_while(|line| !line.is_empty()).map(str::trim).collect()
}

#[test]
fn every_answer_stands_at_its_place() {
    let folder = folder();
    let outcome = run(&folder, &["check", "talk.py", "--rule", "ACME002", "--explain-match"]);
    assert_eq!((outcome.code, outcome.errors()), (0, vec![]), "{outcome:?}");
    let page = outcome.out;
    assert!(page.starts_with("ACME002 spoken-word in talk.py: 10 places"), "{page}");

    let file = ".watchpost/rules/python/ACME002-spoken-word.scm";
    assert_eq!(
        about(&page, "talk.py:4:1"),
        [
            "talk.py:4:1: `say(LOUD)`",
            &format!("{file}:14"),
            "yes    (#resolves? @callee \"voice.speak\")",
            "@callee is `say`, resolves to `voice.speak`",
            "bound  (#argument! @argument @finding \"volume\" 0)",
            "@argument is `LOUD`, folds to `10`",
            "no     (#number? @argument \"<2\")",
            "@argument is `LOUD`, folds to `10`",
            "no match",
            &format!("{file}:21"),
            "yes    (#resolves? @callee \"voice.speak\")",
            "@callee is `say`, resolves to `voice.speak`",
            "bound  (#argument! @argument @finding \"volume\" 0)",
            "@argument is `LOUD`, folds to `10`",
            "yes    (#not-value? @argument \"off\")",
            "@argument is `LOUD`, folds to `10`",
            "reported",
        ],
        "{page}"
    );
    let fine = about(&page, "talk.py:5:1");
    assert!(fine.contains(&"not reported: `#set! exempt` says that it is fine"), "{page}");
    assert!(fine.contains(&"not reported: the pattern of line 14 speaks for this place"), "{page}");
    assert!(about(&page, "talk.py:6:1").contains(&"no     (#not-value? @argument \"off\")"));
    let silenced = about(&page, "talk.py:7:1");
    assert!(silenced.contains(&"@argument is an argument that is not given"), "{page}");
    assert!(silenced.contains(&"silenced by `watchpost: ignore`"), "{page}");
    // Both patterns ask the same first and get the same answer: told once.
    assert_eq!(
        about(&page, "talk.py:8:1"),
        [
            "talk.py:8:1: `print(1)`",
            &format!("{file}:14, 21"),
            "no     (#resolves? @callee \"voice.speak\")",
            "@callee is `print`, resolves to `builtins.print`",
            "no match",
        ],
        "{page}"
    );
}

#[test]
fn a_rule_that_does_not_run_says_why() {
    let folder = folder();
    folder.write("watchpost.toml", "[per-file-ignores]\n\"talk.py\" = [\"ACME002\"]\n");
    let outcome = run(&folder, &["check", "talk.py", "--rule", "ACME002", "--explain-match"]);
    assert!(outcome.out.contains("does not run here: the configuration"), "{outcome:?}");
    let place = about(&outcome.out, "talk.py:4:1");
    assert!(place.contains(&"match, but the rule does not run here"), "{outcome:?}");
}

#[test]
fn standard_input_and_built_in_rules_are_explained_too() {
    let folder = Folder::new();
    let arguments = ["check", "-", "--rule", "subprocess-shell-true", "--explain-match"];
    let code = b"import subprocess as sp\nsp.run(f'tar {name}', shell=True)\n";
    let outcome = run_with_input(&folder, &arguments, code);
    assert_eq!((outcome.code, outcome.errors()), (0, vec![]), "{outcome:?}");
    let place = about(&outcome.out, "stdin.py:2:1");
    assert!(place.contains(&"reported"), "{outcome:?}");
    assert!(place.contains(&"@callee is `sp.run`, resolves to `subprocess.run`"), "{outcome:?}");
}

#[test]
fn explaining_needs_a_rule_of_patterns() {
    let folder = folder();
    assert_eq!(run(&folder, &["check", "talk.py", "--explain-match"]).code, 2);
    let outcome = run(&folder, &["check", "talk.py", "--rule", "PY994", "--explain-match"]);
    assert!(outcome.out.contains("no patterns, the engine `"), "{outcome:?}");
    let arguments = ["check", "nowhere.py", "--rule", "ACME002", "--explain-match"];
    let outcome = run(&folder, &arguments);
    assert_eq!((outcome.code, outcome.errors().len()), (2, 1), "{outcome:?}");
}

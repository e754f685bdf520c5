//! The command line as a shell sees it: arguments and files in, output and exit codes out.

#[path = "cli/cache.rs"]
mod cache;
#[path = "cli/explain_match.rs"]
mod explain_match;
#[path = "cli/fixes.rs"]
mod fixes;
#[path = "support/folder.rs"]
mod folder;
#[path = "cli/posture.rs"]
mod posture;
#[path = "support/program.rs"]
mod program;

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use folder::Folder;
use program::{run, run_with_input};

fn git(folder: &Folder, arguments: &[&str]) {
    let status = Command::new("git")
        .args([
            "-c",
            "user.name=A",
            "-c",
            "user.email=a@example.org",
            "-c",
            "init.defaultBranch=main",
        ])
        .args(arguments)
        .current_dir(folder.path())
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .expect("git is installed");
    assert!(status.success(), "git {arguments:?}");
}

#[test]
fn clean_code_exits_with_0() {
    let folder = Folder::new();
    folder.write("shop/views.py", "x = 1\n");
    let outcome = run(&folder, &["check"]);
    assert_eq!((outcome.code, outcome.errors()), (0, vec![]), "{outcome:?}");
    assert_eq!(outcome.out, "No findings\n");
}

#[test]
fn machine_formats_are_complete_without_findings() {
    let folder = Folder::new();
    folder.write("shop/views.py", "x = 1\n");
    for format in ["json", "sarif", "gitlab"] {
        let outcome = run(&folder, &["check", "--format", format]);
        assert_eq!(outcome.code, 0, "{outcome:?}");
        let value: serde_json::Value = serde_json::from_str(&outcome.out).expect(format);
        assert!(value.is_object(), "{format}: {value}");
    }
    assert_eq!(run(&folder, &["check", "--format", "github"]).out, "");
}

#[test]
fn output_goes_to_a_file_when_asked() {
    let folder = Folder::new();
    folder.write("a.py", "x = 1\n");
    let outcome = run(&folder, &["check", "--format", "json", "--output", "report.json"]);
    assert_eq!((outcome.code, outcome.out.as_str()), (0, ""), "{outcome:?}");
    serde_json::from_slice::<serde_json::Value>(&folder.read("report.json")).expect("JSON");
}

#[test]
fn excluded_files_stay_out_when_named_only_if_asked() {
    let folder = Folder::new();
    folder.write("watchpost.toml", "extend-exclude = [\"generated\"]\n");
    folder.write("generated/a.py", "eval(input())\n");
    folder.write("b.py", "eval(input())\n");
    let named = ["check", "--format", "concise", "generated/a.py", "b.py"];
    let found = |more: &[&str]| {
        let outcome = run(&folder, &[&named[..], more].concat());
        let lines = outcome.out.lines().filter_map(|line| line.split_once(": PY307"));
        (outcome.code, lines.map(|(place, _)| place.to_owned()).collect::<Vec<_>>())
    };
    assert_eq!(found(&[]), (1, vec!["b.py:1:1".to_owned(), "generated/a.py:1:1".to_owned()]));
    assert_eq!(found(&["--force-exclude"]), (1, vec!["b.py:1:1".to_owned()]));
    folder.write("b.py", "x = 1\n");
    assert_eq!(found(&["--force-exclude"]), (0, vec![]));
}

#[test]
fn wrong_arguments_exit_with_2() {
    let folder = Folder::new();
    for arguments in [
        &["check", "--no-such-option"][..],
        &["check", "--format", "yaml"],
        &["check", "--fail-on", "terrible"],
        &["no-such-command"],
        &[],
    ] {
        assert_eq!(run(&folder, arguments).code, 2, "{arguments:?}");
    }
}

#[test]
fn missing_path_is_one_line_and_2() {
    let folder = Folder::new();
    let outcome = run(&folder, &["check", "nowhere.py"]);
    assert_eq!((outcome.code, outcome.errors().len()), (2, 1), "{outcome:?}");
    assert!(outcome.talk.contains("nowhere.py"), "{outcome:?}");
}

#[test]
fn stdin_is_checked_under_its_name() {
    let folder = Folder::new();
    let outcome =
        run_with_input(&folder, &["check", "--stdin-filename", "shop/views.py"], VIEWS.as_bytes());
    assert_eq!((outcome.code, outcome.errors()), (1, vec![]), "{outcome:?}");
    assert!(outcome.out.contains("shop/views.py:5:"), "{outcome:?}");
    let outcome = run_with_input(&folder, &["check", "-"], b"\xff\x00(((");
    assert_eq!((outcome.code, outcome.errors()), (0, vec![]), "{outcome:?}");
}

#[test]
fn files_of_bytes_brackets_and_one_line_are_looked_at() {
    let folder = Folder::new();
    folder.write("nul.py", b"x = 1\0\0\0\ny = 2\n");
    folder.write("brackets.py", "[".repeat(100_000));
    folder.write("calls.py", "f(".repeat(100_000) + &")".repeat(100_000));
    folder.write("empty.py", "");
    folder.write("latin.py", b"# -*- coding: latin-1 -*-\nname = '\xe9'\n");
    let outcome = run(&folder, &["check"]);
    assert_eq!((outcome.code, outcome.errors()), (0, vec![]), "{outcome:?}");
}

#[test]
fn large_files_cost_at_most_one_line_each() {
    let folder = Folder::new();
    folder.write("good.py", "x = 1\n");
    folder.write("line.py", "x = [".to_owned() + &"1, ".repeat(5_000_000 / 3) + "]\n");
    let line = run(&folder, &["check", "line.py"]);
    assert!(line.code == 0 || line.errors().len() == 1, "{line:?}");
    folder.write("large.py", "x = 1  # padding, padding\n".repeat(55_000_000 / 26));
    let large = run(&folder, &["check", "good.py", "large.py"]);
    assert_eq!((large.code, large.errors().len()), (2, 1), "{large:?}");
    assert!(large.talk.contains("large.py"), "{large:?}");
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_passed_over() {
    let folder = Folder::new();
    folder.write("good.py", "x = 1\n");
    let pipe = folder.path().join("pipe.py");
    assert!(Command::new("mkfifo").arg(&pipe).status().expect("mkfifo is installed").success());
    let _socket = std::os::unix::net::UnixListener::bind(folder.path().join("socket.py"))
        .expect("sockets can be made");
    std::os::unix::fs::symlink("..", folder.path().join("loop")).expect("links can be made");
    std::os::unix::fs::symlink("self.py", folder.path().join("self.py"))
        .expect("links can be made");

    let whole = run(&folder, &["check"]);
    assert!(whole.code == 0 || whole.code == 2, "{whole:?}");

    // Named by hand, they deserve an answer.
    for name in ["pipe.py", "socket.py", "self.py"] {
        let named = run(&folder, &["check", name]);
        assert_eq!((named.code, named.errors().len()), (2, 1), "{name}: {named:?}");
    }
}

#[cfg(unix)]
#[test]
fn unreadable_file_is_one_line_and_2() {
    use std::os::unix::fs::PermissionsExt as _;

    let folder = Folder::new();
    folder.write("good.py", "x = 1\n");
    let closed = folder.write("closed.py", "x = 1\n");
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o0)).expect("it is our file");
    let outcome = run(&folder, &["check"]);
    // An administrator reads everything.
    if fs::read(&closed).is_ok() {
        assert_eq!(outcome.code, 0, "{outcome:?}");
    } else {
        assert_eq!((outcome.code, outcome.errors().len()), (2, 1), "{outcome:?}");
        assert!(outcome.talk.contains("closed.py"), "{outcome:?}");
    }
}

#[test]
fn ignored_files_are_not_looked_at() {
    let folder = Folder::new();
    git(&folder, &["init"]);
    folder.write(".gitignore", "generated/\n");
    // Too large to be silent about, if it were looked at.
    folder.write("generated/large.py", "x = 1  # padding, padding\n".repeat(55_000_000 / 26));
    folder.write("good.py", "x = 1\n");
    let outcome = run(&folder, &["check"]);
    assert_eq!((outcome.code, outcome.errors()), (0, vec![]), "{outcome:?}");
}

#[test]
fn completions_come_for_every_shell() {
    let folder = Folder::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let outcome = run(&folder, &["completions", shell]);
        assert_eq!(outcome.code, 0, "{outcome:?}");
        assert!(outcome.out.contains("stdin-filename"), "{shell}");
    }
}

#[test]
fn tree_prints_nodes_with_fields() {
    let folder = Folder::new();
    folder.write("a.py", "run(x)\n");
    let outcome = run(&folder, &["tree", "a.py"]);
    assert_eq!(outcome.code, 0, "{outcome:?}");
    assert!(outcome.out.contains("function: identifier 0:0-0:3 \"run\""), "{outcome:?}");
    let outcome = run(&folder, &["tree", "missing.py"]);
    assert_eq!((outcome.code, outcome.errors().len()), (2, 1), "{outcome:?}");
}

#[test]
fn deep_tree_is_printed() {
    let folder = Folder::new();
    folder.write("deep.py", "[".repeat(100_000));
    let outcome = run(&folder, &["tree", "deep.py"]);
    assert_eq!(outcome.code, 0);
    assert!(outcome.out.len() < 50_000_000, "{} bytes", outcome.out.len());
}

#[test]
fn unknown_rule_is_not_explained() {
    let folder = Folder::new();
    let outcome = run(&folder, &["explain", "XY999"]);
    assert_eq!((outcome.code, outcome.errors().len()), (2, 1), "{outcome:?}");
}

#[test]
fn rules_are_listed_for_programs() {
    let folder = Folder::new();
    let outcome = run(&folder, &["rules", "--format", "json"]);
    assert_eq!(outcome.code, 0, "{outcome:?}");
    let listed: serde_json::Value = serde_json::from_str(&outcome.out).expect("JSON");
    assert!(listed.is_array(), "{listed}");
}

#[test]
fn colour_is_for_those_who_ask() {
    let folder = Folder::new();
    assert!(!run(&folder, &["check", "nowhere.py"]).talk.contains('\x1b'));
    assert!(run(&folder, &["check", "nowhere.py", "--color", "always"]).talk.contains('\x1b'));
}

#[test]
fn revision_gives_old_bytes_without_running_what_the_repository_names() {
    let folder = Folder::new();
    git(&folder, &["init"]);
    let path = folder.write("shop/views.py", "a\nb\n");
    git(&folder, &["add", "."]);
    git(&folder, &["commit", "-m", "first"]);
    folder.write("shop/views.py", "a\nc\n");
    let fresh = folder.write("shop/fresh.py", "a\n");
    // Each of these would leave a trace if it ran.
    let trace = folder.path().join("trace");
    let program = format!("touch '{}' #", trace.display());
    folder.write(".gitattributes", "*.py filter=trap diff=trap\n");
    for key in ["filter.trap.clean", "filter.trap.smudge", "filter.trap.process"] {
        git(&folder, &["config", key, &program]);
    }
    for key in ["diff.trap.textconv", "diff.trap.command", "diff.external"] {
        git(&folder, &["config", key, &program]);
    }
    for key in ["core.fsmonitor", "core.pager", "core.sshCommand"] {
        git(&folder, &["config", key, &program]);
    }

    let mut revision =
        watchpost::cli::diff::Revision::open(folder.path(), "HEAD").expect("it is a commit");
    let old = revision.old_bytes(&path).expect("git answers");
    assert_eq!(old.as_deref(), Some(&b"a\nb\n"[..]));
    assert_eq!(revision.old_bytes(&fresh).expect("git answers"), None);
    // The conversation goes on after a file that is not there.
    assert!(revision.old_bytes(&path).expect("git answers").is_some());
    assert!(!trace.exists());
}

#[test]
fn revision_is_never_an_option() {
    let folder = Folder::new();
    git(&folder, &["init"]);
    folder.write("a.py", "x = 1\n");
    git(&folder, &["add", "."]);
    git(&folder, &["commit", "-m", "first"]);
    let open = |revision: &str| watchpost::cli::diff::Revision::open(folder.path(), revision);
    assert!(open("main").is_ok());
    for revision in ["--all", "--output=trace", "-h", "", "nowhere", "HEAD:a.py", "a\nb"] {
        assert!(open(revision).is_err(), "{revision:?}");
    }
    assert!(!Path::new(&folder.path().join("trace")).exists());
    let outcome = run(&folder, &["check", "--diff", "nowhere"]);
    assert_eq!((outcome.code, outcome.errors().len()), (2, 1), "{outcome:?}");
}

/// Two findings that count, one that a comment silences.
const VIEWS: &str = r#"import subprocess


def view(request):
    subprocess.run(f"ls {request.GET['a']}", shell=True)
    subprocess.run("ls", shell=True)  # nosec B602
    return eval(request.GET["x"])
"#;

/// Paths, lines and codes of the findings, in the order they are told.
fn findings(folder: &Folder, arguments: &[&str]) -> Vec<String> {
    let outcome = run(folder, &[&["check", "--format", "concise"], arguments].concat());
    let finding = |line: &str| {
        let (place, rest) = line.split_once(": ")?;
        let (place, _column) = place.rsplit_once(':')?;
        let code = rest.split_once('[')?.0;
        Some(format!("{place} {code}"))
    };
    outcome.out.lines().filter_map(finding).collect()
}

#[test]
fn findings_exit_with_1_unless_told_otherwise() {
    let folder = Folder::new();
    folder.write("shop/views.py", VIEWS);
    assert_eq!(findings(&folder, &[]), ["shop/views.py:5 PY602", "shop/views.py:7 PY307"]);
    for (arguments, code) in [
        (&["check"][..], 1),
        (&["check", "--fail-on", "high"], 1),
        (&["check", "--fail-on", "critical"], 0),
        (&["check", "--exit-zero"], 0),
        (&["check", "--statistics"], 1),
        // Findings are still told when something else goes wrong.
        (&["check", ".", "nowhere.py"], 2),
        (&["check", ".", "nowhere.py", "--exit-zero"], 2),
    ] {
        let outcome = run(&folder, arguments);
        assert_eq!(outcome.code, code, "{arguments:?}: {outcome:?}");
        assert!(outcome.out.contains("PY602"), "{outcome:?}");
    }
}

#[test]
fn marks_of_direction_are_no_news_in_scripts() {
    let folder = Folder::new();
    folder.write("static/app.js", "var mark = '\u{200e}';\n");
    assert_eq!(findings(&folder, &[]), [""; 0]);
    folder.write("app.py", "mark = 1  # \u{202e}\n");
    assert_eq!(findings(&folder, &[]).len(), 1);
}

#[test]
fn rules_are_chosen_on_the_command_line() {
    let folder = Folder::new();
    folder.write("shop/views.py", VIEWS);
    let shell = ["shop/views.py:5 PY602"];
    assert_eq!(findings(&folder, &["--rule", "PY602"]), shell);
    assert_eq!(findings(&folder, &["--rule", "subprocess-shell-true"]), shell);
    // A prefix selects rules too that are off by default.
    let all = ["shop/views.py:5 PY602", "shop/views.py:6 PY607"];
    assert_eq!(findings(&folder, &["--select", "PY6"]), all);
    assert_eq!(findings(&folder, &["--ignore", "PY307,PY99"]), shell);
    let outcome = run(&folder, &["check", "--rule", "PY6O2"]);
    assert_eq!((outcome.code, outcome.errors().len()), (2, 1), "{outcome:?}");
    assert!(outcome.talk.contains("PY602"), "{outcome:?}");
}

#[test]
fn suppressed_findings_are_shown_on_demand() {
    let folder = Folder::new();
    folder.write("shop/views.py", VIEWS);
    let silenced = "shop/views.py:6:32: PY602 suppressed by `nosec`";
    assert!(!run(&folder, &["check"]).out.contains(silenced));
    let outcome = run(&folder, &["check", "--show-suppressed"]);
    assert!(outcome.out.contains(silenced), "{outcome:?}");
    let count = |arguments: &[&str]| {
        let outcome = run(&folder, arguments);
        let value: serde_json::Value = serde_json::from_str(&outcome.out).expect("JSON");
        value["runs"][0]["results"].as_array().expect("results").len()
    };
    assert_eq!(count(&["check", "--format", "sarif"]), 2);
    assert_eq!(count(&["check", "--format", "sarif", "--show-suppressed"]), 3);
}

#[test]
fn configuration_counts_unless_isolated() {
    let folder = Folder::new();
    folder.write("shop/views.py", VIEWS);
    folder.write("watchpost.toml", "ignore = [\"PY602\"]\nfail-on = \"critical\"\n");
    let outcome = run(&folder, &["check"]);
    assert_eq!(outcome.code, 0, "{outcome:?}");
    assert_eq!(findings(&folder, &[]), ["shop/views.py:7 PY307"]);
    assert_eq!(findings(&folder, &["--isolated"]).len(), 2);
    folder.write("other.toml", "ignore = [\"PY307\"]\n");
    assert_eq!(findings(&folder, &["--config", "other.toml"]), ["shop/views.py:5 PY602"]);
    assert_eq!(run(&folder, &["check", "--config", "missing.toml"]).code, 2);
}

#[test]
fn mistakes_in_configuration_are_told_once() {
    let folder = Folder::new();
    folder.write("shop/views.py", "x = 1\n");
    folder.write("watchpost.toml", "ignroe = [\"PY602\"]\n");
    // Whether the file itself is among the checked ones or not.
    for arguments in [&[][..], &["shop"]] {
        assert_eq!(findings(&folder, arguments), ["watchpost.toml:1 WP101"], "{arguments:?}");
    }
}

#[test]
fn baseline_silences_what_it_knows() {
    let folder = Folder::new();
    folder.write("shop/views.py", VIEWS);
    let outcome = run(&folder, &["baseline", "--output", "known/baseline.json"]);
    assert_eq!(outcome.code, 2, "the folder is missing: {outcome:?}");
    let outcome = run(&folder, &["baseline"]);
    assert_eq!(outcome.code, 0, "{outcome:?}");
    let known = ["--baseline", "watchpost-baseline.json"];
    assert_eq!(findings(&folder, &known), [""; 0]);

    assert!(outcome.talk.contains("makes it count"), "{outcome:?}");
    folder.write("watchpost.toml", "baseline = \"watchpost-baseline.json\"\n");
    assert_eq!(run(&folder, &["check"]).code, 0);
    // Who has done what is advised is not advised to do it.
    let outcome = run(&folder, &["baseline"]);
    assert!(!outcome.talk.contains("makes it count"), "{outcome:?}");
    assert_eq!(findings(&folder, &["--no-baseline"]).len(), 2);
    // Lines move, findings stay known; a second one like it does not hide behind the first.
    folder.write("shop/views.py", format!("# moved\n{VIEWS}\n\neval(request.GET[\"x\"])\n"));
    assert_eq!(findings(&folder, &[]), ["shop/views.py:11 PY307"]);
    // Seen from a folder below, the same findings are known.
    let below = Command::new(env!("CARGO_BIN_EXE_watchpost"))
        .args(["check", "--format", "concise", "--no-cache"])
        .current_dir(folder.path().join("shop"))
        .output()
        .expect("the program starts");
    let below = String::from_utf8(below.stdout).expect("output is UTF-8");
    assert_eq!(below.matches("PY307").count(), 1, "{below}");
    assert_eq!(below.matches("PY602").count(), 0, "{below}");

    folder.write("broken.json", "{");
    let outcome = run(&folder, &["check", "--baseline", "broken.json"]);
    assert_eq!((outcome.code, outcome.errors().len()), (2, 1), "{outcome:?}");
    assert!(outcome.out.contains("PY602"), "{outcome:?}");
}

#[test]
fn diff_shows_findings_on_changed_lines() {
    let folder = Folder::new();
    git(&folder, &["init"]);
    folder.write("shop/views.py", VIEWS);
    git(&folder, &["add", "."]);
    git(&folder, &["commit", "-m", "first"]);
    assert_eq!(findings(&folder, &["--diff", "HEAD"]), [""; 0]);
    folder.write("shop/views.py", VIEWS.replace("ls {", "cat {"));
    folder.write("shop/fresh.py", "eval(input())\n");
    assert_eq!(
        findings(&folder, &["--diff", "HEAD"]),
        ["shop/fresh.py:1 PY307", "shop/views.py:5 PY602"]
    );
}

/// Lines that are reported in `code` without and with an option of a rule.
fn lines_by_option(code: &str, option: &str) -> [Vec<u64>; 2] {
    ["", option].map(|option| {
        let folder = Folder::new();
        folder.write("a.py", code);
        folder.write("watchpost.toml", option);
        let outcome = run(&folder, &["check", "--format", "json", "a.py"]);
        let report: serde_json::Value = serde_json::from_str(&outcome.out).expect("JSON");
        let findings = report["findings"].as_array().expect("a list");
        let rule = option.split(['[', '.', ']']).nth(2).unwrap_or_default();
        let own = findings.iter().filter(|finding| rule.is_empty() || finding["code"] == rule);
        own.map(|finding| finding["line"].as_u64().expect("a number")).collect()
    })
}

#[test]
fn typed_exceptions_count_when_asked_for() {
    let code = "for a in b:\n    try:\n        a()\n    except ValueError:\n        BODY\n";
    for (rule, body) in [("PY110", "pass"), ("PY112", "continue")] {
        let option = format!("[rules.{rule}]\ncheck-typed-exception = true\n");
        let lines = lines_by_option(&code.replace("BODY", body), &option);
        assert_eq!(lines, [vec![], vec![4]], "{rule}");
    }
}

#[test]
fn comments_for_other_tools_are_unused_only_when_asked_for() {
    let code = "x = 1  # nosec B602\ny = 1  # noqa: S602\nz = 1  # watchpost: ignore[PY602]\n";
    let option = "[rules.PY992]\nother-tools = true\n";
    assert_eq!(lines_by_option(code, option), [vec![3], vec![1, 2, 3]]);
}

#[test]
fn calls_that_make_safe_markup_are_named_by_the_project() {
    let code = "from markupsafe import Markup\nfrom shop.html import clean\nx = Markup(clean(a))\n";
    let option = "[rules.PY704]\nallowed-markup-calls = [\"shop.html.clean\"]\n";
    assert_eq!(lines_by_option(code, option), [vec![3], vec![]]);
}

/// A rule of a workspace's own.
const SHOUT: &str = r#"; ACME001 shout
;
; severity   = "low"
; confidence = "high"
; cwe        = [78]
; message    = "`{callee}` shouts"
; since      = "1.0.0"
; ---
; Shouting wakes the neighbours.
;
; ## Write instead
; Whisper.

((call
  function: (identifier) @callee) @finding
  (#eq? @callee "shout"))
"#;

#[test]
fn own_rules_run_and_are_tested() {
    let folder = Folder::new();
    folder.write(".watchpost/rules/ACME001-shout.scm", SHOUT);
    folder.write("shop/views.py", "shout()\n");
    assert_eq!(findings(&folder, &[]), ["shop/views.py:1 ACME001"]);
    assert!(run(&folder, &["explain", "ACME001"]).out.contains("neighbours"));

    // Other rules may find what they like in a fixture, unless it speaks of them.
    let good = "shout('a')  # expect: ACME001\n#<^^^^^^^^ \"`shout` shouts\"\nwhisper(eval(x))\n";
    folder.write(".watchpost/rules/tests/ACME001-shout.py", good);
    let outcome = run(&folder, &["test"]);
    assert_eq!((outcome.code, outcome.out.as_str()), (0, "ok    ACME001-shout\n"), "{outcome:?}");
    assert_eq!(findings(&folder, &[]), ["shop/views.py:1 ACME001"], "fixtures are not checked");

    folder.write(".watchpost/rules/tests/ACME001-shout.py", "shout()\nx()  # expect: ACME001\n");
    let outcome = run(&folder, &["test", ".watchpost/rules"]);
    assert_eq!(outcome.code, 1, "{outcome:?}");
    assert!(outcome.out.contains("ACME001-shout.py:1: found without a mark"), "{outcome:?}");
    assert!(outcome.out.contains("ACME001-shout.py:2: `expect: ACME001` but"), "{outcome:?}");
}

#[test]
fn broken_own_rule_is_a_finding_in_its_file() {
    let folder = Folder::new();
    let broken = SHOUT.replace("\"low\"", "\"loud\"");
    folder.write(".watchpost/rules/ACME001-shout.scm", broken);
    folder.write("shop/views.py", VIEWS);
    for arguments in [&[][..], &["shop"]] {
        let found = findings(&folder, arguments);
        assert_eq!(found.len(), 3, "{found:?}");
        assert!(found[0].starts_with(".watchpost/rules/ACME001-shout.scm:"), "{found:?}");
    }
    assert_eq!(run(&folder, &["test"]).code, 2);
}

#[test]
fn reader_that_leaves_is_no_trouble() {
    let folder = Folder::new();
    folder.write("deep.py", "f(".repeat(50_000) + &")".repeat(50_000));
    let mut child = Command::new(env!("CARGO_BIN_EXE_watchpost"))
        .args(["tree", "--tokens", "deep.py"])
        .current_dir(folder.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("the program ends");
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn nothing_is_said_about_what_could_not_be_read() {
    let folder = Folder::new();
    folder.write("shop/views.py", VIEWS);
    let outcome = run(&folder, &["check", "missing.py"]);
    assert_eq!((outcome.code, &*outcome.out), (2, ""), "{outcome:?}");
    assert_eq!(outcome.errors().len(), 1, "{outcome:?}");
}

#[test]
fn statistics_are_for_scripts_too() {
    let folder = Folder::new();
    folder.write("shop/views.py", VIEWS);
    let outcome = run(&folder, &["check", "--statistics", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&outcome.out).expect("it is JSON");
    let codes: Vec<_> = json["statistics"]
        .as_array()
        .expect("it is a list")
        .iter()
        .map(|row| (row["code"].as_str().unwrap_or_default(), row["findings"].as_u64()))
        .collect();
    assert_eq!(codes, [("PY307", Some(1)), ("PY602", Some(1))]);
    let outcome = run(&folder, &["check", "--statistics", "--format", "sarif"]);
    assert_eq!(outcome.code, 2, "{outcome:?}");
}

#[test]
fn rules_of_ones_own_are_called_as_one_likes() {
    let folder = Folder::new();
    folder.write("shop/views.py", "forbidden()\n");
    folder.write(
        ".watchpost/rules/python/XX100-no-forbidden.scm",
        "; XX100 no-forbidden\n;\n; severity = \"low\"\n; confidence = \"high\"\n; cwe = [1]\n; message = \"m\"\n; since = \"0.1.0\"\n; ---\n; Harm.\n;\n; ## Write instead\n; Good.\n\n((call function: (_) @_callee) @finding (#eq? @_callee \"forbidden\"))\n",
    );
    assert_eq!(findings(&folder, &[]), ["shop/views.py:1 XX100"]);
}

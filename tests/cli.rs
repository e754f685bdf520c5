//! The command line as a shell sees it: arguments and files in, output and exit codes out.

#[path = "support/folder.rs"]
mod folder;

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use folder::Folder;

/// What a run left behind.
#[derive(Debug)]
struct Outcome {
    code: i32,
    out: String,
    talk: String,
}

/// Runs `watchpost` in a folder.
fn run(folder: &Folder, arguments: &[&str]) -> Outcome {
    run_with_input(folder, arguments, b"")
}

fn run_with_input(folder: &Folder, arguments: &[&str], input: &[u8]) -> Outcome {
    let mut child = Command::new(env!("CARGO_BIN_EXE_watchpost"))
        .args(arguments)
        .current_dir(folder.path())
        .env_remove("NO_COLOR")
        .env_remove("CLICOLOR_FORCE")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("it is piped");
    let input = input.to_owned();
    // Commands that read no input may end before all of it is written.
    let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().expect("the program ends");
    writer.join().expect("writing does not panic");
    Outcome {
        code: output.status.code().expect("the program is not killed"),
        out: String::from_utf8(output.stdout).expect("output is UTF-8"),
        talk: String::from_utf8(output.stderr).expect("talk is UTF-8"),
    }
}

/// The lines of `talk` that are errors.
fn errors(outcome: &Outcome) -> Vec<&str> {
    outcome.talk.lines().filter(|line| line.starts_with("error: ")).collect()
}

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
    assert_eq!((outcome.code, errors(&outcome)), (0, vec![]), "{outcome:?}");
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
    assert_eq!((outcome.code, errors(&outcome).len()), (2, 1), "{outcome:?}");
    assert!(outcome.talk.contains("nowhere.py"), "{outcome:?}");
}

#[test]
fn stdin_is_checked_under_its_name() {
    let folder = Folder::new();
    let outcome =
        run_with_input(&folder, &["check", "--stdin-filename", "shop/views.py"], b"x = 1\n");
    assert_eq!((outcome.code, errors(&outcome)), (0, vec![]), "{outcome:?}");
    let outcome = run_with_input(&folder, &["check", "-"], b"\xff\x00(((");
    assert_eq!((outcome.code, errors(&outcome)), (0, vec![]), "{outcome:?}");
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
    assert_eq!((outcome.code, errors(&outcome)), (0, vec![]), "{outcome:?}");
}

#[test]
fn large_files_cost_at_most_one_line_each() {
    let folder = Folder::new();
    folder.write("good.py", "x = 1\n");
    folder.write("line.py", "x = [".to_owned() + &"1, ".repeat(5_000_000 / 3) + "]\n");
    let line = run(&folder, &["check", "line.py"]);
    assert!(line.code == 0 || errors(&line).len() == 1, "{line:?}");
    folder.write("large.py", "x = 1  # padding, padding\n".repeat(50_000_000 / 26));
    let large = run(&folder, &["check", "good.py", "large.py"]);
    assert_eq!((large.code, errors(&large).len()), (2, 1), "{large:?}");
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
        assert_eq!((named.code, errors(&named).len()), (2, 1), "{name}: {named:?}");
    }
}

#[cfg(unix)]
#[test]
fn unreadable_file_is_one_line_and_2() {
    use std::os::unix::fs::PermissionsExt as _;

    let folder = Folder::new();
    folder.write("good.py", "x = 1\n");
    let closed = folder.write("closed.py", "x = 1\n");
    fs::set_permissions(&closed, fs::Permissions::from_mode(0)).expect("it is our file");
    let outcome = run(&folder, &["check"]);
    // An administrator reads everything.
    if fs::read(&closed).is_ok() {
        assert_eq!(outcome.code, 0, "{outcome:?}");
    } else {
        assert_eq!((outcome.code, errors(&outcome).len()), (2, 1), "{outcome:?}");
        assert!(outcome.talk.contains("closed.py"), "{outcome:?}");
    }
}

#[test]
fn ignored_files_are_not_looked_at() {
    let folder = Folder::new();
    git(&folder, &["init"]);
    folder.write(".gitignore", "generated/\n");
    // Too large to be silent about, if it were looked at.
    folder.write("generated/large.py", "x = 1  # padding, padding\n".repeat(50_000_000 / 26));
    folder.write("good.py", "x = 1\n");
    let outcome = run(&folder, &["check"]);
    assert_eq!((outcome.code, errors(&outcome)), (0, vec![]), "{outcome:?}");
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
    assert_eq!((outcome.code, errors(&outcome).len()), (2, 1), "{outcome:?}");
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
    assert_eq!((outcome.code, errors(&outcome).len()), (2, 1), "{outcome:?}");
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
    assert_eq!((outcome.code, errors(&outcome).len()), (2, 1), "{outcome:?}");
}

//! Files that no honest project has: each costs one line at most, and nothing in the files beside it.
//!
//! No test looks at a clock: what is not bounded by the size of its file would not end here.

#[path = "support/folder.rs"]
mod folder;
#[path = "support/program.rs"]
mod program;

use std::process::Command;

use folder::Folder;
use program::{Outcome, run};

/// A file with one finding, which every run must find.
const BAIT: &str = "import subprocess\nsubprocess.run(f'ls {name}', shell=True)\n";

/// Checks a folder with the bait beside what the folder holds already.
fn check(folder: &Folder) -> Outcome {
    folder.write("bait.py", BAIT);
    let outcome = run(folder, &["check", "--format", "concise"]);
    assert!(outcome.out.contains("bait.py:2:"), "{outcome:?}");
    assert_eq!(folder.read("bait.py"), BAIT.as_bytes());
    outcome
}

/// Whole texts that cost no error, only perhaps the note that they are no code.
fn check_texts(texts: &[(&str, String)]) {
    let folder = Folder::new();
    for (name, text) in texts {
        folder.write(&format!("{name}.py"), text);
    }
    let outcome = check(&folder);
    assert_eq!(outcome.code, 1, "{outcome:?}");
    for (name, _) in texts {
        let about = outcome.talk.lines().filter(|line| line.contains(&format!("{name}.py:")));
        assert!(about.count() <= 1, "{name}: {outcome:?}");
    }
    assert!(!outcome.talk.contains("error: "), "{outcome:?}");
}

#[test]
fn deep_code() {
    const N: usize = 20_000;
    let indented = |line: &str| -> String {
        (0..800).map(|depth| format!("{}{line}\n", " ".repeat(depth))).collect()
    };
    check_texts(&[
        ("round", "(".repeat(N) + &")".repeat(N)),
        ("open", "([{".repeat(N)),
        ("closed", ")".repeat(N)),
        ("curly", "{".repeat(N)),
        ("calls", format!("x = {}{}\n", "f(".repeat(N), ")".repeat(N))),
        ("sum", format!("x = {}1\n", "1+".repeat(N))),
        ("texts", format!("import os\nos.system({}y)\n", "'a' + ".repeat(N))),
        ("attributes", format!("import os\nx = os{}\n", ".a".repeat(N))),
        ("chain", format!("x = a(){}\n", ".b()".repeat(N))),
        ("called", format!("x = a{}\n", "()".repeat(N))),
        ("assigned", format!("{}1\n", "a = ".repeat(N))),
        ("formatted", format!("x = {}1{}\n", "f'{".repeat(5_000), "}'".repeat(5_000))),
        ("lambdas", format!("x = {}1\n", "lambda: ".repeat(5_000))),
        ("choices", format!("x = {}2\n", "1 if a else ".repeat(5_000))),
        ("compared", format!("x = {}b\n", "a < ".repeat(5_000))),
        ("negated", format!("x = {}1\n", "not ".repeat(N))),
        ("minus", format!("x = {}1\n", "-".repeat(N))),
        ("blocks", indented("if a:")),
        ("functions", indented("def f():")),
    ]);
}

#[test]
fn wide_code() {
    const N: usize = 2_000;
    let numbered = |line: &dyn Fn(usize) -> String| (0..N).map(line).collect::<String>();
    check_texts(&[
        ("decorators", format!("{}def f(): pass\n", "@a\n".repeat(N))),
        ("imports", numbered(&|n| format!("import module_{n}\n"))),
        ("stars", "from os import *\n".repeat(N) + &"run(a, shell=True)\n".repeat(500)),
        ("branches", format!("if a: pass\n{}", "elif b: pass\n".repeat(N))),
        ("bases", format!("class A({}): pass\n", numbered(&|n| format!("B{n}, ")))),
        ("holes", format!("x = '{}'.format({})\n", "{}".repeat(N), "a, ".repeat(N))),
        ("mapping", format!("x = {{{}}}\n", numbered(&|n| format!("'k{n}': {n}, ")))),
        ("comments", format!("x = 1\n{}", "# noqa: S602\n".repeat(N))),
        ("ignored", "x = 1  # watchpost: ignore[PY602] why\n".repeat(200)),
        ("joined", "\\\n".repeat(N)),
        ("sum", "x = 1 + \\\n".repeat(N)),
        ("bidi", "x = '\u{202e}'\n".repeat(N)),
        ("doubling", numbered(&|n| format!("a{} = a{n} + a{n}\n", n + 1))),
    ]);
}

#[test]
fn a_long_run_of_comments_hides_nothing() {
    let folder = Folder::new();
    let run = "# a line of code that somebody put aside\n".repeat(2_000);
    folder.write("aside.py", BAIT.replacen('\n', &format!("\n{run}"), 1));
    let outcome = check(&folder);
    assert!(outcome.out.contains("aside.py:2002:"), "{outcome:?}");
}

#[test]
fn bytes_of_every_kind() {
    let folder = Folder::new();
    folder.write("nul.py", [0; 10_000]);
    folder.write("broken.py", b"x = '\xff\xfe\x80'\n".repeat(500));
    folder.write("utf16.py", [0xff, 0xfe, b'x', 0, b'=', 0, b'1', 0]);
    folder.write("klingon.py", b"# coding: klingon\nx = 1\n");
    folder.write("cr.py", BAIT.replace('\n', "\r"));
    let outcome = check(&folder);
    assert!(outcome.out.contains("cr.py:2:"), "{outcome:?}");
    assert!(!outcome.talk.contains("error: "), "{outcome:?}");
}

#[test]
fn code_around_deep_code_is_looked_at() {
    let folder = Folder::new();
    let deep = format!("x = {}{}\n", "(".repeat(5_000), ")".repeat(5_000));
    folder.write("deep.py", format!("{BAIT}{deep}{BAIT}"));
    let outcome = check(&folder);
    assert!(outcome.out.contains("deep.py:2:"), "{outcome:?}");
    assert!(outcome.out.contains("deep.py:5:"), "{outcome:?}");
}

#[test]
fn modules_that_import_each_other() {
    let folder = Folder::new();
    for n in 0..60 {
        let (next, far) = ((n + 1) % 60, (n * 7 + 3) % 60);
        let text = format!("from m{next} import *\nfrom m{far} import *\nn{n} = 1\nn{far}(a)\n");
        folder.write(&format!("m{n}.py"), &text);
    }
    assert_eq!(check(&folder).code, 1);
}

#[test]
fn large_files_are_data_and_larger_ones_are_not_read() {
    let folder = Folder::new();
    folder.write("large.py", "x = 1\n".repeat(700_000));
    let file = std::fs::File::create(folder.path().join("larger.py")).expect("a file");
    file.set_len(50_000_001).expect("a file with a hole");
    let outcome = check(&folder);
    assert_eq!(outcome.code, 2, "{outcome:?}");
    let lines: Vec<&str> = outcome.talk.lines().collect();
    assert_eq!(lines.len(), 2, "{outcome:?}");
    assert!(lines.iter().any(|line| line.contains("large.py: larger than 4 MB")), "{lines:?}");
    assert!(lines.iter().any(|line| line.contains("larger.py: larger than 50 MB")), "{lines:?}");
}

#[cfg(unix)]
#[test]
fn pipes_sockets_and_links() {
    let folder = Folder::new();
    let path = |name: &str| folder.path().join(name);
    let made = Command::new("mkfifo").arg(path("pipe.py")).status().expect("mkfifo is there");
    assert!(made.success());
    let _listener = std::os::unix::net::UnixListener::bind(path("s.py")).expect("a socket");
    std::os::unix::fs::symlink("nowhere", path("gone.py")).expect("a link");
    std::os::unix::fs::symlink(".", path("around")).expect("a link");
    assert_eq!(check(&folder).code, 1);
    // Named, they are not read, and that is said.
    let outcome = run(&folder, &["check", "pipe.py", "s.py", "gone.py", "bait.py"]);
    assert_eq!((outcome.code, outcome.talk.lines().count()), (2, 3), "{outcome:?}");
}

#[cfg(unix)]
#[test]
fn a_baseline_that_cannot_be_read_is_one_line() {
    let folder = Folder::new();
    folder.write("watchpost.toml", "baseline = \"known.json\"\n");
    let deep = format!("{}1", "[".repeat(100_000));
    for text in ["", "\0", "{\"version\": 1}", "[1, 2]", deep.as_str()] {
        folder.write("known.json", text);
        let outcome = check(&folder);
        assert_eq!((outcome.code, outcome.talk.lines().count()), (2, 1), "{outcome:?}");
    }
    std::fs::remove_file(folder.path().join("known.json")).expect("it was written");
    let pipe = folder.path().join("known.json");
    assert!(Command::new("mkfifo").arg(pipe).status().expect("mkfifo is there").success());
    let outcome = check(&folder);
    assert_eq!((outcome.code, outcome.talk.lines().count()), (2, 1), "{outcome:?}");
}

#[test]
fn configuration_that_nobody_wrote() {
    let deep = format!("x = {}", "[".repeat(50_000));
    let dotted = format!("[{}a]\n", "a.".repeat(50_000));
    let large = "exclude = [\n".to_owned() + &"  'abc',\n".repeat(200_000) + "]\n";
    for text in ["\0", deep.as_str(), &dotted, &large, "extend = 'watchpost.toml'\n"] {
        let folder = Folder::new();
        folder.write("watchpost.toml", text);
        let outcome = check(&folder);
        assert!(outcome.out.contains("watchpost.toml:"), "{outcome:?}");
    }
}

#[test]
fn lock_files_that_no_tool_wrote() {
    let folder = Folder::new();
    let deep = "[".repeat(100_000);
    folder.write("uv.lock", format!("x = {deep}"));
    folder.write("poetry.lock", format!("[{}a]\n", "a.".repeat(50_000)));
    folder.write("Pipfile.lock", &deep);
    folder.write("requirements.txt", "-r requirements.txt\n-r /dev/zero\n");
    assert_eq!(check(&folder).code, 1);
}

#[test]
fn files_that_change_or_go_away_while_they_are_read() {
    use std::sync::atomic::{AtomicBool, Ordering};

    let folder = Folder::new();
    let name = |number: usize| format!("restless_{number}.py");
    // Long enough to be caught in the middle, and little work otherwise.
    let long = format!("x = 1  # {}\n", "x".repeat(900_000));
    for number in 0..40 {
        folder.write(&name(number), &long);
    }
    let is_over = AtomicBool::new(false);
    let outcomes: Vec<Outcome> = std::thread::scope(|scope| {
        scope.spawn(|| {
            for turn in 0.. {
                for number in 0..40 {
                    if is_over.load(Ordering::Relaxed) {
                        return;
                    }
                    match (turn + number) % 3 {
                        0 => drop(folder.write(&name(number), &long)),
                        1 => drop(folder.write(&name(number), "")),
                        // It may be gone already.
                        _ => drop(std::fs::remove_file(folder.path().join(name(number)))),
                    }
                }
            }
        });
        let outcomes = (0..5).map(|_| check(&folder)).collect();
        is_over.store(true, Ordering::Relaxed);
        outcomes
    });
    for outcome in outcomes {
        let errors = outcome.errors();
        for error in &errors {
            assert!(error.ends_with(".py: changes while it is being read, try again"), "{error}");
        }
        assert_eq!(outcome.code, if errors.is_empty() { 1 } else { 2 }, "{outcome:?}");
        let findings: Vec<&str> =
            outcome.out.lines().filter(|line| line.contains(".py:")).collect();
        assert!(findings.iter().all(|line| line.starts_with("bait.py:2:")), "{outcome:?}");
    }
}

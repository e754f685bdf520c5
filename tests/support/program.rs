//! Runs `watchpost` as a shell does: arguments and input in, output and exit code out.

use std::io::Write as _;
use std::process::{Command, Stdio};

use super::folder::Folder;

/// What a run left behind.
#[derive(Debug)]
pub struct Outcome {
    /// The exit code.
    pub code: i32,
    /// What was written to standard output.
    pub out: String,
    /// What was written to standard error.
    pub talk: String,
}

impl Outcome {
    /// The lines of `talk` that are errors.
    pub fn errors(&self) -> Vec<&str> {
        self.talk.lines().filter(|line| line.starts_with("error: ")).collect()
    }
}

/// Runs `watchpost` in a folder.
pub fn run(folder: &Folder, arguments: &[&str]) -> Outcome {
    run_with_input(folder, arguments, b"")
}

/// Runs `watchpost` in a folder with something on standard input.
pub fn run_with_input(folder: &Folder, arguments: &[&str], input: &[u8]) -> Outcome {
    let mut child = Command::new(env!("CARGO_BIN_EXE_watchpost"))
        .args(arguments)
        .current_dir(folder.path())
        .env_remove("NO_COLOR")
        .env_remove("CLICOLOR_FORCE")
        .env("WATCHPOST_CACHE_DIR", folder.path().with_extension("cache"))
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

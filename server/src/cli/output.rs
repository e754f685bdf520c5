//! Where words go: data to stdout, talk to stderr, neither complaining when nobody listens.

use std::fmt::Display;
use std::io::{self, Write as _};

/// Writes data to stdout. A reader that left (`| head`) is no trouble.
pub fn data(bytes: &[u8]) -> io::Result<()> {
    let mut out = anstream::stdout().lock();
    forgive_broken_pipe(out.write_all(bytes).and_then(|()| out.flush()))
}

/// Writes data to stdout as it is, whatever it holds: text in another encoding, or escape codes of a file.
pub fn bytes(bytes: &[u8]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    forgive_broken_pipe(out.write_all(bytes).and_then(|()| out.flush()))
}

/// Columns of lines nobody measures.
pub const USUAL_WIDTH: usize = 100;

/// Whether what goes to stdout may be coloured.
pub fn stdout_has_colour() -> bool {
    anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never
}

/// Turns the error of a reader that left into success.
pub fn forgive_broken_pipe(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

/// Says that something went wrong.
pub fn error(message: impl Display) {
    say("error", ERROR, &message);
}

/// Says that something is not as it should be, though the work goes on.
pub fn warning(message: impl Display) {
    say("warning", WARNING, &message);
}

/// Says what could be tried.
pub fn hint(message: impl Display) {
    say("hint", HINT, &message);
}

/// Says how it went.
pub fn note(message: impl Display) {
    let _ = writeln!(anstream::stderr(), "{message}");
}

/// Text without what would move the cursor or break the line.
pub fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

const ERROR: &str = "\x1b[1;31m";
const WARNING: &str = "\x1b[1;33m";
const HINT: &str = "\x1b[1;36m";

fn say(word: &str, colour: &str, message: &dyn Display) {
    // Nobody can be told that stderr is closed.
    let _ = writeln!(anstream::stderr(), "{colour}{word}\x1b[0m: {message}");
}

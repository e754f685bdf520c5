//! The program: arguments go to `cli`, its exit code comes back.

use std::process::ExitCode;

fn main() -> ExitCode {
    match std::env::args().nth(1).as_deref() {
        Some("serve") => watchpost::lsp::serve_stdio(),
        _ => {
            eprintln!("usage: watchpost serve");
            ExitCode::from(2)
        }
    }
}

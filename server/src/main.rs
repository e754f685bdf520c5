//! The program: arguments go to `cli`, its exit code comes back.

use std::process::ExitCode;

fn main() -> ExitCode {
    watchpost::cli::run()
}

//! `serve`: the language server on standard input and output.

use std::process::ExitCode;

/// What to serve.
#[derive(clap::Args, Debug)]
pub struct Options {
    /// Talk over standard input and output; the only way there is, so it may be left out
    #[arg(long)]
    stdio: bool,
}

/// Serves one editor until it leaves.
pub fn run(options: &Options) -> ExitCode {
    // Many editors pass the flag to every server; both spellings mean the same.
    let Options { stdio: _ } = options;
    crate::lsp::serve_stdio()
}

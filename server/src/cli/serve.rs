//! `serve`: the language server.

use std::path::PathBuf;
use std::process::ExitCode;

use crate::lsp::Channel;

/// What to serve.
#[derive(clap::Args, Debug)]
pub struct Options {
    /// Talk over standard input and output; the usual way, so it may be left out
    #[arg(long, conflicts_with = "port")]
    stdio: bool,
    /// Wait for one client on this port of the loopback address; 0 takes a free one
    #[arg(long, visible_alias = "socket", value_name = "PORT")]
    port: Option<u16>,
    /// Add log lines to this file too; `WATCHPOST_LOG=debug` makes them more
    #[arg(long, value_name = "FILE")]
    log_file: Option<PathBuf>,
}

/// Serves one editor until it leaves.
pub fn run(options: &Options) -> ExitCode {
    // Many editors pass `--stdio` to every server; both spellings mean the same.
    let Options { stdio: _, port, log_file } = options;
    let channel = port.map_or(Channel::Stdio, Channel::Port);
    crate::lsp::serve(channel, log_file.as_deref())
}

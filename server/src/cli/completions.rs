//! `completions`: prints the script that teaches a shell to complete our arguments.

use std::process::ExitCode;

use clap::CommandFactory as _;

use super::{Arguments, output};

/// Which shell.
#[derive(clap::Args, Debug)]
pub struct Options {
    /// The shell to complete in
    shell: clap_complete::Shell,
}

/// Prints the script.
pub fn run(options: &Options) -> anyhow::Result<ExitCode> {
    let mut script = Vec::new();
    clap_complete::generate(options.shell, &mut Arguments::command(), "watchpost", &mut script);
    output::data(&script)?;
    Ok(ExitCode::SUCCESS)
}

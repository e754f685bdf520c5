//! `schema`: prints the JSON schema of `watchpost.toml`, for editors that complete and check it.

use std::process::ExitCode;

use super::ground::Ground;
use super::output;
use crate::config::schema;

/// Which rules it knows.
#[derive(clap::Args, Debug)]
pub struct Options {
    /// Leave out the workspace's own rules
    #[arg(long)]
    isolated: bool,
}

/// Prints the schema.
pub fn run(options: &Options) -> anyhow::Result<ExitCode> {
    let ground = if options.isolated { Ground::bare()? } else { Ground::of_rules()? };
    output::data(schema::schema(&ground.catalogue).as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

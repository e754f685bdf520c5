//! Options that several commands share: what is looked at, and under which configuration.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};

use crate::finding::{Confidence, Severity};

/// What to look at.
#[derive(clap::Args, Debug)]
pub struct Targets {
    /// Files and folders; the current folder if none is given
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// How many files to look at at once; as many as there are processors if not given
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=512))]
    pub jobs: Option<u16>,
}

/// What to change in the configuration files' word.
#[derive(clap::Args, Debug)]
#[command(next_help_heading = "Rules and configuration")]
pub struct Configuration {
    /// Use this configuration file and no other
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Ignore all configuration files
    #[arg(long, conflicts_with = "config")]
    pub isolated: bool,
    /// Run these rules instead of the configured ones: codes, names, prefixes such as `DJ1`, `ALL`
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub select: Vec<String>,
    /// Run these rules too
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub extend_select: Vec<String>,
    /// Do not run these rules
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub ignore: Vec<String>,
    /// Run this rule only; may be given several times
    #[arg(long, value_name = "RULE", conflicts_with_all = ["select", "extend_select"])]
    pub rule: Vec<String>,
    /// Leave out findings that are less sure than this
    #[arg(long, value_name = "low|medium|high", value_parser = confidence(), hide_possible_values = true)]
    pub confidence: Option<Confidence>,
}

/// Parses a severity.
pub fn severity() -> impl TypedValueParser<Value = Severity> {
    PossibleValuesParser::new(Severity::ALL.map(Severity::word))
        .try_map(|word| word.parse::<Severity>())
}

fn confidence() -> impl TypedValueParser<Value = Confidence> {
    PossibleValuesParser::new(["low", "medium", "high"]).try_map(|word| word.parse::<Confidence>())
}

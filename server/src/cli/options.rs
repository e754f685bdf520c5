//! Options that several commands share: what is looked at, and under which configuration.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::anyhow;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use crate::config::{self, Overrides};
use crate::finding::{Confidence, Severity};
use crate::rules::{Catalogue, Rule, Selector};

/// What to look at.
#[derive(clap::Args, Debug)]
pub struct Targets {
    /// Files and folders; the current folder if none is given
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Leave out excluded files even if they are named; for tools that name every file that changed
    #[arg(long)]
    pub force_exclude: bool,
    /// How many files to look at at once; as many as there are processors if not given
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=512))]
    pub jobs: Option<u16>,
}

/// What to change in the configuration files' word.
#[derive(clap::Args, Debug, Default)]
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
    /// Look at all of every file, not only where a rule may have something to say: finds the same, slowly
    #[arg(long)]
    pub exhaustive: bool,
}

impl Configuration {
    /// What the options say, for the rules there are.
    pub fn overrides(&self, here: &Path, catalogue: &Catalogue) -> anyhow::Result<Overrides> {
        let selectors = |words: &[String]| -> anyhow::Result<Vec<Selector>> {
            words.iter().map(|word| selector(word, catalogue)).collect()
        };
        let options = config::Options {
            select: if self.select.is_empty() { None } else { Some(selectors(&self.select)?) },
            extend_select: selectors(&self.extend_select)?,
            ignore: selectors(&self.ignore)?,
            confidence: self.confidence,
            ..config::Options::default()
        };
        Ok(Overrides { root: here.to_owned(), options, only: selectors(&self.rule)? })
    }

    /// The rules that `--rule` names.
    pub fn rules(&self, catalogue: &Catalogue) -> anyhow::Result<Vec<Arc<Rule>>> {
        let selectors: Vec<Selector> =
            self.rule.iter().map(|word| selector(word, catalogue)).collect::<Result<_, _>>()?;
        let is_named = |rule: &&Arc<Rule>| selectors.iter().any(|named| named.matches(rule));
        Ok(catalogue.rules().iter().filter(is_named).cloned().collect())
    }
}

fn selector(word: &str, catalogue: &Catalogue) -> anyhow::Result<Selector> {
    match Selector::parse(word.trim(), catalogue) {
        Ok(parsed) => Ok(parsed.selector),
        Err(unknown) => {
            let near = unknown.suggestion.as_ref();
            let hint = near.map(|near| format!("; a similar one is `{near}`")).unwrap_or_default();
            Err(anyhow!("{unknown}{hint}"))
        }
    }
}

/// Parses a severity.
pub fn severity() -> impl TypedValueParser<Value = Severity> {
    PossibleValuesParser::new(Severity::ALL.map(Severity::word))
        .try_map(|word| word.parse::<Severity>())
}

fn confidence() -> impl TypedValueParser<Value = Confidence> {
    PossibleValuesParser::new(["low", "medium", "high"]).try_map(|word| word.parse::<Confidence>())
}

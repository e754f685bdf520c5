//! `baseline`: writes down today's findings, so that `check` shows only new ones.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;

use super::ground::{Ground, Source};
use super::known::folder_of;
use super::{CLEAN, TROUBLE, Talk, options, output, reporting, rewrite, scan};
use crate::suppress::baseline::{entry, write};

/// What to write down, and where.
#[derive(clap::Args, Debug)]
pub struct Options {
    #[command(flatten)]
    targets: options::Targets,
    /// The file to write
    #[arg(short, long, value_name = "FILE", default_value = "watchpost-baseline.json")]
    output: PathBuf,
    #[command(flatten)]
    configuration: options::Configuration,
}

/// Checks everything and writes the baseline.
pub fn run(options: &Options, talk: Talk) -> anyhow::Result<ExitCode> {
    let ground = Ground::new(&options.configuration)?;
    let files = ground.files(&options.targets);
    let home = folder_of(&options.output);
    let work = |source: Source| {
        let checked = ground.check(&source);
        let failures = scan::failures(&source.path, &checked);
        let settings = ground.settings(&source.path);
        let found = reporting::found(&source, &checked, home, &settings);
        let found = found.and_then(reporting::Found::unsilenced);
        let entries = found.map_or_else(Vec::new, |found| {
            let findings = found.file.findings.iter().zip(&found.fingerprints);
            findings
                .map(|(reported, &fingerprint)| {
                    let finding = &reported.finding;
                    entry(&found.home_path, &finding.rule, fingerprint, &finding.message)
                })
                .collect()
        });
        Ok((entries, failures))
    };
    let mut entries = Vec::new();
    let mut troubles = ground.troubles.clone();
    troubles.extend(files.troubles);
    let mut failures = Vec::new();
    let receive = |(of_file, failed): (Vec<_>, Vec<_>)| {
        entries.extend(of_file);
        failures.extend(failed);
    };
    let jobs = options.targets.jobs;
    troubles.extend(scan::for_each(&ground, &files.paths, jobs, talk, work, receive)?);
    failures.sort();
    troubles.append(&mut failures);
    for trouble in &troubles {
        output::error(trouble);
    }
    let n_entries = entries.len();
    rewrite::write(&options.output, write(entries).as_bytes())
        .with_context(|| format!("cannot write `{}`", options.output.display()))?;
    if !talk.quiet {
        let plural = if n_entries == 1 { "" } else { "s" };
        let path = options.output.display();
        output::note(format_args!("{n_entries} finding{plural} written to `{path}`"));
        if !counts(&ground, &options.output) {
            output::hint(format_args!(
                "`baseline = \"{path}\"` in `watchpost.toml` makes it count"
            ));
        }
    }
    Ok(ExitCode::from(if troubles.is_empty() { CLEAN } else { TROUBLE }))
}

/// Whether the configuration of this folder names that baseline already.
fn counts(ground: &Ground, baseline: &Path) -> bool {
    let configured = ground.discovery.settings_for_folder(ground.here()).baseline.clone();
    configured.is_some_and(|configured| {
        let whole = |path: &Path| ground.here().join(path).canonicalize().ok();
        whole(&configured) == whole(baseline)
    })
}

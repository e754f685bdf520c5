//! `check`: looks for findings and reports them.

use std::collections::HashSet;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::SystemTime;

use anyhow::{Context as _, bail};
use clap::builder::{PossibleValue, TypedValueParser};

use super::cache::Cache;
use super::ground::{Ground, Source};
use super::known::Baselines;
use super::reporting::Found;
use super::scan::{self, Trouble};
use super::{
    CLEAN, FINDINGS, TROUBLE, Talk, diff, explain_match, known, options, output, reporting, rewrite,
};
use crate::analysis::Checked;
use crate::config;
use crate::finding::Severity;
use crate::report::{self, Format, Report, ReportedError, ReportedFile};
use crate::text::{DocumentUrl, LineIndex};
use crate::workspace::url;

/// What to check, and how to say what was found.
#[derive(clap::Args, Debug)]
pub struct Options {
    #[command(flatten)]
    targets: options::Targets,
    /// Check standard input as if it were this file
    #[arg(long, value_name = "PATH")]
    stdin_filename: Option<PathBuf>,
    /// How to write findings
    #[arg(long, value_name = "FORMAT", value_parser = format(), default_value = "text", help_heading = "Output")]
    format: Format,
    /// Write to this file instead of standard output
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    output: Option<PathBuf>,
    /// Count findings by rule instead of showing each
    #[arg(long, help_heading = "Output")]
    statistics: bool,
    /// Show findings too that a comment or the baseline silences
    #[arg(long, help_heading = "Output")]
    show_suppressed: bool,
    /// Fail for findings of this severity and above; `low` if nothing else is configured
    #[arg(long, value_name = "LEVEL", value_parser = options::severity(), help_heading = "Exit code")]
    fail_on: Option<Severity>,
    /// Exit with 0 whatever is found; trouble still exits with 2
    #[arg(long, help_heading = "Exit code")]
    exit_zero: bool,
    /// Show only findings on lines that differ from this git revision
    #[arg(long, value_name = "REV")]
    diff: Option<String>,
    /// Leave out the findings in this baseline file
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Show the findings too that the configured baseline knows
    #[arg(long, conflicts_with = "baseline")]
    no_baseline: bool,
    /// Show what each predicate of the rules given by `--rule` said about each place, for writing rules
    #[arg(
        long,
        requires = "rule",
        conflicts_with_all = ["format", "output", "statistics", "show_suppressed", "diff", "fail_on"],
        help_heading = "Output"
    )]
    explain_match: bool,
    /// Neither use nor keep what earlier runs found to be clean
    #[arg(long)]
    no_cache: bool,
    #[command(flatten)]
    configuration: options::Configuration,
}

fn format() -> impl TypedValueParser<Value = Format> {
    let values = Format::ALL.map(|format| PossibleValue::new(format.word()).help(format.help()));
    clap::builder::PossibleValuesParser::new(values).try_map(|word| word.parse::<Format>())
}

/// Checks and reports.
pub fn run(options: &Options, talk: Talk) -> anyhow::Result<ExitCode> {
    let started = SystemTime::now();
    if options.statistics
        && !matches!(options.format, Format::Text | Format::Concise | Format::Json)
    {
        bail!("`--statistics` is written as `text` or `json`, not as `{}`", options.format.word());
    }
    let ground = Ground::new(&options.configuration)?;
    if options.explain_match {
        return explain(options, &ground);
    }
    // Before the work, so that a wrong name costs no time.
    let mut revision = match &options.diff {
        Some(revision) => Some(diff::Revision::open(ground.here(), revision)?),
        None => None,
    };
    let known = match (&options.baseline, options.no_baseline) {
        (Some(path), _) => known::Choice::Given(path.clone()),
        (None, true) => known::Choice::Nothing,
        (None, false) => known::Choice::Configured,
    };

    let Looked { mut found, mut troubles, mut notes, seen } =
        look(options, &ground, &known, talk, started)?;
    found.extend(mistakes(&ground, &known, &seen));
    found.sort_by(|left, right| left.file.path.cmp(&right.file.path));
    let mut baselines = Baselines::new(&ground.catalogue);
    for found in &mut found {
        let settings = ground.settings(Path::new(&found.file.path));
        if let Some(path) = known.path(&settings) {
            baselines.mark(path, found);
        }
        if !options.show_suppressed {
            found.file.findings.retain(|reported| reported.suppressed.is_none());
        }
        if let Some(revision) = &mut revision {
            keep_changed(&mut found.file, revision, &ground)?;
        }
    }
    troubles.append(&mut baselines.troubles);
    for trouble in &troubles {
        output::error(trouble);
    }
    if !talk.quiet {
        notes.sort();
        notes.iter().for_each(output::warning);
    }

    let mut files: Vec<ReportedFile> = found.into_iter().map(|found| found.file).collect();
    files.retain(|file| !file.findings.is_empty());
    // People have been told on stderr already.
    let for_people = matches!(options.format, Format::Text | Format::Concise);
    let errors = if for_people { &[] } else { troubles.as_slice() };
    let report = Report {
        files,
        errors: errors.iter().map(reported_error).collect(),
        catalogue: &ground.catalogue,
        version: env!("CARGO_PKG_VERSION"),
    };
    print(options, &ground, &report, started, !troubles.is_empty())?;

    let fails = |file: &ReportedFile| {
        let settings = ground.settings(Path::new(&file.path));
        let level = options.fail_on.unwrap_or(settings.fail_on);
        file.findings
            .iter()
            .any(|reported| reported.suppressed.is_none() && reported.finding.severity >= level)
    };
    let code = if !troubles.is_empty() {
        TROUBLE
    } else if !options.exit_zero && report.files.iter().any(fails) {
        FINDINGS
    } else {
        CLEAN
    };
    Ok(ExitCode::from(code))
}

/// What checking gave.
#[derive(Default)]
struct Looked {
    found: Vec<Found>,
    troubles: Vec<Trouble>,
    /// What people should know about how a file was read.
    notes: Vec<Trouble>,
    /// The documents that were checked.
    seen: HashSet<DocumentUrl>,
}

/// What looking at one file gave: findings, notes, failures, and what it rests on if there is nothing to say.
type OfFile = (Option<Found>, Vec<Trouble>, Vec<Trouble>, Option<(PathBuf, HashSet<PathBuf>)>);

/// Checks what was asked for.
fn look(
    options: &Options,
    ground: &Ground,
    known: &known::Choice,
    talk: Talk,
    started: SystemTime,
) -> anyhow::Result<Looked> {
    let mut looked = Looked { troubles: ground.troubles.clone(), ..Looked::default() };
    let look_at = |source: &Source| {
        let (checked, basis) = ground.check_with_basis(source);
        let home = known.home(&ground.settings(&source.path));
        let found = reporting::found(source, &checked, &home, options.show_suppressed);
        let basis = basis.filter(|_| checked.is_clean()).map(|basis| (source.path.clone(), basis));
        let notes = checked.notes.iter().map(|note| Trouble::new(&source.path, note));
        (found, notes.collect::<Vec<_>>(), scan::failures(&source.path, &checked), basis)
    };
    let mut failures = Vec::new();
    let mut clean = Vec::new();
    let mut receive = |(found, notes, failed, basis): OfFile| {
        looked.found.extend(found);
        looked.notes.extend(notes);
        failures.extend(failed);
        clean.extend(basis);
    };
    match stdin_name(options) {
        Some(name) => {
            let source = ground.read_stdin(&name)?;
            match source.and_then(|source| scan::guarded(&name, |_| Ok(look_at(&source)))) {
                Ok(result) => receive(result),
                Err(trouble) => looked.troubles.push(trouble),
            }
            looked.seen.insert(url::of_path(&name));
        }
        None => {
            let files = ground.files(&options.targets);
            looked.troubles.extend(files.troubles.iter().cloned());
            let mut cache = match options.no_cache {
                true => None,
                false => {
                    Cache::open(ground, &files, &options.targets, &options.configuration, started)
                }
            };
            let open = cache.as_mut().map(|cache| cache.open_files(&files.paths));
            let work = |source: Source| Ok(look_at(&source));
            let jobs = options.targets.jobs;
            looked.troubles.extend(scan::for_each(
                ground,
                open.as_ref().unwrap_or(&files.paths),
                jobs,
                talk,
                work,
                receive,
            )?);
            if let Some(mut cache) = cache {
                for (path, basis) in clean {
                    cache.add(&path, basis);
                }
                cache.write(ground);
            }
            let ours = files.paths.iter().filter(|path| is_ours(path));
            looked.seen.extend(ours.map(|path| url::of_path(path)));
        }
    }
    failures.sort();
    looked.troubles.append(&mut failures);
    Ok(looked)
}

/// Whether the file at `path` is addressed to us: only of those it matters whether they were seen.
fn is_ours(path: &Path) -> bool {
    config::is_configuration(path) || path.extension().is_some_and(|extension| extension == "scm")
}

/// What is wrong in the configuration and rule files that this run depended on, as far as looking
/// at the files themselves did not say so.
fn mistakes(ground: &Ground, known: &known::Choice, seen: &HashSet<DocumentUrl>) -> Vec<Found> {
    let mut all = Vec::new();
    let mut add = |source: &Source, checked: &Checked| {
        let home = known.home(&ground.settings(&source.path));
        all.extend(reporting::found(source, checked, &home, false));
    };
    for mut file in ground.discovery.mistakes() {
        let source = ground.source(&file.path, file.text.as_bytes());
        if seen.contains(&source.url) {
            let said = config::check_text(&file.path, &file.text, &ground.catalogue);
            file.mistakes.retain(|mistake| !said.contains(mistake));
        }
        let findings = config::mistakes::findings(&source.url, &file.mistakes);
        add(&source, &Checked { findings, ..Checked::default() });
    }
    for path in &ground.broken_rules {
        if !seen.contains(&url::of_path(path))
            && let Ok(source) = ground.read(path)
        {
            add(&source, &ground.check(&source));
        }
    }
    all
}

/// Explains the rules that were named instead of reporting findings.
fn explain(options: &Options, ground: &Ground) -> anyhow::Result<ExitCode> {
    let rules = options.configuration.rules(&ground.catalogue)?;
    let (mut sources, mut troubles) = (Vec::new(), ground.troubles.clone());
    match stdin_name(options) {
        Some(name) => sources.push(ground.read_stdin(&name)?),
        None => {
            let files = ground.files(&options.targets);
            troubles.extend(files.troubles);
            sources.extend(files.paths.iter().map(|path| ground.read(path)));
        }
    }
    for source in sources {
        match source.and_then(|source| {
            scan::guarded(&source.path, |_| Ok(explain_match::page(ground, &source, &rules)))
        }) {
            Ok(page) => output::data(page.as_bytes())?,
            Err(trouble) => troubles.push(trouble),
        }
    }
    troubles.iter().for_each(output::error);
    Ok(ExitCode::from(if troubles.is_empty() { CLEAN } else { TROUBLE }))
}

/// The name standard input goes by, if it is what is checked.
fn stdin_name(options: &Options) -> Option<PathBuf> {
    let dash = matches!(options.targets.paths.as_slice(), [path] if path.as_os_str() == "-");
    match &options.stdin_filename {
        Some(name) => Some(name.clone()),
        None => dash.then(|| PathBuf::from("stdin.py")),
    }
}

/// Drops findings that lie on unchanged lines only.
fn keep_changed(
    file: &mut ReportedFile,
    revision: &mut diff::Revision,
    ground: &Ground,
) -> anyhow::Result<()> {
    let path = Path::new(&file.path);
    let Some(old) = revision.old_bytes(path)? else { return Ok(()) };
    let lines = LineIndex::new(&file.text);
    let changed = diff::changed_lines(&ground.source(path, &old).text, &file.text);
    file.findings.retain(|found| {
        let span = found.finding.location.span;
        diff::touches(&changed, lines.line(span.start), lines.line(span.end))
    });
    Ok(())
}

fn reported_error(trouble: &Trouble) -> ReportedError {
    ReportedError { path: reporting::shown(&trouble.path), message: trouble.message.clone() }
}

fn print(
    options: &Options,
    ground: &Ground,
    report: &Report<'_>,
    started: SystemTime,
    in_trouble: bool,
) -> anyhow::Result<()> {
    let root = ground.here_url();
    let how = report::Options {
        color: options.output.is_none() && output::stdout_has_colour(),
        width: output::USUAL_WIDTH,
        root: root.as_deref(),
        started: &reporting::utc(started),
        ended: &reporting::utc(SystemTime::now()),
    };
    let write = |out: &mut dyn Write| {
        match (options.statistics, options.format) {
            (true, Format::Json) => return report::write_statistics_json(report, out),
            (true, _) => return report::write_statistics(report, out),
            // "No findings" would be read as an answer about what could not be checked, too.
            (false, Format::Text | Format::Concise) if report.files.is_empty() && in_trouble => {
                return Ok(());
            }
            (false, _) => {}
        }
        report::write(options.format, report, out, &how)?;
        match options.format {
            Format::Text | Format::Concise => write_suppressed(report, out),
            _ => Ok(()),
        }
    };
    match &options.output {
        Some(path) => {
            let mut content = Vec::new();
            write(&mut content)?;
            rewrite::write(path, &content)
                .with_context(|| format!("cannot write `{}`", path.display()))
        }
        None => {
            let mut out = io::BufWriter::new(io::stdout().lock());
            let written = write(&mut out).and_then(|()| out.flush());
            output::forgive_broken_pipe(written).context("cannot write to standard output")
        }
    }
}

/// The formats for people only count what is silenced; who asks to see it gets it as a list below.
fn write_suppressed(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    for file in &report.files {
        let lines = LineIndex::new(&file.text);
        for reported in &file.findings {
            if let Some(how) = reported.suppressed {
                let finding = &reported.finding;
                let (line, column) = lines.line_column(finding.location.span.start);
                let path = output::one_line(&file.path);
                let message = output::one_line(&finding.message);
                writeln!(
                    out,
                    "{path}:{line}:{column}: {} suppressed by `{how}`: {message}",
                    finding.rule
                )?;
            }
        }
    }
    Ok(())
}

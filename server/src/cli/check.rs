//! `check`: looks for findings and reports them.

use std::collections::HashSet;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::SystemTime;

use anyhow::{Context as _, bail};
use clap::builder::{PossibleValue, TypedValueParser};

use super::cache::{Answer, Cache};
use super::ground::{self, Ground, Source};
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
use crate::rules::Catalogue;
use crate::text::{DocumentUrl, LineIndex};
use crate::workspace::{ledger, url};

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
    /// Neither use nor keep what earlier runs found
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
    let known = match (&options.baseline, options.no_baseline) {
        (Some(path), _) => known::Choice::Given(path.clone()),
        (None, true) => known::Choice::Nothing,
        (None, false) => known::Choice::Configured,
    };
    let mut cache = open_cache(options, started);
    if let Some(cache) = &mut cache
        && let Some(found) = all_known(options, cache)
    {
        let codes = found.iter().flat_map(|found| &found.file.findings);
        let codes: HashSet<&str> = codes.map(|one| one.finding.rule.as_str()).collect();
        if let Some(catalogue) = Catalogue::of_builtin(&codes) {
            return finish(options, &catalogue, found, &[], started);
        }
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

    let Looked { mut found, mut troubles, mut notes, seen } =
        look(options, &ground, &known, cache, talk)?;
    found.extend(mistakes(&ground, &known, &seen));
    let mut baselines = Baselines::new(&ground.catalogue);
    for found in &mut found {
        if let Some(path) = found.baseline.clone() {
            baselines.mark(&path, found);
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
    finish(options, &ground.catalogue, found, &troubles, started)
}

/// Reports what was found.
fn finish(
    options: &Options,
    catalogue: &Catalogue,
    mut found: Vec<Found>,
    troubles: &[Trouble],
    started: SystemTime,
) -> anyhow::Result<ExitCode> {
    found.retain(|found| !found.file.findings.is_empty());
    found.sort_by(|left, right| left.file.path.cmp(&right.file.path));
    let fails = found.iter().any(|found| {
        let level = options.fail_on.unwrap_or(found.fail_on);
        let mut findings = found.file.findings.iter();
        findings.any(|one| one.suppressed.is_none() && one.finding.severity >= level)
    });
    // People have been told on stderr already.
    let for_people = matches!(options.format, Format::Text | Format::Concise);
    let errors = if for_people { &[] } else { troubles };
    let report = Report {
        files: found.into_iter().map(|found| found.file).collect(),
        errors: errors.iter().map(reported_error).collect(),
        catalogue,
        version: env!("CARGO_PKG_VERSION"),
    };
    print(options, &report, started, !troubles.is_empty())?;
    let code = if !troubles.is_empty() {
        TROUBLE
    } else if !options.exit_zero && fails {
        FINDINGS
    } else {
        CLEAN
    };
    Ok(ExitCode::from(code))
}

/// The cache of runs with these options, if they want one.
fn open_cache(options: &Options, started: SystemTime) -> Option<Cache> {
    if options.no_cache || options.explain_match || stdin_name(options).is_some() {
        return None;
    }
    let here = std::env::current_dir().ok()?;
    let said = (&options.configuration, &options.baseline, options.no_baseline);
    let cache = Cache::open(&here, &format!("{said:?}"), started)?;
    ledger::begin();
    Some(cache)
}

/// What an earlier run found in all files, if nothing else is to be done than to tell it.
fn all_known(options: &Options, cache: &mut Cache) -> Option<Vec<Found>> {
    let listed = cache.listed(&options.targets)?;
    if options.diff.is_some() {
        return None;
    }
    let (answers, open) = cache.answers(&listed);
    let is_all = open.is_empty() && answers.iter().all(|answer| answer.notes.is_empty());
    let found: Vec<Found> = answers.into_iter().filter_map(|answer| answer.found).collect();
    if !is_all || found.iter().any(|found| found.baseline.is_some()) {
        return None;
    }
    match options.show_suppressed {
        true => Some(found),
        false => Some(found.into_iter().filter_map(Found::unsilenced).collect()),
    }
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

/// What looking at one file gave.
struct OfFile {
    answer: Answer,
    failures: Vec<Trouble>,
    /// What a later run may take for it, with the files that rests on.
    kept: Option<(Vec<u8>, Option<HashSet<PathBuf>>)>,
}

/// Checks what was asked for.
fn look(
    options: &Options,
    ground: &Ground,
    known: &known::Choice,
    cache: Option<Cache>,
    talk: Talk,
) -> anyhow::Result<Looked> {
    let mut looked = Looked { troubles: ground.troubles.clone(), ..Looked::default() };
    let is_kept = cache.is_some();
    let look_at = |source: &Source| {
        let (checked, basis) = ground.check_with_basis(source);
        let mut answer = Answer {
            path: source.path.clone(),
            notes: checked.notes.clone(),
            found: found_in(ground, known, source, &checked),
        };
        let failures = scan::failures(&source.path, &checked);
        let kept = (is_kept && failures.is_empty()).then(|| (answer.written(), basis));
        if !options.show_suppressed {
            answer.found = answer.found.and_then(Found::unsilenced);
        }
        OfFile { answer, failures, kept }
    };
    let mut failures = Vec::new();
    let mut kept = Vec::new();
    let mut receive = |of_file: OfFile| {
        failures.extend(of_file.failures);
        let path = of_file.answer.path.clone();
        looked.take(of_file.answer);
        kept.extend(of_file.kept.map(|(said, basis)| (path, said, basis)));
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
            let targets = &options.targets;
            let listed = cache.as_ref().and_then(|cache| cache.listed(targets));
            let files = listed.is_none().then(|| ground.files(targets));
            let ours = files.iter().flat_map(|files| &files.paths).filter(|path| is_ours(path));
            let seen: Vec<DocumentUrl> = ours.map(|path| url::of_path(path)).collect();
            let mut troubles: Vec<Trouble> =
                files.iter().flat_map(|files| files.troubles.iter().cloned()).collect();
            let (mut answers, mut open) = (Vec::new(), Vec::new());
            let mut cache = cache;
            match (&mut cache, listed, &files) {
                (Some(cache), Some(listed), _) => (answers, open) = cache.answers(&listed),
                (Some(cache), None, Some(files)) => {
                    let listed = cache.names(&files.paths);
                    (answers, open) = cache.answers(&listed);
                }
                (_, _, Some(files)) => open.clone_from(&files.paths),
                (_, _, None) => {}
            }
            let work = |source: Source| Ok(look_at(&source));
            troubles.extend(scan::for_each(ground, &open, targets.jobs, talk, work, receive)?);
            if let Some(mut cache) = cache {
                for (path, said, basis) in kept {
                    cache.add(path, basis, said);
                }
                cache.write(ground, &ledger::take(), files.as_ref().map(|files| (targets, files)));
            }
            for mut answer in answers {
                if !options.show_suppressed {
                    answer.found = answer.found.and_then(Found::unsilenced);
                }
                looked.take(answer);
            }
            looked.troubles.append(&mut troubles);
            looked.seen.extend(seen);
        }
    }
    failures.sort();
    looked.troubles.append(&mut failures);
    Ok(looked)
}

impl Looked {
    fn take(&mut self, answer: Answer) {
        self.found.extend(answer.found);
        self.notes.extend(answer.notes.iter().map(|note| Trouble::new(&answer.path, note)));
    }
}

/// What was found in a file, silenced findings too.
fn found_in(
    ground: &Ground,
    known: &known::Choice,
    source: &Source,
    checked: &Checked,
) -> Option<Found> {
    let settings = ground.settings(&source.path);
    let mut found = reporting::found(source, checked, &known.home(&settings), &settings)?;
    found.baseline = known.path(&settings).map(Path::to_owned);
    Some(found)
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
        all.extend(found_in(ground, known, source, checked).and_then(Found::unsilenced));
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
    report: &Report<'_>,
    started: SystemTime,
    in_trouble: bool,
) -> anyhow::Result<()> {
    let root = std::env::current_dir().ok().and_then(|here| ground::url_of(&here));
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

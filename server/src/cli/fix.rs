//! `fix`: applies the repairs that findings come with.

use std::process::ExitCode;

use super::ground::{Ground, Source};
use super::scan::{self, Trouble};
use super::{CLEAN, TROUBLE, Talk, options, output, reporting, rewrite};
use crate::finding::fix::{apply, choose};
use crate::finding::{FixPlan, Safety};
use crate::syntax::parse::parse;
use crate::text::decode;

/// What to repair.
#[derive(clap::Args, Debug)]
pub struct Options {
    #[command(flatten)]
    targets: options::Targets,
    /// Show what would change, write nothing
    #[arg(long)]
    diff: bool,
    /// Apply repairs too that may change what the program does
    #[arg(long = "unsafe")]
    with_unsafe: bool,
    #[command(flatten)]
    configuration: options::Configuration,
}

/// A repair can make room for another; after this many rounds two of them are chasing each other.
const MOST_PASSES: usize = 10;

/// A file with repairs.
struct Repaired {
    shown: String,
    n_fixes: usize,
    /// How it changes; empty if it was written.
    diff: Vec<u8>,
}

/// What became of a file.
#[derive(Default)]
struct Outcome {
    repaired: Option<Repaired>,
    /// Rules that broke: what they could repair is not.
    failures: Vec<Trouble>,
}

/// Repairs files, or shows how.
pub fn run(options: &Options, talk: Talk) -> anyhow::Result<ExitCode> {
    let ground = Ground::new(&options.configuration)?;
    let found = ground.files(&options.targets);
    let work = |source: Source| repair_file(&ground, source, options);
    let (mut repaired, mut failures) = (Vec::new(), Vec::new());
    let receive = |outcome: Outcome| {
        repaired.extend(outcome.repaired);
        failures.extend(outcome.failures);
    };
    let mut troubles = ground.troubles.clone();
    troubles.extend(found.troubles);
    let jobs = options.targets.jobs;
    troubles.extend(scan::for_each(&ground, &found.paths, jobs, talk, work, receive)?);
    failures.sort();
    troubles.append(&mut failures);
    repaired.sort_by(|left, right| left.shown.cmp(&right.shown));
    for trouble in &troubles {
        output::error(trouble);
    }
    for file in &repaired {
        if options.diff {
            output::bytes(&file.diff)?;
        }
    }
    if !talk.quiet {
        let n_fixes: usize = repaired.iter().map(|file| file.n_fixes).sum();
        let verb = if options.diff { "would be applied" } else { "applied" };
        output::note(format_args!(
            "{} {verb} in {}",
            count(n_fixes, "fix", "fixes"),
            count(repaired.len(), "file", "files")
        ));
    }
    Ok(ExitCode::from(if troubles.is_empty() { CLEAN } else { TROUBLE }))
}

fn count(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

fn repair_file(ground: &Ground, source: Source, options: &Options) -> Result<Outcome, Trouble> {
    let (text, n_fixes, failures) = repaired_text(ground, &source, options.with_unsafe);
    if *text == *source.text {
        return Ok(Outcome { repaired: None, failures });
    }
    let shown = reporting::shown(&source.path);
    let trouble = |message: &dyn std::fmt::Display| Trouble::new(&source.path, message);
    if source.decoded.lossy {
        return Err(trouble(&"has bytes that are no text, so it cannot be fixed"));
    }
    if breaks(&source, &text) {
        return Err(trouble(&"the fixes together would break its syntax, nothing was written"));
    }
    let encode = |text: &str| {
        decode::encode(text, source.decoded.encoding, source.decoded.byte_order_mark).ok_or_else(
            || trouble(&"its encoding lacks a character of the fix, nothing was written"),
        )
    };
    let (old, new) = (encode(&source.text)?, encode(&text)?);
    let mut diff = Vec::new();
    if options.diff {
        diff = rewrite::unified_diff(&shown, &old, &new);
    } else {
        rewrite::replace(&source.path, &old, &new).map_err(|error| trouble(&error))?;
    }
    Ok(Outcome { repaired: Some(Repaired { shown, n_fixes, diff }), failures })
}

/// The text after all repairs, how many they were, and what broke meanwhile.
fn repaired_text(
    ground: &Ground,
    source: &Source,
    with_unsafe: bool,
) -> (String, usize, Vec<Trouble>) {
    let mut current = source.clone();
    let mut n_fixes = 0;
    let mut failures = Vec::new();
    for _ in 0..MOST_PASSES {
        let checked = ground.check(&current);
        for failure in scan::failures(&source.path, &checked) {
            if !failures.contains(&failure) {
                failures.push(failure);
            }
        }
        // A plan is done as a whole or not at all, and here is one file.
        let wanted =
            |plan: &&FixPlan| plan.is_local() && (plan.safety == Safety::Safe || with_unsafe);
        // One plan for each finding: the others are other ways to the same end.
        let plans: Vec<_> = checked
            .findings
            .iter()
            .filter_map(|finding| finding.fixes.iter().find(wanted))
            .map(|plan| {
                let edits = checked.edits(plan).into_iter().map(|edit| ((), edit)).collect();
                (plan, edits)
            })
            .collect();
        let mut chosen = choose(&plans);
        let Some(edits) = chosen.edits.remove(&()) else { break };
        let Ok(text) = apply(&current.text, &edits) else { break };
        if *text == *current.text {
            break;
        }
        n_fixes += chosen.taken.len();
        current.text = text.into();
    }
    (current.text.to_string(), n_fixes, failures)
}

/// Whether a text that could be parsed no longer can.
fn breaks(source: &Source, text: &str) -> bool {
    let has_errors = |text: &str| {
        parse(source.language, text, None).is_some_and(|tree| tree.root_node().has_error())
    };
    has_errors(text) && !has_errors(&source.text)
}

//! `test`: runs a workspace's own rules over their fixtures.
//!
//! A fixture is named like its rule file, stands beside it or in a folder `tests`, and says in
//! comments what should be found: see `rules::marks`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, bail};

use super::ground::Ground;
use super::scan::{self, Trouble};
use super::{CLEAN, FINDINGS, TROUBLE, Talk, output, reporting};
use crate::rules::marks::{self, Complaint, Marks, Seen};
use crate::rules::{Catalogue, Rule, RuleOrigin, lint};
use crate::text::{LineIndex, PositionEncoding};
use crate::workspace::own_rules::{self, OwnRule, OwnRules};

/// Which rules.
#[derive(clap::Args, Debug)]
pub struct Options {
    /// Rule files and folders; the workspace's `.watchpost/rules` if none is given
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
}

/// Tests each rule.
pub fn run(options: &Options, talk: Talk) -> anyhow::Result<ExitCode> {
    let paths = if options.paths.is_empty() {
        let here = std::env::current_dir().context("there is no current folder")?;
        match own_rules::folder(&here) {
            Some(folder) => vec![folder],
            None => bail!("there is no folder `{}` here or above", own_rules::FOLDER),
        }
    } else {
        options.paths.clone()
    };
    let mut own = OwnRules::default();
    for path in &paths {
        own.read(path);
    }
    let OwnRules { rules: own, troubles, mistakes, broken: _ } = own;
    let mut troubles: Vec<Trouble> =
        troubles.into_iter().chain(mistakes).map(Trouble::from).collect();
    for OwnRule { path, rule } in &own {
        if let Some(taken) = Catalogue::builtin().by_code(rule.code.as_str()) {
            let message = format!("the code {} belongs to the rule {}", taken.code, taken.name);
            troubles.push(Trouble::new(path, message));
        }
    }
    let ground = Ground::with_rules(own.iter().map(|own| own.rule.clone()).collect())?;

    let (mut n_passed, mut n_failed) = (0, 0);
    for OwnRule { path, rule } in &own {
        for note in lint::untriggered(rule).into_iter().filter(|_| !talk.quiet) {
            let message = note.message;
            match line(path, note.span.start) {
                Some(line) => {
                    output::note(format_args!("{}:{line}: {message}", reporting::shown(path)))
                }
                None => output::note(format_args!("{}: {message}", reporting::shown(path))),
            }
        }
        let Some(fixture) = fixture(path, &paths) else {
            output::warning(format_args!(
                "{} has no fixture: write `{}.py` beside it",
                reporting::shown(path),
                rule.stem()
            ));
            continue;
        };
        match scan::guarded(&fixture, |fixture| judge(&ground, rule, fixture)) {
            Ok(complaints) if complaints.is_empty() => {
                n_passed += 1;
                output::data(format!("ok    {}\n", rule.stem()).as_bytes())?;
            }
            Ok(complaints) => {
                n_failed += 1;
                let mut text = format!("FAIL  {}\n", rule.stem());
                for Complaint { line, message } in complaints {
                    let fixture = reporting::shown(&fixture);
                    text.push_str(&format!("      {fixture}:{}: {message}\n", line + 1));
                }
                output::data(text.as_bytes())?;
            }
            Err(trouble) => troubles.push(trouble),
        }
    }
    for trouble in &troubles {
        output::error(trouble);
    }
    if !talk.quiet {
        output::note(format_args!("{n_passed} passed, {n_failed} failed"));
    }
    Ok(ExitCode::from(match (troubles.len(), n_failed) {
        (0, 0) => CLEAN,
        (0, _) => FINDINGS,
        _ => TROUBLE,
    }))
}

/// The line, counted from one, of a place in a file.
fn line(path: &Path, byte: usize) -> Option<usize> {
    let text = std::fs::read_to_string(path).ok()?;
    Some(LineIndex::new(&text).position(byte, PositionEncoding::Utf32).line as usize + 1)
}

/// Where the fixture of a rule file is.
fn fixture(rule_file: &Path, roots: &[PathBuf]) -> Option<PathBuf> {
    let name = rule_file.with_extension("py");
    let file_name = name.file_name()?;
    let mut folders = vec![rule_file.parent()?.to_owned()];
    folders.push(folders[0].join("tests"));
    for root in roots {
        folders.push(root.join("tests"));
        folders.extend(root.parent().map(|above| above.join("tests")));
    }
    folders.into_iter().map(|folder| folder.join(file_name)).find(|path| path.is_file())
}

/// What keeps a fixture from passing.
fn judge(ground: &Ground, rule: &Rule, fixture: &Path) -> Result<Vec<Complaint>, Trouble> {
    let mut source = ground.read(fixture)?;
    let marks = marks::read(&source.text, source.language.comment);
    // Rules look at where a file lies; a fixture says where it would.
    source.path = PathBuf::from(marks.path());
    let checked = ground.check(&source);
    if let Some(failure) = checked.failures.first() {
        return Err(Trouble::new(fixture, failure));
    }
    let lines = LineIndex::new(&source.text);
    let seen: Vec<Seen> = checked
        .findings
        .iter()
        .filter(|finding| concerns(ground, &marks, finding.rule.as_str()))
        .map(|finding| {
            let span = finding.location.span;
            let start = lines.position(span.start, PositionEncoding::Utf32);
            let end = lines.position(span.end, PositionEncoding::Utf32);
            Seen {
                line: start.line,
                column: start.column,
                end_column: end.column,
                code: finding.rule.clone(),
                message: finding.message.clone(),
            }
        })
        .collect();
    let mut complaints = marks::judge(&marks, &seen);
    if !marks.marks.iter().any(|mark| mark.code == rule.code) {
        let message = format!("no mark says where {} is expected", rule.code);
        complaints.push(Complaint { line: 0, message });
    }
    Ok(complaints)
}

/// Built-in rules may find what they like in a fixture, unless it speaks of them.
fn concerns(ground: &Ground, marks: &Marks, code: &str) -> bool {
    let own = ground
        .catalogue
        .by_code(code)
        .is_some_and(|rule| matches!(rule.origin, RuleOrigin::Workspace(_)));
    own || marks.marks.iter().any(|mark| mark.code.as_str() == code)
}

//! `posture`: prints the security checklist of a Django project.

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use clap::ValueEnum;

use super::ground::Ground;
use super::options::Configuration;
use super::{CLEAN, FINDINGS, TROUBLE, output, reporting};
use crate::analysis::posture::{Posture, State, posture};
use crate::report::posture as printed;
use crate::workspace::walk::IgnoreFiles;
use crate::workspace::{WalkOptions, Workspace, walk};

/// The script every Django project begins with.
const START: &str = "manage.py";

/// Folders named where there are several projects.
const MOST_NAMED: usize = 5;

/// Which project, and how to print its checklist.
#[derive(clap::Args, Debug)]
pub struct Options {
    /// A folder of the project, or a file in it
    #[arg(value_name = "PATH", default_value = ".")]
    path: PathBuf,
    /// How to print it
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    /// Lines for people
    Text,
    /// One JSON object
    Json,
}

/// Prints the checklist; 1 if something is missing.
pub fn run(options: &Options) -> anyhow::Result<ExitCode> {
    let path = whole(&options.path)
        .with_context(|| format!("cannot read `{}`", options.path.display()))?;
    let ground = Ground::new(&Configuration::default())?;
    let folder = if path.is_dir() { path } else { path.parent().unwrap_or(&path).to_owned() };
    let below = if folder.join(START).exists() { Vec::new() } else { starts(&folder) };
    let found = match below.as_slice() {
        [] => of_folder(&ground, &folder),
        [only] => of_folder(&ground, only),
        several => {
            output::error(format_args!(
                "`{}` holds several Django projects",
                options.path.display()
            ));
            let named: Vec<String> = several
                .iter()
                .take(MOST_NAMED)
                .map(|folder| format!("`{}`", reporting::shown(folder)))
                .collect();
            output::hint(format_args!("name one of them: {}", named.join(", ")));
            return Ok(ExitCode::from(TROUBLE));
        }
    };
    let Some(found) = found else {
        output::error(format_args!(
            "no Django settings were found in `{}`",
            options.path.display()
        ));
        output::hint(format_args!("name the folder that holds `{START}`"));
        return Ok(ExitCode::from(TROUBLE));
    };
    let here = ground.here();
    let text = match options.format {
        Format::Text => printed::text(&found, here),
        Format::Json => printed::json(&found, here),
    };
    output::data(text.as_bytes())?;
    Ok(ExitCode::from(if found.count(State::Missing) > 0 { FINDINGS } else { CLEAN }))
}

/// The absolute path of something that is there; without `..`, links stay as they were named.
fn whole(path: &Path) -> io::Result<PathBuf> {
    fs::metadata(path)?;
    if path.components().any(|part| part == Component::ParentDir) {
        path.canonicalize()
    } else {
        std::path::absolute(path)
    }
}

fn of_folder(ground: &Ground, folder: &Path) -> Option<Posture> {
    let script = folder.join(START);
    let limit = if folder.starts_with(ground.here()) { ground.here() } else { folder };
    let workspace = Workspace::new(vec![limit.to_owned()]);
    posture(&workspace, &script, &ground.catalogue, &ground.settings(&script))
}

/// The folders below one that hold a start script.
fn starts(folder: &Path) -> Vec<PathBuf> {
    let options = WalkOptions {
        root: folder.to_owned(),
        exclude: Vec::new(),
        ignore_files: IgnoreFiles::Respect,
    };
    let wanted = |path: &Path| path.file_name().is_some_and(|name| name == START);
    let found = walk(&[folder.to_owned()], &options, &wanted);
    found.files.iter().filter_map(|path| path.parent().map(Path::to_owned)).collect()
}

//! What a command stands on: the rules, the configuration, the files.

use std::collections::HashSet;
use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context as _;

use super::options::{Configuration, Targets};
use super::output;
use super::scan::Trouble;
use crate::analysis::{self, Checked, Subject};
use crate::config::{Discovery, Overrides, Settings, Start};
use crate::engines::explain::Explained;
use crate::languages::detect::{by_path, detect};
use crate::languages::{Language, PYTHON};
use crate::rules::query_text::RuleMistake;
use crate::rules::{Catalogue, Rule};
use crate::text::decode::{self, Decoded};
use crate::text::{DocumentUrl, Text};
use crate::workspace::own_rules::{self, OwnRules};
use crate::workspace::walk::{IgnoreFiles, is_source};
use crate::workspace::{FileView, ReadTrouble, WalkOptions, Workspace, disk, url, walk};

/// Everything that is the same for all files of a run.
pub struct Ground {
    /// The rules.
    pub catalogue: Arc<Catalogue>,
    /// The configuration of every folder.
    pub discovery: Discovery,
    /// The workspace's own rule files that do not run: mistakes in them are findings there.
    pub broken_rules: Vec<PathBuf>,
    /// Rule files that cannot be read.
    pub troubles: Vec<Trouble>,
    workspace: Workspace,
    here: PathBuf,
    exhaustive: bool,
}

/// Files to look at, sorted, each once.
pub struct Files {
    /// Where they are.
    pub paths: Vec<PathBuf>,
    /// Folders that were looked through, if it is kept what is looked at.
    pub folders: Vec<PathBuf>,
    /// What could not be listed.
    pub troubles: Vec<Trouble>,
}

/// A file that was read.
#[derive(Clone)]
pub struct Source {
    /// Where it is.
    pub path: PathBuf,
    /// Its name.
    pub url: DocumentUrl,
    /// What it is written in.
    pub language: &'static Language,
    /// As text.
    pub text: Text,
    /// How the bytes became text; its own text is empty.
    pub decoded: Decoded,
}

impl Ground {
    /// The built-in rules without any configuration.
    pub fn bare() -> anyhow::Result<Self> {
        Self::new(&Configuration { isolated: true, ..Configuration::default() })
    }

    /// All rules, the workspace's own too; those that cannot be used are told about.
    pub fn of_rules() -> anyhow::Result<Self> {
        let ground = Self::new(&Configuration::default())?;
        for trouble in &ground.troubles {
            output::warning(trouble);
        }
        for path in &ground.broken_rules {
            output::warning(Trouble::new(
                path,
                "this rule does not run; `watchpost check` tells why",
            ));
        }
        Ok(ground)
    }

    /// Reads the workspace's rules and gets ready to read its configuration.
    pub fn new(configuration: &Configuration) -> anyhow::Result<Self> {
        let here = std::env::current_dir().context("there is no current folder")?;
        let mut catalogue = Catalogue::builtin();
        let mut own = OwnRules::default();
        if !configuration.isolated
            && let Some(folder) = own_rules::folder(&here)
        {
            own.read(&folder);
        }
        let OwnRules { rules, broken, troubles, mistakes: _ } = own;
        let troubles = troubles.into_iter().map(Trouble::from).collect();
        if !rules.is_empty() {
            let rules = rules.into_iter().map(|own| own.rule).collect();
            catalogue = Arc::new(catalogue.with_workspace_rules(rules));
        }
        let start = match (&configuration.config, configuration.isolated) {
            (Some(file), _) => {
                fs::metadata(file).with_context(|| format!("cannot read `{}`", file.display()))?;
                Start::File(file.clone())
            }
            (None, true) => Start::Nothing,
            (None, false) => Start::Nearest,
        };
        let overrides = configuration.overrides(&here, &catalogue)?;
        let discovery = Discovery::new(catalogue.clone(), here.clone(), start, overrides);
        let workspace = Workspace::new(vec![here.clone()]);
        let exhaustive = configuration.exhaustive;
        Ok(Self {
            catalogue,
            discovery,
            broken_rules: broken,
            troubles,
            workspace,
            here,
            exhaustive,
        })
    }

    /// The same without configuration, with these rules added to the built-in ones.
    pub fn with_rules(rules: Vec<Rule>) -> anyhow::Result<Self> {
        let here = std::env::current_dir().context("there is no current folder")?;
        let catalogue = Arc::new(Catalogue::builtin().with_workspace_rules(rules));
        let discovery = Discovery::new(
            catalogue.clone(),
            here.clone(),
            Start::Nothing,
            Overrides { root: here.clone(), ..Overrides::default() },
        );
        let workspace = Workspace::new(vec![here.clone()]);
        Ok(Self {
            catalogue,
            discovery,
            broken_rules: Vec::new(),
            troubles: Vec::new(),
            workspace,
            here,
            exhaustive: false,
        })
    }

    /// The configuration for a file.
    pub fn settings(&self, path: &Path) -> Arc<Settings> {
        self.discovery.settings_for_file(&self.here.join(path))
    }
}

impl Ground {
    /// Whether nothing is wrong with the configuration and rules that were read so far.
    pub fn is_plain(&self) -> bool {
        let has_mistakes = self.discovery.mistakes().iter().any(|file| !file.mistakes.is_empty());
        !has_mistakes && self.broken_rules.is_empty() && self.troubles.is_empty()
    }

    /// The folder the command was started in.
    pub fn here(&self) -> &Path {
        &self.here
    }

    /// The files that are worth reading; those named themselves are, unless excluded files are to stay out in any case.
    pub fn files(&self, targets: &Targets) -> Files {
        let whole = [PathBuf::from(".")];
        let paths = if targets.paths.is_empty() { &whole } else { targets.paths.as_slice() };
        let settings = self.discovery.settings_for_folder(&self.here);
        let options = WalkOptions {
            root: self.here.clone(),
            // Each folder may have a configuration of its own: asked below, file by file.
            exclude: Vec::new(),
            ignore_files: if settings.respect_gitignore {
                IgnoreFiles::Respect
            } else {
                IgnoreFiles::Disregard
            },
        };
        let wanted = |path: &Path| {
            is_source(path) && !self.settings(path).is_excluded(&self.here.join(path))
        };
        let mut walked = walk(paths, &options, &wanted);
        if targets.force_exclude {
            walked.files.retain(|path| !self.settings(path).is_excluded(&self.here.join(path)));
        }
        let troubles = walked.troubles.into_iter();
        Files {
            paths: walked.files,
            folders: walked.folders,
            troubles: troubles
                .map(|trouble| Trouble::new(&trouble.path, &trouble.trouble))
                .collect(),
        }
    }

    /// Reads a file.
    pub fn read(&self, path: &Path) -> Result<Source, Trouble> {
        let file = disk::read(path).map_err(|trouble| Trouble::new(path, trouble))?;
        Ok(source(path, file.decoded))
    }

    /// Reads a file that was found in a folder; nothing if it is gone by now.
    pub fn read_listed(&self, path: &Path) -> Result<Option<Source>, Trouble> {
        match disk::read(path) {
            Ok(file) => Ok(Some(source(path, file.decoded))),
            Err(ReadTrouble::NotFound) => Ok(None),
            Err(trouble) => Err(Trouble::new(path, trouble)),
        }
    }

    /// Reads standard input, at most as much as of a file.
    pub fn read_stdin(&self, name: &Path) -> anyhow::Result<Result<Source, Trouble>> {
        let mut bytes = Vec::new();
        let mut input = io::stdin().lock().take(disk::MOST_BYTES + 1);
        input.read_to_end(&mut bytes).context("cannot read standard input")?;
        if bytes.len() as u64 > disk::MOST_BYTES {
            return Ok(Err(Trouble::new(name, ReadTrouble::TooLarge(disk::MOST_BYTES))));
        }
        Ok(Ok(self.source(name, &bytes)))
    }

    /// Takes bytes as the content of the file at `path`.
    pub fn source(&self, path: &Path, bytes: &[u8]) -> Source {
        let is_python = by_path(&path.to_string_lossy()).is_none_or(|known| *known == PYTHON);
        let decoded = if is_python { decode::decode_python(bytes) } else { decode::decode(bytes) };
        source(path, decoded)
    }

    /// Checks a file that was read.
    pub fn check(&self, source: &Source) -> Checked {
        self.check_with_basis(source).0
    }

    /// Checks a file that was read, and tells which other files the result rests on, if that is known of all.
    pub fn check_with_basis(&self, source: &Source) -> (Checked, Option<HashSet<PathBuf>>) {
        let (checked, basis) = self.look(source, |subject, view| {
            let check = if self.exhaustive { analysis::check_whole } else { analysis::check };
            let checked = check(subject, view, &self.catalogue, &self.settings(&source.path));
            (checked, view.basis())
        });
        // Thousands of these are kept.
        (Checked { outline: None, ..checked }, basis)
    }

    /// Why a rule of patterns reports what it reports in a file; `None` if the file has no syntax tree.
    pub fn explain(&self, source: &Source, rule: &Rule) -> Option<Result<Explained, RuleMistake>> {
        let settings = self.settings(&source.path);
        self.look(source, |subject, view| {
            analysis::explain(subject, view, &self.catalogue, &settings, rule)
        })
    }

    fn look<T>(&self, source: &Source, work: impl FnOnce(&Subject<'_>, &FileView<'_>) -> T) -> T {
        let view = self.workspace.view(&self.here.join(&source.path));
        let subject = Subject {
            url: &source.url,
            path: &source.path,
            context_path: &view.context_path,
            language: source.language,
            text: source.text.clone(),
            tree: None,
        };
        work(&subject, &view)
    }
}

/// The URL of a folder, with a `/` at the end.
pub fn url_of(folder: &Path) -> Option<String> {
    let url = url::of_path(folder);
    let is_file = url.as_str().starts_with("file:");
    is_file.then(|| format!("{}/", url.as_str().trim_end_matches('/')))
}

fn source(path: &Path, mut decoded: Decoded) -> Source {
    let first_line = decoded.text.lines().next().unwrap_or_default();
    let language = detect(&path.to_string_lossy(), None, first_line);
    let text = Text::from(std::mem::take(&mut decoded.text));
    Source { path: path.to_owned(), url: url::of_path(path), language, text, decoded }
}

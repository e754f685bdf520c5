//! What a command stands on: the rules, the configuration, the files.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context as _;

use super::options::Configuration;
use super::scan::Trouble;
use super::output;
use crate::analysis::{self, Checked, Subject};
use crate::config::{Discovery, Overrides, Settings, Start};
use crate::languages::{Language, PYTHON, detect::detect};
use crate::rules::{Catalogue, Rule};
use crate::semantics::project::NoProject;
use crate::text::DocumentUrl;
use crate::text::decode::{self, Decoded};
use crate::workspace::own_rules::{self, OwnRules};

/// Everything that is the same for all files of a run.
pub struct Ground {
    /// The rules.
    pub catalogue: Arc<Catalogue>,
    /// The configuration of every folder.
    pub discovery: Discovery,
    /// Rule files that cannot be used.
    pub troubles: Vec<Trouble>,
    here: PathBuf,
}

/// Files to look at, sorted, each once.
pub struct Files {
    /// Where they are.
    pub paths: Vec<PathBuf>,
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
    pub text: Arc<str>,
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
        Ok(ground)
    }

    /// Reads the workspace's rules and gets ready to read its configuration.
    pub fn new(configuration: &Configuration) -> anyhow::Result<Self> {
        let here = std::env::current_dir().context("there is no current folder")?;
        let mut catalogue = Catalogue::builtin();
        let mut troubles = Vec::new();
        if !configuration.isolated
            && let Some(folder) = own_rules::folder(&here)
        {
            let mut own = OwnRules::default();
            own.read(&folder);
            troubles.extend(own.troubles.into_iter().map(Trouble::from));
            if !own.rules.is_empty() {
                let rules = own.rules.into_iter().map(|own| own.rule).collect();
                catalogue = Arc::new(catalogue.with_workspace_rules(rules));
            }
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
        Ok(Self { catalogue, discovery, troubles, here })
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
        Ok(Self { catalogue, discovery, troubles: Vec::new(), here })
    }

    /// The configuration for a file.
    pub fn settings(&self, path: &Path) -> Arc<Settings> {
        self.discovery.settings_for_file(&self.here.join(path))
    }
}

/// Larger files are not read.
const LARGEST_FILE: u64 = 20 * 1024 * 1024;

impl Ground {
    /// The folder the command was started in.
    pub fn here(&self) -> &Path {
        &self.here
    }

    /// The URL of that folder, with a `/` at the end.
    pub fn here_url(&self) -> Option<String> {
        url::Url::from_directory_path(&self.here).ok().map(String::from)
    }

    /// The files below `paths` that are worth reading; those named themselves always are.
    pub fn files(&self, paths: &[PathBuf]) -> Files {
        let mut found = Vec::new();
        let mut troubles = Vec::new();
        let whole = [PathBuf::from(".")];
        for path in if paths.is_empty() { &whole } else { paths } {
            for entry in ignore::WalkBuilder::new(path).require_git(false).hidden(false).build() {
                match entry {
                    Ok(entry) => {
                        let named = entry.depth() == 0;
                        let is_file = entry.file_type().is_some_and(|kind| kind.is_file());
                        let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
                        if named && !is_folder || is_file && by_path(entry.path()).is_some() {
                            found.push(entry.into_path());
                        }
                    }
                    Err(error) => troubles.push(Trouble::new(path, error)),
                }
            }
        }
        found.sort();
        found.dedup();
        Files { paths: found, troubles }
    }

    /// Reads a file.
    pub fn read(&self, path: &Path) -> Result<Source, Trouble> {
        let trouble = |message: &dyn std::fmt::Display| Trouble::new(path, message);
        let metadata = fs::metadata(path).map_err(|error| trouble(&error))?;
        if !metadata.is_file() {
            return Err(trouble(&"is no file"));
        }
        if metadata.len() > LARGEST_FILE {
            return Err(trouble(&"is too large"));
        }
        let bytes = fs::read(path).map_err(|error| trouble(&error))?;
        Ok(self.source(path, &bytes))
    }

    /// Takes bytes as the content of the file at `path`.
    pub fn source(&self, path: &Path, bytes: &[u8]) -> Source {
        let first_line = bytes.split(|&byte| byte == b'\n').next().unwrap_or_default();
        let first_line = &first_line[..first_line.len().min(200)];
        let language = detect(&path.to_string_lossy(), None, &String::from_utf8_lossy(first_line));
        let mut decoded =
            if *language == PYTHON { decode::decode_python(bytes) } else { decode::decode(bytes) };
        let text = Arc::from(std::mem::take(&mut decoded.text));
        let absolute = self.here.join(path);
        let url = url::Url::from_file_path(&absolute)
            .map_or_else(|()| absolute.display().to_string(), String::from);
        let url = DocumentUrl::new(url);
        Source { path: path.to_owned(), url, language, text, decoded }
    }

    /// Checks a file that was read.
    pub fn check(&self, source: &Source) -> Checked {
        let context_path = super::reporting::shown(&source.path);
        let subject = Subject {
            url: &source.url,
            path: &source.path,
            context_path: &context_path,
            language: source.language,
            text: source.text.clone(),
            tree: None,
        };
        let settings = self.settings(&source.path);
        analysis::check(&subject, &NoProject::default(), &self.catalogue, &settings)
    }
}

fn by_path(path: &Path) -> Option<&'static Language> {
    crate::languages::detect::by_path(&path.to_string_lossy())
}

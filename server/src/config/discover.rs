//! Which configuration files count for a folder: the only part of configuration that touches the disk.

mod files;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use dashmap::DashMap;

use files::{file_mistakes, normal, unreadable};

use super::Settings;
use super::apply::{Layer, Overrides};
use super::foreign::Bandit;
use super::mistakes::{ConfigMistake, MistakeKind};
use super::read::ReadFile;
use crate::rules::Catalogue;
use crate::text::Span;

/// Names of our own files, best first.
const OWN_NAMES: [&str; 2] = ["watchpost.toml", ".watchpost.toml"];
const PYPROJECT: &str = "pyproject.toml";
const BANDIT: &str = ".bandit";

/// Where to look.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Start {
    /// In each file's folder and upwards.
    #[default]
    Nearest,
    /// In this file, for everything.
    File(PathBuf),
    /// Nowhere: defaults and overrides only.
    Nothing,
}

/// The mistakes of one configuration file.
#[derive(Clone, Debug)]
pub struct FileMistakes {
    /// The file.
    pub path: PathBuf,
    /// The text that spans refer to, without a byte order mark.
    pub text: Arc<str>,
    /// What is wrong in it, sorted by place. May be empty.
    pub mistakes: Vec<ConfigMistake>,
}

/// The configuration of a folder.
#[derive(Clone, Debug)]
pub struct Discovered {
    /// What counts, compiled for the catalogue, overrides included.
    pub settings: Arc<Settings>,
    /// The files it was made of, and what is wrong in each.
    pub files: Arc<[FileMistakes]>,
}

/// Finds configuration and remembers it per folder. Shared between threads.
#[derive(Debug)]
pub struct Discovery {
    catalogue: Arc<Catalogue>,
    overrides: Overrides,
    start: Start,
    /// Where patterns begin when no file says so.
    root: PathBuf,
    folders: DashMap<PathBuf, Discovered>,
    /// Files that were looked for, with whether they were there.
    asked: Mutex<HashMap<PathBuf, bool>>,
}

/// A file as it was read.
struct Source {
    path: PathBuf,
    text: Arc<str>,
    file: ReadFile,
}

impl Discovery {
    /// A discovery that has asked nothing yet. `root` is the workspace (or working) folder, absolute.
    pub fn new(
        catalogue: Arc<Catalogue>,
        root: PathBuf,
        start: Start,
        overrides: Overrides,
    ) -> Discovery {
        Discovery {
            catalogue,
            overrides,
            start,
            root: normal(&root),
            folders: DashMap::new(),
            asked: Mutex::default(),
        }
    }

    /// The settings for a file.
    pub fn settings_for_file(&self, file: &Path) -> Arc<Settings> {
        self.settings_for_folder(file.parent().unwrap_or(Path::new("")))
    }

    /// The settings for the files of a folder; each folder is looked at once.
    pub fn settings_for_folder(&self, folder: &Path) -> Arc<Settings> {
        self.discover(folder).settings
    }

    /// The settings of a folder with the files they were read from.
    pub fn discover(&self, folder: &Path) -> Discovered {
        let folder = normal(&self.root.join(folder));
        if let Some(known) = self.folders.get(&folder) {
            return known.clone();
        }
        let discovered = match &self.start {
            // One answer for all folders, kept under the root.
            Start::Nothing | Start::File(_) if folder != self.root => self.discover(&self.root),
            Start::Nothing => self.finish(self.root.clone(), None, Vec::new(), Vec::new()),
            Start::File(path) => self.given_file(&normal(&self.root.join(path))),
            Start::Nearest => self.nearest(&folder),
        };
        self.folders.insert(folder, discovered.clone());
        discovered
    }

    /// The files read so far, each once, with what is wrong in them; sorted by path.
    pub fn mistakes(&self) -> Vec<FileMistakes> {
        let mut files: Vec<FileMistakes> =
            self.folders.iter().flat_map(|entry| entry.value().files.to_vec()).collect();
        // A file that several folders' files extend is clean in one chain and closes a circle in another.
        files.sort_by(|left, right| {
            (&left.path, right.mistakes.len()).cmp(&(&right.path, left.mistakes.len()))
        });
        files.dedup_by(|next, kept| next.path == kept.path);
        files
    }

    /// The files that were looked for so far, with whether they were there.
    pub fn asked(&self) -> HashMap<PathBuf, bool> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn note<T>(&self, path: &Path, text: &Result<T, Option<&'static str>>) {
        let is_there = !matches!(text, Err(None));
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        asked.insert(path.to_owned(), is_there);
    }

    /// Drops everything known: call it when a configuration file appears, changes or goes.
    pub fn forget(&self) {
        self.folders.clear();
    }

    /// The catalogue whose rules the settings are compiled for.
    pub fn catalogue(&self) -> &Arc<Catalogue> {
        &self.catalogue
    }

    fn nearest(&self, folder: &Path) -> Discovered {
        let here = self.look_in(folder);
        if let Some(found) = &here
            && found.settings.source.is_some()
        {
            return found.clone();
        }
        let above = folder.parent().map(|parent| self.discover(parent));
        match (here, above) {
            // bandit's words count only where we have no configuration of our own, here or above.
            (Some(bandit), above)
                if above.as_ref().is_none_or(|above| above.settings.source.is_none()) =>
            {
                bandit
            }
            (_, Some(above)) => above,
            (_, None) => self.finish(self.root.clone(), None, Vec::new(), Vec::new()),
        }
    }

    /// The configuration that lies in `folder` itself; without a `source` if it is only bandit's.
    fn look_in(&self, folder: &Path) -> Option<Discovered> {
        let mut complaints = Vec::new();
        let own: Vec<Source> = OWN_NAMES
            .iter()
            .filter_map(|name| self.source(&folder.join(name), &mut complaints))
            .collect();
        let pyproject = self.source(&folder.join(PYPROJECT), &mut complaints);
        let mut ini = None;
        let mut candidates = own.into_iter();
        let first = candidates.next();
        let mut passed_over: Vec<Source> = candidates.collect();
        let mut bandits: Vec<Bandit> = Vec::new();
        if let Some(bandit) = pyproject.as_ref().and_then(|source| source.file.bandit.clone()) {
            bandits.push(bandit);
        }
        let (chosen, beside) = match (first, pyproject) {
            (Some(own), pyproject) => {
                let beside = pyproject
                    .filter(|source| source.file.header.is_some() || source.file.bandit.is_some());
                (Some(own), beside)
            }
            (None, Some(source)) if source.file.header.is_some() => (Some(source), None),
            // Broken where our table stands.
            (None, Some(source)) if !source.file.mistakes.is_empty() => (Some(source), None),
            (None, pyproject) => (None, pyproject.filter(|source| source.file.bandit.is_some())),
        };
        let reads_bandit = chosen
            .as_ref()
            .is_none_or(|source| source.file.options.read_bandit_config != Some(false))
            && self.overrides.options.read_bandit_config != Some(false);
        if reads_bandit && let Some((text, bandit)) = self.bandit_ini(folder) {
            ini = Some(FileMistakes {
                path: folder.join(BANDIT),
                text,
                mistakes: vec![bandit.note.clone()],
            });
            bandits.push(bandit);
        }
        if !reads_bandit {
            bandits.clear();
        }
        if chosen.is_none() && bandits.is_empty() {
            // A configuration file that cannot be read is still the nearest one.
            let source = complaints.first().map(|file| file.path.clone())?;
            return Some(self.finish(folder.to_owned(), Some(source), Vec::new(), complaints));
        }

        let mut files = complaints;
        files.extend(ini);
        let mut layers: Vec<Arc<Layer>> = bandits
            .iter()
            .map(|bandit| Arc::new(Layer::new(folder.to_owned(), None, bandit.options.clone())))
            .collect();
        if let Some(beside) = beside {
            let mut mistakes = Vec::new();
            if reads_bandit {
                mistakes.extend(beside.file.bandit.as_ref().map(|bandit| bandit.note.clone()));
            }
            if let (Some(header), Some(chosen)) = (beside.file.header, &chosen) {
                mistakes.push(passed_over_by(header, chosen));
            }
            files.push(file_mistakes(&beside, mistakes));
        }
        for source in passed_over.drain(..) {
            let header = Span::empty(0);
            let mistakes = chosen.iter().map(|chosen| passed_over_by(header, chosen)).collect();
            files.push(file_mistakes(&source, mistakes));
        }
        let path = chosen.as_ref().map(|source| source.path.clone());
        if let Some(mut chosen) = chosen {
            if reads_bandit && let Some(bandit) = &chosen.file.bandit {
                chosen.file.mistakes.push(bandit.note.clone());
            }
            self.chain(chosen, &mut layers, &mut files);
        }
        Some(self.finish(folder.to_owned(), path, layers, files))
    }

    fn given_file(&self, path: &Path) -> Discovered {
        let folder = path.parent().unwrap_or(Path::new("")).to_owned();
        let mut files = Vec::new();
        let mut layers = Vec::new();
        match self.source(path, &mut files) {
            Some(mut source) => {
                let reads_bandit = source.file.options.read_bandit_config != Some(false)
                    && self.overrides.options.read_bandit_config != Some(false);
                if reads_bandit && let Some(bandit) = source.file.bandit.take() {
                    layers.push(Arc::new(Layer::new(folder.clone(), None, bandit.options)));
                    source.file.mistakes.push(bandit.note);
                }
                self.chain(source, &mut layers, &mut files);
            }
            None if files.is_empty() => {
                files.push(unreadable(path, "there is no such file"));
            }
            None => {}
        }
        self.finish(folder, Some(path.to_owned()), layers, files)
    }

    fn finish(
        &self,
        root: PathBuf,
        source: Option<PathBuf>,
        layers: Vec<Arc<Layer>>,
        mut files: Vec<FileMistakes>,
    ) -> Discovered {
        for file in &mut files {
            file.mistakes.sort_by_key(|mistake| (mistake.span, mistake.kind.code()));
        }
        let settings = Settings::from_layers(root, source, layers)
            .with_overrides(&self.overrides)
            .compile(&self.catalogue);
        Discovered { settings: Arc::new(settings), files: files.into() }
    }
}

fn passed_over_by(header: Span, chosen: &Source) -> ConfigMistake {
    let name = chosen.path.file_name().unwrap_or_default().to_string_lossy();
    ConfigMistake::new(
        MistakeKind::UnknownKey,
        header,
        format!("nothing reads this configuration: `{name}` beside it comes first"),
    )
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::super::Verdict;
    use super::*;
    use crate::finding::Confidence;
    use crate::rules::catalogue::sample;

    /// A folder of files that goes when the test ends.
    struct Folder(PathBuf);

    impl Folder {
        fn new(files: &[(&str, &str)]) -> Folder {
            static COUNT: AtomicUsize = AtomicUsize::new(0);
            let name = format!(
                "watchpost-discover-{}-{}",
                std::process::id(),
                COUNT.fetch_add(1, Ordering::Relaxed)
            );
            let root = std::env::temp_dir().join(name);
            fs::create_dir_all(&root).expect("a temporary folder");
            let folder = Folder(root);
            for (path, text) in files {
                folder.write(path, text);
            }
            folder
        }

        fn write(&self, path: &str, text: &str) {
            let path = self.0.join(path);
            fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
            fs::write(path, text).expect("a file");
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    fn catalogue() -> Arc<Catalogue> {
        let mut shell = sample("PY602", "subprocess-shell-true");
        shell.also.insert("bandit".to_owned(), vec!["B602".to_owned()]);
        Arc::new(Catalogue::from_rules(vec![shell, sample("DJ101", "csrf-middleware-missing")]))
    }

    fn discovery(folder: &Folder) -> Discovery {
        Discovery::new(catalogue(), folder.0.clone(), Start::Nearest, Overrides::default())
    }

    fn is_on(settings: &Settings, code: &str) -> bool {
        let catalogue = catalogue();
        settings.verdict(catalogue.by_code(code).expect("a rule"), Path::new("a.py"))
            != Verdict::Off
    }

    fn messages(discovery: &Discovery) -> Vec<String> {
        discovery
            .mistakes()
            .iter()
            .flat_map(|file| {
                let name = file.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                file.mistakes.iter().map(move |one| format!("{name}: {}", one.message))
            })
            .collect()
    }

    #[test]
    fn the_nearest_file_wins() {
        let folder = Folder::new(&[
            ("watchpost.toml", "confidence = 'low'"),
            ("a/pyproject.toml", "[tool.watchpost]\nconfidence = 'medium'"),
            ("a/b/.watchpost.toml", "confidence = 'high'"),
            ("a/c/pyproject.toml", "[tool.other]\nx = 1"),
        ]);
        let discovery = discovery(&folder);
        let at = |path: &str| discovery.settings_for_folder(Path::new(path)).confidence;
        assert_eq!(at(""), Some(Confidence::Low));
        assert_eq!(at("a"), Some(Confidence::Medium));
        assert_eq!(at("a/c/d/e"), Some(Confidence::Medium));
        assert_eq!(at("a/b/x"), Some(Confidence::High));
        assert_eq!(
            discovery.settings_for_file(&folder.0.join("a/b/x/y.py")).root,
            folder.0.join("a/b")
        );
        assert_eq!(messages(&discovery), [""; 0]);
    }

    #[test]
    fn a_folder_is_read_once_until_forgotten() {
        let folder = Folder::new(&[("watchpost.toml", "confidence = 'low'")]);
        let discovery = discovery(&folder);
        let at = |path: &str| discovery.settings_for_folder(Path::new(path));
        assert!(Arc::ptr_eq(&at("x/y"), &at("x/z")));
        folder.write("watchpost.toml", "confidence = 'high'");
        assert_eq!(at("x/y").confidence, Some(Confidence::Low));
        discovery.forget();
        assert_eq!(at("x/y").confidence, Some(Confidence::High));
    }

    #[test]
    fn own_files_come_before_pyproject_and_say_so() {
        let folder = Folder::new(&[
            ("watchpost.toml", "confidence = 'high'"),
            (".watchpost.toml", "confidence = 'low'"),
            ("pyproject.toml", "[tool.watchpost]\nconfidence = 'low'"),
        ]);
        let discovery = discovery(&folder);
        let settings = discovery.settings_for_folder(Path::new(""));
        assert_eq!(settings.confidence, Some(Confidence::High));
        assert_eq!(
            messages(&discovery),
            [
                ".watchpost.toml: nothing reads this configuration: `watchpost.toml` beside it comes first",
                "pyproject.toml: nothing reads this configuration: `watchpost.toml` beside it comes first",
            ]
        );
    }

    #[test]
    fn extended_files_lie_below() {
        let folder = Folder::new(&[
            ("base.toml", "ignore = ['DJ101']\nconfidence = 'low'\nfail-on = 'high'"),
            ("middle/watchpost.toml", "extend = '../base.toml'\nconfidence = 'medium'"),
            ("middle/app/watchpost.toml", "extend = '../watchpost.toml'\nignore = ['PY602']"),
        ]);
        let settings = discovery(&folder).settings_for_folder(Path::new("middle/app"));
        assert!(!is_on(&settings, "DJ101") && !is_on(&settings, "PY602"));
        assert_eq!(settings.confidence, Some(Confidence::Medium));
        assert_eq!(settings.fail_on, crate::finding::Severity::High);
    }

    #[test]
    fn circles_and_missing_files_are_mistakes_and_the_rest_counts() {
        let folder = Folder::new(&[
            ("watchpost.toml", "extend = './other.toml'\nconfidence = 'high'"),
            ("other.toml", "extend = 'watchpost.toml'\nignore = ['DJ101']"),
            ("b/watchpost.toml", "extend = 'gone.toml'\nconfidence = 'low'"),
            ("c/watchpost.toml", "extend = '../c'\nconfidence = 'low'"),
        ]);
        let discovery = discovery(&folder);
        let settings = discovery.settings_for_folder(Path::new(""));
        assert_eq!(settings.confidence, Some(Confidence::High));
        assert!(!is_on(&settings, "DJ101"));
        for name in ["b", "c"] {
            let settings = discovery.settings_for_folder(Path::new(name));
            assert_eq!(settings.confidence, Some(Confidence::Low));
        }
        assert_eq!(
            messages(&discovery),
            [
                "watchpost.toml: `extend` is not followed: there is no such file",
                "watchpost.toml: `extend` is not followed: there is no such file",
                "other.toml: `extend` is not followed: it leads back to a file that is already read",
            ]
        );
    }

    #[test]
    fn bandit_configuration_lies_below_and_is_noted() {
        let folder = Folder::new(&[
            (".bandit", "[bandit]\nskips = B602\n"),
            ("a/.bandit", "[bandit]\nskips = B602\n"),
            ("a/watchpost.toml", "extend-select = ['PY602']"),
            ("b/pyproject.toml", "[tool.bandit]\nskips = ['B602']\n[tool.watchpost]\n"),
            ("c/.bandit", "[bandit]\nskips = B602\n"),
            ("c/watchpost.toml", "read-bandit-config = false"),
            ("a/below/.bandit", "[bandit]\nskips = B602\n"),
        ]);
        let discovery = discovery(&folder);
        let on = |path: &str| is_on(&discovery.settings_for_folder(Path::new(path)), "PY602");
        assert_eq!((on(""), on("a"), on("b"), on("c")), (false, true, false, true));
        assert!(on("a/below"));
        assert_eq!(discovery.settings_for_folder(Path::new("x")).root, folder.0);
        let codes: Vec<(String, &str)> = discovery
            .mistakes()
            .iter()
            .flat_map(|file| {
                let path = file
                    .path
                    .strip_prefix(&folder.0)
                    .expect("below")
                    .to_string_lossy()
                    .into_owned();
                file.mistakes.iter().map(move |one| (path.clone(), one.kind.code()))
            })
            .collect();
        let expected =
            [(".bandit", "WP104"), ("a/.bandit", "WP104"), ("b/pyproject.toml", "WP104")];
        assert_eq!(codes, expected.map(|(path, code)| (path.to_owned(), code)));
    }

    #[test]
    fn files_that_cannot_be_read_are_reported_and_stop_the_search() {
        let folder = Folder::new(&[("watchpost.toml", "confidence = 'high'")]);
        fs::create_dir_all(folder.0.join("a")).expect("a folder");
        fs::write(folder.0.join("a/watchpost.toml"), [0xff, 0xfe, 0x00]).expect("a file");
        fs::create_dir_all(folder.0.join("b/watchpost.toml")).expect("a folder");
        folder.write("c/watchpost.toml", &"# x\n".repeat(300_000));
        let discovery = discovery(&folder);
        let at = |path: &str| discovery.settings_for_folder(Path::new(path)).confidence;
        assert_eq!((at("a"), at("b"), at("c")), (None, Some(Confidence::High), None));
        assert_eq!(
            messages(&discovery),
            [
                "watchpost.toml: this configuration is not read: it is not UTF-8",
                "watchpost.toml: this configuration is not read: it is larger than 1 MB",
            ]
        );
    }

    #[test]
    fn one_file_can_be_asked_for_or_none() {
        let folder = Folder::new(&[
            ("watchpost.toml", "confidence = 'low'"),
            ("ci.toml", "confidence = 'high'"),
        ]);
        let with = |start: Start| {
            let overrides = Overrides::default();
            let discovery = Discovery::new(catalogue(), folder.0.clone(), start, overrides);
            let settings = discovery.settings_for_folder(Path::new("deep/down"));
            (settings.confidence, messages(&discovery).len())
        };
        assert_eq!(with(Start::File("ci.toml".into())), (Some(Confidence::High), 0));
        assert_eq!(with(Start::File("gone.toml".into())), (None, 1));
        assert_eq!(with(Start::Nothing), (None, 0));
        assert_eq!(with(Start::Nearest), (Some(Confidence::Low), 0));
    }

    #[test]
    fn a_byte_order_mark_is_no_mistake() {
        let folder = Folder::new(&[("watchpost.toml", "\u{feff}confidence = 'high'")]);
        let discovery = discovery(&folder);
        let settings = discovery.settings_for_folder(Path::new(""));
        assert_eq!(settings.confidence, Some(Confidence::High));
        assert_eq!(messages(&discovery), [""; 0]);
    }

    #[test]
    fn paths_lose_their_dots() {
        assert_eq!(normal(Path::new("/a/./b/../c")), Path::new("/a/c"));
        assert_eq!(normal(Path::new("/../a")), Path::new("/a"));
        assert_eq!(normal(Path::new("../a")), Path::new("../a"));
    }
}

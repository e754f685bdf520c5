//! Options laid over each other: the verdict on each rule, and on each path.

use std::any::Any;
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::options::{DEFAULT_EXCLUDE, Level, Options};
use super::paths::{PathSet, relative};
use super::{Settings, Verdict};
use crate::finding::Severity;
use crate::rules::select::narrowest;
use crate::rules::{Catalogue, Rule, Selector};

/// The options of one file (or of the command line) with the folder they are relative to.
#[derive(Debug, Default)]
pub struct Layer {
    /// Folder its patterns are relative to.
    pub root: PathBuf,
    /// The file it was read from.
    pub source: Option<PathBuf>,
    /// What it says.
    pub options: Options,
    exclude: Option<PathSet>,
    extend_exclude: PathSet,
    per_file: PathSet,
}

/// What the command line or the editor says on top of all files.
#[derive(Clone, Debug, Default)]
pub struct Overrides {
    /// Folder its patterns are relative to.
    pub root: PathBuf,
    /// Options that win over those of files.
    pub options: Options,
    /// If any: only these rules run.
    pub only: Vec<Selector>,
}

/// Verdicts on all rules of one catalogue, before paths are looked at.
#[derive(Debug)]
pub struct Compiled {
    catalogue: Arc<Catalogue>,
    verdicts: Arc<[Verdict]>,
    /// Per layer and entry of `per-file-ignores`, the indices of the rules it silences.
    silenced: Vec<Vec<Vec<usize>>>,
    kept: Kept,
}

/// What was made of settings, by situation.
#[derive(Default)]
struct Kept(Mutex<Vec<(Situation, Arc<dyn Any + Send + Sync>)>>);

/// A language and answers to questions that whoever keeps something asks.
type Situation = (&'static str, Vec<bool>);

impl std::fmt::Debug for Kept {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Kept").finish_non_exhaustive()
    }
}

/// More situations than a workspace has; beyond, nothing is kept.
const MOST_SITUATIONS: usize = 256;

/// Verdicts on all rules for one file, by the rule's index in `Catalogue::rules`.
#[derive(Clone, Debug)]
pub struct FileSettings {
    verdicts: Arc<[Verdict]>,
}

impl Layer {
    /// Compiles the patterns of `options`.
    pub fn new(root: PathBuf, source: Option<PathBuf>, options: Options) -> Layer {
        Layer {
            exclude: options.exclude.as_ref().map(PathSet::new),
            extend_exclude: PathSet::new(&options.extend_exclude),
            per_file: PathSet::new(options.per_file_ignores.iter().map(|(pattern, _)| pattern)),
            root,
            source,
            options,
        }
    }

    /// `path` as this layer's patterns want it. A layer from elsewhere (an `extend`ed file in another folder) is
    /// applied as if it lay where the settings do.
    fn relative(&self, path: &Path, base: &Path) -> String {
        let is_above = self.root.as_os_str().is_empty() || base.starts_with(&self.root);
        let root = if is_above && !self.root.as_os_str().is_empty() { &self.root } else { base };
        relative(path, root, base)
    }
}

impl FileSettings {
    /// What to do with the rule at `index` of the catalogue.
    pub fn verdict(&self, index: usize) -> Verdict {
        self.verdicts.get(index).copied().unwrap_or(Verdict::Off)
    }

    /// Whether the rule at `index` of the catalogue runs.
    pub fn is_enabled(&self, index: usize) -> bool {
        self.verdict(index) != Verdict::Off
    }

    /// The indices of the rules that run.
    pub fn enabled(&self) -> impl Iterator<Item = usize> {
        (0..self.verdicts.len()).filter(|&index| self.is_enabled(index))
    }
}

impl Default for Settings {
    /// No configuration: the rules that are on by default, everywhere.
    fn default() -> Self {
        Settings::from_layers(PathBuf::new(), None, Vec::new())
    }
}

impl Settings {
    /// Lays options over each other, lowest first. Patterns of `per-file-ignores` and `extend-exclude` add up, rules
    /// are selected layer by layer, of everything else the last word counts.
    pub fn from_layers(
        root: PathBuf,
        source: Option<PathBuf>,
        layers: Vec<Arc<Layer>>,
    ) -> Settings {
        let mut settings = Settings {
            root,
            source,
            confidence: None,
            target_python: None,
            target_django: None,
            fail_on: Severity::Low,
            baseline: None,
            respect_gitignore: true,
            layers: Vec::new(),
            only: Vec::new(),
            compiled: None,
        };
        for layer in layers {
            settings.push(layer);
        }
        settings
    }

    fn push(&mut self, layer: Arc<Layer>) {
        let options = &layer.options;
        if options.confidence.is_some() {
            self.confidence = options.confidence;
        }
        if options.target_python.is_some() {
            self.target_python.clone_from(&options.target_python);
        }
        if options.target_django.is_some() {
            self.target_django.clone_from(&options.target_django);
        }
        if let Some(fail_on) = options.fail_on {
            self.fail_on = fail_on;
        }
        if let Some(baseline) = &options.baseline {
            self.baseline = Some(layer.root.join(&baseline.value));
        }
        if let Some(respect) = options.respect_gitignore {
            self.respect_gitignore = respect;
        }
        self.layers.push(layer);
        self.compiled = None;
    }

    /// The settings with what the command line says on top. Compiled verdicts are dropped.
    #[must_use]
    pub fn with_overrides(mut self, overrides: &Overrides) -> Settings {
        self.only.extend(overrides.only.iter().cloned());
        self.push(Arc::new(Layer::new(overrides.root.clone(), None, overrides.options.clone())));
        self
    }

    /// The settings with the verdicts on a catalogue's rules worked out, so that [`Settings::verdict`] and
    /// [`Settings::for_file`] only look at the path.
    #[must_use]
    pub fn compile(mut self, catalogue: &Arc<Catalogue>) -> Settings {
        let rules = catalogue.rules();
        let silenced = self
            .layers
            .iter()
            .map(|layer| {
                layer
                    .options
                    .per_file_ignores
                    .iter()
                    .map(|(_, selectors)| {
                        let hit = |rule: &Rule| selectors.iter().any(|one| one.matches(rule));
                        (0..rules.len()).filter(|&index| hit(&rules[index])).collect()
                    })
                    .collect()
            })
            .collect();
        self.compiled = Some(Arc::new(Compiled {
            catalogue: catalogue.clone(),
            verdicts: rules.iter().map(|rule| self.decide(rule)).collect(),
            silenced,
            kept: Kept::default(),
        }));
        self
    }

    /// What `make` makes of the settings in a situation, made once and kept as long as they are.
    pub fn keep<T: Any + Send + Sync>(
        &self,
        catalogue: &Arc<Catalogue>,
        situation: Situation,
        make: impl FnOnce() -> T,
    ) -> Arc<T> {
        let compiled = self.compiled.as_ref();
        let Some(compiled) = compiled.filter(|it| Arc::ptr_eq(&it.catalogue, catalogue)) else {
            return Arc::new(make());
        };
        let lock = || compiled.kept.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = lock().iter().find(|(own, _)| *own == situation).map(|(_, kept)| kept.clone());
        if let Some(known) = known.and_then(|known| known.downcast::<T>().ok()) {
            return known;
        }
        // Made without the lock: two threads may do it twice.
        let made = Arc::new(make());
        let mut kept = lock();
        if kept.len() < MOST_SITUATIONS {
            kept.push((situation, made.clone()));
        }
        made
    }

    /// Whether some rules are off in the file at `path` because of where it is.
    pub fn ignores_some(&self, path: &Path) -> bool {
        self.layers.iter().any(|layer| {
            !layer.options.per_file_ignores.is_empty()
                && !layer.per_file.satisfied(&layer.relative(path, &self.root)).is_empty()
        })
    }

    /// What to do with `rule` in the file at `path`, absolute or relative to `root`. To ask for many rules of one
    /// file, [`Settings::for_file`] looks at the path once.
    pub fn verdict(&self, rule: &Rule, path: &Path) -> Verdict {
        let verdict = match self.compiled.as_deref().and_then(|compiled| compiled.of(rule)) {
            Some(verdict) => verdict,
            None => self.decide(rule),
        };
        if verdict != Verdict::Off && self.is_silenced(rule, path) { Verdict::Off } else { verdict }
    }

    fn is_silenced(&self, rule: &Rule, path: &Path) -> bool {
        self.layers.iter().any(|layer| {
            let entries = &layer.options.per_file_ignores;
            let names_rule = |index: &usize| entries[*index].1.iter().any(|one| one.matches(rule));
            // Most rules are named by no entry; matching the path is the dear part.
            (0..entries.len()).any(|index| names_rule(&index))
                && layer
                    .per_file
                    .satisfied(&layer.relative(path, &self.root))
                    .iter()
                    .any(names_rule)
        })
    }

    /// The verdicts on all rules of `catalogue` for the file at `path`.
    pub fn for_file(&self, path: &Path, catalogue: &Arc<Catalogue>) -> FileSettings {
        let own;
        let compiled = match &self.compiled {
            Some(compiled) if Arc::ptr_eq(&compiled.catalogue, catalogue) => compiled,
            _ => match self.clone().compile(catalogue).compiled {
                Some(compiled) => {
                    own = compiled;
                    &own
                }
                None => return FileSettings { verdicts: Arc::from([]) },
            },
        };
        let mut off: HashSet<usize> = HashSet::new();
        for (layer, silenced) in self.layers.iter().zip(&compiled.silenced) {
            if !silenced.is_empty() {
                for entry in layer.per_file.satisfied(&layer.relative(path, &self.root)) {
                    off.extend(&silenced[entry]);
                }
            }
        }
        if off.is_empty() {
            return FileSettings { verdicts: compiled.verdicts.clone() };
        }
        let verdicts = compiled
            .verdicts
            .iter()
            .enumerate()
            .map(|(index, verdict)| if off.contains(&index) { Verdict::Off } else { *verdict })
            .collect();
        FileSettings { verdicts }
    }

    /// Whether a file or folder is left out; a path, absolute or relative to `root`.
    pub fn is_excluded(&self, path: &Path) -> bool {
        let replaced =
            self.layers.iter().rev().find_map(|layer| Some((layer, layer.exclude.as_ref()?)));
        let excluded = match replaced {
            Some((layer, set)) => set.is_match(&layer.relative(path, &self.root)),
            // Names without wildcards: what lies below a folder of that name is left out with it.
            None => relative(path, &self.root, &self.root)
                .split('/')
                .any(|part| DEFAULT_EXCLUDE.contains(&part)),
        };
        excluded
            || self
                .layers
                .iter()
                .any(|layer| layer.extend_exclude.is_match(&layer.relative(path, &self.root)))
    }

    /// The verdict on a rule before paths are looked at.
    fn decide(&self, rule: &Rule) -> Verdict {
        if rule.replaced_by.is_some() {
            return Verdict::Off;
        }
        // Findings about our own files stay unless ignored: `select = ["PY"]` must not hide that the next line is misspelt.
        let is_about_us = rule.code.as_str().starts_with("WP");
        let mut is_on = rule.default;
        let mut selected_in = None;
        let mut level: Option<(usize, Level)> = None;
        for (index, layer) in self.layers.iter().enumerate() {
            let options = &layer.options;
            let select = options.select.iter().flatten().chain(&options.extend_select);
            match (narrowest(select, rule), narrowest(&options.ignore, rule)) {
                (Some(on), off) if off.is_none_or(|off| on > off) => {
                    is_on = true;
                    selected_in = Some(index);
                }
                (_, Some(_)) => is_on = false,
                _ if options.select.is_some() && !is_about_us => is_on = false,
                _ => {}
            }
            let said = options
                .severity
                .iter()
                .filter(|(selector, _)| selector.matches(rule))
                .max_by_key(|(selector, _)| selector.specificity());
            if let Some((_, said)) = said {
                level = Some((index, *said));
            }
        }
        if !self.only.is_empty() {
            is_on = self.only.iter().any(|selector| selector.matches(rule));
            selected_in = Some(self.layers.len());
        }
        match level {
            _ if !is_on => Verdict::Off,
            None => Verdict::On(None),
            Some((_, Level::At(severity))) => Verdict::On(Some(severity)),
            // A later layer that selects the rule again has the last word.
            Some((said_in, Level::Off)) if selected_in.is_some_and(|index| index > said_in) => {
                Verdict::On(None)
            }
            Some((_, Level::Off)) => Verdict::Off,
        }
    }
}

impl Compiled {
    fn of(&self, rule: &Rule) -> Option<Verdict> {
        let rules = self.catalogue.rules();
        let index = rules.binary_search_by(|other| other.code.cmp(&rule.code)).ok()?;
        self.verdicts.get(index).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::super::read::{Form, read};
    use super::*;
    use crate::finding::Confidence;
    use crate::rules::catalogue::sample;

    fn catalogue() -> Arc<Catalogue> {
        let mut opt_in = sample("PY901", "opt-in");
        opt_in.default = false;
        let mut retired = sample("PY601", "popen-shell");
        retired.replaced_by = Some("PY602".into());
        let mut shell = sample("PY602", "subprocess-shell-true");
        shell.options = toml::from_str("names = ['a']\nlimit = 3").expect("TOML");
        shell.tags = vec!["injection".to_owned()];
        Arc::new(Catalogue::from_rules(vec![
            opt_in,
            retired,
            shell,
            sample("PY605", "os-system"),
            sample("DJ101", "csrf-middleware-missing"),
            sample("WP101", "unknown-configuration-key"),
        ]))
    }

    fn layer(root: &str, text: &str) -> Arc<Layer> {
        let file = read(text, Form::Own, &catalogue());
        assert_eq!(file.mistakes, [], "{text}");
        Arc::new(Layer::new(root.into(), None, file.options))
    }

    fn settings(texts: &[&str]) -> Settings {
        let layers = texts.iter().map(|text| layer("/shop", text)).collect();
        Settings::from_layers("/shop".into(), None, layers)
    }

    /// The codes that run in a file, checked to be the same by all three ways to ask.
    fn running(settings: &Settings, path: &str) -> Vec<String> {
        let catalogue = catalogue();
        let compiled = settings.clone().compile(&catalogue);
        let file = compiled.for_file(Path::new(path), &catalogue);
        let mut codes = Vec::new();
        for (index, rule) in catalogue.rules().iter().enumerate() {
            let verdict = settings.verdict(rule, Path::new(path));
            assert_eq!(compiled.verdict(rule, Path::new(path)), verdict);
            assert_eq!(file.verdict(index), verdict);
            if verdict != Verdict::Off {
                codes.push(rule.code.to_string());
            }
        }
        assert_eq!(file.enabled().count(), codes.len());
        codes
    }

    #[test]
    fn without_configuration_the_default_rules_run() {
        assert_eq!(running(&Settings::default(), "a.py"), ["DJ101", "PY602", "PY605", "WP101"]);
    }

    #[test]
    fn select_replaces_extend_select_adds_ignore_removes() {
        assert_eq!(running(&settings(&["select = ['DJ']"]), "a.py"), ["DJ101", "WP101"]);
        assert_eq!(
            running(&settings(&["extend-select = ['PY9']\nignore = ['DJ']"]), "a.py"),
            ["PY602", "PY605", "PY901", "WP101"]
        );
        assert_eq!(running(&settings(&["select = []\nignore = ['WP']"]), "a.py"), [""; 0]);
    }

    #[test]
    fn the_narrower_selector_wins_and_ignore_wins_a_draw() {
        let narrow = settings(&["select = ['PY602']\nignore = ['PY6', 'injection']"]);
        assert_eq!(running(&narrow, "a.py"), ["PY602", "WP101"]);
        let draw = settings(&["select = ['PY6']\nignore = ['PY6']"]);
        assert_eq!(running(&draw, "a.py"), ["WP101"]);
        let wide = settings(&["select = ['ALL']\nignore = ['PY6']"]);
        assert_eq!(running(&wide, "a.py"), ["DJ101", "PY901", "WP101"]);
    }

    #[test]
    fn later_layers_win() {
        assert_eq!(
            running(&settings(&["ignore = ['PY6']", "select = ['PY60']"]), "a.py"),
            ["PY602", "PY605", "WP101"]
        );
        assert_eq!(
            running(&settings(&["select = ['PY']", "ignore = ['PY605']"]), "a.py"),
            ["PY602", "PY901", "WP101"]
        );
    }

    #[test]
    fn severity_is_overridden_by_the_narrowest_selector() {
        let catalogue = catalogue();
        let settings = settings(&["[severity]\nPY6 = 'low'\nPY602 = 'critical'\nDJ = 'off'"]);
        let of = |code: &str| {
            settings.verdict(catalogue.by_code(code).expect("a rule"), Path::new("a.py"))
        };
        assert_eq!(of("PY602"), Verdict::On(Some(Severity::Critical)));
        assert_eq!(of("PY605"), Verdict::On(Some(Severity::Low)));
        assert_eq!(of("DJ101"), Verdict::Off);
        assert_eq!(of("PY901"), Verdict::Off);
    }

    #[test]
    fn a_rule_switched_off_runs_when_a_later_layer_selects_it() {
        let both = settings(&["severity.PY602 = 'off'", "extend-select = ['PY602']"]);
        assert!(running(&both, "a.py").contains(&"PY602".to_owned()));
        let same = settings(&["severity.PY602 = 'off'\nextend-select = ['PY602']"]);
        assert!(!running(&same, "a.py").contains(&"PY602".to_owned()));
    }

    #[test]
    fn per_file_ignores_hold_for_absolute_and_relative_paths() {
        let settings = settings(&["[per-file-ignores]\n'tests/**' = ['PY6']\n'*.pyi' = ['ALL']"]);
        assert_eq!(running(&settings, "/shop/tests/a.py"), ["DJ101", "WP101"]);
        assert_eq!(running(&settings, "tests/a.py"), ["DJ101", "WP101"]);
        assert_eq!(running(&settings, "src/a.py").len(), 4);
        assert_eq!(running(&settings, "/elsewhere/tests/a.py").len(), 4);
        assert_eq!(running(&settings, "a/b.pyi"), [""; 0]);
    }

    #[test]
    fn patterns_of_a_parent_are_relative_to_the_parent() {
        let settings = Settings::from_layers(
            "/shop/cart".into(),
            None,
            vec![
                layer(
                    "/shop",
                    "per-file-ignores.'cart/tests' = ['PY6']\nextend-exclude = ['cart/gen']",
                ),
                layer("/shared", "per-file-ignores.'docs' = ['PY6']\nextend-exclude = ['/old']"),
                layer("/shop/cart", "per-file-ignores.'tests/x.py' = ['DJ']"),
            ],
        );
        assert_eq!(running(&settings, "/shop/cart/tests/x.py"), ["WP101"]);
        assert_eq!(running(&settings, "tests/y.py"), ["DJ101", "WP101"]);
        assert_eq!(running(&settings, "docs/y.py"), ["DJ101", "WP101"]);
        assert!(settings.is_excluded(Path::new("gen/a.py")));
        assert!(settings.is_excluded(Path::new("/shop/cart/old/a.py")));
        assert!(!settings.is_excluded(Path::new("/shop/cart/new/a.py")));
    }

    #[test]
    fn exclusion_has_a_default_that_can_be_replaced() {
        let excluded = |texts: &[&str], path: &str| settings(texts).is_excluded(Path::new(path));
        assert!(excluded(&[], "/shop/a/.venv/lib/x.py"));
        assert!(excluded(&[], "node_modules"));
        assert!(DEFAULT_EXCLUDE.iter().all(|name| !name.contains(['*', '?', '[', '{', '/', '!'])));
        assert!(!excluded(&[], "/home/venv/x.py"));
        assert!(!excluded(&["exclude = ['gen']"], "/shop/.venv/x.py"));
        assert!(excluded(&["exclude = ['gen']"], "/shop/gen/x.py"));
        assert!(excluded(&["extend-exclude = ['gen']"], "/shop/.venv/x.py"));
        assert!(excluded(&["extend-exclude = ['gen']", "exclude = ['x']"], "/shop/gen/x.py"));
        assert!(!excluded(&["exclude = ['gen', '!gen/keep.py']"], "gen/keep.py"));
    }

    #[test]
    fn the_command_line_has_the_last_word() {
        let file = read("select = ['PY605']\nconfidence = 'high'", Form::Own, &catalogue());
        let overrides = Overrides { root: "/shop".into(), options: file.options, only: vec![] };
        let with = settings(&["ignore = ['PY605']\nconfidence = 'low'"]).with_overrides(&overrides);
        assert_eq!(running(&with, "a.py"), ["PY605", "WP101"]);
        assert_eq!(with.confidence, Some(Confidence::High));
        let only = Overrides {
            only: Selector::of_rules("PY602", vec!["PY602".into()]).into_iter().collect(),
            ..Overrides::default()
        };
        let with = settings(&["ignore = ['PY602']\nseverity.PY602 = 'off'"]).with_overrides(&only);
        assert_eq!(running(&with, "a.py"), ["PY602"]);
    }

    #[test]
    fn options_of_rules_fall_back_to_the_header() {
        let catalogue = catalogue();
        let rule = catalogue.by_code("PY602").expect("a rule");
        let settings = settings(&[
            "[rules.PY602]\nlimit = 5\nnames = ['b']",
            "[rules.subprocess-shell-true]\nlimit = 7",
        ]);
        assert_eq!(settings.option(rule, "limit"), Some(&toml::Value::Integer(7)));
        assert_eq!(
            settings.option(rule, "names").and_then(|names| names.as_array()).map(Vec::len),
            Some(1)
        );
        assert_eq!(Settings::default().option(rule, "limit"), Some(&toml::Value::Integer(3)));
        assert_eq!(settings.option(rule, "nothing"), None);
    }

    #[test]
    fn plain_options_come_through() {
        let settings = settings(&[
            "target-python = '3.9'\nfail-on = 'high'\nbaseline = 'known.json'",
            "target-django = '>=4.2,<6'\nrespect-gitignore = false",
        ]);
        let text = |versions: &Option<pep440_rs::VersionSpecifiers>| {
            versions.as_ref().map(ToString::to_string)
        };
        assert_eq!(text(&settings.target_python).as_deref(), Some(">=3.9"));
        assert_eq!(text(&settings.target_django).as_deref(), Some(">=4.2, <6"));
        assert_eq!(settings.fail_on, Severity::High);
        assert_eq!(settings.baseline, Some("/shop/known.json".into()));
        assert!(!settings.respect_gitignore);
    }
}

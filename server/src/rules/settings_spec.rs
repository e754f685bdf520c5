//! What a rule about Django settings says, besides the header that every rule has: where it looks, what is bad, what helps.
//!
//! Everything here is data. Names of settings are paths (`settings_path.rs`).

use std::collections::BTreeMap;

use pep440_rs::VersionSpecifiers;
use regex::Regex;
use serde::Deserialize;
use serde::de::{Deserializer, Error as _};

use super::Rule;
pub use super::settings_path::{Part, Path};
use super::spec::{message_mistake, own_keys, parsed, parsed_option, safety};
use crate::finding::{Confidence, Safety, Severity};

/// The name of the engine.
pub const ENGINE: &str = "settings";

/// A rule's own keys.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Spec {
    /// Which environments it is about.
    #[serde(default)]
    pub view: Views,
    /// What must hold for the rule to make sense; all of it.
    #[serde(default)]
    pub when: Vec<Condition>,
    /// What it looks for; of two that report one place the first speaks.
    #[serde(default)]
    pub find: Vec<Find>,
    /// Whether it gathers what other rules find absent, in place of a `[[find]]` of its own.
    #[serde(default)]
    pub gathers: bool,
}

/// The environments a rule is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Views {
    /// Deployments.
    #[default]
    Production,
    /// Deployments and developers' machines.
    NotTests,
    /// All.
    All,
}

/// Something to look for.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Find {
    /// The setting, or a part of it; or several.
    #[serde(default, rename = "setting", deserialize_with = "one_or_many")]
    pub settings: Vec<Path>,
    /// What is bad about it; without it, that it is there.
    #[serde(default)]
    pub bad: Test,
    /// Whether the question is about the keys of the dictionary, not about the dictionary.
    #[serde(default)]
    pub keys: bool,
    /// Whether the name of the setting is underlined, not its value.
    #[serde(default)]
    pub name: bool,
    /// Whether it is bad, too, that it is not there.
    #[serde(default)]
    pub absent: bool,
    /// Tests of other keys of the dictionary the part stands in; an absent key fails them.
    #[serde(default)]
    pub beside: BTreeMap<String, Test>,
    /// Pairs of elements of which the first must come first.
    #[serde(default)]
    pub order: Vec<(String, String)>,
    /// Start scripts that name a module made for development.
    #[serde(default)]
    pub misdirected: bool,
    /// What must hold, besides what the rule asks for.
    #[serde(default)]
    pub when: Vec<Condition>,
    /// Instead of the rule's.
    #[serde(default, deserialize_with = "parsed_option")]
    pub severity: Option<Severity>,
    /// Instead of the rule's.
    #[serde(default, deserialize_with = "parsed_option")]
    pub confidence: Option<Confidence>,
    /// Instead of the rule's.
    #[serde(default)]
    pub message: Option<String>,
    /// What to do about it, best first.
    #[serde(default)]
    pub fix: Vec<Fix>,
}

/// A question about the view as a whole.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Condition {
    /// The view has this middleware.
    pub middleware: Option<String>,
    /// It has not.
    pub no_middleware: Option<String>,
    /// The view has this app.
    pub app: Option<String>,
    /// It has not.
    pub no_app: Option<String>,
    /// The project depends on this package.
    pub package: Option<String>,
    /// It does not, as far as its files tell.
    pub no_package: Option<String>,
    /// Releases of packages that the project locks.
    #[serde(deserialize_with = "releases")]
    pub release: BTreeMap<String, VersionSpecifiers>,
    /// Django's release.
    #[serde(deserialize_with = "parsed_option")]
    pub django: Option<VersionSpecifiers>,
    /// A setting for which `test` holds; where it is absent, `absent` decides.
    pub setting: Option<Path>,
    /// What must hold for the setting.
    pub test: Option<Test>,
    /// Whether the condition holds where the setting is absent.
    pub absent: bool,
    /// Only, or only not, where a project is just beginning.
    pub quickstart: Option<bool>,
    /// The configuration of a proxy in the repository does this: see [`PROXY`].
    pub proxy: Option<String>,
    /// None does, as far as the repository tells.
    pub no_proxy: Option<String>,
    /// One of these holds.
    pub any: Vec<Condition>,
}

/// A question about a value; all that is given must hold.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Test {
    /// Truth in a condition.
    pub truthy: Option<bool>,
    /// What it is: see [`KINDS`].
    pub kind: Option<OneOrMany>,
    /// It is one of these constants, by type and value.
    pub one_of: Option<Vec<toml::Value>>,
    /// It is a text that matches.
    #[serde(deserialize_with = "parsed_option")]
    pub matches: Option<Pattern>,
    /// A text or container with fewer characters or elements.
    pub shorter: Option<usize>,
    /// A text or container with more characters or elements.
    pub longer: Option<usize>,
    /// A number below.
    pub below: Option<i64>,
    /// A number above.
    pub above: Option<i64>,
    /// A text of fewer different characters.
    pub distinct_below: Option<usize>,
    /// A whole number with one of these bits, in Python's spelling.
    pub bits: Option<String>,
    /// The dotted path of one of these, or of a class called alike; an app's configuration counts as the app.
    pub class: Option<OneOrMany>,
    /// What one of these library functions returns.
    pub calls: Option<OneOrMany>,
    /// Some element for which this holds.
    pub item: Option<Box<Test>>,
    /// No element for which this holds; needs all elements to be known.
    pub lacks: Option<Box<Test>>,
    /// Read from the environment.
    pub env: Option<EnvTest>,
    /// A dictionary whose values of these keys pass these tests; an absent key fails them.
    pub entry: Option<BTreeMap<String, Test>>,
    /// A dictionary in which this key is not there.
    pub lacks_key: Option<String>,
    /// A path that is, holds, or lies in one of these settings' paths.
    pub overlaps: Option<Vec<Path>>,
    /// The same value as another setting.
    pub same_as: Option<Path>,
    /// A folder that holds the settings modules themselves, and with them the code.
    pub holds_code: Option<bool>,
    /// Its source matches: for functions and what else has no value.
    #[serde(deserialize_with = "parsed_option")]
    pub source: Option<Pattern>,
    /// A dotted path to a class or function of the workspace whose source matches.
    #[serde(deserialize_with = "parsed_option")]
    pub leads_to: Option<Pattern>,
    /// A dotted path into the workspace that leads nowhere.
    pub dangling: Option<bool>,
    /// One of these holds.
    pub any: Option<Vec<Test>>,
    /// This does not hold.
    pub not: Option<Box<Test>>,
}

/// A question about a value read from the environment.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct EnvTest {
    /// Whether its text is taken for a truth value as it stands: then `"False"` is true.
    pub uncast: Option<bool>,
    /// What holds for the value it has without the variable.
    pub default: Option<Box<Test>>,
}

/// The words of `kind`.
pub const KINDS: &[&str] = &[
    "none",
    "bool",
    "number",
    "text",
    "bytes",
    "list",
    "tuple",
    "set",
    "sequence",
    "dict",
    "constant",
    "env",
    "relative-path",
    "name",
    "call",
];

/// The words of `proxy`: there is one, and what it does.
pub const PROXY: &[&str] = &["any", "hsts", "redirect", "policy"];

/// A word, or several.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum OneOrMany {
    /// One.
    One(String),
    /// Several.
    Many(Vec<String>),
}

impl OneOrMany {
    /// All of them.
    pub fn all(&self) -> &[String] {
        match self {
            Self::One(one) => std::slice::from_ref(one),
            Self::Many(many) => many,
        }
    }
}

/// A repair.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Fix {
    /// What the editor shows.
    pub title: String,
    /// Whether it may be applied unread.
    #[serde(deserialize_with = "safety")]
    pub safety: Option<Safety>,
    /// Writes this in place of the value.
    pub set: Option<String>,
    /// A module that the text uses; it is imported where it is not yet.
    pub uses: Option<String>,
    /// Deletes the statement.
    pub delete: bool,
    /// Adds lines at the end of the module: `NAME = value`.
    pub append: Option<String>,
    /// Adds a text to a list.
    pub insert: Option<Insert>,
    /// Adds an item to a list, or an entry to a dictionary, as it is written here.
    pub add: Option<String>,
    /// Takes the element out of its list.
    pub remove_element: bool,
    /// Moves the element before the one it must precede.
    pub move_element: bool,
    /// Replaces what matches `from` in the value's source.
    pub substitute: Option<Substitute>,
    /// Writes the one of these words that was probably meant, if one is near.
    pub nearest: Vec<String>,
}

/// Where a text goes into a list.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Insert {
    /// The text.
    pub value: String,
    /// Directly before the first of these that is there.
    pub before: Vec<String>,
    /// Directly behind the last of these that is there.
    pub after: Vec<String>,
    /// At the beginning, unless `before` or `after` say otherwise; else at the end.
    pub first: bool,
}

/// A replacement in source text.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Substitute {
    /// What is replaced.
    #[serde(deserialize_with = "parsed")]
    pub from: Pattern,
    /// With `$1` for groups.
    pub to: String,
}

/// A regular expression.
#[derive(Debug)]
pub struct Pattern(pub Regex);

impl std::str::FromStr for Pattern {
    type Err = regex::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Regex::new(text).map(Self)
    }
}

fn one_or_many<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Path>, D::Error> {
    let written = OneOrMany::deserialize(deserializer)?;
    written.all().iter().map(|path| path.parse().map_err(D::Error::custom)).collect()
}

fn releases<'de, D>(deserializer: D) -> Result<BTreeMap<String, VersionSpecifiers>, D::Error>
where
    D: Deserializer<'de>,
{
    let written = BTreeMap::<String, String>::deserialize(deserializer)?;
    let read = written.into_iter().map(|(package, wanted)| Ok((package, wanted.parse()?)));
    read.collect::<Result<_, pep440_rs::VersionSpecifiersParseError>>().map_err(D::Error::custom)
}

/// Holes that messages may have.
const HOLES: &[&str] = &["{setting}", "{value}", "{item}", "{other}"];

impl Spec {
    /// Reads a rule's own keys.
    pub fn of(rule: &Rule) -> Result<Self, String> {
        let spec: Self = own_keys(rule)?;
        spec.mistake(rule).map_or(Ok(()), Err)?;
        Ok(spec)
    }

    /// What is wrong with it that types do not tell.
    fn mistake(&self, rule: &Rule) -> Option<String> {
        if self.find.is_empty() != self.gathers {
            return Some("a rule about settings needs a `[[find]]`, or `gathers`".to_owned());
        }
        for condition in &self.when {
            if let Some(mistake) = condition.mistake() {
                return Some(mistake);
            }
        }
        for find in &self.find {
            if find.settings.is_empty() != find.misdirected {
                return Some("a `[[find]]` names a `setting`, or is `misdirected`".to_owned());
            }
            let is_part = find.settings.iter().any(|path| !path.parts.is_empty());
            let is_several = find.settings.len() > 1 || find.settings.iter().any(Path::is_pattern);
            if find.absent && is_several {
                return Some("`absent` is about one setting".to_owned());
            }
            if find.absent && is_part {
                return Some(
                    "only whole settings have a default: `absent` is for those".to_owned(),
                );
            }
            if !find.beside.is_empty() && !is_part {
                return Some(
                    "`beside` asks about the dictionary around a part of a setting".to_owned(),
                );
            }
            let tests = find.beside.values().chain([&find.bad]);
            let conditions = find.when.iter().filter_map(Condition::mistake);
            if let Some(mistake) = tests.filter_map(Test::mistake).chain(conditions).next() {
                return Some(mistake);
            }
            let message = find.message.as_deref().unwrap_or(&rule.message);
            let fixes = || find.fix.iter().find_map(Fix::mistake);
            if let Some(mistake) = message_mistake(message, HOLES).or_else(fixes) {
                return Some(mistake);
            }
        }
        None
    }
}

impl Condition {
    fn mistake(&self) -> Option<String> {
        let n_questions = [
            self.middleware.is_some(),
            self.no_middleware.is_some(),
            self.app.is_some(),
            self.no_app.is_some(),
            self.package.is_some(),
            self.no_package.is_some(),
            self.django.is_some(),
            !self.release.is_empty(),
            self.setting.is_some(),
            self.quickstart.is_some(),
            self.proxy.is_some(),
            self.no_proxy.is_some(),
            !self.any.is_empty(),
        ];
        if n_questions.iter().filter(|asked| **asked).count() != 1 {
            return Some("a condition asks one question; write several for several".to_owned());
        }
        let does = self.proxy.iter().chain(&self.no_proxy).find(|does| !PROXY.contains(&&***does));
        if let Some(does) = does {
            return Some(format!("no proxy does `{does}`: {}", PROXY.join(", ")));
        }
        if self.setting.as_ref().is_some_and(Path::is_pattern) {
            return Some("a condition is about one setting".to_owned());
        }
        if self.test.is_some() && self.setting.is_none() {
            return Some("`test` is about a `setting`".to_owned());
        }
        let inner = self.any.iter().find_map(Condition::mistake);
        inner.or_else(|| self.test.as_ref().and_then(Test::mistake))
    }
}

impl Test {
    fn mistake(&self) -> Option<String> {
        for kind in self.kind.iter().flat_map(OneOrMany::all) {
            if !KINDS.contains(&kind.as_str()) {
                return Some(format!("`{kind}` is no kind of value: {}", KINDS.join(", ")));
            }
        }
        if self.bits.as_deref().is_some_and(|bits| bits_of(bits).is_none()) {
            return Some("`bits` is a number such as `0o022`".to_owned());
        }
        let inner = [&self.item, &self.lacks, &self.not].into_iter().flatten().map(|test| &**test);
        let any = self.any.iter().flatten();
        let default = self.env.iter().filter_map(|env| env.default.as_deref());
        let entries = self.entry.iter().flat_map(BTreeMap::values);
        inner.chain(any).chain(default).chain(entries).find_map(Test::mistake)
    }
}

impl Fix {
    fn mistake(&self) -> Option<String> {
        let n_kinds = [
            self.set.is_some(),
            self.delete,
            self.append.is_some(),
            self.insert.is_some(),
            self.add.is_some(),
            self.remove_element,
            self.move_element,
            self.substitute.is_some(),
            !self.nearest.is_empty(),
        ];
        if n_kinds.iter().filter(|given| **given).count() != 1 {
            return Some("a fix does one thing: `set`, `delete`, `append`, `insert`, `add`, `remove-element`, `move-element`, `substitute` or `nearest`".to_owned());
        }
        self.title.is_empty().then(|| "a fix needs a `title`".to_owned())
    }
}

/// The bits of a number in Python's spelling.
pub fn bits_of(text: &str) -> Option<i128> {
    match text.strip_prefix("0o") {
        Some(digits) => i128::from_str_radix(digits, 8).ok(),
        None => text.parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{RuleOrigin, header};

    fn check(own: &str) -> String {
        let text = format!(
            "code = \"DJ999\"\nname = \"bad\"\nengine = \"settings\"\nseverity = \"low\"\nconfidence = \"low\"\ncwe = []\nmessage = \"`{{setting}}` is bad\"\nsince = \"0.1.0\"\ndoc = '''\nHarm.\n\n## Write instead\nGood.\n'''\n{own}"
        );
        let rule = header::read_toml(&text, "DJ999-bad", "settings", RuleOrigin::Builtin(""));
        match Spec::of(&rule.expect("the header is fine")) {
            Ok(_) => "fine".to_owned(),
            Err(mistake) => mistake,
        }
    }

    #[test]
    fn mistakes_are_told() {
        for (own, expected) in [
            ("[[find]]\nsetting = \"DEBUG\"\nbad = { truthy = true }", "fine"),
            ("[[find]]\nsetting = 'A.\"b.c\".*.0'", "fine"),
            ("find = []", "needs a `[[find]]`"),
            ("", "needs a `[[find]]`"),
            ("gathers = true", "fine"),
            ("[[find]]\nsetting = \"debug\"", "written in capitals"),
            ("[[find]]\nsetting = \"A..B\"", "no path of a setting"),
            ("[[find]]\nbad = { truthy = true }", "names a `setting`"),
            ("[[find]]\nsetting = [\"A\", \"B_*.C.-1\"]", "fine"),
            ("[[find]]\nsetting = \"A.B\"\nabsent = true", "only whole settings"),
            ("[[find]]\nsetting = [\"A\", \"B\"]\nabsent = true", "is about one setting"),
            (
                "when = [{ proxy = \"sleeps\" }]\n[[find]]\nsetting = \"A\"",
                "no proxy does `sleeps`",
            ),
            ("when = [{ setting = \"A_*\" }]\n[[find]]\nsetting = \"A\"", "is about one setting"),
            ("[[find]]\nsetting = \"A\"\nbeside = { B = {} }", "`beside` asks about"),
            ("[[find]]\nsetting = \"A\"\nbad = { thruthy = true }", "unknown field `thruthy`"),
            ("[[find]]\nsetting = \"A\"\nbad = { kind = \"txt\" }", "no kind of value"),
            ("[[find]]\nsetting = \"A\"\nbad = { item = { kind = \"txt\" } }", "no kind of value"),
            ("[[find]]\nsetting = \"A\"\nbad = { matches = \"(\" }", "regex parse error"),
            ("[[find]]\nsetting = \"A\"\nbad = { bits = \"0x2\" }", "`bits` is a number"),
            ("[[find]]\nsetting = \"A\"\nmessage = \"{vale}\"", "has the holes"),
            ("[[find]]\nsetting = \"A\"\nmessage = \"Bad.\"", "without a final period"),
            ("[[find]]\nsetting = \"A\"\nfix = [{ title = \"x\" }]", "a fix does one thing"),
            ("[[find]]\nsetting = \"A\"\nfix = [{ delete = true }]", "needs a `title`"),
            (
                "[[find]]\nsetting = \"A\"\nfix = [{ delete = true, title = \"x\", safety = \"no\" }]",
                "`safe` or `unsafe`",
            ),
            ("when = [{}]\n[[find]]\nsetting = \"A\"", "asks one question"),
            ("when = [{ app = \"a\", test = {} }]\n[[find]]\nsetting = \"A\"", "`test` is about"),
            ("when = [{ release = { a = \"new\" } }]\n[[find]]\nsetting = \"A\"", "ersion"),
            ("when = [{ django = \"new\" }]\n[[find]]\nsetting = \"A\"", "ersion"),
            ("view = \"prod\"\n[[find]]\nsetting = \"A\"", "unknown variant `prod`"),
        ] {
            let got = check(own);
            assert!(got.contains(expected), "{own}\n  {got}");
        }
    }
}

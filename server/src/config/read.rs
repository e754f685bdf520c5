//! Text of a configuration file → options and mistakes; whatever is wrong, the rest still counts.

mod typed;

use std::ops::Range;
use std::path::Path;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::broken::{add_syntax_errors, fitting, without_broken_lines};
use super::foreign::{self, Bandit};
use super::mistakes::{ConfigMistake, MistakeKind};
use super::options::{FOREIGN_KEYS, KEYS, Options};
use super::values;
use crate::finding::{Confidence, Severity};
use crate::rules::Catalogue;
use crate::rules::nearest::nearest;
use crate::text::Span;

/// More would bury the first, and every proposal costs a walk over all rules.
pub(super) const MOST_MISTAKES: usize = 100;
/// Where in a file our options are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// At the top: `watchpost.toml`, `.watchpost.toml`, and whatever `extend` names.
    Own,
    /// Under `[tool.watchpost]`: `pyproject.toml`.
    Pyproject,
}

impl Form {
    /// The form that goes with a file name.
    pub fn of(path: &Path) -> Form {
        if path.file_name().is_some_and(|name| name == "pyproject.toml") {
            Form::Pyproject
        } else {
            Form::Own
        }
    }
}

/// What a file said.
#[derive(Clone, Debug, Default)]
pub struct ReadFile {
    /// The options that could be understood.
    pub options: Options,
    /// Everything else, in no order.
    pub mistakes: Vec<ConfigMistake>,
    /// Where our options begin; none if the file has none.
    pub header: Option<Span>,
    /// What `[tool.bandit]` says in the same file.
    pub bandit: Option<Bandit>,
}

/// Reads the text of a configuration file.
pub fn read(text: &str, form: Form, catalogue: &Catalogue) -> ReadFile {
    let (mut document, errors) = DeTable::parse_recoverable(text);
    let blanked;
    if let Some(rest) = without_broken_lines(text, &errors) {
        blanked = rest;
        if let Ok(better) = DeTable::parse(&blanked) {
            document = better;
        }
    }
    let document = document.get_ref();
    let mut file = ReadFile::default();
    let mut reader =
        Reader { text, catalogue, mistakes: Vec::new(), n_selectors: 0, n_patterns: 0 };
    match form {
        Form::Own => {
            file.header = Some(Span::empty(0));
            file.options = reader.options(document, form);
        }
        Form::Pyproject => {
            let tools = document.get("tool").and_then(|tool| tool.get_ref().as_table());
            let tool = |name: &str| tools.and_then(|tools| tools.get_key_value(name));
            if let Some((key, value)) = tool("watchpost") {
                file.header = Some(reader.span(key.span()));
                match value.get_ref() {
                    DeValue::Table(table) => file.options = reader.options(table, form),
                    _ => reader.wants("tool.watchpost", "a table", value),
                }
            }
            if let Some((key, value)) = tool("bandit")
                && let DeValue::Table(table) = value.get_ref()
            {
                file.bandit = Some(foreign::from_table(table, reader.span(key.span()), catalogue));
            }
        }
    }
    file.mistakes = reader.mistakes;
    // A broken `pyproject.toml` without options of ours is other tools' affair.
    if file.header.is_some() || text.contains("[tool.watchpost") {
        add_syntax_errors(&mut file.mistakes, &errors, text);
    }
    file.mistakes.truncate(MOST_MISTAKES);
    file
}

/// Reads options that an editor sent as JSON. Their spans point into TOML nobody sees; only messages are of use.
pub fn read_json(json: &serde_json::Value, catalogue: &Catalogue) -> ReadFile {
    match table_of(json).and_then(|table| toml::to_string(&table).ok()) {
        Some(text) => read(&text, Form::Own, catalogue),
        None => ReadFile::default(),
    }
}

/// A JSON object as a table. What TOML lacks (`null`, huge numbers) is left out.
fn table_of(json: &serde_json::Value) -> Option<toml::Table> {
    let entries = json.as_object()?.iter();
    Some(entries.filter_map(|(key, value)| Some((key.clone(), value_of(value)?))).collect())
}

fn value_of(json: &serde_json::Value) -> Option<toml::Value> {
    Some(match json {
        serde_json::Value::Null => return None,
        serde_json::Value::Bool(boolean) => toml::Value::Boolean(*boolean),
        serde_json::Value::Number(number) => match number.as_i64() {
            Some(number) => toml::Value::Integer(number),
            None => toml::Value::Float(number.as_f64()?),
        },
        serde_json::Value::String(text) => toml::Value::String(text.clone()),
        serde_json::Value::Array(items) => {
            toml::Value::Array(items.iter().filter_map(value_of).collect())
        }
        serde_json::Value::Object(_) => toml::Value::Table(table_of(json)?),
    })
}

struct Reader<'a> {
    text: &'a str,
    catalogue: &'a Catalogue,
    mistakes: Vec<ConfigMistake>,
    n_selectors: usize,
    n_patterns: usize,
}

type Value<'i> = Spanned<DeValue<'i>>;

impl Reader<'_> {
    fn options(&mut self, table: &DeTable<'_>, form: Form) -> Options {
        let mut options = Options::default();
        for (key, value) in table {
            let name = key.get_ref().as_ref();
            match name {
                "extend" => options.extend = self.path(name, value),
                "select" => options.select = self.selectors(name, value),
                "extend-select" => {
                    options.extend_select = self.selectors(name, value).unwrap_or_default();
                }
                "ignore" => options.ignore = self.selectors(name, value).unwrap_or_default(),
                "per-file-ignores" => self.per_file_ignores(&mut options, value),
                "severity" => self.severity(&mut options, value),
                "confidence" => {
                    let words =
                        [Confidence::Low, Confidence::Medium, Confidence::High].map(|c| c.word());
                    options.confidence =
                        self.word(name, value, &words).and_then(|word| word.parse().ok());
                }
                "exclude" => options.exclude = self.patterns(name, value),
                "extend-exclude" => {
                    options.extend_exclude = self.patterns(name, value).unwrap_or_default();
                }
                "respect-gitignore" => options.respect_gitignore = self.boolean(name, value),
                "target-python" => options.target_python = self.versions(name, value),
                "target-django" => options.target_django = self.versions(name, value),
                "fail-on" => {
                    let words = Severity::ALL.map(Severity::word);
                    options.fail_on =
                        self.word(name, value, &words).and_then(|word| word.parse().ok());
                }
                "baseline" => options.baseline = self.path(name, value),
                "read-bandit-config" => options.read_bandit_config = self.boolean(name, value),
                "rules" => self.rules(&mut options, value),
                _ => self.unknown_key(name, key.span(), form),
            }
        }
        options
    }

    fn unknown_key(&mut self, name: &str, range: Range<usize>, form: Form) {
        let span = self.span(range);
        // Editors look for it under this key; it is no option.
        if name == "$schema" {
            return;
        }
        if form == Form::Own && name == "tool" {
            self.add(ConfigMistake::new(
                MistakeKind::UnknownKey,
                span,
                "nothing below `[tool.watchpost]` is read in this file: put the keys at the top",
            ));
            return;
        }
        let folded = name.to_ascii_lowercase().replace('_', "-");
        let known = FOREIGN_KEYS
            .iter()
            .find(|(foreign, _)| *foreign == folded)
            .map(|(_, own)| *own)
            .or_else(|| nearest(name, KEYS));
        let name = values::quoted_briefly(name);
        let mistake = match known {
            Some(known) => ConfigMistake::new(
                MistakeKind::UnknownKey,
                span,
                format!("nothing reads the key {name}: did you mean `{known}`?"),
            )
            .suggesting(known),
            None => ConfigMistake::new(
                MistakeKind::UnknownKey,
                span,
                format!("nothing reads the key {name}"),
            ),
        };
        self.add(mistake);
    }

    fn per_file_ignores(&mut self, options: &mut Options, value: &Value<'_>) {
        let Some(table) = self.table("per-file-ignores", value) else { return };
        for (key, value) in table {
            let span = self.span(key.span());
            let pattern = self.pattern(key.get_ref(), span);
            let selectors = self.selectors("per-file-ignores", value);
            if let (Some(pattern), Some(selectors)) = (pattern, selectors) {
                options.per_file_ignores.push((pattern, selectors));
            }
        }
    }

    fn severity(&mut self, options: &mut Options, value: &Value<'_>) {
        let Some(table) = self.table("severity", value) else { return };
        for (key, value) in table {
            let span = self.span(key.span());
            let selector = self.selector(key.get_ref(), span, false);
            let level = match values::level(value.get_ref()) {
                Ok(level) => Some(level),
                Err(problem) => {
                    self.invalid("severity", value, problem);
                    None
                }
            };
            if let (Some(selector), Some(level)) = (selector, level) {
                options.severity.push((selector, level));
            }
        }
    }

    fn rules(&mut self, options: &mut Options, value: &Value<'_>) {
        let Some(table) = self.table("rules", value) else { return };
        for (key, value) in table {
            let name = key.get_ref().as_ref();
            let span = self.span(key.span());
            let Some(selector) = self.selector(name, span, false) else { continue };
            let Some(rule) =
                selector.rule().and_then(|code| self.catalogue.by_code(code.as_str())).cloned()
            else {
                self.add(ConfigMistake::new(
                    MistakeKind::InvalidValue,
                    span,
                    format!("`{selector}` is several rules: options belong to one code or name"),
                ));
                continue;
            };
            let DeValue::Table(table) = value.get_ref() else {
                self.wants(name, "a table of options", value);
                continue;
            };
            for (key, value) in table {
                let name = key.get_ref().as_ref();
                let Some(default) = rule.options.get(name) else {
                    let span = self.span(key.span());
                    self.unknown_option(&rule, name, span);
                    continue;
                };
                match values::like(value.get_ref(), default) {
                    Ok(value) => {
                        let table = options.rules.entry(rule.code.clone()).or_default();
                        table.insert(name.to_owned(), value);
                    }
                    Err(mut problem) => {
                        if default.is_array() && value.get_ref().is_str() {
                            let span = self.span(value.span());
                            problem.replacement = Some(format!("[{}]", span.slice(self.text)));
                        }
                        self.invalid(name, value, problem);
                    }
                }
            }
        }
    }

    fn unknown_option(&mut self, rule: &crate::rules::Rule, name: &str, span: Span) {
        let known = nearest(name, rule.options.keys().map(String::as_str));
        let name = values::quoted_briefly(name);
        let mut mistake = ConfigMistake::new(
            MistakeKind::UnknownKey,
            span,
            match known {
                _ if rule.options.is_empty() => {
                    format!("nothing reads {name}: `{}` has no options", rule.code)
                }
                Some(known) => {
                    format!("`{}` has no option {name}: did you mean `{known}`?", rule.code)
                }
                None => {
                    let names: Vec<String> =
                        rule.options.keys().map(|key| format!("`{key}`")).collect();
                    format!("`{}` has no option {name}, only {}", rule.code, names.join(", "))
                }
            },
        );
        mistake.suggestion = known.map(values::key_text);
        self.add(mistake);
    }

    fn span(&self, range: Range<usize>) -> Span {
        fitting(range, self.text)
    }

    fn is_full(&self) -> bool {
        self.mistakes.len() >= MOST_MISTAKES
    }

    fn add(&mut self, mistake: ConfigMistake) {
        if !self.is_full() {
            self.mistakes.push(mistake);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::options::Level;
    use super::*;
    use crate::rules::catalogue::sample;

    fn catalogue() -> Catalogue {
        let mut shell = sample("PY602", "subprocess-shell-true");
        shell.also.insert("bandit".to_owned(), vec!["B602".to_owned()]);
        shell.options = toml::from_str("names = ['a']\nlimit = 3\nshare = 0.5").expect("TOML");
        let mut retired = sample("PY601", "popen-shell");
        retired.replaced_by = Some("PY602".into());
        Catalogue::from_rules(vec![shell, retired, sample("DJ101", "csrf-middleware-missing")])
    }

    /// `code "text under the span" message → suggestion`, a line per mistake.
    fn mistakes(text: &str) -> String {
        super::super::check_text(Path::new("watchpost.toml"), text, &catalogue())
            .iter()
            .map(|one| {
                let fix = one.suggestion.as_ref().map_or(String::new(), |fix| format!(" → {fix}"));
                format!("{} {:?} {}{fix}\n", one.kind.code(), one.span.slice(text), one.message)
            })
            .collect()
    }

    fn options(text: &str) -> Options {
        read(text, Form::Own, &catalogue()).options
    }

    #[test]
    fn a_good_file_has_no_mistakes() {
        let text = r#"
"$schema" = "https://example.org/watchpost.json"
extend = "../watchpost.toml"
select = ["PY", "csrf-middleware-missing"]
extend-select = ["ALL"]
ignore = []
confidence = "medium"
exclude = ["gen/**"]
extend-exclude = ["*_pb2.py"]
respect-gitignore = true
target-python = ">=3.9"
target-django = "4.2"
fail-on = "high"
baseline = ".watchpost/baseline.json"
read-bandit-config = true
per-file-ignores."tests/**" = ["PY6"]
[severity]
PY602 = "critical"
DJ = "off"
[rules.subprocess-shell-true]
names = ["x", "y"]
limit = 5
share = 1
"#;
        assert_eq!(mistakes(text), "");
        let options = options(text);
        assert_eq!(options.select.map(|list| list.len()), Some(2));
        assert_eq!(options.severity[0].1, Level::Off);
        assert_eq!(options.severity[1].1, Level::At(Severity::Critical));
        assert_eq!(
            options.rules[&crate::finding::RuleCode::from("PY602")]["share"],
            toml::Value::Float(1.0)
        );
    }

    #[test]
    fn unknown_keys_are_found_and_the_rest_counts() {
        let text =
            "igonre = ['PY602']\nextend_select = ['PY']\nskips = []\ncolour = 1\nselect = ['DJ']\n";
        expect_test::expect![[r#"
            WP101 "igonre" nothing reads the key `igonre`: did you mean `ignore`? → ignore
            WP101 "extend_select" nothing reads the key `extend_select`: did you mean `extend-select`? → extend-select
            WP101 "skips" nothing reads the key `skips`: did you mean `ignore`? → ignore
            WP101 "colour" nothing reads the key `colour`
        "#]].assert_eq(&mistakes(text));
        assert_eq!(options(text).select.map(|list| list.len()), Some(1));
    }

    #[test]
    fn wrong_values_are_found_and_the_rest_counts() {
        let text = r#"
select = "PY602"
extend-select = ["PY602", 3, "subproces-shell-true", "B602", "PY601", 'py602']
ignore = { a = 1 }
confidence = "sure"
fail-on = "error"
exclude = ["a[", "b"]
respect-gitignore = "yes"
target-python = 3.10
target-django = "^4.2"
extend = '\\host\share'
baseline = ""
per-file-ignores = ["x"]
[severity]
PY602 = "hihg"
DJ101 = false
NOPE = "low"
B602 = "low"
"#;
        expect_test::expect![[r#"
            WP102 "\"PY602\"" `select` is not read: it wants a list of strings, not a string, did you mean `["PY602"]`? → ["PY602"]
            WP102 "3" this item of `extend-select` is not read: it wants strings, not a number
            WP102 "\"subproces-shell-true\"" no rule, prefix or tag is called `subproces-shell-true`: did you mean `subprocess-shell-true`? → "subprocess-shell-true"
            WP102 "\"B602\"" `B602` is bandit's word, it stands for `PY602` here → "PY602"
            WP102 "\"PY601\"" `PY601` is retired: `PY602` took its place → "PY602"
            WP102 "'py602'" no rule, prefix or tag is called `py602`: did you mean `PY602`? → "PY602"
            WP102 "{ a = 1 }" `ignore` is not read: it wants a list of strings, not a table
            WP102 "\"sure\"" `confidence` is not read: `sure` is none of `low`, `medium`, `high`
            WP102 "\"error\"" `fail-on` is not read: `error` is none of `info`, `low`, `medium`, `high`, `critical`, did you mean `"high"`? → "high"
            WP102 "\"a[\"" `a[` matches nothing: unclosed character class; missing ']'
            WP102 "\"yes\"" `respect-gitignore` is not read: it wants `true` or `false`, not a string, did you mean `true`? → true
            WP102 "3.10" `target-python` is not read: it wants a string, not a number, did you mean `"3.10"`? → "3.10"
            WP102 "\"^4.2\"" `target-django` is not read: `^4.2` names no versions, did you mean `">=4.2"`? → ">=4.2"
            WP102 "'\\\\host\\share'" `extend` is not read: it names another host
            WP102 "\"\"" `baseline` is not read: it is empty
            WP102 "[\"x\"]" `per-file-ignores` is not read: it wants a table, not a list
            WP102 "\"hihg\"" `severity` is not read: `hihg` is none of `off`, `info`, `low`, `medium`, `high`, `critical`, did you mean `"high"`? → "high"
            WP102 "false" `severity` is not read: it wants a severity or `off`, not `true` or `false`, did you mean `"off"`? → "off"
            WP102 "NOPE" no rule, prefix or tag is called `NOPE`
            WP102 "B602" `B602` is bandit's word, it stands for `PY602` here → PY602
        "#]].assert_eq(&mistakes(text));
        let options = options(text);
        assert_eq!(options.extend_select.len(), 3);
        assert_eq!(options.exclude.map(|list| list.len()), Some(1));
        assert_eq!(options.severity.len(), 1);
        assert_eq!((options.select, options.extend), (None, None));
    }

    #[test]
    fn options_of_rules_are_checked_against_their_defaults() {
        let text = r#"
[rules.PY602]
names = "x"
limt = 3
limit = "3"
share = 2
[rules.PY]
a = 1
[rules.DJ101]
b = 2
[rules.nope]
c = 3
"#;
        expect_test::expect![[r#"
            WP102 "\"x\"" `names` is not read: it wants a list, not a string, did you mean `["x"]`? → ["x"]
            WP101 "limt" `PY602` has no option `limt`: did you mean `limit`? → limit
            WP102 "\"3\"" `limit` is not read: it wants a number, not a string
            WP102 "PY" `PY` is several rules: options belong to one code or name
            WP101 "b" nothing reads `b`: `DJ101` has no options
            WP102 "nope" no rule, prefix or tag is called `nope`
        "#]]
        .assert_eq(&mistakes(text));
        assert_eq!(options(text).rules[&crate::finding::RuleCode::from("PY602")].len(), 1);
    }

    #[test]
    fn broken_toml_costs_only_its_line() {
        for text in [
            "select = [PY602]\nconfidence = 'high'\n",
            "= 3\nconfidence = 'high'\n",
            "what is this\nconfidence = 'high'\n",
            "confidence = 'high'\nselect = ['PY602\n",
            "confidence = 'high'\n[severity\nPY602 = 'low'\n",
        ] {
            let file = read(text, Form::Own, &catalogue());
            assert_eq!(file.options.confidence, Some(Confidence::High), "{text}");
            let kinds: Vec<MistakeKind> = file.mistakes.iter().map(|one| one.kind).collect();
            assert!(kinds.contains(&MistakeKind::Unreadable), "{text}: {:?}", file.mistakes);
        }
    }

    #[test]
    fn a_list_of_nothing_but_mistakes_switches_nothing_off() {
        assert_eq!(options("select = ['NOPE']").select, None);
        assert_eq!(options("select = []").select, Some(Vec::new()));
    }

    #[test]
    fn pyproject_is_read_below_its_table_only() {
        let read = |text: &str| read(text, Form::Pyproject, &catalogue());
        let text = "[tool.ruff]\nselct = 1\n[tool.watchpost]\nselct = ['PY']\nfail-on = 'high'\n";
        let file = read(text);
        assert_eq!(file.options.fail_on, Some(Severity::High));
        assert_eq!(file.header.map(|span| span.slice(text)), Some("watchpost"));
        assert_eq!(file.mistakes.len(), 1);
        assert_eq!(file.mistakes[0].span.start, text.rfind("selct").expect("there"));
        assert!(read("[project]\nname = 'x'\n").header.is_none());
        assert_eq!(read("[project\nname = 'x'\n").mistakes, []);
        assert!(read("[tool]\nbandit.skips = ['B602']").bandit.is_some());
        assert_eq!(read("tool.watchpost = 3").mistakes.len(), 1);
        assert_eq!(read("tool = 3").mistakes, []);
    }

    #[test]
    fn a_table_header_for_pyproject_is_explained() {
        assert!(mistakes("[tool.watchpost]\nselect = ['PY']").contains("put the keys at the top"));
    }

    #[test]
    fn json_of_an_editor_is_read_with_the_same_words() {
        let json = serde_json::json!({
            "select": ["PY"], "baseline": null, "igonre": [], "severity": { "PY602": "low" }
        });
        let file = read_json(&json, &catalogue());
        assert_eq!(file.options.select.map(|list| list.len()), Some(1));
        assert_eq!(file.options.severity.len(), 1);
        assert_eq!(file.mistakes.len(), 1);
        assert!(read_json(&serde_json::json!(null), &catalogue()).mistakes.is_empty());
    }

    #[test]
    fn hostile_files_neither_crash_nor_take_long() {
        let n_big = 100_000;
        for text in [
            "[".repeat(n_big),
            "a.".repeat(n_big),
            format!("select = [{}]", "'NOPE', ".repeat(n_big)),
            format!("select = {}", "[".repeat(n_big)),
            format!("ignore = [{}]", "'PY602',".repeat(n_big)),
            format!("exclude = [{}]", "'*.py',".repeat(n_big)),
            "= \n".repeat(n_big),
            "ü = 'ü".repeat(1000),
            "\u{feff}ü".to_owned(),
            "\0\u{1}\n".repeat(100),
        ] {
            let found = super::super::check_text(Path::new("watchpost.toml"), &text, &catalogue());
            assert!(found.len() <= MOST_MISTAKES);
            for one in &found {
                assert!(text.get(one.span.start..one.span.end).is_some());
            }
        }
    }
}

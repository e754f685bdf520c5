//! A rule file's text → [`Rule`]: the comment header of a `.scm`, or a plain `.toml`.
//!
//! Header: `; CODE name`, TOML lines, `; ---`, Markdown. A `.toml` rule holds the same keys plus `code`, `name`, `doc`
//! and whatever its engine reads for itself.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::query_text::RuleMistake;
use super::rule::{InTests, Rule, RuleOrigin, RuleQuery, UnitGrain};
use crate::finding::{Confidence, RuleCode, Severity};
use crate::text::Span;

/// The keys of a `.scm` rule's header with their meaning, required ones first.
pub const KEYS: &[(&str, &str)] = &[
    (
        "severity",
        "how bad it is: `info`, `low`, `medium`, `high` or `critical`; a pattern may say otherwise",
    ),
    ("confidence", "how sure a match is: `low`, `medium` or `high`; a pattern may say otherwise"),
    ("cwe", "numbers of the weaknesses, the most fitting first; `[]` for none"),
    (
        "message",
        "one line without a final period; `{callee}` is a capture's text, `{callee:name}` its resolved name",
    ),
    ("since", "the version that brought the rule"),
    ("also", "ids of the same rule in other tools: `{ bandit = \"B602\", ruff = \"S602\" }`"),
    ("owasp", "OWASP categories"),
    ("references", "addresses of pages that say more"),
    ("tags", "free words by which configuration can select the rule"),
    ("default", "`false` for a rule that runs only where it is selected"),
    ("applies", "globs of the paths it is about; without it, all files of the language"),
    ("requires", "packages the project must have for the rule to make sense"),
    ("replaced_by", "the code of the rule that took this one's place"),
    ("covers", "generic rules that this one stands for where both report one place"),
    ("silent_when", "rules whose findings in the same file make this one superfluous there"),
    ("in_tests", "what it does in tests: `off`, `low` (severity `low` at most) or `same`"),
    ("in_migrations", "what it does in migrations of Django: `off` or `same`, the default"),
    ("unit", "how much of a document it must see at once: `line`, `member` or `document`"),
    (
        "options",
        "what a project may set under `[rules.CODE]`: `{ name = { default = false, doc = \"what it does\" } }`",
    ),
];

/// The words a header key takes, where they can be listed.
pub fn words_of(key: &str) -> Vec<&'static str> {
    match key {
        "severity" => Severity::ALL.map(Severity::word).to_vec(),
        "confidence" => {
            [Confidence::Low, Confidence::Medium, Confidence::High].map(Confidence::word).to_vec()
        }
        "in_tests" => vec!["off", "low", "same"],
        "in_migrations" => vec!["off", "same"],
        "unit" => vec!["line", "member", "document"],
        _ => Vec::new(),
    }
}

/// The keys of a header, as written.
#[derive(Debug, Deserialize)]
struct Header {
    severity: String,
    confidence: String,
    cwe: Vec<u32>,
    message: String,
    since: String,
    #[serde(default)]
    also: BTreeMap<String, OneOrMany>,
    #[serde(default)]
    owasp: Vec<String>,
    #[serde(default)]
    references: Vec<String>,
    #[serde(default)]
    tags: Vec<String>,
    #[serde(default = "yes")]
    default: bool,
    #[serde(default)]
    applies: Vec<String>,
    #[serde(default)]
    requires: Vec<String>,
    replaced_by: Option<String>,
    #[serde(default)]
    covers: Vec<String>,
    in_tests: Option<String>,
    in_migrations: Option<String>,
    unit: Option<String>,
    engine: Option<String>,
    #[serde(default)]
    silent_when: Vec<String>,
    #[serde(default)]
    options: BTreeMap<String, OptionSpec>,
    code: Option<String>,
    name: Option<String>,
    doc: Option<String>,
    #[serde(flatten)]
    rest: toml::Table,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

/// One entry of `options`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct OptionSpec {
    default: toml::Value,
    doc: String,
}

fn yes() -> bool {
    true
}

/// Reads a `.scm` rule. `stem` is the file name without extension, `folder` the language.
pub fn read_scm(
    text: &str,
    stem: &str,
    folder: &str,
    origin: RuleOrigin,
) -> Result<Rule, RuleMistake> {
    let mut lines = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if !line.starts_with(';') {
            break;
        }
        lines.push((at, line.trim_end()));
        at += line.len();
    }
    let first_line = Span::new(0, lines.first().map_or(0, |(_, line)| line.len()));
    let title = lines.first().map_or("", |(_, line)| strip(line));
    let Some((code, name)) = title.split_once(' ') else {
        return Err(RuleMistake::new(
            first_line,
            "a rule file begins with a comment line of its code and name: `; PY999 some-bad-thing`",
        ));
    };
    if format!("{code}-{name}") != stem {
        return Err(RuleMistake::new(
            first_line,
            format!("the file is called `{stem}` but its first line says `{code}-{name}`"),
        ));
    }
    let Some(rule_line) = lines.iter().position(|(_, line)| strip(line) == "---") else {
        return Err(RuleMistake::new(
            first_line,
            "the header has no line `; ---` between its keys and its docs",
        ));
    };
    let mut keys = String::new();
    let mut offsets = Vec::new();
    for (start, line) in &lines[1..rule_line] {
        let content = strip(line);
        offsets.push((keys.len(), start + line.len() - content.len()));
        keys.push_str(content);
        keys.push('\n');
    }
    let in_file = |span: std::ops::Range<usize>| {
        let index = offsets.partition_point(|(key, _)| *key <= span.start).saturating_sub(1);
        offsets.get(index).map_or(first_line, |(key, file)| {
            let start = file + (span.start - key);
            Span::new(start, start + span.len().min(keys.len() - span.start).max(1))
        })
    };
    let header: Header = toml::from_str(&keys).map_err(|error| {
        let span = error.span().map_or(first_line, in_file);
        RuleMistake::new(clip(span, text), error.message().replace('\n', ", "))
    })?;
    let docs = lines[rule_line + 1..]
        .iter()
        .map(|(_, line)| strip(line))
        .collect::<Vec<_>>()
        .join("\n")
        .trim()
        .to_owned();
    if let Some(key) = header.rest.keys().next() {
        return Err(RuleMistake::new(
            first_line,
            format!("`{key}` is no key of a rule header{}", suggestion(key)),
        ));
    }
    let query = RuleQuery::new(text[at..].to_owned(), at);
    finish(header, docs, Some(query), Place { code, name, folder, origin, first_line })
}

/// Reads a `.toml` rule.
pub fn read_toml(
    text: &str,
    stem: &str,
    folder: &str,
    origin: RuleOrigin,
) -> Result<Rule, RuleMistake> {
    let first_line = Span::new(0, text.find('\n').unwrap_or(text.len()));
    let mut header: Header = toml::from_str(text).map_err(|error| {
        let span = error.span().map_or(first_line, Span::from);
        RuleMistake::new(clip(span, text), error.message().replace('\n', ", "))
    })?;
    let code = header.code.take().unwrap_or_default();
    let name = header.name.take().unwrap_or_default();
    if format!("{code}-{name}") != stem {
        return Err(RuleMistake::new(
            first_line,
            format!("the file is called `{stem}` but says it is `{code}-{name}`"),
        ));
    }
    let docs = header.doc.take().unwrap_or_default().trim().to_owned();
    finish(header, docs, None, Place { code: &code, name: &name, folder, origin, first_line })
}

/// Reads the built-in file of a path below `queries/`; `None` if it is no rule.
pub fn read_builtin(path: &'static str, text: &str) -> Option<Result<Rule, RuleMistake>> {
    let (folder, file) = path.rsplit_once('/')?;
    let (stem, extension) = file.rsplit_once('.')?;
    // Tables of names and types live in folders of their own, without a code in front.
    if folder.contains('/') || !stem.split('-').next().is_some_and(is_code) {
        return None;
    }
    let read = if extension == "scm" { read_scm } else { read_toml };
    Some(read(text, stem, folder, RuleOrigin::Builtin(path)))
}

/// Where a rule file lies, and what its first lines call it.
struct Place<'a> {
    code: &'a str,
    name: &'a str,
    folder: &'a str,
    origin: RuleOrigin,
    first_line: Span,
}

fn finish(
    header: Header,
    docs: String,
    query: Option<RuleQuery>,
    place: Place<'_>,
) -> Result<Rule, RuleMistake> {
    let Place { code, name, folder, origin, first_line: place } = place;
    let wrong = |message: String| RuleMistake::new(place, message);
    if !is_code(code) {
        return Err(wrong(format!("`{code}` is no code: two to four capitals and three digits")));
    }
    if name.is_empty()
        || !name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
    {
        return Err(wrong(format!("`{name}` is no name: small letters, digits and `-`")));
    }
    // How others name their rules is theirs.
    let is_ours = matches!(origin, RuleOrigin::Builtin(_));
    for bad in ["no-", "avoid-", "disallow-"] {
        if is_ours && name.starts_with(bad) {
            return Err(wrong(format!("name the bad thing itself, without `{bad}`")));
        }
    }
    if docs.is_empty() {
        return Err(wrong("the docs are missing: say first what harm the thing does".to_owned()));
    }
    if !docs.contains("## Write instead") {
        return Err(wrong("the docs need a section `## Write instead`".to_owned()));
    }
    let in_tests = match header.in_tests.as_deref() {
        None | Some("low") => InTests::Low,
        Some("off") => InTests::Off,
        Some("same") => InTests::Same,
        Some(other) => {
            return Err(wrong(format!("`in_tests` is `off`, `low` or `same`, not `{other}`")));
        }
    };
    let is_off_in_migrations = match header.in_migrations.as_deref() {
        None | Some("same") => false,
        Some("off") => true,
        Some(other) => {
            return Err(wrong(format!("`in_migrations` is `off` or `same`, not `{other}`")));
        }
    };
    let unit = match header.unit.as_deref() {
        None => None,
        Some("line") => Some(UnitGrain::Line),
        Some("member") => Some(UnitGrain::Member),
        Some("document") => Some(UnitGrain::Document),
        Some(other) => {
            return Err(wrong(format!("`unit` is `line`, `member` or `document`, not `{other}`")));
        }
    };
    let engine = match (header.engine, query.is_some()) {
        (None, true) => "query".to_owned(),
        (Some(engine), _) => engine,
        (None, false) => {
            return Err(wrong("a `.toml` rule says which `engine` runs it".to_owned()));
        }
    };
    let mut options = toml::Table::new();
    let mut option_docs = BTreeMap::new();
    for (name, option) in header.options {
        if option.doc.trim().is_empty() {
            return Err(wrong(format!("the option `{name}` needs a `doc`: say what it does")));
        }
        options.insert(name.clone(), option.default);
        option_docs.insert(name, option.doc);
    }
    Ok(Rule {
        code: RuleCode::new(code),
        name: name.to_owned(),
        folder: folder.to_owned(),
        engine,
        severity: header.severity.parse().map_err(|error| wrong(format!("severity: {error}")))?,
        confidence: header
            .confidence
            .parse()
            .map_err(|error| wrong(format!("confidence: {error}")))?,
        cwe: header.cwe,
        message: header.message,
        since: header.since,
        also: header
            .also
            .into_iter()
            .map(|(tool, ids)| {
                let ids = match ids {
                    OneOrMany::One(id) => vec![id],
                    OneOrMany::Many(ids) => ids,
                };
                (tool, ids)
            })
            .collect(),
        owasp: header.owasp,
        references: header.references,
        tags: header.tags,
        default: header.default,
        applies: header.applies,
        requires: header.requires,
        replaced_by: header.replaced_by.map(RuleCode::new),
        covers: header.covers.into_iter().map(RuleCode::new).collect(),
        silent_when: header.silent_when.into_iter().map(RuleCode::new).collect(),
        in_tests,
        is_off_in_migrations,
        unit,
        options,
        option_docs,
        spec: header.rest.into(),
        docs: docs.into(),
        origin,
        query,
    })
}

/// Whether `text` has the form of a code: two to four capital letters, three digits.
pub fn is_code(text: &str) -> bool {
    let letters = text.bytes().take_while(u8::is_ascii_uppercase).count();
    (2..=4).contains(&letters)
        && text.len() == letters + 3
        && text.bytes().skip(letters).all(|b| b.is_ascii_digit())
}

fn strip(line: &str) -> &str {
    let line = line.trim_start_matches(';');
    line.strip_prefix(' ').unwrap_or(line)
}

fn clip(span: Span, text: &str) -> Span {
    let end = span.end.min(text.len());
    Span::new(span.start.min(end), end)
}

fn suggestion(key: &str) -> String {
    let known = KEYS.iter().map(|(name, _)| *name).chain(["engine"]);
    super::nearest::nearest(key, known)
        .map_or(String::new(), |near| format!(", did you mean `{near}`?"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "; PY999 some-bad-thing\n;\n; severity   = \"low\"\n; confidence = \"high\"\n; cwe = [1]\n; message = \"m\"\n; since = \"0.1.0\"\n; ---\n; Harm.\n;\n; ## Write instead\n; Good.\n\n(call) @finding\n";

    fn read(text: &str) -> Result<Rule, RuleMistake> {
        read_scm(text, "PY999-some-bad-thing", "python", RuleOrigin::Builtin("x"))
    }

    #[test]
    fn header_docs_and_query_are_taken_apart() {
        let rule = read(GOOD).unwrap();
        assert_eq!(rule.docs, "Harm.\n\n## Write instead\nGood.");
        assert_eq!(rule.query.as_ref().unwrap().text.trim(), "(call) @finding");
        assert_eq!(rule.engine, "query");
    }

    #[test]
    fn a_header_mistake_is_placed_on_its_line() {
        let text = GOOD.replace("cwe = [1]", "cwe = \"no\"");
        let mistake = read(&text).unwrap_err();
        assert_eq!(mistake.span.slice(&text), "\"no\"");
    }

    #[test]
    fn an_unknown_key_gets_a_suggestion() {
        let mistake = read(&GOOD.replace("cwe = [1]", "cwe = [1]\n; tag = []")).unwrap_err();
        assert_eq!(mistake.message, "`tag` is no key of a rule header, did you mean `tags`?");
    }

    #[test]
    fn every_documented_key_is_read() {
        for (key, doc) in KEYS {
            let value = match *key {
                "severity" | "confidence" | "message" | "since" => continue,
                "cwe" => continue,
                "also" | "options" => "{}",
                "default" => "false",
                "replaced_by" => "\"PY998\"",
                "in_tests" | "in_migrations" => "\"off\"",
                "unit" => "\"line\"",
                _ => "[]",
            };
            let text = GOOD.replace("cwe = [1]", &format!("cwe = [1]\n; {key} = {value}"));
            assert!(read(&text).is_ok(), "{key}");
            assert!(!doc.ends_with('.'), "{key}");
            assert!(words_of(key).is_empty() || doc.contains(words_of(key)[0]), "{key}");
        }
    }

    #[test]
    fn an_option_has_a_default_and_says_what_it_does() {
        let with = |options: &str| {
            read(&GOOD.replace("cwe = [1]", &format!("cwe = [1]\n; options = {options}")))
        };
        let rule = with(r#"{ strict = { default = true, doc = "counts more" } }"#).unwrap();
        assert_eq!(rule.options["strict"], toml::Value::Boolean(true));
        assert_eq!(rule.option_docs["strict"], "counts more");
        for bad in [
            "{ strict = true }",
            "{ strict = { default = true } }",
            r#"{ strict = { default = true, doc = " " } }"#,
            r#"{ strict = { default = true, doc = "a", type = "b" } }"#,
        ] {
            assert!(with(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn stem_and_first_line_must_agree() {
        let mistake = read(&GOOD.replace("PY999", "PY998")).unwrap_err();
        assert!(mistake.message.contains("PY998-some-bad-thing"));
    }

    #[test]
    fn docs_must_say_what_to_write_instead() {
        assert!(read(&GOOD.replace("## Write", "## Do")).is_err());
    }
}

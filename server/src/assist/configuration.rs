//! Configuration files: what keys and rule words in them mean, and what could stand there.

use super::rule_words::{candidate, candidates_of, describe_selector, selector_candidates};
use super::toml_place::{Role, TomlPlace, place_at};
use super::{Candidate, CandidateKind, Explanation, Page};
use crate::config::Form;
use crate::config::schema::{KeyDoc, key_docs};
use crate::finding::Severity;
use crate::rules::{Rule, Selector};
use crate::text::Span;

/// Where our table lies in `pyproject.toml`.
const HOME: [&str; 2] = ["tool", "watchpost"];

/// What the key or rule word at `offset` means.
pub(super) fn explain(page: &Page<'_>, form: Form, offset: usize) -> Option<Explanation> {
    let place = place_at(page.text, offset)?;
    let word = place.word.slice(page.text);
    if word.is_empty() {
        return None;
    }
    let path = ours(&place.path, form)?;
    let markdown = match (place.role, path.as_slice()) {
        (Role::Key | Role::Header, []) => describe_key(key_doc(word)?),
        (Role::Key | Role::Header, ["severity" | "rules"]) => describe_selector(page, word)?,
        (Role::Key | Role::Header, ["rules", rule]) => {
            describe_option(rule_named(page, rule)?, word)?
        }
        (Role::Value, path) if takes_selectors(path) => describe_selector(page, word)?,
        (Role::Value, [key]) if !key_doc(key)?.words.is_empty() => describe_key(key_doc(key)?),
        _ => return None,
    };
    Some(Explanation { span: place.word, markdown })
}

/// What could stand at `offset`.
pub(super) fn candidates(page: &Page<'_>, form: Form, offset: usize) -> Vec<Candidate> {
    let Some(place) = place_at(page.text, offset) else { return Vec::new() };
    if !place.word.touches(offset) {
        // On a quote: nothing is being written.
        return Vec::new();
    }
    let candidates = match place.role {
        Role::Header => headers(page, form, &place),
        Role::Key => match ours(&place.path, form) {
            Some(path) => keys(page, &path, &place),
            None => Vec::new(),
        },
        Role::Value => match ours(&place.path, form) {
            Some(path) => values(page, &path, place.word),
            None => Vec::new(),
        },
    };
    candidates.into_iter().map(|candidate| written(candidate, &place)).collect()
}

/// The keys below our table; none if it lies elsewhere.
fn ours(path: &[String], form: Form) -> Option<Vec<&str>> {
    let path: Vec<&str> = path.iter().map(String::as_str).collect();
    match form {
        Form::Own => Some(path),
        Form::Pyproject => path.strip_prefix(&HOME).map(<[&str]>::to_vec),
    }
}

fn key_doc(name: &str) -> Option<&'static KeyDoc> {
    key_docs().iter().find(|doc| doc.name == name)
}

fn describe_key(doc: &KeyDoc) -> String {
    let mut out =
        format!("**{}** · {} · default {}\n\n{}", doc.name, doc.kind, doc.default, doc.meaning);
    if let Some(example) = &doc.example {
        out.push_str(&format!("\n\nExample: `{example}`"));
    }
    out
}

fn describe_option(rule: &Rule, name: &str) -> Option<String> {
    let default = rule.options.get(name)?;
    let doc = rule.option_docs.get(name).map_or("", String::as_str);
    Some(format!(
        "**{name}** · option of **{}** `{}` · default `{default}`\n\n{doc}",
        rule.code, rule.name
    ))
}

fn rule_named<'p>(page: &'p Page<'_>, word: &str) -> Option<&'p Rule> {
    let parsed = Selector::parse(word, page.catalogue).ok()?;
    Some(page.catalogue.by_code(parsed.selector.rule()?.as_str())?)
}

/// Whether values there are words that select rules.
fn takes_selectors(path: &[&str]) -> bool {
    matches!(path, ["select" | "extend-select" | "ignore"] | ["per-file-ignores", _])
}

fn keys(page: &Page<'_>, path: &[&str], place: &TomlPlace) -> Vec<Candidate> {
    let replace = place.word;
    match path {
        [] => key_docs()
            .iter()
            .map(|doc| Candidate {
                markdown: describe_key(doc),
                ..candidate(doc.name, &doc.kind, replace, CandidateKind::Key)
            })
            .collect(),
        ["severity"] => selector_candidates(page.catalogue, replace),
        ["rules"] => with_options(page).flat_map(|rule| candidates_of(rule, replace)).collect(),
        ["rules", rule] => rule_named(page, rule).map_or_else(Vec::new, |rule| {
            let option = |(name, default): (&String, &toml::Value)| Candidate {
                markdown: describe_option(rule, name).unwrap_or_default(),
                ..candidate(name, format!("default {default}"), replace, CandidateKind::Key)
            };
            rule.options.iter().map(option).collect()
        }),
        _ => Vec::new(),
    }
}

/// Rules that have something to set.
fn with_options<'p>(page: &'p Page<'_>) -> impl Iterator<Item = &'p Rule> {
    page.catalogue.rules().iter().map(|rule| &**rule).filter(|rule| !rule.options.is_empty())
}

fn values(page: &Page<'_>, path: &[&str], replace: Span) -> Vec<Candidate> {
    let words = |words: &mut dyn Iterator<Item = &str>| -> Vec<Candidate> {
        words.map(|word| candidate(word, "", replace, CandidateKind::Value)).collect()
    };
    match path {
        path if takes_selectors(path) => selector_candidates(page.catalogue, replace),
        ["severity", _] => {
            words(&mut Severity::ALL.iter().map(|level| level.word()).chain(["off"]))
        }
        ["rules", rule, option] => {
            let default = rule_named(page, rule).and_then(|rule| rule.options.get(*option));
            match default {
                Some(toml::Value::Boolean(_)) => words(&mut ["true", "false"].into_iter()),
                _ => Vec::new(),
            }
        }
        [key] => match key_doc(key) {
            Some(doc) => words(&mut doc.words.iter().map(String::as_str)),
            None => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// Tables of ours; of other tools' files only those that what is typed leads to.
fn headers(page: &Page<'_>, form: Form, place: &TomlPlace) -> Vec<Candidate> {
    let home: &[&str] = match form {
        Form::Own => &[],
        Form::Pyproject => &HOME,
    };
    let mut path: Vec<&str> = place.path.iter().map(String::as_str).collect();
    let replace = place.word;
    if path.len() < home.len() {
        // `[to` and `[tool.` go on to our table whole, so that one choice is enough.
        let typed = replace.slice(page.text);
        let agrees = path.iter().zip(home).all(|(own, part)| own == part);
        if !agrees || typed.is_empty() && path.is_empty() || !home[path.len()].starts_with(typed) {
            return Vec::new();
        }
        let rest = home[path.len()..].join(".");
        return vec![candidate(rest, "configuration of watchpost", replace, CandidateKind::Key)];
    }
    if path.splice(..home.len(), []).ne(home.iter().copied()) {
        return Vec::new();
    }
    match path.as_slice() {
        [] => key_docs()
            .iter()
            .filter(|doc| doc.kind == "table")
            .map(|doc| Candidate {
                markdown: describe_key(doc),
                ..candidate(doc.name, &doc.kind, replace, CandidateKind::Key)
            })
            .collect(),
        ["rules"] => with_options(page).flat_map(|rule| candidates_of(rule, replace)).collect(),
        _ => Vec::new(),
    }
}

/// The candidate with the quotes or the `=` that are missing around it.
fn written(candidate: Candidate, place: &TomlPlace) -> Candidate {
    let word = &candidate.insert;
    let insert = match place.role {
        Role::Value if !place.quoted && !matches!(word.as_str(), "true" | "false") => {
            format!("\"{word}\"")
        }
        // A table may go on with a dot as well.
        Role::Key if !place.quoted && !place.finished && candidate.detail != "table" => {
            format!("{word} = ")
        }
        _ => return candidate,
    };
    Candidate { insert, ..candidate }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{explained, offered};

    const OWN: &str = "/a/watchpost.toml";
    const PYPROJECT: &str = "/a/pyproject.toml";

    fn hover(marked: &str) -> String {
        explained(OWN, marked)
    }

    #[test]
    fn keys_and_rules_are_explained() {
        assert_eq!(hover("ign|ore = []"), "[ignore] **ignore** · list of strings · default `[]`");
        assert_eq!(
            hover("confidence = 'hi|gh'"),
            "[high] **confidence** · `\"low\"`, `\"medium\"`, `\"high\"` · default `\"low\"`"
        );
        let shell = "[PY602] **PY602** `subprocess-shell-true` · high severity, high confidence";
        assert_eq!(hover("ignore = ['PY6|02']"), shell);
        assert_eq!(hover("[severity]\nPY6|02 = 'low'"), shell);
        assert_eq!(hover("[per-file-ignores]\n'a/**' = ['PY6|02']"), shell);
        assert_eq!(hover("[rules.PY6|02]"), shell);
        assert_eq!(hover("select = ['B6|02']"), "[B602] `B602` is bandit's word for");
        assert!(hover("select = ['PY|6']").starts_with("[PY6] `PY6`: "));
        assert_eq!(hover("[sever|ity]"), "[severity] **severity** · table · default `{}`");
    }

    #[test]
    fn only_our_table_of_pyproject_is_explained() {
        let table = "[tool.watchpost]\nign|ore = []";
        assert!(explained(PYPROJECT, table).starts_with("[ignore] **ignore**"));
        assert_eq!(explained(PYPROJECT, "[tool.ruff]\nign|ore = []"), "nothing");
        assert_eq!(explained(PYPROJECT, "ign|ore = []"), "nothing");
        assert_eq!(explained(OWN, "ignore = ['no-such|-rule']"), "nothing");
        assert_eq!(explained("/a/other.toml", "ign|ore = []"), "nothing");
    }

    #[test]
    fn keys_are_offered_with_what_follows() {
        let keys = offered(OWN, "|", &[]);
        assert_eq!(keys.len(), crate::config::options::KEYS.len());
        assert_eq!(offered(OWN, "confid|", &[]), ["confidence = "]);
        assert_eq!(offered(OWN, "confid| = 'low'", &[]), ["confidence"]);
        assert_eq!(offered(OWN, "sever|", &[]), ["severity"]);
        assert_eq!(offered(PYPROJECT, "[tool.watchpost]\nconfid|", &[]), ["confidence = "]);
        assert_eq!(offered(PYPROJECT, "[tool.ruff]\nconfi|", &[]), [""; 0]);
        assert_eq!(offered(OWN, "severity.PY602|", &[]), ["PY602 = "]);
    }

    #[test]
    fn values_are_offered_with_their_quotes() {
        assert_eq!(offered(OWN, "confidence = |", &[]), ["\"low\"", "\"medium\"", "\"high\""]);
        assert_eq!(offered(OWN, "confidence = \"m|\"", &[]), ["medium"]);
        assert_eq!(offered(OWN, "respect-gitignore = |", &[]), ["true", "false"]);
        assert_eq!(offered(OWN, "fail-on = 'cri|'", &[]), ["critical"]);
        assert_eq!(offered(OWN, "[severity]\nPY602 = 'of|'", &[]), ["off"]);
        let codes = offered(OWN, "ignore = [\"PY602|\"]", &[]);
        assert_eq!(codes, ["PY602"]);
        assert!(offered(OWN, "ignore = [|]", &[]).contains(&"\"PY602\"".to_owned()));
        assert!(
            offered(OWN, "ignore = [\n  'PY101',\n  |\n]", &[]).contains(&"\"ALL\"".to_owned())
        );
        assert!(offered(OWN, "[per-file-ignores]\n'a' = ['|']", &[]).contains(&"PY6".to_owned()));
    }

    #[test]
    fn tables_are_offered_in_headers() {
        assert_eq!(offered(OWN, "[|", &[]), ["per-file-ignores", "severity", "rules"]);
        assert_eq!(offered(PYPROJECT, "[to|]", &[]), ["tool.watchpost"]);
        assert_eq!(offered(PYPROJECT, "[tool.|]", &[]), ["watchpost"]);
        assert_eq!(offered(PYPROJECT, "[tool.watchpost.sev|]", &[]), ["severity"]);
    }

    #[test]
    fn nothing_elsewhere() {
        for marked in [
            "[|]",
            "[project|]",
            "[tool.ruff.|]",
            "[project]\nname = '|'",
            "|",
            "# |",
            "[tool.watchpost]\nexclude = ['|']",
        ] {
            assert_eq!(offered(PYPROJECT, marked, &[]), [""; 0], "{marked}");
        }
        for marked in
            ["# |", "confidence = 'low' |", "x = '|'", "extend = '|'", "ignore = ['PY602' |]"]
        {
            assert_eq!(offered(OWN, marked, &[]), [""; 0], "{marked}");
        }
    }

    #[test]
    fn options_of_rules_are_known() {
        let catalogue = crate::rules::Catalogue::builtin();
        let rule = catalogue.rules().iter().find(|rule| !rule.options.is_empty());
        let rule = rule.expect("a rule with options");
        let (option, _) = rule.options.iter().next().expect("an option");
        let header = format!("[rules.{}]\n", rule.code);
        assert!(offered(OWN, &format!("{header}|"), &[]).contains(&format!("{option} = ")));
        let hover = hover(&format!("{header}{option}| = 1"));
        assert!(hover.contains(&format!("option of **{}**", rule.code)), "{hover}");
        assert!(offered(OWN, "[rules.|]", &[]).contains(&rule.code.to_string()));
    }
}

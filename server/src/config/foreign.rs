//! Configuration of other tools: `[tool.bandit]` and `.bandit`, translated into options of ours.

use toml::de::{DeTable, DeValue};

use super::mistakes::{ConfigMistake, MistakeKind};
use super::options::Options;
use super::paths::PathPattern;
use crate::finding::RuleCode;
use crate::rules::{Catalogue, Selector};
use crate::text::Span;

/// More of anything is nobody's configuration.
const MOST_ENTRIES: usize = 500;

/// What bandit's configuration means here.
#[derive(Clone, Debug)]
pub struct Bandit {
    /// The same in our words; the layer below all others.
    pub options: Options,
    /// Says that it was read.
    pub note: ConfigMistake,
}

#[derive(Default)]
struct Entries {
    skips: Vec<String>,
    tests: Vec<String>,
    excludes: Vec<String>,
    /// `assert_used.skips`: files in which B101 stays silent.
    assert_skips: Vec<String>,
}

/// Understands the table `[tool.bandit]`, whose header stands at `place`.
pub fn from_table(table: &DeTable<'_>, place: Span, catalogue: &Catalogue) -> Bandit {
    let strings = |table: &DeTable<'_>, key: &str| -> Vec<String> {
        match table.get(key).map(|value| value.get_ref()) {
            Some(DeValue::Array(items)) => items
                .iter()
                .filter_map(|item| item.get_ref().as_str())
                .take(MOST_ENTRIES)
                .map(str::to_owned)
                .collect(),
            Some(DeValue::String(text)) => split(text),
            _ => Vec::new(),
        }
    };
    let mut excludes = strings(table, "exclude_dirs");
    excludes.extend(strings(table, "exclude"));
    let assert_skips = table
        .get("assert_used")
        .and_then(|value| value.get_ref().as_table())
        .map(|table| strings(table, "skips"))
        .unwrap_or_default();
    let entries = Entries {
        skips: strings(table, "skips"),
        tests: strings(table, "tests"),
        excludes,
        assert_skips,
    };
    translate(&entries, "[tool.bandit]", place, catalogue)
}

/// Understands a `.bandit` file; none without its `[bandit]` section.
pub fn from_ini(text: &str, catalogue: &Catalogue) -> Option<Bandit> {
    let mut entries = Entries::default();
    let mut place = None;
    let mut inside = false;
    let mut key = String::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let at = start;
        start += line.len();
        let line = line.trim_end();
        let body = line.trim_start();
        if body.is_empty() || body.starts_with(['#', ';']) {
            continue;
        }
        if let Some(section) = body.strip_prefix('[') {
            inside = section.split(']').next() == Some("bandit");
            key.clear();
            if inside && place.is_none() {
                let begin = at + line.len() - body.len();
                place = Some(Span::new(begin, at + line.len()));
            }
            continue;
        }
        if !inside {
            continue;
        }
        let is_continuation = body.len() < line.len() && !key.is_empty();
        let value = if is_continuation {
            body
        } else {
            let Some((name, value)) = body.split_once(['=', ':']) else { continue };
            key = name.trim().to_ascii_lowercase();
            value
        };
        let list = match key.as_str() {
            "skips" => &mut entries.skips,
            "tests" => &mut entries.tests,
            "exclude" | "exclude_dirs" => &mut entries.excludes,
            _ => continue,
        };
        list.extend(split(value));
        list.truncate(MOST_ENTRIES);
    }
    Some(translate(&entries, ".bandit", place?, catalogue))
}

fn split(text: &str) -> Vec<String> {
    text.split(',')
        .map(|part| part.trim().trim_matches(['"', '\'']))
        .filter(|part| !part.is_empty())
        .take(MOST_ENTRIES)
        .map(str::to_owned)
        .collect()
}

fn translate(entries: &Entries, source: &str, place: Span, catalogue: &Catalogue) -> Bandit {
    let mut options = Options::default();
    let mut silenced: Vec<RuleCode> = Vec::new();
    for id in &entries.skips {
        let codes = codes(id, catalogue);
        silenced.extend(codes.iter().cloned());
        options.ignore.extend(Selector::of_rules(id.as_str(), codes));
    }
    if !entries.tests.is_empty() {
        // bandit knows nothing of our other rules, so its list says nothing about them.
        let unlisted: Vec<RuleCode> = catalogue
            .rules()
            .iter()
            .filter(|rule| {
                rule.also
                    .get("bandit")
                    .is_some_and(|ids| !ids.iter().any(|id| entries.tests.contains(id)))
            })
            .map(|rule| rule.code.clone())
            .collect();
        silenced.extend(unlisted.iter().cloned());
        options.ignore.extend(Selector::of_rules("tests", unlisted));
    }
    for pattern in &entries.excludes {
        options.extend_exclude.extend(PathPattern::fnmatch(pattern));
    }
    if let Some(asserts) = Selector::of_rules("B101", codes("B101", catalogue)) {
        for pattern in &entries.assert_skips {
            if let Ok(pattern) = PathPattern::fnmatch(pattern) {
                options.per_file_ignores.push((pattern, vec![asserts.clone()]));
            }
        }
    }
    silenced.sort();
    silenced.dedup();
    let note = ConfigMistake::new(
        MistakeKind::ForeignRead,
        place,
        note(source, &silenced, options.extend_exclude.len(), options.per_file_ignores.len()),
    );
    Bandit { options, note }
}

fn codes(id: &str, catalogue: &Catalogue) -> Vec<RuleCode> {
    catalogue.by_foreign_id("bandit", id).into_iter().map(|rule| rule.code.clone()).collect()
}

fn note(source: &str, silenced: &[RuleCode], n_excludes: usize, n_partial: usize) -> String {
    let mut effects = Vec::new();
    match silenced {
        [] => {}
        few if few.len() <= 5 => {
            let codes: Vec<String> = few.iter().map(|code| format!("`{code}`")).collect();
            effects.push(format!("{} switched off", codes.join(", ")));
        }
        many => effects.push(format!("{} rules switched off", many.len())),
    }
    if n_excludes > 0 {
        effects.push(format!(
            "{n_excludes} exclude {}",
            if n_excludes == 1 { "pattern" } else { "patterns" }
        ));
    }
    if n_partial > 0 {
        effects.push("asserts allowed in some files".to_owned());
    }
    let effects = if effects.is_empty() { "no effect here".to_owned() } else { effects.join(", ") };
    format!("`{source}` is read too: {effects}; `read-bandit-config = false` stops this")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::catalogue::sample;

    fn catalogue() -> Catalogue {
        let bandit = |code, name, id: &str| {
            let mut rule = sample(code, name);
            rule.also.insert("bandit".to_owned(), vec![id.to_owned()]);
            rule
        };
        Catalogue::from_rules(vec![
            bandit("PY101", "assert-used", "B101"),
            bandit("PY602", "subprocess-shell-true", "B602"),
            bandit("PY605", "os-system", "B605"),
            sample("DJ101", "csrf-middleware-missing"),
        ])
    }

    fn ignored(bandit: &Bandit) -> Vec<&str> {
        let catalogue = catalogue();
        let mut codes: Vec<&str> = Vec::new();
        for rule in catalogue.rules() {
            if bandit.options.ignore.iter().any(|selector| selector.matches(rule)) {
                codes.push(match rule.code.as_str() {
                    "PY101" => "PY101",
                    "PY602" => "PY602",
                    "PY605" => "PY605",
                    _ => "other",
                });
            }
        }
        codes
    }

    #[test]
    fn an_ini_file_is_read() {
        let text = "# ours\n[other]\nskips = B605\n[bandit]\nexclude = ./tests,/gen/\nskips: B101,\n  B602\ntargets = src\n";
        let bandit = from_ini(text, &catalogue()).expect("a section");
        assert_eq!(ignored(&bandit), ["PY101", "PY602"]);
        assert_eq!(bandit.options.extend_exclude.len(), 2);
        assert_eq!(bandit.note.span.slice(text), "[bandit]");
        assert_eq!(
            bandit.note.message,
            "`.bandit` is read too: `PY101`, `PY602` switched off, 2 exclude patterns; `read-bandit-config = false` stops this"
        );
    }

    #[test]
    fn a_file_without_the_section_is_nothing() {
        assert!(from_ini("skips = B101", &catalogue()).is_none());
        assert!(from_ini("", &catalogue()).is_none());
    }

    #[test]
    fn the_table_is_read() {
        let text = "skips = ['B602', 'B999', 7]\nexclude_dirs = ['gen']\nassert_used.skips = ['*_test.py']";
        let (table, _) = DeTable::parse_recoverable(text);
        let bandit = from_table(table.get_ref(), Span::empty(0), &catalogue());
        assert_eq!(ignored(&bandit), ["PY602"]);
        assert_eq!(bandit.options.extend_exclude[0].as_str(), "gen");
        assert_eq!(bandit.options.per_file_ignores[0].0.as_str(), "*_test.py");
    }

    #[test]
    fn a_list_of_tests_leaves_rules_bandit_does_not_know() {
        let (table, _) = DeTable::parse_recoverable("tests = ['B602']");
        let bandit = from_table(table.get_ref(), Span::empty(0), &catalogue());
        assert_eq!(ignored(&bandit), ["PY101", "PY605"]);
    }
}

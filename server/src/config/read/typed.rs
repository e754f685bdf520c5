//! Single values of a configuration file → typed ones; what is wrong with them is noted.

use toml::de::{DeArray, DeTable, DeValue};

use super::{Reader, Value};
use crate::config::mistakes::{ConfigMistake, MistakeKind};
use crate::config::options::Placed;
use crate::config::{PathPattern, values};
use crate::finding::Severity;
use crate::rules::{Selector, SelectorNote};
use crate::text::Span;

/// Per file. Each is compared with every rule.
const MOST_SELECTORS: usize = 5_000;

/// Per file. They are compiled into one automaton.
const MOST_PATTERNS: usize = 1_000;

impl Reader<'_> {
    pub(super) fn selectors(&mut self, key: &str, value: &Value<'_>) -> Option<Vec<Selector>> {
        let items = self.strings(key, value)?;
        let n_items = items.len();
        let mut selectors = Vec::new();
        for (text, span) in items {
            selectors.extend(self.selector(&text, span, true));
        }
        // A list of nothing but mistakes says nothing: taken as empty, `select` would switch all rules off.
        (n_items == 0 || !selectors.is_empty()).then_some(selectors)
    }

    /// `in_list`: several words may replace one.
    pub(super) fn selector(&mut self, text: &str, span: Span, in_list: bool) -> Option<Selector> {
        self.n_selectors += 1;
        if self.n_selectors > MOST_SELECTORS || self.is_full() {
            return None;
        }
        match Selector::parse(text, self.catalogue) {
            Ok(parsed) => {
                if let Some(note) = parsed.note {
                    self.note(text, span, &note, in_list);
                }
                Some(parsed.selector)
            }
            Err(unknown) => {
                let mut mistake =
                    ConfigMistake::new(MistakeKind::InvalidValue, span, unknown.to_string());
                if let Some(suggestion) = unknown.suggestion {
                    mistake.message.push_str(&format!(": did you mean `{suggestion}`?"));
                    mistake.suggestion = Some(self.replacement(span, &suggestion));
                }
                self.add(mistake);
                None
            }
        }
    }

    fn note(&mut self, text: &str, span: Span, note: &SelectorNote, in_list: bool) {
        let (message, codes, severity) = match note {
            SelectorNote::Foreign { tool, codes } => {
                let names: Vec<String> = codes.iter().map(|code| format!("`{code}`")).collect();
                (
                    format!("`{text}` is {tool}'s word, it stands for {} here", names.join(", ")),
                    codes.as_slice(),
                    Severity::Info,
                )
            }
            SelectorNote::Retired { by } => (
                format!("`{text}` is retired: `{by}` took its place"),
                std::slice::from_ref(by),
                Severity::Low,
            ),
        };
        let mut mistake =
            ConfigMistake::new(MistakeKind::InvalidValue, span, message).with_severity(severity);
        if codes.len() == 1 || (in_list && codes.len() <= 8) {
            let words: Vec<String> =
                codes.iter().map(|code| self.replacement(span, code.as_str())).collect();
            mistake.suggestion = Some(words.join(", "));
        }
        self.add(mistake);
    }

    pub(super) fn patterns(&mut self, key: &str, value: &Value<'_>) -> Option<Vec<PathPattern>> {
        let items = self.strings(key, value)?;
        let n_items = items.len();
        let mut patterns = Vec::new();
        for (text, span) in items {
            patterns.extend(self.pattern(&text, span));
        }
        (n_items == 0 || !patterns.is_empty()).then_some(patterns)
    }

    pub(super) fn pattern(&mut self, text: &str, span: Span) -> Option<PathPattern> {
        self.n_patterns += 1;
        if self.n_patterns > MOST_PATTERNS || self.is_full() {
            return None;
        }
        match PathPattern::parse(text) {
            Ok(pattern) => Some(pattern),
            Err(reason) => {
                let text = values::quoted_briefly(text);
                self.add(ConfigMistake::new(
                    MistakeKind::InvalidValue,
                    span,
                    format!("{text} matches nothing: {reason}"),
                ));
                None
            }
        }
    }

    pub(super) fn versions(
        &mut self,
        key: &str,
        value: &Value<'_>,
    ) -> Option<pep440_rs::VersionSpecifiers> {
        match values::versions(value.get_ref(), key == "target-python") {
            Ok(versions) => Some(versions),
            Err(problem) => {
                self.invalid(key, value, problem);
                None
            }
        }
    }

    pub(super) fn word(
        &mut self,
        key: &str,
        value: &Value<'_>,
        words: &[&'static str],
    ) -> Option<&'static str> {
        match values::word(value.get_ref(), words) {
            Ok(word) => Some(word),
            Err(problem) => {
                self.invalid(key, value, problem);
                None
            }
        }
    }

    pub(super) fn path(&mut self, key: &str, value: &Value<'_>) -> Option<Placed<String>> {
        let Some(text) = value.get_ref().as_str() else {
            self.wants(key, "a string", value);
            return None;
        };
        let span = self.span(value.span());
        let problem = if text.trim().is_empty() {
            "it is empty"
        } else if text.starts_with("\\\\") || text.starts_with("//") {
            // Windows would log on to whatever host a cloned repository names.
            "it names another host"
        } else if text.contains('\0') {
            "it holds a zero byte"
        } else {
            return Some(Placed { value: text.to_owned(), span });
        };
        self.add(ConfigMistake::new(
            MistakeKind::InvalidValue,
            span,
            format!("`{key}` is not read: {problem}"),
        ));
        None
    }

    pub(super) fn boolean(&mut self, key: &str, value: &Value<'_>) -> Option<bool> {
        let DeValue::Boolean(boolean) = value.get_ref() else {
            let meant = match value.get_ref().as_str().map(str::to_ascii_lowercase).as_deref() {
                Some("true" | "yes" | "on") => Some("true"),
                Some("false" | "no" | "off") => Some("false"),
                _ => None,
            };
            let mut problem = values::Problem::wants("`true` or `false`", value.get_ref());
            problem.replacement = meant.map(str::to_owned);
            self.invalid(key, value, problem);
            return None;
        };
        Some(*boolean)
    }

    fn strings(&mut self, key: &str, value: &Value<'_>) -> Option<Vec<(String, Span)>> {
        match value.get_ref() {
            DeValue::Array(items) => Some(self.strings_of(key, items)),
            DeValue::String(_) => {
                let mut problem = values::Problem::wants("a list of strings", value.get_ref());
                let span = self.span(value.span());
                problem.replacement = Some(format!("[{}]", span.slice(self.text)));
                self.invalid(key, value, problem);
                None
            }
            _ => {
                self.wants(key, "a list of strings", value);
                None
            }
        }
    }

    fn strings_of(&mut self, key: &str, items: &DeArray<'_>) -> Vec<(String, Span)> {
        let mut strings = Vec::new();
        for item in items.iter() {
            match item.get_ref().as_str() {
                Some(text) => strings.push((text.to_owned(), self.span(item.span()))),
                None => {
                    let problem = values::Problem::wants("strings", item.get_ref());
                    self.add(ConfigMistake::new(
                        MistakeKind::InvalidValue,
                        self.span(item.span()),
                        format!("this item of `{key}` is not read: {}", problem.reason),
                    ));
                }
            }
        }
        strings
    }

    pub(super) fn table<'v, 'i>(
        &mut self,
        key: &str,
        value: &'v Value<'i>,
    ) -> Option<&'v DeTable<'i>> {
        let table = value.get_ref().as_table();
        if table.is_none() {
            self.wants(key, "a table", value);
        }
        table
    }

    pub(super) fn wants(&mut self, key: &str, what: &str, value: &Value<'_>) {
        self.invalid(key, value, values::Problem::wants(what, value.get_ref()));
    }

    pub(super) fn invalid(&mut self, key: &str, value: &Value<'_>, problem: values::Problem) {
        let span = self.span(value.span());
        let mut message = format!("`{key}` is not read: {}", problem.reason);
        if let Some(replacement) = &problem.replacement {
            message.push_str(&format!(", did you mean `{replacement}`?"));
        }
        let mistake = ConfigMistake::new(MistakeKind::InvalidValue, span, message);
        self.add(ConfigMistake { suggestion: problem.replacement, ..mistake });
    }

    /// `word` as it has to be written where `span` is: quoted in a value, bare in a key where that is enough.
    pub(super) fn replacement(&self, span: Span, word: &str) -> String {
        match span.slice(self.text).chars().next() {
            Some('"' | '\'') => values::string_text(word),
            _ => values::key_text(word),
        }
    }
}

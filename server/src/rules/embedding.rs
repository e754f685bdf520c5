//! What the build embeds of rules: the other side of `embedded` and `packed`.

use super::embedded::{IN_TESTS, QueryRecord, Record, UNITS};
use super::facts::{self, Facts};
use super::packed::{Packed, RuleText};
use super::query_text::{self, RuleMistake};
use super::rule::Rule;
use crate::finding::RuleCode;

fn number<T: PartialEq>(value: &T, all: &[T]) -> u8 {
    all.iter().position(|own| own == value).map_or(u8::MAX, |index| index as u8)
}

impl Record {
    /// What is embedded of a rule, or what is wrong with its patterns. Built once for a program, it is never freed.
    /// Its docs are added to those of others.
    pub fn new(path: &str, rule: &Rule, docs: &mut String) -> Result<Self, RuleMistake> {
        fn leak<T: ?Sized>(value: Box<T>) -> &'static T {
            Box::leak(value)
        }
        let bytes = |bytes: Vec<u8>| leak(bytes.into_boxed_slice());
        let texts = |texts: &[String]| -> Vec<RuleText> {
            texts.iter().map(|text| text.as_str().into()).collect()
        };
        let codes = |codes: &[RuleCode]| -> Vec<RuleText> {
            codes.iter().map(|code| code.as_str().into()).collect()
        };
        let query = match &rule.query {
            Some(query) => {
                let patterns = query_text::read(&query.text)?;
                let facts: Vec<Facts> = patterns.iter().map(facts::of).collect();
                let facts = postcard::to_allocvec(&facts).expect("every fact has a form");
                Some(QueryRecord { start: query.start, facts: bytes(facts) })
            }
            None => None,
        };
        Ok(Self {
            path: leak(path.into()),
            code: rule.code.as_str().into(),
            name: rule.name.as_str().into(),
            folder: rule.folder.as_str().into(),
            engine: rule.engine.as_str().into(),
            severity: rule.severity.word().into(),
            confidence: rule.confidence.word().into(),
            cwe: rule.cwe.clone(),
            message: rule.message.as_str().into(),
            since: rule.since.as_str().into(),
            also: rule.also.iter().map(|(tool, ids)| (tool.as_str().into(), texts(ids))).collect(),
            owasp: texts(&rule.owasp),
            references: texts(&rule.references),
            tags: texts(&rule.tags),
            default: rule.default,
            applies: texts(&rule.applies),
            requires: texts(&rule.requires),
            replaced_by: rule.replaced_by.as_ref().map(|code| code.as_str().into()),
            covers: codes(&rule.covers),
            silent_when: codes(&rule.silent_when),
            in_tests: number(&rule.in_tests, &IN_TESTS),
            is_off_in_migrations: rule.is_off_in_migrations,
            unit: rule.unit.map(|unit| number(&unit, &UNITS)),
            options: bytes(pack(&rule.options)),
            option_docs: rule
                .option_docs
                .iter()
                .map(|(name, doc)| (name.as_str().into(), doc.as_str().into()))
                .collect(),
            spec: bytes(pack(rule.spec.table())),
            docs: {
                let start = docs.len();
                docs.push_str(&rule.docs);
                (start, docs.len())
            },
            query,
        })
    }
}

/// The bytes of these records.
pub fn written(records: &[Record]) -> Vec<u8> {
    postcard::to_allocvec(records).expect("every record has a form")
}

impl<'a> Packed<'a> {
    fn of(value: &'a toml::Value) -> Self {
        match value {
            toml::Value::String(text) => Self::Text(text.into()),
            toml::Value::Integer(number) => Self::Integer(*number),
            toml::Value::Float(number) => Self::Float(*number),
            toml::Value::Boolean(truth) => Self::Boolean(*truth),
            toml::Value::Datetime(date) => Self::Date(date.to_string().into()),
            toml::Value::Array(items) => Self::Array(items.iter().map(Self::of).collect()),
            toml::Value::Table(table) => Self::Table(entries(table)),
        }
    }
}

fn entries(table: &toml::Table) -> Vec<(&str, Packed<'_>)> {
    table.iter().map(|(key, value)| (key.as_str(), Packed::of(value))).collect()
}

/// A table as bytes; none for an empty one.
fn pack(table: &toml::Table) -> Vec<u8> {
    match table.is_empty() {
        true => Vec::new(),
        false => postcard::to_allocvec(&entries(table)).expect("every value has a form"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::catalogue::{DOCS, RULES, read_builtin};
    use super::super::packed::unpack;
    use super::super::{Catalogue, RuleOrigin};
    use super::*;

    #[test]
    fn a_table_is_unpacked_as_it_was() {
        let text = "a = 1\nb = [true, 0.5, 'ü', 2026-01-02]\n[c.d]\ne = [{ f = -1 }]\n";
        let table: toml::Table = toml::from_str(text).expect("valid TOML");
        assert_eq!(unpack(&pack(&table)), table);
        assert_eq!(pack(&toml::Table::new()), [0; 0]);
        assert!(unpack(b"\x01\x05rest").is_empty());
    }

    /// All that a rule says; what is unpacked when it is asked for, unpacked.
    fn told(rule: &Rule) -> String {
        let query = rule.query.as_ref().map(|query| (&query.text, query.start));
        let plain = Rule { query: None, spec: Default::default(), ..rule.clone() };
        format!("{plain:?} {:?} {query:?}", rule.spec.table())
    }

    #[test]
    fn built_in_rules_are_what_their_files_say() {
        let (read, mistakes) = read_builtin();
        assert!(mistakes.is_empty(), "{mistakes:?}");
        let path = |rule: &Rule| match rule.origin {
            RuleOrigin::Builtin(path) => path,
            RuleOrigin::Workspace(_) => panic!("{} is no file of ours", rule.code),
        };
        let mut docs = String::new();
        let record =
            |rule| Record::new(path(rule), rule, &mut docs).expect("built-in rules are valid");
        let records: Vec<Record> = read.iter().map(record).collect();
        assert!(written(&records) == RULES, "the build embeds what is read here");
        assert_eq!(docs, DOCS);
        let catalogue = Catalogue::builtin();
        assert_eq!(read.len(), catalogue.rules().len());
        for rule in &read {
            let own = catalogue.by_code(rule.code.as_str()).expect("it is embedded");
            assert_eq!(told(own), told(rule));
            let Some(query) = &rule.query else { continue };
            let patterns = query_text::read(&query.text).expect("built-in rules are valid");
            let expected: Vec<Facts> = patterns.iter().map(facts::of).collect();
            let query = own.query.as_ref().expect("it has patterns");
            let known = facts::embedded(query).expect("facts are embedded");
            assert_eq!(known, expected, "{}", rule.code);
            for (facts, pattern) in known.iter().zip(&patterns) {
                let source = facts.source(query).expect("a valid pattern");
                assert_eq!(source.calls.len(), pattern.calls.len());
                assert_eq!(source.shape(), pattern.shape());
            }
        }
    }
}

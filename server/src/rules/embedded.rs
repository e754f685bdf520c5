//! Rules as the build embeds them: what their headers say, and what was found out about their patterns.
//!
//! The readers of rule files run when the program is built; what they give is read back here in a fraction of the time.

use serde::{Deserialize, Serialize};

use super::packed::{self, RuleText};
use super::rule::{InTests, OwnKeys, Rule, RuleOrigin, RuleQuery, UnitGrain};
use crate::finding::{Confidence, RuleCode, Severity};

/// One rule.
#[derive(Debug, Serialize, Deserialize)]
pub struct Record {
    /// Below `queries/`.
    pub(super) path: &'static str,
    pub(super) code: RuleText,
    pub(super) name: RuleText,
    pub(super) folder: RuleText,
    pub(super) engine: RuleText,
    pub(super) severity: RuleText,
    pub(super) confidence: RuleText,
    pub(super) cwe: Vec<u32>,
    pub(super) message: RuleText,
    pub(super) since: RuleText,
    pub(super) also: Vec<(RuleText, Vec<RuleText>)>,
    pub(super) owasp: Vec<RuleText>,
    pub(super) references: Vec<RuleText>,
    pub(super) tags: Vec<RuleText>,
    pub(super) default: bool,
    pub(super) applies: Vec<RuleText>,
    pub(super) requires: Vec<RuleText>,
    pub(super) replaced_by: Option<RuleText>,
    pub(super) covers: Vec<RuleText>,
    pub(super) silent_when: Vec<RuleText>,
    pub(super) in_tests: u8,
    pub(super) is_off_in_migrations: bool,
    pub(super) unit: Option<u8>,
    /// As `packed` writes tables.
    pub(super) options: PackedTable,
    pub(super) option_docs: Vec<(RuleText, RuleText)>,
    pub(super) spec: PackedTable,
    /// Where its docs stand among all.
    pub(super) docs: (usize, usize),
    pub(super) query: Option<QueryRecord>,
}

/// The patterns of a rule.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct QueryRecord {
    pub(super) start: usize,
    /// As `postcard` writes a list of `Facts`.
    pub(super) facts: &'static [u8],
}

type PackedTable = &'static [u8];

/// In the order of their numbers in a [`Record`].
pub(super) const IN_TESTS: [InTests; 3] = [InTests::Off, InTests::Low, InTests::Same];
pub(super) const UNITS: [UnitGrain; 3] = [UnitGrain::Line, UnitGrain::Member, UnitGrain::Document];

impl Record {
    /// The rule, whose file is one of `files`, with its part of all `docs`. None if this is no record of a rule.
    pub fn rule(self, files: &[(&'static str, &'static str)], docs: &'static str) -> Option<Rule> {
        let texts =
            |texts: Vec<RuleText>| -> Vec<String> { texts.into_iter().map(String::from).collect() };
        let codes = |codes: Vec<RuleText>| -> Vec<RuleCode> {
            codes.iter().map(|code| RuleCode::new(&**code)).collect()
        };
        let query = match self.query {
            Some(query) => {
                let index = files.binary_search_by_key(&self.path, |(path, _)| path).ok()?;
                let text = files[index].1.get(query.start..)?;
                let known = Some(query.facts);
                Some(RuleQuery { text: text.into(), start: query.start, known })
            }
            None => None,
        };
        Some(Rule {
            code: RuleCode::new(&*self.code),
            name: self.name.into(),
            folder: self.folder.into(),
            engine: self.engine.into(),
            severity: self.severity.parse::<Severity>().ok()?,
            confidence: self.confidence.parse::<Confidence>().ok()?,
            cwe: self.cwe,
            message: self.message.into(),
            since: self.since.into(),
            also: self.also.into_iter().map(|(tool, ids)| (tool.into(), texts(ids))).collect(),
            owasp: texts(self.owasp),
            references: texts(self.references),
            tags: texts(self.tags),
            default: self.default,
            applies: texts(self.applies),
            requires: texts(self.requires),
            replaced_by: self.replaced_by.map(|code| RuleCode::new(&*code)),
            covers: codes(self.covers),
            silent_when: codes(self.silent_when),
            in_tests: *IN_TESTS.get(usize::from(self.in_tests))?,
            is_off_in_migrations: self.is_off_in_migrations,
            unit: match self.unit {
                Some(number) => Some(*UNITS.get(usize::from(number))?),
                None => None,
            },
            options: packed::unpack(self.options),
            option_docs: self
                .option_docs
                .into_iter()
                .map(|(name, doc)| (name.into(), doc.into()))
                .collect(),
            spec: OwnKeys::packed(self.spec),
            docs: docs.get(self.docs.0..self.docs.1)?.into(),
            origin: RuleOrigin::Builtin(self.path),
            query,
        })
    }
}

/// The records that the bytes hold.
pub fn read(bytes: &'static [u8]) -> Result<Vec<Record>, postcard::Error> {
    postcard::from_bytes(bytes)
}

//! Findings in the order they are printed in, and spans as lines and columns.

use std::collections::HashMap;

use super::{Report, ReportedFile, ReportedFinding};
use crate::finding::{FixPlan, Location, RuleCode, Severity};
use crate::rules::Rule;
use crate::text::{DocumentUrl, LineIndex, Span};

/// A report's documents with their lines.
pub(super) struct Places<'r> {
    report: &'r Report<'r>,
    lines: Vec<LineIndex<'r>>,
    by_path: HashMap<&'r str, usize>,
    by_url: HashMap<&'r DocumentUrl, usize>,
}

/// A document of the report.
#[derive(Clone, Copy)]
pub(super) struct Place<'p> {
    pub file: &'p ReportedFile,
    pub lines: &'p LineIndex<'p>,
}

/// A finding with its document and rule.
#[derive(Clone, Copy)]
pub(super) struct Entry<'p> {
    pub place: Place<'p>,
    pub reported: &'p ReportedFinding,
    /// None for codes the catalogue does not know.
    pub rule: Option<&'p Rule>,
}

/// Where a span begins and ends, counted from 1; columns in characters, the end exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Region {
    pub line: usize,
    pub column: usize,
    pub end_line: usize,
    pub end_column: usize,
}

/// A fix whose edits are all in documents of the report.
pub(super) struct Fix<'p> {
    pub plan: &'p FixPlan,
    pub edits: Vec<FixEdit<'p>>,
}

/// One edit of a `Fix`.
pub(super) struct FixEdit<'p> {
    pub path: &'p str,
    pub region: Region,
    pub text: &'p str,
}

impl<'r> Places<'r> {
    pub fn new(report: &'r Report<'r>) -> Self {
        let files = report.files.iter().enumerate();
        Places {
            report,
            lines: report.files.iter().map(|file| LineIndex::new(&file.text)).collect(),
            by_path: files.clone().map(|(index, file)| (file.path.as_str(), index)).collect(),
            by_url: files.map(|(index, file)| (&file.url, index)).collect(),
        }
    }

    /// All findings by path, place, code and message.
    pub fn entries(&self) -> Vec<Entry<'_>> {
        let mut entries: Vec<Entry<'_>> = (0..self.lines.len())
            .flat_map(|index| {
                let place = self.place(index);
                place.file.findings.iter().map(move |reported| Entry {
                    place,
                    reported,
                    rule: self.rule(&reported.finding.rule),
                })
            })
            .collect();
        entries.sort_by(|left, right| left.key().cmp(&right.key()));
        entries
    }

    /// Those of `entries` that nobody silenced, and how many the others are.
    pub fn kept(&self) -> (Vec<Entry<'_>>, usize) {
        let mut entries = self.entries();
        let n_all = entries.len();
        entries.retain(|entry| entry.reported.suppressed.is_none());
        let n_suppressed = n_all - entries.len();
        (entries, n_suppressed)
    }

    /// The document a location is in, if the report has it.
    pub fn of(&self, location: &Location) -> Option<Place<'_>> {
        self.by_url.get(&location.document).map(|&index| self.place(index))
    }

    /// The fixes of a finding that can be shown.
    pub fn fixes<'p>(&'p self, reported: &'p ReportedFinding) -> Vec<Fix<'p>> {
        let pairs = reported.finding.fixes.iter().zip(&reported.edits_per_fix);
        pairs
            .filter(|(_, edits)| !edits.is_empty())
            .filter_map(|(plan, edits)| {
                let edits = edits.iter().map(|(path, edit)| {
                    let place = self.place(*self.by_path.get(path.as_str())?);
                    Some(FixEdit { path, region: place.region(edit.span), text: &edit.text })
                });
                Some(Fix { plan, edits: edits.collect::<Option<_>>()? })
            })
            .collect()
    }

    fn place(&self, index: usize) -> Place<'_> {
        Place { file: &self.report.files[index], lines: &self.lines[index] }
    }

    fn rule(&self, code: &RuleCode) -> Option<&Rule> {
        self.report.catalogue.by_code(code.as_str()).map(|rule| &**rule)
    }
}

impl<'p> Place<'p> {
    /// A span of this document in lines and columns.
    pub fn region(self, span: Span) -> Region {
        let (line, column) = self.lines.line_column(span.start);
        let (end_line, end_column) = self.lines.line_column(span.end.max(span.start));
        Region { line, column, end_line, end_column }
    }
}

impl<'p> Entry<'p> {
    fn key(&self) -> (&'p str, Span, &'p str, &'p str) {
        let finding = &self.reported.finding;
        (&self.place.file.path, finding.location.span, finding.rule.as_str(), &finding.message)
    }

    pub fn region(&self) -> Region {
        self.place.region(self.reported.finding.location.span)
    }

    pub fn code(&self) -> &'p str {
        self.reported.finding.rule.as_str()
    }

    /// The rule's name, empty for codes the catalogue does not know.
    pub fn name(&self) -> &'p str {
        self.rule.map_or("", |rule| &rule.name)
    }

    pub fn cwe(&self) -> &'p [u32] {
        self.rule.map_or(&[], |rule| &rule.cwe)
    }

    pub fn severity(&self) -> Severity {
        self.reported.finding.severity
    }
}

//! Printers of findings: text, JSON, SARIF, GitHub, GitLab.
//!
//! A `Report` comes in, bytes in one of the formats go out. What is checked, which findings are
//! silenced and what a fix does to the text is decided by whoever makes the report; line numbers
//! exist from here on. No printer reads a clock or a file.

mod excerpt;
mod github;
mod gitlab;
mod json;
mod places;
pub mod posture;
#[cfg(test)]
mod sample;
mod sarif;
mod sarif_log;
mod statistics;
mod text;

use std::fmt;
use std::io::{self, Write};
use std::str::FromStr;

use crate::finding::{Edit, Finding};
use crate::rules::Catalogue;
use crate::text::{DocumentUrl, Text};

pub use json::docs as json_docs;
pub use statistics::{write as write_statistics, write_json as write_statistics_json};

/// All a run has to say.
pub struct Report<'a> {
    /// The documents with findings, and every document that a related place or a fix of theirs
    /// points into; in any order. Others may be left out.
    pub files: Vec<ReportedFile>,
    /// What could not be checked.
    pub errors: Vec<ReportedError>,
    /// Where names, CWE numbers and docs are looked up.
    pub catalogue: &'a Catalogue,
    /// The version of watchpost.
    pub version: &'a str,
}

/// One document and what was found in it.
pub struct ReportedFile {
    /// How people see it: relative to the current folder, or absolute outside of it; `/`-separated.
    pub path: String,
    /// Its name.
    pub url: DocumentUrl,
    /// The text that the findings' spans count in.
    pub text: Text,
    /// In any order.
    pub findings: Vec<ReportedFinding>,
}

/// A finding with what only later stages know of it.
#[derive(Clone, Debug)]
pub struct ReportedFinding {
    /// The finding; its place is in the document it is listed under.
    pub finding: Finding,
    /// The edits of `finding.fixes`, one list for each, with the path of the document each edit
    /// is for. A fix with an empty list, or with an edit in a document that is not in the
    /// report, is not shown.
    pub edits_per_fix: Vec<Vec<(String, Edit)>>,
    /// What stays the same when lines move.
    pub fingerprint: String,
    /// How it was silenced: the word of the comment (`nosec`), or `baseline`.
    pub suppressed: Option<&'static str>,
}

/// Something that kept a document, or the whole run, from being checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportedError {
    /// Which, as in `ReportedFile::path`.
    pub path: String,
    /// Why.
    pub message: String,
}

/// What a format may need to know beyond the findings.
#[derive(Clone, Debug)]
pub struct Options<'a> {
    /// Whether `text` and `concise` write terminal colours.
    pub color: bool,
    /// Columns of the terminal, for `text`.
    pub width: usize,
    /// URL of the folder that relative paths count from, with a `/` at the end; for `sarif`.
    pub root: Option<&'a str>,
    /// When the run began, in UTC as `2026-01-31T23:59:59`; for `gitlab`.
    pub started: &'a str,
    /// When the run ended, likewise.
    pub ended: &'a str,
}

/// How findings are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// For people: source excerpts, help, a summary.
    Text,
    /// For people and editors: one line per finding.
    Concise,
    /// For scripts; stable, see `json_docs`.
    Json,
    /// SARIF 2.1.0, for code scanning services.
    Sarif,
    /// Annotations of GitHub Actions.
    Github,
    /// A SAST report of GitLab.
    Gitlab,
}

/// A word that names no format.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not one of text, concise, json, sarif, github, gitlab")]
pub struct UnknownFormat(pub String);

impl Format {
    /// All formats, in the order help lists them.
    pub const ALL: [Format; 6] = [
        Format::Text,
        Format::Concise,
        Format::Json,
        Format::Sarif,
        Format::Github,
        Format::Gitlab,
    ];

    /// The word on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Format::Text => "text",
            Format::Concise => "concise",
            Format::Json => "json",
            Format::Sarif => "sarif",
            Format::Github => "github",
            Format::Gitlab => "gitlab",
        }
    }

    /// What help says about it.
    pub fn help(self) -> &'static str {
        match self {
            Format::Text => "source excerpts with help, for people",
            Format::Concise => "one line per finding",
            Format::Json => "one JSON object with everything, for scripts",
            Format::Sarif => "SARIF 2.1.0, for code scanning services",
            Format::Github => "annotations of GitHub Actions",
            Format::Gitlab => "SAST report of GitLab",
        }
    }
}

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|format| format.word() == word)
            .ok_or_else(|| UnknownFormat(word.to_owned()))
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

/// Writes a report. Findings come by path, place and code, whatever order they are given in.
///
/// Suppressed findings are in `json` and `sarif` only, marked; the others count them at most.
pub fn write(
    format: Format,
    report: &Report<'_>,
    out: &mut dyn Write,
    options: &Options<'_>,
) -> io::Result<()> {
    match format {
        Format::Text => text::write(report, out, options),
        Format::Concise => text::write_concise(report, out, options),
        Format::Json => json::write(report, out),
        Format::Sarif => sarif::write(report, out, options),
        Format::Github => github::write(report, out),
        Format::Gitlab => gitlab::write(report, out, options),
    }
}

/// `text` on one line and without control characters, which would move the cursor or start a
/// command of whatever reads the output.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_formats_are_each_others_inverse() {
        for format in Format::ALL {
            assert_eq!(format.word().parse(), Ok(format));
        }
        assert_eq!(
            "xml".parse::<Format>().unwrap_err().to_string(),
            "`xml` is not one of text, concise, json, sarif, github, gitlab"
        );
    }

    #[test]
    fn order_of_input_does_not_matter() {
        let catalogue = sample::catalogue();
        let mut turned = sample::shop(&catalogue);
        turned.files.reverse();
        for file in &mut turned.files {
            file.findings.reverse();
        }
        for format in Format::ALL {
            assert_eq!(
                sample::written(format, &sample::shop(&catalogue), &sample::OPTIONS),
                sample::written(format, &turned, &sample::OPTIONS),
                "{format}"
            );
        }
    }

    #[test]
    fn spans_that_do_not_fit_the_text_are_printed() {
        let catalogue = sample::catalogue();
        for span in [(3, 4), (2, 900), (700, 900), (0, 0), (8, 9), (15, 17)] {
            let span = crate::text::Span::new(span.0, span.1);
            for text in ["", "é\u{1F600}", sample::KEYS, "\r\n\r\n", "a\rb\rc"] {
                let finding = sample::finding(
                    "XX1",
                    crate::finding::Severity::Low,
                    "a \u{1b}[31m message\nof two lines",
                    "a.py",
                    span,
                );
                let report =
                    sample::report(&catalogue, vec![sample::file("a.py", text, vec![finding])]);
                for format in Format::ALL {
                    let written = sample::written(format, &report, &sample::OPTIONS);
                    assert!(written.contains("XX1"), "{format}: {written}");
                    assert!(!written.contains('\u{1b}'), "{format}: {written}");
                }
            }
        }
    }
}

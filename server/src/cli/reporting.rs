//! From what checking a file gave to what a report says about it.

use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use super::ground::Source;
use crate::analysis::{Checked, Silenced};
use crate::config::Settings;
use crate::finding::fingerprint::{Fingerprint, fingerprints};
use crate::finding::{Edit, Finding, FixPlan, Severity};
use crate::report::{ReportedFile, ReportedFinding};
use crate::workspace::url::relative;

/// A file with findings, and what a baseline may know it by.
pub struct Found {
    /// The file's part of a report.
    pub file: ReportedFile,
    /// Fingerprints of `file.findings`, in their order.
    pub fingerprints: Vec<Fingerprint>,
    /// The path of the file as baselines write it.
    pub home_path: String,
    /// The severity from which its findings fail a run, as configured.
    pub fail_on: Severity,
    /// The baseline that its findings are looked up in.
    pub baseline: Option<PathBuf>,
}

impl Found {
    /// Without what is silenced; nothing if nothing is left.
    pub fn unsilenced(mut self) -> Option<Self> {
        // What is silenced comes last.
        self.file.findings.retain(|reported| reported.suppressed.is_none());
        self.fingerprints.truncate(self.file.findings.len());
        (!self.file.findings.is_empty()).then_some(self)
    }
}

/// What was found in a file; nothing if there is nothing to say, so that its text can go.
///
/// `home` is the folder that fingerprints and baselines count paths from.
pub fn found(
    source: &Source,
    checked: &Checked,
    home: &Path,
    settings: &Settings,
) -> Option<Found> {
    if checked.findings.is_empty() && checked.suppressed.is_empty() {
        return None;
    }
    let home_path = relative(&source.path, home);
    // All of them count here: equal findings are told apart by their order.
    let silenced = checked.suppressed.iter().map(|(finding, how)| (finding, Some(word(how))));
    let all: Vec<(&Finding, Option<&'static str>)> =
        checked.findings.iter().map(|finding| (finding, None)).chain(silenced).collect();
    let findings: Vec<Finding> = all.iter().map(|(finding, _)| (*finding).clone()).collect();
    let fingerprints = fingerprints(&findings, &source.text, &home_path);
    let path = shown(&source.path);
    let findings = findings
        .into_iter()
        .zip(all)
        .zip(&fingerprints)
        .map(|((finding, (_, suppressed)), fingerprint)| ReportedFinding {
            edits_per_fix: finding.fixes.iter().map(|plan| edits(checked, plan, &path)).collect(),
            fingerprint: fingerprint.to_string(),
            suppressed,
            finding,
        })
        .collect();
    let file = ReportedFile { path, url: source.url.clone(), text: source.text.clone(), findings };
    let (fail_on, baseline) = (settings.fail_on, settings.baseline.clone());
    Some(Found { file, fingerprints, home_path, fail_on, baseline })
}

fn edits(checked: &Checked, plan: &FixPlan, path: &str) -> Vec<(String, Edit)> {
    checked.edits(plan).into_iter().map(|edit| (path.to_owned(), edit)).collect()
}

/// What silenced a finding, in a word.
pub fn word(silenced: &Silenced) -> &'static str {
    match silenced {
        Silenced::Comment(word) => word,
        Silenced::Baseline => "baseline",
    }
}

/// A path as people see it: with `/`, and relative to the current folder where it lies below it.
pub fn shown(path: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    let path = path.strip_prefix(&here).unwrap_or(path);
    let path = path.strip_prefix(".").unwrap_or(path);
    path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/")
}

/// A time in UTC, as `2026-01-31T23:59:59`.
pub fn utc(time: SystemTime) -> String {
    let seconds = time.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let (days, second) = (seconds / 86_400, seconds % 86_400);
    let (year, month, day) = date(days);
    let (hour, minute) = (second / 3600, second / 60 % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{:02}", second % 60)
}

/// Year, month and day of the `days`th day after 1970-01-01.
fn date(mut days: u64) -> (u64, u64, u64) {
    let leap = |year: u64| {
        year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
    };
    // Whole cycles of the calendar first: a clock may be set to any year.
    let mut year = 1970 + days / 146_097 * 400;
    days %= 146_097;
    loop {
        let length = if leap(year) { 366 } else { 365 };
        if days < length {
            break;
        }
        days -= length;
        year += 1;
    }
    let february = if leap(year) { 29 } else { 28 };
    let mut month = 1;
    for length in [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] {
        if days < length {
            break;
        }
        days -= length;
        month += 1;
    }
    (year, month, days + 1)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn times_are_written_in_utc() {
        let at = |seconds| utc(UNIX_EPOCH + Duration::from_secs(seconds));
        assert_eq!(at(0), "1970-01-01T00:00:00");
        assert_eq!(at(951_782_399), "2000-02-28T23:59:59");
        assert_eq!(at(951_782_400), "2000-02-29T00:00:00");
        assert_eq!(at(4_107_542_399), "2100-02-28T23:59:59");
        assert_eq!(at(4_107_542_400), "2100-03-01T00:00:00");
        assert_eq!(at(253_402_300_799), "9999-12-31T23:59:59");
    }
}

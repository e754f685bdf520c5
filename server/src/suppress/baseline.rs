//! The baseline: findings that were known when it was written and stay silent. Text in, text out.
//!
//! Reads our own format, and what `bandit -f json` writes, so that a project can keep the one it has.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::IdTable;
use crate::finding::{Finding, Fingerprint, RuleCode};
use crate::text::LineIndex;

/// Why a baseline could not be read.
#[derive(Debug, thiserror::Error)]
pub enum BaselineError {
    /// Not JSON, or not of a known shape.
    #[error("not a baseline: {0}; write a new one with `watchpost baseline`")]
    Shape(#[from] serde_json::Error),
    /// From a newer release.
    #[error("baseline version {0} is newer than this program; update watchpost")]
    Version(u64),
}

/// One known finding.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Entry {
    /// `/`-separated, relative to the folder of the baseline.
    pub path: String,
    /// `PY602`.
    pub code: String,
    /// 32 hexadecimal digits.
    pub fingerprint: String,
    /// For the reader; does not count.
    pub message: String,
}

#[derive(Serialize, Deserialize)]
struct File {
    version: u64,
    findings: Vec<Entry>,
}

/// The part of bandit's report that tells findings apart.
#[derive(Deserialize)]
struct BanditFile {
    results: Vec<BanditResult>,
}

#[derive(Deserialize)]
struct BanditResult {
    filename: String,
    test_id: String,
    #[serde(default)]
    code: String,
    #[serde(default)]
    line_number: u64,
}

/// Path, bandit's id and the line's text without blanks at its ends.
type BanditKey = (String, String, String);

/// Known findings, each as often as it was written down.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    ours: BTreeMap<(String, Fingerprint), usize>,
    bandit: BTreeMap<BanditKey, usize>,
}

/// A finding to be looked up.
#[derive(Clone, Copy, Debug)]
pub struct Candidate<'a> {
    /// `/`-separated, relative to the folder of the baseline.
    pub path: &'a str,
    /// Its fingerprint.
    pub fingerprint: Fingerprint,
    /// The bandit ids it answers to; see [`super::IdTable::ids`].
    pub bandit_ids: &'a [String],
    /// The text of the line it is reported on, and of the one its extent begins on.
    pub lines: &'a [&'a str],
}

const VERSION: u64 = 1;

impl Baseline {
    /// Reads a baseline, ours or bandit's.
    pub fn read(text: &str) -> Result<Self, BaselineError> {
        let value: serde_json::Value = serde_json::from_str(text.trim_start_matches('\u{feff}'))?;
        if value.get("results").is_some() && value.get("version").is_none() {
            return Ok(Self::from_bandit(serde_json::from_value(value)?));
        }
        if let Some(version) = value.get("version").and_then(serde_json::Value::as_u64)
            && version > VERSION
        {
            return Err(BaselineError::Version(version));
        }
        let file: File = serde_json::from_value(value)?;
        let mut baseline = Self::default();
        for entry in file.findings {
            // An entry somebody edited by hand names no finding; the others still count.
            if let Some(fingerprint) = Fingerprint::parse(&entry.fingerprint) {
                *baseline.ours.entry((tidy(&entry.path), fingerprint)).or_default() += 1;
            }
        }
        Ok(baseline)
    }

    fn from_bandit(file: BanditFile) -> Self {
        let mut baseline = Self::default();
        for result in file.results {
            let number = result.line_number.to_string();
            let line = result.code.lines().find_map(|line| {
                let rest = line.trim_start().strip_prefix(number.as_str())?;
                (rest.is_empty() || rest.starts_with([' ', '\t'])).then(|| rest.trim())
            });
            let key = (tidy(&result.filename), result.test_id, line.unwrap_or("").to_owned());
            *baseline.bandit.entry(key).or_default() += 1;
        }
        baseline
    }

    /// Whether it holds nothing.
    pub fn is_empty(&self) -> bool {
        self.ours.is_empty() && self.bandit.is_empty()
    }

    /// Whether a finding of that fingerprint was written down.
    pub fn contains(&self, path: &str, fingerprint: Fingerprint) -> bool {
        self.ours.contains_key(&(tidy(path), fingerprint))
    }

    /// Takes one entry that speaks about the candidate out; whether there was one. Two equal findings need
    /// two entries, so look findings up in a clone, each once.
    pub fn take(&mut self, candidate: Candidate<'_>) -> bool {
        let path = tidy(candidate.path);
        if take_one(&mut self.ours, &(path.clone(), candidate.fingerprint)) {
            return true;
        }
        candidate.bandit_ids.iter().any(|id| {
            candidate.lines.iter().any(|line| {
                take_one(&mut self.bandit, &(path.clone(), id.clone(), line.trim().to_owned()))
            })
        })
    }

    /// Takes out the entries that speak about the findings of one file; which findings have one.
    ///
    /// `path` is relative to the baseline's folder and `text` the file's; the fingerprints are
    /// those of all findings of the file.
    pub fn take_all<'a>(
        &mut self,
        path: &str,
        text: &str,
        ids: &IdTable,
        findings: impl Iterator<Item = (&'a Finding, Fingerprint)>,
    ) -> Vec<bool> {
        let lines = LineIndex::new(text);
        let line = |byte: usize| lines.line_text(lines.line(byte));
        findings
            .map(|(finding, fingerprint)| {
                self.take(Candidate {
                    path,
                    fingerprint,
                    bandit_ids: ids.ids(&finding.rule).map_or(&[], |ids| &ids.bandit),
                    lines: &[line(finding.location.span.start), line(finding.extent.start)],
                })
            })
            .collect()
    }

    /// How many entries are left: after all findings were taken, those that were repaired since.
    pub fn remaining(&self) -> usize {
        self.ours.values().chain(self.bandit.values()).sum()
    }
}

fn take_one<K: Ord>(counts: &mut BTreeMap<K, usize>, key: &K) -> bool {
    match counts.get_mut(key) {
        Some(1) => counts.remove(key).is_some(),
        Some(count) => {
            *count -= 1;
            true
        }
        None => false,
    }
}

/// `./a\b.py` and `a/b.py` are one file.
fn tidy(path: &str) -> String {
    let path = path.replace('\\', "/");
    path.strip_prefix("./").unwrap_or(&path).to_owned()
}

/// The entry of one finding.
pub fn entry(path: &str, code: &RuleCode, fingerprint: Fingerprint, message: &str) -> Entry {
    Entry {
        path: tidy(path),
        code: code.as_str().to_owned(),
        fingerprint: fingerprint.to_string(),
        message: message.to_owned(),
    }
}

/// The text of a baseline file: sorted, so that writing it again changes nothing.
pub fn write(mut entries: Vec<Entry>) -> String {
    entries.sort();
    let file = File { version: VERSION, findings: entries };
    // Strings and numbers in named fields always serialise.
    let mut text = serde_json::to_string_pretty(&file).unwrap_or_default();
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn print(digit: char) -> Fingerprint {
        Fingerprint::parse(&digit.to_string().repeat(32)).expect("hexadecimal")
    }

    fn sample() -> Vec<Entry> {
        let code = RuleCode::from("PY602");
        vec![
            entry("b.py", &code, print('2'), "later"),
            entry("./a.py", &code, print('1'), "a shell"),
        ]
    }

    fn candidate(path: &str, fingerprint: Fingerprint) -> Candidate<'_> {
        Candidate { path, fingerprint, bandit_ids: &[], lines: &[] }
    }

    #[test]
    fn it_is_sorted_and_reads_back() {
        let text = write(sample());
        expect_test::expect![[r#"
            {
              "version": 1,
              "findings": [
                {
                  "path": "a.py",
                  "code": "PY602",
                  "fingerprint": "11111111111111111111111111111111",
                  "message": "a shell"
                },
                {
                  "path": "b.py",
                  "code": "PY602",
                  "fingerprint": "22222222222222222222222222222222",
                  "message": "later"
                }
              ]
            }
        "#]]
        .assert_eq(&text);
        let baseline = Baseline::read(&text).expect("our own text");
        assert!(baseline.contains("a.py", print('1')));
        assert!(baseline.contains(".\\a.py", print('1')));
        assert!(!baseline.contains("a.py", print('2')));
    }

    #[test]
    fn the_order_of_findings_does_not_show() {
        let mut reversed = sample();
        reversed.reverse();
        assert_eq!(write(reversed), write(sample()));
    }

    #[test]
    fn two_equal_findings_need_two_entries() {
        let code = RuleCode::from("PY602");
        let one = entry("a.py", &code, print('1'), "");
        let mut baseline = Baseline::read(&write(vec![one.clone(), one])).expect("our own text");
        assert_eq!(baseline.remaining(), 2);
        assert!(baseline.take(candidate("a.py", print('1'))));
        assert!(baseline.take(candidate("a.py", print('1'))));
        assert!(!baseline.take(candidate("a.py", print('1'))));
        assert_eq!(baseline.remaining(), 0);
    }

    #[test]
    fn what_is_no_baseline_says_so() {
        assert!(Baseline::read("").is_err());
        assert!(Baseline::read("[]").is_err());
        assert!(Baseline::read(r#"{"version": 1}"#).is_err());
        let newer = Baseline::read(r#"{"version": 2, "findings": []}"#).expect_err("newer");
        assert_eq!(
            newer.to_string(),
            "baseline version 2 is newer than this program; update watchpost"
        );
    }

    #[test]
    fn an_entry_broken_by_hand_does_not_cost_the_others() {
        let text = write(sample()).replace(&"2".repeat(32), "oops");
        let baseline = Baseline::read(&text).expect("still a baseline");
        assert_eq!(baseline.remaining(), 1);
    }

    #[test]
    fn bandits_report_is_a_baseline_too() {
        let report = r#"{"errors": [], "results": [{"filename": "./app/run.py", "test_id": "B602",
            "line_number": 12, "code": "11 import x\n12     call(a, shell=True)\n13 \n"}]}"#;
        let mut baseline = Baseline::read(report).expect("bandit's report");
        let ids = ["B602".to_owned()];
        let known = |lines| Candidate {
            path: "app/run.py",
            fingerprint: print('1'),
            bandit_ids: &ids,
            lines,
        };
        assert!(!baseline.take(known(&["call(b, shell=True)"])));
        assert!(baseline.take(known(&["  call(a, shell=True)"])));
        assert!(!baseline.take(known(&["  call(a, shell=True)"])));
    }
}

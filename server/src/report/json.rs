//! The JSON format: stable, for scripts. `docs` describes it.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::{Serialize, Serializer};

use super::Report;
use super::places::{Entry, Places};
use crate::finding::{Detail, Safety};

/// What the JSON looks like, in Markdown, for the README.
pub fn docs() -> &'static str {
    "\
One object.
Lines and columns count from 1, columns in characters (Unicode scalar values); ends are exclusive.
Findings are sorted by path, place and code.
Fields are added over time, but never renamed or removed without a new major version.

```json
{
  \"version\": \"0.1.0\",
  \"findings\": [
    {
      \"path\": \"shop/views.py\",
      \"line\": 4,
      \"column\": 1,
      \"end_line\": 4,
      \"end_column\": 35,
      \"code\": \"PY602\",
      \"name\": \"subprocess-shell-true\",
      \"severity\": \"high\",
      \"confidence\": \"high\",
      \"message\": \"`subprocess.run` hands its command line to a shell\",
      \"cwe\": [78],
      \"also\": {\"bandit\": [\"B602\"]},
      \"engine\": \"query\",
      \"detail\": null,
      \"fixes\": [
        {
          \"title\": \"Pass `shell=False`\",
          \"safety\": \"unsafe\",
          \"edits\": [
            {
              \"path\": \"shop/views.py\",
              \"line\": 4,
              \"column\": 30,
              \"end_line\": 4,
              \"end_column\": 34,
              \"text\": \"False\"
            }
          ]
        }
      ],
      \"fingerprint\": \"9f86d081884c7d65\",
      \"suppressed\": null
    }
  ],
  \"errors\": [{\"path\": \"shop/old.py\", \"message\": \"permission denied\"}]
}
```

| Field | Meaning |
|---|---|
| `version` | Version of watchpost |
| `path` | Relative to the current folder, absolute outside of it, always with `/` |
| `severity` | `info`, `low`, `medium`, `high` or `critical` |
| `confidence` | `low`, `medium` or `high` |
| `cwe` | CWE numbers, most fitting first |
| `also` | Ids of the same rule in other tools |
| `engine` | What ran the rule |
| `detail` | Further facts of the engine, or null |
| `fixes` | Best first; an edit replaces the text from its start to its end |
| `safety` | `safe` fixes are applied by `watchpost fix`, `unsafe` ones with `--unsafe` |
| `fingerprint` | Stays the same when lines move |
| `suppressed` | null, or how: `nosec`, `noqa`, `nosemgrep`, `watchpost: ignore`, `baseline` |
| `errors` | What could not be checked |
"
}

/// Writes the object finding by finding, so that a large report is in memory once.
pub(super) fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let places = Places::new(report);
    let entries = places.entries();
    let output = Output {
        version: report.version,
        findings: each(entries.iter().map(|entry| finding(&places, entry))),
        errors: each(
            report.errors.iter().map(|error| Error { path: &error.path, message: &error.message }),
        ),
    };
    serde_json::to_writer_pretty(&mut *out, &output)?;
    writeln!(out)
}

fn finding<'p>(places: &'p Places<'_>, entry: &Entry<'p>) -> Finding<'p> {
    let finding = &entry.reported.finding;
    let region = entry.region();
    let fixes = places.fixes(entry.reported).into_iter().map(|fix| Fix {
        title: &fix.plan.title,
        safety: match fix.plan.safety {
            Safety::Safe => "safe",
            Safety::Unsafe => "unsafe",
        },
        edits: fix
            .edits
            .iter()
            .map(|edit| Edit {
                path: edit.path,
                line: edit.region.line,
                column: edit.region.column,
                end_line: edit.region.end_line,
                end_column: edit.region.end_column,
                text: edit.text,
            })
            .collect(),
    });
    Finding {
        path: &entry.place.file.path,
        line: region.line,
        column: region.column,
        end_line: region.end_line,
        end_column: region.end_column,
        code: entry.code(),
        name: entry.name(),
        severity: finding.severity.word(),
        confidence: finding.confidence.word(),
        message: &finding.message,
        cwe: entry.cwe(),
        also: entry.rule.map_or(&NO_IDS, |rule| &rule.also),
        engine: entry.rule.map_or("", |rule| &rule.engine),
        detail: match finding.detail {
            Detail::None => None,
        },
        fixes: fixes.collect(),
        fingerprint: &entry.reported.fingerprint,
        suppressed: entry.reported.suppressed,
    }
}

static NO_IDS: BTreeMap<String, Vec<String>> = BTreeMap::new();

#[derive(Serialize)]
struct Output<'p, F, E> {
    version: &'p str,
    findings: F,
    errors: E,
}

#[derive(Serialize)]
struct Finding<'p> {
    path: &'p str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    code: &'p str,
    name: &'p str,
    severity: &'static str,
    confidence: &'static str,
    message: &'p str,
    cwe: &'p [u32],
    also: &'p BTreeMap<String, Vec<String>>,
    engine: &'p str,
    detail: Option<()>,
    fixes: Vec<Fix<'p>>,
    fingerprint: &'p str,
    suppressed: Option<&'static str>,
}

#[derive(Serialize)]
struct Fix<'p> {
    title: &'p str,
    safety: &'static str,
    edits: Vec<Edit<'p>>,
}

#[derive(Serialize)]
struct Edit<'p> {
    path: &'p str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    text: &'p str,
}

#[derive(Serialize)]
struct Error<'p> {
    path: &'p str,
    message: &'p str,
}

/// A sequence whose items are made while it is written.
///
/// Invariant: serialised once; the second time it is empty.
struct Each<I>(Cell<Option<I>>);

fn each<I: Iterator<Item: Serialize>>(items: I) -> Each<I> {
    Each(Cell::new(Some(items)))
}

impl<I: Iterator<Item: Serialize>> Serialize for Each<I> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.take().into_iter().flatten())
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::super::{Format, sample};
    use super::*;

    #[test]
    fn whole_report() {
        let catalogue = sample::catalogue();
        let written = sample::written(Format::Json, &sample::shop(&catalogue), &sample::OPTIONS);
        expect![[r#"
            {
              "version": "0.1.0",
              "findings": [
                {
                  "path": "conf/keys 1.py",
                  "line": 2,
                  "column": 2,
                  "end_line": 2,
                  "end_column": 3,
                  "code": "DJ105",
                  "name": "weak-secret-key",
                  "severity": "info",
                  "confidence": "high",
                  "message": "`SECRET_KEY` is a word that is easy to guess",
                  "cwe": [
                    321,
                    798
                  ],
                  "also": {},
                  "engine": "query",
                  "detail": null,
                  "fixes": [],
                  "fingerprint": "DJ105-9",
                  "suppressed": "nosec"
                },
                {
                  "path": "conf/keys 1.py",
                  "line": 2,
                  "column": 24,
                  "end_line": 2,
                  "end_column": 34,
                  "code": "DJ105",
                  "name": "weak-secret-key",
                  "severity": "medium",
                  "confidence": "medium",
                  "message": "`SECRET_KEY` is a word that is easy to guess",
                  "cwe": [
                    321,
                    798
                  ],
                  "also": {},
                  "engine": "query",
                  "detail": null,
                  "fixes": [],
                  "fingerprint": "DJ105-34",
                  "suppressed": null
                },
                {
                  "path": "shop/views.py",
                  "line": 5,
                  "column": 35,
                  "end_line": 5,
                  "end_column": 45,
                  "code": "PY602",
                  "name": "subprocess-shell-true",
                  "severity": "high",
                  "confidence": "high",
                  "message": "`subprocess.run` hands its command line to a shell",
                  "cwe": [
                    78
                  ],
                  "also": {
                    "bandit": [
                      "B602"
                    ]
                  },
                  "engine": "query",
                  "detail": null,
                  "fixes": [
                    {
                      "title": "Pass `shell=False`",
                      "safety": "unsafe",
                      "edits": [
                        {
                          "path": "shop/views.py",
                          "line": 5,
                          "column": 41,
                          "end_line": 5,
                          "end_column": 45,
                          "text": "False"
                        }
                      ]
                    }
                  ],
                  "fingerprint": "PY602-103",
                  "suppressed": null
                }
              ],
              "errors": [
                {
                  "path": "shop/old.py",
                  "message": "permission denied"
                }
              ]
            }
        "#]]
        .assert_eq(&written);
    }

    #[test]
    fn empty_report() {
        let catalogue = sample::catalogue();
        let report = sample::report(&catalogue, Vec::new());
        expect![[r#"
            {
              "version": "0.1.0",
              "findings": [],
              "errors": []
            }
        "#]]
        .assert_eq(&sample::written(Format::Json, &report, &sample::OPTIONS));
    }

    #[test]
    fn fix_in_an_unknown_document_is_left_out() {
        let catalogue = sample::catalogue();
        let mut report = sample::shop(&catalogue);
        let edits = &mut report.files[0].findings[0].edits_per_fix[0];
        edits.push(("elsewhere.py".to_owned(), edits[0].1.clone()));
        let written = sample::written(Format::Json, &report, &sample::OPTIONS);
        assert!(!written.contains("shell=False"), "{written}");
    }

    #[test]
    fn documented_example_has_the_fields_that_are_written() {
        let docs = docs();
        let example = docs.split("```json").nth(1).unwrap().split("```").next().unwrap();
        let documented: serde_json::Value = serde_json::from_str(example).unwrap();
        let catalogue = sample::catalogue();
        let written = sample::written(Format::Json, &sample::shop(&catalogue), &sample::OPTIONS);
        let written: serde_json::Value = serde_json::from_str(&written).unwrap();
        let keys = |value: &serde_json::Value| -> Vec<String> {
            value.as_object().unwrap().keys().cloned().collect()
        };
        assert_eq!(keys(&documented), keys(&written));
        let (documented, written) = (&documented["findings"][0], &written["findings"][2]);
        assert_eq!(keys(documented), keys(written));
        let (documented, written) = (&documented["fixes"][0], &written["fixes"][0]);
        assert_eq!(keys(documented), keys(written));
        assert_eq!(keys(&documented["edits"][0]), keys(&written["edits"][0]));
    }
}

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

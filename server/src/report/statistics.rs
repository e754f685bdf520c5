//! How often each rule hit, for `--statistics`.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::{Serialize, Serializer};

use super::places::{Entry, Places};
use super::{Report, one_line};
use crate::finding::Severity;

/// One rule and how often it hit.
#[derive(Serialize)]
struct Row<'r> {
    code: &'r str,
    name: &'r str,
    #[serde(serialize_with = "as_word")]
    severity: Severity,
    findings: usize,
}

/// Writes a table of rules: most findings first, then by code. Suppressed findings do not count.
pub fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let places = Places::new(report);
    let (entries, _) = places.kept();
    let rows = rows(&entries);
    let count_width = rows.iter().map(|row| row.findings.to_string().len()).max().unwrap_or(0);
    let code_width = rows.iter().map(|row| row.code.len()).max().unwrap_or(0);
    for Row { code, name, severity, findings } in rows {
        let row = format!("{findings:>count_width$}  {code:code_width$}  {severity:8}  {name}");
        writeln!(out, "{}", one_line(row.trim_end()))?;
    }
    Ok(())
}

/// Writes the same for scripts, with what could not be checked.
pub fn write_json(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let places = Places::new(report);
    let (entries, _) = places.kept();
    let errors: Vec<_> = report
        .errors
        .iter()
        .map(|error| serde_json::json!({ "path": error.path, "message": error.message }))
        .collect();
    let output = serde_json::json!({
        "version": report.version,
        "statistics": rows(&entries),
        "errors": errors,
    });
    serde_json::to_writer_pretty(&mut *out, &output)?;
    writeln!(out)
}

fn as_word<S: Serializer>(severity: &Severity, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(severity)
}

fn rows<'e>(entries: &'e [Entry<'e>]) -> Vec<Row<'e>> {
    let mut counts = BTreeMap::new();
    for entry in entries {
        // A rule's severity may differ between its findings; the worst one is listed.
        let (n_findings, worst) =
            counts.entry((entry.code(), entry.name())).or_insert((0, entry.severity()));
        *n_findings += 1;
        *worst = entry.severity().max(*worst);
    }
    let mut rows: Vec<Row<'_>> = counts
        .into_iter()
        .map(|((code, name), (findings, severity))| Row { code, name, severity, findings })
        .collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.findings));
    rows
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::super::sample;
    use super::*;

    #[test]
    fn most_findings_come_first() {
        let catalogue = sample::catalogue();
        let mut report = sample::shop(&catalogue);
        let span = sample::span(sample::VIEWS, "name");
        for severity in [Severity::Low, Severity::Critical] {
            let finding = sample::finding("XX1", severity, "new", "shop/views.py", span);
            report.files[0].findings.push(finding);
        }
        let mut out = Vec::new();
        write(&report, &mut out).unwrap();
        expect![[r#"
            2  XX1    critical
            1  DJ105  medium    weak-secret-key
            1  PY602  high      subprocess-shell-true
        "#]]
        .assert_eq(&String::from_utf8(out).unwrap());

        let mut out = Vec::new();
        write_json(&report, &mut out).unwrap();
        let json: serde_json::Value = serde_json::from_slice(&out).unwrap();
        let first = serde_json::json!({
            "code": "XX1", "name": "", "severity": "critical", "findings": 2,
        });
        assert_eq!(json["statistics"][0], first);
        assert_eq!(json["statistics"].as_array().map(Vec::len), Some(3));
    }
}

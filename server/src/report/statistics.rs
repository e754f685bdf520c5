//! How often each rule hit, for `--statistics`.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::places::Places;
use super::{Report, one_line};

/// Writes a table of rules: most findings first, then by code. Suppressed findings do not count.
pub fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let places = Places::new(report);
    let (entries, _) = places.kept();
    let mut counts = BTreeMap::new();
    for entry in &entries {
        // A rule's severity may differ between its findings; the worst one is listed.
        let (n_findings, worst) =
            counts.entry((entry.code(), entry.name())).or_insert((0, entry.severity()));
        *n_findings += 1;
        *worst = entry.severity().max(*worst);
    }
    let mut rows: Vec<_> = counts.into_iter().collect();
    rows.sort_by_key(|(_, (n_findings, _))| std::cmp::Reverse(*n_findings));
    let count_width = rows.iter().map(|(_, (n, _))| n.to_string().len()).max().unwrap_or(0);
    let code_width = rows.iter().map(|((code, _), _)| code.len()).max().unwrap_or(0);
    for ((code, name), (n_findings, worst)) in rows {
        let row = format!("{n_findings:>count_width$}  {code:code_width$}  {worst:8}  {name}");
        writeln!(out, "{}", one_line(row.trim_end()))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::super::sample;
    use super::*;
    use crate::finding::Severity;

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
    }
}

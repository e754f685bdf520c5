//! `rules`: lists the rules, for reading or for programs.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::process::ExitCode;

use clap::ValueEnum;
use serde::Serialize;

use super::ground::Ground;
use super::output;
use crate::rules::{Catalogue, Rule, RuleOrigin};

/// How to list them.
#[derive(clap::Args, Debug)]
pub struct Options {
    /// How to print them
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    /// Columns for people
    Table,
    /// One JSON array
    Json,
}

/// A rule as `--format json` shows it; the names are part of the interface.
#[derive(Serialize)]
struct Listed<'a> {
    code: &'a str,
    name: &'a str,
    severity: &'static str,
    confidence: &'static str,
    message: &'a str,
    cwe: &'a [u32],
    owasp: &'a [String],
    tags: &'a [String],
    also: &'a BTreeMap<String, Vec<String>>,
    default: bool,
    since: &'a str,
    replaced_by: Option<&'a str>,
    origin: &'static str,
}

impl<'a> From<&'a Rule> for Listed<'a> {
    fn from(rule: &'a Rule) -> Self {
        Self {
            code: rule.code.as_str(),
            name: &rule.name,
            severity: rule.severity.word(),
            confidence: rule.confidence.word(),
            message: &rule.message,
            cwe: &rule.cwe,
            owasp: &rule.owasp,
            tags: &rule.tags,
            also: &rule.also,
            default: rule.default,
            since: &rule.since,
            replaced_by: rule.replaced_by.as_ref().map(|code| code.as_str()),
            origin: match rule.origin {
                RuleOrigin::Builtin(_) => "builtin",
                RuleOrigin::Workspace(_) => "workspace",
            },
        }
    }
}

/// Prints the list.
pub fn run(options: &Options) -> anyhow::Result<ExitCode> {
    let catalogue = Ground::of_rules()?.catalogue;
    let printed = match options.format {
        Format::Table => table(&catalogue),
        Format::Json => {
            let listed: Vec<Listed<'_>> =
                catalogue.rules().iter().map(|rule| Listed::from(&**rule)).collect();
            serde_json::to_string_pretty(&listed)? + "\n"
        }
    };
    output::data(printed.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

fn table(catalogue: &Catalogue) -> String {
    let rows: Vec<[String; 5]> = catalogue
        .rules()
        .iter()
        .map(|rule| {
            let state = match (&rule.replaced_by, rule.default) {
                (Some(code), _) => format!("now {code}"),
                (None, true) => "on".to_owned(),
                (None, false) => "off".to_owned(),
            };
            [
                rule.code.to_string(),
                rule.name.clone(),
                rule.severity.to_string(),
                rule.confidence.to_string(),
                state,
            ]
        })
        .collect();
    columns(["Code", "Name", "Severity", "Confidence", "Default"], &rows)
}

fn columns<const N: usize>(heads: [&str; N], rows: &[[String; N]]) -> String {
    let mut widths = heads.map(|head| head.chars().count());
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let mut printed = String::new();
    for row in std::iter::once(heads.map(str::to_owned)).chain(rows.iter().cloned()) {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(widths) {
            let _ = write!(line, "{cell:width$}  ");
        }
        printed.push_str(line.trim_end());
        printed.push('\n');
    }
    printed
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::columns;

    #[test]
    fn columns_are_as_wide_as_their_widest_cell() {
        let rows = [["PY602".to_owned(), "shell".to_owned()], ["P".to_owned(), "é".to_owned()]];
        expect![[r#"
            Code   Name
            PY602  shell
            P      é
        "#]]
        .assert_eq(&columns(["Code", "Name"], &rows));
    }
}

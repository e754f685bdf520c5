//! Workflow commands of GitHub Actions: annotations beside the lines of a pull request.
//!
//! GitHub shows ten annotations of each level per step and keeps the rest in the log;
//! `sarif` is the format without that limit.

use std::io::{self, Write};

use super::places::{Entry, Places};
use super::{Report, one_line};

/// Writes one command per finding and error.
pub(super) fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let places = Places::new(report);
    for entry in places.kept().0 {
        finding(&entry, out)?;
    }
    for error in &report.errors {
        let (path, message) = (&error.path, &error.message);
        writeln!(
            out,
            "::error file={},title=watchpost::{}: {}",
            property(path),
            data(path),
            data(message)
        )?;
    }
    Ok(())
}

fn finding(entry: &Entry<'_>, out: &mut dyn Write) -> io::Result<()> {
    let region = entry.region();
    let level = entry.severity().names().github;
    let path = &entry.place.file.path;
    write!(out, "::{level} file={},line={}", property(path), region.line)?;
    if region.line == region.end_line {
        write!(out, ",col={},endColumn={}", region.column, region.end_column)?;
    } else {
        // GitHub rejects columns of an annotation that spans lines.
        write!(out, ",endLine={}", region.end_line)?;
    }
    let title = match entry.name() {
        "" => entry.code().to_owned(),
        name => format!("{} {name}", entry.code()),
    };
    // The log shows nothing but the message, so it repeats the place.
    writeln!(
        out,
        ",title={}::{}:{}:{}: {} {}",
        property(&title),
        data(path),
        region.line,
        region.column,
        data(entry.code()),
        data(&one_line(&entry.reported.finding.message)),
    )
}

/// Escapes the message of a command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes a property of a command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

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

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::super::{Format, sample};
    use super::*;

    #[test]
    fn whole_report() {
        let catalogue = sample::catalogue();
        let written = sample::written(Format::Github, &sample::shop(&catalogue), &sample::OPTIONS);
        expect![[r#"
            ::warning file=conf/keys 1.py,line=2,col=24,endColumn=34,title=DJ105 weak-secret-key::conf/keys 1.py:2:24: DJ105 `SECRET_KEY` is a word that is easy to guess
            ::error file=shop/views.py,line=5,col=35,endColumn=45,title=PY602 subprocess-shell-true::shop/views.py:5:35: PY602 `subprocess.run` hands its command line to a shell
            ::error file=shop/old.py,title=watchpost::shop/old.py: permission denied
        "#]].assert_eq(&written);
    }

    #[test]
    fn what_ends_a_command_or_a_property_is_escaped() {
        assert_eq!(property("a:b,c%d\r\n"), "a%3Ab%2Cc%25d%0D%0A");
        assert_eq!(data("a:b,c%0A\n"), "a:b,c%250A%0A");
    }

    #[test]
    fn columns_are_given_on_one_line_only() {
        let catalogue = sample::catalogue();
        let text = "a(\n  b)\n";
        let span = sample::span(text, "a(\n  b)");
        let finding = sample::finding("XX1", crate::finding::Severity::Low, "call", "a,b.py", span);
        let report = sample::report(&catalogue, vec![sample::file("a,b.py", text, vec![finding])]);
        expect![[r#"
            ::notice file=a%2Cb.py,line=1,endLine=2,title=XX1::a,b.py:1:1: XX1 call
        "#]]
        .assert_eq(&sample::written(Format::Github, &report, &sample::OPTIONS));
    }
}

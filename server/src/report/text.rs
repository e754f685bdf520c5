//! The text formats, for people: excerpts with help and a summary, or one line per finding.

use std::collections::BTreeSet;
use std::io::{self, Write};

use annotate_snippets::renderer::{AnsiColor, Effects, Style};
use annotate_snippets::{
    Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet, normalize_untrusted_str,
};
use anstream::adapter::strip_str;

use super::excerpt::{Excerpt, Mark};
use super::places::{Entry, Place, Places};
use super::{Options, Report, one_line};
use crate::finding::{Related, Safety, Severity};

/// Related places within this many lines share the excerpt of the finding.
const NEAR: usize = 20;

/// Writes every finding with its source, then a summary.
pub(super) fn write(
    report: &Report<'_>,
    out: &mut dyn Write,
    options: &Options<'_>,
) -> io::Result<()> {
    let places = Places::new(report);
    let renderer = if options.color { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.term_width(options.width.max(40));
    let (entries, n_suppressed) = places.kept();
    for entry in &entries {
        writeln!(out, "{}\n", rendered(&renderer, &groups(&places, entry)))?;
    }
    for error in &report.errors {
        let group = Group::with_title(Level::ERROR.primary_title(one_line(&error.message)))
            .element(Origin::path(one_line(&error.path)));
        writeln!(out, "{}\n", renderer.render(&[group]))?;
    }
    summary(report, &places, &entries, n_suppressed, out)
}

/// Writes `path:line:column: CODE[name] severity message` for every finding, then a summary.
pub(super) fn write_concise(
    report: &Report<'_>,
    out: &mut dyn Write,
    options: &Options<'_>,
) -> io::Result<()> {
    let places = Places::new(report);
    let (entries, n_suppressed) = places.kept();
    for entry in &entries {
        let region = entry.region();
        let name = match entry.name() {
            "" => String::new(),
            name => format!("[{name}]"),
        };
        let style = if options.color { style(entry.severity()) } else { Style::new() };
        writeln!(
            out,
            "{}:{}:{}: {}{} {style}{}{style:#} {}",
            plain(&entry.place.file.path),
            region.line,
            region.column,
            plain(entry.code()),
            plain(&name),
            entry.severity(),
            plain(&entry.reported.finding.message),
        )?;
    }
    for error in &report.errors {
        writeln!(out, "{}: {}", plain(&error.path), plain(&error.message))?;
    }
    summary(report, &places, &entries, n_suppressed, out)
}

/// Text that can neither move the cursor nor turn the direction of writing.
fn plain(text: &str) -> String {
    normalize_untrusted_str(&one_line(text))
}

/// Draws a finding, without the lines that announce a source of no name.
///
/// The place stands in an `Origin` of its own, because the column a `Snippet` counts for itself
/// would be wrong where the excerpt begins in the middle of a line. The renderer takes that for
/// two sources and writes `:::` between them.
fn rendered(renderer: &Renderer, groups: &[Group<'_>]) -> String {
    let drawn = renderer.render(groups);
    let lines = drawn.lines().filter(|line| strip_str(line).to_string().trim() != ":::");
    lines.collect::<Vec<_>>().join("\n")
}

fn level(severity: Severity) -> Level<'static> {
    let level = match severity {
        Severity::Critical | Severity::High => Level::ERROR,
        Severity::Medium => Level::WARNING,
        Severity::Low => Level::NOTE,
        Severity::Info => Level::INFO,
    };
    level.with_name(severity.word())
}

fn style(severity: Severity) -> Style {
    let color = match severity {
        Severity::Critical | Severity::High => AnsiColor::BrightRed,
        Severity::Medium => AnsiColor::Yellow,
        Severity::Low => AnsiColor::BrightGreen,
        Severity::Info => AnsiColor::BrightBlue,
    };
    color.on_default().effects(Effects::BOLD)
}

/// The finding itself, then a group for each related place that is somewhere else.
fn groups<'p>(places: &'p Places<'_>, entry: &Entry<'p>) -> Vec<Group<'p>> {
    let finding = &entry.reported.finding;
    let line = |span| entry.place.region(span).line;
    let own_line = line(finding.location.span);
    let (near, far): (Vec<&Related>, Vec<&Related>) = finding.related.iter().partition(|related| {
        related.location.document == finding.location.document
            && line(related.location.span).abs_diff(own_line) <= NEAR
    });

    let mut marks = vec![Mark { span: finding.location.span, label: None }];
    marks.extend(
        near.iter()
            .map(|related| Mark { span: related.location.span, label: Some(&related.message) }),
    );
    let excerpt = Excerpt::new(entry.place, &marks);
    let mut elsewhere: Vec<&Related> = Vec::new();
    for (index, related) in near.iter().enumerate() {
        if !excerpt.shown.iter().any(|shown| shown.index == index + 1) {
            elsewhere.push(related);
        }
    }
    elsewhere.extend(far);

    let id = match entry.name() {
        "" => entry.code().to_owned(),
        name => format!("{} {name}", entry.code()),
    };
    let title = level(finding.severity).primary_title(one_line(&finding.message)).id(id);
    let mut group = Group::with_title(title)
        .element(origin(entry.place, entry.region().line, entry.region().column))
        .element(snippet(excerpt));
    if let Some(note) = note(entry) {
        group = group.element(Level::NOTE.message(note));
    }
    for fix in places.fixes(entry.reported) {
        let safety = match fix.plan.safety {
            Safety::Safe => "safe fix",
            Safety::Unsafe => "unsafe fix",
        };
        group =
            group.element(Level::HELP.message(format!("{} ({safety})", plain(&fix.plan.title))));
    }

    let mut groups = vec![group];
    for related in elsewhere {
        let title = Level::NOTE.secondary_title(plain(&related.message));
        groups.push(match places.of(&related.location) {
            Some(place) => {
                let region = place.region(related.location.span);
                let mark = Mark { span: related.location.span, label: None };
                Group::with_title(title)
                    .element(origin(place, region.line, region.column))
                    .element(snippet(Excerpt::new(place, &[mark])))
            }
            None => Group::with_title(title)
                .element(Origin::path(one_line(related.location.document.as_str()))),
        });
    }
    groups
}

fn origin<'p>(place: Place<'_>, line: usize, column: usize) -> Origin<'p> {
    Origin::path(one_line(&place.file.path)).line(line).char_column(column)
}

fn snippet<'p>(excerpt: Excerpt) -> Snippet<'p, Annotation<'p>> {
    let annotations = excerpt.shown.into_iter().map(|shown| {
        let kind = if shown.index == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
        kind.span(shown.range).label(shown.label.map(|label| one_line(&label)))
    });
    Snippet::source(excerpt.text).line_start(excerpt.first_line).annotations(annotations)
}

/// The CWE numbers, and how sure the rule is where that is not a matter of course.
fn note(entry: &Entry<'_>) -> Option<String> {
    let mut parts: Vec<String> = entry.cwe().iter().map(|number| format!("CWE-{number}")).collect();
    let confidence = entry.reported.finding.confidence;
    if confidence != crate::finding::Confidence::High {
        parts.push(format!("confidence {confidence}"));
    }
    (!parts.is_empty()).then(|| parts.join(", "))
}

fn summary(
    report: &Report<'_>,
    places: &Places<'_>,
    entries: &[Entry<'_>],
    n_suppressed: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    if entries.is_empty() {
        write!(out, "No findings")?;
    } else {
        let n_files =
            entries.iter().map(|entry| &entry.place.file.path).collect::<BTreeSet<_>>().len();
        let per_severity: Vec<String> = Severity::ALL
            .into_iter()
            .rev()
            .map(|severity| (entries.iter().filter(|e| e.severity() == severity).count(), severity))
            .filter(|(n_findings, _)| *n_findings > 0)
            .map(|(n_findings, severity)| format!("{n_findings} {severity}"))
            .collect();
        let n_findings = counted(entries.len(), "finding");
        write!(
            out,
            "Found {n_findings} ({}) in {}",
            per_severity.join(", "),
            counted(n_files, "file")
        )?;
    }
    if n_suppressed > 0 {
        write!(out, "; {n_suppressed} suppressed")?;
    }
    writeln!(out)?;

    let (mut n_safe, mut n_unsafe) = (0, 0);
    for entry in entries {
        let fixes = places.fixes(entry.reported);
        if fixes.iter().any(|fix| fix.plan.safety == Safety::Safe) {
            n_safe += 1;
        } else if !fixes.is_empty() {
            n_unsafe += 1;
        }
    }
    match (n_safe, n_unsafe) {
        (0, 0) => {}
        (_, 0) => writeln!(out, "{n_safe} can be repaired with `watchpost fix`")?,
        (0, _) => writeln!(out, "{n_unsafe} can be repaired with `watchpost fix --unsafe`")?,
        _ => writeln!(
            out,
            "{n_safe} can be repaired with `watchpost fix`, {n_unsafe} more with `--unsafe`"
        )?,
    }
    if !report.errors.is_empty() {
        writeln!(out, "{} could not be checked", counted(report.errors.len(), "file"))?;
    }
    Ok(())
}

/// `1 file`, `2 files`.
fn counted(n: usize, noun: &str) -> String {
    format!("{n} {noun}{}", if n == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::super::{Format, sample};
    use super::*;
    use crate::finding::Location;
    use crate::text::Span;

    fn check(text: &str, span: Span) -> String {
        let catalogue = sample::catalogue();
        let finding = sample::finding("XX1", Severity::Low, "a call", "a.py", span);
        let report = sample::report(&catalogue, vec![sample::file("a.py", text, vec![finding])]);
        sample::written(Format::Text, &report, &sample::OPTIONS)
    }

    #[test]
    fn whole_report() {
        let catalogue = sample::catalogue();
        let report = sample::shop(&catalogue);
        expect![[r#"
            medium[DJ105 weak-secret-key]: `SECRET_KEY` is a word that is easy to guess
             --> conf/keys 1.py:2:24
              |
            2 |     x = "𝒳"; SECRET_KEY = "changeme"
              |                           ^^^^^^^^^^
              |
              = note: CWE-321, CWE-798, confidence medium

            high[PY602 subprocess-shell-true]: `subprocess.run` hands its command line to a shell
             --> shop/views.py:5:35
              |
            4 |     name = request.GET["name"]
              |            ------------------- a visitor chooses the value here
            5 |     subprocess.run(f"tar {name}", shell=True)
              |                                   ^^^^^^^^^^
              |
              = note: CWE-78
              = help: Pass `shell=False` (unsafe fix)

            error: permission denied
            --> shop/old.py

            Found 2 findings (1 high, 1 medium) in 2 files; 1 suppressed
            1 can be repaired with `watchpost fix --unsafe`
            1 file could not be checked
        "#]]
        .assert_eq(&sample::written(Format::Text, &report, &sample::OPTIONS));
        expect![[r#"
            conf/keys 1.py:2:24: DJ105[weak-secret-key] medium `SECRET_KEY` is a word that is easy to guess
            shop/views.py:5:35: PY602[subprocess-shell-true] high `subprocess.run` hands its command line to a shell
            shop/old.py: permission denied
            Found 2 findings (1 high, 1 medium) in 2 files; 1 suppressed
            1 can be repaired with `watchpost fix --unsafe`
            1 file could not be checked
        "#]].assert_eq(&sample::written(Format::Concise, &report, &sample::OPTIONS));
    }

    #[test]
    fn empty_report() {
        let catalogue = sample::catalogue();
        let report = sample::report(&catalogue, Vec::new());
        expect![[r#"
            No findings
        "#]]
        .assert_eq(&sample::written(Format::Text, &report, &sample::OPTIONS));
    }

    #[test]
    fn color_is_written_when_asked_for() {
        let catalogue = sample::catalogue();
        let options = Options { color: true, ..sample::OPTIONS };
        for format in [Format::Text, Format::Concise] {
            let written = sample::written(format, &sample::shop(&catalogue), &options);
            assert!(written.contains("\u{1b}["), "{written}");
            assert!(!strip_str(&written).to_string().contains(":::"), "{written}");
        }
    }

    #[test]
    fn long_line_is_shown_around_the_span() {
        let text =
            format!("{}subprocess.run(x){}\n", "é = 1; ".repeat(100), "; z = 2".repeat(9000));
        expect![[r#"
            low[XX1]: a call
             --> a.py:1:701
              |
            1 | … é = 1; é = 1; é = 1; é = 1; é = 1; é = 1; é = 1; subprocess.run(x); z = 2; z = 2; z = 2; z ...
              |                                                    ^^^^^^^^^^^^^^^^^

            Found 1 finding (1 low) in 1 file
        "#]].assert_eq(&check(&text, sample::span(&text, "subprocess.run(x)")));
    }

    #[test]
    fn long_span_is_shown_by_its_first_line() {
        let text = format!("x = 1\ncall(\n{})\n", "    1,\n".repeat(40));
        let start = text.find("call").unwrap();
        expect![[r#"
            low[XX1]: a call
             --> a.py:2:1
              |
            2 | call(
              | ^^^^^ continues to line 43

            Found 1 finding (1 low) in 1 file
        "#]]
        .assert_eq(&check(&text, Span::new(start, text.len() - 1)));
    }

    #[test]
    fn short_span_is_shown_whole() {
        let text = "x = call(\n    1,\n    2,\n)\n";
        expect![[r#"
            low[XX1]: a call
             --> a.py:1:5
              |
            1 |   x = call(
              |  _____^
            2 | |     1,
            3 | |     2,
            4 | | )
              | |_^

            Found 1 finding (1 low) in 1 file
        "#]]
        .assert_eq(&check(text, sample::span(text, "call(\n    1,\n    2,\n)")));
    }

    #[test]
    fn related_places_elsewhere_have_their_own_excerpt() {
        let catalogue = sample::catalogue();
        let text = format!("a = input()\n{}eval(a)\n", "#\n".repeat(60));
        let mut finding = sample::finding(
            "XX1",
            Severity::High,
            "`eval` runs a",
            "a.py",
            sample::span(&text, "eval"),
        );
        let at = |path: &str, span| Location { document: sample::url(path), span };
        for (location, message) in [
            (at("a.py", sample::span(&text, "input()")), "read here"),
            (at("b.py", Span::new(0, 1)), "set there"),
            (at("c.py", Span::new(0, 1)), "in a file that is not in the report"),
        ] {
            finding.finding.related.push(Related { location, message: message.to_owned() });
        }
        let files = vec![
            sample::file("a.py", &text, vec![finding]),
            sample::file("b.py", "b = 1\n", Vec::new()),
        ];
        let report = sample::report(&catalogue, files);
        expect![[r#"
            high[XX1]: `eval` runs a
              --> a.py:62:1
               |
            62 | eval(a)
               | ^^^^
               |
            note: read here
              --> a.py:1:5
               |
             1 | a = input()
               |     ^^^^^^^
            note: set there
              --> b.py:1:1
               |
             1 | b = 1
               | ^
            note: in a file that is not in the report
              --> file:///srv/shop/c.py

            Found 1 finding (1 high) in 1 file
        "#]]
        .assert_eq(&sample::written(Format::Text, &report, &sample::OPTIONS));
    }

    #[test]
    fn marks_outside_of_the_window_get_their_own_excerpt() {
        let catalogue = sample::catalogue();
        let text = format!("a = input(){}; eval(a)\n", "; z = 2".repeat(900));
        let mut finding = sample::finding(
            "XX1",
            Severity::High,
            "`eval` runs a",
            "a.py",
            sample::span(&text, "eval"),
        );
        finding.finding.related.push(Related {
            location: Location {
                document: sample::url("a.py"),
                span: sample::span(&text, "input()"),
            },
            message: "read here".to_owned(),
        });
        let report = sample::report(&catalogue, vec![sample::file("a.py", &text, vec![finding])]);
        let written = sample::written(Format::Text, &report, &sample::OPTIONS);
        assert!(written.contains("note: read here"), "{written}");
        assert!(written.contains("a = input()"), "{written}");
    }
}

//! A small report that the tests of all printers share.

use super::{Options, Report, ReportedError, ReportedFile, ReportedFinding};
use crate::finding::{
    Confidence, Detail, Edit, Finding, FixPlan, FixStep, Location, Related, RuleCode, Safety,
    Severity,
};
use crate::rules::{Catalogue, catalogue};
use crate::text::{DocumentUrl, Span};

pub(super) const VIEWS: &str = "\
import subprocess

def pack(request):
    name = request.GET[\"name\"]
    subprocess.run(f\"tar {name}\", shell=True)
";

/// Windows line breaks, tabs, characters beyond the basic plane.
pub(super) const KEYS: &str = "# keys\r\n\tx = \"𝒳\"; SECRET_KEY = \"changeme\"\r\n";

pub(super) const OPTIONS: Options<'static> = Options {
    color: false,
    width: 100,
    root: Some("file:///srv/shop/"),
    started: "2026-01-31T10:00:00",
    ended: "2026-01-31T10:00:02",
};

pub(super) fn catalogue() -> Catalogue {
    let mut shell = catalogue::sample("PY602", "subprocess-shell-true");
    shell.severity = Severity::High;
    shell.cwe = vec![78];
    shell.also.insert("bandit".to_owned(), vec!["B602".to_owned()]);
    shell.docs = "A shell gives meaning to `;`,\nso one value becomes a second command.\n\n\
                  ## Write instead\n\nPass a list.\n"
        .into();
    let mut key = catalogue::sample("DJ105", "weak-secret-key");
    key.cwe = vec![321, 798];
    Catalogue::from_rules(vec![shell, key])
}

pub(super) fn url(path: &str) -> DocumentUrl {
    DocumentUrl::new(format!("file:///srv/shop/{path}"))
}

pub(super) fn span(text: &str, part: &str) -> Span {
    let start = text.find(part).expect("the part is in the text");
    Span::new(start, start + part.len())
}

pub(super) fn finding(
    code: &str,
    severity: Severity,
    message: &str,
    path: &str,
    span: Span,
) -> ReportedFinding {
    ReportedFinding {
        finding: Finding {
            rule: RuleCode::from(code),
            severity,
            confidence: Confidence::High,
            message: message.to_owned(),
            location: Location { document: url(path), span },
            extent: span,
            related: Vec::new(),
            covers: Vec::new(),
            fixes: Vec::new(),
            detail: Detail::None,
        },
        edits_per_fix: Vec::new(),
        fingerprint: format!("{code}-{}", span.start),
        suppressed: None,
    }
}

pub(super) fn file(path: &str, text: &str, findings: Vec<ReportedFinding>) -> ReportedFile {
    ReportedFile { path: path.to_owned(), url: url(path), text: text.into(), findings }
}

pub(super) fn report<'a>(catalogue: &'a Catalogue, files: Vec<ReportedFile>) -> Report<'a> {
    Report { files, errors: Vec::new(), catalogue, version: "0.1.0" }
}

/// Two files, a suppressed finding, a fix, a related place and an error.
pub(super) fn shop(catalogue: &Catalogue) -> Report<'_> {
    let path = "shop/views.py";
    let mut shell = finding(
        "PY602",
        Severity::High,
        "`subprocess.run` hands its command line to a shell",
        path,
        span(VIEWS, "shell=True"),
    );
    let edit = Edit { span: span(VIEWS, "True"), text: "False".to_owned() };
    shell.finding.related.push(Related {
        location: Location { document: url(path), span: span(VIEWS, "request.GET[\"name\"]") },
        message: "a visitor chooses the value here".to_owned(),
    });
    shell.finding.fixes.push(FixPlan {
        title: "Pass `shell=False`".to_owned(),
        safety: Safety::Unsafe,
        steps: vec![FixStep::Edit(edit.clone())],
    });
    shell.edits_per_fix.push(vec![(path.to_owned(), edit)]);

    let message = "`SECRET_KEY` is a word that is easy to guess";
    let path = "conf/keys 1.py";
    let mut key = finding("DJ105", Severity::Medium, message, path, span(KEYS, "\"changeme\""));
    key.finding.confidence = Confidence::Medium;
    let mut quiet = finding("DJ105", Severity::Info, message, path, span(KEYS, "x"));
    quiet.suppressed = Some("nosec");
    let mut report = report(
        catalogue,
        vec![file("shop/views.py", VIEWS, vec![shell]), file(path, KEYS, vec![key, quiet])],
    );
    report.errors.push(ReportedError {
        path: "shop/old.py".to_owned(),
        message: "permission denied".to_owned(),
    });
    report
}

pub(super) fn written(format: super::Format, report: &Report<'_>, options: &Options<'_>) -> String {
    let mut out = Vec::new();
    super::write(format, report, &mut out, options).expect("writing to memory");
    String::from_utf8(out).expect("every format is UTF-8")
}

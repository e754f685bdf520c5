//! The SARIF output is valid under the official schema.

use serde_json::Value;
use watchpost::finding::{
    Confidence, Detail, Edit, Finding, FixPlan, FixStep, Location, Related, RuleCode, Safety,
    Severity,
};
use watchpost::report::{
    Format, Options, Report, ReportedError, ReportedFile, ReportedFinding, write,
};
use watchpost::rules::{Catalogue, Rule, RuleOrigin};
use watchpost::text::{DocumentUrl, Span};

const SCHEMA: &str = include_str!("schemas/sarif-2.1.0.json");

const TEXT: &str = "import os\r\nos.system(f\"tar {𝒳}\")\r\n";

fn rule() -> Rule {
    Rule {
        code: RuleCode::from("PY605"),
        name: "os-system".to_owned(),
        folder: "python".to_owned(),
        engine: "query".to_owned(),
        severity: Severity::High,
        confidence: Confidence::Medium,
        cwe: vec![78, 77],
        message: "`{callee}` starts a shell".to_owned(),
        since: "0.1.0".to_owned(),
        also: Default::default(),
        owasp: vec!["A03:2021".to_owned()],
        references: Vec::new(),
        silent_when: Vec::new(),
        tags: vec!["security".to_owned(), "command".to_owned()],
        default: true,
        applies: Vec::new(),
        requires: Vec::new(),
        replaced_by: None,
        covers: Vec::new(),
        in_tests: Default::default(),
        is_off_in_migrations: false,
        unit: None,
        options: Default::default(),
        option_docs: Default::default(),
        spec: Default::default(),
        docs: "A shell reads the text.\n\n## Write instead\n\n`subprocess.run([…])`.\n".into(),
        origin: RuleOrigin::Builtin("python/PY605-os-system.scm"),
        query: None,
    }
}

fn finding(code: &str, suppressed: Option<&'static str>) -> ReportedFinding {
    let document = DocumentUrl::new("file:///srv/a%20b/é.py");
    let edit = Edit { span: Span::new(11, 20), text: "run".to_owned() };
    let fix = FixPlan {
        title: "Call `run`".to_owned(),
        safety: Safety::Unsafe,
        steps: vec![FixStep::Edit(edit.clone())],
    };
    let related = |document: &DocumentUrl| Related {
        location: Location { document: document.clone(), span: Span::new(0, 9) },
        message: "imported here".to_owned(),
    };
    let elsewhere = DocumentUrl::new("file:///srv/other.py");
    ReportedFinding {
        finding: Finding {
            rule: RuleCode::from(code),
            severity: Severity::Critical,
            confidence: Confidence::High,
            message: "`os.system[0](x)` starts a {shell}".to_owned(),
            location: Location { document: document.clone(), span: Span::new(11, TEXT.len() - 2) },
            extent: Span::new(11, TEXT.len() - 2),
            // Twice, since the schema wants related places and fixes to differ.
            related: vec![related(&document), related(&document), related(&elsewhere)],
            covers: Vec::new(),
            fixes: vec![fix.clone(), fix],
            detail: Detail::None,
        },
        edits_per_fix: vec![vec![("a b/é.py".to_owned(), edit.clone())]; 2],
        fingerprint: "0123456789abcdef".to_owned(),
        suppressed,
    }
}

/// The official schema, but for one pattern that is no valid regular expression, of a property
/// that is never written.
fn schema() -> Value {
    let mut schema: Value = serde_json::from_str(SCHEMA).expect("the schema is JSON");
    for definition in ["run", "toolComponent"] {
        schema["definitions"][definition]["properties"]["language"]
            .as_object_mut()
            .and_then(|language| language.remove("pattern"))
            .expect("the pattern is there");
    }
    schema
}

/// The output for some findings and errors, checked.
fn check(findings: Vec<ReportedFinding>, errors: Vec<ReportedError>, root: Option<&str>) -> Value {
    let catalogue = Catalogue::from_rules(vec![rule()]);
    let files = vec![ReportedFile {
        path: "a b/é.py".to_owned(),
        url: DocumentUrl::new("file:///srv/a%20b/é.py"),
        text: TEXT.into(),
        findings,
    }];
    let report = Report { files, errors, catalogue: &catalogue, version: "0.1.0" };
    let options = Options {
        color: false,
        width: 80,
        root,
        started: "2026-01-31T10:00:00",
        ended: "2026-01-31T10:00:02",
    };
    let mut out = Vec::new();
    write(Format::Sarif, &report, &mut out, &options).expect("writing to memory");
    let log: Value = serde_json::from_slice(&out).expect("the output is JSON");

    let validator = jsonschema::options()
        .should_validate_formats(true)
        .build(&schema())
        .expect("the schema is valid");
    let mistakes: Vec<String> = validator
        .iter_errors(&log)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(mistakes.is_empty(), "{}", mistakes.join("\n"));
    log
}

#[test]
fn findings_with_everything_are_valid() {
    let findings = vec![
        finding("PY605", None),
        finding("PY605", Some("nosec")),
        finding("PY605", Some("baseline")),
        finding("XX1", None),
    ];
    let errors = vec![ReportedError {
        path: "/srv/x y.py".to_owned(),
        message: "permission denied".to_owned(),
    }];
    let log = check(findings, errors, Some("file:///srv/"));
    let run = &log["runs"][0];
    assert_eq!(run["results"].as_array().map(Vec::len), Some(4));
    assert_eq!(run["tool"]["driver"]["rules"].as_array().map(Vec::len), Some(2));
    let kinds: Vec<Option<&str>> = run["results"]
        .as_array()
        .expect("checked above")
        .iter()
        .map(|result| result["suppressions"][0]["kind"].as_str())
        .collect();
    assert_eq!(kinds, [None, Some("inSource"), Some("external"), None]);
    assert_eq!(run["invocations"][0]["executionSuccessful"], false);
    // The astral character is one column, not two.
    assert_eq!(run["results"][0]["locations"][0]["physicalLocation"]["region"]["endColumn"], 22);
}

#[test]
fn empty_report_is_valid() {
    let log = check(Vec::new(), Vec::new(), None);
    assert_eq!(log["runs"][0]["results"].as_array().map(Vec::len), Some(0));
    assert_eq!(log["runs"][0]["invocations"][0]["executionSuccessful"], true);
}

#[test]
fn the_check_finds_mistakes() {
    let validator = jsonschema::validator_for(&schema()).expect("the schema is valid");
    let mut log = check(vec![finding("PY605", None)], Vec::new(), None);
    log["runs"][0]["results"][0]["level"] = "high".into();
    assert!(!validator.is_valid(&log));
}

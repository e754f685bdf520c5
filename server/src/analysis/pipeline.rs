//! The stages from a document to its findings, in order. Pure and synchronous: no IO, no protocol types, no `Result`.

use std::collections::HashSet;
use std::sync::{Arc, LazyLock};

use aho_corasick::AhoCorasick;

use super::{Checked, Silenced, Subject};
use crate::config::{Settings, Verdict};
use crate::engines::{CheckInput, ENGINES, Engine, Findings, Scope};
use crate::finding::{Finding, RuleCode};
use crate::languages::PYTHON;
use crate::rules::{Catalogue, InTests};
use crate::semantics::{FileBudget, FileContext, ProjectView, Semantics, is_stopped};
use crate::suppress::{self, IdTable, Situation, Suppressions};
use crate::syntax::{Unit, parse};
use crate::text::decode::is_binary;

/// Larger files are data that somebody generated. A tree takes a hundred times the memory of its text.
const LARGEST_CODE: usize = 4_000_000;

/// Files larger than this, in bytes, whose lines are [long](MINIFIED_LINE) are data, not code somebody reads.
const MINIFIED_SIZE: usize = 1_000_000;

/// Mean line length, in bytes, from which a large file counts as minified.
const MINIFIED_LINE: usize = 1_000;

/// Checks one document. Pure: reads nothing but its arguments.
pub fn check(
    subject: &Subject<'_>,
    project: &dyn ProjectView,
    catalogue: &Arc<Catalogue>,
    settings: &Settings,
) -> Checked {
    let _span = tracing::debug_span!("check", document = %subject.url).entered();
    let mut checked = Checked::default();
    let is_python = subject.language == &PYTHON;
    let data = is_python.then(|| why_data(&subject.text)).flatten();
    checked.notes.extend(data.map(|why| format!("{why}: only rules about text run here")));
    let is_code = is_python && data.is_none();
    let code: Arc<str> = if is_code { subject.text.clone() } else { Arc::from("") };
    let _budget = FileBudget::open(code.len());
    let semantics = Semantics::build(code);
    let tree = match &subject.tree {
        _ if !is_code => None,
        Some(tree) => Some(tree.clone()),
        None => parse::parse(subject.language, &subject.text, None),
    };
    if is_code && tree.is_none() {
        checked.notes.push("does not look like code: only rules about text run here".to_owned());
    }
    let unit = tree.as_ref().map(|tree| Unit { text: &subject.text, tree, offset: 0 });
    let input = CheckInput {
        url: subject.url,
        path: subject.path,
        language: subject.language,
        context: FileContext::of_path(subject.context_path),
        unit,
        text: &subject.text,
        semantics: &semantics,
        project,
        catalogue,
        settings,
    };
    let Findings { found: mut findings, failures, notes } = run_engines(ENGINES, &input);
    checked.failures = failures;
    checked.notes.extend(notes);
    settle(&mut findings, catalogue);
    let findings = silence(findings, &input, &mut checked);
    checked.findings = findings;
    if let Some(floor) = settings.confidence {
        checked.findings.retain(|finding| finding.confidence >= floor);
    }
    checked.outline = is_code.then_some(semantics.outline);
    checked
}

/// Words one of which stands in every suppression comment, in lower case.
const SUPPRESSION_WORDS: [&str; 5] = ["nosec", "noqa", "nosem", "watchpost:", "ruff:"];

static SUPPRESSION_FINDER: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    AhoCorasick::builder().ascii_case_insensitive(true).build(SUPPRESSION_WORDS).ok()
});

/// Takes out what comments silence, and adds what is wrong with the comments.
fn silence(findings: Vec<Finding>, input: &CheckInput<'_>, checked: &mut Checked) -> Vec<Finding> {
    let outline = &input.semantics.outline;
    if outline.comments.is_empty()
        || !SUPPRESSION_FINDER.as_ref().is_some_and(|finder| finder.is_match(input.text))
    {
        return findings;
    }
    let table = IdTable::shared(input.catalogue);
    let suppressions = Suppressions::read(input.text, outline, &table);
    let verdict = |code: &RuleCode| {
        let rule = input.catalogue.by_code(code.as_str())?;
        Some((rule, input.settings.verdict(rule, input.path)))
    };
    let is_enabled = |code: &RuleCode| matches!(verdict(code), Some((_, Verdict::On(_))));
    let has_run = |code: &RuleCode| match verdict(code) {
        Some((rule, Verdict::On(_))) => {
            let skipped = input.context.test && rule.in_tests == InTests::Off;
            let ran = rule.engine != "query" || (input.unit.is_some() && !input.context.stub);
            ran && !skipped
        }
        _ => false,
    };
    let situation = Situation {
        url: input.url,
        text: input.text,
        outline,
        table: &table,
        is_enabled: &is_enabled,
        has_run: &has_run,
        tells_unused_of_others: tells_unused_of_others(input),
        own_codes_in_noqa: false,
    };
    let applied = suppress::apply(findings, &suppressions, &situation);
    checked.suppressed = applied
        .suppressed
        .into_iter()
        .map(|(finding, how)| (finding, Silenced::Comment(how.word())))
        .collect();
    let mut kept = applied.kept;
    for mut finding in applied.hygiene {
        if let Some((_, Verdict::On(severity))) = verdict(&finding.rule) {
            finding.severity = severity.unwrap_or(finding.severity);
            kept.push(finding);
        }
    }
    kept.sort_by(|a, b| (a.location.span, &a.rule).cmp(&(b.location.span, &b.rule)));
    kept
}

/// What the option of the rule about unused suppressions says.
fn tells_unused_of_others(input: &CheckInput<'_>) -> bool {
    let rule = input.catalogue.by_code(suppress::UNUSED);
    let option = rule.and_then(|rule| input.settings.option(rule, suppress::OPTION_OTHER_TOOLS));
    option.and_then(toml::Value::as_bool).unwrap_or(false)
}

fn run_engines(engines: &[&dyn Engine], input: &CheckInput<'_>) -> Findings {
    let mut findings = Findings::default();
    for engine in engines {
        let wanted = match engine.scope() {
            Scope::Unit => input.unit.is_some(),
            Scope::Text => true,
            Scope::Project => false,
        };
        if wanted && !is_stopped() {
            findings.isolate(engine.id(), None, |findings| engine.check(findings, input));
        }
    }
    findings
}

/// Sorts, and leaves one finding per place: a specific rule stands for the generic ones it covers.
fn settle(findings: &mut Vec<Finding>, catalogue: &Catalogue) {
    let key = |finding: &Finding| (finding.location.span, finding.rule.clone());
    findings.sort_by_key(key);
    findings.dedup_by(|b, a| a.rule == b.rule && a.location.span == b.location.span);
    let covering: Vec<(Vec<RuleCode>, crate::text::Span, crate::text::Span)> = findings
        .iter()
        .filter(|finding| !finding.covers.is_empty())
        .map(|finding| (finding.covers.clone(), finding.location.span, finding.extent))
        .collect();
    let fired: HashSet<RuleCode> = findings.iter().map(|finding| finding.rule.clone()).collect();
    findings.retain(|finding| {
        let covered = covering.iter().any(|(codes, span, extent)| {
            codes.contains(&finding.rule)
                && (*span == finding.location.span || *extent == finding.extent)
        });
        let silent = catalogue
            .by_code(finding.rule.as_str())
            .is_some_and(|rule| rule.silent_when.iter().any(|code| fired.contains(code)));
        !covered && !silent
    });
}

/// Why a text is data rather than code, if it is.
fn why_data(text: &str) -> Option<&'static str> {
    if text.len() > LARGEST_CODE {
        return Some("larger than 4 MB");
    }
    if is_binary(text) {
        return Some("looks like binary data");
    }
    if text.len() <= MINIFIED_SIZE {
        return None;
    }
    let n_lines = text.bytes().filter(|b| matches!(b, b'\n' | b'\r')).count() + 1;
    (text.len() / n_lines > MINIFIED_LINE).then_some("very long lines")
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::semantics::{Names, ProjectFacts, Value};
    use crate::text::DocumentUrl;

    /// A project whose facts cannot be had: the rules that ask for them break.
    struct Broken;

    impl ProjectView for Broken {
        fn facts(&self) -> &ProjectFacts {
            panic!("secret words")
        }
        fn module(&self) -> Option<(&str, bool)> {
            None
        }
        fn has_module(&self, _module: &str) -> bool {
            false
        }
        fn export(&self, _module: &str, _name: &str) -> Option<Names> {
            None
        }
        fn constant(&self, _module: &str, _name: &str) -> Value {
            Value::Unknown
        }
        fn shadows(&self, _module: &str) -> bool {
            false
        }
        fn document(&self, _module: &str) -> Option<DocumentUrl> {
            None
        }
    }

    /// An engine that finds nothing but trouble.
    struct Panicking;

    impl Engine for Panicking {
        fn id(&self) -> &'static str {
            "panicking"
        }
        fn scope(&self) -> Scope {
            Scope::Text
        }
        fn check(&self, _findings: &mut Findings, _input: &CheckInput<'_>) {
            panic!("secret words")
        }
    }

    fn subject<'a>(url: &'a DocumentUrl, text: &str) -> Subject<'a> {
        Subject {
            url,
            path: Path::new("shop/views.py"),
            context_path: "shop/views.py",
            language: &PYTHON,
            text: text.into(),
            tree: None,
        }
    }

    #[test]
    fn a_rule_that_panics_is_off_and_the_others_run() {
        // The first asks which release is installed, the second asks nothing.
        let text = "import torch\ntorch.load(a)\ntorch.load(b)\neval(c)\n";
        let url = DocumentUrl::new("file:///shop/views.py");
        let catalogue = Catalogue::builtin();
        let settings = Settings::default().compile(&catalogue);
        let checked = check(&subject(&url, text), &Broken, &catalogue, &settings);
        let found: Vec<&str> = checked.findings.iter().map(|f| f.rule.as_str()).collect();
        assert_eq!(found, ["PY307"]);
        let [failure] = checked.failures.as_slice() else { panic!("{:?}", checked.failures) };
        assert_eq!(failure.rule, Some(RuleCode::from("PY614")));
        let line = failure.to_string();
        assert!(line.starts_with("internal error in the rule PY614"), "{line}");
        assert!(line.contains("pipeline.rs:") && !line.contains("secret"), "{line}");
    }

    #[test]
    fn an_engine_that_panics_costs_its_own_findings() {
        let url = DocumentUrl::new("file:///shop/views.py");
        let (catalogue, settings) = (Catalogue::builtin(), Settings::default());
        let semantics = Semantics::build("".into());
        let subject = subject(&url, "");
        let input = CheckInput {
            url: &url,
            path: subject.path,
            language: &PYTHON,
            context: FileContext::of_path(subject.context_path),
            unit: None,
            text: &subject.text,
            semantics: &semantics,
            project: &Broken,
            catalogue: &catalogue,
            settings: &settings,
        };
        let findings = run_engines(&[&Panicking, &Panicking], &input);
        let [failure] = findings.failures.as_slice() else { panic!("{findings:?}") };
        assert_eq!((failure.engine, &failure.rule), ("panicking", &None));
    }
}

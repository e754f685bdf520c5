//! The stages from a document to its findings, in order. Pure and synchronous: no IO, no protocol types, no `Result`.

use std::cell::{OnceCell, RefCell};
use std::collections::HashSet;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use aho_corasick::AhoCorasick;

use super::makeup::Makeup;
use super::memory::{Edited, Memory};
use super::{Checked, CheckedOutline, Silenced, Subject};
use crate::config::{Settings, Verdict};
use crate::engines::{
    CheckInput, ENGINES, Engine, Findings, Reach, Scope, isolation, query, scripts, templates,
};
use crate::finding::{Finding, RuleCode};
use crate::languages::{DJANGO_TEMPLATE, JAVASCRIPT, PYTHON};
use crate::rules::{Catalogue, InTests};
use crate::semantics::{FileBudget, FileContext, Outline, ProjectView, Semantics, is_stopped};
use crate::suppress::{self, IdTable, Situation, Suppressions};
use crate::syntax::template::{self, lexer::Dialect};
use crate::syntax::{LazyTree, javascript};
use crate::text::{Span, Text};

/// Checks one document, as much of it as rules may have to say something about. Pure: reads nothing but its arguments.
pub fn check(
    subject: &Subject<'_>,
    project: &dyn ProjectView,
    catalogue: &Arc<Catalogue>,
    settings: &Settings,
) -> Checked {
    let memory = &mut Memory::none();
    let all = Extent::All(Reach::Needed);
    check_with(subject, (project, catalogue, settings), all, memory).unwrap_or_default()
}

/// Checks one document and looks at all of it: what is found is the same, which tests see to.
pub fn check_whole(
    subject: &Subject<'_>,
    project: &dyn ProjectView,
    catalogue: &Arc<Catalogue>,
    settings: &Settings,
) -> Checked {
    let memory = &mut Memory::none();
    let all = Extent::All(Reach::Whole);
    check_with(subject, (project, catalogue, settings), all, memory).unwrap_or_default()
}

/// Checks one document again and again: after an edit only what may have changed is looked at.
///
/// `memory` belongs to the document, and holds as long as nothing around it changes.
pub fn check_again(
    subject: &Subject<'_>,
    project: &dyn ProjectView,
    catalogue: &Arc<Catalogue>,
    settings: &Settings,
    memory: &mut Memory,
) -> Checked {
    let all = Extent::All(Reach::Needed);
    check_with(subject, (project, catalogue, settings), all, memory).unwrap_or_default()
}

/// Like [`check_again`], if no more has to be looked at than what an edit changed; else `None`, with nothing left in the
/// memory. It takes so little time that whoever answers the client may wait for it.
pub fn check_edit(
    subject: &Subject<'_>,
    project: &dyn ProjectView,
    catalogue: &Arc<Catalogue>,
    settings: &Settings,
    memory: &mut Memory,
) -> Option<Checked> {
    check_with(subject, (project, catalogue, settings), Extent::Edit, memory)
}

/// How much of a document is looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Extent {
    /// What an edit changed, or nothing if that is not enough.
    Edit,
    /// All of it, as far as no memory of it is left.
    All(Reach),
}

fn check_with(
    subject: &Subject<'_>,
    (project, catalogue, settings): (&dyn ProjectView, &Arc<Catalogue>, &Settings),
    extent: Extent,
    memory: &mut Memory,
) -> Option<Checked> {
    let _span = tracing::debug_span!("check", document = %subject.url).entered();
    let mut checked = Checked::default();
    let is_python = subject.language == &PYTHON;
    let is_template = subject.language == &DJANGO_TEMPLATE;
    let is_script = subject.language == &JAVASCRIPT;
    let edit = if is_python { memory.edit(&subject.text) } else { None };
    let makeup = match &edit {
        Some(edit) => edit.makeup,
        None if is_python || is_template || is_script => Makeup::of(&subject.text),
        None => Makeup::default(),
    };
    let data = makeup.why_data();
    checked.notes.extend(data.map(|why| format!("{why}: only rules about text run here")));
    let is_code = is_python && data.is_none();
    let code = if is_code { subject.text.clone() } else { Text::default() };
    let _budget = FileBudget::open(code.len());
    let marks = OnceCell::new();
    let is_marked = || {
        *marks.get_or_init(|| match () {
            () if is_code => has_suppression_comments(&subject.text),
            () if is_script => {
                !scripts::is_library(subject.path, &subject.text) && has_suppressions(&subject.text)
            }
            () => has_suppressions(&subject.text),
        })
    };
    let edited = edit.filter(|_| is_code).and_then(|edit| edit.outlined(&code));
    if extent == Extent::Edit && edited.is_none() {
        memory.forget();
        return None;
    }
    let template = (is_template && data.is_none()).then(|| {
        let dialect = dialect_of(subject.path, &subject.text, project);
        if !templates::is_wanted(catalogue, settings, subject.path) {
            return template::read_tokens(&subject.text, dialect);
        }
        let (read, page) = template::read(&subject.text, dialect, memory.page());
        memory.keep_page(page);
        read
    });
    let (semantics, edited) = match edited {
        Some(Edited { outline, tables, change, gone, before, record, has_marks }) => {
            let semantics = Semantics::edited(code, outline, tables);
            (semantics, Some((change, gone, before, record, has_marks)))
        }
        None => match &template {
            Some(template) => {
                let comments = template.comments(&subject.text);
                let outline = Outline { comments, ..Outline::default() };
                (Semantics::with_outline(code, Arc::new(outline)), None)
            }
            None if is_script && is_marked() => {
                let comments = javascript::comments(&subject.text);
                let outline = Outline { comments, ..Outline::default() };
                (Semantics::with_outline(code, Arc::new(outline)), None)
            }
            None => (Semantics::build(code), None),
        },
    };
    let tree = match is_code {
        true => LazyTree::new(subject.language, subject.tree.clone()),
        false => LazyTree::none(),
    };
    let record = RefCell::new(None);
    let kept_settings = memory.is_kept().then(|| RefCell::new(memory.settings()));
    let input = CheckInput {
        url: subject.url,
        path: subject.path,
        language: subject.language,
        context: FileContext::of_path(subject.context_path),
        tree: &tree,
        reach: match extent {
            Extent::Edit => Reach::Needed,
            Extent::All(reach) => reach,
        },
        record: memory.is_kept().then_some(&record),
        kept_settings: kept_settings.as_ref(),
        text: &subject.text,
        semantics: &semantics,
        template: template.as_ref(),
        project,
        catalogue,
        settings,
    };
    let again = edited.and_then(|(change, gone, before, kept, has_marks)| {
        let edited = query::Edited { old: &before.text, gone: &gone, change: &change };
        let again = || query::again(&input, kept, &edited);
        let (found, kept) = isolation::guarded(again).ok().flatten()?;
        // A mark may go on from what stands before the change.
        let has_marks = has_marks || has_suppressions(around(&subject.text, change.new));
        Some((found, kept, has_marks, before))
    });
    let (has_marks, before);
    let Findings { found: mut findings, failures, notes } = match again {
        Some((mut found, kept, marks, text)) => {
            (has_marks, before) = (marks, Some(text));
            record.replace(Some(kept));
            run_engines(ENGINES, Scope::Text, &input, &mut found);
            found
        }
        None if extent == Extent::Edit => {
            memory.forget();
            return None;
        }
        None => {
            (has_marks, before) = (is_marked(), None);
            let mut found = Findings::default();
            run_engines(ENGINES, Scope::Text, &input, &mut found);
            run_engines(ENGINES, Scope::Code, &input, &mut found);
            found
        }
    };
    checked.failures = failures;
    checked.notes.extend(notes);
    settle(&mut findings, catalogue);
    checked.findings = match has_marks {
        true => silence(findings, &input, &mut checked),
        false => findings,
    };
    if let Some(floor) = settings.confidence {
        checked.findings.retain(|finding| finding.confidence >= floor);
    }
    // Most files are never asked for theirs.
    checked.outline = match memory.is_kept() {
        true if is_code => Some(CheckedOutline::Lent(Arc::downgrade(&semantics.outline.share()))),
        true if template.is_some() || is_script => {
            Some(CheckedOutline::Own(semantics.outline.share()))
        }
        _ => None,
    };
    // What was found until a check was stopped is not all.
    match record.take().filter(|_| !is_stopped()) {
        Some(record) => memory.keep(semantics, makeup, record, has_marks, before),
        None => memory.forget(),
    }
    if let Some(kept) = kept_settings.and_then(RefCell::into_inner).filter(|_| !is_stopped()) {
        memory.keep_settings(kept);
    }
    Some(checked)
}

/// What stands in most templates of Jinja and in none of Django.
const JINJA_SIGNS: [&str; 14] = [
    "{%-",
    "-%}",
    "{{-",
    "-}}",
    "{% set ",
    "{% macro ",
    "{% call",
    "{% import ",
    "{% from ",
    "loop.",
    "url_for(",
    "super()",
    "tojson",
    "autoescape false",
];

static JINJA_FINDER: LazyLock<Option<AhoCorasick>> =
    LazyLock::new(|| AhoCorasick::new(JINJA_SIGNS).ok());

/// Whose words a template is written in: its name says so, or the settings of the project, which are asked only where
/// that makes a difference.
fn dialect_of(path: &Path, text: &str, project: &dyn ProjectView) -> Dialect {
    let may_be = || JINJA_FINDER.as_ref().is_some_and(|finder| finder.is_match(text));
    match template::dialect_of(path) {
        Dialect::Django if may_be() && project.is_jinja() == Some(true) => Dialect::Jinja,
        own => own,
    }
}

/// Words one of which stands in every suppression comment, in lower case.
const SUPPRESSION_WORDS: [&str; 6] = ["nosec", "noqa", "nosem", "watchpost:", "ruff:", "djlint:"];

static SUPPRESSION_FINDER: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    AhoCorasick::builder().ascii_case_insensitive(true).build(SUPPRESSION_WORDS).ok()
});

/// Whether a text may hold a suppression comment.
fn has_suppressions(text: &str) -> bool {
    SUPPRESSION_FINDER.as_ref().is_some_and(|finder| finder.is_match(text))
}

/// The same for Python, where comments begin with `#` and end with their line: a small part of most texts.
fn has_suppression_comments(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut from = 0;
    while let Some(at) = memchr::memchr(b'#', &bytes[from..]) {
        let start = from + at;
        let end = memchr::memchr2(b'\n', b'\r', &bytes[start..]).map_or(bytes.len(), |n| start + n);
        if SUPPRESSION_FINDER.as_ref().is_some_and(|finder| finder.is_match(&bytes[start..end])) {
            return true;
        }
        from = end;
    }
    false
}

/// The stretch of a text with a few bytes before and behind it.
fn around(text: &str, span: Span) -> &str {
    let (mut start, mut end) = (span.start.saturating_sub(16), (span.end + 16).min(text.len()));
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    while !text.is_char_boundary(end) {
        end += 1;
    }
    &text[start..end]
}

/// Takes out what comments silence, and adds what is wrong with the comments.
fn silence(findings: Vec<Finding>, input: &CheckInput<'_>, checked: &mut Checked) -> Vec<Finding> {
    let outline = &input.semantics.outline;
    if outline.comments.is_empty() {
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
            let ran = rule.engine != "query" || (input.tree.is_code() && !input.context.stub);
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

fn run_engines(
    engines: &[&dyn Engine],
    scope: Scope,
    input: &CheckInput<'_>,
    findings: &mut Findings,
) {
    if scope == Scope::Code && !input.tree.is_code() {
        return;
    }
    for engine in engines.iter().filter(|engine| engine.scope() == scope) {
        if !is_stopped() {
            findings.isolate(engine.id(), None, |findings| engine.check(findings, input));
        }
    }
}

/// Sorts, and leaves one finding per place: a specific rule stands for the generic ones it covers.
fn settle(findings: &mut Vec<Finding>, catalogue: &Catalogue) {
    let key = |finding: &Finding| (finding.location.span, finding.rule.clone());
    findings.sort_by_key(key);
    findings.dedup_by(|b, a| a.rule == b.rule && a.location.span == b.location.span);
    let covering: Vec<(Vec<RuleCode>, Span, Span)> = findings
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

#[cfg(test)]
mod tests {
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
            tree: &LazyTree::none(),
            reach: Reach::Needed,
            record: None,
            kept_settings: None,
            text: &subject.text,
            semantics: &semantics,
            template: None,
            project: &Broken,
            catalogue: &catalogue,
            settings: &settings,
        };
        let mut findings = Findings::default();
        run_engines(&[&Panicking, &Panicking], Scope::Text, &input, &mut findings);
        let [failure] = findings.failures.as_slice() else { panic!("{findings:?}") };
        assert_eq!((failure.engine, &failure.rule), ("panicking", &None));
    }
}

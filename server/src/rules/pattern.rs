//! One pattern of a rule file, read and checked → [`CompiledPattern`]: its predicates and directives ready to run.

use super::Rule;
use super::directives::{self, FixStepPlan};
use super::message::Template;
use super::predicates::{self, Form, Predicate, Prepared};
use super::query_text::{self, Argument, Call, Kind, Pattern, RuleMistake};
use crate::finding::{Confidence, Safety, Severity};
use crate::text::Span;

/// A step of judging a match, in the order it is written.
#[derive(Debug)]
pub enum Step {
    /// Ask a predicate.
    Ask {
        /// Its row.
        row: &'static Predicate,
        /// Written with `not-`.
        negated: bool,
        /// Its arguments.
        arguments: Vec<Prepared>,
    },
    /// Bind an argument of a call to a slot.
    Bind {
        /// The slot it goes to.
        target: usize,
        /// The slot of the call.
        call: usize,
        /// Keywords, separated by `|`.
        keywords: String,
        /// Position among the positional arguments.
        position: Option<usize>,
    },
}

/// One pattern ready to run.
#[derive(Debug)]
pub struct CompiledPattern {
    /// Index into [`RuleSet::rules`].
    pub rule: usize,
    /// Position within its rule file: of two patterns that report the same place, the first one speaks.
    pub number: usize,
    /// Capture names; those of the structure first.
    pub slots: Vec<String>,
    /// How many slots the structure fills.
    pub n_structural: usize,
    /// The slot that is underlined.
    pub finding: usize,
    /// The slot of `@related`, if there is one.
    pub related: Option<usize>,
    /// Predicates and bindings.
    pub steps: Vec<Step>,
    /// `#set! severity`
    pub severity: Option<Severity>,
    /// `#set! confidence`
    pub confidence: Option<Confidence>,
    /// `#set! message`, else the rule's.
    pub message: Template,
    /// `#set! exempt`: the place is fine, patterns below do not report it.
    pub exempt: bool,
    /// `#set! fix.title`
    pub fix_title: Option<Template>,
    /// `#set! fix.safety`
    pub fix_safety: Option<Safety>,
    /// Text edits, together one fix.
    pub edits: Vec<FixStepPlan>,
    /// Named transforms, each a fix.
    pub transforms: Vec<directives::TransformCall>,
}

/// Capture names a pattern may use besides `@_anything`.
pub const CAPTURES: [&str; 11] = [
    "finding",
    "callee",
    "argument",
    "value",
    "key",
    "name",
    "source",
    "sink",
    "sanitizer",
    "propagator",
    "related",
];

/// Reads the patterns of a rule and makes their predicates ready.
pub fn compile_rule(
    rule: &Rule,
    index: usize,
) -> Result<Vec<(Pattern, CompiledPattern)>, RuleMistake> {
    let Some(query) = &rule.query else { return Ok(Vec::new()) };
    let shift =
        |mistake: RuleMistake| RuleMistake::new(mistake.span.shifted(query.start), mistake.message);
    let patterns = query_text::read(&query.text).map_err(shift)?;
    if patterns.is_empty() {
        return Err(shift(RuleMistake::new(Span::empty(0), "the file holds no pattern")));
    }
    patterns
        .into_iter()
        .enumerate()
        .map(|(number, pattern)| {
            let compiled = compile_pattern(rule, index, number, &pattern).map_err(shift)?;
            Ok((pattern, compiled))
        })
        .collect()
}

/// Makes the predicates of one pattern ready; `number` is its place in the file.
pub fn compile_pattern(
    rule: &Rule,
    index: usize,
    number: usize,
    pattern: &Pattern,
) -> Result<CompiledPattern, RuleMistake> {
    let whole = pattern.span;
    let wrong = |span: Span, message: String| RuleMistake::new(span, message);
    if matches!(pattern.root.kind, Kind::AnyNamed | Kind::Any) {
        return Err(wrong(
            whole,
            "a pattern rooted at `_` visits every node, name the kind".into(),
        ));
    }
    let mut slots: Vec<String> = pattern.captures().iter().map(|name| (*name).to_owned()).collect();
    let n_structural = slots.len();
    for name in &slots {
        if !name.starts_with('_') && !CAPTURES.contains(&name.as_str()) {
            let near = super::nearest::nearest(name, CAPTURES)
                .map_or(String::new(), |near| format!(", did you mean `@{near}`?"));
            return Err(wrong(
                whole,
                format!("`@{name}` is no known capture, private ones begin with `_`{near}"),
            ));
        }
    }
    let n_findings = pattern
        .root
        .walk()
        .iter()
        .filter(|item| item.captures.iter().any(|name| name == "finding"))
        .count();
    if n_findings > 1 && pattern.root.kind != Kind::Alternation {
        return Err(wrong(whole, "`@finding` stands more than once in this pattern".into()));
    }
    // Slots that `#argument!` binds exist from there on.
    let mut compiled = CompiledPattern {
        rule: index,
        number,
        slots: Vec::new(),
        n_structural,
        finding: 0,
        related: None,
        steps: Vec::new(),
        severity: None,
        confidence: None,
        message: Template::default(),
        exempt: false,
        fix_title: None,
        fix_safety: None,
        edits: Vec::new(),
        transforms: Vec::new(),
    };
    let mut message = rule.message.clone();
    let mut message_place = whole;
    let mut title = None;
    for call in &pattern.calls {
        let fail = |message: String| wrong(call.span, message);
        if let Some(name) = call.name.strip_suffix('?') {
            let Some((row, negated)) = predicates::find(name) else {
                let names = predicates::PREDICATES.iter().map(|row| row.name);
                let near =
                    super::nearest::nearest(name.strip_prefix("not-").unwrap_or(name), names)
                        .map_or(String::new(), |near| format!(", did you mean `#{near}?`"));
                return Err(fail(format!("`#{name}?` is no predicate{near}")));
            };
            let arguments = prepare(row.name, row.forms, call, &slots).map_err(fail)?;
            compiled.steps.push(Step::Ask { row, negated, arguments });
            continue;
        }
        match call.name.as_str() {
            "argument!" => {
                let step = bind(call, &mut slots).map_err(fail)?;
                compiled.steps.push(step);
            }
            "set!" => {
                let (key, value) = setting(call).map_err(fail)?;
                match key {
                    "severity" => {
                        compiled.severity = Some(
                            value.parse().map_err(|error| fail(format!("severity: {error}")))?,
                        );
                    }
                    "confidence" => {
                        compiled.confidence = Some(
                            value.parse().map_err(|error| fail(format!("confidence: {error}")))?,
                        );
                    }
                    "message" => {
                        message = value.to_owned();
                        message_place = call.span;
                    }
                    "exempt" => compiled.exempt = true,
                    "fix.title" => title = Some((value.to_owned(), call.span)),
                    "fix.safety" => {
                        compiled.fix_safety = Some(match value {
                            "safe" => Safety::Safe,
                            "unsafe" => Safety::Unsafe,
                            _ => return Err(fail(format!("`{value}` is neither safe nor unsafe"))),
                        });
                    }
                    other => {
                        return Err(fail(format!(
                            "`{other}` is none of severity, confidence, message, exempt, fix.title, fix.safety"
                        )));
                    }
                }
            }
            "fix!" => compiled.transforms.push(directives::transform(call, &slots).map_err(fail)?),
            _ => compiled.edits.push(directives::edit(call, &slots).map_err(fail)?),
        }
    }
    // Bound by the structure or by `#argument!`.
    let Some(finding) = slots.iter().position(|name| name == "finding") else {
        return Err(wrong(whole, "the pattern has no `@finding`".into()));
    };
    compiled.finding = finding;
    compiled.related = slots.iter().position(|name| name == "related");
    // What is exempt says nothing, so the rule's message may speak of captures it does not have.
    if !compiled.exempt {
        compiled.message =
            Template::parse(&message, &slots).map_err(|error| wrong(message_place, error))?;
    }
    compiled.fix_title = title
        .map(|(text, span)| Template::parse(&text, &slots).map_err(|error| wrong(span, error)))
        .transpose()?;
    if !(compiled.edits.is_empty() && compiled.transforms.is_empty())
        && compiled.fix_safety.is_none()
    {
        return Err(wrong(whole, "a fix needs `(#set! fix.safety safe)` or `unsafe`".into()));
    }
    if !compiled.edits.is_empty() && compiled.fix_title.is_none() {
        return Err(wrong(whole, "a fix needs `(#set! fix.title \"…\")`".into()));
    }
    compiled.slots = slots;
    Ok(compiled)
}

fn setting(call: &Call) -> Result<(&str, &str), String> {
    match call.arguments.as_slice() {
        [Argument::Text(key)] => Ok((key, "")),
        [Argument::Text(key), Argument::Text(value)] => Ok((key, value)),
        _ => Err("`#set!` takes a key and a value".into()),
    }
}

/// The slot of a capture that must exist by now.
pub fn slot(name: &str, slots: &[String]) -> Result<usize, String> {
    slots.iter().position(|own| own == name).ok_or_else(|| {
        format!("`@{name}` is not captured in this pattern, or only bound further down")
    })
}

fn bind(call: &Call, slots: &mut Vec<String>) -> Result<Step, String> {
    let (target, from, keywords, position) = match call.arguments.as_slice() {
        [Argument::Capture(target), Argument::Capture(from), Argument::Text(keywords)] => {
            (target, from, keywords, None)
        }
        [
            Argument::Capture(target),
            Argument::Capture(from),
            Argument::Text(keywords),
            Argument::Text(position),
        ] => (target, from, keywords, Some(position)),
        _ => {
            return Err(
                "`#argument!` takes a new capture, the call, a keyword and perhaps a position"
                    .into(),
            );
        }
    };
    let call = slot(from, slots)?;
    let position = position
        .map(|text| text.parse().map_err(|_| format!("`{text}` is no position, count from 0")))
        .transpose()?;
    if slots.contains(target) {
        return Err(format!("`@{target}` is bound already"));
    }
    slots.push(target.clone());
    Ok(Step::Bind { target: slots.len() - 1, call, keywords: keywords.clone(), position })
}

fn prepare(
    name: &str,
    forms: &[Form],
    call: &Call,
    slots: &[String],
) -> Result<Vec<Prepared>, String> {
    let mut prepared = Vec::new();
    let mut arguments = call.arguments.iter();
    for (index, form) in forms.iter().enumerate() {
        let last = index + 1 == forms.len();
        let repeats = last && matches!(form, Form::Texts | Form::Contexts);
        let mut taken = 0;
        for argument in arguments.by_ref() {
            taken += 1;
            prepared.push(match (form, argument) {
                (Form::Capture | Form::Either, Argument::Capture(capture)) => {
                    Prepared::Slot(slot(capture, slots)?)
                }
                (_, Argument::Capture(capture)) => {
                    return Err(format!(
                        "`#{name}?` wants text, not `@{capture}`, in place {}",
                        index + 1
                    ));
                }
                (form, Argument::Text(text)) => Prepared::new(*form, text)?,
            });
            if !repeats {
                break;
            }
        }
        if taken == 0 {
            return Err(format!("`#{name}?` needs {} arguments", forms.len()));
        }
    }
    if arguments.next().is_some() {
        return Err(format!("`#{name}?` takes {} arguments", forms.len()));
    }
    Ok(prepared)
}

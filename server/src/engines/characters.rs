//! Finds characters that change how text is displayed: rules that list code points instead of patterns.
//!
//! Spec keys: `ranges`, code points or ranges in hexadecimal.

use super::{CheckInput, Engine, Findings, Scope, finding_of};
use crate::config::Verdict;
use crate::finding::{Edit, Finding, FixPlan, FixStep, Safety, Severity};
use crate::rules::Rule;
use crate::syntax::{Expr, Unit};
use crate::text::Span;

/// The engine `characters`.
#[derive(Debug)]
pub struct CharacterEngine;

/// More findings than this in one document say nothing new.
const MAX_FINDINGS: usize = 200;

impl Engine for CharacterEngine {
    fn id(&self) -> &'static str {
        "characters"
    }

    fn scope(&self) -> Scope {
        Scope::Text
    }

    fn check(&self, findings: &mut Findings, input: &CheckInput<'_>) {
        if input.text.is_ascii() {
            return;
        }
        for rule in input.catalogue.of_engine(self.id()) {
            let Verdict::On(severity) = input.settings.verdict(rule, input.path) else { continue };
            findings.isolate(self.id(), Some(&rule.code), |findings| {
                run(findings, input, rule, severity);
            });
        }
    }
}

fn run(findings: &mut Findings, input: &CheckInput<'_>, rule: &Rule, severity: Option<Severity>) {
    let ranges = ranges(rule);
    let mut n_findings = 0;
    let mut hidden: Option<Span> = None;
    for (at, c) in input.text.char_indices().chain([(input.text.len(), '\n')]) {
        let hit = ranges.iter().any(|range| range.contains(&u32::from(c)));
        match (&mut hidden, hit) {
            (None, true) => hidden = Some(Span::new(at, at + c.len_utf8())),
            (Some(span), true) => span.end = at + c.len_utf8(),
            (Some(span), false) => {
                if n_findings < MAX_FINDINGS {
                    findings.push(finding(input, rule, *span, severity));
                }
                n_findings += 1;
                hidden = None;
            }
            (None, false) => {}
        }
    }
}

fn ranges(rule: &Rule) -> Vec<std::ops::RangeInclusive<u32>> {
    let listed = rule.spec.get("ranges").and_then(toml::Value::as_array);
    listed
        .into_iter()
        .flatten()
        .filter_map(|range| {
            let range = range.as_str()?;
            let (from, to) = range.split_once('-').unwrap_or((range, range));
            Some(u32::from_str_radix(from, 16).ok()?..=u32::from_str_radix(to, 16).ok()?)
        })
        .collect()
}

fn finding(input: &CheckInput<'_>, rule: &Rule, span: Span, severity: Option<Severity>) -> Finding {
    let characters: Vec<char> = span.slice(input.text).chars().collect();
    let names: Vec<String> =
        characters.iter().map(|c| format!("U+{:04X}", u32::from(*c))).collect();
    let message = rule.message.replace("{finding}", &names.join(" "));
    let mut finding = finding_of(input, rule, span, severity, message);
    let string = enclosing_string(input, span);
    let mut safe = false;
    if let Some(string) = string {
        let prefix = string.source().split(['"', '\'']).next().unwrap_or_default().to_lowercase();
        safe = !prefix.contains(['r', 'b']) && !in_replacement(input, span);
        let text = string.source();
        // Text in a right-to-left script needs marks now and then; balanced ones do not reach past the literal.
        // A mark opens nothing at all: it moves the blanks and signs beside it.
        let is_contained = text.chars().any(is_right_to_left) && is_balanced(text);
        let is_mild = characters.iter().all(|&c| is_mark(c)) && !in_replacement(input, span);
        if is_contained || is_mild {
            finding.severity = finding.severity.min(Severity::Low);
        }
    }
    let (title, text) = if safe {
        let escape = |c: &char| format!("\\u{:04x}", u32::from(*c));
        ("Write it as a visible escape", characters.iter().map(escape).collect())
    } else {
        ("Delete the invisible characters", String::new())
    };
    finding.fixes.push(FixPlan {
        title: title.to_owned(),
        safety: if safe { Safety::Safe } else { Safety::Unsafe },
        steps: vec![FixStep::Edit(Edit { span, text })],
    });
    finding
}

/// What stands around a place is looked for no deeper than this.
const DEEPEST: usize = 1_000;

/// The nodes around a place, innermost first.
fn around<'a>(input: &CheckInput<'a>, span: Span) -> Vec<Expr<'a>> {
    let Some(tree) = input.tree.get(input.text) else { return Vec::new() };
    let unit = Unit { text: input.text, tree, offset: 0 };
    let mut cursor = unit.tree.walk();
    let mut chain = vec![unit.root()];
    while chain.len() < DEEPEST
        && cursor.goto_first_child_for_byte(span.start.saturating_sub(unit.offset)).is_some()
        && unit.root().at(cursor.node()).span().contains(span)
    {
        chain.push(unit.root().at(cursor.node()));
    }
    chain.reverse();
    chain
}

fn enclosing_string<'a>(input: &CheckInput<'a>, span: Span) -> Option<Expr<'a>> {
    around(input, span).into_iter().find(|node| node.kind() == "string")
}

fn in_replacement(input: &CheckInput<'_>, span: Span) -> bool {
    around(input, span)
        .iter()
        .take_while(|node| node.kind() != "string")
        .any(|node| node.kind() == "interpolation")
}

/// Letters of the scripts written from right to left: Hebrew, Arabic, Syriac, Thaana, N'Ko and their extensions.
fn is_right_to_left(c: char) -> bool {
    matches!(u32::from(c), 0x0590..=0x08FF | 0xFB1D..=0xFDFF | 0xFE70..=0xFEFF) && c.is_alphabetic()
}

/// Characters that count as a letter of a direction and stand for nothing else.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{200E}' | '\u{200F}' | '\u{061C}')
}

/// Whether each embedding, override and isolate ends within the text.
fn is_balanced(text: &str) -> bool {
    let mut open = Vec::new();
    for c in text.chars() {
        match c {
            '\u{202A}' | '\u{202B}' | '\u{202D}' | '\u{202E}' => open.push('\u{202C}'),
            '\u{2066}'..='\u{2068}' => open.push('\u{2069}'),
            '\u{202C}' | '\u{2069}' if open.pop() != Some(c) => return false,
            _ => {}
        }
    }
    open.is_empty()
}

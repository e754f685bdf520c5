//! Finds characters that change how text is displayed: rules that list code points instead of patterns.
//!
//! Spec keys: `ranges`, code points or ranges in hexadecimal.

use super::{CheckInput, Engine, Findings, Scope, finding_of, units};
use crate::config::Verdict;
use crate::finding::{Edit, Finding, FixPlan, FixStep, Safety, Severity};
use crate::languages::JAVASCRIPT;
use crate::rules::Rule;
use crate::syntax::{Unit, parse};
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
        // Scripts are written by programs for the most part, with the characters of all languages in them.
        if input.text.is_ascii() || input.language == &JAVASCRIPT {
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
    let ends = [(input.text.len(), '\n')];
    for (at, c) in beyond_ascii(input.text, &ranges).chain(ends) {
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

/// The characters that a rule may list with those behind them: nearly all of a text is passed over in blocks.
fn beyond_ascii<'t>(
    text: &'t str,
    ranges: &[std::ops::RangeInclusive<u32>],
) -> impl Iterator<Item = (usize, char)> + 't {
    const BLOCK: usize = 64;
    let lists_ascii = ranges.iter().any(|range| *range.start() < 0x80);
    let mut at = 0;
    let mut was_beyond = false;
    std::iter::from_fn(move || {
        let bytes = text.as_bytes();
        while !lists_ascii && !was_beyond && bytes.get(at..)?.first()?.is_ascii() {
            let block = &bytes[at..bytes.len().min(at + BLOCK)];
            at += match block.is_ascii() {
                true => block.len(),
                false => block.iter().take_while(|byte| byte.is_ascii()).count(),
            };
        }
        let c = text[at..].chars().next()?;
        let place = (at, c);
        // What follows ends what is listed.
        was_beyond = !c.is_ascii();
        at += c.len_utf8();
        Some(place)
    })
}

fn ranges(rule: &Rule) -> Vec<std::ops::RangeInclusive<u32>> {
    let listed = rule.spec.table().get("ranges").and_then(toml::Value::as_array);
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
    if let Some((text, is_in_replacement)) = &string {
        let prefix = text.split(['"', '\'']).next().unwrap_or_default().to_lowercase();
        safe = !prefix.contains(['r', 'b']) && !is_in_replacement;
        // Text in a right-to-left script needs marks now and then; balanced ones do not reach past the literal.
        // A mark opens nothing at all: it moves the blanks and signs beside it.
        let is_contained = text.chars().any(is_right_to_left) && is_balanced(text);
        let is_mild = characters.iter().all(|&c| is_mark(c)) && !is_in_replacement;
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

/// The string literal around a place, and whether the place is in one of its replacement fields. The logical line is
/// parsed by itself: one such character would cost a tree of the whole document at every keystroke.
fn enclosing_string(input: &CheckInput<'_>, span: Span) -> Option<(String, bool)> {
    if !input.tree.is_code() {
        return None;
    }
    let outline = &input.semantics.outline;
    let piece = units::line(input.text, outline, outline.line_at(span.start)?)?;
    let tree = parse::parse(input.language, &piece.text, None)?;
    let unit = Unit { text: &piece.text, tree: &tree, offset: piece.offset };
    let mut cursor = unit.tree.walk();
    let mut found = None;
    for _ in 0..DEEPEST {
        let inside = span.start.checked_sub(unit.offset)?;
        let has_child = cursor.goto_first_child_for_byte(inside).is_some();
        let node = unit.root().at(cursor.node());
        if !has_child || !node.span().contains(span) {
            break;
        }
        match node.kind() {
            "string" => found = Some((node.source().to_owned(), false)),
            "interpolation" => found = found.map(|(string, _)| (string, true)),
            _ => {}
        }
    }
    found
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

//! What is wrong with suppressions: too wide, misread, unused, without a reason, or in the wrong words.

mod dialects;
mod unused;

use dialects::{Correction, correction};

use super::apply::{Applied, Situation, Usage};
use super::comments::{Directive, Verb, has_reason};
use super::ids::{IdTable, Selector, bandit_id};
use super::reach::Reach;
use super::{How, Placed, Suppressions, nosec};
use crate::finding::{
    Confidence, Detail, Edit, Finding, FixPlan, FixStep, Location, RuleCode, Safety, Severity,
};
use crate::text::Span;

const BLANKET: &str = "PY990";
const LOSSY: &str = "PY991";
/// The rule about ids that silence nothing.
pub const UNUSED: &str = "PY992";
const NO_REASON: &str = "PY993";
const WRONG_DIALECT: &str = "PY994";

/// The option of [`UNUSED`] that turns on the comments of other tools.
pub const OPTION_OTHER_TOOLS: &str = "other-tools";

/// Findings about the suppressions of a file, in source order.
pub(super) fn check(
    suppressions: &Suppressions,
    usages: &[Usage],
    applied: &Applied,
    situation: &Situation<'_>,
) -> Vec<Finding> {
    let mut report = Report { suppressions, applied, situation, findings: Vec::new() };
    let mut judged = None;
    for (placed, usage) in suppressions.placed.iter().zip(usages) {
        if placed.directive.how == How::Djlint {
            // It is about the looks of a template, and has no other form.
            continue;
        }
        report.lossy(placed);
        if !report.wrong_dialect(placed) {
            report.blanket(placed, usage);
            report.unused(placed, usage);
        }
        if judged != Some(placed.comment) && report.is_about_security(placed, usage) {
            judged = Some(placed.comment);
            report.no_reason(placed);
        }
    }
    report.findings
}

struct Report<'a> {
    suppressions: &'a Suppressions,
    applied: &'a Applied,
    situation: &'a Situation<'a>,
    findings: Vec<Finding>,
}

impl Report<'_> {
    fn push(
        &mut self,
        code: &'static str,
        span: Span,
        message: String,
        fix: Option<(String, Vec<Edit>)>,
    ) {
        let rule = RuleCode::from(code);
        if !(self.situation.is_enabled)(&rule) {
            return;
        }
        let severity =
            if matches!(code, LOSSY | WRONG_DIALECT) { Severity::Low } else { Severity::Info };
        let fixes = fix.map(|(title, edits)| FixPlan {
            title,
            safety: Safety::Safe,
            steps: edits.into_iter().map(FixStep::Edit).collect(),
        });
        self.findings.push(Finding {
            rule,
            severity,
            confidence: Confidence::High,
            message,
            location: Location { document: self.situation.url.clone(), span },
            extent: span,
            related: Vec::new(),
            covers: Vec::new(),
            fixes: fixes.into_iter().collect(),
            detail: Detail::None,
        });
    }

    fn text(&self, span: Span) -> &str {
        span.slice(self.situation.text)
    }

    /// All suppressions of one comment.
    fn of_comment(&self, comment: Span) -> impl Iterator<Item = &Placed> + use<'_> {
        let placed = &self.suppressions.placed;
        let from = placed.partition_point(|other| other.comment.start < comment.start);
        placed[from..].iter().take_while(move |other| other.comment == comment)
    }

    /// Whether the suppression has to do with rules of ours at all; `# noqa: E501` has not.
    fn is_about_security(&self, placed: &Placed, usage: &Usage) -> bool {
        let directive = &placed.directive;
        placed.reach != Reach::Nothing
            && (directive.how == How::Nosec
                || !usage.hidden.is_empty()
                || directive.items.iter().any(|item| {
                    !item.selector.is_hygiene(self.situation.table)
                        && !item.selector.rules(self.situation.table).is_empty()
                }))
    }

    /// PY990.
    fn blanket(&mut self, placed: &Placed, usage: &Usage) {
        if usage.hidden.is_empty() {
            return;
        }
        let directive = &placed.directive;
        let hidden: Vec<&Finding> = usage
            .hidden
            .iter()
            .filter_map(|&index| self.applied.suppressed.get(index))
            .map(|(finding, _)| finding)
            .collect();
        let mut codes: Vec<&str> = hidden.iter().map(|finding| finding.rule.as_str()).collect();
        codes.sort_unstable();
        codes.dedup();
        let shown =
            codes.iter().take(4).map(|code| format!("`{code}`")).collect::<Vec<_>>().join(", ");
        let more = if codes.len() > 4 { ", …" } else { "" };
        let written = self.text(directive.span).to_owned();
        let place = if directive.verb == Verb::File { "in this file" } else { "here" };
        let message = format!("`{written}` hides whatever is found {place}, now {shown}{more}");
        let fix = narrowed(directive, &hidden, self.situation)
            .map(|edits| ("Name what is silenced".to_owned(), edits));
        self.push(BLANKET, directive.span, message, fix);
    }

    /// PY991.
    fn lossy(&mut self, placed: &Placed) {
        let directive = &placed.directive;
        let (Some(first), Some(last)) = (directive.lossy.first(), directive.lossy.last()) else {
            return;
        };
        let lost: Vec<String> = directive
            .items
            .iter()
            .filter(|item| directive.lossy.contains(&(item.span.end + 1)))
            .map(|item| format!("`{}`", item.word))
            .collect();
        let start = directive
            .items
            .iter()
            .find(|item| item.span.end + 1 == *first)
            .map_or(*first, |item| item.span.start);
        let end = directive
            .items
            .iter()
            .find(|item| item.span.start == *last)
            .map_or(*last, |item| item.span.end);
        let message = format!(
            "bandit reads a list without blanks from its end and ignores {}",
            lost.join(", ")
        );
        let edits = directive
            .lossy
            .iter()
            .map(|&at| Edit { span: Span::empty(at), text: " ".to_owned() })
            .collect();
        self.push(
            LOSSY,
            Span::new(start, end),
            message,
            Some(("Put a blank behind the comma".to_owned(), edits)),
        );
    }

    /// PY993.
    fn no_reason(&mut self, placed: &Placed) {
        let comment = placed.comment;
        let same: Vec<Directive> =
            self.of_comment(comment).map(|other| other.directive.clone()).collect();
        if has_reason(self.text(comment), comment.start, &same) {
            return;
        }
        let message =
            "nobody can tell later why this is silenced; say it behind a second `#`".to_owned();
        self.push(NO_REASON, placed.directive.span, message, None);
    }

    /// PY994; whether there was something to say.
    fn wrong_dialect(&mut self, placed: &Placed) -> bool {
        let directive = &placed.directive;
        if placed.reach == Reach::Nothing
            && directive.how == How::Noqa
            && directive.verb == Verb::File
        {
            return self.misplaced(placed);
        }
        if directive.verb == Verb::Enable {
            return false;
        }
        let corrections: Vec<Option<Correction>> = directive
            .items
            .iter()
            .map(
                |item| if item.listed { correction(directive, item, self.situation) } else { None },
            )
            .collect();
        let Some((first, _)) =
            directive.items.iter().zip(&corrections).find(|(_, correction)| correction.is_some())
        else {
            return false;
        };
        let message = match directive.how {
            How::Nosec => {
                format!("bandit knows no `{}` and silences everything instead", first.word)
            }
            How::Noqa if matches!(first.selector, Selector::Code(_)) => {
                format!("ruff and flake8 know no `{}` and may remove it", first.word)
            }
            How::Noqa | How::Ruff => {
                format!("`{}` silences nothing in `{}`", first.word, directive.how.word())
            }
            How::Nosemgrep | How::Djlint | How::Watchpost => {
                format!("`{}` is another tool's id and silences nothing here", first.word)
            }
        };
        let message = if directive.how == How::Nosec && !directive.blanket {
            format!("bandit knows no `{}` and ignores it", first.word)
        } else {
            message
        };
        let span = first.span;
        let edits = self.corrected(placed, &corrections);
        self.push(
            WRONG_DIALECT,
            span,
            message,
            edits.map(|edits| ("Write the id that works".to_owned(), edits)),
        );
        true
    }

    fn corrected(&self, placed: &Placed, corrections: &[Option<Correction>]) -> Option<Vec<Edit>> {
        let directive = &placed.directive;
        let mut edits = Vec::new();
        let mut own = Vec::new();
        for (item, correction) in directive.items.iter().zip(corrections) {
            match correction {
                Some(Correction::Word(word)) => {
                    edits.push(Edit { span: item.span, text: word.clone() });
                }
                Some(Correction::Own(code)) => own.push(code.clone()),
                None => {}
            }
        }
        if own.is_empty() {
            return Some(edits);
        }
        // Codes that only we know move into our own form; one edit, so that nothing overlaps.
        let mut kept = Vec::new();
        for (item, correction) in
            directive.items.iter().zip(corrections).filter(|(item, _)| item.listed)
        {
            match correction {
                Some(Correction::Word(word)) => kept.push(word.clone()),
                Some(Correction::Own(_)) => {}
                None => kept.push(item.word.clone()),
            }
        }
        let verb = if directive.verb == Verb::File { "file-ignore" } else { "ignore" };
        let own = format!("# watchpost: {verb}[{}]", own.join(", "));
        let last =
            directive.items.iter().filter(|item| item.listed).map(|item| item.span.end).max()?;
        let text = if kept.is_empty() {
            own
        } else {
            let keyword = self.text(directive.keyword).to_owned();
            let colon = if directive.how == How::Noqa { ":" } else { "" };
            format!("{keyword}{colon} {}  {own}", kept.join(", "))
        };
        Some(vec![Edit { span: Span::new(directive.keyword.start, last), text }])
    }

    /// `# ruff: noqa` behind code, which ruff warns about and ignores.
    fn misplaced(&mut self, placed: &Placed) -> bool {
        let directive = &placed.directive;
        let table = self.situation.table;
        let mut ids: Vec<String> = Vec::new();
        if directive.items.is_empty() {
            let line = self.suppressions.lines.line_of(directive.span.start);
            for finding in &self.applied.kept {
                if self.suppressions.lines.line_of(finding.location.span.start) == line {
                    ids.extend(ids_for(How::Noqa, finding, table));
                }
            }
            ids.sort();
            ids.dedup();
        } else if directive.items.iter().any(|item| !item.selector.rules(table).is_empty()) {
            ids.extend(directive.items.iter().map(|item| item.word.clone()));
        }
        if ids.is_empty() {
            return false;
        }
        let message = format!(
            "`{}` needs a line of its own and silences nothing here",
            self.text(directive.keyword)
        );
        let edit = Edit { span: directive.span, text: format!("# noqa: {}", ids.join(", ")) };
        self.push(
            WRONG_DIALECT,
            directive.span,
            message,
            Some(("Silence this line".to_owned(), vec![edit])),
        );
        true
    }
}

/// The ids under which a tool reports what we found: of the rule, else of those it covers.
pub(super) fn ids_for(how: How, finding: &Finding, table: &IdTable) -> Vec<String> {
    std::iter::once(&finding.rule)
        .chain(&finding.covers)
        .map(|code| {
            let answers = table.answers_to(std::slice::from_ref(code));
            match how {
                How::Nosec => answers.bandit,
                // The first is the usual spelling, the rest mean the same.
                How::Noqa | How::Ruff => answers.ruff.into_iter().take(1).collect(),
                How::Nosemgrep => {
                    answers.semgrep.into_iter().filter(|id| !id.contains('*')).collect()
                }
                How::Djlint | How::Watchpost => vec![code.as_str().to_owned()],
            }
        })
        .find(|ids| !ids.is_empty())
        .unwrap_or_default()
}

/// The edits that make a blanket name what it hides; none if its tool has no id for any of it.
fn narrowed(
    directive: &Directive,
    hidden: &[&Finding],
    situation: &Situation<'_>,
) -> Option<Vec<Edit>> {
    let table = situation.table;
    let mut ids: Vec<String> = Vec::new();
    let mut own: Vec<String> = Vec::new();
    for finding in hidden {
        let named = ids_for(directive.how, finding, table);
        if named.is_empty() {
            own.push(finding.rule.as_str().to_owned());
        }
        ids.extend(named);
    }
    if ids.is_empty() {
        return None;
    }
    // What is listed already and known stays: other rules of that tool count on it.
    let listed = directive.items.iter().filter(|item| match directive.how {
        How::Nosec => item.listed && item.selector != Selector::Unknown,
        _ => true,
    });
    ids.extend(listed.map(|item| item.word.clone()));
    if directive.how == How::Noqa {
        ids.extend(codes_behind(directive, situation.text));
    }
    for list in [&mut ids, &mut own] {
        list.sort();
        list.dedup();
    }
    let rest_span = rest_of_line(directive, situation);
    let prose = prose(directive, rest_span.slice(situation.text));
    let colon = if directive.how == How::Nosec { "" } else { ":" };
    let keyword = directive.keyword.slice(situation.text);
    let mut text = format!("{keyword}{colon} {}", ids.join(", "));
    if !own.is_empty() {
        let verb = if directive.verb == Verb::File { "file-ignore" } else { "ignore" };
        text.push_str(&format!("  # watchpost: {verb}[{}]", own.join(", ")));
    }
    if !prose.is_empty() {
        text.push_str("  # ");
        text.push_str(&prose);
    }
    // Another pragma may follow in the same comment.
    if rest_span.slice(situation.text).ends_with([' ', '\t'])
        && has_more(rest_span.end, situation.text)
    {
        text.push_str("  ");
    }
    Some(vec![Edit { span: Span::new(directive.keyword.start, rest_span.end), text }])
}

fn has_more(at: usize, text: &str) -> bool {
    text.get(at..).is_some_and(|rest| rest.starts_with('#'))
}

/// From behind the word to the next `#`, or to the end of the line.
fn rest_of_line(directive: &Directive, situation: &Situation<'_>) -> Span {
    let start = directive.keyword.end;
    let rest = situation.text.get(start..).unwrap_or("");
    let end = rest.find(['#', '\n', '\r']).unwrap_or(rest.len());
    let end =
        if has_more(start + end, situation.text) { end } else { rest[..end].trim_end().len() };
    Span::new(start, start + end)
}

/// Codes that follow a `noqa` without a colon: flake8 and ruff do not see them, whoever wrote them meant them.
fn codes_behind(directive: &Directive, text: &str) -> Vec<String> {
    let rest = text.get(directive.keyword.end..).unwrap_or("");
    let end = rest.find(['#', '\n', '\r']).unwrap_or(rest.len());
    rest[..end]
        .split([' ', ',', ':', '\t'])
        .filter(|word| !word.is_empty())
        .take_while(|word| nosec::is_id_shaped(word))
        .filter(|word| word.bytes().all(|byte| !byte.is_ascii_lowercase()))
        .map(str::to_owned)
        .collect()
}

/// The words behind a suppression that are no ids: the reason.
fn prose(directive: &Directive, rest: &str) -> String {
    let rest = if directive.glued {
        // `nosecurity`: the tail of the word goes with it.
        rest.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_')
    } else {
        rest
    };
    let mut words = rest.trim_start().trim_start_matches([':', '-', ',']).trim();
    loop {
        let end = words.find([' ', ',', '\t']).unwrap_or(words.len());
        let word = &words[..end];
        let lone_capital = word.len() == 1 && word.bytes().all(|byte| byte.is_ascii_uppercase());
        let is_id = nosec::is_id_shaped(word) || lone_capital || bandit_id(word).is_some();
        if word.is_empty() && words.is_empty() || !word.is_empty() && !is_id {
            break;
        }
        words = words[end..].trim_start_matches([' ', ',', '\t']);
    }
    words.trim_start_matches(['-', '#', ' ']).trim_end().to_owned()
}

//! PY992: ids that silence nothing, and the edit that takes them away.

use super::{Report, UNUSED};
use crate::finding::{Confidence, Edit, RuleCode, Safety};
use crate::suppress::apply::Usage;
use crate::suppress::comments::{Directive, Item, Verb};
use crate::suppress::ids::Selector;
use crate::suppress::reach::Reach;
use crate::suppress::{How, Placed};
use crate::text::Span;

impl Report<'_> {
    /// PY992.
    pub(super) fn unused(&mut self, placed: &Placed, usage: &Usage) {
        let directive = &placed.directive;
        let is_ours = directive.how == How::Watchpost;
        if directive.blanket
            || directive.verb == Verb::Enable
            || !is_ours && !self.situation.tells_unused_of_others
        {
            return;
        }
        if is_ours && directive.items.is_empty() {
            let message =
                format!("`{}` names no rule and silences nothing", self.text(directive.span));
            self.push(UNUSED, directive.span, message, None);
            return;
        }
        let unused: Vec<bool> = directive
            .items
            .iter()
            .zip(&usage.items)
            .map(|(item, used)| !used && item.listed && self.is_unused(directive, item))
            .collect();
        let words: Vec<String> = directive
            .items
            .iter()
            .zip(&unused)
            .filter(|(_, unused)| **unused)
            .map(|(item, _)| format!("`{}`", item.word))
            .collect();
        if words.is_empty() {
            return;
        }
        let unknown =
            directive.items.iter().zip(&unused).all(|(item, unused)| {
                !unused || item.selector.rules(self.situation.table).is_empty()
            });
        let verb = if words.len() == 1 { "silences" } else { "silence" };
        let place = match placed.reach {
            Reach::File => "in this file",
            Reach::Range(_) => "in this block",
            _ => "here",
        };
        let message = if unknown {
            format!("no rule is called {}", words.join(" or "))
        } else if placed.reach == Reach::Nothing {
            format!(
                "{} {verb} nothing: a `{}` does not work in this place",
                words.join(", "),
                directive_word(directive)
            )
        } else if is_ours {
            format!("{} {verb} nothing {place}", words.join(", "))
        } else {
            format!(
                "{} {verb} nothing of watchpost's {place}; another tool may need it",
                words.join(", ")
            )
        };
        let span = unused_span(directive, &unused);
        let fix = self
            .without(placed, &unused)
            .map(|edit| ("Remove what is unused".to_owned(), vec![edit]));
        let count = self.findings.len();
        self.push(UNUSED, span, message, fix);
        // Other tools report more than we do, and would do so again.
        if !is_ours && let Some(finding) = self.findings.get_mut(count) {
            finding.confidence = Confidence::Low;
            for fix in &mut finding.fixes {
                fix.safety = Safety::Unsafe;
            }
        }
    }

    /// Whether all rules an id stands for looked at the file, and there is at least one.
    fn is_unused(&self, directive: &Directive, item: &Item) -> bool {
        let table = self.situation.table;
        if item.selector.is_hygiene(table) {
            return false;
        }
        let rules = item.selector.rules(table);
        if !rules.is_empty() && rules.iter().all(|code| code.as_str().starts_with("PY99")) {
            // Ids such as RUF100 that mean a rule about suppressions; their use is not counted.
            return false;
        }
        let ran =
            |code: &&RuleCode| (self.situation.is_enabled)(code) && (self.situation.has_run)(code);
        match &item.selector {
            // A bandit number without a rule of ours is no mistake, only unknown words are.
            Selector::Unknown => directive.how == How::Watchpost,
            // The beginning of other tools' codes says too little about which rule was meant.
            Selector::RuffPrefix(word) => {
                rules.iter().any(|code| table.ids(code).is_some_and(|ids| ids.ruff.contains(word)))
                    && rules.iter().all(ran)
            }
            Selector::CodePrefix(_) => rules.is_empty() || rules.iter().any(ran),
            _ => !rules.is_empty() && rules.iter().all(ran),
        }
    }

    /// The edit that takes unused items away, and the whole suppression if none is left.
    fn without(&self, placed: &Placed, unused: &[bool]) -> Option<Edit> {
        let directive = &placed.directive;
        let items = &directive.items;
        let kept: Vec<&str> = items
            .iter()
            .zip(unused)
            .filter(|(item, unused)| item.listed && !**unused)
            .map(|(item, _)| item.word.as_str())
            .collect();
        if kept.is_empty() {
            // Known words in the prose of a `nosec` would be all that is left of it.
            let prose_counts =
                items.iter().any(|item| !item.listed && item.selector != Selector::Unknown);
            return if prose_counts { None } else { self.removal(placed) };
        }
        let listed: Vec<&Item> = items.iter().filter(|item| item.listed).collect();
        let span = Span::new(listed.first()?.span.start, listed.last()?.span.end);
        Some(Edit { span, text: kept.join(", ") })
    }

    /// The edit that takes a suppression out of its comment, with the comment if it says nothing else.
    fn removal(&self, placed: &Placed) -> Option<Edit> {
        let (text, comment) = (self.situation.text, placed.comment);
        let span = placed.directive.span;
        let after = text.get(span.end..comment.end)?;
        // Words up to the next `#` are the reason and go with it.
        let end = after.find('#').map_or(comment.end, |hash| span.end + hash);
        let own = Span::new(span.start, end);
        let shares = self
            .of_comment(comment)
            .filter(|other| other.directive.span != span)
            .any(|other| other.directive.span.overlaps(own));
        if shares {
            return None;
        }
        let before = text.get(comment.start..span.start)?;
        if end < comment.end {
            return Some(Edit { span: own, text: String::new() });
        }
        let kept = before.trim_end();
        if !kept.is_empty() {
            return Some(Edit {
                span: Span::new(comment.start + kept.len(), end),
                text: String::new(),
            });
        }
        let lines = &self.suppressions.lines;
        let line = lines.line_of(comment.start);
        let code = lines.span(line, text).start;
        let code_end = code + text.get(code..comment.start)?.trim_end().len();
        if code_end == code {
            return Some(Edit {
                span: Span::new(code, lines.start_of_next(line)),
                text: String::new(),
            });
        }
        Some(Edit { span: Span::new(code_end, comment.end), text: String::new() })
    }
}

fn directive_word(directive: &Directive) -> &'static str {
    match directive.verb {
        Verb::Line => "ignore",
        Verb::File => "file-ignore",
        Verb::Disable => "disable",
        Verb::Enable => "enable",
    }
}

fn unused_span(directive: &Directive, unused: &[bool]) -> Span {
    let mut spans = directive
        .items
        .iter()
        .zip(unused)
        .filter(|(_, unused)| **unused)
        .map(|(item, _)| item.span);
    let first = spans.next().unwrap_or(directive.span);
    Span::new(first.start, spans.next_back().unwrap_or(first).end)
}

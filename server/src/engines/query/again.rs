//! A check after an edit: only slices that changed, or that asked for something that what changed has a part in, are
//! looked at.

use super::{Entry, Ground, Part, Record, Said};
use crate::engines::selection::{self, Wanted};
use crate::engines::{CheckInput, Findings};
use crate::finding::{Edit, Finding, FixStep};
use crate::rules::compile::RulePattern;
use crate::semantics::outline::LogicalLine;
use crate::semantics::outline_edit::OutlineChange;
use crate::semantics::{Memo, asked, bound};
use crate::text::Span;

/// An edit of the text that a record is about.
#[derive(Clone, Copy, Debug)]
pub struct Edited<'a> {
    /// The text before.
    pub old: &'a str,
    /// Its lines that are gone.
    pub gone: &'a [LogicalLine],
    /// What is new.
    pub change: &'a OutlineChange,
}

/// Finds what the document holds now, from the record of the check before; `None` if all of it has to be looked at.
pub fn again(
    input: &CheckInput<'_>,
    mut record: Record,
    edited: &Edited<'_>,
) -> Option<(Findings, Record)> {
    let Edited { old, gone, change } = *edited;
    let rules = input.catalogue.rule_set(input.language)?;
    let memo = Memo::default();
    // Rules and settings are those of the record.
    let ground = Ground::with_plan(input, rules, &memo, record.plan.clone());
    let triggers = record.triggers.clone();
    if record.plan.verdicts.len() != rules.rules.len() || ground.needs_whole() {
        return None;
    }
    let new = input.text;
    // The grammar passes over this mark; for who looks for words it is a letter.
    if change.new.slice(new).contains('\u{feff}') {
        return None;
    }
    let outline = &*input.semantics.outline;
    let places = selection::Change { old: change.old, new: change.new };
    // Words that stood for what is gone go on to count: who looks where they stand finds nothing more.
    let (went, come) = record.scanned.edit(old, new, &places, &triggers)?;
    if went.iter().chain(&come).any(|place| place.is_wide) {
        tracing::trace!("looks at all: a place that points at what is around it");
        return None;
    }
    let first = change.old_lines.start;
    let before = bound::Part { text: old, outline, first, lines: gone };
    let lines = &outline.lines[change.new_lines.clone()];
    let now = bound::Part { text: new, lines, ..before };
    let mut keys = before.keys(&record.aliases);
    keys.extend(now.keys(&record.aliases));
    keys.extend(asked::mentions(change.old.slice(old)));
    keys.extend(asked::mentions(change.new.slice(new)));
    keys.sort_unstable();
    keys.dedup();

    let mut lines = selection::fresh(&come, &record.carried, &now, change.new, &record.aliases)?;
    let mut statements = Vec::new();
    let mut is_lost = false;
    // Most edits bind names that nobody asked for.
    let is_asked = keys.iter().any(|key| record.asked.contains(key));
    let stays = |entry: &mut Entry| {
        let is_touched = entry.span.start < change.old.end && change.old.start < entry.span.end;
        let asks = |key: &u64| entry.asked.binary_search(key).is_ok();
        if !is_touched && !(is_asked && keys.iter().any(asks)) {
            let is_plain = entry.said.is_empty() && entry.statement.is_none();
            if is_plain && entry.span.end <= change.old.start {
                return true;
            }
            is_lost |= move_entry(entry, change).is_none();
            return true;
        }
        match (entry.part, entry.statement.take()) {
            (Part::Line, _) if is_touched => {}
            (Part::Line, _) => match moved(entry.span, change) {
                Some(span) => lines.extend(outline.line_at(span.start)),
                None => is_lost = true,
            },
            (Part::Wide, Some((header, rules))) => match place(header, change) {
                Some(header) => statements.extend(outline.line_at(header).map(|at| (at, rules))),
                None => is_lost |= change.old.end <= header,
            },
            _ => is_lost = true,
        }
        false
    };
    record.entries.retain_mut(stays);
    if is_lost {
        tracing::trace!("looks at all: what was said cannot be moved");
        return None;
    }
    lines.sort_unstable();
    lines.dedup();
    tracing::trace!(n_lines = lines.len(), n_statements = statements.len(), "looks again");
    let lines: Vec<Wanted> = lines.into_iter().map(Wanted::unknown).collect();
    ground.lines(&lines);
    for (header, rules) in statements {
        ground.statement(header, rules);
    }
    let is_broken = !ground.findings.borrow().failures.is_empty() || ground.is_noise.get();
    let said = ground.said.take();
    let is_plain = |said: &Said| {
        rules.patterns.iter().filter(|pattern| pattern.rule == said.rule).all(
            |pattern: &RulePattern| {
                let is_before = pattern.facts.is_wide && pattern.number < said.number;
                let is_own = pattern.number == said.number && pattern.facts.fixes_below;
                !is_before && !is_own
            },
        )
    };
    if is_broken || !said.iter().all(is_plain) {
        tracing::trace!("looks at all: what is said hangs on other places");
        return None;
    }
    let looked_at = ground.entries.as_ref()?.take();
    if !looked_at.is_empty() {
        record.asked.extend(looked_at.iter().flat_map(|entry| &entry.asked));
        record.entries.extend(looked_at);
        record.entries.sort_by_key(|entry| (entry.span.start, entry.part == Part::Wide));
    }
    let all = record.entries.iter().flat_map(|entry| entry.said.iter().cloned()).collect();
    ground.said.replace(all);
    let mut findings = Findings::default();
    ground.finish(&mut findings);
    Some((findings, record))
}

/// Where a byte that an edit leaves alone stands after it.
fn place(byte: usize, change: &OutlineChange) -> Option<usize> {
    if byte < change.old.start {
        return Some(byte);
    }
    (byte >= change.old.end).then(|| byte - change.old.end + change.new.end)
}

/// Where a span that an edit leaves alone stands after it.
fn moved(span: Span, change: &OutlineChange) -> Option<Span> {
    if span.end <= change.old.start {
        return Some(span);
    }
    let place = |byte: usize| byte - change.old.end + change.new.end;
    (span.start >= change.old.end).then(|| Span::new(place(span.start), place(span.end)))
}

/// Moves what was said about a slice that an edit left alone; `None` if some of it lies where the edit was.
fn move_entry(entry: &mut Entry, change: &OutlineChange) -> Option<()> {
    entry.span = moved(entry.span, change)?;
    if let Some((header, _)) = &mut entry.statement {
        *header = place(*header, change)?;
    }
    for said in &mut entry.said {
        said.span = moved(said.span, change)?;
        if let Some(finding) = &mut said.finding {
            move_finding(finding, change)?;
        }
    }
    Some(())
}

fn move_finding(finding: &mut Finding, change: &OutlineChange) -> Option<()> {
    finding.location.span = moved(finding.location.span, change)?;
    finding.extent = moved(finding.extent, change)?;
    for related in &mut finding.related {
        if related.location.document == finding.location.document {
            related.location.span = moved(related.location.span, change)?;
        }
    }
    for plan in &mut finding.fixes {
        for step in &mut plan.steps {
            if let FixStep::Edit(Edit { span, .. }) = step {
                *span = moved(*span, change)?;
            }
        }
    }
    Some(())
}

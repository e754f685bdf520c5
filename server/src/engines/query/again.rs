//! A check after an edit: only slices that changed, or that asked for a name that stands in what changed, are looked at.

use super::{Entry, Ground, Part, Record, Said};
use crate::engines::selection::{self, Wanted};
use crate::engines::{CheckInput, Findings};
use crate::finding::{Edit, Finding, FixStep};
use crate::rules::compile::CompiledPattern;
use crate::semantics::outline_edit::OutlineChange;
use crate::semantics::{Memo, asked};
use crate::text::Span;

/// Finds what the document holds now, from the record of the check before; `None` if all of it has to be looked at.
/// `old` is the text that the record is about.
pub fn again(
    input: &CheckInput<'_>,
    mut record: Record,
    old: &str,
    change: &OutlineChange,
) -> Option<(Findings, Record)> {
    let rules = input.catalogue.rule_set(input.language)?;
    let memo = Memo::default();
    let ground = Ground::new(input, rules, &memo);
    let triggers = ground.triggers()?;
    if !std::sync::Arc::ptr_eq(&triggers, &record.triggers) || ground.needs_whole() {
        return None;
    }
    let new = input.text;
    let places = selection::Change { old: change.old, new: change.new };
    let (gone, come) = record.scanned.edit(old, new, &places, &triggers)?;
    let carries = |span: Span, text: &str| selection::mentions(span.slice(text), &record.carried);
    let is_telling = |places: &[selection::Place]| places.iter().any(|place| place.carries());
    if gone.iter().chain(&come).any(|place| place.is_wide)
        || is_telling(&gone) && !record.carried.is_empty()
        || carries(change.old, old)
    {
        return None;
    }
    // Names that what changed may bind, or bound.
    let mut words = asked::words(change.old.slice(old));
    words.extend(asked::words(change.new.slice(new)));
    words.sort_unstable();
    let is_stale = |entry: &Entry| entry.asked.iter().any(|name| words.binary_search(name).is_ok());

    let mut entries = Vec::with_capacity(record.entries.len());
    let mut lines = Vec::new();
    let outline = &input.semantics.outline;
    for entry in std::mem::take(&mut record.entries) {
        let is_touched = entry.span.start < change.old.end && change.old.start < entry.span.end;
        if is_touched || is_stale(&entry) {
            if entry.part != Part::Line {
                return None;
            }
            if !is_touched {
                lines.push(outline.line_at(moved(entry.span, change)?.start)?);
            }
            continue;
        }
        entries.push(moved_entry(entry, change)?);
    }
    // Nothing is read of the file unless something has to be looked at.
    let comes_carried = carries(change.new, new);
    if !come.is_empty() || comes_carried {
        let fresh = selection::fresh(&come, ground.resolver, &record.carried, change)?;
        lines.extend(fresh);
    }
    lines.sort_unstable();
    lines.dedup();
    let lines: Vec<Wanted> = lines.into_iter().map(Wanted::unknown).collect();
    ground.lines(&lines);
    let is_broken = !ground.findings.borrow().failures.is_empty() || ground.is_noise.get();
    let said = ground.said.take();
    let is_plain = |said: &Said| {
        rules.patterns.iter().filter(|pattern| pattern.rule == said.rule).all(
            |pattern: &CompiledPattern| {
                !(pattern.is_wide && pattern.number < said.number)
                    && !(pattern.number == said.number && pattern.fixes_below)
            },
        )
    };
    if is_broken || !said.iter().all(is_plain) {
        return None;
    }
    entries.extend(ground.entries.as_ref()?.take());
    entries.sort_by_key(|entry| (entry.span.start, entry.part == Part::Wide));
    let all = entries.iter().flat_map(|entry| entry.said.iter().cloned()).collect();
    ground.said.replace(all);
    let mut findings = Findings::default();
    ground.finish(&mut findings);
    Some((findings, Record { entries, ..record }))
}

/// Where a span that an edit leaves alone stands after it.
fn moved(span: Span, change: &OutlineChange) -> Option<Span> {
    if span.end <= change.old.start {
        return Some(span);
    }
    let place = |byte: usize| byte - change.old.end + change.new.end;
    (span.start >= change.old.end).then(|| Span::new(place(span.start), place(span.end)))
}

fn moved_entry(entry: Entry, change: &OutlineChange) -> Option<Entry> {
    let said = entry.said.into_iter().map(|said| {
        let finding = match said.finding {
            Some(finding) => Some(moved_finding(finding, change)?),
            None => None,
        };
        Some(Said { span: moved(said.span, change)?, finding, ..said })
    });
    let said = said.collect::<Option<_>>()?;
    Some(Entry { span: moved(entry.span, change)?, said, ..entry })
}

fn moved_finding(mut finding: Finding, change: &OutlineChange) -> Option<Finding> {
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
    Some(finding)
}

//! Which logical lines rules have to look at: those where a trigger stands, or a name that carries what stands at one.
//!
//! In: a text and the triggers of the rules that are on. Out: logical lines. No line is left out that a rule reports.

mod glance;
mod occurrences;

use std::collections::HashMap;

use self::glance::{
    fits, holds_value, is_bound_or_compared, is_told, may_bind, may_lead, what_follows,
};
use self::occurrences::{occurrences, occurrences_within};
use super::units;
use crate::rules::tokens;
use crate::rules::triggers::{Meaning, Rules, Triggers};
use crate::semantics::bound::{Aliases, Part};
use crate::semantics::carriers::{self, Foreign, Mark, Needs};
use crate::semantics::outline::LogicalLine;
use crate::semantics::{Resolver, RootSet, Semantics, canonical};
use crate::text::Span;

/// What a scan of the raw text gave.
#[derive(Debug, Default)]
pub struct Scanned {
    /// Modules that the text leads to.
    roots: RootSet,
    /// Which gates are open.
    gates: Vec<bool>,
    /// Entry, meaning and beginning of whatever may count.
    hits: Vec<(u32, u32, usize)>,
    /// Entry and meaning of what leads to modules and opens gates, with how often it stands there.
    leads: HashMap<(u32, u32), usize>,
    /// Modules that other modules of the workspace lead to.
    foreign: RootSet,
}

/// More rounds of names for names than the semantics follow.
const MOST_ROUNDS: usize = 8;

/// Looks for everything at once.
pub fn scan(text: &str, triggers: &Triggers) -> Scanned {
    let mut scanned = Scanned::default();
    scanned.read(text, Span::new(0, text.len()), triggers);
    scanned.hits.sort_by_key(|hit| hit.2);
    scanned.conclude(triggers);
    scanned
}

impl Scanned {
    /// Looks at a part of a text that begins and ends between words.
    fn read(&mut self, text: &str, part: Span, triggers: &Triggers) {
        let bytes = text.as_bytes();
        triggers.finder.find(&bytes[part.start..part.end], |entry, start, end| {
            let (start, end) = (part.start + start, part.start + end);
            for (number, meaning) in triggers.meanings[entry as usize].iter().enumerate() {
                if !fits(meaning, bytes, start, end) {
                    continue;
                }
                let key = (entry, number as u32);
                if meaning.leads() && (!meaning.opens.is_empty() || may_lead(bytes, start)) {
                    *self.leads.entry(key).or_default() += 1;
                }
                if meaning.is_dynamic && is_told(bytes, end) {
                    continue;
                }
                if meaning.counts || !meaning.last_of.is_empty() {
                    self.hits.push((key.0, key.1, start));
                }
            }
        });
    }

    /// Finds which modules and gates the text leads to.
    fn conclude(&mut self, triggers: &Triggers) {
        self.gates = vec![false; triggers.n_gates];
        self.roots = triggers.roots.open().union(&self.foreign);
        for &(entry, number) in self.leads.keys() {
            let meaning = &triggers.meanings[entry as usize][number as usize];
            self.roots = self.roots.union(&meaning.root);
            for &gate in &meaning.opens {
                self.gates[gate] = true;
            }
            if meaning.names_modules {
                self.roots = triggers.roots.all();
            }
        }
    }

    /// Follows an edit; gives the places that are gone and those that came. `None` if other places count now.
    pub fn edit(
        &mut self,
        old: &str,
        new: &str,
        change: &Change,
        triggers: &Triggers,
    ) -> Option<(Vec<Place>, Vec<Place>)> {
        let mut before = Self { foreign: self.foreign, ..Self::default() };
        before.read(old, change.old, triggers);
        let mut now = Self { foreign: self.foreign, ..Self::default() };
        now.read(new, change.new, triggers);
        for (key, n) in &before.leads {
            let known = self.leads.get_mut(key)?;
            *known = known.checked_sub(*n)?;
            if *known == 0 {
                self.leads.remove(key);
            }
        }
        for (key, n) in &now.leads {
            *self.leads.entry(*key).or_default() += n;
        }
        let (roots, gates) = (self.roots, std::mem::take(&mut self.gates));
        self.conclude(triggers);
        if roots != self.roots || gates != self.gates {
            return None;
        }
        let first = self.hits.partition_point(|hit| hit.2 < change.old.start);
        let last = self.hits.partition_point(|hit| hit.2 < change.old.end);
        now.hits.sort_by_key(|hit| hit.2);
        let n_now = now.hits.len();
        self.hits.splice(first..last, now.hits.iter().copied());
        for hit in &mut self.hits[first + n_now..] {
            hit.2 = hit.2 - change.old.end + change.new.end;
        }
        let settled = |part: &mut Self, text: &str| {
            (part.roots, part.gates) = (self.roots, self.gates.clone());
            part.places(text, triggers)
        };
        Some((settled(&mut before, old), settled(&mut now, new)))
    }
}

/// The lines among those that came which have to be looked at; `None` if they bind a name to something that counts.
pub fn fresh(
    come: &[Place],
    carried: &[Carried],
    changed: &Part<'_>,
    span: Span,
    aliases: &Aliases,
) -> Option<Vec<usize>> {
    let mut marks: Vec<Mark> = come
        .iter()
        .map(|place| Mark { is_name: place.may_be_bound(changed.text), ..place.mark })
        .collect();
    marks.extend(occurrences_within(changed.text, span, carried));
    marks.sort_by_key(|mark| mark.span.start);
    if marks.iter().any(|mark| mark.is_name || mark.is_value) {
        let bound = carriers::carriers_among(changed, aliases, &marks);
        let is_known = |new: &carriers::Carrier<'_>| {
            let new = Carried {
                word: new.word.to_owned(),
                is_name: new.is_name,
                is_value: new.is_value,
                needs: new.needs,
            };
            carried.iter().any(|known| known.covers(&new))
        };
        if !bound.iter().all(is_known) {
            return None;
        }
    }
    let line = |mark: &Mark| changed.outline.line_at(mark.span.start);
    let mut lines: Vec<usize> = marks.iter().filter_map(line).collect();
    lines.dedup();
    Some(lines)
}

/// A place that counts.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    mark: Mark,
    /// It also points at what is around its line.
    pub is_wide: bool,
    is_in_string: bool,
    /// What a call of it gives may be a name.
    names_others: bool,
}

/// An edit: these bytes of the old text became those of the new one.
#[derive(Clone, Copy, Debug)]
pub struct Change {
    /// In the old text.
    pub old: Span,
    /// In the new text.
    pub new: Span,
}

impl Scanned {
    /// The places that count, now that all modules are known.
    fn places(&self, text: &str, triggers: &Triggers) -> Vec<Place> {
        let mut places: Vec<Place> = self
            .hits
            .iter()
            .filter_map(|&(entry, number, start)| {
                let meaning = &triggers.meanings[entry as usize][number as usize];
                let is_name = meaning.last_of.meets(&self.roots);
                let is_open = meaning.gates.iter().all(|&gate| self.gates[gate]);
                if !is_open || !(meaning.counts || is_name) {
                    return None;
                }
                let end = start + triggers.lengths[entry as usize];
                // Without quotes around it, it is the statement that does nothing.
                let is_keyword = meaning.is_spoken
                    && text.get(start..end) == Some("pass")
                    && fits(
                        &Meaning { is_whole: true, ..Meaning::default() },
                        text.as_bytes(),
                        start,
                        end,
                    );
                Some(Place {
                    mark: Mark {
                        span: Span::new(start, end),
                        is_name,
                        is_value: meaning.is_value,
                        needs: meaning.needs,
                    },
                    is_wide: meaning.needs.meets(&triggers.wide_needs),
                    is_in_string: (meaning.is_in_string || is_keyword) && !is_name,
                    names_others: meaning.names_others,
                })
            })
            .collect();
        places.sort_by_key(|place| place.mark.span.start);
        places
    }

    /// Notes what the file has from other modules of the workspace; gives the words that stand for it.
    pub fn take_in(&mut self, foreign: Vec<Foreign>, triggers: &Triggers) -> Vec<Carried> {
        let mut carried = Vec::new();
        for Foreign { word, paths, texts } in foreign {
            let mut needs = Needs::default();
            let mut is_name = false;
            for path in paths {
                let roots = triggers.roots.of_path(&path);
                if roots.is_empty() {
                    continue;
                }
                self.roots = self.roots.union(&roots);
                self.foreign = self.foreign.union(&roots);
                if path.rsplit('.').next() != Some(&word) {
                    is_name = true;
                    if let Some(own) = triggers.by_name.get(&*canonical(&path)) {
                        needs.add(own);
                    }
                }
            }
            let is_value = texts.iter().any(|text| holds_value(text, triggers));
            if is_value {
                needs.add(&triggers.value_needs);
            }
            if !needs.is_empty() {
                carried.push(Carried { word: word.into(), is_name, is_value, needs });
            }
        }
        carried
    }
}

/// A word that stands for what counts elsewhere.
#[derive(Clone, Debug)]
pub struct Carried {
    word: String,
    is_name: bool,
    is_value: bool,
    /// What it meets where it stands for something else.
    needs: Needs,
}

impl Carried {
    /// Whether it stands for all that the other does.
    fn covers(&self, other: &Self) -> bool {
        self.word == other.word
            && self.is_name >= other.is_name
            && self.is_value >= other.is_value
            && self.needs.covers(&other.needs)
    }
}

/// A logical line to look at.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// Which one.
    pub line: usize,
    /// What there is to see; none if that is not known.
    pub sight: Option<Sight>,
}

/// What there is to see in a line.
#[derive(Clone, Debug, Default)]
pub struct Sight {
    /// Rules to ask.
    pub rules: Rules,
    /// Words in which names end that count, in order.
    pub names: Vec<Span>,
}

impl Wanted {
    /// A line of which nothing is known.
    pub fn unknown(line: usize) -> Self {
        Self { line, sight: None }
    }
}

/// Logical lines, in order.
#[derive(Debug, Default)]
pub struct Lines {
    /// Those to look at by themselves.
    pub alone: Vec<Wanted>,
    /// Those that point at what is around them, with what they meet.
    pub pointing: Vec<(usize, Needs)>,
    /// Words that stand for what counts elsewhere.
    pub carried: Vec<Carried>,
}

/// What was found in the lines that are parsed together.
#[derive(Clone, Debug, Default)]
struct Found {
    needs: Needs,
    names: Vec<Span>,
}

/// Lines with something in them: by the first line of those that stand together.
struct Sheet<'a> {
    semantics: &'a Semantics,
    triggers: &'a Triggers,
    /// Per line: what it meets for patterns that reach beyond it.
    pointing: Vec<(usize, Needs)>,
    /// Per line: its place in `found`, one more.
    at: Vec<u32>,
    found: Vec<(usize, Found)>,
}

impl Sheet<'_> {
    /// Notes a mark in a line. Who carries another tells nothing about strings.
    fn note(
        &mut self,
        line: usize,
        mark: &Mark,
        is_carried: bool,
        is_in_string: impl FnOnce() -> bool,
    ) {
        let mut needs = mark.needs;
        if needs.meets(&self.triggers.wide_needs) {
            match self.pointing.last_mut() {
                Some((last, known)) if *last == line => known.add(&needs),
                _ => self.pointing.push((line, needs)),
            }
        }
        let (called, keywords) = (&self.triggers.called_needs, &self.triggers.keyword_needs);
        let spoken = &self.triggers.spoken_needs;
        let keys = &self.triggers.key_needs;
        if needs.meets(called)
            || needs.meets(keywords)
            || needs.meets(keys)
            || is_carried && needs.meets(spoken)
        {
            let follows = what_follows(self.semantics.text.as_bytes(), mark.span);
            if !follows.arguments {
                needs = needs.without(called);
            }
            if !follows.equals {
                needs = needs.without(keywords);
            }
            if is_carried && !follows.key {
                needs = needs.without(spoken);
            }
            if needs.meets(keys) && !is_carried {
                let is_one = match is_in_string() {
                    true => follows.key,
                    false => is_bound_or_compared(self.semantics.text.as_bytes(), mark.span),
                };
                if !is_one {
                    needs = needs.without(keys);
                }
            }
        }
        let slot = match self.at[line] {
            0 => {
                let (first, last) = units::line_group(&self.semantics.outline, line);
                self.found.push((first, Found::default()));
                let slot = self.found.len() as u32;
                self.at[first..=last].fill(slot);
                slot
            }
            slot => slot,
        };
        let found = &mut self.found[slot as usize - 1].1;
        found.needs.add(&needs);
        if mark.is_name {
            found.names.push(mark.span);
        }
    }

    /// The rules of which a pattern may match.
    fn rules(&self, line: usize, found: &Found) -> Rules {
        let mut rules = Rules::default();
        let mut tokens = None;
        for need in found.needs.iter() {
            for &wish in self.triggers.by_need.get(need).into_iter().flatten() {
                let wish = &self.triggers.narrow[wish];
                if !found.needs.covers(&wish.needs) || rules.has(wish.rule) {
                    continue;
                }
                let tokens = *tokens.get_or_insert_with(|| {
                    let outline = &self.semantics.outline;
                    let (first, last) = units::line_group(outline, line);
                    let span =
                        Span::new(outline.lines[first].span.start, outline.lines[last].span.end);
                    tokens::of(span.slice(&self.semantics.text))
                });
                if wish.tokens.iter().all(|set| set & tokens != 0) {
                    rules.add(&Rules::one(wish.rule));
                }
            }
        }
        rules
    }
}

/// The logical lines to look at. `foreign` are names that other modules of the workspace gave, with marks of their own.
pub fn lines(
    scanned: &Scanned,
    triggers: &Triggers,
    resolver: Resolver<'_>,
    foreign: Vec<Carried>,
) -> Lines {
    let semantics = resolver.semantics;
    let lines = &semantics.outline.lines;
    if triggers.wants_all {
        let alone = (0..lines.len()).map(Wanted::unknown).collect();
        let pointing = (0..lines.len()).map(|line| (line, Needs::ALL)).collect();
        return Lines { alone, pointing, carried: Vec::new() };
    }
    let mut sheet = Sheet {
        semantics,
        triggers,
        pointing: Vec::new(),
        at: vec![0; lines.len()],
        found: Vec::new(),
    };
    let mut marks: Vec<Mark> = Vec::new();
    let mut at = 0;
    let mut docstring: (usize, bool) = (usize::MAX, false);
    let mut strings: (usize, Vec<Span>) = (usize::MAX, Vec::new());
    for place in scanned.places(&semantics.text, triggers) {
        let start = place.mark.span.start;
        at = line_of(lines, at, start);
        let Some(line) = lines.get(at).filter(|line| line.span.start <= start) else { continue };
        if start >= line.span.end {
            continue;
        }
        let mut mark = place.mark;
        if docstring.0 != at {
            docstring = (at, is_docstring(semantics, line.span));
        }
        if docstring.1 {
            mark.needs = mark.needs.with(&triggers.docstring_needs);
            if mark.needs.is_empty() {
                continue;
            }
        }
        let mut is_in_string = || {
            if strings.0 != at {
                strings = (at, carriers::strings(semantics, line.span).collect());
            }
            strings.1.iter().any(|string| string.start <= start && start < string.end)
        };
        if place.is_in_string && !is_in_string() {
            continue;
        }
        sheet.note(at, &mark, false, is_in_string);
        mark.is_name = place.may_be_bound(&semantics.text);
        if (mark.is_name || mark.is_value) && may_bind(&semantics.text, line, start) {
            marks.push(mark);
        }
    }
    let mut known: Vec<Carried> = Vec::new();
    let mut aliases = None;
    let mut carried = foreign;
    for _ in 0..MOST_ROUNDS {
        if !marks.is_empty() {
            marks.sort_by_key(|mark| mark.span.start);
            let aliases = aliases.get_or_insert_with(|| Aliases::of(semantics));
            let bound = carriers::carriers_near(resolver, aliases, &marks);
            carried.extend(bound.into_iter().map(|carrier| Carried {
                word: carrier.word.to_owned(),
                is_name: carrier.is_name,
                is_value: carrier.is_value,
                needs: carrier.needs,
            }));
        }
        let mut fresh: Vec<Carried> = Vec::new();
        for new in carried.drain(..) {
            let is_known = |known: &Carried| known.covers(&new);
            if !known.iter().any(is_known) && !fresh.iter().any(is_known) {
                fresh.push(new);
            }
        }
        if fresh.is_empty() {
            break;
        }
        marks = occurrences(&semantics.text, &fresh);
        let mut at = 0;
        for mark in &marks {
            at = line_of(lines, at, mark.span.start);
            if let Some(line) = lines.get(at)
                && line.span.start <= mark.span.start
                && mark.span.start < line.span.end
            {
                // It may stand for a name of which it is a part only.
                sheet.note(at, &Mark { is_name: true, ..*mark }, true, || false);
            }
        }
        let mut at = 0;
        marks.retain(|mark| {
            at = line_of(lines, at, mark.span.start);
            lines.get(at).is_some_and(|line| may_bind(&semantics.text, line, mark.span.start))
        });
        known.extend(fresh);
    }
    let mut alone: Vec<Wanted> = Vec::new();
    for (line, found) in &sheet.found {
        let rules = sheet.rules(*line, found);
        if rules.is_empty() {
            continue;
        }
        tracing::trace!(line, needs = ?found.needs.iter().collect::<Vec<_>>(), "to look at");
        let mut names = found.names.clone();
        names.sort_unstable();
        names.dedup();
        alone.push(Wanted { line: *line, sight: Some(Sight { rules, names }) });
    }
    alone.sort_by_key(|wanted| wanted.line);
    let mut pointing = sheet.pointing;
    pointing.sort_by_key(|(line, _)| *line);
    pointing.dedup_by(|(line, needs), (kept, all)| {
        let is_same = line == kept;
        if is_same {
            all.add(needs);
        }
        is_same
    });
    Lines { alone, pointing, carried: known }
}

impl Place {
    /// Whether something bound to what stands here may be the name that ends here: what a call of it gives is not.
    fn may_be_bound(&self, text: &str) -> bool {
        let is_called =
            || text[self.mark.span.end..].trim_start_matches([' ', '\t']).starts_with('(');
        self.mark.is_name && (self.names_others || !is_called())
    }
}

/// Whether a line is nothing but a string without replacement fields, from one quotation mark to the other.
fn is_docstring(semantics: &Semantics, span: Span) -> bool {
    let source = span.slice(&semantics.text);
    let text = source.strip_prefix(['r', 'R', 'u', 'U', 'b', 'B']).unwrap_or(source);
    let Some(quote) = text.chars().next().filter(|c| matches!(c, '"' | '\'')) else { return false };
    let is_triple = text.len() >= 6 && text.chars().take(3).all(|c| c == quote);
    let n_quotes = if is_triple { 3 } else { 1 };
    let Some(inner) = text.get(n_quotes..text.len().saturating_sub(n_quotes)) else { return false };
    let is_closed = text[n_quotes + inner.len()..].chars().all(|c| c == quote)
        && inner.bytes().rev().take_while(|b| *b == b'\\').count() % 2 == 0;
    is_closed
        && carriers::strings(semantics, span).next().is_some_and(|string| string.end >= span.end)
}

/// The last line that begins at or before `offset`, looked for from `from` on.
fn line_of(lines: &[LogicalLine], from: usize, offset: usize) -> usize {
    let mut at = from;
    while at + 1 < lines.len() && lines[at + 1].span.start <= offset {
        at += 1;
    }
    at
}

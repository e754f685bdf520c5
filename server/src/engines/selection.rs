//! Which logical lines rules have to look at: those where a trigger stands, or a name that carries what stands at one.
//!
//! In: a text and the triggers of the rules that are on. Out: logical lines. No line is left out that a rule reports.

use std::collections::{BTreeMap, HashMap};

use crate::rules::triggers::{Meaning, Triggers};
use crate::rules::word_finder::{How, WordFinder};
use crate::semantics::bound::{Aliases, Part};
use crate::semantics::carriers::{self, Foreign, Mark};
use crate::semantics::outline::LogicalLine;
use crate::semantics::{Resolver, RootSet, Semantics};
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
                if meaning.leads() {
                    *self.leads.entry(key).or_default() += 1;
                }
                if meaning.is_dynamic && is_told(bytes, end) {
                    continue;
                }
                if meaning.counts || meaning.is_wide || !meaning.last_of.is_empty() {
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
    let mut marks: Vec<Mark> = come.iter().map(|place| place.mark).collect();
    marks.extend(occurrences_within(changed.text, span, carried));
    marks.sort_by_key(|mark| mark.span.start);
    if marks.iter().any(|mark| mark.is_name || mark.is_value) {
        let bound = carriers::carriers_among(changed, aliases, &marks);
        let is_known = |new: &carriers::Carrier<'_>| {
            let new = Carried {
                word: new.word.to_owned(),
                is_name: new.is_name,
                is_value: new.is_value,
                rules: new.rules,
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

fn fits(meaning: &Meaning, bytes: &[u8], start: usize, end: usize) -> bool {
    let is_word = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b >= 0x80;
    if meaning.is_whole
        && (bytes[..start].iter().rev().take_while(|b| is_word(**b)).any(|b| !b.is_ascii_digit())
            || bytes.get(end).is_some_and(|&b| is_word(b)))
    {
        return false;
    }
    if meaning.is_spoken && !is_spoken(bytes, start, end) {
        return false;
    }
    meaning.exact.as_ref().is_none_or(|exact| exact.as_bytes() == &bytes[start..end])
}

/// Whether the call behind `getattr` says which attribute: that word, or the name that holds it, counts by itself.
fn is_told(bytes: &[u8], end: usize) -> bool {
    let rest = &bytes[end..bytes.len().min(end + 200)];
    let Ok(rest) =
        std::str::from_utf8(rest).or_else(|e| std::str::from_utf8(&rest[..e.valid_up_to()]))
    else {
        return false;
    };
    let is_name = |text: &str| {
        !text.is_empty()
            && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'.')
    };
    let Some(arguments) = rest.trim_start().strip_prefix('(') else { return false };
    let mut arguments = arguments.split(',').map(str::trim);
    let (Some(object), Some(attribute)) = (arguments.next(), arguments.next()) else {
        return false;
    };
    let attribute = attribute.split(')').next().unwrap_or_default().trim();
    let unquoted = attribute
        .strip_prefix(['"', '\''])
        .and_then(|text| text.strip_suffix(['"', '\'']))
        .unwrap_or(attribute);
    is_name(object) && is_name(unquoted)
}

/// Whether a stretch may be one of the words that a name is made of: these begin with a capital, or behind something
/// that is no letter.
fn is_spoken(bytes: &[u8], start: usize, end: usize) -> bool {
    let before = start.checked_sub(1).map_or(b' ', |before| bytes[before]);
    let after = |by: usize| bytes.get(end + by).copied().unwrap_or(b' ');
    if bytes[start].is_ascii_lowercase() && before.is_ascii_alphabetic()
        || after(0).is_ascii_lowercase()
    {
        return false;
    }
    let (first, last) = (bytes[start], bytes[end - 1]);
    // `PASSWORD` is one word, `PASSWord` are two.
    let goes_on = last.is_ascii_uppercase() && after(0).is_ascii_uppercase();
    let came_from = first.is_ascii_uppercase() && before.is_ascii_uppercase();
    let is_capital = came_from && !bytes.get(start + 1).is_some_and(u8::is_ascii_lowercase);
    (!goes_on || after(1).is_ascii_lowercase()) && !is_capital
}

/// A place that counts.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    mark: Mark,
    /// It only points at what is around its line.
    pub is_wide: bool,
    is_in_string: bool,
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
                        rules: meaning.rules,
                    },
                    is_wide: meaning.is_wide,
                    is_in_string: (meaning.is_in_string || is_keyword) && !is_name,
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
            let mut is_name = false;
            for path in paths {
                let roots = triggers.roots.of_path(&path);
                if !roots.is_empty() {
                    self.roots = self.roots.union(&roots);
                    self.foreign = self.foreign.union(&roots);
                    is_name |= path.rsplit('.').next() != Some(&word);
                }
            }
            let is_value = texts.iter().any(|text| holds_value(text, triggers));
            if is_name || is_value {
                // Who looks at it is not known.
                carried.push(Carried { word: word.into(), is_name, is_value, rules: u128::MAX });
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
    /// Who looks at what it stands for, by bits.
    rules: u128,
}

impl Carried {
    /// Whether it stands for all that the other does.
    fn covers(&self, other: &Self) -> bool {
        self.word == other.word
            && self.is_name >= other.is_name
            && self.is_value >= other.is_value
            && self.rules | other.rules == self.rules
    }
}

fn holds_value(text: &str, triggers: &Triggers) -> bool {
    let mut holds = false;
    triggers.finder.find(text.as_bytes(), |entry, start, end| {
        holds |= triggers.meanings[entry as usize]
            .iter()
            .any(|meaning| meaning.is_value && fits(meaning, text.as_bytes(), start, end));
    });
    holds
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
    /// Rules, by bits; those beyond the last bit share it.
    pub rules: u128,
    /// Words in which names end that count, in order.
    pub names: Vec<Span>,
}

impl Sight {
    /// Sees what the other sees, too.
    pub fn widen(&mut self, other: &Self) {
        self.rules |= other.rules;
        self.names.extend(&other.names);
        self.names.sort_unstable();
    }
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
    /// These and the ones that only point at what is around them.
    pub all: Vec<usize>,
    /// Words that stand for what counts elsewhere.
    pub carried: Vec<Carried>,
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
        let all: Vec<usize> = (0..lines.len()).collect();
        let alone = all.iter().copied().map(Wanted::unknown).collect();
        return Lines { alone, all, carried: Vec::new() };
    }
    let mut pointing = vec![false; lines.len()];
    let mut wanted: BTreeMap<usize, Sight> = BTreeMap::new();
    let mut marks: Vec<Mark> = Vec::new();
    let mut at = 0;
    let mut last_docstring = usize::MAX;
    let mut strings: (usize, Vec<Span>) = (usize::MAX, Vec::new());
    for place in scanned.places(&semantics.text, triggers) {
        let start = place.mark.span.start;
        at = line_of(lines, at, start);
        let Some(line) = lines.get(at).filter(|line| line.span.start <= start) else { continue };
        if start >= line.span.end {
            continue;
        }
        if at == last_docstring {
            continue;
        }
        if !triggers.reads_docstrings && !pointing[at] && is_docstring(semantics, line.span) {
            last_docstring = at;
            continue;
        }
        if place.is_in_string {
            if strings.0 != at {
                strings = (at, carriers::strings(semantics, line.span).collect());
            }
            if !strings.1.iter().any(|string| string.start <= start && start < string.end) {
                continue;
            }
        }
        tracing::trace!(word = place.mark.span.slice(&semantics.text), "trigger");
        pointing[at] = true;
        if !place.is_wide {
            let sight = wanted.entry(at).or_default();
            sight.rules |= place.mark.rules;
            if place.mark.is_name {
                sight.names.push(place.mark.span);
            }
        }
        marks.push(place.mark);
    }
    let mut known: Vec<Carried> = Vec::new();
    let mut carried = foreign;
    for _ in 0..MOST_ROUNDS {
        if !marks.is_empty() {
            marks.sort_by_key(|mark| mark.span.start);
            carried.extend(carriers::carriers(resolver, &marks).into_iter().map(|carrier| {
                Carried {
                    word: carrier.word.to_owned(),
                    is_name: carrier.is_name,
                    is_value: carrier.is_value,
                    rules: carrier.rules,
                }
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
                pointing[at] = true;
                let sight = wanted.entry(at).or_default();
                sight.rules |= mark.rules;
                sight.names.push(mark.span);
            }
        }
        known.extend(fresh);
    }
    let alone = wanted.into_iter().map(|(line, mut sight)| {
        sight.names.sort_unstable();
        Wanted { line, sight: Some(sight) }
    });
    Lines {
        alone: alone.collect(),
        all: (0..lines.len()).filter(|&at| pointing[at]).collect(),
        carried: known,
    }
}

/// Whether a line is nothing but a string without replacement fields.
fn is_docstring(semantics: &Semantics, span: Span) -> bool {
    let source = span.slice(&semantics.text);
    let is_plain = source.starts_with(['"', '\''])
        || matches!(source.as_bytes(), [b'r' | b'R' | b'u' | b'U' | b'b' | b'B', b'"' | b'\'', ..]);
    is_plain
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

/// Where the words stand as words of their own in a part of a text that begins and ends between words.
fn occurrences_within(text: &str, part: Span, words: &[Carried]) -> Vec<Mark> {
    let mut marks = Vec::new();
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_' || !c.is_ascii();
    let source = part.slice(text);
    let mut rest = source;
    while let Some(start) = rest.find(is_word) {
        rest = &rest[start..];
        let end = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
        // A word may follow a number without a blank.
        let word = rest[..end].trim_start_matches(|c: char| c.is_ascii_digit());
        let from = part.start + (source.len() - rest.len()) + (end - word.len());
        for carried in words.iter().filter(|carried| carried.word == word) {
            let Carried { is_name, is_value, rules, .. } = *carried;
            let span = Span::new(from, from + word.len());
            marks.push(Mark { span, is_name, is_value, rules });
        }
        rest = &rest[end..];
    }
    marks
}

/// Where the words stand as words of their own.
fn occurrences(text: &str, words: &[Carried]) -> Vec<Mark> {
    // One word may stand for several things.
    let mut texts: Vec<(String, How)> =
        words.iter().map(|carried| (carried.word.clone(), How::Word)).collect();
    texts.sort();
    texts.dedup();
    let mut marks = Vec::new();
    let Some(finder) = WordFinder::new(&texts) else { return marks };
    finder.find(text.as_bytes(), |number, start, end| {
        let span = Span::new(start, end);
        let word = &texts[number as usize].0;
        if span.slice(text) != word {
            return;
        }
        for carried in words.iter().filter(|carried| carried.word == *word) {
            let Carried { is_name, is_value, rules, .. } = *carried;
            marks.push(Mark { span, is_name, is_value, rules });
        }
    });
    marks
}

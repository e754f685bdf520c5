//! Which logical lines rules have to look at: those where a trigger stands, or a name that carries what stands at one.
//!
//! In: a text and the triggers of the rules that are on. Out: logical lines. No line is left out that a rule reports.

use aho_corasick::AhoCorasick;

use crate::rules::triggers::{Meaning, Triggers};
use crate::semantics::carriers::{self, Foreign, Mark};
use crate::semantics::outline::LogicalLine;
use crate::semantics::{Resolver, RootSet};
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
}

/// More rounds of names for names than the semantics follow.
const MOST_ROUNDS: usize = 8;

/// Looks for everything at once.
pub fn scan(text: &str, triggers: &Triggers) -> Scanned {
    let bytes = text.as_bytes();
    let mut scanned = Scanned { gates: vec![false; triggers.n_gates], ..Scanned::default() };
    scanned.roots = triggers.roots.open();
    for found in triggers.automaton.find_overlapping_iter(bytes) {
        let entry = found.pattern().as_usize();
        let (start, end) = (found.start(), found.end());
        for (number, meaning) in triggers.meanings[entry].iter().enumerate() {
            if !fits(meaning, bytes, start, end) {
                continue;
            }
            scanned.roots = scanned.roots.union(&meaning.root);
            for &gate in &meaning.opens {
                scanned.gates[gate] = true;
            }
            if meaning.names_modules {
                scanned.roots = triggers.roots.all();
            }
            if meaning.counts || !meaning.last_of.is_empty() {
                scanned.hits.push((entry as u32, number as u32, start));
            }
        }
    }
    scanned
}

fn fits(meaning: &Meaning, bytes: &[u8], start: usize, end: usize) -> bool {
    let is_word = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b >= 0x80;
    if meaning.is_whole
        && (start.checked_sub(1).is_some_and(|before| is_word(bytes[before]))
            || bytes.get(end).is_some_and(|&b| is_word(b)))
    {
        return false;
    }
    meaning.exact.as_ref().is_none_or(|exact| exact.as_bytes() == &bytes[start..end])
}

/// A place that counts.
#[derive(Clone, Copy)]
struct Place {
    mark: Mark,
    is_wide: bool,
    is_in_string: bool,
}

impl Scanned {
    /// The places that count, now that all modules are known.
    fn places(&self, triggers: &Triggers) -> Vec<Place> {
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
                Some(Place {
                    mark: Mark { span: Span::new(start, end), is_name, is_value: meaning.is_value },
                    is_wide: meaning.is_wide && !is_name,
                    is_in_string: meaning.is_in_string && !is_name,
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
                    is_name |= path.rsplit('.').next() != Some(&word);
                }
            }
            let is_value = texts.iter().any(|text| holds_value(text, triggers));
            if is_name || is_value {
                carried.push(Carried { word: word.into(), is_name, is_value });
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
}

fn holds_value(text: &str, triggers: &Triggers) -> bool {
    triggers.automaton.find_overlapping_iter(text).any(|found| {
        let meanings = &triggers.meanings[found.pattern().as_usize()];
        meanings.iter().any(|meaning| {
            meaning.is_value && fits(meaning, text.as_bytes(), found.start(), found.end())
        })
    })
}

/// Logical lines, in order.
#[derive(Debug, Default)]
pub struct Lines {
    /// Those to look at by themselves.
    pub alone: Vec<usize>,
    /// These and the ones that only point at what is around them.
    pub all: Vec<usize>,
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
        return Lines { alone: all.clone(), all };
    }
    let mut pointing = vec![false; lines.len()];
    let mut wanted = vec![false; lines.len()];
    let mut marks: Vec<Mark> = Vec::new();
    let mut at = 0;
    let mut strings: (usize, Vec<Span>) = (usize::MAX, Vec::new());
    for place in scanned.places(triggers) {
        let start = place.mark.span.start;
        at = line_of(lines, at, start);
        let Some(line) = lines.get(at).filter(|line| line.span.start <= start) else { continue };
        if start >= line.span.end {
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
        pointing[at] = true;
        if place.is_wide {
            continue;
        }
        wanted[at] = true;
        marks.push(place.mark);
    }
    let mut known: Vec<Carried> = Vec::new();
    let mut carried = foreign;
    for _ in 0..MOST_ROUNDS {
        if !marks.is_empty() {
            marks.sort_by_key(|mark| mark.span.start);
            carried.extend(carriers::carriers(resolver, &marks).into_iter().map(|carrier| Carried {
                word: carrier.word.to_owned(),
                is_name: carrier.is_name,
                is_value: carrier.is_value,
            }));
        }
        let mut fresh: Vec<Carried> = Vec::new();
        for new in carried.drain(..) {
            let is_known = |known: &Carried| {
                known.word == new.word
                    && known.is_name >= new.is_name
                    && known.is_value >= new.is_value
            };
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
                wanted[at] = true;
            }
        }
        known.extend(fresh);
    }
    let set = |marked: &dyn Fn(usize) -> bool| (0..lines.len()).filter(|&at| marked(at)).collect();
    Lines { alone: set(&|at| wanted[at]), all: set(&|at| wanted[at] || pointing[at]) }
}

/// The last line that begins at or before `offset`, looked for from `from` on.
fn line_of(lines: &[LogicalLine], from: usize, offset: usize) -> usize {
    let mut at = from;
    while at + 1 < lines.len() && lines[at + 1].span.start <= offset {
        at += 1;
    }
    at
}

/// Where the words stand as words of their own.
fn occurrences(text: &str, words: &[Carried]) -> Vec<Mark> {
    let bytes = text.as_bytes();
    let is_word = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b >= 0x80;
    let Ok(finder) = AhoCorasick::new(words.iter().map(|carried| &carried.word)) else {
        return Vec::new();
    };
    let mut marks = Vec::new();
    for found in finder.find_overlapping_iter(bytes) {
        let (start, end) = (found.start(), found.end());
        if start.checked_sub(1).is_some_and(|before| is_word(bytes[before]))
            || bytes.get(end).is_some_and(|&b| is_word(b))
        {
            continue;
        }
        let &Carried { is_name, is_value, .. } = &words[found.pattern().as_usize()];
        marks.push(Mark { span: Span::new(start, end), is_name, is_value });
    }
    marks.sort_by_key(|mark| mark.span.start);
    marks
}

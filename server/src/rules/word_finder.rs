//! Finds many words and pieces of text at once: words by a hash, pieces by an automaton.
//!
//! Most of what is looked for are whole words. Reading a word and asking a table costs a few instructions per byte,
//! an automaton over them all ten times that.

use std::collections::BTreeMap;

use aho_corasick::{AhoCorasick, AhoCorasickKind, Input, MatchKind};

/// How something is to be found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum How {
    /// As a word of its own.
    Word,
    /// Anywhere.
    Piece,
    /// Anywhere, in small letters, in capitals, or with one.
    Spoken,
    /// Anywhere, whatever the case.
    AnyCase,
}

/// What to find.
#[derive(Debug, Default)]
pub struct WordFinder {
    /// Hashes of words with their numbers; a power of two, half of them empty at least.
    slots: Vec<Option<(u64, u32)>>,
    /// Per first byte, the lengths there are, as bits; 63 stands for all that are longer.
    lengths: Vec<u64>,
    pieces: Option<Pieces>,
}

#[derive(Debug)]
struct Pieces {
    automaton: AhoCorasick,
    /// Per pattern: all that is found where it is.
    pieces: Vec<Vec<Piece>>,
}

#[derive(Clone, Debug)]
struct Piece {
    number: u32,
    length: usize,
    /// The spellings that count; none if capitals do not matter.
    forms: Vec<String>,
}

impl Piece {
    fn is(&self, bytes: &[u8]) -> bool {
        self.forms.is_empty() || self.forms.iter().any(|form| form.as_bytes() == bytes)
    }
}

/// Letters, digits, the underscore, and whatever is not ASCII.
const WORD: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        let b = byte as u8;
        table[byte] = b.is_ascii_alphanumeric() || b == b'_' || b >= 0x80;
        byte += 1;
    }
    table
};

impl WordFinder {
    /// A finder of these texts, which go by their places in the list; none twice. `None` if they are too many.
    pub fn new(texts: &[(String, How)]) -> Option<Self> {
        let mut finder = Self { lengths: vec![0; 256], ..Self::default() };
        let n_words = texts.iter().filter(|(_, how)| *how == How::Word).count();
        finder.slots = vec![None; (2 * n_words + 2).next_power_of_two()];
        let mut pieces = Vec::new();
        for (number, (text, how)) in texts.iter().enumerate() {
            let number = u32::try_from(number).ok()?;
            match how {
                How::Word => finder.insert(text, number),
                How::Piece => pieces.push((number, text, vec![text.clone()])),
                How::Spoken => {
                    let forms = vec![text.to_lowercase(), text.to_uppercase(), capitalized(text)];
                    pieces.push((number, text, forms));
                }
                How::AnyCase => pieces.push((number, text, Vec::new())),
            }
        }
        finder.pieces = Pieces::new(pieces)?;
        Some(finder)
    }

    fn insert(&mut self, word: &str, number: u32) {
        let Some(&first) = word.as_bytes().first() else { return };
        self.lengths[usize::from(first)] |= 1 << word.len().min(63);
        let hash = hash(word.as_bytes());
        let mask = self.slots.len() - 1;
        let mut at = hash as usize & mask;
        while self.slots[at].is_some() {
            at = (at + 1) & mask;
        }
        self.slots[at] = Some((hash, number));
    }

    /// Calls `found` with the number and place of whatever stands in `bytes`; the words in order, then the pieces.
    /// Two words may share a hash: `found` has to look.
    pub fn find(&self, bytes: &[u8], mut found: impl FnMut(u32, usize, usize)) {
        let mask = self.slots.len() - 1;
        let mut at = 0;
        while at < bytes.len() {
            // A word may follow a number without a blank.
            if !WORD[usize::from(bytes[at])] || bytes[at].is_ascii_digit() {
                at += 1;
                continue;
            }
            let start = at;
            while at < bytes.len() && WORD[usize::from(bytes[at])] {
                at += 1;
            }
            let length = (at - start).min(63);
            if self.lengths[usize::from(bytes[start])] >> length & 1 == 0 {
                continue;
            }
            let hash = hash(&bytes[start..at]);
            let mut slot = hash as usize & mask;
            while let Some((own, number)) = self.slots[slot] {
                if own == hash {
                    found(number, start, at);
                }
                slot = (slot + 1) & mask;
            }
        }
        let Some(pieces) = &self.pieces else { return };
        let mut from = 0;
        while let Some(matched) = pieces.automaton.find(Input::new(bytes).range(from..)) {
            let start = matched.start();
            for piece in &pieces.pieces[matched.pattern().as_usize()] {
                if piece.is(&bytes[start..start + piece.length]) {
                    found(piece.number, start, start + piece.length);
                }
            }
            // Another may begin inside this one.
            from = start + 1;
        }
    }
}

impl Pieces {
    /// `Some(None)` if there is nothing to find.
    fn new(texts: Vec<(u32, &String, Vec<String>)>) -> Option<Option<Self>> {
        if texts.is_empty() {
            return Some(None);
        }
        let mut all: BTreeMap<String, Vec<Piece>> = BTreeMap::new();
        for (number, text, forms) in texts {
            let text = text.to_ascii_lowercase();
            let piece = Piece { number, length: text.len(), forms };
            all.entry(text).or_default().push(piece);
        }
        // One pass whatever the case, with a table of all states: the texts are few.
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .kind(Some(AhoCorasickKind::DFA))
            .ascii_case_insensitive(true)
            .build(all.keys())
            .ok()?;
        // The longest is found: what it begins with is found with it.
        let pieces = all.keys().map(|long| {
            let within = all.iter().filter(|(text, _)| long.starts_with(text.as_str()));
            within.flat_map(|(_, pieces)| pieces.iter().cloned()).collect()
        });
        Some(Some(Self { pieces: pieces.collect(), automaton }))
    }
}

fn capitalized(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |first| {
        first.to_uppercase().chain(chars.flat_map(char::to_lowercase)).collect()
    })
}

fn hash(bytes: &[u8]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for &byte in bytes {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    // The low bits choose the slot.
    hash ^ hash >> 32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(texts: &[(&str, How)], text: &str, expected: &[&str]) {
        let texts: Vec<(String, How)> =
            texts.iter().map(|&(text, how)| (text.to_owned(), how)).collect();
        let finder = WordFinder::new(&texts).expect("few texts");
        let mut found = Vec::new();
        finder.find(text.as_bytes(), |number, start, end| {
            found.push(format!("{}:{}", number, &text[start..end]));
        });
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn words_stand_alone_and_pieces_anywhere() {
        check(
            &[("run", How::Word), ("os", How::Word)],
            "os.run(runs, prun, run)",
            &["1:os", "0:run", "0:run"],
        );
        check(
            &[("/tmp", How::Piece), ("SELECT", How::Piece)],
            "'/tmp/SELECTED'",
            &["0:/tmp", "1:SELECT"],
        );
        check(&[("pass", How::Spoken)], "pass Pass PASS pAss", &["0:pass", "0:Pass", "0:PASS"]);
        check(&[("drop", How::AnyCase)], "dRoP", &["0:dRoP"]);
    }

    #[test]
    fn what_overlaps_is_found() {
        check(&[("abc", How::Piece), ("bcd", How::Piece)], "abcd", &["0:abc", "1:bcd"]);
        check(&[("abc", How::Piece), ("ab", How::Piece)], "abcab", &["1:ab", "0:abc", "1:ab"]);
        check(&[("run", How::Word), ("run", How::Piece)], "run", &["0:run", "1:run"]);
    }
}

//! Finds many words and pieces of text at once: words by a hash, pieces by a hash of their first three bytes.
//!
//! Reading a word and asking a table costs a few instructions per byte, an automaton over all words ten times that.
//! An automaton over the pieces alone costs what the table costs, but six million instructions before the first byte.

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

impl How {
    /// How many ways there are.
    pub const COUNT: usize = 4;
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
    /// One bit per hash of three bytes that something may begin with.
    beginnings: Box<[u64; N_WORDS]>,
    /// Sorted by their texts.
    pieces: Vec<Piece>,
    /// By first byte, in small letters: where its pieces begin in `pieces`; those of the next byte follow.
    starts: [u32; 257],
}

#[derive(Clone, Debug)]
struct Piece {
    number: u32,
    /// In small letters.
    text: String,
    /// The spellings that count; none if capitals do not matter.
    forms: Vec<String>,
}

/// Bits of [`Pieces::beginnings`], in words.
const N_WORDS: usize = 1024;

impl Piece {
    fn begins(&self, bytes: &[u8]) -> bool {
        bytes.get(..self.text.len()).is_some_and(|bytes| {
            bytes.eq_ignore_ascii_case(self.text.as_bytes())
                && (self.forms.is_empty() || self.forms.iter().any(|form| form.as_bytes() == bytes))
        })
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
        finder.pieces = (!pieces.is_empty()).then(|| Pieces::new(pieces));
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
        if let Some(pieces) = &self.pieces {
            pieces.find(bytes, found);
        }
    }
}

impl Pieces {
    fn new(texts: Vec<(u32, &String, Vec<String>)>) -> Self {
        let mut pieces: Vec<Piece> = texts
            .into_iter()
            .filter(|(_, text, _)| !text.is_empty())
            .map(|(number, text, forms)| Piece { number, text: text.to_ascii_lowercase(), forms })
            .collect();
        pieces.sort_by(|one, other| one.text.cmp(&other.text));
        let mut starts = [0; 257];
        let mut beginnings = Box::new([0; N_WORDS]);
        for piece in &pieces {
            let bytes = piece.text.as_bytes();
            let Some(&first) = bytes.first() else { continue };
            for start in &mut starts[usize::from(first) + 1..] {
                *start += 1;
            }
            let all = 0..=u8::MAX;
            // What is shorter may go on in any way.
            let (second, third) = (bytes.get(1).copied(), bytes.get(2).copied());
            for second in second.map_or(all.clone(), |byte| byte..=byte) {
                for third in third.map_or(all.clone(), |byte| byte..=byte) {
                    let (word, bit) = place([first, second, third, 0]);
                    beginnings[word] |= bit;
                }
            }
        }
        Self { beginnings, pieces, starts }
    }

    fn find(&self, bytes: &[u8], mut found: impl FnMut(u32, usize, usize)) {
        for (start, window) in bytes.windows(4).enumerate() {
            let &[a, b, c, d] = window else { continue };
            let (word, bit) = place([a, b, c, d]);
            if self.beginnings[word] & bit != 0 {
                self.look(bytes, start, &mut found);
            }
        }
        for start in bytes.len().saturating_sub(3)..bytes.len() {
            self.look(bytes, start, &mut found);
        }
    }

    fn look(&self, bytes: &[u8], start: usize, found: &mut impl FnMut(u32, usize, usize)) {
        let first = usize::from(bytes[start].to_ascii_lowercase());
        let pieces = self.starts[first] as usize..self.starts[first + 1] as usize;
        for piece in &self.pieces[pieces] {
            if piece.begins(&bytes[start..]) {
                found(piece.number, start, start + piece.text.len());
            }
        }
    }
}

/// The bit for what begins with the first three of these bytes, whatever the case.
fn place(bytes: [u8; 4]) -> (usize, u64) {
    // Sets the bit that tells small letters from capitals; signs that it makes equal are told apart later.
    let letters = u32::from_le_bytes(bytes) & 0x00ff_ffff | 0x0020_2020;
    let hash = letters.wrapping_mul(0x9e37_79b1) >> 16;
    (hash as usize >> 6 & (N_WORDS - 1), 1 << (hash & 63))
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
    fn short_pieces_are_found_up_to_the_end() {
        let texts = [("\\x", How::Piece), ("k", How::AnyCase), ("\u{212A}", How::Piece)];
        check(&texts, "\\x", &["0:\\x"]);
        check(&texts, "a\\x41K", &["0:\\x", "1:K"]);
        check(&texts, "\u{212A}k", &["2:\u{212A}", "1:k"]);
        check(&texts, "", &[]);
    }

    #[test]
    fn signs_that_differ_in_the_bit_of_capitals_are_told_apart() {
        check(&[("a[b", How::AnyCase)], "a[b a{b A[B a\u{b}b", &["0:a[b", "0:A[B"]);
    }

    #[test]
    fn what_overlaps_is_found() {
        check(&[("abc", How::Piece), ("bcd", How::Piece)], "abcd", &["0:abc", "1:bcd"]);
        check(&[("abc", How::Piece), ("ab", How::Piece)], "abcab", &["1:ab", "0:abc", "1:ab"]);
        check(&[("run", How::Word), ("run", How::Piece)], "run", &["0:run", "1:run"]);
        check(
            &[("aaa", How::Piece), ("aa", How::Piece)],
            "aaaa",
            &["1:aa", "0:aaa", "1:aa", "0:aaa", "1:aa"],
        );
    }
}

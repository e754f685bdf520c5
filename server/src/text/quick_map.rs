//! Maps whose keys are ours: names and texts of rules, which nobody chooses to make them collide.
//!
//! The standard library's hash withstands that, and costs three times as much for keys of a few words.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A map with keys of our own. Texts of users may be looked up in it, never put in.
pub type QuickMap<K, V> = HashMap<K, V, BuildHasherDefault<QuickHasher>>;

/// A hash that takes eight bytes at a time.
#[derive(Clone, Copy, Debug, Default)]
pub struct QuickHasher(u64);

/// An odd number without a pattern in its bits.
const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;

impl QuickHasher {
    fn take(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(23) ^ word).wrapping_mul(FACTOR);
    }
}

impl Hasher for QuickHasher {
    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        for word in words {
            self.take(u64::from_le_bytes(*word));
        }
        if !rest.is_empty() {
            let mut last = [0; 8];
            last[..rest.len()].copy_from_slice(rest);
            self.take(u64::from_le_bytes(last) ^ (rest.len() as u64) << 56);
        }
    }

    fn write_u8(&mut self, byte: u8) {
        self.take(u64::from(byte));
    }

    fn write_usize(&mut self, number: usize) {
        self.take(number as u64);
    }

    fn finish(&self) -> u64 {
        // Maps look at the highest and at the lowest bits.
        (self.0 ^ self.0 >> 32).wrapping_mul(FACTOR)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn hash(text: &str) -> u64 {
        let mut hasher = QuickHasher::default();
        hasher.write(text.as_bytes());
        hasher.finish()
    }

    #[test]
    fn texts_that_differ_little_are_told_apart() {
        let texts: Vec<String> = (0..5_000)
            .map(|n| format!("module.function_{n}"))
            .chain(["a".into(), "a\0".into()])
            .collect();
        let hashes: HashSet<u64> = texts.iter().map(|text| hash(text)).collect();
        assert_eq!(hashes.len(), texts.len());
        // The bits that choose a place and those that tell places apart.
        let low: HashSet<u64> = hashes.iter().map(|hash| hash & 0xfff).collect();
        let high: HashSet<u64> = hashes.iter().map(|hash| hash >> 52).collect();
        assert!(low.len() > 2_500 && high.len() > 2_500, "{} {}", low.len(), high.len());
    }
}

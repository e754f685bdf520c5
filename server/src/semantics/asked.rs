//! Which names somebody asked for while a question was answered: what an answer may change with.

use std::cell::RefCell;

thread_local! {
    /// Names asked for since recording began, as hashes; none while nobody records.
    static ASKED: RefCell<Option<Vec<u64>>> = const { RefCell::new(None) };
}

/// Does `work`; gives the names it asked for too, sorted.
pub fn recording<T>(work: impl FnOnce() -> T) -> (T, Vec<u64>) {
    // Gives back what was recorded before when a panic passes through, too.
    struct Outer(Option<Vec<u64>>);
    impl Drop for Outer {
        fn drop(&mut self) {
            ASKED.set(self.0.take());
        }
    }
    let mut outer = Outer(ASKED.replace(Some(Vec::new())));
    let done = work();
    let mut asked = ASKED.take().unwrap_or_default();
    asked.sort_unstable();
    asked.dedup();
    if let Some(outer) = &mut outer.0 {
        outer.extend(&asked);
    }
    (done, asked)
}

/// Whether somebody records.
pub(super) fn is_recording() -> bool {
    ASKED.with_borrow(Option::is_some)
}

/// Notes a name by its hash.
pub(super) fn note(hash: u64) {
    ASKED.with_borrow_mut(|asked| {
        if let Some(asked) = asked
            && asked.last() != Some(&hash)
        {
            asked.push(hash);
        }
    });
}

/// Notes a name.
pub fn note_word(word: &str) {
    note(hash(word));
}

/// The hash of a name, Fowler, Noll and Vo's.
pub fn hash(name: &str) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in name.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    hash
}

/// The hashes of all words of a text, sorted.
pub fn words(text: &str) -> Vec<u64> {
    let is_end = |c: char| !(c.is_ascii_alphanumeric() || c == '_' || !c.is_ascii());
    let mut words: Vec<u64> =
        text.split(is_end).filter(|word| !word.is_empty()).map(hash).collect();
    if !text.is_ascii() {
        let is_end = |c: char| !(c.is_ascii_alphanumeric() || c == '_');
        words.extend(text.split(is_end).filter(|word| !word.is_empty()).map(hash));
    }
    words.sort_unstable();
    words.dedup();
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_inside_is_asked_outside_too() {
        let ((_, inner), outer) = recording(|| {
            note_word("a");
            recording(|| note_word("b"))
        });
        assert_eq!(inner, [hash("b")]);
        assert_eq!(outer.len(), 2);
        assert!(!is_recording());
    }
}

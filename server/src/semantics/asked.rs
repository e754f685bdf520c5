//! What somebody asked for while a question was answered: what an answer may change with.
//!
//! A name in one scope is not the same as that name in another: a line binds names where it stands.

use std::cell::RefCell;

thread_local! {
    /// Keys asked for since recording began; none while nobody records.
    static ASKED: RefCell<Option<Vec<u64>>> = const { RefCell::new(None) };
}

/// Does `work`; gives the keys it asked for too, sorted.
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

/// Notes a key.
pub(super) fn note(key: u64) {
    ASKED.with_borrow_mut(|asked| {
        if let Some(asked) = asked
            && asked.last() != Some(&key)
        {
            asked.push(key);
        }
    });
}

/// Notes that somebody asked whether a word stands anywhere in the text.
pub fn note_mention(word: &str) {
    mentions(word).for_each(note);
}

/// The keys of the questions whether one of the words of a text stands anywhere.
pub fn mentions(text: &str) -> impl Iterator<Item = u64> + '_ {
    let is_ascii_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let words = text.split(move |c: char| !is_ascii_word(c));
    // Who looks for a word may or may not take letters beyond ASCII for a part of it.
    let beyond =
        (!text.is_ascii()).then(|| text.split(move |c: char| c.is_ascii() && !is_ascii_word(c)));
    let words = words.chain(beyond.into_iter().flatten());
    words.filter(|word| !word.is_empty()).map(|word| mixed(5, hash(word)))
}

/// The key of what a name, by its hash, is bound to in the scope of that [path](super::scopes::Scope), or as an
/// attribute of `self`.
pub(super) fn in_scope(path: u64, on_self: bool, name: u64) -> u64 {
    mixed(mixed(path, u64::from(on_self)), name)
}

/// The key of what a word may stand for by another name, whichever scope binds it.
pub(super) fn as_alias(word: &str) -> u64 {
    mixed(1, hash(word))
}

/// The key of what is put into the container that a name, or an attribute of any object, stands for.
pub(super) fn growing(on_object: bool, name: &str) -> u64 {
    mixed(2 + u64::from(on_object), hash(name))
}

/// The key of which branches of a scope leave it.
pub(super) fn leaving(path: u64) -> u64 {
    mixed(4, path)
}

/// The key of what the body of a class binds, whatever its names.
pub(super) fn body(path: u64) -> u64 {
    mixed(6, path)
}

/// The path of a scope in another one.
pub(super) fn path(outer: u64, name: &str) -> u64 {
    mixed(outer, hash(name))
}

fn mixed(a: u64, b: u64) -> u64 {
    (a.rotate_left(23) ^ b).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// The hash of a name, Fowler, Noll and Vo's.
pub(super) fn hash(name: &str) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in name.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    hash
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_inside_is_asked_outside_too() {
        let ((_, inner), outer) = recording(|| {
            note(as_alias("a"));
            recording(|| note(as_alias("b")))
        });
        assert_eq!(inner, [as_alias("b")]);
        assert_eq!(outer.len(), 2);
        assert!(!is_recording());
    }
}

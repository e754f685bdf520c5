//! Shell command lines taken apart.

/// The words of a command line that needs no shell.
pub fn simple_words(_text: &str) -> Option<Vec<String>> {
    None
}

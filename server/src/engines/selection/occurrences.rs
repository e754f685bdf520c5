//! Where words stand that stand for something else.

use super::Carried;
use crate::rules::word_finder::{How, WordFinder};
use crate::semantics::carriers::Mark;
use crate::text::Span;

/// Where the words stand as words of their own in a part of a text that begins and ends between words.
pub(super) fn occurrences_within(text: &str, part: Span, words: &[Carried]) -> Vec<Mark> {
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
            let Carried { is_name, is_value, needs, .. } = *carried;
            let span = Span::new(from, from + word.len());
            marks.push(Mark { span, is_name, is_value, needs });
        }
        rest = &rest[end..];
    }
    marks
}

/// Where the words stand as words of their own.
pub(super) fn occurrences(text: &str, words: &[Carried]) -> Vec<Mark> {
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
            let Carried { is_name, is_value, needs, .. } = *carried;
            marks.push(Mark { span, is_name, is_value, needs });
        }
    });
    marks
}

//! What an editor may ask about a place in a text: explanations, completions, links.
//!
//! Bytes in, bytes and Markdown out: no protocol, no files. Each kind of text has a file of its own here;
//! a place that is none of our business gives nothing, since other servers answer for it.

mod comment_words;
mod configuration;
mod links;
mod rule_file;
mod rule_words;
mod toml_place;

use std::path::Path;

use crate::config::Form;
use crate::finding::RuleCode;
use crate::languages::{DJANGO_TEMPLATE, Language, PYTHON, RULE_FILE, TOML};
use crate::rules::{Catalogue, Rule};
use crate::text::Span;

pub use links::{Link, LinkTarget};
pub use rule_words::{advice, describe, harm};

/// A text, and what is known about it.
#[derive(Clone, Copy)]
pub struct Page<'a> {
    /// The whole text.
    pub text: &'a str,
    /// What it is written in.
    pub language: &'static Language,
    /// Where it lies: names the form of a configuration.
    pub path: &'a Path,
    /// The rules there are.
    pub catalogue: &'a Catalogue,
    /// Where a rule is described, if anywhere.
    pub address: &'a dyn Fn(&Rule) -> Option<String>,
}

/// What a word means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// The word.
    pub span: Span,
    /// What it means, as Markdown.
    pub markdown: String,
}

/// What a candidate is, for the sign an editor puts before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CandidateKind {
    /// The code or name of a rule, or another tool's id.
    Rule,
    /// A key of a table.
    Key,
    /// One of a few values.
    Value,
    /// A predicate, directive or transform.
    Function,
    /// The beginning of a comment.
    Keyword,
}

/// One way to go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// What the list shows.
    pub label: String,
    /// What stands beside it.
    pub detail: String,
    /// What it means, as Markdown; may be empty.
    pub markdown: String,
    /// What is written.
    pub insert: String,
    /// In place of what.
    pub replace: Span,
    /// What is compared with what was typed.
    pub filter: String,
    /// Its sign.
    pub kind: CandidateKind,
    /// Lower ones come first.
    pub rank: u8,
}

impl Page<'_> {
    /// What the word at `offset` means.
    pub fn explain(&self, offset: usize) -> Option<Explanation> {
        match self.language {
            language if language == &PYTHON || language == &DJANGO_TEMPLATE => {
                comment_words::explain(self, offset)
            }
            language if language == &TOML => configuration::explain(self, self.form(), offset),
            language if language == &RULE_FILE => rule_file::explain(self, offset),
            _ => None,
        }
    }

    /// How the word at `offset` may go on; `here` are the rules that report the line.
    pub fn candidates(&self, offset: usize, here: &[RuleCode]) -> Vec<Candidate> {
        match self.language {
            language if language == &PYTHON || language == &DJANGO_TEMPLATE => {
                comment_words::candidates(self, offset, here)
            }
            language if language == &TOML => configuration::candidates(self, self.form(), offset),
            language if language == &RULE_FILE => rule_file::candidates(self, offset),
            _ => Vec::new(),
        }
    }

    /// Ids in the text that lead somewhere, in the order of the text.
    pub fn links(&self) -> Vec<Link> {
        links::find(self)
    }

    fn form(&self) -> Form {
        Form::of(self.path)
    }
}

/// What tests of this folder look at texts with.
#[cfg(test)]
mod sample {
    use super::*;

    /// A page of a text with one `|`, and where that stood.
    pub(super) fn with_page<T>(
        path: &str,
        marked: &str,
        ask: impl FnOnce(&Page<'_>, usize) -> T,
    ) -> T {
        let offset = marked.find('|').expect("a cursor");
        let text = marked.replacen('|', "", 1);
        let catalogue = Catalogue::builtin();
        let page = Page {
            text: &text,
            language: crate::languages::detect::detect(path, None, ""),
            path: Path::new(path),
            catalogue: &catalogue,
            address: &|rule| Some(format!("https://example.org/{}", rule.code)),
        };
        ask(&page, offset)
    }

    /// First line of what the word at `|` means, after the word in brackets.
    pub(super) fn explained(path: &str, marked: &str) -> String {
        with_page(path, marked, |page, offset| match page.explain(offset) {
            Some(explanation) => {
                let first = explanation.markdown.lines().next().unwrap_or_default();
                format!("[{}] {first}", explanation.span.slice(page.text))
            }
            None => "nothing".to_owned(),
        })
    }

    /// The candidates at `|` that fit what is typed, as editors choose them, and the text they replace.
    pub(super) fn offered(path: &str, marked: &str, here: &[&str]) -> Vec<String> {
        with_page(path, marked, |page, offset| {
            let here: Vec<RuleCode> = here.iter().map(|code| RuleCode::from(*code)).collect();
            let mut candidates = page.candidates(offset, &here);
            for candidate in &candidates {
                assert!(candidate.replace.touches(offset), "{candidate:?}");
            }
            candidates.sort_by_key(|candidate| candidate.rank);
            candidates
                .into_iter()
                .filter(|candidate| {
                    let typed = &page.text[candidate.replace.start..offset];
                    candidate.filter.contains(typed)
                })
                .map(|candidate| candidate.insert)
                .collect()
        })
    }
}

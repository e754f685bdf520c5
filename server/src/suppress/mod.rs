//! Silence: suppression comments, their hygiene, and the baseline of known findings.
//!
//! Comments of bandit, ruff, flake8 and semgrep count beside our own. Each is read the way the tool it is
//! addressed to reads it, so that a project those tools are content with stays quiet here; what a tool
//! reads in a way nobody expects is honoured first and then reported (`PY990` to `PY994`).

pub mod apply;
pub mod baseline;
mod bracketed;
pub mod comments;
mod djlint;
pub mod edit;
mod hygiene;
pub mod ids;
mod lines;
mod noqa;
mod nosec;
mod nosemgrep;
mod reach;
mod template_edit;

use std::collections::HashMap;

pub use apply::{Applied, Situation, apply};
pub use baseline::Baseline;
pub use comments::Directive;
pub use edit::{suppress_edit, suppress_here_edit, suppress_in_file_edit};
pub use hygiene::{OPTION_OTHER_TOOLS, UNUSED};
pub use ids::IdTable;
pub use template_edit::{suppress_here_in_template, suppress_in_template};

use crate::semantics::Outline;
use crate::text::Span;
use lines::Lines;
use reach::Reach;

/// In whose words a finding was silenced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum How {
    /// bandit's.
    Nosec,
    /// flake8's, and ruff's older form.
    Noqa,
    /// semgrep's.
    Nosemgrep,
    /// ruff's form with brackets.
    Ruff,
    /// djlint's, for templates.
    Djlint,
    /// Our own.
    Watchpost,
}

impl How {
    const ALL: [How; 6] =
        [How::Nosec, How::Noqa, How::Nosemgrep, How::Ruff, How::Djlint, How::Watchpost];

    /// The one of a word.
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|how| how.word() == word)
    }

    /// The word as it stands in comments and output.
    pub fn word(self) -> &'static str {
        match self {
            How::Nosec => "nosec",
            How::Noqa => "noqa",
            How::Nosemgrep => "nosemgrep",
            How::Ruff => "ruff: ignore",
            How::Djlint => "djlint:off",
            How::Watchpost => "watchpost: ignore",
        }
    }
}

/// One suppression and what it reaches.
#[derive(Clone, Debug)]
pub(crate) struct Placed {
    /// What is written.
    pub directive: Directive,
    /// The comment it stands in.
    pub comment: Span,
    /// How far it reaches.
    pub reach: Reach,
}

/// Every suppression of one file, ready to be asked about a place.
///
/// Invariant: `placed` is in source order, and the indexes below point into it.
#[derive(Debug, Default)]
pub struct Suppressions {
    pub(crate) placed: Vec<Placed>,
    pub(crate) lines: Lines,
    by_line: HashMap<usize, Vec<usize>>,
    above: HashMap<usize, Vec<usize>>,
    by_statement: HashMap<usize, Vec<usize>>,
    ranges: Vec<(Span, usize)>,
    file: Vec<usize>,
    nosec_lines: Vec<(usize, usize)>,
}

impl Suppressions {
    /// Reads the comments of a file.
    pub fn read(text: &str, outline: &Outline, table: &IdTable) -> Self {
        reach::place(text, outline, table)
    }

    /// Whether the file has none.
    pub fn is_empty(&self) -> bool {
        self.placed.is_empty()
    }
}

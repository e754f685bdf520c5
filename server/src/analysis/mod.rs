//! One document in, findings out.

mod explain;
mod makeup;
mod memory;
mod pipeline;
pub mod posture;

use std::path::Path;
use std::sync::{Arc, Weak};

use tree_sitter::Tree;

use crate::engines::Failure;
use crate::finding::{Edit, Finding, FixPlan, FixStep};
use crate::languages::Language;
use crate::semantics::Outline;
use crate::text::{DocumentUrl, Text};

/// A document ready to be checked.
#[derive(Clone)]
pub struct Subject<'a> {
    /// Its name.
    pub url: &'a DocumentUrl,
    /// Its path, for globs and messages.
    pub path: &'a Path,
    /// Path relative to the nearest project root, `/`-separated, for the file context.
    pub context_path: &'a str,
    /// What it is written in.
    pub language: &'static Language,
    /// The whole decoded text.
    pub text: Text,
    /// A tree of exactly that text if there is one already; else it is parsed.
    pub tree: Option<Tree>,
}

/// How a finding was silenced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Silenced {
    /// By a comment; the text says which: `nosec`, `noqa`, `nosemgrep`, `watchpost: ignore`.
    Comment(&'static str),
    /// Known from the baseline file.
    Baseline,
}

/// What checking a document gave.
#[derive(Default)]
pub struct Checked {
    /// Sorted by place; duplicates merged.
    pub findings: Vec<Finding>,
    /// Silenced ones with how.
    pub suppressed: Vec<(Finding, Silenced)>,
    /// What a user should know about how the document was read; one line each.
    pub notes: Vec<String>,
    /// Rules and engines that broke: what they would have found is missing.
    pub failures: Vec<Failure>,
    /// Where the comments and statements of Python stand, for whoever edits them; none of other texts.
    pub outline: Option<CheckedOutline>,
}

/// An outline that a check left.
#[derive(Clone, Debug)]
pub enum CheckedOutline {
    /// For whoever asks.
    Own(Arc<Outline>),
    /// The one that the document's memory holds, which the next check edits in place: there until it begins.
    Lent(Weak<Outline>),
}

impl CheckedOutline {
    /// The outline, if it is still there.
    pub fn get(&self) -> Option<Arc<Outline>> {
        match self {
            Self::Own(outline) => Some(outline.clone()),
            Self::Lent(outline) => outline.upgrade(),
        }
    }
}

impl Checked {
    /// Whether there is nothing to say, not even about what was silenced or could not be looked at.
    pub fn is_clean(&self) -> bool {
        let is_silent = self.suppressed.is_empty() && self.notes.is_empty();
        self.findings.is_empty() && is_silent && self.failures.is_empty()
    }

    /// The edits of a plan in its finding's own document; sorted, without overlaps.
    pub fn edits(&self, plan: &FixPlan) -> Vec<Edit> {
        let mut edits: Vec<Edit> = plan
            .steps
            .iter()
            .filter_map(|step| match step {
                FixStep::Edit(edit) => Some(edit.clone()),
                FixStep::EditOther(..) | FixStep::NewFile(..) => None,
            })
            .collect();
        edits.sort();
        edits
    }
}

pub use explain::explain;
pub use memory::Memory;
pub use pipeline::{check, check_again, check_edit, check_whole};

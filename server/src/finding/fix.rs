//! Repairs: what a fix does to the text of one or more documents.

use crate::text::{DocumentUrl, Span};

/// Whether a fix may be applied without a person reading it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Safety {
    /// Cannot break a correct program; `fix` and `source.fixAll` apply it.
    Safe,
    /// May change behaviour or need a dependency; applied one at a time, or with `--unsafe`.
    Unsafe,
}

/// One replacement of text.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Edit {
    /// What is replaced; empty for an insertion.
    pub span: Span,
    /// What stands there afterwards.
    pub text: String,
}

/// A part of a fix: known edits, or an intent whose edits are computed when asked for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum FixStep {
    /// Replace text in the finding's own document.
    Edit(Edit),
    /// Replace text in another document.
    EditOther(DocumentUrl, Edit),
}

/// A repair offered with a finding.
///
/// Invariant: `FixStep::Edit`s of one plan do not overlap.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FixPlan {
    /// What the light bulb shows, in the imperative: ``Pass `shell=False` ``.
    pub title: String,
    /// Whether it may be applied unread.
    pub safety: Safety,
    /// What to do.
    pub steps: Vec<FixStep>,
}

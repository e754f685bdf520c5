//! What rules report: one type for every engine, without trees, ropes or line numbers.

mod code;
pub mod fingerprint;
pub mod fix;
mod severity;

use crate::text::{DocumentUrl, Span};

pub use code::RuleCode;
pub use fingerprint::{Fingerprint, fingerprints};
pub use fix::{Edit, FixPlan, FixStep, Safety};
pub use severity::{Confidence, Severity, SeverityNames, UnknownLevel};

/// A place in the workspace.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Location {
    /// Which document.
    pub document: DocumentUrl,
    /// Where in its decoded text.
    pub span: Span,
}

/// A second place that helps to understand a finding.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Related {
    /// Where.
    pub location: Location,
    /// What is to be seen there.
    pub message: String,
}

/// What an engine knows beyond the common fields. Grows by a variant when taint, secrets and advisories arrive.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Default)]
pub enum Detail {
    /// Nothing more.
    #[default]
    None,
}

/// Something a rule has to say about one place in the workspace.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Finding {
    /// Key into the catalogue: docs, CWE and name are looked up, never copied.
    pub rule: RuleCode,
    /// After `#set!`, file context and configuration.
    pub severity: Severity,
    /// After `#set!` and uncertain predicates.
    pub confidence: Confidence,
    /// One line, captures filled in.
    pub message: String,
    /// Document and span; exactly one, always present.
    pub location: Location,
    /// The whole expression or statement the finding is about: suppression comments on its first
    /// or last line count. Contains `location.span`.
    pub extent: Span,
    /// Ordered second places.
    pub related: Vec<Related>,
    /// Generic rules this specific finding stands for: suppressing either silences it.
    pub covers: Vec<RuleCode>,
    /// Best first.
    pub fixes: Vec<FixPlan>,
    /// The engine's extra facts.
    pub detail: Detail,
}

//! One document in, findings out.

use std::path::Path;
use std::sync::Arc;

use tree_sitter::Tree;

use crate::config::Settings;
use crate::finding::{Edit, Finding, FixPlan};
use crate::languages::Language;
use crate::rules::Catalogue;
use crate::semantics::{ProjectView, Semantics};
use crate::text::DocumentUrl;

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
    pub text: Arc<str>,
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
    /// Names and values, for the edits of fixes. None for languages without.
    pub semantics: Option<Arc<Semantics>>,
}

impl Checked {
    /// The edits of a plan in its finding's own document, imports included; sorted, without overlaps.
    pub fn edits(&self, plan: &FixPlan) -> Vec<Edit> {
        let _ = plan;
        Vec::new()
    }
}

/// Checks one document. Pure: reads nothing but its arguments.
pub fn check(
    subject: &Subject<'_>,
    project: &dyn ProjectView,
    catalogue: &Arc<Catalogue>,
    settings: &Settings,
) -> Checked {
    let _ = (subject, project, catalogue, settings);
    Checked::default()
}

//! One document and one rule in; why the rule reports what it reports out.

use std::sync::Arc;

use super::Subject;
use crate::config::Settings;
use crate::engines::explain::{self, Explained};
use crate::engines::{CheckInput, Reach};
use crate::rules::query_text::RuleMistake;
use crate::rules::{Catalogue, Rule};
use crate::semantics::{FileBudget, FileContext, ProjectView, Semantics};
use crate::syntax::{LazyTree, Unit, parse};

/// Explains a rule of patterns on one document; `None` if the document has no syntax tree.
///
/// Whatever the size: the document is one unit here, and nobody waits at a keyboard.
pub fn explain(
    subject: &Subject<'_>,
    project: &dyn ProjectView,
    catalogue: &Arc<Catalogue>,
    settings: &Settings,
    rule: &Rule,
) -> Option<Result<Explained, RuleMistake>> {
    let tree = parse::parse(subject.language, &subject.text, None)?;
    let _budget = FileBudget::open(subject.text.len());
    let semantics = Semantics::build(subject.text.clone());
    let unit = Unit { text: &subject.text, tree: &tree, offset: 0 };
    let input = CheckInput {
        url: subject.url,
        path: subject.path,
        language: subject.language,
        context: FileContext::of_path(subject.context_path),
        tree: &LazyTree::none(),
        reach: Reach::Whole,
        record: None,
        kept_settings: None,
        text: &subject.text,
        semantics: &semantics,
        template: None,
        project,
        catalogue,
        settings,
    };
    Some(explain::explain(&input, unit, rule))
}

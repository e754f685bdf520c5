//! `textDocument/codeAction`: fixes of the findings in a range, and all safe fixes of a file.
//!
//! Editors ask on every move of the cursor, so everything comes from the finished check.

use std::collections::BTreeMap;
use std::sync::Arc;

use tower_lsp::ls_types::{
    CodeAction, CodeActionKind, CodeActionOrCommand, CodeActionParams, Diagnostic, DocumentChanges,
    OneOf, OptionalVersionedTextDocumentIdentifier, TextDocumentEdit, TextEdit, Uri, WorkspaceEdit,
};

use super::assessment::Assessment;
use super::open_document::ClientText;
use super::state::State;
use super::to_lsp;
use crate::finding::fix::choose;
use crate::finding::{Edit, Finding, FixPlan, FixStep, Safety};
use crate::languages::PYTHON;
use crate::suppress::How;
use crate::suppress::edit::suppress_edit;
use crate::text::DocumentUrl;

/// The kind of the action that applies all safe fixes of a file.
pub(super) const FIX_ALL: CodeActionKind = CodeActionKind::new("source.fixAll.watchpost");

/// A selection of the whole file must not cost a suppression for each finding in it.
const MOST_SUPPRESSIONS: usize = 20;

/// Answers with the actions of the wanted kinds.
pub(super) async fn handle(
    state: &Arc<State>,
    params: CodeActionParams,
) -> Option<Vec<CodeActionOrCommand>> {
    let only = params.context.only;
    let wants = |kind: &CodeActionKind| match &only {
        None => true,
        Some(wanted) => wanted.iter().any(|wanted| is_kind(kind.as_str(), wanted.as_str())),
    };
    let (wants_fix, wants_all) = (wants(&CodeActionKind::QUICKFIX), wants(&FIX_ALL));
    if !wants_fix && !wants_all {
        return None;
    }
    let assessment = state.assessment(&params.text_document.uri).await?;
    let mut actions = Vec::new();
    if wants_fix {
        let span = assessment.text.span(params.range);
        for (finding, diagnostic) in assessment.touching(span) {
            let mut is_first = true;
            for plan in &finding.fixes {
                let Some(edit) = workspace_edit(state, &assessment, plan) else { continue };
                actions.push(CodeAction {
                    title: title(plan),
                    kind: Some(CodeActionKind::QUICKFIX),
                    diagnostics: Some(vec![diagnostic.clone()]),
                    edit: Some(edit),
                    is_preferred: Some(is_first),
                    ..CodeAction::default()
                });
                is_first = false;
            }
        }
    }
    if wants_fix && assessment.language == &PYTHON {
        let span = assessment.text.span(params.range);
        let touching = assessment.touching(span).take(MOST_SUPPRESSIONS);
        actions.extend(touching.filter_map(|(finding, diagnostic)| {
            suppression(state, &assessment, finding, diagnostic)
        }));
    }
    if wants_all {
        actions.extend(fix_all(state, &assessment));
    }
    Some(actions.into_iter().map(CodeActionOrCommand::from).collect())
}

/// Whether `kind` is `wanted` or below it: `source.fixAll.watchpost` is a `source`.
fn is_kind(kind: &str, wanted: &str) -> bool {
    match kind.strip_prefix(wanted) {
        Some(rest) => wanted.is_empty() || rest.is_empty() || rest.starts_with('.'),
        None => false,
    }
}

fn title(plan: &FixPlan) -> String {
    match plan.safety {
        Safety::Safe => plan.title.clone(),
        Safety::Unsafe => format!("{} (unsafe)", plan.title),
    }
}

/// A comment that silences the finding where it stands. Behind all fixes, and never preferred.
fn suppression(
    state: &State,
    assessment: &Assessment,
    finding: &Finding,
    diagnostic: &Diagnostic,
) -> Option<CodeAction> {
    let (text, code) = (assessment.text.snapshot.text(), finding.rule.as_str());
    let edit = suppress_edit(text, assessment.outline(), finding, How::Watchpost, &[code], None)?;
    let document = DocumentEdits::new(assessment.uri.clone(), &assessment.text, &[edit]);
    Some(CodeAction {
        title: format!("Ignore {code} on this line"),
        kind: Some(CodeActionKind::QUICKFIX),
        diagnostics: Some(vec![diagnostic.clone()]),
        edit: Some(edit_of(vec![document], state.abilities().document_changes)),
        is_preferred: Some(false),
        ..CodeAction::default()
    })
}

/// The action that applies all safe fixes.
fn fix_all(state: &State, assessment: &Assessment) -> Option<CodeAction> {
    Some(CodeAction {
        title: "Apply all safe fixes of watchpost".to_owned(),
        kind: Some(FIX_ALL),
        edit: Some(fix_all_edit(state, assessment)?),
        ..CodeAction::default()
    })
}

/// All safe fixes that can be applied together; the rest is there when asked again.
pub(super) fn fix_all_edit(state: &State, assessment: &Assessment) -> Option<WorkspaceEdit> {
    let plans: Vec<(&FixPlan, Vec<((), Edit)>)> = assessment
        .findings()
        .filter_map(|(finding, _)| {
            finding.fixes.iter().find(|plan| plan.safety == Safety::Safe && is_local(plan))
        })
        .map(|plan| {
            let edits = assessment.checked.edits(plan);
            (plan, edits.into_iter().map(|edit| ((), edit)).collect())
        })
        .collect();
    let edits = choose(&plans).edits.remove(&())?;
    let document = DocumentEdits::new(assessment.uri.clone(), &assessment.text, &edits);
    Some(edit_of(vec![document], state.abilities().document_changes))
}

fn is_local(plan: &FixPlan) -> bool {
    !plan.steps.iter().any(|step| matches!(step, FixStep::EditOther(..)))
}

/// New text for one version of one document.
struct DocumentEdits {
    uri: Uri,
    version: i32,
    edits: Vec<TextEdit>,
}

impl DocumentEdits {
    fn new(uri: Uri, text: &ClientText, edits: &[Edit]) -> Self {
        let version = text.snapshot.version;
        let edits = edits.iter().map(|edit| to_lsp::text_edit(edit, text)).collect();
        Self { uri, version, edits }
    }
}

/// What a plan does to all its documents; none if it does nothing, or if it needs the text of a
/// document that is not open.
fn workspace_edit(state: &State, assessment: &Assessment, plan: &FixPlan) -> Option<WorkspaceEdit> {
    let mut documents = Vec::new();
    let own = assessment.checked.edits(plan);
    if !own.is_empty() {
        documents.push(DocumentEdits::new(assessment.uri.clone(), &assessment.text, &own));
    }
    let mut others: BTreeMap<&DocumentUrl, Vec<Edit>> = BTreeMap::new();
    for step in &plan.steps {
        if let FixStep::EditOther(url, edit) = step {
            others.entry(url).or_default().push(edit.clone());
        }
    }
    for (url, edits) in others {
        let (uri, text) = state.open_text(url)?;
        documents.push(DocumentEdits::new(uri, &text, &edits));
    }
    (!documents.is_empty()).then(|| edit_of(documents, state.abilities().document_changes))
}

fn edit_of(documents: Vec<DocumentEdits>, document_changes: bool) -> WorkspaceEdit {
    if !document_changes {
        let changes = documents.into_iter().map(|document| (document.uri, document.edits));
        return WorkspaceEdit { changes: Some(changes.collect()), ..WorkspaceEdit::default() };
    }
    let changes = documents.into_iter().map(|document| TextDocumentEdit {
        text_document: OptionalVersionedTextDocumentIdentifier {
            uri: document.uri,
            version: Some(document.version),
        },
        edits: document.edits.into_iter().map(OneOf::Left).collect(),
    });
    WorkspaceEdit {
        document_changes: Some(DocumentChanges::Edits(changes.collect())),
        ..WorkspaceEdit::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_asked_for_by_prefix() {
        assert!(is_kind("source.fixAll.watchpost", "source"));
        assert!(is_kind("source.fixAll.watchpost", "source.fixAll"));
        assert!(is_kind("quickfix", ""));
        assert!(!is_kind("source.fixAll.watchpost", "source.fix"));
        assert!(!is_kind("source.fixAll.watchpost", "source.fixAll.other"));
        assert!(!is_kind("quickfix", "quickfix.sub"));
    }
}

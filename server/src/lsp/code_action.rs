//! `textDocument/codeAction`: fixes of the findings in a range, and all safe fixes of a file.
//!
//! Editors ask on every move of the cursor, so everything comes from the finished check.

use std::collections::BTreeMap;
use std::sync::Arc;

use tower_lsp::ls_types::{
    CodeAction, CodeActionKind, CodeActionOrCommand, CodeActionParams, DocumentChanges, OneOf,
    OptionalVersionedTextDocumentIdentifier, TextDocumentEdit, TextEdit, Uri, WorkspaceEdit,
};

use super::assessment::Assessment;
use super::open_document::ClientText;
use super::state::State;
use super::to_lsp;
use crate::finding::{Edit, FixPlan, FixStep, Safety};
use crate::text::DocumentUrl;

/// The kind of the action that applies all safe fixes of a file.
pub(super) const FIX_ALL: CodeActionKind = CodeActionKind::new("source.fixAll.watchpost");

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

/// All safe fixes that can be applied together; the rest is there when asked again.
fn fix_all(state: &State, assessment: &Assessment) -> Option<CodeAction> {
    let plans = assessment.findings().filter_map(|(finding, _)| {
        finding.fixes.iter().find(|plan| plan.safety == Safety::Safe && is_local(plan))
    });
    let edits = together(plans.map(|plan| assessment.checked.edits(plan)));
    if edits.is_empty() {
        return None;
    }
    let document = DocumentEdits::new(assessment.uri.clone(), &assessment.text, &edits);
    Some(CodeAction {
        title: "Apply all safe fixes of watchpost".to_owned(),
        kind: Some(FIX_ALL),
        edit: Some(edit_of(vec![document], state.abilities().document_changes)),
        ..CodeAction::default()
    })
}

fn is_local(plan: &FixPlan) -> bool {
    !plan.steps.iter().any(|step| matches!(step, FixStep::EditOther(..)))
}

/// The edits of those plans that do not touch an edit of an earlier one, sorted. Two plans may
/// want the same import; that one edit serves both.
fn together(plans: impl Iterator<Item = Vec<Edit>>) -> Vec<Edit> {
    let mut taken: Vec<Edit> = Vec::new();
    for edits in plans {
        let clashes = |edit: &Edit| {
            let first = taken.partition_point(|other| other.span.end < edit.span.start);
            taken[first..]
                .iter()
                .take_while(|other| other.span.start <= edit.span.end)
                .any(|other| other != edit && conflict(other, edit))
        };
        if edits.iter().any(clashes) {
            continue;
        }
        for edit in edits {
            let at = taken.partition_point(|other| *other < edit);
            if taken.get(at) != Some(&edit) {
                taken.insert(at, edit);
            }
        }
    }
    taken
}

/// Whether the result would depend on the order of the two.
fn conflict(one: &Edit, other: &Edit) -> bool {
    let is_line = |edit: &Edit| edit.span.is_empty() && edit.text.ends_with('\n');
    if is_line(one) && is_line(other) {
        // Two new import lines: either order will do.
        return false;
    }
    one.span.overlaps(other.span)
        || one.span.is_empty() && other.span.touches(one.span.start)
        || other.span.is_empty() && one.span.touches(other.span.start)
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
    use crate::text::Span;

    fn edit(start: usize, end: usize, text: &str) -> Edit {
        Edit { span: Span::new(start, end), text: text.to_owned() }
    }

    #[test]
    fn kinds_are_asked_for_by_prefix() {
        assert!(is_kind("source.fixAll.watchpost", "source"));
        assert!(is_kind("source.fixAll.watchpost", "source.fixAll"));
        assert!(is_kind("quickfix", ""));
        assert!(!is_kind("source.fixAll.watchpost", "source.fix"));
        assert!(!is_kind("source.fixAll.watchpost", "source.fixAll.other"));
        assert!(!is_kind("quickfix", "quickfix.sub"));
    }

    #[test]
    fn plans_that_share_an_import_go_together() {
        let import = edit(0, 0, "import ssl\n");
        let plans = [
            vec![import.clone(), edit(20, 24, "a")],
            vec![import.clone(), edit(10, 14, "b")],
            // Overlaps the first plan: left out whole, with its import.
            vec![edit(2, 2, "import x\n"), edit(22, 30, "c")],
        ];
        let edits = together(plans.into_iter());
        assert_eq!(edits, [import, edit(10, 14, "b"), edit(20, 24, "a")]);
    }

    #[test]
    fn different_insertions_at_one_place_do_not_go_together() {
        let plans = [vec![edit(4, 4, "a")], vec![edit(4, 4, "b")], vec![edit(4, 8, "c")]];
        assert_eq!(together(plans.into_iter()), [edit(4, 4, "a")]);
    }

    #[test]
    fn different_import_lines_at_one_place_go_together() {
        let plans = [vec![edit(0, 0, "import b\n")], vec![edit(0, 0, "import a\n")]];
        assert_eq!(together(plans.into_iter()).len(), 2);
    }
}

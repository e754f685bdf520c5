//! What the client can do with edits, completions and links, as far as it changes what we send.

use tower_lsp::ls_types::{
    ClientCapabilities, MarkupKind, ResourceOperationKind, WorkspaceEditClientCapabilities,
};

/// Whether edits may be bound to versions, make files and ask. Some clients state only what can
/// stand in such an edit.
pub(super) fn takes_document_changes(edit: &WorkspaceEditClientCapabilities) -> bool {
    let operations = edit.resource_operations.as_ref();
    edit.document_changes.unwrap_or(operations.is_some_and(|operations| !operations.is_empty()))
}

/// The client's abilities beyond showing findings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Editing {
    /// Asks for the edit of an action when it is chosen.
    pub(super) resolves_edits: bool,
    /// Makes files as part of an edit.
    pub(super) creates_files: bool,
    /// Asks the user about edits that say they need it.
    pub(super) annotations: bool,
    /// Renders Markdown beside completions.
    pub(super) completion_markdown: bool,
}

impl Editing {
    /// Reads the client's capabilities; what it does not say it cannot do.
    pub(super) fn of_client(client: &ClientCapabilities) -> Self {
        let text = client.text_document.as_ref();
        let action = text.and_then(|text| text.code_action.as_ref());
        let completion = text.and_then(|text| text.completion.as_ref());
        let edit =
            client.workspace.as_ref().and_then(|workspace| workspace.workspace_edit.as_ref());
        let document_changes = edit.is_some_and(takes_document_changes);
        Self {
            // The edit is found again by the data; a client that drops that could ask for nothing.
            resolves_edits: action.is_some_and(|action| {
                let properties = action.resolve_support.as_ref().map(|resolve| &resolve.properties);
                action.data_support == Some(true)
                    && properties.is_some_and(|names| names.iter().any(|name| name == "edit"))
            }),
            creates_files: document_changes
                && edit
                    .and_then(|edit| edit.resource_operations.as_ref())
                    .is_some_and(|kinds| kinds.contains(&ResourceOperationKind::Create)),
            annotations: document_changes
                && edit.is_some_and(|edit| edit.change_annotation_support.is_some()),
            completion_markdown: completion
                .and_then(|completion| {
                    completion.completion_item.as_ref()?.documentation_format.as_ref()?.first()
                })
                .is_some_and(|format| *format == MarkupKind::Markdown),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn editing(client: serde_json::Value) -> Editing {
        Editing::of_client(&serde_json::from_value(client).unwrap())
    }

    #[test]
    fn a_client_that_says_nothing_can_nothing() {
        assert_eq!(editing(json!({})), Editing::default());
    }

    #[test]
    fn edits_are_resolved_only_for_who_keeps_the_data() {
        let of = |properties: &[&str], data: bool| {
            let action =
                json!({ "dataSupport": data, "resolveSupport": { "properties": properties } });
            editing(json!({ "textDocument": { "codeAction": action } })).resolves_edits
        };
        assert!(of(&["edit"], true) && of(&["command", "edit"], true));
        assert!(!of(&["command"], true) && !of(&["edit"], false));
    }

    #[test]
    fn files_and_questions_need_document_changes() {
        let of = |document_changes: serde_json::Value| {
            let edit = json!({
                "documentChanges": document_changes,
                "resourceOperations": ["create"],
                "changeAnnotationSupport": {},
            });
            let editing = editing(json!({ "workspace": { "workspaceEdit": edit } }));
            (editing.creates_files, editing.annotations)
        };
        assert_eq!(of(json!(true)), (true, true));
        assert_eq!(of(json!(false)), (false, false));
        // Not stated, but what else would the others be for?
        assert_eq!(of(json!(null)), (true, true));
    }
}

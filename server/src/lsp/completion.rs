//! `textDocument/completion`: ids in suppression comments, words in configuration and rule files;
//! nothing in ordinary code, which is for others.

use std::sync::Arc;

use tower_lsp::ls_types::{
    CompletionItem, CompletionItemKind, CompletionOptions, CompletionParams, CompletionResponse,
    Documentation, MarkupContent, MarkupKind, TextEdit,
};

use super::open_document::ClientText;
use super::state::State;
use super::to_lsp;
use crate::assist::{Candidate, CandidateKind};
use crate::finding::RuleCode;

/// What we answer that we can.
pub(super) fn options() -> CompletionOptions {
    let characters = ["[", ",", "\"", "#", ":"];
    CompletionOptions {
        trigger_characters: Some(characters.map(str::to_owned).into()),
        ..CompletionOptions::default()
    }
}

/// Answers with what may stand at the position.
pub(super) async fn handle(
    state: &Arc<State>,
    params: CompletionParams,
) -> Option<CompletionResponse> {
    let at = params.text_document_position;
    let page = state.open_page(&at.text_document.uri)?;
    let offset = page.text.offset(at.position);
    let here = page.rules_on_line(offset);
    let work = {
        let (state, page) = (state.clone(), page.clone());
        move || page.assist(&state, |assist| assist.candidates(offset, &here))
    };
    let candidates = tokio::task::spawn_blocking(work).await.ok()?;
    if candidates.is_empty() {
        return None;
    }
    let markdown = state.abilities().editing.completion_markdown;
    let items = candidates.into_iter().map(|candidate| item(candidate, &page.text, markdown));
    Some(CompletionResponse::Array(items.collect()))
}

fn item(candidate: Candidate, text: &ClientText, markdown: bool) -> CompletionItem {
    let documentation = (!candidate.markdown.is_empty()).then(|| {
        let (kind, value) = if markdown {
            (MarkupKind::Markdown, candidate.markdown)
        } else {
            (MarkupKind::PlainText, to_lsp::plain(&candidate.markdown))
        };
        Documentation::MarkupContent(MarkupContent { kind, value })
    });
    CompletionItem {
        kind: Some(match candidate.kind {
            CandidateKind::Rule => CompletionItemKind::CONSTANT,
            CandidateKind::Key => CompletionItemKind::PROPERTY,
            CandidateKind::Value => CompletionItemKind::ENUM_MEMBER,
            CandidateKind::Function => CompletionItemKind::FUNCTION,
            CandidateKind::Keyword => CompletionItemKind::KEYWORD,
        }),
        detail: (!candidate.detail.is_empty()).then_some(candidate.detail),
        documentation,
        sort_text: Some(format!("{}{}", candidate.rank, candidate.label)),
        filter_text: Some(candidate.filter),
        preselect: (candidate.rank == 0).then_some(true),
        text_edit: Some(TextEdit::new(text.range(candidate.replace), candidate.insert).into()),
        label: candidate.label,
        ..CompletionItem::default()
    }
}

/// The rules that report the line of a byte.
pub(super) fn rules_on_line<'f>(
    text: &str,
    offset: usize,
    findings: impl Iterator<Item = &'f crate::finding::Finding>,
) -> Vec<RuleCode> {
    let head = text.get(..offset).unwrap_or_default();
    let start = head.rfind('\n').map_or(0, |at| at + 1);
    let end = text[start..].find('\n').map_or(text.len(), |length| start + length);
    let mut codes: Vec<RuleCode> = Vec::new();
    for finding in findings {
        let place = finding.location.span;
        let is_here =
            (start..=end).contains(&place.start) || (start..=end).contains(&finding.extent.start);
        // Those about the comment itself come and go while it is written.
        if is_here && !finding.rule.as_str().starts_with("PY99") && !codes.contains(&finding.rule) {
            codes.push(finding.rule.clone());
        }
    }
    codes
}

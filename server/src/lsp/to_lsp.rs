//! Our types to the protocol's.

use tower_lsp::ls_types::{
    CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, Location,
    NumberOrString, Position, TextEdit, Uri,
};

use super::capabilities::Abilities;
use super::open_document::ClientText;
use crate::finding::{Edit, Finding, Severity};
use crate::rules::Rule;
use crate::text;

/// What stands beside each finding as its origin.
pub(super) const SOURCE: &str = "watchpost";

/// A finding as the client shows it; `text` is the document's, `uri` its name.
pub(super) fn diagnostic(
    finding: &Finding,
    rule: Option<&Rule>,
    uri: &Uri,
    text: &ClientText,
    abilities: &Abilities,
) -> Diagnostic {
    let mut diagnostic = Diagnostic {
        range: text.range(finding.location.span),
        severity: Some(severity(finding.severity)),
        code: Some(NumberOrString::String(finding.rule.to_string())),
        source: Some(SOURCE.to_owned()),
        message: finding.message.clone(),
        ..Diagnostic::default()
    };
    if abilities.code_description {
        diagnostic.code_description = rule
            .and_then(|rule| rule.cwe.first())
            .and_then(|&cwe| cwe_address(cwe).parse().ok())
            .map(|href| CodeDescription { href });
    }
    if abilities.related_information {
        // Places in other documents need their text; those come with the workspace.
        let related: Vec<_> = finding
            .related
            .iter()
            .filter(|related| related.location.document == finding.location.document)
            .map(|related| DiagnosticRelatedInformation {
                location: Location::new(uri.clone(), text.range(related.location.span)),
                message: related.message.clone(),
            })
            .collect();
        diagnostic.related_information = (!related.is_empty()).then_some(related);
    }
    diagnostic
}

/// How loud the client shows a finding.
fn severity(severity: Severity) -> DiagnosticSeverity {
    match severity.names().lsp {
        1 => DiagnosticSeverity::ERROR,
        2 => DiagnosticSeverity::WARNING,
        3 => DiagnosticSeverity::INFORMATION,
        _ => DiagnosticSeverity::HINT,
    }
}

/// A place in the client's columns. Lines and columns beyond what the protocol can count do not
/// occur in texts that fit memory.
pub(super) fn position(position: text::Position) -> Position {
    let number = |number| u32::try_from(number).unwrap_or(u32::MAX);
    Position::new(number(position.line), number(position.column))
}

/// One replacement of text.
pub(super) fn text_edit(edit: &Edit, text: &ClientText) -> TextEdit {
    TextEdit::new(text.range(edit.span), edit.text.clone())
}

/// Where a weakness is described.
pub(super) fn cwe_address(cwe: u32) -> String {
    format!("https://cwe.mitre.org/data/definitions/{cwe}.html")
}

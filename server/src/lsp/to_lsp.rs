//! Our types to the protocol's.

use tower_lsp::ls_types::{
    CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag,
    Location, NumberOrString, Position, TextEdit, Uri,
};

use super::capabilities::Abilities;
use super::open_document::ClientText;
use crate::finding::{Edit, Finding, Severity};
use crate::rules::Rule;
use crate::text::{self, DocumentUrl};

/// What stands beside each finding as its origin.
pub(super) const SOURCE: &str = "watchpost";

/// The rule about comments that silence nothing; editors fade such text out.
const UNUSED_SUPPRESSION: &str = "PY992";

/// A finding as the client shows it, without its second places; `text` is the document's, and
/// `rule_page` the address of a rule's page with `{code}` in it.
pub(super) fn diagnostic(
    finding: &Finding,
    rule: Option<&Rule>,
    text: &ClientText,
    abilities: &Abilities,
    rule_page: Option<&str>,
) -> Diagnostic {
    let mut diagnostic = Diagnostic {
        range: text.range(finding.location.span),
        severity: Some(severity(finding.severity)),
        code: Some(NumberOrString::String(finding.rule.to_string())),
        source: Some(SOURCE.to_owned()),
        message: finding.message.clone(),
        ..Diagnostic::default()
    };
    if abilities.unnecessary && finding.rule.as_str() == UNUSED_SUPPRESSION {
        diagnostic.tags = Some(vec![DiagnosticTag::UNNECESSARY]);
    }
    if abilities.code_description {
        let page = rule_page.map(|page| page.replace("{code}", finding.rule.as_str()));
        diagnostic.code_description = page
            .or_else(|| Some(cwe_address(*rule?.cwe.first()?)))
            .and_then(|address| address.parse().ok())
            .map(|href| CodeDescription { href });
    }
    diagnostic
}

/// Second places of a finding in the document `own`, and in those whose text `others` knows.
pub(super) fn related(
    finding: &Finding,
    own: (&Uri, &ClientText),
    others: &dyn Fn(&DocumentUrl) -> Option<(Uri, ClientText)>,
) -> Option<Vec<DiagnosticRelatedInformation>> {
    let related: Vec<_> = finding
        .related
        .iter()
        .filter_map(|related| {
            let span = related.location.span;
            let location = if related.location.document == finding.location.document {
                Location::new(own.0.clone(), own.1.range(span))
            } else {
                let (uri, text) = others(&related.location.document)?;
                Location::new(uri, text.range(span))
            };
            Some(DiagnosticRelatedInformation { location, message: related.message.clone() })
        })
        .collect();
    (!related.is_empty()).then_some(related)
}

/// The second places in words, for clients that show none: still one line. `own` is the place of
/// the finding itself.
pub(super) fn related_as_text(related: &[DiagnosticRelatedInformation], own: &Location) -> String {
    let places: Vec<String> = related
        .iter()
        .filter(|related| related.location != *own)
        .map(|related| {
            let line = related.location.range.start.line + 1;
            let place = if related.location.uri == own.uri {
                format!("line {line}")
            } else {
                let path = related.location.uri.path().decode().to_string_lossy().into_owned();
                format!("{}:{line}", path.rsplit('/').next().unwrap_or_default())
            };
            format!("{place}: {}", related.message)
        })
        .collect();
    if places.is_empty() { String::new() } else { format!(" ({})", places.join("; ")) }
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

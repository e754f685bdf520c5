//! `textDocument/hover`: what a finding means, in a few lines, and what words of ours in comments,
//! configuration and rule files mean; nothing elsewhere, since editors put the hovers of all servers
//! together.

use std::fmt::Write;
use std::sync::Arc;

use tower_lsp::ls_types::{Hover, HoverContents, HoverParams, MarkupContent, MarkupKind};

use super::open_page::OpenPage;
use super::state::State;
use super::to_lsp::{cwe_address, plain};
use crate::assist::{advice, harm};
use crate::finding::{Finding, Safety};
use crate::rules::Rule;
use crate::text::Span;

/// More findings at one place than this are not read anyway.
const MOST_FINDINGS: usize = 3;

/// Answers with the findings at the position, the shortest first, and the word there.
pub(super) async fn handle(state: &Arc<State>, params: HoverParams) -> Option<Hover> {
    let at = params.text_document_position_params;
    let assessment = state.settled(&at.text_document.uri).await?;
    let offset = assessment.text.offset(at.position);
    let word = {
        let page = state.open_page(&at.text_document.uri)?;
        let (state, page) = (state.clone(), OpenPage { text: assessment.text.clone(), ..page });
        let work = move || page.assist(&state, |assist| assist.explain(offset));
        tokio::task::spawn_blocking(work).await.ok().flatten()
    };
    let mut findings: Vec<_> = assessment.touching(Span::empty(offset)).collect();
    findings.sort_by_key(|(finding, _)| finding.location.span.len());
    let range = match (findings.first(), &word) {
        (Some((_, diagnostic)), _) => diagnostic.range,
        (None, Some(word)) => assessment.text.range(word.span),
        (None, None) => return None,
    };
    let markdown = state.abilities().hover_markdown;
    let mut parts: Vec<String> = findings
        .iter()
        .take(MOST_FINDINGS)
        .map(|(finding, _)| {
            let rule = assessment.catalogue.by_code(finding.rule.as_str());
            describe(finding, rule.map(|rule| &**rule), markdown)
        })
        .collect();
    if let Some(word) = word {
        parts.push(if markdown { word.markdown } else { plain(&word.markdown) });
    }
    let kind = if markdown { MarkupKind::Markdown } else { MarkupKind::PlainText };
    let value = parts.join(if markdown { "\n\n---\n\n" } else { "\n\n" });
    Some(Hover {
        contents: HoverContents::Markup(MarkupContent { kind, value }),
        range: Some(range),
    })
}

/// One finding in words. What is wrong, what harm that does and what helps come first: a small
/// window shows a few lines.
fn describe(finding: &Finding, rule: Option<&Rule>, markdown: bool) -> String {
    let own = |text: &str| if markdown { text.to_owned() } else { prose(text, false) };
    let mut parts = vec![prose(&finding.message, markdown)];
    parts.extend(rule.and_then(harm).map(own));
    if let Some(fix) = finding.fixes.first() {
        let caution = if fix.safety == Safety::Unsafe { " (unsafe)" } else { "" };
        parts.push(format!("Quick fix{caution}: {}", prose(&fix.title, markdown)));
    } else if let Some(advice) = rule.and_then(advice) {
        parts.push(format!("Write instead: {}", own(advice)));
    }
    parts.push(origin(finding, rule, markdown));
    parts.join("\n\n")
}

/// Which rule says so, how sure it is, and where to read more.
fn origin(finding: &Finding, rule: Option<&Rule>, markdown: bool) -> String {
    let mut out = String::new();
    let name = rule.map(|rule| rule.name.as_str()).unwrap_or_default();
    let (severity, confidence) = (finding.severity, finding.confidence);
    // Writing to a string does not fail.
    let _ = if markdown {
        let name = if name.is_empty() { String::new() } else { format!(" `{name}`") };
        write!(out, "**{}**{name} · {severity} severity, {confidence} confidence", finding.rule)
    } else {
        let name = if name.is_empty() { String::new() } else { format!(" {name}") };
        write!(out, "{}{name} ({severity} severity, {confidence} confidence)", finding.rule)
    };
    for &cwe in rule.map(|rule| rule.cwe.as_slice()).unwrap_or_default() {
        let address = cwe_address(cwe);
        let _ = if markdown {
            write!(out, " · [CWE-{cwe}]({address})")
        } else {
            write!(out, "\nCWE-{cwe} {address}")
        };
    }
    out
}

/// A message for the chosen format. It may quote the file, which must not bring its own markup.
fn prose(message: &str, markdown: bool) -> String {
    if !markdown {
        return message.replace('`', "");
    }
    let mut out = String::with_capacity(message.len());
    let mut in_code = false;
    let mut n_ticks = message.matches('`').count();
    for char in message.chars() {
        match char {
            // The last of an odd number opens nothing.
            '`' if in_code || n_ticks > 1 => in_code = !in_code,
            '`' | '[' | ']' | '<' | '>' | '!' | '*' | '_' | '\\' | '&' | '#' if !in_code => {
                out.push('\\');
            }
            _ => {}
        }
        if char == '`' {
            n_ticks -= 1;
        }
        out.push(char);
    }
    out
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;
    use crate::finding::{Confidence, Detail, FixPlan, Location, RuleCode, Severity};
    use crate::rules::catalogue::sample;
    use crate::text::DocumentUrl;

    fn finding() -> Finding {
        Finding {
            rule: RuleCode::from("PY602"),
            severity: Severity::High,
            confidence: Confidence::Medium,
            message: "`sp.run` hands its command_line to a shell".to_owned(),
            location: Location {
                document: DocumentUrl::new("file:///a.py"),
                span: Span::new(0, 4),
            },
            extent: Span::new(0, 4),
            related: Vec::new(),
            covers: Vec::new(),
            fixes: vec![FixPlan {
                title: "Pass `shell=False`".to_owned(),
                safety: Safety::Unsafe,
                steps: Vec::new(),
            }],
            detail: Detail::None,
        }
    }

    fn rule() -> Rule {
        let docs = "A visitor can add\na `second` command.\n\n## Write instead\nA list.";
        Rule {
            severity: Severity::High,
            cwe: vec![78, 77],
            docs: docs.to_owned().into(),
            ..sample("PY602", "subprocess-shell-true")
        }
    }

    #[test]
    fn a_finding_is_described_in_markdown() {
        expect![[r#"
            `sp.run` hands its command\_line to a shell

            A visitor can add
            a `second` command.

            Quick fix (unsafe): Pass `shell=False`

            **PY602** `subprocess-shell-true` · high severity, medium confidence · [CWE-78](https://cwe.mitre.org/data/definitions/78.html) · [CWE-77](https://cwe.mitre.org/data/definitions/77.html)"#]]
        .assert_eq(&describe(&finding(), Some(&rule()), true));
    }

    #[test]
    fn a_finding_is_described_in_plain_text() {
        expect![[r#"
            sp.run hands its command_line to a shell

            A visitor can add
            a second command.

            Quick fix (unsafe): Pass shell=False

            PY602 subprocess-shell-true (high severity, medium confidence)
            CWE-78 https://cwe.mitre.org/data/definitions/78.html
            CWE-77 https://cwe.mitre.org/data/definitions/77.html"#]]
        .assert_eq(&describe(&finding(), Some(&rule()), false));
    }

    #[test]
    fn without_a_fix_there_is_advice() {
        let finding = Finding { fixes: Vec::new(), ..finding() };
        let text = describe(&finding, Some(&rule()), true);
        assert!(
            text.contains("a `second` command.\n\nWrite instead: A list.\n\n**PY602**"),
            "{text}"
        );
        assert!(describe(&finding, None, true).ends_with("medium confidence"));
    }

    #[test]
    fn text_of_the_file_brings_no_markup_of_its_own() {
        assert_eq!(prose("`a` [x](y) ![z](w) <b>", true), r"`a` \[x\](y) \!\[z\](w) \<b\>");
        assert_eq!(prose("`a` b ` [c]", true), r"`a` b \` \[c\]");
    }
}

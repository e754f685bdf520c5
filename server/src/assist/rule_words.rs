//! Rules in words: for hovers over a code, and beside candidates.

use std::fmt::Write as _;

use super::{Candidate, CandidateKind, Page};
use crate::rules::docs::cwe_url;
use crate::rules::{Catalogue, Rule, Selector, SelectorNote};
use crate::text::Span;

/// Rules of a prefix or tag that are named one by one.
const MOST_NAMED: usize = 12;

/// A rule for somebody who meets its code: what it reports, what harm that does, what to write instead.
pub fn describe(rule: &Rule, address: Option<&str>) -> String {
    let mut out = format!(
        "**{}** `{}` · {} severity, {} confidence",
        rule.code, rule.name, rule.severity, rule.confidence
    );
    if !rule.default {
        out.push_str(" · off unless selected");
    }
    // Writing to a string does not fail.
    if let Some(harm) = harm(rule) {
        let _ = write!(out, "\n\n{harm}");
    }
    if let Some(advice) = advice(rule) {
        let _ = write!(out, "\n\n**Write instead:** {advice}");
    }
    let mut links: Vec<String> =
        rule.cwe.iter().map(|&cwe| format!("[CWE-{cwe}]({})", cwe_url(cwe))).collect();
    // Where a rule has no page of its own the address is one of these.
    if let Some(address) =
        address.filter(|address| !links.iter().any(|link| link.contains(*address)))
    {
        links.insert(0, format!("[{}]({address})", rule.code));
    }
    if !links.is_empty() {
        let _ = write!(out, "\n\n{}", links.join(" · "));
    }
    out
}

/// The first paragraph of a rule's docs.
pub fn harm(rule: &Rule) -> Option<&str> {
    let first = rule.docs.trim().split("\n\n").next()?;
    (!first.is_empty() && !first.starts_with('#')).then_some(first)
}

/// What the docs say to write instead, in short.
pub fn advice(rule: &Rule) -> Option<&str> {
    section(&rule.docs, "## Write instead")
}

/// The first paragraph below a heading.
fn section<'d>(docs: &'d str, heading: &str) -> Option<&'d str> {
    let rest = &docs[docs.find(heading)? + heading.len()..];
    let body = rest.split("\n## ").next()?.trim();
    let first = body.split("\n\n").next()?;
    (!first.is_empty()).then_some(first)
}

/// Some rules, in words: one at length, several as a list. `what` introduces the list.
pub(super) fn describe_all(page: &Page<'_>, rules: &[&Rule], what: &str) -> Option<String> {
    match rules {
        [] => None,
        [rule] => Some(describe(rule, (page.address)(rule).as_deref())),
        rules => {
            let mut out = format!("{what}: {} rules\n", rules.len());
            for rule in rules.iter().take(MOST_NAMED) {
                let _ = write!(out, "\n* **{}** `{}`", rule.code, rule.name);
            }
            if rules.len() > MOST_NAMED {
                let _ = write!(out, "\n* and {} more", rules.len() - MOST_NAMED);
            }
            Some(out)
        }
    }
}

/// What a word that selects rules selects.
pub(super) fn describe_selector(page: &Page<'_>, word: &str) -> Option<String> {
    let parsed = Selector::parse(word, page.catalogue).ok()?;
    let rules: Vec<&Rule> = page
        .catalogue
        .rules()
        .iter()
        .map(|rule| &**rule)
        .filter(|rule| parsed.selector.matches(rule))
        .collect();
    let text = describe_all(page, &rules, &format!("`{word}`"))?;
    Some(match parsed.note {
        Some(SelectorNote::Foreign { tool, .. }) => {
            format!("`{word}` is {tool}'s word for\n\n{text}")
        }
        Some(SelectorNote::Retired { by }) => {
            format!("`{word}` is retired, `{by}` took its place\n\n{text}")
        }
        None => text,
    })
}

/// A candidate for a word; its filter is the word itself.
pub(super) fn candidate(
    word: impl Into<String>,
    detail: impl Into<String>,
    replace: Span,
    kind: CandidateKind,
) -> Candidate {
    let word = word.into();
    Candidate {
        label: word.clone(),
        detail: detail.into(),
        markdown: String::new(),
        insert: word.clone(),
        replace,
        filter: word,
        kind,
        rank: 5,
    }
}

/// A rule by its code and by its name; typing either finds both.
pub(super) fn candidates_of(rule: &Rule, replace: Span) -> [Candidate; 2] {
    let markdown = harm(rule).unwrap_or_default().to_owned();
    let filter = format!("{} {}", rule.code, rule.name);
    let by_code = candidate(rule.code.as_str(), &rule.name, replace, CandidateKind::Rule);
    let by_name = candidate(&rule.name, rule.code.as_str(), replace, CandidateKind::Rule);
    [
        Candidate { markdown: markdown.clone(), filter, ..by_code },
        Candidate { markdown, rank: 6, ..by_name },
    ]
}

/// Every word that selects rules in configuration, in the order of its narrowness.
pub(super) fn selector_candidates(catalogue: &Catalogue, replace: Span) -> Vec<Candidate> {
    let rules = || catalogue.rules().iter().filter(|rule| rule.replaced_by.is_none());
    let mut candidates: Vec<Candidate> =
        rules().flat_map(|rule| candidates_of(rule, replace)).collect();
    let mut wide = |word: &str, rank: u8| {
        if !candidates.iter().any(|candidate| candidate.label == word) {
            let Ok(parsed) = Selector::parse(word, catalogue) else { return };
            let n_rules = rules().filter(|rule| parsed.selector.matches(rule)).count();
            let one = candidate(word, format!("{n_rules} rules"), replace, CandidateKind::Value);
            candidates.push(Candidate { rank, ..one });
        }
    };
    for rule in rules() {
        let code = rule.code.as_str();
        let letters = code.bytes().take_while(u8::is_ascii_uppercase).count();
        for end in letters..code.len().min(letters + 2) {
            wide(&code[..end], 7);
        }
    }
    for rule in rules() {
        for tag in &rule.tags {
            wide(tag, 8);
        }
    }
    wide("ALL", 9);
    candidates
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;
    use crate::rules::catalogue::sample;

    #[test]
    fn a_rule_is_described_with_what_to_write() {
        let mut rule = sample("PY602", "subprocess-shell-true");
        rule.docs =
            "Harm\nin `two` lines.\n\n## Write instead\nA list.\n\nMore.\n\n## Not found\nX".into();
        rule.cwe = vec![78];
        expect![[r#"
            **PY602** `subprocess-shell-true` · medium severity, high confidence

            Harm
            in `two` lines.

            **Write instead:** A list.

            [PY602](https://example.org/a) · [CWE-78](https://cwe.mitre.org/data/definitions/78.html)"#]]
        .assert_eq(&describe(&rule, Some("https://example.org/a")));
        rule.docs = "## Write instead\nA list.".into();
        rule.cwe.clear();
        rule.default = false;
        expect![[r#"
            **PY602** `subprocess-shell-true` · medium severity, high confidence · off unless selected

            **Write instead:** A list."#]]
        .assert_eq(&describe(&rule, None));
    }

    #[test]
    fn every_word_that_selects_is_a_candidate_once() {
        let catalogue = Catalogue::builtin();
        let candidates = selector_candidates(&catalogue, Span::empty(0));
        let mut labels: Vec<&str> = candidates.iter().map(|one| one.label.as_str()).collect();
        for wanted in ["PY602", "subprocess-shell-true", "PY", "PY6", "ALL"] {
            assert!(labels.contains(&wanted), "{wanted}");
        }
        for label in &labels {
            assert!(Selector::parse(label, &catalogue).is_ok(), "{label}");
        }
        let n_labels = labels.len();
        labels.sort_unstable();
        labels.dedup();
        assert_eq!(labels.len(), n_labels);
    }
}

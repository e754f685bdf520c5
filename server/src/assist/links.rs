//! Ids that lead to a page: CVE and CWE numbers, codes of rules.

use std::sync::LazyLock;

use regex::Regex;

use super::Page;
use crate::languages::{PYTHON, RULE_FILE, TOML};
use crate::rules::docs::cwe_url;
use crate::semantics::Outline;
use crate::text::Span;

/// More ids than this in one text are data.
const MOST_LINKS: usize = 1_000;

static IDS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\b(?:CVE-(?:19|20)[0-9]{2}-[0-9]{4,10}|CWE-[0-9]{1,5}|[A-Z]{2,4}[0-9]{3})\b")
        .expect("a test uses it")
});

/// What an id names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkTarget {
    /// One vulnerability.
    Vulnerability,
    /// A kind of weakness.
    Weakness,
    /// A rule.
    Rule,
}

/// An id and where it leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Where the id stands.
    pub span: Span,
    /// What it names.
    pub target: LinkTarget,
    /// The page.
    pub address: String,
    /// What the page is about, for people.
    pub title: String,
}

/// Ids in comments of Python, and anywhere in configuration and rule files, where words are few.
pub(super) fn find(page: &Page<'_>) -> Vec<Link> {
    let text = page.text;
    let is_known = [&PYTHON, &TOML, &RULE_FILE].contains(&page.language);
    // Most texts have no id at all, and their comments need not be looked for.
    let Some(first) = IDS.find(text).filter(|_| is_known) else { return Vec::new() };
    let spans = if page.language == &PYTHON {
        let comments = Outline::build(text).comments;
        comments.into_iter().filter(|comment| comment.end > first.start()).collect()
    } else {
        vec![Span::new(0, text.len())]
    };
    spans
        .into_iter()
        .flat_map(|span| {
            IDS.find_iter(span.slice(text))
                .map(move |found| Span::new(found.start(), found.end()).shifted(span.start))
        })
        .filter_map(|span| link(page, span))
        .take(MOST_LINKS)
        .collect()
}

fn link(page: &Page<'_>, span: Span) -> Option<Link> {
    let id = span.slice(page.text);
    if id.starts_with("CVE-") {
        let address = format!("https://www.cve.org/CVERecord?id={id}");
        let title = format!("Record of {id}");
        return Some(Link { span, target: LinkTarget::Vulnerability, address, title });
    }
    if let Some(number) = id.strip_prefix("CWE-") {
        let address = cwe_url(number.parse().ok()?);
        let title = format!("Description of {id}");
        return Some(Link { span, target: LinkTarget::Weakness, address, title });
    }
    let rule = page.catalogue.by_code(id)?;
    let address = (page.address)(rule)?;
    let title = format!("{} {}", rule.code, rule.name);
    Some(Link { span, target: LinkTarget::Rule, address, title })
}

#[cfg(test)]
mod tests {
    use super::super::sample::with_page;

    fn check(path: &str, text: &str) -> Vec<String> {
        with_page(path, &format!("{text}|"), |page, _| {
            let links = page.links();
            links
                .iter()
                .map(|link| format!("{} {}", link.span.slice(page.text), link.address))
                .collect()
        })
    }

    #[test]
    fn ids_in_comments_of_python_lead_to_their_pages() {
        let text = "'CVE-2024-1111 PY602'  # é CVE-2024-12345: PY602, CWE-78\nPY602 = 1\n# CWE-00079 XPY602 CVE-24-1 PY999\n";
        assert_eq!(
            check("/a.py", text),
            [
                "CVE-2024-12345 https://www.cve.org/CVERecord?id=CVE-2024-12345",
                "PY602 https://example.org/PY602",
                "CWE-78 https://cwe.mitre.org/data/definitions/78.html",
                "CWE-00079 https://cwe.mitre.org/data/definitions/79.html",
            ]
        );
        assert_eq!(check("/a.py", "x = 'CVE-2024-1111'\n"), [""; 0]);
    }

    #[test]
    fn configuration_and_rule_files_are_linked_whole() {
        let text = "ignore = ['PY602'] # CVE-2024-12345\n";
        assert_eq!(check("/a/watchpost.toml", text).len(), 2);
        assert_eq!(check("/a/pyproject.toml", text).len(), 2);
        assert_eq!(check("/a/.watchpost/rules/X1.scm", "; see CWE-78, PY602\n").len(), 2);
        assert_eq!(check("/a/README.md", text), [""; 0]);
    }
}

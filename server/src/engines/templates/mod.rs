//! Runs the rules about templates: on what a template prints, on its tags, and on the elements of the page.
//!
//! Rules are data (`rules/template_spec.rs`); this engine answers their questions and makes findings of the answers.

mod elements;
mod fixes;
mod pages;
mod parts;
mod values;
mod variables;

use std::collections::HashMap;
use std::path::Path;
use std::sync::LazyLock;

use super::{CheckInput, Engine, Findings, Scope, finding_of, requirements_met, settings};
use crate::config::{Settings, Verdict};
use crate::finding::{Finding, RuleCode, Severity};
use crate::languages::DJANGO_TEMPLATE;
use crate::rules::message::shorten;
use crate::rules::script_spec;
use crate::rules::template_spec::{Dialect as SpokenDialect, ENGINE, Find, Spec};
use crate::rules::{Catalogue, InTests, Rule};
use crate::syntax::template::lexer::{Dialect, Token};
use crate::syntax::template::{Hole, Template, mask};
use crate::text::Span;

use values::Names;

/// The engine `templates`.
#[derive(Debug)]
pub struct TemplateEngine;

/// The rules' own keys; those that cannot be read are for the lint to show.
static SPECS: LazyLock<HashMap<RuleCode, Spec>> = LazyLock::new(|| {
    let catalogue = Catalogue::builtin();
    catalogue
        .of_engine(ENGINE)
        .filter_map(|rule| match Spec::of(rule) {
            Ok(spec) => Some((rule.code.clone(), spec)),
            Err(mistake) => {
                tracing::error!("{}: {mistake}", rule.stem());
                None
            }
        })
        .collect()
});

/// Findings of one rule in one template: more say nothing new.
const MOST_FINDINGS: usize = 500;

/// Folders whose pages are no templates of the project, or are somebody else's.
const FOREIGN: [&str; 14] = [
    "docs",
    "doc",
    "htmlcov",
    "coverage",
    "coverage_html",
    "node_modules",
    "bower_components",
    "vendor",
    "vendors",
    "vendored",
    "third_party",
    "site-packages",
    "_build",
    "_site",
];

/// Elements that no other format has under these names.
const PAGE: [&str; 12] =
    ["html", "body", "div", "span", "p", "a", "form", "table", "ul", "script", "img", "button"];

/// Whether a rule about templates, or about scripts, is on for the file at `path`.
pub fn is_wanted(catalogue: &Catalogue, settings: &Settings, path: &Path) -> bool {
    let mut rules = catalogue.of_engine(ENGINE).chain(catalogue.of_engine(script_spec::ENGINE));
    !is_foreign(path) && rules.any(|rule| matches!(settings.verdict(rule, path), Verdict::On(_)))
}

impl Engine for TemplateEngine {
    fn id(&self) -> &'static str {
        ENGINE
    }

    fn scope(&self) -> Scope {
        Scope::Text
    }

    fn check(&self, findings: &mut Findings, input: &CheckInput<'_>) {
        let Some(template) = input.template.filter(|_| input.language == &DJANGO_TEMPLATE) else {
            return;
        };
        if is_foreign(input.path) || input.context.example || !is_page(input, template) {
            return;
        }
        let placed = pages::placed(input, template);
        let template = placed.as_ref().unwrap_or(template);
        let names = Names::of(input.text, template);
        let sheet = Sheet { input, text: input.text, template, names };
        for rule in input.catalogue.of_engine(ENGINE) {
            let Verdict::On(severity) = input.settings.verdict(rule, input.path) else { continue };
            let off = input.context.test && rule.in_tests == InTests::Off;
            if off || !requirements_met(rule, input) {
                continue;
            }
            let Some(spec) = SPECS.get(&rule.code) else { continue };
            findings.isolate(ENGINE, Some(&rule.code), |findings| {
                Run { sheet: &sheet, rule, severity, seen: Vec::new() }.run(findings, spec);
            });
        }
    }
}

/// Whether a path leads to a page that is none of the project's templates.
pub(super) fn is_foreign(path: &Path) -> bool {
    let is_named = |part: std::path::Component<'_>| {
        let name = part.as_os_str().to_string_lossy();
        FOREIGN.iter().any(|foreign| name.eq_ignore_ascii_case(foreign))
    };
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.contains(".min.") || path.components().any(is_named)
}

/// Whether a template makes a page: Jinja writes configuration files and mails, too.
fn is_page(input: &CheckInput<'_>, template: &Template) -> bool {
    let name = input.path.to_string_lossy();
    ["html", "htm", "djhtml"].iter().any(|kind| name.contains(&format!(".{kind}")))
        || input.path.extension().is_none()
        || template
            .html
            .tags
            .iter()
            .any(|tag| PAGE.iter().any(|name| tag.is_called(input.text, name)))
}

/// A template with what is known of it.
pub(super) struct Sheet<'a> {
    input: &'a CheckInput<'a>,
    text: &'a str,
    template: &'a Template,
    names: Names<'a>,
}

/// What a rule found, and what its message and its fixes are about.
pub(super) struct Hit<'s> {
    /// What is underlined.
    span: Span,
    /// The whole tag, element or variable.
    extent: Span,
    hole: Option<&'s Hole>,
    token: Option<&'s Token>,
    /// The element.
    tag: Option<usize>,
    /// The attribute, by its place in the element.
    attribute: Option<usize>,
    /// The filter, by its place in the value.
    filter: Option<usize>,
    /// What `holds` found in the element.
    part: Option<Span>,
}

impl Hit<'_> {
    fn at(span: Span) -> Self {
        Self {
            span,
            extent: span,
            hole: None,
            token: None,
            tag: None,
            attribute: None,
            filter: None,
            part: None,
        }
    }
}

/// One rule on one template.
struct Run<'a> {
    sheet: &'a Sheet<'a>,
    rule: &'a Rule,
    severity: Option<Severity>,
    /// Places an earlier `[[find]]` spoke about.
    seen: Vec<Span>,
}

impl Run<'_> {
    fn run(mut self, findings: &mut Findings, spec: &Spec) {
        for find in &spec.find {
            if find.dialect.is_some_and(|dialect| !self.sheet.is_in(dialect)) {
                continue;
            }
            if find.page && self.sheet.template.html.tags.is_empty() {
                continue;
            }
            let hits = match (&find.variable, &find.tag, &find.element) {
                (Some(test), _, _) => variables::hits(self.sheet, test),
                (_, Some(test), _) => parts::hits(self.sheet, test),
                (_, _, Some(test)) => elements::hits(self.sheet, test),
                (None, None, None) => Vec::new(),
            };
            // Settings are asked for last: most pages never need them.
            let holds = hits.is_empty()
                || find.when.is_empty()
                || settings::hold_in_production(self.sheet.input, &find.when);
            for hit in hits.into_iter().filter(|_| holds) {
                if self.seen.len() >= MOST_FINDINGS {
                    return;
                }
                if self.seen.contains(&hit.span) {
                    continue;
                }
                self.seen.push(hit.span);
                if !find.exempt {
                    findings.push(self.finding(find, &hit));
                }
            }
        }
    }

    fn finding(&self, find: &Find, hit: &Hit<'_>) -> Finding {
        let message =
            self.sheet.message(find.message.as_deref().unwrap_or(&self.rule.message), hit);
        let mut finding = finding_of(self.sheet.input, self.rule, hit.span, self.severity, message);
        if let (Some(severity), None) = (find.severity, self.severity) {
            let is_capped = self.sheet.input.context.test && self.rule.in_tests == InTests::Low;
            finding.severity = if is_capped { severity.min(Severity::Low) } else { severity };
        }
        finding.confidence = find.confidence.unwrap_or(finding.confidence);
        finding.extent = hit.extent;
        finding.fixes = fixes::plans(&find.fix, hit, self.sheet);
        finding
    }
}

impl Sheet<'_> {
    fn is_in(&self, dialect: SpokenDialect) -> bool {
        match dialect {
            SpokenDialect::Django => self.template.dialect == Dialect::Django,
            SpokenDialect::Jinja => self.template.dialect == Dialect::Jinja,
        }
    }

    /// The source of a span with U+FFFC for all that is printed there, and without the tags that print nothing.
    fn flat(&self, span: Span) -> String {
        let mut out = String::new();
        let mut at = span.start;
        for token in self.template.tokens_in(span) {
            out.push_str(self.text.get(at..token.span.start).unwrap_or(""));
            let is_printing = self.template.masked.as_bytes()[token.span.start] == mask::FILL;
            if is_printing {
                out.push('\u{FFFC}');
            }
            at = token.span.end.min(span.end);
        }
        out.push_str(self.text.get(at..span.end).unwrap_or(""));
        out
    }

    /// A message with its holes filled.
    fn message(&self, template: &str, hit: &Hit<'_>) -> String {
        let shown =
            |span: Option<Span>| span.map_or(String::new(), |span| shorten(span.slice(self.text)));
        let tag = hit.tag.map(|tag| &self.template.html.tags[tag]);
        let attribute = tag.zip(hit.attribute).map(|(tag, at)| &tag.attributes[at]);
        let filter = hit.hole.zip(hit.filter).map(|(hole, at)| hole.expression.filters[at].name);
        // One pass: what fills a hole may hold braces itself.
        let mut out = String::new();
        let mut rest = template;
        while let Some(open) = rest.find('{') {
            let (before, from) = rest.split_at(open);
            out.push_str(before);
            let filled = [
                ("{variable}", hit.hole.map(|hole| hole.expression.span)),
                ("{filter}", filter),
                ("{attribute}", attribute.map(|attribute| attribute.name)),
                ("{element}", tag.map(|tag| tag.name)),
                (
                    "{value}",
                    attribute.and_then(|attribute| attribute.value).map(|value| value.span),
                ),
                ("{tag}", hit.token.map(|token| token.inner)),
            ]
            .into_iter()
            .find(|(hole, _)| from.starts_with(hole));
            match filled {
                Some((hole, span)) => {
                    out.push_str(&shown(span));
                    rest = &from[hole.len()..];
                }
                None => {
                    out.push('{');
                    rest = &from[1..];
                }
            }
        }
        out.push_str(rest);
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_of_others_are_no_templates() {
        for path in [
            "docs/templates/a.html",
            "shop/templates/vendor/a.html",
            "node_modules/x/templates/b.html",
        ] {
            assert!(is_foreign(Path::new(path)), "{path}");
        }
        assert!(is_foreign(Path::new("shop/templates/a.min.html")));
        assert!(!is_foreign(Path::new("shop/templates/vendors_list.html")));
    }
}

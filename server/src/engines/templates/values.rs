//! What is known of a value by its name and its filters: whether a visitor chooses it, whether it can hold markup.

use std::collections::HashMap;

use crate::syntax::template::Template;
use crate::syntax::template::expression::{self, Expression, Filter, Head};
use crate::syntax::template::lexer::{Dialect, TokenKind};
use crate::syntax::template::words;
use crate::text::Span;

/// Parts of the request that the visitor writes.
const REQUEST: [&str; 16] = [
    "request.GET",
    "request.POST",
    "request.COOKIES",
    "request.META",
    "request.FILES",
    "request.headers",
    "request.body",
    "request.path",
    "request.path_info",
    "request.get_full_path",
    "request.build_absolute_uri",
    "request.get_raw_uri",
    "request.args",
    "request.form",
    "request.values",
    "request.cookies",
];

/// Names that the framework gives a value without markup, or with its own.
const OWN: [&str; 18] = [
    "forloop",
    "loop",
    "perms",
    "csrf_token",
    "csrf_input",
    "csp_nonce",
    "CSP_NONCE",
    "LANGUAGE_CODE",
    "LANGUAGE_BIDI",
    "STATIC_URL",
    "MEDIA_URL",
    "block.super",
    "super",
    "request.csp_nonce",
    "caller",
    "request.LANGUAGE_CODE",
    "request.user.pk",
    "request.user.id",
];

/// Functions of Jinja's environments whose results are addresses or constant texts.
const OWN_CALLS: [&str; 9] =
    ["url(", "static(", "url_for(", "super(", "caller(", "_(", "gettext(", "range(", "csrf_token("];

/// Filters whose results hold no markup, whatever they are given.
const PLAIN: &[&str] = &[
    "length",
    "length_is",
    "date",
    "time",
    "floatformat",
    "filesizeformat",
    "pluralize",
    "wordcount",
    "slugify",
    "urlencode",
    "json_script",
    "timesince",
    "timeuntil",
    "divisibleby",
    "get_digit",
    "intcomma",
    "naturaltime",
    "naturalday",
    "ordinal",
    "int",
    "float",
    "round",
    "count",
    "intword",
    "abs",
    "unlocalize",
];

/// Last parts of names of numbers.
const NUMBERS: [&str; 12] = [
    "pk",
    "id",
    "count",
    "index",
    "counter",
    "counter0",
    "number",
    "num_pages",
    "year",
    "uuid",
    "width",
    "height",
];

/// What the tags of a template call values.
#[derive(Debug, Default)]
pub(super) struct Names<'t> {
    /// By `{% with %}`: what they stand for.
    with: HashMap<&'t str, &'t str>,
    /// By `{% translate … as … %}`.
    translated: Vec<&'t str>,
}

impl<'t> Names<'t> {
    pub(super) fn of(text: &'t str, template: &Template) -> Self {
        let mut names = Self::default();
        for token in template.tokens.iter().filter(|token| token.kind == TokenKind::Tag) {
            let tag = token.name.slice(text);
            let arguments = || words(text, Span::new(token.name.end, token.inner.end));
            match tag {
                "with" | "set" => {
                    let arguments = arguments();
                    for (index, word) in arguments.iter().enumerate() {
                        let source = word.slice(text);
                        let next =
                            |by: usize| arguments.get(index + by).map(|word| word.slice(text));
                        if let Some((name, value)) = source.split_once('=')
                            && !name.is_empty()
                            && !value.is_empty()
                        {
                            names.with.insert(name, value);
                        } else if let (Some("=" | "as"), Some(other)) = (next(1), next(2)) {
                            let is_as = next(1) == Some("as");
                            let (name, value) =
                                if is_as { (other, source) } else { (source, other) };
                            names.with.insert(name, value);
                        }
                    }
                }
                "trans" | "translate" => {
                    let arguments = arguments();
                    if let [.., word, name] = arguments.as_slice()
                        && word.slice(text) == "as"
                    {
                        names.translated.push(name.slice(text));
                    }
                }
                "blocktrans" | "blocktranslate" => {
                    let arguments = arguments();
                    let name = arguments.windows(2).find(|pair| pair[0].slice(text) == "asvar");
                    names.translated.extend(name.map(|pair| pair[1].slice(text)));
                }
                _ => {}
            }
        }
        names
    }

    /// Whether a visitor chooses the value.
    pub(super) fn is_request(&self, path: &str) -> bool {
        let path = self.meant(path);
        REQUEST.iter().any(|part| is_below(path, part))
    }

    /// Whether the value is a translation.
    pub(super) fn is_translated(&self, path: &str) -> bool {
        self.translated.contains(&path)
    }

    fn meant<'a>(&'a self, path: &'a str) -> &'a str {
        let first = path.split('.').next().unwrap_or(path);
        match self.with.get(first) {
            Some(value) if first == path => value.split('|').next().unwrap_or(value),
            _ => path,
        }
    }
}

fn is_below(path: &str, part: &str) -> bool {
    path.strip_prefix(part).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[', '(']))
}

/// Whether a value can hold no markup and no address: numbers, dates, what the framework makes.
pub(super) fn is_harmless(text: &str, expression: &Expression, dialect: Dialect) -> bool {
    let mut harmless = match expression.kind {
        Head::Literal => true,
        _ => {
            let path = expression.path(text);
            let head = expression.head.slice(text);
            let last = path.rsplit('.').next().unwrap_or(path);
            OWN.iter().any(|own| is_below(path, own))
                || OWN_CALLS.iter().any(|call| head.starts_with(call))
                || (expression.kind == Head::Path
                    && (NUMBERS.contains(&last)
                        || ["_id", "_pk", "_count", "_index"]
                            .iter()
                            .any(|end| last.ends_with(end))))
        }
    };
    for filter in &expression.filters {
        let name = filter.name.slice(text);
        harmless = match name {
            _ if PLAIN.contains(&name) => true,
            "yesno" => filter.argument.is_none_or(|argument| is_literal(text, argument, dialect)),
            // Numbers, or nothing at all.
            "add" => filter.argument.is_some_and(|argument| is_number(argument.slice(text))),
            "default" | "default_if_none" | "firstof" => {
                harmless
                    && filter.argument.is_none_or(|argument| is_literal(text, argument, dialect))
            }
            "stringformat" => {
                let form = filter.argument.map_or("", |argument| argument.slice(text));
                harmless || form.trim_matches(['"', '\'']).ends_with(['d', 'f', 'i', 'x'])
            }
            _ => harmless,
        };
    }
    harmless
}

fn is_number(text: &str) -> bool {
    let text = text.trim_matches(['"', '\'', '-']);
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_literal(text: &str, span: Span, dialect: Dialect) -> bool {
    expression::read(text, span, dialect).kind == Head::Literal
}

/// Whether a value is not escaped on its way into the page: the filter that says so.
pub(super) fn unescaping<'e>(text: &str, expression: &'e Expression) -> Option<&'e Filter> {
    let is_unescaping = |filter: &&Filter| matches!(filter.name.slice(text), "safe" | "safeseq");
    expression.filters.iter().find(is_unescaping)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::template;

    fn harmless(source: &str) -> bool {
        let expression = expression::read(source, Span::new(0, source.len()), Dialect::Django);
        is_harmless(source, &expression, Dialect::Django)
    }

    #[test]
    fn names_and_filters_tell_what_holds_no_markup() {
        for source in [
            "'x'",
            "1",
            "forloop.counter",
            "a.pk",
            "a.user_id",
            "a|length",
            "a|date:'Y'",
            "a|yesno:'b,c'",
            "a|add:1",
            "a.pk|default:'x'",
            "csrf_token",
            "a|stringformat:'d'",
            "a|slugify|upper",
            "perms.a.b",
        ] {
            assert!(harmless(source), "{source}");
        }
        for source in [
            "a",
            "a|yesno:b",
            "a.pk|default:b",
            "a|upper",
            "csrf_token_x",
            "a|stringformat:'s'",
            "a|add:b",
        ] {
            assert!(!harmless(source), "{source}");
        }
    }

    #[test]
    fn tags_give_names() {
        let text = "{% with a=request.GET.q b=c %}{% with request.path as d %}{% trans 'x' as e %}{% blocktranslate asvar f %}{% set g = request.args.x %}";
        let (template, _) = template::read(text, Dialect::Django, None);
        let names = Names::of(text, &template);
        for path in ["request.GET.x", "a", "d", "g"] {
            assert!(names.is_request(path), "{path}");
        }
        for path in ["b", "request.user", "request.paths", "e"] {
            assert!(!names.is_request(path), "{path}");
        }
        assert!(names.is_translated("e") && names.is_translated("f") && !names.is_translated("a"));
    }
}

//! Which elements of a page a rule is about.

use crate::rules::template_spec::{ElementTest, Part, ValueTest};
use crate::syntax::template::expression;
use crate::syntax::template::html::{Attribute, StartTag};
use crate::syntax::template::lexer::{Dialect, Token, TokenKind};
use crate::syntax::template::{self, Template, words};
use crate::text::{Span, Text};

use super::values::{Names, is_harmless};
use super::variables::is_own_event;
use super::{Hit, Sheet};

/// Templates that are followed through includes, one within another.
const DEEPEST: usize = 5;

/// Names of tags that may print a form with all that belongs to it.
const FORM_TAGS: [&str; 3] = ["crispy", "csrf", "form"];

/// The elements a test holds for.
pub(super) fn hits<'s>(sheet: &'s Sheet<'_>, test: &ElementTest) -> Vec<Hit<'s>> {
    let tags = sheet.template.html.tags.iter().enumerate();
    tags.filter_map(|(index, tag)| sheet.element(index, tag, test)).collect()
}

/// What of a template lies within an element.
#[derive(Clone, Copy)]
enum Found {
    /// It is there.
    There(Span),
    /// It is not.
    Nowhere,
    /// It may be in something that cannot be read.
    Unknown,
}

impl Sheet<'_> {
    fn element<'s>(&'s self, index: usize, tag: &StartTag, test: &ElementTest) -> Option<Hit<'s>> {
        let text = self.text;
        let is_any = test.name.iter().any(|name| name == "*");
        if !is_any && !test.name.iter().any(|name| tag.is_called(text, name)) {
            return None;
        }
        let holds = |name: &str, wanted: &ValueTest| {
            tag.attribute(text, name).is_some_and(|own| value_holds(self, own, wanted))
        };
        if !test.has.iter().all(|(name, wanted)| holds(name, wanted))
            || test.unless.iter().any(|(name, wanted)| holds(name, wanted))
            || test.lacks.iter().any(|name| tag.attribute(text, name).is_some())
        {
            return None;
        }
        if !test.lacks.is_empty() && self.has_unknown_attributes(tag) {
            return None;
        }
        let event = || {
            let is_event = |own: &Attribute| is_own_event(own.name.slice(text));
            tag.attributes.iter().position(is_event)
        };
        if test.event.is_some_and(|wanted| event().is_some() != wanted) {
            return None;
        }
        let mut part = None;
        if !test.holds.is_empty() || !test.holds_none.is_empty() || test.content.is_some() {
            let end = self.template.html.end_of(index, text)?.start;
            let body = Span::new(tag.span.end.min(end), end);
            if test.content.is_some_and(|wanted| body.slice(text).trim().is_empty() == wanted) {
                return None;
            }
            if !test.holds.is_empty() {
                match self.find(body, &test.holds) {
                    Found::There(span) => part = Some(span),
                    _ => return None,
                }
            }
            if !test.holds_none.is_empty()
                && !matches!(self.find(body, &test.holds_none), Found::Nowhere)
            {
                return None;
            }
        }
        let attribute = match &test.at {
            Some(name) => {
                let own = |own: &Attribute| own.name.slice(text).eq_ignore_ascii_case(name);
                Some(tag.attributes.iter().position(own)?)
            }
            None if test.event == Some(true) => event(),
            None => None,
        };
        let span = match attribute {
            Some(at) => tag.attributes[at].span,
            None => Span::new(tag.span.start, tag.name.end),
        };
        Some(Hit { extent: tag.span, tag: Some(index), attribute, part, ..Hit::at(span) })
    }

    /// Whether a start tag prints attributes that nobody can read here.
    fn has_unknown_attributes(&self, tag: &StartTag) -> bool {
        self.template.tokens_in(tag.span).iter().any(|token| {
            let is_outside = !tag
                .attributes
                .iter()
                .any(|own| own.value.is_some_and(|value| value.span.contains(token.span)));
            let is_printing = match token.kind {
                TokenKind::Variable => true,
                TokenKind::Tag => {
                    let name = token.name.slice(self.text);
                    matches!(name, "include" | "attrs" | "html_attrs") || name.contains("nonce")
                }
                TokenKind::Comment | TokenKind::Verbatim => false,
            };
            is_outside && is_printing
        })
    }

    /// Looks for one of `parts` between two places, also in what is included there.
    fn find(&self, body: Span, parts: &[Part]) -> Found {
        let here = Piece { text: self.text, template: self.template };
        self.find_in(&here, body, parts, 0)
    }

    fn find_in(&self, piece: &Piece<'_>, body: Span, parts: &[Part], depth: usize) -> Found {
        let Piece { text, template } = piece;
        let tokens = template.tokens_in(body);
        for part in parts {
            if let Some(span) = piece.find(self, tokens, body, part) {
                return Found::There(span);
            }
        }
        let mut is_unknown = false;
        for token in tokens {
            let name = token.name.slice(text);
            match token.kind {
                TokenKind::Tag if name == "include" => {
                    match self.included(text, token, template.dialect) {
                        Some(other) if depth < DEEPEST => {
                            let (read, _) = template::read(&other, template.dialect, None);
                            let inner = Piece { text: &other, template: &read };
                            match self.find_in(&inner, Span::new(0, other.len()), parts, depth + 1)
                            {
                                // Where in this template: at the tag that includes it.
                                Found::There(_) => return Found::There(token.span),
                                Found::Unknown => is_unknown = true,
                                Found::Nowhere => {}
                            }
                        }
                        _ => is_unknown = true,
                    }
                }
                TokenKind::Tag => is_unknown |= FORM_TAGS.iter().any(|part| name.contains(part)),
                TokenKind::Variable => {
                    let source = token.inner.slice(text);
                    is_unknown |= source.starts_with("block.super")
                        || source.starts_with("super()")
                        || source.contains("caller(")
                        || source.contains("crispy");
                }
                TokenKind::Comment | TokenKind::Verbatim => {}
            }
        }
        if is_unknown { Found::Unknown } else { Found::Nowhere }
    }

    /// The text of an included template.
    fn included(&self, text: &str, token: &Token, dialect: Dialect) -> Option<Text> {
        let first = words(text, Span::new(token.name.end, token.inner.end)).into_iter().next()?;
        let value = expression::read(text, first, dialect);
        if value.kind != expression::Head::Literal || !value.filters.is_empty() {
            return None;
        }
        let name = value.head.slice(text).trim_matches(['"', '\'']);
        self.input.project.template(name)
    }
}

/// A template that is looked into.
struct Piece<'t> {
    text: &'t str,
    template: &'t Template,
}

impl Piece<'_> {
    fn find(&self, sheet: &Sheet<'_>, tokens: &[Token], body: Span, part: &Part) -> Option<Span> {
        let text = self.text;
        let token = tokens.iter().find(|token| match token.kind {
            TokenKind::Tag => part.tag.iter().any(|name| name == token.name.slice(text)),
            TokenKind::Variable => part.variable.as_ref().is_some_and(|pattern| {
                let value = expression::read(text, token.inner, self.template.dialect);
                pattern.0.is_match(value.path(text))
            }),
            TokenKind::Comment | TokenKind::Verbatim => false,
        });
        if let Some(token) = token {
            return Some(token.span);
        }
        let all = &self.template.html.tags;
        let first = all.partition_point(|tag| tag.span.start < body.start);
        let tags = all[first..].iter().take_while(|tag| tag.span.start < body.end);
        let own =
            Sheet { input: sheet.input, text, template: self.template, names: Names::default() };
        let mut elements =
            tags.filter(|tag| part.element.iter().any(|name| tag.is_called(text, name)));
        elements
            .find(|tag| {
                part.has.iter().all(|(name, wanted)| {
                    tag.attribute(text, name).is_some_and(|found| value_holds(&own, found, wanted))
                })
            })
            .map(|tag| tag.span)
    }
}

/// Whether a test holds for the value of an attribute; one without a value is empty.
pub(super) fn value_holds(sheet: &Sheet<'_>, attribute: &Attribute, test: &ValueTest) -> bool {
    let span = attribute.value.map_or(Span::empty(attribute.span.end), |value| value.span);
    let flat = sheet.flat(span);
    flat_holds(sheet, span, &flat, test)
}

fn flat_holds(sheet: &Sheet<'_>, span: Span, flat: &str, test: &ValueTest) -> bool {
    test.matches.as_ref().is_none_or(|pattern| pattern.0.is_match(flat))
        && test.not_matches.as_ref().is_none_or(|pattern| !pattern.0.is_match(flat))
        && test.external.is_none_or(|wanted| is_external(flat) == wanted)
        && test.dynamic.is_none_or(|wanted| is_dynamic(sheet, span, flat) == wanted)
        && (test.any.is_empty() || test.any.iter().any(|one| flat_holds(sheet, span, flat, one)))
}

/// Whether an address leads to another host.
fn is_external(address: &str) -> bool {
    let address = address.trim().to_ascii_lowercase();
    let rest = address.strip_prefix("https:").or_else(|| address.strip_prefix("http:"));
    let Some(rest) = rest.unwrap_or(&address).strip_prefix("//") else { return false };
    let end = rest.find(['/', '?', '#', ':', ' ']).unwrap_or(rest.len());
    let host = &rest[..end];
    let is_local = matches!(host, "" | "localhost" | "127.0.0.1" | "0.0.0.0" | "[")
        || host.ends_with(".localhost");
    !is_local && !host.contains('\u{FFFC}')
}

/// Whether an address begins with a value that may be any address.
fn is_dynamic(sheet: &Sheet<'_>, span: Span, flat: &str) -> bool {
    if !flat.trim_start().starts_with('\u{FFFC}') {
        return false;
    }
    let (holes, tokens) = (&sheet.template.holes, &sheet.template.tokens);
    let at = holes.partition_point(|hole| tokens[hole.token].span.start < span.start);
    let first = holes.get(at).filter(|hole| span.contains(tokens[hole.token].span));
    let printing =
        sheet.template.tokens_in(span).iter().find(|token| {
            sheet.template.masked.as_bytes()[token.span.start] == template::mask::FILL
        });
    match (first, printing) {
        (Some(hole), Some(token)) => {
            sheet.template.tokens[hole.token].span == token.span
                && !is_harmless(sheet.text, &hole.expression, sheet.template.dialect)
        }
        _ => false,
    }
}

//! Which of the values that a template prints a rule is about.

use crate::rules::template_spec::{VariableTest, Where};
use crate::syntax::template::expression::Filter;
use crate::syntax::template::html::StartTag;
use crate::syntax::template::script::Place;
use crate::syntax::template::{Context, Hole};
use crate::text::Span;

use super::elements::value_holds;
use super::values::{is_harmless, unescaping};
use super::{Hit, Sheet};

/// Attributes that hold an address.
const URLS: [&str; 13] = [
    "href",
    "src",
    "action",
    "formaction",
    "xlink:href",
    "data",
    "poster",
    "cite",
    "manifest",
    "ping",
    "srcset",
    "background",
    "longdesc",
];

/// Beginnings of names of attributes that libraries run as scripts.
const EVENTS: [&str; 10] =
    ["hx-on", "x-on:", "@", "v-on:", "x-data", "x-init", "x-show", "x-effect", "x-if", "ng-click"];

/// Elements with one attribute that values are looked for in.
const FEW: usize = 64;

/// How far before a value is looked, in bytes.
const FARTHEST: usize = 2_000;

/// The values a test holds for.
pub(super) fn hits<'s>(sheet: &'s Sheet<'_>, test: &VariableTest) -> Vec<Hit<'s>> {
    let text = sheet.text;
    let with = |names: &[String]| -> Vec<&'s StartTag> {
        let has = |tag: &&StartTag| {
            tag.attributes.iter().any(|own| is_one_of(own.name.slice(text), names))
        };
        if names.is_empty() {
            Vec::new()
        } else {
            sheet.template.html.tags.iter().filter(has).collect()
        }
    };
    let (below, not_below) = (with(&test.below), with(&test.not_below));
    let is_in = |tags: &[&StartTag], hole: &Hole| {
        let start = sheet.template.tokens[hole.token].span.start;
        tags.iter().take(FEW).any(|tag| tag.span.end <= start && start < tag.element_end)
    };
    let holes =
        sheet.template.holes.iter().filter(|hole| {
            (test.below.is_empty() || is_in(&below, hole)) && !is_in(&not_below, hole)
        });
    holes.filter_map(|hole| sheet.hit(hole, test)).collect()
}

impl Sheet<'_> {
    fn hit<'s>(&'s self, hole: &'s Hole, test: &VariableTest) -> Option<Hit<'s>> {
        let text = self.text;
        let filters = &hole.expression.filters;
        // What is asked first rules out most.
        let filter = match test.filter.is_empty() {
            true => None,
            false => Some(self.filter(filters, test)?),
        };
        let has =
            |names: &[String]| filters.iter().any(|own| is_one_of(own.name.slice(text), names));
        if !test.no_filter.is_empty() && has(&test.no_filter) {
            return None;
        }
        let stands = |all: &[Where]| all.iter().any(|&one| self.stands(hole, one));
        if hole.context == Context::Unknown
            && !(test.context.is_empty() && test.not_context.is_empty())
        {
            return None;
        }
        if !(test.context.is_empty() || stands(&test.context)) || stands(&test.not_context) {
            return None;
        }
        let path = hole.expression.path(text);
        let holds = test.matches.as_ref().is_none_or(|pattern| pattern.0.is_match(path))
            && test.not_matches.as_ref().is_none_or(|pattern| !pattern.0.is_match(path))
            && test.source.as_ref().is_none_or(|p| p.0.is_match(hole.expression.span.slice(text)))
            && test.request.is_none_or(|wanted| self.names.is_request(path) == wanted)
            && test.translated.is_none_or(|wanted| self.names.is_translated(path) == wanted)
            && self.holds_around(hole, test);
        if !holds {
            return None;
        }
        let harmless = is_harmless(text, &hole.expression, self.template.dialect);
        if test.harmless.unwrap_or(false) != harmless {
            return None;
        }
        if test.escaped.is_some_and(|wanted| self.is_escaped(hole) != wanted) {
            return None;
        }
        let token = &self.template.tokens[hole.token];
        let attribute = match hole.context {
            Context::Attribute(index) => Some(index),
            _ => None,
        };
        // A tag may print one of several values.
        let is_alone = token.name.is_empty();
        let whole = if is_alone { token.span } else { hole.expression.span };
        let span = match filter {
            Some(at) if test.at_filter => filters[at].span,
            _ => whole,
        };
        Some(Hit {
            extent: token.span,
            hole: Some(hole),
            token: Some(token),
            tag: hole.tag,
            attribute,
            filter,
            ..Hit::at(span)
        })
    }

    /// The filter a test asks for.
    fn filter(&self, filters: &[Filter], test: &VariableTest) -> Option<usize> {
        let name = |filter: &Filter| filter.name.slice(self.text);
        filters.iter().enumerate().position(|(at, filter)| {
            is_one_of(name(filter), &test.filter)
                && test.argument.as_ref().is_none_or(|pattern| {
                    filter.argument.is_some_and(|own| pattern.0.is_match(own.slice(self.text)))
                })
                && (test.after.is_empty()
                    || filters[..at].iter().any(|other| is_one_of(name(other), &test.after)))
                && (test.before.is_empty()
                    || filters[at + 1..].iter().any(|other| is_one_of(name(other), &test.before)))
        })
    }

    /// Whether what is around a value is as a test wants it.
    fn holds_around(&self, hole: &Hole, test: &VariableTest) -> bool {
        let (text, template) = (self.text, self.template);
        let start = template.tokens[hole.token].span.start;
        let attribute = template.attribute_of(hole).map(|(_, attribute)| attribute);
        let called = |names: &[String]| {
            attribute.is_some_and(|own| {
                names.iter().any(|name| own.name.slice(text).eq_ignore_ascii_case(name))
            })
        };
        if !(test.attribute.is_empty() || called(&test.attribute)) || called(&test.not_attribute) {
            return false;
        }
        let value = attribute.and_then(|attribute| attribute.value);
        if test.quote.is_some() && value.and_then(|value| value.quote) != test.quote {
            return false;
        }
        if let Some(wanted) = test.starts {
            let before =
                value.map(|value| self.flat(Span::new(value.span.start.min(start), start)));
            if before.is_none_or(|before| before.trim().is_empty() != wanted) {
                return false;
            }
        }
        if test.prefix.is_some() || test.not_prefix.is_some() {
            let before = self.before(hole);
            let is_met = test.prefix.as_ref().is_none_or(|pattern| pattern.0.is_match(&before))
                && test.not_prefix.as_ref().is_none_or(|pattern| !pattern.0.is_match(&before));
            if !is_met {
                return false;
            }
        }
        let tag = hole.tag.map(|tag| &template.html.tags[tag]);
        let is = |names: &[String]| {
            tag.is_some_and(|tag| names.iter().any(|name| tag.is_called(text, name)))
        };
        if !(test.element.is_empty() || is(&test.element)) || is(&test.not_element) {
            return false;
        }
        let has = test.has.iter().all(|(name, wanted)| {
            let own = tag.and_then(|tag| tag.attribute(text, name));
            own.is_some_and(|own| value_holds(self, own, wanted))
        });
        if !has {
            return false;
        }
        let within = |names: &[String]| {
            template
                .blocks_around(start)
                .any(|block| is_one_of(template.opening(block).name.slice(text), names))
        };
        if !(test.within.is_empty() || within(&test.within))
            || (!test.not_within.is_empty() && within(&test.not_within))
        {
            return false;
        }
        true
    }

    /// What stands before a value: in its attribute, or on its line of a script.
    fn before(&self, hole: &Hole) -> String {
        let start = self.template.tokens[hole.token].span.start;
        let line = self.text[..start].rfind('\n').map_or(0, |newline| newline + 1);
        let from = match self.template.attribute_of(hole) {
            Some((_, attribute)) => attribute.value.map_or(start, |value| value.span.start),
            None => {
                let raw = hole.tag.and_then(|tag| self.template.html.tags[tag].raw);
                raw.map_or(line, |raw| line.max(raw.start))
            }
        };
        let mut from = from.min(start).max(start.saturating_sub(FARTHEST));
        while !self.text.is_char_boundary(from) {
            from += 1;
        }
        self.flat(Span::new(from, start))
    }

    /// Whether a value is escaped for HTML on its way into the page.
    pub(super) fn is_escaped(&self, hole: &Hole) -> bool {
        let text = self.text;
        let has = |names: &[&str]| {
            hole.expression.filters.iter().any(|filter| names.contains(&filter.name.slice(text)))
        };
        if has(&["escape", "force_escape", "e", "forceescape"]) {
            return true;
        }
        if unescaping(text, &hole.expression).is_some() {
            return false;
        }
        let start = self.template.tokens[hole.token].span.start;
        let switch = self
            .template
            .blocks_around(start)
            .map(|block| self.template.opening(block))
            .find(|token| token.name.slice(text) == "autoescape");
        switch.is_none_or(|token| {
            let arguments = Span::new(token.name.end, token.inner.end).slice(text);
            !matches!(arguments.trim(), "off" | "false" | "False")
        })
    }

    /// Whether a value stands in a place of that kind.
    pub(super) fn stands(&self, hole: &Hole, wanted: Where) -> bool {
        let attribute = self.template.attribute_of(hole);
        let name = attribute.map(|(_, own)| own.name.slice(self.text).to_ascii_lowercase());
        let name = name.as_deref();
        let is_event = || name.is_some_and(is_event);
        let place = match hole.context {
            Context::Script(place) => Some(place),
            Context::Attribute(_) => hole.script.filter(|_| is_event()),
            _ => None,
        };
        match wanted {
            Where::Text => hole.context == Context::Text,
            Where::PlainText => hole.context == Context::PlainText,
            Where::Comment => hole.context == Context::Comment,
            Where::TagName => hole.context == Context::TagName,
            Where::AttributeName => hole.context == Context::AttributeName,
            Where::Attribute => attribute.is_some(),
            Where::Unquoted => attribute
                .is_some_and(|(_, own)| own.value.is_some_and(|value| value.quote.is_none())),
            Where::Url => name.is_some_and(|name| URLS.contains(&name)),
            Where::Event => is_event(),
            Where::Style => hole.context == Context::Style || name == Some("style"),
            Where::Script => matches!(hole.context, Context::Script(_)),
            Where::Code => place == Some(Place::Bare),
            Where::ScriptText => matches!(place, Some(Place::Quoted(_) | Place::Pattern)),
            Where::Backquoted => place == Some(Place::Backquoted),
            Where::ScriptComment => place == Some(Place::Comment),
            Where::Data => hole.context == Context::Data,
        }
    }
}

/// Whether an attribute of that name holds a script.
fn is_event(name: &str) -> bool {
    is_own_event(name) || EVENTS.iter().any(|start| name.starts_with(start))
}

/// Whether browsers run the attribute of that name.
pub(super) fn is_own_event(name: &str) -> bool {
    name.strip_prefix("on")
        .is_some_and(|rest| rest.len() > 2 && rest.bytes().all(|byte| byte.is_ascii_lowercase()))
}

fn is_one_of(name: &str, names: &[String]) -> bool {
    names.iter().any(|one| one == name)
}

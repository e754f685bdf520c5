//! Which tags of a template a rule is about.

use crate::rules::template_spec::TagTest;
use crate::syntax::template::expression;
use crate::syntax::template::lexer::{Token, TokenKind};
use crate::syntax::template::{Hole, words};
use crate::text::Span;

use super::values::is_harmless;
use super::{Hit, Sheet};

/// Values of one block that are looked at.
const MOST_VALUES: usize = 1_000;

/// The tags a test holds for.
pub(super) fn hits<'s>(sheet: &'s Sheet<'_>, test: &TagTest) -> Vec<Hit<'s>> {
    let tokens = sheet.template.tokens.iter().enumerate();
    tokens
        .filter(|(index, token)| {
            token.kind == TokenKind::Tag && sheet.tag_holds(*index, token, test)
        })
        .map(|(_, token)| Hit { token: Some(token), ..Hit::at(token.span) })
        .collect()
}

impl Sheet<'_> {
    fn tag_holds(&self, index: usize, token: &Token, test: &TagTest) -> bool {
        let name = token.name.slice(self.text);
        if !test.name.iter().any(|wanted| wanted == name) {
            return false;
        }
        let arguments = Span::new(token.name.end, token.inner.end);
        let source = arguments.slice(self.text).trim();
        if !test.arguments.as_ref().is_none_or(|pattern| pattern.0.is_match(source))
            || test.not_arguments.as_ref().is_some_and(|pattern| pattern.0.is_match(source))
        {
            return false;
        }
        if let Some(wanted) = test.request {
            let first = words(self.text, arguments).into_iter().next();
            let is_request = first.is_some_and(|word| {
                let value = expression::read(self.text, word, self.template.dialect);
                self.names.is_request(value.path(self.text))
            });
            if is_request != wanted {
                return false;
            }
        }
        if let Some(wanted) = test.encloses
            && self.encloses_markup(index) != wanted
        {
            return false;
        }
        test.context.is_empty() || {
            let holes = self.template.holes.iter();
            let mut own = holes.filter(|hole| hole.token == index);
            own.any(|hole| test.context.iter().any(|&one| self.stands(hole, one)))
        }
    }

    /// Whether a value that may hold markup is printed in the block of a tag.
    fn encloses_markup(&self, index: usize) -> bool {
        let blocks = &self.template.blocks;
        let Ok(at) = blocks.binary_search_by_key(&index, |block| block.open) else { return false };
        let content = blocks[at].content;
        let place = |hole: &Hole| self.template.tokens[hole.token].span.start;
        let holes = &self.template.holes;
        let first = holes.partition_point(|hole| place(hole) < content.start);
        let within = holes[first..].iter().take_while(|hole| place(hole) < content.end);
        let mut within = within.take(MOST_VALUES);
        within.any(|hole| {
            !self.is_escaped(hole)
                && !is_harmless(self.text, &hole.expression, self.template.dialect)
        })
    }
}

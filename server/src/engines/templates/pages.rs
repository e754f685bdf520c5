//! Blocks of a template that extends another: what is around a block there is around its content here.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use crate::engines::CheckInput;
use crate::syntax::template::expression::{self, Head};
use crate::syntax::template::lexer::{Block, Dialect, TokenKind};
use crate::syntax::template::script::Place;
use crate::syntax::template::{self, Context, Template, words};
use crate::text::{Span, Text};

/// Templates that extend each other, one after another.
const DEEPEST: usize = 5;

/// Templates that others extend of which what was read is kept: a site has a handful.
const MOST_KEPT: usize = 16;

/// Larger ones are read anew each time.
const MOST_KEPT_BYTES: usize = 100_000;

/// A template that another one extends.
struct Parent {
    text: Text,
    template: Template,
}

/// The template with its blocks where the templates it extends put them; none if that changes nothing.
pub(super) fn placed(input: &CheckInput<'_>, template: &Template) -> Option<Template> {
    let text = input.text;
    let blocks: Vec<&Block> = outer_blocks(text, template);
    let is_open = template.holes.iter().any(|hole| hole.context == Context::Text);
    if !is_open {
        return None;
    }
    if blocks.is_empty() {
        return included(input, template);
    }
    let parents = parents(input, template);
    let mut placed: Option<Template> = None;
    for block in blocks {
        let name = block_name(text, template, block);
        let Some(context) =
            parents.iter().find_map(|parent| context_of(&parent.text, &parent.template, name))
        else {
            continue;
        };
        if !matches!(context, Context::Script(_) | Context::Style) {
            continue;
        }
        let own = placed.get_or_insert_with(|| template.clone());
        let mut holes = std::mem::take(&mut own.holes);
        let token = |index: usize| template.tokens[index].span;
        let start = holes.partition_point(|hole| token(hole.token).start < block.content.start);
        let end = holes.partition_point(|hole| token(hole.token).start < block.content.end);
        let within = &mut holes[start..end];
        // What stands in a tag of its own stays there.
        if within.iter().all(|hole| hole.context == Context::Text) {
            for hole in within.iter_mut() {
                hole.context = context;
            }
            if context != Context::Style {
                own.place(within, block.content);
            }
        }
        own.holes = holes;
    }
    placed
}

/// Templates that include a part of a script, of which each is read.
const MOST_INCLUDERS: usize = 20;

/// A template without elements of its own that others put into their scripts, and nowhere else, as it is there.
fn included(input: &CheckInput<'_>, template: &Template) -> Option<Template> {
    let may_be_code = || input.text.contains([';', '=', '(', ':']);
    if !template.html.tags.is_empty() || !may_be_code() || extended(input.text, template).is_some()
    {
        return None;
    }
    let (name, texts) = input.project.includers()?;
    let mut around: Option<Context> = None;
    for text in texts.into_iter().take(MOST_INCLUDERS) {
        let parent = read(text, template.dialect);
        let tokens = parent.template.tokens.iter().filter(|token| {
            token.kind == TokenKind::Tag
                && token.name.slice(&parent.text) == "include"
                && token.inner.slice(&parent.text).contains(&*name)
        });
        for token in tokens {
            let context = match parent.template.context(&parent.text, token.span.start).0 {
                Context::Script(_) => Context::Script(Place::Bare),
                Context::Style => Context::Style,
                _ => return None,
            };
            if around.is_some_and(|other| other != context) {
                return None;
            }
            around = Some(context);
        }
    }
    let context = around?;
    let mut own = template.clone();
    let mut holes = std::mem::take(&mut own.holes);
    for hole in &mut holes {
        hole.context = context;
    }
    if context != Context::Style {
        own.place(&mut holes, Span::new(0, input.text.len()));
    }
    own.holes = holes;
    Some(own)
}

/// The blocks that stand in no other, if the template extends one.
fn outer_blocks<'t>(text: &str, template: &'t Template) -> Vec<&'t Block> {
    if extended(text, template).is_none() {
        return Vec::new();
    }
    let is_block = |block: &&Block| template.opening(block).name.slice(text) == "block";
    let mut outer: Vec<&Block> = Vec::new();
    for block in template.blocks.iter().filter(is_block) {
        if outer.last().is_none_or(|last| last.content.end <= block.content.start) {
            outer.push(block);
        }
    }
    outer
}

fn block_name<'t>(text: &'t str, template: &Template, block: &Block) -> &'t str {
    let token = template.opening(block);
    let name = words(text, Span::new(token.name.end, token.inner.end)).into_iter().next();
    name.map_or("", |name| name.slice(text))
}

/// The name of the template that this one extends.
fn extended<'t>(text: &'t str, template: &Template) -> Option<&'t str> {
    let is_extends = |token: &&crate::syntax::template::lexer::Token| {
        token.kind == TokenKind::Tag && token.name.slice(text) == "extends"
    };
    // It is the first tag, but for comments.
    let token = template.tokens.iter().take(8).find(is_extends)?;
    let word = words(text, Span::new(token.name.end, token.inner.end)).into_iter().next()?;
    let value = expression::read(text, word, template.dialect);
    let is_plain = value.kind == Head::Literal && value.filters.is_empty();
    is_plain.then(|| value.head.slice(text).trim_matches(['"', '\'']))
}

/// The templates that this one extends, nearest first.
fn parents(input: &CheckInput<'_>, template: &Template) -> Vec<Arc<Parent>> {
    let mut found: Vec<Arc<Parent>> = Vec::new();
    let mut name = extended(input.text, template).map(str::to_owned);
    while let Some(next) = name.take().filter(|_| found.len() < DEEPEST) {
        let Some(text) = input.project.template(&next) else { break };
        let parent = read(text, template.dialect);
        let other = extended(&parent.text, &parent.template).filter(|other| **other != *next);
        name = other.map(str::to_owned);
        found.push(parent);
    }
    found
}

/// Reads a template that others extend, or takes it from those read last.
fn read(text: Text, dialect: Dialect) -> Arc<Parent> {
    static READ: Mutex<VecDeque<Arc<Parent>>> = Mutex::new(VecDeque::new());
    let is_it = |parent: &Arc<Parent>| {
        parent.template.dialect == dialect && (parent.text.is_same(&text) || parent.text == text)
    };
    let known = {
        let read = READ.lock().unwrap_or_else(PoisonError::into_inner);
        read.iter().find(|parent| is_it(parent)).cloned()
    };
    known.unwrap_or_else(|| {
        let (template, _) = template::read(&text, dialect, None);
        let parent = Arc::new(Parent { text, template });
        if parent.text.len() <= MOST_KEPT_BYTES {
            let mut read = READ.lock().unwrap_or_else(PoisonError::into_inner);
            read.push_front(parent.clone());
            read.truncate(MOST_KEPT);
        }
        parent
    })
}

/// What is around the block of a name.
fn context_of(text: &str, parent: &Template, name: &str) -> Option<Context> {
    let token = parent.tokens.iter().find(|token| {
        token.kind == TokenKind::Tag
            && token.name.slice(text) == "block"
            && words(text, Span::new(token.name.end, token.inner.end))
                .first()
                .is_some_and(|word| word.slice(text) == name)
    })?;
    // In a template that extends another, only that one tells.
    let is_outer = extended(text, parent).is_some();
    let (context, _) = parent.context(text, token.span.start);
    match context {
        Context::Text if is_outer => None,
        Context::Script(_) => Some(Context::Script(Place::Bare)),
        other => Some(other),
    }
}

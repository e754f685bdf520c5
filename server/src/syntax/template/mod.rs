//! Templates of Django and Jinja: what is put on the page, and what is around it there.
//!
//! A text goes in; tokens, the HTML around them and one [`Hole`] for each value that is printed come out.

pub mod expression;
pub mod html;
mod html_again;
pub mod lexer;
pub mod mask;
pub mod script;

use std::path::Path;
use std::sync::Arc;

use tree_sitter::{InputEdit, Point, Tree};

use self::expression::Expression;
use self::html::{Attribute, Html, StartTag};
use self::lexer::{Block, Dialect, Token, TokenKind};
use self::script::Place;
use super::parse::parse_with;
use crate::text::Span;

/// HTML beyond this is not looked at: nobody writes such a template.
const LARGEST_HTML: usize = 500_000;

/// What is around a place in a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Context {
    /// Text.
    Text,
    /// The text of a `<title>` or `<textarea>`.
    PlainText,
    /// A comment of HTML.
    Comment,
    /// The name of an element.
    TagName,
    /// The name of an attribute, or between attributes.
    AttributeName,
    /// The value of an attribute, by its place in the tag.
    Attribute(usize),
    /// JavaScript between `<script>` and `</script>`.
    Script(Place),
    /// A `<script>` that holds no program.
    Data,
    /// CSS between `<style>` and `</style>`.
    Style,
    /// The page cannot be read there.
    Unknown,
}

/// A value that is printed.
#[derive(Clone, Debug)]
pub struct Hole {
    /// The index of its token.
    pub token: usize,
    /// The value.
    pub expression: Expression,
    /// What is around it.
    pub context: Context,
    /// The start tag it stands in, or the one of its script or style.
    pub tag: Option<usize>,
    /// In an attribute that holds a script: what is around it there.
    pub script: Option<Place>,
}

/// A template that was read.
#[derive(Clone, Debug)]
pub struct Template {
    /// Whose words it is in.
    pub dialect: Dialect,
    /// Tags, variables and comments.
    pub tokens: Vec<Token>,
    /// Tags that have an end.
    pub blocks: Vec<Block>,
    /// The page with holes; as long as the text.
    pub masked: String,
    /// The page.
    pub html: Arc<Html>,
    /// What is printed, in source order.
    pub holes: Vec<Hole>,
}

/// The tree of a masked page, for the next time.
#[derive(Clone, Debug)]
pub struct Page {
    masked: String,
    tree: Tree,
    html: Arc<Html>,
}

/// Whose words the template at a path is in.
pub fn dialect_of(path: &Path) -> Dialect {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let is_named = [".j2", ".jinja", ".jinja2"].iter().any(|kind| name.ends_with(kind));
    let is_jinja = is_named || path.components().any(|part| part.as_os_str() == "jinja2");
    if is_jinja { Dialect::Jinja } else { Dialect::Django }
}

/// Reads a template; `before` is what reading an older text left.
pub fn read(text: &str, dialect: Dialect, before: Option<Page>) -> (Template, Option<Page>) {
    let tokens = lexer::read(text, dialect);
    let mask::Masked { text: masked, is_sound, .. } = mask::mask(text, &tokens.all);
    let may_parse = is_sound && text.len() <= LARGEST_HTML && masked.contains('<');
    let page = if may_parse { page(&masked, before) } else { None };
    let is_known = page.is_some() || !masked.contains('<');
    let html = page.as_ref().map(|page| page.html.clone()).unwrap_or_default();
    let mut template = Template {
        dialect,
        tokens: tokens.all,
        blocks: tokens.blocks,
        masked,
        html,
        holes: Vec::new(),
    };
    template.holes = template.find_holes(text, is_known);
    (template, page)
}

/// Reads tags, variables and comments only: for texts of which nobody asks more.
pub fn read_tokens(text: &str, dialect: Dialect) -> Template {
    let tokens = lexer::read(text, dialect);
    Template {
        dialect,
        tokens: tokens.all,
        blocks: tokens.blocks,
        masked: String::new(),
        html: Arc::default(),
        holes: Vec::new(),
    }
}

/// Parses a masked page, as little of it as changed.
fn page(masked: &str, before: Option<Page>) -> Option<Page> {
    let Some(Page { masked: old, mut tree, html }) = before else {
        let tree = parse_with(&html::grammar(), masked, None)?;
        let html = Arc::new(html::read(masked, &tree));
        return Some(Page { masked: masked.to_owned(), tree, html });
    };
    let change = change(old.as_bytes(), masked.as_bytes());
    // Nobody asks the tree for lines.
    let point = |byte| Point { row: 0, column: byte };
    tree.edit(&InputEdit {
        start_byte: change.start,
        old_end_byte: change.old_end,
        new_end_byte: change.new_end,
        start_position: point(change.start),
        old_end_position: point(change.old_end),
        new_end_position: point(change.new_end),
    });
    let new = parse_with(&html::grammar(), masked, Some(&tree))?;
    let old = Arc::unwrap_or_clone(html);
    let html = html_again::read_again(old, masked, (&tree, &new), change)
        .unwrap_or_else(|| html::read(masked, &new));
    Some(Page { masked: masked.to_owned(), tree: new, html: Arc::new(html) })
}

/// What is new in a text: all between what both have at their beginnings and at their ends.
fn change(old: &[u8], new: &[u8]) -> html_again::Change {
    let start = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let most = old.len().min(new.len()) - start;
    let same = old.iter().rev().zip(new.iter().rev()).take(most);
    let end = same.take_while(|(a, b)| a == b).count();
    html_again::Change { start, old_end: old.len() - end, new_end: new.len() - end }
}

impl Template {
    /// The blocks around a byte, innermost first.
    pub fn blocks_around(&self, offset: usize) -> impl Iterator<Item = &Block> {
        let end = self.blocks.partition_point(|block| block.content.start <= offset);
        self.blocks[..end].iter().rev().filter(move |block| offset < block.content.end)
    }

    /// The token a block begins with.
    pub fn opening(&self, block: &Block) -> &Token {
        &self.tokens[block.open]
    }

    /// The tokens within a span.
    pub fn tokens_in(&self, span: Span) -> &[Token] {
        let start = self.tokens.partition_point(|token| token.span.start < span.start);
        let end = self.tokens.partition_point(|token| token.span.start < span.end);
        &self.tokens[start..end.max(start)]
    }

    /// The value of the attribute a hole stands in.
    pub fn attribute_of(&self, hole: &Hole) -> Option<(&StartTag, &Attribute)> {
        let Context::Attribute(index) = hole.context else { return None };
        let tag = &self.html.tags[hole.tag?];
        Some((tag, &tag.attributes[index]))
    }

    /// Comments of the template and of the page, in source order.
    pub fn comments(&self, text: &str) -> Vec<Span> {
        let own = self.tokens.iter().filter(|token| token.kind == TokenKind::Comment);
        let of_page = self.html.comments.iter().copied().filter(|span| span.len() < 1_000);
        let mut comments: Vec<Span> = own.map(|token| token.span).chain(of_page).collect();
        comments.sort();
        // One within another is not read twice.
        comments.dedup_by(|later, earlier| earlier.contains(*later));
        comments.retain(|span| !span.slice(text).is_empty());
        comments
    }

    fn find_holes(&self, text: &str, is_known: bool) -> Vec<Hole> {
        let mut holes = Vec::new();
        for (index, token) in self.tokens.iter().enumerate() {
            match token.kind {
                TokenKind::Variable => {
                    let expression = expression::read(text, token.inner, self.dialect);
                    holes.push(self.hole(text, index, expression, is_known));
                }
                TokenKind::Tag if matches!(token.name.slice(text), "firstof" | "cycle") => {
                    for word in words(text, Span::new(token.name.end, token.inner.end)) {
                        if word.slice(text) == "as" {
                            break;
                        }
                        let expression = expression::read(text, word, self.dialect);
                        holes.push(self.hole(text, index, expression, is_known));
                    }
                }
                _ => {}
            }
        }
        self.place_in_scripts(&mut holes);
        holes
    }

    fn hole(&self, text: &str, token: usize, expression: Expression, is_known: bool) -> Hole {
        let at = self.tokens[token].span.start;
        let (context, tag) =
            if is_known { self.context(text, at) } else { (Context::Unknown, None) };
        Hole { token, expression, context, tag, script: None }
    }

    /// What is around a byte, and the tag that matters there.
    pub fn context(&self, text: &str, at: usize) -> (Context, Option<usize>) {
        let html = &self.html;
        if let Some(tag) = html.tag_at(at) {
            let start = &html.tags[tag];
            if start.attributes.len() >= html::MOST_ATTRIBUTES {
                return (Context::Unknown, None);
            }
            if start.name.touches(at) && at < start.name.end {
                return (Context::TagName, Some(tag));
            }
            let attribute = start
                .attributes
                .iter()
                .position(|attribute| attribute.value.is_some_and(|value| value.span.touches(at)));
            return match attribute {
                Some(attribute) => (Context::Attribute(attribute), Some(tag)),
                None => (Context::AttributeName, Some(tag)),
            };
        }
        if let Some(tag) = html.raw_at(at) {
            let start = &html.tags[tag];
            let context = if start.is_called(text, "style") {
                Context::Style
            } else if start.holds_program(text) {
                Context::Script(Place::Bare)
            } else {
                Context::Data
            };
            return (context, Some(tag));
        }
        if html.comment_at(at).is_some() {
            return (Context::Comment, None);
        }
        let before = html.tags.partition_point(|tag| tag.span.start <= at).checked_sub(1);
        let plain = before.filter(|&tag| {
            let start = &html.tags[tag];
            (start.is_called(text, "title") || start.is_called(text, "textarea"))
                && html.end_of(tag, text).is_some_and(|end| at < end.start)
        });
        match plain {
            Some(tag) => (Context::PlainText, Some(tag)),
            None => (Context::Text, None),
        }
    }

    /// Tells what is around holes within scripts, and within attributes that hold scripts.
    fn place_in_scripts(&self, holes: &mut [Hole]) {
        let mut at = 0;
        while at < holes.len() {
            let region = self.region(&holes[at]);
            let Some(region) = region else {
                at += 1;
                continue;
            };
            let end =
                at + holes[at..].iter().take_while(|h| self.region(h) == Some(region)).count();
            self.place(&mut holes[at..end], region);
            at = end;
        }
    }

    /// The script a hole stands in.
    fn region(&self, hole: &Hole) -> Option<Span> {
        match hole.context {
            Context::Script(_) => hole.tag.and_then(|tag| self.html.tags[tag].raw),
            Context::Attribute(_) => {
                let (_, attribute) = self.attribute_of(hole)?;
                attribute.value.map(|value| value.span)
            }
            _ => None,
        }
    }

    /// Tells what is around holes of one script.
    pub fn place(&self, holes: &mut [Hole], region: Span) {
        let within: Vec<usize> =
            holes.iter().map(|hole| self.tokens[hole.token].span.start - region.start).collect();
        let places = script::places(region.slice(&self.masked), &within);
        for (hole, place) in holes.iter_mut().zip(places) {
            match hole.context {
                Context::Attribute(_) => hole.script = Some(place),
                _ => hole.context = Context::Script(place),
            }
        }
    }
}

/// Types of scripts that browsers run.
const PROGRAMS: [&str; 7] = [
    "module",
    "text/javascript",
    "application/javascript",
    "text/ecmascript",
    "application/ecmascript",
    "text/babel",
    "text/jsx",
];

impl StartTag {
    /// Whether its element has this name.
    pub fn is_called(&self, text: &str, name: &str) -> bool {
        self.name.slice(text).eq_ignore_ascii_case(name)
    }

    /// The attribute of a name.
    pub fn attribute(&self, text: &str, name: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|own| own.name.slice(text).eq_ignore_ascii_case(name))
    }

    /// Whether it is a `<script>` that browsers run.
    pub fn holds_script(&self, text: &str) -> bool {
        self.is_called(text, "script") && self.holds_program(text)
    }

    /// Whether it is a script that runs.
    fn holds_program(&self, text: &str) -> bool {
        match self.attribute(text, "type").and_then(|attribute| attribute.value) {
            None => true,
            Some(value) => {
                let kind = value.span.slice(text).trim().to_ascii_lowercase();
                kind.is_empty() || kind.contains('{') || PROGRAMS.contains(&&*kind)
            }
        }
    }
}

/// The words of a tag's arguments; blanks within quotes part none.
pub fn words(text: &str, span: Span) -> Vec<Span> {
    let (mut found, mut start, mut quote) = (Vec::new(), None, None);
    for (at, c) in span.slice(text).char_indices() {
        let at = span.start + at;
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (Some(_), _) => {}
            (None, c) if c.is_whitespace() => {
                found.extend(start.take().map(|start| Span::new(start, at)));
                continue;
            }
            (None, '"' | '\'') => quote = Some(c),
            (None, _) => {}
        }
        start.get_or_insert(at);
    }
    found.extend(start.map(|start| Span::new(start, span.end)));
    found
}

#[cfg(test)]
mod tests;

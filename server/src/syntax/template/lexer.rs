//! The tags, variables and comments of a template: one pass over the bytes, linear whatever they are.
//!
//! What is not closed is no token, as for Django itself; unlike there, a token that another one begins inside
//! does not swallow it, so that what somebody is typing costs nothing but itself.

use std::collections::{HashMap, HashSet};

use crate::text::Span;

/// Whose words a template is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// Django's own language.
    Django,
    /// Jinja's.
    Jinja,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// `{{ … }}`
    Variable,
    /// `{% … %}`
    Tag,
    /// `{# … #}`, or `{% comment %}` with all that it hides.
    Comment,
    /// What `{% verbatim %}` or `{% raw %}` keeps from being read.
    Verbatim,
}

/// One token. Text is what lies between them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// With its braces.
    pub span: Span,
    /// Between braces, whitespace control and blanks.
    pub inner: Span,
    /// Of a tag its first word, else empty.
    pub name: Span,
}

/// A tag with all up to its end tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// The index of the tag that opens it.
    pub open: usize,
    /// From behind the opening tag to the end tag; to the end of what is around it where that is missing.
    pub content: Span,
}

/// The tokens of a text.
#[derive(Clone, Debug, Default)]
pub struct Tokens {
    /// In source order.
    pub all: Vec<Token>,
    /// In the order of their opening tags.
    pub blocks: Vec<Block>,
}

/// Splits a template.
pub fn read(text: &str, dialect: Dialect) -> Tokens {
    let mut lexer =
        Lexer { text, bytes: text.as_bytes(), dialect, all: Vec::new(), lost: Vec::new() };
    lexer.run();
    let all = lexer.all;
    let blocks = blocks(text, &all);
    Tokens { all, blocks }
}

struct Lexer<'t> {
    text: &'t str,
    bytes: &'t [u8],
    dialect: Dialect,
    all: Vec<Token>,
    /// End tags that were looked for in vain: nobody has to look again.
    lost: Vec<&'static str>,
}

impl Lexer<'_> {
    fn run(&mut self) {
        let mut at = 0;
        while let Some(found) = self.text[at..].find('{') {
            let open = at + found;
            let kind = match self.bytes.get(open + 1) {
                Some(b'{') => TokenKind::Variable,
                Some(b'%') => TokenKind::Tag,
                Some(b'#') => TokenKind::Comment,
                _ => {
                    at = open + 1;
                    continue;
                }
            };
            at = match self.close(open, kind) {
                Some(end) => self.push(open, end, kind),
                None => open + 1,
            };
        }
    }

    /// One past the end of what opens at `open`.
    fn close(&self, open: usize, kind: TokenKind) -> Option<usize> {
        let closing: &[u8] = match kind {
            TokenKind::Variable => b"}}",
            TokenKind::Tag => b"%}",
            TokenKind::Comment | TokenKind::Verbatim => b"#}",
        };
        let is_jinja = self.dialect == Dialect::Jinja;
        let is_comment = kind == TokenKind::Comment;
        let (mut quote, mut depth) = (None, 0_usize);
        let mut at = open + 2;
        while let Some(&byte) = self.bytes.get(at) {
            match byte {
                b'\n' if !is_jinja => return None,
                // What was forgotten to be closed does not reach over an empty line.
                b'\n' if !is_comment && self.bytes[at + 1..].starts_with(b"\n") => return None,
                b'"' | b'\'' if is_jinja && !is_comment => match quote {
                    None => quote = Some(byte),
                    Some(open) if open == byte => quote = None,
                    Some(_) => {}
                },
                b'\\' if quote.is_some() => at += 1,
                // `{{ {"a": {}} }}`: the braces of a value close first.
                b'}' if depth > 0 && quote.is_none() => depth -= 1,
                _ if quote.is_none() && self.bytes[at..].starts_with(closing) => {
                    return Some(at + 2);
                }
                b'{' if quote.is_none() => match self.bytes.get(at + 1) {
                    // Comments hold what they like, but for the beginning of another.
                    Some(b'{' | b'%') if !is_comment => return None,
                    Some(b'#') => return None,
                    _ => depth += usize::from(is_jinja && !is_comment),
                },
                _ => {}
            }
            at += 1;
        }
        None
    }

    /// Adds a token; gives where to go on.
    fn push(&mut self, open: usize, end: usize, kind: TokenKind) -> usize {
        let mut inner = Span::new(open + 2, (end - 2).max(open + 2));
        if matches!(self.bytes.get(inner.start), Some(b'-' | b'+')) && inner.len() > 1 {
            inner.start += 1;
        }
        if inner.len() > 1 && matches!(self.bytes[inner.end - 1], b'-' | b'+') {
            inner.end -= 1;
        }
        let inner = trimmed(self.text, inner);
        let mut name = Span::empty(inner.start);
        if kind == TokenKind::Tag {
            let word = inner.slice(self.text).split(|c: char| c.is_whitespace() || c == '(').next();
            name.end += word.unwrap_or_default().len();
        }
        self.all.push(Token { kind, span: Span::new(open, end), inner, name });
        if kind != TokenKind::Tag {
            return end;
        }
        match name.slice(self.text) {
            "comment" => self.skip(open, end, "endcomment", TokenKind::Comment),
            "verbatim" => self.skip(end, end, "endverbatim", TokenKind::Verbatim),
            "raw" if self.dialect == Dialect::Jinja => {
                self.skip(end, end, "endraw", TokenKind::Verbatim)
            }
            _ => end,
        }
    }

    /// Adds what a tag keeps from being read, up to its end tag, if it has one.
    fn skip(&mut self, start: usize, from: usize, word: &'static str, kind: TokenKind) -> usize {
        if self.lost.contains(&word) {
            return from;
        }
        let mut at = from;
        while let Some(found) = self.text[at..].find("{%") {
            let open = at + found;
            let rest = self.text[open + 2..].trim_start_matches(['-', '+']).trim_start_matches(' ');
            if rest.starts_with(word)
                && let Some(end) = self.close(open, TokenKind::Tag)
            {
                if kind == TokenKind::Comment {
                    self.all.pop();
                    let span = Span::new(start, end);
                    let inner = Span::new(from, open);
                    self.all.push(Token { kind, span, inner, name: Span::empty(open) });
                    return end;
                }
                let span = Span::new(from, open);
                self.all.push(Token { kind, span, inner: span, name: Span::empty(from) });
                return open;
            }
            at = open + 2;
        }
        self.lost.push(word);
        from
    }
}

/// A span without blanks at its ends.
pub fn trimmed(text: &str, span: Span) -> Span {
    let content = span.slice(text);
    let start = span.start + (content.len() - content.trim_start().len());
    Span::new(start, start + content.trim().len())
}

/// Pairs tags with their end tags. A tag is one that has an end tag if the text holds such an end tag.
fn blocks(text: &str, all: &[Token]) -> Vec<Block> {
    let tags = || all.iter().enumerate().filter(|(_, token)| token.kind == TokenKind::Tag);
    let with_end: HashSet<&str> = tags()
        .filter_map(|(_, token)| token.name.slice(text).strip_prefix("end"))
        .chain(["autoescape"])
        .collect();
    let mut blocks: Vec<Block> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let mut n_open: HashMap<&str, usize> = HashMap::new();
    for (index, token) in tags() {
        let name = token.name.slice(text);
        if let Some(opened) = name.strip_prefix("end") {
            if n_open.get(opened).is_none_or(|&n| n == 0) {
                continue;
            }
            // What was left open inside ends here too.
            while let Some(last) = open.pop() {
                let own = all[blocks[last].open].name.slice(text);
                blocks[last].content.end = token.span.start;
                n_open.entry(own).and_modify(|n| *n -= 1);
                if own == opened {
                    break;
                }
            }
        } else if with_end.contains(name) {
            *n_open.entry(name).or_default() += 1;
            open.push(blocks.len());
            blocks.push(Block { open: index, content: Span::new(token.span.end, text.len()) });
        }
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, dialect: Dialect) -> Vec<String> {
        let tokens = read(text, dialect);
        tokens
            .all
            .iter()
            .map(|token| format!("{:?} {}", token.kind, token.inner.slice(text)))
            .collect()
    }

    #[test]
    fn tokens_of_every_kind() {
        assert_eq!(
            check("a {{ x|y:'}' }} {%if a%}b{% endif %}{# c #} { { } {% }", Dialect::Django),
            ["Variable x|y:'}'", "Tag if a", "Tag endif", "Comment c"]
        );
        assert_eq!(check("{{- a -}}{%- b +%}", Dialect::Jinja), ["Variable a", "Tag b"]);
        assert_eq!(check("{{ {'a': {}} }}x", Dialect::Jinja), ["Variable {'a': {}}"]);
        assert_eq!(check("{{ '}}'\n ~ a }}", Dialect::Jinja), ["Variable '}}'\n ~ a"]);
    }

    #[test]
    fn what_is_not_closed_costs_itself() {
        assert_eq!(check("{{ a \n{{ b }}", Dialect::Django), ["Variable b"]);
        assert_eq!(check("{{ a <b>{{ b }}", Dialect::Django), ["Variable b"]);
        assert_eq!(check("{% if {{ b }}", Dialect::Django), ["Variable b"]);
        assert_eq!(check("{{ 'a }}\n\n{{ b }}", Dialect::Jinja), ["Variable b"]);
        assert_eq!(check("{# a\n{{ b }}", Dialect::Django), ["Variable b"]);
        assert_eq!(check("{% comment %}{{ b }}", Dialect::Django), ["Tag comment", "Variable b"]);
        assert_eq!(check("{%{%{{{{", Dialect::Jinja), [""; 0]);
        assert_eq!(check("{{}}{%%}{##}", Dialect::Django), ["Variable ", "Tag ", "Comment "]);
        assert_eq!(check("{%-%}", Dialect::Jinja), ["Tag -"]);
    }

    #[test]
    fn what_is_kept_from_being_read_holds_no_tokens() {
        assert_eq!(
            check("{% comment 'x' %}{{ a }}{% endcomment %}{{ b }}", Dialect::Django),
            ["Comment {{ a }}", "Variable b"]
        );
        assert_eq!(
            check("{% verbatim %}{{ a }}{% endverbatim %}{{ b }}", Dialect::Django),
            ["Tag verbatim", "Verbatim {{ a }}", "Tag endverbatim", "Variable b"]
        );
    }

    #[test]
    fn blocks_end_where_their_end_tags_stand() {
        let text = "{% autoescape off %}{% if a %}b{% endautoescape %}{% endif %}{% for %}{% url %}{% endfor %}";
        let tokens = read(text, Dialect::Django);
        let shown: Vec<&str> =
            tokens.blocks.iter().map(|block| block.content.slice(text)).collect();
        assert_eq!(shown, ["{% if a %}b", "b", "{% url %}"]);
    }
}

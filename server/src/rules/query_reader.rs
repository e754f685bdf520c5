//! The reader of [`query_text`](super::query_text): characters → items and calls.

use super::query_text::{Argument, Call, Item, Kind, Pattern, RuleMistake};
use crate::text::Span;

/// Nesting deeper than this is a mistake, not a rule.
const MAX_DEPTH: usize = 64;

/// Reads all patterns. Mistakes stop the reading of the rest.
pub fn read(text: &str) -> Result<Vec<Pattern>, RuleMistake> {
    let mut reader = Reader { text, at: 0 };
    let mut patterns = Vec::new();
    loop {
        reader.skip_blank();
        if reader.at >= text.len() {
            return Ok(patterns);
        }
        let start = reader.at;
        let mut calls = Vec::new();
        let mut item = reader.item(&mut calls, 0)?;
        // `((call) @finding (#eq? …))` is the one item it holds.
        while item.kind == Kind::Group
            && item.children.len() == 1
            && item.captures.is_empty()
            && item.quantifier.is_none()
        {
            item = item.children.remove(0);
        }
        patterns.push(Pattern { root: item, calls, span: Span::new(start, reader.at) });
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn mistake<T>(&self, from: usize, message: impl Into<String>) -> Result<T, RuleMistake> {
        let end = self.at.max(from);
        Err(RuleMistake::new(Span::new(from, end), message))
    }

    fn skip_blank(&mut self) {
        while let Some(c) = self.peek() {
            if c == ';' {
                let rest = &self.text[self.at..];
                self.at += rest.find('\n').unwrap_or(rest.len());
            } else if c.is_whitespace() {
                self.at += c.len_utf8();
            } else {
                return;
            }
        }
    }

    fn word(&mut self) -> &str {
        let rest = &self.text[self.at..];
        let length = rest
            .find(|c: char| {
                !(c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '?' | '!' | '/'))
            })
            .unwrap_or(rest.len());
        self.at += length;
        &rest[..length]
    }

    /// A name: letters, digits, `_`, `-`, and inner `.`, `/`; without a quantifier or anchor that may follow.
    fn name(&mut self) -> String {
        let rest = &self.text[self.at..];
        let length = rest
            .find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/')))
            .unwrap_or(rest.len());
        let name = rest[..length].trim_end_matches('.');
        self.at += name.len();
        name.to_owned()
    }

    fn string(&mut self) -> Result<String, RuleMistake> {
        let start = self.at;
        self.at += 1;
        let mut value = String::new();
        loop {
            let Some(c) = self.peek() else {
                return self.mistake(start, "this string has no end, close it with `\"`");
            };
            self.at += c.len_utf8();
            match c {
                '"' => return Ok(value),
                '\n' | '\r' => {
                    return self.mistake(
                        start,
                        "a string may not span lines, write `\\n` for a line break",
                    );
                }
                '\\' => {
                    let Some(escaped) = self.peek() else { continue };
                    self.at += escaped.len_utf8();
                    match escaped {
                        'n' => value.push('\n'),
                        't' => value.push('\t'),
                        'r' => value.push('\r'),
                        '0' => value.push('\0'),
                        '"' | '\\' => value.push(escaped),
                        other => {
                            let from = self.at - other.len_utf8() - 1;
                            return self.mistake(
                                from,
                                format!(
                                    "`\\{other}` loses its backslash here, write `\\\\{other}`"
                                ),
                            );
                        }
                    }
                }
                other => value.push(other),
            }
        }
    }

    fn item(&mut self, calls: &mut Vec<Call>, depth: usize) -> Result<Item, RuleMistake> {
        let start = self.at;
        if depth > MAX_DEPTH {
            return self.mistake(start, "this pattern is nested too deeply");
        }
        let mut field = None;
        let mut item = match self.peek() {
            Some('(') => self.parenthesised(calls, depth)?,
            Some('[') => self.alternation(calls, depth)?,
            Some('"') => self.leaf(start, |reader| Ok(Kind::Anonymous(reader.string()?)))?,
            Some('.') => {
                self.at += 1;
                return Ok(Item::new(Kind::Anchor, Span::new(start, self.at)));
            }
            Some('!') => {
                self.at += 1;
                let name = self.name();
                return Ok(Item::new(Kind::NoField(name), Span::new(start, self.at)));
            }
            Some(c) if c.is_alphanumeric() || c == '_' => {
                let name = self.name();
                self.skip_blank();
                if self.peek() == Some(':') {
                    self.at += 1;
                    self.skip_blank();
                    let mut inner = self.item(calls, depth + 1)?;
                    inner.field = Some(name.clone());
                    field = Some(name);
                    inner
                } else if name == "_" {
                    Item::new(Kind::Any, Span::new(start, self.at))
                } else {
                    return self.mistake(
                        start,
                        format!(
                            "`{name}` is neither a node nor a field, write `({name})` or `{name}:`"
                        ),
                    );
                }
            }
            Some('@') => {
                return self
                    .mistake(start, "a capture follows a node, nothing stands before this one");
            }
            Some(')' | ']') => {
                self.at += 1;
                return self.mistake(start, "this bracket closes nothing");
            }
            Some(c) => {
                self.at += c.len_utf8();
                return self.mistake(start, format!("`{c}` has no meaning here"));
            }
            None => return self.mistake(start, "the pattern ends too early"),
        };
        if field.is_none() {
            self.suffixes(&mut item)?;
        }
        item.span = Span::new(start, self.at);
        Ok(item)
    }

    fn leaf(
        &mut self,
        start: usize,
        read: impl FnOnce(&mut Self) -> Result<Kind, RuleMistake>,
    ) -> Result<Item, RuleMistake> {
        let kind = read(self)?;
        Ok(Item::new(kind, Span::new(start, self.at)))
    }

    /// Quantifier and captures behind an item.
    fn suffixes(&mut self, item: &mut Item) -> Result<(), RuleMistake> {
        loop {
            let before = self.at;
            self.skip_blank();
            match self.peek() {
                Some(c @ ('*' | '+' | '?')) => {
                    self.at += 1;
                    item.quantifier = Some(c);
                }
                Some('@') => {
                    self.at += 1;
                    let name = self.name();
                    if name.is_empty() {
                        return self.mistake(before, "`@` needs a name behind it");
                    }
                    item.captures.push(name);
                }
                _ => {
                    self.at = before;
                    return Ok(());
                }
            }
        }
    }

    fn parenthesised(&mut self, calls: &mut Vec<Call>, depth: usize) -> Result<Item, RuleMistake> {
        let start = self.at;
        self.at += 1;
        self.skip_blank();
        let kind = match self.peek() {
            Some('#') => {
                return self.mistake(
                    start,
                    "this predicate belongs inside the parentheses of its pattern",
                );
            }
            Some(c) if c.is_alphanumeric() || c == '_' => {
                let save = self.at;
                let name = self.name();
                self.skip_blank();
                if self.peek() == Some(':') {
                    self.at = save;
                    Kind::Group
                } else if name == "_" {
                    Kind::AnyNamed
                } else {
                    Kind::Named(name)
                }
            }
            _ => Kind::Group,
        };
        let mut item = Item::new(kind, Span::new(start, start));
        loop {
            self.skip_blank();
            match self.peek() {
                Some(')') => {
                    self.at += 1;
                    return Ok(item);
                }
                Some('(') if self.text[self.at + 1..].trim_start().starts_with('#') => {
                    let call = self.call()?;
                    calls.push(call);
                }
                None => {
                    self.at = self.text.len();
                    return self.mistake(start, "this parenthesis is never closed");
                }
                _ => item.children.push(self.item(calls, depth + 1)?),
            }
        }
    }

    fn alternation(&mut self, calls: &mut Vec<Call>, depth: usize) -> Result<Item, RuleMistake> {
        let start = self.at;
        self.at += 1;
        let mut item = Item::new(Kind::Alternation, Span::new(start, start));
        loop {
            self.skip_blank();
            match self.peek() {
                Some(']') => {
                    self.at += 1;
                    return Ok(item);
                }
                None => return self.mistake(start, "this bracket is never closed"),
                _ => item.children.push(self.item(calls, depth + 1)?),
            }
        }
    }

    fn call(&mut self) -> Result<Call, RuleMistake> {
        let start = self.at;
        self.at += 1;
        self.skip_blank();
        self.at += 1; // '#', seen by the caller
        let name = self.word().to_owned();
        let mut arguments = Vec::new();
        loop {
            self.skip_blank();
            let here = self.at;
            match self.peek() {
                Some(')') => {
                    self.at += 1;
                    return Ok(Call { name, arguments, span: Span::new(start, self.at) });
                }
                Some('@') => {
                    self.at += 1;
                    arguments.push(Argument::Capture(self.name()));
                }
                Some('"') => arguments.push(Argument::Text(self.string()?)),
                None => return self.mistake(start, "this parenthesis is never closed"),
                Some(c) => {
                    let word = self.word().to_owned();
                    if word.is_empty() || self.peek() == Some(':') {
                        self.at += if word.is_empty() { c.len_utf8() } else { 0 };
                        return self.mistake(
                            here,
                            "quote this argument: bare words are letters, digits, `_`, `-` and `.`",
                        );
                    }
                    arguments.push(Argument::Text(word));
                }
            }
        }
    }
}

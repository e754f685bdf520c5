//! Reads the text of tree-sitter queries into patterns, so that rules can be grouped and checked before they are compiled.
//!
//! In: the text behind a rule file's header. Out: patterns with their structure, captures and predicates, each with its place.
//! Tree-sitter's own compiler stays the judge of what is valid; this reader only needs to agree with it on what valid queries say.

use std::fmt::Write as _;

use crate::text::Span;

/// A mistake in the text of a rule file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleMistake {
    /// Where in the rule file, in bytes.
    pub span: Span,
    /// What is wrong and what to try; one line.
    pub message: String,
}

impl RuleMistake {
    /// A mistake at a place.
    pub fn new(span: Span, message: impl Into<String>) -> Self {
        Self { span, message: message.into() }
    }
}

/// What kind of node an item asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `(call …)`
    Named(String),
    /// `"if"`
    Anonymous(String),
    /// `(_)`: any named node.
    AnyNamed,
    /// `_`: any node.
    Any,
    /// `[a b]`
    Alternation,
    /// `(a b)`
    Group,
    /// `.`
    Anchor,
    /// `!field`
    NoField(String),
}

/// One item of a pattern's structure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// What it asks for.
    pub kind: Kind,
    /// The field it must stand in.
    pub field: Option<String>,
    /// Children, branches or members.
    pub children: Vec<Item>,
    /// Capture names without `@`.
    pub captures: Vec<String>,
    /// `*`, `+` or `?`.
    pub quantifier: Option<char>,
    /// Where it stands in the query text.
    pub span: Span,
}

/// An argument of a predicate or directive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Argument {
    /// `@name`
    Capture(String),
    /// `"text"` or a bare word.
    Text(String),
}

/// `(#name? …)` or `(#name! …)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// Without `#`.
    pub name: String,
    /// In order.
    pub arguments: Vec<Argument>,
    /// Where it stands in the query text.
    pub span: Span,
}

/// One pattern of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// The structure without predicates. A top-level group of one item is that item.
    pub root: Item,
    /// Predicates and directives in the order they are written.
    pub calls: Vec<Call>,
    /// Where it stands in the query text.
    pub span: Span,
}

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

impl Item {
    fn new(kind: Kind, span: Span) -> Self {
        Self {
            kind,
            field: None,
            children: Vec::new(),
            captures: Vec::new(),
            quantifier: None,
            span,
        }
    }

    /// Every item of the structure, outermost first.
    pub fn walk(&self) -> Vec<&Item> {
        let mut items = vec![self];
        let mut next = 0;
        while next < items.len() {
            items.extend(items[next].children.iter());
            next += 1;
        }
        items
    }
}

impl Pattern {
    /// Names of the captures in the structure, in the order [`shape`](Self::shape) numbers them.
    pub fn captures(&self) -> Vec<&str> {
        let mut names = Vec::new();
        collect_captures(&self.root, &mut names);
        names
    }

    /// The structure written again with captures numbered `@c0`, `@c1`… and the root captured as `@root`:
    /// equal for patterns that differ in capture names and predicates only, so that they can share one compiled query.
    pub fn shape(&self) -> String {
        let mut out = String::new();
        let mut names = Vec::new();
        write_item(&self.root, &mut out, &mut names, true);
        out
    }

    /// The field path from the root to the item with a capture, if each step is certain: no quantifier, no alternation.
    pub fn path_to(&self, capture: &str) -> Option<Vec<String>> {
        fn search(item: &Item, capture: &str, path: &mut Vec<String>) -> bool {
            if item.quantifier.is_some() {
                return false;
            }
            if item.captures.iter().any(|name| name == capture) {
                return true;
            }
            if matches!(item.kind, Kind::Alternation | Kind::Group) {
                return false;
            }
            for child in &item.children {
                let Some(field) = &child.field else { continue };
                path.push(field.clone());
                if search(child, capture, path) {
                    return true;
                }
                path.pop();
            }
            false
        }
        let mut path = Vec::new();
        search(&self.root, capture, &mut path).then_some(path)
    }

    /// The named kinds a match may be rooted at; `None` if any node may be.
    pub fn root_kinds(&self) -> Option<Vec<&str>> {
        match &self.root.kind {
            Kind::Named(kind) => Some(vec![kind]),
            Kind::Alternation => self
                .root
                .children
                .iter()
                .map(|child| match &child.kind {
                    Kind::Named(kind) if child.quantifier.is_none() => Some(kind.as_str()),
                    _ => None,
                })
                .collect(),
            _ => None,
        }
    }
}

fn collect_captures<'a>(item: &'a Item, names: &mut Vec<&'a str>) {
    for child in &item.children {
        collect_captures(child, names);
    }
    for capture in &item.captures {
        if !names.contains(&capture.as_str()) {
            names.push(capture);
        }
    }
}

fn write_item<'a>(item: &'a Item, out: &mut String, names: &mut Vec<&'a str>, root: bool) {
    if let Some(field) = &item.field {
        out.push_str(field);
        out.push_str(": ");
    }
    let (open, close) = match &item.kind {
        Kind::Named(kind) => (format!("({kind}"), ")"),
        Kind::AnyNamed => ("(_".to_owned(), ")"),
        Kind::Any => ("_".to_owned(), ""),
        Kind::Anonymous(text) => (format!("{text:?}"), ""),
        Kind::Alternation => ("[".to_owned(), "]"),
        Kind::Group => ("(".to_owned(), ")"),
        Kind::Anchor => (".".to_owned(), ""),
        Kind::NoField(field) => (format!("!{field}"), ""),
    };
    out.push_str(&open);
    for child in &item.children {
        out.push(' ');
        write_item(child, out, names, false);
    }
    out.push_str(close);
    out.extend(item.quantifier);
    for capture in &item.captures {
        let index = names.iter().position(|name| name == capture).unwrap_or_else(|| {
            names.push(capture);
            names.len() - 1
        });
        let _ = write!(out, " @c{index}");
    }
    if root {
        out.push_str(" @root");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn captures_and_predicates_are_kept_apart_from_structure() {
        let patterns = read(
            "((call function: (_) @callee ; why\n arguments: (argument_list (true) @finding))\n (#eq? @callee \"a\\\\b\") (#set! fix.safety unsafe))",
        )
        .unwrap();
        assert_eq!(patterns.len(), 1);
        let pattern = &patterns[0];
        assert_eq!(
            pattern.shape(),
            "(call function: (_) @c0 arguments: (argument_list (true) @c1)) @root"
        );
        assert_eq!(pattern.captures(), ["callee", "finding"]);
        assert_eq!(pattern.calls[0].arguments[1], Argument::Text("a\\b".into()));
        assert_eq!(pattern.path_to("callee"), Some(vec!["function".into()]));
        assert_eq!(pattern.path_to("finding"), None);
        assert_eq!(pattern.root_kinds(), Some(vec!["call"]));
    }

    #[test]
    fn patterns_that_differ_in_names_share_a_shape() {
        let one = read("((call function: (_) @callee) @finding (#eq? @callee \"x\"))").unwrap();
        let two = read("(call function: (_) @_f) @finding").unwrap();
        assert_eq!(one[0].shape(), two[0].shape());
    }

    #[test]
    fn a_line_break_in_a_string_is_a_mistake() {
        let mistake = read("((call) @finding (#eq? @finding \"a\nb\"))").unwrap_err();
        assert!(mistake.message.contains("may not span lines"), "{mistake:?}");
    }

    #[test]
    fn a_backslash_that_would_vanish_is_a_mistake() {
        let mistake = read("((call) @finding (#match? @finding \"\\d\"))").unwrap_err();
        assert!(mistake.message.contains("write `\\\\d`"), "{mistake:?}");
    }

    #[test]
    fn a_bare_word_with_a_colon_is_a_mistake() {
        let mistake = read("((call) @finding (#set! url http://x))").unwrap_err();
        assert!(mistake.message.contains("quote this argument"), "{mistake:?}");
    }

    #[test]
    fn a_predicate_at_top_level_is_a_mistake() {
        let mistake = read("((call) @finding)\n(#set! severity low)").unwrap_err();
        assert!(mistake.message.contains("belongs inside"), "{mistake:?}");
    }

    #[test]
    fn broken_text_never_panics() {
        let text = "((call function: (_) @callee arguments: [(a) (b)]?) @finding (#eq? @callee \"ä\") . !f _)";
        for end in 0..text.len() {
            if text.is_char_boundary(end) {
                let _ = read(&text[..end]);
            }
        }
        let _ = read(&"(".repeat(100_000));
        let _ = read(&"[a:".repeat(100_000));
    }
}

//! What stands at a byte of a TOML text, finished or half typed: which key, which value, which header.
//!
//! Forgiving on purpose: a line that is no TOML costs that line, an open bracket ends where the next statement begins.

use std::ops::ControlFlow;

use crate::text::Span;

/// What a place is there for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// A part of a `[header]`.
    Header,
    /// A part of a key.
    Key,
    /// A value, or an item of a list.
    Value,
}

/// The word at a byte, which may be empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TomlPlace {
    /// What the word is there for.
    pub role: Role,
    /// The keys around it: of a value, all that lead to it; of a key or header, those before it.
    pub path: Vec<String>,
    /// The word without its quotes.
    pub word: Span,
    /// Whether it is quoted.
    pub quoted: bool,
    /// Whether a `=` (or the `]` of a header) follows.
    pub finished: bool,
}

/// The place at `offset`; none in comments, behind values and where nothing can be written.
pub(super) fn place_at(text: &str, offset: usize) -> Option<TomlPlace> {
    let mut scanner = Scanner { text, bytes: text.as_bytes(), at: 0, offset, table: Vec::new() };
    if text.starts_with('\u{feff}') {
        scanner.at = '\u{feff}'.len_utf8();
    }
    loop {
        // The end may be an empty line of its own.
        let is_last = scanner.at >= text.len();
        match scanner.statement() {
            ControlFlow::Break(found) => return found,
            ControlFlow::Continue(()) if is_last => return None,
            ControlFlow::Continue(()) => {}
        }
    }
}

/// Lists in lists beyond this are no configuration.
const DEEPEST: usize = 32;

struct Scanner<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
    offset: usize,
    table: Vec<String>,
}

/// Breaks with the answer.
type Search = ControlFlow<Option<TomlPlace>>;

const GO_ON: Search = ControlFlow::Continue(());
const NOTHING: Search = ControlFlow::Break(None);

impl Scanner<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn skip_while(&mut self, test: impl Fn(u8) -> bool) {
        while self.peek().is_some_and(&test) {
            self.at += 1;
        }
    }

    fn skip_blanks(&mut self) {
        self.skip_while(|byte| matches!(byte, b' ' | b'\t'));
    }

    /// To the end of the line, where the offset means nothing.
    fn skip_line(&mut self) -> Search {
        let from = self.at;
        self.skip_while(|byte| !matches!(byte, b'\n' | b'\r'));
        if from < self.offset && self.offset <= self.at { NOTHING } else { GO_ON }
    }

    /// A place without a word yet.
    fn empty(&self, role: Role, path: &[String]) -> Search {
        ControlFlow::Break(Some(TomlPlace {
            role,
            path: path.to_vec(),
            word: Span::empty(self.offset),
            quoted: false,
            finished: false,
        }))
    }

    fn statement(&mut self) -> Search {
        self.skip_blanks();
        let is_word = self.peek().is_some_and(|byte| is_bare(byte) || matches!(byte, b'"' | b'\''));
        if self.offset < self.at
            || (self.offset == self.at && !is_word && self.peek() != Some(b'['))
        {
            let table = self.table.clone();
            return self.empty(Role::Key, &table);
        }
        match self.peek() {
            None => GO_ON,
            Some(b'\n' | b'\r') => {
                self.at += 1;
                GO_ON
            }
            Some(b'#') => self.skip_line(),
            Some(b'[') => self.header(),
            Some(_) => {
                let table = self.table.clone();
                self.pair(&table, Role::Key)?;
                if self.text[self.line_start()..self.at].trim().is_empty() {
                    // A list that nobody closed ended before this line.
                    return GO_ON;
                }
                self.skip_line()
            }
        }
    }

    fn header(&mut self) -> Search {
        if self.offset == self.at {
            return NOTHING;
        }
        self.skip_while(|byte| byte == b'[');
        let path = self.keys(&[], Role::Header)?;
        self.table = path;
        self.skip_while(|byte| byte == b']');
        self.skip_line()
    }

    /// `key = value`; `before` are the keys around it.
    fn pair(&mut self, before: &[String], role: Role) -> Search {
        let from = self.at;
        let path = self.keys(before, role)?;
        if self.peek() != Some(b'=') {
            if self.at == from {
                // Nothing that a key could begin with.
                self.at += self.text[from..].chars().next().map_or(1, char::len_utf8);
            }
            return if from < self.offset && self.offset < self.at { NOTHING } else { GO_ON };
        }
        self.at += 1;
        self.value(&path, 0)
    }

    /// Dotted keys, with the blanks around them.
    fn keys(
        &mut self,
        before: &[String],
        role: Role,
    ) -> ControlFlow<Option<TomlPlace>, Vec<String>> {
        let mut path = before.to_vec();
        loop {
            let blank = self.at;
            self.skip_blanks();
            let start = self.at;
            let (word, quoted) = self.key_word();
            if blank <= self.offset && self.offset < start
                || (self.offset == start && word.is_empty() && !quoted)
            {
                return ControlFlow::Break(Some(TomlPlace {
                    role,
                    path,
                    word: Span::empty(self.offset),
                    quoted: false,
                    finished: self.finishes(role),
                }));
            }
            if start <= self.offset && self.offset <= self.at {
                let finished = self.finishes(role);
                return ControlFlow::Break(Some(TomlPlace { role, path, word, quoted, finished }));
            }
            if start < self.at {
                path.push(word.slice(self.text).to_owned());
            }
            let end = self.at;
            self.skip_blanks();
            if self.peek() != Some(b'.') {
                if end < self.offset && self.offset <= self.at && self.peek() != Some(b'=') {
                    return ControlFlow::Break(None);
                }
                return ControlFlow::Continue(path);
            }
            self.at += 1;
        }
    }

    /// Whether what makes the key a key follows.
    fn finishes(&self, role: Role) -> bool {
        let rest = self.bytes[self.at..].iter().find(|byte| !matches!(byte, b' ' | b'\t'));
        match role {
            Role::Header => rest == Some(&b']') || rest == Some(&b'.'),
            _ => rest == Some(&b'=') || rest == Some(&b'.'),
        }
    }

    fn key_word(&mut self) -> (Span, bool) {
        match self.peek() {
            Some(b'"' | b'\'') => (self.string(), true),
            _ => {
                let start = self.at;
                self.skip_while(is_bare);
                (Span::new(start, self.at), false)
            }
        }
    }

    /// A string; stands behind its closing quote, or at the end of the line, afterwards.
    fn string(&mut self) -> Span {
        let quote = self.bytes[self.at];
        let is_long = self.bytes[self.at..].starts_with(&[quote; 3]);
        self.at += if is_long { 3 } else { 1 };
        let start = self.at;
        while let Some(byte) = self.peek() {
            match byte {
                b'\\' if quote == b'"' => self.at = (self.at + 2).min(self.bytes.len()),
                b'\n' | b'\r' if !is_long => return Span::new(start, self.at),
                _ if byte == quote && !is_long => {
                    self.at += 1;
                    return Span::new(start, self.at - 1);
                }
                _ if byte == quote && self.bytes[self.at..].starts_with(&[quote; 3]) => {
                    self.at += 3;
                    return Span::new(start, self.at - 3);
                }
                _ => self.at += 1,
            }
        }
        // A backslash at the very end may have led into a character.
        while !self.text.is_char_boundary(self.at) {
            self.at -= 1;
        }
        Span::new(start, self.at)
    }

    fn value(&mut self, path: &[String], depth: usize) -> Search {
        if depth > DEEPEST {
            return NOTHING;
        }
        let blank = self.at;
        self.skip_blanks();
        let start = self.at;
        let first = self.peek();
        if blank <= self.offset && self.offset < start
            || self.offset == start
                && first
                    .is_none_or(|byte| matches!(byte, b'\n' | b'\r' | b',' | b']' | b'}' | b'#'))
        {
            return self.empty(Role::Value, path);
        }
        match first {
            None | Some(b'\n' | b'\r' | b',' | b']' | b'}' | b'#') => GO_ON,
            Some(b'[') => self.list(path, depth),
            Some(b'{') => self.inline_table(path, depth),
            Some(b'"' | b'\'') => {
                let word = self.string();
                self.hit(start, word, true, path)
            }
            Some(_) => {
                self.skip_while(|byte| {
                    !matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b',' | b']' | b'}' | b'#')
                });
                self.hit(start, Span::new(start, self.at), false, path)
            }
        }
    }

    /// The answer if the offset touches the word that was just read.
    fn hit(&self, start: usize, word: Span, quoted: bool, path: &[String]) -> Search {
        if !(start <= self.offset && self.offset <= self.at) {
            return GO_ON;
        }
        ControlFlow::Break(Some(TomlPlace {
            role: Role::Value,
            path: path.to_vec(),
            word,
            quoted,
            finished: true,
        }))
    }

    fn list(&mut self, path: &[String], depth: usize) -> Search {
        if self.offset == self.at {
            return NOTHING;
        }
        self.at += 1;
        let mut wants_item = true;
        loop {
            // Blanks, lines and comments between items.
            let blank = self.at;
            self.skip_while(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r'));
            if self.text[blank..self.at].contains(['\n', '\r']) && self.begins_statement() {
                // Nobody closed the list. What is typed before the next statement still belongs to it.
                if blank <= self.offset && self.offset < self.line_start() {
                    return if wants_item { self.empty(Role::Value, path) } else { NOTHING };
                }
                return GO_ON;
            }
            let begins_item = !matches!(self.peek(), None | Some(b',' | b']' | b'#'));
            if blank <= self.offset
                && (self.offset < self.at || self.offset == self.at && !begins_item)
                && (wants_item || self.offset > blank || self.peek() != Some(b']'))
            {
                return if wants_item { self.empty(Role::Value, path) } else { NOTHING };
            }
            match self.peek() {
                None => return GO_ON,
                Some(b'#') => self.skip_line()?,
                Some(b']') => {
                    self.at += 1;
                    return GO_ON;
                }
                Some(b',') => {
                    self.at += 1;
                    wants_item = true;
                }
                Some(b'}') => self.at += 1,
                Some(_) => {
                    self.value(path, depth + 1)?;
                    wants_item = false;
                }
            }
        }
    }

    fn line_start(&self) -> usize {
        self.text[..self.at].rfind(['\n', '\r']).map_or(0, |at| at + 1)
    }

    /// Whether the line here looks like `[header]` or `key =` rather than like an item.
    fn begins_statement(&self) -> bool {
        let line = self.text[self.at..].lines().next().unwrap_or_default();
        match line.as_bytes().first() {
            Some(b'[') => {
                line.as_bytes().get(1).is_some_and(|byte| is_bare(*byte) || *byte == b'[')
            }
            Some(byte) if is_bare(*byte) => {
                let rest = line.trim_start_matches(|c: char| c.is_ascii_graphic() && c != '=');
                rest.trim_start().starts_with('=')
            }
            _ => false,
        }
    }

    fn inline_table(&mut self, path: &[String], depth: usize) -> Search {
        if self.offset == self.at {
            return NOTHING;
        }
        self.at += 1;
        loop {
            let blank = self.at;
            self.skip_blanks();
            if blank <= self.offset && self.offset < self.at {
                return self.empty(Role::Key, path);
            }
            match self.peek() {
                None | Some(b'\n' | b'\r' | b'#') => {
                    return if self.offset == self.at {
                        self.empty(Role::Key, path)
                    } else {
                        GO_ON
                    };
                }
                Some(b'}') => {
                    if self.offset == self.at {
                        return self.empty(Role::Key, path);
                    }
                    self.at += 1;
                    return GO_ON;
                }
                Some(b',') => self.at += 1,
                Some(_) => {
                    let before = self.at;
                    self.pair_in_table(path, depth)?;
                    let after = self.at;
                    self.skip_blanks();
                    if after < self.offset && self.offset <= self.at {
                        return NOTHING;
                    }
                    if self.at == before {
                        return GO_ON;
                    }
                    if self.offset == self.at && self.peek() != Some(b',') {
                        return NOTHING;
                    }
                }
            }
        }
    }

    fn pair_in_table(&mut self, before: &[String], depth: usize) -> Search {
        let from = self.at;
        let path = self.keys(before, Role::Key)?;
        if self.peek() == Some(b'=') {
            self.at += 1;
            return self.value(&path, depth + 1);
        }
        if self.at == from {
            self.at += self.text[from..].chars().next().map_or(1, char::len_utf8);
        }
        GO_ON
    }
}

fn is_bare(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The place at `|`.
    fn check(marked: &str) -> String {
        let offset = marked.find('|').expect("a cursor");
        let text = marked.replacen('|', "", 1);
        match place_at(&text, offset) {
            None => "nothing".to_owned(),
            Some(place) => format!(
                "{:?} {} {}{}{}",
                place.role,
                place.path.join("."),
                if place.quoted {
                    format!("{:?}", place.word.slice(&text))
                } else {
                    place.word.slice(&text).to_owned()
                },
                if place.word.touches(offset) { "" } else { " beside" },
                if place.finished && place.role != Role::Value { " ok" } else { "" },
            ),
        }
    }

    #[test]
    fn keys() {
        assert_eq!(check("|"), "Key  ");
        assert_eq!(check("ign|"), "Key  ign");
        assert_eq!(check("|ignore = []"), "Key  ignore ok");
        assert_eq!(check("ign|ore = []"), "Key  ignore ok");
        assert_eq!(check("a = 1\n  |\n"), "Key  ");
        assert_eq!(check("[rules.PY1]\nx|"), "Key rules.PY1 x");
        assert_eq!(check("severity.P| = 1"), "Key severity P ok");
        assert_eq!(check("severity.|"), "Key severity ");
        assert_eq!(check("severity = { |"), "Key severity ");
        assert_eq!(check("severity = { PY1 = 'low', P|Y2 }"), "Key severity PY2");
        assert_eq!(check("severity = {|}"), "Key severity ");
        assert_eq!(check("\"a b|\" = 1"), "Key  \"a b\" ok");
    }

    #[test]
    fn values() {
        assert_eq!(check("confidence =|"), "Value confidence ");
        assert_eq!(check("confidence = |\nx = 1"), "Value confidence ");
        assert_eq!(check("confidence = \"|"), "Value confidence \"\"");
        assert_eq!(check("confidence = 'hi|gh' # x"), "Value confidence \"high\"");
        assert_eq!(check("respect-gitignore = tr|"), "Value respect-gitignore tr");
        assert_eq!(check("ignore = [|]"), "Value ignore ");
        assert_eq!(check("ignore = [|"), "Value ignore ");
        assert_eq!(check("ignore = ['A', |]"), "Value ignore ");
        assert_eq!(check("ignore = ['A',|"), "Value ignore ");
        assert_eq!(check("ignore = ['A', \"PY|\"]"), "Value ignore \"PY\"");
        assert_eq!(check("ignore = [\n  'A', # why\n  |\n]\nx = 1"), "Value ignore ");
        assert_eq!(check("ignore = [\n  'A',\n  'B|'\n]"), "Value ignore \"B\"");
        assert_eq!(check("ignore = [\n  \"|\n[severity]\nPY1 = 'low'"), "Value ignore \"\"");
        assert_eq!(check("ignore = ['A',\n|\n[severity]"), "Value ignore ");
        assert_eq!(check("[severity]\nPY1 = '|'"), "Value severity.PY1 \"\"");
        assert_eq!(check("severity = { PY1 = |"), "Value severity.PY1 ");
        assert_eq!(
            check("per-file-ignores = { 'a/*' = ['P|'] }"),
            "Value per-file-ignores.a/* \"P\""
        );
        assert_eq!(check("a = \"é\\\" 😀\"\nb = 'x|'"), "Value b \"x\"");
    }

    #[test]
    fn headers() {
        assert_eq!(check("[|"), "Header  ");
        assert_eq!(check("[tool.wa|"), "Header tool wa");
        assert_eq!(check("[tool.watch|post]\n"), "Header tool watchpost ok");
        assert_eq!(check("[tool.|]"), "Header tool  ok");
        assert_eq!(check("[rules.\"PY|\"]"), "Header rules \"PY\" ok");
    }

    #[test]
    fn nothing_elsewhere() {
        for marked in [
            "# comment |",
            "a = 1 # |",
            "a = 1 |",
            "a = 'x' |",
            "ignore = ['A' |]",
            "ignore = ['A'] |",
            "ignore = [ # |\n]",
            "[a] |",
            "a b|",
            "severity = { A = 'low' |}",
        ] {
            assert_eq!(check(marked), "nothing", "{marked}");
        }
    }

    #[test]
    fn an_open_list_ends_at_the_next_statement() {
        assert_eq!(check("ignore = ['A'\nconfi|dence = 'low'"), "Key  confidence ok");
        assert_eq!(check("ignore = ['A',\n[rules.X]\na|"), "Key rules.X a");
    }

    #[test]
    fn odd_texts_do_no_harm() {
        let texts = [
            "[[[[",
            "]]]]",
            "{{{{",
            "a = {{[[",
            "= = =",
            "\"",
            "'''",
            "\"\"\"\\",
            "a = \"\\",
            "é = 'é",
            "a = [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
            "\r\r\n a \r",
            "a.b.c.",
            ".",
            ",",
            "a = ,,",
            "a = { b = { c = [ { d",
            "\u{feff}a",
            "a = [}\n]",
            "a = {b}\n{",
            "😀 = [😀, '😀']",
            "a = { é",
        ];
        for text in texts {
            for offset in (0..=text.len()).filter(|&at| text.is_char_boundary(at)) {
                if let Some(place) = place_at(text, offset) {
                    assert!(
                        text.get(place.word.start..place.word.end).is_some(),
                        "{text} {offset}"
                    );
                }
            }
        }
    }
}

//! A template as HTML sees it: a copy of the same length in which tags and variables are holes, and in which
//! what is being typed is blank, so that the rest parses.

use std::collections::{HashMap, HashSet};

use super::lexer::{Token, TokenKind};
use crate::text::Span;

/// What a hole that puts something on the page is filled with: a letter, so that it may be part of any name or value.
pub const FILL: u8 = b'x';

/// Elements without content.
const VOID: [&str; 14] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
];

/// Open elements within each other: no page has more, and parsing costs their square.
const DEEPEST: usize = 2_000;

/// Tags that put something on the page in place of themselves.
const PRINTING: [&str; 22] = [
    "url",
    "static",
    "trans",
    "translate",
    "firstof",
    "cycle",
    "now",
    "widthratio",
    "lorem",
    "get_static_prefix",
    "get_media_prefix",
    "templatetag",
    "image_url",
    "pageurl",
    "slugurl",
    "querystring",
    "media",
    "thumbnail",
    "filter",
    "blocktrans",
    "blocktranslate",
    "fullpageurl",
];

/// Whether a tag is known to print something.
pub fn prints(name: &str) -> bool {
    PRINTING.contains(&name)
}

/// A masked template.
#[derive(Clone, Debug, Default)]
pub struct Masked {
    /// As long as the template.
    pub text: String,
    /// Whether it may be parsed: pages nested deeper than any real one may not.
    pub is_sound: bool,
    /// What was blanked because it has no end.
    pub blanked: Vec<Span>,
}

/// Masks a template.
pub fn mask(text: &str, tokens: &[Token]) -> Masked {
    let mut bytes = text.as_bytes().to_vec();
    let (mut end, mut is_value) = (0, false);
    for token in tokens.iter().filter(|token| token.kind != TokenKind::Verbatim) {
        // `<a href={% anything %}`: nothing else can be meant.
        let gap = text[end..token.span.start].trim_ascii_end();
        is_value = if gap.is_empty() { is_value } else { gap.ends_with('=') };
        end = token.span.end;
        let is_printing = match token.kind {
            TokenKind::Variable => true,
            TokenKind::Tag => prints(token.name.slice(text)) || is_value,
            TokenKind::Comment | TokenKind::Verbatim => false,
        };
        is_value &= !is_printing;
        for byte in &mut bytes[token.span.start..token.span.end] {
            *byte = match *byte {
                _ if is_printing => FILL,
                b'\n' | b'\r' => *byte,
                _ => b' ',
            };
        }
    }
    let mut mender = Mender {
        bytes,
        blanked: Vec::new(),
        open: 0,
        deepest: 0,
        lost: HashSet::new(),
        patience: 8 * text.len(),
        found: HashMap::new(),
    };
    mender.run();
    let Mender { bytes, blanked, deepest, .. } = mender;
    let text = String::from_utf8(bytes).unwrap_or_else(|_| " ".repeat(text.len()));
    Masked { text, is_sound: deepest <= DEEPEST, blanked }
}

/// Goes from tag to tag, and blanks those that do not end.
struct Mender {
    bytes: Vec<u8>,
    blanked: Vec<Span>,
    open: usize,
    deepest: usize,
    /// What was looked for in vain.
    lost: HashSet<&'static [u8]>,
    /// Bytes of scripts that may still be looked through for the beginning of another.
    patience: usize,
    /// Where what was looked for was found last.
    found: HashMap<&'static [u8], usize>,
}

impl Mender {
    fn run(&mut self) {
        let mut at = 0;
        while let Some(found) = self.bytes[at..].iter().position(|&byte| byte == b'<') {
            let start = at + found;
            at = match self.bytes.get(start + 1) {
                Some(b'!') if self.bytes[start..].starts_with(b"<!--") => {
                    match self.find(start + 4, b"-->") {
                        Some(end) => end + 3,
                        None => self.blank(start, start + 4),
                    }
                }
                Some(b'!' | b'?') => self.past_simple(start),
                Some(b'/') => self.end_tag(start),
                Some(byte) if byte.is_ascii_alphabetic() => self.tag(start),
                _ => start + 1,
            };
        }
    }

    /// `</a>`, `<!doctype html>`; blank without its end on the line.
    fn past_simple(&mut self, start: usize) -> usize {
        let rest = &self.bytes[start + 1..];
        let stop = rest.iter().position(|byte| matches!(byte, b'>' | b'<'));
        match stop {
            Some(stop) if rest[stop] == b'>' => start + 2 + stop,
            Some(stop) => self.blank(start, start + 1 + stop),
            None => self.blank(start, self.bytes.len()),
        }
    }

    /// An end tag; blank where nothing is open that it could end, as in the second half of a page.
    fn end_tag(&mut self, start: usize) -> usize {
        let end = self.past_simple(start);
        // Forms are told by their ends, wherever they begin.
        let is_form =
            self.bytes[start..end].get(2..6).is_some_and(|n| n.eq_ignore_ascii_case(b"form"));
        if self.open == 0 && !is_form && self.bytes[start] == b'<' {
            for byte in &mut self.bytes[start..end] {
                *byte = if byte.is_ascii() { b' ' } else { *byte };
            }
        }
        self.open = self.open.saturating_sub(1);
        end
    }

    fn tag(&mut self, start: usize) -> usize {
        let name_end = self.bytes[start + 1..]
            .iter()
            .position(|byte| !(byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b':' | b'_')))
            .map_or(self.bytes.len(), |length| start + 1 + length);
        let name = self.bytes[start + 1..name_end].to_ascii_lowercase();
        let mut at = name_end;
        let end = loop {
            match self.bytes.get(at) {
                Some(b'>') => break at + 1,
                None | Some(b'<') => return self.blank(start, at),
                Some(&quote @ (b'"' | b'\'')) => match self.past_quote(at, quote) {
                    Ok(end) => at = end,
                    Err(end) => return self.blank(start, end),
                },
                Some(_) => at += 1,
            }
        };
        for (raw, closing) in [(&b"script"[..], &b"</script"[..]), (b"style", b"</style")] {
            if name == raw {
                let close = self.find(end, closing);
                // As long as its own end is not typed, it is none: no script holds another.
                if let Some(close) = close.filter(|&close| !self.begins_line(raw, end, close)) {
                    let past = self.past_simple(close);
                    if self.bytes[close] == b'<' {
                        return past;
                    }
                }
                return self.blank(start, end);
            }
        }
        let is_void = VOID.iter().any(|void| void.as_bytes() == name);
        if !is_void && self.bytes[end - 2] != b'/' {
            self.open += 1;
            self.deepest = self.deepest.max(self.open);
        }
        end
    }

    /// One past the quote that ends a value, or where a value that does not end is cut off.
    fn past_quote(&self, open: usize, quote: u8) -> Result<usize, usize> {
        let rest = &self.bytes[open + 1..];
        let is_assigned = self.bytes[..open]
            .iter()
            .rev()
            .find(|byte| !byte.is_ascii_whitespace())
            .is_some_and(|&byte| byte == b'=');
        if !is_assigned {
            // A quote too many: attributes do not begin with one.
            return Ok(open + 1);
        }
        let close = rest.iter().position(|&byte| byte == quote);
        let value = &rest[..close.unwrap_or(rest.len())];
        let line = value.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
        let cut = open + 1 + line.unwrap_or(value.len());
        let Some(close) = close else { return Err(cut) };
        let holds_tag = |value: &[u8]| {
            value
                .split(|&byte| byte == b'\n')
                .skip(1)
                .any(|line| line.trim_ascii_start().starts_with(b"<"))
        };
        // A quote that closes is followed by an attribute or the end of the tag. Where the next one opens a
        // value in a tag of another line, this one was forgotten.
        let follows = rest.get(close + 1).copied().unwrap_or(b'>');
        let is_forgotten = line.is_some()
            && !(follows.is_ascii_whitespace() || matches!(follows, b'>' | b'/'))
            && holds_tag(value);
        if is_forgotten { Err(cut) } else { Ok(open + 2 + close) }
    }

    /// Whether a tag of that name begins a line between two places.
    fn begins_line(&mut self, name: &[u8], from: usize, to: usize) -> bool {
        self.patience = self.patience.saturating_sub(to - from);
        if self.patience == 0 {
            return false;
        }
        let begins = |line: &[u8]| {
            let tag = line.trim_ascii_start().strip_prefix(b"<");
            tag.and_then(|tag| tag.get(..name.len()))
                .is_some_and(|own| own.eq_ignore_ascii_case(name))
        };
        self.bytes[from..to].split(|&byte| byte == b'\n').skip(1).any(begins)
    }

    /// The first place of `needle` in any case; what is not there is looked for once.
    fn find(&mut self, from: usize, needle: &'static [u8]) -> Option<usize> {
        if self.lost.contains(needle) {
            return None;
        }
        if let Some(&known) = self.found.get(needle).filter(|&&known| known >= from) {
            return Some(known);
        }
        let mut at = from;
        while let Some(found) = self.bytes[at..].iter().position(|&byte| byte == needle[0]) {
            let start = at + found;
            let there = self.bytes.get(start..start + needle.len());
            if there.is_some_and(|there| there.eq_ignore_ascii_case(needle)) {
                self.found.insert(needle, start);
                return Some(start);
            }
            at = start + 1;
        }
        self.lost.insert(needle);
        None
    }

    fn blank(&mut self, start: usize, end: usize) -> usize {
        for byte in &mut self.bytes[start..end] {
            if byte.is_ascii() && !matches!(byte, b'\n' | b'\r') {
                *byte = b' ';
            }
        }
        self.blanked.push(Span::new(start, end));
        end.max(start + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::super::lexer::{Dialect, read};
    use super::*;

    fn check(text: &str) -> String {
        let masked = mask(text, &read(text, Dialect::Django).all);
        assert_eq!(masked.text.len(), text.len());
        masked.text
    }

    #[test]
    fn holes_keep_their_length() {
        assert_eq!(
            check("<a href=\"{{ x }}\">é{% if a %}</a>"),
            "<a href=\"xxxxxxx\">é          </a>"
        );
        assert_eq!(check("<a href={% odd %}>"), "<a href=xxxxxxxxx>");
        assert_eq!(check("<a {% odd %}>"), "<a          >");
    }

    #[test]
    fn what_is_being_typed_is_blank() {
        assert_eq!(
            check("<p>\n<a href=\"{{ x }}\n<p class=\"b\">"),
            "<p>\n                \n<p class=\"b\">"
        );
        assert_eq!(check("<a \n<p>"), "   \n<p>");
        assert_eq!(check("<a href=<p>"), "        <p>");
        assert_eq!(check("<script>\n<p>"), "        \n<p>");
        assert_eq!(check("<!-- <p>"), "     <p>");
        assert_eq!(check("</a\n<p>"), "   \n<p>");
        assert_eq!(check("<p>é</p"), "<p>é   ");
    }

    #[test]
    fn long_values_are_not_mistaken() {
        for text in [
            "<a data-content=\"\n<b>x</b>\n\">y</a>",
            "<a onclick=\"if (a > b) {\n f(c < d);\n}\" b=\"c\">",
            "<a title='it\"s'>",
            "<script>\nif (a < b) { '<p' }\n</SCRIPT>",
        ] {
            assert_eq!(check(text), text);
        }
    }

    #[test]
    fn depth_is_bounded() {
        let sound = |text: &str| mask(text, &[]).is_sound;
        assert!(sound(&"<br>".repeat(10_000)) && sound(&"<p></p>".repeat(10_000)));
        assert!(!sound(&"<p>".repeat(10_000)));
    }
}

//! What stands between the braces of a variable: a value, and the filters it goes through.

use super::lexer::{Dialect, trimmed};
use crate::text::Span;

/// Filters of one value that are looked at; nobody writes more.
const MOST_FILTERS: usize = 64;

/// What the value is before any filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Head {
    /// A text or number as it stands, or the translation of one.
    Literal,
    /// A dotted name.
    Path,
    /// Something Jinja computes.
    Computed,
}

/// A filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Filter {
    /// Its name.
    pub name: Span,
    /// From its `|` to the end of its argument.
    pub span: Span,
    /// Its argument; several, with commas, in Jinja.
    pub argument: Option<Span>,
}

/// A value with its filters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expression {
    /// All of it.
    pub span: Span,
    /// The value.
    pub head: Span,
    /// What that is.
    pub kind: Head,
    /// In the order they work.
    pub filters: Vec<Filter>,
}

/// Reads an expression.
pub fn read(text: &str, span: Span, dialect: Dialect) -> Expression {
    let span = trimmed(text, span);
    let mut pieces = split(text, span, dialect).into_iter();
    let first = pieces.next().unwrap_or(span);
    let head = trimmed(text, first);
    let filters = pieces.take(MOST_FILTERS).map(|piece| filter(text, piece, dialect)).collect();
    Expression { span, head, kind: kind(head.slice(text)), filters }
}

/// The parts between the `|`s; each but the first begins behind its own.
fn split(text: &str, span: Span, dialect: Dialect) -> Vec<Span> {
    let (mut pieces, mut start) = (Vec::new(), span.start);
    let (mut quote, mut depth) = (None, 0_usize);
    let bytes = text.as_bytes();
    let mut at = span.start;
    while at < span.end {
        let byte = bytes[at];
        match (quote, byte) {
            (Some(_), b'\\') => at += 1,
            (Some(open), _) if byte == open => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'(' | b'[' | b'{') if dialect == Dialect::Jinja => depth += 1,
            (None, b')' | b']' | b'}') => depth = depth.saturating_sub(1),
            (None, b'|') if depth == 0 => {
                pieces.push(Span::new(start, at));
                start = at + 1;
            }
            _ => {}
        }
        at += 1;
    }
    pieces.push(Span::new(start, span.end.max(start)));
    pieces
}

fn filter(text: &str, piece: Span, dialect: Dialect) -> Filter {
    let content = trimmed(text, piece);
    let source = content.slice(text);
    let is_name = |c: char| c.is_alphanumeric() || c == '_' || c == '.';
    let name = source.find(|c: char| !is_name(c)).unwrap_or(source.len());
    let rest = Span::new(content.start + name, content.end);
    let argument = match (dialect, rest.slice(text).as_bytes().first()) {
        (Dialect::Django, Some(b':')) => Some(Span::new(rest.start + 1, rest.end)),
        (Dialect::Jinja, Some(b'(')) => {
            let end = rest.slice(text).rfind(')').unwrap_or(rest.len());
            Some(Span::new(rest.start + 1, (rest.start + end).max(rest.start + 1)))
        }
        _ => None,
    };
    Filter {
        name: Span::new(content.start, content.start + name),
        span: Span::new(piece.start - 1, content.end.max(piece.start)),
        argument: argument.map(|argument| trimmed(text, argument)),
    }
}

fn kind(head: &str) -> Head {
    let head = head.trim();
    let inner = head
        .strip_prefix("_(")
        .or_else(|| head.strip_prefix("gettext("))
        .and_then(|rest| rest.strip_suffix(')'))
        .map_or(head, str::trim);
    let quote = inner.chars().next().filter(|c| matches!(c, '"' | '\''));
    let is_text = quote
        .is_some_and(|quote| inner.len() > 1 && inner[1..].find(quote) == Some(inner.len() - 2));
    let is_number = |text: &str| {
        let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
        digits.starts_with(|c: char| c.is_ascii_digit())
            && digits.chars().all(|c| c.is_ascii_alphanumeric() || c == '.')
    };
    if head.is_empty() || is_text || is_number(head) || matches!(head, "True" | "False" | "None") {
        Head::Literal
    } else if head.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.')) {
        Head::Path
    } else {
        Head::Computed
    }
}

impl Expression {
    /// The dotted name at its beginning, also of something that is computed.
    pub fn path<'t>(&self, text: &'t str) -> &'t str {
        if self.kind == Head::Literal {
            return "";
        }
        let head = self.head.slice(text);
        let end = head.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.')));
        &head[..end.unwrap_or(head.len())]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, dialect: Dialect) -> String {
        let expression = read(text, Span::new(0, text.len()), dialect);
        let filters: Vec<String> = expression
            .filters
            .iter()
            .map(|filter| {
                assert!(filter.span.slice(text).starts_with('|'), "{text}");
                let argument = filter.argument.map_or("-", |argument| argument.slice(text));
                format!("{}({argument})", filter.name.slice(text))
            })
            .collect();
        format!(
            "{:?} {} {} {}",
            expression.kind,
            expression.head.slice(text),
            expression.path(text),
            filters.join(" ")
        )
    }

    #[test]
    fn filters_follow_the_value() {
        for (text, expected) in [
            ("a.b", "Path a.b a.b "),
            ("a|safe", "Path a a safe(-)"),
            ("a | default : '|' |safe", "Path a a default(-) safe(-)"),
            ("a|default:\"|\"|date:x.y", "Path a a default(\"|\") date(x.y)"),
            ("'x|y'|upper", "Literal 'x|y'  upper(-)"),
            ("_(\"x\")", "Literal _(\"x\")  "),
            ("12.5", "Literal 12.5  "),
            ("", "Literal   "),
            ("a|", "Path a a (-)"),
            ("é|safe", "Path é é safe(-)"),
        ] {
            assert_eq!(check(text, Dialect::Django), expected, "{text}");
        }
    }

    #[test]
    fn jinja_computes() {
        for (text, expected) in [
            ("f(a|b)|safe", "Computed f(a|b) f safe(-)"),
            ("a ~ 'x'", "Computed a ~ 'x' a "),
            ("a|default('x', true)|e", "Path a a default('x', true) e(-)"),
            ("a[", "Computed a[ a "),
        ] {
            assert_eq!(check(text, Dialect::Jinja), expected, "{text}");
        }
    }
}

//! The slices of a text that rules are run over: a logical line, or a compound statement as a whole.
//!
//! A header whose keyword cannot begin a statement (`elif`, `except`, `case`) gets one in front, so that it parses as
//! what it is. What lies around a slice is told by the outline.

use std::borrow::Cow;

use crate::semantics::Outline;
use crate::semantics::outline::{LineKind, LogicalLine};
use crate::text::Span;

/// A slice to be parsed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece<'t> {
    /// What is parsed.
    pub text: Cow<'t, str>,
    /// Where its first byte stands in the document, or would stand.
    pub offset: usize,
    /// What is the document's own.
    pub span: Span,
    /// The first logical line in it.
    pub line: usize,
}

/// The first and last line of the slice that line `index` belongs to: decorators stand with what they decorate.
pub fn line_group(outline: &Outline, index: usize) -> (usize, usize) {
    let lines = &outline.lines;
    let belongs = |upper: usize, lower: usize| {
        lines[upper].kind == LineKind::Decorator
            && lines[upper].parent == lines[lower].parent
            && matches!(lines[lower].kind, LineKind::Decorator | LineKind::Def | LineKind::Class)
    };
    let (mut first, mut last) = (index, index);
    while first > 0 && belongs(first - 1, first) {
        first -= 1;
    }
    while last + 1 < lines.len() && belongs(last, last + 1) {
        last += 1;
    }
    (first, last)
}

/// The slice of a logical line; `None` where there is nothing to see.
pub fn line<'t>(text: &'t str, outline: &Outline, index: usize) -> Option<Piece<'t>> {
    let (first, last) = line_group(outline, index);
    let line = &outline.lines[first];
    let span = Span::new(line.span.start, outline.lines[last].span.end);
    let source = span.slice(text);
    let prefix = match keyword(text, line) {
        "else" | "finally" | "try" if line.kind == LineKind::Header => return None,
        "elif" => "if 0:0\n",
        "except" => "try:0\n",
        "case" if line.kind == LineKind::Header => "match 0:\n ",
        _ => "",
    };
    // Nothing can stand so near the beginning of a text that is not broken.
    let (text, offset) = match span.start.checked_sub(prefix.len()) {
        Some(offset) if !prefix.is_empty() => (Cow::Owned(format!("{prefix}{source}")), offset),
        _ => (Cow::Borrowed(source), span.start),
    };
    Some(Piece { text, offset, span, line: first })
}

/// The slice of the compound statement that header `index` is a part of, with all its clauses and decorators.
pub fn statement<'t>(text: &'t str, outline: &Outline, index: usize) -> Piece<'t> {
    let lines = &outline.lines;
    let head = chain_head(text, outline, index);
    let (first, _) = line_group(outline, head);
    // A decorator opens no block: what it decorates does.
    let mut header = head;
    while lines[header].kind == LineKind::Decorator && header + 1 < lines.len() {
        header += 1;
    }
    let mut next = lines[header].block_end;
    while next < lines.len()
        && lines[next].parent == lines[header].parent
        && lines[next].kind == LineKind::Header
        && continues(keyword(text, &lines[next]))
    {
        next = lines[next].block_end.max(next + 1);
    }
    let end = lines[next.clamp(header + 1, lines.len()) - 1].span.end;
    let span = Span::new(lines[first].span.start, end);
    Piece { text: Cow::Borrowed(span.slice(text)), offset: span.start, span, line: first }
}

/// The header that begins the statement of which header `index` is a clause.
pub fn chain_head(text: &str, outline: &Outline, index: usize) -> usize {
    let lines = &outline.lines;
    let mut head = index;
    while lines[head].kind == LineKind::Header && continues(keyword(text, &lines[head])) {
        let before = (0..head)
            .rev()
            .take_while(|&above| Some(above) != lines[head].parent)
            .find(|&above| lines[above].parent == lines[head].parent);
        match before {
            Some(above) if lines[above].kind == LineKind::Header => head = above,
            _ => break,
        }
    }
    head
}

/// The kinds of the nodes around line `index`, innermost first, the module last.
pub fn kinds_around(text: &str, outline: &Outline, index: usize) -> Vec<&'static str> {
    let mut kinds = Vec::new();
    for header in outline.ancestors(index) {
        kinds.push("block");
        let line = &outline.lines[header];
        match line.kind {
            LineKind::Def => kinds.push("function_definition"),
            LineKind::Class => kinds.push("class_definition"),
            _ => match keyword(text, line) {
                "elif" => kinds.extend(["elif_clause", "if_statement"]),
                "except" => kinds.extend(["except_clause", "try_statement"]),
                "finally" => kinds.extend(["finally_clause", "try_statement"]),
                "case" => kinds.push("case_clause"),
                "else" => {
                    kinds.push("else_clause");
                    let head = chain_head(text, outline, header);
                    kinds.extend(statement_kind(keyword(text, &outline.lines[head])));
                }
                word => kinds.extend(statement_kind(word)),
            },
        }
        if header > 0 && line_group(outline, header).0 < header {
            kinds.push("decorated_definition");
        }
    }
    kinds.push("module");
    kinds
}

fn statement_kind(keyword: &str) -> Option<&'static str> {
    Some(match keyword {
        "if" => "if_statement",
        "for" | "async" => "for_statement",
        "while" => "while_statement",
        "try" => "try_statement",
        "with" => "with_statement",
        "match" => "match_statement",
        _ => return None,
    })
}

fn continues(keyword: &str) -> bool {
    matches!(keyword, "elif" | "else" | "except" | "finally")
}

/// The word a line begins with; of `async for` and `async with` the second one.
pub fn keyword<'t>(text: &'t str, line: &LogicalLine) -> &'t str {
    let source = line.span.slice(text);
    let word = |source: &'t str| {
        let end = source.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        &source[..end.unwrap_or(source.len())]
    };
    match word(source) {
        "async" => word(source["async".len()..].trim_start()),
        first => first,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::languages::PYTHON;
    use crate::syntax::parse::parse;

    const CODE: &str = "@a\n@b(c)\nclass A:\n  if x:\n    pass\n  elif f(x):\n    try: g()\n    except E as e: pass\n    else:\n      h()\n  match y:\n    case B(z=1): i()\n";

    fn shown(piece: &Piece<'_>) -> (String, String) {
        let tree = parse(&PYTHON, &piece.text, None).expect("small texts parse");
        assert!(!tree.root_node().has_error(), "{}", tree.root_node().to_sexp());
        (piece.text.to_string(), piece.span.slice(CODE).to_owned())
    }

    #[test]
    fn lines_parse_as_what_they_are() {
        let outline = Outline::build(CODE);
        let mut seen = Vec::new();
        for index in 0..outline.lines.len() {
            if let Some(piece) = line(CODE, &outline, index) {
                let (text, own) = shown(&piece);
                assert!(text.ends_with(&own));
                let start = piece.offset + (text.len() - own.len());
                assert_eq!(start, piece.span.start);
                seen.push(text);
            }
        }
        assert_eq!(seen[0], "@a\n@b(c)\nclass A:");
        assert!(seen.contains(&"if 0:0\nelif f(x):".to_owned()), "{seen:?}");
        assert!(seen.contains(&"try:0\nexcept E as e:".to_owned()), "{seen:?}");
        assert!(seen.contains(&"match 0:\n case B(z=1):".to_owned()), "{seen:?}");
    }

    #[test]
    fn statements_have_all_their_clauses() {
        let outline = Outline::build(CODE);
        let at = |word: &str| outline.line_at(CODE.find(word).expect("there")).expect("a line");
        let (text, _) = shown(&statement(CODE, &outline, at("else")));
        assert!(text.starts_with("try: g()") && text.ends_with("h()"), "{text}");
        let (text, _) = shown(&statement(CODE, &outline, at("elif")));
        assert!(text.starts_with("if x:") && text.ends_with("h()"), "{text}");
        let (text, _) = shown(&statement(CODE, &outline, at("class")));
        assert_eq!(text, CODE.trim_end());
    }

    #[test]
    fn what_is_around_is_told_as_the_tree_tells_it() {
        let outline = Outline::build(CODE);
        let tree = parse(&PYTHON, CODE, None).expect("small texts parse");
        for word in ["pass", "g()", "h()", "i()", "case B"] {
            let at = CODE.find(word).expect("there");
            let line = outline.line_at(at).expect("a line");
            let mut kinds = kinds_around(CODE, &outline, line);
            let mut node = tree.root_node();
            let mut real = Vec::new();
            let start = outline.lines[line].span.start;
            while let Some(child) = node.child(0).and_then(|_| {
                node.children(&mut node.walk())
                    .find(|c| c.start_byte() <= start && start < c.end_byte())
            }) {
                real.push(node.kind());
                node = child;
                if node.start_byte() == start && node.kind() != "block" {
                    break;
                }
            }
            real.reverse();
            assert_eq!(kinds.pop(), Some("module"));
            assert_eq!(real.pop(), Some("module"));
            assert_eq!(kinds, real, "around {word}");
        }
    }
}

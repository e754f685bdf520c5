//! Small questions about one node of a Python tree: its children, arguments, ancestors, and how a string is written.

use tree_sitter::Node;

use super::Expr;
use crate::text::Span;

/// The named children, comments left out.
pub fn named_children<'a>(expr: Expr<'a>) -> impl Iterator<Item = Expr<'a>> {
    // A cursor steps in constant time; `Node::named_child` counts from the first each time.
    let mut cursor = expr.node.walk();
    let mut more = cursor.goto_first_child();
    std::iter::from_fn(move || {
        while more {
            let node = cursor.node();
            more = cursor.goto_next_sibling();
            if node.is_named() && !node.is_extra() {
                return Some(expr.at(node));
            }
        }
        None
    })
}

/// One argument of a call.
#[derive(Clone, Copy, Debug)]
pub enum Argument<'a> {
    /// `x`
    Positional(Expr<'a>),
    /// `name=x`
    Keyword {
        /// The name.
        name: Expr<'a>,
        /// What it is given.
        value: Expr<'a>,
    },
    /// `*x`
    List(Expr<'a>),
    /// `**x`
    Dictionary(Expr<'a>),
}

impl<'a> Argument<'a> {
    /// The expression that is passed, without its keyword or stars.
    pub fn value(self) -> Expr<'a> {
        match self {
            Argument::Positional(value)
            | Argument::Keyword { value, .. }
            | Argument::List(value)
            | Argument::Dictionary(value) => value,
        }
    }
}

/// The arguments of a `call` in source order, or of the `argument_list` of a class; comments and errors left out.
pub fn arguments<'a>(call: Expr<'a>) -> Vec<Argument<'a>> {
    let list = match call.kind() {
        "argument_list" => call,
        _ => match call.field("arguments").or_else(|| call.field("superclasses")) {
            Some(list) => list,
            None => return Vec::new(),
        },
    };
    // `sum(x for x in y)` has a generator in the place of the list.
    if list.kind() != "argument_list" {
        return vec![Argument::Positional(list)];
    }
    named_children(list)
        .filter_map(|child| {
            Some(match child.kind() {
                "ERROR" => return None,
                "keyword_argument" => {
                    Argument::Keyword { name: child.field("name")?, value: child.field("value")? }
                }
                "list_splat" => Argument::List(named_children(child).next()?),
                "dictionary_splat" => Argument::Dictionary(named_children(child).next()?),
                _ => Argument::Positional(child),
            })
        })
        .collect()
}

/// The nodes around `node`, from `root` inwards, `node` itself left out; empty if `root` does not hold it.
///
/// `Node::parent` starts at the root for every step, so climbing with it is quadratic in depth.
pub fn ancestors<'t>(root: Node<'t>, node: Node<'t>) -> Vec<Node<'t>> {
    let mut around = Vec::new();
    let mut current = root;
    while current != node {
        around.push(current);
        match current.child_with_descendant(node) {
            Some(child) => current = child,
            None => return Vec::new(),
        }
    }
    around
}

/// How a string literal is written.
#[derive(Clone, Copy, Debug)]
pub struct StringLiteral<'a> {
    /// The `string` node.
    pub expr: Expr<'a>,
    /// `rb`, as written.
    pub prefix: &'a str,
    /// One or three quotes.
    pub quotes: &'a str,
    /// Between the quotes, in the document.
    pub content: Span,
}

impl<'a> StringLiteral<'a> {
    /// Reads a `string` node; a string without its end has content up to the end of the node.
    pub fn read(expr: Expr<'a>) -> Option<Self> {
        if expr.kind() != "string" {
            return None;
        }
        let mut cursor = expr.node.walk();
        let opening = cursor.goto_first_child().then(|| expr.at(cursor.node()))?;
        if opening.kind() != "string_start" {
            return None;
        }
        let closing = cursor.goto_parent() && cursor.goto_last_child();
        let closing = Some(expr.at(cursor.node()))
            .filter(|node| closing && node.kind() == "string_end" && !node.node.is_missing());
        let source = opening.source();
        let (prefix, quotes) = source.split_at(source.find(['"', '\'']).unwrap_or(source.len()));
        let start = opening.span().end;
        let end = closing.map_or(expr.span().end, |closing| closing.span().start);
        Some(Self { expr, prefix, quotes, content: Span::new(start, end.max(start)) })
    }

    /// Whether backslashes stand for themselves.
    pub fn is_raw(&self) -> bool {
        self.has('r')
    }

    /// Whether it makes bytes.
    pub fn is_bytes(&self) -> bool {
        self.has('b')
    }

    /// Whether braces hold expressions and a text comes out.
    pub fn is_formatted(&self) -> bool {
        self.has('f')
    }

    /// Whether braces hold expressions and a template comes out, from Python 3.14.
    pub fn is_template(&self) -> bool {
        self.has('t')
    }

    /// The text between the quotes as written, escapes and holes included.
    pub fn source(&self) -> &'a str {
        let start = self.content.start - self.expr.offset;
        self.expr.text.get(start..start + self.content.len()).unwrap_or("")
    }

    /// Texts and holes, left to right.
    pub fn pieces(&self) -> impl Iterator<Item = Piece<'a>> {
        named_children(self.expr).filter_map(|child| match child.kind() {
            "string_content" => Some(Piece::Text(child)),
            "interpolation" => Some(Piece::Hole(child)),
            _ => None,
        })
    }

    fn has(&self, flag: char) -> bool {
        self.prefix.chars().any(|c| c.eq_ignore_ascii_case(&flag))
    }
}

/// A piece of a string literal.
#[derive(Clone, Copy, Debug)]
pub enum Piece<'a> {
    /// Text as written, a `string_content` node.
    Text(Expr<'a>),
    /// `{…}`, an `interpolation` node.
    Hole(Expr<'a>),
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::languages::PYTHON;
    use crate::syntax::Unit;
    use crate::syntax::parse::parse;

    /// Calls `look` with the first node of a kind.
    fn with_node<T>(text: &str, kind: &str, look: impl FnOnce(Expr<'_>, Node<'_>) -> T) -> T {
        let tree = parse(&PYTHON, text, None).expect("small texts parse");
        let root = Unit { text, tree: &tree, offset: 100 }.root();
        let mut cursor = root.node.walk();
        loop {
            if cursor.node().kind() == kind {
                return look(root.at(cursor.node()), root.node);
            }
            if cursor.goto_first_child() {
                continue;
            }
            while !cursor.goto_next_sibling() {
                assert!(cursor.goto_parent(), "no {kind} in {text:?}");
            }
        }
    }

    fn shown(text: &str) -> String {
        with_node(text, "call", |call, _| {
            let arguments = arguments(call).into_iter().map(|argument| match argument {
                Argument::Positional(value) => value.source().to_owned(),
                Argument::Keyword { name, value } => {
                    format!("{}: {}", name.source(), value.source())
                }
                Argument::List(value) => format!("list {}", value.source()),
                Argument::Dictionary(value) => format!("dictionary {}", value.source()),
            });
            arguments.collect::<Vec<_>>().join(" | ")
        })
    }

    #[test]
    fn arguments_come_in_order_and_comments_do_not() {
        assert_eq!(
            shown("f(a,  # one\n  b=1, *c, **d, (e)\n  # two\n)"),
            "a | b: 1 | list c | dictionary d | (e)"
        );
        assert_eq!(shown("f(x for x in y)"), "(x for x in y)");
        assert_eq!(shown("f()"), "");
    }

    #[test]
    fn ancestors_come_from_the_root_inwards() {
        let kinds = with_node("if a:\n    f(1)\n", "integer", |expr, root| {
            let kinds = ancestors(root, expr.node).into_iter().map(|node| node.kind());
            kinds.collect::<Vec<_>>().join(" ")
        });
        assert_eq!(kinds, "module if_statement block expression_statement call argument_list");
    }

    #[test]
    fn ancestors_of_the_root_and_of_strangers_are_none() {
        with_node("a", "module", |expr, root| assert!(ancestors(root, expr.node).is_empty()));
        with_node("f(b)\ng(c)", "identifier", |f, root| {
            let last = root.named_child(1).expect("two statements");
            assert!(ancestors(last, f.node).is_empty());
        });
    }

    #[test]
    fn deep_trees_have_ancestors_too() {
        let text = format!("{}1{}", "[".repeat(20_000), "]".repeat(20_000));
        let depth = with_node(&text, "integer", |expr, root| ancestors(root, expr.node).len());
        assert_eq!(depth, 20_002);
    }

    #[test]
    fn a_string_tells_how_it_is_written() {
        with_node("x = Rb'''a\\n'''", "string", |expr, _| {
            let literal = StringLiteral::read(expr).expect("a string");
            assert_eq!((literal.prefix, literal.quotes, literal.source()), ("Rb", "'''", "a\\n"));
            assert_eq!(literal.content, Span::new(109, 112));
            assert!(literal.is_raw() && literal.is_bytes() && !literal.is_formatted());
        });
        with_node("''", "string", |expr, _| {
            let literal = StringLiteral::read(expr).expect("a string");
            assert_eq!((literal.prefix, literal.quotes, literal.source()), ("", "'", ""));
        });
    }

    #[test]
    fn pieces_of_a_formatted_string_come_in_order() {
        let pieces = with_node("f'a{b!r:>{c}}d{{'", "string", |expr, _| {
            let literal = StringLiteral::read(expr).expect("a string");
            assert!(literal.is_formatted());
            let pieces = literal.pieces().map(|piece| match piece {
                Piece::Text(text) => format!("text {}", text.source()),
                Piece::Hole(hole) => format!("hole {}", hole.source()),
            });
            pieces.collect::<Vec<_>>().join(" | ")
        });
        assert_eq!(pieces, "text a | hole {b!r:>{c}} | text d{{");
    }

    #[test]
    fn what_is_no_string_is_none() {
        with_node("a", "identifier", |expr, _| assert!(StringLiteral::read(expr).is_none()));
    }
}

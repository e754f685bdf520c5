//! The place a pattern matched: its captures and what may be asked about them.

use std::rc::Rc;

use tree_sitter::Node;

use super::Rule;
use crate::semantics::{FileContext, Names, Resolver, Value};
use crate::syntax::{Expr, Unit};

/// What a capture holds.
#[derive(Clone, Copy, Debug)]
pub enum Capture<'a> {
    /// A node of the match, or an argument that `#argument!` found.
    Node(Expr<'a>),
    /// `#argument!` found that the argument is not given.
    Absent,
    /// `#argument!` cannot tell: `**options` or `*args` may hold it.
    Opaque,
}

/// One match of one pattern, with everything its predicates may ask.
#[derive(Clone)]
pub struct Site<'a> {
    /// Names and values.
    pub resolver: Resolver<'a>,
    /// The slice that is looked at.
    pub unit: Unit<'a>,
    /// What is around the slice, if it is not the whole document.
    pub around: Option<&'a Around>,
    /// What kind of file.
    pub context: FileContext,
    /// The pattern's rule.
    pub rule: &'a Rule,
    /// The rule's options as configured.
    pub options: Rc<toml::Table>,
    /// The node the pattern is rooted at.
    pub root: Expr<'a>,
    /// One per capture name of the pattern.
    pub captures: Vec<Capture<'a>>,
}

impl<'a> Site<'a> {
    /// The node in a slot, if there is one.
    pub fn node(&self, slot: usize) -> Option<Expr<'a>> {
        match self.captures.get(slot) {
            Some(Capture::Node(expr)) => Some(*expr),
            _ => None,
        }
    }

    /// The names a node may stand for. The callee of `functools.partial(f, …)` is `f`.
    pub fn names(&self, expr: Expr<'a>) -> Names {
        let names = self.resolver.names(expr);
        if names.iter().any(|name| &*name.path == "functools.partial")
            && let Some(call) = self.parent(expr)
            && call.kind() == "call"
            && let Some(wrapped) = first_positional(call)
        {
            return self.resolver.names(wrapped);
        }
        names
    }

    /// A node folded as far as literals carry.
    pub fn value(&self, expr: Expr<'a>) -> Value {
        self.resolver.value(expr)
    }

    /// The nodes around `expr`, innermost first. Empty for nodes of other slices (assigned values).
    ///
    /// Cost: one descent from the root of the unit.
    pub fn ancestors(&self, expr: Expr<'a>) -> Vec<Expr<'a>> {
        ancestors(self.unit, expr)
    }

    /// The kinds of the nodes around `expr`, innermost first, beyond the slice too.
    pub fn kinds_around(&self, expr: Expr<'a>) -> Vec<&'a str> {
        let nodes = self.ancestors(expr);
        let mut kinds: Vec<&str> = nodes.iter().map(|node| node.kind()).collect();
        if let Some(around) = self.around
            && kinds.pop().is_some()
        {
            kinds.extend(&around.kinds);
        }
        kinds
    }

    /// The innermost node around `expr`.
    pub fn parent(&self, expr: Expr<'a>) -> Option<Expr<'a>> {
        self.ancestors(expr).first().copied()
    }
}

/// What stands around a slice of a document.
#[derive(Clone, Debug)]
pub struct Around {
    /// The first logical line of the slice.
    pub line: usize,
    /// The kinds of the nodes around it, innermost first, the module last.
    pub kinds: Vec<&'static str>,
}

/// The nodes of `unit` around `expr`, innermost first. Goes down from the root, as `Node::parent` does for every step anew.
pub fn ancestors<'a>(unit: Unit<'a>, expr: Expr<'a>) -> Vec<Expr<'a>> {
    let mut chain = Vec::new();
    if expr.offset != unit.offset || !std::ptr::eq(expr.text, unit.text) {
        return chain;
    }
    let mut at = unit.tree.root_node();
    while at.id() != expr.node.id() {
        chain.push(expr.at(at));
        match at.child_with_descendant(expr.node) {
            Some(child) => at = child,
            None => break,
        }
    }
    chain.reverse();
    chain
}

/// Whether a call is `functools.partial(f, …)`: its arguments shift by one, and more may follow later.
pub fn is_partial<'a>(resolver: &Resolver<'a>, call: Expr<'a>) -> bool {
    call.field("function").is_some_and(|function| {
        resolver.names(function).iter().any(|name| &*name.path == "functools.partial")
    })
}

/// The first positional argument of a call.
pub fn first_positional(call: Expr<'_>) -> Option<Expr<'_>> {
    let arguments = call.field("arguments")?;
    named_children(arguments).into_iter().find(|child| {
        !matches!(child.kind(), "comment" | "keyword_argument" | "list_splat" | "dictionary_splat")
    })
}

/// The named children of a node, comments included.
pub fn named_children(expr: Expr<'_>) -> Vec<Expr<'_>> {
    let mut cursor = expr.node.walk();
    expr.node.named_children(&mut cursor).map(|node: Node<'_>| expr.at(node)).collect()
}

/// Without the parentheses around it.
pub fn unparenthesised(mut expr: Expr<'_>) -> Expr<'_> {
    for _ in 0..64 {
        if expr.kind() != "parenthesized_expression" {
            break;
        }
        match named_children(expr).into_iter().find(|child| child.kind() != "comment") {
            Some(inner) => expr = inner,
            None => break,
        }
    }
    expr
}

/// Finds an argument of a call by keyword (any of `keywords`) or position, also in a constant `**{…}`; or an item of a list
/// by position.
pub fn argument<'a>(
    resolver: &Resolver<'a>,
    call: Expr<'a>,
    keywords: &str,
    position: Option<usize>,
) -> Capture<'a> {
    let Some(arguments) = call.field("arguments") else {
        return position.map_or(Capture::Opaque, |position| item(resolver, call, position));
    };
    if arguments.kind() != "argument_list" {
        // `f(x for x in y)`: the generator is the one positional argument.
        return if position == Some(0) { Capture::Node(arguments) } else { Capture::Absent };
    }
    let mut skipped = usize::from(is_partial(resolver, call));
    let mut opaque = skipped > 0;
    let mut n_positional = 0;
    let mut splat = false;
    let mut found = None;
    for child in named_children(arguments) {
        match child.kind() {
            "comment" => {}
            "keyword_argument" => {
                let name = child.field("name").map_or("", Expr::source);
                if keywords.split('|').any(|keyword| keyword == name)
                    && let Some(value) = child.field("value")
                {
                    return Capture::Node(value);
                }
            }
            "dictionary_splat" => match splatted(resolver, child, keywords) {
                Capture::Absent => {}
                Capture::Opaque => opaque = true,
                value => return value,
            },
            "list_splat" => splat = true,
            _ if skipped > 0 => skipped -= 1,
            _ => {
                if !splat && position == Some(n_positional) {
                    found = Some(child);
                }
                n_positional += 1;
            }
        }
    }
    match found {
        Some(value) => Capture::Node(value),
        None if opaque || (splat && position.is_some()) => Capture::Opaque,
        None => Capture::Absent,
    }
}

/// The item at a position of a list or tuple, or of a name or sum that begins with one.
fn item<'a>(resolver: &Resolver<'a>, list: Expr<'a>, position: usize) -> Capture<'a> {
    let mut list = unparenthesised(resolver.assigned(unparenthesised(list)));
    let mut is_whole = true;
    for _ in 0..64 {
        match list.field("left").filter(|_| list.kind() == "binary_operator") {
            Some(left) => list = unparenthesised(resolver.assigned(unparenthesised(left))),
            None => break,
        }
        is_whole = false;
    }
    if !matches!(list.kind(), "list" | "tuple") {
        return Capture::Opaque;
    }
    let items = named_children(list).into_iter().filter(|child| child.kind() != "comment");
    for (index, item) in items.enumerate() {
        if item.kind() == "list_splat" {
            return Capture::Opaque;
        }
        if index == position {
            return Capture::Node(item);
        }
    }
    if is_whole { Capture::Absent } else { Capture::Opaque }
}

/// What `**x` says about a keyword.
fn splatted<'a>(resolver: &Resolver<'a>, splat: Expr<'a>, keywords: &str) -> Capture<'a> {
    let Some(inner) = named_children(splat).into_iter().find(|child| child.kind() != "comment")
    else {
        return Capture::Opaque;
    };
    let inner = unparenthesised(inner);
    let dict = unparenthesised(resolver.assigned(inner));
    if dict.kind() != "dictionary" {
        return Capture::Opaque;
    }
    let mut outcome = match resolver.is_grown(inner) {
        true => Capture::Opaque,
        false => Capture::Absent,
    };
    for pair in named_children(dict) {
        match pair.kind() {
            "comment" => {}
            "pair" => {
                let (Some(key), Some(value)) = (pair.field("key"), pair.field("value")) else {
                    continue;
                };
                match resolver.value(key) {
                    Value::Str(name) if keywords.split('|').any(|keyword| keyword == name) => {
                        outcome = Capture::Node(value);
                    }
                    Value::Str(_) => {}
                    _ => outcome = Capture::Opaque,
                }
            }
            _ => outcome = Capture::Opaque,
        }
    }
    outcome
}

/// The words of a name: `API_KEY2` and `apiKey` are `api`, `key`.
pub fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut previous = ' ';
    let characters: Vec<char> = name.chars().collect();
    for (index, &c) in characters.iter().enumerate() {
        if !c.is_alphabetic() {
            previous = c;
            continue;
        }
        let next_lower = characters.get(index + 1).is_some_and(|next| next.is_lowercase());
        let starts = !previous.is_alphabetic()
            || (c.is_uppercase()
                && (previous.is_lowercase() || (previous.is_uppercase() && next_lower)));
        if starts || words.is_empty() {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut() {
            word.extend(c.to_lowercase());
        }
        previous = c;
    }
    words
}

/// The name a node speaks of: an identifier, the last part of an attribute chain, the constant key of a subscript, a string's text.
pub fn spoken_name<'a>(resolver: &Resolver<'a>, expr: Expr<'a>) -> Option<String> {
    match expr.kind() {
        "identifier" => Some(expr.source().to_owned()),
        "attribute" => expr.field("attribute").map(|name| name.source().to_owned()),
        "subscript" => match resolver.value(expr.field("subscript")?) {
            Value::Str(key) => Some(key),
            _ => None,
        },
        "string" | "concatenated_string" => match resolver.value(expr) {
            Value::Str(text) => Some(text),
            Value::Bytes(bytes) => String::from_utf8(bytes).ok(),
            _ => None,
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn names_split_by_snake_and_camel_case() {
        assert_eq!(words("API_KEY2"), ["api", "key"]);
        assert_eq!(words("userPassWord"), ["user", "pass", "word"]);
        assert_eq!(words("HTTPServer"), ["http", "server"]);
        assert_eq!(words("keyboard"), ["keyboard"]);
        assert_eq!(words("_"), Vec::<String>::new());
    }
}

//! The structure of a pattern, ready to be held against nodes, without tree-sitter's query engine: that one needs half a
//! millisecond per pattern before it runs, and looks at every node of a tree for every pattern.
//!
//! In: an [`Item`] as the rule file has it. Out: every way in which it matches at one node. What is seldom written
//! (quantifiers, groups, supertypes, errors) is not read here; such patterns are left to tree-sitter.

use tree_sitter::{Language as Grammar, Node, TreeCursor};

use super::query_text::{Item, Kind};

/// Children and ways looked at for one pattern at one node: real code takes a few dozen, and only hostile code meets the limit.
const MOST_STEPS: usize = 50_000;

/// One way to match: a node per capture of the structure, in the order of its slots.
pub type Captured<'t> = Vec<Option<Node<'t>>>;

/// The structure of one pattern.
#[derive(Debug)]
pub struct Structure {
    root: Test,
    n_slots: usize,
}

/// What one node has to be.
#[derive(Debug)]
struct Test {
    wanted: Wanted,
    /// Fields it must not have.
    without: Vec<u16>,
    slots: Vec<usize>,
    children: Vec<Child>,
}

#[derive(Debug)]
enum Wanted {
    /// A node of this kind.
    Kind(u16),
    /// `(_)`
    AnyNamed,
    /// `_`
    Any,
    /// `[a b]`
    OneOf(Vec<Test>),
}

/// A child the node must have; in order, with others between them.
#[derive(Debug)]
struct Child {
    field: Option<u16>,
    /// `.` before it: no named node stands between it and the one before.
    is_immediate: bool,
    /// `.` behind it: no named node follows.
    is_last: bool,
    test: Test,
}

/// A child of a node, as far as tests look at it.
struct Seen<'t> {
    node: Node<'t>,
    field: Option<u16>,
}

impl Structure {
    /// Reads the structure below `item`; `captures` names the slots. `None` if it says something that is not read here.
    pub fn new(item: &Item, captures: &[&str], grammar: &Grammar) -> Option<Self> {
        if item.quantifier.is_some() || item.field.is_some() {
            return None;
        }
        Some(Self { root: test(item, captures, grammar)?, n_slots: captures.len() })
    }

    /// All ways in which the structure matches with `node` as its root.
    pub fn matches<'t>(&self, node: Node<'t>) -> Vec<Captured<'t>> {
        let mut search = Search { left: MOST_STEPS };
        let mut ways = Vec::new();
        search.test(&self.root, node, &vec![None; self.n_slots], &mut ways);
        ways
    }
}

fn test(item: &Item, captures: &[&str], grammar: &Grammar) -> Option<Test> {
    let slots = item
        .captures
        .iter()
        .map(|name| captures.iter().position(|own| own == name))
        .collect::<Option<_>>()?;
    let mut tested = Test { wanted: Wanted::Any, without: Vec::new(), slots, children: Vec::new() };
    tested.wanted = match &item.kind {
        Kind::Named(kind) => Wanted::Kind(kind_id(kind, true, grammar)?),
        Kind::Anonymous(text) => Wanted::Kind(kind_id(text, false, grammar)?),
        Kind::AnyNamed => Wanted::AnyNamed,
        Kind::Any => Wanted::Any,
        Kind::Alternation => {
            let branches = item.children.iter().map(|branch| {
                let plain = branch.quantifier.is_none() && branch.field.is_none();
                plain.then(|| test(branch, captures, grammar)).flatten()
            });
            tested.wanted = Wanted::OneOf(branches.collect::<Option<_>>()?);
            return Some(tested);
        }
        Kind::Group | Kind::Anchor | Kind::NoField(_) => return None,
    };
    let field_id = |name: &str| grammar.field_id_for_name(name).map(std::num::NonZeroU16::get);
    let mut is_immediate = false;
    for child in &item.children {
        match &child.kind {
            Kind::Anchor => is_immediate = true,
            Kind::NoField(field) => tested.without.push(field_id(field)?),
            _ if child.quantifier.is_some() => return None,
            _ => {
                let field = match &child.field {
                    Some(field) => Some(field_id(field)?),
                    None => None,
                };
                // An unnamed wildcard changes what the anchor behind it means.
                if is_immediate && tested.children.last().is_some_and(is_bare_wildcard) {
                    return None;
                }
                let test = test(child, captures, grammar)?;
                tested.children.push(Child { field, is_immediate, is_last: false, test });
                is_immediate = false;
            }
        }
    }
    if is_immediate {
        tested.children.last_mut()?.is_last = true;
    }
    Some(tested)
}

fn is_bare_wildcard(child: &Child) -> bool {
    matches!(child.test.wanted, Wanted::Any)
}

/// The id of a kind; `None` for those that stand for several kinds, and for errors.
fn kind_id(kind: &str, named: bool, grammar: &Grammar) -> Option<u16> {
    let id = grammar.id_for_node_kind(kind, named);
    (id != 0 && id != u16::MAX && !grammar.node_kind_is_supertype(id)).then_some(id)
}

struct Search {
    left: usize,
}

impl Search {
    /// Adds to `ways` every way in which `node` passes, each on top of what is captured already.
    fn test<'t>(
        &mut self,
        test: &Test,
        node: Node<'t>,
        captured: &Captured<'t>,
        ways: &mut Vec<Captured<'t>>,
    ) {
        if self.left == 0 {
            return;
        }
        self.left -= 1;
        let holds = match &test.wanted {
            Wanted::Kind(id) => node.kind_id() == *id,
            Wanted::AnyNamed => node.is_named() && !node.is_error(),
            Wanted::Any => !node.is_error(),
            Wanted::OneOf(branches) => {
                let own = with_slots(captured, &test.slots, node);
                for branch in branches {
                    self.test(branch, node, &own, ways);
                }
                return;
            }
        };
        if !holds || test.without.iter().any(|&field| node.child_by_field_id(field).is_some()) {
            return;
        }
        let own = with_slots(captured, &test.slots, node);
        if test.children.is_empty() {
            ways.push(own);
            return;
        }
        let children = children(node, &mut node.walk());
        self.children(&test.children, &children, 0, own, ways);
    }

    fn children<'t>(
        &mut self,
        tests: &[Child],
        children: &[Seen<'t>],
        from: usize,
        captured: Captured<'t>,
        ways: &mut Vec<Captured<'t>>,
    ) {
        let Some((first, rest)) = tests.split_first() else {
            ways.push(captured);
            return;
        };
        for (index, child) in children.iter().enumerate().skip(from) {
            let fits = first.field.is_none_or(|field| child.field == Some(field))
                && !(first.is_last
                    && children[index + 1..].iter().any(|later| later.node.is_named()));
            if fits {
                let mut inner = Vec::new();
                self.test(&first.test, child.node, &captured, &mut inner);
                for captured in inner {
                    self.children(rest, children, index + 1, captured, ways);
                }
            }
            if self.left == 0 || first.is_immediate && child.node.is_named() {
                return;
            }
        }
    }
}

fn with_slots<'t>(captured: &Captured<'t>, slots: &[usize], node: Node<'t>) -> Captured<'t> {
    let mut captured = captured.clone();
    for &slot in slots {
        captured[slot] = Some(node);
    }
    captured
}

fn children<'t>(node: Node<'t>, cursor: &mut TreeCursor<'t>) -> Vec<Seen<'t>> {
    let mut children = Vec::with_capacity(node.child_count() as usize);
    let mut more = cursor.goto_first_child();
    while more {
        let field = cursor.field_id().map(std::num::NonZeroU16::get);
        children.push(Seen { node: cursor.node(), field });
        more = cursor.goto_next_sibling();
    }
    children
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use tree_sitter::{Query, QueryCursor, StreamingIterator};

    use super::*;
    use crate::languages::PYTHON;
    use crate::rules::catalogue::read_builtin;
    use crate::rules::query_text::{self, Pattern};
    use crate::syntax::parse::parse;

    type Way = Vec<(usize, usize)>;

    fn ours(structure: &Structure, root: Node<'_>) -> BTreeSet<Way> {
        let mut ways = BTreeSet::new();
        let mut waiting = vec![root];
        while let Some(node) = waiting.pop() {
            for way in structure.matches(node) {
                let mut spans = vec![(node.start_byte(), node.end_byte())];
                spans.extend(way.iter().flatten().map(|n| (n.start_byte(), n.end_byte())));
                ways.insert(spans);
            }
            waiting.extend(node.children(&mut node.walk()));
        }
        ways
    }

    fn theirs(pattern: &Pattern, grammar: &Grammar, text: &str, root: Node<'_>) -> BTreeSet<Way> {
        let query = Query::new(grammar, &pattern.shape()).expect("a valid pattern");
        let mut cursor = QueryCursor::new();
        let mut matches = cursor.matches(&query, root, text.as_bytes());
        let mut ways = BTreeSet::new();
        while let Some(matched) = matches.next() {
            let mut slots = vec![None; pattern.captures().len()];
            let mut whole = None;
            for capture in matched.captures() {
                let span = (capture.node.start_byte(), capture.node.end_byte());
                match query.capture_names()[capture.index as usize].strip_prefix('c') {
                    Some(slot) => slots[slot.parse::<usize>().expect("a number")] = Some(span),
                    None => whole = Some(span),
                }
            }
            ways.insert(whole.into_iter().chain(slots.into_iter().flatten()).collect());
        }
        ways
    }

    fn check(query: &str, text: &str, expected: usize) {
        let grammar = (PYTHON.grammar.expect("Python has a grammar"))();
        let tree = parse(&PYTHON, text, None).expect("small texts parse");
        let pattern = query_text::read(query).expect("a valid query").remove(0);
        let structure =
            Structure::new(&pattern.root, &pattern.captures(), &grammar).expect("it is read here");
        let found = ours(&structure, tree.root_node());
        assert_eq!(found, theirs(&pattern, &grammar, text, tree.root_node()), "{query}");
        assert_eq!(found.len(), expected, "{query}");
    }

    #[test]
    fn children_match_in_order_with_others_between() {
        check("(call arguments: (argument_list (integer) @a (integer) @b))", "f(1, x, 2, 3)", 3);
        check("(call function: (_) @a)", "f(g(x))", 2);
        check("(except_clause !value (block) @b)", "try: a\nexcept: b\nexcept c: d", 1);
    }

    #[test]
    fn anchors_ask_for_the_next_named_node() {
        check("(argument_list . (integer) @a)", "f(1, 2); f(x, 1); f(  # c\n 1)", 1);
        check("(argument_list (integer) @a .)", "f(1, 2); f(2, x); f(1 # c\n)", 1);
        check("(argument_list (integer) @a . (integer) @b)", "f(1, 2, 3); f(1, x, 2)", 2);
        let comparison =
            "(comparison_operator . (identifier) @a . [\"==\" \"!=\"] . (string) @b .)";
        check(comparison, "a == 'b'; a < 'b'; a != 'b' != c; 'a' == b", 1);
    }

    #[test]
    fn alternations_try_every_branch() {
        let query = "[(assignment left: [(identifier) (attribute)] @a right: (string) @b) (keyword_argument name: (identifier) @a value: (string) @b)]";
        check(query, "a = 'b'\nc.d = 'e'\nf(g='h', i=j)\nk[l] = 'm'", 3);
    }

    #[test]
    fn what_is_seldom_written_is_left_to_others() {
        let grammar = (PYTHON.grammar.expect("Python has a grammar"))();
        for query in ["(call (_)* @a)", "(_ . _ @a . (b))", "(expression) @a", "(ERROR) @a"] {
            let pattern = query_text::read(query).expect("a valid query").remove(0);
            let structure = Structure::new(&pattern.root, &pattern.captures(), &grammar);
            assert!(structure.is_none(), "{query}");
        }
    }

    #[test]
    fn tree_sitter_finds_the_same_in_all_fixtures() {
        let grammar = (PYTHON.grammar.expect("Python has a grammar"))();
        let mut shapes = BTreeSet::new();
        let mut patterns = Vec::new();
        for rule in read_builtin().0 {
            let Some(query) = &rule.query else { continue };
            for pattern in query_text::read(&query.text).expect("built-in rules are valid") {
                if shapes.insert(pattern.shape()) {
                    patterns.push(pattern);
                }
            }
        }
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rules/python");
        let mut text = String::new();
        for entry in std::fs::read_dir(folder).expect("fixtures") {
            text += &std::fs::read_to_string(entry.expect("an entry").path()).unwrap_or_default();
            text.push('\n');
        }
        let tree = parse(&PYTHON, &text, None).expect("fixtures parse");
        let mut n_found = 0;
        for pattern in &patterns {
            let structure = Structure::new(&pattern.root, &pattern.captures(), &grammar)
                .unwrap_or_else(|| panic!("{} is not read here", pattern.shape()));
            let found = ours(&structure, tree.root_node());
            assert_eq!(
                found,
                theirs(pattern, &grammar, &text, tree.root_node()),
                "{}",
                pattern.shape()
            );
            n_found += found.len();
        }
        assert!(n_found > 1_000 && patterns.len() > 20);
    }
}

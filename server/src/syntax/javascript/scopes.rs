//! Names of a script and what is put in them, by the block or function that binds them.

use std::collections::HashMap;

use tree_sitter::Node;

use super::{is_function, span_of};
use crate::text::Span;

/// Values of one name that are kept.
const MOST_VALUES: usize = 16;

/// What a name stands for.
#[derive(Clone, Copy, Debug)]
pub enum Bound<'t> {
    /// This value.
    Value(Node<'t>),
    /// The part of that name of this value.
    Part(Node<'t>, &'t str),
    /// The parameter of that number of this function.
    Parameter(Node<'t>, usize),
    /// The part of that name of such a parameter.
    PartOfParameter(Node<'t>, usize, &'t str),
    /// This function.
    Function(Node<'t>),
    /// Something else.
    Other,
}

#[derive(Debug)]
struct OneScope<'t> {
    span: Span,
    around: Option<usize>,
    is_function: bool,
    names: HashMap<&'t str, Vec<Bound<'t>>>,
}

/// All scopes of a script, in source order.
#[derive(Debug)]
pub struct Scopes<'t> {
    text: &'t str,
    all: Vec<OneScope<'t>>,
    open: Vec<usize>,
}

impl<'t> Scopes<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, all: Vec::new(), open: Vec::new() }
    }

    /// Notes what a node begins and binds; nodes come in source order, outer ones first.
    pub(super) fn enter(&mut self, node: Node<'t>) {
        let span = span_of(node);
        while self.open.last().is_some_and(|&open| self.all[open].span.end <= span.start)
            && self.open.len() > 1
        {
            self.open.pop();
        }
        if node.kind() == "function_declaration" || node.kind() == "generator_function_declaration"
        {
            self.declare_field(node, Bound::Function(node), true);
        }
        let is_function = is_function(node);
        let begins = is_function
            || matches!(
                node.kind(),
                "program"
                    | "statement_block"
                    | "for_statement"
                    | "for_in_statement"
                    | "catch_clause"
            );
        if begins {
            let around = self.open.last().copied();
            self.open.push(self.all.len());
            let is_function = is_function || node.kind() == "program";
            self.all.push(OneScope { span, around, is_function, names: HashMap::new() });
        }
        match node.kind() {
            _ if is_function => self.parameters(node),
            "variable_declarator" => {
                let is_wide =
                    node.parent().is_none_or(|parent| parent.kind() == "variable_declaration");
                let Some(name) = node.child_by_field_name("name") else { return };
                match node.child_by_field_name("value") {
                    Some(value) => self.pattern(name, Source::Value(value), is_wide),
                    // `for (let a of b)`, or a value that comes later.
                    None => self.pattern(name, Source::Later, is_wide),
                }
            }
            "for_in_statement" => {
                if let Some(left) = node.child_by_field_name("left")
                    && node.child_by_field_name("kind").is_some()
                {
                    self.pattern(left, Source::Other, false);
                }
            }
            "catch_clause" => {
                if let Some(name) = node.child_by_field_name("parameter") {
                    self.pattern(name, Source::Other, false);
                }
            }
            "class_declaration" => self.declare_field(node, Bound::Other, false),
            "import_clause" | "import_specifier" | "namespace_import" => {
                let mut cursor = node.walk();
                let names: Vec<Node<'t>> = node
                    .named_children(&mut cursor)
                    .filter(|child| child.kind() == "identifier")
                    .collect();
                for name in names {
                    self.declare(span_of(name).slice(self.text), Bound::Other, true);
                }
            }
            _ => {}
        }
    }

    fn declare_field(&mut self, node: Node<'t>, bound: Bound<'t>, is_wide: bool) {
        if let Some(name) = node.child_by_field_name("name") {
            self.declare(span_of(name).slice(self.text), bound, is_wide);
        }
    }

    fn parameters(&mut self, function: Node<'t>) {
        if let Some(name) = function.child_by_field_name("parameter") {
            self.pattern(name, Source::Parameter(function, 0), false);
        }
        let Some(list) = function.child_by_field_name("parameters") else { return };
        let mut cursor = list.walk();
        let all: Vec<Node<'t>> = list
            .named_children(&mut cursor)
            .filter(|node| node.kind() != "comment")
            .take(MOST_VALUES)
            .collect();
        for (index, one) in all.into_iter().enumerate() {
            self.pattern(one, Source::Parameter(function, index), false);
        }
    }

    /// Binds the names of a pattern.
    fn pattern(&mut self, pattern: Node<'t>, source: Source<'t>, is_wide: bool) {
        let text = self.text;
        match pattern.kind() {
            "identifier" => {
                let bound = match source {
                    Source::Value(value) => Some(Bound::Value(value)),
                    Source::Parameter(function, index) => Some(Bound::Parameter(function, index)),
                    Source::Later => None,
                    Source::Other => Some(Bound::Other),
                };
                self.declare_maybe(span_of(pattern).slice(text), bound, is_wide);
            }
            "assignment_pattern" => {
                if let Some(left) = pattern.child_by_field_name("left") {
                    self.pattern(left, source, is_wide);
                }
            }
            "object_pattern" => {
                let mut cursor = pattern.walk();
                let parts: Vec<Node<'t>> =
                    pattern.named_children(&mut cursor).take(MOST_VALUES).collect();
                for part in parts {
                    self.part(part, source, is_wide);
                }
            }
            "array_pattern" | "rest_pattern" => {
                let mut cursor = pattern.walk();
                let parts: Vec<Node<'t>> =
                    pattern.named_children(&mut cursor).take(MOST_VALUES).collect();
                // An item of a list is judged as the list.
                for part in parts {
                    self.pattern(part, source, is_wide);
                }
            }
            _ => {}
        }
    }

    fn part(&mut self, part: Node<'t>, source: Source<'t>, is_wide: bool) {
        let text = self.text;
        let (key, name) = match part.kind() {
            "shorthand_property_identifier_pattern" => (part, part),
            "pair_pattern" => {
                match (part.child_by_field_name("key"), part.child_by_field_name("value")) {
                    (Some(key), Some(value)) => (key, value),
                    _ => return,
                }
            }
            "object_assignment_pattern" => match part.child_by_field_name("left") {
                Some(left) => (left, left),
                None => return,
            },
            _ => return,
        };
        let key = span_of(key).slice(text);
        let is_name = matches!(name.kind(), "identifier" | "shorthand_property_identifier_pattern");
        if !is_name {
            return self.pattern(name, Source::Other, is_wide);
        }
        let bound = match source {
            Source::Value(value) => Bound::Part(value, key),
            Source::Parameter(function, index) => Bound::PartOfParameter(function, index, key),
            Source::Later | Source::Other => Bound::Other,
        };
        self.declare(span_of(name).slice(text), bound, is_wide);
    }

    fn declare(&mut self, name: &'t str, bound: Bound<'t>, is_wide: bool) {
        self.declare_maybe(name, Some(bound), is_wide);
    }

    fn declare_maybe(&mut self, name: &'t str, bound: Option<Bound<'t>>, is_wide: bool) {
        let is_fit = |&&open: &&usize| !is_wide || self.all[open].is_function;
        let Some(&scope) = self.open.iter().rev().find(is_fit) else { return };
        let values = self.all[scope].names.entry(name).or_default();
        if values.len() < MOST_VALUES {
            values.extend(bound);
        }
    }

    /// Puts a value to the name it is assigned to; whether something binds that name.
    pub(super) fn assign(&mut self, left: Node<'t>, right: Node<'t>) -> bool {
        if left.kind() != "identifier" {
            return true;
        }
        let name = span_of(left).slice(self.text);
        let Some(scope) = self.scope_of(name, left.start_byte()) else { return false };
        let values = self.all[scope].names.entry(name).or_default();
        if values.len() < MOST_VALUES {
            values.push(Bound::Value(right));
        }
        true
    }

    /// What a name stands for at a place; none where nothing here binds it.
    pub fn lookup(&self, name: &str, at: usize) -> Option<&[Bound<'t>]> {
        let scope = self.scope_of(name, at)?;
        self.all[scope].names.get(name).map(Vec::as_slice)
    }

    fn scope_of(&self, name: &str, at: usize) -> Option<usize> {
        let last = self.all.partition_point(|scope| scope.span.start <= at).checked_sub(1)?;
        let mut scope = Some(last);
        while let Some(index) = scope {
            let one = &self.all[index];
            let holds = one.span.start <= at && at < one.span.end || one.around.is_none();
            if holds && one.names.contains_key(name) {
                return Some(index);
            }
            scope = one.around;
        }
        None
    }
}

/// Where the values of a pattern come from.
#[derive(Clone, Copy)]
enum Source<'t> {
    Value(Node<'t>),
    Parameter(Node<'t>, usize),
    /// From assignments that follow.
    Later,
    Other,
}

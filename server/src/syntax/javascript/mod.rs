//! What a piece of JavaScript binds and does: names with what is put in them, calls, assignments, functions, conditions.
//!
//! A tree goes in; flat lists of nodes and a table of scopes come out. What a value is, others tell.

mod chain;
mod scopes;

use std::collections::HashMap;
use std::sync::LazyLock;

use tree_sitter::{Node, Tree};

pub use self::scopes::{Bound, Scopes};
use super::parse::parse_with;
use crate::text::Span;

/// The grammar.
pub fn grammar() -> tree_sitter::Language {
    static GRAMMAR: LazyLock<tree_sitter::Language> =
        LazyLock::new(|| tree_sitter_javascript::LANGUAGE.into());
    GRAMMAR.clone()
}

/// Parses a script.
pub fn parse(text: &str) -> Option<Tree> {
    parse_with(&grammar(), text, None)
}

/// A script that was read.
#[derive(Debug)]
pub struct Script<'t> {
    /// The text.
    pub text: &'t str,
    /// Who binds what.
    pub scopes: Scopes<'t>,
    /// Calls, and objects that are made, in source order.
    pub calls: Vec<Node<'t>>,
    /// Assignments to something that is no plain name, and those to names that nothing here binds.
    pub assignments: Vec<Node<'t>>,
    /// Conditions and what they decide, in source order.
    pub conditions: Vec<Node<'t>>,
    /// Functions in source order.
    pub functions: Vec<Node<'t>>,
    /// Events that named functions listen for.
    listeners: HashMap<&'t str, String>,
    /// What is returned, with the function that does.
    pub returns: Vec<(Node<'t>, Span)>,
}

/// The bytes of a node.
pub fn span_of(node: Node<'_>) -> Span {
    Span::from(node.byte_range())
}

/// Whether a node is a function.
pub fn is_function(node: Node<'_>) -> bool {
    matches!(
        node.kind(),
        "function_declaration"
            | "function_expression"
            | "generator_function"
            | "generator_function_declaration"
            | "arrow_function"
            | "method_definition"
    )
}

impl<'t> Script<'t> {
    /// Takes what matters out of a tree: one walk.
    pub fn read(text: &'t str, tree: &'t Tree) -> Self {
        let mut script = Script {
            text,
            scopes: Scopes::new(text),
            calls: Vec::new(),
            assignments: Vec::new(),
            conditions: Vec::new(),
            functions: Vec::new(),
            listeners: HashMap::new(),
            returns: Vec::new(),
        };
        let mut assigned = Vec::new();
        let mut around: Vec<Span> = Vec::new();
        let mut cursor = tree.walk();
        loop {
            let node = cursor.node();
            script.take(node, &mut around, &mut assigned);
            if cursor.goto_first_child() {
                continue;
            }
            while !cursor.goto_next_sibling() {
                if !cursor.goto_parent() {
                    script.bind_assigned(assigned);
                    script.note_listeners();
                    return script;
                }
            }
        }
    }

    fn take(&mut self, node: Node<'t>, around: &mut Vec<Span>, assigned: &mut Vec<Node<'t>>) {
        let span = span_of(node);
        if !node.is_named() {
            return;
        }
        self.scopes.enter(node);
        if is_function(node) {
            while around.last().is_some_and(|last| last.end <= span.start) {
                around.pop();
            }
            around.push(span);
            self.functions.push(node);
            let body = node.child_by_field_name("body");
            let value = body.filter(|body| body.kind() != "statement_block");
            self.returns.extend(value.map(|value| (value, span)));
        }
        match node.kind() {
            "call_expression" | "new_expression" => self.calls.push(node),
            "assignment_expression" | "augmented_assignment_expression" => {
                match node.child_by_field_name("left").map(|left| left.kind()) {
                    Some("member_expression" | "subscript_expression") => {
                        self.assignments.push(node);
                    }
                    _ => assigned.push(node),
                }
            }
            "if_statement" | "ternary_expression" | "switch_statement" | "while_statement" => {
                self.conditions.push(node);
            }
            "binary_expression" if self.operator(node) == "&&" => self.conditions.push(node),
            "return_statement" => {
                let inner = around.iter().rev().find(|function| function.contains(span));
                if let (Some(&function), Some(value)) = (inner, node.named_child(0)) {
                    self.returns.push((value, function));
                }
            }
            _ => {}
        }
    }

    /// Puts assigned values to the names they are assigned to.
    fn bind_assigned(&mut self, assigned: Vec<Node<'t>>) {
        for node in assigned {
            let (Some(left), Some(right)) =
                (node.child_by_field_name("left"), node.child_by_field_name("right"))
            else {
                continue;
            };
            if !self.scopes.assign(left, right) {
                self.assignments.push(node);
            }
        }
        self.assignments.sort_by_key(Node::start_byte);
    }

    /// Notes which named functions listen for what.
    fn note_listeners(&mut self) {
        let named = self.calls.iter().filter_map(|&call| {
            let name =
                Self::arguments(call).get(1).copied().filter(|n| n.kind() == "identifier")?;
            Some((self.source(name), self.event_of_call(call)?))
        });
        self.listeners = named.collect();
    }

    /// The sign between the sides of a node.
    pub fn operator(&self, node: Node<'_>) -> &'t str {
        node.child_by_field_name("operator").map_or("", |sign| span_of(sign).slice(self.text))
    }

    /// The source of a node.
    pub fn source(&self, node: Node<'_>) -> &'t str {
        span_of(node).slice(self.text)
    }

    /// The innermost function around a place.
    pub fn function_around(&self, at: Span) -> Option<Node<'t>> {
        let end = self.functions.partition_point(|function| function.start_byte() <= at.start);
        let holds = |function: &&Node<'_>| span_of(**function).contains(at);
        self.functions[..end].iter().rev().take(MOST_NEAR).find(holds).copied()
    }

    /// The arguments of a call.
    pub fn arguments(call: Node<'t>) -> Vec<Node<'t>> {
        let Some(list) = call.child_by_field_name("arguments") else { return Vec::new() };
        let mut cursor = list.walk();
        list.named_children(&mut cursor)
            .filter(|node| node.kind() != "comment")
            .take(MOST_ARGUMENTS)
            .collect()
    }

    /// The constant text of a string.
    pub fn text_of(&self, node: Node<'_>) -> Option<String> {
        match node.kind() {
            "string" => {
                let source = self.source(node);
                let inner = source.get(1..source.len().max(2) - 1)?;
                Some(unescaped(inner))
            }
            "template_string" if node.named_child_count() == 0 || is_plain(node) => {
                let source = self.source(node);
                Some(unescaped(source.get(1..source.len().max(2) - 1)?))
            }
            _ => None,
        }
    }
}

/// The comments of a script.
pub fn comments(text: &str) -> Vec<Span> {
    let Some(tree) = parse(text) else { return Vec::new() };
    let mut found = Vec::new();
    let mut cursor = tree.walk();
    loop {
        let node = cursor.node();
        if node.kind() == "comment" {
            found.push(span_of(node));
        }
        if cursor.goto_first_child() {
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                return found;
            }
        }
    }
}

/// Functions before a place that are asked whether they hold it.
const MOST_NEAR: usize = 2_000;

/// Arguments of one call that are looked at.
const MOST_ARGUMENTS: usize = 64;

fn is_plain(template: Node<'_>) -> bool {
    let mut cursor = template.walk();
    template.named_children(&mut cursor).all(|child| child.kind() != "template_substitution")
}

/// A text with its simple escapes read.
fn unescaped(inner: &str) -> String {
    if !inner.contains('\\') {
        return inner.to_owned();
    }
    let mut out = String::with_capacity(inner.len());
    let mut chars = inner.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        match chars.next() {
            Some('n') => out.push('\n'),
            Some('t') => out.push('\t'),
            Some('x') => {
                let digits: String = chars.by_ref().take(2).collect();
                let code = u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32);
                out.extend(code);
            }
            Some(other) => out.push(other),
            None => {}
        }
    }
    out
}

#[cfg(test)]
mod tests;

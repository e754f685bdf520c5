//! Names as chains: `document.getElementById().value`, with what names stand for in their place.

use tree_sitter::Node;

use super::{Bound, Script, is_function};

/// Links of a chain, and names that stand for names.
const DEEPEST: usize = 24;

/// The longest chain that is told.
const LONGEST: usize = 400;

/// Names of the page's own objects that functions also give their parameters: `(function ($, window) { … })`.
const KNOWN: [&str; 5] = ["$", "jQuery", "window", "document", "django"];

/// Names of the page itself.
const PAGE: [&str; 3] = ["window.", "self.", "globalThis."];

impl<'t> Script<'t> {
    /// The chain of a value; `?` stands for what has no name.
    pub fn chain(&self, node: Node<'t>) -> String {
        let mut out = String::new();
        self.link(node, &mut out, 0);
        normal(out)
    }

    fn link(&self, node: Node<'t>, out: &mut String, depth: usize) {
        if depth > DEEPEST || out.len() > LONGEST {
            return out.push('?');
        }
        match node.kind() {
            "identifier" => self.name(node, out, depth),
            "this" => out.push_str("this"),
            "member_expression" => {
                self.field(node, "object", out, depth);
                out.push('.');
                if let Some(property) = node.child_by_field_name("property") {
                    out.push_str(self.source(property));
                }
            }
            "subscript_expression" => {
                self.field(node, "object", out, depth);
                out.push('.');
                let index = node.child_by_field_name("index");
                match index.and_then(|index| self.text_of(index)) {
                    Some(text) => out.push_str(&text),
                    None => out.push_str("[]"),
                }
            }
            "call_expression" => {
                self.field(node, "function", out, depth);
                out.push_str("()");
            }
            "new_expression" => {
                out.push_str("new ");
                self.field(node, "constructor", out, depth);
                out.push_str("()");
            }
            "parenthesized_expression" | "await_expression" => match node.named_child(0) {
                Some(inner) => self.link(inner, out, depth + 1),
                None => out.push('?'),
            },
            _ => out.push('?'),
        }
    }

    fn field(&self, node: Node<'t>, field: &str, out: &mut String, depth: usize) {
        match node.child_by_field_name(field) {
            Some(inner) => self.link(inner, out, depth + 1),
            None => out.push('?'),
        }
    }

    fn name(&self, node: Node<'t>, out: &mut String, depth: usize) {
        let name = self.source(node);
        let Some(bound) = self.scopes.lookup(name, node.start_byte()) else {
            return out.push_str(name);
        };
        let is_named = |value: &Node<'_>| {
            matches!(
                value.kind(),
                "identifier"
                    | "member_expression"
                    | "subscript_expression"
                    | "call_expression"
                    | "new_expression"
                    | "parenthesized_expression"
                    | "await_expression"
            )
        };
        match bound {
            [Bound::Value(value)]
                if is_named(value) && !value.byte_range().contains(&node.start_byte()) =>
            {
                self.link(*value, out, depth + 1);
            }
            [Bound::Part(value, part)] if is_named(value) => {
                self.link(*value, out, depth + 1);
                out.push('.');
                out.push_str(part);
            }
            [Bound::Parameter(function, 0)] => match self.untold_event_of(*function) {
                Some(event) => {
                    out.push('@');
                    out.push_str(&event);
                }
                None => parameter(name, out),
            },
            [Bound::PartOfParameter(function, 0, part)] => match self.untold_event_of(*function) {
                Some(event) => {
                    out.push('@');
                    out.push_str(&event);
                    out.push('.');
                    out.push_str(part);
                }
                None => parameter(name, out),
            },
            [Bound::Function(_)] => out.push_str(name),
            _ => parameter(name, out),
        }
    }

    /// The event a function gets, unless that is a message whose sender it looks at.
    fn untold_event_of(&self, function: Node<'t>) -> Option<String> {
        let event = self.event_of(function)?;
        let source = self.source(function);
        let is_asked =
            event == "message" && (source.contains("origin") || source.contains(".source"));
        (!is_asked).then_some(event)
    }

    /// The event a function listens for.
    pub fn event_of(&self, function: Node<'t>) -> Option<String> {
        let parent = function.parent()?;
        match parent.kind() {
            "arguments" => self.event_of_call(parent.parent()?),
            "assignment_expression" => {
                let left = parent.child_by_field_name("left")?;
                let source = self.source(left);
                let event = source.rsplit('.').next()?.strip_prefix("on")?;
                event.bytes().all(|byte| byte.is_ascii_lowercase()).then(|| event.to_owned())
            }
            // `function receive(event) { … }`: whoever is called so here is the listener.
            _ if function.kind() == "function_declaration" => {
                let name = self.source(function.child_by_field_name("name")?);
                self.listeners.get(name).cloned()
            }
            _ => None,
        }
    }

    /// Whether a function listens to the page itself: not to a worker or a socket, whose other end is known.
    pub fn is_page_listener(&self, function: Node<'t>) -> bool {
        let is_page = |object: &str| {
            matches!(
                object,
                "window"
                    | "self"
                    | "globalThis"
                    | "top"
                    | "parent"
                    | "$(window)"
                    | "jQuery(window)"
            )
        };
        let Some(parent) = function.parent() else { return false };
        let target = match parent.kind() {
            "arguments" => parent.parent().and_then(|call| call.child_by_field_name("function")),
            "assignment_expression" => parent.child_by_field_name("left"),
            _ => return function.kind() == "function_declaration",
        };
        let Some(target) = target else { return false };
        match target.child_by_field_name("object") {
            Some(object) => is_page(self.source(object)),
            None => target.kind() == "identifier",
        }
    }

    /// The first parameter of a function.
    pub fn first_parameter(&self, function: Node<'t>) -> Option<Node<'t>> {
        let alone = function.child_by_field_name("parameter");
        alone.or_else(|| function.child_by_field_name("parameters")?.named_child(0))
    }

    /// The event a call adds a listener for.
    pub(super) fn event_of_call(&self, call: Node<'t>) -> Option<String> {
        let callee = call.child_by_field_name("function")?;
        let last = match callee.kind() {
            "member_expression" => self.source(callee.child_by_field_name("property")?),
            _ => self.source(callee),
        };
        if !matches!(last, "addEventListener" | "on" | "attachEvent") {
            return None;
        }
        self.text_of(*Self::arguments(call).first()?)
    }

    /// The function a value is, or names.
    pub fn function_of(&self, node: Node<'t>) -> Option<Node<'t>> {
        if is_function(node) {
            return Some(node);
        }
        if node.kind() != "identifier" {
            return None;
        }
        match self.scopes.lookup(self.source(node), node.start_byte())? {
            [Bound::Function(function)] => Some(*function),
            [Bound::Value(value)] if is_function(*value) => Some(*value),
            _ => None,
        }
    }
}

fn parameter(name: &str, out: &mut String) {
    if !KNOWN.contains(&name) {
        out.push('~');
    }
    out.push_str(name);
}

/// A chain without the names of the page itself.
fn normal(chain: String) -> String {
    let mut rest = chain.as_str();
    while let Some(inner) = PAGE.iter().find_map(|page| rest.strip_prefix(page)) {
        // `name` alone is nobody's; that of the page any other page may set.
        if inner == "name" || inner.starts_with("name.") {
            return format!("window.{inner}");
        }
        rest = inner;
    }
    if let Some(inner) = rest.strip_prefix("document.location") {
        return format!("location{inner}");
    }
    if rest.len() == chain.len() { chain } else { rest.to_owned() }
}

//! Calls and subscripts that give a library name: `getattr`, `import_module`, `sys.modules["os"]`.

use super::{Target, Targets, add, eval, library, of_object};
use crate::semantics::{BindingKind, Resolver, Value, flow};
use crate::syntax::Expr;

/// `getattr(x, "name")`, `import_module("x")`, `__import__("x")`.
pub(super) fn call<'a>(resolver: &Resolver<'a>, expr: Expr<'a>, hops: u8) -> Targets {
    let (Some(function), Some(arguments)) = (expr.field("function"), expr.field("arguments"))
    else {
        return Targets::new();
    };
    // Anything else gives an instance, not a name: the three are told by how they end.
    let callee = match function.kind() {
        "attribute" => function.field("attribute").map_or("", Expr::source),
        _ => function.source(),
    };
    let is_known = matches!(callee, "getattr" | "import_module" | "__import__")
        || function.kind() == "identifier" && callee.len() < 40 && is_alias(resolver, function);
    if !is_known {
        return Targets::new();
    }
    let mut targets = Targets::new();
    for (target, certainty) in eval(resolver, function, hops) {
        let Target::Library(path) = target else { continue };
        match &*path {
            "builtins.getattr" => {
                let (Some(object), Some(attribute)) =
                    (argument(arguments, 0), argument(arguments, 1))
                else {
                    continue;
                };
                if let Some(attribute) = text_of(resolver, attribute) {
                    for (found, sure) in of_object(resolver, object, &attribute, hops) {
                        add(&mut targets, found, sure.min(certainty));
                    }
                }
            }
            "importlib.import_module" | "builtins.__import__" | "importlib.__import__" => {
                let Some(module) =
                    argument(arguments, 0).and_then(|module| text_of(resolver, module))
                else {
                    continue;
                };
                // Relative names and those of the workspace are not the library's.
                let top = module.split('.').next().unwrap_or_default();
                if top.is_empty() || resolver.project.shadows(top) {
                    continue;
                }
                let whole = &*path == "importlib.import_module";
                add(&mut targets, library(if whole { &module } else { top }), certainty);
            }
            _ => {}
        }
    }
    targets
}

/// Whether the file binds the called name itself, so that it may be one of the three under another name.
fn is_alias(resolver: &Resolver<'_>, function: Expr<'_>) -> bool {
    flow::home(resolver.semantics, function.source(), function.span().start).iter().any(|binding| {
        matches!(binding.kind, BindingKind::Import(number)
            if resolver.semantics.imports()[number].aliased)
    })
}

/// The positional argument at `index`.
fn argument<'a>(arguments: Expr<'a>, index: usize) -> Option<Expr<'a>> {
    let mut cursor = arguments.node.walk();
    arguments
        .node
        .named_children(&mut cursor)
        .filter(|child| child.kind() != "comment")
        .take_while(|child| {
            !matches!(child.kind(), "keyword_argument" | "list_splat" | "dictionary_splat")
        })
        .nth(index)
        .map(|child| arguments.at(child))
}

/// The constant text an expression folds to.
fn text_of<'a>(resolver: &Resolver<'a>, expr: Expr<'a>) -> Option<String> {
    if let Value::Str(text) = resolver.value(expr) {
        return Some(text);
    }
    // A plain literal needs no folding.
    let inner = expr.source().strip_prefix(['"', '\''])?;
    let inner = inner.strip_suffix(['"', '\''])?;
    (expr.kind() == "string"
        && inner.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_.".contains(&byte)))
    .then(|| inner.to_owned())
}

/// `__builtins__["eval"]`, `sys.modules["os"]`, `vars(os)["system"]` and `os.__dict__["system"]`.
pub(super) fn subscript<'a>(resolver: &Resolver<'a>, expr: Expr<'a>, hops: u8) -> Targets {
    let (Some(value), Some(index)) = (expr.field("value"), expr.field("subscript")) else {
        return Targets::new();
    };
    if value.kind() == "identifier" && value.source() != "__builtins__" {
        return Targets::new();
    }
    if !matches!(index.kind(), "string" | "identifier" | "attribute" | "concatenated_string") {
        return Targets::new();
    }
    let mut targets = Targets::new();
    for (target, certainty) in eval(resolver, value, hops) {
        let Target::Library(path) = target else { continue };
        let Some(name) = text_of(resolver, index) else { break };
        match &*path {
            "sys.modules" => {
                let top = name.split('.').next().unwrap_or_default();
                if !resolver.project.shadows(top) {
                    add(&mut targets, library(&name), certainty);
                }
            }
            "builtins" => add(&mut targets, library(&format!("builtins.{name}")), certainty),
            path => {
                if let Some(module) = path.strip_suffix(".__dict__") {
                    add(&mut targets, library(&format!("{module}.{name}")), certainty);
                }
            }
        }
    }
    targets
}

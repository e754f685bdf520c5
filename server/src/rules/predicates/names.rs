//! Questions about what a name stands for.

use super::Outcome::{self, Maybe, No, Yes};
use super::{Prepared, capture, texts};
use crate::rules::site::{Capture, Site, argument};
use crate::semantics::{Import, Names, Value, canonical};
use crate::syntax::Expr;

/// Whether a dotted path is meant by `pattern`: equal, or below `a.b.*`.
pub fn path_matches(path: &str, pattern: &str) -> bool {
    match pattern.strip_suffix(".*") {
        Some(prefix) => {
            path == prefix || path.strip_prefix(prefix).is_some_and(|rest| rest.starts_with('.'))
        }
        None => path == pattern,
    }
}

pub(super) fn judge_names(names: &Names, arguments: &[Prepared]) -> Outcome {
    let hits = names
        .iter()
        .filter(|name| texts(arguments).any(|pattern| path_matches(&name.path, pattern)))
        .count();
    match hits {
        0 => No,
        1 if names.len() == 1 && names[0].certainty < crate::semantics::Certainty::Certain => Maybe,
        n if n == names.len() => Yes,
        _ => Maybe,
    }
}

pub(super) fn resolves(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    capture(site, arguments).map_or(No, |expr| judge_names(&site.names(expr), arguments))
}

pub(super) fn instance(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let Some(expr) = capture(site, arguments) else { return No };
    if let Value::Instance(names) = site.value(expr)
        && judge_names(&names, arguments) == Yes
    {
        return Yes;
    }
    judge_names(&site.resolver.types(expr), arguments)
}

pub(super) fn derives(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let bases: Vec<&str> = texts(arguments).collect();
    capture(site, arguments).is_some_and(|expr| site.resolver.derives_from(expr, &bases)).into()
}

pub(super) fn local(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    capture(site, arguments).is_some_and(|expr| site.resolver.definition(expr).is_some()).into()
}

pub(super) fn reference(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let Some(expr) = capture(site, arguments) else { return No };
    let around = site.ancestors(expr);
    let Some(parent) = around.first() else { return No };
    let is = |name: &str| parent.field(name).is_some_and(|node| node.node.id() == expr.node.id());
    match parent.kind() {
        "call" => !is("function"),
        "attribute"
        | "dotted_name"
        | "aliased_import"
        | "global_statement"
        | "nonlocal_statement"
        | "delete_statement"
        | "parameters"
        | "lambda_parameters"
        | "typed_parameter"
        | "as_pattern_target"
        | "class_pattern"
        | "case_pattern"
        | "import_statement"
        | "import_from_statement" => false,
        "keyword_argument" | "default_parameter" | "typed_default_parameter" => is("value"),
        "assignment" => is("right"),
        "augmented_assignment" => is("right"),
        "named_expression" => is("value"),
        "for_statement" | "for_in_clause" => !is("left"),
        "function_definition" | "class_definition" => false,
        "pattern_list" | "tuple_pattern" | "list_pattern" => false,
        // Only whether there is one is asked.
        "comparison_operator" | "not_operator" | "assert_statement" => false,
        "if_statement" | "elif_clause" | "while_statement" => !is("condition"),
        _ => !around.iter().any(|node| node.kind() == "type"),
    }
    .into()
}

pub(super) fn imports(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    texts(arguments).any(|module| site.resolver.semantics.imports_module(module)).into()
}

/// The clauses of the import statement that `expr` is or is part of; none for anything else.
fn clauses_of<'a>(site: &Site<'a>, expr: Expr<'_>) -> &'a [Import] {
    let all = site.resolver.semantics.imports();
    let span = expr.span();
    // The module of a `from` statement stands before the clauses, everything else in or around one.
    let first = all.partition_point(|import| import.span.end <= span.start);
    let rest = &all[first..];
    let n_clauses = rest.partition_point(|import| import.span.start < span.end);
    match n_clauses {
        0 if rest.first().is_some_and(|import| import.module_span == span) => &rest[..1],
        n => &rest[..n],
    }
}

pub(super) fn imports_module(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let Some(expr) = capture(site, arguments) else { return No };
    let is_within = |path: &str| {
        let canonical = canonical(path);
        texts(arguments).any(|wanted| {
            [path, &canonical].iter().any(|path| {
                path.strip_prefix(wanted)
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
            })
        })
    };
    let is_shadowed =
        |path: &str| site.resolver.project.shadows(path.split('.').next().unwrap_or_default());
    if expr.kind() == "call" {
        let names = expr.field("function").map(|function| site.names(function)).unwrap_or_default();
        let imports = ["importlib.import_module", "builtins.__import__", "importlib.__import__"];
        if !names.iter().any(|name| imports.contains(&&*name.path)) {
            return No;
        }
        let Capture::Node(module) = argument(&site.resolver, expr, "name", Some(0)) else {
            return No;
        };
        return match site.value(module) {
            Value::Str(path) => (is_within(&path) && !is_shadowed(&path)).into(),
            _ => No,
        };
    }
    let span = expr.span();
    clauses_of(site, expr)
        .iter()
        .filter(|import| import.level == 0 && !is_shadowed(&import.module))
        .any(|import| {
            // What lies below a module that counts is reported with the module.
            if import.member.is_none() || import.module_span == span {
                return is_within(&import.module);
            }
            let path = import.path();
            is_within(&path) && (!is_within(&import.module) || expr.kind().ends_with("statement"))
        })
        .into()
}

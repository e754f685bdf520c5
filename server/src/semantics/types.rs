//! What expressions are instances of: constructors, annotations, `with`, attributes of `self`, classes of the file.

use std::collections::{HashSet, VecDeque};
use std::sync::Arc;

use super::bindings::{Binding, BindingKind, Slice};
use super::lookup::{self, MAX_HOPS, Target, Targets, add, library, step, union};
use super::outline::LineKind;
use super::{Ancestors, Certainty, Names, Resolver, ScopeId, ScopeKind, Semantics, flow, tables};
use crate::syntax::Expr;

/// How deep an annotation's brackets are followed.
const MAX_ANNOTATION: usize = 6;

pub(super) fn types<'a>(resolver: &Resolver<'a>, expr: Expr<'a>) -> Names {
    let mut targets = Targets::new();
    for (class, certainty) in instances(resolver, expr, 0) {
        if let Target::Local(line) = class {
            // An instance of a class of this file is one of its library bases as well.
            for base in ancestry(resolver, line).0 {
                add(&mut targets, Target::Library(base), certainty);
            }
        } else {
            add(&mut targets, class, certainty);
        }
    }
    lookup::library_names(targets)
}

/// What `expr` may be an instance of.
pub(super) fn instances<'a>(resolver: &Resolver<'a>, expr: Expr<'a>, hops: u8) -> Targets {
    step(|| match expr.kind() {
        "identifier" => of_name(resolver, expr.source(), expr.span().start, hops),
        "attribute" => of_attribute(resolver, expr, hops),
        "call" => of_call(resolver, expr, hops),
        "parenthesized_expression" | "await" => match expr.node.named_child(0) {
            Some(inner) => instances(resolver, expr.at(inner), hops),
            None => Targets::new(),
        },
        "named_expression" => match expr.field("value") {
            Some(value) => instances(resolver, value, hops),
            None => Targets::new(),
        },
        "boolean_operator" | "conditional_expression" => union(
            lookup::choices(expr)
                .into_iter()
                .filter(|choice| choice.kind() != "none")
                .map(|one| instances(resolver, one, hops))
                .collect(),
        ),
        "subscript" => {
            let container = expr.field("value");
            let container = container.map(|value| lookup::eval(resolver, value, hops));
            let items = container.unwrap_or_default().into_iter();
            items
                .filter_map(|(target, certainty)| match target {
                    Target::Library(path) => {
                        tables::item(&path).map(|class| (Target::Library(class), certainty))
                    }
                    _ => None,
                })
                .collect()
        }
        // `path / "name"` is a path again.
        "binary_operator"
            if expr.field("operator").is_some_and(|operator| operator.kind() == "/") =>
        {
            let left = expr.field("left").map(|left| instances(resolver, left, hops));
            let is_path = |target: &Target| matches!(target, Target::Library(path) if path.starts_with("pathlib."));
            left.unwrap_or_default().into_iter().filter(|(target, _)| is_path(target)).collect()
        }
        _ => Targets::new(),
    })
}

/// What the name `name`, used at `offset`, may be an instance of.
pub(super) fn of_name(resolver: &Resolver<'_>, name: &str, offset: usize, hops: u8) -> Targets {
    let semantics = resolver.semantics;
    let found = flow::find(semantics, resolver.project, name, offset);
    let text = &*semantics.text;
    let some_bind = found.bindings.iter().any(|binding| !binding.is_none(text));
    union(
        found
            .bindings
            .iter()
            .filter(|binding| !(some_bind && binding.is_none(text)))
            .map(|binding| of_binding(resolver, binding, hops))
            .collect(),
    )
}

/// What the value of one binding is an instance of.
fn of_binding(resolver: &Resolver<'_>, binding: &Binding, hops: u8) -> Targets {
    resolver.memo.instances(binding, hops, || of_binding_anew(resolver, binding, hops))
}

fn of_binding_anew(resolver: &Resolver<'_>, binding: &Binding, hops: u8) -> Targets {
    let semantics = resolver.semantics;
    if let Some(annotation) = &binding.annotation
        && binding.kind != BindingKind::StarParam
    {
        let annotated =
            annotated(resolver, annotation.span.slice(&semantics.text), binding.name.start, 0);
        if !annotated.is_empty() {
            return annotated;
        }
    }
    match binding.kind {
        BindingKind::Assign | BindingKind::Walrus | BindingKind::With if hops < MAX_HOPS => {
            let value = binding.value.as_ref().map(|slice| of_slice(resolver, slice, hops + 1));
            let values = value.unwrap_or_default();
            if binding.kind != BindingKind::With {
                return values;
            }
            values
                .into_iter()
                .map(|(class, certainty)| match class {
                    Target::Library(path) => (Target::Library(tables::entered(&path)), certainty),
                    class => (class, certainty),
                })
                .collect()
        }
        BindingKind::Import(_) => lookup::bound(resolver, binding, hops)
            .into_iter()
            .filter_map(|(target, certainty)| match target {
                Target::Library(path) => {
                    tables::attribute(&path).map(|class| (Target::Library(class), certainty))
                }
                _ => None,
            })
            .collect(),
        BindingKind::Param => of_self(resolver, binding),
        _ => Targets::new(),
    }
}

fn of_slice(resolver: &Resolver<'_>, slice: &Slice, hops: u8) -> Targets {
    let semantics = resolver.semantics;
    // Only names, calls and brackets have types here; literals are not parsed for it.
    let first = slice.span.slice(&semantics.text).bytes().next().unwrap_or(b'0');
    if !(first.is_ascii_alphabetic() || first == b'_' || first == b'(' || first >= 0x80) {
        return Targets::new();
    }
    let resolver = Resolver { semantics, ..*resolver };
    slice.expr(&semantics.text).map(|value| instances(&resolver, value, hops)).unwrap_or_default()
}

/// The class, if the binding is the first parameter of one of its methods.
fn of_self(resolver: &Resolver<'_>, binding: &Binding) -> Targets {
    let semantics = resolver.semantics;
    let scopes = semantics.scopes();
    if !matches!(binding.name.slice(&semantics.text), "self" | "cls") {
        return Targets::new();
    }
    let class = scopes[binding.scope].parent.and_then(|class| scopes[class].header);
    match class {
        Some(line) if semantics.outline.lines[line].kind == LineKind::Class => {
            vec![(Target::Local(line), Certainty::Certain)]
        }
        _ => Targets::new(),
    }
}

fn of_attribute<'a>(resolver: &Resolver<'a>, expr: Expr<'a>, hops: u8) -> Targets {
    let (Some(object), Some(attribute)) = (expr.field("object"), expr.field("attribute")) else {
        return Targets::new();
    };
    let name = attribute.source();
    let mut targets = Targets::new();
    for (target, certainty) in lookup::eval(resolver, expr, hops) {
        if let Target::Library(path) = target
            && let Some(class) = tables::attribute(&path)
        {
            add(&mut targets, Target::Library(class), certainty);
        }
    }
    if !targets.is_empty() {
        return targets;
    }
    let mut classes = instances(resolver, object, hops);
    // `C.session` of a class of this file.
    classes.extend(
        lookup::eval(resolver, object, hops)
            .into_iter()
            .filter(|(target, _)| matches!(target, Target::Local(_))),
    );
    for (class, certainty) in classes {
        for (found, sure) in of_member(resolver, &class, name, hops) {
            add(&mut targets, found, sure.min(certainty));
        }
    }
    targets
}

/// What the attribute `name` of an instance of `class` is an instance of.
fn of_member(resolver: &Resolver<'_>, class: &Target, name: &str, hops: u8) -> Targets {
    step(|| {
        let line = match class {
            Target::Local(line) => *line,
            Target::Library(path) => {
                return tables::attribute(&format!("{path}.{name}"))
                    .map(|class| vec![(Target::Library(class), Certainty::Certain)])
                    .unwrap_or_default();
            }
            _ => return Targets::new(),
        };
        let Some(scope) = resolver.semantics.scope_table().opened_by(line) else {
            return Targets::new();
        };
        let own = lookup::attributes(resolver, scope, name);
        if !own.is_empty() {
            return union(own.into_iter().map(|b| of_binding(resolver, b, hops)).collect());
        }
        lookup::of_bases(resolver, line, |base| of_member(resolver, base, name, hops))
    })
}

fn of_call<'a>(resolver: &Resolver<'a>, expr: Expr<'a>, hops: u8) -> Targets {
    let Some(function) = expr.field("function") else { return Targets::new() };
    if function.kind() == "identifier" && function.source() == "super" {
        let line = resolver
            .semantics
            .scopes_around(expr.span().start)
            .filter_map(|scope| resolver.semantics.scopes()[scope].header)
            .find(|&line| resolver.semantics.outline.lines[line].kind == LineKind::Class);
        return line.map(|line| lookup::bases(resolver, line)).unwrap_or_default();
    }
    let mut targets = Targets::new();
    for (callee, certainty) in lookup::eval(resolver, function, hops) {
        for (found, sure) in returned(resolver, &callee, expr) {
            add(&mut targets, found, sure.min(certainty));
        }
    }
    targets
}

fn returned<'a>(resolver: &Resolver<'a>, callee: &Target, call: Expr<'a>) -> Targets {
    let semantics = resolver.semantics;
    match callee {
        Target::Library(path) if &**path == "typing.cast" => {
            let arguments = call.field("arguments");
            let class =
                arguments.and_then(|arguments| Some(arguments.at(arguments.node.named_child(0)?)));
            class
                .map(|class| annotated(resolver, class.source(), class.span().start, 0))
                .unwrap_or_default()
        }
        Target::Library(path) => tables::returned(path)
            .map(|class| vec![(library(&class), Certainty::Certain)])
            .unwrap_or_default(),
        Target::Local(line) => {
            let Some(scope) = semantics.scope_table().opened_by(*line) else {
                return Targets::new();
            };
            if semantics.outline.lines[*line].kind == LineKind::Class {
                return vec![(callee.clone(), Certainty::Certain)];
            }
            match &semantics.bindings().head(semantics, scope).returns {
                Some(returns) => {
                    annotated(resolver, returns.span.slice(&semantics.text), returns.span.start, 0)
                }
                None => Targets::new(),
            }
        }
        Target::Module(_) | Target::Foreign(..) => Targets::new(),
    }
}

/// The classes an annotation allows; `None`, containers and type variables are left out.
///
/// Annotations are few and plain, and may stand in quotes: they are read as text.
fn annotated(resolver: &Resolver<'_>, text: &str, offset: usize, depth: usize) -> Targets {
    let text = text.trim().trim_matches(['"', '\'']).trim();
    if depth > MAX_ANNOTATION || text.is_empty() || text.len() > 500 {
        return Targets::new();
    }
    let alternatives = split(text, '|');
    if alternatives.len() > 1 {
        return one_of(resolver, &alternatives, offset, depth);
    }
    let (head, inner) = match text.find('[') {
        Some(open) => (text[..open].trim(), text[open + 1..].strip_suffix(']').unwrap_or("")),
        None => (text, ""),
    };
    if head.is_empty() || !head.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '.') {
        return Targets::new();
    }
    match head.rsplit('.').next().unwrap_or(head) {
        "Optional" | "Union" => return one_of(resolver, &split(inner, ','), offset, depth),
        "Annotated" | "Final" | "ClassVar" | "Required" | "NotRequired" => {
            let first = split(inner, ',').first().copied().unwrap_or("");
            return annotated(resolver, first, offset, depth + 1);
        }
        "None" | "Any" | "Type" | "type" | "Literal" | "Callable" => return Targets::new(),
        _ => {}
    }
    let mut parts = head.split('.');
    let first = parts.next().unwrap_or("");
    let mut targets = in_annotation(resolver, first, offset);
    for part in parts {
        targets = targets
            .into_iter()
            .flat_map(|(target, _)| lookup::class_member(resolver, &target, part, 0))
            .collect();
    }
    targets
        .into_iter()
        .filter(|(target, _)| match target {
            Target::Local(line) => resolver.semantics.outline.lines[*line].kind == LineKind::Class,
            _ => true,
        })
        .collect()
}

/// What a name in an annotation stands for: what only type checkers import counts, and so does what comes later.
fn in_annotation(resolver: &Resolver<'_>, name: &str, offset: usize) -> Targets {
    let found = lookup::name(resolver, name, offset, 0);
    if !found.is_empty() {
        return found;
    }
    union(
        flow::home(resolver.semantics, name, offset)
            .into_iter()
            .take(8)
            .map(|binding| lookup::bound(resolver, binding, 0))
            .collect(),
    )
}

fn one_of(resolver: &Resolver<'_>, alternatives: &[&str], offset: usize, depth: usize) -> Targets {
    union(
        alternatives
            .iter()
            .filter(|text| text.trim() != "None")
            .take(8)
            .map(|text| annotated(resolver, text, offset, depth + 1))
            .collect(),
    )
}

/// The pieces between separators outside brackets.
fn split(text: &str, separator: char) -> Vec<&str> {
    let mut depth = 0usize;
    text.split(|letter| {
        match letter {
            '[' | '(' => depth += 1,
            ']' | ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && letter == separator
    })
    .collect()
}

/// More classes are not looked at on the way up.
const MOST_CLASSES: usize = 64;

/// The library classes among `classes` and above them, nearest first; classes of this file and of the workspace are
/// followed.
pub(super) fn ancestors(resolver: &Resolver<'_>, classes: Vec<Target>) -> Ancestors {
    let mut above: Vec<Arc<str>> = Vec::new();
    let mut take = |path: Arc<str>| {
        if above.len() < MOST_CLASSES && !above.contains(&path) {
            above.push(path);
        }
    };
    let mut seen = HashSet::new();
    let mut open: VecDeque<Target> = classes.into();
    while let Some(class) = open.pop_front() {
        match class {
            Target::Library(path) => take(path),
            Target::Local(line) if seen.len() < MOST_CLASSES && seen.insert(line) => {
                open.extend(lookup::bases(resolver, line).into_iter().map(|(base, _)| base));
            }
            Target::Foreign(module, name) => {
                resolver.project.ancestors(&module, &name).0.into_iter().for_each(&mut take);
            }
            Target::Local(_) | Target::Module(_) => {}
        }
    }
    Ancestors(above)
}

/// What a class of this file derives from.
fn ancestry(resolver: &Resolver<'_>, line: usize) -> Ancestors {
    ancestors(resolver, vec![Target::Local(line)])
}

pub(super) fn derives_from<'a>(resolver: &Resolver<'a>, expr: Expr<'a>, bases: &[&str]) -> bool {
    let classes = lookup::eval(resolver, expr, 0);
    let classes = if classes.is_empty() { instances(resolver, expr, 0) } else { classes };
    // A library's own class says by its name what it is.
    let own: Vec<Target> = classes
        .into_iter()
        .map(|(class, _)| class)
        .filter(|class| matches!(class, Target::Local(_) | Target::Foreign(..)))
        .collect();
    !own.is_empty() && ancestors(resolver, own).0.iter().any(|base| bases.contains(&&**base))
}

/// The library classes that the class around `offset` derives from; for a class `Meta`, those of the class around it.
pub(super) fn class_around(resolver: &Resolver<'_>, offset: usize) -> Option<Ancestors> {
    let semantics = resolver.semantics;
    let scopes = semantics.scopes();
    let mut class = innermost_class(semantics, offset)?;
    if scopes[class].name.slice(&semantics.text) == "Meta"
        && let Some(outer) = scopes[class].parent
        && scopes[outer].kind == ScopeKind::Class
    {
        class = outer;
    }
    Some(ancestry(resolver, scopes[class].header?))
}

/// The class whose body holds `offset`, functions in it not counted.
pub(super) fn innermost_class(semantics: &Semantics, offset: usize) -> Option<ScopeId> {
    semantics
        .scopes_around(offset)
        .find(|&scope| semantics.scopes()[scope].kind == ScopeKind::Class)
}

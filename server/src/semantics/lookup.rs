//! From a name or expression to the things it stands for: library names, workspace modules, classes and functions of the file.

mod calls;

use std::cell::Cell;
use std::sync::Arc;

use calls::{call, subscript};

use super::bindings::{Binding, BindingKind};
use super::imports::Import;
use super::outline::LineKind;
use super::{Certainty, QualifiedName, Resolver, budget, flow, tables, types};
use crate::syntax::Expr;

/// How many assignments in a row are followed.
pub(super) const MAX_HOPS: u8 = 4;
/// How deep questions may call for further questions, through whichever module.
const MAX_DEPTH: u8 = 48;
/// How many steps one question may take in all.
const MAX_STEPS: u32 = 3000;
/// How many things a name is taken to stand for at most.
const MAX_TARGETS: usize = 16;

thread_local! {
    /// Depth and steps of the question that is being answered on this thread.
    static SPENT: Cell<(u8, u32)> = const { Cell::new((0, 0)) };
}

/// Runs one step of a question; the default answer when the question has grown too large.
pub(super) fn step<T: Default>(answer: impl FnOnce() -> T) -> T {
    let (depth, steps) = SPENT.get();
    let steps = if depth == 0 { 0 } else { steps + 1 };
    if depth >= MAX_DEPTH || steps >= MAX_STEPS {
        SPENT.set((depth, steps));
        budget::give_up();
        return T::default();
    }
    // Restores the depth when a panic passes through, too.
    struct Restore(u8);
    impl Drop for Restore {
        fn drop(&mut self) {
            SPENT.set((self.0, SPENT.get().1));
        }
    }
    SPENT.set((depth + 1, steps));
    let _restore = Restore(depth);
    answer()
}

/// Answers a question with a full budget, whatever is left of the one that led to it.
pub(super) fn apart<T>(answer: impl FnOnce() -> T) -> T {
    struct Restore((u8, u32));
    impl Drop for Restore {
        fn drop(&mut self) {
            SPENT.set(self.0);
        }
    }
    let _restore = Restore(SPENT.replace((0, 0)));
    answer()
}

/// Something a name may stand for; also, where types are asked for, something an expression may be an instance of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// Something of a library or of Python itself.
    Library(Arc<str>),
    /// A module of the workspace.
    Module(Arc<str>),
    /// A definition of another module of the workspace: module and name.
    Foreign(Arc<str>, Arc<str>),
    /// A class or function of this file, by its header line.
    Local(usize),
}

/// Targets with how sure each is.
pub(super) type Targets = Vec<(Target, Certainty)>;

pub(super) fn add(targets: &mut Targets, target: Target, certainty: Certainty) {
    match targets.iter().position(|(known, _)| *known == target) {
        Some(index) => targets[index].1 = targets[index].1.max(certainty),
        None if targets.len() < MAX_TARGETS => targets.push((target, certainty)),
        None => {}
    }
}

pub(super) fn library(path: &str) -> Target {
    Target::Library(tables::canonical(path))
}

/// The library names among the targets.
pub(super) fn library_names(targets: Targets) -> Vec<QualifiedName> {
    targets
        .into_iter()
        .filter_map(|(target, certainty)| match target {
            Target::Library(path) => Some(QualifiedName { path, certainty }),
            _ => None,
        })
        .collect()
}

/// Joins the answers of several possibilities: where they differ, none is certain.
pub(super) fn union(answers: Vec<Targets>) -> Targets {
    let differ = answers.windows(2).any(|pair| {
        pair[0].len() != pair[1].len()
            || pair[0].iter().any(|(target, _)| pair[1].iter().all(|(other, _)| other != target))
    });
    let mut joined = Targets::new();
    for (target, certainty) in answers.into_iter().flatten() {
        let certainty = if differ { Certainty::Possible } else { certainty };
        add(&mut joined, target, certainty);
    }
    joined
}

/// What `expr` stands for.
pub(super) fn eval<'a>(resolver: &Resolver<'a>, expr: Expr<'a>, hops: u8) -> Targets {
    match expr.kind() {
        "identifier" => step(|| name(resolver, expr.source(), expr.span().start, hops)),
        "attribute" => step(|| attribute(resolver, expr, hops)),
        "parenthesized_expression" => step(|| match expr.node.named_child(0) {
            Some(inner) => eval(resolver, expr.at(inner), hops),
            None => Targets::new(),
        }),
        "named_expression" => step(|| match expr.field("value") {
            Some(value) => eval(resolver, value, hops),
            None => Targets::new(),
        }),
        "boolean_operator" | "conditional_expression" => {
            step(|| union(choices(expr).into_iter().map(|one| eval(resolver, one, hops)).collect()))
        }
        "call" => step(|| call(resolver, expr, hops)),
        "subscript" => step(|| subscript(resolver, expr, hops)),
        "class_definition" | "function_definition" => resolver
            .semantics
            .line_near(expr.span().start)
            .filter(|&line| {
                matches!(
                    resolver.semantics.outline.lines[line].kind,
                    LineKind::Class | LineKind::Def
                )
            })
            .map(|line| vec![(Target::Local(line), Certainty::Certain)])
            .unwrap_or_default(),
        _ => Targets::new(),
    }
}

/// The operands of which `a or b`, `a and b` or `a if c else b` may give one.
pub(super) fn choices(expr: Expr<'_>) -> Vec<Expr<'_>> {
    if expr.kind() == "boolean_operator" {
        return ["left", "right"].iter().filter_map(|field| expr.field(field)).collect();
    }
    [0, 2].iter().filter_map(|&index| expr.node.named_child(index)).map(|n| expr.at(n)).collect()
}

/// What the identifier `name` stands for at `offset`.
pub(super) fn name(resolver: &Resolver<'_>, name: &str, offset: usize, hops: u8) -> Targets {
    let semantics = resolver.semantics;
    let found = flow::find(semantics, resolver.project, name, offset);
    if found.bindings.is_empty() {
        if !found.stars.is_empty()
            && let Some(target) = starred(resolver, &found.stars, name)
        {
            return vec![(target, Certainty::Possible)];
        }
        if !found.is_open {
            return Targets::new();
        }
        if let Some(scope) = definition_named_at(resolver, name, offset) {
            return vec![(Target::Local(scope), Certainty::Certain)];
        }
        return builtin(name);
    }
    // The name in its own definition: bound only behind it.
    if let Some(line) = definition_named_at(resolver, name, offset) {
        return vec![(Target::Local(line), Certainty::Certain)];
    }
    of_found(resolver, name, &found, hops)
}

/// What a dotted name stands for where it is used at `offset`.
pub(super) fn dotted(resolver: &Resolver<'_>, path: &str, offset: usize) -> Targets {
    let mut parts = path.split('.');
    let first = parts.next().unwrap_or("");
    let mut targets = name(resolver, first, offset, 0);
    // `register.filter` of an object that the file makes.
    if targets.is_empty()
        && let Some(part) = parts.next()
    {
        targets = types::of_name(resolver, first, offset, 0)
            .into_iter()
            .flat_map(|(class, _)| instance_member(resolver, &class, part, 0))
            .collect();
    }
    for part in parts {
        targets = targets
            .into_iter()
            .flat_map(|(target, _)| class_member(resolver, &target, part, 0))
            .collect();
    }
    targets
}

/// What a top-level name of the file stands for when the file has run.
pub(super) fn name_at_end(resolver: &Resolver<'_>, name: &str) -> Targets {
    let found = flow::find_at_end(resolver.semantics, resolver.project, name);
    of_found(resolver, name, &found, 0)
}

fn of_found(resolver: &Resolver<'_>, name: &str, found: &flow::Found<'_>, hops: u8) -> Targets {
    let text = &*resolver.semantics.text;
    let some_bind = found.bindings.iter().any(|binding| !binding.is_none(text));
    let mut answers: Vec<Targets> = found
        .bindings
        .iter()
        // `yaml = None` stands for "not there"; whoever uses the name has checked for that.
        .filter(|binding| !(some_bind && binding.is_none(text)))
        .map(|binding| bound(resolver, binding, hops))
        .collect();
    if found.is_open {
        if let Some(target) = starred(resolver, &found.stars, name) {
            answers.push(vec![(target, Certainty::Possible)]);
        } else {
            let own = builtin(name);
            if !own.is_empty() {
                answers.push(own);
            }
        }
    }
    union(answers)
}

fn builtin(name: &str) -> Targets {
    if name == "__builtins__" {
        return vec![(Target::Library("builtins".into()), Certainty::Certain)];
    }
    tables::builtin(name)
        .map(|path| vec![(Target::Library(path), Certainty::Certain)])
        .unwrap_or_default()
}

/// The definition whose own name stands at `offset`.
fn definition_named_at(resolver: &Resolver<'_>, name: &str, offset: usize) -> Option<usize> {
    let semantics = resolver.semantics;
    let line = semantics.line_near(offset)?;
    let scope = semantics.scope_table().opened_by(line)?;
    let span = semantics.scopes()[scope].name;
    (span.start == offset && span.slice(&semantics.text) == name).then_some(line)
}

/// More star imports around one name are not asked.
const MAX_STARS: usize = 32;

fn starred(resolver: &Resolver<'_>, stars: &[usize], name: &str) -> Option<Target> {
    stars.iter().take(MAX_STARS).find_map(|&number| {
        let import = &resolver.semantics.imports()[number];
        match home_of(resolver, import)? {
            Home::Library => tables::star_binds(&import.module, name)
                .then(|| library(&format!("{}.{name}", import.module))),
            Home::Workspace(module) => {
                // Names with a leading underscore stay behind.
                (!name.starts_with('_'))
                    .then(|| member(resolver, &module, name).into_iter().next())
                    .flatten()
                    .map(|(target, _)| target)
            }
        }
    })
}

/// Where an imported module lives.
enum Home {
    Library,
    /// Absolute dotted path.
    Workspace(Arc<str>),
}

/// Whether an import leads into the workspace, or cannot be placed.
pub(super) fn is_own(resolver: &Resolver<'_>, import: &Import) -> bool {
    !matches!(home_of(resolver, import), Some(Home::Library))
}

/// `None` for a relative import of a file whose place is not known.
fn home_of(resolver: &Resolver<'_>, import: &Import) -> Option<Home> {
    let project = resolver.project;
    if import.level > 0 {
        return absolute(project.module()?, import.level, &import.module).map(Home::Workspace);
    }
    let top = import.module.split('.').next().unwrap_or_default();
    let is_own = project.shadows(top) || project.has_module(&import.module);
    Some(if is_own { Home::Workspace(import.module.clone()) } else { Home::Library })
}

/// The absolute path of the module of the workspace that an import names.
pub(super) fn own_module(resolver: &Resolver<'_>, import: &Import) -> Option<Arc<str>> {
    match home_of(resolver, import)? {
        Home::Workspace(module) => Some(module),
        Home::Library => None,
    }
}

/// The absolute path of `level` dots and `rest`, seen from a module.
fn absolute((module, is_package): (&str, bool), level: usize, rest: &str) -> Option<Arc<str>> {
    let mut package = module;
    for _ in 0..level - usize::from(is_package) {
        package = match package.rfind('.') {
            Some(dot) => &package[..dot],
            None if package.is_empty() => return None,
            None => "",
        };
    }
    Some(match (package.is_empty(), rest.is_empty()) {
        (_, true) => package.into(),
        (true, false) => rest.into(),
        (false, false) => format!("{package}.{rest}").into(),
    })
}

/// What `name` of a workspace module stands for.
fn member(resolver: &Resolver<'_>, module: &Arc<str>, name: &str) -> Targets {
    if let Some(names) = resolver.project.export(module, name) {
        if names.is_empty() {
            let target = Target::Foreign(module.clone(), name.into());
            return vec![(target, Certainty::Certain)];
        }
        return names
            .into_iter()
            .map(|name| (Target::Library(name.path), name.certainty))
            .collect();
    }
    let path = if module.is_empty() { name.to_owned() } else { format!("{module}.{name}") };
    if resolver.project.has_module(&path) {
        return vec![(Target::Module(path.into()), Certainty::Certain)];
    }
    Targets::new()
}

/// What one binding makes its name stand for; empty for a value that is no name.
pub(super) fn bound(resolver: &Resolver<'_>, binding: &Binding, hops: u8) -> Targets {
    match binding.kind {
        BindingKind::Import(_) | BindingKind::Assign | BindingKind::Walrus => {
            resolver.memo.bound(binding, hops, || bound_anew(resolver, binding, hops))
        }
        _ => bound_anew(resolver, binding, hops),
    }
}

fn bound_anew(resolver: &Resolver<'_>, binding: &Binding, hops: u8) -> Targets {
    let semantics = resolver.semantics;
    match binding.kind {
        BindingKind::Import(number) => imported(resolver, &semantics.imports()[number]),
        BindingKind::Def | BindingKind::Class => {
            vec![(Target::Local(binding.line), Certainty::Certain)]
        }
        BindingKind::Assign | BindingKind::Walrus if hops < MAX_HOPS => {
            let Some(value) = &binding.value else { return Targets::new() };
            if !may_be_name(value.span.slice(&semantics.text)) {
                return Targets::new();
            }
            match value.expr(&semantics.text) {
                Some(value) => step(|| {
                    // The lifetime of the question's own nodes is not needed here.
                    let resolver = Resolver { semantics, ..*resolver };
                    eval(&resolver, value, hops + 1)
                }),
                None => Targets::new(),
            }
        }
        _ => Targets::new(),
    }
}

/// Whether the text can be an expression that stands for a name, seen from its first byte: saves parsing literals.
pub(super) fn may_be_name(text: &str) -> bool {
    text.bytes().next().is_some_and(|byte| {
        byte.is_ascii_alphabetic() || byte == b'_' || byte == b'(' || byte >= 0x80
    })
}

pub(super) fn imported(resolver: &Resolver<'_>, import: &Import) -> Targets {
    let Some(home) = home_of(resolver, import) else { return Targets::new() };
    let top = import.module.split('.').next().unwrap_or_default();
    match (home, import.member.as_deref()) {
        (Home::Library, None) => {
            let path = if import.aliased { &*import.module } else { top };
            // The top of an unaliased dotted import is a package, not what an alias table speaks of.
            vec![(library(path), Certainty::Certain)]
        }
        (Home::Library, Some(_)) => vec![(library(&import.path()), Certainty::Certain)],
        (Home::Workspace(module), None) => {
            let module = if import.aliased { module } else { top.into() };
            vec![(Target::Module(module), Certainty::Certain)]
        }
        (Home::Workspace(module), Some(name)) => member(resolver, &module, name),
    }
}

fn attribute<'a>(resolver: &Resolver<'a>, expr: Expr<'a>, hops: u8) -> Targets {
    let (Some(object), Some(attribute)) = (expr.field("object"), expr.field("attribute")) else {
        return Targets::new();
    };
    of_object(resolver, object, attribute.source(), hops)
}

/// What `object.name` stands for.
fn of_object<'a>(resolver: &Resolver<'a>, object: Expr<'a>, name: &str, hops: u8) -> Targets {
    let base = eval(resolver, object, hops);
    let mut targets = Targets::new();
    for (target, certainty) in &base {
        // A variable of a library has a type of its own: `flask.current_app.logger`.
        if let Target::Library(path) = target
            && let Some(instance) = tables::attribute(path)
        {
            add(&mut targets, library(&format!("{instance}.{name}")), *certainty);
            continue;
        }
        for (found, sure) in class_member(resolver, target, name, hops) {
            add(&mut targets, found, sure.min(*certainty));
        }
    }
    if !base.is_empty() {
        return targets;
    }
    for (instance, certainty) in types::instances(resolver, object, hops) {
        for (found, sure) in instance_member(resolver, &instance, name, hops) {
            add(&mut targets, found, sure.min(certainty));
        }
    }
    targets
}

/// What `name` means on a module, class or other thing itself.
pub(super) fn class_member(
    resolver: &Resolver<'_>,
    target: &Target,
    name: &str,
    hops: u8,
) -> Targets {
    step(|| match target {
        Target::Library(path) => vec![(library(&format!("{path}.{name}")), Certainty::Certain)],
        Target::Module(module) => member(resolver, module, name),
        Target::Foreign(..) => Targets::new(),
        Target::Local(line) => {
            let semantics = resolver.semantics;
            let Some(scope) = semantics.scope_table().opened_by(*line) else {
                return Targets::new();
            };
            if semantics.outline.lines[*line].kind != LineKind::Class {
                return Targets::new();
            }
            let own = semantics.bindings().of(semantics, scope, false, name);
            if own.len() > 0 {
                return union(own.take(MAX_TARGETS).map(|b| bound(resolver, b, hops)).collect());
            }
            of_bases(resolver, *line, |base| class_member(resolver, base, name, hops))
        }
    })
}

/// What `name` means on an instance of `class`.
pub(super) fn instance_member(
    resolver: &Resolver<'_>,
    class: &Target,
    name: &str,
    hops: u8,
) -> Targets {
    step(|| {
        let Target::Local(line) = class else {
            return class_member(resolver, class, name, hops);
        };
        let semantics = resolver.semantics;
        let Some(scope) = semantics.scope_table().opened_by(*line) else {
            return Targets::new();
        };
        let own = attributes(resolver, scope, name);
        if !own.is_empty() {
            return union(own.into_iter().map(|binding| bound(resolver, binding, hops)).collect());
        }
        of_bases(resolver, *line, |base| instance_member(resolver, base, name, hops))
    })
}

/// The bindings of an attribute in a class body and on `self`; those to `None` only if there is nothing else.
pub(super) fn attributes<'a>(
    resolver: &Resolver<'a>,
    class: usize,
    name: &str,
) -> Vec<&'a Binding> {
    let semantics = resolver.semantics;
    let bindings = semantics.bindings();
    let mut own: Vec<&Binding> = bindings
        .of(semantics, class, true, name)
        .chain(bindings.of(semantics, class, false, name))
        .take(MAX_TARGETS)
        .collect();
    if own.iter().any(|binding| !binding.is_none(&semantics.text)) {
        own.retain(|binding| !binding.is_none(&semantics.text));
    }
    own
}

/// Asks the base classes of the class at `line`. Which of several has the attribute is known only for classes of the file.
pub(super) fn of_bases<'a>(
    resolver: &Resolver<'a>,
    line: usize,
    ask: impl Fn(&Target) -> Targets,
) -> Targets {
    let mut answers = Vec::new();
    for (base, _) in bases(resolver, line) {
        let answer = ask(&base);
        if answer.is_empty() {
            continue;
        }
        answers.push(answer);
        if matches!(base, Target::Local(_)) && answers.len() == 1 {
            break;
        }
    }
    union(answers)
}

/// What the base classes of the class at `line` stand for.
pub(super) fn bases(resolver: &Resolver<'_>, line: usize) -> Targets {
    resolver.memo.bases(line, || bases_anew(resolver, line))
}

fn bases_anew(resolver: &Resolver<'_>, line: usize) -> Targets {
    let semantics = resolver.semantics;
    let Some(scope) = semantics.scope_table().opened_by(line) else { return Targets::new() };
    let mut targets = Targets::new();
    for base in semantics.bindings().head(semantics, scope).bases.iter().take(MAX_TARGETS) {
        let Some(mut base) = base.expr(&semantics.text) else { continue };
        // `Generic[T]` derives from `Generic`.
        if base.kind() == "subscript"
            && let Some(value) = base.field("value")
        {
            base = value;
        }
        let resolver = Resolver { semantics, ..*resolver };
        for (target, certainty) in eval(&resolver, base, 0) {
            add(&mut targets, target, certainty);
        }
    }
    targets
}

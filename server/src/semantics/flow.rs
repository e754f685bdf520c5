//! Which bindings of a name reach a use: scopes outward, branches that exclude each other, branches that never run.

use super::asked;
use super::bindings::{Binding, BindingKind};
use super::scopes::{ScopeId, ScopeKind, keyword};
use super::{ProjectView, Semantics, guards};

/// How many bindings of one name are looked at for one use.
const MAX_BINDINGS: usize = 48;

/// More bindings behind a use are not looked at: they reach it through a loop only.
const MAX_LATER: usize = 256;

/// More bindings of one name are not handed out: what is asked is whether there is one, or several.
const MAX_HOME: usize = 256;
/// How many branches around one line are looked at.
const MAX_BRANCHES: usize = 64;

/// The bindings that may be in force at a use.
#[derive(Debug, Default)]
pub(super) struct Found<'a> {
    /// Latest first.
    pub(super) bindings: Vec<&'a Binding>,
    /// Star imports, latest first, that may bind the name where nothing else surely does.
    pub(super) stars: Vec<usize>,
    /// Whether the name may as well be one of Python's own.
    pub(super) is_open: bool,
}

/// Finds what `name` may be bound to at `offset`.
pub(super) fn find<'a>(
    semantics: &'a Semantics,
    project: &dyn ProjectView,
    name: &str,
    offset: usize,
) -> Found<'a> {
    let mut found = Found::default();
    let bindings = semantics.bindings();
    if bindings.is_inline(semantics, name, offset) {
        return found;
    }
    let scopes = semantics.scopes();
    let mut scope = semantics.scope_at(offset);
    let mut at = Some(offset);
    loop {
        let kind = scopes[scope].kind;
        if kind != ScopeKind::Class || at.is_some() {
            let is_bound = bindings.of(semantics, scope, false, name).len() > 0;
            let own = bindings.near(semantics, scope, name, at, MAX_LATER);
            if is_bound && reach(semantics, project, scope, own, at, &mut found) {
                return found;
            }
            if is_bound && kind == ScopeKind::Function {
                return found;
            }
            if let Some(stars) = bindings.stars(semantics).get(&scope) {
                found.stars.extend(stars.iter().rev());
            }
        }
        at = None;
        match scopes[scope].parent {
            Some(parent) => scope = parent,
            None => break,
        }
    }
    found.is_open = true;
    found
}

/// Finds what `name` of the top level is bound to when the file has run.
pub(super) fn find_at_end<'a>(
    semantics: &'a Semantics,
    project: &dyn ProjectView,
    name: &str,
) -> Found<'a> {
    let mut found = Found::default();
    let bindings = semantics.bindings();
    let own = bindings.near(semantics, 0, name, None, MAX_LATER);
    if !reach(semantics, project, 0, own, None, &mut found) {
        found.stars.extend(bindings.stars(semantics).get(&0).into_iter().flatten().rev());
        found.is_open = true;
    }
    found
}

/// All bindings of `name` in the scope where a use at `offset` finds it.
pub(super) fn home<'a>(semantics: &'a Semantics, name: &str, offset: usize) -> Vec<&'a Binding> {
    let bindings = semantics.bindings();
    if bindings.is_inline(semantics, name, offset) {
        return Vec::new();
    }
    let mut is_first = true;
    for scope in semantics.scopes_around(offset) {
        if is_first || semantics.scopes()[scope].kind != ScopeKind::Class {
            let own = bindings.of(semantics, scope, false, name);
            if own.len() > 0 {
                return own.take(MAX_HOME).collect();
            }
        }
        is_first = false;
    }
    Vec::new()
}

/// Adds the bindings of one scope that reach the use, which is at `at` in that scope or, if `None`, in a scope
/// inside that sees the final state. True if one of them is always in force.
fn reach<'a>(
    semantics: &'a Semantics,
    project: &dyn ProjectView,
    scope: ScopeId,
    own: impl DoubleEndedIterator<Item = &'a Binding>,
    at: Option<usize>,
    found: &mut Found<'a>,
) -> bool {
    let table = semantics.scope_table();
    let outline = &semantics.outline;
    let use_line = at.and_then(|offset| semantics.line_near(offset));
    let around: Vec<usize> = use_line
        .map(|line| table.branches(outline, line).take(MAX_BRANCHES).collect())
        .unwrap_or_default();
    let for_checkers = use_line.is_some_and(|line| guards::is_for_type_checkers(semantics, line));
    let mut bound_branches: Vec<usize> = Vec::new();
    let is_function = semantics.scopes()[scope].kind == ScopeKind::Function;
    let mut considered = 0;
    for binding in own.rev() {
        if at.is_some_and(|at| binding.at > at)
            && !(is_function && shares_loop(semantics, &around, binding.line))
            && !(binding.kind == BindingKind::Param || binding.kind == BindingKind::StarParam)
        {
            continue;
        }
        considered += 1;
        if considered > MAX_BINDINGS {
            return false;
        }
        let is_later = at.is_some_and(|at| binding.at > at)
            && !matches!(binding.kind, BindingKind::Param | BindingKind::StarParam);
        let mut branches: Vec<usize> = Vec::new();
        if binds_inside_header(binding.kind) {
            branches.push(binding.line);
        }
        if !matches!(binding.kind, BindingKind::Param | BindingKind::StarParam) {
            branches.extend(table.branches(outline, binding.line).take(MAX_BRANCHES));
        }
        if binding.kind == BindingKind::Except && !around.contains(&binding.line) {
            continue;
        }
        if branches.iter().any(|&branch| {
            !around.contains(&branch)
                && (excludes(semantics, branch, &around)
                    || !for_checkers && guards::is_dead(semantics, project, branch))
        }) {
            continue;
        }
        found.bindings.push(binding);
        if is_later || binding.from_inside {
            continue;
        }
        // What is left are the branches that may not have been taken.
        branches.retain(|&branch| {
            !around.contains(&branch)
                && may_be_skipped(semantics, branch)
                && !is_body_of_else(semantics, branch, &around)
        });
        match branches.last() {
            None => return true,
            Some(&outermost) => {
                if branches.len() == 1 {
                    bound_branches.push(outermost);
                    if is_exhaustive(semantics, project, outermost, &bound_branches) {
                        return true;
                    }
                }
            }
        }
    }
    false
}

fn binds_inside_header(kind: BindingKind) -> bool {
    matches!(kind, BindingKind::Except | BindingKind::Capture)
}

fn word(semantics: &Semantics, header: usize) -> &[u8] {
    keyword(semantics.text.as_bytes(), semantics.outline.lines[header].span)
}

/// Whether one of the branches around the use can only run if `branch` does not.
fn excludes(semantics: &Semantics, branch: usize, around: &[usize]) -> bool {
    let table = semantics.scope_table();
    around.iter().any(|&other| {
        if other == branch || table.chain(other) != table.chain(branch) {
            return false;
        }
        matches!(
            (word(semantics, branch), word(semantics, other)),
            (b"if" | b"elif" | b"else", b"if" | b"elif")
                | (b"if" | b"elif", b"else")
                | (b"case", b"case")
                | (b"except", b"except" | b"else")
        )
    })
}

fn may_be_skipped(semantics: &Semantics, branch: usize) -> bool {
    !matches!(word(semantics, branch), b"with" | b"finally" | b"match")
}

/// Whether `branch` is the body of a `try` whose `else` holds the use: it ran to its end.
fn is_body_of_else(semantics: &Semantics, branch: usize, around: &[usize]) -> bool {
    let table = semantics.scope_table();
    word(semantics, branch) == b"try"
        && around.iter().any(|&other| {
            table.chain(other) == table.chain(branch) && word(semantics, other) == b"else"
        })
}

/// Whether every way through the `if` or `try` that `branch` belongs to binds the name or leaves.
fn is_exhaustive(
    semantics: &Semantics,
    project: &dyn ProjectView,
    branch: usize,
    bound: &[usize],
) -> bool {
    let table = semantics.scope_table();
    let first = table.chain(branch);
    asked::note(asked::leaving(table.scopes[table.of_line(branch)].path));
    let is_settled = |header: usize| {
        bound.contains(&header)
            || leaves(semantics, header)
            || guards::is_dead(semantics, project, header)
    };
    let mut at = first;
    let mut body_binds = false;
    let mut has_else = false;
    match word(semantics, first) {
        b"if" => {
            for _ in 0..MAX_BRANCHES {
                if !is_settled(at) {
                    return false;
                }
                has_else |= word(semantics, at) == b"else";
                // A branch that always runs leaves nothing for those behind it.
                match table.next_in_chain(&semantics.outline, at) {
                    Some(next) if guards::is_dead(semantics, project, next) => {
                        has_else = true;
                        at = next;
                    }
                    Some(next) => at = next,
                    None => return has_else,
                }
            }
            false
        }
        b"try" => {
            for _ in 0..MAX_BRANCHES {
                match word(semantics, at) {
                    b"try" | b"else" => body_binds |= is_settled(at),
                    b"except" if !is_settled(at) => return false,
                    _ => {}
                }
                match table.next_in_chain(&semantics.outline, at) {
                    Some(next) => at = next,
                    None => return body_binds,
                }
            }
            false
        }
        _ => false,
    }
}

/// Whether the last statement of a block goes away from what follows it.
fn leaves(semantics: &Semantics, header: usize) -> bool {
    let outline = &semantics.outline;
    let Some(last) = outline.block(header).last() else { return false };
    let line = &outline.lines[last];
    line.parent == Some(header)
        && (matches!(
            keyword(semantics.text.as_bytes(), line.span),
            b"raise" | b"return" | b"continue" | b"break"
        ) || line.span.slice(&semantics.text).starts_with("sys.exit"))
}

/// Whether a loop holds both the use and `line`, so that a later binding reaches the use on the next round.
fn shares_loop(semantics: &Semantics, around: &[usize], line: usize) -> bool {
    around.iter().any(|&header| {
        semantics.outline.block(header).contains(&line)
            && matches!(word(semantics, header), b"for" | b"while")
    })
}

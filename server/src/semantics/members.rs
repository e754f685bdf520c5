//! What the bodies of classes bind to the results of calls: the fields of models, forms and serializers.
//!
//! Bases are followed through the file and the project; where one cannot be followed, the answer says that it is open.

use std::sync::Arc;

use super::lookup::{self, Target};
use super::outline::LineKind;
use super::{Memo, ProjectView, Resolver, ScopeId, ScopeKind, Semantics, asked, flow, types};
use crate::syntax::Expr;

/// More bases are not looked at on the way up.
const MOST_BASES: u8 = 12;

/// Members of one class that are kept.
const MOST_MEMBERS: usize = 400;

/// Longer calls are cut off: what matters of a field stands in front.
const MOST_SOURCE: usize = 2_000;

/// What a class binds in its body to results of calls, its bases included.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Members {
    /// Those of bases first; a name that is bound again is where it was first.
    pub all: Vec<Member>,
    /// What `Meta.fields` lists, if it is a constant.
    pub listed: Vec<Arc<str>>,
    /// The library classes it derives from.
    pub libraries: Vec<Arc<str>>,
    /// Whether there may be others.
    pub is_open: bool,
}

/// A name of a class and the call it holds the result of.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// The name.
    pub name: Arc<str>,
    /// The last part of what is called: `CharField`.
    pub maker: Arc<str>,
    /// The call as it is written.
    pub source: Arc<str>,
}

impl Members {
    /// Whether it has a member of that name.
    pub fn has(&self, name: &str) -> bool {
        self.all.iter().any(|member| &*member.name == name)
    }

    fn put(&mut self, member: Member) {
        match self.all.iter().position(|known| known.name == member.name) {
            Some(known) => self.all[known] = member,
            None if self.all.len() < MOST_MEMBERS => self.all.push(member),
            None => self.is_open = true,
        }
    }

    fn take(&mut self, base: Members) {
        base.all.into_iter().for_each(|member| self.put(member));
        self.is_open |= base.is_open;
        for library in base.libraries {
            if !self.libraries.contains(&library) {
                self.libraries.push(library);
            }
        }
        if !base.listed.is_empty() {
            self.listed = base.listed;
        }
    }
}

/// The members of a top-level class of a file.
pub fn exported_members(semantics: &Semantics, project: &dyn ProjectView, name: &str) -> Members {
    let memo = Memo::default();
    let resolver = Resolver { semantics, project, memo: &memo };
    super::exports::apart(|| of_one(&resolver, lookup::name_at_end(&resolver, name), 0))
        .unwrap_or_else(|| Members { is_open: true, ..Members::default() })
}

/// The members of the class that `expr` names; `None` if that is no class of the file or the project.
pub(super) fn of_class<'a>(resolver: &Resolver<'a>, expr: Expr<'a>) -> Option<Members> {
    of_one(resolver, lookup::eval(resolver, expr, 0), 0)
}

/// The members of the class around `offset`; for a class `Meta`, those of the class around it.
pub(super) fn around(resolver: &Resolver<'_>, offset: usize) -> Option<Members> {
    let semantics = resolver.semantics;
    let scopes = semantics.scopes();
    let mut class = types::innermost_class(semantics, offset)?;
    if scopes[class].name.slice(&semantics.text) == "Meta" {
        class = scopes[class].parent.filter(|&outer| scopes[outer].kind == ScopeKind::Class)?;
    }
    of_target(resolver, &Target::Local(scopes[class].header?), 0)
}

/// The name of the form that was found valid in an `if` around `offset`, with its fields.
pub(super) fn valid_form(resolver: &Resolver<'_>, offset: usize) -> Option<(Arc<str>, Members)> {
    let semantics = resolver.semantics;
    let outline = &semantics.outline;
    let line = outline.line_at(offset)?;
    let around = outline.ancestors(line).take_while(|&header| {
        !matches!(outline.lines[header].kind, LineKind::Def | LineKind::Class)
    });
    for header in around {
        let span = outline.lines[header].span;
        let source = span.slice(&semantics.text);
        let Some(form) = found_valid(source) else { continue };
        return Some((form.into(), of_instance(resolver, form, span.start)?));
    }
    None
}

/// The name in a header `if name.is_valid():`, perhaps with more behind an `and`. `not form.is_valid()` says the opposite,
/// and `a or form.is_valid()` nothing.
fn found_valid(header: &str) -> Option<&str> {
    let is_blank = |c: char| c.is_whitespace() || c == '\\';
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let (before, after) = header.split_once("is_valid")?;
    let before = before.trim_end_matches(is_blank).strip_suffix('.')?.trim_end_matches(is_blank);
    let keyword = before.trim_end_matches(is_word);
    let is_branch = matches!(keyword.trim_end_matches(is_blank), "if" | "elif");
    let called = after.trim_start_matches(is_blank).strip_prefix('(')?;
    let rest = called.trim_start_matches(is_blank).strip_prefix(')')?;
    let name = &before[keyword.len()..];
    (is_branch && !name.is_empty() && !rest.split(|c| !is_word(c)).any(|word| word == "or"))
        .then_some(name)
}

/// The members of the class that what `name` holds at `offset` was made of.
fn of_instance(resolver: &Resolver<'_>, name: &str, offset: usize) -> Option<Members> {
    let semantics = resolver.semantics;
    let found = flow::find(semantics, resolver.project, name, offset);
    let mut classes = lookup::Targets::new();
    for binding in &found.bindings {
        let value = binding.value_expr(&semantics.text)?;
        let class = value.field("function").filter(|_| value.kind() == "call")?;
        for (class, sure) in lookup::eval(&Resolver { semantics, ..*resolver }, class, 0) {
            lookup::add(&mut classes, class, sure);
        }
    }
    of_one(resolver, classes, 0)
}

fn of_one(resolver: &Resolver<'_>, targets: lookup::Targets, depth: u8) -> Option<Members> {
    let [(target, _)] = targets.as_slice() else { return None };
    of_target(resolver, target, depth)
}

fn of_target(resolver: &Resolver<'_>, target: &Target, depth: u8) -> Option<Members> {
    match target {
        Target::Local(line) if depth < MOST_BASES => of_local(resolver, *line, depth),
        Target::Foreign(module, name) if depth < MOST_BASES => {
            resolver.project.class_members(module, name)
        }
        _ => None,
    }
}

fn of_local(resolver: &Resolver<'_>, line: usize, depth: u8) -> Option<Members> {
    let semantics = resolver.semantics;
    if semantics.outline.lines[line].kind != LineKind::Class {
        return None;
    }
    let scope = semantics.scope_table().opened_by(line)?;
    let mut members = Members::default();
    for base in &semantics.bindings().head(semantics, scope).bases {
        let targets = base.expr(&semantics.text).map(|base| {
            let resolver = Resolver { semantics, ..*resolver };
            lookup::eval(&resolver, base, 0)
        });
        match targets.unwrap_or_default().as_slice() {
            [(Target::Library(path), _)] => members.libraries.push(path.clone()),
            [(target, _)] => match of_target(resolver, target, depth + 1) {
                Some(base) => members.take(base),
                None => members.is_open = true,
            },
            _ => members.is_open = true,
        }
    }
    asked::note(asked::body(semantics.scopes()[scope].path));
    let bindings = semantics.bindings();
    let own =
        bindings.all(semantics).iter().filter(|binding| binding.scope == scope && !binding.on_self);
    for binding in own {
        let Some(value) = &binding.value else { continue };
        let source = value.span.slice(&semantics.text);
        let Some((callee, _)) = source.split_once('(') else { continue };
        let callee: String = callee.chars().filter(|c| !c.is_whitespace() && *c != '\\').collect();
        let maker = callee.rsplit('.').next().unwrap_or(&callee);
        let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.');
        if callee.is_empty() || !callee.chars().all(is_name) {
            continue;
        }
        let end = (0..=source.len().min(MOST_SOURCE)).rev().find(|&at| source.is_char_boundary(at));
        members.put(Member {
            name: binding.name.slice(&semantics.text).into(),
            maker: maker.into(),
            source: source[..end.unwrap_or(0)].into(),
        });
    }
    if let Some(listed) = listed(resolver, scope) {
        members.listed = listed;
    }
    Some(members)
}

/// What `Meta.fields` of a class lists.
fn listed(resolver: &Resolver<'_>, class: ScopeId) -> Option<Vec<Arc<str>>> {
    let semantics = resolver.semantics;
    let scopes = semantics.scopes();
    let meta = scopes.iter().position(|scope| {
        scope.parent == Some(class)
            && scope.kind == ScopeKind::Class
            && scope.name.slice(&semantics.text) == "Meta"
    })?;
    let binding = semantics.bindings().of(semantics, meta, false, "fields").next_back()?;
    let value = binding.value_expr(&semantics.text)?;
    let value = Resolver { semantics, ..*resolver }.value(value);
    Some(value.items()?.iter().filter_map(|item| item.as_str().map(Into::into)).collect())
}

/// The class that `model` of the class around `offset` names, with its members.
pub(super) fn model_around(resolver: &Resolver<'_>, offset: usize) -> Option<Members> {
    let semantics = resolver.semantics;
    let class = types::innermost_class(semantics, offset)?;
    let binding = semantics.bindings().of(semantics, class, false, "model").next_back()?;
    let value = binding.value_expr(&semantics.text)?;
    of_class(&Resolver { semantics, ..*resolver }, value)
}

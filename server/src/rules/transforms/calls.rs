//! Fixes that call something else.

use super::arguments::set_keyword;
use super::{Outcome, line_ending, node, text};
use crate::finding::Edit;
use crate::rules::directives::{TransformArgument, use_name};
use crate::rules::site::{Site, named_children};
use crate::syntax::Expr;
use crate::text::Span;

pub(super) fn use_instead(site: &Site<'_>, arguments: &[TransformArgument]) -> Option<Outcome> {
    let callee = node(site, arguments, 0)?;
    let dotted = text(site, arguments, 1, &mut Vec::new())?;
    let (module, name) = dotted.rsplit_once('.')?;
    let mut edits = Vec::new();
    let spelling = use_name(site, module, name, callee.span().start, &mut edits);
    edits.push(Edit { span: callee.span(), text: spelling });
    Some(Outcome { title: format!("Use `{dotted}`"), edits })
}

pub(super) fn use_from(site: &Site<'_>, arguments: &[TransformArgument]) -> Option<Outcome> {
    let callee = node(site, arguments, 0)?;
    let module = text(site, arguments, 1, &mut Vec::new())?;
    let names = site.names(callee);
    let name = names.first()?.path.rsplit('.').next()?.to_owned();
    let mut edits = Vec::new();
    let spelling = use_name(site, &module, &name, callee.span().start, &mut edits);
    edits.push(Edit { span: callee.span(), text: spelling });
    Some(Outcome { title: format!("Use `{module}.{name}`"), edits })
}

pub(super) fn rewrite_call(site: &Site<'_>, arguments: &[TransformArgument]) -> Option<Outcome> {
    let call = node(site, arguments, 0)?;
    let callee = call.field("function")?;
    let mut edits = Vec::new();
    let dotted = text(site, arguments, 1, &mut edits)?;
    let (module, name) = dotted.rsplit_once('.')?;
    let spelling = use_name(site, module, name, callee.span().start, &mut edits);
    edits.push(Edit { span: callee.span(), text: spelling });
    for index in 2..arguments.len() {
        let extra = text(site, arguments, index, &mut edits)?;
        match extra.split_once('=') {
            Some((keyword, value)) => set_keyword(call, keyword, value, &mut edits)?,
            None => edits.push(Edit { span: Span::empty(call.span().end), text: extra }),
        }
    }
    Some(Outcome { title: format!("Use `{dotted}`"), edits })
}

pub(super) fn switch_class(site: &Site<'_>, arguments: &[TransformArgument]) -> Option<Outcome> {
    let call = node(site, arguments, 0)?;
    let callee = call.field("function")?;
    let mut edits = Vec::new();
    let dotted = text(site, arguments, 1, &mut edits)?;
    let method = text(site, arguments, 2, &mut edits)?;
    let other = text(site, arguments, 3, &mut edits)?;
    let (name, statements) = bound_object(site, call)?;
    let found = statements.into_iter().find(|statement| {
        let inner = named_children(*statement);
        let [inner] = inner.as_slice() else { return false };
        let called = inner.field("function").filter(|_| inner.kind() == "call");
        statement.kind() == "expression_statement"
            && called.is_some_and(|called| called.source() == format!("{name}.{method}"))
    })?;
    let file = &site.resolver.semantics.text;
    let Span { start, end } = found.span();
    let line_start = file[..start].rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let indent = &file[line_start..start];
    let rest = file[end..].split(['\n', '\r']).next().unwrap_or_default();
    // Another statement on the line would run before what is added.
    if !indent.trim().is_empty() || !(rest.trim().is_empty() || rest.trim().starts_with('#')) {
        return None;
    }
    let (module, class) = dotted.rsplit_once('.')?;
    let spelling = use_name(site, module, class, callee.span().start, &mut edits);
    edits.push(Edit { span: callee.span(), text: spelling });
    edits.push(Edit {
        span: Span::empty(end + rest.len()),
        text: format!("{}{indent}{name}.{other}", line_ending(file)),
    });
    Some(Outcome { title: format!("Use `{dotted}`"), edits })
}

/// The plain name that a call is assigned or entered as, and the statements of that block that follow.
fn bound_object<'a>(site: &Site<'a>, call: Expr<'a>) -> Option<(String, Vec<Expr<'a>>)> {
    let around = site.ancestors(call);
    let nearest = around.first()?;
    if nearest.kind() == "assignment" {
        let name = nearest.field("left").filter(|left| left.kind() == "identifier")?;
        let (statement, block) = (around.get(1)?, around.get(2)?);
        let after = named_children(*block)
            .into_iter()
            .skip_while(|child| child.node.id() != statement.node.id())
            .skip(1)
            .collect();
        return Some((name.source().to_owned(), after));
    }
    let name = nearest.field("alias").filter(|_| nearest.kind() == "as_pattern")?;
    let with = around.iter().find(|node| node.kind() == "with_statement")?;
    Some((name.source().to_owned(), named_children(with.field("body")?)))
}

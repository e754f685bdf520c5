//! Fixes of the arguments of a call.

use super::{Outcome, given, keyword, node, text};
use crate::finding::Edit;
use crate::rules::directives::TransformArgument;
use crate::rules::site::{Site, named_children};
use crate::syntax::Expr;
use crate::text::Span;

/// The span to delete so that an element of a bracketed list goes with its comma and nothing else.
pub fn with_comma(list: Expr<'_>, element: Expr<'_>) -> Span {
    let siblings: Vec<Expr<'_>> =
        named_children(list).into_iter().filter(|child| child.kind() != "comment").collect();
    let at = siblings.iter().position(|child| child.node.id() == element.node.id());
    let own = element.span();
    let Some(at) = at else { return own };
    // Another element before it: from that one's end, which takes the comma and the blank between. Comments
    // between the two stay: then only the comma behind the earlier element would be left to take.
    if let Some(before) = at.checked_sub(1).map(|before| siblings[before].span()) {
        let between = Span::new(before.end - list.offset, own.start - list.offset).slice(list.text);
        if !between.contains('#') {
            return Span::new(before.end, own.end);
        }
    }
    if let Some(after) = siblings.get(at + 1).map(|after| after.span()) {
        let between = Span::new(own.end - list.offset, after.start - list.offset).slice(list.text);
        if !between.contains('#') {
            return Span::new(own.start, after.start);
        }
    }
    let rest = Span::new(own.end - list.offset, list.node.end_byte()).slice(list.text);
    match rest.find(|c: char| !c.is_whitespace()) {
        Some(comma) if rest[comma..].starts_with(',') => Span::new(own.start, own.end + comma + 1),
        _ => own,
    }
}

pub(super) fn remove_argument(site: &Site<'_>, arguments: &[TransformArgument]) -> Option<Outcome> {
    let call = node(site, arguments, 0)?;
    let name = text(site, arguments, 1, &mut Vec::new())?;
    let argument = keyword(call, &name)?;
    let span = with_comma(call.field("arguments")?, argument);
    Some(Outcome {
        title: format!("Remove `{}`", argument.source()),
        edits: vec![Edit { span, text: String::new() }],
    })
}

pub(super) fn set_argument(site: &Site<'_>, arguments: &[TransformArgument]) -> Option<Outcome> {
    let call = node(site, arguments, 0)?;
    let mut edits = Vec::new();
    let name = text(site, arguments, 1, &mut edits)?;
    let value = text(site, arguments, 2, &mut edits)?;
    set_keyword(call, &name, &value, &mut edits)?;
    Some(Outcome { title: format!("Pass `{name}={value}`"), edits })
}

/// Edits that make `call` pass `name=value`.
pub fn set_keyword(call: Expr<'_>, name: &str, value: &str, edits: &mut Vec<Edit>) -> Option<()> {
    if let Some(argument) = keyword(call, name) {
        edits.push(Edit { span: argument.field("value")?.span(), text: value.to_owned() });
        return Some(());
    }
    let list = call.field("arguments")?;
    if list.kind() != "argument_list" || !list.source().ends_with(')') {
        return None;
    }
    let children = given(list);
    // `**{…}` may hold the keyword, and given twice it is an error.
    if children.iter().any(|child| child.kind() == "dictionary_splat") {
        return None;
    }
    let Some(last) = children.last() else {
        edits.push(Edit {
            span: Span::empty(list.span().start + 1),
            text: format!("{name}={value}"),
        });
        return Some(());
    };
    // `f(x for x in y)` has a list of its own kind; a bare generator among arguments cannot take another one behind it.
    if last.kind() == "generator_expression"
        && children.len() == 1
        && !last.source().starts_with('(')
    {
        return None;
    }
    edits.push(Edit { span: Span::empty(last.span().end), text: format!(", {name}={value}") });
    Some(())
}

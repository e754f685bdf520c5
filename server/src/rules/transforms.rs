//! The table of named transforms: fixes that text templates cannot express.

use super::directives::{TransformArgument, fill, use_name};
use super::site::{Site, named_children, unparenthesised};
use crate::finding::Edit;
use crate::semantics::Value;
use crate::syntax::Expr;
use crate::text::Span;

/// What a transform does to the text.
#[derive(Debug, Default)]
pub struct Outcome {
    /// For the light bulb, unless the pattern has a title of its own.
    pub title: String,
    /// All of one fix.
    pub edits: Vec<Edit>,
}

/// One row of the table.
pub struct Transform {
    /// As written in `#fix!`.
    pub name: &'static str,
    /// How many captures come first.
    pub n_captures: usize,
    /// How many texts follow at least.
    pub n_texts: usize,
    /// For rule authors.
    pub usage: &'static str,
    /// For rule authors, one line.
    pub doc: &'static str,
    /// The edits, or `None` where the transform does not apply.
    pub apply: fn(&Site<'_>, &[TransformArgument]) -> Option<Outcome>,
}

impl std::fmt::Debug for Transform {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

/// All transforms.
pub static TRANSFORMS: &[Transform] = &[
    Transform {
        name: "remove-argument",
        n_captures: 1,
        n_texts: 1,
        usage: "#fix! \"remove-argument\" @call \"keyword\"",
        doc: "deletes a keyword argument with its comma",
        apply: remove_argument,
    },
    Transform {
        name: "set-argument",
        n_captures: 1,
        n_texts: 2,
        usage: "#fix! \"set-argument\" @call \"keyword\" \"value\"",
        doc: "gives a keyword argument a value, adding it behind the last argument if it is missing",
        apply: set_argument,
    },
    Transform {
        name: "use",
        n_captures: 1,
        n_texts: 1,
        usage: "#fix! \"use\" @callee \"module.name\"",
        doc: "puts another library name in the place of a name, with the import it needs",
        apply: use_instead,
    },
];

/// The row of a transform.
pub fn find(name: &str) -> Option<&'static Transform> {
    TRANSFORMS.iter().find(|row| row.name == name)
}

fn node<'a>(site: &Site<'a>, arguments: &[TransformArgument], index: usize) -> Option<Expr<'a>> {
    match arguments.get(index)? {
        TransformArgument::Slot(slot) => site.node(*slot),
        TransformArgument::Text(_) => None,
    }
}

fn text(
    site: &Site<'_>,
    arguments: &[TransformArgument],
    index: usize,
    edits: &mut Vec<Edit>,
) -> Option<String> {
    match arguments.get(index)? {
        TransformArgument::Text(template) => {
            Some(fill(site, template, site.root.span().start, edits))
        }
        TransformArgument::Slot(_) => None,
    }
}

fn keyword<'a>(call: Expr<'a>, name: &str) -> Option<Expr<'a>> {
    named_children(call.field("arguments")?).into_iter().find(|child| {
        child.kind() == "keyword_argument"
            && child.field("name").is_some_and(|n| n.source() == name)
    })
}

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

fn remove_argument(site: &Site<'_>, arguments: &[TransformArgument]) -> Option<Outcome> {
    let call = node(site, arguments, 0)?;
    let name = text(site, arguments, 1, &mut Vec::new())?;
    let argument = keyword(call, &name)?;
    let span = with_comma(call.field("arguments")?, argument);
    Some(Outcome {
        title: format!("Remove `{}`", argument.source()),
        edits: vec![Edit { span, text: String::new() }],
    })
}

fn set_argument(site: &Site<'_>, arguments: &[TransformArgument]) -> Option<Outcome> {
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
    let children: Vec<Expr<'_>> =
        named_children(list).into_iter().filter(|child| child.kind() != "comment").collect();
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

fn use_instead(site: &Site<'_>, arguments: &[TransformArgument]) -> Option<Outcome> {
    let callee = node(site, arguments, 0)?;
    let dotted = text(site, arguments, 1, &mut Vec::new())?;
    let (module, name) = dotted.rsplit_once('.')?;
    let mut edits = Vec::new();
    let spelling = use_name(site, module, name, callee.span().start, &mut edits);
    edits.push(Edit { span: callee.span(), text: spelling });
    Some(Outcome { title: format!("Use `{dotted}`"), edits })
}

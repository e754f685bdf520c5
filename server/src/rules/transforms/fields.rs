//! Fixes of Django code that name what the code left open: fields of a model, data of a form, names for a template.

use std::sync::Arc;

use super::{Outcome, node, text};
use crate::finding::Edit;
use crate::rules::directives::TransformArgument;
use crate::rules::site::{Site, first_positional, named_children};
use crate::semantics::{Member, Members, ScopeKind, Value};
use crate::syntax::Expr;
use crate::text::{Span, Text};

/// Longer lines are broken.
const WIDTH: usize = 88;

/// Longer lists are for somebody to think about.
const MOST_NAMES: usize = 60;

/// Library classes that bring no fields of their own.
const PLAIN: &[&str] =
    &["django.db.models.Model", "django.contrib.gis.db.models.Model", "builtins.object"];

/// What `#fix! "list-fields"` lists.
#[derive(Clone, Copy, PartialEq, Eq)]
enum For {
    /// What people may change.
    Form,
    /// Everything, with the key and what the class itself declares.
    Serializer,
}

/// `"form"` or `"serializer"`; with a second text that is left out: `"__all__"` becomes a list, an `exclude = […]` the rest.
pub(super) fn list_fields(site: &Site<'_>, arguments: &[TransformArgument]) -> Option<Outcome> {
    let place = node(site, arguments, 0)?;
    let purpose = match text(site, arguments, 1, &mut Vec::new())?.as_str() {
        "form" => For::Form,
        "serializer" => For::Serializer,
        _ => return None,
    };
    let offset = place.span().start;
    let is_statement = place.kind() == "assignment";
    let call = site.ancestors(place).into_iter().find(|around| around.kind() == "call");
    let model = match call {
        Some(call) => site.resolver.members(model_of(site, call)?)?,
        None => site.resolver.model_around(offset)?,
    };
    let mut names = fields(&model, purpose)?;
    if purpose == For::Serializer && call.is_none() {
        let own = site.resolver.members_around(offset)?;
        names.extend(own.all.into_iter().map(|member| member.name));
    }
    if is_statement {
        let left_out = site.value(place.field("right")?);
        let left_out = left_out.items()?;
        // Of a name that is not known nobody knows what it leaves out.
        if !left_out.iter().all(|item| item.as_str().is_some()) {
            return None;
        }
        names.retain(|name| !left_out.iter().any(|item| item.as_str() == Some(name)));
    }
    let mut seen: Vec<Arc<str>> = Vec::new();
    names.retain(|name| {
        let is_new = !seen.contains(name);
        seen.push(name.clone());
        is_new
    });
    if names.is_empty() || names.len() > MOST_NAMES {
        return None;
    }
    let quoted: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
    let head = if is_statement { "fields = " } else { "" };
    let list = format!("{head}{}", bracketed(site, offset, &quoted, ["[", "]"]));
    let edits = vec![Edit { span: place.span(), text: list }];
    Some(Outcome { title: "List the fields".to_owned(), edits })
}

/// The model that a call of a factory is about: for forms within forms the second one.
fn model_of<'a>(site: &Site<'a>, call: Expr<'a>) -> Option<Expr<'a>> {
    let given = named_children(call.field("arguments")?);
    let keyword = given.iter().find(|one| {
        one.kind() == "keyword_argument"
            && one.field("name").is_some_and(|name| name.source() == "model")
    });
    if let Some(keyword) = keyword {
        return keyword.field("value");
    }
    let names = site.names(call.field("function")?);
    let is_inner = names.iter().any(|name| name.path.ends_with("inlineformset_factory"));
    match is_inner {
        true => {
            let mut positional = given.into_iter().filter(|one| {
                !matches!(
                    one.kind(),
                    "comment" | "keyword_argument" | "list_splat" | "dictionary_splat"
                )
            });
            positional.nth(1)
        }
        false => first_positional(call),
    }
}

/// The fields of a model, or `None` where there may be others.
fn fields(model: &Members, purpose: For) -> Option<Vec<Arc<str>>> {
    let is_plain = |library: &Arc<str>| PLAIN.contains(&&**library);
    if model.is_open || model.libraries.is_empty() || !model.libraries.iter().all(is_plain) {
        return None;
    }
    let mut names = Vec::new();
    let mut key = Some(Arc::from("id"));
    for member in &model.all {
        let Some(is_field) = is_field(member) else { return None };
        if !is_field {
            continue;
        }
        let source: String = member.source.split_whitespace().collect();
        let says = |what: &str| source.contains(what);
        if says("primary_key=True") {
            key = None;
        }
        let is_numbered = member.maker.ends_with("AutoField");
        let is_fixed = says("editable=False") || says("auto_now=True") || says("auto_now_add=True");
        if purpose == For::Form && (is_numbered || is_fixed) {
            continue;
        }
        names.push(member.name.clone());
    }
    if purpose == For::Serializer
        && let Some(key) = key
    {
        names.insert(0, key);
    }
    Some(names)
}

/// Whether a member of a model is one of its fields; `None` if that is not known.
fn is_field(member: &Member) -> Option<bool> {
    match &*member.maker {
        "GenericForeignKey" | "GenericRelation" | "property" | "classmethod" => Some(false),
        maker if maker.ends_with("Manager") && maker != "TaggableManager" => Some(false),
        "as_manager" | "from_queryset" | "namedtuple" | "frozenset" | "tuple" | "set" | "dict"
        | "list" | "_" | "gettext_lazy" | "partialmethod" | "compile" | "FieldTracker" => {
            Some(false)
        }
        maker if maker.ends_with("Field") || maker.ends_with("ForeignKey") => Some(true),
        _ => None,
    }
}

/// A list in one line, or with a line for each item where that is too long.
fn bracketed(site: &Site<'_>, offset: usize, items: &[String], marks: [&str; 2]) -> String {
    let text = &*site.resolver.semantics.text;
    let start = text[..offset].rfind('\n').map_or(0, |newline| newline + 1);
    let joined = items.join(", ");
    if offset - start + joined.len() + 2 <= WIDTH {
        return format!("{}{joined}{}", marks[0], marks[1]);
    }
    let line = &text[start..];
    let indent = &line[..line.len() - line.trim_start_matches([' ', '\t']).len()];
    let lines: String = items.iter().map(|item| format!("{indent}    {item},\n")).collect();
    format!("{}\n{lines}{indent}{}", marks[0], marks[1])
}

pub(super) fn use_cleaned_data(
    site: &Site<'_>,
    arguments: &[TransformArgument],
) -> Option<Outcome> {
    let place = node(site, arguments, 0)?;
    let key = node(site, arguments, 1)?;
    let (form, _) = site.resolver.valid_form(place.span().start)?;
    let text = format!("{form}.cleaned_data[{}]", key.source());
    let title = format!("Take it from `{form}.cleaned_data`");
    Some(Outcome { title, edits: vec![Edit { span: place.span(), text }] })
}

pub(super) fn decorate(site: &Site<'_>, arguments: &[TransformArgument]) -> Option<Outcome> {
    let place = node(site, arguments, 0)?;
    let mut edits = Vec::new();
    let semantics = site.resolver.semantics;
    let function = semantics.function_at(place.span().start)?;
    let decorator = text(site, arguments, 1, &mut edits)?;
    let whole = &*semantics.text;
    let start = whole[..function.start].rfind('\n').map_or(0, |newline| newline + 1);
    let indent = whole[start..function.start].to_owned();
    if !indent.trim().is_empty() {
        return None;
    }
    let text = format!("@{decorator}\n{indent}");
    edits.push(Edit { span: Span::empty(function.start), text });
    Some(Outcome { title: format!("Put `@{decorator}` above it"), edits })
}

pub(super) fn list_locals(site: &Site<'_>, arguments: &[TransformArgument]) -> Option<Outcome> {
    let place = node(site, arguments, 0)?;
    let resolver = &site.resolver;
    let semantics = resolver.semantics;
    let text = &*semantics.text;
    let offset = place.span().start;
    let scope = semantics.scope_at(offset);
    let scopes = semantics.scopes();
    let header = scopes[scope].header.filter(|_| scopes[scope].kind == ScopeKind::Function)?;
    let shown = shown(site, place);
    let mut names: Vec<&str> = Vec::new();
    for binding in semantics.local_names(scope) {
        let name = binding.name.slice(text);
        let is_given = matches!(name, "request" | "self" | "cls") || names.contains(&name);
        if is_given || binding.name.start >= offset {
            continue;
        }
        if shown.as_ref().is_some_and(|template| !has_word(template, name)) {
            continue;
        }
        // What one branch binds may be missing here.
        let is_sure =
            binding.line == header || semantics.outline.lines[binding.line].parent == Some(header);
        if !is_sure {
            return None;
        }
        names.push(name);
    }
    if names.len() > MOST_NAMES {
        return None;
    }
    let pairs: Vec<String> = names.iter().map(|name| format!("\"{name}\": {name}")).collect();
    let dict = bracketed(site, offset, &pairs, ["{", "}"]);
    let edits = vec![Edit { span: place.span(), text: dict }];
    Some(Outcome { title: "Name what the template uses".to_owned(), edits })
}

/// The text of the template that the call around `place` names, where that one alone decides what is shown.
fn shown(site: &Site<'_>, place: Expr<'_>) -> Option<Text> {
    let call = site.ancestors(place).into_iter().find(|around| around.kind() == "call")?;
    let name = named_children(call.field("arguments")?).into_iter().find_map(|one| {
        match site.value(one) {
            Value::Str(name) => Some(name),
            _ => None,
        }
    })?;
    let template = site.resolver.project.template(&name)?;
    let leads_on = ["{% include", "{% extends", "{%include", "{%extends"];
    (!leads_on.iter().any(|tag| template.contains(tag))).then_some(template)
}

fn has_word(text: &str, word: &str) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    text.split(|c| !is_word(c)).any(|own| own == word)
}

//! What a module gives to those who import from it, name by name.

use super::bindings::{Binding, BindingKind};
use super::{Ancestors, Memo, Names, ProjectView, Resolver, Semantics, Value, budget};
use super::{constants, lookup, types};

/// Every binding of the file's top level: its name, and whether it is a class or function that no condition guards,
/// which stands for itself.
pub fn top_level_names(semantics: &Semantics) -> impl Iterator<Item = (&str, bool)> {
    semantics.top_level().map(|binding| {
        let is_definition = matches!(binding.kind, BindingKind::Def | BindingKind::Class)
            && semantics.outline.lines[binding.line].parent.is_none();
        (binding.name.slice(&semantics.text), is_definition)
    })
}

/// The library names that a top-level name stands for at the end of the file; none for definitions of its own.
///
/// Asks `project` for what the file itself imports; whoever implements it breaks circles.
pub fn exported_names(semantics: &Semantics, project: &dyn ProjectView, name: &str) -> Names {
    let memo = Memo::default();
    let resolver = Resolver { semantics, project, memo: &memo };
    lookup::library_names(apart(|| lookup::name_at_end(&resolver, name)))
}

/// The value of a top-level name if it is a constant.
pub fn exported_value(semantics: &Semantics, project: &dyn ProjectView, name: &str) -> Value {
    let is_named = |binding: &&Binding| binding.name.slice(&semantics.text) == name;
    let Some(binding) = semantics.top_level().find(is_named) else { return Value::Unknown };
    if binding.kind != BindingKind::Assign {
        return Value::Unknown;
    }
    let memo = Memo::default();
    let resolver = Resolver { semantics, project, memo: &memo };
    let value = binding
        .value_expr(&semantics.text)
        .map_or(Value::Unknown, |value| apart(|| resolver.value(value)));
    match value {
        Value::List(_) | Value::Dict(_) | Value::Set(_)
            if constants::growth_of_name(semantics, name, binding.at).is_some() =>
        {
            Value::Unknown
        }
        value => value,
    }
}

/// The library classes that a top-level class of the file derives from, directly or not; also those of what is imported
/// under that name.
pub fn exported_ancestors(
    semantics: &Semantics,
    project: &dyn ProjectView,
    name: &str,
) -> Ancestors {
    let memo = Memo::default();
    let resolver = Resolver { semantics, project, memo: &memo };
    apart(|| {
        let classes = lookup::name_at_end(&resolver, name);
        types::ancestors(&resolver, classes.into_iter().map(|(class, _)| class).collect())
    })
}

/// Answers a question about another file with a budget of its own, so that the answer does not hang on who asks.
pub(super) fn apart<T>(answer: impl FnOnce() -> T) -> T {
    budget::apart(|| lookup::apart(answer))
}

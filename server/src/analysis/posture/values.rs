//! What is known of a value, and what the environment has to do with it.

use crate::semantics::django::{Kind, Value};

/// What is not known of a value.
pub(super) enum Unknown {
    Value,
    Variable,
    Choice,
}

/// Whether a variable of the environment is as good as a value.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Variable {
    Never,
    /// If this is its truth where nobody sets it.
    ByDefault(bool),
    Always,
}

/// The part of a value that is not known, if there is one.
pub(super) fn unknown_part(value: &Value, variable: Variable) -> Option<Unknown> {
    match &value.kind {
        Kind::Unknown | Kind::Call(_) => Some(Unknown::Value),
        Kind::Env(env) => {
            let is_enough = match variable {
                Variable::Never => false,
                Variable::ByDefault(wanted) => {
                    env.default.as_ref().and_then(Value::truth) == Some(wanted)
                }
                Variable::Always => true,
            };
            (!is_enough).then_some(Unknown::Variable)
        }
        Kind::OneOf(values) => {
            let part = values.iter().find_map(|value| unknown_part(value, variable));
            let agree = match variable {
                Variable::Always => values.iter().all(|value| value.truth() != Some(false)),
                // Where they differ, rules are silent.
                _ => values.windows(2).all(|pair| pair[0].equals(&pair[1]) == Some(true)),
            };
            part.or_else(|| (!agree).then_some(Unknown::Choice))
        }
        Kind::List(_, items) => items.iter().find_map(|item| unknown_part(item, Variable::Always)),
        Kind::Dict(dict) if dict.is_open => Some(Unknown::Value),
        _ => None,
    }
}

/// Which variable of the environment a setting is read from, and what it is without the variable.
pub(super) fn read_from(name: &str, value: &Value) -> Option<String> {
    let env = value.alternatives().iter().find_map(|value| match &value.kind {
        Kind::Env(env) => Some(env),
        _ => None,
    })?;
    let named = match &env.variable {
        Some(variable) => format!("`{variable}`"),
        None => "the environment".to_owned(),
    };
    let default = match env.default.as_ref().map(|default| &default.kind) {
        None => ", without a default",
        Some(Kind::Bool(true)) => ", on by default",
        Some(Kind::Bool(false)) => ", off by default",
        Some(_) => ", with a default",
    };
    Some(format!("`{name}` is read from {named}{default}"))
}

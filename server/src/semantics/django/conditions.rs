//! Comparisons and conditions, as far as an environment decides them.

use std::sync::Arc;

use super::evaluate::Evaluator;
use super::expressions::from_env;
use super::roles::{Role, role_of_word, split};
use super::value::{Cast, Env, Kind, Place, Value};
use crate::syntax::{Expr, node};

impl Evaluator<'_> {
    /// The outcome of a comparison. In production, a comparison with the name of an environment has one.
    pub(super) fn compare(&self, operator: &str, left: &Value, right: &Value, at: Place) -> Value {
        let truth = |truth: bool| Value::new(Kind::Bool(truth), at);
        let is_negated = matches!(operator, "!=" | "not in" | "is not");
        if let Kind::Name(name) = &right.kind
            && &**name == "sys.argv"
            && self.role != Role::Test
        {
            // Servers are not started with the words that settings look for.
            return truth(is_negated);
        }
        let (env, other) = match (&left.kind, &right.kind) {
            (Kind::Env(env), _) => (Some(env), right),
            (_, Kind::Env(env)) => (Some(env), left),
            _ => (None, right),
        };
        if let Some(env) = env {
            if matches!(other.kind, Kind::None) {
                return Value::new(
                    Kind::Env(Arc::new(Env { cast: Cast::Bool, default: None, ..(**env).clone() })),
                    at,
                );
            }
            let words: Vec<&str> = match &other.kind {
                Kind::List(_, items) => {
                    items.iter().filter_map(|i| i.as_text().map(|t| &**t)).collect()
                }
                _ => other.as_text().map(|text| &**text).into_iter().collect(),
            };
            let roles: Vec<Role> = words
                .iter()
                .filter_map(|word| role_of_word(word))
                .filter(|role| *role != Role::Base)
                .collect();
            if !roles.is_empty() && self.role != Role::Base {
                return truth(roles.contains(&self.role) != is_negated);
            }
            let default = env.default.as_ref().and_then(|default| match operator {
                "==" | "!=" => default.equals(other).map(|same| truth(same != is_negated)),
                "in" | "not in" => {
                    let found = other.items()?.iter().any(|i| i.equals(default) == Some(true));
                    Some(truth(found != is_negated))
                }
                _ => None,
            });
            return from_env(
                env,
                Cast::Bool,
                Some(default.unwrap_or_else(|| truth(is_negated))),
                at,
            );
        }
        let known = match operator {
            "==" | "!=" | "is" | "is not" => left.equals(right).map(|same| same != is_negated),
            "in" | "not in" => match &right.kind {
                Kind::List(_, items) if !left.is_unknown() => {
                    let same: Vec<Option<bool>> = items.iter().map(|i| i.equals(left)).collect();
                    if same.contains(&Some(true)) {
                        Some(!is_negated)
                    } else {
                        (!same.contains(&None)).then_some(is_negated)
                    }
                }
                Kind::Dict(dict) if !left.is_unknown() && !dict.is_open => {
                    let found = dict.entries.iter().any(|(key, _)| key.equals(left) == Some(true));
                    Some(found != is_negated)
                }
                Kind::Text(text) => left.as_text().map(|part| text.contains(&**part) != is_negated),
                _ => None,
            },
            "<" | ">" | "<=" | ">=" => match (left.number(), right.number()) {
                (Some(left), Some(right)) => Some(match operator {
                    "<" => left < right,
                    ">" => left > right,
                    "<=" => left <= right,
                    _ => left >= right,
                }),
                _ => None,
            },
            _ => None,
        };
        known.map_or_else(|| Value::unknown(at), truth)
    }

    /// Whether a condition holds in this view; none if nobody knows.
    pub(super) fn condition(&mut self, condition: Expr<'_>, file: u32) -> Option<bool> {
        if !self.step() {
            return None;
        }
        self.depth += 1;
        let holds = self.condition_holds(condition, file);
        self.depth -= 1;
        holds
    }

    fn condition_holds(&mut self, condition: Expr<'_>, file: u32) -> Option<bool> {
        let inner = match condition.kind() {
            "parenthesized_expression" => node::named_children(condition).next()?,
            _ => condition,
        };
        match inner.kind() {
            "not_operator" => return self.condition(inner.field("argument")?, file).map(|b| !b),
            "boolean_operator" => {
                let is_or = inner.field("operator")?.source() == "or";
                let left = self.condition(inner.field("left")?, file);
                if left == Some(is_or) {
                    return left;
                }
                let right = self.condition(inner.field("right")?, file);
                return match (left, right) {
                    (_, Some(right)) if right == is_or => Some(is_or),
                    (Some(_), Some(_)) => Some(!is_or),
                    _ => None,
                };
            }
            _ => {}
        }
        let value = self.value(inner, file);
        self.truth(&value).or_else(|| {
            let name = inner.source().rsplit('.').next().unwrap_or_default();
            let is_name = matches!(inner.kind(), "identifier" | "attribute");
            is_name.then(|| self.word_holds(name)).flatten()
        })
    }

    /// Truth in this view: what a variable called after an environment says is known.
    pub(super) fn truth(&self, value: &Value) -> Option<bool> {
        match &value.kind {
            Kind::Env(env) => self.word_holds(env.variable.as_deref()?),
            _ => value.truth(),
        }
    }

    /// Whether a switch of such a name is on in this view.
    fn word_holds(&self, name: &str) -> Option<bool> {
        // `DJANGO_SETTINGS_MODULE` and the like are no switches.
        let role = match role_of_word(name)? {
            Role::Base => return None,
            role => role,
        };
        let is_off = split(name).iter().any(|part| matches!(&**part, "not" | "no" | "disable"));
        match self.role {
            Role::Base => None,
            own => Some((own == role) != is_off),
        }
    }
}

//! Whether an expression is a user of a Django project, or the class of users.

use super::budget::Level;
use super::constants::{followed, unwrapped};
use super::{BindingKind, Resolver, flow, types};
use crate::syntax::Expr;

/// Classes of users, and those that such classes derive from.
const MODELS: &[&str] = &[
    "django.contrib.auth.models.User",
    "django.contrib.auth.models.AbstractUser",
    "django.contrib.auth.models.AbstractBaseUser",
    "django.contrib.auth.base_user.AbstractBaseUser",
];

/// What gives one object of a manager or queryset.
const ONE: &[&str] = &[
    "get",
    "aget",
    "create",
    "acreate",
    "create_user",
    "acreate_user",
    "create_superuser",
    "acreate_superuser",
    "get_by_natural_key",
    "first",
    "afirst",
    "last",
    "alast",
    "latest",
    "earliest",
];

/// Functions that give one object of the class that is their first argument.
const GOT: &[&str] = &[
    "django.shortcuts.get_object_or_404",
    "django.shortcuts.aget_object_or_404",
    "django.contrib.auth.get_user",
];

/// Functions that give a user whatever they are given.
const GIVEN: &[&str] = &["django.contrib.auth.authenticate", "django.contrib.auth.aauthenticate"];

/// Bindings of one name that are followed.
const MAX_BINDINGS: usize = 8;

pub(super) fn is_model<'a>(resolver: &Resolver<'a>, expr: Expr<'a>) -> bool {
    let Some(_level) = Level::enter() else { return false };
    let expr = unwrapped(expr);
    if expr.kind() == "call" {
        return expr.field("function").is_some_and(|function| {
            let names = resolver.names(function);
            names.iter().any(|name| &*name.path == "django.contrib.auth.get_user_model")
        });
    }
    if !matches!(expr.kind(), "identifier" | "attribute") {
        return false;
    }
    resolver.names(expr).iter().any(|name| MODELS.contains(&&*name.path))
        || types::derives_from(resolver, expr, MODELS)
        || followed(resolver, expr).is_some_and(|value| is_model(resolver, value))
}

pub(super) fn is_user<'a>(resolver: &Resolver<'a>, expr: Expr<'a>) -> bool {
    let Some(_level) = Level::enter() else { return false };
    let expr = unwrapped(expr);
    match expr.kind() {
        "identifier" => is_instance(resolver, expr) || is_bound_to_one(resolver, expr),
        "attribute" => is_request_user(expr) || is_instance(resolver, expr),
        "await" => expr.node.named_child(0).is_some_and(|one| is_user(resolver, expr.at(one))),
        "call" => is_made(resolver, expr),
        _ => false,
    }
}

fn is_request_user(expr: Expr<'_>) -> bool {
    let is_user = expr.field("attribute").is_some_and(|name| name.source() == "user");
    let object = expr.field("object").map_or("", Expr::source);
    is_user && (object == "request" || object.ends_with(".request"))
}

fn is_instance<'a>(resolver: &Resolver<'a>, expr: Expr<'a>) -> bool {
    let types = resolver.types(expr);
    types.iter().any(|class| MODELS.contains(&&*class.path))
        || types::derives_from(resolver, expr, MODELS) && !resolver.is_user_model(expr)
}

/// Whether something that binds the name is a user, or a row of users.
fn is_bound_to_one<'a>(resolver: &Resolver<'a>, expr: Expr<'a>) -> bool {
    let semantics = resolver.semantics;
    let found = flow::find(semantics, resolver.project, expr.source(), expr.span().start).bindings;
    found.into_iter().take(MAX_BINDINGS).any(|binding| {
        let Some(value) = binding.value_expr(&semantics.text) else { return false };
        let resolver = Resolver { semantics, ..*resolver };
        match binding.kind {
            BindingKind::Assign | BindingKind::Walrus => {
                value.span() != expr.span() && is_user(&resolver, value)
            }
            BindingKind::For => is_manager_of_users(&resolver, value),
            _ => false,
        }
    })
}

/// Whether a call gives a user: the class itself, a manager of it, or a shortcut.
fn is_made<'a>(resolver: &Resolver<'a>, call: Expr<'a>) -> bool {
    let Some(function) = call.field("function").map(unwrapped) else { return false };
    let names = resolver.names(function);
    let is_one_of = |known: &[&str]| names.iter().any(|name| known.contains(&&*name.path));
    if is_one_of(GIVEN) || is_model(resolver, function) {
        return true;
    }
    if is_one_of(GOT) {
        let arguments = call.field("arguments");
        let first = arguments.and_then(|list| Some(list.at(list.node.named_child(0)?)));
        return first.is_some_and(|first| {
            is_model(resolver, first) || is_manager_of_users(resolver, first)
        });
    }
    let method = function.field("attribute").map_or("", Expr::source);
    ONE.contains(&method)
        && function.field("object").is_some_and(|object| is_manager_of_users(resolver, object))
}

/// Whether a manager or queryset begins with the class of users: `User.objects.filter(…)`.
fn is_manager_of_users<'a>(resolver: &Resolver<'a>, expr: Expr<'a>) -> bool {
    let mut at = unwrapped(expr);
    // A chain of methods is as long as somebody wrote it.
    for _ in 0..32 {
        let below = match at.kind() {
            "call" => at.field("function"),
            "attribute" => {
                let name = at.field("attribute").map_or("", Expr::source);
                let object = at.field("object");
                if matches!(name, "objects" | "_default_manager" | "all_objects") {
                    return object.is_some_and(|model| is_model(resolver, model));
                }
                object
            }
            _ => return false,
        };
        match below {
            Some(below) => at = unwrapped(below),
            None => return false,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::semantics::sample;

    #[test]
    fn users_are_known_by_where_they_come_from() {
        let shown = sample::ask(
            "from django.contrib.auth import authenticate, get_user_model\nfrom django.contrib.auth.models import AbstractUser, User\nfrom django.shortcuts import get_object_or_404\nMember = get_user_model()\nclass Seller(AbstractUser): pass\nclass Shop: pass\ndef view(request, given):\n    a = User.objects.get(pk=1)\n    x = a\n    b = Member(name=given)\n    x = b\n    c = get_object_or_404(Seller, pk=1)\n    x = c\n    for d in Member.objects.filter(a=1).order_by('b'):\n        x = d\n    e = authenticate(request)\n    x = e\n    x = request.user\n    x = given\n    f = Shop.objects.get(pk=1)\n    x = f\n    x = User\n    g = Member.objects.filter(pk=1).first()\n    x = g\n",
            |resolver, expr| format!("{} {}", resolver.is_user(expr), resolver.is_user_model(expr)),
        );
        expect![[r#"
            a  →  true false
            b  →  true false
            c  →  true false
            d  →  true false
            e  →  true false
            request.user  →  true false
            given  →  false false
            f  →  false false
            User  →  false true
            g  →  true false
        "#]]
        .assert_eq(&shown);
    }
}

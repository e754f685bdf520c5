//! Whether an expression is a manager or queryset of Django models.

use super::budget::Level;
use super::constants::{children, followed, unwrapped};
use super::{BindingKind, Resolver, flow};
use crate::syntax::Expr;

/// The classes themselves.
const CLASSES: &[&str] = &[
    "django.db.models.QuerySet",
    "django.db.models.Manager",
    "django.db.models.manager.BaseManager",
    "django.contrib.gis.db.models.Manager",
];

/// Methods of a manager or queryset that give a queryset.
const CHAINED: &[&str] = &[
    "all",
    "filter",
    "exclude",
    "annotate",
    "alias",
    "order_by",
    "reverse",
    "distinct",
    "values",
    "values_list",
    "dates",
    "datetimes",
    "none",
    "union",
    "intersection",
    "difference",
    "select_related",
    "prefetch_related",
    "extra",
    "defer",
    "only",
    "using",
    "select_for_update",
    "raw",
    "get_queryset",
    "_clone",
    "_chain",
    "db_manager",
];

/// Names of attributes that are managers or querysets.
const ATTRIBUTES: &[&str] = &["objects", "_default_manager", "_base_manager", "queryset"];

/// Bindings of one name that are followed.
const MAX_BINDINGS: usize = 8;

pub(super) fn is_queryset<'a>(resolver: &Resolver<'a>, expr: Expr<'a>) -> bool {
    let Some(_level) = Level::enter() else { return false };
    let expr = unwrapped(expr);
    match expr.kind() {
        "identifier" => {
            matches!(expr.source(), "queryset" | "qs") && is_unknown(resolver, expr)
                || is_instance(resolver, expr)
                || is_assigned(resolver, expr)
        }
        "attribute" => {
            let name = expr.field("attribute").map_or("", Expr::source);
            ATTRIBUTES.contains(&name)
                || name.strip_suffix("_set").is_some_and(|model| !model.is_empty())
                || is_instance(resolver, expr)
                || followed(resolver, expr).is_some_and(|value| is_queryset(resolver, value))
        }
        "call" => {
            let Some(function) = expr.field("function").map(unwrapped) else { return false };
            let method = function.field("attribute").map_or("", Expr::source);
            method == "get_queryset"
                || CHAINED.contains(&method)
                    && function.field("object").is_some_and(|object| is_queryset(resolver, object))
                || is_instance(resolver, expr)
        }
        // A slice.
        "subscript" => {
            expr.field("subscript").is_some_and(|index| index.kind() == "slice")
                && expr.field("value").is_some_and(|value| is_queryset(resolver, value))
        }
        "binary_operator" => expr.field("left").is_some_and(|left| is_queryset(resolver, left)),
        "conditional_expression" => match children(expr)[..] {
            [body, _, otherwise] => is_queryset(resolver, body) || is_queryset(resolver, otherwise),
            _ => false,
        },
        _ => false,
    }
}

fn is_instance<'a>(resolver: &Resolver<'a>, expr: Expr<'a>) -> bool {
    resolver.types(expr).iter().any(|name| CLASSES.contains(&&*name.path))
        || resolver.derives_from(expr, CLASSES)
}

/// Whether a value that reaches a name is one: `rows = rows.filter(…)` is what it was.
fn is_assigned<'a>(resolver: &Resolver<'a>, expr: Expr<'a>) -> bool {
    let semantics = resolver.semantics;
    let found = flow::find(semantics, resolver.project, expr.source(), expr.span().start);
    found.bindings.into_iter().take(MAX_BINDINGS).any(|binding| {
        // What is bound later reaches a use through a loop only.
        binding.at <= expr.span().start
            && matches!(binding.kind, BindingKind::Assign | BindingKind::Walrus)
            && binding.value_expr(&semantics.text).is_some_and(|v| is_queryset(resolver, v))
    })
}

/// Whether a name gets its value from outside the function, so that what it is called is all there is to know.
fn is_unknown(resolver: &Resolver<'_>, expr: Expr<'_>) -> bool {
    let bindings = flow::home(resolver.semantics, expr.source(), expr.span().start);
    bindings.iter().any(|binding| binding.kind == BindingKind::Param)
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::semantics::sample;

    #[test]
    fn managers_and_what_they_give() {
        let code = r#"
from django.db import models
from django.db.models import QuerySet
import pandas as pd
class ArticleQuerySet(models.QuerySet):
    def recent(self):
        x = self
        x = super().get_queryset()
        x = other
class Article(models.Model):
    published = models.Manager()
def view(queryset, rows: QuerySet, frame):
    x = Article.objects
    x = Article.objects.filter(a=1).exclude(b=2)[:5]
    x = Article.objects.first()
    x = Article.published.all()
    x = author.article_set
    x = queryset
    x = rows
    x = frame
    x = pd.DataFrame().filter()
    some = Article.objects.all()
    some = some.filter(a=1)
    x = some
"#;
        let shown = sample::ask(code, |resolver, expr| resolver.is_queryset(expr).to_string());
        expect![[r#"
            self  →  true
            super().get_queryset()  →  true
            other  →  false
            Article.objects  →  true
            Article.objects.filter(a=1).exclude(b=2)[:5]  →  true
            Article.objects.first()  →  false
            Article.published.all()  →  true
            author.article_set  →  true
            queryset  →  true
            rows  →  true
            frame  →  false
            pd.DataFrame().filter()  →  false
            some  →  true
        "#]]
        .assert_eq(&shown);
    }
}

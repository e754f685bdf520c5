//! Whether an expression is data of the request that a Django or REST framework view answers.
//!
//! Followed are names of the function itself, and functions that hand on what they are given; whatever else is done
//! to a value may have made it harmless. Flows through other functions are not this module's business.

use std::cell::{Cell, RefCell};

use super::budget::Level;
use super::constants::{children, unwrapped};
use super::literalness::passes_on;
use super::methods::Arguments;
use super::{BindingKind, Resolver, ScopeKind, Value, flow};
use crate::syntax::Expr;

/// Bindings of one name that are followed.
const MAX_BINDINGS: usize = 8;

/// What an expression has of the request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestData<'a> {
    /// False for what a pattern of the URL captured, which may be a number or a slug.
    pub is_free: bool,
    /// The names it went through, the nearest first.
    pub names: Vec<&'a str>,
}

/// Attributes of a request that are as the client sent them.
const SENT: [&str; 9] =
    ["GET", "POST", "COOKIES", "META", "headers", "body", "FILES", "data", "query_params"];

/// Methods whose result holds what their receiver holds.
const HANDING_ON: &[&str] = &[
    "get",
    "getlist",
    "dict",
    "lists",
    "items",
    "values",
    "keys",
    "pop",
    "popitem",
    "setdefault",
    "copy",
    "read",
    "readline",
    "readlines",
    "chunks",
    "strip",
    "lstrip",
    "rstrip",
    "lower",
    "upper",
    "casefold",
    "title",
    "capitalize",
    "swapcase",
    "encode",
    "decode",
    "removeprefix",
    "removesuffix",
    "split",
    "rsplit",
    "splitlines",
    "partition",
    "rpartition",
    "replace",
    "expandtabs",
    "translate",
    "join",
    "format",
    "zfill",
    "center",
    "ljust",
    "rjust",
];

/// Methods whose result holds what their arguments hold.
const BUILDING: [&str; 3] = ["format", "join", "replace"];

/// Attributes of something sent that are no text of the client's.
const COUNTED: [&str; 3] = ["size", "charset", "encoding"];

/// The data of a request in `expr`, if there is any.
pub(super) fn data<'a>(resolver: &Resolver<'a>, expr: Expr<'a>) -> Option<RequestData<'a>> {
    trace(resolver, expr, false)
}

/// The same for the keys of a mapping: who sends it decides what is in it.
pub(super) fn keys<'a>(resolver: &Resolver<'a>, expr: Expr<'a>) -> Option<RequestData<'a>> {
    trace(resolver, expr, true)
}

fn trace<'a>(resolver: &Resolver<'a>, expr: Expr<'a>, of_keys: bool) -> Option<RequestData<'a>> {
    let trace = Trace {
        resolver,
        of_keys,
        is_free: Cell::new(false),
        names: RefCell::default(),
        asked: RefCell::default(),
    };
    trace
        .holds(expr)
        .then(|| RequestData { is_free: trace.is_free.get(), names: trace.names.take() })
}

struct Trace<'r, 'a> {
    resolver: &'r Resolver<'a>,
    /// Whether only keys of mappings count.
    of_keys: bool,
    is_free: Cell<bool>,
    names: RefCell<Vec<&'a str>>,
    /// Bindings that are being followed, by where they stand.
    asked: RefCell<Vec<usize>>,
}

impl<'a> Trace<'_, 'a> {
    fn holds(&self, expr: Expr<'a>) -> bool {
        let Some(_level) = Level::enter() else { return false };
        let expr = unwrapped(expr);
        match expr.kind() {
            "identifier" => self.name(expr),
            "attribute" => self.attribute(expr),
            "subscript" => self.subscript(expr),
            "call" => self.call(expr),
            "string" => {
                // Most strings have no letters in front, so no holes.
                !expr.source().starts_with(['"', '\'']) && self.any(children(expr))
            }
            "interpolation" => expr.field("expression").is_some_and(|inner| self.holds(inner)),
            "binary_operator" => ["left", "right"]
                .iter()
                .filter_map(|side| expr.field(side))
                .any(|side| self.holds(side)),
            "boolean_operator" => {
                // `wanted and request.GET[…]` is one of both; `a or b` too.
                ["left", "right"].iter().filter_map(|side| expr.field(side)).any(|s| self.holds(s))
            }
            "conditional_expression" => match children(expr)[..] {
                [body, _, otherwise] => self.holds(body) || self.holds(otherwise),
                _ => false,
            },
            "list_comprehension"
            | "set_comprehension"
            | "generator_expression"
            | "dictionary_comprehension" => expr.field("body").is_some_and(|body| self.holds(body)),
            "pair" if self.of_keys => {
                let key = expr.field("key");
                key.is_some_and(|key| trace(self.resolver, key, false).is_some() && self.is_sent())
            }
            "concatenated_string"
            | "list"
            | "tuple"
            | "set"
            | "dictionary"
            | "pair"
            | "list_splat"
            | "dictionary_splat"
            | "expression_list"
            | "expression_statement"
            | "await" => self.any(children(expr)),
            _ => false,
        }
    }

    fn any(&self, exprs: impl IntoIterator<Item = Expr<'a>>) -> bool {
        exprs.into_iter().any(|expr| self.holds(expr))
    }

    fn name(&self, expr: Expr<'a>) -> bool {
        let name = expr.source();
        if let Some(iterated) = iterated(self.resolver, expr) {
            return self.holds(iterated) && self.went_through(name);
        }
        let semantics = self.resolver.semantics;
        let found = flow::find(semantics, self.resolver.project, name, expr.span().start);
        let is_held = found.bindings.into_iter().take(MAX_BINDINGS).any(|binding| {
            let is_followed = matches!(
                binding.kind,
                BindingKind::Assign
                    | BindingKind::Walrus
                    | BindingKind::For
                    | BindingKind::Unpack
                    | BindingKind::Augmented
                    | BindingKind::With
            );
            // A request is answered in functions.
            if !is_followed
                || semantics.scopes()[binding.scope].kind != ScopeKind::Function
                || self.asked.borrow().contains(&binding.name.start)
            {
                return false;
            }
            let Some(value) = binding.value_expr(&semantics.text) else { return false };
            self.asked.borrow_mut().push(binding.name.start);
            let is_held = self.holds(value);
            self.asked.borrow_mut().pop();
            is_held
        });
        is_held && self.went_through(name)
    }

    fn is_sent(&self) -> bool {
        self.is_free.set(true);
        true
    }

    fn went_through(&self, name: &'a str) -> bool {
        self.names.borrow_mut().push(name);
        true
    }

    fn attribute(&self, expr: Expr<'a>) -> bool {
        let (Some(object), Some(attribute)) = (expr.field("object"), expr.field("attribute"))
        else {
            return false;
        };
        let (object, attribute) = (unwrapped(object), attribute.source());
        if SENT.contains(&attribute) && is_request(self.resolver, object) {
            return self.is_sent();
        }
        if attribute == "kwargs" && object.source() == "self" && !self.of_keys {
            return is_web(self.resolver);
        }
        !COUNTED.contains(&attribute) && self.holds(object)
    }

    fn subscript(&self, expr: Expr<'a>) -> bool {
        let (Some(container), Some(key)) = (expr.field("value"), expr.field("subscript")) else {
            return false;
        };
        self.item(container, Some(key))
    }

    /// An item of a container; headers that the server makes are not the client's.
    fn item(&self, container: Expr<'a>, key: Option<Expr<'a>>) -> bool {
        if ends_in(container, "META")
            && let Some(Value::Str(key)) = key.map(|key| self.resolver.value(key))
            && !(key.starts_with("HTTP_")
                || matches!(&*key, "QUERY_STRING" | "PATH_INFO" | "CONTENT_TYPE" | "REQUEST_URI"))
        {
            return false;
        }
        self.holds(container)
    }

    fn call(&self, call: Expr<'a>) -> bool {
        let Some(function) = call.field("function").map(unwrapped) else { return false };
        let arguments = Arguments::of(call);
        if let (Some(object), Some(method)) =
            (function.field("object"), function.field("attribute"))
        {
            let method = method.source();
            if method == "get" {
                return self.item(object, arguments.positional.first().copied());
            }
            if method == "read" && is_request(self.resolver, unwrapped(object)) {
                return self.is_sent();
            }
            if HANDING_ON.contains(&method) && self.holds(object)
                || BUILDING.contains(&method) && self.given(&arguments)
            {
                return true;
            }
        }
        passes_on(&self.resolver.names(function)) && self.given(&arguments)
    }

    fn given(&self, arguments: &Arguments<'a>) -> bool {
        let positional = arguments.positional.iter().copied();
        // `dict(a=…)` has the keys that are written there.
        let keywords = arguments.keywords.iter().filter(|_| !self.of_keys).map(|&(_, value)| value);
        self.any(positional.chain(keywords).chain(arguments.splat).chain(arguments.keyword_splat))
    }
}

/// What a variable of a comprehension or lambda around it runs over.
fn iterated<'a>(resolver: &Resolver<'a>, name: Expr<'a>) -> Option<Expr<'a>> {
    let semantics = resolver.semantics;
    if !semantics.bindings().is_inline(semantics, name.source(), name.span().start) {
        return None;
    }
    let mut node = name.node;
    for _ in 0..24 {
        node = node.parent()?;
        if node.kind().ends_with("statement") {
            return None;
        }
        let clauses = children(name.at(node)).into_iter().filter(|c| c.kind() == "for_in_clause");
        for clause in clauses {
            let left = clause.field("left")?.source();
            if left.split([',', ' ', '(', ')', '*']).any(|one| one == name.source()) {
                return clause.field("right");
            }
        }
    }
    None
}

fn ends_in(expr: Expr<'_>, name: &str) -> bool {
    expr.field("attribute").is_some_and(|attribute| attribute.source() == name)
}

/// Whether the file has to do with Django's requests, and not with another framework's of the same name.
fn is_web(resolver: &Resolver<'_>) -> bool {
    const OURS: [&str; 3] = ["django", "rest_framework", "ninja"];
    const OTHERS: [&str; 8] =
        ["flask", "starlette", "fastapi", "tornado", "aiohttp", "sanic", "bottle", "pyramid"];
    let imports = |names: &[&str]| names.iter().any(|n| resolver.semantics.imports_module(n));
    imports(&OURS) && !imports(&OTHERS)
}

/// Whether `expr` is the request: a parameter of that name or type, or an attribute of that name.
fn is_request(resolver: &Resolver<'_>, expr: Expr<'_>) -> bool {
    if !is_web(resolver) {
        return false;
    }
    match expr.kind() {
        "identifier" => {
            let semantics = resolver.semantics;
            let name = expr.source();
            let found = flow::find(semantics, resolver.project, name, expr.span().start);
            found.bindings.first().is_some_and(|binding| match binding.kind {
                BindingKind::Param => {
                    let annotation = binding.annotation.as_ref();
                    let annotation = annotation.map(|a| a.span.slice(&semantics.text));
                    match annotation {
                        Some(annotation) => {
                            annotation.trim_matches(['"', '\'']).ends_with("Request")
                        }
                        None => matches!(name, "request" | "req"),
                    }
                }
                // `request = self.request`
                BindingKind::Assign => binding
                    .value_expr(&semantics.text)
                    .is_some_and(|value| ends_in(value, "request") || is_item(value)),
                _ => false,
            })
        }
        "attribute" => ends_in(expr, "request"),
        "subscript" => is_item(expr),
        _ => false,
    }
}

/// `context["request"]`
fn is_item(expr: Expr<'_>) -> bool {
    expr.kind() == "subscript"
        && expr
            .field("subscript")
            .is_some_and(|key| key.source().trim_matches(['"', '\'']) == "request")
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use crate::semantics::sample;

    fn check(code: &str, expect: Expect) {
        expect.assert_eq(&sample::ask(code, |resolver, expr| {
            resolver.request_data(expr).map_or("-".to_owned(), |data| {
                let sure = if data.is_free { "free" } else { "captured" };
                format!("{sure} {}", data.names.join(" "))
            })
        }));
    }

    #[test]
    fn what_a_request_holds() {
        check(
            r#"
from django.http import HttpRequest
import json
def view(request, pk, other):
    x = request.GET
    x = request.GET["a"]
    x = request.POST.get("a", "b").strip()
    x = request.META["REMOTE_ADDR"]
    x = request.META.get("HTTP_REFERER")
    x = request.user.name
    x = request.FILES["f"].name
    x = request.FILES["f"].size
    x = int(request.GET["a"])
    x = f"/{request.GET['a']}"
    x = "%s" % request.body
    x = json.loads(request.body)["a"]
    x = clean(request.POST)
    x = other.GET["a"]
    x = pk
    x = {k: v for k, v in request.GET.items()}
    x = [v for v in other]
    x = {**request.GET.dict(), "a": 1}
    x = request.GET["a"] or "b"
def typed(r: HttpRequest, context):
    x = r.GET
    x = context["request"].GET
class View:
    def get(self):
        x = self.request.query_params.get("a")
        x = self.kwargs["pk"]
        x = self.args
"#,
            expect![[r#"
                request.GET  →  free 
                request.GET["a"]  →  free 
                request.POST.get("a", "b").strip()  →  free 
                request.META["REMOTE_ADDR"]  →  -
                request.META.get("HTTP_REFERER")  →  free 
                request.user.name  →  -
                request.FILES["f"].name  →  free 
                request.FILES["f"].size  →  -
                int(request.GET["a"])  →  -
                f"/{request.GET['a']}"  →  free 
                "%s" % request.body  →  free 
                json.loads(request.body)["a"]  →  free 
                clean(request.POST)  →  -
                other.GET["a"]  →  -
                pk  →  -
                {k: v for k, v in request.GET.items()}  →  free k
                [v for v in other]  →  -
                {**request.GET.dict(), "a": 1}  →  free 
                request.GET["a"] or "b"  →  free 
                r.GET  →  free 
                context["request"].GET  →  free 
                self.request.query_params.get("a")  →  free 
                self.kwargs["pk"]  →  captured 
                self.args  →  -
            "#]],
        );
    }

    #[test]
    fn names_are_followed_in_their_function() {
        check(
            r#"
from django.shortcuts import redirect
kept = request.GET["a"]
def view(request):
    a = request.GET["a"]
    b = a or "c"
    x = b
    b = int(b)
    x = b
    for key, value in request.POST.items():
        x = value
    x = kept
    if (c := request.GET.get("c")):
        x = c
    d, e = request.GET["d"], 1
    x = d
    x = e
    x = view.a
"#,
            expect![[r#"
                b  →  free a b
                b  →  -
                value  →  free value
                kept  →  -
                c  →  free c
                d  →  free d
                e  →  -
                view.a  →  -
            "#]],
        );
    }

    #[test]
    fn keys_are_told_from_values() {
        let code = r#"
import django, json
def view(request):
    key, value = request.GET["key"], request.GET["value"]
    x = {"name": value}
    x = {key: value}
    x = {f"{key}__in": 1}
    x = request.POST.dict()
    x = dict(name=value)
    x = dict(request.data, name=1)
    x = json.loads(request.body)
    x = {k: v for k, v in request.GET.items()}
    x = {k: value for k in NAMES}
    kept = {**request.GET}
    x = kept
"#;
        let shown =
            sample::ask(code, |resolver, expr| resolver.request_keys(expr).is_some().to_string());
        expect![[r#"
            {"name": value}  →  false
            {key: value}  →  true
            {f"{key}__in": 1}  →  true
            request.POST.dict()  →  true
            dict(name=value)  →  false
            dict(request.data, name=1)  →  true
            json.loads(request.body)  →  true
            {k: v for k, v in request.GET.items()}  →  true
            {k: value for k in NAMES}  →  false
            kept  →  true
        "#]]
        .assert_eq(&shown);
    }

    #[test]
    fn other_frameworks_have_their_own_requests() {
        let code = "\nimport django\nfrom flask import g\ndef f(request):\n    x = request.GET\n";
        check(
            code,
            expect![[r#"
            request.GET  →  -
        "#]],
        );
        check(
            "\ndef f(request):\n    x = request.GET\n",
            expect![[r#"
            request.GET  →  -
        "#]],
        );
    }
}

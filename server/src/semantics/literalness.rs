//! Where an expression stands between a literal and outside input.

mod calls;
mod tables;

use std::cell::RefCell;

pub(super) use tables::passes_on;
use tables::{ENUMS, INPUTS, TABLES, all_in};

use super::budget::{Level, MAX_ITEMS, spend};
use super::constants::{MAX_GROWTHS, children, followed, growth, spine, unwrapped};
use super::lookup::{self, Target};
use super::value::{Hole, TemplatePart};
use super::{
    BindingKind, Literalness, Quoting, Resolver, Semantics, Value, flow, formats, strings,
};
use crate::syntax::Expr;

use Literalness::{Constant, Dynamic, Numeric, Quoted};

/// Nodes' worth of work to find the node around another.
const COST_OF_PARENT: usize = 8;

pub(super) fn literalness<'a>(
    resolver: &Resolver<'a>,
    expr: Expr<'a>,
    quoting: Quoting,
) -> Literalness {
    let judge = Judge { resolver, quoting, asked: RefCell::default() };
    judge.judge(expr)
}

struct Judge<'r, 'a> {
    resolver: &'r Resolver<'a>,
    quoting: Quoting,
    /// The bindings that are being judged further up: `x = clean(x)` is as literal as the other bindings of `x`.
    asked: RefCell<Vec<usize>>,
}

impl<'a> Judge<'_, 'a> {
    fn judge(&self, expr: Expr<'a>) -> Literalness {
        let Some(_level) = Level::enter() else { return Dynamic };
        let expr = unwrapped(expr);
        match expr.kind() {
            "integer" | "float" | "true" | "false" | "none" | "ellipsis" => Constant,
            "string" | "concatenated_string" => self.string(expr),
            "list"
            | "tuple"
            | "set"
            | "expression_list"
            | "list_splat"
            | "dictionary"
            | "dictionary_splat"
            | "expression_statement" => self.worst(children(expr)),
            "pair" => self.worst(["key", "value"].iter().filter_map(|field| expr.field(field))),
            "list_comprehension"
            | "set_comprehension"
            | "generator_expression"
            | "dictionary_comprehension"
            | "await"
            | "format_expression" => {
                let inner = expr.field("body").or_else(|| children(expr).first().copied());
                inner.map_or(Dynamic, |inner| self.judge(inner))
            }
            "comparison_operator" | "not_operator" => Numeric,
            // Only numbers and sets have these.
            "unary_operator" => {
                expr.field("argument").map_or(Dynamic, |argument| self.judge(argument)).min(Numeric)
            }
            "binary_operator" => self.operation(expr),
            "boolean_operator" => match spine(expr) {
                Some((first, links)) => {
                    self.worst(std::iter::once(first).chain(links.into_iter().map(|link| link.1)))
                }
                None => Dynamic,
            },
            "conditional_expression" => match children(expr)[..] {
                [body, _, otherwise] => self.worst([body, otherwise]),
                _ => Dynamic,
            },
            // An item of a constant table is one of the constants: an allow-list.
            "subscript" => expr.field("value").map_or(Dynamic, |container| self.judge(container)),
            "identifier" => self.identifier(expr),
            "attribute" => self.attribute(expr),
            "call" => self.call(expr),
            _ => Dynamic,
        }
    }

    fn worst(&self, exprs: impl IntoIterator<Item = Expr<'a>>) -> Literalness {
        let mut worst = Constant;
        for (count, expr) in exprs.into_iter().enumerate() {
            if count > MAX_ITEMS {
                return Dynamic;
            }
            worst = worst.max(self.judge(expr));
            if worst == Dynamic {
                break;
            }
        }
        worst
    }

    fn string(&self, string: Expr<'a>) -> Literalness {
        // Most strings have no holes: no need to look at every piece of text.
        let children = children(string);
        let mut worst = if children.len() > MAX_ITEMS { Dynamic } else { Constant };
        for child in children {
            match child.kind() {
                "interpolation" => worst = worst.max(self.interpolation(child)),
                "string" => worst = worst.max(self.string(child)),
                "string_start" if child.source().contains(['t', 'T']) => return Quoted,
                _ => {}
            }
        }
        worst
    }

    fn interpolation(&self, interpolation: Expr<'a>) -> Literalness {
        let Some(_level) = Level::enter() else { return Dynamic };
        let spec = interpolation.field("format_specifier");
        let is_numeric = interpolation.field("type_conversion").is_none()
            && spec.is_some_and(|spec| {
                formats::is_numeric_spec(spec.source().trim_start_matches(':'))
            });
        let mut worst = match interpolation.field("expression") {
            Some(inner) => self.judge(inner),
            None => Dynamic,
        };
        if is_numeric {
            worst = worst.min(Numeric);
        }
        for nested in spec.map(children).unwrap_or_default() {
            if nested.kind() == "format_expression" {
                worst = worst.max(self.interpolation(nested));
            }
        }
        worst
    }

    fn operation(&self, expr: Expr<'a>) -> Literalness {
        let operator = expr.field("operator").map_or("", Expr::source);
        if operator == "%"
            && let Some(template) = strings::template(self.resolver, expr)
        {
            return self.template(&template);
        }
        let (Some(left), Some(right)) = (expr.field("left"), expr.field("right")) else {
            return Dynamic;
        };
        if operator == "%" {
            return match self.judge(left) {
                // `FORMAT % row` where the format is a name.
                Constant => match strings::template_of_name(self.resolver, expr) {
                    Some(template) => self.template(&template),
                    None => self.judge(right),
                },
                left => left.max(self.judge(right)),
            };
        }
        if operator == "*" {
            // `["%s"] * len(rows)`, `"?," * n`: however often, it stays the same literal.
            let is_repeated = |side: Expr<'a>| {
                let side = unwrapped(side);
                let side = followed(self.resolver, side).map_or(side, unwrapped);
                matches!(side.kind(), "string" | "concatenated_string" | "list" | "tuple")
                    && self.judge(side) == Constant
            };
            if is_repeated(left) || is_repeated(right) {
                return Constant;
            }
        }
        let Some((first, links)) = spine(expr) else { return Dynamic };
        if links.iter().any(|(operator, _)| matches!(*operator, "%" | "*")) {
            return self.worst([left, right]);
        }
        self.worst(std::iter::once(first).chain(links.into_iter().map(|link| link.1)))
    }

    fn template(&self, template: &[TemplatePart<'a>]) -> Literalness {
        template
            .iter()
            .map(|part| match part {
                TemplatePart::Text(..) => Constant,
                TemplatePart::Hole(hole) => self.hole(hole),
            })
            .max()
            .unwrap_or(Constant)
    }

    fn hole(&self, hole: &Hole<'a>) -> Literalness {
        let inner = self.judge(hole.expr);
        if hole.is_numeric() { inner.min(Numeric) } else { inner }
    }

    fn identifier(&self, expr: Expr<'a>) -> Literalness {
        match self.bound(expr) {
            Dynamic => Dynamic,
            bound => bound.max(self.grown(expr)),
        }
    }

    /// The worst of what is put into the container that a name or attribute stands for.
    fn grown(&self, expr: Expr<'a>) -> Literalness {
        let Some(growths) = growth(self.resolver, expr) else { return Constant };
        if growths.len() > MAX_GROWTHS {
            return Dynamic;
        }
        let text = &self.resolver.semantics.text;
        let mut worst = Constant;
        for growth in growths {
            let value = growth.value.as_ref().and_then(|value| value.expr(text));
            // What is put in may come out of the container itself.
            worst = worst.max(value.map_or(Dynamic, |value| self.judge(value)));
            if worst == Dynamic {
                break;
            }
        }
        worst
    }

    fn bound(&self, expr: Expr<'a>) -> Literalness {
        if let Some(assigned) = followed(self.resolver, expr) {
            let judged = || self.judge(assigned);
            // What holds while a binding further up is left out need not hold elsewhere.
            let is_first = self.asked.borrow().is_empty();
            let assigned = match is_first {
                true => self.resolver.memo.literalness(assigned, self.quoting, judged),
                false => judged(),
            };
            return if assigned > Numeric && is_numeric_type(self.resolver, expr) {
                Numeric
            } else {
                assigned
            };
        }
        self.name(expr).unwrap_or_else(|| {
            self.looped(expr).unwrap_or_else(|| match annotated(self.resolver, expr) {
                true => Numeric,
                false => self.all_bindings(expr),
            })
        })
    }

    /// What the name's meaning in libraries and the workspace says.
    fn name(&self, expr: Expr<'a>) -> Option<Literalness> {
        match self.resolver.value(expr) {
            Value::Unknown => {}
            Value::Number => return Some(Numeric),
            value if value.is_constant() => return Some(Constant),
            _ => {}
        }
        let names = self.resolver.names(expr);
        if all_in(&names, &TABLES.settled) {
            return Some(Quoted);
        }
        let last = expr.field("attribute").unwrap_or(expr).source();
        let is_constant_name = is_upper_case(last) && !INPUTS.contains(&last);
        let is_imported = !names.is_empty()
            || lookup::eval(self.resolver, expr, 0)
                .iter()
                .any(|(target, _)| matches!(target, Target::Foreign(..)));
        if is_imported && is_constant_name {
            return Some(Constant);
        }
        is_numeric_type(self.resolver, expr).then_some(Numeric)
    }

    /// A loop variable is as literal as what is looped over.
    fn looped(&self, expr: Expr<'a>) -> Option<Literalness> {
        let name = expr.source();
        let Semantics { text, outline, .. } = self.resolver.semantics;
        let line = outline.line_at(expr.span().start)?;
        let has_loop = || outline.lines[line].span.slice(text).contains("for");
        if !self.resolver.memo.has_loop(line, has_loop) {
            return None;
        }
        let mut node = expr.node;
        // Far up there are statements; their loops are found through the bindings.
        for _ in 0..24 {
            // The tree is searched from its root for every step up.
            spend(COST_OF_PARENT);
            node = node.parent()?;
            if !node.kind().ends_with("comprehension") && node.kind() != "generator_expression" {
                if node.kind().ends_with("statement") {
                    break;
                }
                continue;
            }
            for clause in children(expr.at(node)) {
                if clause.kind() == "for_in_clause"
                    && let (Some(left), Some(right)) = (clause.field("left"), clause.field("right"))
                {
                    if left.source() == name {
                        return Some(self.judge(right));
                    }
                    if left.source().split([',', ' ', '(', ')', '*']).any(|one| one == name) {
                        // Any of them may be the wild one.
                        return Some(self.judge(right));
                    }
                }
            }
        }
        None
    }

    /// The worst of all bindings, where all of them are assignments or loops.
    fn all_bindings(&self, expr: Expr<'a>) -> Literalness {
        let semantics = self.resolver.semantics;
        let bindings = flow::home(semantics, expr.source(), expr.span().start);
        if bindings.is_empty() || bindings.len() > 16 {
            return Dynamic;
        }
        let mut worst = Constant;
        for binding in bindings {
            let kind = binding.kind;
            let is_followed = matches!(
                kind,
                BindingKind::Assign
                    | BindingKind::Walrus
                    | BindingKind::For
                    | BindingKind::Unpack
                    | BindingKind::Augmented
            );
            let Some(value) = binding.value_expr(&semantics.text).filter(|_| is_followed) else {
                return Dynamic;
            };
            let at = value.span().start;
            if self.asked.borrow().contains(&at) {
                continue;
            }
            self.asked.borrow_mut().push(at);
            worst = worst.max(self.judge(value));
            self.asked.borrow_mut().pop();
            if worst == Dynamic {
                break;
            }
        }
        worst
    }

    fn attribute(&self, expr: Expr<'a>) -> Literalness {
        let (Some(object), Some(attribute)) = (expr.field("object"), expr.field("attribute"))
        else {
            return Dynamic;
        };
        let object = unwrapped(object);
        let attribute = attribute.source();
        let is_member =
            |class: Expr<'a>| class.kind() != "call" && self.resolver.derives_from(class, ENUMS);
        if is_member(object) {
            return Constant;
        }
        if matches!(attribute, "value" | "name")
            && object.field("object").is_some_and(|class| is_member(unwrapped(class)))
        {
            return Constant;
        }
        if let Some(assigned) = followed(self.resolver, expr) {
            return match self.judge(assigned) {
                Dynamic => Dynamic,
                bound => bound.max(self.grown(expr)),
            };
        }
        if let Some(known) = self.name(expr) {
            return known;
        }
        if is_declared(expr) {
            return Quoted;
        }
        let owner = object.source();
        let is_class = owner.starts_with(|c: char| c.is_uppercase())
            && owner.chars().all(|c| c == '_' || c.is_alphanumeric());
        if (is_class || matches!(owner, "self" | "cls"))
            && is_upper_case(attribute)
            && !INPUTS.contains(&attribute)
        {
            return Constant;
        }
        // `moment.year`, `uuid.hex`: parts of a number.
        if is_numeric_type(self.resolver, object) { Numeric } else { Dynamic }
    }
}

/// `model._meta.db_table`: what a model says about itself stands in the program.
fn is_declared(expr: Expr<'_>) -> bool {
    let mut expr = expr;
    for _ in 0..16 {
        if expr.field("attribute").is_some_and(|attribute| attribute.source() == "_meta") {
            return true;
        }
        let inner = ["object", "function", "value"].iter().find_map(|field| expr.field(field));
        match inner {
            Some(inner) => expr = unwrapped(inner),
            None => return false,
        }
    }
    false
}

fn is_upper_case(name: &str) -> bool {
    name.len() > 1
        && name.chars().any(|c| c.is_ascii_uppercase())
        && name.chars().all(|c| c == '_' || c.is_ascii_uppercase() || c.is_ascii_digit())
}

/// Whether all types that `expr` may have print as numbers do.
fn is_numeric_type<'a>(resolver: &Resolver<'a>, expr: Expr<'a>) -> bool {
    all_in(&resolver.types(expr), &TABLES.numeric_types)
}

/// Whether the only binding of a name is annotated with types that print as numbers do.
fn annotated<'a>(resolver: &Resolver<'a>, expr: Expr<'a>) -> bool {
    let semantics = resolver.semantics;
    let bindings = flow::home(semantics, expr.source(), expr.span().start);
    let [binding] = bindings.as_slice() else { return false };
    let Some(annotation) = &binding.annotation else { return false };
    annotation.span.slice(&semantics.text).split('|').all(|one| {
        let one = one.trim().trim_matches(['"', '\'']);
        let one =
            one.strip_prefix("Optional[").and_then(|one| one.strip_suffix(']')).unwrap_or(one);
        one == "None" || TABLES.numeric_types.contains(one)
    })
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;
    use expect_test::{Expect, expect};

    fn check(quoting: Quoting, code: &str, expect: Expect) {
        expect.assert_eq(&sample::ask(code, |resolver, expr| {
            format!("{:?}", resolver.literalness(expr, quoting))
        }));
    }

    #[test]
    fn constants() {
        check(
            Quoting::Sql,
            r#"
import enum, os, sys
from app.sql import BASE, base
from django.http import request
class Color(enum.Enum):
    RED = "r"
class K:
    T = "t"
    def f(self):
        x = self.T
        x = self.TABLE
        x = self.table
        x = self.POST
TABLES = {"a": "users", "b": "items"}
many = "a"
many = "b"
grown = "a"
grown += input()
x = "a" + "b" % () + f"{1:.1f}{'a'!r:>10}"
x = TABLES[key]
x = TABLES.get(key)
x = TABLES.get(key, other)
x = many
x = grown
x = Color.RED
x = Color.RED.value
x = BASE
x = base
x = request.GET
x = ", ".join(["%s"] * len(rows))
x = ", ".join("?" for _ in rows)
x = "?" * n
x = "a" if c else "b"
x = "a" if c else d
x = not y
x = sys.executable
x = os.environ["X"]
x = input()
x = t"{y}"
for t in ("a", "b"):
    x = t
for v, u in rows:
    x = u
x = [f"{c} = ?" for c in ("a", "b")]
x = [f"{c} = ?" for c in cols]
"#,
            expect![[r#"
                self.T  →  Constant
                self.TABLE  →  Constant
                self.table  →  Dynamic
                self.POST  →  Dynamic
                "a" + "b" % () + f"{1:.1f}{'a'!r:>10}"  →  Constant
                TABLES[key]  →  Constant
                TABLES.get(key)  →  Constant
                TABLES.get(key, other)  →  Dynamic
                many  →  Constant
                grown  →  Dynamic
                Color.RED  →  Constant
                Color.RED.value  →  Constant
                BASE  →  Constant
                base  →  Dynamic
                request.GET  →  Dynamic
                ", ".join(["%s"] * len(rows))  →  Constant
                ", ".join("?" for _ in rows)  →  Constant
                "?" * n  →  Constant
                "a" if c else "b"  →  Constant
                "a" if c else d  →  Dynamic
                not y  →  Numeric
                sys.executable  →  Quoted
                os.environ["X"]  →  Dynamic
                input()  →  Dynamic
                t"{y}"  →  Quoted
                t  →  Constant
                u  →  Dynamic
                [f"{c} = ?" for c in ("a", "b")]  →  Constant
                [f"{c} = ?" for c in cols]  →  Dynamic
            "#]],
        );
    }

    #[test]
    fn what_is_put_into_a_container_counts() {
        check(
            Quoting::Shell,
            r#"
import shlex
a = ["ls"]
a.append("-l")
b = ["ls"]
b.extend(other)
c = ["ls"]
c += [shlex.quote(name)]
d = {"a": 1}
d.update(key=other)
e = {"a": 1}
e["b"] = int(other)
f = ["ls"]
f.append(f[0])
class K:
    def __init__(self):
        self._x = []
        self._y = []
    def g(self, more):
        self._x.append(more)
        self._y.append("-v")
        x = " ".join(self._x)
        x = " ".join(self._y)
x = a
x = " ".join(b)
x = c
x = d
x = e
x = f
"#,
            expect![[r#"
                " ".join(self._x)  →  Dynamic
                " ".join(self._y)  →  Constant
                a  →  Constant
                " ".join(b)  →  Dynamic
                c  →  Quoted
                d  →  Dynamic
                e  →  Numeric
                f  →  Dynamic
            "#]],
        );
    }

    #[test]
    fn numbers() {
        check(
            Quoting::Sql,
            r#"
import uuid, datetime
from decimal import Decimal
def f(a: int, b: "Decimal", c: int | None, d: str, e: uuid.UUID, g=1):
    x = a
    x = f"{b}{c}"
    x = d
    x = e
    x = e.hex
    x = g
x = int(y)
x = f"LIMIT {int(y) * 2}"
x = f"{y:d}"
x = f"{y:>10}"
x = f"{y!s:d}"
x = "%d" % y
x = "%s" % y
x = "%d %s" % (y, z)
x = "{:05d}".format(y)
x = "{}".format(y)
x = len(y) + 1
x = str(len(y))
x = "a" + str(y)
x = ",".join(map(str, map(int, y)))
x = ",".join(str(int(i)) for i in y)
x = datetime.datetime.now().isoformat()
x = -y
x = y * 2
x = await y
"#,
            expect![[r#"
                a  →  Numeric
                f"{b}{c}"  →  Numeric
                d  →  Dynamic
                e  →  Numeric
                e.hex  →  Numeric
                g  →  Dynamic
                int(y)  →  Numeric
                f"LIMIT {int(y) * 2}"  →  Numeric
                f"{y:d}"  →  Numeric
                f"{y:>10}"  →  Dynamic
                f"{y!s:d}"  →  Dynamic
                "%d" % y  →  Numeric
                "%s" % y  →  Dynamic
                "%d %s" % (y, z)  →  Dynamic
                "{:05d}".format(y)  →  Numeric
                "{}".format(y)  →  Dynamic
                len(y) + 1  →  Numeric
                str(len(y))  →  Numeric
                "a" + str(y)  →  Dynamic
                ",".join(map(str, map(int, y)))  →  Numeric
                ",".join(str(int(i)) for i in y)  →  Numeric
                datetime.datetime.now().isoformat()  →  Numeric
                -y  →  Numeric
                y * 2  →  Dynamic
                await y  →  Dynamic
            "#]],
        );
    }

    #[test]
    fn what_a_model_says_and_what_is_made_of_itself() {
        check(
            Quoting::Sql,
            r#"
from markupsafe import Markup
x = Order._meta.db_table
x = Order._meta.get_field(name).column
x = Order.objects.meta
x = Markup("<b>")
x = Markup(y)
def f(width, text):
    margin = " " * width
    margin = Markup(margin)
    x = margin
    text = Markup(text)
    x = text
"#,
            expect![[r#"
                Order._meta.db_table  →  Quoted
                Order._meta.get_field(name).column  →  Quoted
                Order.objects.meta  →  Dynamic
                Markup("<b>")  →  Constant
                Markup(y)  →  Dynamic
                margin  →  Constant
                text  →  Dynamic
            "#]],
        );
    }
}

//! From a name to the only expression it is ever assigned, and to what is put into that later.

use super::unwrapped;
use crate::semantics::bindings::Growth;
use crate::semantics::budget::spend;
use crate::semantics::{BindingKind, Resolver, ScopeKind, Semantics, flow};
use crate::syntax::Expr;

/// More places that put something into one container are not looked at one by one.
pub(in crate::semantics) const MAX_GROWTHS: usize = 32;

/// Whether two handles are the same node of the same slice.
pub(in crate::semantics) fn is_same(a: Expr<'_>, b: Expr<'_>) -> bool {
    a.node.id() == b.node.id() && a.offset == b.offset && a.node.byte_range() == b.node.byte_range()
}

/// The only expression that a name, or an attribute of `self`, `cls` or a class of this file, is ever assigned.
pub(in crate::semantics) fn followed<'a>(
    resolver: &Resolver<'a>,
    expr: Expr<'a>,
) -> Option<Expr<'a>> {
    if expr.kind() != "attribute" {
        let assigned = resolver.assigned(expr);
        return (!is_same(assigned, expr)).then_some(assigned);
    }
    let semantics = resolver.semantics;
    let object = unwrapped(expr.field("object")?);
    let name = expr.field("attribute")?.source();
    let class = if matches!(object.source(), "self" | "cls") {
        semantics
            .scopes_around(object.span().start)
            .find(|&scope| semantics.scopes()[scope].kind == ScopeKind::Class)?
    } else {
        let definition = resolver.definition(object)?;
        let line = semantics.outline.line_at(definition.start)?;
        let class = semantics.scope_table().opened_by(line)?;
        (semantics.scopes()[class].kind == ScopeKind::Class).then_some(class)?
    };
    let of = |on_self| semantics.bindings().of(semantics, class, on_self, name);
    let mut bindings = of(false).chain(of(true));
    let only = bindings.next().filter(|_| bindings.next().is_none())?;
    (only.kind == BindingKind::Assign).then_some(only)?.value_expr(&semantics.text)
}

/// What is put into the container that a name or attribute stands for, wherever that happens; `None` if nothing is.
pub(in crate::semantics) fn growth<'a>(
    resolver: &Resolver<'a>,
    expr: Expr<'a>,
) -> Option<Vec<&'a Growth>> {
    let semantics = resolver.semantics;
    match expr.field("attribute") {
        Some(attribute) => {
            let growths = semantics.bindings().growths(semantics, true, attribute.source());
            let growths: Vec<_> = growths.take(MAX_GROWTHS + 1).collect();
            (!growths.is_empty()).then_some(growths)
        }
        None => growth_of_name(semantics, expr.source(), expr.span().start),
    }
}

/// The same for the name that is visible at `offset`.
pub(in crate::semantics) fn growth_of_name<'a>(
    semantics: &'a Semantics,
    name: &str,
    offset: usize,
) -> Option<Vec<&'a Growth>> {
    let mut growths = semantics.bindings().growths(semantics, false, name).peekable();
    growths.peek()?;
    let scope_at = |offset| flow::home(semantics, name, offset).first().map(|first| first.scope);
    let scope = scope_at(offset);
    spend(MAX_GROWTHS);
    let growths: Vec<_> = growths
        .take(MAX_GROWTHS + 1)
        .filter(|growth| scope_at(growth.name.start) == scope)
        .collect();
    (!growths.is_empty()).then_some(growths)
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use crate::semantics::sample;

    fn check(code: &str, expect: Expect) {
        expect
            .assert_eq(&sample::ask(code, |resolver, expr| format!("{:?}", resolver.value(expr))));
    }

    #[test]
    fn containers_that_grow_are_not_constant() {
        check(
            r#"
A = ["a"]
B = ["a"]
C = {"a": 1}
D = {"a": {}}
E = set()
F = {}
G = ["a"]
H = "text"
A.append("b")
C["b"] = 2
D["a"]["b"] = 3
E.add(1), F.setdefault("a", 1)
H.update()
# G.append("b")
note = "G.append('b')"
class K:
    kept = []
    grown = []
    def __init__(self):
        self._x = []
        self._y = {}
        self._z = []
    def g(self, other):
        self._x.append(input())
        other._y["a"] = 1
        self.grown.extend(other)
        x = self._x
        x = self._y
        x = self._z
        x = self.grown
        x = self.kept
def local():
    B = ["c"]
    B.append("d")
    x = B
def outer():
    G.insert(0, "b")
x = A
x = B
x = C["a"]
x = D
x = E
x = F
x = G
x = H
"#,
            expect![[r#"
                self._x  →  Unknown
                self._y  →  Unknown
                self._z  →  List([])
                self.grown  →  Unknown
                self.kept  →  List([])
                B  →  Unknown
                A  →  Unknown
                B  →  List([Str("a")])
                C["a"]  →  Unknown
                D  →  Unknown
                E  →  Unknown
                F  →  Unknown
                G  →  Unknown
                H  →  Str("text")
            "#]],
        );
    }

    #[test]
    fn names_are_followed() {
        check(
            r#"
import os, stat, string, ssl, paramiko, subprocess as sp
from enum import Enum
A = 1
B: int = A + 1
C = "a"
C += "b"
D, E = 1, 2
def f(p=1):
    LOCAL = B
    x = LOCAL
    x = p
class K:
    TABLE = "t"
    def __init__(self):
        self.n = 3
    def g(self):
        x = self.TABLE
        x = self.n
        x = self.m
class Color(Enum):
    RED = "r"
x = B
x = C
x = D
x = K.TABLE
x = Color.RED
x = stat.S_IRWXU | os.O_CREAT
x = string.digits
x = ssl.PROTOCOL_TLS
x = paramiko.AutoAddPolicy()
x = sp.run("ls")
x = unknown
loop = loop
x = loop
"#,
            expect![[r#"
                LOCAL  →  Int(2)
                p  →  Unknown
                self.TABLE  →  Str("t")
                self.n  →  Int(3)
                self.m  →  Unknown
                B  →  Int(2)
                C  →  Unknown
                D  →  Int(1)
                K.TABLE  →  Str("t")
                Color.RED  →  Str("r")
                stat.S_IRWXU | os.O_CREAT  →  Int(448)
                string.digits  →  Str("0123456789")
                ssl.PROTOCOL_TLS  →  Name([QualifiedName { path: "ssl.PROTOCOL_TLS", certainty: Certain }])
                paramiko.AutoAddPolicy()  →  Instance([QualifiedName { path: "paramiko.AutoAddPolicy", certainty: Certain }])
                sp.run("ls")  →  Unknown
                unknown  →  Unknown
                loop  →  Unknown
            "#]],
        );
    }
}

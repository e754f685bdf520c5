//! How literal the result of a call is.

use super::tables::{TABLES, TEXT_METHODS, all_in};
use super::{Judge, is_numeric_type};
use crate::semantics::Literalness::{self, Constant, Dynamic, Numeric, Quoted};
use crate::semantics::constants::{followed, unwrapped};
use crate::semantics::methods::Arguments;
use crate::semantics::{Names, Quoting, Value, strings};
use crate::syntax::Expr;

impl<'a> Judge<'_, 'a> {
    pub(super) fn call(&self, call: Expr<'a>) -> Literalness {
        let Some(function) = call.field("function").map(unwrapped) else { return Dynamic };
        let arguments = Arguments::of(call);
        let names = self.resolver.names(function);
        let method = match function.kind() {
            "attribute" => function.field("attribute").map_or("", Expr::source),
            _ => "",
        };
        let dotted = format!(".{method}");
        if self.quotes(&names, &self.method_of(function)) {
            return Quoted;
        }
        if all_in(&names, &TABLES.numeric) || TABLES.numeric.contains(&dotted) {
            return Numeric;
        }
        if all_in(&names, &TABLES.transparent) {
            return self.arguments(&arguments);
        }
        if names.len() == 1 && &*names[0].path == "builtins.map" {
            return self.mapped(&arguments);
        }
        let Some(object) = function.field("object").filter(|_| !method.is_empty()) else {
            return self.result(call);
        };
        if method == "get" {
            // A table of constants asked for an unknown key.
            let default = arguments.positional.get(1).copied();
            return self.worst([object].into_iter().chain(default));
        }
        if !TEXT_METHODS.contains(&method) {
            return self.result(call);
        }
        if let Some(template) = strings::template_of_name(self.resolver, call) {
            return self.template(&template);
        }
        match self.judge(object) {
            Dynamic => self.result(call),
            object => object.max(self.arguments(&arguments)),
        }
    }

    /// A call about which only the type of its result may be known.
    fn result(&self, call: Expr<'a>) -> Literalness {
        match self.resolver.value(call) {
            Value::Number => Numeric,
            value if value.is_constant() => Constant,
            _ if is_numeric_type(self.resolver, call) => Numeric,
            _ => Dynamic,
        }
    }

    fn arguments(&self, arguments: &Arguments<'a>) -> Literalness {
        let all = arguments.positional.iter().copied();
        let all = all.chain(arguments.keywords.iter().map(|&(_, value)| value));
        self.worst(all.chain(arguments.splat).chain(arguments.keyword_splat))
    }

    fn mapped(&self, arguments: &Arguments<'a>) -> Literalness {
        let [function, items @ ..] = &arguments.positional[..] else { return Dynamic };
        let names = self.resolver.names(*function);
        if all_in(&names, &TABLES.numeric) {
            return Numeric;
        }
        if self.quotes(&names, &self.method_of(*function)) {
            return Quoted;
        }
        match all_in(&names, &TABLES.transparent) {
            true => self.worst(items.iter().copied()),
            false => Dynamic,
        }
    }

    /// `.quote_name` of `connection.ops.quote_name`, also by a name of its own.
    fn method_of(&self, function: Expr<'a>) -> String {
        let function = match function.kind() {
            "identifier" => followed(self.resolver, function).map_or(function, unwrapped),
            _ => function,
        };
        function.field("attribute").map_or_else(String::new, |name| format!(".{}", name.source()))
    }

    fn quotes(&self, names: &Names, method: &str) -> bool {
        let context = match self.quoting {
            Quoting::Shell => "shell",
            Quoting::Sql => "sql",
            Quoting::Html => "html",
            Quoting::Ldap => "ldap",
            Quoting::Regex => "regex",
            Quoting::Url => "url",
            Quoting::Any => return false,
        };
        TABLES.quoted.get(context).is_some_and(|set| all_in(names, set) || set.contains(method))
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use crate::semantics::{Quoting, sample};

    fn check(quoting: Quoting, code: &str, expect: Expect) {
        expect.assert_eq(&sample::ask(code, |resolver, expr| {
            format!("{:?}", resolver.literalness(expr, quoting))
        }));
    }

    #[test]
    fn sanitizers_count_in_their_context() {
        let code = r#"
import shlex, html
from shlex import quote as q
x = f"ls {q(a)}"
x = "ls " + shlex.join(a)
x = "ls %s" % html.escape(a)
x = " ".join(map(shlex.quote, a))
x = f"ls {q(a)} {b}"
x = connection.ops.quote_name(a)
qn = connection.ops.quote_name
x = qn(a)
x = ", ".join(map(connection.ops.quote_name, a))
"#;
        check(
            Quoting::Shell,
            code,
            expect![[r#"
            f"ls {q(a)}"  →  Quoted
            "ls " + shlex.join(a)  →  Quoted
            "ls %s" % html.escape(a)  →  Dynamic
            " ".join(map(shlex.quote, a))  →  Quoted
            f"ls {q(a)} {b}"  →  Dynamic
            connection.ops.quote_name(a)  →  Dynamic
            qn(a)  →  Dynamic
            ", ".join(map(connection.ops.quote_name, a))  →  Dynamic
        "#]],
        );
        check(
            Quoting::Sql,
            code,
            expect![[r#"
            f"ls {q(a)}"  →  Dynamic
            "ls " + shlex.join(a)  →  Dynamic
            "ls %s" % html.escape(a)  →  Dynamic
            " ".join(map(shlex.quote, a))  →  Dynamic
            f"ls {q(a)} {b}"  →  Dynamic
            connection.ops.quote_name(a)  →  Quoted
            qn(a)  →  Quoted
            ", ".join(map(connection.ops.quote_name, a))  →  Quoted
        "#]],
        );
        check(
            Quoting::Any,
            code,
            expect![[r#"
            f"ls {q(a)}"  →  Dynamic
            "ls " + shlex.join(a)  →  Dynamic
            "ls %s" % html.escape(a)  →  Dynamic
            " ".join(map(shlex.quote, a))  →  Dynamic
            f"ls {q(a)} {b}"  →  Dynamic
            connection.ops.quote_name(a)  →  Dynamic
            qn(a)  →  Dynamic
            ", ".join(map(connection.ops.quote_name, a))  →  Dynamic
        "#]],
        );
    }
}

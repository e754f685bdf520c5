//! Built strings: their pieces and holes, however they are put together.

mod formats_of;

use super::budget::{BYTES_PER_STEP, Level, MAX_ITEMS, spend};
use super::constants::{self, children, followed, spine, unwrapped};
use super::literals::{self, Stretch};
use super::methods::Arguments;
use super::value::{Hole, HoleKind, TemplatePart};
use super::{Part, Resolver, Value};
use crate::syntax::Expr;
use crate::text::Span;

/// Methods whose result has the same pieces, as far as rules care.
const PASSED_THROUGH: &[&str] = &[
    "strip",
    "lstrip",
    "rstrip",
    "lower",
    "upper",
    "casefold",
    "title",
    "capitalize",
    "encode",
    "decode",
    "expandtabs",
    "removeprefix",
    "removesuffix",
];

/// Functions whose result has the pieces of their first argument.
const PASSED_THROUGH_FUNCTIONS: &[&str] =
    &["textwrap.dedent", "inspect.cleandoc", "builtins.str", "sys.intern"];

/// Whether the pieces of what it gets are in what a function or method of this name gives.
pub(super) fn is_passed_through(name: &str) -> bool {
    matches!(name, "format" | "format_map" | "join" | "replace")
        || PASSED_THROUGH.contains(&name)
        || PASSED_THROUGH_FUNCTIONS.iter().any(|path| path.rsplit('.').next() == Some(name))
}

/// The pieces of a built string with constant names and holes folded into the text.
pub(super) fn parts<'a>(resolver: &Resolver<'a>, expr: Expr<'a>) -> Option<Vec<Part<'a>>> {
    let mut builder = Builder { resolver, follows: true, parts: Vec::new() };
    if !builder.build(expr) {
        return None;
    }
    let mut parts: Vec<Part<'a>> = Vec::new();
    for part in builder.parts {
        match (part, parts.last_mut()) {
            (TemplatePart::Text(more, _), Some(Part::Text(text))) => text.push_str(&more),
            (TemplatePart::Text(text, _), _) if text.is_empty() => {}
            (TemplatePart::Text(text, _), _) => parts.push(Part::Text(text)),
            (TemplatePart::Hole(hole), _) => parts.push(Part::Hole(hole.expr)),
        }
    }
    if parts.is_empty() {
        parts.push(Part::Text(String::new()));
    }
    Some(parts)
}

/// The pieces of a built string as written: names and constant holes are not folded, so that a fix can rewrite them.
pub(super) fn template<'a>(
    resolver: &Resolver<'a>,
    expr: Expr<'a>,
) -> Option<Vec<TemplatePart<'a>>> {
    let mut builder = Builder { resolver, follows: false, parts: Vec::new() };
    builder.build(expr).then_some(builder.parts)
}

/// Like `template`, with names of built strings followed: `FORMAT % row`.
pub(super) fn template_of_name<'a>(
    resolver: &Resolver<'a>,
    expr: Expr<'a>,
) -> Option<Vec<TemplatePart<'a>>> {
    let mut builder = Builder { resolver, follows: true, parts: Vec::new() };
    builder.build(expr).then_some(builder.parts)
}

struct Builder<'r, 'a> {
    resolver: &'r Resolver<'a>,
    /// Whether names are followed and constants become text.
    follows: bool,
    parts: Vec<TemplatePart<'a>>,
}

impl<'a> Builder<'_, 'a> {
    /// Appends the pieces of `expr`; appends nothing and says no if it builds no string.
    fn build(&mut self, expr: Expr<'a>) -> bool {
        let before = self.parts.len();
        let Some(_level) = Level::enter() else { return false };
        let is_built = before <= MAX_ITEMS && self.pieces(unwrapped(expr));
        if !is_built {
            self.parts.truncate(before);
        }
        is_built
    }

    fn pieces(&mut self, expr: Expr<'a>) -> bool {
        match expr.kind() {
            "string" => self.literal(expr),
            "concatenated_string" => {
                let pieces = children(expr);
                pieces.len() <= MAX_ITEMS && pieces.into_iter().all(|piece| self.build(piece))
            }
            "binary_operator" => match expr.field("operator").map(Expr::source) {
                Some("+") => self.concatenation(expr),
                Some("%") => self.percent(expr),
                Some("*") if self.follows => self.constant(expr),
                _ => false,
            },
            "call" => {
                let before = self.parts.len();
                let is_built = self.call(expr);
                let is_text = |part: &TemplatePart<'_>| matches!(part, TemplatePart::Text(..));
                // What has holes does not fold: asking anyway at each link of a chain would add up.
                if self.follows && (!is_built || self.parts[before..].iter().all(is_text)) {
                    let pieces = self.parts.split_off(before);
                    if self.constant(expr) {
                        return true;
                    }
                    self.parts.extend(pieces);
                }
                is_built
            }
            "conditional_expression" => self.conditional(expr),
            "identifier" | "attribute" if self.follows => match followed(self.resolver, expr) {
                Some(assigned) => self.build(assigned),
                None => self.constant(expr),
            },
            "subscript" if self.follows => self.constant(expr),
            _ => false,
        }
    }

    /// Appends the pieces of `expr`, or `expr` as a hole.
    fn operand(&mut self, expr: Expr<'a>, kind: HoleKind) {
        let is_folded = self.build(expr) || self.follows && self.number(expr);
        if !is_folded {
            self.hole(Hole {
                expr,
                kind,
                spec: String::new(),
                conversion: None,
                placeholder: None,
            });
        }
    }

    fn hole(&mut self, hole: Hole<'a>) {
        if self.parts.len() <= MAX_ITEMS {
            self.parts.push(TemplatePart::Hole(hole));
        }
    }

    fn text(&mut self, text: String, source: Option<Span>) {
        if !text.is_empty() {
            self.parts.push(TemplatePart::Text(text, source));
        }
    }

    /// A folded text.
    fn constant(&mut self, expr: Expr<'a>) -> bool {
        match self.resolver.value(expr) {
            Value::Str(text) => {
                self.text(text, None);
                true
            }
            Value::Bytes(bytes) => {
                self.text(String::from_utf8_lossy(&bytes).into_owned(), None);
                true
            }
            _ => false,
        }
    }

    /// A folded number, as a format would write it.
    fn number(&mut self, expr: Expr<'a>) -> bool {
        let value = self.resolver.value(expr);
        let is_number = matches!(value, Value::Int(_) | Value::Bool(_) | Value::Float(_));
        match value.display().filter(|_| is_number) {
            Some(text) => {
                self.text(text, None);
                true
            }
            None => false,
        }
    }

    fn literal(&mut self, expr: Expr<'a>) -> bool {
        let Some((style, stretches)) = literals::stretches(expr) else { return false };
        if style.template {
            return false;
        }
        for stretch in stretches {
            match stretch {
                Stretch::Source(source, at) => {
                    spend(source.len() / BYTES_PER_STEP);
                    let text = if style.bytes {
                        String::from_utf8_lossy(&literals::decode_bytes(source, style)).into_owned()
                    } else {
                        literals::decode_text(source, style)
                    };
                    let span = Span::new(at, at + source.len()).shifted(expr.offset);
                    // Only text without escapes can be cut where the decoded text is.
                    let source = (text == source).then_some(span);
                    self.text(text, source);
                }
                Stretch::Interpolation(interpolation) => self.interpolation(interpolation),
            }
        }
        true
    }

    fn interpolation(&mut self, interpolation: Expr<'a>) {
        let Some(inner) = interpolation.field("expression") else { return };
        // Specifications nest as deep as somebody likes to write; Python takes two of them.
        let Some(_level) = Level::enter() else { return };
        if self.follows
            && let Some(text) = constants::interpolated(self.resolver, interpolation)
        {
            self.text(text, None);
            return;
        }
        let spec = interpolation.field("format_specifier");
        let conversion = interpolation
            .field("type_conversion")
            .and_then(|conversion| conversion.source().chars().nth(1));
        if self.follows
            && spec.is_none()
            && matches!(conversion, None | Some('s'))
            && self.build(inner)
        {
            return;
        }
        self.hole(Hole {
            expr: inner,
            kind: HoleKind::FString,
            spec: spec.map_or("", |spec| spec.source().trim_start_matches(':')).to_owned(),
            conversion,
            placeholder: Some(interpolation.span()),
        });
        // `f"{x:{width}}"`: what stands in the specification goes in as well.
        for nested in spec.map(children).unwrap_or_default() {
            if nested.kind() == "format_expression" {
                self.interpolation(nested);
            }
        }
    }

    fn concatenation(&mut self, expr: Expr<'a>) -> bool {
        let Some((first, links)) = additions(expr) else { return false };
        let mut is_built = false;
        for operand in std::iter::once(first).chain(links) {
            if self.build(operand) {
                is_built = true;
            } else if !(self.follows && self.number(operand)) {
                self.hole(Hole {
                    expr: operand,
                    kind: HoleKind::Concat,
                    spec: String::new(),
                    conversion: None,
                    placeholder: None,
                });
            }
        }
        is_built
    }

    /// The pieces of a format text.
    fn format_of(&mut self, expr: Expr<'a>) -> Option<Vec<TemplatePart<'a>>> {
        let before = self.parts.len();
        self.build(expr).then(|| self.parts.split_off(before))
    }

    fn call(&mut self, call: Expr<'a>) -> bool {
        let Some(function) = call.field("function").map(unwrapped) else { return false };
        let arguments = Arguments::of(call);
        if let (Some(object), Some(method)) =
            (function.field("object"), function.field("attribute").map(Expr::source))
            && function.kind() == "attribute"
            && matches!(method, "format" | "format_map" | "join" | "replace")
                | PASSED_THROUGH.contains(&method)
        {
            if let "join" = method {
                return self.join(object, &arguments);
            }
            if self.format_of_method(method, object, &arguments) {
                return true;
            }
        }
        let Some(&first) = arguments.positional.first() else { return false };
        let names = self.resolver.names(function);
        !names.is_empty()
            && names.iter().all(|name| PASSED_THROUGH_FUNCTIONS.contains(&&*name.path))
            && self.build(first)
    }

    /// One branch stands for both if they have the same shape.
    fn conditional(&mut self, expr: Expr<'a>) -> bool {
        let [body, _, otherwise] = children(expr)[..] else { return false };
        let (Some(body), Some(otherwise)) = (self.format_of(body), self.format_of(otherwise))
        else {
            return false;
        };
        let is_alike = body.len() == otherwise.len()
            && body.iter().zip(&otherwise).all(|(a, b)| match (a, b) {
                (TemplatePart::Text(..), TemplatePart::Text(..)) => true,
                (TemplatePart::Hole(a), TemplatePart::Hole(b)) => a.kind == b.kind,
                _ => false,
            });
        if is_alike {
            self.parts.extend(body);
        }
        is_alike
    }
}

/// The operands of `a + b + …`.
fn additions(expr: Expr<'_>) -> Option<(Expr<'_>, Vec<Expr<'_>>)> {
    let (first, links) = spine(expr)?;
    // The spine runs through `%` and `*` as well, which bind tighter: start behind the last of them.
    let from = links.iter().rposition(|(operator, _)| *operator != "+").map_or(0, |at| at + 1);
    let first = if from == 0 {
        first
    } else {
        let mut left = expr;
        for _ in from..links.len() {
            left = left.field("left")?;
        }
        left
    };
    Some((first, links[from..].iter().map(|&(_, right)| right).collect()))
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::super::sample;
    use super::*;

    fn check(code: &str, expect: Expect) {
        expect.assert_eq(&sample::ask(code, |resolver, expr| match resolver.parts(expr) {
            None => "-".to_owned(),
            Some(parts) => parts
                .iter()
                .map(|part| match part {
                    Part::Text(text) => text.replace('\n', "⏎"),
                    Part::Hole(hole) => format!("⟨{}⟩", hole.source()),
                })
                .collect(),
        }));
    }

    #[test]
    fn every_way_to_build_a_string() {
        check(
            r#"
x = "a\n" 'b'
x = f"a{b}c{d!r:>10}e{{{f'g{h}'}}}"
x = f"{a:{width}}"
x = f"a" "b{c}" f"{d}"
x = "a" + b + ("c" + d)
x = a + b
x = "a %s %(b)s %% %d" % c
x = "%s-%s-%s" % (a, "b", *c)
x = "%(a)s %(b)s" % {"a": a, **rest}
x = "%(a)s" % dict(a=a)
x = "%*d" % (w, n)
x = "%s" % a % b
x = "100%" + a
x = "{} {1} {name.first} {{}} {a[0]}".format(p, q, name=n, **rest)
x = "{} {}".format(*args)
x = "{:{}}".format(a, b)
x = "{a}".format_map(m)
x = ", ".join([a, "b", c])
x = ", ".join(items)
x = os.path.join("a", b)
x = "SELECT {t}".replace("{t}", table)
x = "SELECT".replace("x", table)
x = "a".replace("a", "b")
x = ("  a" + b).strip().lower()
x = f"a{b}" if c else f"d{e}"
x = "a" if c else f"d{e}"
x = t"a{b}"
x = b"a" + b
x = "a" * 3 + b
x = call(a)
x = name
x = 1
"#,
            expect![[r#"
                "a\n" 'b'  →  a⏎b
                f"a{b}c{d!r:>10}e{{{f'g{h}'}}}"  →  a⟨b⟩c⟨d⟩e{g⟨h⟩}
                f"{a:{width}}"  →  ⟨a⟩⟨width⟩
                f"a" "b{c}" f"{d}"  →  ab{c}⟨d⟩
                "a" + b + ("c" + d)  →  a⟨b⟩c⟨d⟩
                a + b  →  -
                "a %s %(b)s %% %d" % c  →  a ⟨c⟩ ⟨c⟩ % ⟨c⟩
                "%s-%s-%s" % (a, "b", *c)  →  ⟨a⟩-b-⟨*c⟩
                "%(a)s %(b)s" % {"a": a, **rest}  →  ⟨**rest⟩ ⟨**rest⟩
                "%(a)s" % dict(a=a)  →  ⟨a⟩
                "%*d" % (w, n)  →  ⟨n⟩
                "%s" % a % b  →  ⟨a⟩⟨b⟩
                "100%" + a  →  100%⟨a⟩
                "{} {1} {name.first} {{}} {a[0]}".format(p, q, name=n, **res  →  ⟨p⟩ ⟨q⟩ ⟨n⟩ {} ⟨**rest⟩
                "{} {}".format(*args)  →  ⟨*args⟩ ⟨*args⟩
                "{:{}}".format(a, b)  →  ⟨a⟩⟨b⟩
                "{a}".format_map(m)  →  ⟨m⟩
                ", ".join([a, "b", c])  →  ⟨a⟩, b, ⟨c⟩
                ", ".join(items)  →  ⟨items⟩
                os.path.join("a", b)  →  -
                "SELECT {t}".replace("{t}", table)  →  SELECT ⟨table⟩
                "SELECT".replace("x", table)  →  SELECT⟨table⟩
                "a".replace("a", "b")  →  b
                ("  a" + b).strip().lower()  →    a⟨b⟩
                f"a{b}" if c else f"d{e}"  →  a⟨b⟩
                "a" if c else f"d{e}"  →  -
                t"a{b}"  →  -
                b"a" + b  →  a⟨b⟩
                "a" * 3 + b  →  aaa⟨b⟩
                call(a)  →  -
                name  →  -
                1  →  -
            "#]],
        );
    }

    #[test]
    fn names_and_constants_are_folded() {
        check(
            r#"
import textwrap
TABLE = "users"
HEAD = "SELECT * FROM " + TABLE
grown = "a"
grown += b
ROW = (a, "b")
x = HEAD
x = f"{HEAD} WHERE id = {id}"
x = f"{TABLE:>10}"
x = "%s %s" % ROW
x = "{}".format(TABLE)
x = grown + "b"
x = f"{1}" + str(2) + f"{len(y)}"
x = textwrap.dedent(f"""
  a{b}""")
x = str(HEAD)
class K:
    T = "t"
    def f(self):
        x = f"{self.T}{self.u}"
"#,
            expect![[r#"
                HEAD  →  SELECT * FROM users
                f"{HEAD} WHERE id = {id}"  →  SELECT * FROM users WHERE id = ⟨id⟩
                f"{TABLE:>10}"  →  ⟨TABLE⟩
                "%s %s" % ROW  →  ⟨a⟩ b
                "{}".format(TABLE)  →  users
                grown + "b"  →  ⟨grown⟩b
                f"{1}" + str(2) + f"{len(y)}"  →  12⟨len(y)⟩
                textwrap.dedent(f"""⏎  a{b}""")  →  ⏎  a⟨b⟩
                str(HEAD)  →  SELECT * FROM users
                f"{self.T}{self.u}"  →  t⟨self.u⟩
            "#]],
        );
    }

    #[test]
    fn templates_tell_where_placeholders_stand() {
        let answers = sample::ask(
            r#"
x = f"a{b!r}{N:d}"
x = "a %s %05d" % (b, c)
x = "a\t%s" % b
x = "a{}b{0:>{w}}".format(c)
x = "a" + b
"#,
            |resolver, expr| {
                let text = &resolver.semantics.text;
                let parts = resolver.template(expr).expect("it builds a string");
                let shown: Vec<String> = parts
                    .iter()
                    .map(|part| match part {
                        TemplatePart::Text(text, span) => format!("{text:?} {}", span.is_some()),
                        TemplatePart::Hole(hole) => format!(
                            "{:?} {} at {:?}{}",
                            hole.kind,
                            hole.expr.source(),
                            hole.placeholder.map_or("?", |span| span.slice(text)),
                            if hole.is_numeric() { " numeric" } else { "" },
                        ),
                    })
                    .collect();
                shown.join(", ")
            },
        );
        expect![[r#"
            f"a{b!r}{N:d}"  →  "a" true, FString b at "{b!r}", FString N at "{N:d}" numeric
            "a %s %05d" % (b, c)  →  "a " false, Percent b at "%s", " " false, Percent c at "%05d" numeric
            "a\t%s" % b  →  "a\t" false, Percent b at "?"
            "a{}b{0:>{w}}".format(c)  →  "a" false, Format c at "{}", "b" false, Format c at "{0:>{w}}", Format "a{}b{0:>{w}}" at "?"
            "a" + b  →  "a" true, Concat b at "?"
        "#]].assert_eq(&answers);
    }

    #[test]
    fn hostile_strings_cost_little() {
        for code in [
            format!("x = 'a'{}", " + b".repeat(20_000)),
            format!("x = f'{}'", "{a}".repeat(20_000)),
            format!("x = 'a'{}", " % b".repeat(20_000)),
            format!("x = '{}' % b", "%s".repeat(20_000)),
            format!("x = 'a'{}", ".replace('a', 'aa' + b)".repeat(200)),
            format!("x = ', '.join([{}])", "b, ".repeat(20_000)),
            format!("x = 'a'{}", ".format(b)".repeat(20_000)),
            format!("x = {}a{}", "f'{".repeat(100), "}'".repeat(100)),
            format!("x = {}'a'{}", "str(".repeat(20_000), ")".repeat(20_000)),
        ] {
            let mut asked = 0;
            sample::with_each(&code, |resolver, expr| {
                asked += 1;
                let parts = resolver.parts(expr).map_or(0, |parts| parts.len());
                assert!(parts <= 3 * MAX_ITEMS, "{parts} parts of {}", &code[..20]);
                resolver.literalness(expr, super::super::Quoting::Sql);
            });
            assert!(asked <= 1);
        }
    }
}

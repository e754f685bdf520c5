//! What stands around a place: its function with decorators, its class, and checks that came before.
//!
//! Read off the outline, word by word. Every word that decides an answer is noted, so that an edit elsewhere in the
//! function is known to matter.

use super::lookup;
use super::outline::LineKind;
use super::steps::{Step, Steps};
use super::{Names, Resolver, ScopeKind, Semantics, asked};
use crate::syntax::Expr;
use crate::text::Span;

/// Lines of one function or class that are read.
const MAX_LINES: usize = 2_000;

/// The logical line of the innermost definition of a kind around `offset`; its header and decorators are within it.
fn header_around(semantics: &Semantics, offset: usize, kind: LineKind) -> Option<usize> {
    let lines = &semantics.outline.lines;
    let mut line = semantics.line_near(offset)?;
    while lines[line].kind == LineKind::Decorator && line + 1 < lines.len() {
        line += 1;
    }
    let mut around = std::iter::once(line).chain(semantics.outline.ancestors(line));
    around.find(|&line| lines[line].kind == kind)
}

/// The name of the innermost function around `offset`.
pub(super) fn function_name(semantics: &Semantics, offset: usize) -> Option<&str> {
    let line = header_around(semantics, offset, LineKind::Def)?;
    let scope = semantics.scope_table().opened_by(line)?;
    Some(semantics.scopes()[scope].name.slice(&semantics.text))
}

/// The names of the decorators of the innermost function around `offset`, or of the class around it.
pub(super) fn decorators(resolver: &Resolver<'_>, offset: usize, kind: LineKind) -> Vec<Names> {
    let semantics = resolver.semantics;
    let lines = &semantics.outline.lines;
    let Some(mut line) = header_around(semantics, offset, kind) else { return Vec::new() };
    let parent = lines[line].parent;
    let mut found = Vec::new();
    while let Some(above) = line.checked_sub(1) {
        if lines[above].kind != LineKind::Decorator || lines[above].parent != parent {
            break;
        }
        let span = lines[above].span;
        let dotted = dotted_at(&semantics.text, span);
        found.push(lookup::library_names(lookup::dotted(resolver, &dotted, span.start)));
        line = above;
    }
    found
}

/// The dotted name behind the `@` of a decorator.
fn dotted_at(text: &str, decorator: Span) -> String {
    let mut dotted = String::new();
    for (step, _) in Steps::new(text.as_bytes(), decorator.start, decorator.end) {
        match step {
            Step::Word(start, end) => dotted.push_str(&text[start..end]),
            Step::Mark(_, b'.') => dotted.push('.'),
            Step::Mark(_, b'@') => {}
            Step::Mark(..) | Step::Text(..) => break,
        }
    }
    dotted
}

/// Whether one of the words stands in the function (or the class) around `offset`, its header and decorators included.
pub(super) fn mentions(
    semantics: &Semantics,
    offset: usize,
    kind: LineKind,
    words: &[&str],
) -> bool {
    words.iter().for_each(|word| asked::note_mention(word));
    let Some(mut header) = header_around(semantics, offset, kind) else { return false };
    // A `Meta` speaks of the class around it.
    if kind == LineKind::Class
        && let Some(outer) = semantics.outline.lines[header].parent
        && semantics.outline.lines[outer].kind == LineKind::Class
    {
        header = outer;
    }
    let is_above = |line: &usize| {
        let lines = &semantics.outline.lines;
        lines[*line].kind == LineKind::Decorator && lines[*line].parent == lines[header].parent
    };
    let above = (0..header).rev().take_while(is_above);
    let lines = above.chain(std::iter::once(header)).chain(semantics.outline.block(header));
    let lines = lines.take(MAX_LINES);
    let text = &*semantics.text;
    lines.map(|line| semantics.outline.lines[line].span).any(|span| {
        words.iter().any(|word| {
            span.slice(text)
                .match_indices(word)
                .any(|(at, _)| is_whole(text, span.start + at, word))
        })
    })
}

fn is_whole(text: &str, at: usize, word: &str) -> bool {
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80;
    let bytes = text.as_bytes();
    !at.checked_sub(1).is_some_and(|before| is_word(bytes[before]))
        && !bytes.get(at + word.len()).is_some_and(|&after| is_word(after))
}

/// Whether, earlier in the function, what `expr` is made of was given to one of these functions, or, for `in`, looked up
/// in a collection.
pub(super) fn is_checked<'a>(resolver: &Resolver<'a>, expr: Expr<'a>, checks: &[&str]) -> bool {
    let semantics = resolver.semantics;
    let mut names: Vec<&str> = resolver.request_data(expr).map(|d| d.names).unwrap_or_default();
    identifiers(expr, &mut names);
    names.sort_unstable();
    names.dedup();
    names.iter().chain(checks).for_each(|word| asked::note_mention(word));
    let offset = expr.span().start;
    let Some(header) = header_around(semantics, offset, LineKind::Def) else { return false };
    let lines = &semantics.outline.lines;
    semantics
        .outline
        .block(header)
        .take(MAX_LINES)
        .map(|line| lines[line].span)
        .take_while(|span| span.start <= offset)
        .any(|span| holds_check(&semantics.text, span, &names, checks, expr))
}

/// The names in an expression, attributes and keywords left out.
fn identifiers<'a>(expr: Expr<'a>, names: &mut Vec<&'a str>) {
    let mut open = vec![expr.node];
    while let Some(node) = open.pop() {
        let at = expr.at(node);
        match node.kind() {
            "identifier" if !matches!(at.source(), "request" | "self" | "cls") => {
                names.push(at.source());
            }
            "attribute" => open.extend(node.child_by_field_name("object")),
            "keyword_argument" => open.extend(node.child_by_field_name("value")),
            "call" => {
                let function = node.child_by_field_name("function");
                open.extend(function.filter(|function| function.kind() == "attribute"));
                open.extend(node.child_by_field_name("arguments"));
            }
            _ => open.extend(node.named_children(&mut node.walk())),
        }
        if names.len() > 32 {
            return;
        }
    }
}

fn holds_check(text: &str, line: Span, names: &[&str], checks: &[&str], expr: Expr<'_>) -> bool {
    let source = line.slice(text);
    let functions = || checks.iter().filter(|check| **check != "in");
    let mut words: Vec<&str> = Vec::new();
    let mut before: Option<&str> = None;
    let mut is_negated = false;
    // Between `for` and its `in` stand targets, which nobody looks up.
    let mut is_target = false;
    let mut is_looked_up = false;
    for (step, _) in Steps::new(text.as_bytes(), line.start, line.end) {
        match step {
            Step::Word(start, end) => {
                let word = &text[start..end];
                match word {
                    "for" => is_target = true,
                    "not" if before.is_some() => is_negated = true,
                    "in" if is_target => is_target = false,
                    "in" => is_looked_up |= before.is_some_and(|name| names.contains(&name)),
                    _ => {}
                }
                if !(word == "not" && is_negated) {
                    (before, is_negated) = (Some(word), false);
                }
                words.push(word);
            }
            Step::Mark(..) | Step::Text(..) => (before, is_negated) = (None, false),
        }
    }
    if is_looked_up && checks.contains(&"in") {
        return true;
    }
    let is_named = names.iter().any(|name| words.contains(name));
    let is_same = names.is_empty()
        && source.contains(expr.source())
        // The expression itself is no check of itself.
        && !(line.start <= expr.span().start && expr.span().start < line.end);
    functions().any(|function| words.contains(function)) && (is_named || is_same)
}

/// Whether a scope of the class around `offset` (its `Meta` and the class around that) binds one of the names.
pub(super) fn class_binds(semantics: &Semantics, offset: usize, names: &[&str]) -> bool {
    let scopes = semantics.scopes();
    let mut class =
        semantics.scopes_around(offset).find(|&scope| scopes[scope].kind == ScopeKind::Class);
    while let Some(scope) = class {
        let bindings = semantics.bindings();
        if names.iter().any(|name| bindings.of(semantics, scope, false, name).len() > 0) {
            return true;
        }
        class = scopes[scope].parent.filter(|&outer| scopes[outer].kind == ScopeKind::Class);
    }
    false
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::semantics::sample;

    const CODE: &str = r#"
from django.http import HttpRequest
from django.utils.decorators import method_decorator as md
from django.views.decorators import csrf
import other
def view(request):
    key = request.GET["key"]
    x = key
    if key not in ALLOWED:
        return
    x = key
    to = request.GET.get("to")
    for to in places: pass
    x = to
    if is_fine(to, True): pass
    x = to
    x = request.GET["direct"]
    is_fine(request.GET["direct"])
    x = request.GET["direct"]
class View:
    token = 1
    @md(csrf.csrf_exempt)
    @other.thing
    def post(self):
        compare_digest(a, b)
        x = self
"#;

    #[test]
    fn checks_come_before() {
        let shown = sample::ask(CODE, |resolver, expr| {
            resolver.is_checked(expr, &["in", "is_fine"]).to_string()
        });
        expect![[r#"
            key  →  false
            key  →  true
            to  →  false
            to  →  true
            request.GET["direct"]  →  false
            request.GET["direct"]  →  true
            self  →  false
        "#]]
        .assert_eq(&shown);
    }

    #[test]
    fn functions_and_classes_around() {
        let shown = sample::ask(CODE, |resolver, expr| {
            let at = expr.span().start;
            let decorators: Vec<String> = resolver
                .decorators(at)
                .into_iter()
                .flatten()
                .map(|name| name.path.to_string())
                .collect();
            format!(
                "{:?} {decorators:?} {} {}",
                resolver.semantics.function_name(at),
                resolver.semantics.function_mentions(at, &["compare_digest"]),
                resolver.semantics.class_mentions(at, &["token"]),
            )
        });
        let last = shown.lines().last().unwrap_or_default();
        expect![[r#"self  →  Some("post") ["other.thing", "django.utils.decorators.method_decorator"] true true"#]]
            .assert_eq(last);
    }
}

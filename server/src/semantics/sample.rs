//! What the tests of folding share: asks a question about each `x = …` of a file.

use crate::text::Text;
use std::fmt::Write as _;

use super::constants::children;
use super::project::NoProject;
use super::{Memo, Resolver, Semantics};
use crate::languages::PYTHON;
use crate::syntax::{Expr, Unit, parse};

/// One line per assignment to `x` in `code`: its right side and the answer.
pub(super) fn ask(
    code: &str,
    answer: impl for<'a> Fn(&Resolver<'a>, Expr<'a>) -> String,
) -> String {
    let mut shown = String::new();
    with_each(code, |resolver, right| {
        let source: String = right.source().replace('\n', "⏎").chars().take(60).collect();
        let _ = writeln!(shown, "{source}  →  {}", answer(resolver, right));
    });
    shown
}

/// Calls `visit` with the right side of each assignment to `x` in `code`.
pub(super) fn with_each(code: &str, mut visit: impl for<'a> FnMut(&Resolver<'a>, Expr<'a>)) {
    let semantics = Semantics::build(Text::from(code));
    let project = NoProject::default();
    let memo = Memo::default();
    let resolver = Resolver { semantics: &semantics, project: &project, memo: &memo };
    let tree = parse::parse(&PYTHON, code, None).expect("Python has a grammar");
    let mut waiting = vec![Unit { text: code, tree: &tree, offset: 0 }.root()];
    while let Some(expr) = waiting.pop() {
        if expr.kind() == "assignment"
            && expr.field("left").is_some_and(|left| left.source() == "x")
            && let Some(right) = expr.field("right")
        {
            visit(&resolver, right);
        } else if expr.kind().ends_with("statement")
            || expr.kind().ends_with("definition")
            || matches!(expr.kind(), "module" | "block")
        {
            waiting.extend(children(expr).into_iter().rev());
        }
    }
}

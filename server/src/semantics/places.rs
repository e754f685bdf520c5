//! Where a place is: the functions and classes it is in or decorates, the exception that is being handled.

use super::bindings::{Binding, BindingKind};
use super::outline::LineKind;
use super::scopes::{ScopeId, ScopeKind};
use super::{Names, Resolver, Semantics, lookup};
use crate::syntax::Expr;
use crate::syntax::node::named_children;

impl Semantics {
    /// The scopes around `expr`, innermost first, the module last. A definition is in the scope it opens, and so are its
    /// decorators.
    pub fn scopes_about(&self, expr: Expr<'_>) -> Vec<ScopeId> {
        let offset = expr.span().start;
        let lines = &self.outline.lines;
        let is_definition = matches!(
            expr.kind(),
            "function_definition" | "class_definition" | "decorated_definition" | "decorator"
        );
        let own = self.line_near(offset).and_then(|line| {
            let is_decorator = lines[line].kind == LineKind::Decorator;
            let header = (line..lines.len()).find(|&l| lines[l].kind != LineKind::Decorator)?;
            (is_decorator || is_definition).then(|| self.scope_table().opened_by(header)).flatten()
        });
        own.into_iter().chain(self.scopes_around(offset)).collect()
    }

    /// The names of the functions and classes about `expr`, innermost first.
    pub fn names_about(&self, expr: Expr<'_>) -> Vec<&str> {
        self.scopes_about(expr)
            .into_iter()
            .map(|scope| self.scopes()[scope].name.slice(&self.text))
            .filter(|name| !name.is_empty())
            .collect()
    }

    /// The bindings of `name` in the classes about `expr`, as a class variable, a method or an attribute of `self`.
    pub fn members_about(&self, expr: Expr<'_>, name: &str) -> Vec<&Binding> {
        let classes = self.scopes_about(expr);
        let classes = classes.into_iter().filter(|&s| self.scopes()[s].kind == ScopeKind::Class);
        classes
            .flat_map(|class| {
                let own = self.bindings().of(self, class, false, name);
                own.chain(self.bindings().of(self, class, true, name))
            })
            .collect()
    }
}

impl<'a> Resolver<'a> {
    /// The types in the `except` clause around `expr` that binds it; `None` if `expr` is no name of that kind.
    pub fn caught(&self, expr: Expr<'a>) -> Option<Names> {
        if expr.kind() != "identifier" {
            return None;
        }
        let semantics = self.semantics;
        let line = semantics.line_near(expr.span().start)?;
        let bindings = semantics.bindings_of(expr.source(), expr.span().start);
        let clause = bindings.into_iter().find(|binding| {
            binding.kind == BindingKind::Except
                && semantics.outline.ancestors(line).any(|header| header == binding.line)
        })?;
        let Some(value) = clause.value_expr(&semantics.text) else { return Some(Names::new()) };
        let resolver = Resolver { semantics, ..*self };
        let types: Vec<Expr<'_>> = match value.kind() {
            "tuple" => named_children(value).collect(),
            _ => vec![value],
        };
        let names = types
            .into_iter()
            .flat_map(|class| lookup::library_names(lookup::eval(&resolver, class, 0)));
        Some(names.collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::languages::PYTHON;
    use crate::semantics::{Memo, project::NoProject};
    use crate::syntax::{Unit, parse};

    const CODE: &str = "from a import b, C\nimport d\nclass View(C):\n  x = 1\n  @b\n  @d.e(b, name='f')\n  def get(self):\n    if self.g:\n      try:\n        h\n      except (OSError, d.Error) as error:\n        here(error)\n    def inner(): there\n";

    /// What is answered about the identifier `word`, where it stands last.
    fn check<T>(word: &str, ask: impl Fn(&Resolver<'_>, Expr<'_>) -> T) -> T {
        let semantics = Semantics::build(CODE.into());
        let (project, memo) = (NoProject::default(), Memo::default());
        let resolver = Resolver { semantics: &semantics, project: &project, memo: &memo };
        let tree = parse::parse(&PYTHON, CODE, None).expect("Python has a grammar");
        let root = Unit { text: CODE, tree: &tree, offset: 0 }.root();
        let at = CODE.rfind(word).expect("the word is there");
        let node = root.node.descendant_for_byte_range(at, at + 1).expect("a node");
        ask(&resolver, root.at(node))
    }

    fn paths(names: Names) -> Vec<String> {
        names.into_iter().map(|name| name.path.to_string()).collect()
    }

    #[test]
    fn functions_and_classes_are_told_from_anywhere_in_them() {
        let names =
            |word| check(word, |resolver, expr| resolver.semantics.names_about(expr).join(" "));
        assert_eq!(names("here("), "get View");
        assert_eq!(names("there"), "inner get View");
        assert_eq!(names("'f'"), "get View");
        assert_eq!(names("x ="), "View");
        let n_members = |name| {
            check("there", |resolver, expr| resolver.semantics.members_about(expr, name).len())
        };
        assert_eq!((n_members("x"), n_members("get"), n_members("here")), (1, 1, 0));
    }

    #[test]
    fn an_exception_has_the_types_of_its_clause() {
        let caught = |word| check(word, |resolver, expr| resolver.caught(expr).map(paths));
        assert_eq!(caught("error)"), Some(vec!["builtins.OSError".into(), "d.Error".into()]));
        assert_eq!(caught("here("), None);
    }
}

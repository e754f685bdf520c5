//! What engines may ask about a Python file: names, values, types, scopes, contexts, project facts.
//!
//! Everything here comes from the outline of logical lines, never from the whole tree, so that
//! a document may be parsed in slices. Right-hand sides are parsed on demand and kept.

pub mod asked;
mod binding_index;
mod binding_reader;
pub mod bindings;
pub mod bits;
pub mod bound;
mod budget;
pub mod carriers;
mod constants;
pub mod context;
pub mod django;
mod exports;
mod flow;
mod formats;
mod guards;
pub mod import_edits;
pub mod imports;
mod inline_scopes;
mod lexer;
mod literalness;
pub mod literals;
mod lookup;
mod members;
mod memo;
mod methods;
mod names;
pub mod number_set;
mod operators;
pub mod outline;
pub mod outline_edit;
mod places;
pub mod project;
mod querysets;
mod request;
pub mod roots;
#[cfg(test)]
mod sample;
pub mod scopes;
pub mod screen;
pub mod shell_words;
mod steps;
mod stop;
mod strings;
mod surroundings;
mod tables;
mod types;
mod users;
pub mod value;

use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use self::outline_edit::OutlineChange;
use crate::syntax::Expr;
use crate::text::{Span, Text};

pub use bindings::{Binding, BindingKind, Slice};
pub use bits::Bits;
pub use budget::FileBudget;
pub use context::FileContext;
pub use exports::{
    defined_name, exported_ancestors, exported_names, exported_value, top_level_names,
};
pub use imports::Import;
pub use members::{Member, Members, exported_members};
pub use memo::Memo;
pub use number_set::NumberSet;
pub use outline::Outline;
pub use project::{Ancestors, ModuleExports, ProjectFacts, ProjectView};
pub use request::RequestData;
pub use roots::{RootSet, Roots};
pub use scopes::{Scope, ScopeId, ScopeKind};
pub use screen::Screen;
pub use stop::{StopFlag, UntilStopped, is_stopped};
pub use tables::{canonical, spellings};
pub use value::{Hole, HoleKind, Literalness, Part, Quoting, TemplatePart, Value};

/// How sure a name or type is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Certainty {
    /// One of several possibilities, or found through a star import.
    Possible,
    /// The only possibility.
    Certain,
}

/// One fully qualified name a node may stand for, such as `subprocess.run` or `builtins.eval`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct QualifiedName {
    /// Dotted path in its canonical spelling.
    pub path: Arc<str>,
    /// How sure.
    pub certainty: Certainty,
}

/// The set of names a node may stand for; empty when nothing is known.
pub type Names = Vec<QualifiedName>;

impl Semantics {
    /// Like [`build`](Self::build), with the outline at hand.
    pub fn with_outline(text: Text, outline: Arc<Outline>) -> Self {
        Self::edited(text, outline, Tables::default())
    }

    /// What can be asked about an edited file, of which these tables speak.
    pub fn edited(text: Text, outline: Arc<Outline>, tables: Tables) -> Self {
        let semantics = Self { tables: Mutex::new(tables), ..Self::build(text) };
        // A new one takes it.
        let _ = semantics.outline.outline.set(outline);
        semantics
    }

    /// What was found out, for the file after edits. Without the trees of values if there are many of them.
    pub fn into_tables(self, is_whole: bool) -> Tables {
        let mut tables = self.tables.into_inner().unwrap_or_default();
        let fresh = |value| Tabled { value, change: None };
        if let Some(imports) = self.imports.into_inner() {
            tables.imports = Some(fresh(imports));
        }
        if let Some(mut bindings) = self.bindings.into_inner() {
            if is_whole {
                bindings.forget_trees();
            }
            tables.bindings = Some(Tabled { value: bindings, change: None });
        }
        tables
    }
}

/// What was read off a text and holds for it after edits of lines that neither import, define nor declare anything.
#[derive(Debug, Default)]
pub struct Tables {
    imports: Option<Tabled<Vec<Import>>>,
    bindings: Option<Tabled<binding_index::Bindings>>,
}

/// Something read off a text, and what of the text has changed since.
#[derive(Debug)]
struct Tabled<T> {
    value: T,
    change: Option<OutlineChange>,
}

impl<T> Tabled<T> {
    /// What it is after the change; none if that cannot be told without reading it anew.
    fn after(mut self, follow: impl FnOnce(&mut T, &OutlineChange) -> bool) -> Option<T> {
        let is_known = self.change.is_none_or(|change| follow(&mut self.value, &change));
        is_known.then_some(self.value)
    }

    fn note(&mut self, change: &OutlineChange) {
        self.change = Some(match &self.change {
            Some(before) => before.then(change),
            None => change.clone(),
        });
    }
}

impl Tables {
    /// Notes an edit, which is followed when somebody asks.
    pub fn note(&mut self, change: &OutlineChange) {
        self.imports.iter_mut().for_each(|imports| imports.note(change));
        self.bindings.iter_mut().for_each(|bindings| bindings.note(change));
    }
}

/// An outline that is made when somebody looks at it.
#[derive(Debug)]
pub struct LazyOutline {
    text: Text,
    outline: OnceLock<Arc<Outline>>,
}

impl LazyOutline {
    /// The outline, to be kept.
    pub fn share(&self) -> Arc<Outline> {
        self.outline.get_or_init(|| Arc::new(Outline::build(&self.text))).clone()
    }
}

impl std::ops::Deref for LazyOutline {
    type Target = Outline;

    fn deref(&self) -> &Outline {
        self.outline.get_or_init(|| Arc::new(Outline::build(&self.text)))
    }
}

/// What is known about the bindings of one file.
///
/// Invariant: built from the text alone; the same text gives the same answers.
#[derive(Debug)]
pub struct Semantics {
    /// The decoded text of the document.
    pub text: Text,
    /// Its logical lines and blocks.
    pub outline: LazyOutline,
    // Read when first asked for: most files are never asked.
    imports: OnceLock<Vec<Import>>,
    scopes: OnceLock<scopes::Scopes>,
    bindings: OnceLock<binding_index::Bindings>,
    first_definition: OnceLock<usize>,
    /// Those of the text before the last edits.
    tables: Mutex<Tables>,
}

impl Semantics {
    /// What can be asked about a Python file; nothing is read before.
    pub fn build(text: Text) -> Self {
        Self {
            outline: LazyOutline { text: text.clone(), outline: OnceLock::new() },
            text,
            imports: OnceLock::new(),
            scopes: OnceLock::new(),
            bindings: OnceLock::new(),
            first_definition: OnceLock::new(),
            tables: Mutex::default(),
        }
    }

    /// The first line at the top level that begins a function, a class or its decorators; the number of lines if none does.
    fn first_definition(&self) -> usize {
        *self.first_definition.get_or_init(|| {
            let begins = |line: &outline::LogicalLine| {
                use outline::LineKind::{Class, Decorator, Def};
                line.parent.is_none() && matches!(line.kind, Def | Class | Decorator)
            };
            let lines = &self.outline.lines;
            lines.iter().position(begins).unwrap_or(lines.len())
        })
    }

    /// Every clause of every import statement, wherever it stands, in source order.
    pub fn imports(&self) -> &[Import] {
        self.imports.get_or_init(|| {
            let known = self.tables().imports.take();
            let moved = known.and_then(|known| known.after(imports::follow));
            moved.unwrap_or_else(|| imports::read(&self.text, &self.outline))
        })
    }

    /// Whether the file imports `module` or a module below it, anywhere. Relative imports do not count.
    pub fn imports_module(&self, module: &str) -> bool {
        let is_within = |path: &str| {
            path.strip_prefix(module).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        self.imports().iter().any(|import| {
            import.level == 0
                && (is_within(&import.module)
                    || import.member.is_some()
                        && module.starts_with(&*import.module)
                        && is_within(&import.path()))
        })
    }

    /// The modules imported absolutely, as written, in source order, with repetitions; `from a import b` gives `a`.
    pub fn imported_modules(&self) -> impl Iterator<Item = &str> {
        self.imports().iter().filter(|import| import.level == 0).map(|import| &*import.module)
    }

    fn scope_table(&self) -> &scopes::Scopes {
        self.scopes.get_or_init(|| scopes::Scopes::read(&self.text, &self.outline))
    }

    fn bindings(&self) -> &binding_index::Bindings {
        self.bindings.get_or_init(|| {
            let known = self.tables().bindings.take();
            let edited = known.and_then(|known| {
                known.after(|bindings, change| {
                    bindings.edit(&self.text, &self.outline, self.scope_table(), change)
                })
            });
            edited.unwrap_or_default()
        })
    }

    fn tables(&self) -> MutexGuard<'_, Tables> {
        // Whatever panicked took what it looked at.
        self.tables.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// All scopes; index 0 is the module.
    pub fn scopes(&self) -> &[Scope] {
        &self.scope_table().scopes
    }

    /// The logical line at `offset`, or the last one before it.
    fn line_near(&self, offset: usize) -> Option<usize> {
        self.outline.lines.partition_point(|line| line.span.start <= offset).checked_sub(1)
    }

    /// The scope that the code at `offset` runs in. A `def` line, its defaults included, runs in the scope around the function.
    pub fn scope_at(&self, offset: usize) -> ScopeId {
        self.line_near(offset).map_or(0, |line| self.scope_table().of_line(line))
    }

    /// The scopes around the code at `offset`, innermost first, the module last.
    pub fn scopes_around(&self, offset: usize) -> impl Iterator<Item = ScopeId> + '_ {
        std::iter::successors(Some(self.scope_at(offset)), |&scope| self.scopes()[scope].parent)
    }

    /// The functions around `offset`, innermost first, as whole `def` statements.
    pub fn enclosing_functions(&self, offset: usize) -> impl Iterator<Item = Span> + '_ {
        self.enclosing(offset, ScopeKind::Function)
    }

    /// The classes around `offset`, innermost first, as whole `class` statements.
    pub fn enclosing_classes(&self, offset: usize) -> impl Iterator<Item = Span> + '_ {
        self.enclosing(offset, ScopeKind::Class)
    }

    fn enclosing(&self, offset: usize, kind: ScopeKind) -> impl Iterator<Item = Span> + '_ {
        self.scopes_around(offset)
            .filter(move |&scope| self.scopes()[scope].kind == kind)
            .filter_map(|scope| self.scopes()[scope].header)
            .map(|header| self.outline.statement(header))
    }

    /// The innermost function around `offset`, as a whole `def` statement.
    pub fn function_at(&self, offset: usize) -> Option<Span> {
        self.enclosing_functions(offset).next()
    }

    /// The name of the innermost function around `offset`, or of the one whose header stands there.
    pub fn function_name(&self, offset: usize) -> Option<&str> {
        surroundings::function_name(self, offset)
    }

    /// Whether one of the words stands in the innermost function around `offset`.
    pub fn function_mentions(&self, offset: usize, words: &[&str]) -> bool {
        surroundings::mentions(self, offset, outline::LineKind::Def, words)
    }

    /// Whether one of the words stands in the innermost class around `offset`, its header included.
    pub fn class_mentions(&self, offset: usize, words: &[&str]) -> bool {
        surroundings::mentions(self, offset, outline::LineKind::Class, words)
    }

    /// Whether the class around `offset`, or the one around that, binds one of the names.
    pub fn class_binds(&self, offset: usize, names: &[&str]) -> bool {
        surroundings::class_binds(self, offset, names)
    }

    /// The names of the classes and functions around `offset`, outermost first.
    pub fn path_at(&self, offset: usize) -> Vec<&str> {
        let mut path: Vec<&str> = self
            .scopes_around(offset)
            .map(|scope| self.scopes()[scope].name.slice(&self.text))
            .filter(|name| !name.is_empty())
            .collect();
        path.reverse();
        path
    }

    /// Whether `offset` is in a block that only type checkers read.
    pub fn in_type_checking(&self, offset: usize) -> bool {
        self.line_near(offset).is_some_and(|line| guards::is_for_type_checkers(self, line))
    }

    /// All bindings of `name` in the scope that a use at `offset` finds it in, in source order; empty for names that nothing
    /// in the file binds and for those of a lambda or comprehension.
    pub fn bindings_of(&self, name: &str, offset: usize) -> Vec<&Binding> {
        flow::home(self, name, offset)
    }

    /// The bindings of the attribute `name` of `self` and `cls` in the class around `offset`, class variables included.
    pub fn attributes_of_self(&self, name: &str, offset: usize) -> Vec<&Binding> {
        let Some(class) =
            self.scopes_around(offset).find(|&scope| self.scopes()[scope].kind == ScopeKind::Class)
        else {
            return Vec::new();
        };
        let bindings = self.bindings();
        bindings.of(self, class, false, name).chain(bindings.of(self, class, true, name)).collect()
    }

    /// The names that a function binds, its parameters included, in source order.
    pub fn local_names(&self, scope: ScopeId) -> impl Iterator<Item = &Binding> {
        asked::note(asked::body(self.scopes()[scope].path));
        self.bindings().all(self).iter().filter(move |one| one.scope == scope && !one.on_self)
    }

    /// The bindings at the top level of the file, in source order.
    pub fn top_level(&self) -> impl Iterator<Item = &Binding> {
        self.bindings().all(self).iter().filter(|binding| binding.scope == 0 && !binding.on_self)
    }
}

/// Answers questions about nodes: a file's semantics seen together with the project around it.
#[derive(Clone, Copy)]
pub struct Resolver<'a> {
    /// The file.
    pub semantics: &'a Semantics,
    /// The project.
    pub project: &'a dyn ProjectView,
    /// What was found out about the file already.
    pub memo: &'a Memo,
}

impl<'a> Resolver<'a> {
    /// The names `expr` may stand for: an identifier, an attribute chain, `getattr` or `import_module` of constants.
    /// A method of a known receiver type gives the type's name and the attribute: `requests.Session.get`.
    pub fn names(&self, expr: Expr<'a>) -> Names {
        names::names(self, expr)
    }

    /// The library types `expr` may be an instance of: `tarfile.TarFile` for `tarfile.open(…)`.
    pub fn types(&self, expr: Expr<'a>) -> Names {
        types::types(self, expr)
    }

    /// `expr` folded as far as literals and single assignments carry.
    pub fn value(&self, expr: Expr<'a>) -> Value {
        constants::value(self, expr)
    }

    /// Where `expr` stands between a literal and outside input, for a use in the given quoting context.
    pub fn literalness(&self, expr: Expr<'a>, quoting: Quoting) -> Literalness {
        literalness::literalness(self, expr, quoting)
    }

    /// The text pieces and holes of a built string, left to right; `None` if `expr` does not build a string.
    pub fn parts(&self, expr: Expr<'a>) -> Option<Vec<Part<'a>>> {
        strings::parts(self, expr)
    }

    /// The pieces of a built string as written, for fixes: names and constant holes are not folded.
    pub fn template(&self, expr: Expr<'a>) -> Option<Vec<TemplatePart<'a>>> {
        strings::template(self, expr)
    }

    /// The bits of `expr`, a number, that are known.
    pub fn bits(&self, expr: Expr<'a>) -> Option<Bits> {
        bits::bits(self, expr)
    }

    /// Whether `expr`, a class or an instance of it, is a class of this file or of the workspace that derives from one of
    /// `bases`, directly or not.
    pub fn derives_from(&self, expr: Expr<'a>, bases: &[&str]) -> bool {
        types::derives_from(self, expr, bases)
    }

    /// The library classes that the class around `offset` derives from, directly or not; for a class `Meta`, those of the
    /// class around it. `None` outside classes.
    pub fn class_around(&self, offset: usize) -> Option<Ancestors> {
        types::class_around(self, offset)
    }

    /// What the body of the class that `expr` names binds to results of calls, bases included; `None` if it is no class
    /// of the file or the project.
    pub fn members(&self, expr: Expr<'a>) -> Option<Members> {
        members::of_class(self, expr)
    }

    /// The same of the class around `offset`; for a class `Meta`, of the class around it.
    pub fn members_around(&self, offset: usize) -> Option<Members> {
        members::around(self, offset)
    }

    /// The same of the class that `model`, bound in the class around `offset`, names.
    pub fn model_around(&self, offset: usize) -> Option<Members> {
        members::model_around(self, offset)
    }

    /// The name of the form that an `if` around `offset` found valid, with what its class binds.
    pub fn valid_form(&self, offset: usize) -> Option<(Arc<str>, Members)> {
        members::valid_form(self, offset)
    }

    /// Whether `expr` is the class of users of a Django project.
    pub fn is_user_model(&self, expr: Expr<'a>) -> bool {
        users::is_model(self, expr)
    }

    /// Whether `expr` is a user, as far as the file shows.
    pub fn is_user(&self, expr: Expr<'a>) -> bool {
        users::is_user(self, expr)
    }

    /// What `expr` has of the request that a Django view answers; `None` if it has nothing, or that is not known.
    pub fn request_data(&self, expr: Expr<'a>) -> Option<RequestData<'a>> {
        request::data(self, expr)
    }

    /// What the keys of `expr`, a mapping, have of the request.
    pub fn request_keys(&self, expr: Expr<'a>) -> Option<RequestData<'a>> {
        request::keys(self, expr)
    }

    /// Whether, earlier in the function, what `expr` is made of was given to one of these functions, or, for `in`, looked
    /// up in a collection.
    pub fn is_checked(&self, expr: Expr<'a>, checks: &[&str]) -> bool {
        surroundings::is_checked(self, expr, checks)
    }

    /// The library names of the decorators of the innermost function around `offset`.
    pub fn decorators(&self, offset: usize) -> Vec<Names> {
        surroundings::decorators(self, offset, outline::LineKind::Def)
    }

    /// Whether `expr` is a manager or queryset of Django models.
    pub fn is_queryset(&self, expr: Expr<'a>) -> bool {
        querysets::is_queryset(self, expr)
    }

    /// The definition (whole `class` or `def` statement, decorators excluded) in this file that `expr` names.
    pub fn definition(&self, expr: Expr<'a>) -> Option<Span> {
        names::definition(self, expr)
    }

    /// The expression that `expr`, a name with exactly one binding, was assigned; `expr` itself if it is no such name.
    pub fn assigned(&self, expr: Expr<'a>) -> Expr<'a> {
        names::assigned(self, expr)
    }

    /// Whether something is put into the container that `expr`, a name or attribute, stands for.
    pub fn is_grown(&self, expr: Expr<'a>) -> bool {
        constants::growth(self, expr).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CODE: &str = "import a.b, c as d\nfrom ..e import f\nfrom typing import TYPE_CHECKING\nif TYPE_CHECKING:\n  import g\nclass A:\n  x = 1\n  def m(self, p=h):\n    def inner():\n      import urllib.request\n      here\n    self.y = 2\n";

    fn at(word: &str) -> usize {
        CODE.find(word).expect("the word is there")
    }

    #[test]
    fn imports_are_known_wherever_they_stand() {
        let semantics = Semantics::build(CODE.into());
        assert!(semantics.imports_module("a") && semantics.imports_module("a.b"));
        assert!(semantics.imports_module("urllib") && semantics.imports_module("urllib.request"));
        assert!(semantics.imports_module("typing.TYPE_CHECKING"));
        assert!(!semantics.imports_module("e") && !semantics.imports_module("urllib.error"));
        assert!(!semantics.imports_module("typing.cast") && !semantics.imports_module("typ"));
        let modules: Vec<_> = semantics.imported_modules().collect();
        assert_eq!(modules, ["a.b", "c", "typing", "g", "urllib.request"]);
        let clauses: Vec<_> = semantics.imports().iter().map(|i| i.span.slice(CODE)).collect();
        assert_eq!(clauses, ["a.b", "c as d", "f", "TYPE_CHECKING", "g", "urllib.request"]);
        assert_eq!(semantics.imports()[2].level, 2);
        assert_eq!(semantics.imports()[2].module_span.slice(CODE), "..e");
        assert_eq!(&*semantics.imports()[1].path(), "c");
    }

    #[test]
    fn surroundings_of_a_place() {
        let semantics = Semantics::build(CODE.into());
        assert_eq!(semantics.path_at(at("here")), ["A", "m", "inner"]);
        assert_eq!(semantics.path_at(at("p=h")), ["A"]);
        let function = semantics.function_at(at("here")).expect("it is in a function");
        assert!(function.slice(CODE).starts_with("def inner():"));
        assert!(function.slice(CODE).ends_with("here"));
        let class = semantics.enclosing_classes(at("here")).next().expect("it is in a class");
        assert!(class.slice(CODE).ends_with("self.y = 2"));
        assert_eq!(semantics.enclosing_functions(at("here")).count(), 2);
        assert_eq!(semantics.function_at(at("import a")), None);
        assert!(semantics.in_type_checking(at("import g")));
        assert!(!semantics.in_type_checking(at("here")));
    }

    #[test]
    fn bindings_can_be_looked_up() {
        let semantics = Semantics::build(CODE.into());
        let bindings = semantics.bindings_of("p", at("here"));
        assert_eq!(bindings.len(), 1);
        assert_eq!(bindings[0].kind, BindingKind::Param);
        let default = bindings[0].value_expr(&semantics.text).expect("it has a default");
        assert_eq!((default.kind(), default.source()), ("identifier", "h"));
        assert_eq!(default.span().slice(CODE), "h");
        assert!(semantics.bindings_of("x", at("here")).is_empty());
        assert_eq!(semantics.attributes_of_self("x", at("here")).len(), 1);
        assert_eq!(semantics.attributes_of_self("y", at("here")).len(), 1);
        let top: Vec<_> = semantics.top_level().map(|b| b.name.slice(CODE)).collect();
        assert_eq!(top, ["a", "d", "f", "TYPE_CHECKING", "g", "A"]);
    }

    #[test]
    fn no_text_has_no_names() {
        let semantics = Semantics::build("".into());
        assert_eq!(semantics.scope_at(0), 0);
        assert!(semantics.bindings_of("x", 0).is_empty() && semantics.path_at(0).is_empty());
    }
}

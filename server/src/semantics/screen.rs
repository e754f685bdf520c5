//! A quick look at a name before it is resolved: most names of a file can be none that anybody looks for.
//!
//! A name ends as it is written, unless something gave it another name: `as`, an assignment, a module of the workspace
//! that exports it under another one. Those ways are few, and lexical facts about all bindings of a word rule them out.

use std::cell::RefCell;
use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::asked;
use super::bindings::{Binding, BindingKind};
use super::imports::Import;
use super::lookup::{self, Target};
use super::steps::{Step, Steps};
use super::{Resolver, Semantics, strings, tables};
use crate::syntax::Expr;
use crate::text::Span;

/// Tells names that cannot end in a wanted word.
///
/// Invariant: where [`may_end`](Self::may_end) says no, the names of the expression end in no wanted word.
pub struct Screen<'a> {
    resolver: Resolver<'a>,
    /// What was found out about a word, whatever scope binds it.
    words: RefCell<HashMap<Box<str>, Word, RandomState>>,
}

/// What a word may stand for wherever it is bound.
#[derive(Clone, Copy, Debug, Default)]
struct Word {
    /// A library name that does not end in the word.
    is_alias: bool,
    /// A module of the workspace, whose members may be anything.
    is_module: bool,
}

impl Word {
    const ANYTHING: Self = Self { is_alias: true, is_module: true };

    fn or(self, other: Self) -> Self {
        Self {
            is_alias: self.is_alias || other.is_alias,
            is_module: self.is_module || other.is_module,
        }
    }
}

/// What a value looks like at a glance.
enum Shape<'t> {
    /// A name or attribute that ends in this word.
    Name(&'t str),
    /// A call of such a name and nothing more.
    Call(&'t str),
    /// A string.
    Text,
    /// Anything else.
    Other,
}

/// Functions whose result stands for a name.
const NAMING: [&str; 3] = ["getattr", "import_module", "__import__"];

/// Bindings of one word that are looked at; a word with more may be anything.
const MOST_BINDINGS: usize = 64;

impl<'a> Screen<'a> {
    /// A screen for the names of one file.
    pub fn new(resolver: Resolver<'a>) -> Self {
        Self { resolver, words: RefCell::default() }
    }

    /// Whether a name of `expr` may end in a word for which `is_wanted` holds. For an identifier or attribute that is
    /// no alias the answer costs no more than looking the word up.
    pub fn may_end(&self, expr: Expr<'a>, is_wanted: impl Fn(&str) -> bool) -> bool {
        match expr.kind() {
            "identifier" => {
                let word = expr.source();
                is_wanted(word) || self.word(word).is_alias
            }
            "attribute" => {
                let (Some(object), Some(attribute)) =
                    (expr.field("object"), expr.field("attribute"))
                else {
                    return false;
                };
                let word = attribute.source();
                is_wanted(word) || self.word(word).is_alias || self.may_be_module(object)
            }
            _ => true,
        }
    }

    /// Whether members of `expr` may be members of a module of the workspace.
    fn may_be_module(&self, mut expr: Expr<'a>) -> bool {
        loop {
            match expr.kind() {
                "identifier" => return self.word(expr.source()).is_module,
                "attribute" => {
                    let (Some(object), Some(attribute)) =
                        (expr.field("object"), expr.field("attribute"))
                    else {
                        return false;
                    };
                    if self.word(attribute.source()).is_module {
                        return true;
                    }
                    expr = object;
                }
                "call" => {
                    let Some(function) = expr.field("function") else { return false };
                    let callee = match function.kind() {
                        "attribute" => function.field("attribute").map_or("", Expr::source),
                        _ => function.source(),
                    };
                    return NAMING.contains(&callee) || self.word(callee).is_alias;
                }
                // What they give has a type at most, and members of types end as they are written.
                "string"
                | "concatenated_string"
                | "list"
                | "dictionary"
                | "set"
                | "tuple"
                | "integer"
                | "float"
                | "subscript"
                | "list_comprehension"
                | "dictionary_comprehension"
                | "set_comprehension"
                | "generator_expression" => {
                    return false;
                }
                _ => return true,
            }
        }
    }

    fn word(&self, word: &str) -> Word {
        // What is known about it changes with its bindings, even where it is kept.
        asked::note(asked::as_alias(word));
        if let Some(&known) = self.words.borrow().get(word) {
            return known;
        }
        let semantics = self.resolver.semantics;
        let bindings = semantics.bindings().of_word(semantics, word);
        // A star import gives names as they are written, one of a module of the workspace anything.
        let mut found = if bindings.len() == 0 && self.has_own_star() {
            Word::ANYTHING
        } else {
            Word::default()
        };
        if bindings.len() > MOST_BINDINGS {
            found = Word::ANYTHING;
        } else {
            for binding in bindings {
                found = found.or(self.bound(binding));
            }
        }
        found.is_alias |= tables::is_respelt(word) || word == "__builtins__";
        self.words.borrow_mut().insert(word.into(), found);
        found
    }

    fn has_own_star(&self) -> bool {
        let stars = self.resolver.semantics.bindings().stars(self.resolver.semantics);
        stars.values().flatten().any(|&number| {
            lookup::is_own(&self.resolver, &self.resolver.semantics.imports()[number])
        })
    }

    fn bound(&self, binding: &Binding) -> Word {
        let semantics = self.resolver.semantics;
        match binding.kind {
            BindingKind::Import(number) => self.imported(&semantics.imports()[number]),
            BindingKind::Assign | BindingKind::Walrus => match &binding.value {
                Some(value) if self.may_be_name(value.span) => Word::ANYTHING,
                _ => Word::default(),
            },
            _ => Word::default(),
        }
    }

    fn imported(&self, import: &Import) -> Word {
        if !lookup::is_own(&self.resolver, import) {
            return Word { is_alias: import.aliased, is_module: false };
        }
        let bound = import.bound.slice(&self.resolver.semantics.text);
        let mut found = Word::default();
        for (target, _) in lookup::imported(&self.resolver, import) {
            match target {
                Target::Library(path) => {
                    found.is_alias |= path.rsplit('.').next() != Some(bound);
                }
                Target::Module(_) => found.is_module = true,
                Target::Foreign(..) | Target::Local(_) => {}
            }
        }
        found
    }

    /// Whether the value at `span` may stand for a name: everything but literals and plain calls.
    pub(super) fn may_be_name(&self, span: Span) -> bool {
        may_be_name(&self.resolver.semantics.text, span, |word| self.is_import(word))
    }

    /// Whether the value at `span` may fold to what stands in it: everything but calls of what folds to nothing.
    pub(super) fn may_fold(&self, span: Span) -> bool {
        may_fold(&self.resolver.semantics.text, span, |word| self.word(word).is_alias)
    }

    /// Whether the word is bound by an import with `as`, perhaps of one of the functions whose result stands for a name.
    fn is_import(&self, word: &str) -> bool {
        let semantics: &Semantics = self.resolver.semantics;
        semantics.bindings().of_word(semantics, word).any(|binding| {
            matches!(binding.kind, BindingKind::Import(number)
                if semantics.imports()[number].aliased)
        })
    }
}

/// Builtins and methods whose result may hold what they are given or called on, as `methods` folds them, besides those
/// that pass pieces of texts through.
const FOLDING: [&str; 25] = [
    "bytes",
    "bytearray",
    "list",
    "sorted",
    "tuple",
    "set",
    "frozenset",
    "dict",
    "chr",
    "int",
    "float",
    "bool",
    "len",
    "abs",
    "hex",
    "copy",
    "get",
    "keys",
    "values",
    "items",
    "split",
    "splitlines",
    "reversed",
    "fromhex",
    "swapcase",
];

/// Whether calls of functions and methods of this name may fold.
fn is_folding(name: &str) -> bool {
    FOLDING.contains(&name) || strings::is_passed_through(name)
}

/// Whether the value at `span` may stand for a name: everything but literals and plain calls. `is_import` knows the
/// words that an import with `as` binds.
pub(super) fn may_be_name(text: &str, span: Span, is_import: impl Fn(&str) -> bool) -> bool {
    if !lookup::may_be_name(span.slice(text)) {
        return false;
    }
    match shape(text, span) {
        Shape::Call(last) => NAMING.contains(&last) || is_import(last),
        Shape::Name(last) => !matches!(last, "None" | "True" | "False"),
        Shape::Text => false,
        Shape::Other => true,
    }
}

/// Whether the value at `span` may fold to what stands in it. `is_alias` knows the words that may stand for others.
pub(super) fn may_fold(text: &str, span: Span, is_alias: impl Fn(&str) -> bool) -> bool {
    match shape(text, span) {
        Shape::Call(last) => is_folding(last) || is_alias(last),
        Shape::Name(_) | Shape::Text | Shape::Other => true,
    }
}

fn shape(text: &str, span: Span) -> Shape<'_> {
    let mut steps = Steps::new(text.as_bytes(), span.start, span.end).map(|(step, _)| step);
    let mut step = steps.next();
    let mut last;
    if let Some(Step::Word(start, end)) = step
        && &text[start..end] == "await"
    {
        step = steps.next();
    }
    let alone = |rest: Option<Step>| if rest.is_some() { Shape::Other } else { Shape::Text };
    loop {
        match step {
            Some(Step::Word(start, end)) => last = &text[start..end],
            // The letters before a string.
            Some(Step::Text(..)) => return alone(steps.next()),
            _ => return Shape::Other,
        }
        match steps.next() {
            Some(Step::Mark(_, b'.')) => step = steps.next(),
            Some(Step::Text(..)) => return alone(steps.next()),
            Some(Step::Mark(_, b'(')) => break,
            None => return Shape::Name(last),
            _ => return Shape::Other,
        }
    }
    // The bracket behind the callee has to be the last thing.
    let mut depth = 1_usize;
    for step in steps.by_ref() {
        match step {
            Step::Mark(_, b'(' | b'[' | b'{') => depth += 1,
            Step::Mark(_, b')' | b']' | b'}') => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    match depth > 0 || steps.next().is_some() {
        true => Shape::Other,
        false => Shape::Call(last),
    }
}

#[cfg(test)]
mod tests {
    use crate::text::Text;
    use std::path::Path;

    use super::*;
    use crate::languages::PYTHON;
    use crate::semantics::{Memo, project::NoProject};
    use crate::syntax::{Unit, parse};

    /// How many names of `code` have words, and for how many the screen asks to resolve them although nothing is wanted.
    fn check(code: &str) -> (usize, usize) {
        let semantics = Semantics::build(Text::from(code));
        let project = NoProject::default();
        let memo = Memo::default();
        let resolver = Resolver { semantics: &semantics, project: &project, memo: &memo };
        let screen = Screen::new(resolver);
        let tree = parse::parse(&PYTHON, code, None).expect("Python has a grammar");
        let root = Unit { text: code, tree: &tree, offset: 0 }.root();
        let (mut n_named, mut n_open) = (0, 0);
        let mut waiting = vec![root.node];
        while let Some(node) = waiting.pop() {
            let mut cursor = node.walk();
            waiting.extend(node.named_children(&mut cursor));
            let expr = root.at(node);
            if !matches!(expr.kind(), "identifier" | "attribute") {
                continue;
            }
            n_open += usize::from(screen.may_end(expr, |_| false));
            for name in resolver.names(expr) {
                n_named += 1;
                let last = name.path.rsplit('.').next().expect("a word");
                assert!(
                    screen.may_end(expr, |word| word == last),
                    "`{}` is {} in\n{code}",
                    expr.source(),
                    name.path
                );
            }
        }
        (n_named, n_open)
    }

    #[test]
    fn no_name_under_another_name_is_missed() {
        for code in [
            "from subprocess import run as r\nr()",
            "import subprocess as sp\nsp.run()\nr = sp.run\nr()",
            "import os\nrun = os.system if c else print\nrun()",
            "import os\n(s := os.system)(1)\ns()",
            "import os\nclass A:\n  go = os.system\n  def f(self):\n    self.go(x)\n    self.come = os.popen\n    self.come()\nA.go()\nA().come()",
            "import os\nf = getattr(os, 'system')\nf()\ng = (os.system)\ng()\nh = await (os.system)\nh()",
            "from builtins import getattr as ga\nimport os\nx = ga(os, 'system')\nx()",
            "import importlib\nm = importlib.import_module('os')\nm.system()\nn = m\nn.system()",
            "from importlib import import_module as im\nm = im('os')\nm.system()\ng = m.system\ng()",
            "import os\na, b = os.system, 1\na()",
            "import os\nc = f('(') or os.system\nc()\nd = f(1) or g(2) if x else os.popen\nd()",
            "import requests.api\nrequests.api.get()\nfrom requests import api\napi.get()",
            "from os import *\nsystem()",
            "x = f'a' if b else eval\nx()\ny = 'a' and eval\ny()",
            "d = eval\ndel d\ndef d(): pass\nd()",
        ] {
            assert!(check(code).0 > 0, "nothing has a name in {code}");
        }
    }

    #[test]
    fn plain_names_are_not_resolved() {
        let code = "import os\nfrom x import y\ndef f(self, a=1):\n  b = g(a, '(')\n  b.c.d(os.path)\n  e = await y.h()\n  self.i = 'x'\n  self.i.j(e, b[0].k)\n  return f\n";
        let (n_named, n_open) = check(code);
        assert!(n_named > 0);
        assert_eq!(n_open, 0);
    }

    #[test]
    fn no_fixture_has_a_name_that_is_missed() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rules/python");
        let mut n_named = 0;
        for entry in std::fs::read_dir(folder).expect("fixtures") {
            let path = entry.expect("an entry").path();
            if let Ok(code) = std::fs::read_to_string(&path) {
                n_named += check(&code).0;
            }
        }
        assert!(n_named > 1_000);
    }
}

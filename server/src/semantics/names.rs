//! Node → qualified names, definitions and assigned expressions: what `#resolves?` asks.

use super::bindings::BindingKind;
use super::lookup::{self, Target};
use super::{Names, Resolver, flow};
use crate::syntax::Expr;
use crate::text::Span;

pub(super) fn names<'a>(resolver: &Resolver<'a>, expr: Expr<'a>) -> Names {
    lookup::library_names(lookup::eval(resolver, expr, 0))
}

pub(super) fn definition<'a>(resolver: &Resolver<'a>, expr: Expr<'a>) -> Option<Span> {
    lookup::eval(resolver, expr, 0).into_iter().find_map(|(target, _)| match target {
        Target::Local(line) => Some(resolver.semantics.outline.statement(line)),
        _ => None,
    })
}

pub(super) fn assigned<'a>(resolver: &Resolver<'a>, expr: Expr<'a>) -> Expr<'a> {
    if expr.kind() != "identifier" {
        return expr;
    }
    let semantics = resolver.semantics;
    match flow::home(semantics, expr.source(), expr.span().start).as_slice() {
        [binding]
            if matches!(binding.kind, BindingKind::Assign | BindingKind::Walrus)
                && !binding.from_inside =>
        {
            binding.value_expr(&semantics.text).unwrap_or(expr)
        }
        _ => expr,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use expect_test::{Expect, expect};

    use super::super::project::NoProject;
    use super::super::{
        Certainty, Memo, ProjectFacts, ProjectView, QualifiedName, Semantics, Value,
        exported_names, exported_value, top_level_names,
    };
    use super::*;
    use crate::languages::PYTHON;
    use crate::syntax::{Unit, parse};
    use crate::text::DocumentUrl;

    /// A project with one file of its own besides the one that is asked about.
    #[derive(Default)]
    struct Project {
        facts: ProjectFacts,
        modules: BTreeMap<&'static str, Semantics>,
        shadows: &'static [&'static str],
    }

    impl Project {
        fn with(mut self, module: &'static str, code: &str) -> Self {
            self.modules.insert(module, Semantics::build(code.into()));
            self
        }
    }

    impl ProjectView for Project {
        fn facts(&self) -> &ProjectFacts {
            &self.facts
        }
        fn module(&self) -> Option<(&str, bool)> {
            Some(("shop.views", false))
        }
        fn has_module(&self, module: &str) -> bool {
            self.modules.contains_key(module)
        }
        fn export(&self, module: &str, name: &str) -> Option<Names> {
            let semantics = self.modules.get(module)?;
            top_level_names(semantics)
                .any(|(own, _)| own == name)
                .then(|| exported_names(semantics, &NoProject::default(), name))
        }
        fn constant(&self, module: &str, name: &str) -> Value {
            let semantics = self.modules.get(module);
            semantics.map_or(Value::Unknown, |semantics| {
                exported_value(semantics, &NoProject::default(), name)
            })
        }
        fn shadows(&self, module: &str) -> bool {
            self.shadows.contains(&module)
        }
        fn document(&self, _module: &str) -> Option<DocumentUrl> {
            None
        }
    }

    /// Calls `ask` with the smallest expression that begins at each `$0`; with the callee where that is a call.
    fn at_marks(
        code: &str,
        project: &dyn ProjectView,
        ask: impl Fn(&Resolver<'_>, Expr<'_>) -> String,
    ) -> String {
        let mut marks = Vec::new();
        let mut text = String::new();
        for (index, piece) in code.split("$0").enumerate() {
            if index > 0 {
                marks.push(text.len());
            }
            text.push_str(piece);
        }
        let semantics = Semantics::build(text.as_str().into());
        let tree = parse::parse(&PYTHON, &semantics.text, None).expect("Python has a grammar");
        let unit = Unit { text: &semantics.text, tree: &tree, offset: 0 };
        let memo = Memo::default();
        let resolver = Resolver { semantics: &semantics, project, memo: &memo };
        let mut answers = Vec::new();
        for mark in marks {
            // The widest expression that begins at the mark.
            let mut node = unit.tree.root_node();
            let mut widest = None;
            while let Some(child) = node.first_child_for_byte(mark) {
                if child.start_byte() == mark
                    && widest.is_none()
                    && !child.kind().ends_with("statement")
                    && !child.kind().ends_with("assignment")
                    && child.kind() != "block"
                {
                    widest = Some(child);
                }
                node = child;
            }
            let mut expr = unit.root().at(widest.expect("something begins at the mark"));
            if expr.kind() == "call" {
                expr = expr.field("function").expect("a call has a function");
            }
            answers.push(ask(&resolver, expr));
        }
        answers.join(" | ")
    }

    fn show(names: &[QualifiedName]) -> String {
        let mut shown: Vec<_> = names
            .iter()
            .map(|name| match name.certainty {
                Certainty::Certain => name.path.to_string(),
                Certainty::Possible => format!("{}?", name.path),
            })
            .collect();
        shown.sort();
        if shown.is_empty() { "-".to_owned() } else { shown.join(" ") }
    }

    fn check_in(project: &dyn ProjectView, code: &str, expected: Expect) {
        expected.assert_eq(&at_marks(code, project, |resolver, expr| show(&resolver.names(expr))));
    }

    fn check(code: &str, expected: Expect) {
        check_in(&NoProject::default(), code, expected);
    }

    fn check_types(code: &str, expected: Expect) {
        expected.assert_eq(&at_marks(code, &NoProject::default(), |resolver, expr| {
            show(&resolver.types(expr))
        }));
    }

    #[test]
    fn imports_bind_in_their_scope() {
        check("import a.b as y\nfrom c import d as z\n$0y.f()\n$0z()", expect!["a.b.f | c.d"]);
        check("def g():\n  import subprocess as sp\ndef k():\n  $0sp.run()", expect!["-"]);
        check("def g():\n  import subprocess as sp\n  $0sp.run()", expect!["subprocess.run"]);
    }

    #[test]
    fn an_unaliased_dotted_import_binds_its_first_part() {
        check("import a.b\n$0a.b.c()\n$0a.x()", expect!["a.b.c | a.x"]);
        check("import os.path\n$0os.system()", expect!["os.system"]);
    }

    #[test]
    fn star_imports_are_possible() {
        check(
            "from subprocess import *\nfrom os import *\n$0Popen()\n$0system()\n$0eval()\n$0nothing()",
            expect!["subprocess.Popen? | os.system? | builtins.eval | -"],
        );
        check("from os import *\n$0open(x)", expect!["os.open?"]);
    }

    #[test]
    fn aliases_by_assignment_are_followed() {
        check(
            "import subprocess as sp\nf = sp.run\nm = sp\ng = h = f\n$0f()\n$0m.run()\n$0g()\n$0h()",
            expect!["subprocess.run | subprocess.run | subprocess.run | subprocess.run"],
        );
        check("import os\na, b = os.system, 1\n$0a()\n$0b()", expect!["os.system | -"]);
        check("import os\na = os\nb = a\nc = b\nd = c\n$0d.system()", expect!["os.system"]);
        check("import os\na = os\nb = a\nc = b\nd = c\ne = d\n$0e.system()", expect!["-"]);
        check("a = b\nb = a\n$0a()", expect!["-"]);
        check("import os\nx: object = os.system\n$0x()", expect!["os.system"]);
        check(
            "import os\nrun = os.system if c else print\n$0run()",
            expect!["builtins.print? os.system?"],
        );
    }

    #[test]
    fn a_walrus_is_an_alias() {
        check("import os\nif (s := os.system) and x:\n  $0s()", expect!["os.system"]);
        check("import os\n$0(s := os.system)(1)", expect!["os.system"]);
    }

    #[test]
    fn attributes_of_self_have_types() {
        check(
            "import requests\nclass A:\n  def __init__(self):\n    self.s = requests.Session()\n    self.run = requests.get\n  def f(self):\n    $0self.s.get()\n    $0self.run()\n    $0self.t.get()",
            expect!["requests.Session.get | requests.get | -"],
        );
        check(
            "import requests\nclass A:\n  s = None\n  def f(self):\n    self.s = requests.Session()\n    $0self.s.get()",
            expect!["requests.Session.get"],
        );
    }

    #[test]
    fn with_and_annotations_give_types() {
        check(
            "import requests, tarfile\nwith requests.Session() as s, tarfile.open(x) as t:\n  $0s.get()\n  $0t.extractall()",
            expect!["requests.Session.get | tarfile.TarFile.extractall"],
        );
        check(
            "import aiohttp\nasync def f():\n  async with (aiohttp.ClientSession() as s):\n    $0s.get()",
            expect!["aiohttp.ClientSession.get"],
        );
        check(
            "import requests\nfrom typing import Optional\ndef f(s: requests.Session, t: Optional[requests.Session] = None, u: 'requests.Session | None' = None, *v: requests.Session):\n  $0s.get()\n  $0t.get()\n  $0u.get()\n  $0v.get()",
            expect!["requests.Session.get | requests.Session.get | requests.Session.get | -"],
        );
        check(
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n  from requests import Session\ndef f(s: 'Session'):\n  $0s.get()\n$0Session()",
            expect!["requests.Session.get | -"],
        );
    }

    #[test]
    fn fallback_imports_are_a_set() {
        check(
            "try:\n  import cPickle as pickle\nexcept ImportError:\n  import pickle\n$0pickle.loads()",
            expect!["cPickle.loads? pickle.loads?"],
        );
        check(
            "try:\n  from defusedxml import ElementTree as ET\nexcept ImportError:\n  from xml.etree import ElementTree as ET\ndef f():\n  $0ET.parse()",
            expect!["defusedxml.ElementTree.parse? xml.etree.ElementTree.parse?"],
        );
        check(
            "try:\n  import yaml\nexcept ImportError:\n  yaml = None\n$0yaml.load()",
            expect!["yaml.load"],
        );
    }

    #[test]
    fn dead_version_branches_are_dropped() {
        let code = |guard: &str| {
            format!(
                "import sys, six\nif {guard}:\n  import pickle as p\nelse:\n  import cPickle as p\n$0p.loads()"
            )
        };
        check(&code("sys.version_info >= (3,)"), expect!["pickle.loads"]);
        check(&code("sys.version_info[0] == 2"), expect!["cPickle.loads"]);
        check(&code("not six.PY2"), expect!["pickle.loads"]);
        check(&code("sys.version_info[0] >= 3"), expect!["pickle.loads"]);
        check(&code("sys.version_info < (3, 0)"), expect!["cPickle.loads"]);
        check(&code("sys.version_info >= (3, 11)"), expect!["cPickle.loads? pickle.loads?"]);
        check(&code("debug"), expect!["cPickle.loads? pickle.loads?"]);
    }

    #[test]
    fn branches_of_if_and_match_are_a_set() {
        check(
            "match x:\n  case 1:\n    import a as m\n  case _:\n    import b as m\n$0m.f()",
            expect!["a.f? b.f?"],
        );
        check(
            "if x:\n  import a as m\n  $0m.f()\nelse:\n  import b as m\n  $0m.f()",
            expect!["a.f | b.f"],
        );
        check("import a as m\nif x:\n  import b as m\n$0m.f()", expect!["a.f? b.f?"]);
    }

    #[test]
    fn class_scope_is_not_seen_from_functions() {
        check(
            "class A:\n  import os\n  $0os.system()\n  def f(self):\n    $0os.system()",
            expect!["os.system | -"],
        );
    }

    #[test]
    fn relative_imports_are_not_libraries() {
        check(
            "from . import subprocess\nfrom .pickle import loads\n$0subprocess.run()\n$0loads()",
            expect!["- | -"],
        );
        let project = Project::default()
            .with("shop.compat", "from subprocess import run\nimport yaml\ndef own(): pass\n")
            .with("lib", "import pickle");
        check_in(
            &project,
            "from .compat import run, yaml, own\nfrom . import compat\nfrom lib import pickle\nimport shop.compat\n$0run()\n$0yaml.load()\n$0own()\n$0compat.run()\n$0pickle.loads()\n$0shop.compat.run()",
            expect![
                "subprocess.run | yaml.load | - | subprocess.run | pickle.loads | subprocess.run"
            ],
        );
        check_in(
            &project,
            "from .compat import *\n$0run()\n$0eval()",
            expect!["subprocess.run? | builtins.eval"],
        );
        check_in(&project, "from ...compat import run\n$0run()", expect!["-"]);
    }

    #[test]
    fn a_module_of_the_workspace_hides_the_library() {
        let project = Project { shadows: &["yaml"], ..Project::default() };
        check_in(
            &project,
            "import yaml, pickle\nfrom yaml import load\n$0yaml.load()\n$0load()\n$0pickle.loads()\n$0__import__('yaml').load()",
            expect!["- | - | pickle.loads | -"],
        );
    }

    #[test]
    fn builtins_need_an_unbound_name() {
        check("$0eval(x)\n$0open(x)\n$0evil(x)", expect!["builtins.eval | builtins.open | -"]);
        check("def f(eval):\n  $0eval(x)\ndef g():\n  $0eval(x)", expect!["- | builtins.eval"]);
        check("def eval(x): pass\ndef f():\n  $0eval(x)\n$0eval(x)", expect!["- | -"]);
        check("$0eval(x)\ndef eval(x): pass\n", expect!["builtins.eval"]);
        check(
            "def f():\n  for eval in x:\n    $0eval()\n  with a as open:\n    $0open()",
            expect!["- | -"],
        );
        check(
            "[$0eval(x) for eval in y]\n[$0eval(x) for z in y]\nf(lambda eval: $0eval(x), $0eval(y))",
            expect!["- | builtins.eval | - | builtins.eval"],
        );
        check("try: pass\nexcept E as eval:\n  $0eval()\n$0eval()", expect!["- | builtins.eval"]);
        check(
            "def f():\n  global eval\n  eval = 1\ndef g():\n  $0eval(x)",
            expect!["builtins.eval?"],
        );
        check(
            "class A:\n  def eval(self):\n    $0eval(x)\n  $0eval(x)",
            expect!["builtins.eval | -"],
        );
        check("match x:\n  case [eval, y]:\n    $0eval()", expect!["-"]);
        check("del eval\n$0eval()", expect!["-"]);
        check("from foo import eval\n$0eval()", expect!["foo.eval"]);
    }

    #[test]
    fn builtins_by_other_roads() {
        check(
            "import builtins\nfrom builtins import eval as ev\n$0builtins.eval(x)\n$0ev(x)\n$0__builtins__['eval'](x)\n$0getattr(builtins, 'eval')(x)\n$0builtins.__dict__['eval'](x)",
            expect![
                "builtins.eval | builtins.eval | builtins.eval | builtins.eval | builtins.eval"
            ],
        );
    }

    #[test]
    fn attributes_of_unknown_receivers_have_no_name() {
        check(
            "$0self.eval(x)\n$0df.eval(x)\n$0f().eval(x)\n$0x[0].system()",
            expect!["- | - | - | -"],
        );
    }

    #[test]
    fn getattr_and_import_module_of_constants() {
        check(
            "import subprocess as sp\n$0getattr(sp, 'run')(x)\n$0getattr(sp, n)(x)",
            expect!["subprocess.run | -"],
        );
        check(
            "import importlib\nfrom importlib import import_module as im\n$0importlib.import_module('os').system(x)\n$0__import__('os').system(x)\n$0__import__('os.path').system(x)\n$0im('a.b').c(x)\nm = importlib.import_module('pickle')\n$0m.loads(x)",
            expect!["os.system | os.system | os.system | a.b.c | pickle.loads"],
        );
        check("import sys\n$0sys.modules['os'].system(x)", expect!["os.system"]);
    }

    #[test]
    fn references_without_a_call_resolve() {
        check(
            "import pickle, os, functools, subprocess as sp\nmap($0pickle.loads, xs)\nT(target=$0os.system)\nx = {'a': $0os.system}\n$0functools.partial($0sp.run, shell=True)\n@$0os.system\ndef f(): pass",
            expect![
                "pickle.loads | os.system | os.system | functools.partial | subprocess.run | os.system"
            ],
        );
    }

    #[test]
    fn the_newest_dominating_binding_wins() {
        check("import x\nclass x: pass\n$0x.f()", expect!["-"]);
        check("import x\n$0x.f()\ndef x(): pass\n$0x.f()\nx = 1\n$0x.f()", expect!["x.f | - | -"]);
        check("import a as x\nimport b as x\n$0x.f()", expect!["b.f"]);
        check("import a as x\ndef f():\n  $0x.f()\nimport b as x", expect!["b.f"]);
        check("import a as x\nx = x.y\n$0x.f()", expect!["a.y.f"]);
    }

    #[test]
    fn methods_resolve_through_the_receivers_type() {
        check(
            "import paramiko, sqlite3, ssl\nfrom pathlib import Path\nc = paramiko.SSHClient()\n$0c.exec_command(x)\ndb = sqlite3.connect(x)\ncur = db.cursor()\n$0cur.execute(x)\n$0sqlite3.connect(x).cursor().execute(x)\n$0(Path(a) / b).chmod(1)\n$0ssl.create_default_context().wrap_socket(x)",
            expect![
                "paramiko.SSHClient.exec_command | sqlite3.Cursor.execute | sqlite3.Cursor.execute | pathlib.Path.chmod | ssl.SSLContext.wrap_socket"
            ],
        );
        check(
            "import requests\ndef make() -> requests.Session: ...\ns = make()\n$0s.get()",
            expect!["requests.Session.get"],
        );
        check(
            "import requests\ns = requests.Session() if x else None\n$0s.get()",
            expect!["requests.Session.get"],
        );
        check(
            "from flask import current_app, Flask\n$0current_app.run()\n$0current_app.logger.info()\napp = Flask(x)\n$0app.run()",
            expect!["flask.Flask.run | logging.Logger.info | flask.Flask.run"],
        );
        check(
            "from django.db import connection\nwith connection.cursor() as c:\n  $0c.execute(x)",
            expect!["django.db.backends.utils.CursorWrapper.execute"],
        );
    }

    #[test]
    fn subclasses_of_library_classes() {
        check(
            "import requests\nclass S(requests.Session):\n  def get(self, u):\n    $0super().get(u)\n    $0self.post(u)\nclass T(S): pass\ns = S()\n$0s.get(u)\n$0s.put(u)\n$0T().put(u)",
            expect![
                "requests.Session.get | requests.Session.post | - | requests.Session.put | requests.Session.put"
            ],
        );
        check_types(
            "import requests\nclass S(requests.Session): pass\ns = S()\n$0s",
            expect!["requests.Session"],
        );
    }

    #[test]
    fn types_of_expressions() {
        check_types(
            "import tarfile, random\nfrom x import Foo, BAR\nt = tarfile.open(f)\n$0t\nr = random.SystemRandom()\n$0r\na = Foo()\n$0a\nb = BAR()\n$0b\nc = d = tarfile.TarFile(x)\n$0d\n$0tarfile",
            expect!["tarfile.TarFile | random.SystemRandom | x.Foo | - | tarfile.TarFile | -"],
        );
    }

    #[test]
    fn spellings_are_canonical() {
        check(
            "import requests, six\nfrom six.moves import urllib, cPickle\nfrom yaml.cyaml import CSafeLoader\n$0requests.api.get()\n$0six.moves.urllib.request.urlopen()\n$0urllib.request.urlopen()\n$0cPickle.loads()\n$0CSafeLoader()",
            expect![
                "requests.get | urllib.request.urlopen | urllib.request.urlopen | pickle.loads | yaml.CSafeLoader"
            ],
        );
    }

    #[test]
    fn classes_know_their_bases() {
        let code = "from django.db import models\nclass Base(models.Model): pass\nclass A(Base): pass\nclass B: pass\n$0A()\n$0B()\na = A()\n$0a\n$0models.Model";
        let answers = at_marks(code, &NoProject::default(), |resolver, expr| {
            resolver.derives_from(expr, &["django.db.models.Model"]).to_string()
        });
        assert_eq!(answers, "true | false | true | false");
        let cycle =
            at_marks("class A(B): pass\nclass B(A): pass\n$0A()", &NoProject::default(), |r, e| {
                r.derives_from(e, &["x.Y"]).to_string()
            });
        assert_eq!(cycle, "false");
    }

    #[test]
    fn definitions_are_found() {
        let code = "class A:\n  def m(self):\n    return $0self.n()\n  def n(self):\n    return 1\ndef f(x):\n  pass\ng = f\n$0g()\n$0A().m()\n$0print()";
        let answers = at_marks(code, &NoProject::default(), |resolver, expr| {
            resolver
                .definition(expr)
                .map_or("-", |span| span.slice(&resolver.semantics.text))
                .lines()
                .next()
                .unwrap_or("")
                .to_owned()
        });
        assert_eq!(answers, "def n(self): | def f(x): | def m(self): | -");
    }

    #[test]
    fn assigned_expressions_are_found() {
        let code = "A = 'x' + y\nb = 1\nb = 2\ndef f(p=3):\n  c = A\n  $0A\n  $0b\n  $0c\n  $0p\n  $0zz\nd, e = 1, [2]\n$0e";
        let answers = at_marks(code, &NoProject::default(), |resolver, expr| {
            resolver.assigned(expr).source().to_owned()
        });
        assert_eq!(answers, "'x' + y | b | A | p | zz | [2]");
    }

    #[test]
    fn exports_hold_library_names_and_constants() {
        let semantics = Semantics::build(
            "from subprocess import run as r\nx = 1\ndef f(): pass\nimport os.path\ny = []\nz = []\nz.append(y)\n".into(),
        );
        let shown: Vec<_> = top_level_names(&semantics)
            .map(|(name, is_definition)| {
                let names = exported_names(&semantics, &NoProject::default(), name);
                let value = exported_value(&semantics, &NoProject::default(), name);
                format!("{name}={} {value:?} {is_definition}", show(&names))
            })
            .collect();
        assert_eq!(
            shown,
            [
                "r=subprocess.run Unknown false",
                "x=- Int(1) false",
                "f=- Unknown true",
                "os=os Unknown false",
                "y=- List([]) false",
                "z=- Unknown false"
            ]
        );
    }

    #[test]
    fn broken_and_huge_input_is_survived() {
        for code in [
            "x = \n$0x()",
            "import \nfrom import a\n$0a()",
            "from a import (b,\n$0b()",
            "def (x):\n  $0x()",
            "class :\n  pass\n$0x",
            "for in x:\n  $0x()",
            "with as :\n  $0x",
            "a = b = = c\n$0a",
            "é = ü\n$0é()",
            "(x := \n$0x",
            "[x for\n$0x",
            "lambda lambda\n$0x",
            "except as e:\n  $0e",
            "case é:\n  $0é",
        ] {
            at_marks(&format!("pass\n{code}"), &NoProject::default(), |resolver, expr| {
                format!("{:?}{:?}", resolver.names(expr), resolver.types(expr))
            });
        }
        let deep =
            format!("import os\nx = {}os{}\n$0x.system()", "(".repeat(3000), ")".repeat(3000));
        check(&deep, expect!["-"]);
        let many = format!("{}$0x()", "x = y\ny = x\n".repeat(5000));
        check(&many, expect!["-"]);
        let wide = format!(
            "{}$0f0()",
            (0..200).map(|n| format!("f{n} = f{} or f{}\n", n + 1, n + 2)).collect::<String>()
        );
        check(&wide, expect!["-"]);
    }
}

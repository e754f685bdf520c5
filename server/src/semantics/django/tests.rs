//! Modules in memory, composed: what comes out, name by name.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex};

use super::value::{Cast, Kind, Value};
use super::{Composer, Role, Root, SettingsFiles, SourceFile, View};
use crate::text::DocumentUrl;

/// Files by path; `shop/settings/base.py` is the module `shop.settings.base`.
struct Memory {
    files: HashMap<String, String>,
    read: Mutex<HashMap<String, Arc<SourceFile>>>,
}

impl Memory {
    fn file(&self, path: &str) -> Option<Arc<SourceFile>> {
        let text = self.files.get(path)?;
        let mut read = self.read.lock().expect("one thread");
        let file = read.entry(path.to_owned()).or_insert_with(|| {
            let stem = path.trim_end_matches(".py").replace('/', ".");
            let module = stem.trim_end_matches(".__init__");
            let place = Some((module, stem != module));
            Arc::new(SourceFile::new(
                DocumentUrl::new(format!("file:///{path}")),
                place,
                text.as_str().into(),
            ))
        });
        Some(file.clone())
    }
}

impl SettingsFiles for Memory {
    fn module(&self, _from: &SourceFile, dotted: &str) -> Option<Arc<SourceFile>> {
        let path = dotted.replace('.', "/");
        self.file(&format!("{path}.py")).or_else(|| self.file(&format!("{path}/__init__.py")))
    }

    fn beside(&self, from: &SourceFile, pattern: &str) -> Vec<Arc<SourceFile>> {
        let folder = from
            .url
            .as_str()
            .trim_start_matches("file:///")
            .rsplit_once('/')
            .map_or("", |(f, _)| f);
        let (before, behind) = pattern.split_once('*').unwrap_or((pattern, ""));
        let mut paths: Vec<&String> = self
            .files
            .keys()
            .filter(|path| {
                let inner = path.strip_prefix(&format!("{folder}/"));
                inner.is_some_and(|inner| match pattern.contains('*') {
                    true => inner.starts_with(before) && inner.ends_with(behind),
                    false => inner == pattern,
                })
            })
            .collect();
        paths.sort();
        paths.into_iter().filter_map(|path| self.file(path)).collect()
    }

    fn is_own(&self, _from: &SourceFile, dotted: &str) -> bool {
        let top = dotted.split('.').next().unwrap_or_default();
        self.files.keys().any(|path| path.split(['/', '.']).next() == Some(top))
    }
}

/// Composes the first of some files.
fn views(role: Role, files: &[(&str, &str)]) -> Vec<View> {
    let all = files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
    let memory = Memory { files: all, read: Mutex::default() };
    let file = memory.file(files[0].0).expect("the first file is there");
    Composer::new(&memory).compose(&Root { file, role, class: None })
}

fn show(value: &Value) -> String {
    match &value.kind {
        Kind::Unknown => "?".to_owned(),
        Kind::None => "None".to_owned(),
        Kind::Bool(truth) => format!("{truth}"),
        Kind::Int(number) => number.to_string(),
        Kind::Float(number) => number.to_string(),
        Kind::Text(text) => format!("'{text}'"),
        Kind::Bytes => "bytes".to_owned(),
        Kind::Path(path) => format!("path {path}"),
        Kind::List(_, items) => {
            format!("[{}]", items.iter().map(show).collect::<Vec<_>>().join(", "))
        }
        Kind::Dict(dict) => {
            let entries: Vec<String> = dict
                .entries
                .iter()
                .map(|(key, value)| format!("{}: {}", show(key), show(value)))
                .collect();
            format!("{{{}{}}}", entries.join(", "), if dict.is_open { " …" } else { "" })
        }
        Kind::Env(env) => {
            let cast = match env.cast {
                Cast::Raw => "raw",
                Cast::Truth => "truth",
                Cast::Bool => "bool",
                Cast::Other => "cast",
            };
            let default = env.default.as_ref().map_or("-".to_owned(), show);
            format!("env {} {cast} {default}", env.variable.as_deref().unwrap_or("?"))
        }
        Kind::OneOf(values) => values.iter().map(show).collect::<Vec<_>>().join(" | "),
        Kind::Name(name) => name.to_string(),
        Kind::Module(_) => "module".to_owned(),
        Kind::Function(_) => "function".to_owned(),
        Kind::Class(class) => format!("class {}", class.name),
        Kind::Instance(class) => format!("a {}", class.name),
        Kind::Call(call) => format!("{}()", call.name),
    }
}

/// What `X` is after some code, in production.
fn x(code: &str) -> String {
    after(&[("settings.py", code)])
}

fn after(files: &[(&str, &str)]) -> String {
    let views = views(Role::Production, files);
    let mut out = String::new();
    for view in &views {
        if views.len() > 1 {
            let _ = write!(out, "{}: ", view.name);
        }
        match view.settings.get("X") {
            Some(slot) => out.push_str(&show(&slot.value)),
            None if view.is_open => out.push_str("open"),
            None => out.push_str("absent"),
        }
        out.push_str(if views.len() > 1 { "; " } else { "" });
    }
    out
}

#[test]
fn constants_are_folded() {
    assert_eq!(x("X = 60 * 60 * 24"), "86400");
    assert_eq!(x("A = 'a'\nX = f'{A}.b' + '%s' % 'c' + 'd'.upper()"), "'a.bcD'");
    assert_eq!(x("X = [*[1, 2], 3][1:]"), "[2, 3]");
    assert_eq!(x("X = {**{'a': 1}, 'b': 2} | {'a': 3}"), "{'a': 3, 'b': 2}");
    assert_eq!(x("X = ['a.' + n for n in ['b', 'c'] if n != 'c']"), "['a.b']");
    assert_eq!(x("X = 'a,b'.split(',')"), "['a', 'b']");
    assert_eq!(
        x("from datetime import timedelta\nX = int(timedelta(days=2).total_seconds())"),
        "172800"
    );
    assert_eq!(x("a = b = X = (Y := 3)"), "3");
    assert_eq!(x("X: int = 5"), "5");
    assert_eq!(x("X = 10 ** 1000"), "?");
}

#[test]
fn paths_count_from_the_file() {
    assert_eq!(
        after(&[(
            "a/b/settings.py",
            "from pathlib import Path\nX = Path(__file__).resolve().parent.parent / 'c'"
        )]),
        "path /a/c"
    );
    assert_eq!(
        after(&[(
            "a/b/settings.py",
            "import os\nX = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'c')"
        )]),
        "path /a/b/c"
    );
    assert_eq!(
        after(&[("a/b/settings.py", "from pathlib import Path\nX = Path(__file__).parents[1]")]),
        "path /a"
    );
}

#[test]
fn lists_and_dictionaries_change_in_order() {
    assert_eq!(x("X = [1]\nX += [2]\nX.append(3)\nX.insert(0, 0)\nX.remove(2)"), "[0, 1, 3]");
    assert_eq!(x("X = ['a', 'b']\nX.insert(X.index('a') + 1, 'c')"), "['a', 'c', 'b']");
    assert_eq!(x("X = [1]\nX[0] = 2\nX.extend((3,))"), "[2, 3]");
    assert_eq!(x("X = {'a': {}}\nX['a']['b'] = 1\nX.update(c=2)\ndel X['c']"), "{'a': {'b': 1}}");
    assert_eq!(x("X = [1]\nX.extend(unknown())"), "[1, ?]");
    assert_eq!(x("X = [1]\nX.sort(key=f)"), "[1, ?]");
    assert_eq!(x("X = []\nfor a in ['b', 'c']:\n    X.append(a)"), "['b', 'c']");
    assert_eq!(x("X = 1\nfor a in unknown():\n    X = 2"), "?");
}

#[test]
fn conditions_are_those_of_production() {
    assert_eq!(x("DEBUG = True\nif DEBUG:\n    X = 1\nelse:\n    X = 2"), "1");
    assert_eq!(
        x("import os\nDEBUG = os.environ.get('DEBUG') == '1'\nif not DEBUG:\n    X = 1"),
        "1"
    );
    assert_eq!(
        x("import os\nif os.environ['ENV'] == 'production':\n    X = 1\nelse:\n    X = 2"),
        "1"
    );
    assert_eq!(x("import sys\nX = 1\nif 'test' in sys.argv:\n    X = 2"), "1");
    assert_eq!(
        x("import socket\nif socket.gethostname() == 'a':\n    X = 1\nelse:\n    X = 2"),
        "1 | 2"
    );
    assert_eq!(x("if unknown():\n    X = 1"), "1 | ?");
    assert_eq!(x("if unknown():\n    raise ValueError\nelse:\n    X = 1"), "1");
    assert_eq!(
        x(
            "import os\nmatch os.environ['ENV']:\n    case 'dev':\n        X = 1\n    case _:\n        X = 2"
        ),
        "2"
    );
    assert_eq!(x("import os\nX = ['*'] if os.environ.get('DEBUG') else ['a']"), "['a']");
    assert_eq!(x("try:\n    import a_library\n    X = 1\nexcept ImportError:\n    X = 2"), "1 | 2");
}

#[test]
fn the_environment_is_neither_good_nor_bad() {
    assert_eq!(x("import os\nX = os.environ['A']"), "env A raw -");
    assert_eq!(x("import os\nX = os.getenv('A', 'b')"), "env A raw 'b'");
    assert_eq!(x("import os\nX = os.environ.get('A') or 'b'"), "env A raw 'b'");
    assert_eq!(x("from os import environ\nX = bool(environ.get('A'))"), "env A truth None");
    assert_eq!(
        x("import os\nX = os.environ.get('A', 'False').lower() == 'true'"),
        "env A bool false"
    );
    assert_eq!(
        x("from decouple import config\nX = config('A', default=True, cast=bool)"),
        "env A bool true"
    );
    assert_eq!(
        x("import environ\nenv = environ.Env(A=(bool, False))\nX = env('A')"),
        "env A bool false"
    );
    assert_eq!(
        x("import environ\nenv = environ.Env()\nX = env.bool('A', True)"),
        "env A bool true"
    );
    assert_eq!(x("from environs import Env\nenv = Env()\nX = env.list('A')"), "env A cast -");
    // What stands before a condition is the same behind it.
    let read = "env = environ.Env()\nX = env('A')\nif env.bool('B'):\n    env.read_env()\n";
    assert_eq!(x(&format!("import environ\n{read}X = X\nY = env('C')")), "env A raw -");
    assert_eq!(x(&format!("import environ\n{read}X = env('C')")), "env C raw -");
    assert_eq!(
        x(
            "import os\ndef get(name, default=None):\n    try:\n        return os.environ[name]\n    except KeyError:\n        return default\nX = get('A', 'b')"
        ),
        "env A raw - | 'b'"
    );
    assert_eq!(
        x(
            "from pydantic_settings import BaseSettings\nclass S(BaseSettings):\n    a: bool = False\ns = S()\nX = s.a"
        ),
        "env A bool false"
    );
}

#[test]
fn modules_are_put_together() {
    assert_eq!(after(&[("a.py", "from b import *\nX += [2]"), ("b.py", "X = [1]")]), "[1, 2]");
    assert_eq!(after(&[("a.py", "import b\nX = b.X"), ("b.py", "X = 1")]), "1");
    assert_eq!(
        after(&[
            ("p/a.py", "from . import b\nX = b.X"),
            ("p/b.py", "X = 1"),
            ("p/__init__.py", "")
        ]),
        "1"
    );
    assert_eq!(
        after(&[
            ("p/a.py", "from .b import X as Y\nX = Y"),
            ("p/b.py", "X = 1"),
            ("p/__init__.py", "")
        ]),
        "1"
    );
    assert_eq!(
        after(&[("a.py", "from b import *"), ("b.py", "X = 1\n__all__ = ['Y']\nY = 2")]),
        "absent"
    );
    assert_eq!(after(&[("a.py", "from nowhere import *")]), "open");
    assert_eq!(after(&[("a.py", "X = 1\nfrom nowhere import *")]), "?");
    assert_eq!(after(&[("a.py", "from b import *\nX = 1"), ("b.py", "from a import *")]), "1");
    assert_eq!(
        after(&[("a.py", "X = 1\ntry:\n    from local import *\nexcept ImportError:\n    pass")]),
        "1"
    );
    assert_eq!(
        after(&[
            ("p/a.py", "X = 1\ntry:\n    from .local import *\nexcept ImportError:\n    pass"),
            ("p/local.py", "X = 2"),
            ("p/__init__.py", "")
        ]),
        "1"
    );
}

#[test]
fn includes_run_in_place() {
    let include = "from split_settings.tools import include, optional\nX = [0]\n";
    assert_eq!(
        after(&[
            ("s/a.py", &format!("{include}include('b.py', optional('none.py'))\n")),
            ("s/b.py", "X += [1]")
        ]),
        "[0, 1]"
    );
    assert_eq!(after(&[("s/a.py", &format!("{include}include('none.py')\n"))]), "[0]");
    let chosen = format!("{include}import os\ninclude(f\"e/{{os.environ['E']}}.py\")\n");
    assert_eq!(
        after(&[
            ("s/a.py", &chosen),
            ("s/e/production.py", "X = 1"),
            ("s/e/dev.py", "X = 2"),
            ("s/e/other.py", "")
        ]),
        "dev: 2; production: 1; "
    );
}

#[test]
fn classes_of_settings_are_views() {
    let code = "from configurations import Configuration, values\nclass Base(Configuration):\n    X = [1]\nclass Mixin:\n    Y = 1\nclass Dev(Mixin, Base):\n    X = Base.X + [2]\nclass Prod(Base):\n    X = values.BooleanValue(False)\n";
    assert_eq!(x(code), "Dev: [1, 2]; Prod: env X bool false; ");
}

#[test]
fn what_may_set_anything_opens_the_view() {
    for code in [
        "exec(open('a').read())",
        "globals().update(unknown())",
        "import django_heroku\ndjango_heroku.settings(locals())",
        "import dynaconf\nsettings = dynaconf.DjangoDynaconf(__name__)",
        "globals()[unknown()] = 1",
    ] {
        assert_eq!(x(code), "open", "{code}");
    }
    assert_eq!(x("globals().update({'X': 1})"), "1");
    assert_eq!(x("vars()['X'] = 1"), "1");
}

#[test]
fn hostile_modules_end() {
    let deep = format!("X = {}1{}", "(".repeat(2_000), ")".repeat(2_000));
    assert!(!x(&deep).is_empty());
    assert!(!x(&format!("X = {}", "1 + ".repeat(5_000) + "1")).is_empty());
    assert!(!x("def f(a):\n    return f(a)\nX = f(1)").is_empty());
    assert!(!x(&format!("X = 1\n{}", "if a():\n    X += 1\n".repeat(2_000))).is_empty());
    assert!(!x("X = [1]\nfor a in X * 1000000:\n    for b in X:\n        X += X").is_empty());
    assert!(!x("class A(A):\n    pass\nX = A.b").is_empty());
    assert!(!x("X = 'a' * 10**9").is_empty());
    assert!(!x("from configurations import Configuration\nclass A(B, Configuration): pass\nclass B(A): pass\nclass C(A, B): X = 1").is_empty());
    let list = "X = []\n".to_owned() + &"X = X + X + [1]\n".repeat(40);
    assert!(!x(&list).is_empty());
}

#[test]
fn views_made_from_one_module_are_what_each_would_be_alone() {
    let files = [
        ("shop/base.py", "DEBUG = False\nNAMES = ['a']\n"),
        ("shop/late.py", "try:\n    from .gone import *\nexcept ImportError:\n    pass\n"),
        ("shop/a.py", "from .base import *\nNAMES += ['b']\n"),
        ("shop/b.py", "from .base import *\nfrom .late import *\n"),
        ("shop/c.py", "from .d import *\nC = 1\n"),
        ("shop/d.py", "from .c import *\nD = 1\n"),
        ("shop/e.py", "from .late import *\nDEBUG = True\n"),
    ];
    let all = files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
    let memory = Memory { files: all, read: Mutex::default() };
    let mut together = Composer::new(&memory);
    for (path, _) in files {
        let file = memory.file(path).expect("the file is there");
        let root = Root { file, role: Role::Production, class: None };
        let told = |views: Vec<View>| -> Vec<String> {
            views
                .iter()
                .map(|view| {
                    let settings = view.settings.sorted();
                    let settings: Vec<String> = settings
                        .map(|(name, slot)| format!("{name}={}", show(&slot.value)))
                        .collect();
                    let mut parts: Vec<&str> =
                        view.own_files().map(|file| file.url.as_str()).collect();
                    parts.sort_unstable();
                    let (is_open, is_weak) = (view.is_open, view.is_weak);
                    format!("{} {parts:?} {is_open} {is_weak}", settings.join(" "))
                })
                .collect()
        };
        let shared = told(together.compose(&root));
        assert_eq!(shared, told(Composer::new(&memory).compose(&root)), "{path}");
    }
}

//! What kind of file this is, from its path relative to the nearest project root.

/// The contexts of one file; rules say how they use them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct FileContext {
    /// A component `test`, `tests` or `testing`, or a name `test_*.py`, `*_test.py`, `*_tests.py`, `tests.py`, `conftest.py`.
    pub test: bool,
    /// Below `example(s)/`, `doc(s)/` or `samples/`.
    pub example: bool,
    /// `setup.py`, `noxfile.py`, `tasks.py`, `fabfile.py`, `manage.py`, or below `scripts/`.
    pub setup: bool,
    /// Below `migrations/`: written once by a program, run once.
    pub migration: bool,
    /// A `.pyi` stub.
    pub stub: bool,
    /// A notebook cell or a notebook in text form.
    pub notebook: bool,
}

impl FileContext {
    /// Judges a `/`-separated path relative to the nearest project root.
    pub fn of_path(path: &str) -> Self {
        let mut context = Self::default();
        let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
        for folder in folders.split('/') {
            match folder {
                "test" | "tests" | "testing" => context.test = true,
                "example" | "examples" | "doc" | "docs" | "samples" => context.example = true,
                "scripts" => context.setup = true,
                "migrations" => context.migration = true,
                _ => {}
            }
        }
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let is_python = name.ends_with(".py") || name.ends_with(".pyi") || name.ends_with(".pyw");
        if is_python {
            context.test |= stem.starts_with("test_")
                || stem.ends_with("_test")
                || stem.ends_with("_tests")
                || matches!(stem, "tests" | "conftest");
            context.setup |= matches!(stem, "setup" | "noxfile" | "tasks" | "fabfile" | "manage");
        }
        context.stub = name.ends_with(".pyi");
        // `x.nb.py` and `x.ipynb.py` are the names jupytext pairs a notebook with.
        context.notebook = name.ends_with(".ipynb")
            || name.contains(".ipynb#")
            || name.ends_with(".nb.py")
            || name.ends_with(".ipynb.py");
        context
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(path: &str) -> String {
        let context = FileContext::of_path(path);
        [
            (context.test, "test"),
            (context.example, "example"),
            (context.setup, "setup"),
            (context.migration, "migration"),
            (context.stub, "stub"),
            (context.notebook, "notebook"),
        ]
        .iter()
        .filter(|(holds, _)| *holds)
        .map(|(_, name)| *name)
        .collect::<Vec<_>>()
        .join(" ")
    }

    #[test]
    fn folders_and_names_make_tests() {
        assert_eq!(check("shop/tests/data/x.py"), "test");
        assert_eq!(check("testing/x.py"), "test");
        assert_eq!(check("shop/test_views.py"), "test");
        assert_eq!(check("shop/views_test.py"), "test");
        assert_eq!(check("shop/view_tests.py"), "test");
        assert_eq!(check("shop/tests.py"), "test");
        assert_eq!(check("conftest.py"), "test");
    }

    #[test]
    fn words_that_only_contain_test_are_no_tests() {
        assert_eq!(check("contests/latest.py"), "");
        assert_eq!(check("attest_x/testimony.py"), "");
        assert_eq!(check("tests"), "");
        assert_eq!(check("shop/test_data.json"), "");
    }

    #[test]
    fn examples_setup_stubs_and_notebooks() {
        assert_eq!(check("docs/conf.py"), "example");
        assert_eq!(check("examples/tests/x.py"), "test example");
        assert_eq!(check("manage.py"), "setup");
        assert_eq!(check("scripts/deploy.py"), "setup");
        assert_eq!(check("shop/migrations/0001_initial.py"), "migration");
        assert_eq!(check("shop/setup.pyi"), "setup stub");
        assert_eq!(check("lab/report.ipynb"), "notebook");
        assert_eq!(check(""), "");
    }
}

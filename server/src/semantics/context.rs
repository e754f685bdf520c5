//! What kind of file this is, from its path relative to the nearest project root.

/// The contexts of one file; rules say how they use them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct FileContext {
    /// A component `test`, `tests` or `testing`, or a name `test_*.py`, `*_test.py`, `tests.py`, `conftest.py`.
    pub test: bool,
    /// Below `example(s)/`, `doc(s)/` or `samples/`.
    pub example: bool,
    /// `setup.py`, `noxfile.py`, `tasks.py`, `fabfile.py`, `manage.py`, or below `scripts/`.
    pub setup: bool,
    /// A `.pyi` stub.
    pub stub: bool,
    /// A notebook cell or a notebook in text form.
    pub notebook: bool,
}

impl FileContext {
    /// Judges a `/`-separated path relative to the nearest project root.
    pub fn of_path(path: &str) -> Self {
        let _ = path;
        Self::default()
    }
}

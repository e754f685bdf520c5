//! The table of languages: what is known about each, as data.

pub mod detect;
mod django_template;
mod javascript;
mod plain;
mod python;
mod rule_file;
mod toml;

pub use django_template::DJANGO_TEMPLATE;
pub use javascript::JAVASCRIPT;
pub use plain::PLAIN;
pub use python::PYTHON;
pub use rule_file::RULE_FILE;
pub use toml::TOML;

/// How comments look, for suppressions and fixture marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comment {
    /// From the leader to the end of the line, also behind code.
    Line(&'static str),
    /// Between two signs, on one line.
    Between(&'static str, &'static str),
    /// The language has none.
    None,
}

/// One language: its row here, and the folders of its name in `queries/` and `tests/rules/`.
#[derive(Debug)]
pub struct Language {
    /// Also the folder name.
    pub id: &'static str,
    /// `languageId`s that editors send for it.
    pub lsp_ids: &'static [&'static str],
    /// Globs on the path, `/`-separated; the first language with a match wins.
    pub files: &'static [&'static str],
    /// The grammar; none for line-based or plain text.
    pub grammar: Option<fn() -> tree_sitter::Language>,
    /// How comments look.
    pub comment: Comment,
}

impl PartialEq for Language {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Language {}

/// All languages, most specific first.
pub static LANGUAGES: &[&Language] =
    &[&PYTHON, &TOML, &RULE_FILE, &DJANGO_TEMPLATE, &JAVASCRIPT, &PLAIN];

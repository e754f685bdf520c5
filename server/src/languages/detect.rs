//! Editor id, path and first line to a language.

use std::path::Path;
use std::sync::LazyLock;

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

use super::{LANGUAGES, Language, PLAIN, PYTHON};

/// Every glob of every language, with the language each belongs to.
static GLOBS: LazyLock<(GlobSet, Vec<&'static Language>)> = LazyLock::new(|| {
    let mut set = GlobSetBuilder::new();
    let mut owners = Vec::new();
    for &language in LANGUAGES {
        for glob in language.files {
            let glob = GlobBuilder::new(glob)
                .literal_separator(true)
                .build()
                .expect("a test compiles the table's globs");
            set.add(glob);
            owners.push(language);
        }
    }
    (set.build().expect("a test compiles the table's globs"), owners)
});

/// The language of a document. The path decides; `lsp_id` is a hint for paths that say nothing,
/// `first_line` (for `#!`) the last resort.
pub fn detect(path: &str, lsp_id: Option<&str>, first_line: &str) -> &'static Language {
    by_path(path)
        .or_else(|| lsp_id.and_then(by_lsp_id))
        .unwrap_or_else(|| if runs_python(first_line) { &PYTHON } else { &PLAIN })
}

/// The language whose files look like `path`; `\` separates as `/` does.
pub fn by_path(path: &str) -> Option<&'static Language> {
    // Most files, and the globs take a while to compile.
    if path.ends_with(".py") {
        return Some(&PYTHON);
    }
    let (set, owners) = &*GLOBS;
    let slashed;
    let path = if path.contains('\\') {
        slashed = path.replace('\\', "/");
        &slashed
    } else {
        path
    };
    // Owners are in the order of the table, so the first match is the most specific language.
    set.matches(path).into_iter().min().map(|index| owners[index])
}

/// Whether the name or folder of a script says that nobody here wrote it by hand.
pub fn is_library_path(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    let is_named = ["min.", "-min.", ".bundle.", "jquery", "bootstrap", "polyfill", ".pack."];
    is_named.iter().any(|part| name.contains(part))
        || path.components().any(|part| {
            let part = part.as_os_str().to_string_lossy().to_ascii_lowercase();
            matches!(&*part, "lib" | "libs" | "dist" | "build" | "external" | "plugins")
                || part.starts_with("jquery")
        })
}

/// The language of a row's id.
pub fn by_id(id: &str) -> Option<&'static Language> {
    LANGUAGES.iter().copied().find(|language| language.id == id)
}

fn by_lsp_id(lsp_id: &str) -> Option<&'static Language> {
    LANGUAGES.iter().copied().find(|language| language.lsp_ids.contains(&lsp_id))
}

/// `#!/usr/bin/python3.12`, `#!/usr/bin/env -S uv run --script python`.
fn runs_python(first_line: &str) -> bool {
    let Some(command) = first_line.trim_start_matches('\u{feff}').strip_prefix("#!") else {
        return false;
    };
    command.split_ascii_whitespace().any(|word| {
        let name = word.rsplit('/').next().unwrap_or(word);
        let name = name.strip_suffix(".exe").unwrap_or(name);
        ["python", "pypy", "pythonw"].iter().any(|program| {
            name.strip_prefix(program)
                .is_some_and(|rest| rest.chars().all(|c| c.is_ascii_digit() || c == '.'))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_python_are_nothing_else() {
        let (set, owners) = &*GLOBS;
        for path in ["a.py", ".py", "a/templates/b.py", "jinja2/c.html.py", ".watchpost/rules/d.py"]
        {
            let first = set.matches(path).into_iter().min().map(|index| owners[index]);
            assert_eq!(first.map(|language| language.id), Some(PYTHON.id), "{path}");
        }
    }

    #[test]
    fn the_path_decides() {
        for (path, id) in [
            ("/srv/shop/views.py", "python"),
            ("views.py", "python"),
            ("C:\\shop\\views.pyi", "python"),
            ("/srv/shop/wscript", "python"),
            ("/srv/shop/pyproject.toml", "toml"),
            ("/srv/shop/other.toml", "plain"),
            ("/srv/.watchpost/rules/python/X1-a.scm", "rule-file"),
            ("/srv/README.md", "plain"),
            ("", "plain"),
        ] {
            assert_eq!(detect(path, None, "").id, id, "{path}");
        }
    }

    #[test]
    fn the_editors_id_speaks_only_for_paths_that_say_nothing() {
        assert_eq!(detect("untitled:Untitled-1", Some("python"), "").id, "python");
        assert_eq!(detect("/srv/pyproject.toml", Some("python"), "").id, "toml");
        assert_eq!(detect("/srv/x", Some("klingon"), "").id, "plain");
    }

    #[test]
    fn a_shebang_is_the_last_resort() {
        for line in [
            "#!/usr/bin/python",
            "#! /usr/bin/env python3.12 -u",
            "#!/usr/bin/env -S pypy3",
            "\u{feff}#!python.exe\r",
        ] {
            assert_eq!(detect("/srv/run", None, line).id, "python", "{line}");
        }
        for line in ["#!/bin/sh", "# python", "#!/usr/bin/pythonista", ""] {
            assert_eq!(detect("/srv/run", None, line).id, "plain", "{line}");
        }
    }

    #[test]
    fn every_row_has_an_id_of_its_own() {
        for (index, language) in LANGUAGES.iter().enumerate() {
            assert_eq!(by_id(language.id), Some(*language));
            assert!(!LANGUAGES[..index].contains(language));
        }
    }
}

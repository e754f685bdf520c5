//! Who names the settings module of a project: start scripts, servers, containers, test runners.

use crate::text::Span;

/// What names a settings module, by how much it says about its role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AnchorKind {
    /// `manage.py`: developers start it, and so may servers.
    Manage,
    /// A test runner.
    Test,
    /// What serves pages: `wsgi.py`, `asgi.py`, a container, a unit of the system.
    Server,
}

/// One place that names a settings module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// What names it.
    pub kind: AnchorKind,
    /// The dotted path.
    pub module: String,
    /// Where it is written.
    pub span: Span,
}

/// What a file of this name says about the settings module, if such files do.
pub fn kind_of(name: &str) -> Option<AnchorKind> {
    let lower = name.to_ascii_lowercase();
    let is_local = ["dev", "local", "test", "override", "ci", "example", "sample", "debug"]
        .iter()
        .any(|word| lower.split(|c: char| !c.is_alphanumeric()).any(|part| part == *word));
    match lower.as_str() {
        "manage.py" => Some(AnchorKind::Manage),
        "wsgi.py" | "asgi.py" => Some(AnchorKind::Server),
        "pytest.ini" | "tox.ini" | "conftest.py" => Some(AnchorKind::Test),
        "setup.cfg" | "pyproject.toml" => Some(AnchorKind::Test),
        "procfile" if !is_local => Some(AnchorKind::Server),
        _ if is_local => None,
        _ if lower == "dockerfile"
            || lower.starts_with("dockerfile.")
            || lower.ends_with(".dockerfile") =>
        {
            Some(AnchorKind::Server)
        }
        _ if (lower.starts_with("docker-compose") || lower.starts_with("compose"))
            && (lower.ends_with(".yml") || lower.ends_with(".yaml")) =>
        {
            Some(AnchorKind::Server)
        }
        _ if lower.ends_with(".service") => Some(AnchorKind::Server),
        _ => None,
    }
}

/// The modules a text names as `DJANGO_SETTINGS_MODULE`.
pub fn read(kind: AnchorKind, text: &str) -> Vec<Anchor> {
    let mut found = Vec::new();
    for (at, word) in text.match_indices("DJANGO_SETTINGS_MODULE") {
        let line_start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
        // A comment of the formats read here begins with `#`; in Python, text before it may matter, here not.
        if text[line_start..at].trim_start().starts_with('#') {
            continue;
        }
        let from = at + word.len();
        let behind = &text[from..];
        let skipped = behind.len()
            - behind
                .trim_start_matches(|c: char| {
                    matches!(c, '"' | '\'' | ']' | ')' | '=' | ':' | ',' | '-') || c.is_whitespace()
                })
                .len();
        let rest = &behind[skipped..];
        let end = rest
            .find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '.'))
            .unwrap_or(rest.len());
        let module = rest[..end].trim_end_matches('.');
        let is_dotted = module.starts_with(|c: char| c.is_alphabetic() || c == '_');
        // `os.environ["…"] = f"…{x}"` ends in a brace, and names nothing.
        let is_whole =
            !rest[end..].starts_with(['{', '$', '(']) && !behind[..skipped].contains("f\"");
        if is_dotted
            && is_whole
            && !matches!(module, "os" | "str" | "os.environ" | "settings_module")
        {
            let start = from + skipped;
            found.push(Anchor {
                kind,
                module: module.to_owned(),
                span: Span::new(start, start + module.len()),
            });
        }
    }
    if kind == AnchorKind::Test {
        for (at, word) in text.match_indices("--ds=") {
            let rest = &text[at + word.len()..];
            let end = rest
                .find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '.'))
                .unwrap_or(rest.len());
            if end > 0 {
                let start = at + word.len();
                let span = Span::new(start, start + end);
                found.push(Anchor { kind, module: rest[..end].to_owned(), span });
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str) -> Vec<String> {
        let found = read(AnchorKind::Server, text);
        found
            .iter()
            .map(|anchor| format!("{} {}", anchor.module, anchor.span.slice(text)))
            .collect()
    }

    #[test]
    fn settings_modules_are_named_in_many_ways() {
        for text in [
            "os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'a.b')",
            "os.environ[\"DJANGO_SETTINGS_MODULE\"] = \"a.b\"",
            "ENV DJANGO_SETTINGS_MODULE=a.b\n",
            "ENV DJANGO_SETTINGS_MODULE a.b\n",
            "      - DJANGO_SETTINGS_MODULE=a.b",
            "      DJANGO_SETTINGS_MODULE: \"a.b\"",
            "Environment=\"DJANGO_SETTINGS_MODULE=a.b\"",
        ] {
            assert_eq!(check(text), ["a.b a.b"], "{text}");
        }
        assert!(check("# DJANGO_SETTINGS_MODULE=a.b").is_empty());
        assert!(check("DJANGO_SETTINGS_MODULE=${X}").is_empty());
    }

    #[test]
    fn files_of_developers_do_not_tell_what_is_deployed() {
        assert_eq!(kind_of("Dockerfile"), Some(AnchorKind::Server));
        assert_eq!(kind_of("docker-compose.prod.yml"), Some(AnchorKind::Server));
        assert_eq!(kind_of("docker-compose.dev.yml"), None);
        assert_eq!(kind_of("Dockerfile.local"), None);
        assert_eq!(kind_of("views.py"), None);
    }
}

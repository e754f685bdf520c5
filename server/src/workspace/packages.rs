//! Packages and Python versions that project files name. Takes any text; what does not parse names nothing.

use std::collections::BTreeMap;
use std::str::FromStr;
use std::sync::LazyLock;

use pep440_rs::{Version, VersionSpecifiers};
use regex::Regex;
use toml::{Table, Value};

/// Packages by normalised name, with the locked version where there is one.
pub(super) type Packages = BTreeMap<String, Option<Version>>;

/// The one spelling of a package's name: lower case, `-` for every run of `-`, `_` and `.`.
pub fn normalise(name: &str) -> String {
    let mut normal = String::with_capacity(name.len());
    for c in name.trim().chars() {
        if matches!(c, '-' | '_' | '.') {
            if !normal.ends_with('-') {
                normal.push('-');
            }
        } else {
            normal.push(c.to_ascii_lowercase());
        }
    }
    normal
}

/// Adds a package. Of two versions, as lockfiles have for different platforms, the lower one stays:
/// it is the one that may lack a repair.
fn add(packages: &mut Packages, name: &str, version: Option<Version>) {
    let known = packages.entry(normalise(name)).or_default();
    *known = match (known.take(), version) {
        (Some(old), Some(new)) => Some(old.min(new)),
        (old, new) => old.or(new),
    };
}

/// `uv.lock`, `poetry.lock`, `pdm.lock` (tables `package`) and `pylock.toml` (tables `packages`).
pub(super) fn from_toml_lock(packages: &mut Packages, text: &str) -> bool {
    let Ok(table) = text.parse::<Table>() else {
        return false;
    };
    let Some(entries) = table.get("package").or_else(|| table.get("packages")) else {
        // A lock of nothing.
        return true;
    };
    for entry in entries.as_array().into_iter().flatten() {
        if let Some(name) = entry.get("name").and_then(Value::as_str) {
            let version = entry.get("version").and_then(Value::as_str);
            add(packages, name, version.and_then(|version| version.parse().ok()));
        }
    }
    true
}

/// `Pipfile.lock`.
pub(super) fn from_pipfile_lock(packages: &mut Packages, text: &str) -> bool {
    let Ok(lock) = serde_json::from_str::<serde_json::Value>(text) else {
        return false;
    };
    for group in ["default", "develop"] {
        let entries = lock.get(group).and_then(serde_json::Value::as_object);
        for (name, entry) in entries.into_iter().flatten() {
            let version = entry.get("version").and_then(serde_json::Value::as_str);
            add(packages, name, version.and_then(pinned));
        }
    }
    true
}

/// The version of `==1.2`; none for ranges.
fn pinned(specifier: &str) -> Option<Version> {
    let version = specifier.trim().strip_prefix("==")?.trim_start_matches('=');
    let end = version.find([',', ';', '*']).unwrap_or(version.len());
    if version[end..].starts_with('*') {
        return None;
    }
    version[..end].trim().parse().ok()
}

/// One requirement: `Django[argon2]==4.2 ; python_version > "3.8"`, `name @ https://…`.
fn from_requirement(packages: &mut Packages, requirement: &str) {
    let requirement = requirement.trim();
    let end = requirement
        .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')))
        .unwrap_or(requirement.len());
    let (name, rest) = requirement.split_at(end);
    let mut rest = rest.trim_start();
    // `git+https://…#egg=name`, or a path.
    if name.is_empty() || rest.starts_with(['+', ':', '/', '\\']) {
        if let Some((_, egg)) = requirement.split_once("#egg=") {
            let end = egg.find(['&', '[', ' ', ';']).unwrap_or(egg.len());
            if end > 0 {
                add(packages, &egg[..end], None);
            }
        }
        return;
    }
    if !name.starts_with(|c: char| c.is_ascii_alphanumeric()) {
        return;
    }
    if rest.starts_with('[') {
        rest = rest.split_once(']').map_or("", |(_, rest)| rest.trim_start());
    }
    let rest = rest.trim_start_matches('(').split(';').next().unwrap_or("");
    let rest = rest.split(" --").next().unwrap_or("").trim_end_matches(')');
    add(packages, name, pinned(rest));
}

/// `requirements.txt`; returns the files it includes.
pub(super) fn from_requirements(packages: &mut Packages, text: &str) -> Vec<String> {
    let mut included = Vec::new();
    let mut logical = String::new();
    for line in text.lines() {
        logical.push_str(line.strip_suffix('\\').unwrap_or(line));
        if line.ends_with('\\') {
            logical.push(' ');
            continue;
        }
        let line = std::mem::take(&mut logical);
        let line = match line.find('#') {
            Some(at) if at == 0 || line[..at].ends_with([' ', '\t']) => &line[..at],
            _ => &line,
        };
        let line = line.trim();
        let file = ["--requirement", "-r"].iter().find_map(|option| line.strip_prefix(option));
        if let Some(file) = file {
            included.push(file.trim_start_matches(['=', ' ', '\t']).to_owned());
        } else if let Some(editable) =
            ["--editable", "-e"].iter().find_map(|option| line.strip_prefix(option))
        {
            from_requirement(packages, editable.trim_start_matches(['=', ' ', '\t']));
        } else if !line.starts_with('-') && !line.is_empty() {
            from_requirement(packages, line);
        }
    }
    included
}

/// `pyproject.toml`: names of dependencies, and the Python it wants.
pub(super) fn from_pyproject(packages: &mut Packages, text: &str) -> Option<VersionSpecifiers> {
    let table: Table = text.parse().ok()?;
    let mut requirements = Vec::new();
    let project = table.get("project");
    requirements.extend(project.and_then(|project| project.get("dependencies")));
    for groups in [
        project.and_then(|project| project.get("optional-dependencies")),
        table.get("dependency-groups"),
    ] {
        requirements.extend(groups.and_then(Value::as_table).into_iter().flat_map(Table::values));
    }
    for requirement in requirements.into_iter().filter_map(Value::as_array).flatten() {
        if let Some(requirement) = requirement.as_str() {
            from_requirement(packages, requirement);
        }
    }

    let poetry = table.get("tool").and_then(|tool| tool.get("poetry"));
    let mut tables = Vec::new();
    for key in ["dependencies", "dev-dependencies"] {
        tables.extend(poetry.and_then(|poetry| poetry.get(key)).and_then(Value::as_table));
    }
    let groups = poetry.and_then(|poetry| poetry.get("group")).and_then(Value::as_table);
    for group in groups.into_iter().flat_map(Table::values) {
        tables.extend(group.get("dependencies").and_then(Value::as_table));
    }
    let mut poetry_python = None;
    for (name, wanted) in tables.into_iter().flatten() {
        if normalise(name) == "python" {
            poetry_python = poetry_python.or(wanted.as_str());
        } else {
            add(packages, name, wanted.as_str().and_then(pinned));
        }
    }

    project
        .and_then(|project| project.get("requires-python"))
        .and_then(Value::as_str)
        .and_then(|wanted| wanted.parse().ok())
        .or_else(|| poetry_python.and_then(from_poetry))
}

/// Poetry's own operators: `^3.9`, `~3.9`, `3.9`, `>=3.8 <4`, alternatives with `||`, of which the first counts.
fn from_poetry(wanted: &str) -> Option<VersionSpecifiers> {
    let first = wanted.split('|').find(|part| !part.trim().is_empty())?;
    let mut specifiers = Vec::new();
    let parts = first.split(',').flat_map(|part| {
        // `>= 3.8` is one part, `>=3.8 <4` two.
        let spaced = part.trim().replace("= ", "=").replace("> ", ">").replace("< ", "<");
        spaced.split_whitespace().map(str::to_owned).collect::<Vec<_>>()
    });
    for part in parts {
        let (upper_at, version) = if let Some(version) = part.strip_prefix('^') {
            (0, version.trim())
        } else if let Some(version) = part.strip_prefix('~').filter(|rest| !rest.starts_with('=')) {
            (1, version.trim())
        } else {
            let starts_bare = part.starts_with(|c: char| c.is_ascii_digit());
            specifiers.push(if starts_bare { format!("=={part}") } else { part });
            continue;
        };
        let numbers: Vec<u64> = version.split('.').map_while(|part| part.parse().ok()).collect();
        let at = upper_at.min(numbers.len().checked_sub(1)?);
        let mut upper = numbers[..=at].to_vec();
        upper[at] = upper[at].checked_add(1)?;
        let upper: Vec<String> = upper.iter().map(u64::to_string).collect();
        specifiers.push(format!(">={version}"));
        specifiers.push(format!("<{}", upper.join(".")));
    }
    VersionSpecifiers::from_str(&specifiers.join(",")).ok().filter(|all| !all.is_empty())
}

/// `Pipfile`: names, and the Python it wants.
pub(super) fn from_pipfile(packages: &mut Packages, text: &str) -> Option<VersionSpecifiers> {
    let table: Table = text.parse().ok()?;
    for group in ["packages", "dev-packages"] {
        let entries = table.get(group).and_then(Value::as_table);
        for (name, wanted) in entries.into_iter().flatten() {
            add(packages, name, wanted.as_str().and_then(pinned));
        }
    }
    let requires = table.get("requires")?;
    let version = requires.get("python_version").or_else(|| requires.get("python_full_version"))?;
    from_python_version(version.as_str()?)
}

/// `setup.cfg`: names, and the Python it wants.
pub(super) fn from_setup_cfg(packages: &mut Packages, text: &str) -> Option<VersionSpecifiers> {
    let mut python = None;
    let (mut section, mut key) = ("", String::new());
    for line in text.lines() {
        let trimmed = line.trim();
        if trimmed.is_empty() || trimmed.starts_with(['#', ';']) {
            continue;
        }
        let value = if line.starts_with([' ', '\t']) {
            trimmed
        } else if let Some(name) = trimmed.strip_prefix('[') {
            section = name.trim_end_matches(']').trim();
            key.clear();
            continue;
        } else {
            let Some((name, value)) = trimmed.split_once(['=', ':']) else {
                continue;
            };
            key = name.trim().to_ascii_lowercase().replace('-', "_");
            value.trim()
        };
        match (section, key.as_str()) {
            ("options", "python_requires") => {
                python = python.or_else(|| value.parse().ok().filter(|_| !value.is_empty()));
            }
            ("options", "install_requires") | ("options.extras_require", _) => {
                from_requirement(packages, value);
            }
            _ => {}
        }
    }
    python
}

/// The lowest Django that a range allows, `Django>=4.2,<6`, or else that a classifier names.
pub(super) fn django_floor(text: &str) -> Option<Version> {
    static RANGE: LazyLock<Option<Regex>> = LazyLock::new(|| {
        let words = r#"(?i)(?:^|["'\s])django\s*(?:\[[^\]]*\])?\s*(?:=\s*["'])?\(?(?:>=|~=|==|\^|~)\s*(\d+(?:\.\d+)?)"#;
        Regex::new(words).ok()
    });
    static CLASSIFIER: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"Framework :: Django :: (\d+\.\d+)").ok());
    let lowest = |pattern: &Option<Regex>| {
        let found = pattern.as_ref()?.captures_iter(text);
        found.filter_map(|found| found.get(1)?.as_str().parse::<Version>().ok()).min()
    };
    lowest(&RANGE).or_else(|| lowest(&CLASSIFIER))
}

/// `.python-version`: the first version in it, as any patch release of its minor one.
pub(super) fn from_python_version(text: &str) -> Option<VersionSpecifiers> {
    let version =
        text.lines().map(str::trim).find(|line| line.starts_with(|c: char| c.is_ascii_digit()))?;
    let mut numbers = version.split('.').map_while(|part| part.parse::<u32>().ok());
    match (numbers.next(), numbers.next()) {
        (Some(major), Some(minor)) => format!("=={major}.{minor}.*").parse().ok(),
        (Some(major), None) => format!("=={major}.*").parse().ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(packages: &Packages) -> String {
        let shown = |(name, version): (&String, &Option<Version>)| match version {
            Some(version) => format!("{name}=={version}"),
            None => name.clone(),
        };
        packages.iter().map(shown).collect::<Vec<_>>().join(" ")
    }

    fn requirements(text: &str) -> String {
        let mut packages = Packages::new();
        from_requirements(&mut packages, text);
        shown(&packages)
    }

    fn pyproject(text: &str) -> (String, Option<String>) {
        let mut packages = Packages::new();
        let python = from_pyproject(&mut packages, text);
        (shown(&packages), python.map(|python| python.to_string()))
    }

    #[test]
    fn the_lowest_django_comes_from_ranges_or_classifiers() {
        for (text, floor) in [
            ("Django>=4.2,<6", Some("4.2")),
            ("dependencies = [\"django[argon2] ~= 5.1\"]", Some("5.1")),
            ("django = \"^5.0\"", Some("5.0")),
            ("django-axes>=8", None),
            ("\"Framework :: Django :: 5.2\",\n\"Framework :: Django :: 4.2\",", Some("4.2")),
        ] {
            let found = django_floor(text).map(|version| version.to_string());
            assert_eq!(found.as_deref(), floor, "{text}");
        }
    }

    #[test]
    fn requirements_give_names_and_pins() {
        let text = "Django[argon2] == 4.2.1 ; python_version > '3.8'  # web\n\
            requests>=2,<3\nzope.interface===5.0\nFlask==2.*\n\
            pyyaml==6.0 \\\n    --hash=sha256:0f\n\
            --index-url https://pypi.example.org\n-e git+https://example.org/x.git#egg=my_egg\n\
            pkg @ https://example.org/pkg.whl\n./local\nhttps://example.org/x.zip\n\n#c\n";
        assert_eq!(
            requirements(text),
            "django==4.2.1 flask my-egg pkg pyyaml==6.0 requests zope-interface==5.0"
        );
    }

    #[test]
    fn requirements_name_the_files_they_include() {
        let mut packages = Packages::new();
        let files = from_requirements(&mut packages, "-r base.txt\n--requirement=x/dev.txt\na\n");
        assert_eq!(files, ["base.txt", "x/dev.txt"]);
        assert_eq!(shown(&packages), "a");
    }

    #[test]
    fn of_two_locked_versions_the_lower_one_stays() {
        let mut packages = Packages::new();
        let text = "[[package]]\nname = 'Num_Py'\nversion = '2.0'\n\
            [[package]]\nname = 'numpy.x'\n[[package]]\nname = 'num-py'\nversion = '1.26'\n";
        assert!(from_toml_lock(&mut packages, text));
        assert_eq!(shown(&packages), "num-py==1.26 numpy-x");
        assert!(!from_toml_lock(&mut packages, "[[package"));
    }

    #[test]
    fn pipenv_locks_both_groups() {
        let mut packages = Packages::new();
        let text = r#"{"default": {"django": {"version": "==3.2"}, "x": {"git": "y"}},
            "develop": {"pytest": {"version": "==8.0"}}, "_meta": []}"#;
        assert!(from_pipfile_lock(&mut packages, text));
        assert_eq!(shown(&packages), "django==3.2 pytest==8.0 x");
    }

    #[test]
    fn pyproject_names_dependencies_and_python() {
        let text = "[project]\nrequires-python = '>=3.10'\ndependencies = ['Django~=4.2', 'a==1']\n\
            [project.optional-dependencies]\nx = ['b']\n[dependency-groups]\ndev = ['c', {include-group = 'x'}]\n";
        assert_eq!(pyproject(text), ("a==1 b c django".to_owned(), Some(">=3.10".to_owned())));
    }

    #[test]
    fn poetry_has_operators_of_its_own() {
        for (wanted, python) in [
            ("^3.9", ">=3.9, <4"),
            ("~3.9.2", ">=3.9.2, <3.10"),
            ("~=3.9", "~=3.9"),
            ("3.11.*", "==3.11.*"),
            (">= 3.8 <4", ">=3.8, <4"),
            ("^3.8 || ^4.0", ">=3.8, <4"),
        ] {
            let text = format!("[tool.poetry.dependencies]\npython = '{wanted}'\nDjango = '^4'\n");
            assert_eq!(
                pyproject(&text),
                ("django".to_owned(), Some(python.to_owned())),
                "{wanted}"
            );
        }
        assert_eq!(pyproject("[tool.poetry.dependencies]\npython = '^'\n").1, None);
        assert_eq!(
            pyproject("[tool.poetry.dependencies]\npython = '^18446744073709551615'\n").1,
            None
        );
    }

    #[test]
    fn setup_cfg_and_python_version_files_tell_python() {
        let mut packages = Packages::new();
        let text = "[metadata]\nname = x\n[options]\npython_requires = >=3.8\n\
            install_requires =\n  Django>=4\n  # no\n  a==1\nzip_safe = no\n";
        let python = from_setup_cfg(&mut packages, text);
        assert_eq!(python.map(|python| python.to_string()).as_deref(), Some(">=3.8"));
        assert_eq!(shown(&packages), "a==1 django");
        for (text, python) in
            [("3.12.1\n", Some("==3.12.*")), ("3\n", Some("==3.*")), ("pypy\n", None), ("", None)]
        {
            let got = from_python_version(text).map(|python| python.to_string());
            assert_eq!(got.as_deref(), python);
        }
    }

    #[test]
    fn hostile_files_name_nothing() {
        let deep = "[".repeat(100_000);
        let mut packages = Packages::new();
        for text in [deep.as_str(), "\0", "é==", "==1", "[[[", "a = {", "{\"default\": 1}"] {
            from_toml_lock(&mut packages, text);
            from_pipfile_lock(&mut packages, text);
            from_pyproject(&mut packages, text);
            from_pipfile(&mut packages, text);
            from_setup_cfg(&mut packages, text);
            from_requirements(&mut packages, text);
        }
        assert!(packages.keys().all(|name| name == "a"), "{packages:?}");
    }
}

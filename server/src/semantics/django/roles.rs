//! What a settings module is for, going by its name.

/// What a settings module is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// A deployment that others reach.
    Production,
    /// A developer's machine.
    Development,
    /// A test run.
    Test,
    /// Others are made from it; it is none by itself.
    Base,
}

const PRODUCTION: &[&str] =
    &["prod", "production", "live", "deploy", "deployment", "staging", "stage", "prd"];
const DEVELOPMENT: &[&str] = &[
    "dev",
    "devel",
    "develop",
    "development",
    "local",
    "debug",
    "docker",
    "localhost",
    "vagrant",
    "gitpod",
    "codespaces",
    "demo",
    "example",
    "sample",
    "template",
];
const TEST: &[&str] =
    &["test", "tests", "testing", "ci", "pytest", "e2e", "selenium", "tox", "travis"];
const BASE: &[&str] = &["base", "common", "defaults", "default", "components", "shared", "core"];

/// The role of one word; words like `docker_local` have several parts, the first telling one counts.
pub fn role_of_word(word: &str) -> Option<Role> {
    let parts = split(word);
    let is_in = |list: &[&str]| parts.iter().any(|part| list.contains(&part.as_str()));
    // `test_production.py` and `production_local.py` are not production.
    if is_in(TEST) {
        Some(Role::Test)
    } else if is_in(DEVELOPMENT) {
        Some(Role::Development)
    } else if is_in(PRODUCTION) {
        Some(Role::Production)
    } else if is_in(BASE) {
        Some(Role::Base)
    } else {
        None
    }
}

/// The role of a module by its dotted path: its last part counts, then the package around a part that only says "settings".
pub fn role_of_module(dotted: &str) -> Option<Role> {
    for part in dotted.rsplit('.') {
        if let Some(role) = role_of_word(part) {
            return Some(role);
        }
        if !matches!(part, "settings" | "config" | "conf" | "__init__") {
            return None;
        }
    }
    None
}

/// `dockerLocal_settings` to `docker`, `local`, `settings`.
pub fn split(word: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut was_small = false;
    for c in word.chars() {
        let begins = !c.is_alphanumeric() || c.is_uppercase() && was_small;
        if begins {
            parts.push(String::new());
        }
        was_small = c.is_lowercase();
        if let (true, Some(last)) = (c.is_alphanumeric(), parts.last_mut()) {
            last.extend(c.to_lowercase());
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_roles() {
        for (module, role) in [
            ("shop.settings.production", Some(Role::Production)),
            ("settings_prod", Some(Role::Production)),
            ("shop.staging.settings", Some(Role::Production)),
            ("shop.settings.docker_local", Some(Role::Development)),
            ("shop.settings.base", Some(Role::Base)),
            ("shop.settings.test_production", Some(Role::Test)),
            ("shop.settings", None),
            ("dev.shop.settings", None),
            ("ProductionSettings", Some(Role::Production)),
            ("contests.settings", None),
        ] {
            assert_eq!(role_of_module(module), role, "{module}");
        }
    }
}

//! What the editors' folders say about the server is what the server says. `UPDATE_EXPECT=1` writes it.

#[path = "support/fresh.rs"]
mod fresh;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;

use fresh::{assert_fresh, expect_between, expect_file, root};
use serde_json::{Value, json};
use watchpost::languages::{LANGUAGES, Language};

/// How editors call a language of the server.
struct Names {
    /// The server's name for it.
    language: &'static str,
    /// Whether every document of these names is for the server, or only files of the server's table.
    whole: bool,
    /// Language ids of VS Code.
    vscode: &'static [&'static str],
    /// Filetypes of Neovim.
    neovim: &'static [&'static str],
    /// Languages of Helix, with the servers that Helix starts for them by itself.
    helix: &'static [(&'static str, &'static [&'static str])],
}

/// One row for each language with files of its own.
const NAMES: &[Names] = &[
    Names {
        language: "python",
        whole: true,
        vscode: &["python"],
        neovim: &["python"],
        helix: &[("python", &["ty", "ruff", "jedi", "pylsp", "zuban"])],
    },
    Names {
        language: "toml",
        whole: false,
        vscode: &["toml"],
        neovim: &["toml"],
        helix: &[("toml", &["taplo", "tombi"])],
    },
    Names {
        language: "rule-file",
        whole: false,
        // No language of VS Code's own has such files.
        vscode: &[],
        neovim: &["scheme", "query"],
        helix: &[("scheme", &[])],
    },
    Names {
        language: "templates",
        // Most pages are no templates: the path decides.
        whole: false,
        vscode: &["html", "django-html", "jinja-html"],
        neovim: &["html", "htmldjango", "jinja"],
        helix: &[
            ("html", &["vscode-html-language-server", "superhtml"]),
            ("htmldjango", &["djlsp", "vscode-html-language-server", "superhtml"]),
            ("jinja", &[]),
        ],
    },
    Names {
        language: "javascript",
        // Most scripts are none that Django serves as they are: the path decides.
        whole: false,
        vscode: &["javascript"],
        neovim: &["javascript"],
        helix: &[("javascript", &["typescript-language-server"])],
    },
];

/// Signs of a project that is worth starting for, beside files with a fixed name.
const PROJECT_SIGNS: [&str; 3] = ["manage.py", "requirements*.txt", ".watchpost/rules"];

fn languages() -> impl Iterator<Item = (&'static Language, &'static Names)> {
    LANGUAGES.iter().filter(|language| !language.files.is_empty()).map(|language| {
        let names = NAMES.iter().find(|names| names.language == language.id);
        let names = names.unwrap_or_else(|| {
            panic!(
                "the editors do not know `{}`: add a row to NAMES in tests/editors.rs",
                language.id
            )
        });
        (*language, names)
    })
}

fn pretty(value: &Value) -> String {
    format!("{value:#}\n")
}

fn package() -> Value {
    let text = fs::read_to_string(root().join("editors/vscode/package.json")).expect("readable");
    serde_json::from_str(&text).expect("JSON")
}

#[test]
fn the_server_knows_the_names_that_editors_send() {
    for (language, names) in languages().filter(|(_, names)| names.whole) {
        for id in names.vscode.iter().chain(names.neovim) {
            assert!(language.lsp_ids.contains(id), "{} is not called {id}", language.id);
        }
    }
    for names in NAMES {
        assert!(
            languages().any(|(_, known)| known.language == names.language),
            "{}",
            names.language
        );
    }
}

#[test]
fn document_selectors_are_the_servers() {
    let mut stale = Vec::new();
    let mut selectors = Vec::new();
    for (language, names) in languages() {
        if names.whole {
            for id in names.vscode {
                for scheme in ["file", "untitled", "vscode-notebook-cell"] {
                    selectors.push(json!({ "scheme": scheme, "language": id }));
                }
            }
        }
        for pattern in language.files {
            selectors.push(json!({ "scheme": "file", "pattern": pattern }));
        }
    }
    let table = pretty(&json!({ "selectors": selectors }));
    expect_file(&root().join("editors/vscode/generated/languages.json"), &table, &mut stale);

    let ids = languages().flat_map(|(_, names)| names.vscode).map(|id| format!("onLanguage:{id}"));
    let files = languages().flat_map(|(_, names)| files_by_name(names));
    let signs = PROJECT_SIGNS.into_iter().chain(files);
    let events = ids.chain(signs.map(|sign| format!("workspaceContains:{sign}")));
    let events: Vec<String> = events.map(|event| format!("    {event:?}")).collect();
    expect_between(
        &root().join("editors/vscode/package.json"),
        "\"activationEvents\": [",
        "  ],",
        &events.join(",\n"),
        &mut stale,
    );

    let mut lua = String::from("local LANGUAGES = {\n");
    for (language, names) in languages() {
        let filetypes = lua_list(names.neovim);
        // Every buffer of the filetype is wanted, so its files need no second look.
        let files = if names.whole { "{}".to_owned() } else { lua_list(language.files) };
        let whole = names.whole;
        let _ = writeln!(
            lua,
            "  {{ filetypes = {filetypes}, whole_filetype = {whole}, files = {files} }},"
        );
    }
    lua.push('}');
    expect_between(
        &root().join("editors/neovim/lsp/watchpost.lua"),
        "-- the file types the server knows",
        "-- end",
        &lua,
        &mut stale,
    );

    let mut toml = String::new();
    for (language, names) in languages() {
        for (name, servers) in names.helix {
            if !names.whole {
                let _ = writeln!(toml, "\n# {}", language.files.join(" "));
            } else {
                toml.push('\n');
            }
            let servers: Vec<String> =
                servers.iter().chain(&["watchpost"]).map(|server| format!("{server:?}")).collect();
            let _ = writeln!(toml, "[[language]]\nname = {name:?}");
            let _ = writeln!(toml, "language-servers = [{}]", servers.join(", "));
        }
    }
    expect_between(
        &root().join("editors/helix/languages.toml"),
        "# The languages of the server.",
        "# End of the languages.",
        &toml,
        &mut stale,
    );
    assert_fresh(&stale);
}

/// Names of files that are no pattern, wherever they lie.
fn files_by_name(names: &Names) -> Vec<&'static str> {
    let language = LANGUAGES.iter().find(|language| language.id == names.language).expect("known");
    let of_one_name = |glob: &&&str| {
        glob.strip_prefix("**/").is_some_and(|name| !name.contains(['*', '/', '?', '{']))
    };
    // Build scripts in Python are no sign of a project.
    let files = language.files.iter().filter(|_| !names.whole).filter(of_one_name);
    files.filter_map(|glob| glob.strip_prefix("**/")).collect()
}

fn lua_list(items: &[&str]) -> String {
    let items: Vec<String> = items.iter().map(|item| format!("'{item}'")).collect();
    format!("{{ {} }}", items.join(", "))
}

/// Settings of the extension itself, which the server does not read.
const OWN_SETTINGS: [&str; 2] = ["path", "trace.server"];

#[test]
fn the_extension_offers_the_settings_that_the_server_reads() {
    let source =
        fs::read_to_string(root().join("server/src/lsp/client_settings.rs")).expect("readable");
    let read: BTreeSet<&str> = source
        .lines()
        .filter_map(|line| line.trim().strip_prefix("(\"")?.split_once("\", Value::"))
        .map(|(key, _)| key)
        .collect();
    assert!(read.contains("enable"), "settings are read in another way now: mend this test");
    let package = package();
    let offered =
        package["contributes"]["configuration"]["properties"].as_object().expect("settings");
    let offered: BTreeSet<&str> =
        offered.keys().filter_map(|key| key.strip_prefix("watchpost.")).collect();
    let passed_on: BTreeSet<&str> =
        offered.iter().copied().filter(|key| !OWN_SETTINGS.contains(key)).collect();
    assert_eq!(passed_on, read);

    let own = fs::read_to_string(root().join("editors/vscode/src/settings.ts")).expect("readable");
    for key in offered {
        assert!(own.contains(&format!("'{key}'")), "settings.ts does not know `{key}`");
    }
}

#[test]
fn the_commands_of_the_extension_are_registered() {
    let source =
        fs::read_to_string(root().join("editors/vscode/src/extension.ts")).expect("readable");
    let registered: BTreeSet<String> = source
        .split("command('")
        .skip(1)
        .filter_map(|rest| rest.split_once('\''))
        .map(|(name, _)| format!("watchpost.{name}"))
        .collect();
    let package = package();
    let listed = package["contributes"]["commands"].as_array().expect("commands");
    let listed: BTreeSet<String> = listed
        .iter()
        .filter_map(|command| command["command"].as_str())
        .map(str::to_owned)
        .collect();
    assert_eq!(listed, registered);
}

#[test]
fn the_readme_of_the_extension_lists_settings_and_commands() {
    let package = package();
    let mut stale = Vec::new();
    let readme = root().join("editors/vscode/README.md");

    let mut settings: Vec<_> = package["contributes"]["configuration"]["properties"]
        .as_object()
        .expect("settings")
        .iter()
        .collect();
    settings.sort_by_key(|(_, setting)| setting["order"].as_u64());
    let mut table = String::from("\n| setting | default | meaning |\n|---|---|---|\n");
    for (key, setting) in settings {
        let mut meaning = setting["markdownDescription"].as_str().expect("described").to_owned();
        let values = setting["enum"].as_array().into_iter().flatten();
        let words = setting["markdownEnumDescriptions"].as_array().into_iter().flatten();
        for (value, words) in values.zip(words) {
            let words = words.as_str().expect("words").trim_end_matches('.');
            let _ = write!(meaning, "<br>`{}`: {words}", value.as_str().expect("a word"));
        }
        let _ = writeln!(table, "| `{key}` | `{}` | {meaning} |", setting["default"]);
    }
    expect_between(&readme, "<!-- generated: settings -->", "<!-- end -->", &table, &mut stale);

    let mut table = String::from("\n| command | key |\n|---|---|\n");
    for command in package["contributes"]["commands"].as_array().expect("commands") {
        let title = command["title"].as_str().expect("a title");
        let _ = writeln!(
            table,
            "| watchpost: {title} | `{}` |",
            command["command"].as_str().expect("a name")
        );
    }
    expect_between(&readme, "<!-- generated: commands -->", "<!-- end -->", &table, &mut stale);
    assert_fresh(&stale);
}

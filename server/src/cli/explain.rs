//! `explain`: prints what a rule finds, why it matters and what to write instead.

use std::fmt::Write as _;
use std::process::ExitCode;

use super::ground::Ground;
use super::{TROUBLE, output};
use crate::rules::nearest::nearest;
use crate::rules::{Catalogue, Rule, RuleOrigin};

/// Which rule.
#[derive(clap::Args, Debug)]
pub struct Options {
    /// Code or name of a rule, or another tool's id of it, such as `B602`
    #[arg(value_name = "CODE")]
    code: String,
}

/// Prints the page of the rule, or of every rule that another tool's id stands for.
pub fn run(options: &Options) -> anyhow::Result<ExitCode> {
    let catalogue = Ground::of_rules()?.catalogue;
    let rules = catalogue.meant_by(&options.code);
    if rules.is_empty() {
        output::error(format_args!("no rule is called `{}`", options.code));
        match suggestion(&catalogue, &options.code) {
            Some(near) => output::hint(format_args!("a similar one is `{near}`")),
            None => output::hint("`watchpost rules` lists them all"),
        }
        return Ok(ExitCode::from(TROUBLE));
    }
    let pages: Vec<String> = rules.iter().map(|rule| page(rule)).collect();
    output::data(pages.join("\n\n").as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

/// The rule's page in Markdown.
fn page(rule: &Rule) -> String {
    let mut page = format!("# {} {}\n\n", rule.code, rule.name);
    if let Some(code) = &rule.replaced_by {
        let _ = writeln!(page, "Replaced by {code}.\n");
    }
    let mut facts =
        vec![format!("severity {}", rule.severity), format!("confidence {}", rule.confidence)];
    facts.extend(rule.cwe.iter().map(|number| format!("CWE-{number}")));
    facts.extend(rule.owasp.iter().map(|category| format!("OWASP {category}")));
    if !rule.default {
        facts.push("runs only when selected".to_owned());
    }
    if !rule.since.is_empty() {
        facts.push(format!("since {}", rule.since));
    }
    let _ = writeln!(page, "{}", capitalised(&facts.join(", ")));
    if !rule.also.is_empty() {
        let also: Vec<String> =
            rule.also.iter().map(|(tool, ids)| format!("{tool} {}", ids.join(", "))).collect();
        let _ = writeln!(page, "Known elsewhere as: {}", also.join("; "));
    }
    if let RuleOrigin::Workspace(path) = &rule.origin {
        let _ = writeln!(page, "Defined in `{}`", path.display());
    }
    let _ = writeln!(page, "\n{}", rule.docs.trim());
    if !rule.options.is_empty() {
        let _ = writeln!(page, "\n## Options\n\n```toml\n[rules.{}]", rule.code);
        for (key, value) in &rule.options {
            let doc = rule.option_docs.get(key).map_or("", String::as_str);
            let _ = writeln!(page, "# {doc}\n{key} = {value}");
        }
        page.push_str("```\n");
    }
    let _ = writeln!(
        page,
        "\n## Silence\n\n`# watchpost: ignore[{}]` at the end of the line",
        rule.name
    );
    page
}

fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    characters
        .next()
        .map(|first| first.to_uppercase().chain(characters).collect())
        .unwrap_or_default()
}

/// The code or name somebody probably meant.
fn suggestion<'a>(catalogue: &'a Catalogue, word: &str) -> Option<&'a str> {
    let codes = catalogue.rules().iter().map(|rule| rule.code.as_str());
    let names = catalogue.rules().iter().map(|rule| rule.name.as_str());
    nearest(word, codes.chain(names))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::catalogue::sample;

    fn catalogue() -> Catalogue {
        let mut shell = sample("PY602", "subprocess-shell-true");
        shell.also.insert("bandit".to_owned(), vec!["B602".to_owned()]);
        shell.docs = "A shell gives meaning to `;`.".into();
        Catalogue::from_rules(vec![shell, sample("PY605", "process-with-shell")])
    }

    #[test]
    fn unknown_words_get_a_suggestion() {
        assert_eq!(suggestion(&catalogue(), "PY6O2"), Some("PY602"));
        assert_eq!(suggestion(&catalogue(), "process-with-shel"), Some("process-with-shell"));
    }

    #[test]
    fn page_holds_facts_and_docs() {
        expect_test::expect![[r#"
            # PY602 subprocess-shell-true

            Severity medium, confidence high, since 0.1.0
            Known elsewhere as: bandit B602

            A shell gives meaning to `;`.

            ## Silence

            `# watchpost: ignore[subprocess-shell-true]` at the end of the line
        "#]]
        .assert_eq(&page(catalogue().meant_by("PY602")[0]));
    }
}

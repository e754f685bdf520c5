//! `explain`: prints what a rule finds, why it matters and what to write instead.

use std::fmt::Write as _;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use super::{TROUBLE, output};
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
    let catalogue = super::scan::catalogue(Path::new("."));
    let rules = find(&catalogue, &options.code);
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

/// The rules a person may mean by `word`: one of that code or name, else those with that foreign id.
fn find<'a>(catalogue: &'a Catalogue, word: &str) -> Vec<&'a Arc<Rule>> {
    let word = word.trim();
    let own = catalogue
        .rules()
        .iter()
        .find(|rule| rule.code.as_str().eq_ignore_ascii_case(word) || rule.name == word);
    if let Some(rule) = own {
        return vec![rule];
    }
    // `bandit:B602` names the tool, `B602` means any.
    let (tool, id) = match word.split_once(':') {
        Some((tool, id)) => (Some(tool), id),
        None => (None, word),
    };
    catalogue
        .rules()
        .iter()
        .filter(|rule| {
            rule.also
                .iter()
                .filter(|(other, _)| tool.is_none_or(|tool| tool.eq_ignore_ascii_case(other)))
                .any(|(_, ids)| ids.iter().any(|own| own.eq_ignore_ascii_case(id)))
        })
        .collect()
}

/// The rule's page in Markdown.
fn page(rule: &Rule) -> String {
    let mut page = format!("# {} {}\n\n", rule.code, rule.name);
    if let Some(code) = &rule.replaced_by {
        let _ = writeln!(page, "Replaced by {code}.\n");
    }
    let mut facts = vec![
        format!("severity {}", rule.severity),
        format!("confidence {}", rule.confidence),
    ];
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
        let _ = write!(page, "\n## Options\n\n```toml\n[rules.{}]\n{}```\n", rule.code, rule.options);
    }
    let _ = writeln!(page, "\n## Silence\n\n`# watchpost: ignore[{}]` at the end of the line", rule.name);
    page
}

fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}

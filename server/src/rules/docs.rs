//! Rules → what people read about them: reference pages, their index, the README's table, the tables for rule authors.

use std::fmt::Write as _;

use super::directives::DIRECTIVES;
use super::predicates::{Form, PREDICATES, Predicate};
use super::transforms::TRANSFORMS;
use super::{InTests, Rule, script_spec, template_spec};
use crate::finding::{Confidence, Severity};

/// Title of a CWE's page.
pub fn cwe_url(number: u32) -> String {
    format!("https://cwe.mitre.org/data/definitions/{number}.html")
}

/// The example blocks of a fixture: what is reported, and what is fine.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Examples {
    /// The first block with an `expect:` mark, marks removed.
    pub bad: Option<String>,
    /// The first block that begins with a comment `Fine`, marks removed.
    pub good: Option<String>,
}

/// Takes the examples out of a fixture.
pub fn examples(fixture: &str) -> Examples {
    let mut examples = Examples::default();
    for block in fixture.split("\n\n") {
        let block = block.trim_matches('\n');
        let first = block.lines().next().unwrap_or_default();
        if examples.good.is_none()
            && first.trim_start_matches(['{', '#', '/', ' ']).starts_with("Fine")
        {
            let mut code = without_marks(block);
            // The comment that names the block stays: it says why the code is fine.
            code.truncate(code.trim_end().len());
            examples.good = Some(code);
        } else if examples.bad.is_none() && MARKS[..2].iter().any(|mark| block.contains(mark)) {
            examples.bad = Some(without_marks(block));
        }
    }
    examples
}

/// Marks of fixtures, those of findings first.
const MARKS: [&str; 6] =
    ["# expect: ", "// expect: ", "# also: ", "// also: ", "# todo: ", "// todo: "];

fn without_marks(block: &str) -> String {
    block
        .lines()
        .filter(|line| {
            let bare = line.trim_start();
            let bare = bare.strip_prefix('{').unwrap_or(bare);
            let carets = bare.starts_with(['#', '/'])
                && bare.trim_start_matches(['#', '/', ' ']).starts_with('^');
            let own_mark = MARKS.iter().any(|m| bare.starts_with(m));
            !carets && !own_mark
        })
        .map(|line| {
            let cut = MARKS.iter().filter_map(|mark| line.find(mark)).min().unwrap_or(line.len());
            let kept = line[..cut].trim_end();
            // A comment between signs begins before its `#`.
            if cut < line.len() { kept.strip_suffix('{').unwrap_or(kept).trim_end() } else { kept }
        })
        .collect::<Vec<_>>()
        .join("\n")
}

/// The reference page of a rule.
pub fn page(rule: &Rule, fixture: Option<&str>) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "# {} {}\n", rule.code, rule.name);
    let _ = writeln!(out, "{}\n", facts(rule));
    let (harm, rest) = rule.docs.split_once("\n\n").unwrap_or((&rule.docs, ""));
    let _ = writeln!(out, "{}\n", harm.trim());
    let examples = fixture.map(examples).unwrap_or_default();
    let language = match &*rule.engine {
        template_spec::ENGINE => "html",
        script_spec::ENGINE => "javascript",
        _ => "python",
    };
    if let Some(bad) = examples.bad {
        let _ = writeln!(out, "```{language}\n{bad}\n```\n");
    }
    let _ = writeln!(out, "{}", rest.trim());
    if let Some(good) = examples.good {
        let _ = writeln!(out, "\n```{language}\n{good}\n```");
    }
    if !rule.options.is_empty() {
        let _ = writeln!(out, "\n## Options\n");
        for (key, value) in &rule.options {
            let doc = rule.option_docs.get(key).map_or("", String::as_str);
            let _ = writeln!(out, "* `{key} = {value}`: {doc}");
        }
    }
    if !rule.references.is_empty() {
        let _ = writeln!(out, "\n## References\n");
        for reference in &rule.references {
            let _ = writeln!(out, "* <{reference}>");
        }
    }
    out
}

/// One paragraph of what there is to know besides the text.
pub fn facts(rule: &Rule) -> String {
    let mut facts =
        vec![format!("Severity **{}**, confidence **{}**", rule.severity, rule.confidence)];
    let cwe: Vec<String> =
        rule.cwe.iter().map(|number| format!("[CWE-{number}]({})", cwe_url(*number))).collect();
    if !cwe.is_empty() {
        facts.push(cwe.join(", "));
    }
    let also: Vec<String> = rule
        .also
        .iter()
        .map(|(tool, ids)| {
            let ids: Vec<String> = ids.iter().map(|id| format!("`{id}`")).collect();
            format!("{tool} {}", ids.join(" "))
        })
        .collect();
    if !also.is_empty() {
        facts.push(format!("also known as {}", also.join(", ")));
    }
    if !rule.default {
        facts.push("off unless selected".to_owned());
    }
    match rule.in_tests {
        InTests::Off => facts.push("silent in tests".to_owned()),
        InTests::Low => {}
        InTests::Same => facts.push("as severe in tests as elsewhere".to_owned()),
    }
    if rule.is_off_in_migrations {
        facts.push("silent in migrations".to_owned());
    }
    facts.push(format!("since {}", rule.since));
    format!("{}.", facts.join(" · "))
}

/// A table of rules with links to their pages below `base`.
pub fn table<'a>(rules: impl IntoIterator<Item = &'a Rule>, base: &str) -> String {
    let mut out =
        String::from("| code | name | severity | confidence | default |\n|---|---|---|---|---|\n");
    for rule in rules {
        let _ = writeln!(
            out,
            "| [{}]({base}{}/reference/{}.md) | {} | {} | {} | {} |",
            rule.code,
            rule.folder,
            rule.stem(),
            rule.name,
            rule.severity,
            rule.confidence,
            if rule.default { "on" } else { "off" }
        );
    }
    out
}

/// Counts per severity, for summaries.
pub fn levels() -> String {
    let severities: Vec<&str> = Severity::ALL.iter().map(|severity| severity.word()).collect();
    let confidences = [Confidence::Low, Confidence::Medium, Confidence::High].map(Confidence::word);
    format!("severity: {}; confidence: {}", severities.join(", "), confidences.join(", "))
}

/// How a predicate is written.
pub fn predicate_usage(row: &Predicate) -> String {
    let forms: Vec<&str> = row
        .forms
        .iter()
        .map(|form| match form {
            Form::Capture => "@node",
            Form::Text => "\"text\"",
            Form::Texts => "\"a\" …",
            Form::Either => "\"text\"",
            Form::Regex => "\"regex\"",
            Form::Quoting => "\"context\"",
            Form::Version => "\">=3.12\"",
            Form::Comparison => "\"<2048\"",
            Form::Mask => "\"0o022\"",
            Form::Contexts => "\"test\" …",
        })
        .collect();
    format!("#{}? {}", row.name, forms.join(" "))
}

/// The tables of predicates, directives and transforms.
pub fn author_tables() -> String {
    let mut out = String::from("### Predicates\n\n| predicate | holds if |\n|---|---|\n");
    for row in PREDICATES {
        let _ = writeln!(out, "| `{}` | {} |", predicate_usage(row), row.doc);
    }
    out.push_str("\n### Directives\n\n| directive | does |\n|---|---|\n");
    for (form, doc) in DIRECTIVES {
        let _ = writeln!(out, "| `#{form}` | {doc} |");
    }
    out.push_str("\n### Transforms\n\n| transform | does |\n|---|---|\n");
    for row in TRANSFORMS {
        let _ = writeln!(out, "| `{}` | {} |", row.usage, row.doc);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn examples_lose_their_marks() {
        let fixture = "\"\"\"PY999: x.\"\"\"\nimport os\n\nos.system(a)  # expect: PY999\n#         ^ \"m\"\n\n# Fine: constant.\nos.getcwd()\n";
        assert_eq!(
            examples(fixture),
            Examples {
                bad: Some("os.system(a)".into()),
                good: Some("# Fine: constant.\nos.getcwd()".into())
            }
        );
        let page = "{# DJ399: x. #}\n\n<p>{{ a }}</p>  {# expect: DJ399 #}\n{#    ^^^ #}\n\n{# Fine: b. #}\n<b>\n";
        let page = examples(page);
        assert_eq!(page.bad.as_deref(), Some("<p>{{ a }}</p>"));
        assert_eq!(page.good.as_deref(), Some("{# Fine: b. #}\n<b>"));
    }
}

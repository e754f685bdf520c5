//! Selectors: the words with which configuration, comments and the command line name rules.

use std::fmt;

use super::nearest::nearest;
use super::{Catalogue, Rule};
use crate::finding::RuleCode;

/// A word that stands for some rules: `PY602`, `PY6`, `subprocess-shell-true`, a tag, `ALL`, or another tool's id.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Selector {
    text: String,
    kind: Kind,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Kind {
    All,
    Tag(String),
    Prefix(String),
    /// Rules named one by one. Invariant: not empty.
    Rules(Vec<RuleCode>),
}

/// How narrow a selector is: where two disagree about a rule, the narrower one is heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Specificity {
    /// `ALL`.
    All,
    /// A tag.
    Tag,
    /// A prefix of codes, by its length.
    Prefix(usize),
    /// A rule.
    Rule,
}

/// Something worth telling whoever wrote a selector that works.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SelectorNote {
    /// It is another tool's id.
    Foreign {
        /// The other tool.
        tool: String,
        /// What the rules are called here.
        codes: Vec<RuleCode>,
    },
    /// The rule is retired; the selector stands for its successor.
    Retired {
        /// The rule that took its place.
        by: RuleCode,
    },
}

/// A selector that was understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParsedSelector {
    /// What it selects.
    pub selector: Selector,
    /// What to tell its author.
    pub note: Option<SelectorNote>,
}

/// A word that selects nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no rule, prefix or tag is called `{text}`")]
pub struct UnknownSelector {
    /// What was written, shortened.
    pub text: String,
    /// What was probably meant.
    pub suggestion: Option<String>,
}

impl Selector {
    /// Understands a word in the light of the rules there are.
    ///
    /// Own codes and names come first, then prefixes and tags, then the ids of other tools.
    pub fn parse(text: &str, catalogue: &Catalogue) -> Result<ParsedSelector, UnknownSelector> {
        let selector = |kind| ParsedSelector {
            selector: Selector { text: text.to_owned(), kind },
            note: None,
        };
        if text == "ALL" {
            return Ok(selector(Kind::All));
        }
        if let Some(rule) = catalogue.by_code(text).or_else(|| catalogue.by_name(text)) {
            let successor = successor(rule, catalogue);
            let mut parsed = selector(Kind::Rules(vec![successor.clone()]));
            if successor != rule.code {
                parsed.note = Some(SelectorNote::Retired { by: successor });
            }
            return Ok(parsed);
        }
        if is_prefix(text, catalogue) {
            return Ok(selector(Kind::Prefix(text.to_owned())));
        }
        if !text.is_empty() && catalogue.rules().iter().any(|rule| has_tag(rule, text)) {
            return Ok(selector(Kind::Tag(text.to_owned())));
        }
        if let Some((tool, codes)) = foreign(text, catalogue) {
            let mut parsed = selector(Kind::Rules(codes.clone()));
            parsed.note = Some(SelectorNote::Foreign { tool, codes });
            return Ok(parsed);
        }
        Err(UnknownSelector { text: shortened(text), suggestion: suggestion(text, catalogue) })
    }

    /// The selector of exactly these rules; none for no rules.
    pub fn of_rules(text: impl Into<String>, codes: Vec<RuleCode>) -> Option<Selector> {
        (!codes.is_empty()).then(|| Selector { text: text.into(), kind: Kind::Rules(codes) })
    }

    /// The selector of all rules.
    pub fn all() -> Selector {
        Selector { text: "ALL".to_owned(), kind: Kind::All }
    }

    /// As it was written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether `rule` is among the selected.
    pub fn matches(&self, rule: &Rule) -> bool {
        match &self.kind {
            Kind::All => true,
            Kind::Tag(tag) => has_tag(rule, tag),
            Kind::Prefix(prefix) => rule.code.as_str().starts_with(prefix.as_str()),
            Kind::Rules(codes) => codes.contains(&rule.code),
        }
    }

    /// How narrow it is.
    pub fn specificity(&self) -> Specificity {
        match &self.kind {
            Kind::All => Specificity::All,
            Kind::Tag(_) => Specificity::Tag,
            Kind::Prefix(prefix) => Specificity::Prefix(prefix.len()),
            Kind::Rules(_) => Specificity::Rule,
        }
    }

    /// The one rule it names, if it names exactly one.
    pub fn rule(&self) -> Option<&RuleCode> {
        match &self.kind {
            Kind::Rules(codes) if codes.len() == 1 => codes.first(),
            _ => None,
        }
    }
}

impl fmt::Display for Selector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

/// The narrowest of `selectors` that matches `rule`.
pub fn narrowest<'a>(
    selectors: impl IntoIterator<Item = &'a Selector>,
    rule: &Rule,
) -> Option<Specificity> {
    selectors.into_iter().filter(|selector| selector.matches(rule)).map(Selector::specificity).max()
}

/// The rule that stands where `rule` stood: itself unless it is retired.
pub fn successor(rule: &Rule, catalogue: &Catalogue) -> RuleCode {
    let mut rule = rule;
    // Bounded, because two workspace rules may name each other.
    for _ in 0..16 {
        match rule.replaced_by.as_ref().and_then(|code| catalogue.by_code(code.as_str())) {
            Some(next) => rule = next,
            None => break,
        }
    }
    rule.code.clone()
}

fn has_tag(rule: &Rule, tag: &str) -> bool {
    rule.tags.iter().any(|own| own == tag)
}

/// Whether `text` is all letters of some code and perhaps some of its digits: `PY` and `PY6`, not `P`.
fn is_prefix(text: &str, catalogue: &Catalogue) -> bool {
    !text.is_empty()
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && catalogue.rules().iter().any(|rule| {
            rule.code
                .as_str()
                .strip_prefix(text)
                .is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()))
        })
}

/// The rules that carry another tool's id, with the tool's name. ruff's ids may be shortened, as ruff allows.
fn foreign(text: &str, catalogue: &Catalogue) -> Option<(String, Vec<RuleCode>)> {
    let find = |is_hit: &dyn Fn(&str, &str) -> bool| {
        let mut found: Option<(String, Vec<RuleCode>)> = None;
        for rule in catalogue.rules() {
            for (tool, ids) in &rule.also {
                if found.as_ref().is_none_or(|(first, _)| first == tool)
                    && ids.iter().any(|id| is_hit(tool, id))
                {
                    let code = successor(rule, catalogue);
                    let (_, codes) = found.get_or_insert_with(|| (tool.clone(), Vec::new()));
                    if !codes.contains(&code) {
                        codes.push(code);
                    }
                }
            }
        }
        found
    };
    if text.is_empty() {
        return None;
    }
    let shortened_ruff = |tool: &str, id: &str| {
        tool == "ruff"
            && id
                .strip_prefix(text)
                .is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()))
    };
    find(&|_, id| id == text).or_else(|| find(&shortened_ruff))
}

fn suggestion(text: &str, catalogue: &Catalogue) -> Option<String> {
    let rules = catalogue.rules();
    // Names and tags before codes: codes are so alike that each is near a dozen others.
    let names = rules.iter().map(|rule| rule.name.as_str());
    let tags = rules.iter().flat_map(|rule| rule.tags.iter().map(String::as_str));
    let words = names.chain(tags).chain(["ALL"]);
    if let Some(code) =
        rules.iter().map(|rule| rule.code.as_str()).find(|code| code.eq_ignore_ascii_case(text))
    {
        return Some(code.to_owned());
    }
    let upper = text.to_ascii_uppercase();
    if upper != text && text.len() <= 8 && is_prefix(&upper, catalogue) {
        return Some(upper);
    }
    nearest(text, words)
        .or_else(|| nearest(text, rules.iter().map(|rule| rule.code.as_str())))
        .map(str::to_owned)
}

/// Enough of a word to recognise it in a message.
fn shortened(text: &str) -> String {
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::catalogue::sample;
    use super::*;

    fn catalogue() -> Catalogue {
        let mut shell = sample("PY602", "subprocess-shell-true");
        shell.also.insert("bandit".to_owned(), vec!["B602".to_owned()]);
        shell.also.insert("ruff".to_owned(), vec!["S602".to_owned()]);
        shell.tags = vec!["injection".to_owned()];
        let mut start = sample("PY605", "os-system");
        start.also.insert("ruff".to_owned(), vec!["S605".to_owned()]);
        let mut retired = sample("PY601", "popen-shell");
        retired.replaced_by = Some(RuleCode::from("PY602"));
        let csrf = sample("DJ101", "csrf-middleware-missing");
        Catalogue::from_rules(vec![shell, start, retired, csrf])
    }

    fn hits(text: &str) -> Vec<String> {
        let catalogue = catalogue();
        let parsed = Selector::parse(text, &catalogue).expect("known");
        catalogue
            .rules()
            .iter()
            .filter(|rule| parsed.selector.matches(rule))
            .map(|rule| rule.code.to_string())
            .collect()
    }

    #[test]
    fn each_way_to_name_rules_selects_them() {
        assert_eq!(hits("PY602"), ["PY602"]);
        assert_eq!(hits("subprocess-shell-true"), ["PY602"]);
        assert_eq!(hits("PY60"), ["PY601", "PY602", "PY605"]);
        assert_eq!(hits("DJ"), ["DJ101"]);
        assert_eq!(hits("injection"), ["PY602"]);
        assert_eq!(hits("ALL").len(), 4);
        assert_eq!(hits("B602"), ["PY602"]);
        assert_eq!(hits("S60"), ["PY602", "PY605"]);
    }

    #[test]
    fn half_of_the_letters_is_no_prefix() {
        for text in ["P", "D", "", "PY6020", "py", "Ü"] {
            assert!(Selector::parse(text, &catalogue()).is_err(), "{text}");
        }
    }

    #[test]
    fn foreign_ids_and_retired_codes_carry_a_note() {
        let note = |text| Selector::parse(text, &catalogue()).expect("known").note;
        assert_eq!(
            note("S602"),
            Some(SelectorNote::Foreign { tool: "ruff".into(), codes: vec!["PY602".into()] })
        );
        assert_eq!(note("PY601"), Some(SelectorNote::Retired { by: "PY602".into() }));
        assert_eq!(note("popen-shell"), Some(SelectorNote::Retired { by: "PY602".into() }));
        assert_eq!(note("PY602"), None);
        assert_eq!(hits("PY601"), ["PY602"]);
    }

    #[test]
    fn rules_that_replace_each_other_do_not_hang() {
        let mut one = sample("PY1", "one");
        let mut two = sample("PY2", "two");
        one.replaced_by = Some("PY2".into());
        two.replaced_by = Some("PY1".into());
        let catalogue = Catalogue::from_rules(vec![one, two]);
        assert!(Selector::parse("PY1", &catalogue).is_ok());
    }

    #[test]
    fn unknown_words_get_the_nearest_known_one() {
        let suggested =
            |text: &str| Selector::parse(text, &catalogue()).expect_err("unknown").suggestion;
        assert_eq!(suggested("subproces-shell-true").as_deref(), Some("subprocess-shell-true"));
        assert_eq!(suggested("subprocess_shell_true").as_deref(), Some("subprocess-shell-true"));
        assert_eq!(suggested("py602").as_deref(), Some("PY602"));
        assert_eq!(suggested("py6").as_deref(), Some("PY6"));
        assert_eq!(suggested("all").as_deref(), Some("ALL"));
        assert_eq!(suggested("nothing-like-it"), None);
    }

    #[test]
    fn long_words_are_shortened_on_a_character() {
        let error = Selector::parse(&"ü".repeat(5000), &catalogue()).expect_err("unknown");
        assert_eq!(error.text.chars().count(), 61);
    }

    #[test]
    fn narrower_selectors_order_above_wider_ones() {
        let of =
            |text: &str| Selector::parse(text, &catalogue()).expect("known").selector.specificity();
        assert!(of("ALL") < of("injection"));
        assert!(of("injection") < of("PY"));
        assert!(of("PY") < of("PY6"));
        assert!(of("PY6") < of("PY602"));
        assert_eq!(of("B602"), of("PY602"));
        assert_eq!(of("os-system"), of("PY602"));
    }
}

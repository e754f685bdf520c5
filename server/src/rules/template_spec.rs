//! What a rule about templates says, besides the header that every rule has: what it looks at, where that has to
//! stand in the page, and what helps. Everything here is data.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Rule;
use super::settings_spec::{Condition, Pattern, Substitute};
use super::spec::{message_mistake, own_keys, parsed_option, safety};
use crate::finding::{Confidence, Safety, Severity};

/// The name of the engine.
pub const ENGINE: &str = "templates";

/// A rule's own keys.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Spec {
    /// What it looks for; of two that report one place the first speaks.
    pub find: Vec<Find>,
}

/// Something to look for.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Find {
    /// Values that are printed.
    pub variable: Option<VariableTest>,
    /// Tags of the template.
    pub tag: Option<TagTest>,
    /// Start tags of the page.
    pub element: Option<ElementTest>,
    /// Only templates of Django, or only those of Jinja.
    pub dialect: Option<Dialect>,
    /// What must hold for the settings of the project in production.
    pub when: Vec<Condition>,
    /// Only in templates with elements of their own: without, they may be a part of anything, or a mail.
    pub page: bool,
    /// The place is fine, whatever comes after says.
    pub exempt: bool,
    /// Instead of the rule's.
    #[serde(deserialize_with = "parsed_option")]
    pub severity: Option<Severity>,
    /// Instead of the rule's.
    #[serde(deserialize_with = "parsed_option")]
    pub confidence: Option<Confidence>,
    /// Instead of the rule's.
    pub message: Option<String>,
    /// What to do about it, best first.
    pub fix: Vec<Fix>,
}

/// Whose words a template is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Dialect {
    /// Django's.
    Django,
    /// Jinja's.
    Jinja,
}

/// What is around a value in the page. A place has several of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Where {
    /// Text.
    Text,
    /// The text of a `<title>` or `<textarea>`.
    PlainText,
    /// A comment of HTML.
    Comment,
    /// The name of an element.
    TagName,
    /// The name of an attribute.
    AttributeName,
    /// The value of an attribute.
    Attribute,
    /// The value of an attribute without quotes.
    Unquoted,
    /// The value of an attribute that is an address.
    Url,
    /// The value of an attribute that is a script.
    Event,
    /// The value of a `style` attribute, or between `<style>` and `</style>`.
    Style,
    /// A script.
    Script,
    /// Code of a script, or of an attribute that is one.
    Code,
    /// A text of a script, or of an attribute that is one.
    ScriptText,
    /// A text between backquotes.
    Backquoted,
    /// A comment of a script.
    ScriptComment,
    /// A `<script>` that holds no program.
    Data,
}

/// A question about a printed value; all that is given must hold.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct VariableTest {
    /// It stands in one of these.
    pub context: Vec<Where>,
    /// It stands in none of these.
    pub not_context: Vec<Where>,
    /// It goes through one of these filters; the first that does is what `argument`, `after` and `before` are about.
    pub filter: Vec<String>,
    /// Through one of these before that.
    pub after: Vec<String>,
    /// Through one of these after that.
    pub before: Vec<String>,
    /// Through none of these.
    pub no_filter: Vec<String>,
    /// The filter's argument matches.
    #[serde(deserialize_with = "parsed_option")]
    pub argument: Option<Pattern>,
    /// Its dotted name matches.
    #[serde(deserialize_with = "parsed_option")]
    pub matches: Option<Pattern>,
    /// Its dotted name does not match.
    #[serde(deserialize_with = "parsed_option")]
    pub not_matches: Option<Pattern>,
    /// Its whole source matches.
    #[serde(deserialize_with = "parsed_option")]
    pub source: Option<Pattern>,
    /// Whether a visitor chooses it: it is part of the request.
    pub request: Option<bool>,
    /// Whether it can hold no markup: numbers, dates, what the framework makes. Such values are passed over unless asked for.
    pub harmless: Option<bool>,
    /// Whether it is escaped on its way into the page.
    pub escaped: Option<bool>,
    /// Whether it is the translation of a text.
    pub translated: Option<bool>,
    /// The attribute begins with it.
    pub starts: Option<bool>,
    /// What stands before it, in its attribute, or on its line of a script, matches; holes are U+FFFC.
    #[serde(deserialize_with = "parsed_option")]
    pub prefix: Option<Pattern>,
    /// It does not match.
    #[serde(deserialize_with = "parsed_option")]
    pub not_prefix: Option<Pattern>,
    /// The attribute is one of these.
    pub attribute: Vec<String>,
    /// The attribute is none of these.
    pub not_attribute: Vec<String>,
    /// The attribute's value stands between these.
    pub quote: Option<char>,
    /// The element is one of these.
    pub element: Vec<String>,
    /// The element is none of these.
    pub not_element: Vec<String>,
    /// Tests of attributes of the element.
    pub has: BTreeMap<String, ValueTest>,
    /// It stands in a block of one of these tags.
    pub within: Vec<String>,
    /// It stands in a block of none of these tags.
    pub not_within: Vec<String>,
    /// An element around it has one of these attributes.
    pub below: Vec<String>,
    /// No element around it has one of these attributes.
    pub not_below: Vec<String>,
    /// Report the filter rather than the whole.
    pub at_filter: bool,
}

/// A question about a tag of the template; all that is given must hold.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct TagTest {
    /// It is one of these.
    pub name: Vec<String>,
    /// What stands behind its name matches.
    #[serde(deserialize_with = "parsed_option")]
    pub arguments: Option<Pattern>,
    /// It does not match.
    #[serde(deserialize_with = "parsed_option")]
    pub not_arguments: Option<Pattern>,
    /// Its first argument is part of the request.
    pub request: Option<bool>,
    /// Up to its end, a value is printed that may hold markup.
    pub encloses: Option<bool>,
    /// It stands in one of these.
    pub context: Vec<Where>,
}

/// A question about an element; all that is given must hold.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct ElementTest {
    /// It is one of these.
    pub name: Vec<String>,
    /// Tests of attributes it has.
    pub has: BTreeMap<String, ValueTest>,
    /// Attributes it has not.
    pub lacks: Vec<String>,
    /// Tests of attributes it may have: fails where one is there and the test holds.
    pub unless: BTreeMap<String, ValueTest>,
    /// Up to its end there is one of these.
    pub holds: Vec<Part>,
    /// Up to its end there is none of these, also not in what is included there.
    pub holds_none: Vec<Part>,
    /// It has an attribute that is a script.
    pub event: Option<bool>,
    /// It has content.
    pub content: Option<bool>,
    /// Report this attribute rather than the element.
    pub at: Option<String>,
}

/// Something within an element.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Part {
    /// A tag of the template of one of these names.
    pub tag: Vec<String>,
    /// A printed value whose dotted name matches.
    #[serde(deserialize_with = "parsed_option")]
    pub variable: Option<Pattern>,
    /// An element of one of these names.
    pub element: Vec<String>,
    /// Tests of attributes of that element.
    pub has: BTreeMap<String, ValueTest>,
}

/// A question about an attribute's value; all that is given must hold.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct ValueTest {
    /// It matches; holes are U+FFFC.
    #[serde(deserialize_with = "parsed_option")]
    pub matches: Option<Pattern>,
    /// It does not match.
    #[serde(deserialize_with = "parsed_option")]
    pub not_matches: Option<Pattern>,
    /// Whether it is the address of another host.
    pub external: Option<bool>,
    /// Whether it begins with a value that is printed.
    pub dynamic: Option<bool>,
    /// One of these holds.
    pub any: Vec<ValueTest>,
}

/// A repair.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Fix {
    /// What the editor shows.
    pub title: String,
    /// Whether it may be applied unread.
    #[serde(deserialize_with = "safety")]
    pub safety: Option<Safety>,
    /// Takes the filter out.
    pub remove_filter: bool,
    /// Adds a filter at the end.
    pub add_filter: Option<String>,
    /// Writes this in place of the whole tag or variable; `{head}` is the value without filters.
    pub replace: Option<String>,
    /// Puts the value of the attribute between double quotes.
    pub quote: bool,
    /// Writes other arguments behind the name of the tag.
    pub arguments: Option<String>,
    /// Deletes the tag, with its line if nothing else stands there.
    pub delete: bool,
    /// Deletes from the element what `holds` found.
    pub delete_part: bool,
    /// Writes this behind the start tag.
    pub insert: Option<String>,
    /// Gives the element an attribute, written with its value.
    pub attribute: Option<NewAttribute>,
    /// Adds a word to an attribute, which is made if need be.
    pub word: Option<NewAttribute>,
    /// Makes the HTML comment around it one of the template.
    pub hide: bool,
    /// Replaces in the value of the attribute that is reported.
    pub substitute: Option<Substitute>,
}

/// An attribute to be written.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct NewAttribute {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
}

/// Holes that messages may have.
pub const HOLES: &[&str] =
    &["{variable}", "{filter}", "{attribute}", "{element}", "{value}", "{tag}"];

impl Spec {
    /// Reads a rule's own keys.
    pub fn of(rule: &Rule) -> Result<Self, String> {
        let spec: Self = own_keys(rule)?;
        spec.mistake(rule).map_or(Ok(()), Err)?;
        Ok(spec)
    }

    /// What is wrong with it that types do not tell.
    fn mistake(&self, rule: &Rule) -> Option<String> {
        if self.find.is_empty() {
            return Some("a rule about templates needs a `[[find]]`".to_owned());
        }
        self.find.iter().find_map(|find| find.mistake(rule))
    }
}

impl Find {
    fn mistake(&self, rule: &Rule) -> Option<String> {
        let n_kinds = [self.variable.is_some(), self.tag.is_some(), self.element.is_some()]
            .iter()
            .filter(|is| **is)
            .count();
        if n_kinds != 1 {
            return Some("a `[[find]]` looks at a `variable`, a `tag` or an `element`".to_owned());
        }
        if let Some(variable) = &self.variable {
            let asks = variable.argument.is_some()
                || variable.at_filter
                || !variable.before.is_empty()
                || !variable.after.is_empty();
            if asks && variable.filter.is_empty() {
                return Some(
                    "`argument`, `before`, `after` and `at-filter` are about a `filter`".to_owned(),
                );
            }
        }
        let message = self.message.as_deref().unwrap_or(&rule.message);
        message_mistake(message, HOLES).or_else(|| self.fix.iter().find_map(Fix::mistake))
    }
}

impl Fix {
    fn mistake(&self) -> Option<String> {
        let n_kinds = [
            self.remove_filter,
            self.add_filter.is_some(),
            self.replace.is_some(),
            self.quote,
            self.arguments.is_some(),
            self.delete,
            self.delete_part,
            self.insert.is_some(),
            self.attribute.is_some(),
            self.word.is_some(),
            self.hide,
            self.substitute.is_some(),
        ];
        if n_kinds.iter().filter(|given| **given).count() != 1 {
            return Some("a fix does one thing".to_owned());
        }
        if self.safety.is_none() {
            return Some("a fix says its `safety`".to_owned());
        }
        self.title.is_empty().then(|| "a fix needs a `title`".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{RuleOrigin, header};

    fn check(own: &str) -> String {
        let text = format!(
            "code = \"DJ999\"\nname = \"bad\"\nengine = \"templates\"\nseverity = \"low\"\nconfidence = \"low\"\ncwe = []\nmessage = \"`{{variable}}` is bad\"\nsince = \"0.1.0\"\ndoc = '''\nHarm.\n\n## Write instead\nGood.\n'''\n{own}"
        );
        let rule = header::read_toml(&text, "DJ999-bad", "templates", RuleOrigin::Builtin(""));
        match Spec::of(&rule.expect("the header is fine")) {
            Ok(_) => "fine".to_owned(),
            Err(mistake) => mistake,
        }
    }

    #[test]
    fn mistakes_are_told() {
        for (own, expected) in [
            ("[[find]]\nvariable = { filter = [\"safe\"] }", "fine"),
            ("find = []", "needs a `[[find]]`"),
            ("", "missing field `find`"),
            ("[[find]]\nseverity = \"low\"", "looks at a `variable`"),
            ("[[find]]\nvariable = {}\ntag = {}", "looks at a `variable`"),
            ("[[find]]\nvariable = { contxt = [] }", "unknown field `contxt`"),
            ("[[find]]\nvariable = { context = [\"txt\"] }", "unknown variant `txt`"),
            ("[[find]]\nvariable = { matches = \"(\" }", "regex parse error"),
            ("[[find]]\nvariable = { argument = \"x\" }", "are about a `filter`"),
            ("[[find]]\nvariable = {}\nseverity = \"bad\"", "is not one of"),
            ("[[find]]\nvariable = {}\nmessage = \"{vale}\"", "has the holes"),
            ("[[find]]\nvariable = {}\nmessage = \"Bad.\"", "without a final period"),
            (
                "[[find]]\nvariable = {}\nfix = [{ title = \"x\", safety = \"safe\" }]",
                "does one thing",
            ),
            (
                "[[find]]\nvariable = {}\nfix = [{ title = \"x\", quote = true }]",
                "says its `safety`",
            ),
            (
                "[[find]]\nvariable = {}\nfix = [{ quote = true, safety = \"safe\" }]",
                "needs a `title`",
            ),
        ] {
            let got = check(own);
            assert!(got.contains(expected), "{own}\n  {got}");
        }
    }
}

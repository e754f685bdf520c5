//! What a rule about JavaScript says, besides the header that every rule has: which values a visitor or another page
//! chooses, what carries them on, what makes them harmless, and where they must not arrive. Everything here is data.
//!
//! Names are told as chains: `document.getElementById().value`, `$().html`, `localStorage.getItem()`; `window.` is left
//! out, what a name stands for is put in its place, `~name` is a parameter or a name with several meanings, and `@message`
//! is the event that a listener for `message` gets.

use serde::Deserialize;

use super::Rule;
use super::settings_spec::{Pattern, Substitute};
use super::spec::{message_mistake, own_keys, parsed_option, safety};
use crate::finding::{Confidence, Safety, Severity};

/// The name of the engine.
pub const ENGINE: &str = "scripts";

/// A rule's own keys.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Spec {
    /// The rule whose words these are, where this one has none of its own.
    pub words_of: Option<String>,
    /// Values that somebody else chooses, by their chains.
    #[serde(deserialize_with = "parsed_option")]
    pub sources: Option<Pattern>,
    /// Calls that hand their arguments on.
    #[serde(deserialize_with = "parsed_option")]
    pub carriers: Option<Pattern>,
    /// Calls and properties that are harmless whatever they are made of.
    #[serde(deserialize_with = "parsed_option")]
    pub cleaners: Option<Pattern>,
    /// Calls in a condition that tell whether what they are given is allowed.
    #[serde(deserialize_with = "parsed_option")]
    pub guards: Option<Pattern>,
    /// Words one of which stands in every script that it has something to say about.
    pub words: Vec<String>,
    /// What it looks for; of two that report one place the first speaks.
    pub find: Vec<Find>,
}

/// Somewhere a value may arrive.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Find {
    /// A call of this.
    #[serde(deserialize_with = "parsed_option")]
    pub call: Option<Pattern>,
    /// An object of this class that is made.
    #[serde(deserialize_with = "parsed_option")]
    pub new: Option<Pattern>,
    /// An assignment to this.
    #[serde(deserialize_with = "parsed_option")]
    pub assign: Option<Pattern>,
    /// A listener for this event.
    pub listener: Option<Listener>,
    /// The argument that is looked at, from 0.
    pub argument: usize,
    /// The last one is looked at.
    pub last: bool,
    /// The first argument is this text.
    #[serde(deserialize_with = "parsed_option")]
    pub first: Option<Pattern>,
    /// What the value has to be.
    pub value: Option<Wanted>,
    /// Instead of the rule's.
    #[serde(deserialize_with = "parsed_option")]
    pub sources: Option<Pattern>,
    /// Besides the rule's.
    #[serde(deserialize_with = "parsed_option")]
    pub cleaners: Option<Pattern>,
    /// Besides the rule's.
    #[serde(deserialize_with = "parsed_option")]
    pub guards: Option<Pattern>,
    /// The value's text, with U+FFFC for what is not constant, matches.
    #[serde(deserialize_with = "parsed_option")]
    pub text: Option<Pattern>,
    /// It does not match.
    #[serde(deserialize_with = "parsed_option")]
    pub not_text: Option<Pattern>,
    /// The source of the value matches.
    #[serde(deserialize_with = "parsed_option")]
    pub written: Option<Pattern>,
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

/// What is known of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Wanted {
    /// Somebody else chooses it, or a part of it: the rule has `sources`.
    Chosen,
    /// Not constant and not harmless.
    Open,
    /// Put together of texts and something that is not constant and not harmless.
    Built,
    /// Constant.
    Constant,
    /// Whatever it is.
    Any,
}

/// A listener.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Listener {
    /// The event.
    pub event: String,
    /// It reads this property of the event.
    pub uses: String,
    /// And none of these.
    #[serde(default)]
    pub lacks: Vec<String>,
    /// It holds this, without blanks.
    #[serde(default, deserialize_with = "parsed_option")]
    pub holds: Option<Pattern>,
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
    /// The property that is assigned to instead.
    pub property: Option<String>,
    /// Replaces in the value.
    pub substitute: Option<Substitute>,
}

/// Holes that messages may have.
pub const HOLES: &[&str] = &["{source}", "{sink}", "{value}"];

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
            return Some("a rule about scripts needs a `[[find]]`".to_owned());
        }
        if self.words.iter().all(String::is_empty) {
            return Some("a rule about scripts names `words` to look for it by".to_owned());
        }
        let has_words = self.words_of.is_some();
        self.find.iter().find_map(|find| {
            let has_sources = has_words || self.sources.is_some() || find.sources.is_some();
            find.mistake(rule, has_sources)
        })
    }
}

impl Find {
    fn mistake(&self, rule: &Rule, has_sources: bool) -> Option<String> {
        let n_kinds = [
            self.call.is_some(),
            self.new.is_some(),
            self.assign.is_some(),
            self.listener.is_some(),
        ];
        if n_kinds.iter().filter(|is| **is).count() != 1 {
            return Some(
                "a `[[find]]` looks at a `call`, a `new`, an `assign` or a `listener`".to_owned(),
            );
        }
        if self.value.is_none() && self.listener.is_none() {
            return Some("a `[[find]]` says which `value` it is about".to_owned());
        }
        if self.value == Some(Wanted::Chosen) && !has_sources {
            return Some("`value = \"chosen\"` needs `sources`".to_owned());
        }
        let message = self.message.as_deref().unwrap_or(&rule.message);
        message_mistake(message, HOLES).or_else(|| self.fix.iter().find_map(Fix::mistake))
    }
}

impl Fix {
    fn mistake(&self) -> Option<String> {
        if self.property.is_some() == self.substitute.is_some() {
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
        let words = if own.starts_with("words") { "" } else { "words = [\"a\"]\n" };
        let text = format!(
            "code = \"DJ999\"\nname = \"bad\"\nengine = \"scripts\"\nseverity = \"low\"\nconfidence = \"low\"\ncwe = []\nmessage = \"`{{source}}` is bad\"\nsince = \"0.1.0\"\ndoc = '''\nHarm.\n\n## Write instead\nGood.\n'''\n{words}{own}"
        );
        let rule = header::read_toml(&text, "DJ999-bad", "javascript", RuleOrigin::Builtin(""));
        match Spec::of(&rule.expect("the header is fine")) {
            Ok(_) => "fine".to_owned(),
            Err(mistake) => mistake,
        }
    }

    #[test]
    fn mistakes_are_told() {
        for (own, expected) in [
            ("[[find]]\ncall = \"^eval$\"\nvalue = \"open\"", "fine"),
            ("find = []", "needs a `[[find]]`"),
            ("words = []\n[[find]]\ncall = \"^eval$\"\nvalue = \"open\"", "names `words`"),
            ("[[find]]\nvalue = \"open\"", "looks at a `call`"),
            ("[[find]]\ncall = \"a\"\nnew = \"b\"\nvalue = \"open\"", "looks at a `call`"),
            ("[[find]]\ncall = \"a\"", "which `value`"),
            ("[[find]]\ncall = \"a\"\nvalue = \"chosen\"", "needs `sources`"),
            ("sources = \"b\"\n[[find]]\ncall = \"a\"\nvalue = \"chosen\"", "fine"),
            ("[[find]]\ncall = \"(\"\nvalue = \"open\"", "regex parse error"),
            ("[[find]]\ncall = \"a\"\nvalue = \"opn\"", "unknown variant `opn`"),
            (
                "[[find]]\ncall = \"a\"\nvalue = \"open\"\nfix = [{ title = \"x\", safety = \"safe\" }]",
                "does one thing",
            ),
            (
                "[[find]]\nassign = \"a\"\nvalue = \"open\"\nfix = [{ title = \"x\", property = \"y\" }]",
                "says its `safety`",
            ),
        ] {
            let got = check(own);
            assert!(got.contains(expected), "{own}\n  {got}");
        }
    }
}

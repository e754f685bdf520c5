//! What has to be known of a pattern before it is first tried: where it may match, and how it is looked up.
//!
//! In: a pattern as it is written. Out: data without any grammar, so that those of built-in rules are found out once, by
//! the build.

use serde::{Deserialize, Serialize};

use super::needs::{self, Needs};
use super::packed::RuleText;
use super::query_text::{self, Argument, Call, Pattern, RuleMistake};
use super::rule::RuleQuery;
use super::wide::{self, WideRoot};
use crate::text::Span;

/// What is known of a pattern.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Facts {
    /// Where it stands in the text of its rule's patterns.
    start: usize,
    end: usize,
    /// Equal for patterns of equal structure.
    pub shape: RuleText,
    /// The kinds it may be rooted at, if they are known and it is rooted at one node.
    pub kinds: Option<Vec<RuleText>>,
    /// What it is looked up by.
    pub key: Option<Key>,
    /// `#set! exempt`: the place is fine, patterns below do not report it.
    pub exempt: bool,
    /// Whether the structure reaches beyond one logical line.
    pub is_wide: bool,
    /// What has to stand where it matches.
    pub needs: Needs,
    /// Headers that may begin what it is rooted at, if it reaches beyond a line; none if that cannot be told.
    pub roots: Option<Vec<WideRoot>>,
    /// Blocks between its root and what it reports.
    pub n_blocks: usize,
    /// Whether its fixes change statements further down.
    pub fixes_below: bool,
    /// Whether what triggers it stands on the header that it is rooted at.
    pub begins_with_trigger: bool,
    /// Whether it may say something about a string that is a statement of its own.
    pub reads_docstrings: bool,
    /// Options of the rule that have to be true.
    pub options: Vec<RuleText>,
}

/// What a pattern can be looked up by: what the node is to which a path of fields leads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Key {
    /// Fields, from the root.
    pub path: Vec<RuleText>,
    /// Whether the texts are names to resolve, else source text.
    pub is_name: bool,
    /// One of these.
    pub texts: Vec<RuleText>,
}

/// The transform that changes statements below the one it is about.
const LOOKS_BELOW: &str = "switch-class";

/// What can be told of a pattern.
pub fn of(pattern: &Pattern) -> Facts {
    let first_text = |call: &Call| match call.arguments.first() {
        Some(Argument::Text(text)) => Some(text.clone()),
        _ => None,
    };
    let says = |name: &str, text: &str| {
        let mut calls = pattern.calls.iter().filter(|call| call.name == name);
        calls.any(|call| first_text(call).as_deref() == Some(text))
    };
    let exempt = says("set!", "exempt");
    let is_one = pattern.root.quantifier.is_none();
    let kinds = pattern.root_kinds().filter(|_| is_one);
    Facts {
        start: pattern.span.start,
        end: pattern.span.end,
        shape: pattern.shape().into(),
        key: kinds.as_ref().and_then(|_| key(pattern)),
        kinds: kinds.map(|kinds| kinds.into_iter().map(RuleText::from).collect()),
        exempt,
        is_wide: wide::is_wide(pattern),
        needs: needs::needs(pattern, exempt),
        roots: wide::roots(pattern),
        n_blocks: wide::blocks_to_finding(pattern),
        fixes_below: says("fix!", LOOKS_BELOW),
        begins_with_trigger: wide::begins_with_trigger(pattern),
        reads_docstrings: needs::reads_docstrings(pattern),
        options: needs::options(pattern),
    }
}

/// What the build found out about the patterns of a rule; `None` if it is none of ours.
pub fn embedded(query: &RuleQuery) -> Option<Vec<Facts>> {
    query.known.and_then(|bytes| postcard::from_bytes(bytes).ok())
}

impl Facts {
    /// Reads the pattern again.
    pub fn source(&self, query: &RuleQuery) -> Result<Pattern, RuleMistake> {
        let span = Span::new(self.start, self.end);
        let text = span.slice(&query.text);
        query_text::read(text)?
            .pop()
            .ok_or_else(|| RuleMistake::new(span, "there is no pattern here"))
    }
}

/// What a pattern can be looked up by, if anything.
fn key(pattern: &Pattern) -> Option<Key> {
    let find = |wanted: &[&str], is_name: bool| {
        pattern.calls.iter().find_map(|call| {
            let name = call.name.strip_suffix('?')?;
            if !wanted.contains(&name) {
                return None;
            }
            let Some(Argument::Capture(capture)) = call.arguments.first() else { return None };
            let texts = call.arguments[1..]
                .iter()
                .map(|argument| match argument {
                    Argument::Text(text) => Some(text.as_str().into()),
                    Argument::Capture(_) => None,
                })
                .collect::<Option<_>>()?;
            let path = pattern.path_to(capture)?.into_iter().map(RuleText::from).collect();
            Some(Key { path, is_name, texts })
        })
    };
    let by_name = find(&["resolves"], true);
    // `a.b.*` may be anything, so that every name would have to be resolved for it.
    match by_name {
        Some(key) if !key.texts.iter().any(|name| name.ends_with(".*")) => Some(key),
        by_name => find(&["eq", "any-of"], false).or(by_name),
    }
}

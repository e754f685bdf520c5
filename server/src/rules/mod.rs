//! Rules: what a rule file says, and everything that is made from it.

mod beginnings;
pub mod catalogue;
pub mod compile;
pub mod directives;
pub mod docs;
mod embedded;
#[cfg(test)]
mod embedding;
pub mod facts;
pub mod header;
pub mod lint;
pub mod marks;
pub mod message;
pub mod nearest;
pub mod needs;
mod packed;
pub mod pattern;
mod places;
pub mod predicates;
mod query_reader;
pub mod query_text;
pub mod required;
mod rule;
pub mod script_spec;
pub mod select;
pub mod settings_path;
pub mod settings_spec;
pub mod site;
mod spec;
pub mod structure;
pub mod template_spec;
pub mod tokens;
pub mod transforms;
pub mod triggers;
pub mod wide;
pub mod word_finder;
pub mod workspace_rules;

pub use catalogue::Catalogue;
pub use packed::RuleText;
pub use rule::{InTests, OwnKeys, Rule, RuleOrigin, RuleQuery, UnitGrain};
pub use select::{Selector, SelectorNote};

//! The codes of rules.

use std::fmt;
use std::sync::Arc;

/// The code of a rule, such as `PY602`: the key into the catalogue.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RuleCode(Arc<str>);

impl RuleCode {
    /// Wraps a code; whether a rule of that code exists is for the catalogue to say.
    pub fn new(code: impl Into<Arc<str>>) -> Self {
        Self(code.into())
    }

    /// The code as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for RuleCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for RuleCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl From<&str> for RuleCode {
    fn from(code: &str) -> Self {
        Self::new(code)
    }
}

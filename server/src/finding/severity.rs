//! How bad and how sure: the words of findings, and what each output calls them.

use std::fmt;
use std::str::FromStr;

/// How much harm a finding stands for, from least to most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing; never fails a check by default.
    Info,
    /// Harm needs unusual circumstances.
    Low,
    /// Harm is likely once an attacker finds it.
    Medium,
    /// Direct harm.
    High,
    /// Direct harm to everyone, known to be exploited.
    Critical,
}

/// How sure a rule is that the finding is right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Confidence {
    /// May well be wrong.
    Low,
    /// Right more often than not.
    Medium,
    /// Right unless something outside the project says otherwise.
    High,
}

/// A word that names no severity or confidence.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("`{word}` is not one of {expected}")]
pub struct UnknownLevel {
    /// What was written.
    pub word: String,
    /// The words that would have been right, separated by commas.
    pub expected: &'static str,
}

impl Severity {
    /// All severities, least first.
    pub const ALL: [Severity; 5] =
        [Severity::Info, Severity::Low, Severity::Medium, Severity::High, Severity::Critical];

    /// The word used in configuration, headers and output.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Info => "info",
            Severity::Low => "low",
            Severity::Medium => "medium",
            Severity::High => "high",
            Severity::Critical => "critical",
        }
    }
}

impl Confidence {
    /// The word used in configuration, headers and output.
    pub fn word(self) -> &'static str {
        match self {
            Confidence::Low => "low",
            Confidence::Medium => "medium",
            Confidence::High => "high",
        }
    }

    /// One step less sure; `Low` stays.
    pub fn lowered(self) -> Self {
        match self {
            Confidence::High => Confidence::Medium,
            _ => Confidence::Low,
        }
    }
}

impl FromStr for Severity {
    type Err = UnknownLevel;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|severity| severity.word() == word).ok_or_else(|| UnknownLevel {
            word: word.to_owned(),
            expected: "info, low, medium, high, critical",
        })
    }
}

impl FromStr for Confidence {
    type Err = UnknownLevel;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        match word {
            "low" => Ok(Confidence::Low),
            "medium" => Ok(Confidence::Medium),
            "high" => Ok(Confidence::High),
            _ => Err(UnknownLevel { word: word.to_owned(), expected: "low, medium, high" }),
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

impl fmt::Display for Confidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

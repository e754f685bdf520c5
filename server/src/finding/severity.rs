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

/// What the outputs call one severity.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SeverityNames {
    /// In configuration, rule headers, text and JSON.
    pub word: &'static str,
    /// `DiagnosticSeverity` of the language server protocol: 1 error, 2 warning, 3 information, 4 hint.
    pub lsp: u8,
    /// `level` of a SARIF result.
    pub sarif: &'static str,
    /// Workflow command of GitHub Actions.
    pub github: &'static str,
    /// `severity` of a GitLab security report.
    pub gitlab: &'static str,
    /// `security-severity` of a SARIF rule. GitHub reads critical from 9.0, high from 7.0,
    /// medium from 4.0, low above 0.0, so each value stands in the middle of its band.
    pub score: &'static str,
}

/// The row of each severity, least first: the one place that says what outputs call them.
#[rustfmt::skip]
const NAMES: [SeverityNames; 5] = [
    SeverityNames { word: "info",     lsp: 4, sarif: "note",    github: "notice",  gitlab: "Info",     score: "0.0" },
    SeverityNames { word: "low",      lsp: 3, sarif: "note",    github: "notice",  gitlab: "Low",      score: "2.0" },
    SeverityNames { word: "medium",   lsp: 2, sarif: "warning", github: "warning", gitlab: "Medium",   score: "5.5" },
    SeverityNames { word: "high",     lsp: 1, sarif: "error",   github: "error",   gitlab: "High",     score: "8.0" },
    SeverityNames { word: "critical", lsp: 1, sarif: "error",   github: "error",   gitlab: "Critical", score: "9.5" },
];

impl Severity {
    /// All severities, least first.
    pub const ALL: [Severity; 5] =
        [Severity::Info, Severity::Low, Severity::Medium, Severity::High, Severity::Critical];

    /// The default of `--fail-on`: findings of severity `info` alone leave a check successful.
    pub const FAIL_ON: Severity = Severity::Low;

    /// What the outputs call it.
    pub fn names(self) -> &'static SeverityNames {
        &NAMES[self as usize]
    }

    /// The word used in configuration, headers and output.
    pub fn word(self) -> &'static str {
        self.names().word
    }

    /// Whether a finding of this severity makes a check fail that fails on `threshold` and worse.
    pub fn fails(self, threshold: Severity) -> bool {
        self >= threshold
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_severities_are_each_others_inverse() {
        for severity in Severity::ALL {
            assert_eq!(severity.word().parse(), Ok(severity));
        }
        let unknown = "High".parse::<Severity>().unwrap_err();
        assert_eq!(unknown.to_string(), "`High` is not one of info, low, medium, high, critical");
    }

    #[test]
    fn names_ascend_with_the_severity() {
        for pair in Severity::ALL.windows(2) {
            let (low, high) = (pair[0].names(), pair[1].names());
            assert!(low.lsp >= high.lsp);
            assert!(low.score.parse::<f32>().unwrap() < high.score.parse::<f32>().unwrap());
        }
        assert_eq!(Severity::Info.names().gitlab, "Info");
        assert_eq!(Severity::Critical.names().gitlab, "Critical");
    }

    #[test]
    fn info_alone_does_not_fail_a_check() {
        assert!(!Severity::Info.fails(Severity::FAIL_ON));
        assert!(Severity::Low.fails(Severity::FAIL_ON));
        assert!(!Severity::Medium.fails(Severity::High));
    }
}

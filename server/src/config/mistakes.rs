//! Mistakes in configuration files, and how they become findings on the lines where they stand.

use crate::finding::{
    Confidence, Detail, Edit, Finding, FixPlan, FixStep, Location, RuleCode, Safety, Severity,
};
use crate::text::{DocumentUrl, Span};

/// What went wrong, or is worth knowing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MistakeKind {
    /// A key nothing reads.
    UnknownKey,
    /// A value that cannot be used.
    InvalidValue,
    /// Text that is not TOML, or a file that cannot be read.
    Unreadable,
    /// Another tool's configuration was read.
    ForeignRead,
}

impl MistakeKind {
    /// The rule under which it is reported.
    pub fn code(self) -> &'static str {
        match self {
            MistakeKind::UnknownKey => "WP101",
            MistakeKind::InvalidValue => "WP102",
            MistakeKind::Unreadable => "WP103",
            MistakeKind::ForeignRead => "WP104",
        }
    }

    fn severity(self) -> Severity {
        match self {
            MistakeKind::ForeignRead => Severity::Info,
            _ => Severity::Medium,
        }
    }
}

/// Something to say about one place in a configuration file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigMistake {
    /// Decides the rule.
    pub kind: MistakeKind,
    /// Where, in the text that was read.
    pub span: Span,
    /// One line: what is lost, then what to do.
    pub message: String,
    /// What to write instead, in TOML; it replaces `span`.
    pub suggestion: Option<String>,
    /// Info for what still works.
    pub severity: Severity,
}

impl ConfigMistake {
    /// A mistake without a suggestion.
    pub fn new(kind: MistakeKind, span: Span, message: impl Into<String>) -> ConfigMistake {
        ConfigMistake {
            kind,
            span,
            message: message.into(),
            suggestion: None,
            severity: kind.severity(),
        }
    }

    /// The same mistake with what to write instead.
    pub fn suggesting(self, text: impl Into<String>) -> ConfigMistake {
        ConfigMistake { suggestion: Some(text.into()), ..self }
    }

    /// The same mistake with another severity.
    pub fn with_severity(self, severity: Severity) -> ConfigMistake {
        ConfigMistake { severity, ..self }
    }
}

/// Mistakes as findings in the document they were read from, sorted by place.
pub fn findings(url: &DocumentUrl, mistakes: &[ConfigMistake]) -> Vec<Finding> {
    let mut findings: Vec<Finding> = mistakes
        .iter()
        .map(|mistake| Finding {
            rule: RuleCode::from(mistake.kind.code()),
            severity: mistake.severity,
            confidence: Confidence::High,
            message: mistake.message.clone(),
            location: Location { document: url.clone(), span: mistake.span },
            extent: mistake.span,
            related: Vec::new(),
            covers: Vec::new(),
            fixes: mistake.suggestion.iter().map(|text| fix(mistake.span, text)).collect(),
            detail: Detail::None,
        })
        .collect();
    findings.sort_by(|left, right| {
        (left.location.span, &left.rule).cmp(&(right.location.span, &right.rule))
    });
    findings
}

// Unsafe: a guess at what somebody meant, which changes what is checked.
fn fix(span: Span, text: &str) -> FixPlan {
    FixPlan {
        title: format!("Write `{text}`"),
        safety: Safety::Unsafe,
        steps: vec![FixStep::Edit(Edit { span, text: text.to_owned() })],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mistakes_become_findings_in_order() {
        let url = DocumentUrl::new("file:///shop/watchpost.toml");
        let late = ConfigMistake::new(MistakeKind::ForeignRead, Span::new(9, 12), "read");
        let early = ConfigMistake::new(MistakeKind::UnknownKey, Span::new(0, 6), "lost")
            .suggesting("ignore");
        let findings = findings(&url, &[late, early]);
        let seen: Vec<(&str, Severity, usize)> = findings
            .iter()
            .map(|finding| (finding.rule.as_str(), finding.severity, finding.fixes.len()))
            .collect();
        assert_eq!(seen, [("WP101", Severity::Medium, 1), ("WP104", Severity::Info, 0)]);
        assert_eq!(
            findings[0].fixes[0].steps,
            [FixStep::Edit(Edit { span: Span::new(0, 6), text: "ignore".into() })]
        );
    }
}

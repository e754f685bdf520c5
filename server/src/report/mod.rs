//! Printers of findings: text, JSON, SARIF, GitHub, GitLab.

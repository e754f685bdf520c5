//! The identity of a finding across runs: it survives moved and re-indented lines, and holds no secret.
//!
//! It is made of the rule, the file's path, the finding's line and the count of equal ones before it. Of the
//! line only the code counts: blanks are collapsed, comments dropped, the insides of quotes left out, and
//! wherever a secret was found its span is cut out. The rest of a finding's own span stays in: cutting it
//! would make `eval(a)` and `eval(b)` one finding, and a baseline with the one would hide the other.

use std::collections::HashMap;
use std::fmt;

use super::Finding;
use crate::text::Span;

/// Names one finding in baselines and reports; printed as 32 hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Fingerprint(u128);

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

impl Fingerprint {
    /// The first one in their order.
    pub(crate) const LEAST: Self = Self(0);

    /// Reads what `Display` wrote.
    pub fn parse(text: &str) -> Option<Self> {
        let is_hex = text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        is_hex.then(|| u128::from_str_radix(text, 16).ok().map(Self)).flatten()
    }
}

/// Longer lines are minified data; this much of one tells it apart.
const MAX_LINE: usize = 4096;

/// The fingerprints of one file's findings, in the order of `findings`. Pass all findings of the file:
/// equal ones are told apart by their order in it.
pub fn fingerprints(findings: &[Finding], text: &str, path: &str) -> Vec<Fingerprint> {
    let mut order: Vec<usize> = (0..findings.len()).collect();
    order.sort_by_key(|&index| (findings[index].location.span, &findings[index].rule));
    let secrets: Vec<Span> = order
        .iter()
        .map(|&index| &findings[index])
        .filter(|finding| holds_secret(finding))
        .map(|finding| finding.location.span)
        .collect();
    let starts = line_starts(text);
    let mut seen: HashMap<u128, u64> = HashMap::new();
    let mut fingerprints = vec![Fingerprint(0); findings.len()];
    let path = path.replace('\\', "/");
    let mut last: Option<(Span, String)> = None;
    for index in order {
        let finding = &findings[index];
        let line = line_around(text, &starts, finding.location.span.start);
        let code = match last.take() {
            Some((same, code)) if same == line => code,
            _ => normalised(text, line, &secrets, &path),
        };
        let same = hash(OFFSET, &["1", finding.rule.as_str(), &path, &code]);
        let nth = seen.entry(same).or_insert(0);
        fingerprints[index] = Fingerprint(hash(same, &[&nth.to_string()]));
        *nth += 1;
        last = Some((line, code));
    }
    fingerprints
}

/// Rules whose span is a secret's value: it goes whether quoted or not.
fn holds_secret(finding: &Finding) -> bool {
    finding.rule.as_str().starts_with("SK")
        || matches!(finding.rule.as_str(), "PY105" | "PY106" | "PY107")
}

fn line_starts(text: &str) -> Vec<usize> {
    let ends = text.bytes().enumerate().filter(|(_, byte)| matches!(byte, b'\n' | b'\r'));
    std::iter::once(0).chain(ends.map(|(at, _)| at + 1)).collect()
}

/// The line of an offset, without its ending and not beyond `MAX_LINE`.
fn line_around(text: &str, starts: &[usize], offset: usize) -> Span {
    let index = starts.partition_point(|&start| start <= offset.min(text.len())).saturating_sub(1);
    let start = starts[index];
    let next = starts.get(index + 1).map_or(text.len(), |next| next - 1);
    let mut end = next.min(start + MAX_LINE);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    Span::new(start, end)
}

/// The line's code: see the top of the file.
fn normalised(text: &str, line: Span, secrets: &[Span], path: &str) -> String {
    let is_python = path.ends_with(".py") || path.ends_with(".pyi");
    let from = secrets.partition_point(|secret| secret.start < line.start).saturating_sub(1);
    let mut secrets = secrets[from..].iter().filter(|secret| secret.end > line.start).peekable();
    let mut code = String::new();
    let mut quote: Option<char> = None;
    let mut escaped = false;
    let mut previous = ' ';
    for (at, c) in line.slice(text).char_indices() {
        let at = line.start + at;
        while secrets.peek().is_some_and(|secret| secret.end <= at) {
            secrets.next();
        }
        let is_secret = secrets.peek().is_some_and(|secret| secret.start <= at);
        let before = std::mem::replace(&mut previous, c);
        if let Some(open) = quote {
            if escaped {
                escaped = false;
            } else if c == '\\' {
                escaped = true;
            } else if c == open {
                quote = None;
                code.push(c);
            }
            continue;
        }
        match c {
            '#' if is_python || before.is_whitespace() => break,
            '"' | '\'' => {
                quote = Some(c);
                code.push(c);
            }
            _ if is_secret => {}
            _ if c.is_whitespace() => {
                if !code.is_empty() && !code.ends_with(' ') {
                    code.push(' ');
                }
            }
            _ => code.push(c),
        }
    }
    code.truncate(code.trim_end().len());
    code
}

const OFFSET: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;

/// FNV-1a with 128 bits: the standard library's hasher may change with any release.
fn hash(mut state: u128, parts: &[&str]) -> u128 {
    for part in parts {
        // A byte that no text holds ends each part.
        for byte in part.bytes().chain([0xff]) {
            state = (state ^ u128::from(byte)).wrapping_mul(PRIME);
        }
    }
    state
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Confidence, Detail, Location, RuleCode, Severity};
    use crate::text::DocumentUrl;

    fn finding(rule: &str, text: &str, nth: usize, part: &str) -> Finding {
        let start = text.match_indices(part).nth(nth).expect("the part is in the text").0;
        let span = Span::new(start, start + part.len());
        Finding {
            rule: RuleCode::from(rule),
            severity: Severity::Low,
            confidence: Confidence::High,
            message: String::new(),
            location: Location { document: DocumentUrl::new("file:///a.py"), span },
            extent: span,
            related: Vec::new(),
            covers: Vec::new(),
            fixes: Vec::new(),
            detail: Detail::None,
        }
    }

    fn one(rule: &str, text: &str, part: &str) -> Fingerprint {
        fingerprints(&[finding(rule, text, 0, part)], text, "a.py")[0]
    }

    #[test]
    fn moving_indenting_and_commenting_changes_nothing() {
        let plain = one("PY307", "eval(a, b)\n", "eval");
        assert_eq!(plain, one("PY307", "import os\n\nif x:\n    eval(a,  b)  # why\r\n", "eval"));
        assert_eq!(plain, one("PY307", "\teval(a, b)", "eval"));
    }

    #[test]
    fn rule_code_and_path_count() {
        let text = "eval(a)\n";
        let plain = one("PY307", text, "eval");
        assert_ne!(plain, one("PY102", text, "eval"));
        assert_ne!(plain, one("PY307", "eval(b)\n", "eval"));
        assert_ne!(plain, fingerprints(&[finding("PY307", text, 0, "eval")], text, "b.py")[0]);
    }

    #[test]
    fn paths_count_the_same_with_either_slash() {
        let text = "eval(a)\n";
        let findings = [finding("PY307", text, 0, "eval")];
        assert_eq!(
            fingerprints(&findings, text, "a\\b.py"),
            fingerprints(&findings, text, "a/b.py")
        );
    }

    #[test]
    fn a_secrets_value_does_not_count() {
        let check = |text: &str, value: &str| one("SK101", text, value);
        assert_eq!(check("key = 'one'", "'one'"), check("key = 'other'", "'other'"));
        let unquoted = |value: &str| {
            let text = format!("KEY={value} x");
            fingerprints(&[finding("SK101", &text, 0, value)], &text, ".env")[0]
        };
        assert_eq!(unquoted("hunter2"), unquoted("swordfish#"));
    }

    #[test]
    fn another_findings_secret_on_the_line_does_not_count_either() {
        let check = |value: &str| {
            let text = format!("eval(a); pin = {value}");
            let findings = [finding("PY307", &text, 0, "eval"), finding("SK101", &text, 0, value)];
            fingerprints(&findings, &text, "a.py")[0]
        };
        assert_eq!(check("123456"), check("99"));
    }

    #[test]
    fn equal_lines_are_told_apart_by_order_whatever_the_order_of_the_list() {
        let text = "eval(a)\neval(a)\n";
        let (first, second) =
            (finding("PY307", text, 0, "eval"), finding("PY307", text, 1, "eval"));
        let forward = fingerprints(&[first.clone(), second.clone()], text, "a.py");
        let backward = fingerprints(&[second, first], text, "a.py");
        assert_ne!(forward[0], forward[1]);
        assert_eq!(forward, [backward[1], backward[0]]);
    }

    #[test]
    fn the_printed_form_is_stable_and_can_be_read() {
        let fingerprint = one("PY307", "eval(a)\n", "eval");
        assert_eq!(Fingerprint::parse(&fingerprint.to_string()), Some(fingerprint));
        expect_test::expect!["958b585c41bf171461af7bfd309e7ccc"]
            .assert_eq(&fingerprint.to_string());
        assert_eq!(Fingerprint::parse("+0000000000000000000000000000000"), None);
        assert_eq!(Fingerprint::parse("xyz"), None);
    }

    #[test]
    fn spans_outside_the_text_do_no_harm() {
        let mut stray = finding("PY307", "eval(é)", 0, "é");
        stray.location.span = Span::new(6, 900);
        fingerprints(&[stray.clone()], "eval(é)", "a.py");
        stray.location.span = Span::new(900, 900);
        fingerprints(&[stray], "", "a.py");
    }
}

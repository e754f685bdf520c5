//! Conditions that are known before the program runs: Python versions and type checking.

use super::outline::LineKind;
use super::scopes::keyword;
use super::{ProjectView, Semantics};
use crate::text::Span;

/// Longest `if` chain that is judged.
const MAX_CHAIN: usize = 16;
/// Longest condition that is judged.
const MAX_CONDITION: usize = 400;

/// Whether the branch that `header` opens never runs.
pub(super) fn is_dead(semantics: &Semantics, project: &dyn ProjectView, header: usize) -> bool {
    let scopes = semantics.scope_table();
    let mut at = scopes.chain(header);
    for _ in 0..MAX_CHAIN {
        let verdict = condition(semantics, at).and_then(|text| verdict(text, project, 0));
        if at == header {
            return verdict == Some(false);
        }
        if verdict == Some(true) {
            return true;
        }
        match scopes.next_in_chain(&semantics.outline, at) {
            Some(next) if next <= header => at = next,
            _ => return false,
        }
    }
    false
}

/// Whether line `index` is inside `if TYPE_CHECKING:`.
pub(super) fn is_for_type_checkers(semantics: &Semantics, index: usize) -> bool {
    semantics.outline.ancestors(index).any(|header| {
        condition(semantics, header)
            .is_some_and(|text| text.rsplit('.').next() == Some("TYPE_CHECKING"))
    })
}

/// The condition of an `if` or `elif` line.
fn condition(semantics: &Semantics, header: usize) -> Option<&str> {
    let line = &semantics.outline.lines[header];
    if line.kind != LineKind::Header || line.span.len() > MAX_CONDITION {
        return None;
    }
    let word = keyword(semantics.text.as_bytes(), line.span);
    if !matches!(word, b"if" | b"elif") {
        return None;
    }
    let text = Span::new(line.span.start + word.len(), line.span.end).slice(&semantics.text);
    Some(text.trim().trim_end_matches(':').trim())
}

fn verdict(text: &str, project: &dyn ProjectView, depth: usize) -> Option<bool> {
    const MARKS: [&str; 4] = ["version_info", "PY2", "PY3", "TYPE_CHECKING"];
    if depth > 8 || !MARKS.iter().any(|mark| text.contains(mark)) {
        return None;
    }
    let text = text.trim();
    if let Some((left, right)) = text.split_once(" or ") {
        return match (verdict(left, project, depth + 1), verdict(right, project, depth + 1)) {
            (Some(true), _) | (_, Some(true)) => Some(true),
            (Some(false), Some(false)) => Some(false),
            _ => None,
        };
    }
    if let Some((left, right)) = text.split_once(" and ") {
        return match (verdict(left, project, depth + 1), verdict(right, project, depth + 1)) {
            (Some(false), _) | (_, Some(false)) => Some(false),
            (Some(true), Some(true)) => Some(true),
            _ => None,
        };
    }
    if let Some(rest) = text.strip_prefix("not ") {
        return verdict(rest, project, depth + 1).map(|holds| !holds);
    }
    if let Some(inner) = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        return verdict(inner, project, depth + 1);
    }
    match text.rsplit('.').next()? {
        "PY2" | "TYPE_CHECKING" => return Some(false),
        "PY3" => return Some(true),
        _ => {}
    }
    version(text, project)
}

/// `sys.version_info >= (3, 9)`, `sys.version_info[0] == 2`, `sys.version_info.major < 3`.
fn version(text: &str, project: &dyn ProjectView) -> Option<bool> {
    let (_, rest) = text.split_once("version_info")?;
    let rest = rest.trim_start();
    let (rest, only_major) = match rest.strip_prefix("[0]").or(rest.strip_prefix(".major")) {
        Some(rest) => (rest.trim_start(), true),
        None => (rest.strip_prefix("[:2]").unwrap_or(rest).trim_start(), false),
    };
    let n_signs = rest.bytes().take_while(|byte| b"<>=!".contains(byte)).count();
    let (sign, right) = rest.split_at(n_signs);
    let mut parts = right
        .trim()
        .trim_matches(['(', ')'])
        .split(',')
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(|part| part.parse::<u64>().ok());
    let major = parts.next()??;
    let minor = match parts.next() {
        None => None,
        Some(minor) => Some(minor?),
    };
    if only_major || major != 3 {
        return match sign {
            ">=" => Some(3 >= major),
            ">" => Some(3 > major),
            "<" => Some(3 < major),
            "<=" => Some(3 <= major),
            "==" => (major != 3 || only_major).then_some(major == 3),
            "!=" => (major != 3 || only_major).then_some(major != 3),
            _ => None,
        };
    }
    let at_least = match minor {
        None | Some(0) => true,
        Some(minor) => {
            let oldest = project.facts().oldest_python()?;
            let release = oldest.release();
            (*release.first()?, *release.get(1)?) >= (3, minor)
        }
    };
    match sign {
        ">=" | ">" if at_least => Some(true),
        "<" | "<=" if at_least => Some(false),
        _ => None,
    }
}

//! The edit that silences one finding: where the comment goes, and what it says.

use super::How;
use super::comments::{self, Verb};
use super::ids::IdTable;
use super::lines::Lines;
use crate::finding::{Edit, Finding};
use crate::semantics::Outline;
use crate::text::Span;

/// Rules whose argument ruff reports, rather than the call.
const AT_ARGUMENT: [&str; 11] =
    ["S103", "S201", "S324", "S501", "S502", "S505", "S506", "S507", "S607", "S609", "S105"];

/// Silences `finding` under `ids`, which are ids of the dialect: `B602` for `nosec`, `S602` for `noqa`.
/// Joins an existing comment of that dialect, else adds a comment where it works: never inside a string,
/// never behind a backslash. `None` if no line takes it, or an existing comment silences everything already.
pub fn suppress_edit(
    text: &str,
    outline: &Outline,
    finding: &Finding,
    dialect: How,
    ids: &[&str],
    reason: Option<&str>,
) -> Option<Edit> {
    if ids.is_empty() {
        return None;
    }
    let lines = Lines::of(text, outline);
    let span = finding.location.span;
    let extent = Span::new(finding.extent.start.min(span.start), finding.extent.end.max(span.end));
    let first = lines.line_of(extent.start);
    let last = lines.line_of(extent.end.saturating_sub(1).max(extent.start));
    let reported = lines.line_of(span.start);
    let line = match dialect {
        How::Nosec => [first, last].into_iter().find(|&line| lines.takes_comment(line)),
        How::Noqa => {
            let at_argument = ids.iter().all(|id| AT_ARGUMENT.contains(id));
            Some(lines.anchor(if at_argument { reported } else { first }))
        }
        How::Nosemgrep => Some(first).filter(|&line| lines.takes_comment(line)),
        How::Ruff | How::Djlint | How::Watchpost => {
            [reported, first].into_iter().find(|&line| lines.takes_comment(line))
        }
    };
    match line {
        Some(line) => behind_code(text, outline, &lines, line, dialect, ids, reason),
        None if dialect == How::Nosec || dialect == How::Noqa => None,
        None => above(text, outline, &lines, extent.start, dialect, ids, reason),
    }
}

/// Silences `finding` where it stands: one more id in a suppression that is there, in its own dialect, rather than a
/// second comment; else a new one of ours.
pub fn suppress_here_edit(
    text: &str,
    outline: &Outline,
    finding: &Finding,
    table: &IdTable,
) -> Option<Edit> {
    let code = finding.rule.as_str();
    let known = table.ids(&finding.rule);
    let bandit = known.and_then(|ids| ids.bandit.first());
    let ruff = known.and_then(|ids| ids.ruff.first());
    let own = Some((How::Watchpost, code));
    let dialects =
        [own, bandit.map(|id| (How::Nosec, id.as_str())), ruff.map(|id| (How::Noqa, id.as_str()))];
    let joined = dialects.into_iter().flatten().find_map(|(dialect, id)| {
        let edit = suppress_edit(text, outline, finding, dialect, &[id], None)?;
        // A comment of its own begins with its `#`.
        edit.text.starts_with(", ").then_some(edit)
    });
    joined.or_else(|| suppress_edit(text, outline, finding, How::Watchpost, &[code], None))
}

/// Silences a rule of ours in the whole file: one more code in the file's own comment about that, else a new
/// comment at its top. `None` if the rule is named there already.
pub fn suppress_in_file_edit(text: &str, outline: &Outline, code: &str) -> Option<Edit> {
    for &comment in &outline.comments {
        let line_start = text.get(..comment.start)?.rfind(['\n', '\r']).map_or(0, |at| at + 1);
        let before = outline.lines.partition_point(|line| line.span.start < comment.start);
        let is_inside = before > 0 && comment.start < outline.lines[before - 1].span.end;
        if line_start != comment.start || is_inside {
            // Behind code, indented or between brackets it does not speak for the file.
            continue;
        }
        let existing = comments::parse(comment.slice(text), comment.start, &IdTable::default());
        let own = |directive: &&comments::Directive| {
            directive.how == How::Watchpost && directive.verb == Verb::File
        };
        if let Some(existing) = existing.iter().find(own) {
            return match existing.items.last() {
                Some(_) if existing.items.iter().any(|item| item.word == code) => None,
                Some(last) => {
                    Some(Edit { span: Span::empty(last.span.end), text: format!(", {code}") })
                }
                None => Some(Edit {
                    span: existing.span,
                    text: format!("# watchpost: file-ignore[{code}]"),
                }),
            };
        }
    }
    let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let at = after_magic_lines(text);
    let before =
        if at > 0 && !text[..at].ends_with(['\n', '\r', '\u{feff}']) { newline } else { "" };
    let words = format!("{before}# watchpost: file-ignore[{code}]{newline}");
    Some(Edit { span: Span::empty(at), text: words })
}

/// Behind the lines that only count at the top of a file: `#!` and the encoding.
fn after_magic_lines(text: &str) -> usize {
    let mut at = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    for number in 0..2 {
        let rest = &text[at..];
        let end = rest.find('\n').map_or(rest.len(), |newline| newline + 1);
        let line = &rest[..end];
        let is_magic = (number == 0 && line.starts_with("#!"))
            || (line.starts_with('#') && (line.contains("coding:") || line.contains("coding=")));
        if !is_magic {
            break;
        }
        at += end;
    }
    at
}

/// A comment at the end of `line`, or another id in the one that is there.
fn behind_code(
    text: &str,
    outline: &Outline,
    lines: &Lines,
    line: usize,
    dialect: How,
    ids: &[&str],
    reason: Option<&str>,
) -> Option<Edit> {
    let content = lines.span(line, text);
    let Some(comment) = comment_in(outline, content) else {
        let end = content.start + content.slice(text).trim_end().len();
        let gap = Span::new(end, content.end);
        return Some(Edit { span: gap, text: format!("  {}", words(dialect, ids, reason)) });
    };
    let existing = comments::parse(comment.slice(text), comment.start, &IdTable::default())
        .into_iter()
        .find(|directive| directive.how == dialect && directive.verb == Verb::Line);
    let Some(existing) = existing else {
        let end = comment.start + comment.slice(text).trim_end().len();
        return Some(Edit {
            span: Span::new(end, comment.end),
            text: format!("  {}", words(dialect, ids, reason)),
        });
    };
    let new: Vec<&str> = ids
        .iter()
        .copied()
        .filter(|id| !existing.items.iter().any(|item| item.word == **id))
        .collect();
    if existing.blanket || new.is_empty() {
        return None;
    }
    let last = existing.items.iter().rfind(|item| item.listed).map(|item| item.span.end);
    Some(match last {
        Some(end) => Edit { span: Span::empty(end), text: format!(", {}", new.join(", ")) },
        // `watchpost: ignore` without a list, `noqa:` without codes.
        None => Edit { span: existing.span, text: words(dialect, &new, None) },
    })
}

/// A comment on a line of its own, before the statement.
fn above(
    text: &str,
    outline: &Outline,
    lines: &Lines,
    offset: usize,
    dialect: How,
    ids: &[&str],
    reason: Option<&str>,
) -> Option<Edit> {
    let logical = outline.line_at(offset)?;
    let start = outline.lines[logical].span.start;
    // semgrep looks only at the line above its match.
    if dialect == How::Nosemgrep && lines.line_of(start) != lines.line_of(offset) {
        return None;
    }
    let line_start = lines.span(lines.line_of(start), text).start;
    let indentation = text.get(line_start..start)?;
    if !indentation.trim().is_empty() {
        // Behind a semicolon: a comment above would speak for the first statement of the line.
        return None;
    }
    let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
    Some(Edit {
        span: Span::empty(line_start),
        text: format!("{indentation}{}{newline}", words(dialect, ids, reason)),
    })
}

fn comment_in(outline: &Outline, line: Span) -> Option<Span> {
    let index = outline.comments.partition_point(|comment| comment.start < line.start);
    outline.comments.get(index).copied().filter(|comment| comment.start < line.end)
}

/// The whole comment.
fn words(dialect: How, ids: &[&str], reason: Option<&str>) -> String {
    let list = ids.join(", ");
    let mut words = match dialect {
        How::Nosec => format!("# nosec {list}"),
        How::Noqa => format!("# noqa: {list}"),
        How::Nosemgrep => format!("# nosemgrep: {list}"),
        How::Ruff => format!("# ruff: ignore[{list}]"),
        // djlint knows none of our rules.
        How::Djlint | How::Watchpost => format!("# watchpost: ignore[{list}]"),
    };
    // One line, and no `#` that would begin another pragma.
    let reason: String = reason
        .unwrap_or("")
        .chars()
        .map(|c| if c.is_control() || c == '#' { ' ' } else { c })
        .collect();
    let reason = reason.trim();
    if !reason.is_empty() {
        words.push_str(match dialect {
            // bandit looks every word before a second `#` up as an id.
            How::Nosec | How::Nosemgrep => "  # ",
            _ => " ",
        });
        words.push_str(reason);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Confidence, Detail, Location, RuleCode, Severity};
    use crate::text::DocumentUrl;

    fn finding(code: &str, span: Span, extent: Span) -> Finding {
        Finding {
            rule: RuleCode::from(code),
            severity: Severity::High,
            confidence: Confidence::High,
            message: String::new(),
            location: Location { document: DocumentUrl::new("file:///a.py"), span },
            extent,
            related: Vec::new(),
            covers: Vec::new(),
            fixes: Vec::new(),
            detail: Detail::None,
        }
    }

    fn check(text: &str, part: &str, extent: &str, dialect: How, ids: &[&str]) -> String {
        let span = |part: &str| {
            let start = text.find(part).expect("the part is in the text");
            Span::new(start, start + part.len())
        };
        let finding = finding("PY602", span(part), span(extent));
        match suppress_edit(text, &Outline::build(text), &finding, dialect, ids, None) {
            Some(edit) => {
                let mut text = text.to_owned();
                text.replace_range(edit.span.start..edit.span.end, &edit.text);
                text
            }
            None => "none".to_owned(),
        }
    }

    fn eval(text: &str, dialect: How, ids: &[&str]) -> String {
        check(text, "eval(x)", "eval(x)", dialect, ids)
    }

    #[test]
    fn a_comment_goes_behind_the_code() {
        assert_eq!(eval("eval(x)  \r\n", How::Nosec, &["B307"]), "eval(x)  # nosec B307\r\n");
        assert_eq!(eval("eval(x)", How::Noqa, &["S307"]), "eval(x)  # noqa: S307");
        assert_eq!(
            eval("eval(x)\n", How::Watchpost, &["PY307"]),
            "eval(x)  # watchpost: ignore[PY307]\n"
        );
        assert_eq!(eval("eval(x)\n", How::Ruff, &["S307"]), "eval(x)  # ruff: ignore[S307]\n");
        assert_eq!(eval("eval(x)\n", How::Nosemgrep, &["a", "b"]), "eval(x)  # nosemgrep: a, b\n");
    }

    #[test]
    fn an_existing_comment_of_the_dialect_is_extended() {
        assert_eq!(
            eval("eval(x)  # nosec B602  # why\n", How::Nosec, &["B307"]),
            "eval(x)  # nosec B602, B307  # why\n"
        );
        assert_eq!(
            eval("eval(x)  # noqa: E501 why\n", How::Noqa, &["S307"]),
            "eval(x)  # noqa: E501, S307 why\n"
        );
        assert_eq!(
            eval("eval(x)  # watchpost: ignore[PY602] why\n", How::Watchpost, &["PY307"]),
            "eval(x)  # watchpost: ignore[PY602, PY307] why\n"
        );
        assert_eq!(
            eval("eval(x)  # why\n", How::Nosec, &["B307"]),
            "eval(x)  # why  # nosec B307\n"
        );
        assert_eq!(
            eval("eval(x)  # noqa: E501\n", How::Nosec, &["B307"]),
            "eval(x)  # noqa: E501  # nosec B307\n"
        );
        assert_eq!(eval("eval(x)  # nosec\n", How::Nosec, &["B307"]), "none");
        assert_eq!(eval("eval(x)  # nosec B307\n", How::Nosec, &["B307"]), "none");
    }

    #[test]
    fn a_call_over_several_lines_takes_it_where_the_tool_looks() {
        let text = "run(\n    a,\n    shell=True,\n)\n";
        let extent = text.trim_end();
        let at = |dialect, id| check(text, "shell=True", extent, dialect, &[id]);
        assert_eq!(at(How::Nosec, "B602"), "run(  # nosec B602\n    a,\n    shell=True,\n)\n");
        assert_eq!(at(How::Noqa, "S602"), "run(  # noqa: S602\n    a,\n    shell=True,\n)\n");
        assert_eq!(at(How::Noqa, "S501"), "run(\n    a,\n    shell=True,  # noqa: S501\n)\n");
        assert_eq!(
            at(How::Watchpost, "PY602"),
            "run(\n    a,\n    shell=True,  # watchpost: ignore[PY602]\n)\n"
        );
    }

    #[test]
    fn never_inside_a_string_or_behind_a_backslash() {
        let text = "  y = eval(\"\"\"\na\n\"\"\")\n";
        let extent = "eval(\"\"\"\na\n\"\"\")";
        let at = |dialect, id| check(text, extent, extent, dialect, &[id]);
        assert_eq!(at(How::Nosec, "B307"), "  y = eval(\"\"\"\na\n\"\"\")  # nosec B307\n");
        assert_eq!(at(How::Noqa, "S307"), "  y = eval(\"\"\"\na\n\"\"\")  # noqa: S307\n");
        assert_eq!(at(How::Watchpost, "PY307"), format!("  # watchpost: ignore[PY307]\n{text}"));
        assert_eq!(at(How::Nosemgrep, "a"), format!("  # nosemgrep: a\n{text}"));

        let text = "y = eval(x) + \\\n  2\n";
        assert_eq!(eval(text, How::Nosec, &["B307"]), "none");
        assert_eq!(eval(text, How::Noqa, &["S307"]), "y = eval(x) + \\\n  2  # noqa: S307\n");
        assert_eq!(
            eval(text, How::Watchpost, &["PY307"]),
            format!("# watchpost: ignore[PY307]\n{text}")
        );
    }

    #[test]
    fn what_is_there_is_extended_in_its_own_words() {
        let here = |text: &str| {
            let outline = Outline::build(text);
            let start = text.find("eval(x)").expect("it is there");
            let finding =
                finding("PY307", Span::new(start, start + 7), Span::new(start, start + 7));
            let table = super::super::ids::tests::table();
            match suppress_here_edit(text, &outline, &finding, &table) {
                Some(edit) => {
                    let mut text = text.to_owned();
                    text.replace_range(edit.span.start..edit.span.end, &edit.text);
                    text
                }
                None => "none".to_owned(),
            }
        };
        assert_eq!(here("eval(x)"), "eval(x)  # watchpost: ignore[PY307]");
        assert_eq!(here("eval(x)  # nosec B602"), "eval(x)  # nosec B602, B307");
        assert_eq!(here("eval(x)  # noqa: E501 why"), "eval(x)  # noqa: E501, S307 why");
        assert_eq!(
            here("eval(x)  # nosec B602  # watchpost: ignore[PY101]"),
            "eval(x)  # nosec B602  # watchpost: ignore[PY101, PY307]"
        );
        assert_eq!(here("eval(x)  # why"), "eval(x)  # why  # watchpost: ignore[PY307]");
    }

    #[test]
    fn a_rule_is_silenced_in_the_whole_file() {
        let check = |text: &str| match suppress_in_file_edit(text, &Outline::build(text), "PY1") {
            Some(edit) => {
                let mut text = text.to_owned();
                text.replace_range(edit.span.start..edit.span.end, &edit.text);
                text
            }
            None => "none".to_owned(),
        };
        assert_eq!(check(""), "# watchpost: file-ignore[PY1]\n");
        assert_eq!(check("x = 1\r\n"), "# watchpost: file-ignore[PY1]\r\nx = 1\r\n");
        assert_eq!(
            check("#!/bin/python\n# -*- coding: utf-8 -*-\n# Ours.\n"),
            "#!/bin/python\n# -*- coding: utf-8 -*-\n# watchpost: file-ignore[PY1]\n# Ours.\n"
        );
        assert_eq!(check("#!/bin/python"), "#!/bin/python\n# watchpost: file-ignore[PY1]\n");
        assert_eq!(check("\u{feff}x"), "\u{feff}# watchpost: file-ignore[PY1]\nx");
        assert_eq!(
            check("x\n# watchpost: file-ignore[PY2] old\n"),
            "x\n# watchpost: file-ignore[PY2, PY1] old\n"
        );
        assert_eq!(check("# watchpost: file-ignore[PY1]\n"), "none");
        assert_eq!(check("# watchpost: file-ignore\n"), "# watchpost: file-ignore[PY1]\n");
        // Not at the beginning of a line, it would not count.
        let text = "x  # watchpost: file-ignore[PY2]\n";
        assert_eq!(check(text), format!("# watchpost: file-ignore[PY1]\n{text}"));
    }

    #[test]
    fn reasons_stay_on_one_line() {
        assert_eq!(
            words(How::Nosec, &["B307"], Some("it's\n#1 fine ")),
            "# nosec B307  # it's  1 fine"
        );
        assert_eq!(words(How::Noqa, &["S307"], Some("trusted")), "# noqa: S307 trusted");
    }
}

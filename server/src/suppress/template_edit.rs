//! The edits that silence a finding in a template or a script: `{# watchpost: ignore[DJ302] #}` at the end of a line, or at the top.

use super::How;
use super::comments::{self, Directive, Verb};
use super::ids::IdTable;
use crate::finding::{Edit, Finding};
use crate::languages::Comment;
use crate::semantics::Outline;
use crate::text::Span;

/// Silences `finding` where it stands: one more code in a comment of ours on its line, else a new comment behind the
/// line. `None` if it is named there already.
pub fn suppress_here_in_template(
    text: &str,
    outline: &Outline,
    finding: &Finding,
    signs: Comment,
) -> Option<Edit> {
    let code = finding.rule.as_str();
    let place = finding.location.span;
    let line = line_of(text, place.start);
    for (_, directive) in own(text, outline, Verb::Line) {
        if line.contains(directive.span) {
            return joined(&directive, code);
        }
    }
    // A comment within a tag that takes several lines would be part of it.
    let end = line_of(text, finding.extent.end.max(place.end)).end;
    let inside =
        if finding.extent.end > line.end && starts_tag(text, place) { end } else { line.end };
    Some(Edit { span: Span::empty(inside), text: format!(" {}", comment(signs, "ignore", code)) })
}

/// Silences a rule of ours in the whole template. `None` if it is named there already.
pub fn suppress_in_template(
    text: &str,
    outline: &Outline,
    code: &str,
    signs: Comment,
) -> Option<Edit> {
    let found = own(text, outline, Verb::File)
        .into_iter()
        .find(|(comment, _)| line_of(text, comment.start).start == comment.start);
    match found {
        Some((_, directive)) => joined(&directive, code),
        None => {
            let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
            let at = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
            let text = format!("{}{newline}", comment(signs, "file-ignore", code));
            Some(Edit { span: Span::empty(at), text })
        }
    }
}

/// A comment of ours in the signs of the language.
fn comment(signs: Comment, verb: &str, code: &str) -> String {
    match signs {
        Comment::Line(sign) => format!("{sign} watchpost: {verb}[{code}]"),
        Comment::Between(..) | Comment::None => format!("{{# watchpost: {verb}[{code}] #}}"),
    }
}

/// Our own suppressions, with their comments.
fn own(text: &str, outline: &Outline, verb: Verb) -> Vec<(Span, Directive)> {
    let table = IdTable::default();
    let of_comment = |&comment: &Span| {
        let found = comments::parse(comment.slice(text), comment.start, &table);
        found.into_iter().map(move |directive| (comment, directive))
    };
    let is_own = |directive: &Directive| directive.how == How::Watchpost && directive.verb == verb;
    outline.comments.iter().flat_map(of_comment).filter(|(_, one)| is_own(one)).collect()
}

fn joined(directive: &Directive, code: &str) -> Option<Edit> {
    if directive.items.iter().any(|item| item.word == code) {
        return None;
    }
    Some(match directive.items.last() {
        Some(last) => Edit { span: Span::empty(last.span.end), text: format!(", {code}") },
        None => Edit { span: Span::empty(directive.keyword.end), text: format!("[{code}]") },
    })
}

fn starts_tag(text: &str, place: Span) -> bool {
    text[place.start..].starts_with("{{") || text[place.start..].starts_with("{%")
}

fn line_of(text: &str, at: usize) -> Span {
    let at = at.min(text.len());
    let start = text[..at].rfind(['\n', '\r']).map_or(0, |newline| newline + 1);
    let end = text[at..].find(['\n', '\r']).map_or(text.len(), |newline| at + newline);
    Span::new(start, end)
}

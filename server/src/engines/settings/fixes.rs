//! Repairs of settings: texts put into the place of values, into lists, behind modules.

use crate::engines::CheckInput;
use crate::finding::{Edit, FixPlan, FixStep, Safety};
use crate::rules::nearest::nearest;
use crate::rules::settings_spec::{Fix, Insert};
use crate::semantics::django::{Kind, Place, Value, View};
use crate::semantics::import_edits;
use crate::semantics::literals::quote_like;
use crate::text::Span;

use super::hits::Hit;
use super::judge::Judge;
use super::moved::Moved;

/// The fixes of a hit that can be made.
pub(super) fn plans(
    fixes: &[Fix],
    hit: &Hit,
    judge: &Judge<'_>,
    input: &CheckInput<'_>,
    moved: &Moved,
) -> Vec<FixPlan> {
    let view = judge.view;
    fixes
        .iter()
        .filter_map(|fix| {
            let edits = edits(fix, hit, judge)?;
            let mut steps = edits
                .into_iter()
                .map(|(place, mut edit)| {
                    let file = view.file(place)?;
                    edit.text = as_ended(&file.text, edit.text);
                    Some(if file.url == *input.url {
                        FixStep::Edit(edit)
                    } else {
                        FixStep::EditOther(file.url.clone(), edit)
                    })
                })
                .collect::<Option<Vec<_>>>()?;
            if let (Some(module), Some(FixStep::Edit(edit))) = (&fix.uses, steps.first_mut()) {
                // Imports are read off the text as it is now.
                let at = moved.span(edit.span).start;
                let mut import = import_edits::plan(input.semantics, module, None, at);
                if let Some(edit) = &mut import.edit {
                    edit.span = moved.back(edit.span);
                }
                edit.text =
                    edit.text.replace(&format!("{module}."), &format!("{}.", import.spelling));
                steps.extend(import.edit.map(FixStep::Edit));
            }
            let title = fix.title.replace("{setting}", &hit.setting);
            Some(FixPlan { title, safety: fix.safety.unwrap_or(Safety::Unsafe), steps })
        })
        .collect()
}

/// A text with the line endings of the file it goes into.
pub(super) fn as_ended(file: &str, text: String) -> String {
    let is_crlf = file.find('\n').is_some_and(|at| file[..at].ends_with('\r'));
    if is_crlf { text.replace("\r\n", "\n").replace('\n', "\r\n") } else { text }
}

fn edits(fix: &Fix, hit: &Hit, judge: &Judge<'_>) -> Option<Vec<(Place, Edit)>> {
    let view = judge.view;
    if let Some(lines) = &fix.append {
        // Of a setting that is there, the statement is to be changed.
        let is_there = hit.value.is_some() && lines.starts_with(&format!("{} =", hit.setting));
        if is_there {
            return None;
        }
        let at = view.end;
        let text = &view.file(at)?.text;
        return Some(vec![(at, Edit { span: at.span, text: appended(text, at.span.end, lines) })]);
    }
    if let Some(text) = &fix.set {
        let value = hit.value.as_ref()?;
        // The value may be that of another name, and used elsewhere too.
        let slot = hit.slot.as_ref()?;
        let is_own = hit.place.is_some_and(|place| place.file == value.at.file)
            && slot.statement.file == value.at.file
            && (slot.statement.span.contains(value.at.span)
                || hit.whole.as_ref().is_some_and(|w| w.at != value.at));
        return (is_own && is_written(value, view) && !value.at.span.is_empty())
            .then(|| vec![(value.at, Edit { span: value.at.span, text: text.clone() })]);
    }
    if let Some(substitute) = &fix.substitute {
        let value = hit.value.as_ref()?;
        let source = view.source(value.at);
        let text = substitute.from.0.replace_all(source, substitute.to.as_str());
        return (text != source)
            .then(|| vec![(value.at, Edit { span: value.at.span, text: text.into_owned() })]);
    }
    if fix.delete {
        let slot = hit.slot.as_ref()?;
        let text = &view.file(slot.statement)?.text;
        let span = whole_lines(text, slot.statement.span)?;
        // A block must keep a statement.
        let is_top = !text[..slot.statement.span.start].ends_with([' ', '\t']);
        return is_top.then(|| vec![(slot.statement, Edit { span, text: String::new() })]);
    }
    if let Some(insert) = &fix.insert {
        return inserted(insert, hit, judge);
    }
    if !fix.nearest.is_empty() {
        let value = hit.value.as_ref()?;
        let written = value.as_text()?;
        let meant = nearest(written.trim(), fix.nearest.iter().map(String::as_str))?;
        let source = view.source(value.at);
        let text = source.replacen(&**written, meant, 1);
        return (is_written(value, view) && text != source)
            .then(|| vec![(value.at, Edit { span: value.at.span, text })]);
    }
    moved(hit, view)
}

/// Whether a value is what its source says, not a part of it such as the password of an address.
fn is_written(value: &Value, view: &View) -> bool {
    let source = view.source(value.at);
    let literal = source.trim_start_matches(['r', 'R', 'u', 'U']);
    match value.as_text() {
        Some(text) if literal.starts_with(['"', '\'']) && !source.contains(['\\', '\n']) => {
            literal.trim_matches(['"', '\'']) == &**text
        }
        _ => true,
    }
}

/// Lines at the end of a text, or of the block that ends at `end`.
pub(super) fn appended(text: &str, end: usize, lines: &str) -> String {
    let is_line = end == 0 || text[..end].ends_with('\n');
    if end < text.len() && is_line {
        // Before what must keep the last word.
        return format!("{lines}\n\n");
    }
    if end >= text.len() {
        let gap = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
        return format!("{gap}{lines}\n");
    }
    // In a class: as deep as its last line.
    let start = text[..end].trim_end().rfind('\n').map_or(0, |newline| newline + 1);
    let indent: String = text[start..].chars().take_while(|c| matches!(c, ' ' | '\t')).collect();
    lines.lines().fold(String::new(), |out, line| out + "\n" + &indent + line)
}

/// The lines of a statement, if nothing else stands on them.
fn whole_lines(text: &str, span: Span) -> Option<Span> {
    let start = text[..span.start].rfind('\n').map_or(0, |newline| newline + 1);
    let end = text[span.end..].find('\n').map_or(text.len(), |newline| span.end + newline + 1);
    let before = text[start..span.start].trim();
    let behind = text[span.end..end].trim();
    (before.is_empty() && (behind.is_empty() || behind.starts_with('#')))
        .then(|| Span::new(start, end))
}

/// The list literal an element stands in.
fn inserted(insert: &Insert, hit: &Hit, judge: &Judge<'_>) -> Option<Vec<(Place, Edit)>> {
    let view = judge.view;
    let list = hit.whole.as_ref()?;
    let Kind::List(_, items) = &list.kind else { return None };
    // A list that was changed afterwards is another one where it counts.
    let slot = hit.slot.as_ref()?;
    if slot.statement.file != list.at.file || !slot.statement.span.contains(list.at.span) {
        return None;
    }
    let text = &view.file(list.at)?.text;
    let own: Vec<&Value> = items
        .iter()
        .filter(|item| item.at.file == list.at.file && list.at.span.contains(item.at.span))
        .filter(|item| !item.is_unknown())
        .collect();
    let sample = own.first().map_or("\"", |item| view.source(item.at));
    let quoted = quote_like(&insert.value, sample);
    let find = |names: &[String]| {
        names
            .iter()
            .find_map(|name| own.iter().position(|item| judge.is_class(item, name) == Some(true)))
    };
    let source = text.get(list.at.span.start..list.at.span.end)?;
    if !source.starts_with(['[', '(']) {
        return None;
    }
    if own.is_empty() {
        let at = list.at.span.start + 1;
        let is_blank = source[1..source.len().saturating_sub(1)].trim().is_empty();
        let comma = if source.starts_with('(') { "," } else { "" };
        return is_blank.then(|| {
            vec![(list.at, Edit { span: Span::empty(at), text: format!("{quoted}{comma}") })]
        });
    }
    let before = find(&insert.before).or_else(|| insert.first.then_some(0));
    let behind = find(&insert.after).unwrap_or(own.len() - 1);
    let use_before =
        before.is_some() && (find(&insert.after).is_none() || find(&insert.before).is_some());
    if let Some(index) = before.filter(|_| use_before) {
        let at = own[index].at.span.start;
        let text = format!("{quoted},{}", gap(text, at));
        return Some(vec![(list.at, Edit { span: Span::empty(at), text })]);
    }
    let item = own[behind].at.span;
    let text = format!(",{}{quoted}", gap(text, item.start));
    Some(vec![(list.at, Edit { span: Span::empty(item.end), text })])
}

/// What stands between two elements: a line break and the indentation of this one if it begins its line.
fn gap(text: &str, at: usize) -> String {
    let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let before = &text[start..at];
    if before.trim().is_empty() && start > 0 { format!("\n{before}") } else { " ".to_owned() }
}

/// Moves an element before the one it must precede.
fn moved(hit: &Hit, view: &View) -> Option<Vec<(Place, Edit)>> {
    let (mover, other) = (hit.value.as_ref()?, hit.other.as_ref()?);
    let (slot, list) = (hit.slot.as_ref()?, hit.whole.as_ref()?);
    let in_list = |at: Place| at.file == list.at.file && list.at.span.contains(at.span);
    let is_final =
        slot.statement.file == list.at.file && slot.statement.span.contains(list.at.span);
    if mover.at.span == other.at.span || !in_list(mover.at) || !in_list(other.at) || !is_final {
        return None;
    }
    let text = &view.file(mover.at)?.text;
    let source = view.source(mover.at);
    let span = mover.at.span;
    let behind = &text[span.end..];
    let comma =
        behind.find(|c: char| !c.is_whitespace()).filter(|&at| behind[at..].starts_with(','));
    let end = span.end + comma? + 1;
    let line_start = text[..span.start].rfind('\n').map_or(0, |newline| newline + 1);
    let line_end = text[end..].find('\n').map_or(text.len(), |newline| end + newline + 1);
    let trailing = text[end..line_end].trim_end();
    let is_comment = trailing.trim_start().starts_with('#');
    let alone = text[line_start..span.start].trim().is_empty()
        && (trailing.trim().is_empty() || is_comment);
    let removed = if alone {
        Span::new(line_start, line_end)
    } else {
        let blanks = text[end..].len() - text[end..].trim_start_matches(' ').len();
        Span::new(span.start, end + blanks)
    };
    let at = other.at.span.start;
    let gap = gap(text, at);
    // A comment goes with what it is about.
    let comment = if alone && is_comment && gap.starts_with('\n') { trailing } else { "" };
    if alone && is_comment && comment.is_empty() {
        return None;
    }
    let inserted = format!("{source},{comment}{gap}");
    Some(vec![
        (other.at, Edit { span: Span::empty(at), text: inserted }),
        (mover.at, Edit { span: removed, text: String::new() }),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_go_to_the_end_or_before_what_comes_last() {
        let text = "A = 1\ntry:\n    from .local import *\nexcept ImportError:\n    pass\n";
        assert_eq!(appended(text, text.len(), "B = 2"), "B = 2\n");
        assert_eq!(appended(text, 6, "B = 2"), "B = 2\n\n");
        assert_eq!(appended("A = 1", 5, "B = 2"), "\nB = 2\n");
        let class = "class A:\n    B = 1\n\nC = 1\n";
        assert_eq!(appended(class, 18, "D = 2\nE = 3"), "\n    D = 2\n    E = 3");
    }

    #[test]
    fn line_endings_are_those_of_the_file() {
        assert_eq!(as_ended("A = 1\r\n", "B = 2\nC = 3\r\n".to_owned()), "B = 2\r\nC = 3\r\n");
        assert_eq!(as_ended("A = 1\n", "B = 2\n".to_owned()), "B = 2\n");
        assert_eq!(as_ended("", "B = 2\n".to_owned()), "B = 2\n");
    }
}

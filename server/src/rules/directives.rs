//! Fixes of patterns: text edits (`#replace!` and its kin) and calls of named transforms (`#fix!`).

use super::message::{Piece, Template, capture};
use super::query_text::{Argument, Call};
use super::site::Site;
use super::transforms::{self, Transform};
use super::{compile::slot, nearest};
use crate::finding::{Edit, FixPlan, FixStep, Safety};
use crate::semantics::import_edits;
use crate::semantics::outline::LineKind;
use crate::text::Span;

/// One text edit of a pattern's fix.
#[derive(Debug)]
pub enum FixStepPlan {
    /// `#replace! @node "text"`
    Replace(usize, Template),
    /// `#insert-before! @node "text"`
    InsertBefore(usize, Template),
    /// `#insert-after! @node "text"`
    InsertAfter(usize, Template),
    /// `#remove! @node`
    Remove(usize),
    /// `#insert-lines-before! @node "text"`
    LinesBefore(usize, Template),
    /// `#insert-lines-after! @node "text"`
    LinesAfter(usize, Template),
    /// `#remove-lines! @node`
    RemoveLines(usize),
    /// `#add-import! "from x import y"`: module and name.
    AddImport(String, Option<String>),
}

/// `#fix! "name" …`
#[derive(Debug)]
pub struct TransformCall {
    /// Its row.
    pub row: &'static Transform,
    /// Captures and texts in order.
    pub arguments: Vec<TransformArgument>,
}

/// An argument of a transform.
#[derive(Debug)]
pub enum TransformArgument {
    /// A capture.
    Slot(usize),
    /// A text, holes filled when applied.
    Text(Template),
}

/// Names and meanings of the text directives, for the documentation.
pub const DIRECTIVES: &[(&str, &str)] = &[
    (
        "argument! @value @call \"name\" 0",
        "binds an argument by keyword (`a|b` for several), position or constant `**`; the position may be left out; of a list or tuple, the item at the position",
    ),
    ("replace! @node \"text\"", "puts a text in place of the node"),
    ("insert-before! @node \"text\"", "inserts a text before the node"),
    ("insert-after! @node \"text\"", "inserts a text behind the node"),
    ("remove! @node", "deletes the node"),
    (
        "insert-lines-before! @node \"text\"",
        "inserts statements above the one the node stands in, indented like it; no fix where another statement begins that line",
    ),
    (
        "insert-lines-after! @node \"text\"",
        "inserts statements below the line the node ends on, indented like the one it begins on; no fix where another statement shares these lines",
    ),
    (
        "remove-lines! @node",
        "deletes the lines that the node stands on; no fix where something else stands there",
    ),
    ("add-import! \"from x import y\"", "adds an import unless the file has it"),
    ("fix! \"transform\" …", "calls a named transform; each is a fix of its own"),
    (
        "set! key value",
        "`severity`, `confidence`, `message`, `fix.title`, `fix.safety`; `exempt` marks what a later pattern of the file must not report",
    ),
];

/// Reads a text directive.
pub fn edit(call: &Call, slots: &[String]) -> Result<FixStepPlan, String> {
    let node = |index: usize| match call.arguments.get(index) {
        Some(Argument::Capture(name)) => slot(name, slots),
        _ => Err(format!("`#{}` wants a capture first", call.name)),
    };
    let text = |index: usize| match call.arguments.get(index) {
        Some(Argument::Text(text)) => Template::parse(text, slots),
        _ => Err(format!("`#{}` wants a text behind the capture", call.name)),
    };
    match call.name.as_str() {
        "replace!" => Ok(FixStepPlan::Replace(node(0)?, text(1)?)),
        "insert-before!" => Ok(FixStepPlan::InsertBefore(node(0)?, text(1)?)),
        "insert-after!" => Ok(FixStepPlan::InsertAfter(node(0)?, text(1)?)),
        "remove!" => Ok(FixStepPlan::Remove(node(0)?)),
        "remove-lines!" => Ok(FixStepPlan::RemoveLines(node(0)?)),
        "insert-lines-before!" => Ok(FixStepPlan::LinesBefore(node(0)?, text(1)?)),
        "insert-lines-after!" => Ok(FixStepPlan::LinesAfter(node(0)?, text(1)?)),
        "add-import!" => match call.arguments.as_slice() {
            [Argument::Text(text)] => {
                let words: Vec<&str> = text.split_whitespace().collect();
                match words.as_slice() {
                    ["import", module] => Ok(FixStepPlan::AddImport((*module).to_owned(), None)),
                    ["from", module, "import", name] => {
                        Ok(FixStepPlan::AddImport((*module).to_owned(), Some((*name).to_owned())))
                    }
                    _ => Err(format!("`{text}` is neither `import a` nor `from a import b`")),
                }
            }
            _ => Err("`#add-import!` takes one text".into()),
        },
        other => {
            let known = DIRECTIVES.iter().map(|(form, _)| form.split(' ').next().unwrap_or(form));
            let near = nearest::nearest(other, known)
                .map_or(String::new(), |near| format!(", did you mean `#{near}`?"));
            Err(format!("`#{other}` is no directive{near}"))
        }
    }
}

/// Reads `#fix! "name" …`.
pub fn transform(call: &Call, slots: &[String]) -> Result<TransformCall, String> {
    let Some(Argument::Text(name)) = call.arguments.first() else {
        return Err("`#fix!` wants the name of a transform first".into());
    };
    let Some(row) = transforms::find(name) else {
        let names = transforms::TRANSFORMS.iter().map(|row| row.name);
        let near = nearest::nearest(name, names)
            .map_or(String::new(), |near| format!(", did you mean `{near}`?"));
        return Err(format!("`{name}` is no transform{near}"));
    };
    let arguments = call.arguments[1..]
        .iter()
        .map(|argument| match argument {
            Argument::Capture(name) => slot(name, slots).map(TransformArgument::Slot),
            Argument::Text(text) => Template::parse(text, slots).map(TransformArgument::Text),
        })
        .collect::<Result<Vec<_>, _>>()?;
    let n_captures =
        arguments.iter().take_while(|a| matches!(a, TransformArgument::Slot(_))).count();
    if n_captures < row.n_captures || arguments.len() < row.n_captures + row.n_texts {
        return Err(format!("`{name}` is used as `{}`", row.usage));
    }
    Ok(TransformCall { row, arguments })
}

/// A text with its holes filled, and the edits its library names need.
pub fn fill(site: &Site<'_>, template: &Template, at: usize, edits: &mut Vec<Edit>) -> String {
    template
        .pieces
        .iter()
        .map(|piece| match piece {
            Piece::Text(text) => text.clone(),
            Piece::Capture(slot, form) => capture(site, *slot, *form),
            Piece::Use(module, name) => use_name(site, module, name, at, edits),
        })
        .collect()
}

/// How a library name is written at `at`; the import it needs goes to `edits`.
pub fn use_name(
    site: &Site<'_>,
    module: &str,
    name: &str,
    at: usize,
    edits: &mut Vec<Edit>,
) -> String {
    let (module, name) = if module.is_empty() { (name, None) } else { (module, Some(name)) };
    let name = name.filter(|name| !name.is_empty());
    let plan = import_edits::plan(site.resolver.semantics, module, name, at);
    if let Some(edit) = plan.edit
        && !edits.contains(&edit)
    {
        edits.push(edit);
    }
    plan.spelling
}

/// The fix made of a pattern's text directives; `None` if a node is missing.
pub fn plan(
    site: &Site<'_>,
    steps: &[FixStepPlan],
    title: Option<&Template>,
    safety: Safety,
) -> Option<FixPlan> {
    if steps.is_empty() {
        return None;
    }
    let mut edits = Vec::new();
    for step in steps {
        let (slot, text, place): (usize, Option<&Template>, fn(Span) -> Span) = match step {
            FixStepPlan::Replace(slot, text) => (*slot, Some(text), |span| span),
            FixStepPlan::InsertBefore(slot, text) => {
                (*slot, Some(text), |span| Span::empty(span.start))
            }
            FixStepPlan::InsertAfter(slot, text) => {
                (*slot, Some(text), |span| Span::empty(span.end))
            }
            FixStepPlan::Remove(slot) => (*slot, None, |span| span),
            FixStepPlan::LinesBefore(slot, text) => {
                let edit = lines(site, *slot, text, false, &mut edits)?;
                edits.push(edit);
                continue;
            }
            FixStepPlan::LinesAfter(slot, text) => {
                let edit = lines(site, *slot, text, true, &mut edits)?;
                edits.push(edit);
                continue;
            }
            FixStepPlan::RemoveLines(slot) => {
                edits.push(whole_lines(site, *slot)?);
                continue;
            }
            FixStepPlan::AddImport(module, name) => {
                let at = site.root.span().start;
                let plan = import_edits::plan(site.resolver.semantics, module, name.as_deref(), at);
                edits.extend(plan.edit);
                continue;
            }
        };
        let span = site.node(slot)?.span();
        let text = text.map_or(String::new(), |text| fill(site, text, span.start, &mut edits));
        edits.push(Edit { span: place(span), text });
    }
    Some(FixPlan {
        title: title.map_or_else(|| "Fix".to_owned(), |title| title.message(site)),
        safety,
        steps: edits.into_iter().map(FixStep::Edit).collect(),
    })
}

/// The insertion of whole lines above or below those of a node.
/// Deletes the lines of a node, their end included.
fn whole_lines(site: &Site<'_>, slot: usize) -> Option<Edit> {
    let source = &*site.resolver.semantics.text;
    let span = site.node(slot)?.span();
    let start = source[..span.start].rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let rest = &source[span.end..];
    let end = rest.find('\n').map_or(rest.len(), |at| at + 1);
    let is_alone = source[start..span.start].trim().is_empty() && rest[..end].trim().is_empty();
    is_alone.then(|| Edit { span: Span::new(start, span.end + end), text: String::new() })
}

fn lines(
    site: &Site<'_>,
    slot: usize,
    template: &Template,
    below: bool,
    edits: &mut Vec<Edit>,
) -> Option<Edit> {
    let source = &*site.resolver.semantics.text;
    let mut span = site.node(slot)?.span();
    let semantics = site.resolver.semantics;
    if !below && let Some(line) = semantics.outline.line_at(span.start) {
        let line = &semantics.outline.lines[line];
        let header = || line.span.slice(source).starts_with("if ");
        if line.kind == LineKind::Simple || line.kind == LineKind::Header && header() {
            span.start = line.span.start;
        }
    }
    let start = source[..span.start].rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let indent = &source[start..span.start];
    let rest = source[span.end..].split(['\n', '\r']).next().unwrap_or_default();
    let is_alone = rest.trim().is_empty() || rest.trim_start().starts_with('#');
    if !indent.trim().is_empty() || (below && !is_alone) {
        return None;
    }
    let newline = transforms::line_ending(source);
    // Outside functions names are written out, as an import might be added below the new lines.
    let is_inside = semantics.function_at(span.start).is_some();
    let text = match is_inside {
        true => fill(site, template, span.start, edits),
        false => fill(site, template, span.start, &mut Vec::new()),
    };
    let indented = |line: &str| match line.is_empty() {
        true => String::new(),
        false => format!("{indent}{line}"),
    };
    let text: Vec<String> = text.lines().map(indented).collect();
    let text = text.join(newline);
    Some(match below {
        true => Edit { span: Span::empty(span.end + rest.len()), text: format!("{newline}{text}") },
        false => Edit { span: Span::empty(start), text: format!("{text}{newline}") },
    })
}

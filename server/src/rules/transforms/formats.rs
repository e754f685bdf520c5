//! Fixes of built strings: their values go behind them.

use std::sync::LazyLock;

use regex::Regex;

use super::{Outcome, given, node, plain_hole, text};
use crate::finding::Edit;
use crate::rules::directives::TransformArgument;
use crate::rules::site::{Site, named_children};
use crate::syntax::Expr;

/// A one-line f-string as a format text and its values; `None` where a value has a form that `{}` cannot stand for.
pub(super) fn without_holes(
    string: Expr<'_>,
    placeholder: &str,
    escape_braces: bool,
) -> Option<(String, Vec<String>)> {
    let source = string.source();
    if string.kind() != "string" || !source.starts_with(['f', 'F']) {
        return None;
    }
    let mut text = String::new();
    let mut values = Vec::new();
    let mut at = string.node.start_byte() + 1;
    for hole in named_children(string).into_iter().filter(|child| child.kind() == "interpolation") {
        let value = plain_hole(hole)?;
        text.push_str(string.text.get(at..hole.node.start_byte())?);
        text.push_str(placeholder);
        values.push(value.source().to_owned());
        at = hole.node.end_byte();
    }
    text.push_str(string.text.get(at..string.node.end_byte())?);
    if !escape_braces {
        text = text.replace("{{", "{").replace("}}", "}");
    }
    (!values.is_empty()).then_some((text, values))
}

pub(super) fn format_outside(site: &Site<'_>, arguments: &[TransformArgument]) -> Option<Outcome> {
    let call = node(site, arguments, 0)?;
    let argument = node(site, arguments, 1)?;
    if given(call.field("arguments")?).len() != 1 {
        return None;
    }
    let callee = call.field("function")?.source();
    // An f-string would still be filled in before it is escaped.
    let is_format = |text: &Expr<'_>| {
        text.kind() == "string"
            && named_children(*text).iter().all(|child| child.kind() != "interpolation")
    };
    let text = match argument.kind() {
        "string" => {
            let (text, values) = without_holes(argument, "{}", true)?;
            format!("{callee}({text}).format({})", values.join(", "))
        }
        "binary_operator" if argument.field("operator")?.source() == "%" => {
            let left = argument.field("left").filter(is_format)?;
            let text =
                format!("{callee}({}) % {}", left.source(), argument.field("right")?.source());
            // Beside another operator or a `.` the two would come apart.
            let stands_alone = site.parent(call).is_some_and(|parent| {
                matches!(
                    parent.kind(),
                    "argument_list"
                        | "assignment"
                        | "expression_statement"
                        | "keyword_argument"
                        | "list"
                        | "pair"
                        | "parenthesized_expression"
                        | "return_statement"
                        | "tuple"
                )
            });
            if stands_alone { text } else { format!("({text})") }
        }
        "call" => {
            let function = argument.field("function")?;
            let object = function.field("object").filter(is_format)?;
            let list = argument.field("arguments")?;
            (function.field("attribute")?.source() == "format")
                .then(|| format!("{callee}({}).format{}", object.source(), list.source()))?
        }
        _ => return None,
    };
    Some(Outcome {
        title: format!("Format behind `{callee}`, which escapes the values"),
        edits: vec![Edit { span: call.span(), text }],
    })
}

/// What stands before a value in a statement.
static BEFORE_A_VALUE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)(?:[^-][<>=]|\b(?:like|limit|offset))\s*$").ok());

/// The beginning of a row of values.
static ROW: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?i)\bvalues\s*\(\s*$").ok());

/// Whether each hole of a statement stands where a value may: `pieces` is what is between them.
fn values_only(pieces: &[&str]) -> bool {
    let (Some(before), Some(row)) = (BEFORE_A_VALUE.as_ref(), ROW.as_ref()) else { return false };
    let mut in_row = false;
    let n_holes = pieces.len().saturating_sub(1);
    pieces.windows(2).enumerate().all(|(index, around)| {
        in_row = row.is_match(around[0]) || in_row && around[0].trim() == ",";
        // `{schema}.{table}`, `{function}(…)`, `{prefix}_users` are names.
        // Behind the last hole the literal's own quotes follow.
        let behind = match index + 1 == n_holes {
            true => around[1].trim_end_matches(['"', '\'']),
            false => around[1],
        };
        let is_name =
            behind.starts_with(|c: char| matches!(c, '_' | '.' | '(' | '"') || c.is_alphanumeric());
        (in_row || before.is_match(around[0])) && !is_name
    })
}

pub(super) fn bind_parameters(site: &Site<'_>, arguments: &[TransformArgument]) -> Option<Outcome> {
    let call = node(site, arguments, 0)?;
    let query = node(site, arguments, 1)?;
    let placeholder = text(site, arguments, 2, &mut Vec::new())?;
    let given = given(call.field("arguments")?);
    // With parameters there already, their order would have to be known.
    if given.len() != 1 || given[0].node.id() != query.node.id() {
        return None;
    }
    const HOLE: &str = "\u{FFFC}";
    let (template, values) = without_holes(query, HOLE, false)?;
    // A sign in the text that is none yet would become a placeholder.
    if template.contains(&placeholder) || placeholder.starts_with('%') && template.contains('%') {
        return None;
    }
    let bare = template.replace(&format!("'{HOLE}'"), HOLE);
    let pieces: Vec<&str> = bare.split(HOLE).collect();
    // A hole inside quotes with other text, or in place of a name, cannot be a parameter.
    if !values_only(&pieces) || pieces.iter().any(|piece| piece.matches('\'').count() % 2 != 0) {
        return None;
    }
    let text = pieces.join(placeholder.as_str());
    let comma = if values.len() == 1 { "," } else { "" };
    Some(Outcome {
        title: "Pass the values as parameters".to_owned(),
        edits: vec![Edit {
            span: query.span(),
            text: format!("{text}, ({}{comma})", values.join(", ")),
        }],
    })
}

//! Fixes of HTML put together from pieces: its values become arguments of a function that escapes them.

use super::formats::without_holes;
use super::{Outcome, given, node, text};
use crate::finding::Edit;
use crate::rules::directives::TransformArgument;
use crate::rules::site::{Site, named_children};
use crate::syntax::Expr;

/// Stands for a value in a text; no text holds it.
const HOLE: &str = "\u{FFFC}";

/// Attributes whose value is an address or code, so that escaping does not make it harmless.
const ACTIVE: [&str; 12] = [
    "href",
    "src",
    "srcdoc",
    "srcset",
    "action",
    "formaction",
    "data",
    "style",
    "poster",
    "background",
    "cite",
    "xlink:href",
];

/// How an address may begin for what follows in it to be harmless once escaped.
fn is_begun(address: &str) -> bool {
    let is_path =
        address.starts_with(['/', '?', '#', '.']) && !address.starts_with("//") && address != "/";
    let is_site = ["http://", "https://"].iter().any(|scheme| {
        address.strip_prefix(scheme).is_some_and(|rest| {
            rest.find('/').is_some_and(|slash| slash > 0 && !rest[..slash].contains(HOLE))
        })
    });
    is_path || is_site || address.starts_with("mailto:") || address.starts_with("tel:")
}

/// Whether a value behind this piece of HTML is harmless once its special characters are escaped.
fn is_harmless_behind(before: &str) -> bool {
    let lower = before.to_ascii_lowercase();
    for element in ["script", "style"] {
        let opened = lower.rfind(&format!("<{element}"));
        let closed = lower.rfind(&format!("</{element}"));
        if opened.is_some() && opened > closed {
            return false;
        }
    }
    let Some(tag) = lower.rfind('<').map(|at| &lower[at..]) else { return true };
    // A `>` inside quotes of an attribute ends no tag.
    let mut quote = None;
    let mut value = 0;
    for (at, letter) in tag.char_indices() {
        match (quote, letter) {
            (None, '>') => return true,
            (None, '"' | '\'') => (quote, value) = (Some(letter), at + 1),
            (Some(open), letter) if open == letter => quote = None,
            _ => {}
        }
    }
    if quote.is_none() {
        // A name of a tag or attribute, or a value without quotes.
        return false;
    }
    let name = tag[..value - 1].trim_end().trim_end_matches('=').trim_end();
    let name = &name
        [name.rfind(|c: char| c.is_whitespace() || c == '"' || c == '\'').map_or(0, |at| at + 1)..];
    !name.is_empty()
        && !name.starts_with("on")
        && (!ACTIVE.contains(&name) || name != "style" && is_begun(&tag[value..]))
}

/// Whether all values between the pieces of a text are harmless once escaped.
fn are_harmless(pieces: &[&str]) -> bool {
    let mut before = String::new();
    pieces[..pieces.len().saturating_sub(1)].iter().all(|piece| {
        before.push_str(piece);
        let is_harmless = is_harmless_behind(&before);
        before.push_str(HOLE);
        is_harmless
    })
}

/// The literal without its quotes, if it is a plain one on one line.
fn content<'a>(string: Expr<'a>) -> Option<(&'a str, &'a str)> {
    let is_plain = string.kind() == "string"
        && named_children(string).iter().all(|child| child.kind() != "interpolation");
    let source = string.source();
    let quote = source.get(..1).filter(|quote| is_plain && matches!(*quote, "\"" | "'"))?;
    let triple = quote.repeat(3);
    let quote = if source.starts_with(&triple) { source.get(..3)? } else { quote };
    let inner = source.get(quote.len()..source.len().checked_sub(quote.len())?)?;
    Some((quote, inner))
}

/// A text that is put together, with holes, and the sources of what goes in.
fn taken_apart(text: Expr<'_>) -> Option<(String, Vec<String>)> {
    match text.kind() {
        "string" => without_holes(text, HOLE, true),
        "binary_operator" if text.field("operator")?.source() == "%" => {
            let (quote, inner) = content(text.field("left")?)?;
            let right = text.field("right")?;
            let values: Vec<String> = match right.kind() {
                "tuple" => given(right).iter().map(|value| value.source().to_owned()).collect(),
                "dictionary" => return None,
                _ => vec![right.source().to_owned()],
            };
            let inner = inner.replace('{', "{{").replace('}', "}}").replace("%s", HOLE);
            let is_plain = inner.matches(HOLE).count() == values.len() && !inner.contains('%');
            is_plain.then(|| (format!("{quote}{inner}{quote}"), values))
        }
        "binary_operator" => {
            let mut operands = Vec::new();
            let mut left = text;
            while left.kind() == "binary_operator" {
                (left.field("operator")?.source() == "+").then_some(())?;
                operands.push(left.field("right")?);
                left = left.field("left")?;
                (operands.len() < 64).then_some(())?;
            }
            operands.push(left);
            let quotes: Vec<&str> =
                operands.iter().filter_map(|o| content(*o).map(|(quote, _)| quote)).collect();
            let quote = *quotes.first().filter(|first| quotes.iter().all(|q| q == *first))?;
            let mut joined = String::new();
            let mut values = Vec::new();
            for operand in operands.into_iter().rev() {
                match content(operand) {
                    Some((_, inner)) => {
                        joined.push_str(&inner.replace('{', "{{").replace('}', "}}"));
                    }
                    None if operand.kind().contains("string") => return None,
                    None => {
                        joined.push_str(HOLE);
                        values.push(operand.source().to_owned());
                    }
                }
            }
            Some((format!("{quote}{joined}{quote}"), values))
        }
        "call" => {
            let function = text.field("function")?;
            let (quote, inner) = content(function.field("object")?)?;
            (function.field("attribute")?.source() == "format").then_some(())?;
            // Only fields without a name: their order is that of the values.
            let holed = inner.replace("{}", HOLE);
            let values = given(text.field("arguments")?);
            let is_plain = !holed.contains(['{', '}'])
                && holed.matches(HOLE).count() == values.len()
                && values.iter().all(|value| {
                    !matches!(value.kind(), "keyword_argument" | "list_splat" | "dictionary_splat")
                });
            let values = values.iter().map(|value| value.source().to_owned()).collect();
            is_plain.then(|| (format!("{quote}{holed}{quote}"), values))
        }
        _ => None,
    }
}

pub(super) fn pass_values(site: &Site<'_>, arguments: &[TransformArgument]) -> Option<Outcome> {
    let call = node(site, arguments, 0)?;
    let argument = node(site, arguments, 1)?;
    let given = given(call.field("arguments")?);
    if given.len() != 1 || given[0].node.id() != argument.node.id() {
        return None;
    }
    let (text_with_holes, values) = taken_apart(argument)?;
    let pieces: Vec<&str> = text_with_holes.split(HOLE).collect();
    if values.is_empty() || !are_harmless(&pieces) {
        return None;
    }
    let mut edits = Vec::new();
    let callee = text(site, arguments, 2, &mut edits)?;
    let text = format!("{callee}({}, {})", pieces.join("{}"), values.join(", "));
    edits.push(Edit { span: call.span(), text });
    Some(Outcome { title: format!("Let `{callee}` escape the values"), edits })
}

#[cfg(test)]
mod tests {
    use super::is_harmless_behind;

    #[test]
    fn escaping_helps_in_text_and_quoted_attributes() {
        for (html, expected) in [
            ("", true),
            ("<b>", true),
            ("<b title=\"", true),
            ("<b title='a > b' class='", true),
            ("<b title=", false),
            ("<", false),
            ("<a href=\"", false),
            ("<a href=\"/\u{FFFC}", true),
            ("<a href=\"/", false),
            ("<a href=\"/users/", true),
            ("<a href=\"//", false),
            ("<a href='https://example.org/", true),
            ("<a href='https://\u{FFFC}/", false),
            ("<a onclick='f(", false),
            ("<i style=\"color: ", false),
            ("<script>var a = '", false),
            ("<script src=\"/a.js\"></script><b>", true),
            ("<STYLE>", false),
            ("a > b and ", true),
        ] {
            assert_eq!(is_harmless_behind(html), expected, "{html}");
        }
    }
}

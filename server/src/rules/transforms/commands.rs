//! Fixes of command lines: a list in place of a text that a shell splits.

use super::arguments::with_comma;
use super::{Outcome, given, keyword, node, plain_hole, text};
use crate::finding::Edit;
use crate::rules::directives::{TransformArgument, use_name};
use crate::rules::site::{Site, named_children};
use crate::semantics::{TemplatePart, Value, literals, shell_words};
use crate::syntax::Expr;

/// The quote characters of a string's source, `"` if there are none.
fn quotes(source: &str) -> &str {
    match source.find(['"', '\'']) {
        Some(at) => &source[at..=at],
        None => "\"",
    }
}

pub(super) fn shell_to_list(site: &Site<'_>, arguments: &[TransformArgument]) -> Option<Outcome> {
    let call = node(site, arguments, 0)?;
    let command = node(site, arguments, 1)?;
    let list = call.field("arguments")?;
    // Without a shell `executable` is the program that is started; splats may hold it.
    let is_plain = given(list).into_iter().all(|child| match child.kind() {
        "list_splat" | "dictionary_splat" => false,
        "keyword_argument" => child.field("name").is_some_and(|name| name.source() != "executable"),
        _ => true,
    });
    if !is_plain {
        return None;
    }
    let words = literal_words(site, command).or_else(|| formatted_words(site, command))?;
    let words = format!("[{}]", words.join(", "));
    let mut edits = Vec::new();
    if arguments.len() == 2 {
        edits.push(Edit { span: command.span(), text: words });
        // The ninth positional argument has others behind it perhaps.
        let span = with_comma(list, keyword(call, "shell")?);
        edits.push(Edit { span, text: String::new() });
        return Some(Outcome { title: "Pass a list and leave the shell out".to_owned(), edits });
    }
    // What another function makes of further arguments is not known.
    if given(list).len() != 1 {
        return None;
    }
    let dotted = text(site, arguments, 2, &mut edits)?;
    let (module, name) = dotted.rsplit_once('.')?;
    let spelling = use_name(site, module, name, call.span().start, &mut edits);
    let mut passed = vec![words];
    for index in 3..arguments.len() {
        passed.push(text(site, arguments, index, &mut edits)?);
    }
    edits.push(Edit { span: call.span(), text: format!("{spelling}({})", passed.join(", ")) });
    Some(Outcome { title: format!("Use `{dotted}` with a list"), edits })
}

/// The words of a literal command. A name or a computed text may be used elsewhere or change; only what is written here is split.
fn literal_words(site: &Site<'_>, command: Expr<'_>) -> Option<Vec<String>> {
    let pieces = match command.kind() {
        "string" => vec![command],
        "concatenated_string" => named_children(command),
        _ => return None,
    };
    // No f-strings, and no comments between the pieces, which would be lost.
    let is_literal = |piece: &Expr<'_>| {
        piece.kind() == "string"
            && named_children(*piece).iter().all(|child| child.kind() != "interpolation")
    };
    if !pieces.iter().all(is_literal) {
        return None;
    }
    let Value::Str(text) = site.value(command) else { return None };
    let quote = quotes(command.source());
    let words = shell_words::simple_words(&text)?;
    Some(words.iter().map(|word| literals::quote_like(word, quote)).collect())
}

/// The words of a one-line f-string command, each as an expression.
fn formatted_words(site: &Site<'_>, command: Expr<'_>) -> Option<Vec<String>> {
    let source = command.source();
    if command.kind() != "string" || source.contains('\n') || !source.starts_with(['f', 'F']) {
        return None;
    }
    let mut holes = named_children(command)
        .into_iter()
        .filter(|child| child.kind() == "interpolation")
        .map(plain_hole)
        .collect::<Option<Vec<_>>>()?
        .into_iter();
    let quote = quotes(source);
    let mut words: Vec<Vec<Result<String, String>>> = vec![Vec::new()];
    for part in site.resolver.template(command)? {
        match part {
            TemplatePart::Hole(_) => {
                let hole = holes.next()?.source();
                if hole.contains(quote) {
                    return None;
                }
                words.last_mut()?.push(Err(hole.to_owned()));
            }
            TemplatePart::Text(text, _) => {
                for (index, word) in text.split([' ', '\t']).enumerate() {
                    if index > 0 {
                        words.push(Vec::new());
                    }
                    if !word.is_empty() {
                        // A piece may hold `=`, as in `--name={x}`, so that it is tested behind a word.
                        shell_words::simple_words(&format!("x {word}"))?;
                        words.last_mut()?.push(Ok(word.to_owned()));
                    }
                }
            }
        }
    }
    words.retain(|word| !word.is_empty());
    // What the command is must be plain to see.
    if !matches!(words.first()?.as_slice(), [Ok(first)] if shell_words::simple_words(first).is_some())
    {
        return None;
    }
    Some(
        words
            .into_iter()
            .map(|word| match word.as_slice() {
                [Ok(text)] => literals::quote_like(text, quote),
                [Err(hole)] => format!("str({hole})"),
                pieces => {
                    let inner: String = pieces
                        .iter()
                        .map(|piece| match piece {
                            Ok(text) => text.clone(),
                            Err(hole) => format!("{{{hole}}}"),
                        })
                        .collect();
                    format!("f{quote}{inner}{quote}")
                }
            })
            .collect(),
    )
}

pub(super) fn system_to_run(site: &Site<'_>, arguments: &[TransformArgument]) -> Option<Outcome> {
    let call = node(site, arguments, 0)?;
    let command = node(site, arguments, 1)?;
    let Value::Str(line) = site.value(command) else { return None };
    let quote = quotes(command.source());
    let words: Vec<String> = shell_words::simple_words(&line)?
        .iter()
        .map(|word| literals::quote_like(word, quote))
        .collect();
    if words.is_empty() {
        return None;
    }
    let mut edits = Vec::new();
    let run = use_name(site, "subprocess", "run", call.span().start, &mut edits);
    let text = format!("{run}([{}], check=False)", words.join(", "));
    edits.push(Edit { span: call.span(), text });
    Some(Outcome { title: "Use `subprocess.run` with a list".to_owned(), edits })
}

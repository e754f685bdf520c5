//! Questions about source text, and about the words that names are made of.

use super::Outcome::{self, No};
use super::{Prepared, capture, regex, texts};
use crate::rules::site::{Site, spoken_name, words};
use crate::semantics::outline::LineKind;
use crate::semantics::{Value, asked};
use crate::syntax::Expr;

pub(super) fn eq(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let side = |argument: &Prepared| match argument {
        Prepared::Slot(slot) => site.node(*slot).map(|expr| expr.source().to_owned()),
        other => Some(other.text().to_owned()),
    };
    (side(&arguments[0]) == side(&arguments[1])).into()
}

pub(super) fn any_of(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let source = capture(site, arguments).map_or("", Expr::source);
    texts(arguments).any(|text| text == source).into()
}

pub(super) fn source_matches(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let source = capture(site, arguments).map_or("", Expr::source);
    regex(arguments).is_some_and(|regex| regex.is_match(source)).into()
}

/// Whether `name`'s words hold the words of `wanted` one after the other.
fn words_hold(name: &[String], wanted: &str) -> bool {
    let wanted: Vec<&str> = wanted.split(' ').collect();
    name.windows(wanted.len()).any(|window| window.iter().zip(&wanted).all(|(a, b)| a == b))
}

pub(super) fn has_words(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let Some(name) = capture(site, arguments).and_then(|expr| spoken_name(&site.resolver, expr))
    else {
        return No;
    };
    let name = words(&name);
    texts(arguments).any(|wanted| words_hold(&name, wanted)).into()
}

pub(super) fn has_last_words(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let Some(name) = capture(site, arguments).and_then(|expr| spoken_name(&site.resolver, expr))
    else {
        return No;
    };
    let name = words(&name);
    texts(arguments)
        .any(|wanted| {
            let n = wanted.split(' ').count();
            name.len() >= n && words_hold(&name[name.len() - n..], wanted)
        })
        .into()
}

pub(super) fn purpose(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let Some(expr) = capture(site, arguments) else { return No };
    let mut names = Vec::new();
    let mut below = expr;
    let mut is_open = true;
    for around in site.ancestors(expr) {
        match around.kind() {
            "assignment" | "named_expression" | "augmented_assignment" => {
                let target = around.field("left").or_else(|| around.field("name"));
                names.extend(target.and_then(|target| spoken_name(&site.resolver, target)));
            }
            "keyword_argument" => {
                names.extend(around.field("name").map(|name| name.source().to_owned()));
            }
            "pair" => {
                let key = around.field("key").filter(|key| key.node.id() != below.node.id());
                names.extend(key.and_then(|key| spoken_name(&site.resolver, key)));
            }
            "call" => {
                let callee = around.field("function").filter(|f| f.node.id() != below.node.id());
                names.extend(callee.and_then(|callee| spoken_name(&site.resolver, callee)));
            }
            "function_definition" => {
                names.extend(around.field("name").map(|name| name.source().to_owned()));
                is_open = false;
                break;
            }
            "class_definition" => {
                is_open = false;
                break;
            }
            _ => {}
        }
        below = around;
    }
    if is_open && let Some(around) = site.around {
        names.extend(function_around(site, around.line));
    }
    names
        .iter()
        .map(|name| words(name))
        .any(|name| texts(arguments).any(|wanted| words_hold(&name, wanted)))
        .into()
}

/// The name of the function around a logical line, unless a class is nearer.
fn function_around(site: &Site<'_>, line: usize) -> Option<String> {
    let semantics = site.resolver.semantics;
    let outline = &semantics.outline;
    let header = outline
        .ancestors(line)
        .map(|index| outline.lines[index])
        .find(|line| matches!(line.kind, LineKind::Def | LineKind::Class))?;
    if header.kind == LineKind::Class {
        return None;
    }
    let words = header.span.slice(&semantics.text).split_once("def")?.1.trim_start();
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    Some(words[..words.find(|c| !is_name(c)).unwrap_or(words.len())].to_owned())
}

pub(super) fn mentions(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let text = &site.resolver.semantics.text;
    let is_word = |b: Option<&u8>| b.is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_');
    texts(arguments)
        .any(|word| {
            asked::note_mention(word);
            text.match_indices(word).any(|(start, _)| {
                let bytes = text.as_bytes();
                !is_word(start.checked_sub(1).and_then(|before| bytes.get(before)))
                    && !is_word(bytes.get(start + word.len()))
            })
        })
        .into()
}

pub(super) fn echoes(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let node = |argument: Option<&Prepared>| match argument {
        Some(Prepared::Slot(slot)) => site.node(*slot),
        _ => None,
    };
    let (Some(text), Some(name)) = (node(arguments.first()), node(arguments.get(1))) else {
        return No;
    };
    let Value::Str(text) = site.value(text) else { return No };
    let Some(name) = spoken_name(&site.resolver, name) else { return No };
    if text.contains(char::is_whitespace) || text.contains(|c: char| c.is_ascii_digit()) {
        return No;
    }
    let (own, name) = (words(&text), words(&name));
    (!own.is_empty() && own.iter().all(|word| name.contains(word))).into()
}

//! Questions about source text, and about the words that names are made of.

use std::borrow::Cow;

use super::Outcome::{self, No};
use super::{Prepared, capture, regex, texts};
use crate::rules::site::{Site, spoken_name, words};
use crate::semantics::{ScopeKind, Value, asked};
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

/// Source without its blanks, line breaks and comments: one blank stays between words, strings stay as they are.
pub(super) fn compact(source: &str) -> Cow<'_, str> {
    if !source.bytes().any(|b| b.is_ascii_whitespace() || b == b'\\' || b == b'#') {
        return Cow::Borrowed(source);
    }
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut out = String::with_capacity(source.len());
    let mut quote: Option<char> = None;
    let mut is_gap = false;
    let mut characters = source.chars();
    while let Some(c) = characters.next() {
        match quote {
            Some(open) => {
                out.push(c);
                if c == '\\' {
                    out.extend(characters.next());
                } else if c == open {
                    quote = None;
                }
            }
            None if c == '#' => {
                is_gap = true;
                characters.find(|c| matches!(c, '\n' | '\r'));
            }
            None if c.is_whitespace() || c == '\\' => is_gap = true,
            None => {
                if is_gap && is_word(c) && out.chars().next_back().is_some_and(is_word) {
                    out.push(' ');
                }
                is_gap = false;
                quote = Some(c).filter(|c| matches!(c, '"' | '\''));
                out.push(c);
            }
        }
    }
    Cow::Owned(out)
}

pub(super) fn compact_matches(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let source = capture(site, arguments).map_or("", Expr::source);
    regex(arguments).is_some_and(|regex| regex.is_match(&compact(source))).into()
}

pub(super) fn dotted(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let source = capture(site, arguments).map_or("", Expr::source);
    // Nothing longer is a chain of names that a rule would write out.
    if source.len() > 200 {
        return No;
    }
    let source = compact(source);
    texts(arguments).any(|text| text == source).into()
}

pub(super) fn source_matches(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let source = capture(site, arguments).map_or("", Expr::source);
    regex(arguments).is_some_and(|regex| regex.is_match(source)).into()
}

/// Whether `name`'s words hold the words of `wanted` one after the other.
pub(super) fn words_hold(name: &[String], wanted: &str) -> bool {
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
    let scope = semantics.scope_at(semantics.outline.lines.get(line)?.span.start);
    let scope = &semantics.scopes()[scope];
    let name = (scope.kind == ScopeKind::Function).then(|| scope.name.slice(&semantics.text));
    name.map(str::to_owned)
}

/// Whether a text holds a word, as a word of its own.
pub(super) fn holds_word(text: &str, word: &str) -> bool {
    let is_word = |b: Option<&u8>| b.is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_');
    let bytes = text.as_bytes();
    text.match_indices(word).any(|(start, _)| {
        !is_word(start.checked_sub(1).and_then(|before| bytes.get(before)))
            && !is_word(bytes.get(start + word.len()))
    })
}

pub(super) fn mentions(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let text = &site.resolver.semantics.text;
    texts(arguments)
        .any(|word| {
            asked::note_mention(word);
            holds_word(text, word)
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

#[cfg(test)]
mod tests {
    use super::compact;

    #[test]
    fn blanks_between_signs_are_left_out() {
        assert_eq!(compact("request.user"), "request.user");
        assert_eq!(compact("request \\\n . user"), "request.user");
        assert_eq!(compact("f( # why\n  a if b else 'c  d' )"), "f(a if b else'c  d')");
        assert_eq!(compact("x['a\\' b'] . y"), "x['a\\' b'].y");
    }
}

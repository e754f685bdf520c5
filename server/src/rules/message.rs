//! Fills `{capture}` holes of messages and of fix texts.
//!
//! `{callee}` is the text as written, `{callee:name}` the resolved name, `{callee:last}` its last part, `{callee:value}` the folded value,
//! `{callee:upper}` the spoken name in `UPPER_CASE`, `{{` a brace. `{use:ssl.PROTOCOL_TLS}` (fix texts only) is a name of a library,
//! spelled as this file imports it.

use super::site::{Site, spoken_name, words};
use crate::semantics::Value;

/// The longest capture shown in a message, in characters.
const MAX_SHOWN: usize = 60;

/// One piece of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// As it is.
    Text(String),
    /// A capture by slot, in one of its forms.
    Capture(usize, Form),
    /// A library name to be imported, module and name.
    Use(String, String),
}

/// How a capture is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// As written.
    Source,
    /// Resolved.
    Name,
    /// The last part of the resolved name.
    Last,
    /// Folded.
    Value,
    /// Spoken, in capitals.
    Upper,
}

/// A message or fix text taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Template {
    /// In order.
    pub pieces: Vec<Piece>,
}

impl Template {
    /// Takes a template apart; `slots` are the pattern's capture names.
    pub fn parse(text: &str, slots: &[String]) -> Result<Self, String> {
        let mut pieces = Vec::new();
        let mut plain = String::new();
        let mut rest = text;
        while let Some(at) = rest.find(['{', '}']) {
            plain.push_str(&rest[..at]);
            let brace = &rest[at..=at];
            rest = &rest[at + 1..];
            if rest.starts_with(brace) {
                plain.push_str(brace);
                rest = &rest[1..];
                continue;
            }
            let Some(end) = rest.find('}').filter(|_| brace == "{") else {
                return Err(format!("write `{brace}{brace}` for a single `{brace}`"));
            };
            let hole = &rest[..end];
            rest = &rest[end + 1..];
            if !plain.is_empty() {
                pieces.push(Piece::Text(std::mem::take(&mut plain)));
            }
            if let Some(dotted) = hole.strip_prefix("use:") {
                let (module, name) = dotted.rsplit_once('.').unwrap_or((dotted, ""));
                pieces.push(Piece::Use(module.to_owned(), name.to_owned()));
                continue;
            }
            let (name, form) = hole.split_once(':').unwrap_or((hole, ""));
            let form = match form {
                "" => Form::Source,
                "name" => Form::Name,
                "last" => Form::Last,
                "value" => Form::Value,
                "upper" => Form::Upper,
                other => return Err(format!("`{other}` is none of name, last, value, upper")),
            };
            let slot = slots
                .iter()
                .position(|slot| slot == name)
                .ok_or_else(|| format!("`{{{name}}}` is no capture of this pattern"))?;
            pieces.push(Piece::Capture(slot, form));
        }
        plain.push_str(rest);
        if !plain.is_empty() {
            pieces.push(Piece::Text(plain));
        }
        Ok(Self { pieces })
    }

    /// The message for a match: one line, long captures shortened.
    pub fn message(&self, site: &Site<'_>) -> String {
        let text: String = self
            .pieces
            .iter()
            .map(|piece| match piece {
                Piece::Text(text) => text.clone(),
                Piece::Capture(slot, form) => shorten(&capture(site, *slot, *form)),
                Piece::Use(module, name) => format!("{module}.{name}"),
            })
            .collect();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// A capture in one of its forms, at full length.
pub fn capture(site: &Site<'_>, slot: usize, form: Form) -> String {
    let Some(expr) = site.node(slot) else { return String::new() };
    match form {
        Form::Source => expr.source().to_owned(),
        Form::Name => site.names(expr).first().map_or_else(
            || expr.source().to_owned(),
            |name| name.path.strip_prefix("builtins.").unwrap_or(&name.path).to_owned(),
        ),
        Form::Last => {
            let name = capture(site, slot, Form::Name);
            name.rsplit('.').next().unwrap_or_default().trim().to_owned()
        }
        Form::Value => match site.value(expr) {
            Value::Str(text) => text,
            Value::Int(number) => number.to_string(),
            Value::Float(number) => number.to_string(),
            Value::Bool(true) => "True".to_owned(),
            Value::Bool(false) => "False".to_owned(),
            Value::None => "None".to_owned(),
            _ => expr.source().to_owned(),
        },
        Form::Upper => {
            let name = spoken_name(&site.resolver, expr).unwrap_or_default();
            words(&name).join("_").to_uppercase()
        }
    }
}

/// A piece of source on one line, cut where it is too long for a message.
pub fn shorten(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= MAX_SHOWN {
        return line;
    }
    let head: String = line.chars().take(MAX_SHOWN - 1).collect();
    format!("{head}…")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn braces_double_and_holes_name_captures() {
        let slots = ["callee".to_owned()];
        let template = Template::parse("{{x}} {callee:name}!", &slots).unwrap();
        assert_eq!(
            template.pieces,
            [Piece::Text("{x} ".into()), Piece::Capture(0, Form::Name), Piece::Text("!".into())]
        );
        assert!(Template::parse("{other}", &slots).is_err());
        assert!(Template::parse("{callee", &slots).is_err());
        assert!(Template::parse("}", &slots).is_err());
    }
}

//! Strings built by `%`, `.format`, `.format_map`, `.join` and `.replace`: what goes where.

use super::Builder;
use crate::semantics::budget::MAX_ITEMS;
use crate::semantics::constants::{children, followed, growth, is_same, unwrapped};
use crate::semantics::formats::{self, Field, Piece};
use crate::semantics::methods::Arguments;
use crate::semantics::value::{Hole, HoleKind, TemplatePart};
use crate::semantics::{Resolver, Value};
use crate::syntax::Expr;
use crate::text::Span;

impl<'a> Builder<'_, 'a> {
    pub(super) fn percent(&mut self, expr: Expr<'a>) -> bool {
        let (Some(left), Some(right)) = (expr.field("left"), expr.field("right")) else {
            return false;
        };
        let right = unwrapped(right);
        // `FIELDS % row` where `row` is written out somewhere above.
        let arguments = match followed(self.resolver, right) {
            Some(assigned) if self.follows && growth(self.resolver, right).is_none() => {
                unwrapped(assigned)
            }
            _ => right,
        };
        let items = match arguments.kind() {
            "tuple" | "expression_statement" => children(arguments),
            _ => Vec::new(),
        };
        let is_tuple = matches!(arguments.kind(), "tuple" | "expression_statement");
        let splat = items.iter().position(|item| item.kind() == "list_splat");
        let mut next = 0;
        let mut argument = |field: &Field<'_>| {
            if !field.key.is_empty() {
                return pair_value(self.resolver, arguments, field.key).unwrap_or(right);
            }
            let at = next;
            next += 1;
            match splat {
                Some(splat) if at >= splat => items[splat],
                _ if is_tuple => items.get(at).copied().unwrap_or(right),
                _ => right,
            }
        };
        let Some(format) = self.format_of(left) else { return false };
        let is_hidden = format.iter().any(|part| matches!(part, TemplatePart::Hole(_)));
        if !self.fill(format, formats::percent, HoleKind::Percent, &mut argument) {
            return false;
        }
        // The specifiers stand in what went in before: `"%s" % format % row`.
        if next == 0 && is_hidden && arguments.kind() != "dictionary" {
            self.operand(right, HoleKind::Percent);
        }
        true
    }

    fn fill(
        &mut self,
        format: Vec<TemplatePart<'a>>,
        split: impl for<'t> Fn(&'t str) -> Option<Vec<Piece<'t>>>,
        kind: HoleKind,
        argument: &mut dyn FnMut(&Field<'_>) -> Expr<'a>,
    ) -> bool {
        for part in format {
            let (text, source) = match part {
                TemplatePart::Text(text, source) => (text, source),
                hole @ TemplatePart::Hole(_) => {
                    self.parts.push(hole);
                    continue;
                }
            };
            let Some(pieces) = split(&text) else { return false };
            for piece in pieces {
                if self.parts.len() > MAX_ITEMS {
                    return false;
                }
                match piece {
                    Piece::Text(text) => self.text(text, None),
                    Piece::Field(field) => {
                        // The stars of `%*d` take their arguments first.
                        if kind == HoleKind::Percent {
                            for key in &field.nested {
                                argument(&Field { key, nested: Vec::new(), ..field.clone() });
                            }
                        }
                        let expr = argument(&field);
                        let placeholder = source.map(|source| {
                            Span::new(
                                source.start + field.range.start,
                                source.start + field.range.end,
                            )
                        });
                        self.field(expr, kind, &field, placeholder);
                        if kind == HoleKind::Format {
                            for key in &field.nested {
                                let nested =
                                    Field { key, spec: "", nested: Vec::new(), ..field.clone() };
                                let expr = argument(&nested);
                                self.field(expr, kind, &nested, None);
                            }
                        }
                    }
                }
            }
        }
        true
    }

    fn field(
        &mut self,
        expr: Expr<'a>,
        kind: HoleKind,
        field: &Field<'_>,
        placeholder: Option<Span>,
    ) {
        let is_splat = matches!(expr.kind(), "list_splat" | "dictionary_splat");
        if self.follows && field.is_plain() && !is_splat && (self.build(expr) || self.number(expr))
        {
            return;
        }
        self.hole(Hole {
            expr,
            kind,
            spec: field.spec.to_owned(),
            conversion: field.conversion,
            placeholder,
        });
    }

    pub(super) fn format_of_method(
        &mut self,
        method: &str,
        object: Expr<'a>,
        arguments: &Arguments<'a>,
    ) -> bool {
        match method {
            "format" => {
                let Some(format) = self.format_of(object) else { return false };
                let mut next = 0;
                let anything = arguments.splat.or(arguments.keyword_splat);
                let mut argument = |field: &Field<'_>| {
                    let position = match field.key {
                        "" => {
                            next += 1;
                            Some(next - 1)
                        }
                        key => key.parse::<usize>().ok(),
                    };
                    match position {
                        Some(position) => {
                            arguments.positional.get(position).copied().or(arguments.splat)
                        }
                        None => arguments.keyword(field.key).or(arguments.keyword_splat),
                    }
                    .or(anything)
                    // The call fails; what it would have written is not known.
                    .unwrap_or(object)
                };
                self.fill(format, formats::braces, HoleKind::Format, &mut argument)
            }
            "format_map" => {
                let Some(mapping) = arguments.only() else { return false };
                let resolver = self.resolver;
                let Some(format) = self.format_of(object) else { return false };
                let mut argument =
                    |field: &Field<'_>| pair_value(resolver, mapping, field.key).unwrap_or(mapping);
                self.fill(format, formats::braces, HoleKind::Format, &mut argument)
            }
            "replace" => {
                let Some(receiver) = self.format_of(object) else { return false };
                self.replacement(receiver, arguments);
                true
            }
            _ => self.build(object),
        }
    }

    pub(super) fn join(&mut self, separator: Expr<'a>, arguments: &Arguments<'a>) -> bool {
        let Some(list) = arguments.only() else { return false };
        // `os.path.join` and `thread.join` are no strings.
        let Some(separator) = self.format_of(separator) else { return false };
        let written = match followed(self.resolver, list) {
            Some(assigned) if self.follows => unwrapped(assigned),
            _ => unwrapped(list),
        };
        if !matches!(written.kind(), "list" | "tuple") {
            self.operand(list, HoleKind::Join);
            return true;
        }
        for (index, item) in children(written).into_iter().enumerate() {
            if index > 0 && self.parts.len() + separator.len() <= MAX_ITEMS {
                self.parts.extend(separator.iter().cloned());
            }
            self.operand(item, HoleKind::Join);
        }
        // What is put into the list elsewhere stands behind, as far as can be told.
        if self.follows && growth(self.resolver, list).is_some() {
            self.hole(Hole {
                expr: list,
                kind: HoleKind::Join,
                spec: String::new(),
                conversion: None,
                placeholder: None,
            });
        }
        true
    }

    /// `receiver.replace(old, new)`: `new` goes in where the text has `old`, or at the end where that cannot be known.
    fn replacement(&mut self, receiver: Vec<TemplatePart<'a>>, arguments: &Arguments<'a>) {
        let old = arguments.positional.first().map(|&old| self.resolver.value(old));
        let new = arguments.positional.get(1).copied();
        let (old, new) = match (old, new) {
            (Some(Value::Str(old)), Some(new)) if !old.is_empty() => (old, new),
            (_, new) => {
                self.parts.extend(receiver);
                if let Some(new) = new {
                    self.operand(new, HoleKind::Replace);
                }
                return;
            }
        };
        let before = self.parts.len();
        self.operand(new, HoleKind::Replace);
        let inserted = self.parts.split_off(before);
        let mut is_placed = false;
        for part in receiver {
            let TemplatePart::Text(text, _) = &part else {
                self.parts.push(part);
                continue;
            };
            if !text.contains(&old) || self.parts.len() > MAX_ITEMS {
                self.parts.push(part);
                continue;
            }
            is_placed = true;
            for (index, piece) in text.split(&old).take(MAX_ITEMS).enumerate() {
                if index > 0 {
                    self.parts.extend(inserted.iter().cloned());
                }
                self.text(piece.to_owned(), None);
            }
        }
        let is_hole = |part: &TemplatePart<'_>| matches!(part, TemplatePart::Hole(_));
        if !is_placed && inserted.iter().any(is_hole) {
            self.parts.extend(inserted);
        }
    }
}

/// The value written for a text key in a dictionary display or `dict(…)` call; the splat that may hold it.
fn pair_value<'a>(resolver: &Resolver<'a>, mapping: Expr<'a>, key: &str) -> Option<Expr<'a>> {
    let mapping = unwrapped(mapping);
    match mapping.kind() {
        "dictionary" => children(mapping).into_iter().rev().find_map(|child| match child.kind() {
            "pair" => {
                let own = child.field("key")?;
                (resolver.value(own).as_str() == Some(key)).then(|| child.field("value"))?
            }
            _ => Some(child),
        }),
        "call" if mapping.field("function").is_some_and(|callee| callee.source() == "dict") => {
            let arguments = Arguments::of(mapping);
            arguments.keyword(key).or(arguments.keyword_splat)
        }
        "identifier" => {
            let assigned = followed(resolver, mapping)?;
            if growth(resolver, mapping).is_some() {
                return None;
            }
            (!is_same(assigned, mapping) && assigned.kind() != "identifier")
                .then(|| pair_value(resolver, assigned, key))?
        }
        _ => None,
    }
}

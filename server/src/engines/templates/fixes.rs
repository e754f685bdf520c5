//! Repairs of templates: filters, attributes and tags put in or taken out.
//!
//! Each is read again: what stands beside the edits must be what it was.

use crate::finding::{Edit, FixPlan, FixStep, Safety, fix};
use crate::rules::template_spec::{Fix, NewAttribute};
use crate::syntax::template::html::{Attribute, StartTag};
use crate::syntax::template::lexer::{self, TokenKind};
use crate::text::Span;

use super::{Hit, Sheet};

/// Lines beyond this are not read again as a whole.
const LONGEST_LINE: usize = 4_000;

/// The fixes of a hit that can be made.
pub(super) fn plans(fixes: &[Fix], hit: &Hit<'_>, sheet: &Sheet<'_>) -> Vec<FixPlan> {
    fixes
        .iter()
        .filter_map(|fix| {
            let edits = sheet.edits(fix, hit)?;
            if !sheet.is_sound(&edits) {
                return None;
            }
            Some(FixPlan {
                title: sheet.message(&fix.title, hit),
                safety: fix.safety.unwrap_or(Safety::Unsafe),
                steps: edits.into_iter().map(FixStep::Edit).collect(),
            })
        })
        .collect()
}

fn one(span: Span, text: impl Into<String>) -> Option<Vec<Edit>> {
    Some(vec![Edit { span, text: text.into() }])
}

impl Sheet<'_> {
    fn edits(&self, fix: &Fix, hit: &Hit<'_>) -> Option<Vec<Edit>> {
        let text = self.text;
        let tag = hit.tag.map(|tag| &self.template.html.tags[tag]);
        let attribute = tag.zip(hit.attribute).map(|(tag, at)| &tag.attributes[at]);
        if fix.remove_filter {
            let hole = hit.hole?;
            return one(hole.expression.filters.get(hit.filter?)?.span, "");
        }
        if let Some(filter) = &fix.add_filter {
            return one(Span::empty(hit.hole?.expression.span.end), format!("|{filter}"));
        }
        if let Some(template) = &fix.replace {
            let head = hit.hole.map_or("", |hole| hole.expression.head.slice(text));
            return one(hit.token?.span, template.replace("{head}", head));
        }
        if fix.quote {
            let span = attribute?.value.filter(|value| value.quote.is_none())?.span;
            if self.flat(span).contains('"') {
                return None;
            }
            let quote = |at| Edit { span: Span::empty(at), text: "\"".to_owned() };
            return Some(vec![quote(span.start), quote(span.end)]);
        }
        if let Some(arguments) = &fix.arguments {
            let token = hit.token?;
            return one(Span::new(token.name.end, token.inner.end), format!(" {arguments}"));
        }
        if fix.delete {
            return one(self.with_line(hit.token?.span), "");
        }
        if fix.delete_part {
            return one(self.with_line(hit.part?), "");
        }
        if let Some(inserted) = &fix.insert {
            return one(Span::empty(tag?.span.end), inserted.as_str());
        }
        if let Some(new) = &fix.attribute {
            let tag = tag?;
            return match tag.attribute(text, &new.name) {
                Some(own) => self.with_value(own, &new.value),
                None => self.with_attribute(tag, new),
            };
        }
        if let Some(new) = &fix.word {
            let tag = tag?;
            let Some(own) = tag.attribute(text, &new.name) else {
                return self.with_attribute(tag, new);
            };
            let value = own.value.map(|value| self.flat(value.span)).unwrap_or_default();
            let words = [value.trim(), &new.value].join(" ");
            return match own.value {
                Some(value) if value.quote.is_some() && !value.span.is_empty() => {
                    one(Span::empty(value.span.end), format!(" {}", new.value))
                }
                _ => self.with_value(own, words.trim()),
            };
        }
        if fix.hide {
            return self.hidden(hit);
        }
        let substitute = fix.substitute.as_ref()?;
        let value = attribute?.value?;
        let source = value.span.slice(text);
        let new = substitute.from.0.replace_all(source, substitute.to.as_str());
        if new == source { None } else { one(value.span, new) }
    }

    /// A tag with its line, if nothing else stands there.
    fn with_line(&self, span: Span) -> Span {
        let text = self.text;
        let start = text[..span.start].rfind('\n').map_or(0, |newline| newline + 1);
        let end = text[span.end..].find('\n').map_or(text.len(), |newline| span.end + newline + 1);
        if end - start > LONGEST_LINE {
            return span;
        }
        let is_alone =
            text[start..span.start].trim().is_empty() && text[span.end..end].trim().is_empty();
        if is_alone { Span::new(start, end) } else { span }
    }

    fn with_attribute(&self, tag: &StartTag, new: &NewAttribute) -> Option<Vec<Edit>> {
        let source = tag.span.slice(self.text);
        let body = source.strip_suffix('>')?;
        let body = body.strip_suffix('/').unwrap_or(body).trim_end();
        let at = Span::empty(tag.span.start + body.len());
        one(at, format!(" {}=\"{}\"", new.name, new.value))
    }

    fn with_value(&self, own: &Attribute, value: &str) -> Option<Vec<Edit>> {
        match own.value {
            Some(old) if old.quote.is_some() => one(old.span, value),
            Some(old) => one(old.span, format!("\"{value}\"")),
            None => one(own.span, format!("{}=\"{value}\"", own.name.slice(self.text))),
        }
    }

    /// The comment of HTML around a value as one of the template.
    fn hidden(&self, hit: &Hit<'_>) -> Option<Vec<Edit>> {
        let comment = self.template.html.comment_at(hit.span.start)?;
        let tokens = self.template.tokens_in(comment);
        let is_plain = tokens.iter().all(|token| token.kind == TokenKind::Variable)
            && comment.slice(self.text).ends_with("-->");
        let (open, close) = match self.template.dialect {
            lexer::Dialect::Django => ("{% comment %}", "{% endcomment %}"),
            lexer::Dialect::Jinja => ("{#", "#}"),
        };
        is_plain.then(|| {
            vec![
                Edit { span: Span::new(comment.start, comment.start + 4), text: open.to_owned() },
                Edit { span: Span::new(comment.end - 3, comment.end), text: close.to_owned() },
            ]
        })
    }

    /// Whether the tokens beside the edits stay what they are.
    fn is_sound(&self, edits: &[Edit]) -> bool {
        let text = self.text;
        let (Some(first), Some(last)) = (
            edits.iter().map(|edit| edit.span.start).min(),
            edits.iter().map(|edit| edit.span.end).max(),
        ) else {
            return false;
        };
        // Tokens of other lines are not touched, but for those that reach over several.
        let around = |token: &&lexer::Token| token.span.start < last && first < token.span.end;
        let touched = self.template.tokens.iter().filter(around);
        let (low, high) = touched.fold((first, last), |(low, high), token| {
            (low.min(token.span.start), high.max(token.span.end))
        });
        let start = text[..low].rfind('\n').map_or(0, |newline| newline + 1);
        let end = text[high..].find('\n').map_or(text.len(), |newline| high + newline);
        // Of a line that a program wrote, only what is touched.
        let (start, end) = if end - start > LONGEST_LINE { (low, high) } else { (start, end) };
        let moved: Vec<Edit> = edits
            .iter()
            .map(|edit| Edit {
                span: Span::new(edit.span.start - start, edit.span.end - start),
                text: edit.text.clone(),
            })
            .collect();
        let old = &text[start..end];
        let Ok(new) = fix::apply(old, &moved) else { return false };
        let read = |source: &str, from: usize, to: usize| -> Vec<String> {
            lexer::read(source, self.template.dialect)
                .all
                .iter()
                .filter(|token| token.span.end <= from || token.span.start >= to)
                .map(|token| format!("{:?} {}", token.kind, token.span.slice(source)))
                .collect()
        };
        let behind = end - high;
        read(old, low - start, high - start) == read(&new, low - start, new.len() - behind)
    }
}

//! Names that stand for other names or for constants: a place that names one of them matters as much as one
//! that says what it stands for.

use std::sync::Arc;

use super::bindings::{Binding, BindingKind};
use super::bound::{Aliases, Part};
use super::imports::Import;
use super::lookup::{self, Target};
use super::outline::LineKind;
use super::screen::{self, Screen};
use super::steps::{Step, Steps};
use super::{NumberSet, Resolver, Semantics, Value};
use crate::text::Span;

/// What rules need to stand somewhere, by numbers that their triggers give.
pub type Needs = NumberSet<8>;

/// A place of a text that matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Where.
    pub span: Span,
    /// A name may end there.
    pub is_name: bool,
    /// A constant may be read there.
    pub is_value: bool,
    /// What it meets.
    pub needs: Needs,
}

/// A word that carries what stands at marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Carrier<'t> {
    /// The name.
    pub word: &'t str,
    /// It may stand for a name at a mark.
    pub is_name: bool,
    /// It may hold a constant at a mark.
    pub is_value: bool,
    /// What the marks meet.
    pub needs: Needs,
}

/// The names that the file binds to something with a mark in it. `marks` are sorted by their beginnings.
pub fn carriers<'t>(resolver: Resolver<'t>, marks: &[Mark]) -> Vec<Carrier<'t>> {
    let semantics = resolver.semantics;
    let screen = Screen::new(resolver);
    let may_be_name = |span: Span| screen.may_be_name(span);
    let bindings = semantics.bindings();
    let growths = bindings.all_growths(semantics);
    let search = Search { text: &semantics.text, imports: semantics.imports(), marks };
    search.carriers(bindings.all(semantics), growths, may_be_name, |span| screen.may_fold(span))
}

/// The names that the file binds to something with a mark in it; perhaps some more. Reads only the lines of the marks,
/// as long as these are few.
pub fn carriers_near<'t>(
    resolver: Resolver<'t>,
    aliases: &Aliases,
    marks: &[Mark],
) -> Vec<Carrier<'t>> {
    let semantics = resolver.semantics;
    let (text, outline) = (&*semantics.text, &*semantics.outline);
    let mut lines: Vec<usize> =
        marks.iter().filter_map(|mark| outline.line_at(mark.span.start)).collect();
    lines.dedup();
    if lines.len() > MOST_LINES {
        return carriers(resolver, marks);
    }
    let search = Search { text, imports: &[], marks };
    let mut found = Vec::new();
    for import in semantics.imports().iter().filter(|import| import.aliased) {
        if search.within(import.span).any(|mark| mark.is_name) {
            let needs = needs(search.within(import.span), true, false);
            let word = import.bound.slice(text);
            found.push(Carrier { word, is_name: true, is_value: false, needs });
        }
    }
    let may_be_name = |span: Span| aliases.may_be_name(text, span);
    let is_given = |word: &str| {
        semantics.imports().iter().any(|import| {
            import.bound.slice(text) == word
                && match (lookup::own_module(&resolver, import), import.member.as_deref()) {
                    (Some(module), Some(member)) => !resolver.project.defines(&module, member),
                    (own, _) => own.is_some() || import.level > 0,
                }
        })
    };
    let is_alias = |word: &str| aliases.may_stand(text, word) || is_given(word);
    let may_fold = |span: Span| screen::may_fold(text, span, is_alias);
    for line in lines {
        if matches!(outline.lines[line].kind, LineKind::Import | LineKind::From) {
            continue;
        }
        let part = Part { text, outline, first: line, lines: &outline.lines[line..=line] };
        let bound = part.bound();
        let growths = bound.growths.iter().filter_map(|(_, growth)| growth.place());
        found.extend(search.carriers(&bound.bindings, growths, may_be_name, may_fold));
    }
    found
}

/// More lines than this are dearer by themselves than with all others.
const MOST_LINES: usize = 24;

/// The names that some lines bind to something with a mark in it.
pub fn carriers_among<'t>(part: &Part<'t>, aliases: &Aliases, marks: &[Mark]) -> Vec<Carrier<'t>> {
    let bound = part.bound();
    let growths = bound.growths.iter().filter_map(|(_, growth)| growth.place());
    let search = Search { text: part.text, imports: &[], marks };
    let may_be_name = |span: Span| aliases.may_be_name(part.text, span);
    // Other names of functions are not known here.
    search.carriers(&bound.bindings, growths, may_be_name, |_| true)
}

/// Marks to be found in what is bound.
struct Search<'t, 'm> {
    text: &'t str,
    imports: &'m [Import],
    marks: &'m [Mark],
}

impl<'t> Search<'t, '_> {
    fn within(&self, span: Span) -> impl Iterator<Item = &Mark> {
        let first = self.marks.partition_point(|mark| mark.span.start < span.start);
        self.marks[first..].iter().take_while(move |mark| mark.span.end <= span.end)
    }

    fn carriers<'b>(
        &self,
        bindings: impl IntoIterator<Item = &'b Binding>,
        growths: impl Iterator<Item = (Span, Span)>,
        may_be_name: impl Fn(Span) -> bool,
        may_fold: impl Fn(Span) -> bool,
    ) -> Vec<Carrier<'t>> {
        let text = self.text;
        let mut found = Vec::new();
        for binding in bindings {
            let (mut is_name, mut is_value) = (false, false);
            let mut inner = Span::empty(0);
            if let BindingKind::Import(number) = binding.kind {
                let Some(import) = self.imports.get(number) else { continue };
                is_name = import.aliased && self.within(import.span).any(|mark| mark.is_name);
                inner = import.span;
            } else if let Some(value) = &binding.value {
                is_value =
                    self.within(value.span).any(|mark| mark.is_value) && may_fold(value.span);
                inner = value.span;
                is_name = matches!(binding.kind, BindingKind::Assign | BindingKind::Walrus)
                    && self.within(value.span).any(|mark| mark.is_name)
                    // A text may be the last word of a name, for `getattr`.
                    && (may_be_name(value.span)
                        || value.span.slice(text).starts_with(['"', '\'']) && value.span.len() < 40);
            }
            if is_name || is_value {
                let needs = needs(self.within(inner), is_name, is_value);
                found.push(Carrier { word: binding.name.slice(text), is_name, is_value, needs });
            }
        }
        for (name, value) in growths {
            if self.within(value).any(|mark| mark.is_value) {
                let needs = needs(self.within(value), false, true);
                let word = name.slice(text);
                found.push(Carrier { word, is_name: false, is_value: true, needs });
            }
        }
        found
    }
}

/// What the marks meet that a name or a value carries.
fn needs<'m>(marks: impl Iterator<Item = &'m Mark>, is_name: bool, is_value: bool) -> Needs {
    let mut needs = Needs::default();
    marks
        .filter(|mark| mark.is_name && is_name || mark.is_value && is_value)
        .for_each(|mark| needs.add(&mark.needs));
    needs
}

/// A name that a file has from another module of the workspace.
#[derive(Clone, Debug)]
pub struct Foreign {
    /// How the file writes it, or the last word of that.
    pub word: Box<str>,
    /// The library names it stands for.
    pub paths: Vec<Arc<str>>,
    /// The texts in its constant value.
    pub texts: Vec<String>,
}

/// What a file has from other modules of the workspace that is more than their own classes and functions.
pub fn foreign(resolver: &Resolver<'_>) -> Vec<Foreign> {
    let semantics = resolver.semantics;
    let mut found = Vec::new();
    let mut modules: Vec<Arc<str>> = Vec::new();
    for import in semantics.imports() {
        let Some(module) = lookup::own_module(resolver, import) else { continue };
        let word = import.bound.slice(&semantics.text);
        let Some(member) = import.member.as_deref().filter(|member| *member != "*") else {
            // `import a.b` gives `a` as well.
            let ends = module.match_indices('.').map(|(at, _)| at);
            modules.extend(ends.map(|end| Arc::from(&module[..end])));
            modules.push(module.clone());
            continue;
        };
        if resolver.project.defines(&module, member) {
            continue;
        }
        let mut paths = Vec::new();
        for (target, _) in lookup::imported(resolver, import) {
            match target {
                Target::Library(path) => paths.push(path),
                Target::Module(module) => modules.push(module),
                Target::Foreign(..) | Target::Local(_) => {}
            }
        }
        let mut texts = Vec::new();
        told(&resolver.project.constant(&module, member), &mut texts, &mut paths);
        if !paths.is_empty() || !texts.is_empty() {
            found.push(Foreign { word: word.into(), paths, texts });
        }
    }
    modules.sort();
    modules.dedup();
    for module in modules {
        for member in resolver.project.members(&module) {
            let names = resolver.project.export(&module, &member).unwrap_or_default();
            let mut paths: Vec<Arc<str>> = names.into_iter().map(|name| name.path).collect();
            let mut texts = Vec::new();
            told(&resolver.project.constant(&module, &member), &mut texts, &mut paths);
            if !paths.is_empty() || !texts.is_empty() {
                found.push(Foreign { word: member, paths, texts });
            }
        }
    }
    found
}

/// The texts in a value, and the library names it is an instance of.
fn told(value: &Value, texts: &mut Vec<String>, paths: &mut Vec<Arc<str>>) {
    match value {
        Value::Str(text) => texts.push(text.clone()),
        Value::Bytes(bytes) => texts.push(String::from_utf8_lossy(bytes).into_owned()),
        Value::List(items) | Value::Tuple(items) | Value::Set(items) => {
            items.iter().for_each(|item| told(item, texts, paths));
        }
        Value::Dict(pairs) => pairs.iter().for_each(|(key, value)| {
            told(key, texts, paths);
            told(value, texts, paths);
        }),
        Value::Name(names) | Value::Instance(names) => {
            paths.extend(names.iter().map(|name| name.path.clone()));
        }
        _ => {}
    }
}

/// The string literals of a stretch of text, replacement fields included.
pub fn strings(semantics: &Semantics, span: Span) -> impl Iterator<Item = Span> + '_ {
    Steps::new(semantics.text.as_bytes(), span.start, span.end).filter_map(|(step, _)| match step {
        Step::Text(start, end) => Some(Span::new(start, end)),
        _ => None,
    })
}

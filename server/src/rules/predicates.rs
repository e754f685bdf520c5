//! The table of predicates: what a pattern may ask about its captures beyond its structure.
//!
//! Each row has a name, the form of its arguments, one line of meaning for rule authors, and a function.
//! `#not-x?` is written for any `#x?` and needs no row. Tree-sitter's own text predicates are rows too,
//! as patterns of one shape share a compiled query and are told apart here.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use pep440_rs::{Version, VersionSpecifiers};
use regex::Regex;

use super::required;
use super::site::{Capture, Site, argument, named_children, spoken_name, unparenthesised, words};
use crate::semantics::asked;
use crate::semantics::outline::LineKind;
use crate::semantics::{Import, Literalness, Names, Part, Quoting, Value, canonical, shell_words};
use crate::syntax::Expr;

/// The answer of a predicate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It holds.
    Yes,
    /// It may hold: the finding stays, less sure.
    Maybe,
    /// It does not hold.
    No,
}

use Outcome::{Maybe, No, Yes};

impl From<bool> for Outcome {
    fn from(holds: bool) -> Self {
        if holds { Yes } else { No }
    }
}

/// The form of one argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// `@capture`
    Capture,
    /// One text.
    Text,
    /// One or more texts.
    Texts,
    /// A capture or a text.
    Either,
    /// A regular expression.
    Regex,
    /// `shell sql html ldap regex url any`
    Quoting,
    /// A version condition such as `>=3.14`.
    Version,
    /// A number with `<`, `<=`, `>`, `>=`, `==` or `!=` before it.
    Comparison,
    /// A bit mask, `0o022`.
    Mask,
    /// Context words of `#context?`.
    Contexts,
}

/// One row of the table.
pub struct Predicate {
    /// Without `#` and `?`.
    pub name: &'static str,
    /// The arguments in order.
    pub forms: &'static [Form],
    /// For rule authors, one line.
    pub doc: &'static str,
    /// The answer.
    pub ask: fn(&Site<'_>, &[Prepared]) -> Outcome,
}

impl std::fmt::Debug for Predicate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "#{}?", self.name)
    }
}

/// An argument made ready when the rule was loaded.
#[derive(Debug)]
pub enum Prepared {
    /// Index into the site's captures.
    Slot(usize),
    /// A text.
    Text(String),
    /// Checked when loaded, compiled when first asked.
    Regex(String, OnceLock<Option<Arc<Regex>>>),
    /// A quoting context.
    Quoting(Quoting),
    /// A version condition.
    Version(VersionSpecifiers),
    /// A comparison with a number.
    Comparison(String, f64),
    /// A bit mask.
    Mask(u32),
}

impl Prepared {
    /// Makes an argument ready, or says what is wrong with it.
    pub fn new(form: Form, text: &str) -> Result<Self, String> {
        Ok(match form {
            Form::Capture => return Err(format!("`{text}` should be a capture")),
            Form::Text | Form::Texts | Form::Either => Prepared::Text(text.to_owned()),
            Form::Regex => {
                // Compiling them all would take longer than most checks.
                required::inspect(text).map_err(|error| {
                    let last = error.lines().last().unwrap_or_default().trim();
                    format!("`{text}` is no regular expression: {last}")
                })?;
                Prepared::Regex(text.to_owned(), OnceLock::new())
            }
            Form::Quoting => Prepared::Quoting(match text {
                "shell" => Quoting::Shell,
                "sql" => Quoting::Sql,
                "html" => Quoting::Html,
                "ldap" => Quoting::Ldap,
                "regex" => Quoting::Regex,
                "url" => Quoting::Url,
                "any" => Quoting::Any,
                _ => {
                    return Err(format!(
                        "`{text}` is none of shell, sql, html, ldap, regex, url, any"
                    ));
                }
            }),
            Form::Version => Prepared::Version(
                text.parse()
                    .map_err(|_| format!("`{text}` is no version condition like `>=3.12`"))?,
            ),
            Form::Comparison => {
                let digits = text.trim_start_matches(['<', '>', '=', '!']);
                let operator = &text[..text.len() - digits.len()];
                if !matches!(operator, "<" | "<=" | ">" | ">=" | "==" | "!=") {
                    return Err(format!("`{text}` begins with none of < <= > >= == !="));
                }
                let number =
                    digits.trim().parse().map_err(|_| format!("`{digits}` is no number"))?;
                Prepared::Comparison(operator.to_owned(), number)
            }
            Form::Mask => {
                let mask = text
                    .strip_prefix("0o")
                    .and_then(|digits| u32::from_str_radix(digits, 8).ok())
                    .ok_or_else(|| format!("`{text}` is no octal mask like `0o022`"))?;
                Prepared::Mask(mask)
            }
            Form::Contexts => {
                if !CONTEXTS.contains(&text) {
                    return Err(format!("`{text}` is none of {}", CONTEXTS.join(", ")));
                }
                Prepared::Text(text.to_owned())
            }
        })
    }

    fn text(&self) -> &str {
        match self {
            Prepared::Text(text) => text,
            _ => "",
        }
    }
}

/// The words of `#context?`.
pub const CONTEXTS: [&str; 8] =
    ["test", "example", "setup", "stub", "notebook", "main", "function", "module"];

macro_rules! table {
    ($($name:literal [$($form:ident),*] $doc:literal $ask:expr;)*) => {
        /// All predicates, sorted as the documentation prints them.
        pub static PREDICATES: &[Predicate] = &[$(Predicate {
            name: $name,
            forms: &[$(Form::$form),*],
            doc: $doc,
            ask: $ask,
        }),*];
    };
}

table! {
    "eq" [Capture, Either] "the source text of a capture equals a text or another capture's" eq;
    "any-of" [Capture, Texts] "the source text is one of these" any_of;
    "match" [Capture, Regex] "the source text matches" source_matches;
    "resolves" [Capture, Texts] "the dotted name after imports and aliases is one of these, `a.b.*` for all below; \"maybe\" if it may also be another" resolves;
    "instance" [Capture, Texts] "the value is an instance of one of these library types" instance;
    "derives" [Capture, Texts] "a class of this file (or an instance) that derives from one of these" derives;
    "local" [Capture] "the name is a class or function defined in this file" local;
    "absent" [Capture] "`#argument!` found that the argument is not given" absent;
    "given" [Capture] "`#argument!` found the argument" given;
    "opaque" [Capture] "`#argument!` cannot tell, `*args` or `**options` may hold it" opaque;
    "has-argument" [Capture, Texts] "the call has one of these keywords" has_argument;
    "argument-count" [Capture, Comparison] "number of arguments of the call, keywords included; unknown splats say no" argument_count;
    "constant" [Capture] "folds to a literal" constant;
    "value" [Capture, Texts] "folds to one of these values: text as it is, `True`, `None`, numbers in decimal, dotted names" value;
    "value-match" [Capture, Regex] "folds to a text that matches" value_matches;
    "value-below" [Capture, Texts] "folds to a path (or begins with one) that is one of these or below, by whole components" value_below;
    "number" [Capture, Comparison] "folds to a number for which this holds" number;
    "bits" [Capture, Mask] "folds to an integer whose known one-bits meet the mask" bits;
    "empty" [Capture] "folds to an empty text, bytes or container" empty;
    "truthy" [Capture] "true in a condition; \"maybe\" if unknown" truthy;
    "falsy" [Capture] "false in a condition; \"maybe\" if unknown" falsy;
    "any-item" [Capture, Texts] "a list, tuple or set (or a single value) with an item that folds or resolves to one of these" any_item;
    "dynamic" [Capture, Quoting] "neither constant, numeric nor sanitized for that use" dynamic;
    "quoted" [Capture, Quoting] "went through the sanitizer for that use" quoted;
    "numeric" [Capture] "a number, or a text made of constants and numbers" numeric;
    "builds" [Capture] "a string built from pieces with at least one hole" builds;
    "built-match" [Capture, Regex] "the text of a literal or built string matches; a hole is U+FFFC" built_matches;
    "holes-follow" [Capture, Regex] "every hole stands behind text that matches" holes_follow;
    "string-head" [Capture, Texts] "the constant left part of a text begins with one of these" string_head;
    "simple-command" [Capture] "folds to a command that means the same without a shell" simple_command;
    "words" [Capture, Texts] "the name holds one of these words; several words in one text must follow each other" has_words;
    "last-words" [Capture, Texts] "the name ends with one of these words" has_last_words;
    "purpose" [Capture, Texts] "what the value is for, by the target, keyword, key or function around it, holds one of these words" purpose;
    "mentions" [Texts] "the file holds one of these words anywhere" mentions;
    "inside" [Capture, Texts] "a node of one of these kinds stands around it" inside;
    "parent" [Capture, Texts] "the next node around it (parentheses aside) is of one of these kinds" parent;
    "kind" [Capture, Texts] "the node itself is of one of these kinds" kind;
    "assigned" [Capture, Texts] "a name that is bound once, to a node of one of these kinds" assigned;
    "inside-call" [Capture, Texts] "it stands in the arguments of a call of one of these names" inside_call;
    "statement" [Capture] "it is a statement of its own" statement;
    "only-statement" [Capture, Texts] "the block holds one statement (docstrings and comments aside) and it is of one of these kinds; `...` is `ellipsis`" only_statement;
    "reference" [Capture] "a name used as a value: neither called, imported, assigned nor part of a longer name" reference;
    "context" [Contexts] "what kind of place: test example setup stub notebook (by path), main (below `if __name__ == \"__main__\"`), function, module" context;
    "in" [Capture, Contexts] "like `#context?` for the place of a capture: main, function, module" in_context;
    "imports" [Texts] "the file imports one of these modules, or a part of it, anywhere" imports;
    "python" [Version] "every Python the project runs on is such; unknown says no" python;
    "library" [Text, Version] "the project's locked version of a package is such; unknown says no" library;
    "dependency" [Texts] "the project depends on one of these packages" dependency;
    "option" [Text] "the rule's option is true" option;
    "option-lists" [Text, Capture] "the rule's option lists the resolved name or text of the capture, or of the function it calls" option_lists;
    "echoes" [Capture, Capture] "a text without blanks that is made only of words of the other capture's name, in any order" echoes;
    "imports-module" [Capture, Texts] "an import, by statement or by `import_module` of a constant, of one of these modules or names or of something below; of `from a import b` capture the module for `a`, the name for exactly `a.b`" imports_module;
}

/// The row of a predicate; `not-` in front is understood.
pub fn find(name: &str) -> Option<(&'static Predicate, bool)> {
    let row = |name: &str| PREDICATES.iter().find(|row| row.name == name);
    if let Some(found) = row(name) {
        return Some((found, false));
    }
    // Tree-sitter's `any-` forms differ for repeated captures only; ours are single.
    let positive = name.strip_prefix("not-").or_else(|| name.strip_prefix("any-not-"));
    if let Some(found) = positive.and_then(row) {
        return Some((found, true));
    }
    name.strip_prefix("any-").and_then(row).map(|found| (found, false))
}

/// Asks a predicate. On a capture that cannot be known nothing holds; on one that is not there, only the negation.
pub fn ask(site: &Site<'_>, row: &Predicate, negated: bool, arguments: &[Prepared]) -> Outcome {
    if !matches!(row.name, "absent" | "given" | "opaque") {
        for argument in arguments {
            if let Prepared::Slot(slot) = argument {
                match site.captures.get(*slot) {
                    Some(Capture::Node(_)) => {}
                    Some(Capture::Absent) => return Outcome::from(negated),
                    _ => return No,
                }
            }
        }
    }
    match ((row.ask)(site, arguments), negated) {
        (Yes, true) => No,
        (No, true) => Yes,
        (outcome, _) => outcome,
    }
}

fn capture<'a>(site: &Site<'a>, arguments: &[Prepared]) -> Option<Expr<'a>> {
    arguments.iter().find_map(|argument| match argument {
        Prepared::Slot(slot) => site.node(*slot),
        _ => None,
    })
}

fn texts(arguments: &[Prepared]) -> impl Iterator<Item = &str> {
    arguments.iter().filter_map(|argument| match argument {
        Prepared::Text(text) => Some(text.as_str()),
        _ => None,
    })
}

fn regex(arguments: &[Prepared]) -> Option<&Regex> {
    arguments.iter().find_map(|argument| match argument {
        Prepared::Regex(text, compiled) => compiled.get_or_init(|| shared_regex(text)).as_deref(),
        _ => None,
    })
}

/// Patterns of a rule often ask the same.
fn shared_regex(text: &str) -> Option<Arc<Regex>> {
    static COMPILED: Mutex<BTreeMap<String, Arc<Regex>>> = Mutex::new(BTreeMap::new());
    let mut compiled = COMPILED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = compiled.get(text) {
        return Some(known.clone());
    }
    let regex = Arc::new(Regex::new(text).ok()?);
    compiled.insert(text.to_owned(), regex.clone());
    Some(regex)
}

fn eq(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let side = |argument: &Prepared| match argument {
        Prepared::Slot(slot) => site.node(*slot).map(|expr| expr.source().to_owned()),
        other => Some(other.text().to_owned()),
    };
    (side(&arguments[0]) == side(&arguments[1])).into()
}

fn any_of(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let source = capture(site, arguments).map_or("", Expr::source);
    texts(arguments).any(|text| text == source).into()
}

fn source_matches(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let source = capture(site, arguments).map_or("", Expr::source);
    regex(arguments).is_some_and(|regex| regex.is_match(source)).into()
}

/// Whether a dotted path is meant by `pattern`: equal, or below `a.b.*`.
pub fn path_matches(path: &str, pattern: &str) -> bool {
    match pattern.strip_suffix(".*") {
        Some(prefix) => {
            path == prefix || path.strip_prefix(prefix).is_some_and(|rest| rest.starts_with('.'))
        }
        None => path == pattern,
    }
}

fn judge_names(names: &Names, arguments: &[Prepared]) -> Outcome {
    let hits = names
        .iter()
        .filter(|name| texts(arguments).any(|pattern| path_matches(&name.path, pattern)))
        .count();
    match hits {
        0 => No,
        1 if names.len() == 1 && names[0].certainty < crate::semantics::Certainty::Certain => Maybe,
        n if n == names.len() => Yes,
        _ => Maybe,
    }
}

fn resolves(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    capture(site, arguments).map_or(No, |expr| judge_names(&site.names(expr), arguments))
}

fn instance(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let Some(expr) = capture(site, arguments) else { return No };
    if let Value::Instance(names) = site.value(expr)
        && judge_names(&names, arguments) == Yes
    {
        return Yes;
    }
    judge_names(&site.resolver.types(expr), arguments)
}

fn derives(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let bases: Vec<&str> = texts(arguments).collect();
    capture(site, arguments).is_some_and(|expr| site.resolver.derives_from(expr, &bases)).into()
}

fn local(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    capture(site, arguments).is_some_and(|expr| site.resolver.definition(expr).is_some()).into()
}

fn absent(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    matches!(state(site, arguments), Some(Capture::Absent)).into()
}

fn given(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    matches!(state(site, arguments), Some(Capture::Node(_))).into()
}

fn opaque(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    matches!(state(site, arguments), Some(Capture::Opaque)).into()
}

fn state<'a>(site: &Site<'a>, arguments: &[Prepared]) -> Option<Capture<'a>> {
    match arguments.first() {
        Some(Prepared::Slot(slot)) => site.captures.get(*slot).copied(),
        _ => None,
    }
}

fn has_argument(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let Some(call) = capture(site, arguments) else { return No };
    let Some(list) = call.field("arguments") else { return No };
    named_children(list)
        .into_iter()
        .filter(|child| child.kind() == "keyword_argument")
        .filter_map(|child| child.field("name"))
        .any(|name| texts(arguments).any(|text| text == name.source()))
        .into()
}

fn argument_count(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let Some(list) = capture(site, arguments).and_then(|call| call.field("arguments")) else {
        return No;
    };
    let children = named_children(list);
    if children.iter().any(|child| matches!(child.kind(), "list_splat" | "dictionary_splat")) {
        return No;
    }
    let count = children.iter().filter(|child| child.kind() != "comment").count();
    compare(count as f64, arguments)
}

fn compare(number: f64, arguments: &[Prepared]) -> Outcome {
    arguments
        .iter()
        .find_map(|argument| match argument {
            Prepared::Comparison(operator, bound) => Some(match operator.as_str() {
                "<" => number < *bound,
                "<=" => number <= *bound,
                ">" => number > *bound,
                ">=" => number >= *bound,
                "==" => number == *bound,
                _ => number != *bound,
            }),
            _ => None,
        })
        .unwrap_or(false)
        .into()
}

fn constant(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let Some(expr) = capture(site, arguments) else { return No };
    (site.value(expr).is_constant()
        || site.resolver.literalness(expr, Quoting::Any) == Literalness::Constant)
        .into()
}

fn equals(value: &Value, text: &str) -> bool {
    match value {
        Value::None => text == "None",
        Value::Bool(true) => text == "True",
        Value::Bool(false) => text == "False",
        Value::Int(number) => number.to_string() == text,
        Value::Float(number) => number.to_string() == text,
        Value::Str(own) => own == text,
        Value::Bytes(own) => own == text.as_bytes(),
        Value::Ellipsis => text == "...",
        Value::Name(names) => names.iter().any(|name| path_matches(&name.path, text)),
        _ => false,
    }
}

fn value(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let Some(expr) = capture(site, arguments) else { return No };
    let value = site.value(expr);
    if let Value::Name(names) = &value {
        return judge_names(names, arguments);
    }
    texts(arguments).any(|text| equals(&value, text)).into()
}

fn value_matches(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let (Some(expr), Some(regex)) = (capture(site, arguments), regex(arguments)) else { return No };
    match site.value(expr) {
        Value::Str(text) => regex.is_match(&text).into(),
        Value::Bytes(bytes) => regex.is_match(&String::from_utf8_lossy(&bytes)).into(),
        _ => No,
    }
}

/// The pieces of a text, `None` for each hole; `None` if it is no text at all.
fn pieces<'a>(site: &Site<'a>, expr: Expr<'a>) -> Option<Vec<Part<'a>>> {
    match site.value(expr) {
        Value::Str(text) => Some(vec![Part::Text(text)]),
        Value::Bytes(bytes) => Some(vec![Part::Text(String::from_utf8_lossy(&bytes).into_owned())]),
        _ => site.resolver.parts(expr),
    }
}

/// The constant text a string begins with.
fn head<'a>(site: &Site<'a>, expr: Expr<'a>) -> Option<String> {
    let mut text = String::new();
    for part in pieces(site, expr)? {
        match part {
            Part::Text(piece) => text.push_str(&piece),
            Part::Hole(_) => break,
        }
    }
    Some(text)
}

fn value_below(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let Some(text) = capture(site, arguments).and_then(|expr| head(site, expr)) else { return No };
    texts(arguments)
        .any(|folder| {
            text.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
        .into()
}

fn number(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    match capture(site, arguments).map(|expr| site.value(expr)) {
        Some(Value::Int(number)) => compare(number as f64, arguments),
        Some(Value::Float(number)) => compare(number, arguments),
        _ => No,
    }
}

fn bits(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let Some(expr) = capture(site, arguments) else { return No };
    let mask = arguments.iter().find_map(|argument| match argument {
        Prepared::Mask(mask) => Some(*mask),
        _ => None,
    });
    let known = site.resolver.bits(expr);
    known.zip(mask).is_some_and(|(bits, mask)| bits.ones & mask != 0).into()
}

fn empty(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let Some(expr) = capture(site, arguments) else { return No };
    match site.value(expr) {
        Value::Str(text) => text.is_empty(),
        Value::Bytes(bytes) => bytes.is_empty(),
        Value::List(items) | Value::Tuple(items) | Value::Set(items) => items.is_empty(),
        Value::Dict(items) => items.is_empty(),
        _ => false,
    }
    .into()
}

fn truthy(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    match capture(site, arguments).and_then(|expr| site.value(expr).truth()) {
        Some(truth) => truth.into(),
        None => Maybe,
    }
}

fn falsy(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    match capture(site, arguments).and_then(|expr| site.value(expr).truth()) {
        Some(truth) => (!truth).into(),
        None => Maybe,
    }
}

fn any_item(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let Some(expr) = capture(site, arguments) else { return No };
    let expr = unparenthesised(expr);
    let items = match expr.kind() {
        "list" | "tuple" | "set" => named_children(expr),
        _ => vec![expr],
    };
    items
        .into_iter()
        .any(|item| {
            judge_names(&site.names(item), arguments) != No || {
                let value = site.value(item);
                texts(arguments).any(|text| equals(&value, text))
            }
        })
        .into()
}

fn quoting(arguments: &[Prepared]) -> Quoting {
    arguments
        .iter()
        .find_map(|argument| match argument {
            Prepared::Quoting(quoting) => Some(*quoting),
            _ => None,
        })
        .unwrap_or(Quoting::Any)
}

fn literalness(site: &Site<'_>, arguments: &[Prepared]) -> Option<Literalness> {
    capture(site, arguments).map(|expr| site.resolver.literalness(expr, quoting(arguments)))
}

fn dynamic(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    (literalness(site, arguments) == Some(Literalness::Dynamic)).into()
}

fn quoted(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    (literalness(site, arguments) == Some(Literalness::Quoted)).into()
}

fn numeric(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    (literalness(site, arguments) == Some(Literalness::Numeric)).into()
}

fn builds(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    // Most strings have no letters in front, so no holes.
    let is_plain =
        |expr: &Expr<'_>| expr.kind() == "string" && expr.source().starts_with(['"', '\'']);
    capture(site, arguments)
        .filter(|expr| !is_plain(expr))
        .and_then(|expr| site.resolver.parts(expr))
        .is_some_and(|parts| parts.iter().any(|part| matches!(part, Part::Hole(_))))
        .into()
}

fn built_matches(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let (Some(expr), Some(regex)) = (capture(site, arguments), regex(arguments)) else { return No };
    let Some(parts) = pieces(site, expr) else { return No };
    let text: String = parts
        .iter()
        .map(|part| match part {
            Part::Text(text) => text.as_str(),
            Part::Hole(_) => "\u{FFFC}",
        })
        .collect();
    regex.is_match(&text).into()
}

fn holes_follow(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let (Some(expr), Some(regex)) = (capture(site, arguments), regex(arguments)) else { return No };
    let Some(parts) = site.resolver.parts(expr) else { return No };
    let mut before = String::new();
    let mut holes = 0;
    for part in parts {
        match part {
            Part::Text(text) => before.push_str(&text),
            Part::Hole(_) => {
                if !regex.is_match(&before) {
                    return No;
                }
                holes += 1;
                before.push('\u{FFFC}');
            }
        }
    }
    (holes > 0).into()
}

fn string_head(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let Some(text) = capture(site, arguments).and_then(|expr| head(site, expr)) else { return No };
    texts(arguments).any(|start| text.starts_with(start)).into()
}

/// Whether `name`'s words hold the words of `wanted` one after the other.
fn words_hold(name: &[String], wanted: &str) -> bool {
    let wanted: Vec<&str> = wanted.split(' ').collect();
    name.windows(wanted.len()).any(|window| window.iter().zip(&wanted).all(|(a, b)| a == b))
}

fn has_words(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let Some(name) = capture(site, arguments).and_then(|expr| spoken_name(&site.resolver, expr))
    else {
        return No;
    };
    let name = words(&name);
    texts(arguments).any(|wanted| words_hold(&name, wanted)).into()
}

fn has_last_words(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
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

fn purpose(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
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

fn mentions(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let text = &site.resolver.semantics.text;
    let is_word = |b: Option<&u8>| b.is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_');
    texts(arguments)
        .any(|word| {
            asked::note_word(word);
            text.match_indices(word).any(|(start, _)| {
                let bytes = text.as_bytes();
                !is_word(start.checked_sub(1).and_then(|before| bytes.get(before)))
                    && !is_word(bytes.get(start + word.len()))
            })
        })
        .into()
}

fn inside(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let Some(expr) = capture(site, arguments) else { return No };
    site.kinds_around(expr).iter().any(|around| texts(arguments).any(|kind| kind == *around)).into()
}

fn parent(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let Some(expr) = capture(site, arguments) else { return No };
    site.kinds_around(expr)
        .iter()
        .find(|around| **around != "parenthesized_expression")
        .is_some_and(|around| texts(arguments).any(|kind| kind == *around))
        .into()
}

fn kind(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let Some(expr) = capture(site, arguments) else { return No };
    texts(arguments).any(|kind| kind == expr.kind()).into()
}

fn assigned(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let Some(expr) = capture(site, arguments) else { return No };
    let bound = site.resolver.assigned(expr);
    let is_bound = expr.kind() == "identifier" && bound.span() != expr.span();
    (is_bound && texts(arguments).any(|kind| kind == bound.kind())).into()
}

fn simple_command(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let Some(expr) = capture(site, arguments) else { return No };
    site.value(expr)
        .as_str()
        .is_some_and(|command| shell_words::simple_words(command).is_some())
        .into()
}

fn inside_call(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let Some(expr) = capture(site, arguments) else { return No };
    let mut below = expr;
    for around in site.ancestors(expr) {
        if around.kind() == "call"
            && let Some(callee) = around.field("function")
            && callee.node.id() != below.node.id()
            && judge_names(&site.names(callee), arguments) != No
        {
            return Yes;
        }
        below = around;
    }
    No
}

fn statement(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let Some(expr) = capture(site, arguments) else { return No };
    let around = site.ancestors(expr);
    around
        .first()
        .is_some_and(|around| {
            around.kind() == "expression_statement" && around.node.named_child_count() == 1
        })
        .into()
}

fn only_statement(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let Some(block) = capture(site, arguments) else { return No };
    let mut kinds = Vec::new();
    for child in named_children(block) {
        match child.kind() {
            "comment" => {}
            "expression_statement" => {
                match named_children(child).into_iter().find(|inner| inner.kind() != "comment") {
                    Some(inner) if inner.kind() == "string" => kinds.push("string"),
                    Some(inner) => kinds.push(inner.kind()),
                    None => {}
                }
            }
            other => kinds.push(other),
        }
    }
    // A docstring beside the statement says nothing; alone it is the statement.
    if kinds.len() > 1 {
        kinds.retain(|kind| *kind != "string");
    }
    (kinds.len() == 1 && texts(arguments).any(|kind| kind == kinds[0])).into()
}

fn reference(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let Some(expr) = capture(site, arguments) else { return No };
    let around = site.ancestors(expr);
    let Some(parent) = around.first() else { return No };
    let is = |name: &str| parent.field(name).is_some_and(|node| node.node.id() == expr.node.id());
    match parent.kind() {
        "call" => !is("function"),
        "attribute"
        | "dotted_name"
        | "aliased_import"
        | "global_statement"
        | "nonlocal_statement"
        | "delete_statement"
        | "parameters"
        | "lambda_parameters"
        | "typed_parameter"
        | "as_pattern_target"
        | "class_pattern"
        | "case_pattern"
        | "import_statement"
        | "import_from_statement" => false,
        "keyword_argument" | "default_parameter" | "typed_default_parameter" => is("value"),
        "assignment" => is("right"),
        "augmented_assignment" => is("right"),
        "named_expression" => is("value"),
        "for_statement" | "for_in_clause" => !is("left"),
        "function_definition" | "class_definition" => false,
        "pattern_list" | "tuple_pattern" | "list_pattern" => false,
        // Only whether there is one is asked.
        "comparison_operator" | "not_operator" | "assert_statement" => false,
        "if_statement" | "elif_clause" | "while_statement" => !is("condition"),
        _ => !around.iter().any(|node| node.kind() == "type"),
    }
    .into()
}

fn context(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    texts(arguments).any(|word| holds_in(site, site.root, word)).into()
}

fn in_context(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let Some(expr) = capture(site, arguments) else { return No };
    texts(arguments).any(|word| holds_in(site, expr, word)).into()
}

fn holds_in(site: &Site<'_>, expr: Expr<'_>, word: &str) -> bool {
    let outline = &site.resolver.semantics.outline;
    let headers = || {
        outline
            .line_at(expr.span().start)
            .into_iter()
            .flat_map(|index| outline.ancestors(index))
            .map(|index| outline.lines[index])
    };
    match word {
        "test" => site.context.test,
        "example" => site.context.example,
        "setup" => site.context.setup,
        "stub" => site.context.stub,
        "notebook" => site.context.notebook,
        "main" => headers().any(|line| {
            let text = line.span.slice(&site.resolver.semantics.text);
            text.starts_with("if") && text.contains("__name__") && text.contains("__main__")
        }),
        "function" => headers().any(|line| line.kind == LineKind::Def),
        "module" => headers().next().is_none(),
        _ => false,
    }
}

fn imports(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    texts(arguments).any(|module| site.resolver.semantics.imports_module(module)).into()
}

/// The clauses of the import statement that `expr` is or is part of; none for anything else.
fn clauses_of<'a>(site: &Site<'a>, expr: Expr<'_>) -> &'a [Import] {
    let all = site.resolver.semantics.imports();
    let span = expr.span();
    // The module of a `from` statement stands before the clauses, everything else in or around one.
    let first = all.partition_point(|import| import.span.end <= span.start);
    let rest = &all[first..];
    let n_clauses = rest.partition_point(|import| import.span.start < span.end);
    match n_clauses {
        0 if rest.first().is_some_and(|import| import.module_span == span) => &rest[..1],
        n => &rest[..n],
    }
}

fn imports_module(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let Some(expr) = capture(site, arguments) else { return No };
    let is_within = |path: &str| {
        let canonical = canonical(path);
        texts(arguments).any(|wanted| {
            [path, &canonical].iter().any(|path| {
                path.strip_prefix(wanted)
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
            })
        })
    };
    let is_shadowed =
        |path: &str| site.resolver.project.shadows(path.split('.').next().unwrap_or_default());
    if expr.kind() == "call" {
        let names = expr.field("function").map(|function| site.names(function)).unwrap_or_default();
        let imports = ["importlib.import_module", "builtins.__import__", "importlib.__import__"];
        if !names.iter().any(|name| imports.contains(&&*name.path)) {
            return No;
        }
        let Capture::Node(module) = argument(&site.resolver, expr, "name", Some(0)) else {
            return No;
        };
        return match site.value(module) {
            Value::Str(path) => (is_within(&path) && !is_shadowed(&path)).into(),
            _ => No,
        };
    }
    let span = expr.span();
    clauses_of(site, expr)
        .iter()
        .filter(|import| import.level == 0 && !is_shadowed(&import.module))
        .any(|import| {
            // What lies below a module that counts is reported with the module.
            if import.member.is_none() || import.module_span == span {
                return is_within(&import.module);
            }
            let path = import.path();
            is_within(&path) && (!is_within(&import.module) || expr.kind().ends_with("statement"))
        })
        .into()
}

fn python(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let Some(oldest) = site.resolver.project.facts().oldest_python() else { return No };
    satisfies(&oldest, arguments).into()
}

fn satisfies(version: &Version, arguments: &[Prepared]) -> bool {
    arguments.iter().any(|argument| match argument {
        Prepared::Version(condition) => condition.contains(version),
        _ => false,
    })
}

fn library(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let package = texts(arguments).next().unwrap_or_default();
    match site.resolver.project.facts().packages.get(package) {
        Some(Some(version)) => satisfies(version, arguments).into(),
        _ => No,
    }
}

fn dependency(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let packages = &site.resolver.project.facts().packages;
    texts(arguments).any(|package| packages.contains_key(package)).into()
}

fn option(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let key = texts(arguments).next().unwrap_or_default();
    site.options.get(key).and_then(toml::Value::as_bool).unwrap_or(false).into()
}

fn option_lists(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
    let key = texts(arguments).next().unwrap_or_default();
    let Some(expr) = capture(site, arguments) else { return No };
    let Some(list) = site.options.get(key).and_then(toml::Value::as_array) else { return No };
    // A list names functions; what a pattern captures is often their call.
    let expr = expr.field("function").filter(|_| expr.kind() == "call").unwrap_or(expr);
    let names = site.names(expr);
    list.iter()
        .filter_map(toml::Value::as_str)
        .any(|entry| {
            entry == expr.source() || names.iter().any(|name| path_matches(&name.path, entry))
        })
        .into()
}

fn echoes(site: &Site<'_>, arguments: &[Prepared]) -> Outcome {
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

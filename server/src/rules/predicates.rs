//! The table of predicates: what a pattern may ask about its captures beyond its structure.
//!
//! Each row has a name, the form of its arguments, one line of meaning for rule authors, and a function.
//! `#not-x?` is written for any `#x?` and needs no row. Tree-sitter's own text predicates are rows too,
//! as patterns of one shape share a compiled query and are told apart here.

mod arguments;
mod around;
mod names;
mod places;
mod project;
mod strings;
mod values;
mod web;
mod words;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use pep440_rs::VersionSpecifiers;
use regex::Regex;

use arguments::{absent, argument_count, given, has_argument, opaque};
use around::{around_words, assigned_match, caught, class_sets};
use names::{derives, imports, imports_module, instance, local, reference, resolves};
use places::{
    assigned, context, in_context, inside, inside_call, kind, only_statement, parent, statement,
};
use project::{dependency, library, option, option_lists, python, setting};
use strings::{builds, built_matches, dynamic, holes_follow, numeric, quoted, string_head};
use values::{
    any_item, bits, constant, empty, falsy, number, simple_command, truthy, value, value_below,
    value_matches,
};
use web::{
    checked, class_binds, class_mentions, decorated, form_field, from_request, function_mentions,
    in_class, in_function, keys_from_request, queryset, user, user_model,
};
use words::{
    any_of, compact_matches, dotted, echoes, eq, has_last_words, has_words, mentions, purpose,
    source_matches,
};

use super::required;
use super::site::{Capture, Site};
use crate::semantics::Quoting;
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

impl From<bool> for Outcome {
    fn from(holds: bool) -> Self {
        if holds { Outcome::Yes } else { Outcome::No }
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
    "compact-match" [Capture, Regex] "the source text matches when blanks beside signs, line breaks and comments are left out" compact_matches;
    "dotted" [Capture, Texts] "the source text, blanks left out, is one of these chains of names" dotted;
    "resolves" [Capture, Texts] "the dotted name after imports and aliases is one of these, `a.b.*` for all below; \"maybe\" if it may also be another" resolves;
    "instance" [Capture, Texts] "the value is an instance of one of these library types" instance;
    "derives" [Capture, Texts] "a class of this file or the project (or an instance) that derives from one of these" derives;
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
    "assigned-match" [Capture, Regex] "a name to which something is assigned whose source, blanks left out, matches" assigned_match;
    "class-sets" [Capture, Either, Regex] "a class around it sets this variable (or the one that another capture's value names) to something whose source, blanks left out, matches" class_sets;
    "around-words" [Capture, Texts] "the name of a function or class around it holds one of these words" around_words;
    "caught" [Capture, Texts] "the name of an exception that an `except` of one of these types caught" caught;
    "statement" [Capture] "it is a statement of its own" statement;
    "only-statement" [Capture, Texts] "the block holds one statement (docstrings and comments aside) and it is of one of these kinds; `...` is `ellipsis`" only_statement;
    "in-class" [Capture, Texts] "it stands in a class, or its `Meta`, that derives from one of these, directly or not" in_class;
    "in-function" [Capture, Texts] "the innermost function around it has one of these names" in_function;
    "decorated" [Capture, Texts] "the function around it has one of these decorators" decorated;
    "function-mentions" [Capture, Texts] "one of these words stands in the function around it" function_mentions;
    "class-mentions" [Capture, Texts] "one of these words stands in the class around it" class_mentions;
    "class-binds" [Capture, Texts] "the class around it, or the one around that, binds one of these names" class_binds;
    "from-request" [Capture] "data of the request of a Django view, directly or through names of the function; \"maybe\" for what the URL's pattern captured" from_request;
    "keys-from-request" [Capture] "a mapping whose keys are data of the request" keys_from_request;
    "checked" [Capture, Texts] "earlier in the function, what it is made of was given to one of these functions or, for `in`, looked up in a collection" checked;
    "queryset" [Capture] "a manager or queryset of Django models" queryset;
    "user" [Capture] "a user of a Django project: what the class of users, a manager of it, `authenticate` or `request.user` gave" user;
    "user-model" [Capture] "the class of users: `User`, `get_user_model()`, or a class that derives from one of Django's" user_model;
    "form-field" [Capture] "a constant that is the name of a field of the form that an `if …is_valid()` around it asked" form_field;
    "reference" [Capture] "a name used as a value: neither called, imported, assigned nor part of a longer name" reference;
    "context" [Contexts] "what kind of place: test example setup stub notebook (by path), main (below `if __name__ == \"__main__\"`), function, module" context;
    "in" [Capture, Contexts] "like `#context?` for the place of a capture: main, function, module" in_context;
    "imports" [Texts] "the file imports one of these modules, or a part of it, anywhere" imports;
    "python" [Version] "every Python the project runs on is such; unknown says no" python;
    "library" [Text, Version] "the project's locked version of a package is such; unknown says no" library;
    "dependency" [Texts] "the project depends on one of these packages" dependency;
    "setting" [Text, Texts] "a setting of the Django project around the file surely is one of these values, or a list with one of them (`a.b.*` for all below), in every environment that is deployed; unknown and absent say no. Write it last: settings are composed for it" setting;
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
                    _ => return Outcome::No,
                }
            }
        }
    }
    match ((row.ask)(site, arguments), negated) {
        (Outcome::Yes, true) => Outcome::No,
        (Outcome::No, true) => Outcome::Yes,
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

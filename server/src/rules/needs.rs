//! What must stand in a logical line for a pattern to match there: derived from its structure and its predicates.
//!
//! In: patterns. Out: words and tokens, all of which are necessary. Only whole words and contents of strings count, and
//! what kind of token follows; blanks, line breaks and backslashes may stand wherever the grammar lets them.
//! A negated predicate asks for nothing; of an alternation every branch has to ask.

use serde::{Deserialize, Serialize};

use super::packed::RuleText;
use super::places::{before, is_name_or_key};
use super::query_text::{Argument, Item, Kind, Pattern};
use super::required::{self, Literal};
use super::tokens::{self, Tokens};
use super::wide;
use crate::semantics::spellings;

/// What a pattern needs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Needs {
    /// Whether it never reports by itself, so that nothing has to be looked for.
    pub is_silent: bool,
    /// Words of the file: of each list one has to be there, anywhere.
    pub gates: Vec<Vec<RuleText>>,
    /// What has to stand in the line, the rarest first; nothing if every line has to be looked at.
    pub all: Vec<Need>,
    /// Kinds of tokens: of each set one has to be in the line.
    pub tokens: Vec<Tokens>,
}

/// Something that has to stand in a line.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Need {
    /// What to look for.
    pub what: What,
    /// What follows it.
    pub before: Before,
}

/// What to look for.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub enum What {
    /// A name that resolves to one of these.
    Names {
        /// Dotted.
        names: Vec<RuleText>,
        /// Whether a constant may hold it.
        is_value: bool,
    },
    /// One of these words or pieces of strings.
    Words(Vec<Word>),
}

/// What follows a word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Before {
    /// Anything.
    #[default]
    Anything,
    /// Arguments: it is called.
    Arguments,
    /// `=`: it is the name of an argument.
    Equals,
    /// In a string, what ends a key or goes on with it; elsewhere `=`, `==`, `!=` or `:`, or the first two before it:
    /// it is the name of something that is bound or compared.
    Key,
}

/// A word or piece of a string.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Word {
    /// What it reads; in lower case if `ignores_case`.
    pub text: RuleText,
    /// Whether it is a word of its own rather than a part of one.
    pub is_whole: bool,
    /// Whether capitals count as small letters.
    pub ignores_case: bool,
    /// Whether a constant may hold it, so that the places that name the constant count as well.
    pub is_value: bool,
    /// Whether it counts in strings only.
    pub is_in_string: bool,
    /// Whether it has to be one of the words that a name is made of: `pass` in `db_pass` and `dbPass`, not in `passed`.
    pub is_spoken: bool,
    /// If it is one of several words that stand one after the other in a name: those before and behind it.
    pub among: Option<(Vec<String>, Vec<String>)>,
}

/// Words so common that a pattern is better told by something else.
const COMMON: &[&str] = &[
    "get",
    "set",
    "run",
    "load",
    "open",
    "call",
    "new",
    "text",
    "request",
    "post",
    "put",
    "delete",
    "encode",
    "join",
    "host",
    "bind",
    "address",
    "listen",
    "interface",
    "name",
    "path",
    "file",
    "key",
    "read",
    "write",
    "replace",
    "format",
    "head",
    "options",
    "patch",
    "field",
    "copy",
    "move",
    "link",
    "method",
    "protocol",
    "app",
    "server",
    "client",
    "application",
    "args",
    "url",
    "uri",
    "access",
    "pass",
    "parser",
    "core",
    "utils",
    "util",
    "main",
    "db",
    "models",
];

/// More than this, and a word costs more than it saves as a second need.
const DEAR: u32 = 30;

/// What a pattern needs; nothing if it only exempts what others report.
pub fn needs(pattern: &Pattern, is_exempt: bool) -> Needs {
    if is_exempt {
        return Needs { is_silent: true, ..Needs::default() };
    }
    let structural = pattern.captures();
    let anything = |what: What| Need { what, before: Before::Anything };
    let mut found: Vec<Need> = keyword(pattern).map(anything).into_iter().collect();
    let mut gates: Vec<Vec<RuleText>> = Vec::new();
    let mut tokens = tokens_of(&pattern.root);
    for call in &pattern.calls {
        let Some(name) = call.name.strip_suffix('?') else { continue };
        let texts: Vec<&str> = call
            .arguments
            .iter()
            .filter_map(|argument| match argument {
                Argument::Text(text) => Some(text.as_str()),
                Argument::Capture(_) => None,
            })
            .collect();
        let capture = match call.arguments.first() {
            Some(Argument::Capture(capture)) => Some(capture.as_str()),
            _ => None,
        };
        // Captures that `#argument!` binds may stand elsewhere, in a dictionary that a name holds.
        let is_here = capture.is_some_and(|capture| structural.contains(&capture));
        let has_two =
            call.arguments.iter().filter(|a| matches!(a, Argument::Capture(_))).count() > 1;
        let what = match name {
            "resolves" if is_here => names(&texts, false),
            "eq" | "any-of" if is_here && !has_two => {
                Some(What::Words(texts.iter().map(|text| Word::exact(text)).collect()))
            }
            "dotted" if is_here => {
                Some(What::Words(texts.iter().map(|path| rarest(path)).collect()))
            }
            "words" | "last-words" if is_here => Some(What::Words(spoken(&texts))),
            "any-item" if is_here => names(&texts, true).filter(|_| {
                texts.iter().all(|text| text.contains('.') && !text.contains(char::is_whitespace))
            }),
            "value" if is_here => values(&texts),
            "value-below" | "string-head" if is_here => values(&texts),
            "value-match" | "built-match" if is_here => texts
                .first()
                .and_then(|regex| required::inspect(regex).ok().flatten())
                .map(|literals| What::Words(matched(&literals))),
            "imports-module" if is_here && is_import(pattern) => Some(What::Words(modules(&texts))),
            "imports" | "mentions" => {
                let last =
                    |text: &&str| -> RuleText { text.rsplit('.').next().unwrap_or(*text).into() };
                gates.push(texts.iter().map(last).collect());
                None
            }
            "builds" | "dynamic" if capture.is_some_and(|capture| is_literal(pattern, capture)) => {
                tokens.push(tokens::FORMATTED | tokens::JOINING);
                None
            }
            _ => None,
        };
        let is_told = |what: &What| match what {
            What::Words(words) => !words.is_empty() && words.iter().all(|w| !w.text.is_empty()),
            What::Names { .. } => true,
        };
        if let Some(what) = what.filter(is_told) {
            let mut before = capture.map_or(Before::Anything, |capture| before(pattern, capture));
            let is_about_words = matches!(name, "words" | "last-words");
            if is_about_words
                && before == Before::Anything
                && capture.is_some_and(|capture| is_name_or_key(pattern, capture))
            {
                before = Before::Key;
            }
            found.push(Need { what, before });
        }
    }
    found.sort_by_key(cost);
    found.dedup();
    let mut rank = 0;
    found.retain(|need| {
        rank += 1;
        // Names are kept, so that what looks names up knows which of them count.
        rank == 1 || cost(need) < DEAR || matches!(need.what, What::Names { .. })
    });
    tokens.retain(|set| *set != 0);
    tokens.sort_unstable();
    tokens.dedup();
    if wide::is_wide(pattern) {
        // Its parts may stand in different lines.
        found.truncate(1);
        tokens.clear();
        found.iter_mut().for_each(|need| need.before = Before::Anything);
    }
    Needs { is_silent: false, gates, all: found, tokens }
}

impl Needs {
    /// Whether a name of one of these leads to the pattern.
    pub fn asks_for(&self, wanted: &[RuleText]) -> bool {
        self.all.iter().any(|need| match &need.what {
            What::Names { names, .. } => names == wanted,
            What::Words(_) => false,
        })
    }
}

fn is_import(pattern: &Pattern) -> bool {
    pattern.root_kinds().is_some_and(|kinds| {
        kinds.iter().all(|kind| matches!(*kind, "import_statement" | "import_from_statement"))
    })
}

/// The keyword that a pattern's root begins with.
fn keyword(pattern: &Pattern) -> Option<What> {
    let word = |kind: &str| {
        Some(match kind {
            "assert_statement" => "assert",
            "except_clause" => "except",
            "finally_clause" => "finally",
            "try_statement" => "try",
            "delete_statement" => "del",
            "raise_statement" => "raise",
            "global_statement" => "global",
            "nonlocal_statement" => "nonlocal",
            "class_definition" => "class",
            "function_definition" => "def",
            "lambda" => "lambda",
            "while_statement" => "while",
            "with_statement" => "with",
            "import_statement" | "import_from_statement" => "import",
            "exec_statement" => "exec",
            _ => return None,
        })
    };
    let words: Option<Vec<Word>> =
        pattern.root_kinds()?.into_iter().map(|kind| word(kind).map(Word::exact)).collect();
    words.map(What::Words)
}

/// The tokens without which the structure cannot stand: of each set one.
fn tokens_of(item: &Item) -> Vec<Tokens> {
    if item.quantifier.is_some_and(|quantifier| quantifier != '+') {
        return Vec::new();
    }
    if item.kind == Kind::Alternation {
        let branches: Vec<Vec<Tokens>> = item
            .children
            .iter()
            .map(|branch| {
                let mut sets = tokens_of(branch);
                // What is seldom seen comes first.
                sets.sort_by_key(|set| rank(*set));
                sets
            })
            .collect();
        let n_common = branches.iter().map(Vec::len).min().unwrap_or(0);
        return (0..n_common)
            .map(|at| branches.iter().fold(0, |all, sets| all | sets[at]))
            .collect();
    }
    let mut sets: Vec<Tokens> = item.children.iter().flat_map(tokens_of).collect();
    let has = |field: &str| item.children.iter().any(|child| child.field.as_deref() == Some(field));
    sets.extend(match &item.kind {
        Kind::Named(kind) => match kind.as_str() {
            "call" | "argument_list" => Some(tokens::PARENTHESIS),
            "assignment" if has("right") => Some(tokens::EQUALS),
            "augmented_assignment"
            | "keyword_argument"
            | "default_parameter"
            | "typed_default_parameter" => Some(tokens::EQUALS),
            "named_expression" | "pair" | "dictionary_comprehension" | "lambda" => {
                Some(tokens::COLON)
            }
            "string" | "concatenated_string" => Some(tokens::QUOTE),
            "binary_operator" => Some(tokens::OPERATOR),
            "attribute" => Some(tokens::DOT),
            "subscript" | "list" | "list_comprehension" => Some(tokens::BRACKET),
            "dictionary" => Some(tokens::BRACE),
            _ => None,
        },
        Kind::Anonymous(text) => match text.as_str() {
            "==" | "!=" | "=" | "+=" | "<=" | ">=" => Some(tokens::EQUALS),
            "<" | ">" => Some(tokens::ANGLE),
            _ => None,
        },
        _ => None,
    });
    sets
}

/// How often one of a set of tokens is seen, as a rank.
fn rank(set: Tokens) -> (u32, Tokens) {
    (set.count_ones() + u32::from(set & (tokens::PARENTHESIS | tokens::DOT) != 0), set)
}

/// Whether a capture is a string or an operation, written where it stands.
fn is_literal(pattern: &Pattern, capture: &str) -> bool {
    fn is(item: &Item) -> bool {
        match &item.kind {
            Kind::Named(kind) => {
                matches!(kind.as_str(), "string" | "concatenated_string" | "binary_operator")
            }
            Kind::Alternation => item.children.iter().all(is),
            _ => false,
        }
    }
    let captured: Vec<&Item> = pattern
        .root
        .walk()
        .into_iter()
        .filter(|item| item.captures.iter().any(|name| name == capture))
        .collect();
    !captured.is_empty() && captured.iter().all(|item| is(item))
}

fn names(texts: &[&str], is_value: bool) -> Option<What> {
    // Below `a.b.*` a name may end in anything.
    if texts.iter().any(|text| text.ends_with(".*")) {
        return None;
    }
    let names = texts.iter().map(|text| RuleText::from(*text)).collect();
    Some(What::Names { names, is_value })
}

fn values(texts: &[&str]) -> Option<What> {
    let is_name = |text: &&str| {
        text.contains('.')
            && text.starts_with(|c: char| c.is_ascii_alphabetic())
            && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.' || b == b'_')
    };
    if texts.iter().all(is_name) {
        return names(texts, true);
    }
    let is_telling = |text: &&str| {
        let text = text.trim_matches('/');
        (text.len() >= 3 || text.len() == 2 && !text.bytes().any(|b| b.is_ascii_alphanumeric()))
            && !matches!(text, "True" | "False" | "None" | "...")
            && text.parse::<f64>().is_err()
            // A dotted name is resolved.
            && !(text.contains('.') && text.starts_with(|c: char| c.is_ascii_alphabetic()))
    };
    let literal = |text: &&str| Literal {
        text: text.rsplit('/').next().unwrap_or(text).to_owned(),
        ignores_case: false,
    };
    let literals: Vec<Literal> = texts.iter().map(literal).collect();
    texts.iter().all(is_telling).then(|| What::Words(matched(&literals)))
}

/// Names that hold certain words: as they are written, or as a constant says them.
fn spoken(texts: &[&str]) -> Vec<Word> {
    let mut words: Vec<Word> = texts
        .iter()
        .map(|text| {
            let parts: Vec<&str> = text.split(' ').collect();
            let rarest = (0..parts.len()).max_by_key(|&at| rarity(parts[at])).unwrap_or(0);
            let list = |parts: &[&str]| parts.iter().map(|part| (*part).to_owned()).collect();
            let among =
                (parts.len() > 1).then(|| (list(&parts[..rarest]), list(&parts[rarest + 1..])));
            Word { is_spoken: true, among, ..Word::value(parts[rarest]) }
        })
        .collect();
    // The letters may be written as numbers, and the sign for kelvin is a k.
    let escapes = ["\\x", "\\u", "\\U", "\\N{", "\\0", "\\1", "\u{212A}"];
    words.extend(escapes.map(|text| Word { ignores_case: false, ..Word::value_as_is(text) }));
    words
}

/// Methods that make capitals.
const CASE_CHANGES: [&str; 2] = ["upper", "swapcase"];

/// Texts that stand in what something folds to.
fn matched(literals: &[Literal]) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    for literal in literals {
        let mut word = Word::value(&literal.text);
        word.is_in_string = true;
        if !literal.ignores_case {
            word.text = literal.text.as_str().into();
            word.ignores_case = false;
            // Commands and queries in capitals may be made so.
            if literal.text.contains(|c: char| c.is_ascii_uppercase()) {
                words.extend(CASE_CHANGES.map(Word::exact));
            }
        }
        words.push(word);
    }
    words.dedup();
    words
}

/// Options of the rule that have to be true for a pattern to match.
pub fn options(pattern: &Pattern) -> Vec<RuleText> {
    let calls = pattern.calls.iter().filter(|call| call.name == "option?");
    calls
        .filter_map(|call| match call.arguments.first() {
            Some(Argument::Text(option)) => Some(option.as_str().into()),
            _ => None,
        })
        .collect()
}

/// Whether a pattern may match at, or inside, a string that is a statement of its own.
pub fn reads_docstrings(pattern: &Pattern) -> bool {
    let kinds = pattern.root_kinds().unwrap_or_default();
    let is_about = kinds.is_empty()
        || kinds.iter().any(|kind| {
            matches!(
                *kind,
                "string" | "concatenated_string" | "expression_statement" | "module" | "block"
            ) || kind.starts_with("string_")
                || matches!(*kind, "interpolation" | "escape_sequence")
        });
    // What asks for something else around the string means no docstring.
    let is_elsewhere = pattern.calls.iter().any(|call| {
        call.name == "not-statement?"
            || call.name == "not-parent?"
                && call.arguments.contains(&Argument::Text("expression_statement".to_owned()))
    });
    let holds_other = pattern.root.walk().iter().skip(1).any(|item| {
        matches!(&item.kind, Kind::Named(kind) if !kind.starts_with("string") && kind != "concatenated_string")
    });
    is_about && !is_elsewhere && !(kinds == ["expression_statement"] && holds_other)
}

/// Words that imports of certain modules hold, in any spelling: of each the rarest.
fn modules(texts: &[&str]) -> Vec<Word> {
    let mut words = Vec::new();
    for text in texts {
        words.push(rarest(text));
        let mut others = Vec::new();
        let is_within = |long: &str, short: &str| {
            long.strip_prefix(short).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        for (written, to) in spellings() {
            if is_within(to, text) || is_within(text, to) {
                others.push(rarest(written));
            }
        }
        // They come in any order.
        others.sort_by(|one, other| one.text.cmp(&other.text));
        words.append(&mut others);
    }
    words
}

/// The rarest word of a dotted path.
fn rarest(path: &str) -> Word {
    Word::exact(path.split('.').max_by_key(|part| rarity(part)).unwrap_or(path))
}

fn rarity(word: &str) -> (bool, usize) {
    (!COMMON.contains(&word), word.len())
}

fn cost(need: &Need) -> u32 {
    match &need.what {
        What::Names { names, .. } => {
            let is_common =
                |name: &RuleText| COMMON.contains(&name.rsplit('.').next().unwrap_or(name));
            if names.iter().any(is_common) { 6 } else { 3 }
        }
        What::Words(words) => words
            .iter()
            .map(|word| match &*word.text {
                text if text.starts_with('\\') => 2,
                "import" | "class" | "def" => 50,
                "assert" | "except" => 20,
                text if COMMON.contains(&text) => 10,
                text if text.len() < 4 => 5,
                _ => 2,
            })
            .max()
            .unwrap_or(0),
    }
}

impl Word {
    /// The source text of a node, or a word of it.
    fn exact(text: &str) -> Self {
        let is_whole = text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
        Self {
            text: text.into(),
            is_whole,
            ignores_case: false,
            is_value: false,
            is_in_string: false,
            is_spoken: false,
            among: None,
        }
    }

    fn value_as_is(text: &str) -> Self {
        Self { text: text.into(), ..Self::value(text) }
    }

    /// A piece of what something folds to: methods of strings may change capitals.
    fn value(text: &str) -> Self {
        Self {
            text: text.to_ascii_lowercase().into(),
            is_whole: false,
            ignores_case: true,
            is_value: true,
            is_in_string: false,
            is_spoken: false,
            among: None,
        }
    }
}

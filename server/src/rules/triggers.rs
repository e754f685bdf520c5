//! What must stand in a text for a pattern to match: derived from the patterns, so that most of a text is never parsed.
//!
//! In: patterns. Out: one automaton over raw bytes for all rules that are on. Only whole words and contents of strings
//! trigger, never punctuation: blanks, line breaks and backslashes may stand wherever the grammar lets them.
//! A negated predicate asks for nothing; of an alternation every branch has to ask.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::compile::RuleSet;
use super::query_text::{Argument, Kind, Pattern};
use super::required::{self, Literal};
use super::word_finder::{How, WordFinder};
use crate::semantics::{RootSet, Roots, spellings};

/// What a pattern needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Need {
    /// Nothing that could be looked for: every place has to be looked at.
    Anything,
    /// Nothing at all, for it never reports by itself.
    Nothing,
    /// A name that resolves to one of these.
    Names(Vec<String>),
    /// One of these words or pieces of strings.
    Words(Vec<Word>),
    /// Both a word of the file, anywhere, and something at the place.
    Both(Vec<String>, Box<Need>),
}

impl Need {
    /// Whether it is a name that is looked for.
    pub fn is_names(&self) -> bool {
        match self {
            Self::Names(_) => true,
            Self::Both(_, need) => need.is_names(),
            Self::Anything | Self::Nothing | Self::Words(_) => false,
        }
    }
}

/// A word or piece of a string.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Word {
    /// What it reads; in lower case if `ignores_case`.
    pub text: String,
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
    "application",
    "args",
    "url",
    "uri",
    "access",
    "pass",
];

/// What a pattern needs; `Nothing` if it only exempts what others report.
pub fn need(pattern: &Pattern, is_exempt: bool) -> Need {
    if is_exempt {
        return Need::Nothing;
    }
    let structural = pattern.captures();
    let mut best: Option<(u32, Need)> = keyword(pattern).map(|need| (cost(&need), need));
    let mut gate: Option<Vec<String>> = None;
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
        let found = match name {
            "resolves" if is_here => names(&texts),
            "eq" | "any-of" if is_here && !has_two => {
                Some(Need::Words(texts.iter().map(|text| Word::exact(text)).collect()))
            }
            "words" | "last-words" if is_here => Some(Need::Words(spoken(&texts))),
            "any-item" if is_here => names(&texts).filter(|_| {
                texts.iter().all(|text| text.contains('.') && !text.contains(char::is_whitespace))
            }),
            "value" if is_here => values(&texts),
            "value-below" | "string-head" if is_here => values(&texts),
            "value-match" | "built-match" if is_here => texts
                .first()
                .and_then(|regex| required::inspect(regex).ok().flatten())
                .map(|literals| Need::Words(matched(&literals))),
            "imports-module" if is_here => Some(Need::Words(modules(&texts))),
            "imports" | "mentions" => {
                let last = |text: &&str| text.rsplit('.').next().unwrap_or(text).to_owned();
                gate.get_or_insert_with(|| texts.iter().map(last).collect());
                None
            }
            _ => None,
        };
        if let Some(found) = found
            && !matches!(&found, Need::Words(words) if words.is_empty() || words.iter().any(|w| w.text.is_empty()))
        {
            let cost = cost(&found);
            if best.as_ref().is_none_or(|(least, _)| cost < *least) {
                best = Some((cost, found));
            }
        }
    }
    let need = best.map_or(Need::Anything, |(_, need)| need);
    match gate {
        Some(words) => Need::Both(words, Box::new(need)),
        None => need,
    }
}

/// The keyword that a pattern's root begins with.
fn keyword(pattern: &Pattern) -> Option<Need> {
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
    words.map(Need::Words)
}

fn names(texts: &[&str]) -> Option<Need> {
    // Below `a.b.*` a name may end in anything.
    if texts.iter().any(|text| text.ends_with(".*")) {
        return None;
    }
    Some(Need::Names(texts.iter().map(|text| (*text).to_owned()).collect()))
}

fn values(texts: &[&str]) -> Option<Need> {
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
    texts.iter().all(is_telling).then(|| Need::Words(matched(&literals)))
}

/// Names that hold certain words: as they are written, or as a constant says them.
fn spoken(texts: &[&str]) -> Vec<Word> {
    let mut words: Vec<Word> = texts
        .iter()
        .map(|text| Word {
            is_spoken: true,
            ..Word::value(text.split(' ').max_by_key(|part| rarity(part)).unwrap_or(text))
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
            word.text.clone_from(&literal.text);
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
pub fn options(pattern: &Pattern) -> Vec<String> {
    let calls = pattern.calls.iter().filter(|call| call.name == "option?");
    calls
        .filter_map(|call| match call.arguments.first() {
            Some(Argument::Text(option)) => Some(option.clone()),
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

/// The last words that imports of certain modules hold, in any spelling.
fn modules(texts: &[&str]) -> Vec<Word> {
    let mut words = Vec::new();
    for text in texts {
        words.push(Word::exact(text.rsplit('.').next().unwrap_or(text)));
        let is_within = |long: &str, short: &str| {
            long.strip_prefix(short).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        for (written, to) in spellings() {
            if is_within(to, text) || is_within(text, to) {
                words.push(Word::exact(written.rsplit('.').next().unwrap_or(written)));
            }
        }
    }
    words
}

fn rarity(word: &str) -> usize {
    if COMMON.contains(&word) { 0 } else { word.len() }
}

fn cost(need: &Need) -> u32 {
    match need {
        Need::Nothing => 0,
        Need::Anything => 100,
        Need::Names(names) => {
            let is_common =
                |name: &String| COMMON.contains(&name.rsplit('.').next().unwrap_or(name));
            if names.iter().any(is_common) { 6 } else { 3 }
        }
        Need::Words(words) => words
            .iter()
            .map(|word| match word.text.as_str() {
                text if text.starts_with('\\') => 2,
                "import" | "class" | "def" => 50,
                "assert" | "except" => 20,
                text if COMMON.contains(&text) => 10,
                text if text.len() < 4 => 5,
                _ => 2,
            })
            .max()
            .unwrap_or(0),
        Need::Both(_, need) => cost(need),
    }
}

impl Word {
    /// The source text of a node, or a word of it.
    fn exact(text: &str) -> Self {
        let is_whole = text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
        Self {
            text: text.to_owned(),
            is_whole,
            ignores_case: false,
            is_value: false,
            is_in_string: false,
            is_spoken: false,
        }
    }

    fn value_as_is(text: &str) -> Self {
        Self { text: text.to_owned(), ..Self::value(text) }
    }

    /// A piece of what something folds to: methods of strings may change capitals.
    fn value(text: &str) -> Self {
        let text = text.to_ascii_lowercase();
        Self {
            text,
            is_whole: false,
            ignores_case: true,
            is_value: true,
            is_in_string: false,
            is_spoken: false,
        }
    }
}

/// What an entry of the automaton means.
#[derive(Clone, Debug, Default)]
pub struct Meaning {
    /// The rules that look where it stands, by bits.
    pub rules: u128,
    /// Modules that this word names.
    pub root: RootSet,
    /// Names of these modules end in the word.
    pub last_of: RootSet,
    /// Whether it counts by itself.
    pub counts: bool,
    /// Whether it counts for what reaches beyond its line only.
    pub is_wide: bool,
    /// Gates that have to be open.
    pub gates: Vec<usize>,
    /// Gates that it opens.
    pub opens: Vec<usize>,
    /// Whether it has to stand alone.
    pub is_whole: bool,
    /// Whether capitals matter.
    pub exact: Option<String>,
    /// Whether a constant may hold it.
    pub is_value: bool,
    /// Whether it counts in strings only.
    pub is_in_string: bool,
    /// Whether it has to be one of the words that a name is made of.
    pub is_spoken: bool,
    /// A function through which modules are reached that are named nowhere.
    pub names_modules: bool,
    /// A function that takes the last word of a name as an argument.
    pub is_dynamic: bool,
}

impl Meaning {
    /// Whether it makes other words count.
    pub fn leads(&self) -> bool {
        !self.root.is_empty() || !self.opens.is_empty() || self.names_modules
    }
}

/// What to look for when certain rules are on.
#[derive(Debug)]
pub struct Triggers {
    /// Finds the entries in raw bytes.
    pub finder: WordFinder,
    /// Per entry: how many bytes it has.
    pub lengths: Vec<usize>,
    /// Per entry: what it means, in several ways perhaps.
    pub meanings: Vec<Vec<Meaning>>,
    /// Modules that names are asked of.
    pub roots: Roots,
    /// Whether some pattern has to look at every logical line.
    pub wants_all: bool,
    /// Patterns that reach beyond a line and report by themselves.
    pub wide: Vec<usize>,
    /// Whether a pattern may say something about a string that is a statement of its own.
    pub reads_docstrings: bool,
    /// How many gates there are.
    pub n_gates: usize,
}

/// Words through which a name is reached that is written nowhere.
const DYNAMIC: [&str; 8] = [
    "partial",
    "getattr",
    "import_module",
    "__import__",
    "__builtins__",
    "__dict__",
    "vars",
    "modules",
];

impl Triggers {
    /// The triggers of the patterns for which `is_on`; `None` if there are too many for an automaton.
    pub fn new(rules: &RuleSet, is_on: &[bool]) -> Option<Self> {
        let mut entries = Entries::default();
        let mut roots = Roots::default();
        let (mut wants_all, mut reads_docstrings, mut wide) = (false, false, Vec::new());
        for (index, pattern) in rules.patterns.iter().enumerate() {
            if !is_on[index] {
                continue;
            }
            reads_docstrings |= pattern.reads_docstrings;
            if pattern.is_wide && !matches!(pattern.need, Need::Nothing) {
                wide.push(index);
            }
            entries.is_wide = pattern.is_wide;
            // Rules beyond the last bit share it.
            entries.rule = 1 << pattern.rule.min(127);
            entries.add(&pattern.need, &[], &mut roots, &mut wants_all);
        }
        roots.finish();
        for (word, set) in roots.words() {
            entries.push(
                &word,
                Meaning {
                    root: set,
                    is_whole: true,
                    exact: Some(word.clone()),
                    ..Meaning::default()
                },
            );
        }
        for word in DYNAMIC {
            let exact = Some(word.to_owned());
            let last_of = roots.all();
            let names_modules = matches!(word, "import_module" | "__import__");
            let is_dynamic = word == "getattr";
            entries.push(
                word,
                Meaning {
                    rules: u128::MAX,
                    last_of,
                    names_modules,
                    is_dynamic,
                    is_whole: true,
                    exact,
                    ..Meaning::default()
                },
            );
        }
        let lengths = entries.texts.iter().map(|(text, _)| text.len()).collect();
        let finder = WordFinder::new(&entries.texts)?;
        Some(Self {
            finder,
            lengths,
            meanings: entries.meanings,
            roots,
            wants_all,
            wide,
            reads_docstrings,
            n_gates: entries.n_gates,
        })
    }
}

#[derive(Default)]
struct Entries {
    texts: Vec<(String, How)>,
    meanings: Vec<Vec<Meaning>>,
    at: HashMap<(String, How), usize>,
    n_gates: usize,
    is_wide: bool,
    rule: u128,
}

impl Entries {
    fn push(&mut self, text: &str, meaning: Meaning) {
        let how = match &meaning.exact {
            Some(_) if meaning.is_whole => How::Word,
            Some(_) => How::Piece,
            None if meaning.is_spoken => How::Spoken,
            None => How::AnyCase,
        };
        // In any case, all that counts is in small letters.
        let text = if meaning.exact.is_some() { text.to_owned() } else { text.to_lowercase() };
        let key = (text, how);
        let index = *self.at.entry(key.clone()).or_insert_with(|| {
            self.texts.push(key);
            self.meanings.push(Vec::new());
            self.texts.len() - 1
        });
        let same = self.meanings[index].iter_mut().find(|own| {
            own.gates == meaning.gates
                && own.exact == meaning.exact
                && own.is_whole == meaning.is_whole
                && own.is_in_string == meaning.is_in_string
                && own.is_spoken == meaning.is_spoken
                && own.is_dynamic == meaning.is_dynamic
                && (own.counts, own.is_wide) == (meaning.counts, meaning.is_wide)
                && own.opens.is_empty() == meaning.opens.is_empty()
        });
        match same {
            Some(own) => {
                own.rules |= meaning.rules;
                own.root = own.root.union(&meaning.root);
                own.last_of = own.last_of.union(&meaning.last_of);
                own.counts |= meaning.counts;
                own.is_value |= meaning.is_value;
                own.names_modules |= meaning.names_modules;
                own.is_dynamic |= meaning.is_dynamic;
                own.opens.extend(meaning.opens);
            }
            None => self.meanings[index].push(meaning),
        }
    }

    fn add(&mut self, need: &Need, gates: &[usize], roots: &mut Roots, wants_all: &mut bool) {
        match need {
            Need::Nothing => {}
            Need::Anything => *wants_all = true,
            Need::Names(names) => {
                for name in names {
                    for (word, set) in roots.add(name) {
                        let exact = Some(word.clone());
                        let is_wide = self.is_wide;
                        let meaning = Meaning {
                            rules: self.rule,
                            last_of: set,
                            is_wide,
                            gates: gates.to_vec(),
                            is_whole: true,
                            exact,
                            ..Meaning::default()
                        };
                        self.push(&word, meaning);
                    }
                }
            }
            Need::Words(words) => {
                for word in words {
                    let meaning = Meaning {
                        rules: self.rule,
                        counts: true,
                        is_wide: self.is_wide,
                        gates: gates.to_vec(),
                        is_whole: word.is_whole,
                        exact: (!word.ignores_case).then(|| word.text.clone()),
                        is_value: word.is_value,
                        is_in_string: word.is_in_string,
                        is_spoken: word.is_spoken,
                        ..Meaning::default()
                    };
                    self.push(&word.text, meaning);
                }
            }
            Need::Both(words, need) => {
                let gate = self.n_gates;
                self.n_gates += 1;
                for word in words {
                    let exact = Some(word.clone());
                    self.push(
                        word,
                        Meaning { opens: vec![gate], is_whole: true, exact, ..Meaning::default() },
                    );
                }
                let gates: Vec<usize> = gates.iter().copied().chain([gate]).collect();
                self.add(need, &gates, roots, wants_all);
            }
        }
    }
}

/// Triggers per set of rules that are on: a project has two or three of them.
#[derive(Debug, Default)]
pub struct Sets(Mutex<HashMap<Vec<bool>, Option<Arc<Triggers>>>>);

impl Sets {
    /// The triggers of the patterns for which `is_on`.
    pub fn of(&self, rules: &RuleSet, is_on: Vec<bool>) -> Option<Arc<Triggers>> {
        let mut sets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = sets.get(&is_on) {
            return known.clone();
        }
        let triggers = Triggers::new(rules, &is_on).map(Arc::new);
        sets.insert(is_on, triggers.clone());
        triggers
    }
}

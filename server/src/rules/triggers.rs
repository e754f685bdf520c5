//! What to look for in a text so that no rule misses a line: the needs of all patterns that are on, in one finder.
//!
//! In: patterns with their [needs](super::needs). Out: words and pieces of strings, each with the needs that it meets.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::RuleText;
use super::compile::RuleSet;
use super::needs::{Before, Need, What};
use super::tokens::Tokens;
use super::word_finder::{How, WordFinder};
use crate::semantics::carriers::Needs;
use crate::semantics::{NumberSet, RootSet, Roots, canonical, roots};
use crate::text::QuickMap;

/// Rules, by their numbers in a set of rules.
pub type Rules = NumberSet<8>;

/// What an entry of the automaton means.
#[derive(Clone, Debug, Default)]
pub struct Meaning {
    /// What it meets, by the numbers of needs.
    pub needs: Needs,
    /// Modules that this word names.
    pub root: RootSet,
    /// Names of these modules end in the word.
    pub last_of: RootSet,
    /// Whether it counts by itself.
    pub counts: bool,
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
    /// Words that have to stand before and behind it in the name.
    pub among: Option<(Vec<String>, Vec<String>)>,
    /// A function through which modules are reached that are named nowhere.
    pub names_modules: bool,
    /// A function that takes the last word of a name as an argument.
    pub is_dynamic: bool,
    /// A function or object that names are had from.
    pub names_others: bool,
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
    /// Patterns that stay within a line.
    pub narrow: Vec<Wish>,
    /// Per need: the patterns whose rarest it is, by their places in `narrow`.
    pub by_need: Vec<Vec<usize>>,
    /// Patterns that reach beyond a line and report by themselves, with their needs.
    pub wide: Vec<(usize, Needs)>,
    /// Needs of patterns that reach beyond a line.
    pub wide_needs: Needs,
    /// Needs that a word meets only where arguments follow.
    pub called_needs: Needs,
    /// Needs that a word meets only where `=` follows.
    pub keyword_needs: Needs,
    /// Needs that a word in a string meets only as a key.
    pub key_needs: Needs,
    /// Needs for words in names: constants meet them as keys only.
    pub spoken_needs: Needs,
    /// Needs for what a constant may hold.
    pub value_needs: Needs,
    /// Per library name: the needs that it meets.
    pub by_name: QuickMap<String, Needs>,
    /// Needs of patterns that may say something about a string that is a statement of its own.
    pub docstring_needs: Needs,
    /// How many gates there are.
    pub n_gates: usize,
}

/// A pattern and what has to stand in a line for it.
#[derive(Clone, Debug)]
pub struct Wish {
    /// Its rule.
    pub rule: usize,
    /// All of these.
    pub needs: Needs,
    /// Of each set of tokens one.
    pub tokens: Vec<Tokens>,
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
        let (mut wants_all, mut narrow, mut wide) = (false, Vec::new(), Vec::new());
        let (mut wide_needs, mut docstring_needs) = (Needs::default(), Needs::default());
        let mut by_need: Vec<Vec<usize>> = Vec::new();
        for (index, pattern) in rules.patterns.iter().enumerate() {
            if !is_on[index] || pattern.facts.needs.is_silent {
                continue;
            }
            let gates: Vec<usize> =
                pattern.facts.needs.gates.iter().map(|words| entries.gate(words)).collect();
            let mut needs = Needs::default();
            let mut first = None;
            for need in &pattern.facts.needs.all {
                let number = entries.number(need, &gates, pattern.facts.is_wide, &mut roots);
                needs.add(&Needs::one(number));
                first = first.or(Some(number));
            }
            if pattern.facts.is_wide {
                wide.push((index, needs));
                wide_needs.add(&needs);
            } else if let Some(first) = first {
                let first = first.min(Needs::MOST - 1);
                if by_need.len() <= first {
                    by_need.resize_with(first + 1, Vec::new);
                }
                by_need[first].push(narrow.len());
                let tokens = pattern.facts.needs.tokens.clone();
                narrow.push(Wish { rule: pattern.rule, needs, tokens });
            }
            wants_all |= first.is_none();
            if pattern.facts.reads_docstrings {
                docstring_needs.add(&needs);
            }
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
                    needs: entries.names,
                    last_of,
                    names_modules,
                    is_dynamic,
                    names_others: true,
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
            narrow,
            by_need,
            wide,
            wide_needs,
            called_needs: entries.called,
            keyword_needs: entries.keywords,
            key_needs: entries.keys,
            spoken_needs: entries.spoken,
            value_needs: entries.values,
            by_name: entries.by_name,
            docstring_needs,
            n_gates: entries.n_gates,
        })
    }
}

#[derive(Default)]
struct Entries<'r> {
    texts: Vec<(String, How)>,
    meanings: Vec<Vec<Meaning>>,
    /// Places in `texts`, per way to be found.
    at: [QuickMap<String, usize>; How::COUNT],
    gates: QuickMap<&'r [RuleText], usize>,
    n_gates: usize,
    /// Needs that are known, with their gates and whether they are of patterns beyond a line.
    numbers: QuickMap<(&'r Need, Vec<usize>, bool), usize>,
    /// All needs that names meet.
    names: Needs,
    called: Needs,
    keywords: Needs,
    keys: Needs,
    spoken: Needs,
    values: Needs,
    by_name: QuickMap<String, Needs>,
}

impl<'r> Entries<'r> {
    fn push(&mut self, text: &str, meaning: Meaning) {
        let how = match &meaning.exact {
            Some(_) if meaning.is_whole => How::Word,
            Some(_) => How::Piece,
            None if meaning.is_spoken => How::Spoken,
            None => How::AnyCase,
        };
        // In any case, all that counts is in small letters.
        let text: Cow<'_, str> =
            if meaning.exact.is_some() { text.into() } else { text.to_lowercase().into() };
        let at = &mut self.at[how as usize];
        let index = at.get(&*text).copied().unwrap_or_else(|| {
            at.insert(text.to_string(), self.texts.len());
            self.texts.push((text.into_owned(), how));
            self.meanings.push(Vec::new());
            self.texts.len() - 1
        });
        let same = self.meanings[index].iter_mut().find(|own| {
            own.gates == meaning.gates
                && own.exact == meaning.exact
                && own.is_whole == meaning.is_whole
                && own.is_in_string == meaning.is_in_string
                && own.is_spoken == meaning.is_spoken
                && own.among == meaning.among
                && own.is_dynamic == meaning.is_dynamic
                && own.names_others == meaning.names_others
                && own.counts == meaning.counts
                && own.opens.is_empty() == meaning.opens.is_empty()
        });
        match same {
            Some(own) => {
                own.needs.add(&meaning.needs);
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

    /// The number of a gate that one of the words opens.
    fn gate(&mut self, words: &'r [RuleText]) -> usize {
        if let Some(&known) = self.gates.get(words) {
            return known;
        }
        let gate = self.n_gates;
        self.n_gates += 1;
        self.gates.insert(words, gate);
        for word in words {
            let exact = Some(word.to_string());
            let opens = vec![gate];
            self.push(word, Meaning { opens, is_whole: true, exact, ..Meaning::default() });
        }
        gate
    }

    /// The number of a need, whose words are looked for from now on.
    fn number(
        &mut self,
        need: &'r Need,
        gates: &[usize],
        is_wide: bool,
        roots: &mut Roots,
    ) -> usize {
        let key = (need, gates.to_vec(), is_wide);
        if let Some(&known) = self.numbers.get(&key) {
            return known;
        }
        let number = self.numbers.len();
        self.numbers.insert(key, number);
        let needs = Needs::one(number);
        let gates = gates.to_vec();
        match need.before {
            Before::Anything => {}
            Before::Arguments => self.called.add(&needs),
            Before::Equals => self.keywords.add(&needs),
            Before::Key => self.keys.add(&needs),
        }
        let usual = Meaning { needs, gates, ..Meaning::default() };
        match &need.what {
            What::Names { names, is_value } => {
                self.names.add(&needs);
                if *is_value {
                    self.values.add(&needs);
                }
                for name in names {
                    let path = canonical(name);
                    match self.by_name.get_mut(&*path) {
                        Some(known) => known.add(&needs),
                        None => drop(self.by_name.insert(path.to_string(), needs)),
                    }
                    let last_of = roots.add(name);
                    for word in roots::ends(name) {
                        let meaning = Meaning {
                            last_of,
                            is_value: *is_value,
                            is_whole: true,
                            exact: Some(word.to_owned()),
                            ..usual.clone()
                        };
                        self.push(word, meaning);
                    }
                }
            }
            What::Words(words) => {
                if words.iter().any(|word| word.is_value) {
                    self.values.add(&needs);
                }
                if words.iter().any(|word| word.is_spoken) {
                    self.spoken.add(&needs);
                }
                for word in words {
                    let meaning = Meaning {
                        counts: true,
                        is_whole: word.is_whole,
                        exact: (!word.ignores_case).then(|| word.text.to_string()),
                        is_value: word.is_value,
                        is_in_string: word.is_in_string,
                        is_spoken: word.is_spoken,
                        among: word.among.clone(),
                        ..usual.clone()
                    };
                    self.push(&word.text, meaning);
                }
            }
        }
        number
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

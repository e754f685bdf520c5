//! The modules that dotted names begin with: a name can only be resolved in a file that says where it comes from.

use super::number_set::NumberSet;
use super::tables;
use crate::text::QuickMap;

/// A set of modules.
pub type RootSet = NumberSet<4>;

/// Modules that names are asked of, and the words that lead to them.
#[derive(Debug, Default)]
pub struct Roots {
    ids: QuickMap<String, usize>,
    /// Per word of a file: the modules that names may come from where it stands.
    led_to: QuickMap<String, RootSet>,
    /// Modules whose names need no import.
    open: RootSet,
}

fn root(path: &str) -> &str {
    path.split('.').next().unwrap_or(path)
}

fn last(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or(path)
}

/// The words that a dotted name may end in, in any spelling.
pub fn ends(name: &str) -> impl Iterator<Item = &str> {
    std::iter::once(last(name)).chain(tables::other_ends(name).iter().map(String::as_str))
}

impl Roots {
    /// Takes a dotted name in; gives its module.
    pub fn add(&mut self, name: &str) -> RootSet {
        let root = root(name);
        let id = self.ids.get(root).copied().unwrap_or_else(|| {
            let id = self.ids.len();
            self.ids.insert(root.to_owned(), id);
            id
        });
        RootSet::one(id)
    }

    /// Finds what leads to the modules: other spellings of them, and functions of other modules that give instances.
    pub fn finish(&mut self) {
        for (root, &id) in &self.ids {
            self.led_to.insert(root.clone(), RootSet::one(id));
        }
        // Most lead from one function of a module to others of it.
        let mut ways: Vec<(&str, &str)> = tables::ways()
            .map(|(from, to)| (root(from), root(to)))
            .filter(|(from, to)| from != to)
            .collect();
        ways.sort_unstable();
        ways.dedup();
        loop {
            let mut has_grown = false;
            for &(from, to) in &ways {
                let Some(&target) = self.led_to.get(to) else { continue };
                let known = self.led_to.get(from).copied().unwrap_or_default();
                let both = known.union(&target);
                if both != known {
                    self.led_to.insert(from.to_owned(), both);
                    has_grown = true;
                }
            }
            if !has_grown {
                break;
            }
        }
        self.open = self.led_to.get("builtins").copied().unwrap_or_default();
    }

    /// The words that lead to modules.
    pub fn words(&self) -> impl Iterator<Item = (String, RootSet)> + '_ {
        self.led_to.iter().map(|(word, set)| (word.clone(), *set))
    }

    /// The modules a word leads to.
    pub fn of(&self, word: &str) -> RootSet {
        self.led_to.get(word).copied().unwrap_or_default()
    }

    /// The modules that the beginning of a dotted name leads to.
    pub fn of_path(&self, path: &str) -> RootSet {
        self.of(root(path))
    }

    /// Modules whose names need no import.
    pub fn open(&self) -> RootSet {
        self.open
    }

    /// Every module.
    pub fn all(&self) -> RootSet {
        RootSet::ALL
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_modules_lead_to_a_name() {
        let mut roots = Roots::default();
        let set = roots.add("ssl.SSLContext");
        assert_eq!(ends("ssl.SSLContext").collect::<Vec<_>>(), ["SSLContext"]);
        roots.finish();
        // Its functions give contexts.
        assert!(roots.of("urllib3").meets(&set) && roots.of("ssl").meets(&set));
        assert!(!roots.of("json").meets(&set) && !roots.open().meets(&set));
    }

    #[test]
    fn other_spellings_end_in_other_words() {
        let mut roots = Roots::default();
        let words: Vec<&str> = ends("shlex.quote").collect();
        assert!(words.contains(&"quote") && words.contains(&"shlex_quote"));
        let open = roots.add("builtins.eval");
        roots.finish();
        assert!(roots.open().meets(&open));
    }
}

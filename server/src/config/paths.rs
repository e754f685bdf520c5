//! Path patterns of the configuration: what `exclude` and `per-file-ignores` mean by `tests/**`.

use std::path::{Component, Path};

use globset::{Candidate, Glob, GlobBuilder, GlobSet, GlobSetBuilder};

/// Longer patterns are refused: nested braces become nested regular expressions.
const LONGEST: usize = 1_000;

/// One pattern, understood as `.gitignore` does: without a slash it names a file or folder at any depth, with one
/// it is relative to the configuration's folder; a folder stands for everything below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathPattern {
    text: String,
    /// Written with a leading `!`.
    negated: bool,
    globs: Vec<Glob>,
}

impl PathPattern {
    /// Understands a pattern; the error says what is wrong with it.
    pub fn parse(text: &str) -> Result<PathPattern, String> {
        let (negated, body) = match text.strip_prefix('!') {
            Some(body) => (true, body),
            None => (false, text),
        };
        if body.len() > LONGEST {
            return Err(format!("it is longer than {LONGEST} bytes"));
        }
        let body = body.strip_prefix("./").unwrap_or(body);
        let is_anchored = body.trim_end_matches('/').contains('/');
        let body = body.trim_matches('/');
        if body.is_empty() {
            return Err("it is empty".to_owned());
        }
        if body.split('/').any(|part| part == "..") {
            return Err("it climbs out of the configuration's folder with `..`".to_owned());
        }
        let prefix = if is_anchored { "" } else { "**/" };
        let mut globs = vec![glob(&format!("{prefix}{body}"), true)?];
        if !body.ends_with("**") {
            globs.push(glob(&format!("{prefix}{body}/**"), true)?);
        }
        Ok(PathPattern { text: text.to_owned(), negated, globs })
    }

    /// Understands a pattern the way bandit does: `*` crosses slashes, a word without wildcards names any folder or file.
    pub fn fnmatch(text: &str) -> Result<PathPattern, String> {
        if !text.contains(['*', '?', '[']) {
            let body = text.trim().trim_start_matches("./").trim_matches('/');
            return PathPattern::parse(&format!("**/{body}")).map(|mut pattern| {
                pattern.text = text.to_owned();
                pattern
            });
        }
        if text.len() > LONGEST {
            return Err(format!("it is longer than {LONGEST} bytes"));
        }
        // bandit's paths begin with `./`, ours do not.
        let body = text.trim_start_matches("./").trim_start_matches('/');
        let mut globs = vec![glob(body, false)?];
        if let Some(rest) = body.strip_prefix("*/") {
            globs.push(glob(rest, false)?);
        }
        Ok(PathPattern { text: text.to_owned(), negated: false, globs })
    }

    /// As it was written.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

fn glob(text: &str, literal_separator: bool) -> Result<Glob, String> {
    GlobBuilder::new(text)
        .literal_separator(literal_separator)
        .backslash_escape(true)
        .build()
        .map_err(|error| error.kind().to_string())
}

/// Patterns compiled together.
#[derive(Clone, Debug, Default)]
pub struct PathSet {
    set: GlobSet,
    /// Per glob in `set`, the pattern it is part of.
    owners: Vec<usize>,
    negated: Vec<bool>,
}

impl PathSet {
    /// Compiles patterns. One that the compiler refuses after all (a class of a million characters) matches nothing.
    pub fn new<'a>(patterns: impl IntoIterator<Item = &'a PathPattern>) -> PathSet {
        let patterns: Vec<&PathPattern> = patterns.into_iter().collect();
        let build = |only_good: bool| {
            let mut builder = GlobSetBuilder::new();
            let mut owners = Vec::new();
            for (index, pattern) in patterns.iter().enumerate() {
                for glob in &pattern.globs {
                    if only_good && GlobSet::new([glob.clone()]).is_err() {
                        continue;
                    }
                    builder.add(glob.clone());
                    owners.push(index);
                }
            }
            builder.build().ok().map(|set| (set, owners))
        };
        let (set, owners) =
            build(false).or_else(|| build(true)).unwrap_or_else(|| (GlobSet::empty(), Vec::new()));
        let negated = patterns.iter().map(|pattern| pattern.negated).collect();
        PathSet { set, owners, negated }
    }

    /// Which patterns the `/`-separated relative path satisfies; a negated pattern is satisfied by what it does not match.
    pub fn satisfied(&self, path: &str) -> Vec<usize> {
        if self.negated.is_empty() {
            return Vec::new();
        }
        let mut hits = self.negated.clone();
        for index in self.set.matches_candidate(&Candidate::new(path)) {
            let owner = self.owners[index];
            hits[owner] = !self.negated[owner];
        }
        hits.iter().enumerate().filter(|(_, hit)| **hit).map(|(index, _)| index).collect()
    }

    /// Whether the path is matched, a negated pattern taking back what stood before it.
    pub fn is_match(&self, path: &str) -> bool {
        self.set
            .matches_candidate(&Candidate::new(path))
            .into_iter()
            .map(|index| self.owners[index])
            .max()
            .is_some_and(|last| !self.negated[last])
    }
}

/// `path` as seen from `root`, `/`-separated. A relative path is taken to be relative to `base`; of a path that
/// does not lie below `root` only the file name is left, so that patterns for names still see it.
pub fn relative(path: &Path, root: &Path, base: &Path) -> String {
    if path.is_relative() && root == base {
        return slashed(path);
    }
    let joined;
    let absolute = if path.is_relative() {
        joined = base.join(path);
        &joined
    } else {
        path
    };
    match absolute.strip_prefix(root) {
        Ok(below) if !root.as_os_str().is_empty() => slashed(below),
        _ => path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
    }
}

fn slashed(path: &Path) -> String {
    let mut text = String::new();
    for component in path.components() {
        if let Component::Normal(part) = component {
            if !text.is_empty() {
                text.push('/');
            }
            text.push_str(&part.to_string_lossy());
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(pattern: &str, path: &str) -> bool {
        PathSet::new([&PathPattern::parse(pattern).expect("a pattern")]).is_match(path)
    }

    #[test]
    fn patterns_without_a_slash_match_at_any_depth() {
        assert!(matches("*.py", "a/b/c.py"));
        assert!(matches("tests", "shop/tests/test_cart.py"));
        assert!(matches("tests/", "shop/tests/deep/er.py"));
        assert!(!matches("tests", "shop/contests/a.py"));
    }

    #[test]
    fn patterns_with_a_slash_start_at_the_folder() {
        assert!(matches("shop/tests", "shop/tests/test_cart.py"));
        assert!(matches("/tests", "tests/a.py"));
        assert!(!matches("/tests", "shop/tests/a.py"));
        assert!(!matches("shop/tests", "big/shop/tests/a.py"));
        assert!(matches("tests/**", "tests/a/b.py"));
        assert!(!matches("tests/**", "shop/tests/b.py"));
        assert!(matches("./a/*.py", "a/x.py"));
        assert!(!matches("a/*.py", "a/b/x.py"));
    }

    #[test]
    fn the_last_match_decides_for_exclusion() {
        let patterns = [
            PathPattern::parse("gen/**").expect("a pattern"),
            PathPattern::parse("!gen/keep.py").expect("a pattern"),
        ];
        let set = PathSet::new(&patterns);
        assert!(set.is_match("gen/other.py"));
        assert!(!set.is_match("gen/keep.py"));
    }

    #[test]
    fn a_negated_pattern_is_satisfied_elsewhere() {
        let patterns = [
            PathPattern::parse("!src/**").expect("a pattern"),
            PathPattern::parse("*.pyi").expect("a pattern"),
        ];
        let set = PathSet::new(&patterns);
        assert_eq!(set.satisfied("src/a.py"), Vec::<usize>::new());
        assert_eq!(set.satisfied("src/a.pyi"), [1]);
        assert_eq!(set.satisfied("docs/a.py"), [0]);
    }

    #[test]
    fn what_cannot_be_a_pattern_is_refused() {
        for text in ["", "/", "!", "a[", "a{b", "../x", "{".repeat(5000).as_str()] {
            assert!(PathPattern::parse(text).is_err(), "{text:.20}");
        }
        assert!(PathPattern::parse(&"{".repeat(900)).is_err());
    }

    #[test]
    fn deeply_nested_braces_neither_crash_nor_match() {
        let deep = format!("{}a{}", "{".repeat(400), "}".repeat(400));
        if let Ok(pattern) = PathPattern::parse(&deep) {
            let good = PathPattern::parse("*.py").expect("a pattern");
            let set = PathSet::new([&pattern, &good]);
            assert!(set.is_match("x.py"));
        }
    }

    #[test]
    fn a_thousand_patterns_are_compiled() {
        let patterns: Vec<PathPattern> = (0..1000)
            .map(|index| PathPattern::parse(&format!("a{index}*/b[a-z]*/{{x,y}}{index}*")))
            .collect::<Result<_, _>>()
            .expect("patterns");
        let set = PathSet::new(&patterns);
        assert!(set.is_match("a7z/bq/x7.py"));
        assert!(!set.is_match("a7z/bq/z7.py"));
    }

    #[test]
    fn bandit_patterns_cross_slashes() {
        let matches = |pattern: &str, path: &str| {
            PathSet::new([&PathPattern::fnmatch(pattern).expect("a pattern")]).is_match(path)
        };
        assert!(matches("*/test_*.py", "a/b/test_x.py"));
        assert!(matches("*/test_*.py", "test_x.py"));
        assert!(matches("./tests", "tests/a.py"));
        assert!(matches("/tests/", "shop/tests/a.py"));
        assert!(matches("*_test.py", "a/b_test.py"));
        assert!(!matches("*/tests/*", "a/b.py"));
    }

    #[test]
    fn paths_are_seen_from_the_root() {
        let root = Path::new("/srv/shop");
        assert_eq!(relative(Path::new("/srv/shop/a/b.py"), root, root), "a/b.py");
        assert_eq!(relative(Path::new("a/b.py"), root, root), "a/b.py");
        assert_eq!(relative(Path::new("b.py"), root, Path::new("/srv/shop/a")), "a/b.py");
        assert_eq!(relative(Path::new("/tmp/venv/b.py"), root, root), "b.py");
        assert_eq!(relative(Path::new("/tmp/venv/b.py"), Path::new(""), Path::new("")), "b.py");
    }
}

//! `check --explain-match`: what each predicate of a rule said about each place of its structure.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::Arc;

use super::ground::{Ground, Source};
use super::{output, reporting};
use crate::analysis::Checked;
use crate::engines::explain::{Answer, Candidate, Content, Ending, Explained, Shown};
use crate::finding::Finding;
use crate::rules::predicates::Outcome;
use crate::rules::{Rule, RuleOrigin, catalogue};
use crate::text::{LineIndex, Span};

/// Longest piece of source or of a rule shown on a line, in characters.
const LONGEST_EXCERPT: usize = 80;

/// What the rules make of a file, for people to read. Empty for files without a syntax tree.
pub fn page(ground: &Ground, source: &Source, rules: &[Arc<Rule>]) -> String {
    let checked = ground.check(source);
    let mut page = String::new();
    for rule in rules {
        let head = format!("{} {} in {}", rule.code, rule.name, reporting::shown(&source.path));
        let head = output::one_line(&head);
        if rule.query.is_none() {
            let engine = &rule.engine;
            let _ = writeln!(page, "{head}: no patterns, the engine `{engine}` runs this rule\n");
            continue;
        }
        match ground.explain(source, rule) {
            None => {}
            Some(Err(mistake)) => {
                let _ = writeln!(page, "{head}: {}\n", mistake.message);
            }
            Some(Ok(explained)) => {
                let (file, text) = rule_file(ground, rule);
                let said = Said {
                    source: LineIndex::new(&source.text),
                    path: output::one_line(&reporting::shown(&source.path)),
                    rule: LineIndex::new(&text),
                    rule_path: output::one_line(&reporting::shown(&file)),
                    known: known(&checked, rule),
                    off: explained.off,
                };
                said.write(&mut page, &head, &explained);
            }
        }
    }
    page
}

/// The places where a rule's finding was reported, or silenced and by what.
fn known(checked: &Checked, rule: &Rule) -> HashMap<Span, Option<&'static str>> {
    let own = |finding: &&Finding| finding.rule == rule.code;
    let silenced = checked.suppressed.iter().map(|(finding, how)| (finding, how));
    silenced
        .filter(|(finding, _)| own(finding))
        .map(|(finding, how)| (finding.location.span, Some(reporting::word(how))))
        .chain(checked.findings.iter().filter(own).map(|finding| (finding.location.span, None)))
        .collect()
}

/// A rule's file and the text in it.
fn rule_file<'a>(ground: &Ground, rule: &'a Rule) -> (PathBuf, Cow<'a, str>) {
    match &rule.origin {
        RuleOrigin::Builtin(path) => {
            let text = catalogue::builtin_text(path).unwrap_or_default();
            (catalogue::builtin_path(path), Cow::Borrowed(text))
        }
        RuleOrigin::Workspace(path) => {
            let text = ground.read(path).map(|file| file.text.to_string()).unwrap_or_default();
            (path.clone(), Cow::Owned(text))
        }
    }
}

/// What is needed to say something about a place.
struct Said<'a> {
    source: LineIndex<'a>,
    path: String,
    rule: LineIndex<'a>,
    rule_path: String,
    known: HashMap<Span, Option<&'static str>>,
    off: Option<&'static str>,
}

impl Said<'_> {
    fn write(&self, page: &mut String, head: &str, explained: &Explained) {
        let n_places = explained.candidates.len();
        let s = if n_places == 1 { "" } else { "s" };
        let _ = writeln!(page, "{head}: {n_places} place{s} of its structure");
        if let Some(why) = self.off {
            let _ = writeln!(page, "the rule does not run here: {why}");
        }
        if explained.is_cut {
            page.push_str("the file is too large, there may be more places\n");
        }
        page.push('\n');
        for places in explained.candidates.chunk_by(|left, right| left.place == right.place) {
            self.place(page, places, &explained.candidates);
        }
    }

    /// The patterns of one place; those that were asked the same and ended the same are told once.
    fn place(&self, page: &mut String, candidates: &[Candidate], all: &[Candidate]) {
        let Some(first) = candidates.first() else { return };
        let (line, column) = self.source.line_column(first.place.start);
        let code = excerpt(first.place.slice(self.source.text()));
        let _ = writeln!(page, "{}:{line}:{column}: `{code}`", self.path);
        let mut told: Vec<(String, Vec<usize>)> = Vec::new();
        for candidate in candidates {
            let mut text = String::new();
            for answer in &candidate.answers {
                self.answer(&mut text, answer);
            }
            let _ = writeln!(text, "    {}", self.ending(candidate, all));
            let line = self.rule_line(candidate.pattern_span);
            match told.iter_mut().find(|(known, _)| *known == text) {
                Some((_, lines)) => lines.push(line),
                None => told.push((text, vec![line])),
            }
        }
        for (text, lines) in told {
            let lines: Vec<String> = lines.iter().map(usize::to_string).collect();
            let _ = writeln!(page, "  {}:{}", self.rule_path, lines.join(", "));
            page.push_str(&text);
        }
        page.push('\n');
    }

    fn answer(&self, page: &mut String, answer: &Answer) {
        let word = match answer.outcome {
            None => "bound",
            Some(Outcome::Yes) => "yes",
            Some(Outcome::Maybe) => "maybe",
            Some(Outcome::No) => "no",
        };
        let call = excerpt(answer.call.slice(self.rule.text()));
        let _ = writeln!(page, "    {word:<6} {call}");
        for shown in &answer.captures {
            let _ = writeln!(page, "           {}", capture(shown));
        }
    }

    fn ending(&self, candidate: &Candidate, all: &[Candidate]) -> String {
        match candidate.ending {
            Ending::Refused => "no match".to_owned(),
            Ending::Nothing => "no match: `@finding` is bound to nothing".to_owned(),
            Ending::Exempt => "not reported: `#set! exempt` says that it is fine".to_owned(),
            Ending::TypesOnly => "not reported: only type checkers run this".to_owned(),
            Ending::Earlier(speaker) => {
                let speaker = all.iter().find(|other| other.pattern == speaker);
                let line = speaker.map_or(0, |other| self.rule_line(other.pattern_span));
                format!("not reported: the pattern of line {line} speaks for this place")
            }
            Ending::Holds | Ending::MayHold => {
                let known = candidate.finding.and_then(|span| self.known.get(&span));
                match (known, self.off) {
                    (Some(Some(how)), _) => format!("silenced by `{how}`"),
                    (Some(None), _) if candidate.ending == Ending::MayHold => {
                        "reported, with less confidence for the maybe".to_owned()
                    }
                    (Some(None), _) => "reported".to_owned(),
                    (None, Some(_)) => "match, but the rule does not run here".to_owned(),
                    (None, None) => {
                        "match, but not reported: another rule stands for it, or it is less sure than `confidence` asks for".to_owned()
                    }
                }
            }
        }
    }

    fn rule_line(&self, span: Span) -> usize {
        self.rule.line_column(span.start).0
    }
}

fn capture(shown: &Shown) -> String {
    let name = &shown.name;
    match &shown.content {
        Content::Absent => format!("@{name} is an argument that is not given"),
        Content::Opaque => format!("@{name} cannot be known"),
        Content::Node { source, names, value } => {
            let mut text = format!("@{name} is `{}`", excerpt(source));
            if !names.is_empty() {
                let _ = write!(text, ", resolves to `{}`", names.join("` or `"));
            }
            if let Some(value) = value {
                let _ = write!(text, ", folds to `{}`", excerpt(value));
            }
            text
        }
    }
}

/// A text on one line, shortened.
fn excerpt(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let line = output::one_line(&line);
    match line.char_indices().nth(LONGEST_EXCERPT) {
        None => line,
        Some((end, _)) => format!("{}…", &line[..end]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn captures_say_what_is_known_about_them() {
        let node = |names: &[&str], value: Option<&str>| Shown {
            name: "callee".to_owned(),
            content: Content::Node {
                source: "sp\n  .run".to_owned(),
                names: names.iter().map(|name| (*name).to_owned()).collect(),
                value: value.map(str::to_owned),
            },
        };
        assert_eq!(capture(&node(&[], None)), "@callee is `sp .run`");
        assert_eq!(
            capture(&node(&["a.run", "b.run"], Some("1"))),
            "@callee is `sp .run`, resolves to `a.run` or `b.run`, folds to `1`"
        );
        let absent = Shown { name: "value".to_owned(), content: Content::Absent };
        assert_eq!(capture(&absent), "@value is an argument that is not given");
    }

    #[test]
    fn excerpts_are_one_short_line() {
        assert_eq!(excerpt("a\n\tb\u{1b}[1m"), "a b [1m");
        let long = excerpt(&"é".repeat(LONGEST_EXCERPT + 1));
        assert_eq!(long.chars().count(), LONGEST_EXCERPT + 1);
        assert!(long.ends_with("é…"), "{long}");
    }
}

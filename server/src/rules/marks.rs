//! Fixture marks: what a rule's test file says should be found, judged against what was found.
//!
//! A mark stands in a comment at the end of a line, `# expect: PY602, PY603`, or alone on a line
//! and speaks for the next one. A comment of carets below a marked line gives columns and message.
//! Columns count characters from 0, so that carets stand where they are seen.

use std::collections::BTreeMap;
use std::fmt;

use crate::finding::RuleCode;
use crate::languages::Comment;

/// The path a fixture is checked under when it names none: ordinary application code.
pub const DEFAULT_PATH: &str = "shop/views.py";

/// What a mark claims.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MarkKind {
    /// The rule under test reports here.
    Expect,
    /// Another rule reports here too.
    Also,
    /// Should be reported one day, is not yet.
    Todo,
}

impl MarkKind {
    /// All kinds.
    pub const ALL: [MarkKind; 3] = [MarkKind::Expect, MarkKind::Also, MarkKind::Todo];

    /// The word before the colon.
    pub fn word(self) -> &'static str {
        match self {
            MarkKind::Expect => "expect",
            MarkKind::Also => "also",
            MarkKind::Todo => "todo",
        }
    }
}

/// One code on one marked line; a line with two codes has two marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// What it claims.
    pub kind: MarkKind,
    /// The rule.
    pub code: RuleCode,
    /// The line it speaks of, from 0.
    pub line: usize,
}

/// Carets under a marked line: exactly where one of its findings stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caret {
    /// The line pointed at, from 0.
    pub line: usize,
    /// First column, in characters.
    pub column: usize,
    /// One past the last column.
    pub end_column: usize,
    /// The rule, if the carets name one.
    pub code: Option<RuleCode>,
    /// The message, if the carets quote one.
    pub message: Option<String>,
}

/// Everything a fixture says about itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// The path to check it under, if it names one.
    pub path: Option<String>,
    /// In the order of the file.
    pub marks: Vec<Mark>,
    /// In the order of the file.
    pub carets: Vec<Caret>,
    /// Marks that cannot be read.
    pub mistakes: Vec<Complaint>,
}

impl Marks {
    /// The path to check the fixture under.
    pub fn path(&self) -> &str {
        self.path.as_deref().unwrap_or(DEFAULT_PATH)
    }
}

/// A finding as a fixture sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Line of its first character, from 0.
    pub line: usize,
    /// Column of its first character, in characters.
    pub column: usize,
    /// One past its last column; meaningless when it ends on another line.
    pub end_column: usize,
    /// The rule.
    pub code: RuleCode,
    /// What it says.
    pub message: String,
}

/// Something that keeps a fixture from passing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Complaint {
    /// The line it is about, from 0.
    pub line: usize,
    /// What is wrong.
    pub message: String,
}

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line + 1, self.message)
    }
}

/// Reads the marks of a fixture written in a language with such comments.
///
/// A language without comments has no marks.
pub fn read(text: &str, comment: Comment) -> Marks {
    let mut marks = Marks::default();
    let (leader, closer) = match comment {
        Comment::Line(leader) => (leader, ""),
        Comment::Between(leader, closer) => (leader, closer),
        Comment::None => return marks,
    };
    let lines: Vec<&str> = text.lines().collect();
    marks.path = virtual_path(&lines, leader);

    // Marks that stand alone wait here for the line they speak of.
    let mut waiting: Vec<(MarkKind, RuleCode)> = Vec::new();
    // The line that carets point at: the last one that was no caret line.
    let mut pointed = None;
    for (number, line) in lines.iter().enumerate() {
        if let Some(mut caret) = caret(line, leader, closer) {
            match pointed {
                Some(target) => {
                    caret.line = target;
                    marks.carets.push(caret);
                }
                None => marks.mistakes.push(Complaint {
                    line: number,
                    message: "carets without a line above them".to_owned(),
                }),
            }
            continue;
        }
        let (found, alone) = marks_of_line(line, leader, number, &mut marks.mistakes);
        if alone && !found.is_empty() {
            waiting.extend(found);
            continue;
        }
        pointed = Some(number);
        for (kind, code) in waiting.drain(..).chain(found) {
            marks.marks.push(Mark { kind, code, line: number });
        }
    }
    for (kind, code) in waiting {
        marks.mistakes.push(Complaint {
            line: lines.len().saturating_sub(1),
            message: format!("`{}: {code}` has no line after it to speak of", kind.word()),
        });
    }
    marks
}

/// Compares what a fixture says with what was found; nothing to complain about means it passes.
///
/// Each mark stands for one finding of its code on its line.
pub fn judge(marks: &Marks, findings: &[Seen]) -> Vec<Complaint> {
    let mut complaints = marks.mistakes.clone();
    let mut lines: BTreeMap<usize, (Vec<&Mark>, Vec<&Seen>)> = BTreeMap::new();
    for mark in &marks.marks {
        lines.entry(mark.line).or_default().0.push(mark);
    }
    for seen in findings {
        lines.entry(seen.line).or_default().1.push(seen);
    }
    for (line, (mut wanted, mut seen)) in lines {
        // Claims that must hold take their finding before a `todo` is charged with it.
        wanted.sort_by_key(|mark| mark.kind);
        for mark in wanted {
            let place = seen.iter().position(|seen| seen.code == mark.code);
            match (mark.kind, place) {
                (MarkKind::Todo, None) => {}
                (MarkKind::Todo, Some(place)) => {
                    seen.remove(place);
                    complaints.push(Complaint {
                        line,
                        message: format!(
                            "{code} is found now: turn `todo: {code}` into `expect: {code}`",
                            code = mark.code
                        ),
                    });
                }
                (_, Some(place)) => {
                    seen.remove(place);
                }
                (kind, None) => complaints.push(Complaint {
                    line,
                    message: format!("`{}: {}` but nothing was found", kind.word(), mark.code),
                }),
            }
        }
        for left in seen {
            complaints.push(Complaint {
                line,
                message: format!("found without a mark: {} {}", left.code, left.message),
            });
        }
    }
    judge_carets(marks, findings, &mut complaints);
    complaints.sort();
    complaints
}

fn judge_carets(marks: &Marks, findings: &[Seen], complaints: &mut Vec<Complaint>) {
    for caret in &marks.carets {
        let candidates: Vec<&Seen> = findings
            .iter()
            .filter(|seen| seen.line == caret.line)
            .filter(|seen| caret.code.as_ref().is_none_or(|code| *code == seen.code))
            .collect();
        let here: Vec<&&Seen> = candidates
            .iter()
            .filter(|seen| (seen.column, seen.end_column) == (caret.column, caret.end_column))
            .collect();
        if here.is_empty() {
            let places: Vec<String> = candidates
                .iter()
                .map(|seen| format!("{} at {}-{}", seen.code, seen.column + 1, seen.end_column + 1))
                .collect();
            let found = if places.is_empty() { "nothing".to_owned() } else { places.join(", ") };
            complaints.push(Complaint {
                line: caret.line,
                message: format!(
                    "carets at columns {}-{}, found {found}",
                    caret.column + 1,
                    caret.end_column + 1
                ),
            });
        } else if let Some(message) = &caret.message
            && !here.iter().any(|seen| seen.message == *message)
        {
            let said: Vec<String> = here.iter().map(|seen| format!("{:?}", seen.message)).collect();
            complaints.push(Complaint {
                line: caret.line,
                message: format!("carets say {message:?}, the finding says {}", said.join(", ")),
            });
        }
    }
}

/// The marks in one line, and whether the line holds nothing else.
fn marks_of_line(
    line: &str,
    leader: &str,
    number: usize,
    mistakes: &mut Vec<Complaint>,
) -> (Vec<(MarkKind, RuleCode)>, bool) {
    let mut found = Vec::new();
    let mut alone = false;
    for (at, _) in line.match_indices(leader) {
        let comment = line[at + leader.len()..].trim_start();
        let Some((kind, rest)) = MarkKind::ALL.into_iter().find_map(|kind| {
            let rest = comment.strip_prefix(kind.word())?.strip_prefix(':')?;
            Some((kind, rest))
        }) else {
            continue;
        };
        let codes = codes(rest);
        // `todo: rewrite this` is prose; the other two words are only ever meant as marks.
        if codes.is_empty() && kind != MarkKind::Todo {
            mistakes.push(Complaint {
                line: number,
                message: format!("`{}:` without a rule code after it", kind.word()),
            });
        }
        if found.is_empty() && !codes.is_empty() {
            alone = line[..at].trim().is_empty();
        }
        found.extend(codes.into_iter().map(|code| (kind, code)));
    }
    (found, alone)
}

/// The codes at the start of `text`, separated by commas; prose may follow.
fn codes(text: &str) -> Vec<RuleCode> {
    let mut codes = Vec::new();
    let mut rest = text.trim_start();
    loop {
        let end = rest
            .find(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_'))
            .unwrap_or(rest.len());
        let word = &rest[..end];
        let is_code = word.starts_with(|c: char| c.is_ascii_uppercase())
            && word.contains(|c: char| c.is_ascii_digit());
        if !is_code {
            return codes;
        }
        codes.push(RuleCode::from(word));
        match rest[end..].trim_start().strip_prefix(',') {
            Some(more) => rest = more.trim_start(),
            None => return codes,
        }
    }
}

/// A comment that holds carets only, with an optional code and quoted message behind them.
/// `<` before the carets stretches them to the start of the line, where the leader is in the way.
fn caret(line: &str, leader: &str, closer: &str) -> Option<Caret> {
    let line = line.trim_end().strip_suffix(closer).unwrap_or(line).trim_end();
    let comment = line.trim_start().strip_prefix(leader)?;
    let from_start = comment.trim_start().starts_with('<');
    let carets = comment.trim_start().trim_start_matches('<');
    let behind = carets.trim_start_matches('^');
    let n_carets = carets.len() - behind.len();
    if n_carets == 0 {
        return None;
    }
    let end_column = line[..line.len() - behind.len()].chars().count();
    let mut rest = behind.trim();
    let mut code = None;
    if let Some(named) = codes(rest).into_iter().next() {
        rest = rest[named.as_str().len()..].trim_start();
        code = Some(named);
    }
    let message =
        rest.strip_prefix('"').and_then(|quoted| quoted.strip_suffix('"')).map(str::to_owned);
    Some(Caret {
        line: 0,
        column: if from_start { 0 } else { end_column - n_carets },
        end_column,
        code,
        message,
    })
}

/// `# path: shop/models.py` on the first line, or behind its docstring's title; a `#!` line may precede.
/// A file whose first line is taken, such as a rule file, has it on the last line.
fn virtual_path(lines: &[&str], leader: &str) -> Option<String> {
    let first = lines.iter().find(|line| !line.starts_with("#!"))?;
    path_in(first, leader).or_else(|| path_in(lines.last()?, leader))
}

fn path_in(line: &str, leader: &str) -> Option<String> {
    let (before, after) = line.split_once("path:")?;
    let before = before.trim_end();
    let is_docstring = line.starts_with("\"\"\"") || line.starts_with("'''");
    if !(before.ends_with(leader) || is_docstring) {
        return None;
    }
    let after = after.trim_start();
    let end =
        after.find(|c: char| c.is_whitespace() || c == '"' || c == '\'').unwrap_or(after.len());
    (end > 0).then(|| after[..end].to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PYTHON: Comment = Comment::Line("#");

    fn seen(line: usize, column: usize, end_column: usize, code: &str, message: &str) -> Seen {
        Seen { line, column, end_column, code: code.into(), message: message.to_owned() }
    }

    fn check(text: &str, findings: &[Seen]) -> Vec<String> {
        judge(&read(text, PYTHON), findings).iter().map(Complaint::to_string).collect()
    }

    #[test]
    fn mark_with_its_finding_passes() {
        assert_eq!(check("run(x)  # expect: PY602\n", &[seen(0, 0, 6, "PY602", "m")]), [""; 0]);
    }

    #[test]
    fn mark_without_finding_fails() {
        assert_eq!(
            check("\nrun(x)  # expect: PY602\n", &[]),
            ["line 2: `expect: PY602` but nothing was found"]
        );
    }

    #[test]
    fn finding_without_mark_fails() {
        assert_eq!(
            check("run(x)\n", &[seen(0, 0, 6, "PY602", "harm")]),
            ["line 1: found without a mark: PY602 harm"]
        );
    }

    #[test]
    fn second_finding_needs_a_second_mark() {
        let twice = [seen(0, 0, 1, "PY602", "a"), seen(0, 2, 3, "PY602", "b")];
        assert_eq!(
            check("x; y  # expect: PY602\n", &twice),
            ["line 1: found without a mark: PY602 b"]
        );
        assert_eq!(check("x; y  # expect: PY602, PY602\n", &twice), [""; 0]);
    }

    #[test]
    fn todo_is_silent_until_it_fires() {
        assert_eq!(check("run(x)  # todo: PY602\n", &[]), [""; 0]);
        assert_eq!(
            check("run(x)  # todo: PY602\n", &[seen(0, 0, 6, "PY602", "m")]),
            ["line 1: PY602 is found now: turn `todo: PY602` into `expect: PY602`"]
        );
    }

    #[test]
    fn todo_in_prose_is_no_mark() {
        assert_eq!(read("x = 1  # todo: rewrite\n", PYTHON), Marks::default());
    }

    #[test]
    fn expect_without_code_is_a_mistake() {
        assert_eq!(
            check("x = 1  # expect: py602\n", &[]),
            ["line 1: `expect:` without a rule code after it"]
        );
    }

    #[test]
    fn several_marks_share_a_line() {
        let findings = [seen(0, 0, 1, "PY602", "a"), seen(0, 0, 1, "PY603", "b")];
        assert_eq!(check("run(x)  # expect: PY602  # also: PY603\n", &findings), [""; 0]);
    }

    #[test]
    fn mark_alone_speaks_for_the_next_line() {
        let text = "# expect: PY602\n    # also: PY603\nrun(x)\n";
        let findings = [seen(2, 0, 1, "PY602", "a"), seen(2, 0, 1, "PY603", "b")];
        assert_eq!(check(text, &findings), [""; 0]);
        assert_eq!(
            check("run(x)\n# expect: PY602\n", &[]),
            ["line 2: `expect: PY602` has no line after it to speak of"]
        );
    }

    #[test]
    fn carets_give_columns_and_message() {
        let text = "run(x)  # expect: PY602\n#   ^ \"bad `x`\"\n";
        assert_eq!(check(text, &[seen(0, 4, 5, "PY602", "bad `x`")]), [""; 0]);
        assert_eq!(
            check(text, &[seen(0, 0, 6, "PY602", "bad `x`")]),
            ["line 1: carets at columns 5-6, found PY602 at 1-7"]
        );
        assert_eq!(
            check(text, &[seen(0, 4, 5, "PY602", "worse")]),
            ["line 1: carets say \"bad `x`\", the finding says \"worse\""]
        );
    }

    #[test]
    fn carets_reach_the_start_of_the_line() {
        assert_eq!(
            check("run(x)  # expect: PY602\n#<^^^^\n", &[seen(0, 0, 6, "PY602", "m")]),
            [""; 0]
        );
    }

    #[test]
    fn carets_may_name_their_rule() {
        let text = "run(x)  # expect: PY602, PY603\n#   ^ PY603 \"b\"\n#   ^ PY602\n";
        let findings = [seen(0, 4, 5, "PY602", "a"), seen(0, 4, 5, "PY603", "b")];
        assert_eq!(check(text, &findings), [""; 0]);
    }

    #[test]
    fn columns_count_characters() {
        let text = "run('é', x)  # expect: PY602\n#        ^\n";
        assert_eq!(check(text, &[seen(0, 9, 10, "PY602", "m")]), [""; 0]);
    }

    #[test]
    fn path_stands_on_the_first_line_or_in_its_docstring() {
        let path = |text| read(text, PYTHON).path().to_owned();
        assert_eq!(path("# path: shop/urls.py\n"), "shop/urls.py");
        assert_eq!(path("#!/usr/bin/env python\n# path: manage.py\n"), "manage.py");
        assert_eq!(path("\"\"\"PY602: shells. path: a/b.py\"\"\"\n"), "a/b.py");
        assert_eq!(path("x = 1  # the path: is long\n"), DEFAULT_PATH);
        assert_eq!(path(""), DEFAULT_PATH);
    }

    #[test]
    fn leader_follows_the_language() {
        let marks = read("key = 1 // expect: CI101\n", Comment::Line("//"));
        assert_eq!(marks.marks.len(), 1);
        assert_eq!(read("key = 1 # expect: CI101\n", Comment::None), Marks::default());
        let page = "{# path: a/b.html #}\n<p>  {# expect: DJ301 #}\n{# ^^ \"m\" #}\n";
        let marks = read(page, Comment::Between("{#", "#}"));
        assert_eq!((marks.path(), marks.marks.len()), ("a/b.html", 1));
        assert_eq!(marks.carets[0].message.as_deref(), Some("m"));
    }

    #[test]
    fn a_path_may_stand_on_the_last_line() {
        let marks =
            read("; X1 loud\n\n(call) @finding\n; path: rules/X1-loud.scm\n", Comment::Line(";"));
        assert_eq!(marks.path(), "rules/X1-loud.scm");
    }
}

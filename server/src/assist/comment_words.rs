//! Suppression comments in Python: what the ids in them mean, and which ids could stand there.

use super::rule_words::{candidate, candidates_of, describe_all};
use super::{Candidate, CandidateKind, Explanation, Page};
use crate::finding::RuleCode;
use crate::languages::DJANGO_TEMPLATE;
use crate::rules::Rule;
use crate::semantics::Outline;
use crate::suppress::{How, IdTable, comments};
use crate::text::Span;

/// What the id at `offset` stands for.
pub(super) fn explain(page: &Page<'_>, offset: usize) -> Option<Explanation> {
    let comment = comment_at(page, offset)?;
    let table = IdTable::of(page.catalogue);
    let directives = comments::parse(comment.slice(page.text), comment.start, &table);
    let (directive, item) = directives.iter().find_map(|directive| {
        let item = directive.items.iter().find(|item| item.span.touches(offset))?;
        Some((directive, item))
    })?;
    let codes = item.selector.rules(&table);
    let rules: Vec<&Rule> = codes
        .iter()
        .filter_map(|code| page.catalogue.by_code(code.as_str()))
        .map(|rule| &**rule)
        .collect();
    let what = describe_all(page, &rules, &format!("`{}`", item.word))?;
    let is_own = rules.iter().any(|rule| rule.code.as_str() == item.word || rule.name == item.word);
    let markdown = match (is_own, whose(directive.how)) {
        (false, Some(tool)) => format!("`{}` is {tool}'s word for\n\n{what}", item.word),
        _ => what,
    };
    Some(Explanation { span: item.span, markdown })
}

fn whose(how: How) -> Option<&'static str> {
    match how {
        How::Nosec => Some("bandit"),
        How::Noqa | How::Ruff => Some("ruff"),
        How::Nosemgrep => Some("semgrep"),
        How::Djlint | How::Watchpost => None,
    }
}

/// The comment that holds `offset`, its end included.
fn comment_at(page: &Page<'_>, offset: usize) -> Option<Span> {
    let text = page.text;
    // Most places have no `#` before them on their line, and then nothing needs to be read.
    let line_start = text.get(..offset)?.rfind(['\n', '\r']).map_or(0, |at| at + 1);
    if !text[line_start..offset].contains('#') {
        return None;
    }
    if page.language == &DJANGO_TEMPLATE {
        let start = line_start + text[line_start..offset].rfind("{#")?;
        let rest = &text[start..];
        let line = rest.find(['\n', '\r']).unwrap_or(rest.len());
        let end = start + rest[..line].find("#}").unwrap_or(line);
        return (offset <= end).then_some(Span::new(start, end));
    }
    let outline = Outline::build(text);
    let index = outline.comments.partition_point(|comment| comment.start < offset);
    let comment = *outline.comments.get(index.checked_sub(1)?)?;
    (offset <= comment.end).then_some(comment)
}

/// Which ids a list takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ids {
    Own,
    Bandit,
    Ruff,
    Semgrep,
}

/// What may be written at a place in a comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asked {
    /// An id of a list; the list so far begins there.
    Id(Ids, usize),
    /// What `watchpost:` is to do, from there.
    Verb(usize),
    /// The first words, from there.
    Start(usize),
}

/// How the comment at `offset` may go on; nothing outside comments.
pub(super) fn candidates(page: &Page<'_>, offset: usize, here: &[RuleCode]) -> Vec<Candidate> {
    let Some(comment) = comment_at(page, offset) else { return Vec::new() };
    let written = &page.text[comment.start..offset];
    let hash = comment.start + written.rfind('#').unwrap_or(0);
    match asked(&page.text[hash..offset], hash) {
        Some(Asked::Id(ids, list)) => {
            id_candidates(page, ids, Span::new(list, offset), comment, here)
        }
        Some(Asked::Verb(from)) => {
            let end = word_end(page.text, offset, comment.end, Ids::Own);
            verb_candidates(Span::new(from, end))
        }
        Some(Asked::Start(from)) => start_candidates(page, Span::new(from, offset), hash, here),
        None => Vec::new(),
    }
}

/// Reads a comment from its `#`, which stands at `hash`, to the cursor.
fn asked(written: &str, hash: usize) -> Option<Asked> {
    let mut reader = Reader { rest: &written[1..], at: hash + 1 };
    reader.blanks();
    let start = reader.at;
    if reader.word("watchpost") || reader.word("ruff") || reader.word("flake8") {
        let tool = written[1..].trim_start();
        let is_own = tool.starts_with("watchpost");
        reader.blanks();
        if !reader.sign(':') {
            return (is_own && reader.rest.is_empty()).then_some(Asked::Start(start));
        }
        reader.blanks();
        let verb = reader.at;
        if !is_own && reader.any_case("noqa") {
            return reader.codes_after_colon();
        }
        let name = reader.take_while(|c| c.is_ascii_lowercase() || c == '-');
        reader.blanks();
        if !reader.sign('[') {
            return (is_own && reader.rest.is_empty()).then_some(Asked::Verb(verb));
        }
        let known = ["ignore", "file-ignore", "disable", "enable"].contains(&name);
        let ids = if is_own { Ids::Own } else { Ids::Ruff };
        return (known && !reader.rest.contains(']')).then_some(Asked::Id(ids, reader.at));
    }
    if reader.word("nosec") {
        if !reader.sign(':') && !reader.rest.starts_with([' ', '\t']) {
            return reader.rest.is_empty().then_some(Asked::Start(start));
        }
        let are_ids = reader.all_but_last(|word| {
            word.starts_with('B') && word[1..].bytes().all(|byte| byte.is_ascii_digit())
                || word.contains('_')
        });
        return are_ids.then_some(Asked::Id(Ids::Bandit, reader.at));
    }
    if reader.any_case("noqa") {
        if reader.rest.is_empty() {
            return Some(Asked::Start(start));
        }
        return reader.codes_after_colon();
    }
    if reader.word("nosemgrep") || reader.word("nosem") {
        reader.blanks();
        if !reader.sign(':') {
            return reader.rest.is_empty().then_some(Asked::Start(start));
        }
        // Ids have no blanks between them without a comma.
        let are_ids = reader.rest.split(',').all(|word| !word.trim().contains(char::is_whitespace));
        return are_ids.then_some(Asked::Id(Ids::Semgrep, reader.at));
    }
    let begun = reader.rest;
    let begins = |word: &&str| word.starts_with(begun);
    ["watchpost:", "nosec", "noqa:", "nosemgrep:"].iter().any(begins).then_some(Asked::Start(start))
}

struct Reader<'t> {
    rest: &'t str,
    at: usize,
}

impl<'t> Reader<'t> {
    fn advance(&mut self, by: usize) {
        self.rest = &self.rest[by..];
        self.at += by;
    }

    fn blanks(&mut self) {
        let by = self.rest.len() - self.rest.trim_start_matches([' ', '\t']).len();
        self.advance(by);
    }

    fn word(&mut self, word: &str) -> bool {
        let found = self.rest.starts_with(word);
        if found {
            self.advance(word.len());
        }
        found
    }

    fn any_case(&mut self, word: &str) -> bool {
        let found = self.rest.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word));
        if found {
            self.advance(word.len());
        }
        found
    }

    fn sign(&mut self, sign: char) -> bool {
        let found = self.rest.starts_with(sign);
        if found {
            self.advance(sign.len_utf8());
        }
        found
    }

    fn take_while(&mut self, test: impl Fn(char) -> bool) -> &'t str {
        let end = self.rest.find(|c| !test(c)).unwrap_or(self.rest.len());
        let taken = &self.rest[..end];
        self.advance(end);
        taken
    }

    /// `: S602, ` behind `noqa`.
    fn codes_after_colon(&mut self) -> Option<Asked> {
        self.blanks();
        if !self.sign(':') {
            return None;
        }
        let are_codes = self.all_but_last(|word| {
            let letters = word.bytes().take_while(u8::is_ascii_uppercase).count();
            letters > 0
                && word.len() > letters
                && word.bytes().skip(letters).all(|byte| byte.is_ascii_digit())
        });
        are_codes.then_some(Asked::Id(Ids::Ruff, self.at))
    }

    /// Whether all words of the list, but for the one at the cursor, are ids: else it is prose by now.
    fn all_but_last(&self, is_id: impl Fn(&str) -> bool) -> bool {
        let mut words = self.rest.split([',', ' ', '\t']);
        words.next_back();
        words.filter(|word| !word.is_empty()).all(is_id)
    }
}

fn is_id_char(c: char, ids: Ids) -> bool {
    match ids {
        Ids::Own => c.is_ascii_alphanumeric() || c == '-',
        Ids::Bandit => c.is_ascii_alphanumeric() || c == '_',
        Ids::Ruff => c.is_ascii_alphanumeric() || c == '-',
        Ids::Semgrep => c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-' | '/'),
    }
}

fn word_end(text: &str, from: usize, limit: usize, ids: Ids) -> usize {
    let rest = &text[from..limit];
    from + rest.find(|c| !is_id_char(c, ids)).unwrap_or(rest.len())
}

/// `list` is the list up to the cursor.
fn id_candidates(
    page: &Page<'_>,
    ids: Ids,
    list: Span,
    comment: Span,
    here: &[RuleCode],
) -> Vec<Candidate> {
    let typed = list.slice(page.text);
    let start = list.start
        + typed
            .rfind(|c| !is_id_char(c, ids))
            .map_or(0, |at| at + typed[at..].chars().next().map_or(1, char::len_utf8));
    let replace = Span::new(start, word_end(page.text, list.end, comment.end, ids));
    let listed: Vec<&str> = page.text[list.start..start]
        .split(|c| !is_id_char(c, ids))
        .filter(|word| !word.is_empty())
        .collect();
    let table = IdTable::of(page.catalogue);
    let mut candidates: Vec<Candidate> = Vec::new();
    for rule in page.catalogue.rules() {
        let rank = if here.contains(&rule.code) { 0 } else { 5 };
        if ids == Ids::Own {
            let both = candidates_of(rule, replace);
            candidates.extend(both.map(|one| Candidate { rank: one.rank - 5 + rank, ..one }));
            continue;
        }
        let Some(known) = table.ids(&rule.code) else { continue };
        let words = match ids {
            Ids::Bandit => &known.bandit,
            Ids::Ruff => &known.ruff,
            Ids::Semgrep | Ids::Own => &known.semgrep,
        };
        for word in words {
            // A family of ids is written with `*` in our table only.
            if word.contains('*') || candidates.iter().any(|one| one.label == *word) {
                continue;
            }
            let [by_code, _] = candidates_of(rule, replace);
            candidates.push(Candidate {
                label: word.clone(),
                insert: word.clone(),
                filter: format!("{word} {}", rule.name),
                rank,
                ..by_code
            });
        }
    }
    candidates.retain(|candidate| !listed.contains(&candidate.label.as_str()));
    if ids == Ids::Bandit && typed.is_empty() && page.text[..list.end].ends_with("nosec:") {
        // `nosec:B602` works, but nobody writes it.
        for candidate in &mut candidates {
            candidate.insert.insert(0, ' ');
        }
    }
    candidates
}

fn verb_candidates(replace: Span) -> Vec<Candidate> {
    [
        ("ignore[", "this line, or the statement below"),
        ("file-ignore[", "the whole file"),
        ("disable[", "from here to the end of the block"),
        ("enable[", "ends a `disable`"),
    ]
    .map(|(word, detail)| candidate(word, detail, replace, CandidateKind::Keyword))
    .into()
}

/// Whole comments for a line with findings, else the beginnings of one that is begun.
fn start_candidates(
    page: &Page<'_>,
    typed: Span,
    hash: usize,
    here: &[RuleCode],
) -> Vec<Candidate> {
    let begun = typed.slice(page.text);
    let mut candidates = Vec::new();
    // Directly behind the `#` a blank is missing.
    let gap = if typed.start == hash + 1 { " " } else { "" };
    let mut add = |words: String, detail: &str, rank: u8| {
        let one = candidate(words.clone(), detail, typed, CandidateKind::Keyword);
        candidates.push(Candidate { insert: format!("{gap}{words}"), rank, ..one });
    };
    let table = IdTable::of(page.catalogue);
    let ids = |of: fn(&crate::suppress::ids::RuleIds) -> &Vec<String>| -> Vec<String> {
        let known = here.iter().filter_map(|code| table.ids(code));
        known.filter_map(|ids| of(ids).first().cloned()).collect()
    };
    if !here.is_empty() {
        let codes: Vec<&str> = here.iter().map(RuleCode::as_str).collect();
        add(format!("watchpost: ignore[{}]", codes.join(", ")), "silences what is found here", 0);
        for (words, found, rank) in
            [("nosec", ids(|ids| &ids.bandit), 1), ("noqa:", ids(|ids| &ids.ruff), 2)]
        {
            // Only if that tool knows all of it.
            if found.len() == here.len() {
                add(format!("{words} {}", found.join(", ")), "silences what is found here", rank);
            }
        }
    } else if !begun.is_empty() {
        add("watchpost: ignore[".to_owned(), "silences rules on this line", 5);
        add("watchpost: file-ignore[".to_owned(), "silences rules in this file", 6);
        add("nosec ".to_owned(), "bandit's word", 7);
        add("noqa: ".to_owned(), "ruff's and flake8's word", 8);
        add("nosemgrep: ".to_owned(), "semgrep's word", 9);
    }
    candidates.retain(|candidate| candidate.filter.starts_with(begun));
    candidates
}

#[cfg(test)]
mod tests {
    use super::super::sample::{explained, offered};

    fn hover(marked: &str) -> String {
        explained("/a/views.py", marked)
    }

    fn complete(marked: &str) -> Vec<String> {
        offered("/a/views.py", marked, &[])
    }

    #[test]
    fn ids_of_every_dialect_are_explained() {
        let shell = "**PY602** `subprocess-shell-true` · high severity, high confidence";
        assert_eq!(hover("x  # watchpost: ignore[PY6|02]"), format!("[PY602] {shell}"));
        assert_eq!(
            hover("x  # watchpost: ignore[PY101, subprocess-shell-t|rue]"),
            format!("[subprocess-shell-true] {shell}")
        );
        assert_eq!(hover("x  # nosec B6|02"), "[B602] `B602` is bandit's word for");
        assert_eq!(hover("x  # noqa: E501, |S602"), "[S602] `S602` is ruff's word for");
        assert_eq!(hover("x  # ruff: ignore[S602|]"), "[S602] `S602` is ruff's word for");
        assert_eq!(
            hover("x  # nosemgrep: eval-det|ected"),
            "[eval-detected] `eval-detected` is semgrep's word for"
        );
        assert!(hover("# watchpost: disable[PY|6]").starts_with("[PY6] `PY6`: "));
    }

    #[test]
    fn nothing_else_is_explained() {
        for marked in [
            "x  # nos|ec B602",
            "x  # watchpost: ignore[PY9|98]",
            "x  # PY|602",
            "'# watchpost: ignore[PY6|02]'",
            "watchpost: ignore[PY6|02]",
            "x  # noqa: E5|01",
        ] {
            assert_eq!(hover(marked), "nothing", "{marked}");
        }
    }

    #[test]
    fn ids_are_offered_where_a_list_of_them_stands() {
        let own = complete("x  # watchpost: ignore[|");
        assert!(own.contains(&"PY602".to_owned()) && own.contains(&"eval".to_owned()), "{own:?}");
        assert!(complete("x  # watchpost: ignore[PY602, |]").contains(&"PY307".to_owned()));
        assert!(!complete("x  # watchpost: ignore[PY602, |]").contains(&"PY602".to_owned()));
        // Part of a name finds the code too.
        assert!(complete("x  # watchpost: ignore[shell-t|").contains(&"PY602".to_owned()));
        assert!(complete("x  # nosec |").contains(&"B602".to_owned()));
        assert!(complete("x  # nosec:|").contains(&" B101".to_owned()));
        assert!(complete("x  # nosec B101, B60|").contains(&"B602".to_owned()));
        assert!(complete("x  # noqa: |").contains(&"S602".to_owned()));
        assert!(complete("x  # noqa: E501, S60|").contains(&"S602".to_owned()));
        assert!(complete("# ruff: noqa: |").contains(&"S602".to_owned()));
        assert!(complete("# flake8: noqa: |").contains(&"S602".to_owned()));
        assert!(complete("# ruff: file-ignore[|").contains(&"S602".to_owned()));
        assert!(complete("x  # nosemgrep: |").contains(&"eval-detected".to_owned()));
    }

    #[test]
    fn what_the_line_has_comes_first() {
        assert_eq!(offered("/a.py", "eval(x)  # watchpost: ignore[|", &["PY307"])[0], "PY307");
        assert_eq!(
            offered("/a.py", "eval(x)  #|", &["PY307"]),
            [" watchpost: ignore[PY307]", " nosec B307", " noqa: S307"]
        );
        assert_eq!(
            offered("/a.py", "eval(x)  # |", &["PY307", "PY602"]),
            ["watchpost: ignore[PY307, PY602]", "nosec B307, B602", "noqa: S307, S602"]
        );
        assert_eq!(offered("/a.py", "eval(x)  # noq|", &["PY307"]), ["noqa: S307"]);
    }

    #[test]
    fn beginnings_are_offered_once_they_are_begun() {
        assert_eq!(complete("x  # wat|"), ["watchpost: ignore[", "watchpost: file-ignore["]);
        assert_eq!(complete("x  # no|"), ["nosec ", "noqa: ", "nosemgrep: "]);
        assert_eq!(complete("# watchpost: |"), ["ignore[", "file-ignore[", "disable[", "enable["]);
        assert_eq!(complete("# watchpost: fi|"), ["file-ignore["]);
    }

    #[test]
    fn ordinary_code_and_prose_get_nothing() {
        for marked in [
            "import o|",
            "x = [|",
            "x = {'a': |",
            "x  #|",
            "x  # |",
            "x  # see the |",
            "x  # a: |",
            "x = '# nosec |'",
            "x  # watchpost: ignore[PY602] |",
            "x  # nosec B602 because it |",
            "x  # noqa: S602 because |",
            "x  # watchpost: ignored [|",
            "\"\"\"\n# watchpost: ignore[|\n\"\"\"",
            "x = 1  # nosec B602\nimport |",
        ] {
            assert_eq!(complete(marked), [""; 0], "{marked}");
        }
    }

    #[test]
    fn the_whole_word_is_replaced() {
        use super::super::sample::with_page;
        let replaced = |marked: &str| {
            with_page("/a.py", marked, |page, offset| {
                page.candidates(offset, &[])[0].replace.slice(page.text).to_owned()
            })
        };
        assert_eq!(replaced("x  # watchpost: ignore[é, PY6|02, PY1]"), "PY602");
        assert_eq!(replaced("x  # 😀 # nosec B6|"), "B6");
        assert_eq!(replaced("x  # noqa: |S1"), "S1");
    }
}

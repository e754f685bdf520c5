//! A workspace's own rule files: predicates, directives, transforms, captures and header keys.

use super::rule_words::candidate;
use super::{Candidate, CandidateKind, Explanation, Page};
use crate::rules::compile::CAPTURES;
use crate::rules::directives::DIRECTIVES;
use crate::rules::docs::predicate_usage;
use crate::rules::header::{KEYS, words_of};
use crate::rules::predicates::{self, CONTEXTS, PREDICATES};
use crate::rules::transforms::{self, TRANSFORMS};
use crate::text::Span;

/// What `#set!` can set.
const SETTINGS: [&str; 6] =
    ["severity", "confidence", "message", "fix.title", "fix.safety", "exempt"];

/// What the word at `offset` means.
pub(super) fn explain(page: &Page<'_>, offset: usize) -> Option<Explanation> {
    let text = page.text;
    if let Some(line) = header_line(text, offset) {
        let key = line.key.filter(|key| key.touches(offset))?;
        let (name, doc) = KEYS.iter().find(|(name, _)| *name == key.slice(text))?;
        let markdown = format!("**{name}** · key of a rule's header\n\n{doc}");
        return Some(Explanation { span: key, markdown });
    }
    let word = word_at(text, offset);
    let written = word.slice(text);
    let before = text[..word.start].chars().next_back();
    let markdown = match before {
        Some('#') => describe_call(written)?,
        Some('@') => {
            let name = CAPTURES.iter().find(|name| **name == written)?;
            format!("**@{name}** · {}", capture_doc(name))
        }
        Some('"') if call_around(text, word.start)?.name == "fix!" => {
            let row = transforms::find(written)?;
            format!("`{}`\n\n{}", row.usage, row.doc)
        }
        _ => return None,
    };
    Some(Explanation { span: word, markdown })
}

/// A predicate or directive, written with its `?` or `!`.
fn describe_call(name: &str) -> Option<String> {
    if let Some(name) = name.strip_suffix('?') {
        let (row, negated) = predicates::find(name)?;
        let not = if negated { "holds unless: " } else { "holds if " };
        return Some(format!("`{}`\n\n{not}{}", predicate_usage(row), row.doc));
    }
    let (form, doc) = DIRECTIVES.iter().find(|(form, _)| form.split(' ').next() == Some(name))?;
    Some(format!("`#{form}`\n\n{doc}"))
}

fn capture_doc(name: &str) -> &'static str {
    match name {
        "finding" => "what is underlined",
        "related" => "shown as a second place",
        "source" | "sink" | "sanitizer" | "propagator" => "a part of a data flow",
        _ => "may be used in messages",
    }
}

/// How the word at `offset` may go on.
pub(super) fn candidates(page: &Page<'_>, offset: usize) -> Vec<Candidate> {
    let text = page.text;
    if let Some(line) = header_line(text, offset) {
        return header_candidates(text, offset, &line);
    }
    let word = word_at(text, offset);
    match text[..word.start].chars().next_back() {
        Some('#') => call_candidates(word),
        Some('@') => CAPTURES
            .iter()
            .map(|name| candidate(*name, capture_doc(name), word, CandidateKind::Value))
            .collect(),
        Some('"') => {
            let Some(call) = call_around(text, word.start) else { return Vec::new() };
            let words = |words: &[&str]| {
                words.iter().map(|one| candidate(*one, "", word, CandidateKind::Value)).collect()
            };
            match (call.name, call.n_texts) {
                ("fix!", 0) => TRANSFORMS
                    .iter()
                    .map(|row| Candidate {
                        markdown: row.doc.to_owned(),
                        ..candidate(row.name, row.usage, word, CandidateKind::Function)
                    })
                    .collect(),
                ("context?" | "not-context?" | "in?" | "not-in?", _) => words(&CONTEXTS),
                _ => Vec::new(),
            }
        }
        Some(before) if before.is_whitespace() => {
            let Some(call) = call_around(text, word.start) else { return Vec::new() };
            let words: Vec<&str> = match (call.name, call.n_words, call.setting) {
                ("set!", 0, _) => SETTINGS.to_vec(),
                ("set!", 1, "fix.safety") => vec!["safe", "unsafe"],
                ("set!", 1, key) => words_of(key),
                _ => Vec::new(),
            };
            words.into_iter().map(|one| candidate(one, "", word, CandidateKind::Value)).collect()
        }
        _ => Vec::new(),
    }
}

fn call_candidates(word: Span) -> Vec<Candidate> {
    let predicates = PREDICATES.iter().flat_map(|row| {
        let usage = predicate_usage(row);
        [("", 5), ("not-", 6)].map(|(not, rank)| Candidate {
            markdown: row.doc.to_owned(),
            rank,
            ..candidate(format!("{not}{}?", row.name), &usage, word, CandidateKind::Function)
        })
    });
    let directives = DIRECTIVES.iter().map(|(form, doc)| {
        let name = form.split(' ').next().unwrap_or(form);
        Candidate {
            markdown: (*doc).to_owned(),
            ..candidate(name, format!("#{form}"), word, CandidateKind::Function)
        }
    });
    predicates.chain(directives).collect()
}

/// A line of the header that holds keys.
struct HeaderLine {
    /// What follows the `;`.
    content: Span,
    /// The key, if a `=` follows it or nothing does.
    key: Option<Span>,
    /// Where the value begins.
    value: Option<usize>,
}

/// The line at `offset` if it is one of the header's keys: between the first line and `; ---`.
fn header_line(text: &str, offset: usize) -> Option<HeaderLine> {
    let mut start = 0;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let content = line.strip_prefix(';')?;
        let end = start + line.trim_end_matches(['\n', '\r']).len();
        if content.trim() == "---" {
            return None;
        }
        if offset <= end {
            if number == 0 || offset <= start {
                return None;
            }
            let content = Span::new(start + 1, end);
            let written = content.slice(text);
            let blank = written.len() - written.trim_start().len();
            let key_length = written[blank..]
                .find(|c: char| !(c.is_ascii_lowercase() || c == '_'))
                .unwrap_or(written.len() - blank);
            let key = Span::new(content.start + blank, content.start + blank + key_length);
            let rest = written[blank + key_length..].trim_start();
            let equals = rest.starts_with('=');
            return Some(HeaderLine {
                content,
                key: (equals || rest.is_empty()).then_some(key),
                value: equals.then(|| end - rest.len() + 1),
            });
        }
        start += line.len();
    }
    None
}

fn header_candidates(text: &str, offset: usize, line: &HeaderLine) -> Vec<Candidate> {
    match (line.key, line.value) {
        (Some(key), value) if key.touches(offset) => {
            let gap = if key.start == line.content.start { " " } else { "" };
            KEYS.iter()
                .map(|(name, doc)| {
                    let sign = if value.is_some() { "" } else { " = " };
                    Candidate {
                        insert: format!("{gap}{name}{sign}"),
                        ..candidate(*name, *doc, key, CandidateKind::Key)
                    }
                })
                .collect()
        }
        (Some(key), Some(value)) if offset >= value => {
            let written = &text[value..offset];
            let blank = written.len() - written.trim_start().len();
            let typed = written.trim_start();
            let is_quoted = typed.starts_with('"');
            let start = value + blank + usize::from(is_quoted);
            let end = word_at(text, offset).end;
            if typed.trim_start_matches('"').contains(|c: char| !c.is_ascii_lowercase()) {
                return Vec::new();
            }
            let replace = Span::new(start, end.max(start));
            words_of(key.slice(text))
                .into_iter()
                .map(|word| {
                    let insert = if is_quoted { word.to_owned() } else { format!("\"{word}\"") };
                    Candidate { insert, ..candidate(word, "", replace, CandidateKind::Value) }
                })
                .collect()
        }
        _ => Vec::new(),
    }
}

/// The run of letters around `offset` that names can be made of.
fn word_at(text: &str, offset: usize) -> Span {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '?' | '!');
    let head = &text[..offset];
    let start = head.len() - head.chars().rev().take_while(|c| is_part(*c)).count();
    let length = text[offset..].chars().take_while(|c| is_part(*c)).count();
    Span::new(start, offset + length)
}

/// A call that is being written: `(#name …` up to a place.
struct OpenCall<'t> {
    name: &'t str,
    /// Whole texts before the place.
    n_texts: usize,
    /// Whole bare words before the place.
    n_words: usize,
    /// The first bare word.
    setting: &'t str,
}

/// The call whose arguments `at` stands among.
fn call_around(text: &str, at: usize) -> Option<OpenCall<'_>> {
    let head = &text[..at];
    let open = head.rfind("(#")?;
    let mut call = OpenCall { name: "", n_texts: 0, n_words: 0, setting: "" };
    let mut rest = &head[open + 2..];
    let end = rest.find(|c: char| c.is_whitespace() || matches!(c, ')' | '(' | '"'))?;
    call.name = &rest[..end];
    rest = &rest[end..];
    while let Some(first) = rest.chars().next() {
        let length = match first {
            ')' | '(' | ';' => return None,
            '"' => match closing_quote(rest) {
                Some(end) => {
                    call.n_texts += 1;
                    end
                }
                // The text that `at` stands in.
                None => return (rest.len() == 1).then_some(call),
            },
            c if c.is_whitespace() => c.len_utf8(),
            _ => {
                let end = rest
                    .find(|c: char| c.is_whitespace() || matches!(c, ')' | '(' | '"'))
                    .unwrap_or(rest.len());
                if first != '@' {
                    if call.n_words == 0 {
                        call.setting = &rest[..end];
                    }
                    call.n_words += 1;
                }
                end
            }
        };
        rest = &rest[length..];
    }
    Some(call)
}

/// One past the quote that closes the text at the beginning.
fn closing_quote(text: &str) -> Option<usize> {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return Some(at + 1),
            '\n' => return None,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::sample::{explained, offered};

    const PATH: &str = "/a/.watchpost/rules/python/XY100-thing.scm";
    const HEADER: &str = "; XY100 thing\n;\n; severity = \"low\"\n; ---\n; Docs.\n\n";

    fn hover(marked: &str) -> String {
        explained(PATH, &format!("{HEADER}{marked}"))
    }

    fn complete(marked: &str) -> Vec<String> {
        offered(PATH, &format!("{HEADER}{marked}"), &[])
    }

    #[test]
    fn the_words_of_patterns_are_explained() {
        assert_eq!(
            hover("((call) (#res|olves? @x \"a\"))"),
            "[resolves?] `#resolves? @node \"a\" …`"
        );
        assert_eq!(hover("(#not-con|stant? @x)"), "[not-constant?] `#constant? @node`");
        assert_eq!(hover("(#replace|! @x \"a\")"), "[replace!] `#replace! @node \"text\"`");
        assert_eq!(
            hover("(#fix! \"use-f|rom\" @x)"),
            "[use-from] `#fix! \"use-from\" @callee \"module\"`"
        );
        assert_eq!(hover("(call) @find|ing"), "[finding] **@finding** · what is underlined");
        assert_eq!(hover("(#eq? @x \"use-f|rom\")"), "nothing");
        assert_eq!(hover("(ca|ll)"), "nothing");
        assert_eq!(hover("(#no-such|? @x)"), "nothing");
    }

    #[test]
    fn header_keys_are_explained() {
        let header =
            |line: &str| explained(PATH, &format!("; XY100 thing\n;\n{line}\n; ---\n; severity\n"));
        assert_eq!(
            header("; sever|ity = \"low\""),
            "[severity] **severity** · key of a rule's header"
        );
        assert_eq!(
            header("; in_te|sts   = \"off\""),
            "[in_tests] **in_tests** · key of a rule's header"
        );
        assert_eq!(header("; message = \"sever|ity\""), "nothing");
        assert_eq!(explained(PATH, "; sever|ity thing\n; ---\n"), "nothing");
        assert_eq!(explained(PATH, "; XY100 thing\n; ---\n; sever|ity = 1\n"), "nothing");
    }

    #[test]
    fn names_are_offered_from_their_tables() {
        assert_eq!(complete("((call) (#resol|"), ["resolves?", "not-resolves?"]);
        assert_eq!(complete("(#insert-b|"), ["insert-before!"]);
        assert_eq!(complete("(#fix! \"use-|\""), ["use-from"]);
        assert!(complete("(#fix! \"|").contains(&"remove-argument".to_owned()));
        assert_eq!(complete("(#fix! \"use\" @x \"|\""), [""; 0]);
        assert_eq!(complete("(#context? \"no|\")"), ["notebook"]);
        assert_eq!(complete("(#not-context? \"test\" \"ex|\")"), ["example"]);
        assert_eq!(complete("(#set! fix.|)"), ["fix.title", "fix.safety"]);
        assert_eq!(complete("(#set! fix.safety |)"), ["safe", "unsafe"]);
        assert_eq!(complete("(#set! severity cri|)"), ["critical"]);
        assert_eq!(complete("(call) @fin|"), ["finding"]);
        assert_eq!(complete("(#resolves|? @x)"), ["resolves?", "not-resolves?"]);
    }

    #[test]
    fn header_keys_are_offered() {
        let header = |line: &str| offered(PATH, &format!("; XY100 thing\n{line}\n; ---\n"), &[]);
        assert_eq!(header("; sev|"), ["severity = "]);
        assert_eq!(header(";|").len(), super::KEYS.len());
        assert!(header(";|").contains(&" severity = ".to_owned()));
        assert_eq!(header("; confid| = \"low\""), ["confidence"]);
        assert_eq!(header("; severity = |").len(), 5);
        assert_eq!(header("; severity = \"cri|\""), ["critical"]);
        assert_eq!(header("; severity = cri|"), ["\"critical\""]);
        assert_eq!(header("; message = \"|\""), [""; 0]);
    }

    #[test]
    fn nothing_elsewhere() {
        for marked in
            ["(ca|", "(call function: |", "(#eq? @x \"a|\")", "; a comment #|", "(#eq? @x) |"]
        {
            let offered = complete(marked);
            assert!(offered.is_empty() || marked.contains("comment"), "{marked} {offered:?}");
        }
        assert_eq!(offered(PATH, "; XY1|00 thing\n", &[]), [""; 0]);
        assert_eq!(offered(PATH, "; XY100 thing\n; ---\n; sever|\n", &[]), [""; 0]);
    }
}

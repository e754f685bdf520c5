//! `tree`: prints the syntax tree of a file, for writing the patterns of a rule.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::bail;
use tree_sitter::{Node, TreeCursor};

use super::ground::Ground;
use super::output;
use crate::syntax::parse::parse;

/// Which file.
#[derive(clap::Args, Debug)]
pub struct Options {
    /// The file to parse, `-` for stdin
    file: PathBuf,
    /// Show tokens such as `(` and `if` too, not only named nodes
    #[arg(long)]
    tokens: bool,
}

/// Deeper nodes are not indented further but carry their depth as a number:
/// indenting a hundred thousand brackets would print gigabytes.
const DEEPEST_INDENT: usize = 60;

/// Longest piece of source shown behind a node, in characters.
const LONGEST_EXCERPT: usize = 60;

/// Prints the tree of a file.
pub fn run(options: &Options) -> anyhow::Result<ExitCode> {
    let ground = Ground::bare()?;
    let source = if options.file.as_os_str() == "-" {
        ground.read_stdin(Path::new("stdin.py"))?
    } else {
        ground.read(&options.file)
    }
    .map_err(anyhow::Error::msg)?;
    let Some(tree) = parse(source.language, &source.text, None) else {
        bail!("files of the language `{}` have no syntax tree", source.language.id);
    };
    output::data(print(&tree, &source.text, options.tokens).as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

/// A node being printed: where the tree says it stands.
struct Place<'a> {
    node: Node<'a>,
    field: Option<&'a str>,
    depth: usize,
}

/// The nodes of a tree, one line each, in the shape patterns are written in.
///
/// Positions count lines and byte columns from 0, as tree-sitter's own tools do.
pub fn print(tree: &tree_sitter::Tree, text: &str, tokens: bool) -> String {
    let mut printed = String::new();
    let mut cursor = tree.walk();
    let mut depth = 0;
    loop {
        let node = cursor.node();
        if node.is_named() || tokens || node.is_missing() {
            let place = Place { node, field: cursor.field_name(), depth };
            line(&mut printed, &place, text);
        }
        if !forward(&mut cursor, &mut depth) {
            return printed;
        }
    }
}

/// To the next node in reading order. A loop, not recursion: trees may be as deep as the file is long.
fn forward(cursor: &mut TreeCursor<'_>, depth: &mut usize) -> bool {
    if cursor.goto_first_child() {
        *depth += 1;
        return true;
    }
    while !cursor.goto_next_sibling() {
        if !cursor.goto_parent() {
            return false;
        }
        *depth -= 1;
    }
    true
}

fn line(printed: &mut String, place: &Place<'_>, text: &str) {
    let Place { node, field, depth } = place;
    printed.extend(std::iter::repeat_n("  ", (*depth).min(DEEPEST_INDENT)));
    if *depth > DEEPEST_INDENT {
        let _ = write!(printed, "[{depth}] ");
    }
    if let Some(field) = field {
        printed.push_str(field);
        printed.push_str(": ");
    }
    if node.is_missing() {
        printed.push_str("MISSING ");
    }
    if node.is_named() {
        printed.push_str(node.kind());
    } else {
        let _ = write!(printed, "{:?}", node.kind());
    }
    let (start, end) = (node.start_position(), node.end_position());
    let _ = write!(printed, " {}:{}-{}:{}", start.row, start.column, end.row, end.column);
    if node.is_named()
        && node.child_count() == 0
        && let Some(source) = text.get(node.byte_range())
        && !source.is_empty()
    {
        let mut characters = source.chars();
        let excerpt: String = characters.by_ref().take(LONGEST_EXCERPT).collect();
        let more = if characters.next().is_some() { "…" } else { "" };
        let _ = write!(printed, " {excerpt:?}{more}");
    }
    printed.push('\n');
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;
    use crate::languages::PYTHON;

    fn check(text: &str, tokens: bool) -> String {
        print(&parse(&PYTHON, text, None).expect("Python parses"), text, tokens)
    }

    #[test]
    fn named_nodes_with_fields_and_positions() {
        expect![[r#"
            module 0:0-1:0
              expression_statement 0:0-0:12
                call 0:0-0:12
                  function: identifier 0:0-0:3 "run"
                  arguments: argument_list 0:3-0:12
                    keyword_argument 0:4-0:10
                      name: identifier 0:4-0:5 "a"
                      value: true 0:6-0:10 "True"
        "#]]
        .assert_eq(&check("run(a=True )\n", false));
    }

    #[test]
    fn tokens_on_demand() {
        expect![[r#"
            module 0:0-0:4
              expression_statement 0:0-0:4
                tuple 0:0-0:4
                  "(" 0:0-0:1
                  identifier 0:1-0:2 "a"
                  "," 0:2-0:3
                  ")" 0:3-0:4
        "#]]
        .assert_eq(&check("(a,)", true));
    }

    #[test]
    fn deep_trees_stay_small() {
        let text = "[".repeat(20_000);
        let printed = check(&text, true);
        assert!(printed.len() < 200 * text.len(), "{} bytes", printed.len());
    }
}

//! Changes to the text of a configuration file that keep what its author wrote: order, comments, blank lines.

use toml_edit::{Array, DocumentMut, Item, RawString, Table, TableLike, Value};

use super::paths::PathPattern;
use super::read::Form;
use crate::finding::Edit;
use crate::finding::fix::difference;

/// One thing to write down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change<'a> {
    /// `ignore` lists this rule.
    Ignore(&'a str),
    /// `per-file-ignores` lists this rule for a file, given `/`-separated below the configuration's folder.
    IgnoreIn(&'a str, &'a str),
    /// `baseline` names this file, unless it names one already.
    Baseline(&'a str),
}

/// The edit that writes `change` down. None if it is there already, if the text is no TOML, or if something of
/// another kind stands where the change belongs.
pub fn edit(text: &str, form: Form, change: Change<'_>) -> Option<Edit> {
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut document: DocumentMut = body.parse().ok()?;
    // Comments alone would end up behind the first key.
    let comments = document.trailing().as_str().unwrap_or_default().to_owned();
    let only_comments = document.is_empty() && !comments.is_empty();
    if only_comments {
        document.set_trailing("");
    }
    let table: &mut dyn TableLike = match form {
        Form::Own => document.as_table_mut(),
        Form::Pyproject => {
            below(below(document.as_table_mut(), "tool", true)?, "watchpost", false)?
        }
    };
    match change {
        Change::Ignore(code) => {
            let list = table.entry("ignore").or_insert_with(empty_list);
            add(list.as_array_mut()?, code)?;
        }
        Change::IgnoreIn(code, path) => {
            let pattern = pattern_of(path);
            let table = below(table, "per-file-ignores", false)?;
            let list = table.entry(&pattern).or_insert_with(empty_list);
            add(list.as_array_mut()?, code)?;
        }
        Change::Baseline(path) => {
            if table.contains_key("baseline") {
                return None;
            }
            table.insert("baseline", toml_edit::value(path));
        }
    }
    let mut new = document.to_string();
    if only_comments {
        let newline = if comments.ends_with('\n') { "" } else { "\n" };
        new = format!("{comments}{newline}{new}");
    }
    // The printer ends the lines it adds its own way.
    if text.contains("\r\n") {
        new = new.replace("\r\n", "\n").replace('\n', "\r\n");
    }
    new.insert_str(0, &text[..text.len() - body.len()]);
    difference(text, &new)
}

/// The text of a new `watchpost.toml` that says just this.
pub fn new_file(change: Change<'_>) -> String {
    edit("", Form::Own, change).map(|edit| edit.text).unwrap_or_default()
}

fn empty_list() -> Item {
    Item::Value(Value::Array(Array::new()))
}

/// The table of a key, made if it is missing.
fn below<'t>(
    table: &'t mut dyn TableLike,
    key: &str,
    implicit: bool,
) -> Option<&'t mut dyn TableLike> {
    let item = table.entry(key).or_insert_with(|| {
        let mut table = Table::new();
        table.set_implicit(implicit);
        Item::Table(table)
    });
    item.as_table_like_mut()
}

/// Adds a word to a list in the list's own style; none if it is there.
fn add(list: &mut Array, word: &str) -> Option<()> {
    if list.iter().any(|item| item.as_str() == Some(word)) {
        return None;
    }
    let last = list.len().checked_sub(1).and_then(|index| list.get(index));
    let mut value = Value::from(word);
    match last.map(|last| prefix(last).to_owned()) {
        // One item to a line: the comment behind the last one stays there.
        Some(before) if before.contains('\n') => {
            let indentation = &before[before.rfind('\n').unwrap_or(0)..];
            let had_comma = list.trailing_comma();
            let behind = if had_comma {
                list.trailing().as_str().unwrap_or_default().to_owned()
            } else {
                take_suffix(list).unwrap_or_default()
            };
            let comment = behind.trim_end();
            value.decor_mut().set_prefix(format!("{comment}{indentation}"));
            if had_comma {
                list.set_trailing(&behind[comment.len()..]);
            } else {
                value.decor_mut().set_suffix(&behind[comment.len()..]);
            }
            list.push_formatted(value);
            list.set_trailing_comma(had_comma);
        }
        Some(before) if list.len() > 1 => {
            value.decor_mut().set_prefix(before);
            list.push_formatted(value);
        }
        Some(_) => {
            value.decor_mut().set_prefix(" ");
            // The blank before the bracket belongs to the last item unless a comma parts them.
            value.decor_mut().set_suffix(take_suffix(list).unwrap_or_default());
            list.push_formatted(value);
        }
        None => list.push(value),
    }
    Some(())
}

/// Takes away what stands behind the last item of a list.
fn take_suffix(list: &mut Array) -> Option<String> {
    let last = list.len().checked_sub(1)?;
    let decor = list.get_mut(last)?.decor_mut();
    let suffix = decor.suffix().and_then(RawString::as_str)?.to_owned();
    decor.set_suffix("");
    Some(suffix)
}

fn prefix(value: &Value) -> &str {
    value.decor().prefix().and_then(RawString::as_str).unwrap_or_default()
}

/// A pattern that means exactly this path.
fn pattern_of(path: &str) -> String {
    let mut pattern = String::new();
    for c in path.chars() {
        match c {
            '*' | '?' | '[' | ']' | '{' | '}' | '\\' => pattern.extend(['\\', c]),
            _ => pattern.push(c),
        }
    }
    // Without a slash it would mean every file of that name, with `!` all other files.
    if !pattern.contains('/') || pattern.starts_with('!') {
        pattern.insert(0, '/');
    }
    debug_assert!(PathPattern::parse(&pattern).is_ok(), "{pattern}");
    pattern
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;
    use crate::finding::fix::apply;

    fn changed(text: &str, form: Form, change: Change<'_>) -> Option<String> {
        let edit = edit(text, form, change)?;
        Some(apply(text, &[edit]).expect("an edit of that text"))
    }

    fn check(text: &str, change: Change<'_>, expected: Expect) {
        expected.assert_eq(&changed(text, Form::Own, change).unwrap_or_else(|| "none".to_owned()));
    }

    #[test]
    fn a_list_is_made_before_the_tables() {
        check(
            "",
            Change::Ignore("PY602"),
            expect![[r#"
            ignore = ["PY602"]
        "#]],
        );
        check(
            "# Ours.\nconfidence = 'high' # sure\n\n[severity]\nPY1 = 'low'\n",
            Change::Ignore("PY602"),
            expect![[r#"
                # Ours.
                confidence = 'high' # sure
                ignore = ["PY602"]

                [severity]
                PY1 = 'low'
            "#]],
        );
        assert_eq!(new_file(Change::Ignore("PY602")), "ignore = [\"PY602\"]\n");
    }

    #[test]
    fn a_list_grows_in_its_own_style() {
        let of = |list: &str| {
            let text = changed(&format!("ignore = {list}\n"), Form::Own, Change::Ignore("X"));
            text.expect("changed")
        };
        assert_eq!(of("[]"), "ignore = [\"X\"]\n");
        assert_eq!(of("['A']"), "ignore = ['A', \"X\"]\n");
        assert_eq!(of("[ 'A' ]"), "ignore = [ 'A', \"X\" ]\n");
        assert_eq!(of("['A','B']"), "ignore = ['A','B',\"X\"]\n");
        assert_eq!(
            of("[\n  'A', # why\n  'B', # too\n]"),
            "ignore = [\n  'A', # why\n  'B', # too\n  \"X\",\n]\n"
        );
        assert_eq!(of("[\n    'A'\n]"), "ignore = [\n    'A',\n    \"X\"\n]\n");
        assert_eq!(of("[\n  'A' # why\n]"), "ignore = [\n  'A', # why\n  \"X\"\n]\n");
    }

    #[test]
    fn pyproject_gets_its_table() {
        let text = "[project]\nname = 'shop'\n\n[tool.ruff]\nselect = ['S']\n";
        let changed = changed(text, Form::Pyproject, Change::Ignore("PY602")).expect("changed");
        assert_eq!(changed, format!("{text}\n[tool.watchpost]\nignore = [\"PY602\"]\n"));
        check_pyproject(
            "[tool.watchpost]\nselect = ['PY']\n\n[tool.z]\n",
            "[tool.watchpost]\nselect = ['PY']\nignore = [\"PY602\"]\n\n[tool.z]\n",
        );
        check_pyproject(
            "[tool]\nwatchpost = { select = ['PY'] }\n",
            "[tool]\nwatchpost = { select = ['PY'] , ignore = [\"PY602\"] }\n",
        );
    }

    fn check_pyproject(text: &str, expected: &str) {
        let changed = changed(text, Form::Pyproject, Change::Ignore("PY602"));
        assert_eq!(changed.as_deref(), Some(expected));
    }

    #[test]
    fn a_file_is_named_exactly() {
        check(
            "",
            Change::IgnoreIn("PY602", "shop/a[1].py"),
            expect![[r#"
            [per-file-ignores]
            'shop/a\[1\].py' = ["PY602"]
        "#]],
        );
        check(
            "[per-file-ignores]\n'tests/**' = ['PY101']\n",
            Change::IgnoreIn("PY602", "views.py"),
            expect![[r#"
                [per-file-ignores]
                'tests/**' = ['PY101']
                "/views.py" = ["PY602"]
            "#]],
        );
        for path in ["a.py", "a/b.py", "a/[x]*?{b,c}.py", "!a.py", "!a/b.py", "a b/é.py"] {
            let pattern = PathPattern::parse(&pattern_of(path)).expect("a pattern");
            let set = super::super::paths::PathSet::new([&pattern]);
            assert!(set.is_match(path), "{path}");
            assert!(!set.is_match(&format!("z/{path}")), "{path}");
        }
    }

    #[test]
    fn what_is_there_or_cannot_be_is_left_alone() {
        check("ignore = ['PY602']", Change::Ignore("PY602"), expect!["none"]);
        check("ignore = 'PY602'", Change::Ignore("PY602"), expect!["none"]);
        check("ignore = [", Change::Ignore("PY602"), expect!["none"]);
        check("per-file-ignores = 1", Change::IgnoreIn("PY602", "a.py"), expect!["none"]);
        check("baseline = 'a.json'", Change::Baseline("b.json"), expect!["none"]);
        check(
            "# é\n",
            Change::Baseline("b.json"),
            expect![[r#"
            # é
            baseline = "b.json"
        "#]],
        );
    }

    #[test]
    fn line_ends_and_byte_order_marks_stay() {
        let changed = changed("\u{feff}a = 1\r\n", Form::Own, Change::Ignore("X"));
        assert_eq!(changed.as_deref(), Some("\u{feff}a = 1\r\nignore = [\"X\"]\r\n"));
    }
}

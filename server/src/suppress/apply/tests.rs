//! Whole texts with their suppressions: what is silenced, and what is said about it.

use std::fmt::Write as _;

use super::super::ids::tests::table;
use super::*;
use crate::finding::{Confidence, Detail, FixStep, Location, Safety, Severity};
use crate::text::Span;

/// A finding as the tests write it: rule, its text, the node's text, covered rules.
struct Found<'a>(&'a str, &'a str, &'a str, &'a [&'a str]);

fn findings(text: &str, found: &[Found<'_>]) -> Vec<Finding> {
    let span = |part: &str| {
        let start = text.find(part).unwrap_or_else(|| panic!("`{part}` is not in the text"));
        Span::new(start, start + part.len())
    };
    found
        .iter()
        .map(|Found(rule, part, extent, covers)| Finding {
            rule: RuleCode::from(*rule),
            severity: Severity::High,
            confidence: Confidence::High,
            message: String::new(),
            location: Location { document: DocumentUrl::new("file:///a.py"), span: span(part) },
            extent: span(extent),
            related: Vec::new(),
            covers: covers.iter().map(|&code| RuleCode::from(code)).collect(),
            fixes: Vec::new(),
            detail: Detail::None,
        })
        .collect()
}

fn run(text: &str, found: &[Found<'_>], off: &[&str]) -> Applied {
    run_with(text, found, off, true)
}

fn run_with(
    text: &str,
    found: &[Found<'_>],
    off: &[&str],
    tells_unused_of_others: bool,
) -> Applied {
    let outline = Outline::build(text);
    let table = table();
    let suppressions = Suppressions::read(text, &outline, &table);
    let url = DocumentUrl::new("file:///a.py");
    let is_enabled = |code: &RuleCode| !off.contains(&code.as_str());
    let situation = Situation {
        url: &url,
        text,
        outline: &outline,
        table: &table,
        is_enabled: &is_enabled,
        has_run: &|_| true,
        tells_unused_of_others,
        own_codes_in_noqa: false,
    };
    apply(findings(text, found), &suppressions, &situation)
}

/// How the first finding is silenced, or `shown`.
fn silenced(text: &str, found: &[Found<'_>]) -> &'static str {
    let applied = run(text, found, &["PY990", "PY991", "PY992", "PY993", "PY994"]);
    assert_eq!(applied.hygiene, []);
    applied.suppressed.first().map_or("shown", |(_, how)| how.word())
}

fn eval(text: &str) -> &'static str {
    silenced(text, &[Found("PY307", "eval(x)", "eval(x)", &[])])
}

/// A call over three lines, reported at its keyword on the second.
fn shell(text: &str) -> &'static str {
    let start = text.find("run(").expect("a call");
    let end = start + text[start..].find("\n)").expect("its end") + 2;
    silenced(text, &[Found("PY602", "shell=True", &text[start..end], &[])])
}

/// What is said about the suppressions, and the text after all fixes.
fn hygiene(text: &str, found: &[Found<'_>], off: &[&str]) -> String {
    let applied = run(text, found, off);
    let mut said = String::new();
    let mut edits = Vec::new();
    for finding in &applied.hygiene {
        let span = finding.location.span;
        writeln!(said, "{} `{}`: {}", finding.rule, span.slice(text), finding.message)
            .expect("writing to a string");
        for step in finding.fixes.iter().flat_map(|fix| &fix.steps) {
            if let FixStep::Edit(edit) = step {
                edits.push(edit.clone());
            }
        }
    }
    edits.sort();
    let mut fixed = text.to_owned();
    for edit in edits.iter().rev() {
        fixed.replace_range(edit.span.start..edit.span.end, &edit.text);
    }
    if fixed != text {
        said.push_str(&fixed);
    }
    said
}

fn about_eval(text: &str) -> String {
    hygiene(text, &[Found("PY307", "eval(x)", "eval(x)", &[])], &["PY993"])
}

#[test]
fn each_dialect_silences_its_line() {
    assert_eq!(eval("eval(x)\n"), "shown");
    assert_eq!(eval("eval(x)  # nosec\n"), "nosec");
    assert_eq!(eval("eval(x)  # nosec B307\n"), "nosec");
    assert_eq!(eval("eval(x)  # nosec eval\n"), "nosec");
    assert_eq!(eval("eval(x)  # nosec B602\n"), "shown");
    assert_eq!(eval("eval(x)  # nosec B602,B307\n"), "nosec");
    assert_eq!(eval("eval(x)  # nosec B307,B602\n"), "nosec");
    assert_eq!(eval("eval(x)  # NOSEC\n"), "shown");
    assert_eq!(eval("eval(x)  # noqa\n"), "noqa");
    assert_eq!(eval("eval(x)  # noqa: S307\n"), "noqa");
    assert_eq!(eval("eval(x)  # noqa: S3\n"), "noqa");
    assert_eq!(eval("eval(x)  # noqa: PGH001\n"), "noqa");
    assert_eq!(eval("eval(x)  # noqa: E501\n"), "shown");
    assert_eq!(eval("eval(x)  # noqa: S602\n"), "shown");
    assert_eq!(eval("eval(x)  # nosemgrep\n"), "nosemgrep");
    assert_eq!(eval("eval(x)  # nosemgrep: python.lang.eval-detected\n"), "nosemgrep");
    assert_eq!(eval("eval(x)  # nosemgrep: other\n"), "shown");
    assert_eq!(eval("eval(x)  # ruff: ignore[S307]\n"), "ruff: ignore");
    assert_eq!(eval("eval(x)  # watchpost: ignore[PY307]\n"), "watchpost: ignore");
    assert_eq!(eval("eval(x)  # watchpost: ignore[PY3]\n"), "watchpost: ignore");
    assert_eq!(eval("eval(x)  # watchpost: ignore[eval] why\n"), "watchpost: ignore");
    assert_eq!(eval("eval(x)  # watchpost: ignore[PY602]\n"), "shown");
}

#[test]
fn ids_of_another_tool_silence_nothing_where_that_tool_ignores_them() {
    assert_eq!(eval("eval(x)  # noqa: B307\n"), "shown");
    assert_eq!(eval("eval(x)  # noqa: s307\n"), "shown");
    // bandit knows no S307, and so silences everything.
    assert_eq!(eval("eval(x)  # nosec S307\n"), "nosec");
}

#[test]
fn words_in_strings_are_inert() {
    assert_eq!(eval("y = '# nosec'; eval(x)\n"), "shown");
    assert_eq!(eval("y = '''\n# ruff: noqa\n'''\neval(x)\n"), "shown");
}

#[test]
fn any_line_of_a_call_takes_nosec() {
    for line in 0..3 {
        let mut lines = ["run(", "    shell=True,", ")"].map(str::to_owned);
        lines[line].push_str("  # nosec B602");
        assert_eq!(shell(&format!("{}\n", lines.join("\n"))), "nosec", "line {line}");
    }
    assert_eq!(shell("run(\n    # nosec B602\n    a,\n    shell=True,\n)\n"), "nosec");
    assert_eq!(shell("# nosec B602\nrun(\n    shell=True,\n)\n"), "shown");
}

#[test]
fn first_last_and_reported_line_take_the_others() {
    for (comment, word) in [
        ("  # noqa: S602", "noqa"),
        ("  # nosemgrep", "nosemgrep"),
        ("  # ruff: ignore[S602]", "ruff: ignore"),
        ("  # watchpost: ignore[PY602]", "watchpost: ignore"),
    ] {
        for line in [0, 2, 4] {
            let mut lines = ["run(", "    a,", "    shell=True,", "    b,", ")"].map(str::to_owned);
            lines[line].push_str(comment);
            assert_eq!(shell(&format!("{}\n", lines.join("\n"))), word, "line {line}");
        }
        let text = format!("run(\n    a,{comment}\n    shell=True,\n)\n");
        assert_eq!(shell(&text), "shown", "{comment}");
    }
}

#[test]
fn noqa_belongs_to_the_end_of_strings_and_backslashed_lines() {
    assert_eq!(eval("y = eval(x), \"\"\"\nb\n\"\"\"  # noqa: S307\n"), "noqa");
    assert_eq!(eval("y = 1 + \\\n  eval(x) + \\\n  2  # noqa: S307\n"), "noqa");
    assert_eq!(eval("y = 1 + \\\n  eval(x) + \\\n  2  # nosec\n"), "shown");
    assert_eq!(eval("f(\n  eval(x),\n)  # noqa: S307\n"), "shown");
}

#[test]
fn a_comment_above_counts_for_semgrep_and_the_bracketed_forms_alone() {
    assert_eq!(eval("# nosec\neval(x)\n"), "shown");
    assert_eq!(eval("# noqa\neval(x)\n"), "shown");
    assert_eq!(eval("# nosemgrep\neval(x)\n"), "nosemgrep");
    assert_eq!(eval("# nosemgrep\n\neval(x)\n"), "shown");
    assert_eq!(eval("y  # nosemgrep\neval(x)\n"), "shown");
    assert_eq!(eval("# ruff: ignore[S307]\neval(x)\n"), "ruff: ignore");
    assert_eq!(
        eval("# watchpost: ignore[PY307]\n\n# more\nf(\n  1,\n  eval(x))\n"),
        "watchpost: ignore"
    );
    assert_eq!(eval("# watchpost: ignore[PY307]\ny\neval(x)\n"), "shown");
    assert_eq!(eval("# watchpost: ignore[PY307]\ndef f():\n    eval(x)\n"), "shown");
    assert_eq!(
        eval("# watchpost: ignore[PY307]\n@d\ndef f(a=eval(x)):\n    pass\n"),
        "watchpost: ignore"
    );
}

#[test]
fn inside_brackets_a_comment_of_its_own_speaks_for_the_next_line() {
    assert_eq!(eval("f(\n  # ruff: ignore[S307]\n  eval(x),\n)\n"), "ruff: ignore");
    assert_eq!(eval("f(\n  # ruff: ignore[S307]\n  y,\n  eval(x),\n)\n"), "shown");
}

#[test]
fn blocks_end_with_their_enable_or_their_indentation() {
    assert_eq!(eval("# ruff: disable[S307]\ny\neval(x)\n# ruff: enable[S307]\n"), "ruff: ignore");
    assert_eq!(eval("# ruff: disable[S307]\ny\n# ruff: enable[S307]\neval(x)\n"), "shown");
    // Another list, another indentation: not its end.
    assert_eq!(eval("# ruff: disable[S307, S1]\n# ruff: enable[S307]\neval(x)\n"), "ruff: ignore");
    assert_eq!(
        eval("# ruff: disable[S307, S1]\n# ruff: enable[S1, S307]\neval(x)\n"),
        "ruff: ignore"
    );
    assert_eq!(
        eval("# watchpost: disable[PY307, PY1]\n# watchpost: enable[PY1, PY307]\neval(x)\n"),
        "shown"
    );
    assert_eq!(
        eval("def f():\n    # watchpost: disable[PY307]\n    eval(x)\n"),
        "watchpost: ignore"
    );
    assert_eq!(eval("def f():\n    # watchpost: disable[PY307]\n    y\neval(x)\n"), "shown");
    assert_eq!(
        eval("def f():\n    # ruff: disable[S307]\n    y\n# ruff: enable[S307]\n    eval(x)\n"),
        "ruff: ignore"
    );
    assert_eq!(eval("y  # watchpost: disable[PY307]\neval(x)\n"), "shown");
    assert_eq!(eval("eval(x)\n# watchpost: disable[PY307]\n"), "shown");
}

#[test]
fn file_level_forms_stand_anywhere_on_a_line_of_their_own() {
    assert_eq!(eval("eval(x)\n# ruff: noqa\n"), "noqa");
    assert_eq!(eval("eval(x)\ndef f():\n    # ruff: noqa: S307\n    pass\n"), "noqa");
    assert_eq!(eval("eval(x)\n# ruff: noqa: S101\n"), "shown");
    assert_eq!(eval("eval(x)\n# flake8: noqa\n"), "noqa");
    assert_eq!(eval("eval(x)\n# flake8: noqa: S3\n"), "noqa");
    assert_eq!(eval("eval(x)  # ruff: noqa\n"), "shown");
    assert_eq!(eval("eval(x)  # flake8: noqa\n"), "shown");
    assert_eq!(eval("eval(x)\n# ruff: file-ignore[S307]\n"), "ruff: ignore");
    assert_eq!(eval("eval(x)  # ruff: file-ignore[S307]\n"), "shown");
    assert_eq!(eval("eval(x)\ndef f():\n    # ruff: file-ignore[S307]\n    pass\n"), "shown");
    assert_eq!(eval("eval(x)\n# watchpost: file-ignore[PY307]\n"), "watchpost: ignore");
}

#[test]
fn the_widest_suppression_is_the_one_that_counts() {
    assert_eq!(
        eval("# ruff: noqa: S307\n# watchpost: disable[PY307]\neval(x)  # nosec B307\n"),
        "noqa"
    );
    assert_eq!(eval("# watchpost: disable[PY307]\neval(x)  # nosec B307\n"), "watchpost: ignore");
}

#[test]
fn a_covered_rule_silences_the_specific_one() {
    let found = |comment: &str| {
        let text = format!("token = choice()  {comment}\n");
        silenced(&text, &[Found("PY841", "choice()", "choice()", &["PY311"])])
    };
    assert_eq!(found("# nosec B311"), "nosec");
    assert_eq!(found("# noqa: S311"), "noqa");
    assert_eq!(found("# watchpost: ignore[PY311]"), "watchpost: ignore");
    assert_eq!(found("# watchpost: ignore[PY841]"), "watchpost: ignore");
    assert_eq!(found("# nosec B307"), "shown");
}

#[test]
fn a_function_is_silenced_at_its_signature_only() {
    let check = |text: &str| {
        let end = text.trim_end().len();
        silenced(text, &[Found("PY107", "\"secret\"", &text[..end], &[])])
    };
    assert_eq!(check("def f(\n    a=\"secret\",\n):  # nosec B107\n    pass\n"), "nosec");
    assert_eq!(check("@d  # nosec B107\ndef f(a=\"secret\"):\n    pass\n"), "nosec");
    assert_eq!(check("def f(a=\"secret\"):\n    pass  # nosec B107\n"), "shown");
    assert_eq!(check("def f(a=\"secret\"):\n    pass  # nosec\n    return\n"), "shown");
}

#[test]
fn a_blanket_that_hides_something_is_told_and_narrowed() {
    expect_test::expect![[r#"
        PY990 `# nosec`: `# nosec` hides whatever is found here, now `PY307`
        eval(x)  # nosec B307
    "#]]
    .assert_eq(&about_eval("eval(x)  # nosec\n"));
    for (before, after) in [
        ("# nosec", "# nosec B307"),
        ("# nosec B999", "# nosec B307"),
        ("# nosec because trusted", "# nosec B307  # because trusted"),
        ("# nosecurity", "# nosec B307"),
        ("#nosec # why", "#nosec B307  # why"),
        ("# noqa", "# noqa: S307"),
        ("# noqa S102 E501", "# noqa: E501, S102, S307"),
        ("# noqa: because trusted", "# noqa: S307  # because trusted"),
        ("# noqa: S", "# noqa: S307"),
        ("# noqa : E501", "# noqa: E501, S307"),
        ("# noqa  # why", "# noqa: S307  # why"),
        ("# nosemgrep", "# nosemgrep: eval-detected"),
        ("# type: ignore # nosec", "# type: ignore # nosec B307"),
    ] {
        let said = about_eval(&format!("eval(x)  {before}\n"));
        assert!(said.starts_with("PY990"), "{before}: {said}");
        assert!(said.ends_with(&format!("\neval(x)  {after}\n")), "{before}: {said}");
    }
    let said = about_eval("eval(x)\n# ruff: noqa\n");
    assert!(said.ends_with("# ruff: noqa: S307\n"), "{said}");
}

#[test]
fn a_blanket_that_hides_nothing_is_left_alone() {
    assert_eq!(hygiene("y  # nosec\nz  # noqa\n# ruff: noqa\n", &[], &["PY993"]), "");
    // What it names itself it does not hide.
    assert_eq!(about_eval("eval(x)  # noqa : S307\n"), "");
}

#[test]
fn a_blanket_over_a_rule_without_twin_gets_our_form_beside_it() {
    let text = "token = eval(choice())  # nosec\n";
    let found = [
        Found("PY307", "eval(choice())", "eval(choice())", &[]),
        Found("PY841", "choice()", "choice()", &[]),
    ];
    let said = hygiene(text, &found, &["PY993"]);
    assert!(said.ends_with("# nosec B307  # watchpost: ignore[PY841]\n"), "{said}");
}

#[test]
fn lossy_commas_get_their_blank() {
    let text = "eval(x)  # nosec B307,B999,B602\n";
    let found = [Found("PY307", "eval(x)", "eval(x)", &[]), Found("PY602", "x", "x", &[])];
    assert_eq!(hygiene(text, &found, &["PY993"]), "");
    let text = "eval(x)  # nosec B307,B602\n";
    expect_test::expect![[r#"
        PY991 `B307,B602`: bandit reads a list without blanks from its end and ignores `B307`
        eval(x)  # nosec B307, B602
    "#]]
    .assert_eq(&hygiene(text, &found, &["PY993"]));
    assert_eq!(about_eval("eval(x)  # nosec B307, B404\n"), "");
}

#[test]
fn unused_ids_go_and_take_an_empty_comment_with_them() {
    for (before, after) in [
        ("eval(x)  # nosec B307, B602\n", "eval(x)  # nosec B307\n"),
        ("eval(x)  # nosec B602 B307 # why\n", "eval(x)  # nosec B307 # why\n"),
        ("eval(x)  # noqa: E501, S602\n", "eval(x)  # noqa: E501\n"),
        ("eval(x)  # noqa: S602\n", "eval(x)\n"),
        ("eval(x)  # noqa: S602 because trusted\n", "eval(x)\n"),
        ("eval(x)  # noqa: S602 # why\n", "eval(x)  # why\n"),
        ("eval(x)  # why # noqa: S602\n", "eval(x)  # why\n"),
        ("eval(x)  # nosec B602 # noqa: S307\n", "eval(x)  # noqa: S307\n"),
        ("eval(x)  # watchpost: ignore[PY602, PY307]\n", "eval(x)  # watchpost: ignore[PY307]\n"),
        ("    # watchpost: ignore[PY602] why\neval(x)\n", "eval(x)\n"),
        ("eval(x)\n# watchpost: file-ignore[PY602]\ny\n", "eval(x)\ny\n"),
        ("eval(x)  # watchpost: ignore[PY998]\n", "eval(x)\n"),
        ("eval(x)  # nosemgrep: subprocess-shell-true\n", "eval(x)\n"),
        ("# ruff: disable[S602]\neval(x)\n", "eval(x)\n"),
    ] {
        let said = about_eval(before);
        assert!(said.starts_with("PY992"), "{before}: {said}");
        let fixed = said.split_once('\n').map_or("", |(_, fixed)| fixed);
        assert_eq!(fixed, after, "{before}");
    }
}

#[test]
fn ids_for_other_tools_are_told_only_when_asked_for() {
    let others = [
        "y  # nosec B602\n",
        "y  # noqa: S602\n",
        "y  # nosemgrep: subprocess-shell-true\n",
        "y  # ruff: ignore[S602]\n",
        "# ruff: noqa: S602\n",
    ];
    for text in others {
        assert_eq!(run_with(text, &[], &["PY993"], false).hygiene, [], "{text}");
        let told = run_with(text, &[], &["PY993"], true).hygiene;
        let [finding] = told.as_slice() else { panic!("{text}: {told:?}") };
        assert_eq!((&finding.rule, finding.confidence), (&"PY992".into(), Confidence::Low));
        let is_unsafe = finding.fixes.iter().all(|fix| fix.safety == Safety::Unsafe);
        assert!(is_unsafe && !finding.fixes.is_empty(), "{text}: {finding:?}");
    }
    for text in ["y  # watchpost: ignore[PY602]\n", "y  # watchpost: ignore\n"] {
        let told = run_with(text, &[], &["PY993"], false).hygiene;
        let [finding] = told.as_slice() else { panic!("{text}: {told:?}") };
        assert_eq!((&finding.rule, finding.confidence), (&"PY992".into(), Confidence::High));
    }
}

#[test]
fn what_nobody_can_know_is_not_called_unused() {
    for text in [
        // No rule of ours, or not a rule at all.
        "y  # nosec B404\n",
        "y  # nosec B109\n",
        "y  # noqa: E501, B008\n",
        "y  # nosemgrep: other\n",
        "y  # ruff: ignore[E501]\n",
        // A prefix of another tool's codes.
        "y  # noqa: S6\n",
        // About suppressions.
        "y  # watchpost: ignore[PY990]\n",
        // Prose.
        "y  # nosec B404 see eval\n",
    ] {
        assert_eq!(hygiene(text, &[], &["PY993"]), "", "{text}");
    }
    let off = ["PY993", "PY602"];
    assert_eq!(hygiene("y  # nosec B602\n", &[], &off), "");
    assert_ne!(hygiene("y  # nosec B602\n", &[], &["PY993"]), "");
}

#[test]
fn our_form_without_a_list_is_told() {
    let said = hygiene("y  # watchpost: ignore\n", &[], &["PY993"]);
    assert!(said.starts_with("PY992 `# watchpost: ignore`: "), "{said}");
}

#[test]
fn reasons_are_asked_for_where_the_rule_is_on() {
    assert!(
        hygiene("eval(x)  # nosec B307\n", &[Found("PY307", "eval(x)", "eval(x)", &[])], &[])
            .starts_with("PY993")
    );
    let quiet = [
        "eval(x)  # nosec B307  # the input is a constant\n",
        "eval(x)  # noqa: S307 constant input\n",
        "eval(x)  # watchpost: ignore[PY307] constant input\n",
        "eval(x)  # noqa: E501\n",
    ];
    for text in quiet {
        assert_eq!(hygiene(text, &[Found("PY307", "eval(x)", "eval(x)", &[])], &[]), "", "{text}");
    }
}

#[test]
fn ids_in_the_wrong_words_are_rewritten() {
    for (before, after) in [
        ("# noqa: B307", "# noqa: S307"),
        ("# noqa: E501, b307", "# noqa: E501, S307"),
        ("# noqa: s307", "# noqa: S307"),
        ("# noqa: PY307 trusted", "# noqa: S307 trusted"),
        ("# noqa: PY841", "# watchpost: ignore[PY841]"),
        ("# noqa: E501, PY841 trusted", "# noqa: E501  # watchpost: ignore[PY841] trusted"),
        ("# nosec S307", "# nosec B307"),
        ("# nosec b307", "# nosec B307"),
        ("# nosec PY307", "# nosec B307"),
        ("# nosec B307 S602", "# nosec B307 B602"),
        ("# ruff: ignore[B307]", "# ruff: ignore[S307]"),
        ("# watchpost: ignore[B307]", "# watchpost: ignore[PY307]"),
        ("# ruff: noqa", "# noqa: S307"),
        ("# ruff: noqa: S307", "# noqa: S307"),
    ] {
        let said = about_eval(&format!("eval(x)  {before}\n"));
        assert!(said.starts_with("PY994"), "{before}: {said}");
        assert!(said.ends_with(&format!("\neval(x)  {after}\n")), "{before}: {said}");
    }
}

#[test]
fn bugbears_own_codes_are_right_as_they_are() {
    for text in [
        "y  # noqa: B008\n",
        "y  # noqa: B904, B012\n",
        "y  # ruff: noqa: E501\n",
        "y  # ruff: noqa\n",
    ] {
        assert_eq!(hygiene(text, &[], &["PY993"]), "", "{text}");
    }
}

#[test]
fn findings_about_suppressions_are_silenced_by_name_only() {
    let text = "eval(x)  # nosec  # watchpost: ignore[PY990]\n";
    assert_eq!(about_eval(text), "");
    assert!(about_eval("# ruff: noqa\neval(x)  # nosec\n").contains("PY990 `# nosec`"));
}

#[test]
fn a_hostile_file_is_read_in_time() {
    let mut text = String::new();
    for _ in 0..6_000 {
        text.push_str("  # watchpost: disable[PY1]\ny = 1  # nosec B602,B607 # noqa: S602\n");
    }
    text.push_str(&"# nosec ".repeat(50_000));
    run(&text, &[Found("PY307", "y = 1", "y = 1", &[])], &[]);
}

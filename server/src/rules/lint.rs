//! Mistakes in rule files: every trap of the query language, found before a rule runs.

use super::query_text::RuleMistake;
use super::{Catalogue, Rule, compile, needs, pattern, script_spec, settings_spec, template_spec};
use crate::languages::LANGUAGES;
use crate::text::Span;

/// Checks one rule by itself.
pub fn check(rule: &Rule) -> Vec<RuleMistake> {
    let mut mistakes = Vec::new();
    let top = Span::empty(0);
    if rule.query.is_some() {
        match LANGUAGES.iter().find(|language| language.id == rule.folder) {
            Some(language) => {
                if let Some(grammar) = language.grammar {
                    mistakes.extend(compile::check(rule, &grammar()).err());
                }
            }
            None => mistakes
                .push(RuleMistake::new(top, format!("`{}` is no language we know", rule.folder))),
        }
    }
    if rule.engine == settings_spec::ENGINE {
        let mistake = settings_spec::Spec::of(rule).err();
        mistakes.extend(mistake.map(|mistake| RuleMistake::new(top, mistake)));
    }
    if rule.engine == script_spec::ENGINE {
        let mistake = script_spec::Spec::of(rule).err();
        mistakes.extend(mistake.map(|mistake| RuleMistake::new(top, mistake)));
    }
    if rule.engine == template_spec::ENGINE {
        let mistake = template_spec::Spec::of(rule).err();
        mistakes.extend(mistake.map(|mistake| RuleMistake::new(top, mistake)));
    }
    if rule.message.ends_with('.') {
        mistakes.push(RuleMistake::new(top, "the message is one sentence without a final period"));
    }
    if rule.message.contains('\n') {
        mistakes.push(RuleMistake::new(top, "the message is one line"));
    }
    mistakes
}

/// Patterns that have to look at every line, for nothing in them has to stand where they match: they cost each check.
pub fn untriggered(rule: &Rule) -> Vec<RuleMistake> {
    let Some(query) = &rule.query else { return Vec::new() };
    let base = query.start;
    let Ok(patterns) = pattern::compile_rule(rule, 0) else { return Vec::new() };
    patterns
        .iter()
        .filter(|(source, pattern)| {
            let needs = needs::needs(source, pattern.exempt);
            !needs.is_silent && needs.all.is_empty()
        })
        .map(|(source, _)| {
            let span = Span::new(source.span.start + base, source.span.end + base);
            let message = "this pattern has no trigger, so that every line is looked at for it: \
                ask for a name or a word (`#resolves?`, `#eq?`, `#any-of?`, `#value?`)";
            RuleMistake::new(span, message)
        })
        .collect()
}

/// Checks what rules say of each other.
pub fn check_catalogue(catalogue: &Catalogue) -> Vec<(String, RuleMistake)> {
    let mut mistakes = Vec::new();
    for rule in catalogue.rules() {
        let referred = rule.covers.iter().chain(&rule.silent_when).chain(&rule.replaced_by);
        for code in referred {
            if catalogue.by_code(code.as_str()).is_none() {
                mistakes.push((
                    rule.stem(),
                    RuleMistake::new(Span::empty(0), format!("`{code}` is no rule")),
                ));
            }
        }
    }
    mistakes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{RuleOrigin, header};

    fn mistakes(patterns: &str) -> String {
        let text = format!(
            "; PY999 some-bad-thing\n;\n; severity = \"low\"\n; confidence = \"high\"\n; cwe = [1]\n; message = \"m\"\n; since = \"0.1.0\"\n; ---\n; Harm.\n;\n; ## Write instead\n; Good.\n\n{patterns}"
        );
        match header::read_scm(&text, "PY999-some-bad-thing", "python", RuleOrigin::Builtin("x")) {
            Ok(rule) => {
                let mistakes = check(&rule);
                for mistake in &mistakes {
                    assert!(mistake.span.end <= text.len());
                }
                mistakes.into_iter().map(|mistake| mistake.message).collect::<Vec<_>>().join("; ")
            }
            Err(mistake) => mistake.message,
        }
    }

    #[test]
    fn a_good_rule_passes() {
        assert_eq!(
            mistakes("((call function: (_) @callee) @finding (#resolves? @callee \"os.system\"))"),
            ""
        );
    }

    #[test]
    fn no_rule_of_ours_looks_at_every_line() {
        let slow: Vec<String> = Catalogue::builtin()
            .rules()
            .iter()
            .flat_map(|rule| {
                let text = &rule.query.as_ref().map(|query| query.text.len());
                untriggered(rule)
                    .into_iter()
                    .map(|note| format!("{} at {} of {text:?}", rule.stem(), note.span.start))
                    .collect::<Vec<_>>()
            })
            .collect();
        assert_eq!(slow, Vec::<String>::new());
    }

    #[test]
    fn a_pattern_without_a_trigger_is_told() {
        let notes = |patterns: &str| {
            let text = format!(
                "; PY999 some-bad-thing\n;\n; severity = \"low\"\n; confidence = \"high\"\n; cwe = [1]\n; message = \"m\"\n; since = \"0.1.0\"\n; ---\n; Harm.\n;\n; ## Write instead\n; Good.\n\n{patterns}"
            );
            let rule =
                header::read_scm(&text, "PY999-some-bad-thing", "python", RuleOrigin::Builtin("x"));
            untriggered(&rule.expect("a rule")).len()
        };
        assert_eq!(
            notes("((call function: (_) @callee) @finding (#resolves? @callee \"os.system\"))"),
            0
        );
        assert_eq!(
            notes("((call function: (_) @callee) @finding (#not-resolves? @callee \"os.system\"))"),
            1
        );
        assert_eq!(notes("((call) @finding (#set! exempt))\n((lambda) @finding)"), 0);
    }

    #[test]
    fn a_directive_outside_its_pattern_is_found() {
        assert!(mistakes("((call) @finding)\n(#set! severity low)").contains("belongs inside"));
    }

    #[test]
    fn a_pattern_without_finding_or_with_two_is_found() {
        assert!(mistakes("(call) @callee").contains("no `@finding`"));
        assert!(mistakes("(call function: (_) @finding) @finding").contains("more than once"));
        assert!(
            mistakes("(call arguments: (argument_list (string)* @finding))")
                .contains("exactly one node")
        );
    }

    #[test]
    fn a_lost_backslash_is_found() {
        assert!(mistakes("((call) @finding (#match? @finding \"\\w\"))").contains("\\\\w"));
    }

    #[test]
    fn a_pattern_at_every_node_is_found() {
        assert!(mistakes("(_) @finding").contains("every node"));
    }

    #[test]
    fn unknown_predicates_directives_captures_and_kinds_are_found() {
        assert!(
            mistakes("((call) @finding (#eqq? @finding \"x\"))").contains("did you mean `#eq?`")
        );
        assert!(mistakes("((call) @finding (#replac! @finding \"x\"))").contains("`#replace!`"));
        assert!(
            mistakes("(call function: (_) @calle) @finding").contains("did you mean `@callee`")
        );
        assert!(mistakes("(cal) @finding").contains("does not compile"));
        assert!(mistakes("((call) @finding (#eq? @other \"x\"))").contains("not captured"));
    }

    #[test]
    fn a_wrong_regular_expression_is_found() {
        assert!(
            mistakes("((call) @finding (#match? @finding \"(\"))")
                .contains("no regular expression")
        );
    }

    #[test]
    fn a_fix_without_safety_is_found() {
        assert!(mistakes("((call) @finding (#replace! @finding \"x\"))").contains("fix.safety"));
    }

    #[test]
    fn a_string_over_two_lines_is_found() {
        assert!(mistakes("((call) @finding (#eq? @finding \"a\nb\"))").contains("span lines"));
    }

    #[test]
    fn a_bare_word_with_a_colon_is_found() {
        assert!(mistakes("((call) @finding (#set! message a:b))").contains("quote"));
    }
}

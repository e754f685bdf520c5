//! Splits shell commands that need no shell.

/// Characters that mean something to a shell. `%` and `^` are for Windows.
const META: &[char] = &[
    '|', '<', '>', ';', '&', '$', '`', '"', '\'', '*', '?', '[', ']', '~', '\n', '\r', '(', ')',
    '{', '}', '#', '\\', '!', '%', '^', '\0',
];

/// Commands that only a shell knows, that of Windows included, or that do something else within one.
const BUILTINS: &[&str] = &[
    ".",
    ":",
    "alias",
    "assoc",
    "bg",
    "bind",
    "break",
    "builtin",
    "call",
    "caller",
    "case",
    "cd",
    "chdir",
    "cls",
    "color",
    "command",
    "compgen",
    "complete",
    "continue",
    "coproc",
    "copy",
    "declare",
    "del",
    "dir",
    "dirs",
    "disown",
    "do",
    "done",
    "elif",
    "else",
    "enable",
    "endlocal",
    "erase",
    "esac",
    "eval",
    "exec",
    "exit",
    "export",
    "fc",
    "fg",
    "fi",
    "for",
    "ftype",
    "function",
    "getopts",
    "goto",
    "hash",
    "help",
    "history",
    "if",
    "in",
    "jobs",
    "let",
    "local",
    "logout",
    "mapfile",
    "md",
    "mklink",
    "move",
    "path",
    "pause",
    "popd",
    "prompt",
    "pushd",
    "rd",
    "read",
    "readarray",
    "readonly",
    "rem",
    "ren",
    "rename",
    "return",
    "select",
    "set",
    "setlocal",
    "shift",
    "shopt",
    "source",
    "start",
    "suspend",
    "then",
    "time",
    "times",
    "title",
    "trap",
    "type",
    "typeset",
    "ulimit",
    "umask",
    "unalias",
    "unset",
    "until",
    "ver",
    "verify",
    "vol",
    "wait",
    "while",
];

/// The words of a command that means the same without a shell; `None` if it has quotes, variables, patterns, redirections or
/// anything else that a shell acts on, if it sets a variable, or if its first word is a builtin or keyword.
pub fn simple_words(command: &str) -> Option<Vec<String>> {
    if command.contains(META) {
        return None;
    }
    // A shell parts words at blanks and tabs only, not at every white space.
    let words: Vec<String> =
        command.split([' ', '\t']).filter(|word| !word.is_empty()).map(str::to_owned).collect();
    let first = words.first()?;
    (!first.contains('=') && !BUILTINS.contains(&first.as_str())).then_some(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn simple_commands_are_split_at_blanks() {
        assert_eq!(
            simple_words(" ls  -l\t/tmp "),
            Some(vec!["ls".into(), "-l".into(), "/tmp".into()])
        );
        assert_eq!(simple_words("dd if=/dev/zero of=x").map(|words| words.len()), Some(3));
        assert_eq!(simple_words("echo caf\u{e9}\u{a0}x").map(|words| words.len()), Some(2));
    }

    #[test]
    fn what_a_shell_acts_on_is_refused() {
        for command in [
            "a | b",
            "a > b",
            "a; b",
            "a & b",
            "a $B",
            "a `b`",
            "a 'b'",
            "a \"b\"",
            "ls *.py",
            "a ?",
            "ls ~",
            "a\nb",
            "(a)",
            "{ a; }",
            "a #b",
            "a\\ b",
            "!a",
            "A=1 b",
            "cd /",
            "export A",
            ". env",
            "umask 0",
            "if x",
            "",
            "  ",
            "echo %PATH%",
            "cls",
        ] {
            assert_eq!(simple_words(command), None, "{command}");
        }
    }
}

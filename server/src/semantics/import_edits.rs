//! Where an import that a fix needs goes, and how it is spelled in this file.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::imports::Import;
use super::{BindingKind, Semantics, flow};
use crate::finding::Edit;
use crate::text::Span;

/// Top-level modules of Python's own library, 3.8 to 3.14.
static STDLIB: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    include_str!("../../../queries/python/semantics/stdlib.txt").lines().collect()
});

/// What a fix has to do and write to use a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportPlan {
    /// The insertion; none if the file imports the name already.
    pub edit: Option<Edit>,
    /// How to write the name at `at`: `ssl.PROTOCOL_TLS_CLIENT`, or `PROTOCOL_TLS_CLIENT` where it was imported by `from`.
    pub spelling: String,
}

/// Plans the use of the dotted name `module`.`name` (or just `module`) at byte `at`.
pub fn plan(semantics: &Semantics, module: &str, name: Option<&str>, at: usize) -> ImportPlan {
    if let Some(spelling) = existing(semantics, module, name, at) {
        return ImportPlan { edit: None, spelling };
    }
    let (statement, spelling) = new_import(semantics, module, name, at);
    let edit = Some(insertion(semantics, module, &statement, at));
    ImportPlan { edit, spelling }
}

/// The spelling that an import which is in force at `at` allows.
fn existing(semantics: &Semantics, module: &str, name: Option<&str>, at: usize) -> Option<String> {
    // The name itself is shorter than the module and the name.
    let by_name = |import: &Import| {
        let is_it = import.member.as_deref() == name && &*import.module == module;
        (name.is_some() && is_it).then(|| bound(semantics, import).to_owned())
    };
    let by_module = |import: &Import| {
        let own = bound(semantics, import);
        let prefix = if import.member.is_some() || import.aliased {
            (&*import.path() == module).then_some(own)?
        } else {
            // `import os.path` makes `os` known as well.
            let rest = import.module.strip_prefix(module)?;
            (rest.is_empty() || rest.starts_with('.')).then_some(module)?
        };
        Some(name.map_or(prefix.to_owned(), |name| format!("{prefix}.{name}")))
    };
    let usable = |(index, import): &(usize, &Import)| {
        import.level == 0 && !import.is_star() && is_visible(semantics, *index, at)
    };
    let imports = || semantics.imports().iter().enumerate();
    // Asking what is visible costs more than comparing names, so names come first.
    imports()
        .filter_map(|(index, import)| Some((index, import, by_name(import)?)))
        .chain(imports().filter_map(|(index, import)| Some((index, import, by_module(import)?))))
        .find(|(index, import, _)| usable(&(*index, *import)))
        .map(|(_, _, spelling)| spelling)
}

fn bound<'s>(semantics: &'s Semantics, import: &Import) -> &'s str {
    import.bound.slice(&semantics.text)
}

/// Whether what import `index` binds is surely what its name means at `at`.
fn is_visible(semantics: &Semantics, index: usize, at: usize) -> bool {
    let import = &semantics.imports()[index];
    let name = bound(semantics, import);
    let bindings = flow::home(semantics, name, at);
    let is_bound_here = bindings.iter().any(|binding| {
        binding.kind == BindingKind::Import(index)
            && (binding.at <= at || binding.scope != semantics.scope_at(at))
    });
    let outline = &semantics.outline;
    let around: HashSet<usize> = match line_near(semantics, at) {
        Some(line) => outline.ancestors(line).collect(),
        None => HashSet::new(),
    };
    is_bound_here
        && outline.ancestors(import.line).all(|header| around.contains(&header))
        && bindings.iter().all(|binding| match binding.kind {
            BindingKind::Import(other) => means_the_same(&semantics.imports()[other], import),
            _ => false,
        })
}

/// Whether two imports bind their name to the same thing.
fn means_the_same(a: &Import, b: &Import) -> bool {
    let top = |import: &Import| import.module.split('.').next().unwrap_or_default().to_owned();
    let is_plain = |import: &Import| import.member.is_none() && !import.aliased;
    a.level == b.level
        && if is_plain(a) && is_plain(b) {
            top(a) == top(b)
        } else {
            a.path() == b.path() && is_plain(a) == is_plain(b)
        }
}

fn line_near(semantics: &Semantics, at: usize) -> Option<usize> {
    semantics.outline.lines.partition_point(|line| line.span.start <= at).checked_sub(1)
}

/// The statement to insert, and the spelling it allows.
fn new_import(
    semantics: &Semantics,
    module: &str,
    name: Option<&str>,
    at: usize,
) -> (String, String) {
    match (name, module.rsplit_once('.')) {
        (None, None) => {
            let alias = free_name(semantics, module, at);
            (import_as("import ", module, &alias), alias)
        }
        (Some(name), None) => {
            let alias = free_name(semantics, module, at);
            (import_as("import ", module, &alias), format!("{alias}.{name}"))
        }
        // A module within a package, and a name within such a module, are mostly taken out with `from`.
        (None, Some((package, last))) => {
            let alias = free_name(semantics, last, at);
            (import_as(&format!("from {package} import "), last, &alias), alias)
        }
        (Some(name), Some(_)) => {
            let alias = free_name(semantics, name, at);
            (import_as(&format!("from {module} import "), name, &alias), alias)
        }
    }
}

fn import_as(head: &str, name: &str, alias: &str) -> String {
    if name == alias { format!("{head}{name}") } else { format!("{head}{name} as {alias}") }
}

/// `name`, or `_name` where something else has that name already.
fn free_name(semantics: &Semantics, name: &str, at: usize) -> String {
    let is_taken = |name: &str| {
        semantics.bindings().is_inline(semantics, name, at)
            || !flow::home(semantics, name, at).is_empty()
    };
    let same = flow::home(semantics, name, at).iter().all(|binding| match binding.kind {
        // The same module, imported where it is not surely in force: once more does no harm.
        BindingKind::Import(index) => {
            let import = &semantics.imports()[index];
            import.level == 0 && !import.aliased && import.path().split('.').any(|one| one == name)
        }
        _ => false,
    });
    let is_inline = semantics.bindings().is_inline(semantics, name, at);
    let mut free = name.to_owned();
    if !same || is_inline {
        free.insert(0, '_');
        while is_taken(&free) {
            free.push('_');
        }
    }
    free
}

/// Groups of imports in the order in which files keep them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Group {
    Future,
    Standard,
    ThirdParty,
    Relative,
}

fn group(module: &str, level: usize) -> Group {
    let top = module.split('.').next().unwrap_or_default();
    match top {
        _ if level > 0 => Group::Relative,
        "__future__" => Group::Future,
        _ if STDLIB.contains(top) => Group::Standard,
        _ => Group::ThirdParty,
    }
}

fn insertion(semantics: &Semantics, module: &str, statement: &str, at: usize) -> Edit {
    let outline = &semantics.outline;
    let text = &*semantics.text;
    let newline = line_ending(text);
    let own = group(module, 0);
    // Imports below the first definition, or below the use at the top level, come too late.
    let use_line = outline.line_at(at).filter(|_| semantics.scope_at(at) == 0);
    let end = semantics
        .first_definition()
        .min(use_line.map_or(outline.lines.len(), |use_line| top(semantics, use_line)));
    let mut imports: Vec<(usize, Group)> = semantics
        .imports()
        .iter()
        .filter(|import| outline.lines[import.line].parent.is_none())
        // Nothing may ever come before `__future__`, wherever it was found.
        .filter(|import| import.line < end || &*import.module == "__future__")
        .map(|import| (import.line, group(&import.module, import.level)))
        .collect();
    imports.dedup_by_key(|(line, _)| *line);
    let last_of = |wanted: &dyn Fn(Group) -> bool| {
        imports.iter().rev().find(|(_, group)| wanted(*group)).map(|&(line, _)| line)
    };
    if let Some(line) = last_of(&|group| group == own) {
        return after(semantics, line, format!("{newline}{statement}"));
    }
    if let Some(line) = last_of(&|group| group < own) {
        return after(semantics, line, format!("{newline}{newline}{statement}"));
    }
    // All imports there are belong further down.
    if let Some(&(line, _)) = imports.first() {
        return before(semantics, line, format!("{statement}{newline}{newline}"));
    }
    match outline.lines.first() {
        Some(first) if is_docstring(first.span.slice(text)) => {
            let is_next_close = outline.lines.get(1).is_some_and(|next| {
                text.get(first.with_comment.end..next.span.start)
                    .is_some_and(|gap| gap.matches(['\n', '\r']).count() <= newline.len())
            });
            let tail = if is_next_close { newline } else { "" };
            after(semantics, 0, format!("{newline}{newline}{statement}{tail}"))
        }
        Some(_) => before(semantics, 0, format!("{statement}{newline}{newline}")),
        None => {
            let is_open = !text.is_empty() && !text.ends_with(['\n', '\r', '\u{FEFF}']);
            let gap = if is_open { newline } else { "" };
            Edit { span: Span::empty(text.len()), text: format!("{gap}{statement}{newline}") }
        }
    }
}

/// The top-level line that holds line `index` in its block.
fn top(semantics: &Semantics, index: usize) -> usize {
    semantics.outline.ancestors(index).last().unwrap_or(index)
}

/// An insertion behind the physical line on which line `index` ends.
fn after(semantics: &Semantics, mut index: usize, text: String) -> Edit {
    let lines = &semantics.outline.lines;
    // `import a; import b`: what follows the semicolon belongs to the same physical line.
    while let Some(next) = lines.get(index + 1)
        && Span::new(lines[index].span.end, next.span.start.max(lines[index].span.end))
            .slice(&semantics.text)
            .find(['\n', '\r'])
            .is_none()
    {
        index += 1;
    }
    let from = lines[index].with_comment.end;
    let rest = semantics.text.get(from..).unwrap_or("");
    let end = from + rest.find(['\n', '\r']).unwrap_or(rest.len());
    Edit { span: Span::empty(end), text }
}

/// An insertion at the beginning of the physical line of line `index`.
fn before(semantics: &Semantics, index: usize, text: String) -> Edit {
    let start = semantics.outline.lines[index].span.start;
    let head = semantics.text.get(..start).unwrap_or("");
    let line_start = head
        .rfind(['\n', '\r', '\u{FEFF}'])
        .map_or(0, |found| found + head[found..].chars().next().map_or(1, char::len_utf8));
    Edit { span: Span::empty(line_start), text }
}

fn is_docstring(statement: &str) -> bool {
    let body = statement.trim_start_matches(['r', 'R', 'u', 'U']);
    let prefix = statement.len() - body.len();
    prefix <= 1 && body.starts_with(['"', '\''])
}

/// The line ending the file begins with.
fn line_ending(text: &str) -> &'static str {
    match text.find(['\n', '\r']) {
        Some(at) if text[at..].starts_with("\r\n") => "\r\n",
        Some(at) if text[at..].starts_with('\r') => "\r",
        _ => "\n",
    }
}

#[cfg(test)]
mod tests {
    use crate::text::Text;

    use expect_test::{Expect, expect};

    use super::*;

    /// Plans the use of `module:name` at the mark `$0` and shows the text with the spelling in the mark's place.
    fn check(wanted: &str, code: &str, expect: Expect) {
        let at = code.find("$0").expect("the code has a mark");
        let text = code.replacen("$0", "", 1);
        let (module, name) = match wanted.split_once(':') {
            Some((module, name)) => (module, Some(name)),
            None => (wanted, None),
        };
        let semantics = Semantics::build(Text::from(text.as_str()));
        let plan = plan(&semantics, module, name, at);
        let mut result = text.clone();
        result.insert_str(at, &format!("⟨{}⟩", plan.spelling));
        if let Some(edit) = plan.edit {
            assert!(edit.span.start <= at, "the import comes before its use");
            result.insert_str(edit.span.start, &edit.text);
        }
        expect.assert_eq(&result.replace('\r', "␍"));
    }

    #[test]
    fn imports_in_force_are_used() {
        check(
            "ssl:X",
            "import ssl as s\n$0y",
            expect![[r#"
            import ssl as s
            ⟨s.X⟩y"#]],
        );
        check(
            "ssl:X",
            "from ssl import X as Y\nimport ssl\n$0y",
            expect![[r#"
            from ssl import X as Y
            import ssl
            ⟨Y⟩y"#]],
        );
        check(
            "os.path:join",
            "import os\ndef f():\n    from os import path\n    $0y",
            expect![[r#"
                import os
                def f():
                    from os import path
                    ⟨path.join⟩y"#]],
        );
        check(
            "os",
            "import os.path\n$0y",
            expect![[r#"
            import os.path
            ⟨os⟩y"#]],
        );
        check(
            "os.path:join",
            "import os.path\n$0y",
            expect![[r#"
            import os.path
            ⟨os.path.join⟩y"#]],
        );
        check(
            "ssl",
            "def f():\n    $0y\nimport ssl\n",
            expect![[r#"
            def f():
                ⟨ssl⟩y
            import ssl
        "#]],
        );
    }

    #[test]
    fn imports_not_in_force_are_written_again() {
        check(
            "ssl",
            "try:\n    import ssl\nexcept ImportError:\n    pass\n$0y",
            expect![[r#"
            import ssl

            try:
                import ssl
            except ImportError:
                pass
            ⟨ssl⟩y"#]],
        );
        check(
            "ssl",
            "def g():\n    import ssl\ndef f():\n    $0y",
            expect![[r#"
            import ssl

            def g():
                import ssl
            def f():
                ⟨ssl⟩y"#]],
        );
        check(
            "ssl",
            "from .ssl import x\n$0y",
            expect![[r#"
            import ssl

            from .ssl import x
            ⟨ssl⟩y"#]],
        );
    }

    #[test]
    fn new_imports_go_behind_their_group() {
        check(
            "os",
            "#!/usr/bin/env python\n\"\"\"Doc.\"\"\"\nfrom __future__ import annotations\n\nimport sys  # why\nfrom a import (\n    b,\n)\nfrom . import c\n\ndef f():\n    import late\n    $0y\nimport zlib\n",
            expect![[r##"
                #!/usr/bin/env python
                """Doc."""
                from __future__ import annotations

                import sys  # why
                import os
                from a import (
                    b,
                )
                from . import c

                def f():
                    import late
                    ⟨os⟩y
                import zlib
            "##]],
        );
        check(
            "yaml",
            "import os; import sys\n\nfrom . import c\n$0y",
            expect![[r#"
            import os; import sys

            import yaml

            from . import c
            ⟨yaml⟩y"#]],
        );
        check(
            "os",
            "# head\nimport yaml\n$0y",
            expect![[r#"
            # head
            import os

            import yaml
            ⟨os⟩y"#]],
        );
        check(
            "django.utils.html:escape",
            "from django import http\n$0y",
            expect![[r#"
            from django import http
            from django.utils.html import escape
            ⟨escape⟩y"#]],
        );
        check(
            "os",
            "from __future__ import annotations\n$0y",
            expect![[r#"
            from __future__ import annotations

            import os
            ⟨os⟩y"#]],
        );
    }

    #[test]
    fn files_without_imports() {
        check(
            "os",
            "\"\"\"Doc.\n\nMore.\"\"\"\nx = 1\n$0y",
            expect![[r#"
            """Doc.

            More."""

            import os

            x = 1
            ⟨os⟩y"#]],
        );
        check(
            "os",
            "# -*- coding: utf-8 -*-\n# Licence\n\nx = $0y",
            expect![[r#"
            # -*- coding: utf-8 -*-
            # Licence

            import os

            x = ⟨os⟩y"#]],
        );
        check(
            "os",
            "$0",
            expect![[r#"
            import os
            ⟨os⟩"#]],
        );
        check(
            "os",
            "\u{FEFF}x = 1\n$0y",
            expect![[r#"
            ﻿import os

            x = 1
            ⟨os⟩y"#]],
        );
        check(
            "os",
            "if x:\n    import sys\n    $0y",
            expect![[r#"
            import os

            if x:
                import sys
                ⟨os⟩y"#]],
        );
    }

    #[test]
    fn line_endings_are_kept() {
        check(
            "os",
            "import sys\r\nx = 1\r\n$0y",
            expect![[r#"
            import sys␍
            import os␍
            x = 1␍
            ⟨os⟩y"#]],
        );
        check("os", "import sys\rx = 1\r$0y", expect!["import sys␍import os␍x = 1␍⟨os⟩y"]);
    }

    #[test]
    fn names_in_use_are_left_alone() {
        check(
            "subprocess:run",
            "subprocess = 1\n$0y",
            expect![[r#"
            import subprocess as _subprocess

            subprocess = 1
            ⟨_subprocess.run⟩y"#]],
        );
        check(
            "html",
            "def f(html, _html):\n    $0y",
            expect![[r#"
            import html as _html_

            def f(html, _html):
                ⟨_html_⟩y"#]],
        );
        check(
            "a.b:c",
            "x = [c for c in $0y]",
            expect![[r#"
            from a.b import c as _c

            x = [c for c in ⟨_c⟩y]"#]],
        );
    }
}

//! What a module gives to those who import from it, name by name.

use memchr::memmem;

use super::bindings::{Binding, BindingKind};
use super::lexer::is_word;
use super::{Ancestors, Memo, Names, ProjectView, Resolver, Semantics, Value, budget};
use super::{constants, lookup, types};

/// Every binding of the file's top level: its name, and whether it is a class or function that no condition guards,
/// which stands for itself.
pub fn top_level_names(semantics: &Semantics) -> impl Iterator<Item = (&str, bool)> {
    semantics
        .top_level()
        .map(|binding| (binding.name.slice(&semantics.text), is_definition(semantics, binding)))
}

fn is_definition(semantics: &Semantics, binding: &Binding) -> bool {
    matches!(binding.kind, BindingKind::Def | BindingKind::Class)
        && semantics.outline.lines[binding.line].parent.is_none()
}

/// Whether a name of the file's top level is a class or function that no condition guards, and nothing else; `None` if
/// nothing binds it.
pub fn defined_name(semantics: &Semantics, name: &str) -> Option<bool> {
    if is_plainly_defined(&semantics.text, name) {
        return Some(true);
    }
    let mut bindings = semantics.bindings().of(semantics, 0, false, name).peekable();
    bindings.peek()?;
    Some(bindings.all(|binding| is_definition(semantics, binding)))
}

/// Whether a glance tells that `name` is a class or function at the top level that no condition guards, and nothing
/// else there. False also where a glance does not tell.
fn is_plainly_defined(text: &str, name: &str) -> bool {
    let bytes = text.as_bytes();
    let mut is_defined = false;
    for at in memmem::find_iter(bytes, name.as_bytes()) {
        let end = at + name.len();
        let before_it = at.checked_sub(1).map(|before| bytes[before]);
        if before_it.is_some_and(is_word) || bytes.get(end).is_some_and(|&byte| is_word(byte)) {
            continue;
        }
        let start = memchr::memrchr2(b'\n', b'\r', &bytes[..at]).map_or(0, |before| before + 1);
        let before = &bytes[start..at];
        if matches!(before, b"class " | b"def " | b"async def ") {
            is_defined = true;
        } else if !is_plain_use(before, &bytes[end..]) {
            return false;
        }
    }
    is_defined
}

/// Whether a word between `before`, which begins with its line, and `after` can be nothing that a statement binds.
fn is_plain_use(before: &[u8], after: &[u8]) -> bool {
    let is_quote = |byte: &u8| matches!(byte, b'"' | b'\'');
    let n_blanks = after.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    let (after, next) = (&after[n_blanks..], after.get(n_blanks));
    let comment = memchr::memchr(b'#', before);
    if comment.is_some_and(|at| !before[..at].iter().any(|byte| is_quote(byte))) {
        return true;
    }
    let trimmed = before.trim_ascii_end();
    let last_word = &trimmed[trimmed.iter().rposition(|b| !is_word(*b)).map_or(0, |at| at + 1)..];
    if matches!(last_word, b"def" | b"class" | b"import" | b"as" | b"global" | b"nonlocal" | b"del")
    {
        return false;
    }
    let assigns = next == Some(&b'=') && after.get(1) != Some(&b'=');
    let is_walrus = next == Some(&b':') && after.get(1) == Some(&b'=');
    if matches!(next, Some(b'(' | b'.' | b'['))
        || matches!(trimmed.last(), Some(b'.' | b'@'))
        || n_blanks == 0 && next.is_some_and(is_quote) && before.last().is_some_and(is_quote)
        || matches!(last_word, b"return" | b"raise" | b"except" | b"yield" | b"await" | b"not")
            && !assigns
        || trimmed.ends_with(b"->")
        || trimmed.last() == Some(&b'=') && !assigns
    {
        return true;
    }
    // An argument of a call, a parameter or a base class: between brackets behind a word.
    let mut depth = 0_usize;
    let open = before.iter().rposition(|byte| {
        match byte {
            b')' => depth += 1,
            b'(' if depth > 0 => depth -= 1,
            b'(' => return true,
            _ => {}
        }
        false
    });
    let callee = &before[..open.unwrap_or(0)];
    let binds = [&b"import"[..], b"for", b"del"].iter().any(|word| callee.ends_with(word));
    !is_walrus && !binds && callee.last().is_some_and(|byte| is_word(*byte))
}

/// The library names that a top-level name stands for at the end of the file; none for definitions of its own.
///
/// Asks `project` for what the file itself imports; whoever implements it breaks circles.
pub fn exported_names(semantics: &Semantics, project: &dyn ProjectView, name: &str) -> Names {
    let memo = Memo::default();
    let resolver = Resolver { semantics, project, memo: &memo };
    lookup::library_names(apart(|| lookup::name_at_end(&resolver, name)))
}

/// The value of a top-level name if it is a constant.
pub fn exported_value(semantics: &Semantics, project: &dyn ProjectView, name: &str) -> Value {
    let mut bindings = semantics.bindings().of(semantics, 0, false, name);
    let Some(binding) = bindings.next() else { return Value::Unknown };
    if binding.kind != BindingKind::Assign {
        return Value::Unknown;
    }
    let memo = Memo::default();
    let resolver = Resolver { semantics, project, memo: &memo };
    let value = binding
        .value_expr(&semantics.text)
        .map_or(Value::Unknown, |value| apart(|| resolver.value(value)));
    match value {
        Value::List(_) | Value::Dict(_) | Value::Set(_)
            if constants::growth_of_name(semantics, name, binding.at).is_some() =>
        {
            Value::Unknown
        }
        value => value,
    }
}

/// The library classes that a top-level class of the file derives from, directly or not; also those of what is imported
/// under that name.
pub fn exported_ancestors(
    semantics: &Semantics,
    project: &dyn ProjectView,
    name: &str,
) -> Ancestors {
    let memo = Memo::default();
    let resolver = Resolver { semantics, project, memo: &memo };
    apart(|| {
        let classes = lookup::name_at_end(&resolver, name);
        types::ancestors(&resolver, classes.into_iter().map(|(class, _)| class).collect())
    })
}

/// Answers a question about another file with a budget of its own, so that the answer does not hang on who asks.
pub(super) fn apart<T>(answer: impl FnOnce() -> T) -> T {
    budget::apart(|| lookup::apart(answer))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: bool) {
        assert_eq!(is_plainly_defined(text, "A"), expected, "{text}");
        // What a glance tells is so.
        let semantics = Semantics::build(text.into());
        let mut bindings = top_level_names(&semantics).filter(|(name, _)| *name == "A").peekable();
        assert!(!expected || bindings.peek().is_some() && bindings.all(|(_, is)| is), "{text}");
    }

    #[test]
    fn classes_and_functions_are_told_at_a_glance() {
        for text in [
            "class A: pass",
            "def A(): pass\nasync def A(): pass",
            "class A(B):\n  # A too\n  def f(self): return A\n",
            "class A: pass\nclass B(A): pass\n__all__ = ['A', \"A\"]\nA.x = 1\nA['x'] = 2\nb = A\n",
            "@A.b\ndef A(): pass\ndef f(x, A=1) -> A: pass\nf(1, A)\nself.A = 1\nc = A == 1\nAB = BA = 1\n",
        ] {
            check(text, true);
        }
    }

    #[test]
    fn whatever_else_may_bind_a_name_is_looked_at() {
        for text in [
            "A = 1",
            "if x:\n  class A: pass",
            "class A: pass\nA = f(A)",
            "class A: pass\nb = A = 1",
            "class A: pass\nA: int = 1",
            "class A: pass\nfrom b import A",
            "class A: pass\nfrom b import (\n  A,\n)",
            "class A: pass\nfrom b import(A)",
            "class A: pass\nfor(b, A) in c: pass",
            "class A: pass\nimport b as A",
            "class A: pass\nfor A in b: pass",
            "class A: pass\nb, A = c",
            "class A: pass\n(b, A) = c",
            "class A: pass\nwith b as A: pass",
            "class A: pass\nwith (b as A): pass",
            "class A: pass\nf(A := 1)",
            "class A: pass\ndef f():\n  global A\n  A = 1",
            "class A: pass\ndel A",
            "class A: pass\n'#'; A = 1",
            "class A: pass\nif x:\n  def A(): pass",
            "x = A",
        ] {
            check(text, false);
        }
    }
}

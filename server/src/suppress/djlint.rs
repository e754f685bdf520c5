//! djlint's `{# djlint:off #}` and `{# djlint:on #}`.

use super::How;
use super::comments::{Directive, Verb, run_end, skip_blanks};
use crate::text::Span;

/// The word of a comment that says nothing else. With codes it speaks about djlint's own rules, none of which is ours.
pub(super) fn parse(comment: &str) -> Option<Directive> {
    let start = comment.find("djlint:")?;
    let end = run_end(comment, start + "djlint:".len(), |byte| byte.is_ascii_lowercase());
    let verb = match comment.get(start + "djlint:".len()..end)? {
        "off" => Verb::Disable,
        "on" => Verb::Enable,
        _ => return None,
    };
    let rest = comment.get(skip_blanks(comment, end)..)?;
    let is_all = ["#}", "-->", "{%", "\n", ""].iter().any(|close| match *close {
        "" => rest.is_empty(),
        close => rest.starts_with(close),
    });
    let mut directive = Directive::new(How::Djlint, verb, Span::new(start, end));
    directive.blanket = true;
    is_all.then_some(directive)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_speaks_about_all_rules_counts() {
        let verb = |comment: &str| parse(comment).map(|directive| directive.verb);
        assert_eq!(verb("{# djlint:off #}"), Some(Verb::Disable));
        assert_eq!(verb("<!-- djlint:on -->"), Some(Verb::Enable));
        assert_eq!(verb("{% comment %} djlint:off {% endcomment %}"), Some(Verb::Disable));
        for comment in ["{# djlint:off H025 #}", "{# djlint:offer #}", "{# djlint #}", "{##}"] {
            assert_eq!(verb(comment), None, "{comment}");
        }
    }
}

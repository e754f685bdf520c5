//! Templates that Django or Jinja makes pages of.

use super::{Comment, Language};

/// Pages below a folder `templates` or `jinja2`, and those whose names say what makes them.
pub static DJANGO_TEMPLATE: Language = Language {
    id: "templates",
    lsp_ids: &["django-html", "htmldjango", "jinja-html", "jinja", "jinja2", "djhtml"],
    files: &[
        "**/templates/**/*.{html,htm,xhtml,djhtml}",
        "**/templates/**/*.{jinja,jinja2,j2}",
        "**/jinja2/**/*.{html,htm,xhtml,jinja,jinja2,j2}",
        "**/*.{html,htm}.{j2,jinja,jinja2,dj}",
        "**/*.djhtml",
    ],
    grammar: None,
    comment: Comment::Between("{#", "#}"),
};

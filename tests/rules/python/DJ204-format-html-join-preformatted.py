"""DJ204: values that format_html_join does not see."""
from django.utils.html import format_html_join


def rows(kind, names):
    a = format_html_join("", f"<li class='{kind}'>{{}}</li>", ((name,) for name in names))  # expect: DJ204
    b = format_html_join("", "<li class='" + kind + "'>{}</li>", [(name,) for name in names])  # expect: DJ204
    return a, b


# Fine: a constant, and a separator, which is escaped.
def fine(kind, names):
    format_html_join("", "<li class='{}'>{}</li>", ((kind, name) for name in names))
    # Fine: the separator is escaped.
    format_html_join(kind, "<li>{}</li>", ((name,) for name in names))

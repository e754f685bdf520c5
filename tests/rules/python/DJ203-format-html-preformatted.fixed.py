"""DJ203: values that format_html does not see."""
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.safestring import mark_safe

HINT = "<em>{}</em>"


def cell(user, template):
    a = format_html("<b>{}</b>", user.name)  # expect: DJ203
    #               ^^^^^^^^^^^^^^^^^^^^^ "`format_html` gets a text that is put together already: the values in it are not escaped"
    b = format_html("<b>{}</b>", user.name)  # expect: DJ203
    c = format_html("<b>{}</b>", user.name)  # expect: DJ203
    d = format_html("<b>{}</b>", user.name)  # expect: DJ203
    e = format_html(template, user.name)  # expect: DJ203
    f = format_html(f"<b>{user.name}</b> {{}}", user.age)  # expect: DJ203
    g = mark_safe("<hr>")  # expect: DJ203
    return a, b, c, d, e, f, g


# Fine: the values come behind the text.
def fine(user):
    format_html("<b>{}</b>", user.name)
    format_html(HINT, user.name)
    format_html(_("<b>{}</b> is here"), user.name)
    # Fine: nothing but constants is put in.
    format_html(f"<{'b'}>{{}}</b>", user.name)

"""PY704: text marked as safe HTML."""
from flask import Markup, render_template
from markupsafe import Markup as Safe
from markupsafe import escape

greeting = Markup("<b>{}</b>").format(name)  # expect: PY704
#          ^^^^^^^^^^^^^^^^^^^^^^^^ "`markupsafe.Markup` marks `f"<b>{name}</b>"` as safe HTML without escaping it"

Safe("<i>%s</i>") % name  # expect: PY704
Safe(text)  # expect: PY704

# Fine: the value is escaped.
Safe("<b>{}</b>").format(name)
Safe(f"<b>{escape(name)}</b>")

# Fine: constants, however often, and also under the same name.
def indent(width, wrap):
    margin = " " * width
    end = "\n"
    if wrap:
        margin = Markup(margin)
        end = Markup(end)
    return margin + end


# Fine: a rendered template.
Markup(render_template("page.html"))

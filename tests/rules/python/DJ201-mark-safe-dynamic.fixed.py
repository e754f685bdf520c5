"""DJ201: text that becomes HTML as it is."""
from django.template.loader import render_to_string
from django.utils.html import escape, format_html
from django.utils.safestring import SafeText, mark_safe
from django.utils.translation import gettext as _


def badge(user, link):
    bold = format_html("<b>{}</b>", user.name)  # expect: DJ201
    #      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ "`mark_safe` hands `f"<b>{user.name}</b>"` to the page as HTML without escaping it"
    old = format_html("<i class='{}'>{}</i>", user.kind, user.name)  # expect: DJ201
    sum_ = format_html("<p>{}</p>", user.bio)  # expect: DJ201
    later = mark_safe("<a title='{}'>{{ x }}</a>".format(user.name))  # expect: DJ201
    page = format_html("<em>{}</em>", user.name)  # expect: DJ201
    # Escaping is not enough here, so nothing is offered.
    anchor = mark_safe(f'<a href="{link}">go</a>')  # expect: DJ201
    script = mark_safe("<script>var name = '" + user.name + "';</script>")  # expect: DJ201
    bare = mark_safe(f"<a title={user.name}>x</a>")  # expect: DJ201
    return bold, old, sum_, later, page, anchor, script, bare


def view(request):
    name = request.GET.get("name", "")
    return format_html("<h1>{}</h1>", name)  # expect: DJ201
    #      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ "`mark_safe` hands data of the request to the page as HTML: who makes the link decides which scripts run"


@mark_safe  # expect: DJ201
def widget(value):
    return "<b>" + value


# Fine: constants, numbers, and what is HTML already.
def fine(user, form, count):
    mark_safe("<br>")
    mark_safe(_("<b>Hello</b>"))
    mark_safe("<b>%d</b>" % count)
    mark_safe(f"<b>{escape(user.name)}</b>")
    mark_safe("<ul>" + "".join(format_html("<li>{}</li>", item) for item in user.items) + "</ul>")
    # Fine: forms and templates escape by themselves.
    mark_safe(render_to_string("badge.html", {"user": user}))
    mark_safe(form.as_p())
    mark_safe(format_html("<b>{}</b>", user.name))

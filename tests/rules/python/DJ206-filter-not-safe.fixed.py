"""DJ206: filters that promise too much."""
import html

from django import template

register = template.Library()


@register.filter()
def quoted(value):
    return '"%s"' % value  # expect: DJ206
    #      ^^^^^^^^^^^^^^ "this filter says that it keeps a safe text safe, and puts HTML of its own into it"


@register.filter("plain")
def plain(value):
    return html.unescape(value)  # expect: DJ206


# Fine: letters stay letters.
@register.filter(is_safe=True)
def loud(value):
    return value.upper()


# Fine: the result is escaped.
@register.filter
def bracketed(value):
    return f"<{value}>"

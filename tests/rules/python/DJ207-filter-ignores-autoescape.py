"""DJ207: filters that do not escape."""
from django import template
from django.template.defaultfilters import stringfilter
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import mark_safe

register = template.Library()


@register.filter
@stringfilter
def bold(value):
    return mark_safe(f"<b>{value}</b>")  # expect: DJ207
    #      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ "this filter returns its value as HTML and never escapes it"


@register.filter("raw", is_safe=True)
def raw(value):
    return mark_safe(value)  # expect: DJ207


# Fine: escaped.
@register.filter(needs_autoescape=True)
def strong(value, autoescape=True):
    value = conditional_escape(value) if autoescape else value
    return format_html("<b>{}</b>", value)


# Fine: constants.
@register.filter
def mark(value):
    return mark_safe("&#10004;") if value else ""

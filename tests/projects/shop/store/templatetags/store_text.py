"""Filters for product texts."""
from django import template
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from markupsafe import Markup, escape

register = template.Library()


@register.filter
def badge(product):
    """A label for products that are running out."""
    if product.stock == 0:
        return mark_safe('<span class="badge">sold out</span>')
    if product.stock < 5:
        return format_html('<span class="badge">only {} left</span>', product.stock)
    return ""


@register.filter
def highlight(text, word):
    """The text with the word that was searched for in bold."""
    return Markup(text.replace(word, f"<b>{word}</b>"))  # expect: PY704


@register.filter
def paragraphs(text):
    parts = [escape(part) for part in text.split("\n\n")]
    return Markup("").join(Markup("<p>{}</p>").format(part) for part in parts)

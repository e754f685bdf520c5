"""DJ208: tags that do not escape."""
from django import template
from django.utils.html import format_html
from django.utils.safestring import mark_safe

register = template.Library()


@register.simple_tag
def bold(value):
    return mark_safe(f"<b>{value}</b>")  # expect: DJ208
    #      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ "what this tag returns goes to the page as HTML: its values are not escaped"


class ValueNode(template.Node):
    def render(self, context):
        return self.value.resolve(context)  # expect: DJ208


# Fine: escaped.
@register.simple_tag(takes_context=True)
def strong(context, value):
    return format_html("<b>{}</b>", value)


# Fine: no tag.
class Value:
    def render(self, context):
        return self.value.resolve(context)

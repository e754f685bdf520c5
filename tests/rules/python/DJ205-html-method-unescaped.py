"""DJ205: HTML of objects."""
from django.utils.html import escape, format_html


class Badge:
    def __html__(self):
        return f"<b>{self.name}</b>"  # expect: DJ205
        #      ^^^^^^^^^^^^^^^^^^^^^ "what `__html__` returns goes to the page as HTML: f"<b>{self.name}</b>" is not escaped"


class Old:
    def __html__(self):
        return "<i>%s</i>" % self.name  # expect: DJ205


# Fine: escaped.
class Fine:
    def __html__(self):
        return format_html("<b>{}</b>", self.name)


# Fine: another method.
class Text:
    def __html__(self):
        return "<b>" + escape(self.name) + "</b>"

    def __str__(self):
        return f"<{self.name}>"

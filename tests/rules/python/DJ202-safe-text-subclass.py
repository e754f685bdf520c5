"""DJ202: classes of texts that are never escaped."""
from django.utils.safestring import SafeData, SafeString


class Markdown(SafeString):  # expect: DJ202
#              ^^^^^^^^^^ "texts of this class go to the page as HTML, whatever they hold"
    pass


class Snippet(str, SafeData):  # expect: DJ202
    pass


# Fine: a plain text.
class Title(str):
    pass


# Fine: asked, not derived from.
class Reader:
    def is_html(self, text):
        return isinstance(text, SafeData)

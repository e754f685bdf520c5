"""PY319: documents pulled in pieces."""
from xml.dom import pulldom
from xml.dom.pulldom import parseString as read

from defusedxml.pulldom import parse

from defusedxml.pulldom import parseString

events = parse(upload)  # expect: PY319
#        ^^^^^^^^^^^^^^^^^^^^^ "`xml.dom.pulldom.parse` expands the entities of a document: a small one can use up all memory"

parseString(body)  # expect: PY319
streams = map(pulldom.parseString, bodies)  # expect: PY319

# Fine: the text is the program's own.
pulldom.parseString("<order/>")

# Fine: an event is compared.
event == pulldom.START_ELEMENT


# Fine: the careful twin.
def careful(body):
    from defusedxml import pulldom

    return pulldom.parseString(body)

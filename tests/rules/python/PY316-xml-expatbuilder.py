"""PY316: documents built by the expat builder."""
from xml.dom import expatbuilder
from xml.dom.expatbuilder import parseString as read

document = expatbuilder.parse(upload)  # expect: PY316
#          ^^^^^^^^^^^^^^^^^^^^^^^^^^ "`xml.dom.expatbuilder.parse` expands the entities of a document: a small one can use up all memory"

read(body)  # expect: PY316
documents = map(expatbuilder.parseString, bodies)  # expect: PY316

# Fine: the text is the program's own.
expatbuilder.parseString("<order/>")


# Fine: the careful twin.
def careful(body):
    from defusedxml import expatbuilder

    return expatbuilder.parseString(body)

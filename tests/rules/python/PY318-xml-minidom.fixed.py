"""PY318: documents built by minidom."""
import xml.dom.minidom
from xml.dom import minidom as dom
from xml.dom.minidom import parseString as read

from defusedxml.minidom import parse

from defusedxml.minidom import parseString

document = parse(upload)  # expect: PY318
#          ^^^^^^^^^^^^^^^^^ "`xml.dom.minidom.parse` expands the entities of a document: a small one can use up all memory"

parseString(body)  # expect: PY318
parseString(string=body)  # expect: PY318
documents = map(dom.parseString, bodies)  # expect: PY318

# Fine: the text is the program's own.
dom.parseString("<order/>")

# Fine: a document that is built and written.
dom.Document().toprettyxml()


# Fine: the careful twin.
def careful(body):
    from defusedxml import minidom

    return minidom.parseString(body)


def fallback(body):
    try:
        from defusedxml import minidom
    except ImportError:
        from xml.dom import minidom
    return minidom.parseString(body)  # expect: PY318

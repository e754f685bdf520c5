"""PY317: XML read event by event."""
import xml.sax
from xml import sax as events
from xml.sax import parseString as read

from defusedxml.sax import make_parser

from defusedxml.sax import parse

from defusedxml.sax import parseString

parse(upload, handler)  # expect: PY317
# <^^^^^^^^^^^^^^^^^^^^^^^^^^^ "`xml.sax.parse` expands the entities of a document: a small one can use up all memory"

parseString(body, handler)  # expect: PY317
parser = make_parser()  # expect: PY317
factory = xml.sax.make_parser  # expect: PY317

# Fine: the text is the program's own.
xml.sax.parseString(b"<order/>", handler)

# Fine: the methods of a parser that was reported where it was made.
parser.setContentHandler(handler)
parser.parse(upload)


# Fine: the careful twin.
def careful(body):
    from defusedxml import sax

    return sax.parseString(body, handler)

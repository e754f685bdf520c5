"""PY313: XML read by the old C parser."""
import xml.etree.cElementTree as ET
from xml.etree.cElementTree import fromstring as read
from xml.etree.cElementTree import iterparse

from defusedxml.ElementTree import DefusedXMLParser

from defusedxml.ElementTree import XML

from defusedxml.ElementTree import fromstring

from defusedxml.ElementTree import iterparse

from defusedxml.ElementTree import parse

tree = parse(upload)  # expect: PY313
#      ^^^^^^^^^^^^^^^^ "`xml.etree.cElementTree.parse` expands the entities of a document: a small one can use up all memory"

fromstring(body)  # expect: PY313
iterparse(stream)  # expect: PY313
XML(body)  # expect: PY313
ET.fromstringlist(lines)  # expect: PY313
ET.XMLPullParser()  # expect: PY313
fromstring(body, parser=DefusedXMLParser())  # expect: PY313, PY313
trees = map(ET.fromstring, bodies)  # expect: PY313

# Fine: the text is the program's own.
ET.fromstring("<order/>")

# Fine: trees that are built and written.
ET.SubElement(ET.Element("order"), "item")
ET.tostring(tree)


# Fine: another library with the same functions.
def careful(body):
    import defusedxml.ElementTree as ET

    return ET.fromstring(body)


# Fine: a careful parser does the work.
def given(body):
    from defusedxml.ElementTree import DefusedXMLParser

    return ET.fromstring(body, DefusedXMLParser())


# Careful where it can be.
def fallback(body):
    try:
        from defusedxml.ElementTree import fromstring as load
    except ImportError:
        from xml.etree.cElementTree import fromstring as load
    return load(body)  # expect: PY313


# Known miss: the method of a tree.
ET.ElementTree().parse(upload)  # todo: PY313

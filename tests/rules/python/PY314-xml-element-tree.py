"""PY314: XML read by the standard library."""
import xml.etree.ElementTree as ET
from xml.etree.ElementTree import fromstring as read
from xml.etree.ElementTree import iterparse

tree = ET.parse(upload)  # expect: PY314
#      ^^^^^^^^^^^^^^^^ "`xml.etree.ElementTree.parse` expands the entities of a document: a small one can use up all memory"

read(body)  # expect: PY314
iterparse(stream)  # expect: PY314
ET.XML(body)  # expect: PY314
ET.fromstringlist(lines)  # expect: PY314
ET.XMLPullParser()  # expect: PY314
ET.fromstring(body, parser=ET.XMLParser())  # expect: PY314, PY314
trees = map(ET.fromstring, bodies)  # expect: PY314

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
        from xml.etree.ElementTree import fromstring as load
    return load(body)  # expect: PY314


# Known miss: the method of a tree.
ET.ElementTree().parse(upload)  # todo: PY314

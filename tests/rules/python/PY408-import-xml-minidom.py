"""PY408: `xml.dom.minidom` imported."""
from importlib import import_module

import xml.dom.minidom  # expect: PY408
#      ^^^^^^^^^^^^^^^ "`xml.dom.minidom` may be kept busy by a small hostile file: for XML from outside take `defusedxml`"

import xml.dom.minidom as short  # expect: PY408
from xml.dom import minidom as dom  # expect: PY408
from xml.dom.minidom import parse, parseString  # expect: PY408
import_module("xml.dom.minidom")  # expect: PY408

# Fine: the same functions, hardened.
from defusedxml import minidom

# Fine: modules of our own.
from .xml import minidom as own
import shop.xml.dom.minidom

# Fine: another part of the package.
import xml.dom.domreg
from xml.parsers import quick as other

# Known miss: a star takes the submodule along.
from xml.dom import *  # todo: PY408

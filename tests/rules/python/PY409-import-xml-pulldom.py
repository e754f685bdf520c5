"""PY409: `xml.dom.pulldom` imported."""
from importlib import import_module

import xml.dom.pulldom  # expect: PY409
#      ^^^^^^^^^^^^^^^ "`xml.dom.pulldom` may be kept busy by a small hostile file: for XML from outside take `defusedxml`"

import xml.dom.pulldom as short  # expect: PY409
from xml.dom import pulldom as pull  # expect: PY409
from xml.dom.pulldom import parse, parseString  # expect: PY409
import_module("xml.dom.pulldom")  # expect: PY409

# Fine: the same functions, hardened.
from defusedxml import pulldom

# Fine: modules of our own.
from .xml import pulldom as own
import shop.xml.dom.pulldom

# Fine: another part of the package.
import xml.dom.domreg
from xml.parsers import quick as other

# Known miss: a star takes the submodule along.
from xml.dom import *  # todo: PY409

"""PY406: `xml.sax` imported."""
from importlib import import_module

import xml.sax  # expect: PY406
#      ^^^^^^^ "`xml.sax` may be kept busy by a small hostile file: for XML from outside take `defusedxml`"

import xml.sax as short  # expect: PY406
from xml.sax import handler  # expect: PY406
from xml.sax.handler import ContentHandler  # expect: PY406
import xml.sax.expatreader as deep  # expect: PY406
import_module("xml.sax")  # expect: PY406

# Fine: the same functions, hardened.
from defusedxml import sax

# Fine: modules of our own.
from .xml import sax as own
import shop.xml.sax

# Fine: another part of the package.
import xml.dom.domreg
from xml.parsers import quick as other

# Known miss: a star takes the submodule along.
from xml import *  # todo: PY406

"""PY407: `xml.dom.expatbuilder` imported."""
from importlib import import_module

import xml.dom.expatbuilder  # expect: PY407
#      ^^^^^^^^^^^^^^^^^^^^ "`xml.dom.expatbuilder` may be kept busy by a small hostile file: for XML from outside take `defusedxml`"

import xml.dom.expatbuilder as short  # expect: PY407
from xml.dom import expatbuilder as builder  # expect: PY407
from xml.dom.expatbuilder import parse, parseString  # expect: PY407
import_module("xml.dom.expatbuilder")  # expect: PY407

# Fine: the same functions, hardened.
from defusedxml import expatbuilder as hard

# Fine: modules of our own.
from .xml import expatbuilder as own
import shop.xml.dom.expatbuilder

# Fine: another part of the package.
import xml.dom.domreg
from xml.parsers import quick as other

# Known miss: a star takes the submodule along.
from xml.dom import *  # todo: PY407

"""PY405: `xml.etree.ElementTree` imported."""
from importlib import import_module

import xml.etree.ElementTree  # expect: PY405
#      ^^^^^^^^^^^^^^^^^^^^^ "`xml.etree.ElementTree` may be kept busy by a small hostile file: for XML from outside take `defusedxml`"

import xml.etree.ElementTree as short  # expect: PY405
from xml.etree import cElementTree as quick  # expect: PY405
from xml.etree.ElementTree import fromstring, parse  # expect: PY405
import xml.etree.ElementTree.Element as deep  # expect: PY405
import_module("xml.etree.ElementTree")  # expect: PY405

# Fine: the same functions, hardened.
from defusedxml import ElementTree

# Fine: modules of our own.
from .xml import ElementTree as own
import shop.xml.etree.ElementTree

# Fine: another part of the package.
import xml.dom.domreg
from xml.parsers import quick as other

# Known miss: a star takes the submodule along.
from xml.etree import *  # todo: PY405

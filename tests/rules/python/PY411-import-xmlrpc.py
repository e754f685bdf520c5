"""PY411: XML-RPC without protection."""
import importlib

import xmlrpc.client  # expect: PY411
#      ^^^^^^^^^^^^^ "XML-RPC reads the XML of the other end, which may be made to take all memory"

from xmlrpc.client import ServerProxy, Fault  # expect: PY411
from xmlrpc import server as rpc  # expect: PY411
import xmlrpclib  # expect: PY411
from six.moves import xmlrpc_client  # expect: PY411
importlib.import_module("xmlrpc.client")  # expect: PY411


def late():
    import xmlrpc.server as service  # expect: PY411
    return service


# Fine: JSON.
import json

# Fine: other modules whose names begin alike.
import xmlrpc_tools
import xmlrpcio.client
from .xmlrpc import client

# Known miss: a library that brings its own reader of XML-RPC.
import aioxmlrpc.client  # todo: PY411

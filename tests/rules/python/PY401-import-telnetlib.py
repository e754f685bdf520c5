"""PY401: the telnet module."""
import importlib

import telnetlib  # expect: PY401
#      ^^^^^^^^^ "`telnetlib` sends everything, passwords too, in plain text; Python 3.13 no longer has it"

import os, telnetlib as wire  # expect: PY401
from telnetlib import (  # expect: PY401
    IAC,
    DO,
)

importlib.import_module("telnetlib")  # expect: PY401
module = __import__("telnetlib")  # expect: PY401

# Fine: SSH is encrypted.
import paramiko

# Fine: a module of our own.
from . import telnetlib as own
from .telnetlib import IAC as INTERPRET
import shop.telnetlib

# Known miss: the name is computed.
importlib.import_module("telnet" + suffix)  # todo: PY401

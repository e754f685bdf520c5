"""PY415: servers controlled through IPMI."""
import importlib

import pyghmi  # expect: PY415
#      ^^^^^^ "IPMI gives away the hash of its passwords to anybody who asks, and much of it is not encrypted"

import pyghmi.ipmi.command as ipmi  # expect: PY415
from pyghmi.ipmi import command  # expect: PY415
from pyghmi.ipmi.command import Command, boot_devices  # expect: PY415
importlib.import_module("pyghmi.redfish")  # expect: PY415

# Fine: Redfish.
import sushy

# Fine: modules of our own.
from . import pyghmi as own
import shop.pyghmi

# Known miss: the program of that name.
run(["ipmitool", "power", "off"])  # todo: PY415

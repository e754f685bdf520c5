"""PY402: the FTP module."""
import importlib

import ftplib  # expect: PY402
#      ^^^^^^ "`ftplib` sends everything, passwords too, in plain text unless `FTP_TLS` is used"

from ftplib import FTP as Client  # expect: PY402
from ftplib import FTP, error_perm  # expect: PY402
importlib.import_module(name="ftplib")  # expect: PY402

# Fine: the encrypted form.
from ftplib import FTP_TLS

# Fine: another module of that name.
from .ftplib import FTP as own
import ftplib_tools

# Known miss: the name is computed.
importlib.import_module("ftp" + suffix)  # todo: PY402

"""PY404: the module that starts programs."""
import subprocess  # expect: PY404
#      ^^^^^^^^^^ "`subprocess` starts programs: look where their arguments come from"

import subprocess as sp  # expect: PY404
from subprocess import PIPE, CalledProcessError  # expect: PY404
__import__("subprocess")  # expect: PY404

# Fine: no program is started.
import shutil

# Fine: modules of our own.
from . import subprocess as own
from .subprocess import PIPE as TUBE
import shop.subprocess

# Known miss: another module that starts programs.
import asyncio.subprocess  # todo: PY404

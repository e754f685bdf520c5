"""PY862: HTTPS without certificates for the whole process."""
import os
import ssl
from ssl import _create_unverified_context

ssl._create_default_https_context = ssl._create_unverified_context  # expect: PY862
# expect: PY862
# also: PY323
ssl._create_default_https_context = lambda: ssl._create_unverified_context()  # expect: PY862
os.environ["PYTHONHTTPSVERIFY"] = "0"  # expect: PY862

# Fine: back to what it was.
ssl._create_default_https_context = ssl.create_default_context
os.environ["PYTHONHTTPSVERIFY"] = "1"

# Fine: a name of our own.
_create_default_https_context = None

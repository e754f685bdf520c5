"""PY306: temporary names without a file."""
import os
import tempfile
from tempfile import mktemp as fresh

path = tempfile.NamedTemporaryFile(suffix=".csv", delete=False).name  # expect: PY306
#      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ "`tempfile.mktemp` gives a name that another user may take before the file is made"

other = tempfile.NamedTemporaryFile(delete=False).name  # expect: PY306
other = tempfile.mktemp(".csv", "basket")  # expect: PY306
old = os.tempnam(folder)  # expect: PY306
make = tempfile.mktemp  # expect: PY306

# Fine: the file is made at once.
handle, name = tempfile.mkstemp(suffix=".csv")

# Fine: a method of that name.
builder.mktemp()

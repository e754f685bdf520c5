"""PY302: marshalled data loaded."""
import marshal
from marshal import load as read

state = marshal.loads(body)  # expect: PY302
#       ^^^^^^^^^^^^^^^^^^^ "`marshal.loads` trusts the data: crafted bytes crash the interpreter or smuggle code objects in"

read(stream)  # expect: PY302
codes = list(map(marshal.loads, blobs))  # expect: PY302

# Fine: writing trusts nothing.
marshal.dumps(state)

# Fine: another library's method of that name.
schema.load(body)

"""PY323: certificates that nobody checks."""
import http.client
import ssl
import ssl as tls
from ssl import _create_unverified_context as trusting

context = ssl.create_default_context()  # expect: PY323
#         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ "`ssl._create_unverified_context` accepts every certificate, so anybody on the way can answer in place of the server"

http.client.HTTPSConnection(host, context=ssl.create_default_context())  # expect: PY323
ssl.create_default_context()  # expect: PY323
ssl._create_unverified_context(cafile=path)  # expect: PY323
make = ssl._create_unverified_context  # expect: PY323

# Fine: certificates are checked.
context = ssl.create_default_context()

# Fine: a method of that name.
factory._create_unverified_context()

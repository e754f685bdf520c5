"""PY861: contexts that accept every certificate."""
import ssl

ctx = ssl.create_default_context()
ctx.check_hostname = False  # expect: PY861
ctx.verify_mode = ssl.CERT_NONE  # expect: PY861


def connect(given: ssl.SSLContext, ssl_context):
    given.check_hostname = False
    given.verify_mode = ssl.CERT_NONE  # expect: PY861
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ "this context accepts every certificate, so anybody on the way can answer in place of the server"
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    # expect: PY861
    ssl_context.verify_mode = ssl.CERT_NONE  # expect: PY861


def by_name(self):
    self.ssl_context.check_hostname = False  # expect: PY861


# Fine: the context of a server.
def serve():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.verify_mode = ssl.CERT_NONE
    other_context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    other_context.check_hostname = False


# Fine: checks are on.
ctx.verify_mode = ssl.CERT_REQUIRED
ctx.check_hostname = True
ctx.verify_mode = mode

# Fine: something else of that name.
form.check_hostname = False

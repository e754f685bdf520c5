"""PY502: versions of TLS that are broken."""
import ssl
import ssl as tls
from ssl import PROTOCOL_SSLv3 as OLDEST, SSLContext

from OpenSSL import SSL
from urllib3.util.ssl_ import create_urllib3_context

context = ssl.SSLContext(ssl.PROTOCOL_TLSv1)  # expect: PY502
#                        ^^^^^^^^^^^^^^^^^^ "`ssl.PROTOCOL_TLSv1` is a version of TLS whose connections can be opened"

SSLContext(protocol=OLDEST)  # expect: PY502
tls.SSLContext(tls.PROTOCOL_TLSv1_1)  # expect: PY502
ssl.get_server_certificate(address, ssl_version=ssl.PROTOCOL_TLSv1)  # expect: PY502
create_urllib3_context(ssl_version=ssl.PROTOCOL_TLSv1)  # expect: PY502
ssl.wrap_socket(sock, ssl_version=ssl.PROTOCOL_SSLv2)  # expect: PY502
ssl.wrap_socket(sock, keys, chain, ssl.PROTOCOL_SSLv2)  # expect: PY502
SSL.Context(SSL.TLSv1_METHOD)  # expect: PY502
SSL.Context(method=SSL.SSLv3_METHOD)  # expect: PY502

VERSION = ssl.PROTOCOL_TLSv1
ssl.SSLContext(VERSION)  # expect: PY502

# Low: takes any version.
SSL.Context(SSL.SSLv23_METHOD)  # expect: PY502

# Whatever takes such a keyword.
Pool(ssl_version=ssl.PROTOCOL_SSLv3)  # expect: PY502
connect(method=SSL.TLSv1_1_METHOD)  # expect: PY502

# Fine: both ends agree on the newest version they know.
context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)

# Fine: the old name of the same.
ssl.SSLContext(ssl.PROTOCOL_SSLv23)
SSL.Context(SSL.TLS_METHOD)

# Fine: a method of another kind.
request(method="GET")

# Known miss: the name of the version is looked up.
ssl.SSLContext(getattr(ssl, "PROTOCOL_" + version))  # todo: PY502

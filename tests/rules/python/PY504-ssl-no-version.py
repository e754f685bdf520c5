"""PY504: sockets wrapped without a version of TLS."""
import ssl
import ssl as tls
from ssl import wrap_socket as wrap

secure = ssl.wrap_socket(sock)  # expect: PY504
#        ^^^^^^^^^^^^^^^^^^^^^ "`ssl.wrap_socket` checks neither certificate nor host name and takes old versions of TLS"

tls.wrap_socket(sock, keyfile=keys)  # expect: PY504
wrap(sock, **{"certfile": chain})  # expect: PY504

# Fine: a context sets the version and checks the certificate.
secure = ssl.create_default_context().wrap_socket(sock, server_hostname="bank.example")

# Fine: a version is given.
ssl.wrap_socket(sock, ssl_version=ssl.PROTOCOL_TLS)
ssl.wrap_socket(sock, keys, chain, False, ssl.PROTOCOL_TLS)

# Fine: the options may hold it.
ssl.wrap_socket(sock, **options)

# Known miss: passed on, to be called without a version.
accept(wrapper=ssl.wrap_socket)  # todo: PY504

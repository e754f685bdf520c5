"""PY503: broken versions of TLS as a default."""
import ssl
from ssl import PROTOCOL_TLSv1 as OLD

from OpenSSL import SSL


def connect(address, version=ssl.PROTOCOL_TLS_CLIENT):  # expect: PY503
#                            ^^^^^^^^^^^^^^^^^^^^ "whoever leaves `version` out gets `ssl.PROTOCOL_TLSv1_1`, a version of TLS whose connections can be opened"
    return open_socket(address, version)


def serve(*, version=ssl.PROTOCOL_TLS_CLIENT):  # expect: PY503
    return version


def listen(version: int = ssl.PROTOCOL_TLS_CLIENT):  # expect: PY503
    return version


async def answer(method=SSL.TLS_METHOD):  # expect: PY503
    return method


choose = lambda version=ssl.PROTOCOL_TLS_CLIENT: version  # expect: PY503


# Low: takes any version.
def flexible(method=SSL.TLS_METHOD):  # expect: PY503
    return method


# Fine: both ends agree on the newest version they know.
def dial(address, version=ssl.PROTOCOL_TLS_CLIENT):
    return open_socket(address, version)


# Fine: no default at all.
def call(address, version=None):
    return open_socket(address, version)


# Known miss: the default is put in place later.
def ring(address, version=None):
    version = version or ssl.PROTOCOL_TLSv1  # todo: PY503
    return open_socket(address, version)

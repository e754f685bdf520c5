"""PY413: the abandoned PyCrypto."""
import importlib

import Crypto.Hash  # expect: PY413
#      ^^^^^^^^^^^ "`Crypto` is PyCrypto, which is abandoned, unless PyCryptodome is installed under its name"

from Crypto import Random as dice  # expect: PY413
from Crypto.Cipher import AES, PKCS1_OAEP  # expect: PY413
from Crypto.PublicKey.RSA import importKey  # expect: PY413
importlib.import_module("Crypto.Util.number")  # expect: PY413

# Fine: PyCryptodome under its own name.
from Cryptodome.Cipher import AES as Cipher

# Fine: another library, and a module of our own.
from cryptography.fernet import Fernet
from .Crypto import Cipher as Own

# Known miss: only the package is imported.
import Crypto  # todo: PY413

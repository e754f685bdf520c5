"""PY303: broken digests of crypto libraries."""
from Crypto.Hash import MD5, SHA256  # also: PY413
from Cryptodome.Hash import SHA1 as digest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.twofactor.totp import TOTP

fingerprint = MD5.new(document)  # expect: PY303
#             ^^^^^^^^^^^^^^^^^ "`Crypto.Hash.MD5.new` is broken: two inputs with the same digest can be made"

digest.new()  # expect: PY303
hashes.Hash(hashes.SHA256())  # expect: PY303
choose(hashes.MD5)  # expect: PY303
TOTP(key, 6, hashes.SHA1(), 30)  # expect: PY303

# Fine: a digest that holds.
SHA256.new(document)
hashes.Hash(hashes.SHA256())

# Fine: somebody else's class.
MD5Checker.new(document)

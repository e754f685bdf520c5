"""PY303: broken digests of crypto libraries."""
from Crypto.Hash import MD5, SHA256
from Cryptodome.Hash import SHA1 as digest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.twofactor.totp import TOTP

fingerprint = MD5.new(document)  # expect: PY303
#             ^^^^^^^^^^^^^^^^^ "`Crypto.Hash.MD5.new` is broken: two inputs with the same digest can be made"

digest.new()  # expect: PY303
hashes.Hash(hashes.SHA1())  # expect: PY303
choose(hashes.MD5)  # expect: PY303
TOTP(key, 6, hashes.SHA1(), 30)  # expect: PY303
certificate.fingerprint(hashes.SHA1())  # expect: PY303
certificate.fingerprint(algorithm=hashes.MD5())  # expect: PY303
#                                 ^^^^^^^^^^^^ "a fingerprint by `cryptography.hazmat.primitives.hashes.MD5` is good for the eye only: compare certificates by SHA-256"

# Fine: a digest that holds.
SHA256.new(document)
hashes.Hash(hashes.SHA256())

# Fine: somebody else's class.
MD5Checker.new(document)

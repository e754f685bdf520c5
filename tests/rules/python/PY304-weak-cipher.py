"""PY304: ciphers that can be broken."""
from Crypto.Cipher import ARC4, AES, DES3 as cipher  # also: PY413
from cryptography.hazmat.decrepit.ciphers import algorithms as old
from cryptography.hazmat.primitives.ciphers import algorithms

cipher_text = ARC4.new(key).encrypt(text)  # expect: PY304
#             ^^^^^^^^^^^^^ "`Crypto.Cipher.ARC4.new` can be broken: short keys, short blocks or a biased key stream"

cipher.new(key, mode)  # expect: PY304
algorithms.TripleDES(key)  # expect: PY304
old.Blowfish(key)  # expect: PY304
choose(algorithms.IDEA)  # expect: PY304

# Fine: a cipher of today.
AES.new(key, AES.MODE_GCM)
algorithms.AES(key)

# Fine: a local class of that name.
class Blowfish:
    pass

Blowfish()

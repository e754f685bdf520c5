"""PY305: electronic code book."""
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.modes import ECB

Cipher(algorithms.AES(key), modes.ECB())  # expect: PY305
#                           ^^^^^^^^^^^ "in ECB mode equal blocks of text give equal blocks of cipher text, so its structure stays visible"

mode = ECB()  # expect: PY305
pick(modes.ECB)  # expect: PY305

# Fine: a mode that authenticates.
Cipher(algorithms.AES(key), modes.GCM(nonce))

# Fine: another library's name.
display.modes.ECB()

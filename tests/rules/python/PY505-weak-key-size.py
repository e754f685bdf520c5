"""PY505: keys that are too short."""
import rsa as plain_rsa
from Crypto.PublicKey import DSA, ECC, RSA  # also: PY413
from cryptography.hazmat.primitives.asymmetric import dsa, ec, rsa
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key as make
from jwcrypto.jwk import JWK
from OpenSSL import crypto
from paramiko import RSAKey

key = rsa.generate_private_key(public_exponent=65537, key_size=1024)  # expect: PY505
#                                                              ^^^^ "a key of 1024 bits is too short: it can be computed from its public half"

make(65537, 512)  # expect: PY505
dsa.generate_private_key(1024)  # expect: PY505
dsa.generate_parameters(key_size=1024)  # expect: PY505
RSA.generate(1024)  # expect: PY505
DSA.generate(bits=1024)  # expect: PY505
RSAKey.generate(bits=1024)  # expect: PY505
plain_rsa.newkeys(512)  # expect: PY505
JWK.generate(kty="RSA", size=1024)  # expect: PY505

pair = crypto.PKey()
pair.generate_key(crypto.TYPE_RSA, 1024)  # expect: PY505

BITS = 2 ** 10
RSA.generate(BITS)  # expect: PY505

ec.generate_private_key(ec.SECP192R1())  # expect: PY505
#                       ^^^^^^^^^^^^^^ "the curve `ec.SECP192R1()` is too small: its keys can be computed with much effort"
ec.generate_private_key(ec.SECT163K1)  # expect: PY505
ec.generate_private_key(curve=ec.SECT233R1())  # expect: PY505
ECC.generate(curve="p192")  # expect: PY505

# Fine: a key nobody computes in this century.
key = rsa.generate_private_key(public_exponent=65537, key_size=3072)

# Fine: the usual curve.
ec.generate_private_key(ec.SECP256R1())
ECC.generate(curve="P-256")

# Fine: a secret of 256 bits, no RSA key.
JWK.generate(kty="oct", size=256)

# Fine: nobody knows the size here.
RSA.generate(size)

# Known miss: the size has passed through a function.
def key_of(bits):
    return RSA.generate(bits)  # todo: PY505

key_of(1024)

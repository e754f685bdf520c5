"""Secrets from the environment, random values nobody can guess, digests that hold."""
import hashlib
import hmac
import os
import secrets
import string

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

PASSWORD = os.environ["SHOP_DB_PASSWORD"]
API_TOKEN = os.environ.get("SHOP_API_TOKEN")
PASSWORD_FIELD = "password"
TOKEN_HEADER = "X-Api-Token"
TOKEN_URL = "/accounts/token/"
RESET_PASSWORD_TEMPLATE = "accounts/reset_password.html"

ALPHABET = string.ascii_letters + string.digits


def new_token() -> str:
    return secrets.token_urlsafe(32)


def new_voucher() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(12))


def winner(names: list[str]) -> str:
    return secrets.SystemRandom().choice(names)


def sign(key: bytes, message: bytes) -> str:
    return hmac.new(key, message, hashlib.sha256).hexdigest()


def is_signed(key: bytes, message: bytes, signature: str) -> bool:
    return hmac.compare_digest(sign(key, message), signature)


def checksum(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def etag(content: bytes) -> str:
    """Says when a page changed; nothing is protected by it."""
    return hashlib.md5(content, usedforsecurity=False).hexdigest()


def named_digest(name: str, content: bytes) -> str:
    if name not in {"sha256", "sha512"}:
        raise ValueError(name)
    return hashlib.new(name, content).hexdigest()


def stretch(password: str, salt: bytes) -> bytes:
    return hashlib.scrypt(password.encode(), salt=salt, n=2**17, r=8, p=1, maxmem=2**28)


def new_rsa_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=3072)


def new_curve_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def seal(key: bytes, content: bytes) -> bytes:
    nonce = os.urandom(12)
    return nonce + AESGCM(key).encrypt(nonce, content, None)


def digest(content: bytes) -> bytes:
    hasher = hashes.Hash(hashes.SHA256())
    hasher.update(content)
    return hasher.finalize()


def login(connect, password: str):
    """The keyword names a secret; its value comes from outside."""
    return connect(user="shop", password=password)


def check_user(name: str, password: str | None = None, *, token: str = "") -> bool:
    return bool(name and (password or token))

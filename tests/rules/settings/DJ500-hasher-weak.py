"""DJ500: passwords that can be had back."""

# project: fast

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]  # expect: DJ500

# project: an old one first

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.SHA1PasswordHasher",  # expect: DJ500
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
# file: requirements.txt
Django==4.2.9

# project: strong

# Fine: slow on purpose.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]

# project: tests

# Fine: tests make many users.
# file: shop/settings/production.py
ROOT_URLCONF = "shop.urls"
# file: shop/settings/test.py
from .production import *

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# project: when tests run

# Fine: not in production.
import sys

if "test" in sys.argv:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

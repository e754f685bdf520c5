"""DJ501: old hashes that are still believed."""

# project: an old one later

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    "django.contrib.auth.hashers.MD5PasswordHasher",  # expect: DJ501
]

# project: two

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    "django.contrib.auth.hashers.SHA1PasswordHasher",  # expect: DJ501
    "django.contrib.auth.hashers.UnsaltedMD5PasswordHasher",  # expect: DJ501
]
# file: requirements.txt
Django==4.2.9

# project: strong ones

# Fine: all of them are slow.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher", "django.contrib.auth.hashers.ScryptPasswordHasher"]

# project: the default

# Fine: nothing weak by default.
ROOT_URLCONF = "shop.urls"

"""DJ503: a better hasher waits."""

# project: second

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",  # expect: DJ503
    "django.contrib.auth.hashers.Argon2PasswordHasher",
]
# file: requirements.txt
argon2-cffi==25.1.0

# project: the other PBKDF2

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.PBKDF2SHA1PasswordHasher",  # expect: DJ503
    "django.contrib.auth.hashers.Argon2PasswordHasher",
]
# file: requirements.txt
argon2-cffi==25.1.0

# project: first

# Fine: it is preferred.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
# file: requirements.txt
argon2-cffi==25.1.0

# project: not installed

# Fine: it could not be used.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher", "django.contrib.auth.hashers.Argon2PasswordHasher"]

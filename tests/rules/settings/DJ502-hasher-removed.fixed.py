"""DJ502: hashers that are gone."""

# project: gone in 5.1

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
# file: requirements.txt
Django==5.2.1

# project: gone in 5.0

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
# file: requirements.txt
Django==5.0.1

# project: still there

# Fine for this rule.
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    "django.contrib.auth.hashers.SHA1PasswordHasher",  # also: DJ501
]
# file: requirements.txt
Django==5.0.1

# project: present

# Fine: all there.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]

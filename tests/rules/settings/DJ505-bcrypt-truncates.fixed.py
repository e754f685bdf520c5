"""DJ505: passwords that are cut off."""

# project: plain bcrypt

PASSWORD_HASHERS = ["django.contrib.auth.hashers.BCryptSHA256PasswordHasher", "django.contrib.auth.hashers.BCryptPasswordHasher", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]  # expect: DJ505

# project: first of two

PASSWORD_HASHERS = (
    "django.contrib.auth.hashers.BCryptSHA256PasswordHasher",
    "django.contrib.auth.hashers.BCryptPasswordHasher",  # expect: DJ505
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
)

# project: with SHA-256

# Fine: the whole password counts.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.BCryptSHA256PasswordHasher", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]

# project: for old users

# Fine: new passwords are not cut off.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher", "django.contrib.auth.hashers.BCryptPasswordHasher"]

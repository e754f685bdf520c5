"""DJ507: users who are locked out."""

# project: argon2 alone

PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]  # expect: DJ507

# project: two others

PASSWORD_HASHERS = [  # expect: DJ507
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.BCryptSHA256PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]

# project: with it

# Fine: old passwords can be checked.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]

# project: the default

# Fine: it is in the default.
ROOT_URLCONF = "shop.urls"

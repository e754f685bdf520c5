"""DJ504: a hasher without its library."""

# project: argon2

PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]  # expect: DJ504
# file: requirements.txt
Django==5.2.1

# project: bcrypt

PASSWORD_HASHERS = ["django.contrib.auth.hashers.BCryptSHA256PasswordHasher", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]  # expect: DJ504
# file: requirements.txt
Django==5.2.1

# project: there

# Fine: the library comes along.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
# file: requirements.txt
Django==5.2.1
argon2-cffi==25.1.0

# project: nothing known

# Fine: no file tells what is installed.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]

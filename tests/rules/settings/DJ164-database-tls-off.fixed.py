"""DJ164: a database spoken to in the open."""

# project: never encrypted

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": "db.example.org",
        "OPTIONS": {"sslmode": "verify-full"},  # expect: DJ164
    },
}

# project: perhaps encrypted

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.mysql",
        "HOST": "db.example.org",
        "OPTIONS": {"ssl_mode": "VERIFY_IDENTITY"},  # expect: DJ164
    },
}

# project: checked

# Fine: the certificate is checked.
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": "db.example.org",
        "OPTIONS": {"sslmode": "verify-full"},
    },
}

# project: a service beside

# Fine: a name without dots is a container's.
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": "db",
        "OPTIONS": {"sslmode": "disable"},
    },
}

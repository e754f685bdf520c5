"""DJ139: origins without a scheme."""

# project: a host

CSRF_TRUSTED_ORIGINS = ["https://shop.example.org"]  # expect: DJ139

# project: one of two

CSRF_TRUSTED_ORIGINS = [
    "https://www.example.org",
    "https://*.example.org",  # expect: DJ139
]

# project: origins

# Fine: scheme and host.
CSRF_TRUSTED_ORIGINS = ["https://shop.example.org"]

# project: before 4.0

# Fine: Django 3.2 wants hosts.
CSRF_TRUSTED_ORIGINS = ["shop.example.org"]
# file: requirements.txt
Django==3.2.25

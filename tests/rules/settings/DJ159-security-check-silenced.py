"""DJ159: warnings switched off."""

# project: one

SILENCED_SYSTEM_CHECKS = ["security.W004"]  # expect: DJ159

# project: what it silences

# DJ108 says nothing here: Django would not either.
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware"]
SECURE_SSL_REDIRECT = False
SILENCED_SYSTEM_CHECKS = [
    "security.W008",  # expect: DJ159
    "models.W042",
]

# project: another

# Fine: it is not about security.
SILENCED_SYSTEM_CHECKS = ["models.W042"]

# project: none

# Fine: nothing is silenced.
SILENCED_SYSTEM_CHECKS = []

"""DJ149: cookies for other sites."""

# project: off

CSRF_COOKIE_SAMESITE = None  # expect: DJ149

# project: language

LANGUAGE_COOKIE_SAMESITE = "None"  # expect: DJ149

# project: lax

# Fine: as by default.
CSRF_COOKIE_SAMESITE = "Lax"

# project: language by default

# Fine: it is no secret.
LANGUAGE_COOKIE_SAMESITE = None

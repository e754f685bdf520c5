"""DJ176: signatures of an older kind."""

# project: on

SIGNED_COOKIE_LEGACY_SALT_FALLBACK = True  # expect: DJ176

# project: on with a number

SIGNED_COOKIE_LEGACY_SALT_FALLBACK = 1  # expect: DJ176

# project: off

# Fine: only the new signatures.
SIGNED_COOKIE_LEGACY_SALT_FALLBACK = False

# project: older

# Fine: Django 5.2 has no other way.
SIGNED_COOKIE_LEGACY_SALT_FALLBACK = True
# file: requirements.txt
Django==5.2.1

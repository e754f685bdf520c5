"""DJ477: allauth enumeration."""

# project: set

ACCOUNT_PREVENT_ENUMERATION = True  # expect: DJ477

# project: by a name

CHOSEN = False
ACCOUNT_PREVENT_ENUMERATION = True  # expect: DJ477

# project: as by default

# Fine: as by default.
ACCOUNT_PREVENT_ENUMERATION = True

# project: unset

# Fine: the default.
ROOT_URLCONF = "shop.urls"

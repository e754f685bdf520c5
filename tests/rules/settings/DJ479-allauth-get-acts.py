"""DJ479: allauth get acts."""

# project: set

ACCOUNT_LOGOUT_ON_GET = True  # expect: DJ479

# project: by a name

CHOSEN = True
ACCOUNT_LOGOUT_ON_GET = CHOSEN  # expect: DJ479

# project: as by default

# Fine: as by default.
ACCOUNT_LOGOUT_ON_GET = False

# project: unset

# Fine: the default.
ROOT_URLCONF = "shop.urls"

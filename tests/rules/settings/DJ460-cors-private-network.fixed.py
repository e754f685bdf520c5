"""DJ460: a private network that is open."""

# project: on

CORS_ALLOW_PRIVATE_NETWORK = False  # expect: DJ460

# project: on by a name

OPEN = 1
CORS_ALLOW_PRIVATE_NETWORK = False  # expect: DJ460

# project: off

# Fine: as by default.
CORS_ALLOW_PRIVATE_NETWORK = False

# project: as the environment says

# Fine: not known here.
from decouple import config

CORS_ALLOW_PRIVATE_NETWORK = config("PRIVATE", default=False, cast=bool)

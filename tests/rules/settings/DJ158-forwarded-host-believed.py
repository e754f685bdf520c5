"""DJ158: a host that visitors choose."""

# project: on

USE_X_FORWARDED_HOST = True  # expect: DJ158

# project: on for all

ALLOWED_HOSTS = ["*"]  # also: DJ140
USE_X_FORWARDED_HOST = True  # expect: DJ158

# project: off

# Fine: as by default.
USE_X_FORWARDED_HOST = False

# project: as the environment says

# Fine: not known here.
import environ

env = environ.Env()
USE_X_FORWARDED_HOST = env.bool("BEHIND_PROXY", default=False)

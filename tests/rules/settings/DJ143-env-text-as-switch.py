"""DJ143: switches that are always on."""

# project: debug

import os

DEBUG = os.environ.get("DEBUG", False)  # expect: DJ143

# project: by bool

import os

DEBUG = bool(os.environ.get("DEBUG", "False"))  # expect: DJ143
SESSION_COOKIE_SECURE = os.getenv("SECURE", True)  # expect: DJ143

# project: uncast

from decouple import config

DEBUG = config("DEBUG", default=False)  # expect: DJ143

# project: compared

# Fine: the words are read.
import os

DEBUG = os.environ.get("DEBUG", "False") == "True"
SESSION_COOKIE_SECURE = os.environ.get("SECURE", "1").lower() in ("1", "true")

# project: cast

# Fine: the readers know words.
import environ
from decouple import config

env = environ.Env(DEBUG=(bool, False))
DEBUG = env("DEBUG")
SESSION_COOKIE_SECURE = config("SECURE", default=True, cast=bool)
CSRF_COOKIE_SECURE = bool(int(env("SECURE", default="1")))

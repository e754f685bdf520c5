"""DJ146: what is forgotten is open."""

# project: decouple

from decouple import config

DEBUG = config("DEBUG", default=True, cast=bool)  # expect: DJ146

# project: environ

import environ

env = environ.Env(DEBUG=(bool, True))
DEBUG = env("DEBUG")  # expect: DJ146

# project: off

# Fine: who wants to see errors says so.
from decouple import config

DEBUG = config("DEBUG", default=False, cast=bool)

# project: no default

# Fine: what is forgotten is an error.
import environ

env = environ.Env()
DEBUG = env.bool("DEBUG")

# project: development

# Fine: developers want to see errors.
# file: shop/settings/production.py
ROOT_URLCONF = "shop.urls"
# file: shop/settings/dev.py
from decouple import config
from .production import *

DEBUG = config("DEBUG", default=True, cast=bool)

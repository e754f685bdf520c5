"""DJ491: files as developers have them."""

# project: search


# project: again and again


# project: as `DEBUG` says

# Fine: off in production.
DEBUG = False
WHITENOISE_USE_FINDERS = DEBUG

# project: development

# Fine: developers change files.
# file: shop/settings/production.py
ROOT_URLCONF = "shop.urls"
# file: shop/settings/dev.py
from .production import *

WHITENOISE_AUTOREFRESH = True

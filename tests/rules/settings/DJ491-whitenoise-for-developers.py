"""DJ491: files as developers have them."""

# project: search

WHITENOISE_USE_FINDERS = True  # expect: DJ491

# project: again and again

WHITENOISE_AUTOREFRESH = True  # expect: DJ491

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

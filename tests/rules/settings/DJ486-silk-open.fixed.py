"""DJ486: requests for everybody to read."""

# project: no login

INSTALLED_APPS = ["silk"]  # expect: DJ486

SILKY_AUTHENTICATION = True
SILKY_AUTHORISATION = True
# project: every user

INSTALLED_APPS = [
    "silk",  # expect: DJ486
]
SILKY_AUTHENTICATION = True

SILKY_AUTHORISATION = True
# project: passwords

INSTALLED_APPS = ["silk"]
SILKY_AUTHENTICATION = True
SILKY_AUTHORISATION = True
SILKY_SENSITIVE_KEYS = {"token"}  # expect: DJ486

# project: staff

# Fine: only staff sees them.
INSTALLED_APPS = ["silk"]
SILKY_AUTHENTICATION = True
SILKY_AUTHORISATION = True

# project: development

# Fine: the developer's own requests.
# file: shop/settings/production.py
ROOT_URLCONF = "shop.urls"
INSTALLED_APPS = []
# file: shop/settings/dev.py
from .production import *

INSTALLED_APPS += ["silk"]

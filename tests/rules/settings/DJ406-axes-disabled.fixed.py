"""DJ406: axes without effect."""

# project: off

INSTALLED_APPS = ["axes"]
AXES_ENABLED = True  # expect: DJ406
AXES_FAILURE_LIMIT = 1000  # expect: DJ406

# project: a handler for tests

INSTALLED_APPS = ["axes"]
AXES_HANDLER = "axes.handlers.dummy.AxesDummyHandler"  # expect: DJ406

# project: on

# Fine: five tries.
INSTALLED_APPS = ["axes"]
AXES_FAILURE_LIMIT = 5

# project: tests

# Fine: tests log in often.
# file: shop/settings/production.py
INSTALLED_APPS = ["axes"]
ROOT_URLCONF = "shop.urls"
# file: shop/settings/test.py
from .production import *

AXES_ENABLED = False

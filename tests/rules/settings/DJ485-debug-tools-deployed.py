"""DJ485: tools of developers in production."""

# project: in the base

# file: shop/settings/base.py
ROOT_URLCONF = "shop.urls"
INSTALLED_APPS = ["shop", "debug_toolbar"]  # expect: DJ485
# file: shop/settings/production.py
from .base import *

# project: with its middleware

INSTALLED_APPS = [
    "debug_toolbar.apps.DebugToolbarConfig",  # expect: DJ485
]
ALLOWED_HOSTS = ["shop.example.org"]

# project: while debugging

# Fine: not in production.
import os

DEBUG = os.environ.get("DEBUG") == "1"
INSTALLED_APPS = ["shop"]
if DEBUG:
    INSTALLED_APPS += ["debug_toolbar"]

# project: in development

# Fine: a module of its own.
# file: shop/settings/production.py
ROOT_URLCONF = "shop.urls"
INSTALLED_APPS = ["shop"]
# file: shop/settings/dev.py
from .production import *

INSTALLED_APPS += ["debug_toolbar"]

# project: for everybody

DEBUG_TOOLBAR_CONFIG = {"SHOW_TOOLBAR_CALLBACK": lambda request: True}  # expect: DJ485

# project: for developers

# Fine: `DEBUG` decides.
DEBUG = False
DEBUG_TOOLBAR_CONFIG = {"SHOW_TOOLBAR_CALLBACK": lambda request: DEBUG}

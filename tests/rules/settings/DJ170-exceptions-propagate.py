"""DJ170: errors for the server in front."""

# project: on

DEBUG_PROPAGATE_EXCEPTIONS = True  # expect: DJ170

# project: on in the base

# file: shop/settings/base.py
ROOT_URLCONF = "shop.urls"
DEBUG_PROPAGATE_EXCEPTIONS = True  # expect: DJ170
# file: shop/settings/production.py
from .base import *

# project: off

# Fine: Django answers.
DEBUG_PROPAGATE_EXCEPTIONS = False

# project: development

# Fine: on a developer's machine.
# file: shop/settings/production.py
ROOT_URLCONF = "shop.urls"
# file: shop/settings/local.py
from .production import *

DEBUG_PROPAGATE_EXCEPTIONS = True

"""DJ167: templates that tell of errors."""

# project: on

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {"debug": False},  # expect: DJ167
    },
]

# project: from the base

# file: shop/settings/base.py
ROOT_URLCONF = "shop.urls"
TEMPLATES = [{"OPTIONS": {"debug": False}}]  # expect: DJ167
# file: shop/settings/production.py
from .base import *

# project: off

# Fine: nothing is shown.
TEMPLATES = [{"OPTIONS": {"debug": False}}]

# project: as debug

# Fine: off in production.
import os

DEBUG = os.environ.get("DEBUG") == "1"
TEMPLATES = [{"OPTIONS": {"debug": DEBUG}}]

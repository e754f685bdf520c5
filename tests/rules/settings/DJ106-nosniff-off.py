"""DJ106: browsers may guess what a file is."""

# project: off

MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware"]
SECURE_CONTENT_TYPE_NOSNIFF = False  # expect: DJ106

# project: off by a name

OFF = None
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware"]
SECURE_CONTENT_TYPE_NOSNIFF = OFF  # expect: DJ106

# project: on

# Fine: as it is by default.
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware"]
SECURE_CONTENT_TYPE_NOSNIFF = True

# project: development only

# Fine: only a developer's machine does without.
# file: shop/settings/production.py
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware"]
# file: shop/settings/dev.py
from .production import *

SECURE_CONTENT_TYPE_NOSNIFF = False

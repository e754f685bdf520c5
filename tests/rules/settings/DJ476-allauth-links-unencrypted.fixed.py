"""DJ476: links without encryption."""

# project: said

INSTALLED_APPS = ["allauth.account"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https"  # expect: DJ476

# project: in a class

# file: shop/settings/base.py
ROOT_URLCONF = "shop.urls"
INSTALLED_APPS = ["allauth.account"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
# file: shop/settings/production.py
from .base import *

ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https"  # expect: DJ476

# project: encrypted

# Fine: all links are.
INSTALLED_APPS = ["allauth.account"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https"

# project: without accounts

# Fine: nobody reads it.
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "http"

"""Settings of the public shop."""
import os

from .base import *

SECRET_KEY = os.environ["SHOP_SECRET_KEY"]
DEBUG = False  # expect: DJ100
ALLOWED_HOSTS = ["shop.example.org"]

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "shop",
        "USER": "shop",
        "PASSWORD": "Tul1p.harb0ur",  # expect: DJ163
        "HOST": "db.example.org",
    },
}

EMAIL_HOST = "mail.example.org"
EMAIL_HOST_USER = "orders@example.org"
EMAIL_HOST_PASSWORD = "w4lnut!Ferry"  # expect: DJ165
EMAIL_USE_TLS = True

SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31_536_000
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True

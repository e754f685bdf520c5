"""DJ134: mail that is not sent."""

# project: to the terminal

EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"  # expect: DJ134

# project: to memory, by a newer setting

MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}  # expect: DJ134

# project: sent

# Fine: a mail server.
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"

# project: development

# Fine: only a developer reads the terminal.
# file: shop/settings/production.py
ROOT_URLCONF = "shop.urls"
# file: shop/settings/dev.py
from .production import *

EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

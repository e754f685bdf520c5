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

# project: an old and a new setting

# file: requirements.txt
Django==6.1
# file: shop/settings.py
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend"}}
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"  # expect: DJ134

# project: no default

# file: requirements.txt
Django==6.1
# file: shop/settings.py
MAILERS = {"news": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend"}}  # expect: DJ134

# project: a project that begins

# file: requirements.txt
Django==6.1
# file: shop/settings.py
DEBUG = True  # also: DJ118
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.console.EmailBackend"}}  # expect: DJ134

# project: before there were mailers

# Fine: an older Django reads nothing but the old setting.
# file: requirements.txt
Django==5.2
# file: shop/settings.py
MAILERS = {}
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"

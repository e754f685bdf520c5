"""DJ457: origins that anybody can have."""

# project: null

CORS_ALLOWED_ORIGINS = ["null"]  # expect: DJ457

# project: unencrypted

CORS_ALLOWED_ORIGINS = [
    "https://app.example.org",  # expect: DJ457
    "http://localhost:3000",  # expect: DJ457
]

# project: encrypted

# Fine: nobody is on that line.
CORS_ALLOWED_ORIGINS = ["https://app.example.org"]

# project: development

# Fine: a developer's own machine.
# file: shop/settings/production.py
ROOT_URLCONF = "shop.urls"
# file: shop/settings/dev.py
from .production import *

CORS_ALLOWED_ORIGINS = ["http://localhost:3000"]

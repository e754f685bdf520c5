"""DJ141: a key that everybody with the code has."""

# project: in the code

import os

SECRET_KEY = os.environ["DJANGO_SECRET_KEY"]  # expect: DJ141

# project: made at start

from django.core.management.utils import get_random_secret_key

SECRET_KEY = get_random_secret_key()  # expect: DJ141

# project: from the environment

# Fine: the process stops without it.
import os

SECRET_KEY = os.environ["DJANGO_SECRET_KEY"]

# project: overridden

# Fine: production reads its own.
# file: shop/settings/base.py
SECRET_KEY = "k9v2m4x7q1z8w3n6b5c0d2f4g6h8j1l3p5r7t9y2u4i6o8a1s3e5"  # also: PY105
ROOT_URLCONF = "shop.urls"
# file: shop/settings/production.py
from .base import *
from decouple import config

SECRET_KEY = config("SECRET_KEY")

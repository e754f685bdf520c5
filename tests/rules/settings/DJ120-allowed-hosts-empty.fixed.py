"""DJ120: a deployment without a name."""

# project: empty

ALLOWED_HOSTS = ["www.example.org"]  # expect: DJ120

# project: emptied

ALLOWED_HOSTS = ["shop.example.org"]
ALLOWED_HOSTS = ["www.example.org"]  # expect: DJ120

# project: named

# Fine: the names of the site.
ALLOWED_HOSTS = ["shop.example.org"]

# project: from the environment

# Fine: the environment names them.
import os

ALLOWED_HOSTS = [host.strip() for host in os.environ.get("HOSTS", "").split(",")]

# project: by role

# Fine: the other file is for production.
# file: shop/settings/base.py
ROOT_URLCONF = "shop.urls"
ALLOWED_HOSTS = []
# file: shop/settings/production.py
from .base import *

ALLOWED_HOSTS += ["shop.example.org"]

"""Settings for a developer's machine and for the tests."""
from django.core.management.utils import get_random_secret_key

from .base import *

SECRET_KEY = get_random_secret_key()
DEBUG = True
ALLOWED_HOSTS = ["localhost", "127.0.0.1"]

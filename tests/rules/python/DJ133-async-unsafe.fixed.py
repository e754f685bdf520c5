"""DJ133: one connection for several requests at a time."""
import os
from os import environ


def start():
    # expect: DJ133
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ "Django no longer stops asynchronous code from using one connection twice at a time: data of requests get mixed up"
    environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # expect: DJ133
    # expect: DJ133


# Fine: it is not set.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = ""
os.environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)

# Fine: another variable.
os.environ["DJANGO_SETTINGS_MODULE"] = "shop.settings"

"""DJ163: a database that everybody with the code can enter."""

# project: in the code

import os

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": "db.example.org",
        "PASSWORD": os.environ["DB_PASSWORD"],  # expect: DJ163
    },
}

# project: in an address

import dj_database_url

DATABASES = {
    "default": dj_database_url.parse("postgres://shop:hunter2@db.example.org/shop"),  # expect: DJ163
}

# project: set later

import os

DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql"}}
DATABASES["default"]["PASSWORD"] = os.environ["DB_PASSWORD"]  # expect: DJ163

# project: from the environment

# Fine: the code does not know it.
import os

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "PASSWORD": os.environ["DB_PASSWORD"],
    },
}

# project: none

# Fine: a file has no password.
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "db.sqlite3", "PASSWORD": ""}}

"""DJ142: secrets for those who forget the variable."""

# project: os

import os

SECRET_KEY = os.environ["SECRET_KEY"]  # expect: DJ142

# project: decouple

from decouple import config

SECRET_KEY = config("SECRET_KEY")  # expect: DJ142
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "PASSWORD": config("DB_PASSWORD"),  # expect: DJ142
    },
}

# project: a class

from configurations import Configuration, values


class Production(Configuration):
    SECRET_KEY = values.Value("not-so-secret-at-all")  # expect: DJ142

# project: pydantic

from pydantic_settings import BaseSettings


class Env(BaseSettings):
    secret_key: str = "not-so-secret-at-all"
    debug: bool = False


settings = Env()
SECRET_KEY = settings.secret_key  # expect: DJ142

# project: none

# Fine: without the variable nothing starts.
import environ

env = environ.Env()
SECRET_KEY = env("SECRET_KEY")

# project: empty

# Fine: Django does not start with an empty key.
import os

SECRET_KEY = os.environ.get("SECRET_KEY", "")

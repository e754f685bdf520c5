"""DJ455: answers for every site."""

# project: all

CORS_ALLOW_ALL_ORIGINS = True  # expect: DJ455

# project: with cookies, by the old name

CORS_ORIGIN_ALLOW_ALL = True  # expect: DJ455
CORS_ALLOW_CREDENTIALS = True

# project: some

# Fine: one site.
CORS_ALLOWED_ORIGINS = ["https://app.example.org"]
CORS_ALLOW_CREDENTIALS = True

# project: while debugging

# Fine: off in production.
import environ

env = environ.Env(DEBUG=(bool, False))
DEBUG = env("DEBUG")
CORS_ALLOW_ALL_ORIGINS = DEBUG

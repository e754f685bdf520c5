"""DJ403: locks that nobody asks about."""

# project: missing

INSTALLED_APPS = ["axes"]
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]  # expect: DJ403

# project: of an older release

INSTALLED_APPS = ["axes"]
AUTHENTICATION_BACKENDS = ["axes.backends.AxesModelBackend", "django.contrib.auth.backends.ModelBackend"]  # expect: DJ403

# project: first

# Fine: it is asked before the others.
INSTALLED_APPS = ["axes"]
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware", "axes.middleware.AxesMiddleware"]

# project: without axes

# Fine: there are no locks.
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]

# project: too late

INSTALLED_APPS = ["axes"]
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "axes.backends.AxesStandaloneBackend",  # expect: DJ403
]

# project: a class of our own

# Fine: it derives from the one of axes.
# file: shop/backends.py
from axes.backends import AxesStandaloneBackend


class Counted(AxesStandaloneBackend):
    pass
# file: shop/settings.py
INSTALLED_APPS = ["axes"]
AUTHENTICATION_BACKENDS = ["shop.backends.Counted", "django.contrib.auth.backends.ModelBackend"]

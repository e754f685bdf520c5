"""DJ110: a cookie that everybody on the line can read."""

# project: off

MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.contrib.sessions.middleware.SessionMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware"]
CSRF_COOKIE_SECURE = True
SESSION_COOKIE_SECURE = True  # expect: DJ110

# project: a text

MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.contrib.sessions.middleware.SessionMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware"]
CSRF_COOKIE_SECURE = True
# Django compares with `is True`.
SESSION_COOKIE_SECURE = True  # expect: DJ110

# project: on

# Fine: the cookie is sent by HTTPS only.
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.contrib.sessions.middleware.SessionMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware"]
CSRF_COOKIE_SECURE = True
SESSION_COOKIE_SECURE = True

# project: as the environment says

# Fine: nobody knows here what it says.
import environ

env = environ.Env()
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.contrib.sessions.middleware.SessionMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware"]
SESSION_COOKIE_SECURE = env.bool("SESSION_COOKIE_SECURE", default=False)

# project: by the debug switch

# Fine: production runs without debug pages.
import environ

env = environ.Env(DEBUG=(bool, False))
DEBUG = env("DEBUG")
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.contrib.sessions.middleware.SessionMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware"]
SESSION_COOKIE_SECURE = not DEBUG

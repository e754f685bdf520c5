"""DJ122: other sites learn where visitors come from."""

# project: off

MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware"]
SECURE_REFERRER_POLICY = None  # expect: DJ122

# project: off in one of two ways

import os

MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware"]
if os.path.exists("/etc/shop"):
    SECURE_REFERRER_POLICY = None
else:
    SECURE_REFERRER_POLICY = None  # expect: DJ122

# project: on

# Fine: the site itself only.
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware"]
SECURE_REFERRER_POLICY = "same-origin"

# project: absent

# Fine: that is the default.
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware"]

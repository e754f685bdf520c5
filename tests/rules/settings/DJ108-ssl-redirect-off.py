"""DJ108: pages without encryption."""

# project: off

MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware"]
SECURE_SSL_REDIRECT = False  # expect: DJ108

# project: off in the base and in production

# file: shop/settings/base.py
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware"]
ROOT_URLCONF = "shop.urls"
SECURE_SSL_REDIRECT = False  # expect: DJ108
# file: shop/settings/production.py
from .base import *

# project: on

# Fine: everybody is sent to HTTPS.
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware"]
SECURE_SSL_REDIRECT = True

# project: off in the base only

# Fine: production says otherwise.
# file: shop/settings/base.py
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware"]
ROOT_URLCONF = "shop.urls"
SECURE_SSL_REDIRECT = False
# file: shop/settings/production.py
from .base import *

SECURE_SSL_REDIRECT = True

# project: the proxy leads to HTTPS

# Fine: Caddy does.
# file: Caddyfile
shop.example.org {
    reverse_proxy app:8000
}
# file: shop/settings.py
SECURE_SSL_REDIRECT = False
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware"]

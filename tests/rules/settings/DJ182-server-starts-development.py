"""DJ182: a server with a developer's settings."""

# project: wsgi

# file: shop/wsgi.py
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings.dev")  # expect: DJ182
# file: shop/settings/dev.py
ROOT_URLCONF = "shop.urls"
DEBUG = True
# file: shop/settings/production.py
ROOT_URLCONF = "shop.urls"
INSTALLED_APPS = ["django.contrib.messages"]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31536000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
CSRF_COOKIE_SECURE = True
ALLOWED_HOSTS = ["shop.example.org"]

# project: production

# Fine: who forgets the variable is safe.
# file: shop/wsgi.py
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings.production")
# file: shop/settings/dev.py
ROOT_URLCONF = "shop.urls"
DEBUG = True
# file: shop/settings/production.py
ROOT_URLCONF = "shop.urls"

# project: manage.py

# Fine: developers start it.
# file: manage.py
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings.dev")
# file: shop/settings/dev.py
ROOT_URLCONF = "shop.urls"
DEBUG = True
# file: shop/settings/production.py
ROOT_URLCONF = "shop.urls"

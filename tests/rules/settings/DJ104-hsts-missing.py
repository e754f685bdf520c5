"""DJ104: browsers are not told to insist on HTTPS."""

# project: off

MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware"]
SECURE_HSTS_SECONDS = 0  # expect: DJ104

# project: absent

ROOT_URLCONF = "shop.urls"
INSTALLED_APPS = ["shop"]
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware"]  # expect: DJ104
ALLOWED_HOSTS = ["shop.example.org"]
SECURE_SSL_REDIRECT = True
CSRF_COOKIE_SECURE = True

# project: behind a proxy

MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = None  # expect: DJ104

# project: on

# Fine: a year, and everything below the domain.
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware"]
SECURE_HSTS_SECONDS = 31536000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True

# project: from the environment

# Fine: the environment decides.
import os

MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware"]
SECURE_HSTS_SECONDS = int(os.environ.get("HSTS", 0))

# project: the proxy sends it

# Fine: browsers hear it from nginx.
# file: deploy/nginx.conf
server {
    add_header Strict-Transport-Security "max-age=31536000" always;
    return 301 https://$host$request_uri;
    location / { proxy_pass http://app; }
}
# file: shop/settings.py
SECURE_HSTS_SECONDS = 0
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware"]

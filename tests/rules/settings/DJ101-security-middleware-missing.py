"""DJ101: no middleware that cares for HTTPS and headers."""

# project: missing

MIDDLEWARE = [  # expect: DJ101
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

# project: one line

MIDDLEWARE = ("django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware")  # expect: DJ101

# project: there

# Fine: it comes first.
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

# project: a class of our own

# Fine: a class called alike derives from it.
MIDDLEWARE = ["shop.middleware.ShopSecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware"]

# project: not all is known

# Fine: what the other part holds is not known.
from somewhere_else import MORE

MIDDLEWARE = ["django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware"] + MORE

# project: derived

# Fine: the class is in the code, and derives from it.
# file: shop/middleware.py
from django.middleware import security


class Secure(security.SecurityMiddleware):
    pass
# file: shop/settings.py
MIDDLEWARE = ["shop.middleware.Secure", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware"]

# project: called alike

# file: shop/middleware.py
class SecurityMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response
# file: shop/settings.py
MIDDLEWARE = ["shop.middleware.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware"]  # expect: DJ101

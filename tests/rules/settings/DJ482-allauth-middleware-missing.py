"""DJ482: accounts without their middleware."""

# project: one line

# file: requirements.txt
django-allauth==65.21.1
# file: shop/settings.py
INSTALLED_APPS = ["allauth", "allauth.account"]
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware"]  # expect: DJ482

# project: lines

# file: requirements.txt
django-allauth==0.60.0
# file: shop/settings.py
INSTALLED_APPS = ["allauth", "allauth.account"]
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
MIDDLEWARE = [  # expect: DJ482
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
SESSION_COOKIE_SECURE = True

# project: there

# Fine: behind the login.
# file: requirements.txt
django-allauth==65.21.1
# file: shop/settings.py
INSTALLED_APPS = ["allauth", "allauth.account"]
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware", "allauth.account.middleware.AccountMiddleware"]

# project: an old release

# Fine: it needs none.
# file: requirements.txt
django-allauth==0.50.0
# file: shop/settings.py
INSTALLED_APPS = ["allauth", "allauth.account"]
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware"]

"""DJ408: answers to attempts for everybody."""

# project: said

INSTALLED_APPS = ["axes"]
CORS_ALLOW_CREDENTIALS = True
AXES_ALLOWED_CORS_ORIGINS = "*"  # expect: DJ408

# project: forgotten

INSTALLED_APPS = ["axes"]
CORS_ALLOW_CREDENTIALS = True
ROOT_URLCONF = "shop.urls"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
ALLOWED_HOSTS = ["shop.example.org"]
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31536000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
CSRF_COOKIE_SECURE = True
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware", "axes.middleware.AxesMiddleware"]  # expect: DJ408

# project: one origin

# Fine: the shop's own.
INSTALLED_APPS = ["axes"]
CORS_ALLOW_CREDENTIALS = True
AXES_ALLOWED_CORS_ORIGINS = "https://shop.example.org"

# project: without credentials

# Fine: other pages cannot log in anyway.
INSTALLED_APPS = ["axes"]
AXES_ALLOWED_CORS_ORIGINS = "*"

"""DJ117: scripts that read the CSRF cookie."""

# project: off

MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware"]
CSRF_COOKIE_HTTPONLY = False  # expect: DJ117

# project: on

# Fine: read the token from the page.
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware"]
CSRF_COOKIE_HTTPONLY = True

# project: no such cookie

# Fine: nobody sets one.
CSRF_COOKIE_HTTPONLY = False

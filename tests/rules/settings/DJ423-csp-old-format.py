"""DJ423: a policy in the words of another release."""

# project: old words

CSP_DEFAULT_SRC = ("'self'",)  # expect: DJ423
CSP_IMG_SRC = ("*",)  # expect: DJ423
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware", "csp.middleware.CSPMiddleware"]  # also: DJ421
# file: requirements.txt
django-csp==4.0

# project: new words

# also: DJ430
CONTENT_SECURITY_POLICY = {"DIRECTIVES": {"default-src": ["'self'"]}}  # expect: DJ423
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware", "csp.middleware.CSPMiddleware"]
# file: requirements.txt
django-csp==3.8

# project: as the release has it

# Fine: django-csp 4 reads it.
CONTENT_SECURITY_POLICY = {"DIRECTIVES": {"default-src": ["'self'"]}}  # also: DJ430
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware", "csp.middleware.CSPMiddleware"]
# file: requirements.txt
django-csp==4.0

# project: no release known

# Fine: nobody knows which is installed.
CSP_DEFAULT_SRC = ("'self'",)
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware", "csp.middleware.CSPMiddleware"]

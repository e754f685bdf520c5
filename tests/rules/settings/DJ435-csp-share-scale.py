"""DJ435: shares on another scale."""

# project: a tenth

MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware", "csp.middleware.CSPMiddleware"]
CONTENT_SECURITY_POLICY = {"REPORT_PERCENTAGE": 0.1, "DIRECTIVES": {"default-src": ["'self'"], "base-uri": ["'none'"], "form-action": ["'self'"], "frame-ancestors": ["'none'"]}}  # expect: DJ435

# project: old

# file: requirements.txt
django-csp==3.8
# file: shop/settings.py
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware", "csp.middleware.CSPMiddleware"]
CSP_REPORT_PERCENTAGE = 10  # expect: DJ435

# project: ten of a hundred

# Fine: the scale of today.
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware", "csp.middleware.CSPMiddleware"]
CONTENT_SECURITY_POLICY = {"REPORT_PERCENTAGE": 10.0, "DIRECTIVES": {"default-src": ["'self'"], "base-uri": ["'none'"], "form-action": ["'self'"], "frame-ancestors": ["'none'"]}}

# project: none

# Fine: nothing is reported, as it says.
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware", "csp.middleware.CSPMiddleware"]
CONTENT_SECURITY_POLICY = {"REPORT_PERCENTAGE": 0, "DIRECTIVES": {"default-src": ["'self'"], "base-uri": ["'none'"], "form-action": ["'self'"], "frame-ancestors": ["'none'"]}}

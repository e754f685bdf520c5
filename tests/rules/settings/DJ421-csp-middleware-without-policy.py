"""DJ421: a middleware without anything to send."""

# project: none

MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware", "django.middleware.csp.ContentSecurityPolicyMiddleware"]  # expect: DJ421

# project: empty

SECURE_CSP = {}
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",  # expect: DJ421
]

# project: a policy

# Fine: the site's own files only.
SECURE_CSP = {"default-src": ["'self'"]}  # also: DJ430
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware", "django.middleware.csp.ContentSecurityPolicyMiddleware"]

# project: reports

# Fine: it is being tried out.
SECURE_CSP_REPORT_ONLY = {"default-src": ["'self'"]}  # also: DJ432, DJ430
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware", "django.middleware.csp.ContentSecurityPolicyMiddleware"]

# project: of the package

# file: requirements.txt
django-csp==4.0
# file: shop/settings.py
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware", "csp.middleware.CSPMiddleware"]  # expect: DJ421

# project: of the package, as it was

# Fine: release 3 has a policy by default.
# file: requirements.txt
django-csp==3.8
# file: shop/settings.py
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware", "csp.middleware.CSPMiddleware"]

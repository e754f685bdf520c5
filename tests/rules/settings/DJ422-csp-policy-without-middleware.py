"""DJ422: a policy that nobody sends."""

# project: of Django

# also: DJ430
SECURE_CSP = {"default-src": ["'self'"]}  # expect: DJ422
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware"]

# project: of the package

# also: DJ430
CONTENT_SECURITY_POLICY = {"DIRECTIVES": {"default-src": ["'self'"]}}  # expect: DJ422
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware"]

# project: sent

# Fine: the middleware is there.
SECURE_CSP = {"default-src": ["'self'"]}  # also: DJ430
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware", "django.middleware.csp.ContentSecurityPolicyMiddleware"]

# project: none

# Fine: no policy at all.
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware"]

# project: both

SECURE_CSP = {"default-src": ["'self'"]}  # also: DJ430
CONTENT_SECURITY_POLICY = {"DIRECTIVES": {"default-src": ["'self'"]}}  # also: DJ430
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "csp.middleware.CSPMiddleware",  # expect: DJ422
]

"""DJ432: a policy that only watches."""

# project: of Django

# also: DJ430
SECURE_CSP_REPORT_ONLY = {"default-src": ["'self'"]}  # expect: DJ432

# project: of the package

CSP_REPORT_ONLY = True  # expect: DJ432

# project: both

# Fine: the next policy is tried out beside the present one.
SECURE_CSP = {"default-src": ["'self'"], "base-uri": ["'none'"], "form-action": ["'self'"], "frame-ancestors": ["'none'"]}
SECURE_CSP_REPORT_ONLY = {"default-src": ["'none'"]}  # also: DJ430
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware", "django.middleware.csp.ContentSecurityPolicyMiddleware"]

# project: none

# Fine: no policy at all.
SECURE_CSP_REPORT_ONLY = {}

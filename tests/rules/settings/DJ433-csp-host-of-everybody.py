"""DJ433: hosts where everybody publishes."""

# project: a host of packages

MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware", "django.middleware.csp.ContentSecurityPolicyMiddleware"]
SECURE_CSP = {"default-src": ["'self'"], "script-src": ["'self'", "https://cdn.jsdelivr.net"], "base-uri": ["'none'"], "form-action": ["'self'"], "frame-ancestors": ["'none'"]}  # expect: DJ433

# project: buckets

MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware", "csp.middleware.CSPMiddleware"]
CSP_SCRIPT_SRC = ["'self'", "*.amazonaws.com"]  # expect: DJ433

# project: one package

# Fine: the path leads to one package.
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware", "django.middleware.csp.ContentSecurityPolicyMiddleware"]
SECURE_CSP = {"default-src": ["'self'"], "script-src": ["'self'", "https://cdn.jsdelivr.net/npm/htmx.org@2.0.4/"], "base-uri": ["'none'"], "form-action": ["'self'"], "frame-ancestors": ["'none'"]}

# project: trust is passed on

# Fine: browsers that know `'strict-dynamic'` ignore hosts.
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware", "django.middleware.csp.ContentSecurityPolicyMiddleware"]
SECURE_CSP = {"default-src": ["'self'"], "script-src": ["'strict-dynamic'", "https://unpkg.com"], "base-uri": ["'none'"], "form-action": ["'self'"], "frame-ancestors": ["'none'"]}

"""DJ422: a policy that nobody sends."""

# project: of Django

SECURE_CSP = {"default-src": ["'self'"]}  # expect: DJ422
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware"]

# project: of the package

CONTENT_SECURITY_POLICY = {"DIRECTIVES": {"default-src": ["'self'"]}}  # expect: DJ422
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware"]

# project: sent

# Fine: the middleware is there.
SECURE_CSP = {"default-src": ["'self'"]}
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware", "django.middleware.csp.ContentSecurityPolicyMiddleware"]

# project: none

# Fine: no policy at all.
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware"]

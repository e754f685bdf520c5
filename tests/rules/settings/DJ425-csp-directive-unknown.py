"""DJ425: directives that are none."""

# project: underscores

MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware", "django.middleware.csp.ContentSecurityPolicyMiddleware"]
SECURE_CSP = {"default-src": ["'self'"], "script_src": ["'self'"], "base-uri": ["'none'"], "form-action": ["'self'"], "frame-ancestors": ["'none'"]}  # expect: DJ425

# project: of the package

MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware", "csp.middleware.CSPMiddleware"]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "object-scr": ["'none'"],  # expect: DJ425
        "plugin-types": ["application/pdf"],  # expect: DJ425
        "base-uri": ["'none'"], "form-action": ["'self'"], "frame-ancestors": ["'none'"],
    },
}

# project: known

# Fine: browsers know them.
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware", "django.middleware.csp.ContentSecurityPolicyMiddleware"]
SECURE_CSP = {"default-src": ["'self'"], "script-src-elem": ["'self'"], "upgrade-insecure-requests": True, "base-uri": ["'none'"], "form-action": ["'self'"], "frame-ancestors": ["'none'"]}

# project: not all is known

# Fine: what is added elsewhere is not known.
from somewhere_else import MORE

MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware", "django.middleware.csp.ContentSecurityPolicyMiddleware"]
SECURE_CSP = {"default-src": ["'self'"], **MORE}

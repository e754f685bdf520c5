"""DJ434: a nonce that no template can print."""

# project: new format

from csp.constants import NONCE, SELF

MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware", "csp.middleware.CSPMiddleware"]
CONTENT_SECURITY_POLICY = {"DIRECTIVES": {"default-src": [SELF], "script-src": [SELF, NONCE], "base-uri": ["'none'"], "form-action": ["'self'"], "frame-ancestors": ["'none'"]}}
TEMPLATES = [{"OPTIONS": {"context_processors": ["django.contrib.auth.context_processors.auth"]}}]  # expect: DJ434

# project: old format

MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware", "csp.middleware.CSPMiddleware"]
CSP_INCLUDE_NONCE_IN = ["script-src"]
TEMPLATES = [  # expect: DJ434
    {
        "OPTIONS": {
            "context_processors": [
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# project: by the request

# Fine: `request.csp_nonce`.
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware", "csp.middleware.CSPMiddleware"]
CSP_INCLUDE_NONCE_IN = ["script-src"]
TEMPLATES = [{"OPTIONS": {"context_processors": ["django.template.context_processors.request"]}}]

# project: by name

# Fine: `CSP_NONCE`.
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware", "csp.middleware.CSPMiddleware"]
CSP_INCLUDE_NONCE_IN = ["script-src"]
TEMPLATES = [{"OPTIONS": {"context_processors": ["csp.context_processors.nonce"]}}]

"""DJ420: nothing stops injected scripts."""

# project: none

MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware"]  # expect: DJ420

# project: a proxy that only passes on

# file: nginx.conf
server { location / { proxy_pass http://app; } }
# file: shop/settings.py
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware"]  # expect: DJ420

# project: sent

# Fine: Django sends it.
SECURE_CSP = {"default-src": ["'self'"], "base-uri": ["'none'"], "form-action": ["'self'"], "frame-ancestors": ["'none'"]}
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware", "django.middleware.csp.ContentSecurityPolicyMiddleware"]

# project: by the proxy

# Fine: nginx sends it.
# file: nginx.conf
server {
    add_header Content-Security-Policy "default-src 'self'";
    location / { proxy_pass http://app; }
}
# file: shop/settings.py
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware"]

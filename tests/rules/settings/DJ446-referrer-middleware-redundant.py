"""DJ446: two that send one header."""

# project: both

REFERRER_POLICY = "same-origin"
MIDDLEWARE = ["django_http_referrer_policy.middleware.ReferrerPolicyMiddleware", "django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware"]  # expect: DJ446

# project: without its setting

MIDDLEWARE = [
    "django_http_referrer_policy.middleware.ReferrerPolicyMiddleware",  # expect: DJ446
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

# project: Django alone

# Fine: one header.
SECURE_REFERRER_POLICY = "same-origin"
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware"]

# project: default

# Fine: `same-origin`.
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware"]

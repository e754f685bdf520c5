"""DJ443: a header that browsers forgot."""

# project: the setting

FEATURE_POLICY = {"camera": "none"}  # expect: DJ443

# project: the middleware

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",  # expect: DJ443
]

# project: its successor

# Fine: what browsers know.
PERMISSIONS_POLICY = {"camera": []}

# project: none

# Fine: neither.
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware"]

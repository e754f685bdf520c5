"""DJ124: an opener policy that is none."""

# project: misspelt

MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware"]
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same_origin"  # expect: DJ124

# project: unknown to Django

MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware"]
SECURE_CROSS_ORIGIN_OPENER_POLICY = "noopener-allow-popups"  # expect: DJ124

# project: known

# Fine: windows of a login may talk back.
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware"]
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin-allow-popups"

# project: off

# Fine for this rule: `None` sends no header.
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware"]
SECURE_CROSS_ORIGIN_OPENER_POLICY = None

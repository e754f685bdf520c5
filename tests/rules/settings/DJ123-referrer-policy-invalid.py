"""DJ123: a policy that no browser knows."""

# project: misspelt

MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware"]
SECURE_REFERRER_POLICY = "same_origin"  # expect: DJ123

# project: one of several

MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware"]
SECURE_REFERRER_POLICY = ["no-referrer", "strict origin"]  # expect: DJ123

# project: several in one text

# Fine: browsers take the last they know.
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware"]
SECURE_REFERRER_POLICY = "no-referrer, strict-origin-when-cross-origin"

# project: one

# Fine: a policy.
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware"]
SECURE_REFERRER_POLICY = "same-origin"

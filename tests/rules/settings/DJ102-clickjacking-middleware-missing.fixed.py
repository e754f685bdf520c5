"""DJ102: pages that any site may frame."""

# project: missing

MIDDLEWARE = [  # expect: DJ102
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

# project: removed

MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware"]
MIDDLEWARE.remove("django.middleware.clickjacking.XFrameOptionsMiddleware")  # expect: DJ102

# project: there

# Fine: the middleware sends the header.
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware"]

# project: appended

# Fine: it is added below.
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware"]
MIDDLEWARE += ["django.middleware.clickjacking.XFrameOptionsMiddleware"]

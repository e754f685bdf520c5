"""DJ452: a trap with a way round."""

# project: alone

HONEYPOT_FIELD_NAME = "phone2"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "honeypot.middleware.HoneypotMiddleware",  # expect: DJ452
]
INSTALLED_APPS = []

# project: views only

HONEYPOT_FIELD_NAME = "phone2"
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware", "honeypot.middleware.HoneypotViewMiddleware"]  # expect: DJ452
INSTALLED_APPS = []

# project: with a limit

# Fine: attempts are counted, too.
HONEYPOT_FIELD_NAME = "phone2"
INSTALLED_APPS = ["axes"]
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware", "honeypot.middleware.HoneypotMiddleware", "axes.middleware.AxesMiddleware"]

# project: only what is sent

# Fine: it checks nothing, and is told of nothing.
HONEYPOT_FIELD_NAME = "phone2"
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware", "honeypot.middleware.HoneypotResponseMiddleware"]

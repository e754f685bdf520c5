"""DJ450: a trap without a name."""

# project: empty

HONEYPOT_FIELD_NAME = ""  # expect: DJ450
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware", "honeypot.middleware.HoneypotMiddleware"]  # also: DJ452

# project: known

HONEYPOT_FIELD_NAME = "honeypot"  # expect: DJ450
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware", "honeypot.middleware.HoneypotMiddleware"]  # also: DJ452

# project: a good one

# Fine: worth filling in.
HONEYPOT_FIELD_NAME = "phone_confirm"
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware", "honeypot.middleware.HoneypotMiddleware"]  # also: DJ452

# project: none

# Fine: no trap.
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware"]

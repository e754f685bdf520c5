"""DJ478: attempts that nobody counts."""

# project: off

INSTALLED_APPS = ["allauth", "allauth.account"]
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"

# project: logins

INSTALLED_APPS = ["allauth", "allauth.account"]
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_RATE_LIMITS = {"login_failed": None}  # expect: DJ478

# project: forgotten at once

INSTALLED_APPS = ["allauth", "allauth.account"]
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}  # expect: DJ478

# project: stricter

# Fine: another rate.
INSTALLED_APPS = ["allauth", "allauth.account"]
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_RATE_LIMITS = {"login_failed": "3/5m/key"}

# project: defaults

# Fine: attempts are counted.
INSTALLED_APPS = ["allauth", "allauth.account"]
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
